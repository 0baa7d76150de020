/* tests/data/three_stops.json as a problem: what each rule comes to in arrays. */
#include "compile.h"
#include "set_file.h"

enum { D1, P1, S1, LATE, BIG, DEAR, LIFT, HOUR = 3600, DAY = 24 * HOUR };

static khe_compiled *compile(kh_order_set **set)
{
    khe_compiled *compiled = NULL;
    *set = test_set_file("tests/data/three_stops.json");
    CHECK_EQ(khe_compile(*set, NULL, &compiled), KH_OK);
    return compiled;
}

static int32_t visit_of(const khs_problem *p, int32_t order) { return p->order[order].visit; }

static void resources(void **unused)
{
    (void)unused;
    kh_order_set *set = NULL;
    khe_compiled *c = compile(&set);
    const khs_problem *p = &c->problem;
    /* van day 0: one dedicated, two shared; the same on day 1; truck on both days */
    CHECK_EQ(p->resources, 6);
    CHECK_EQ(p->resource[0].count, 1);
    CHECK_EQ(c->source[0].account, 0);
    CHECK_EQ(c->source[0].first_number, 1);
    CHECK_EQ(p->resource[1].count, 2);
    CHECK_EQ(c->source[1].first_number, 2);
    CHECK_EQ(p->resource[2].day, 1);
    CHECK_EQ(p->resource[2].open, DAY + 5 * HOUR);
    CHECK_EQ(p->resource[4].open, 22 * HOUR);
    CHECK_EQ(p->resource[4].close, DAY + 6 * HOUR);
    CHECK_EQ(p->resource[4].load_windows, 2);          /* the depot closes at 22:00 sharp ... */
    CHECK_EQ(p->resource[4].load_close[0], 22 * HOUR); /* ... and opens at 05:00 */
    CHECK_EQ(p->resource[4].load_open[1], DAY + 5 * HOUR);
    CHECK_EQ(p->resource[0].load_fixed, 300);
    CHECK_EQ(p->resource[0].max_duty, 500 * 60);
    CHECK_EQ(p->resource[0].max_steps, KHS_FAR);
    CHECK_EQ(p->matrices, 1); /* the profiles are equal */
    CHECK_EQ(p->owned, 3 * 2 * 20000000);
    khe_compiled_free(c);
    kh_order_set_free(set);
}

static void who_may_serve(void **unused)
{
    (void)unused;
    kh_order_set *set = NULL;
    khe_compiled *c = compile(&set);
    const khs_problem *p = &c->problem;
    const char *expected[] = {"111111", "111111", "010100", "010111", "010100", "010100", "000000"};
    for (int32_t i = 0; i < p->orders; i++)
        for (int32_t r = 0; r < p->resources; r++)
            CHECK_EQ(khs_allowed(p, visit_of(p, i), r), expected[i][r] == '1');
    CHECK_EQ(p->kind[visit_of(p, D1)], KHS_DELIVERY);
    CHECK_EQ(p->kind[visit_of(p, P1)], KHS_PICKUP);
    CHECK_EQ(p->kind[visit_of(p, S1)], KHS_SHIP_FROM);
    CHECK_EQ(p->kind[p->order[S1].partner], KHS_SHIP_TO);
    CHECK_EQ(p->visits, 8);
    khe_compiled_free(c);
    kh_order_set_free(set);
}

static void windows(void **unused)
{
    (void)unused;
    kh_order_set *set = NULL;
    khe_compiled *c = compile(&set);
    const khs_problem *p = &c->problem;
    const int32_t v = visit_of(p, D1), rows = p->visits + 1, w = p->window_at[v];
    /* 07:00 to 09:00 and 13:30 to 15:00 on two days, all in the opening hours of a */
    CHECK_EQ(p->window_at[v + 1] - w, 4);
    CHECK_EQ(p->window_open[w], 7 * HOUR);
    CHECK_EQ(p->window_close[w + 1], 15 * HOUR);
    CHECK_EQ(p->window_open[w + 2], DAY + 7 * HOUR);
    CHECK_EQ(p->open[v], 7 * HOUR);
    CHECK_EQ(p->close[v], DAY + 15 * HOUR);
    /* loading: collect window from 05:30, ready at 05:45, of the route's day */
    CHECK_EQ(p->dock_open[v], 5 * HOUR + 45 * 60);
    CHECK_EQ(p->dock_close[v], 12 * HOUR);
    CHECK_EQ(p->dock_open[rows + v], DAY + 5 * HOUR + 45 * 60);
    CHECK_EQ(p->dock_open[visit_of(p, P1)], -KHS_FAR);
    CHECK_EQ(p->dock_ticks[p->dock_of[p->resource[0].start] * rows + v], 300);
    CHECK_EQ(p->window_at[visit_of(p, LATE) + 1] - p->window_at[visit_of(p, LATE)], 1);
    CHECK(!c->narrowed);
    khe_compiled_free(c);
    kh_order_set_free(set);
}

static void loads_and_conflicts(void **unused)
{
    (void)unused;
    kh_order_set *set = NULL;
    khe_compiled *c = compile(&set);
    const khs_problem *p = &c->problem;
    const int32_t d1 = visit_of(p, D1), p1 = visit_of(p, P1), s1 = visit_of(p, S1);
    CHECK_EQ(p->measures, 1); /* pallets bind nowhere */
    CHECK_EQ(khs_quantity(p, d1)[0], 100);
    CHECK_EQ(p->resource[0].capacity[0], 120); /* in parts of 10 kg */
    CHECK_EQ(p->max_on_board[s1], KHS_FAR);
    CHECK_EQ(p->max_on_board[p->order[S1].partner], HOUR);
    CHECK_EQ(p->max_on_board[p1], 2 * HOUR);
    CHECK((p->has_route[d1] & p->hates_route[p1]) != 0);
    CHECK((p->has_route[p1] & p->hates_route[d1]) != 0);
    CHECK_EQ(p->has_route[s1], 0);
    CHECK((p->has_time[d1] & p->hates_time[s1]) != 0);
    CHECK_EQ(p->has_time[d1] & p->hates_time[p1], 0);
    CHECK_EQ(p->order[DEAR].price_out, 1250000);
    CHECK_EQ(p->order[D1].price_out, -1);
    CHECK_EQ(p->order[D1].tier, 1);
    khe_compiled_free(c);
    kh_order_set_free(set);
}

static void survey(void **unused)
{
    (void)unused;
    kh_order_set *set = NULL;
    khe_compiled *c = compile(&set);
    const khs_problem *p = &c->problem;
    CHECK(p->has_duration && p->has_pickups && p->has_pairs && p->has_deliveries);
    CHECK(p->has_fixed_stops && p->has_extra_visits && p->has_dock_time && p->has_many_windows);
    CHECK(p->has_on_board && p->has_conflict_time && p->has_conflict_route && p->has_stop_limits);
    CHECK(!p->has_tolls && !p->has_no_road);
    CHECK(p->matrix[0].steps == p->matrix[0].steps_to);
    CHECK_EQ(p->steps_per_km, 1000);
    khe_compiled_free(c);
    kh_order_set_free(set);
}

/* A set of four deliveries with the given lists, and what compiling it gives. */
static kh_status compile_with(const char *extra, khe_compiled **compiled, kh_order_set **set,
                              kh_errors *errors)
{
    char text[4096];
    snprintf(text, sizeof text,
             "{\"format\":\"keyhaul/order-set/1\",\"name\":\"t\",\"currency\":\"EUR\","
             "\"horizon\":{\"start\":\"2026-11-24T00:00:00Z\",\"days\":1},\"measures\":[\"kg\"],"
             "\"locations\":[{\"id\":\"d\",\"x\":0,\"y\":0},{\"id\":\"a\",\"x\":1,\"y\":0}],"
             "\"travel\":{\"p\":{\"model\":\"plane\",\"unit_m\":1000,\"speed_kmh\":40}},"
             "\"orders\":[{\"id\":\"1\",\"to\":\"a\",\"quantity\":{\"kg\":1}},"
             "{\"id\":\"2\",\"to\":\"a\",\"quantity\":{\"kg\":1}},"
             "{\"id\":\"3\",\"to\":\"a\",\"quantity\":{\"kg\":1}},"
             "{\"id\":\"4\",\"to\":\"a\",\"quantity\":{\"kg\":1}}],"
             "\"vehicles\":[{\"id\":\"v\",\"count\":1,\"profile\":\"p\",\"start\":\"d\","
             "\"capacity\":{\"kg\":9},\"cost\":{\"per_km\":1}}]%s}",
             extra);
    *set = test_set_of(text, strlen(text));
    return khe_compile(*set, errors, compiled);
}

static void bonds_merge(void **unused)
{
    (void)unused;
    kh_order_set *set = NULL;
    khe_compiled *c = NULL;
    CHECK_EQ(compile_with(",\"together\":[{\"orders\":[\"1\",\"2\"],\"mode\":\"trip\"},"
                          "{\"orders\":[\"4\",\"2\"],\"mode\":\"vehicle\"}]",
                          &c, &set, NULL),
             KH_OK);
    CHECK_EQ(c->problem.bonds, 1);
    CHECK_EQ(c->problem.bond[0].mode, KHS_SAME_ROUTE);
    CHECK_EQ(c->problem.bond[0].count, 3);
    CHECK_EQ(c->problem.bond[0].orders[2], 3);
    CHECK_EQ(c->problem.order[2].bond, -1);
    CHECK_EQ(c->problem.order[3].bond, 0);
    khe_compiled_free(c);
    kh_order_set_free(set);
}

static void bonds_of_two_modes_are_refused(void **unused)
{
    (void)unused;
    kh_order_set *set = NULL;
    khe_compiled *c = NULL;
    kh_errors *errors = kh_errors_new();
    CHECK_EQ(compile_with(",\"together\":[{\"orders\":[\"1\",\"2\"],\"mode\":\"stop\"},"
                          "{\"orders\":[\"4\",\"2\"],\"mode\":\"all-or-none\"}]",
                          &c, &set, errors),
             KH_E_UNSUPPORTED);
    assert_string_equal(kh_errors_at(errors, KH_ERROR, 0)->pointer, "/together/1");
    assert_null(c);
    kh_errors_free(errors);
    kh_order_set_free(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(resources),
        cmocka_unit_test(who_may_serve),
        cmocka_unit_test(windows),
        cmocka_unit_test(loads_and_conflicts),
        cmocka_unit_test(survey),
        cmocka_unit_test(bonds_merge),
        cmocka_unit_test(bonds_of_two_modes_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
