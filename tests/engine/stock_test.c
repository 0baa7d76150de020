/* Products and stock: what a document becomes, which plan it asks for, and why orders stay out. */
#include "order_set.h"
#include "plan_handle.h"
#include "set_file.h"

static char text[8192];

/* Depots n and s with the stock given, a vehicle at each; the orders given, to a (near n) and b
 * (near s). */
static kh_status read(const char *stock_n, const char *stock_s, const char *orders,
                      const char *more, kh_order_set **set, kh_errors *errors)
{
    const int length =
        snprintf(text, sizeof text,
                 "{\"format\":\"keyhaul/order-set/1\",\"measures\":[\"pallets\"],\"locations\":["
                 "{\"id\":\"n\",\"x\":0,\"y\":0%s},{\"id\":\"s\",\"x\":0,\"y\":50%s},"
                 "{\"id\":\"a\",\"x\":5,\"y\":0},{\"id\":\"b\",\"x\":5,\"y\":50}],"
                 "\"travel\":{\"t\":{\"model\":\"plane\",\"unit_m\":1000,\"speed_kmh\":60}},"
                 "\"orders\":[%s],\"vehicles\":["
                 "{\"id\":\"vn\",\"count\":2,\"start\":\"n\",\"capacity\":{\"pallets\":10},"
                 "\"cost\":{\"per_day\":10,\"per_km\":1}},"
                 "{\"id\":\"vs\",\"count\":2,\"start\":\"s\",\"capacity\":{\"pallets\":10},"
                 "\"cost\":{\"per_day\":10,\"per_km\":1}}]%s}",
                 stock_n, stock_s, orders, more);
    CHECK(length > 0 && length < (int)sizeof text);
    return kh_order_set_parse(text, (size_t)length, NULL, set, errors);
}

static kh_order_set *set_of(const char *stock_n, const char *stock_s, const char *orders)
{
    kh_order_set *set = NULL;
    CHECK_EQ(read(stock_n, stock_s, orders, "", &set, NULL), KH_OK);
    return set;
}

#define TO(id, place, products)                                                                    \
    "{\"id\":\"" id "\",\"from\":[\"n\",\"s\"],\"to\":\"" place "\",\"quantity\":{\"pallets\":4}," \
    "\"products\":{" products "}}"
#define STOCK(what) ",\"stock\":{" what "}"

static kh_plan *plan_of(const kh_order_set *set, bool exact)
{
    kh_settings settings;
    kh_plan *plan = NULL;
    kh_settings_init(&settings);
    settings.time_limit = 0;
    settings.iterations = 2000;
    settings.threads = 1;
    settings.exact = exact;
    CHECK_EQ(kh_plan_make(set, &settings, NULL, NULL, &plan, NULL), KH_OK);
    return plan;
}

static void test_reading(void **state)
{
    (void)state;
    kh_order_set *set =
        set_of(STOCK("\"tv\":2.5,\"radio\":0"), "", TO("o", "a", "\"radio\":1,\"tv\":0.125"));
    CHECK_EQ(set->product_count, 2);
    CHECK(set->locations[0].stocks == 2 && set->locations[1].stocks == -1);
    CHECK(set->locations[0].stock[0].amount == 2500 && set->locations[0].stock[1].amount == 0);
    const khe_order *o = &set->orders[0];
    CHECK_EQ(o->product_count, 2);
    assert_string_equal(set->products[o->products[0].product], "radio");
    CHECK(o->products[0].amount == 1000 && o->products[1].amount == 125);
    kh_order_set_free(set);
}

typedef struct mistake {
    const char *stock, *products, *code, *pointer;
} mistake;

static void test_mistakes(void **state)
{
    static const mistake mistakes[] = {
        {STOCK("\"tv\":-1"), "\"tv\":1", "out_of_range", "/locations/0/stock/tv"},
        {STOCK("\"tv\":\"many\""), "\"tv\":1", "wrong_type", "/locations/0/stock/tv"},
        {",\"stock\":[]", "\"tv\":1", "wrong_type", "/locations/0/stock"},
        {STOCK("\"tv\":1,\"tv\":2"), "\"tv\":1", "doubled_key", "/locations/0/stock/tv"},
        {STOCK("\"tv\":1"), "\"tv\":1,\"tv\":1", "doubled_key", "/orders/0/products/tv"},
        {STOCK("\"tv\":1"), "\"tv\":0.0001", "too_precise", "/orders/0/products/tv"},
        {STOCK("\"tv\":1"), "\"tv\":2147484", "out_of_range", "/orders/0/products/tv"},
    };
    (void)state;
    for (size_t m = 0; m < sizeof mistakes / sizeof *mistakes; m++) {
        char order[512];
        kh_order_set *set = NULL;
        kh_errors *errors = kh_errors_new();
        snprintf(order, sizeof order,
                 "{\"id\":\"o\",\"to\":\"a\",\"quantity\":{\"pallets\":1},\"products\":{%s}}",
                 mistakes[m].products);
        CHECK_EQ(read(mistakes[m].stock, "", order, "", &set, errors), KH_E_SCHEMA);
        const kh_finding *first = kh_errors_at(errors, KH_ERROR, 0);
        assert_string_equal(first->code, mistakes[m].code);
        assert_string_equal(first->pointer, mistakes[m].pointer);
        kh_errors_free(errors);
    }
}

static void test_sums_that_cannot_be_counted(void **state)
{
    kh_order_set *set = NULL;
    (void)state;
    CHECK_EQ(read("", "", TO("o", "a", "\"tv\":2000000") "," TO("p", "a", "\"tv\":147484"), "",
                  &set, NULL),
             KH_E_LIMIT);
}

static void test_unknown_product(void **state)
{
    kh_order_set *set = NULL;
    kh_errors *errors = kh_errors_new();
    (void)state;
    CHECK_EQ(read(STOCK("\"TV-55\":9"), "",
                  TO("o", "a", "\"TV-56\":1") "," TO("p", "a", "\"TV-56\":1"), "", &set, errors),
             KH_OK);
    CHECK_EQ(kh_errors_count(errors, KH_WARNING), 1);
    const kh_finding *warning = kh_errors_at(errors, KH_WARNING, 0);
    assert_string_equal(warning->code, "not_stocked");
    assert_string_equal(warning->pointer, "/orders/0/products/TV-56");
    CHECK(strstr(warning->message, "did you mean \"TV-55\"?"));
    kh_errors_free(errors);
    kh_order_set_free(set);
}

/* Where each order leaves from, "n", "s" or "-". */
static void check_sources(const char *stock_n, const char *stock_s, const char *orders,
                          const char *expected)
{
    kh_order_set *set = set_of(stock_n, stock_s, orders);
    for (int32_t exact = 0; exact < 2; exact++) {
        kh_plan *plan = plan_of(set, exact);
        for (int32_t o = 0; o < set->order_count; o++) {
            const int32_t route = plan->plan->orders[o].route;
            const char *from = "-";
            if (route != KHE_NONE)
                from = set->locations[set->vehicles[plan->plan->routes[route].vehicle].start].id;
            if (*from != expected[o]) fail_msg("%s: order %d from %s", expected, (int)o, from);
        }
        kh_plan_free(plan);
    }
    kh_order_set_free(set);
}

static void test_sources(void **state)
{
    (void)state;
    const char *two = TO("o", "a", "\"tv\":3") "," TO("p", "b", "\"tv\":3");
    check_sources("", "", two, "ns");
    check_sources(STOCK("\"tv\":6"), STOCK("\"tv\":2.999"), two, "nn");
    check_sources(STOCK("\"tv\":2"), "", two, "ss");
    check_sources(STOCK("\"tv\":3"), STOCK("\"tv\":3"), two, "ns");
    check_sources(STOCK(""), STOCK("\"radio\":9,\"tv\":6"), two, "ss");
    check_sources(STOCK(""), STOCK("\"radio\":9"), TO("o", "a", "\"tv\":0"), "n");
}

static void check_reason(const kh_order_set *set, khe_reason reason, bool proved, const char *says)
{
    kh_plan *plan = plan_of(set, true);
    CHECK_EQ(plan->plan->unserved_count, 1);
    const khe_why *why = plan->plan->unserved[0].why;
    if (why->reason != reason || why->proved != proved || strcmp(why->detail, says) != 0)
        fail_msg("reason %d, proved %d, \"%s\"", (int)why->reason, why->proved, why->detail);
    kh_plan_free(plan);
}

static void test_reasons(void **state)
{
    (void)state;
    kh_order_set *set = set_of(STOCK("\"tv\":2"), STOCK(""), TO("o", "a", "\"tv\":3"));
    check_reason(set, KHE_NO_STOCK, true, "it takes 3 of \"tv\", n has 2");
    kh_order_set_free(set);
    set =
        set_of(STOCK("\"tv\":5"), STOCK(""), TO("o", "a", "\"tv\":3") "," TO("p", "b", "\"tv\":3"));
    check_reason(set, KHE_NO_STOCK, false,
                 "it takes 3 of \"tv\", n has 5, of which the other orders leave 2");
    kh_order_set_free(set);
    /* what no vehicle holds is said and proved, whatever is left in stock */
    set = set_of(STOCK("\"tv\":4"), STOCK(""),
                 "{\"id\":\"o\",\"to\":\"a\",\"quantity\":{\"pallets\":11},\"unserved_penalty\":1,"
                 "\"products\":{\"tv\":2}}," TO("p", "b", "\"tv\":3"));
    check_reason(
        set, KHE_CAPACITY, true,
        "it has 11 pallets, and 10 is the most that fits on any vehicle that may carry it");
    kh_order_set_free(set);
    /* n has none left, and nobody says that a vehicle there could serve it */
    set = set_of(STOCK("\"tv\":2"), STOCK("\"tv\":1"),
                 TO("o", "a", "\"tv\":2") "," TO("p", "b", "\"tv\":2"));
    check_reason(set, KHE_NO_STOCK, false,
                 "it takes 2 of \"tv\", s has 1, of which the other orders leave 1");
    kh_order_set_free(set);
}

/* All of a split order is served or none: four parts of ten pallets take four times 5.5 tv. */
static void test_split(void **state)
{
    static const char order[] = "{\"id\":\"o\",\"from\":[\"n\",\"s\"],\"to\":\"a\",\"quantity\":"
                                "{\"pallets\":40},\"products\":{\"tv\":22},"
                                "\"split\":{\"by\":\"units\",\"min\":{\"pallets\":1}}}";
    (void)state;
    check_sources(STOCK("\"tv\":11"), STOCK("\"tv\":11"), order, "nnss");
    check_sources(STOCK("\"tv\":11"), STOCK("\"tv\":10.999"), order, "----");
}

/* What is collected on the way leaves the stock of its place too: there is not enough for both. */
static void test_shipments(void **state)
{
    (void)state;
    const char *ship = "{\"id\":\"o\",\"from\":\"n\",\"to\":\"a\",\"as\":\"shipment\",\"quantity\":"
                       "{\"pallets\":1},\"products\":{\"tv\":2}},"
                       "{\"id\":\"p\",\"from\":\"n\",\"to\":\"b\",\"quantity\":{\"pallets\":1},"
                       "\"products\":{\"tv\":2},\"unserved_penalty\":1}";
    check_sources(STOCK("\"tv\":4"), "", ship, "n-");
    kh_order_set *set = set_of(STOCK("\"tv\":3.9"), "", ship);
    check_reason(set, KHE_NO_STOCK, false,
                 "it takes 2 of \"tv\", n has 3.9, of which the other orders leave 1.9");
    kh_order_set_free(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reading),
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_sums_that_cannot_be_counted),
        cmocka_unit_test(test_unknown_product),
        cmocka_unit_test(test_sources),
        cmocka_unit_test(test_reasons),
        cmocka_unit_test(test_split),
        cmocka_unit_test(test_shipments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
