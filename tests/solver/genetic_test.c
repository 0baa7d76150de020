/* The genetic search on random plans, with and without windows, limits on duty and several depots,
 * against recomputing: whatever a
 * move, SWAP* or a crossover leaves on the lanes must cost what its routes cost from scratch, hold
 * every visit once, and be told in every cached figure as a fresh load tells it; a local optimum
 * must be one. */
#include "genetic/assembly.h"
#include "genetic/birth.h"
#include "genetic/homes.h"
#include "genetic/population.h"
#include "genetic/towards.h"
#include "test.h"

#include <math.h>
#include <string.h>

enum { SETS = 120, MOST = 40, LANES = 12, DEPOTS = 3, HORIZON = 1000, ROWS = MOST + DEPOTS };

typedef struct bed {
    khs_grid g;
    int32_t d[ROWS * ROWS], load[ROWS], near_of[(MOST + 1) * MOST];
    int32_t first_lane[DEPOTS + 1], depot_of[LANES], home[LANES], duty[LANES];
    int32_t depots_of[(MOST + 1) * DEPOTS];
    khs_warped own[ROWS];
    uint64_t random;
    khs_rng rng;
} bed;

static void make_lanes(bed *b, bool limited)
{
    khs_grid *g = &b->g;
    for (int32_t k = 0; k < g->depots; k++) {
        b->first_lane[k] = g->fleet * k / g->depots;
        for (int32_t r = b->first_lane[k]; r < g->fleet * (k + 1) / g->depots; r++) {
            b->depot_of[r] = k;
            b->home[r] = k ? g->n + k : 0;
            b->duty[r] = limited ? 250 + 50 * k : KHS_FAR;
        }
    }
    b->first_lane[g->depots] = g->fleet;
    g->first_lane = b->first_lane;
    g->depot_of = b->depot_of;
    g->home = b->home;
    g->duty = b->duty;
    for (int32_t v = 0; v <= g->n; v++)
        for (int32_t k = 0; k < g->depots; k++) b->depots_of[v * g->depots + k] = k;
    g->depots_of = b->depots_of;
}

/* Every visit is a neighbour of every other, so that no improvement is out of reach. */
static void make_grid(bed *b, int32_t set)
{
    int32_t x[ROWS], y[ROWS];
    b->random = 77 + (uint64_t)set;
    b->rng = khs_rng_make((uint64_t)set, 5);
    const int32_t n = test_between(&b->random, 8, MOST), depots = set % 6 < 2 ? 1 : 1 + set / 2 % 3,
                  rows = n + depots;
    const bool windows = set % 2;
    for (int32_t v = 0; v < rows; v++) {
        const bool visit = v >= 1 && v <= n;
        x[v] = test_between(&b->random, 0, 100);
        y[v] = test_between(&b->random, 0, 100);
        b->load[v] = visit ? test_between(&b->random, 1, 9) : 0;
        const int32_t open = windows ? test_between(&b->random, 0, visit ? HORIZON / 2 : 100) : 0,
                      close = !windows ? KHS_FAR
                              : visit  ? open + test_between(&b->random, 10, 300)
                                       : HORIZON - test_between(&b->random, 0, 100);
        b->own[v] = (khs_warped){visit && windows ? 10 : 0, 0, open, close};
    }
    b->g = (khs_grid){.n = n,
                      .depots = depots,
                      .stride = rows,
                      .d = b->d,
                      .t = b->d,
                      .load = b->load,
                      .capacity = 30,
                      .own = b->own,
                      .windows = windows,
                      .near = n - 1,
                      .near_of = b->near_of,
                      .fleet = LANES,
                      .price = 1,
                      .fixed = set % 3 ? 0 : 50};
    make_lanes(b, windows && set % 4 == 3);
    for (int32_t v = 0; v < rows; v++) {
        int32_t count = 0;
        for (int32_t w = 0; w < rows; w++) {
            b->d[v * rows + w] = (int32_t)hypot(x[v] - x[w], y[v] - y[w]);
            if (v >= 1 && v <= n && w >= 1 && w <= n && w != v)
                b->near_of[v * (n - 1) + count++] = w;
        }
    }
}

static void random_genome(bed *b, khs_genome *genome)
{
    khs_crosser c;
    CHECK(khs_crosser_init(&b->g, &b->rng, &c));
    khs_cross_random(&c, 100, 100, genome);
    khs_crosser_free(&c);
    khs_genome_price(&b->g, genome);
    khs_genome_link(&b->g, genome);
}

static int64_t cost_of(const khs_lanes *l, const khs_genome *genome)
{
    int64_t cost = 0;
    for (int32_t r = 0; r < l->g->fleet; r++) {
        const int32_t home = l->g->home[r];
        int32_t load = 0, last = home;
        int64_t length = l->g->fixed;
        khs_warped all = l->g->own[home];
        for (int32_t i = genome->start[r]; i < genome->start[r + 1]; i++) {
            const int32_t v = genome->visit[i];
            load += l->g->load[v];
            length += khs_d(l->g, last, v);
            all = khs_warped_join(all, l->g->own[v], khs_t(l->g, last, v));
            last = v;
        }
        if (last == home) continue;
        length += khs_d(l->g, last, home);
        all = khs_warped_join(all, l->g->own[home], khs_t(l->g, last, home));
        cost += length * KHS_SCALE + khs_fine(l, load, khs_missed(l->g, r, all));
    }
    return cost;
}

static void same_times(khs_warped a, khs_warped b)
{
    CHECK(a.duration == b.duration && a.warp == b.warp && a.earliest == b.earliest &&
          a.latest == b.latest);
}

/* Every cached figure equals that of a fresh load. Returns the cost. */
static int64_t hold(const khs_lanes *l)
{
    const khs_grid *g = l->g;
    khs_genome genome;
    khs_lanes fresh;
    bool seen[MOST + 1] = {false};
    CHECK(khs_genome_init(g, &genome) && khs_lanes_init(g, &fresh));
    khs_lanes_store(l, &genome);
    for (int32_t i = 0; i < g->n; i++) {
        CHECK(!seen[genome.visit[i]]);
        seen[genome.visit[i]] = true;
    }
    fresh.load_price = l->load_price;
    fresh.warp_price = l->warp_price;
    khs_lanes_load(&fresh, &genome);
    for (int32_t v = 1; v <= g->n; v++) {
        const khs_node *a = &l->node[v], *b = &fresh.node[v];
        CHECK(a->next == b->next && a->prev == b->prev && a->route == b->route && a->at == b->at);
        CHECK(a->load == b->load && a->way == b->way && a->gain == b->gain);
        if (!g->windows) continue;
        same_times(l->times[v].before, fresh.times[v].before);
        same_times(l->times[v].after, fresh.times[v].after);
    }
    for (int32_t r = 0; r < g->fleet; r++) {
        const khs_lane *a = &l->lane[r], *b = &fresh.lane[r];
        CHECK(a->length == b->length && a->penalty == b->penalty && a->load == b->load);
        CHECK(a->count == b->count && a->warp == b->warp);
        CHECK((a->empty_at >= 0) == !a->count && (!a->count || b->empty_at < 0));
    }
    const int64_t cost = cost_of(l, &genome);
    CHECK_EQ(khs_lanes_cost(l), cost);
    khs_lanes_free(&fresh);
    khs_genome_free(&genome);
    return cost;
}

static void load_random(bed *b, khs_lanes *l)
{
    khs_genome genome;
    CHECK(khs_genome_init(&b->g, &genome));
    random_genome(b, &genome);
    l->load_price = (int64_t)test_between(&b->random, 1, 200) * KHS_SCALE * KHS_FINENESS / 4;
    l->warp_price = (int64_t)test_between(&b->random, 1, 20) * KHS_SCALE * KHS_FINENESS / 4;
    khs_lanes_load(l, &genome);
    khs_genome_free(&genome);
}

static void test_moves(void **state)
{
    (void)state;
    static bed b;
    int32_t made = 0;
    for (int32_t set = 0; set < SETS; set++) {
        make_grid(&b, set);
        khs_lanes l;
        CHECK(khs_lanes_init(&b.g, &l));
        load_random(&b, &l);
        int64_t cost = hold(&l);
        for (int32_t i = 0; i < 400; i++) {
            const int32_t u = test_between(&b.random, 1, b.g.n),
                          v = test_between(&b.random, 1, b.g.n + LANES);
            if (u == v) continue;
            const khs_base base = khs_base_of(&l, u);
            const bool moved = khs_move_towards(&l, &base, v);
            const int64_t after = hold(&l);
            CHECK(moved ? after < cost : after == cost);
            cost = after;
            made += moved;
        }
        khs_lanes_free(&l);
    }
    CHECK(made > 10 * SETS);
}

/* The cheapest exchange of a visit of lane a and one of lane b, each to its best place. */
static int64_t best_exchange(const khs_lanes *l, int32_t a, int32_t b)
{
    khs_genome genome;
    int64_t best = INT64_MAX;
    CHECK(khs_genome_init(l->g, &genome));
    khs_lanes_store(l, &genome);
    const int32_t lanes[2] = {a, b};
    int32_t rest[2][MOST + 1], visits[2][MOST + 1], counts[2];
    for (int32_t k = 0; k < 2; k++) counts[k] = genome.start[lanes[k] + 1] - genome.start[lanes[k]];
    for (int32_t i = 0; i < counts[0]; i++) {
        for (int32_t j = 0; j < counts[1]; j++) {
            const int32_t gone[2] = {i, j};
            int64_t sum = 0;
            for (int32_t k = 0; k < 2; k++) {
                const int32_t home = l->g->home[lanes[k]];
                const int32_t *from = genome.visit + genome.start[lanes[k]];
                const int32_t in = genome.visit[genome.start[lanes[1 - k]] + gone[1 - k]];
                int32_t count = 0;
                for (int32_t x = 0; x < counts[k]; x++)
                    if (x != gone[k]) rest[k][count++] = from[x];
                int64_t cheapest = INT64_MAX;
                for (int32_t at = 0; at <= count; at++) {
                    int32_t load = 0, last = home;
                    int64_t length = 0;
                    khs_warped all = l->g->own[home];
                    memcpy(visits[k], rest[k], sizeof(int32_t) * (size_t)at);
                    visits[k][at] = in;
                    memcpy(visits[k] + at + 1, rest[k] + at,
                           sizeof(int32_t) * (size_t)(count - at));
                    for (int32_t x = 0; x <= count; x++) {
                        const int32_t v = visits[k][x];
                        load += l->g->load[v];
                        length += khs_d(l->g, last, v);
                        all = khs_warped_join(all, l->g->own[v], khs_t(l->g, last, v));
                        last = v;
                    }
                    length += khs_d(l->g, last, home);
                    all = khs_warped_join(all, l->g->own[home], khs_t(l->g, last, home));
                    const int64_t cost =
                        length * KHS_SCALE + khs_fine(l, load, khs_missed(l->g, lanes[k], all));
                    if (cost < cheapest) cheapest = cost;
                }
                sum += cheapest;
            }
            if (sum < best) best = sum;
        }
    }
    khs_genome_free(&genome);
    if (best == INT64_MAX) return 0;
    return best - (l->lane[a].length + l->lane[b].length) * KHS_SCALE - l->lane[a].penalty -
           l->lane[b].penalty;
}

static void test_swap_star(void **state)
{
    (void)state;
    static bed b;
    int32_t made = 0, none = 0;
    for (int32_t set = 0; set < SETS; set++) {
        make_grid(&b, set);
        khs_lanes l;
        khs_star_places places;
        CHECK(khs_lanes_init(&b.g, &l) && khs_star_places_init(&b.g, &places));
        load_random(&b, &l);
        int64_t cost = hold(&l);
        for (int32_t i = 0; i < 60; i++) {
            const int32_t one = test_between(&b.random, 0, LANES - 1),
                          two = test_between(&b.random, 0, LANES - 1);
            if (one == two || !l.lane[one].count || !l.lane[two].count) continue;
            const int64_t best = best_exchange(&l, one, two);
            const bool moved = khs_swap_star(&l, &places, one, two);
            const int64_t after = hold(&l);
            CHECK(moved ? after < cost : after == cost);
            if (!b.g.windows)
                CHECK(moved || best >= 0); /* with windows the places are chosen by
                                              the lane as it was */
            if (!b.g.windows && moved) CHECK(after - cost <= best);
            cost = after;
            made += moved;
            none += !moved;
        }
        khs_star_places_free(&places);
        khs_lanes_free(&l);
    }
    CHECK(made > SETS && none > SETS);
}

/* A whole route moves to the depot where the plan costs least, or stays. */
static void test_homes(void **state)
{
    (void)state;
    static bed b;
    int32_t made = 0;
    for (int32_t set = 0; set < SETS; set++) {
        make_grid(&b, set);
        khs_lanes l, other;
        khs_genome genome;
        CHECK(khs_lanes_init(&b.g, &l) && khs_lanes_init(&b.g, &other));
        CHECK(khs_genome_init(&b.g, &genome));
        load_random(&b, &l);
        for (int32_t i = 0; i < 20; i++) { /* off to any depot */
            const int32_t from = test_between(&b.random, 0, LANES - 1),
                          to = test_between(&b.random, 0, LANES - 1);
            if (!l.lane[from].count || l.lane[to].count) continue;
            int32_t list[MOST];
            const int32_t count = khs_lane_list(&l, from, list);
            khs_lane_lay(&l, from, NULL, 0);
            khs_lane_lay(&l, to, list, count);
        }
        other.load_price = l.load_price;
        other.warp_price = l.warp_price;
        for (int32_t r = 0; r < LANES; r++) {
            if (!l.lane[r].count) continue;
            int64_t best = hold(&l);
            khs_lanes_store(&l, &genome);
            for (int32_t to = 0; to < LANES; to++) {
                if (l.lane[to].count) continue;
                khs_lanes_load(&other, &genome);
                int32_t list[MOST];
                const int32_t count = khs_lane_list(&other, r, list);
                khs_lane_lay(&other, r, NULL, 0);
                khs_lane_lay(&other, to, list, count);
                if (khs_lanes_cost(&other) < best) best = khs_lanes_cost(&other);
            }
            made += khs_rehome(&l, r) >= 0;
            CHECK_EQ(hold(&l), best);
        }
        khs_genome_free(&genome);
        khs_lanes_free(&l);
        khs_lanes_free(&other);
    }
    CHECK(made > SETS / 2);
}

/* Nothing improves by moving one visit elsewhere. */
static void hold_optimum(const khs_lanes *l)
{
    khs_genome genome;
    khs_lanes other;
    CHECK(khs_genome_init(l->g, &genome) && khs_lanes_init(l->g, &other));
    khs_lanes_store(l, &genome);
    const int64_t cost = khs_lanes_cost(l);
    other.load_price = l->load_price;
    other.warp_price = l->warp_price;
    for (int32_t u = 1; u <= l->g->n; u++) {
        for (int32_t v = 1; v <= l->g->n + l->g->fleet; v++) {
            if (v == u) continue;
            khs_lanes_load(&other, &genome);
            const int32_t home = other.node[u].route, lane = other.node[v].route;
            khs_link(&other, other.node[u].prev, other.node[u].next);
            khs_link(&other, u, other.node[v].next);
            khs_link(&other, v, u);
            khs_lane_update(&other, home);
            khs_lane_update(&other, lane);
            CHECK(khs_lanes_cost(&other) >= cost);
        }
    }
    khs_lanes_free(&other);
    khs_genome_free(&genome);
}

static void test_education(void **state)
{
    (void)state;
    static bed b;
    for (int32_t set = 0; set < SETS; set++) {
        make_grid(&b, set);
        khs_educator e;
        khs_genome genome;
        CHECK(khs_educator_init(&b.g, &b.rng, &e) && khs_genome_init(&b.g, &genome));
        random_genome(&b, &genome);
        e.lanes.load_price = 20 * KHS_SCALE * KHS_FINENESS;
        e.lanes.warp_price = 2 * KHS_SCALE * KHS_FINENESS;
        khs_educate(&e, &genome);
        CHECK(hold(&e.lanes) == cost_of(&e.lanes, &genome));
        hold_optimum(&e.lanes);
        khs_genome_free(&genome);
        khs_educator_free(&e);
    }
}

/* ---- edge assembly ---- */

static bool has_leg(const khs_grid *g, const khs_genome *genome, int32_t a, int32_t b)
{
    if (khs_is_depot_row(g, a)) return genome->next[b] == a || genome->prev[b] == a;
    return genome->next[a] == b || genome->prev[a] == b;
}

/* Legs of the plan on the lanes that neither parent has. */
static int32_t foreign_legs(const khs_lanes *l, const khs_genome *a, const khs_genome *b)
{
    int32_t count = 0;
    for (int32_t r = 0; r < l->g->fleet; r++) {
        int32_t v = khs_lane_start(l, r);
        for (; v != khs_lane_end(l, r); v = l->node[v].next) {
            const int32_t x = khs_id(l, v), y = khs_id(l, l->node[v].next);
            if (x != y) count += !has_leg(l->g, a, x, y) && !has_leg(l->g, b, x, y);
        }
    }
    return count;
}

static void test_assembly(void **state)
{
    (void)state;
    static bed b;
    int32_t cycles = 0, pure = 0;
    for (int32_t set = 0; set < 4 * SETS; set++) {
        make_grid(&b, set);
        const khs_grid *g = &b.g;
        khs_assembler x;
        khs_genome one, two;
        khs_educator e;
        CHECK(khs_assembler_init(g, &x) && khs_educator_init(g, &b.rng, &e));
        CHECK(khs_genome_init(g, &one) && khs_genome_init(g, &two));
        e.lanes.load_price = 20 * KHS_SCALE * KHS_FINENESS;
        e.lanes.warp_price = 2 * KHS_SCALE * KHS_FINENESS;
        random_genome(&b, &one);
        random_genome(&b, &two);
        if (set % 4 < 2) {
            khs_educate(&e, &one);
            khs_educate(&e, &two);
            khs_genome_link(g, &one);
            khs_genome_link(g, &two);
        }
        khs_assembly_begin(&x, &b.rng, &one, &two);
        int32_t all[4 * MOST];
        for (int32_t c = 0; c < x.cycles; c++) {
            khs_lanes_load(&e.lanes, &one);
            khs_assembly_apply(&x, &e.lanes, &c, 1);
            hold(&e.lanes);
            pure += !foreign_legs(&e.lanes, &one, &two);
            all[c] = c;
            cycles++;
        }
        if (x.cycles) {
            khs_lanes_load(&e.lanes, &one);
            khs_assembly_apply(&x, &e.lanes, all, x.cycles);
            hold(&e.lanes);
            CHECK(!foreign_legs(&e.lanes, &two, &two)); /* all cycles: the other parent */
        }
        khs_educator_free(&e);
        khs_assembler_free(&x);
        khs_genome_free(&one);
        khs_genome_free(&two);
    }
    CHECK(cycles > 4 * SETS && pure > cycles / 4);
}

static void test_births(void **state)
{
    (void)state;
    static bed b;
    for (int32_t set = 0; set < SETS; set++) {
        make_grid(&b, set);
        const khs_grid *g = &b.g;
        khs_midwife m;
        khs_birth first, again;
        khs_genome parent[2];
        CHECK(khs_midwife_init(g, &m) && khs_birth_init(g, &first) && khs_birth_init(g, &again));
        for (int32_t k = 0; k < 2; k++) {
            CHECK(khs_genome_init(g, &parent[k]));
            random_genome(&b, &parent[k]);
        }
        for (int32_t c = KHS_CROSS_RANDOM; c <= KHS_CROSS_LEGS; c++) {
            first.crossover = again.crossover = (khs_crossover)c;
            first.a = again.a = &parent[0];
            first.b = again.b = &parent[1];
            first.seed = again.seed = (uint64_t)set;
            const int64_t load_price = 20 * KHS_SCALE * KHS_FINENESS,
                          warp_price = 2 * KHS_SCALE * KHS_FINENESS;
            khs_birth_give(&m, load_price, warp_price, &first);
            CHECK(first.given && first.child.start[g->fleet] == g->n);
            khs_birth_give(&m, load_price, warp_price, &again); /* the same whatever came before */
            CHECK(first.mended == again.mended && first.child.length == again.child.length);
            CHECK(!memcmp(first.child.visit, again.child.visit, sizeof(int32_t) * (size_t)g->n));
            CHECK(!first.mended || khs_genome_feasible(&first.heir));
        }
        for (int32_t k = 0; k < 2; k++) khs_genome_free(&parent[k]);
        khs_birth_free(&first);
        khs_birth_free(&again);
        khs_midwife_free(&m);
    }
}

/* The best feasible plan outlives every selection. */
static void test_population(void **state)
{
    (void)state;
    static bed b;
    make_grid(&b, 8);
    khs_population *x = khs_population_new(&b.g);
    khs_genome genome;
    CHECK(x && khs_genome_init(&b.g, &genome));
    khs_population_keep(x, 0);
    int64_t best = INT64_MAX;
    for (int32_t i = 0; i < 500; i++) {
        random_genome(&b, &genome);
        genome.overload = genome.warp = i % 2;
        if (khs_genome_feasible(&genome) && genome.length < best) best = genome.length;
        CHECK(khs_population_admit(x, &genome));
    }
    CHECK(khs_population_count(x) < 2 * (2 * KHS_KEPT_LEAST + 20));
    int64_t found = INT64_MAX;
    for (int32_t i = 0; i < 5000; i++) {
        const khs_genome *parent = khs_population_draw(x, &b.rng);
        if (khs_genome_feasible(parent) && parent->length < found) found = parent->length;
    }
    CHECK(found == best);
    khs_genome_free(&genome);
    khs_population_free(x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moves),     cmocka_unit_test(test_homes),
        cmocka_unit_test(test_swap_star), cmocka_unit_test(test_education),
        cmocka_unit_test(test_assembly),  cmocka_unit_test(test_births),
        cmocka_unit_test(test_population)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
