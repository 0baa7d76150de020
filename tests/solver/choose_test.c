/* khs_choose against enumeration of all sets of columns, on random small pools with every coupling:
 * vehicles, tiers, prices of absence, bonds, extra visits, vehicles first, subsets. */
#include "choose.h"
#include "test.h"

enum { ORDERS = 7, RESOURCES = 3, PLACES = 5, DAYS = 2, COLUMNS = 16, LONGEST = 8 };

typedef struct world {
    khs_problem problem;
    khs_resource resource[RESOURCES];
    khs_order order[ORDERS];
    khs_bond bond[2];
    int32_t bonded[2][3];
    uint8_t kind[1 + 2 * ORDERS];
    int32_t order_of[1 + 2 * ORDERS], partner[1 + 2 * ORDERS], place[1 + 2 * ORDERS];
    int64_t extra[PLACES];
    khs_column column[COLUMNS];
    int32_t visits[COLUMNS][2 * LONGEST];
    int32_t columns;
} world;

static void make_bonds(world *w, uint64_t *seed)
{
    int32_t next = 0;
    w->problem.bonds = test_between(seed, 0, 2);
    for (int32_t b = 0; b < w->problem.bonds; b++) {
        const int32_t count = test_between(seed, 2, 3);
        for (int32_t k = 0; k < count; k++) {
            w->bonded[b][k] = next;
            w->order[next].bond = b;
            next++;
        }
        w->bond[b] = (khs_bond){(khs_bond_mode)test_between(seed, 0, 2), w->bonded[b], count};
    }
}

static void make_orders(world *w, uint64_t *seed)
{
    int32_t visit = 1;
    const bool priced = test_between(seed, 0, 1);
    for (int32_t o = 0; o < ORDERS; o++) {
        khs_order *order = &w->order[o];
        *order = (khs_order){.visit = visit, .tier = test_between(seed, 1, 3), .bond = -1};
        order->price_out = priced && test_between(seed, 0, 1) ? test_between(seed, 0, 900) : -1;
        if (test_between(seed, 0, 4) == 0) order->partner = visit + 1;
        w->kind[visit] = order->partner ? KHS_SHIP_FROM : KHS_DELIVERY;
        if (order->partner) w->kind[visit + 1] = KHS_SHIP_TO;
        for (int32_t v = visit; v <= visit + (order->partner != 0); v++) {
            w->order_of[v] = o;
            w->place[v] = test_between(seed, 0, PLACES - 1);
        }
        visit += order->partner ? 2 : 1;
    }
    w->problem.visits = visit - 1;
}

static void make_column(world *w, uint64_t *seed)
{
    bool used[ORDERS] = {false};
    int32_t count = 0;
    int32_t *visits = w->visits[w->columns];
    for (int32_t n = test_between(seed, 1, 4); n > 0; n--) {
        const int32_t o = test_between(seed, 0, ORDERS - 1);
        if (used[o]) continue;
        used[o] = true;
        visits[count++] = w->order[o].visit;
        if (w->order[o].partner) visits[count++] = w->order[o].partner;
    }
    w->column[w->columns++] = (khs_column){test_between(seed, 0, RESOURCES - 1), count, visits,
                                           test_between(seed, 50, 1000) * (int64_t)10001};
}

static void make_world(world *w, uint64_t *seed)
{
    memset(w, 0, sizeof *w);
    w->problem = (khs_problem){.orders = ORDERS,
                               .places = PLACES,
                               .resources = RESOURCES,
                               .days = DAYS,
                               .owned = 17,
                               .vehicles_first = test_between(seed, 0, 3) == 0};
    for (int32_t k = 0; k < RESOURCES; k++)
        w->resource[k] =
            (khs_resource){.count = test_between(seed, 1, 2), .day = test_between(seed, 0, 1)};
    for (int32_t i = 0; i < PLACES; i++)
        w->extra[i] = test_between(seed, 0, 1) ? test_between(seed, 1, 400) * (int64_t)9999 : 0;
    make_orders(w, seed);
    make_bonds(w, seed);
    for (int32_t o = 0; o < ORDERS; o++)
        if (w->order[o].price_out > 0) w->order[o].price_out *= 10007;
    w->problem.resource = w->resource;
    w->problem.order = w->order;
    w->problem.bond = w->bond;
    w->problem.kind = w->kind;
    w->problem.order_of = w->order_of;
    w->problem.partner = w->partner;
    w->problem.place = w->place;
    w->problem.extra_visit_price = w->extra;
    for (int32_t j = test_between(seed, 6, COLUMNS); j > 0; j--) make_column(w, seed);
}

/* ---- The slow and obvious way --------------------------------------------------------------- */

typedef struct search {
    const world *w;
    bool chosen[COLUMNS], best_chosen[COLUMNS];
    int32_t route_of[ORDERS]; /* -1: absent */
    khs_value best;
    bool found;
    const bool *allowed;       /* [COLUMNS] or NULL */
    const bool *forced;        /* [COLUMNS] or NULL */
    const bool *absent_forced; /* [ORDERS] or NULL */
    uint64_t *pick;            /* not NULL: takes a random plan instead of the best */
} search;

static bool one_stop(const world *w, const khs_bond *bond, const khs_column *c)
{
    char row[2 * LONGEST + 1] = {0};
    for (int32_t i = 0; i < c->count; i++) {
        row[i] = '.';
        for (int32_t k = 0; k < bond->count; k++) {
            const khs_order *o = &w->order[bond->orders[k]];
            if (c->visits[i] == (o->partner ? o->partner : o->visit)) row[i] = 'x';
        }
    }
    const char *first = strchr(row, 'x'), *last = strrchr(row, 'x');
    const int32_t place = w->place[c->visits[first - row]];
    for (const char *at = first; at <= last; at++)
        if (w->place[c->visits[at - row]] != place) return false;
    return true;
}

static bool bonds_hold(const search *s)
{
    for (int32_t b = 0; b < s->w->problem.bonds; b++) {
        const khs_bond *bond = &s->w->bond[b];
        const int32_t first = s->route_of[bond->orders[0]];
        for (int32_t k = 1; k < bond->count; k++) {
            const int32_t other = s->route_of[bond->orders[k]];
            if ((first < 0) != (other < 0)) return false;
            if (bond->mode != KHS_ALL_OR_NONE && first != other) return false;
        }
        if (bond->mode == KHS_SAME_STOP && first >= 0 &&
            !one_stop(s->w, bond, &s->w->column[first]))
            return false;
    }
    return true;
}

static int64_t extra_visits(const search *s)
{
    int64_t price = 0;
    for (int32_t place = 0; place < PLACES; place++)
        for (int32_t day = 0; day < DAYS; day++) {
            int32_t routes = 0;
            for (int32_t j = 0; j < s->w->columns; j++) {
                const khs_column *c = &s->w->column[j];
                bool goes = false;
                for (int32_t i = 0; i < c->count; i++) goes |= s->w->place[c->visits[i]] == place;
                routes += s->chosen[j] && goes && s->w->resource[c->resource].day == day;
            }
            if (routes > 1) price += (routes - 1) * s->w->extra[place];
        }
    return price;
}

static bool vehicles_suffice(const search *s)
{
    for (int32_t k = 0; k < RESOURCES; k++) {
        int32_t used = 0;
        for (int32_t j = 0; j < s->w->columns; j++)
            used += s->chosen[j] && s->w->column[j].resource == k;
        if (used > s->w->resource[k].count) return false;
    }
    return true;
}

static khs_value value_of(const search *s)
{
    khs_value v = {.cost = s->w->problem.owned + extra_visits(s)};
    for (int32_t o = 0; o < ORDERS; o++) {
        if (s->route_of[o] >= 0) continue;
        if (s->w->order[o].price_out < 0) {
            v.absent[s->w->order[o].tier - 1]++;
        } else {
            v.cost += s->w->order[o].price_out;
        }
    }
    for (int32_t j = 0; j < s->w->columns; j++) {
        if (s->chosen[j]) v.cost += s->w->column[j].cost;
        if (s->chosen[j] && s->w->problem.vehicles_first) v.routes++;
    }
    return v;
}

static void judge(search *s)
{
    if (!bonds_hold(s) || !vehicles_suffice(s)) return;
    for (int32_t o = 0; s->absent_forced && o < ORDERS; o++)
        if (s->absent_forced[o] && s->route_of[o] >= 0) return;
    const khs_value v = value_of(s);
    const bool take = s->pick ? test_between(s->pick, 0, 3) == 0 || !s->found
                              : !s->found || khs_value_compare(&v, &s->best) < 0;
    if (!take) return;
    s->found = true;
    s->best = v;
    memcpy(s->best_chosen, s->chosen, sizeof s->chosen);
}

static void enumerate(search *s, int32_t j)
{
    if (j == s->w->columns) {
        judge(s);
        return;
    }
    const khs_column *c = &s->w->column[j];
    if (!s->forced || !s->forced[j]) enumerate(s, j + 1);
    if (s->allowed && !s->allowed[j]) return;
    for (int32_t i = 0; i < c->count; i++)
        if (s->route_of[s->w->order_of[c->visits[i]]] >= 0) return;
    for (int32_t i = 0; i < c->count; i++) s->route_of[s->w->order_of[c->visits[i]]] = j;
    s->chosen[j] = true;
    enumerate(s, j + 1);
    s->chosen[j] = false;
    for (int32_t i = 0; i < c->count; i++) s->route_of[s->w->order_of[c->visits[i]]] = -1;
}

static void start_search(search *s, const world *w)
{
    memset(s, 0, sizeof *s);
    s->w = w;
    for (int32_t o = 0; o < ORDERS; o++) s->route_of[o] = -1;
}

/* ---- The comparison ------------------------------------------------------------------------- */

typedef struct incumbent {
    khs_route routes[COLUMNS];
    int32_t column[COLUMNS], count, absent[ORDERS], absent_count;
} incumbent;

static void make_incumbent(world *w, uint64_t *seed, incumbent *inc)
{
    search s;
    bool served[ORDERS] = {false};
    memset(inc, 0, sizeof *inc);
    start_search(&s, w);
    s.pick = seed;
    enumerate(&s, 0);
    for (int32_t j = 0; j < w->columns; j++) {
        if (!s.best_chosen[j]) continue;
        inc->column[inc->count] = j;
        inc->routes[inc->count++] =
            (khs_route){w->column[j].resource, w->column[j].count, w->visits[j], w->column[j].cost};
        for (int32_t i = 0; i < w->column[j].count; i++)
            served[w->order_of[w->visits[j][i]]] = true;
    }
    for (int32_t o = 0; o < ORDERS; o++)
        if (!served[o]) inc->absent[inc->absent_count++] = o;
}

static void check_same(const khs_value *a, const khs_value *b, int32_t n)
{
    if (khs_value_compare(a, b) != 0)
        fail_msg("case %d: chosen %d %d %d, %d routes, %" PRId64 "; best %d %d %d, %d, %" PRId64, n,
                 a->absent[0], a->absent[1], a->absent[2], a->routes, a->cost, b->absent[0],
                 b->absent[1], b->absent[2], b->routes, b->cost);
}

static khs_pool *make_pool(const world *w)
{
    khs_pool *pool = khs_pool_new(&w->problem, 100);
    CHECK(pool);
    for (int32_t j = 0; j < w->columns; j++)
        CHECK(khs_pool_add(pool, w->column[j].resource, w->visits[j], w->column[j].count,
                           w->column[j].cost));
    return pool;
}

static void equals_enumeration(void **state)
{
    (void)state;
    uint64_t seed = 11;
    int32_t better = 0, partial = 0;
    for (int32_t n = 0; n < 500; n++) {
        world w;
        incumbent inc;
        search s;
        khs_choice choice;
        make_world(&w, &seed);
        make_incumbent(&w, &seed, &inc);
        start_search(&s, &w);
        enumerate(&s, 0);
        khs_pool *pool = make_pool(&w);
        CHECK_EQ(khs_choose(&w.problem, pool, inc.routes, inc.count, inc.absent, inc.absent_count,
                            NULL, &(khs_choice_limits){0}, &choice),
                 KHS_OK);
        check_same(&choice.value, &s.best, n);
        CHECK(choice.proven);
        better += choice.better;
        partial += s.best.absent[0] + s.best.absent[1] + s.best.absent[2] > 0;
        khs_choice_free(&choice);
        khs_pool_free(pool);
    }
    CHECK(better > 100 && partial > 50 && partial < 450);
}

/* What may not change: routes with an order outside the subset, and absent orders outside. */
static void subset_equals_enumeration(void **state)
{
    (void)state;
    uint64_t seed = 5;
    int32_t better = 0;
    for (int32_t n = 0; n < 300; n++) {
        world w;
        incumbent inc;
        search s;
        khs_choice choice;
        uint8_t subset[ORDERS];
        bool allowed[COLUMNS], forced[COLUMNS] = {false}, out[ORDERS] = {false}, free_order[ORDERS];
        make_world(&w, &seed);
        make_incumbent(&w, &seed, &inc);
        for (int32_t o = 0; o < ORDERS; o++) {
            free_order[o] = test_between(&seed, 0, 4) > 0;
            subset[o] = free_order[o];
        }
        for (int32_t i = 0; i < inc.absent_count; i++) out[inc.absent[i]] = !subset[inc.absent[i]];
        for (int32_t r = 0; r < inc.count; r++) {
            for (int32_t i = 0; i < inc.routes[r].count; i++)
                forced[inc.column[r]] |= !subset[w.order_of[inc.routes[r].visits[i]]];
            for (int32_t i = 0; forced[inc.column[r]] && i < inc.routes[r].count; i++)
                free_order[w.order_of[inc.routes[r].visits[i]]] = false;
        }
        for (int32_t j = 0; j < w.columns; j++) {
            allowed[j] = true;
            for (int32_t i = 0; i < w.column[j].count; i++)
                allowed[j] &= free_order[w.order_of[w.visits[j][i]]];
            allowed[j] |= forced[j];
        }
        start_search(&s, &w);
        s.allowed = allowed;
        s.forced = forced;
        s.absent_forced = out;
        enumerate(&s, 0);
        khs_pool *pool = make_pool(&w);
        CHECK_EQ(khs_choose(&w.problem, pool, inc.routes, inc.count, inc.absent, inc.absent_count,
                            subset, &(khs_choice_limits){0}, &choice),
                 KHS_OK);
        check_same(&choice.value, &s.best, n);
        better += choice.better;
        khs_choice_free(&choice);
        khs_pool_free(pool);
    }
    CHECK(better > 30);
}

/* With few columns and nodes the answer is a plan, no worse than the incumbent, and the same each
 * time. */
static void limits_keep_it_sound(void **state)
{
    (void)state;
    uint64_t seed = 23;
    for (int32_t n = 0; n < 100; n++) {
        world w;
        incumbent inc;
        khs_choice choice, again;
        khs_value before;
        make_world(&w, &seed);
        make_incumbent(&w, &seed, &inc);
        khs_pool *pool = make_pool(&w);
        const khs_choice_limits limits = {.columns = 2, .nodes = 1};
        CHECK_EQ(
            khs_value_of(&w.problem, inc.routes, inc.count, inc.absent, inc.absent_count, &before),
            KHS_OK);
        CHECK_EQ(khs_choose(&w.problem, pool, inc.routes, inc.count, inc.absent, inc.absent_count,
                            NULL, &limits, &choice),
                 KHS_OK);
        CHECK_EQ(khs_choose(&w.problem, pool, inc.routes, inc.count, inc.absent, inc.absent_count,
                            NULL, &limits, &again),
                 KHS_OK);
        CHECK(khs_value_compare(&choice.value, &before) <= 0);
        CHECK_EQ(khs_value_compare(&choice.value, &again.value), 0);
        CHECK_EQ(choice.route_count, again.route_count);
        khs_choice_free(&choice);
        khs_choice_free(&again);
        khs_pool_free(pool);
    }
}

/* The relaxation alone changes nothing, serves no order more than once, and costs no more than the
 * incumbent. */
static void the_relaxation_guides(void **state)
{
    (void)state;
    uint64_t seed = 31;
    int32_t cut = 0, whole = 0;
    for (int32_t n = 0; n < 200; n++) {
        world w;
        incumbent inc;
        khs_choice alone;
        make_world(&w, &seed);
        make_incumbent(&w, &seed, &inc);
        khs_pool *pool = make_pool(&w);
        CHECK_EQ(khs_choose(&w.problem, pool, inc.routes, inc.count, inc.absent, inc.absent_count,
                            NULL, &(khs_choice_limits){.relaxation = true}, &alone),
                 KHS_OK);
        double served[ORDERS] = {0}, cost = 0.0;
        for (int32_t r = 0; r < alone.guide.count; r++) {
            const khs_route *route = &alone.guide.routes[r];
            const double share = alone.guide.share[r];
            CHECK(share > 0.0 && share <= 1.0);
            cost += share * (double)route->cost;
            for (int32_t i = 0; i < route->count; i++)
                if (w.kind[route->visits[i]] != KHS_SHIP_TO)
                    served[w.order_of[route->visits[i]]] += share;
            cut += share < 0.999;
            whole += share >= 0.999;
        }
        for (int32_t o = 0; o < ORDERS; o++) {
            CHECK(served[o] < 1.0 + 1e-6);
            if (w.order[o].price_out > 0) cost += (1.0 - served[o]) * (double)w.order[o].price_out;
        }
        khs_value before;
        CHECK_EQ(
            khs_value_of(&w.problem, inc.routes, inc.count, inc.absent, inc.absent_count, &before),
            KHS_OK);
        CHECK(!alone.better && khs_value_compare(&alone.value, &before) == 0);
        CHECK(cost <= (double)before.cost + 1e-3);
        khs_choice_free(&alone);
        khs_pool_free(pool);
    }
    CHECK(cut > 20 && whole > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equals_enumeration),
        cmocka_unit_test(subset_equals_enumeration),
        cmocka_unit_test(limits_keep_it_sound),
        cmocka_unit_test(the_relaxation_guides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
