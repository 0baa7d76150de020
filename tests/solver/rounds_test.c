/* Shipments alone: the cheapest spots against trying all of them, while what scans found is kept
 * from step to step; plans made of others, which hold and keep to the tours that there are; and
 * which plans are kept. */
#include "compile.h"
#include "elites.h"
#include "mate.h"
#include "rounds.h"
#include "test.h"

enum { WORLDS = 12, PAIRS = 24, STEPS = 150, CHILDREN = 30 };

typedef struct world {
    kh_order_set *set;
    khe_compiled *compiled;
    const khs_problem *p;
    khs_scene scene;
    khs_island island;
} world;

/* A pickup at an odd number, its delivery at the next. */
static char *write_instance(uint64_t seed)
{
    static char text[PAIRS * 128 + 64];
    char *at = text + sprintf(text, "%d\t40\t1\n0\t50\t50\t0\t0\t1000\t0\t0\t0\n", PAIRS);
    const int32_t width = seed % 2 ? 80 : 500;
    for (int32_t i = 1; i <= 2 * PAIRS; i++) {
        static int32_t quantity;
        const bool first = i % 2;
        if (first) quantity = test_between(&seed, 1, 20);
        const int32_t open = first ? test_between(&seed, 0, 500) : test_between(&seed, 100, 700);
        at +=
            sprintf(at, "%d\t%d\t%d\t%d\t%d\t%d\t5\t%d\t%d\n", i, test_between(&seed, 0, 100),
                    test_between(&seed, 0, 100), first ? quantity : -quantity, open,
                    open + width < 900 ? open + width : 900, first ? 0 : i - 1, first ? i + 1 : 0);
    }
    return text;
}

static void make_world(world *w, uint64_t seed)
{
    char *document = NULL, *text = write_instance(seed);
    CHECK_EQ(kh_convert("lilim", text, strlen(text), NULL, &document, NULL), KH_OK);
    CHECK_EQ(kh_order_set_parse(document, strlen(document), NULL, &w->set, NULL), KH_OK);
    CHECK_EQ(khe_compile(w->set, NULL, &w->compiled), KH_OK);
    kh_text_free(document);
    w->p = &w->compiled->problem;
    CHECK(khs_scene_build(w->p, 1, &w->scene) && w->scene.pairs);
    CHECK(khs_island_init(&w->scene, seed, 0, &w->island));
    CHECK(khs_island_construct(&w->island, KHS_SORT_FAR));
}

static void free_world(world *w)
{
    khs_island_free(&w->island);
    khs_scene_free(&w->scene);
    khe_compiled_free(w->compiled);
    kh_order_set_free(w->set);
}

/* What the tour costs more with v behind position i and w behind position j; -1: not possible. */
static int64_t added(const world *w, const khs_tour *tour, int32_t order, int32_t i, int32_t j)
{
    const khs_order *o = &w->p->order[order];
    int32_t visits[2 * PAIRS + 2], count = 0;
    for (int32_t k = 0; k <= tour->count; k++) {
        if (k) visits[count++] = tour->visit[k];
        if (k == i) visits[count++] = o->visit;
        if (k == j) visits[count++] = o->partner;
    }
    const khs_route_value value = khs_route_evaluate(w->p, tour->resource, visits, count);
    return value.flaw ? -1 : value.cost - tour->cost;
}

static int64_t least_added(const world *w, int32_t order, int64_t most)
{
    const khs_solution *s = &w->island.s;
    for (int32_t slot = 0; slot < s->tours; slot++)
        for (int32_t i = 0; i <= s->tour[slot]->count; i++)
            for (int32_t j = i; s->tour[slot]->count && j <= s->tour[slot]->count; j++) {
                const int64_t delta = added(w, s->tour[slot], order, i, j);
                if (delta >= 0 && delta < most) most = delta;
            }
    return most;
}

static void step(world *w, bool commits)
{
    khs_solution *s = &w->island.s;
    const khs_search_style style = {.rng = &w->island.rng};
    const int64_t most = 400 * (int64_t)1000000; /* costs are those of distances up to 141 */
    khs_step_begin(s);
    CHECK(khs_ruin_strings(s, &w->island.ruin, &w->island.rng));
    for (int32_t k = 0; k < w->island.ruin.removed_count; k++) {
        const int32_t order = w->island.ruin.removed[k];
        const khs_spot spot = khs_best_spot(s, order, &style, most);
        CHECK_EQ(spot.delta, least_added(w, order, most));
        if (spot.slot >= 0) CHECK(khs_insert(s, order, &spot));
    }
    if (commits) {
        khs_step_commit(s);
    } else {
        khs_step_rollback(s);
    }
    khs_solution_check(s);
}

static void spots_are_the_cheapest(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        world w = {0};
        make_world(&w, seed);
        for (int32_t k = 0; k < STEPS; k++) step(&w, k % 3 == 0);
        free_world(&w);
    }
}

static void children_hold(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        world w = {0};
        khs_mating mating;
        khs_image mother = {0}, father = {0};
        make_world(&w, seed);
        khs_solution *s = &w.island.s;
        CHECK(khs_mating_init(w.p, &mating));
        CHECK(khs_image_take(&mother, s) && khs_image_take(&father, s));
        s->max_tours = mother.routes;
        for (int32_t k = 0; k < CHILDREN; k++) {
            CHECK(k % 2 ? khs_uproot(&mating, &w.island, &mother)
                        : khs_mate(&mating, &w.island, &mother, &father));
            khs_solution_check(s);
            CHECK_EQ(s->scope_count, PAIRS);
            CHECK(s->tours <= s->max_tours);
            CHECK(khs_image_copy(&father, &mother) && khs_image_take(&mother, s));
        }
        khs_image_free(&mother);
        khs_image_free(&father);
        khs_mating_free(&mating);
        free_world(&w);
    }
}

/* The plan's routes as a guide, each with the share. */
static void add_to_guide(const world *w, const khs_image *plan, double share, khs_guide *guide)
{
    for (int32_t r = 0; r < plan->routes; r++, guide->count++) {
        const int32_t first = plan->start[r], count = plan->start[r + 1] - first;
        const khs_route_value value =
            khs_route_evaluate(w->p, plan->resource[r], plan->visit + first, count);
        guide->routes[guide->count] =
            (khs_route){plan->resource[r], count, plan->visit + first, value.cost};
        guide->share[guide->count] = share;
    }
}

/* A guide that is sure of a plan gives that plan; one that wavers between two a plan that holds,
 * of no more tours than there may be. */
static void guided_plans_hold(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        world w = {0};
        khs_mating mating;
        khs_image one = {0}, other = {0};
        khs_route routes[2 * PAIRS];
        double share[2 * PAIRS];
        make_world(&w, seed);
        khs_solution *s = &w.island.s;
        CHECK(khs_mating_init(w.p, &mating) && khs_image_take(&one, s));
        s->max_tours = one.routes;
        khs_guide guide = {routes, share, 0};
        add_to_guide(&w, &one, 1.0, &guide);
        CHECK(khs_uproot(&mating, &w.island, &one) && khs_image_take(&other, s));
        CHECK(khs_compose(&mating, &w.island, &guide));
        const khs_value value = khs_solution_value(s);
        CHECK_EQ(khs_value_compare(&value, &one.value), 0);
        guide.count = 0;
        add_to_guide(&w, &one, 0.5, &guide);
        add_to_guide(&w, &other, 0.5, &guide);
        for (int32_t k = 0; k < CHILDREN; k++) {
            CHECK(khs_compose(&mating, &w.island, &guide));
            khs_solution_check(s);
            CHECK_EQ(s->scope_count, PAIRS);
            CHECK(s->tours <= s->max_tours);
        }
        khs_image_free(&one);
        khs_image_free(&other);
        khs_mating_free(&mating);
        free_world(&w);
    }
}

/* Whether nine tenths of the legs of `b` are in `a` too. */
static bool is_alike(const khs_image *a, const khs_image *b)
{
    int32_t next[2 * PAIRS + 1] = {0}, shared = 0, all = 0;
    for (int32_t r = 0; r < a->routes; r++)
        for (int32_t i = a->start[r]; i + 1 < a->start[r + 1]; i++)
            next[a->visit[i]] = a->visit[i + 1];
    for (int32_t r = 0; r < b->routes; r++)
        for (int32_t i = b->start[r]; i + 1 < b->start[r + 1]; i++, all++)
            shared += next[b->visit[i]] == b->visit[i + 1];
    return 10 * shared > 9 * all;
}

/* Makes the solution the plan with one order inserted anew. */
static bool move_one(world *w, const khs_image *plan)
{
    khs_solution *s = &w->island.s;
    const int32_t order = khs_rng_below(&w->island.rng, PAIRS);
    if (!khs_solution_load(s, plan, NULL, NULL)) return false;
    khs_step_begin(s);
    if (!khs_ruin_orders(s, &w->island.ruin, &order, 1)) return false;
    khs_step_commit(s);
    return khs_island_fill(&w->island);
}

/* However many plans ask: the best stay, best first, of each cost one, and one more only if it is
 * like none of them. */
static void elites_are_the_best_of_their_valleys(void **state)
{
    (void)state;
    world w = {0};
    khs_mating mating;
    khs_elites elites;
    khs_image plan = {0}, best = {0};
    int32_t asked_alike = 0;
    make_world(&w, 3);
    CHECK(khs_mating_init(w.p, &mating) && khs_elites_init(w.p, &elites));
    CHECK(khs_image_take(&best, &w.island.s) && khs_elites_admit(&elites, &best));
    for (int32_t k = 0; k < 20 * CHILDREN; k++) {
        const int32_t parent = khs_rng_below(&w.island.rng, elites.count);
        CHECK(k % 2 ? khs_uproot(&mating, &w.island, &elites.plan[parent])
                    : move_one(&w, &elites.plan[parent]));
        CHECK(khs_image_take(&plan, &w.island.s));
        const int32_t before = elites.count;
        bool alike = false;
        for (int32_t i = 0; i < before; i++) alike |= is_alike(&plan, &elites.plan[i]);
        CHECK(khs_elites_admit(&elites, &plan));
        CHECK(!alike || elites.count == before);
        asked_alike += alike && before < KHS_ELITES &&
                       khs_value_compare(&plan.value, &elites.plan[0].value) != 0;
        if (khs_value_compare(&plan.value, &best.value) < 0) CHECK(khs_image_copy(&best, &plan));
        CHECK(elites.count <= KHS_ELITES);
        CHECK_EQ(khs_value_compare(&elites.plan[0].value, &best.value), 0);
        for (int32_t i = 1; i < elites.count; i++)
            CHECK(khs_value_compare(&elites.plan[i - 1].value, &elites.plan[i].value) < 0);
    }
    CHECK(elites.count > 2 && asked_alike > 5);
    khs_image_free(&plan);
    khs_image_free(&best);
    khs_elites_free(&elites);
    khs_mating_free(&mating);
    free_world(&w);
}

/* Rounds of 48 after which GLPK is asked, where it never helps, always does, or does once. */
static void glpk_is_asked_more_seldom_while_it_brings_nothing(void **state)
{
    (void)state;
    const int32_t never[] = {3, 11, 27, 43, 46}, once[] = {3, 11, 15, 23, 39, 46};
    int32_t asked = 0, helped_once = 0, each = 0;
    khs_cadence a = khs_cadence_begin(), b = a, c = a;
    for (int32_t round = 0; round < 48; round++) {
        if (khs_cadence_is_due(&a, round, 48)) {
            CHECK_EQ(round, never[asked++]);
            khs_cadence_note(&a, round, false);
        }
        if (khs_cadence_is_due(&b, round, 48)) {
            CHECK_EQ(round, once[helped_once++]);
            khs_cadence_note(&b, round, round == 11);
        }
        if (khs_cadence_is_due(&c, round, 48)) {
            CHECK(round % 4 == 3 || round == 46);
            khs_cadence_note(&c, round, true);
            each++;
        }
    }
    CHECK_EQ(asked, 5);
    CHECK_EQ(helped_once, 6);
    CHECK_EQ(each, 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spots_are_the_cheapest),
        cmocka_unit_test(children_hold),
        cmocka_unit_test(guided_plans_hold),
        cmocka_unit_test(elites_are_the_best_of_their_valleys),
        cmocka_unit_test(glpk_is_asked_more_seldom_while_it_brings_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
