/* The plan of tests/data/three_stops.json, byte by byte, and its table. A difference is written to
 * the working folder, to be looked at and copied if it is right. */
#include "compile.h"
#include "decode.h"
#include "explain.h"
#include "plan_handle.h"
#include "set_file.h"
#include "text_writer.h"

static kh_plan *make_plan(const kh_order_set *set, int32_t threads)
{
    kh_settings how;
    kh_plan *plan = NULL;
    kh_settings_init(&how);
    how.time_limit = 0;
    how.iterations = 2000;
    how.threads = threads;
    CHECK_EQ(kh_plan_make(set, &how, NULL, NULL, &plan, NULL), KH_OK);
    return plan;
}

/* Cuts out the line of solver.run, all that the clock decides. */
static void cut_run(char *text)
{
    char *from = strstr(text, "    \"run\": ");
    CHECK(from != NULL);
    const char *to = strchr(from, '\n') + 1;
    memmove(from, to, strlen(to) + 1);
}

/* A route of a result, its cost filled in. */
static khs_route route_of(const khe_compiled *c, int32_t resource, int32_t *visits, int32_t count)
{
    const khs_route_value value = khs_route_evaluate(&c->problem, resource, visits, count);
    CHECK_EQ(value.flaw, KHS_FINE);
    return (khs_route){.resource = resource, .count = count, .visits = visits, .cost = value.cost};
}

/* The plan of two given routes: P1 on the dedicated van, D1, S1 and DEAR together on a shared one.
 */
static khe_plan *given_plan(const khe_compiled *c)
{
    enum { D1, P1, S1, LATE, BIG, DEAR, LIFT };
    const khs_order *order = c->problem.order;
    int32_t alone[] = {order[P1].visit}, absent[] = {LATE, BIG, LIFT};
    int32_t together[] = {order[D1].visit, order[S1].visit, order[DEAR].visit, order[S1].partner};
    khs_route routes[] = {route_of(c, 0, alone, 1), route_of(c, 1, together, 4)};
    const khs_result result = {
        .routes = routes,
        .route_count = 2,
        .absent = absent,
        .absent_count = 3,
        .cost = routes[0].cost + routes[1].cost + c->problem.owned,
        .proven = true,
        .iterations = 1234,
        .islands = 4,
        .threads = 2,
        .first_s = 0.01,
        .within_1pct_s = 0.02,
        .seconds = 0.5,
        .stopped_by = KHS_BY_OPTIMUM,
    };
    khe_plan *plan = NULL;
    CHECK_EQ(khe_decode(c, &result, &plan, NULL), KH_OK);
    CHECK_EQ(khe_explain(c, &result, plan), KH_OK);
    return plan;
}

static void golden_plan_and_table(void **unused)
{
    (void)unused;
    kh_order_set *set = test_set_file("tests/data/three_stops.json");
    khe_compiled *compiled = NULL;
    char *text = NULL;
    size_t size = 0;
    CHECK_EQ(khe_compile(set, NULL, &compiled), KH_OK);
    khe_plan *plan = given_plan(compiled);
    CHECK_EQ(khe_plan_write(set, plan, &text, &size), KH_OK);
    CHECK_EQ(kh_check(set, text, size, NULL), KH_OK);
    char *table = khe_plan_table(set, plan, 80), *narrow = khe_plan_table(set, plan, 50);
    CHECK(table && narrow);
    test_golden("three_stops.plan.json", text);
    test_golden("three_stops.table.txt", table);
    test_golden("three_stops.narrow.txt", narrow);
    kh_text_free(text);
    kh_text_free(table);
    kh_text_free(narrow);
    khe_plan_free(plan);
    khe_compiled_free(compiled);
    kh_order_set_free(set);
}

static void same_bytes_with_more_threads(void **unused)
{
    (void)unused;
    kh_order_set *set = test_set_file("instances/example/everything.json");
    kh_plan *one = make_plan(set, 1), *two = make_plan(set, 2);
    cut_run(one->text);
    cut_run(two->text);
    assert_string_equal(one->text, two->text);
    kh_plan_free(one);
    kh_plan_free(two);
    kh_order_set_free(set);
}

static void decimals(void **unused)
{
    (void)unused;
    static const struct {
        int64_t value;
        int32_t places;
        const char *text;
    } cases[] = {
        {0, 6, "0"},
        {1, 6, "0.000001"},
        {1000000, 6, "1"},
        {1250000, 6, "1.25"},
        {-1250000, 6, "-1.25"},
        {12300, 3, "12.3"},
        {100, 0, "100"},
        {-1, 3, "-0.001"},
        {INT64_MAX, 6, "9223372036854.775807"},
        {INT64_MIN, 0, "-9223372036854775808"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        khe_writer w = {0};
        khe_put_decimal(&w, cases[i].value, cases[i].places);
        assert_string_equal(w.text, cases[i].text);
        free(w.text);
    }
}

static void json_layout(void **unused)
{
    (void)unused;
    khe_writer w = {0};
    khe_write_object(&w, NULL, KHE_BLOCK);
    khe_write_text(&w, "a\"b", "x\n\\\x01ü");
    khe_write_array(&w, "row", KHE_ROW);
    khe_write_decimal(&w, NULL, 15, 1);
    khe_write_null(&w, NULL);
    khe_write_close(&w);
    khe_write_object(&w, "none", KHE_BLOCK);
    khe_write_close(&w);
    khe_write_object(&w, "one", KHE_ROW);
    khe_write_bool(&w, "yes", true);
    khe_write_number(&w, "pi", 0.1);
    khe_write_close(&w);
    khe_write_close(&w);
    char *text = khe_writer_take(&w, NULL);
    assert_string_equal(text, "{\n  \"a\\\"b\": \"x\\n\\\\\\u0001ü\",\n  \"row\": [1.5, null],\n"
                              "  \"none\": {},\n  \"one\": { \"yes\": true, \"pi\": 0.1 }\n}\n");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decimals),
        cmocka_unit_test(json_layout),
        cmocka_unit_test(golden_plan_and_table),
        cmocka_unit_test(same_bytes_with_more_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
