/* Reasons: each with the proof that it deserves and no more. */
#include "compile.h"
#include "explain.h"
#include "plan_handle.h"
#include "set_file.h"

/* One delivery "X" from d to a, 30 km by the direct road, 20 km by way of b; one more "Y" to b. */
static kh_order_set *set_of(const char *x, const char *vehicle)
{
    char text[4096];
    snprintf(text, sizeof text,
             "{\"format\":\"keyhaul/order-set/1\",\"name\":\"t\",\"currency\":\"EUR\","
             "\"horizon\":{\"start\":\"2026-11-24T00:00:00Z\",\"days\":1},\"measures\":[\"kg\"],"
             "\"locations\":[{\"id\":\"d\",\"x\":0,\"y\":0},{\"id\":\"a\",\"x\":1,\"y\":0},"
             "{\"id\":\"b\",\"x\":1,\"y\":1},{\"id\":\"isle\",\"x\":9,\"y\":9}],"
             "\"travel\":{\"m\":{\"model\":\"matrix\",\"places\":[\"d\",\"a\",\"b\",\"isle\"],"
             "\"km\":[[0,30,10,null],[30,0,10,null],[10,10,0,null],[null,null,null,0]],"
             "\"min\":[[0,30,10,null],[30,0,10,null],[10,10,0,null],[null,null,null,0]]}},"
             "\"orders\":[{\"id\":\"X\",%s},"
             "{\"id\":\"Y\",\"to\":\"b\",\"quantity\":{\"kg\":1}}],"
             "\"vehicles\":[{\"id\":\"v\",\"profile\":\"m\",\"start\":\"d\","
             "\"capacity\":{\"kg\":9},\"cost\":{\"per_km\":1},\"shift\":[\"06:00\",\"10:00\"]%s}]}",
             x, vehicle);
    return test_set_of(text, strlen(text));
}

typedef struct expected {
    const char *order, *vehicle; /* JSON members */
    khe_reason reason;
    bool proved;
    const char *says; /* in the detail */
} expected;

/* Leaves X out and looks at the first reason given for it. */
static void check_reason(const expected *e)
{
    kh_order_set *set = set_of(e->order, e->vehicle);
    khe_compiled *compiled = NULL;
    CHECK_EQ(khe_compile(set, NULL, &compiled), KH_OK);
    int32_t visit = compiled->problem.order[1].visit, absent = 0;
    khs_route route = {.resource = 0, .count = 1, .visits = &visit};
    const khs_result result = {
        .routes = &route, .route_count = 1, .absent = &absent, .absent_count = 1};
    khe_plan *plan = calloc(1, sizeof *plan);
    plan->orders = calloc(2, sizeof *plan->orders);
    plan->orders[0].route = plan->orders[0].shipment = KHE_NONE;
    CHECK_EQ(khe_explain(compiled, &result, plan), KH_OK);
    CHECK_EQ(plan->unserved_count, 1);
    const khe_why *why = &plan->unserved[0].why[0];
    if (why->reason != e->reason || why->proved != e->proved || !strstr(why->detail, e->says))
        fail_msg("%s %s: reason %d, proved %d, \"%s\"", e->order, e->vehicle, (int)why->reason,
                 why->proved, why->detail);
    khe_plan_free(plan);
    khe_compiled_free(compiled);
    kh_order_set_free(set);
}

static void reasons(void **unused)
{
    (void)unused;
    static const expected cases[] = {
        {"\"to\":\"a\",\"quantity\":{\"kg\":9.001}", ",\"count\":1", KHE_CAPACITY, true,
         "9.001 kg"},
        {"\"to\":\"isle\",\"quantity\":{\"kg\":1}", ",\"count\":1", KHE_NO_ROAD, true, "isle"},
        {"\"to\":\"a\",\"quantity\":{\"kg\":1},\"needs\":[\"crane\"]", ",\"count\":1",
         KHE_NO_VEHICLE, true, "1 without what it needs"},
        /* by way of b it takes 20 minutes: too late even so */
        {"\"to\":\"a\",\"quantity\":{\"kg\":1},\"windows\":[[\"06:00\",\"06:19\"]]", ",\"count\":1",
         KHE_WINDOW_UNREACHABLE, true, "06:20 by"},
        /* late by the direct road alone: another order at b could lead that way */
        {"\"to\":\"a\",\"quantity\":{\"kg\":1},\"windows\":[[\"06:00\",\"06:20\"]]", ",\"count\":1",
         KHE_WINDOW_UNREACHABLE, false, "06:30 by"},
        {"\"to\":\"a\",\"quantity\":{\"kg\":1},\"max_on_board_min\":19", ",\"count\":1",
         KHE_MAX_ON_BOARD, true, "20 min"},
        {"\"to\":\"a\",\"quantity\":{\"kg\":1}", ",\"count\":1,\"max_km\":39", KHE_ROUTE_LIMIT,
         true, "40 km"},
        {"\"to\":\"a\",\"quantity\":{\"kg\":1}", ",\"count\":1,\"max_km\":40", KHE_ROUTE_LIMIT,
         false, ""},
        {"\"to\":\"a\",\"quantity\":{\"kg\":1}", ",\"count\":1,\"max_duty_min\":39",
         KHE_ROUTE_LIMIT, true, "40 min"},
        {"\"to\":\"a\",\"quantity\":{\"kg\":1},\"service\":{\"fixed_min\":210}", ",\"count\":1",
         KHE_WINDOW_UNREACHABLE, true, "earliest return"},
        {"\"to\":\"a\",\"quantity\":{\"kg\":1}", ",\"count\":1", KHE_NO_ROOM, false,
         "all vehicles"},
        {"\"to\":\"a\",\"quantity\":{\"kg\":1},\"unserved_penalty\":50", ",\"count\":2",
         KHE_PRICED_OUT, false, "it costs 60; left out, 50"},
        {"\"to\":\"a\",\"quantity\":{\"kg\":1},\"unserved_penalty\":70", ",\"count\":2",
         KHE_NO_ROOM, false, "would cost 60"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) check_reason(&cases[i]);
}

/* "A" and "B", bound to one route; each fits alone on each of its vehicles. */
static void check_bond(const char *a, const char *b, const char *rest, khe_reason reason,
                       bool proved, const char *says)
{
    char text[4096];
    snprintf(text, sizeof text,
             "{\"format\":\"keyhaul/order-set/1\",\"measures\":[\"kg\"],"
             "\"locations\":[{\"id\":\"d\",\"x\":0,\"y\":0},{\"id\":\"p\",\"x\":1,\"y\":0}],"
             "\"travel\":{\"m\":{\"model\":\"plane\",\"speed_kmh\":60}},"
             "\"orders\":[{\"id\":\"A\",\"to\":\"p\",%s},{\"id\":\"B\",\"to\":\"p\",%s}],"
             "\"together\":[{\"orders\":[\"A\",\"B\"],\"mode\":\"vehicle\"}],"
             "\"vehicles\":[{\"id\":\"v\",\"start\":\"d\",\"capacity\":{\"kg\":9},\"cost\":{\"per_"
             "km\":0}},"
             "{\"id\":\"w\",\"start\":\"d\",\"capacity\":{\"kg\":8},\"cost\":{\"per_km\":0}}]%s}",
             a, b, rest);
    kh_order_set *set = test_set_of(text, strlen(text));
    khe_compiled *compiled = NULL;
    CHECK_EQ(khe_compile(set, NULL, &compiled), KH_OK);
    int32_t absent[] = {0, 1};
    const khs_result result = {.absent = absent, .absent_count = 2};
    khe_plan *plan = calloc(1, sizeof *plan);
    plan->orders = calloc(2, sizeof *plan->orders);
    for (int32_t o = 0; o < 2; o++) plan->orders[o].route = plan->orders[o].shipment = KHE_NONE;
    CHECK_EQ(khe_explain(compiled, &result, plan), KH_OK);
    CHECK_EQ(plan->unserved_count, 2);
    for (int32_t u = 0; u < 2; u++) {
        const khe_why *why = &plan->unserved[u].why[0];
        CHECK_EQ(plan->unserved[u].why_count, 1);
        if (why->reason != reason || why->proved != proved || !strstr(why->detail, says))
            fail_msg("%s %s: reason %d, proved %d, \"%s\"", a, b, (int)why->reason, why->proved,
                     why->detail);
    }
    khe_plan_free(plan);
    khe_compiled_free(compiled);
    kh_order_set_free(set);
}

static void bonds(void **unused)
{
    (void)unused;
    const char *five = "\"quantity\":{\"kg\":5}", *four = "\"quantity\":{\"kg\":4}";
    check_bond(five, five, "", KHE_BOUND_TO, true, "10 kg, and 9 is the most");
    check_bond(five, four, "", KHE_NO_ROOM, false, "no place was found");
    check_bond("\"quantity\":{\"kg\":1},\"vehicles\":[\"v\"]",
               "\"quantity\":{\"kg\":1},\"vehicles\":[\"w\"]", "", KHE_BOUND_TO, true,
               "no vehicle may carry it and");
    check_bond("\"quantity\":{\"kg\":1},\"goods\":[\"food\"]",
               "\"quantity\":{\"kg\":1},\"goods\":[\"paint\"]",
               ",\"never_together\":[{\"goods\":[\"food\",\"paint\"]}]", KHE_BOUND_TO, true,
               "orders A and B are bound together and may not ride together");
    check_bond("\"quantity\":{\"kg\":5},\"from\":\"d\"",
               "\"quantity\":{\"kg\":5},\"from\":\"d\",\"as\":\"shipment\"", "", KHE_NO_ROOM, false,
               "no place was found");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reasons), cmocka_unit_test(bonds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
