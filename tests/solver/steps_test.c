/* Every delta against recomputing: on random order sets with every key, orders are taken out and
 * put back at their best spots; the total must change by exactly what the spot said, a rollback
 * must restore it, and all caches must equal an evaluation from scratch. */
#include "../engine/random_set.h"
#include "compile.h"
#include "recreate.h"
#include "ruin.h"
#include "test.h"

enum { SETS = 120, STEPS = 120 };

typedef struct bed {
    khs_scene scene;
    khs_solution s;
    khs_ruin ruin;
    khs_rng rng;
    int64_t inserted;
} bed;

static bool may_go_alone(const khs_problem *p, int32_t order)
{
    return p->order[order].bond < 0 || p->bond[p->order[order].bond].mode == KHS_ALL_OR_NONE;
}

/* Puts absent orders back one by one, each at the spot and for the price that was promised. */
static void put_back(bed *b)
{
    khs_solution *s = &b->s;
    const khs_search_style style = {.rng = &b->rng, .new_tours = true, .generous = 1};
    for (int32_t order = 0; order < s->p->orders; order++) {
        if (s->absent_at[order] < 0 || !may_go_alone(s->p, order)) continue;
        const khs_spot spot = khs_best_spot(s, order, &style, INT64_MAX / 4);
        if (spot.slot == -2) continue;
        const int64_t before = khs_solution_total(s);
        CHECK(khs_insert(s, order, &spot));
        CHECK_EQ(khs_solution_total(s) - before, spot.delta - s->absent_price[order]);
        b->inserted++;
    }
}

static void step(bed *b, int32_t round)
{
    khs_solution *s = &b->s;
    const int64_t before = khs_solution_total(s);
    khs_step_begin(s);
    CHECK(khs_ruin_strings(s, &b->ruin, &b->rng));
    put_back(b);
    if (round % 3 == 0) {
        khs_step_rollback(s);
        CHECK_EQ(khs_solution_total(s), before);
    } else {
        khs_step_commit(s);
    }
    khs_solution_check(s);
}

static void try_set(const khs_problem *p, uint64_t seed, int64_t *inserted)
{
    static bed b;
    b = (bed){.rng = khs_rng_make(seed, 1)};
    CHECK(khs_scene_build(p, 1, &b.scene));
    CHECK(khs_solution_init(&b.scene, &b.s) && khs_ruin_init(p, &b.ruin));
    for (int32_t round = 0; p->resources && round < STEPS; round++) step(&b, round);
    *inserted += b.inserted;
    khs_ruin_free(&b.ruin);
    khs_solution_free(&b.s);
    khs_scene_free(&b.scene);
}

static void totals_change_as_promised(void **state)
{
    (void)state;
    static random_set g;
    int64_t inserted = 0;
    for (uint64_t seed = 1; seed <= SETS; seed++) {
        make_random_set(&g, seed);
        kh_order_set *set = NULL;
        khe_compiled *compiled = NULL;
        CHECK_EQ(kh_order_set_parse(g.text, g.size, NULL, &set, NULL), KH_OK);
        CHECK_EQ(khe_compile(set, NULL, &compiled), KH_OK);
        try_set(&compiled->problem, seed, &inserted);
        khe_compiled_free(compiled);
        kh_order_set_free(set);
    }
    CHECK(inserted > 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(totals_change_as_promised)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
