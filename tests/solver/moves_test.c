/* Every neighbourhood against recomputing: on random order sets with every key, every variant of
 * every move on every pair of visits must be priced as its routes are from scratch, nothing that
 * improves may be ruled out, and what is made must change the total by what was promised. */
#include "../engine/random_set.h"
#include "compile.h"
#include "local.h"
#include "recreate.h"
#include "ruin.h"
#include "test.h"

enum { SETS = 320, ROUNDS = 12, LARGE_ROUNDS = 4, PAIRS = 1500, MOST_VISITS = 1000 };

/* How often each move was laid out, held, and would have improved. */
typedef struct tally {
    int64_t laid[KHS_MOVES + 1], held[KHS_MOVES + 1], better[KHS_MOVES + 1];
} tally;

typedef struct bed {
    khs_scene scene;
    khs_solution s;
    khs_ruin ruin;
    khs_local local;
    khs_rng rng;
    tally *tally;
} bed;

/* Some other plan, not a local optimum. */
static void shake(bed *b)
{
    khs_solution *s = &b->s;
    const khs_search_style style = {
        .rng = &b->rng, .blink = 20000, .new_tours = true, .generous = 1};
    khs_step_begin(s);
    CHECK(khs_ruin_strings(s, &b->ruin, &b->rng));
    for (int32_t i = 0; i < b->ruin.removed_count; i++)
        CHECK(khs_place_order(s, b->ruin.removed[i], &style));
    if (s->scene->all_or_none && !khs_even_out(s, b->ruin.removed, b->ruin.removed_count)) {
        khs_step_rollback(s);
    } else {
        khs_step_commit(s);
    }
}

/* The change made for real and taken back: by how much the total moves. */
static int64_t made(bed *b, const khs_change *change, bool *done)
{
    khs_solution *s = &b->s;
    const int64_t before = khs_solution_total(s);
    *done = khs_change_make(&b->local.pricer, s, change);
    khs_solution_check(s);
    return khs_solution_total(s) - before;
}

/* Whether the fast level must be exact for the routes of a change if they hold. */
static bool is_simple(bed *b, const khs_change *change)
{
    static int32_t visits[MOST_VISITS];
    for (int32_t i = 0; i < change->courses; i++) {
        const khs_course *course = &change->course[i];
        const int32_t count = khs_course_visits(&b->s, course, visits);
        if (!khs_route_is_simple(b->s.p, &b->s.p->resource[course->resource], visits, count))
            return false;
    }
    return true;
}

/* A change that was laid out: bound, price and what happens agree. Returns the price. */
static int64_t hold(bed *b, const khs_change *change, int32_t move)
{
    khs_pricer *pricer = &b->local.pricer;
    const int64_t bound = khs_change_bound(pricer, &b->s, change),
                  price = khs_change_price(pricer, &b->s, change);
    b->tally->laid[move]++;
    if (price == INT64_MAX) {
        CHECK(!pricer->exact || bound == INT64_MAX);
        return price;
    }
    CHECK(bound <= price);
    CHECK(!is_simple(b, change) || bound + b->s.extra_cost == price);
    CHECK(!pricer->exact || bound == price);
    b->tally->held[move]++;
    b->tally->better[move] += price < 0;
    return price;
}

static void hold_variant(bed *b, int32_t move, int32_t variant, int32_t u, int32_t v)
{
    khs_solution *s = &b->s;
    const khs_move *m = khs_move_list[move];
    khs_pair c;
    CHECK(khs_pair_of(&b->local.pricer, s, u, v, &c));
    const double added = m->added(&c, variant);
    if (added > 1e300) return;
    khs_change change = {.enters = -1, .leaves = -1};
    m->lay(&c, variant, &change);
    const int64_t price = hold(b, &change, move);
    if (price == INT64_MAX) return;
    CHECK(added - c.most <= (double)price);
    if (price >= s->extra_cost || khs_rng_below(&b->rng, 8)) return;
    bool done;
    const int64_t bound = khs_change_bound(&b->local.pricer, s, &change),
                  moved = made(b, &change, &done);
    CHECK(!done || moved >= bound);
    CHECK(!done || s->p->has_extra_visits || moved == price);
    CHECK(done || s->p->has_extra_visits || s->p->has_carriers || s->p->vehicles_first);
}

static void hold_moves(bed *b, int32_t first, int32_t last, int32_t u, int32_t v)
{
    const khs_problem *p = b->s.p;
    for (int32_t move = first; move < last; move++) {
        const khs_move *m = khs_move_list[move];
        const int32_t variants = m->variants * (m->each_resource ? p->resources : 1);
        for (int32_t k = 0; m->supports(p) && k < variants; k++)
            if (b->s.tour_of[u] >= 0 && (b->s.tour_of[v] >= 0) == (move != KHS_PAIR_MOVES))
                hold_variant(b, move, k, u, v);
    }
}

static void hold_star(bed *b)
{
    khs_change change;
    for (int32_t i = 0; i < b->s.tours; i++) {
        for (int32_t k = 0; k < b->s.tours; k++) {
            if (i == k) continue;
            const int64_t delta =
                khs_star_best(b->local.star, &b->local.pricer, &b->s, i, k, &change);
            if (delta < 0) CHECK_EQ(hold(b, &change, KHS_MOVES), delta);
        }
    }
}

static void hold_all(bed *b)
{
    const int32_t n = b->s.p->visits;
    for (int32_t u = 1; u <= n; u++) {
        hold_moves(b, KHS_PAIR_MOVES + KHS_ENTER_MOVES, KHS_MOVES, u, u);
        for (int32_t v = 1; v <= n; v++)
            if (u != v) hold_moves(b, 0, KHS_PAIR_MOVES + KHS_ENTER_MOVES, u, v);
    }
    hold_star(b);
}

/* The search as a whole: never worse, and nothing is left that a single try improves. */
static void run(bed *b)
{
    khs_solution *s = &b->s;
    const int64_t before = khs_solution_total(s);
    CHECK(khs_local_run(&b->local, s, NULL, NULL));
    CHECK(khs_solution_total(s) <= before);
    khs_solution_check(s);
}

static void open_bed(bed *b, const khs_problem *p, uint64_t seed, tally *count)
{
    *b = (bed){.rng = khs_rng_make(seed, 1), .tally = count};
    CHECK(khs_scene_build(p, 1, &b->scene));
    CHECK(khs_solution_init(&b->scene, &b->s) && khs_ruin_init(p, &b->ruin) &&
          khs_local_init(&b->s, &b->local));
}

static void close_bed(bed *b)
{
    khs_local_free(&b->local);
    khs_ruin_free(&b->ruin);
    khs_solution_free(&b->s);
    khs_scene_free(&b->scene);
}

static void try_small(const khs_problem *p, uint64_t seed, tally *count)
{
    static bed b;
    open_bed(&b, p, seed, count);
    for (int32_t round = 0; p->resources && round < ROUNDS; round++) {
        shake(&b);
        hold_all(&b);
        if (round % 4 == 3) run(&b);
    }
    close_bed(&b);
}

/* Some visits with their nearest, on tours that are long. */
static void try_large(const khs_problem *p, uint64_t seed, tally *count)
{
    static bed b;
    open_bed(&b, p, seed, count);
    for (int32_t round = 0; round < LARGE_ROUNDS; round++) {
        while (round == 0 && b.s.absent_count > p->orders / 10) shake(&b);
        for (int32_t k = 0; k < PAIRS; k++) {
            const int32_t u = khs_rng_between(&b.rng, 1, p->visits);
            const int32_t *near = b.scene.near + (int64_t)u * b.scene.near_count;
            hold_moves(&b, KHS_PAIR_MOVES + KHS_ENTER_MOVES, KHS_MOVES, u, u);
            hold_moves(&b, 0, KHS_PAIR_MOVES + KHS_ENTER_MOVES, u, near[khs_rng_below(&b.rng, 40)]);
        }
        hold_star(&b);
        run(&b);
        for (int32_t k = 0; k < 5; k++) shake(&b);
    }
    close_bed(&b);
}

static void with_problem(const char *text, size_t size, uint64_t seed, tally *count,
                         void (*try)(const khs_problem *, uint64_t, tally *))
{
    kh_order_set *set = NULL;
    khe_compiled *compiled = NULL;
    CHECK_EQ(kh_order_set_parse(text, size, NULL, &set, NULL), KH_OK);
    CHECK_EQ(khe_compile(set, NULL, &compiled), KH_OK);
    try(&compiled->problem, seed, count);
    khe_compiled_free(compiled);
    kh_order_set_free(set);
}

static void prices_are_what_routes_cost(void **state)
{
    (void)state;
    static random_set g;
    tally count = {.laid = {0}};
    for (uint64_t seed = 1; seed <= SETS; seed++) {
        make_random_set(&g, seed);
        with_problem(g.text, g.size, seed, &count, try_small);
    }
    for (int32_t move = 0; move <= KHS_MOVES; move++) {
        CHECK(count.held[move] > 20);
        CHECK(count.better[move] > 0);
    }
}

static void so_they_are_on_long_tours(void **state)
{
    (void)state;
    static const char *const names[] = {"small-60", "five-accounts-164"};
    static char text[1 << 20];
    tally count = {.laid = {0}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[512];
        snprintf(path, sizeof path, KEYHAUL_SOURCE "/instances/daily/%s.json", names[i]);
        FILE *file = fopen(path, "rb");
        CHECK(file != NULL);
        const size_t size = fread(text, 1, sizeof text, file);
        CHECK(fclose(file) == 0 && size < sizeof text);
        with_problem(text, size, i + 1, &count, try_large);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(prices_are_what_routes_cost),
                                       cmocka_unit_test(so_they_are_on_long_tours)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
