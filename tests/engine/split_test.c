/* Orders that are split: into which parts, and a plan of them that holds. */
#include "order_set.h"
#include "plan_handle.h"
#include "test.h"

static char text[4096];

/* Two classes, of 10 and 6 pallets; an order of `pallets` with the split given; and another text
 * before the end. */
static kh_order_set *set_of(const char *pallets, const char *split, const char *more,
                            kh_errors *errors)
{
    kh_order_set *set = NULL;
    const int length =
        snprintf(text, sizeof text,
                 "{\"format\":\"keyhaul/order-set/"
                 "1\",\"measures\":[\"pallets\",\"kg\"],\"locations\":[{\"id\":\"d\",\"x\":0,"
                 "\"y\":0},{\"id\":\"a\",\"x\":10,\"y\":0}],\"travel\":{\"t\":{\"model\":\"plane\","
                 "\"unit_m\":1000,"
                 "\"speed_kmh\":60}},\"orders\":[{\"id\":\"big\",\"from\":\"d\",\"to\":\"a\","
                 "\"quantity\":{\"pallets\":%s,"
                 "\"kg\":1000},\"value\":100,\"unserved_penalty\":9000,\"service\":{\"fixed_min\":"
                 "5,\"per\":{\"pallets\":2}},"
                 "\"split\":%s},{\"id\":\"small\",\"from\":\"d\",\"to\":\"a\",\"quantity\":{"
                 "\"pallets\":1,\"kg\":10}}],"
                 "\"vehicles\":[{\"id\":\"v\",\"count\":4,\"start\":\"d\",\"capacity\":{"
                 "\"pallets\":10,\"kg\":\"unlimited\"},"
                 "\"cost\":{\"per_day\":100,\"per_km\":1}},{\"id\":\"w\",\"count\":4,\"start\":"
                 "\"d\",\"capacity\":{\"pallets\":6,"
                 "\"kg\":\"unlimited\"},\"cost\":{\"per_day\":70,\"per_km\":1}}]%s}",
                 pallets, split, more);
    CHECK(length > 0 && length < (int)sizeof text);
    const kh_status status = kh_order_set_parse(text, (size_t)length, NULL, &set, errors);
    return status == KH_OK ? set : NULL;
}

typedef struct expected {
    const char *pallets, *split;
    int32_t parts, units[4]; /* thousandths of pallets; parts 1: whole */
} expected;

static void parts_are_full_loads_and_a_rest(void **state)
{
    static const expected cases[] = {
        {"25", "{\"by\":\"units\",\"min\":{\"pallets\":4}}", 3, {10000, 10000, 5000}},
        {"22", "{\"by\":\"units\",\"min\":{\"pallets\":4}}", 3, {10000, 8000, 4000}},
        {"20", "{\"by\":\"units\",\"min\":{\"pallets\":4}}", 2, {10000, 10000}},
        {"10", "{\"by\":\"units\",\"min\":{\"pallets\":1}}", 1, {10000}},
        {"11", "{\"by\":\"units\",\"min\":{\"pallets\":6}}", 1, {11000}},
        {"25", "{\"by\":\"units\",\"min\":{\"pallets\":4},\"max_parts\":2}", 1, {25000}},
        {"25", "\"never\"", 1, {25000}},
    };
    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        const expected *e = &cases[c];
        kh_order_set *set = set_of(e->pallets, e->split, "", NULL);
        CHECK(set);
        CHECK_EQ(set->order_count, e->parts + 1);
        CHECK_EQ(kh_order_set_orders(set), 2);
        int64_t kg = 0, value = 0, penalty = 0;
        for (int32_t k = 0; k < e->parts; k++) {
            CHECK_EQ(set->orders[k].quantity[0], e->units[k]);
            CHECK_EQ(set->orders[k].to.service, 300 + 120 * (e->units[k] / 1000));
            kg += set->orders[k].quantity[1];
            value += set->orders[k].value;
            penalty += set->orders[k].unserved_penalty;
        }
        CHECK_EQ(kg, 1000000);
        CHECK_EQ(value, 100000000);
        CHECK_EQ(penalty, 9000000000);
        CHECK_EQ(strcmp(set->orders[0].id, e->parts > 1 ? "big/1" : "big"), 0);
        CHECK_EQ(set->together_count, e->parts > 1);
        kh_order_set_free(set);
    }
}

static void check_mistake(const char *pallets, const char *split, const char *more,
                          const char *code)
{
    kh_errors *errors = kh_errors_new();
    CHECK(!set_of(pallets, split, more, errors));
    CHECK_EQ(strcmp(kh_errors_at(errors, KH_ERROR, 0)->code, code), 0);
    kh_errors_free(errors);
}

static void mistakes_are_named(void **state)
{
    (void)state;
    check_mistake("25.5", "{\"by\":\"units\",\"min\":{\"pallets\":4}}", "", "wrong_value");
    check_mistake("25", "{\"by\":\"units\",\"min\":{\"pallets\":4,\"kg\":1}}", "", "wrong_size");
    check_mistake("25", "{\"by\":\"units\",\"min\":{\"pallets\":0}}", "", "out_of_range");
    check_mistake("25", "{\"by\":\"weight\",\"min\":{\"pallets\":4}}", "", "wrong_value");
    check_mistake("25", "{\"by\":\"units\",\"min\":{\"pallets\":4}}",
                  ",\"together\":[{\"orders\":[\"big\",\"small\"],\"mode\":\"all-or-none\"}]",
                  "unsupported");
}

static void their_plan_holds(void **state)
{
    (void)state;
    kh_order_set *set = set_of("25", "{\"by\":\"units\",\"min\":{\"pallets\":4}}", "", NULL);
    kh_plan *plan = NULL;
    CHECK_EQ(kh_plan_make(set, NULL, NULL, NULL, &plan, NULL), KH_OK);
    kh_plan_summary summary;
    kh_plan_summarise(plan, &summary);
    CHECK_EQ(summary.orders, 2);
    CHECK_EQ(summary.served, 2);
    CHECK_EQ(summary.trips, 3); /* the small one rides with the rest of the big one */
    size_t size = 0;
    const char *document = kh_plan_text(plan, &size);
    CHECK(strstr(document, "\"part_of\": \"big\""));
    CHECK(strstr(document, "\"parts\": { \"big/1\": { \"pallets\": 10,"));
    kh_plan_free(plan);
    kh_order_set_free(set);
}

/* Found by fuzzing: parts were made of an order without a place to go to. */
static void no_parts_of_a_wrong_order(void **state)
{
    static const char document[] =
        "{\"format\":\"keyhaul/order-set/1\",\"measures\":[\"pallets\"],\"locations\":["
        "{\"id\":\"d\",\"x\":0,\"y\":0}],\"travel\":{\"t\":{\"model\":\"plane\",\"unit_m\":1000,"
        "\"speed_kmh\":60}},\"orders\":[{\"id\":\"big\",\"from\":\"d\",\"to\":\"nowhere\","
        "\"quantity\":{\"pallets\":9},\"split\":{\"by\":\"units\",\"min\":{\"pallets\":1}}}],"
        "\"vehicles\":[{\"id\":\"v\",\"start\":\"d\",\"capacity\":{\"pallets\":4},"
        "\"cost\":{\"per_km\":1}}]}";
    kh_order_set *set = NULL;
    (void)state;
    CHECK_EQ(kh_order_set_parse(document, strlen(document), NULL, &set, NULL), KH_E_SCHEMA);
    CHECK(!set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_parts_of_a_wrong_order),
                                       cmocka_unit_test(parts_are_full_loads_and_a_rest),
                                       cmocka_unit_test(mistakes_are_named),
                                       cmocka_unit_test(their_plan_holds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
