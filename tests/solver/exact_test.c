/* khs_exact against enumeration without any pruning, on random problems of 3 to 5 orders with
 * deliveries, pickups and shipments, windows, loads, limits, bonds, extra visits and tiers. */
#include "exact.h"
#include "test.h"

enum { ORDERS = 5, VISITS = 10, PLACES = 6, RESOURCES = 2 };

typedef struct world {
    khs_problem problem;
    khs_resource resource[RESOURCES];
    khs_matrix matrix;
    khs_order order[ORDERS];
    khs_bond bond;
    int32_t bonded[2];
    int32_t steps[PLACES * PLACES], steps_to[PLACES * PLACES];
    uint8_t kind[1 + VISITS];
    int32_t order_of[1 + VISITS], partner[1 + VISITS], place[1 + VISITS], service[1 + VISITS];
    int32_t open[1 + VISITS], close[1 + VISITS], window_at[2 + VISITS];
    int32_t window_open[2 * VISITS], window_close[2 * VISITS];
    int32_t quantity[1 + VISITS], on_board[1 + VISITS];
    uint64_t allowed[1 + VISITS], has_time[1 + VISITS], hates_time[1 + VISITS];
    uint64_t has_route[1 + VISITS], hates_route[1 + VISITS];
    int32_t dock_of[PLACES], dock_ticks[1 + VISITS];
    int32_t dock_open[1 + VISITS], dock_close[1 + VISITS];
    int32_t fixed_stop[PLACES], day_open[1], day_close[1];
    int64_t extra[PLACES];
} world;

static void make_places(world *w, uint64_t *seed)
{
    int32_t x[PLACES], y[PLACES];
    for (int32_t i = 0; i < PLACES; i++) {
        x[i] = test_between(seed, 0, 60);
        y[i] = test_between(seed, 0, 60);
        w->dock_of[i] = i == 0 ? 0 : -1;
        w->fixed_stop[i] = i == 0 ? 0 : test_between(seed, 0, 5);
        w->extra[i] = test_between(seed, 0, 2) ? 0 : test_between(seed, 1, 50);
    }
    for (int32_t i = 0; i < PLACES; i++)
        for (int32_t j = 0; j < PLACES; j++) {
            int32_t far = abs(x[i] - x[j]) + abs(y[i] - y[j]) + (i < j ? 3 : 0);
            if (i != j && i && j && test_between(seed, 0, 30) == 0) far = KHS_NO_ROAD;
            w->steps[i * PLACES + j] = i == j ? 0 : far;
            w->steps_to[j * PLACES + i] = i == j ? 0 : far;
        }
    w->matrix = (khs_matrix){
        .steps = w->steps, .steps_to = w->steps_to, .ticks = w->steps, .ticks_to = w->steps_to};
}

static void make_resources(world *w, uint64_t *seed)
{
    w->day_open[0] = 0;
    w->day_close[0] = 400;
    for (int32_t k = 0; k < RESOURCES; k++)
        w->resource[k] = (khs_resource){.count = test_between(seed, 1, 2),
                                        .close = 400,
                                        .load_open = w->day_open,
                                        .load_close = w->day_close,
                                        .unload_open = w->day_open,
                                        .unload_close = w->day_close,
                                        .load_windows = 1,
                                        .unload_windows = 1,
                                        .load_fixed = 2,
                                        .unload_fixed = 1,
                                        .capacity = {test_between(seed, 8, 20)},
                                        .max_duty = test_between(seed, 0, 1) ? KHS_FAR : 200,
                                        .max_steps = test_between(seed, 0, 1) ? KHS_FAR : 180,
                                        .max_stops = test_between(seed, 0, 1) ? KHS_FAR : 3,
                                        .pickups_after_deliveries = test_between(seed, 0, 3) == 0,
                                        .needs_delivery = test_between(seed, 0, 3) == 0,
                                        .per_route = test_between(seed, 0, 100),
                                        .per_km = 1 + k,
                                        .per_h = test_between(seed, 0, 2),
                                        .per_stop = test_between(seed, 0, 9),
                                        .overtime_after = KHS_FAR};
}

static void make_visit(world *w, uint64_t *seed, int32_t v, int32_t order, khs_kind kind)
{
    w->kind[v] = (uint8_t)kind;
    w->order_of[v] = order;
    w->place[v] = test_between(seed, 1, PLACES - 1);
    w->service[v] = test_between(seed, 0, 10);
    const bool bounded = test_between(seed, 0, 1);
    w->open[v] = bounded ? test_between(seed, 0, 200) : 0;
    w->close[v] = bounded ? w->open[v] + test_between(seed, 20, 200) : 400;
    w->window_at[v] = w->window_at[v + 1] = v - 1;
    w->window_open[v - 1] = w->open[v];
    w->window_close[v - 1] = w->close[v];
    w->window_at[v + 1] = v;
    w->quantity[v] = test_between(seed, 1, 9);
    w->on_board[v] = KHS_FAR;
    w->allowed[v] = test_between(seed, 0, 5) ? 3 : 1;
    w->has_route[v] = test_between(seed, 0, 3) == 0;
    w->hates_route[v] = test_between(seed, 0, 5) == 0 ? 2 : 0;
    if (w->hates_route[v]) w->has_route[v] = 0;
    w->dock_ticks[v] = kind == KHS_DELIVERY || kind == KHS_PICKUP ? test_between(seed, 0, 4) : 0;
    w->dock_open[v] = -KHS_FAR;
    w->dock_close[v] = KHS_FAR;
}

static void make_orders(world *w, uint64_t *seed)
{
    int32_t v = 1;
    w->problem.orders = test_between(seed, 3, ORDERS);
    for (int32_t o = 0; o < w->problem.orders; o++) {
        const int32_t kind = test_between(seed, 0, 2);
        w->order[o] = (khs_order){.visit = v,
                                  .tier = test_between(seed, 1, 2),
                                  .price_out = test_between(seed, 0, 1) ? -1 : 150,
                                  .bond = -1};
        make_visit(w, seed, v, o, (khs_kind)kind);
        if (kind == KHS_SHIP_FROM) {
            make_visit(w, seed, v + 1, o, KHS_SHIP_TO);
            w->quantity[v + 1] = w->quantity[v];
            w->allowed[v + 1] = w->allowed[v];
            w->partner[v] = v + 1;
            w->partner[v + 1] = v;
            w->order[o].partner = ++v;
        }
        v++;
    }
    w->problem.visits = v - 1;
    /* classes 1 and 2 hate each other: made symmetric */
    for (v = 1; v <= w->problem.visits; v++) {
        if (w->hates_route[v]) w->has_route[v] = 1;
        w->hates_route[v] = w->has_route[v] == 1 ? 2 : 0;
        if (w->has_route[v] == 0 && test_between(seed, 0, 3) == 0) {
            w->has_route[v] = 2;
            w->hates_route[v] = 1;
        }
    }
}

static void make_world(world *w, uint64_t *seed)
{
    memset(w, 0, sizeof *w);
    make_places(w, seed);
    make_resources(w, seed);
    make_orders(w, seed);
    khs_problem *p = &w->problem;
    p->places = PLACES;
    p->measures = p->matrices = p->days = p->docks = p->resource_words = 1;
    p->resources = RESOURCES;
    p->steps_per_km = 1;
    p->ticks_per_h = 1;
    p->resource = w->resource;
    p->matrix = &w->matrix;
    p->order = w->order;
    if (test_between(seed, 0, 1)) {
        p->bonds = 1;
        w->bonded[1] = 1;
        w->bond = (khs_bond){(khs_bond_mode)test_between(seed, 0, 2), w->bonded, 2};
        w->order[0].bond = w->order[1].bond = 0;
        if (w->bond.mode == KHS_SAME_STOP)
            w->place[w->order[1].partner ? w->order[1].partner : w->order[1].visit] =
                w->place[w->order[0].partner ? w->order[0].partner : w->order[0].visit];
    }
    p->bond = &w->bond;
    p->kind = w->kind;
    p->order_of = w->order_of;
    p->partner = w->partner;
    p->place = w->place;
    p->service = w->service;
    p->open = w->open;
    p->close = w->close;
    p->window_at = w->window_at;
    p->window_open = w->window_open;
    p->window_close = w->window_close;
    p->quantity = w->quantity;
    p->max_on_board = w->on_board;
    p->allowed = w->allowed;
    p->has_time = w->has_time;
    p->hates_time = w->hates_time;
    p->has_route = w->has_route;
    p->hates_route = w->hates_route;
    p->dock_of = w->dock_of;
    p->dock_ticks = w->dock_ticks;
    p->dock_open = w->dock_open;
    p->dock_close = w->dock_close;
    p->fixed_stop = w->fixed_stop;
    p->extra_visit_price = w->extra;
    khs_problem_survey(p);
}

/* ---- Without pruning ------------------------------------------------------------------------ */

typedef struct brute {
    const khs_problem *p;
    int64_t cost[RESOURCES][1 << ORDERS]; /* cheapest route, -1: none */
    int32_t used[RESOURCES];
    int32_t routes_to[PLACES];
    int32_t visits[VISITS], count;
    bool taken[1 + VISITS];
    khs_value best;
    bool found;
} brute;

static void judge(brute *b, int32_t resource)
{
    uint32_t set = 0;
    for (int32_t i = 0; i < b->count; i++) {
        const int32_t v = b->visits[i];
        if (!khs_allowed(b->p, v, resource)) return;
        if (b->p->partner[v] && !b->taken[b->p->partner[v]]) return;
        set |= 1u << b->p->order_of[v];
    }
    const khs_route_value value = khs_route_evaluate(b->p, resource, b->visits, b->count);
    if (value.flaw != KHS_FINE) return;
    int64_t *cost = &b->cost[resource][set];
    if (*cost < 0 || value.cost < *cost) *cost = value.cost;
}

static void sequences(brute *b)
{
    for (int32_t v = 1; v <= b->p->visits; v++) {
        if (b->taken[v]) continue;
        b->taken[v] = true;
        b->visits[b->count++] = v;
        for (int32_t k = 0; k < RESOURCES; k++) judge(b, k);
        sequences(b);
        b->count--;
        b->taken[v] = false;
    }
}

static void go(brute *b, uint32_t set, int32_t change)
{
    bool goes[PLACES] = {false};
    for (int32_t v = 1; v <= b->p->visits; v++)
        if ((set >> b->p->order_of[v]) & 1) goes[b->p->place[v]] = true;
    for (int32_t i = 0; i < PLACES; i++) b->routes_to[i] += goes[i] ? change : 0;
}

static bool bond_holds(const brute *b, uint32_t absent)
{
    return !b->p->bonds || (absent & 3) == 0 || (absent & 3) == 3;
}

static void finish(brute *b, uint32_t absent, int64_t cost)
{
    khs_value v = {.cost = cost};
    for (int32_t o = 0; o < b->p->orders; o++) {
        if (!((absent >> o) & 1)) continue;
        if (b->p->order[o].price_out < 0) {
            v.absent[b->p->order[o].tier - 1]++;
        } else {
            v.cost += b->p->order[o].price_out;
        }
    }
    for (int32_t i = 0; i < PLACES; i++)
        if (b->routes_to[i] > 1) v.cost += (b->routes_to[i] - 1) * b->p->extra_visit_price[i];
    if (!b->found || khs_value_compare(&v, &b->best) < 0) b->best = v;
    b->found = true;
}

static void plans(brute *b, uint32_t left, uint32_t absent, int64_t cost)
{
    if (!left) {
        if (bond_holds(b, absent)) finish(b, absent, cost);
        return;
    }
    const uint32_t lowest = left & -left;
    plans(b, left & ~lowest, absent | lowest, cost);
    for (uint32_t set = left; set; set = (set - 1) & left) {
        for (int32_t k = 0; (set & lowest) && k < RESOURCES; k++) {
            if (b->cost[k][set] < 0 || b->used[k] == b->p->resource[k].count) continue;
            b->used[k]++;
            go(b, set, 1);
            plans(b, left & ~set, absent, cost + b->cost[k][set]);
            go(b, set, -1);
            b->used[k]--;
        }
    }
}

static void equals_enumeration(void **state)
{
    (void)state;
    uint64_t seed = 42;
    int32_t served = 0, partial = 0;
    for (int32_t n = 0; n < 150; n++) {
        static world w;
        static brute b;
        khs_choice choice;
        make_world(&w, &seed);
        memset(&b, 0, sizeof b);
        memset(b.cost, -1, sizeof b.cost);
        b.p = &w.problem;
        sequences(&b);
        plans(&b, (1u << w.problem.orders) - 1, 0, 0);
        CHECK_EQ(khs_exact(&w.problem, &(khs_exact_limits){0}, &choice), KHS_OK);
        if (khs_value_compare(&choice.value, &b.best) != 0)
            fail_msg("case %d: %" PRId64 ", best %" PRId64, n, choice.value.cost, b.best.cost);
        CHECK(choice.proven);
        served += choice.absent_count == 0;
        partial += choice.absent_count > 0;
        khs_choice_free(&choice);
    }
    CHECK(served > 20 && partial > 20);
}

static void gives_up_cleanly(void **state)
{
    (void)state;
    static world w;
    uint64_t seed = 1;
    khs_choice choice = {.route_count = 77};
    make_world(&w, &seed);
    CHECK_EQ(khs_exact(&w.problem, &(khs_exact_limits){.orders = 2}, &choice), KHS_LIMIT);
    CHECK_EQ(khs_exact(&w.problem, &(khs_exact_limits){.sequences = 2}, &choice), KHS_LIMIT);
    CHECK_EQ(choice.route_count, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equals_enumeration),
        cmocka_unit_test(gives_up_cleanly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
