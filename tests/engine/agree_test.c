/* Two evaluations written apart from the same page agree: the verifier's on the order set, the
 * solver's on the compiled problem, on random sequences with every rule of a single route. */
#include "random_world.h"

#include <omp.h>

#include "compile.h"
#include "set_file.h"
#include "solver.h"

enum { CASES = 3000 };

typedef struct extras {
    int64_t toll[PLACES * PLACES];
    khe_apart apart[2];
    khe_account accounts[2];
    int32_t never_with[2];
} extras;

static int64_t rarely(uint64_t *rng, int32_t one_in, int64_t value, int64_t otherwise)
{
    return test_between(rng, 1, one_in) == 1 ? value : otherwise;
}

static void add_fleet_rules(world *w, extras *x, uint64_t *rng)
{
    khe_vehicle *v = &w->vehicle;
    v->capacity[0] = (int32_t)rarely(rng, 2, 6000, INT32_MAX);
    v->max_steps = (int32_t)rarely(rng, 4, test_between(rng, 5000, 15000), KHE_NONE);
    v->max_stops = (int32_t)rarely(rng, 4, test_between(rng, 1, 3), KHE_NONE);
    v->pickups_after_deliveries = test_between(rng, 0, 3) == 0;
    v->needs_delivery = test_between(rng, 0, 5) == 0;
    v->per_stop = 1234567;
    v->toll_per_km = 333;
    v->per_day_owned = 5000000;
    v->refuses_tags = (khe_names)rarely(rng, 6, 1, 0);
    v->refuses_goods = (khe_names)rarely(rng, 6, 4, 0);
    for (int32_t i = 0; i < PLACES * PLACES; i++) {
        x->toll[i] = i % (PLACES + 1) == 0 ? 0 : test_between(rng, 0, 1000000);
        if (i % (PLACES + 1) && rarely(rng, 30, 1, 0)) w->steps[i] = w->ticks[i] = -1;
    }
    w->profile.toll = x->toll;
}

static void add_order_rules(world *w, extras *x, uint64_t *rng)
{
    for (int32_t a = 0; a < 2; a++) {
        x->never_with[a] = 1 - a;
        x->accounts[a] = (khe_account){.id = w->ids[a], .tier = 3, .never_with = &x->never_with[a]};
        x->accounts[a].never_withs = 1;
    }
    w->set.accounts = x->accounts;
    w->set.account_count = 2;
    for (int32_t o = 0; o < w->set.order_count; o++) {
        khe_order *order = &w->orders[o];
        order->tier = 3;
        order->quantity[0] = test_between(rng, 0, 3500);
        order->goods = ((khe_names)1 << test_between(rng, 0, 3)) & 7;
        order->account = (int32_t)rarely(rng, 3, test_between(rng, 0, 1), KHE_NONE);
    }
    x->apart[0] = (khe_apart){.goods = 3};
    x->apart[1] = (khe_apart){.goods = 6, .whole_route = true};
    w->set.apart = x->apart;
    w->set.apart_count = test_between(rng, 0, 2);
    for (int32_t p = 1; p < 4; p++) w->locations[p].tags = (khe_names)rarely(rng, 6, 1, 0);
}

/* The class of the only resource of the route's day. */
static int32_t resource_of(const khe_compiled *compiled, int32_t day)
{
    for (int32_t r = 0; r < compiled->problem.resources; r++)
        if (compiled->source[r].day == day) return r;
    return -1;
}

static void list_visits(const world *w, const khe_compiled *compiled, int32_t *visits)
{
    for (int32_t i = 0; i < w->count; i++) {
        int32_t ends[2];
        const int32_t count = khe_compiled_visits(compiled, w->turns[i].order, ends);
        visits[i] = ends[count == 2 && w->turns[i].at_to];
    }
}

static void compare_times(const world *w, const khe_compiled *compiled, int32_t resource,
                          const int32_t *visits, const khe_timing *timing)
{
    int32_t begins[2 * ORDERS], latest[2 * ORDERS + 1];
    khs_schedule schedule = {.begin = begins, .latest = latest};
    CHECK(khs_route_schedule(&compiled->problem, resource, visits, w->count, &schedule));
    CHECK_EQ(schedule.duty_begin, timing->start);
    CHECK_EQ(schedule.duty_end, timing->finish);
    CHECK_EQ(schedule.unload_begin, timing->unload);
    for (int32_t i = 0; i < w->count; i++) CHECK_EQ(begins[i], timing->begin[i]);
}

static void compare(const world *w, int32_t *feasible_cases)
{
    khe_compiled *compiled = NULL;
    khe_costs costs;
    bool feasible = false;
    int32_t begins[2 * ORDERS], visits[2 * ORDERS];
    khe_timing timing = {.begin = begins};
    CHECK_EQ(khe_compile(&w->set, NULL, &compiled), KH_OK);
    const int32_t resource = resource_of(compiled, w->day);
    CHECK(resource >= 0);
    list_visits(w, compiled, visits);
    CHECK_EQ(khe_verify_time(&w->set, 0, w->day, w->turns, w->count, &timing, &costs, &feasible),
             KH_OK);
    const khs_route_value value =
        khs_route_evaluate(&compiled->problem, resource, visits, w->count);
    CHECK_EQ(value.flaw == KHS_FINE, feasible);
    if (feasible) {
        ++*feasible_cases;
        CHECK_EQ(value.cost, khe_costs_total(&costs) - costs.line[KHE_OWNED]);
        CHECK_EQ(value.duty, timing.finish - timing.start);
        compare_times(w, compiled, resource, visits, &timing);
    }
    khe_compiled_free(compiled);
}

static void same_worlds(void **state)
{
    uint64_t rng = 17;
    int32_t feasible = 0;
    (void)state;
    for (int32_t c = 0; c < CASES; c++) {
        static world w;
        static extras x;
        make_world(&w, &rng);
        if (c % 2) add_fleet_rules(&w, &x, &rng);
        if (c % 3) add_order_rules(&w, &x, &rng);
        compare(&w, &feasible);
    }
    printf("%d of %d cases feasible\n", feasible, CASES);
    CHECK(feasible > CASES / 10);
}

/* Two pickups are unloaded together; their windows at the depot do not meet, and an early delivery
 * before them makes the vehicle wait for the later one. */
static void unloading_windows_that_do_not_meet(void **state)
{
    static const char text[] =
        "{\"format\":\"keyhaul/order-set/1\",\"measures\":[\"kg\"],\"locations\":["
        "{\"id\":\"d\",\"x\":0,\"y\":0},{\"id\":\"c\",\"x\":10,\"y\":0}],"
        "\"travel\":{\"t\":{\"model\":\"plane\",\"unit_m\":1000,\"speed_kmh\":60}},\"orders\":["
        "{\"id\":\"o\",\"to\":\"c\",\"quantity\":{},\"windows\":[[\"06:30\",\"07:00\"]]},"
        "{\"id\":\"p\",\"from\":\"c\",\"to\":\"d\",\"quantity\":{},"
        "\"windows\":[[\"08:00\",\"09:00\"]]},"
        "{\"id\":\"q\",\"from\":\"c\",\"to\":\"d\",\"quantity\":{},"
        "\"windows\":[[\"10:00\",\"10:30\"]]}],"
        "\"vehicles\":[{\"id\":\"v\",\"start\":\"d\",\"capacity\":{\"kg\":1},"
        "\"cost\":{\"per_h\":1}}]}";
    khe_compiled *compiled = NULL;
    (void)state;
    kh_order_set *set = test_set_of(text, strlen(text));
    CHECK_EQ(khe_compile(set, NULL, &compiled), KH_OK);
    const khs_problem *p = &compiled->problem;
    CHECK_EQ(khs_route_evaluate(p, 0, (int32_t[]){1, 2}, 2).flaw, KHS_FINE);
    CHECK_EQ(khs_route_evaluate(p, 0, (int32_t[]){1, 3}, 2).flaw, KHS_FINE);
    CHECK_EQ(khs_route_evaluate(p, 0, (int32_t[]){1, 2, 3}, 3).flaw, KHS_FLAW_TIME);
    khe_compiled_free(compiled);
    kh_order_set_free(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(same_worlds),
                                       cmocka_unit_test(unloading_windows_that_do_not_meet)};
    omp_set_num_threads(1); /* five places are no work for many */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
