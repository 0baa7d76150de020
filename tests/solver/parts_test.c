/* Very large problems: the same plan with stored and with computed legs and on any number of
 * threads; and routes of an extract cost what they cost on the whole. */
#include "extract.h"
#include "parts.h"
#include "test.h"

#include <math.h>

enum { ORDERS = KHS_PARTS_FROM + 50, PLACES = 1500, RESOURCES = 2, DAY = 40000 };

typedef struct world {
    khs_problem p;
    khs_resource resource[RESOURCES];
    khs_matrix matrix;
    khs_order order[ORDERS];
    khs_bond bond[ORDERS / 50];
    int32_t bonded[ORDERS / 50][2];
    uint8_t kind[1 + ORDERS];
    int32_t order_of[1 + ORDERS], partner[1 + ORDERS], place[1 + ORDERS], service[1 + ORDERS];
    int32_t open[1 + ORDERS], close[1 + ORDERS], window_at[2 + ORDERS];
    int32_t quantity[1 + ORDERS], on_board[1 + ORDERS];
    uint64_t allowed[1 + ORDERS], no_classes[1 + ORDERS];
    int32_t dock_of[PLACES], dock_ticks[1 + ORDERS];
    int32_t dock_open[1 + ORDERS], dock_close[1 + ORDERS];
    int32_t fixed_stop[PLACES], day_open[1], day_close[1], spot[3 * PLACES];
    int64_t extra[PLACES];
    int32_t *steps; /* [PLACES * PLACES] */
} world;

static khs_leg leg_between(const void *context, int32_t from, int32_t to)
{
    const int32_t *a = (const int32_t *)context + 3 * from, *b = (const int32_t *)context + 3 * to;
    const double x = a[0] - b[0], y = a[1] - b[1];
    const int32_t steps = (int32_t)sqrt(x * x + y * y);
    return (khs_leg){steps, steps};
}

static void make_orders(world *w, uint64_t *random, bool costly)
{
    for (int32_t v = 1; v <= ORDERS; v++) {
        const int32_t o = v - 1;
        w->order[o] = (khs_order){.visit = v,
                                  .tier = test_between(random, 1, 3),
                                  .price_out = v % 10 ? -1 : 3000,
                                  .bond = -1};
        w->kind[v] = costly && v % 7 == 0 ? KHS_PICKUP : KHS_DELIVERY;
        w->order_of[v] = o;
        w->place[v] = test_between(random, 1, PLACES - 1);
        w->service[v] = test_between(random, 50, 300);
        w->open[v] = test_between(random, 0, DAY / 2);
        w->close[v] = w->open[v] + test_between(random, 2000, DAY / 2);
        w->window_at[v] = v;
        w->quantity[v] = test_between(random, 1, 9);
        w->on_board[v] = KHS_FAR;
        w->allowed[v] = test_between(random, 0, 5) ? 3 : 1;
        w->dock_open[v] = -KHS_FAR;
        w->dock_close[v] = KHS_FAR;
    }
    w->window_at[ORDERS + 1] = ORDERS + 1;
    for (int32_t b = 0; costly && b < ORDERS / 50; b++) {
        w->bonded[b][0] = 50 * b + 3;
        w->bonded[b][1] = 50 * b + 31;
        w->bond[b] = (khs_bond){b % 2 ? KHS_ALL_OR_NONE : KHS_SAME_ROUTE, w->bonded[b], 2};
        w->order[50 * b + 3].bond = w->order[50 * b + 31].bond = b;
        w->p.bonds++;
    }
}

static void make_places(world *w, uint64_t *random, bool costly)
{
    for (int32_t i = 0; i < PLACES; i++) {
        w->spot[3 * i] = test_between(random, -3000, 3000);
        w->spot[3 * i + 1] = test_between(random, -3000, 3000);
        w->dock_of[i] = i ? -1 : 0;
        w->fixed_stop[i] = costly ? 20 : 0;
        w->extra[i] = costly && i % 9 == 0 ? 400 : 0;
    }
    w->steps = test_malloc(sizeof(int32_t) * PLACES * PLACES);
    for (int32_t i = 0; i < PLACES; i++)
        for (int32_t j = 0; j < PLACES; j++)
            w->steps[i * PLACES + j] = leg_between(w->spot, i, j).steps;
}

static void make_resources(world *w, bool costly)
{
    w->day_close[0] = DAY;
    for (int32_t k = 0; k < RESOURCES; k++)
        w->resource[k] = (khs_resource){.count = k ? 300 : ORDERS,
                                        .close = DAY,
                                        .load_open = w->day_open,
                                        .load_close = w->day_close,
                                        .unload_open = w->day_open,
                                        .unload_close = w->day_close,
                                        .load_windows = 1,
                                        .unload_windows = 1,
                                        .capacity = {k ? 60 : 100},
                                        .max_duty = costly ? DAY / 2 : KHS_FAR,
                                        .max_steps = KHS_FAR,
                                        .max_stops = KHS_FAR,
                                        .per_route = k ? 900 : 1000,
                                        .per_km = 2,
                                        .per_h = costly ? 1 : 0,
                                        .overtime_after = KHS_FAR};
}

/* \param costly  duty, extra visits, pickups and bonds; else a plain problem */
static world *make_world(bool costly)
{
    uint64_t random = costly ? 5 : 6;
    world *w = test_calloc(1, sizeof *w);
    make_places(w, &random, costly);
    make_resources(w, costly);
    make_orders(w, &random, costly);
    const int32_t bonds = w->p.bonds;
    w->p = (khs_problem){.visits = ORDERS,
                         .orders = ORDERS,
                         .places = PLACES,
                         .measures = 1,
                         .resources = RESOURCES,
                         .matrices = 1,
                         .days = 1,
                         .bonds = bonds,
                         .resource_words = 1,
                         .kind = w->kind,
                         .order_of = w->order_of,
                         .partner = w->partner,
                         .place = w->place,
                         .service = w->service,
                         .open = w->open,
                         .close = w->close,
                         .window_at = w->window_at,
                         .window_open = w->open,
                         .window_close = w->close,
                         .quantity = w->quantity,
                         .max_on_board = w->on_board,
                         .allowed = w->allowed,
                         .has_time = w->no_classes,
                         .hates_time = w->no_classes,
                         .has_route = w->no_classes,
                         .hates_route = w->no_classes,
                         .docks = 1,
                         .dock_of = w->dock_of,
                         .dock_ticks = w->dock_ticks,
                         .dock_open = w->dock_open,
                         .dock_close = w->dock_close,
                         .fixed_stop = w->fixed_stop,
                         .extra_visit_price = w->extra,
                         .resource = w->resource,
                         .matrix = &w->matrix,
                         .order = w->order,
                         .bond = w->bond,
                         .steps_per_km = 1,
                         .ticks_per_h = 1};
    return w;
}

static void free_world(world *w)
{
    test_free(w->steps);
    test_free(w);
}

static void use_legs(world *w, bool stored)
{
    w->matrix =
        (khs_matrix){.leg = leg_between, .context = w->spot, .spot = w->spot, .whole = true};
    if (stored)
        w->matrix = (khs_matrix){.steps = w->steps,
                                 .steps_to = w->steps,
                                 .ticks = w->steps,
                                 .ticks_to = w->steps,
                                 .spot = w->spot};
    khs_problem_survey(&w->p);
}

static khs_result *solve(world *w, bool stored, int32_t threads)
{
    khs_result *result = NULL;
    use_legs(w, stored);
    const khs_settings settings = {.iterations = 900, .islands = 3, .threads = threads, .seed = 4};
    CHECK_EQ(khs_solve(&w->p, &settings, NULL, NULL, &result), KHS_OK);
    return result;
}

static void same_result(const khs_result *a, const khs_result *b)
{
    CHECK_EQ(a->cost, b->cost);
    CHECK_EQ(a->iterations, b->iterations);
    CHECK_EQ(a->route_count, b->route_count);
    CHECK_EQ(a->absent_count, b->absent_count);
    for (int32_t r = 0; r < a->route_count; r++) {
        CHECK_EQ(a->routes[r].resource, b->routes[r].resource);
        CHECK_EQ(a->routes[r].count, b->routes[r].count);
        for (int32_t i = 0; i < a->routes[r].count; i++)
            CHECK_EQ(a->routes[r].visits[i], b->routes[r].visits[i]);
    }
}

/* The cost from nothing but the routes; bonds whole; every order once. */
static void price_result(const world *w, const khs_result *result)
{
    int32_t *served = test_calloc(ORDERS, sizeof *served), seen[PLACES] = {0};
    int64_t cost = 0;
    for (int32_t r = 0; r < result->route_count; r++) {
        const khs_route *route = &result->routes[r];
        const khs_route_value value =
            khs_route_evaluate(&w->p, route->resource, route->visits, route->count);
        CHECK_EQ(value.flaw, KHS_FINE);
        cost += value.cost;
        for (int32_t i = 0; i < route->count; i++) {
            const int32_t place = w->place[route->visits[i]];
            bool before = false;
            for (int32_t k = 0; k < i; k++) before |= w->place[route->visits[k]] == place;
            if (!before && seen[place]++) cost += w->extra[place];
            served[w->order_of[route->visits[i]]]++;
        }
    }
    for (int32_t i = 0; i < result->absent_count; i++) {
        const int64_t price = w->order[result->absent[i]].price_out;
        cost += price > 0 ? price : 0;
        CHECK_EQ(served[result->absent[i]]++, 0);
    }
    for (int32_t o = 0; o < ORDERS; o++) CHECK_EQ(served[o], 1);
    CHECK_EQ(result->cost, cost);
    test_free(served);
}

static void compare_plans(bool costly)
{
    world *w = make_world(costly);
    khs_result *stored = solve(w, true, 1), *computed = solve(w, false, 3);
    same_result(stored, computed);
    price_result(w, computed);
    khs_result_free(stored);
    khs_result_free(computed);
    free_world(w);
}

static void test_plain_plans(void **state)
{
    (void)state;
    compare_plans(false);
}

static void test_costly_plans(void **state)
{
    (void)state;
    compare_plans(true);
}

/* Random routes of random orders: the same value by the numbers of the extract. */
static void test_extract(void **state)
{
    (void)state;
    world *w = make_world(true);
    use_legs(w, false);
    khs_scene scene;
    khs_numbers numbers;
    uint64_t random = 9;
    CHECK(khs_scene_build(&w->p, 2, &scene) && khs_numbers_init(&w->p, &numbers));
    for (int32_t round = 0; round < 5; round++) {
        int32_t orders[ORDERS], count = 0;
        for (int32_t o = 0; o < ORDERS; o++) {
            const int32_t bond = w->order[o].bond;
            const bool bound = bond >= 0 && w->bond[bond].mode == KHS_SAME_ROUTE;
            if (!bound && test_between(&random, 0, 11) == 0) orders[count++] = o;
        }
        khs_extract e;
        CHECK(khs_extract_make(&scene, orders, count, &numbers, &e));
        for (int32_t i = 0; i < 300; i++) {
            int32_t local[4], whole[4];
            const int32_t length = test_between(&random, 1, 4), resource = i % RESOURCES;
            const int32_t first = test_between(&random, 0, count - 4);
            for (int32_t k = 0; k < length; k++) {
                local[k] = numbers.visit[w->order[orders[first + k]].visit];
                whole[k] = e.visit[local[k]];
                CHECK_EQ(whole[k], w->order[orders[first + k]].visit);
            }
            const khs_route_value a = khs_route_evaluate_open(&w->p, resource, whole, length);
            const khs_route_value b = khs_route_evaluate_open(&e.p, resource, local, length);
            CHECK_EQ(a.flaw, b.flaw);
            CHECK_EQ(a.flaw ? 0 : a.cost, b.flaw ? 0 : b.cost);
        }
        khs_extract_free(&e, &numbers);
    }
    for (int32_t o = 0; o < ORDERS; o++) CHECK_EQ(numbers.order[o], -1);
    khs_numbers_free(&numbers);
    khs_scene_free(&scene);
    free_world(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_plain_plans),
                                       cmocka_unit_test(test_costly_plans),
                                       cmocka_unit_test(test_extract)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
