/* Order sets: what a document with every key becomes, and what each mistake in it is called. */
#include "edited_set.h"
#include "travel.h"

/* The document tests/data/order_set.json, to be freed with cJSON_Delete. */
static cJSON *good_document(void) { return load_document("tests/data/order_set.json"); }

static void test_header(void **state)
{
    (void)state;
    kh_order_set *set = read_good(good_document());
    assert_string_equal(kh_order_set_name(set), "All keys");
    assert_string_equal(kh_order_set_currency(set), "BRL");
    CHECK_EQ(kh_order_set_orders(set), 2);
    CHECK_EQ(kh_order_set_quarantined(set), 0);
    CHECK(set->calendar.dated && set->calendar.days == 2 && set->calendar.utc_offset_min == -180);
    CHECK(set->measures == 2 && strcmp(set->measure[1], "pallets") == 0);
    CHECK_EQ(strlen(set->sha256), 64);
    CHECK(!cJSON_HasObjectItem(set->document, "travel"));
    CHECK(cJSON_HasObjectItem(set->document, "orders"));
    CHECK_EQ(kh_errors_count(set->warnings, KH_WARNING), 1); /* estimated roads */
    kh_order_set_free(set);
}

static void test_locations(void **state)
{
    (void)state;
    kh_order_set *set = read_good(good_document());
    const khe_location *dc = &set->locations[0], *store = &set->locations[1];
    CHECK_EQ(dc->opens, 4); /* the days -1 ... 2 */
    CHECK(dc->open[1].open == 5 * 3600 && dc->open[1].close == 22 * 3600);
    CHECK(dc->dock_service.fixed == 5000000 && dc->dock_service.per[1] == 2500000);
    CHECK_EQ(store->fixed_stop, 720);
    CHECK_EQ(store->extra_visit_price, 25000000);
    CHECK(store->limits.length_mm == 9000 && store->limits.gross_kg == 18000);
    CHECK_EQ(dc->limits.length_mm, INT32_MAX);
    CHECK_EQ(set->locations[2].opens, -1);
    CHECK(set->locations[3].on_plane && set->locations[3].located);
    kh_order_set_free(set);
}

static void test_opening_hours(void **state)
{
    (void)state;
    const int32_t day = 86400;
    static const struct {
        const char *open, *closed;
        int32_t opens, first_open, first_close;
    } cases[] = {
        {"[[\"22:00\",\"06:00\"]]", NULL, 4, -7200, 21600},
        {"[[\"00:00\",\"24:00\"]]", NULL, 1, -86400, 3 * 86400},
        {"[[\"06:00\",\"12:00\"],[\"10:00\",\"20:00\"]]", NULL, 4, 21600 - 86400, 72000 - 86400},
        {"[{\"days\":[\"wed\"],\"from\":\"06:00\",\"to\":\"20:00\"}]", NULL, 1, 86400 + 21600,
         86400 + 72000},
        {"[[\"+0 07:00\",\"+0 08:00\"]]", NULL, 1, 25200, 28800},
        {"[]", NULL, 0, 0, 0},
        {"[[\"20:00\",\"04:00\"]]", "[\"2026-11-24\"]", 4, 72000 - 86400, -1},
        {NULL, "[\"2026-11-24\"]", 2, -86400, -1},
        {"[{\"days\":[\"tue\"],\"from\":\"06:00\",\"to\":\"20:00\"}]", "[\"2026-11-24\"]", 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        cJSON *document = good_document();
        if (cases[i].open) put(document, "/locations/2", "open", cases[i].open);
        if (cases[i].closed) put(document, "/locations/2", "closed", cases[i].closed);
        kh_order_set *set = read_good(document);
        const khe_location *place = &set->locations[2];
        CHECK_EQ(place->opens, cases[i].opens);
        if (place->opens > 0) {
            CHECK_EQ(place->open[0].open, cases[i].first_open);
            CHECK_EQ(place->open[0].close, cases[i].first_close);
        }
        kh_order_set_free(set);
    }
    cJSON *document = good_document();
    put(document, "/locations/2", "utc_offset", "\"-02:00\"");
    put(document, "/locations/2", "open", "[[\"06:00\",\"07:00\"]]");
    kh_order_set *set = read_good(document);
    CHECK_EQ(set->locations[2].open[1].open, 5 * 3600);
    CHECK(set->locations[2].open[2].open == 5 * 3600 + day);
    kh_order_set_free(set);
}

static void test_travel(void **state)
{
    (void)state;
    cJSON *document = good_document();
    put(document, "/travel", "truck2",
        "{\"model\":\"great-circle\",\"speed_kmh\":[{\"up_to_km\":5,\"kmh\":22},"
        "{\"up_to_km\":30,\"kmh\":38},{\"kmh\":68}]}");
    kh_order_set *set = read_good(document);
    CHECK_EQ(set->profile_count, 4);
    CHECK_EQ(set->profiles[3].same_as, 0); /* 1.3 is the default */
    CHECK_EQ(set->profiles[1].same_as, 1);
    const khe_leg leg = khe_travel_leg(set, 1, 0, 1);
    CHECK(leg.road && leg.steps == 12400 && leg.ticks == 1260 && leg.toll == 4500000);
    CHECK(!khe_travel_leg(set, 1, 0, 2).road);
    CHECK(set->profiles[2].floor && !set->profiles[0].floor);
    kh_order_set_free(set);
}

/* A matrix large enough to be taken out of the text equals one read from the tree. */
static void test_large_matrix(void **state)
{
    (void)state;
    static const char *const rows[] = {"[[0,12.4,null],[12.9,0,0.0005],[7,0.29,0]]",
                                       "[[0,12.4,null],[12.9,0,0.0005],[70e-1,0.29,0]]"};
    kh_order_set *set[2];
    for (int i = 0; i < 2; i++) {
        static char text[65536];
        cJSON *document = good_document();
        put(document, "/travel/van", "places", "[\"dc\",\"store-1\",\"store-2\"]");
        put(document, "/travel/van", "round", "\"floor\"");
        cJSON_DeleteItemFromObject(at(document, "/travel/van"), "toll");
        put(document, "/travel/van", "km", "\"KM\"");
        put(document, "/travel/van", "min", "\"KM\"");
        char *print = cJSON_Print(document), *from = print, *to = text;
        for (char *mark; (mark = strstr(from, "\"KM\"")); from = mark + 4)
            to += sprintf(to, "%.*s%*s%s", (int)(mark - from), from, i ? 1 : 100, "", rows[i]);
        strcpy(to, from);
        CHECK_EQ(read_text(text, false, &set[i], NULL), KH_OK);
        cJSON_free(print);
        cJSON_Delete(document);
    }
    for (int32_t c = 0; c < 9; c++) {
        CHECK_EQ(set[0]->profiles[1].steps[c], set[1]->profiles[1].steps[c]);
        CHECK_EQ(set[0]->profiles[1].ticks[c], set[1]->profiles[1].ticks[c]);
    }
    CHECK_EQ(set[0]->profiles[1].steps[7], 290);
    CHECK_EQ(set[0]->profiles[1].steps[5], 0); /* 0.5 m, floored */
    CHECK_EQ(set[0]->profiles[1].steps[2], -1);
    kh_order_set_free(set[0]);
    kh_order_set_free(set[1]);
}

static void test_accounts_and_orders(void **state)
{
    (void)state;
    cJSON *document = good_document();
    put(document, "/orders", "2",
        "{\"id\":\"o3\",\"account\":\"a\",\"to\":\"store-1\",\"quantity\":{\"pallets\":2}}");
    kh_order_set *set = read_good(document);
    const khe_account *a = &set->accounts[0], *b = &set->accounts[1];
    CHECK(a->tier == 1 && b->tier == 3 && a->vehicles[0] && !b->vehicles);
    CHECK(a->never_withs == 1 && b->never_withs == 1 && b->never_with[0] == 0);
    CHECK(a->dedicateds == 1 && a->dedicated[0].count == 2);
    const khe_order *own = &set->orders[0], *inherited = &set->orders[2];
    CHECK(own->from.place == 0 && own->to.place == 1 && own->quantity[0] == 1840000);
    CHECK(own->has_ready && own->ready.daily && own->ready.at == 19800);
    CHECK(own->from.window_count == 1 && own->from.service == 600);
    CHECK(own->to.window_count == 2 && own->to.windows[1].open == 46800);
    CHECK_EQ(own->to.service, 540); /* 3 + 1.5 × 4 = 9 min */
    CHECK(own->unserved_penalty == 900000000 && own->max_on_board == 21600 && own->tier == 1);
    CHECK(own->vehicles && own->vehicles[0]);
    CHECK(set->orders[1].as_shipment && set->orders[1].unserved_penalty == KHE_NONE);
    CHECK_EQ(set->orders[1].tier, 3);
    CHECK_EQ(inherited->from.place, KHE_NONE);
    CHECK_EQ(inherited->to.service, 180);
    CHECK(inherited->needs == own->needs && inherited->goods == own->goods);
    CHECK(inherited->unserved_penalty == 100000000 && inherited->max_on_board == 18000);
    CHECK(set->together[0].mode == KHE_ALL_OR_NONE && set->together[0].count == 2);
    CHECK(!set->apart[0].whole_route && (set->apart[0].goods & own->goods) != 0);
    kh_order_set_free(set);
}

static void test_windows_mean_end(void **state)
{
    (void)state;
    cJSON *document = good_document();
    put(document, "", "windows_mean", "\"end\"");
    kh_order_set *set = read_good(document);
    const khe_order *order = &set->orders[0];
    CHECK_EQ(order->to.windows[0].open, 7 * 3600 - 540);
    CHECK_EQ(order->to.windows[0].close, 9 * 3600 - 540);
    CHECK_EQ(order->from.windows[0].open, 19800 - 600);
    kh_order_set_free(set);
}

static void test_vehicles(void **state)
{
    (void)state;
    cJSON *document = good_document();
    put(document, "/vehicles", "1",
        "{\"id\":\"night\",\"profile\":\"truck\",\"start\":\"dc\",\"count\":\"unlimited\","
        "\"capacity\":"
        "{\"kg\":1,\"pallets\":0.5},\"shift\":{\"days\":[\"wed\"],\"from\":\"22:00\",\"to\":\"06:"
        "00\"},"
        "\"size\":{\"length_m\":8,\"width_m\":2.5,\"height_m\":3.8,\"gross_t\":18},\"cost\":{\"per_"
        "km\":0}}");
    kh_order_set *set = read_good(document);
    const khe_vehicle *rigid = &set->vehicles[0], *night = &set->vehicles[1];
    CHECK(rigid->count == 6 && rigid->start == 0 && rigid->end == 0 && rigid->profile == 0);
    CHECK(rigid->capacity[0] == 9000000 && rigid->capacity[1] == INT32_MAX);
    CHECK(rigid->shift[1].open == 86400 + 18000 && rigid->shift[1].close == 86400 + 68400);
    CHECK(rigid->max_duty == 36000 && rigid->max_steps == 420000 && rigid->max_stops == 14);
    CHECK(rigid->per_km == 1120000 && rigid->overtime_after == 28800);
    CHECK(night->count == KHE_NONE && night->end == 0 && night->capacity[1] == 500);
    CHECK(night->shift[0].open > night->shift[0].close);
    CHECK(night->shift[1].open == 86400 + 79200 && night->shift[1].close == 2 * 86400 + 21600);
    CHECK(night->max_duty == KHE_NONE && night->overtime_after == INT32_MAX && night->per_km == 0);
    kh_order_set_free(set);
}

/* ---- Mistakes ---- */

static void test_every_key_wrong_once(void **state)
{
    (void)state;
    cJSON *document = good_document();
    spoil(document, document, "");
    cJSON_Delete(document);
}

static const mistake mistakes[] = {
    {"", "format", "\"keyhaul/order-set/2\"", "/format", "wrong_value", KH_E_SCHEMA},
    {"/horizon", "start", "\"2026-11-24T01:00:00-03:00\"", "/horizon/start", "wrong_time",
     KH_E_SCHEMA},
    {"/horizon", "days", "7000", "/horizon/days", "limit", KH_E_LIMIT},
    {"/resolution", "s", "0.5", "/resolution/s", "wrong_value", KH_E_SCHEMA},
    {"", "windows_mean", "\"arrival\"", "/windows_mean", "unsupported", KH_E_UNSUPPORTED},
    {"/measures", "1", "\"kg\"", "/measures/1", "doubled_id", KH_E_SCHEMA},
    {"/locations/3", "id", "\"store-2\"", "/locations/3/id", "doubled_id", KH_E_SCHEMA},
    {"/locations/2", "lon", "181", "/locations/2/lon", "out_of_range", KH_E_SCHEMA},
    {"/locations/2", "x", "1", "/locations/2", "missing_key", KH_E_SCHEMA},
    {"/locations/0", "open", "[[\"05:00\"]]", "/locations/0/open/0", "wrong_type", KH_E_SCHEMA},
    {"/locations/0", "open", "[[\"05:00\",\"25:00\"]]", "/locations/0/open/0/1", "wrong_time",
     KH_E_SCHEMA},
    {"/locations/0", "docks", "6", "/locations/0/docks", "unsupported", KH_E_UNSUPPORTED},
    {"/travel/truck", "unit_m", "1", "/travel/truck/unit_m", "wrong_value", KH_E_SCHEMA},
    {"/travel/truck", "traffic", "[]", "/travel/truck/traffic", "unsupported", KH_E_UNSUPPORTED},
    {"/travel/van", "km", "[[0,1],[1]]", "/travel/van/km/1", "wrong_size", KH_E_SCHEMA},
    {"/travel/van", "km", "[[0,null],[1,0]]", "/travel/van/min/0/1", "wrong_value", KH_E_SCHEMA},
    {"/travel/van", "toll", "[[0,-1],[1,0]]", "/travel/van/toll/0/1", "out_of_range", KH_E_SCHEMA},
    {"/travel/van", "km", "[[0,1000000],[1,0]]", "/travel/van/km/0/1", "limit", KH_E_LIMIT},
    {"/travel/van/places", "1", "\"dc\"", "/travel/van/places/1", "doubled_id", KH_E_SCHEMA},
    {"/travel/grid", "speed_kmh", "0", "/travel/grid/speed_kmh", "out_of_range", KH_E_SCHEMA},
    {"/accounts/0/never_with", "0", "\"a\"", "/accounts/0/never_with/0", "wrong_value",
     KH_E_SCHEMA},
    {"/accounts/0/dedicated/0", "count", "7", "/accounts/0/dedicated/0", "wrong_value",
     KH_E_SCHEMA},
    {"/accounts/0", "promise", "{}", "/accounts/0/promise", "unsupported", KH_E_UNSUPPORTED},
    {"/orders/0", "to", "\"store-3\"", "/orders/0/to", "dangling_id", KH_E_SCHEMA},
    {"/orders/0", "id", "\"o2\"", "/orders/1/id", "doubled_id", KH_E_SCHEMA},
    {"/orders/0/quantity", "kg", "0.0001", "/orders/0/quantity/kg", "too_precise", KH_E_SCHEMA},
    {"/orders/0", "from", "[]", "/orders/0/from", "wrong_size", KH_E_SCHEMA},
    {"/orders/0", "from", "[\"dc\",\"nowhere\"]", "/orders/0/from/1", "dangling_id", KH_E_SCHEMA},
    {"/orders/0", "jit", "{}", "/orders/0/jit", "unsupported", KH_E_UNSUPPORTED},
    {"/orders/0", "split", "{\"by\":\"units\"}", "/orders/0/split", "missing_key", KH_E_SCHEMA},
    {"/orders/0", "windows", "[[\"07:00\",\"+1 09:00\"]]", "/orders/0/windows/0", "wrong_time",
     KH_E_SCHEMA},
    {"/orders/0/collect", "windows", "[[\"05:00\",\"06:00\"],[\"07:00\",\"08:00\"]]",
     "/orders/0/collect/windows", "wrong_value", KH_E_SCHEMA},
    {"/orders/0", "ready", "\"05:30:00.5\"", "/orders/0/ready", "wrong_time", KH_E_SCHEMA},
    {"/vehicles/0", "end", "\"anywhere\"", "/vehicles/0/end", "unsupported", KH_E_UNSUPPORTED},
    {"/vehicles/0", "max_trips", "2", "/vehicles/0/max_trips", "unsupported", KH_E_UNSUPPORTED},
    {"/vehicles/0", "capacity", "{\"kg\":1}", "/vehicles/0/capacity", "missing_key", KH_E_SCHEMA},
    {"/vehicles/0", "size", "{\"length_m\":8,\"width_m\":2.5,\"height_m\":3}", "/vehicles/0",
     "missing_key", KH_E_SCHEMA},
    {"/vehicles/0", "start", "\"p\"", "/vehicles/0", "no_road", KH_E_SCHEMA},
    {"/vehicles/0", "shift", "[[\"05:00\",\"09:00\"],[\"10:00\",\"12:00\"]]", "/vehicles/0/shift/1",
     "wrong_time", KH_E_SCHEMA},
    {"/vehicles/0/cost", "per_km", "0.0000001", "/vehicles/0/cost/per_km", "too_precise",
     KH_E_SCHEMA},
    {"/together/0", "mode", "\"stop\"", "/together/0", "wrong_value", KH_E_SCHEMA},
    {"/orders/1", "to", "\"store-1\"", NULL, NULL, KH_OK},
    {"/together/0/orders", "1", "\"o1\"", "/together/0/orders/1", "doubled_id", KH_E_SCHEMA},
    {"/orders/0", "goods", "[\"food\",\"chemicals\"]", "/orders/0/goods", "goods_conflict",
     KH_E_SCHEMA},
    {"/accounts/0/defaults", "goods", "[\"a\",\"b\"]", NULL, NULL, KH_OK},
    {"/never_together/0", "goods", "[\"food\"]", "/never_together/0/goods", "wrong_size",
     KH_E_SCHEMA},
    {"/objective", "carbon_per_t", "90", "/objective/carbon_per_t", "unsupported",
     KH_E_UNSUPPORTED},
    {"", "carriers", "[]", NULL, NULL, KH_OK},
    {"", "drivers", "[]", "/drivers", "unsupported", KH_E_UNSUPPORTED},
};

static void test_mistakes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
        const mistake *wrong = &mistakes[i];
        cJSON *document = good_document();
        put(document, wrong->parent, wrong->key, wrong->text);
        if (wrong->status == KH_OK) {
            kh_order_set_free(read_good(document));
            continue;
        }
        if (strcmp(wrong->code, "doubled_id") == 0 && strcmp(wrong->parent, "/orders/0") == 0)
            cJSON_DeleteItemFromObject(document, "together");
        expect_one(document, wrong->pointer, wrong->code, wrong->status);
        cJSON_Delete(document);
    }
}

static void test_no_document(void **state)
{
    (void)state;
    kh_order_set *set = NULL;
    CHECK_EQ(read_text("[]", false, &set, NULL), KH_E_SCHEMA);
    CHECK_EQ(read_text("{", false, &set, NULL), KH_E_SYNTAX);
    CHECK_EQ(kh_order_set_parse("", 0, NULL, &set, NULL), KH_E_SYNTAX);
    assert_null(set);
    kh_order_set_free(NULL);
}

static void test_quarantine(void **state)
{
    (void)state;
    cJSON *document = good_document();
    put(document, "/orders", "2", "{\"id\":\"o3\",\"to\":\"dc\",\"quantity\":{\"kg\":1}}");
    put(document, "/orders", "3", "{\"id\":\"o4\",\"to\":\"dcc\",\"quantity\":{\"kg\":1}}");
    put(document, "/together", "1", "{\"orders\":[\"o2\",\"o4\"],\"mode\":\"vehicle\"}");
    kh_order_set *set = NULL;
    kh_errors *errors = kh_errors_new();
    CHECK_EQ(read_document(document, true, &set, errors), KH_OK);
    CHECK_EQ(kh_errors_total(errors, KH_ERROR), 0);
    /* o4 is wrong, o2 bound to it, o1 to o2 */
    CHECK_EQ(kh_order_set_orders(set), 1);
    CHECK_EQ(kh_order_set_quarantined(set), 3);
    assert_string_equal(set->orders[0].id, "o3");
    CHECK_EQ(set->orders[0].index_in_document, 2);
    assert_string_equal(set->bad_orders[0].id, "o4");
    CHECK_EQ(set->bad_orders[0].index_in_document, 3);
    CHECK(strstr(set->bad_orders[0].why, "/orders/3/to: no location") != NULL);
    CHECK_EQ(set->together_count, 0);
    kh_order_set_free(set);
    put(document, "/vehicles/0", "start", "\"nowhere\"");
    CHECK_EQ(read_document(document, true, &set, errors), KH_E_SCHEMA);
    kh_errors_free(errors);
    cJSON_Delete(document);
}

static void expect_warning(cJSON *document, const char *code, const char *pointer)
{
    kh_order_set *set = read_good(document);
    bool found = false;
    for (size_t i = 0; i < kh_errors_count(set->warnings, KH_WARNING); i++) {
        const kh_finding *finding = kh_errors_at(set->warnings, KH_WARNING, i);
        found |= strcmp(finding->code, code) == 0 && strcmp(finding->pointer, pointer) == 0;
    }
    if (!found) fail_msg("no %s at %s", code, pointer);
    kh_order_set_free(set);
}

static void test_warnings(void **state)
{
    (void)state;
    expect_warning(good_document(), "estimated_roads", "/travel");
    cJSON *document = good_document();
    put(document, "/orders/0", "windows", "[[\"21:00\",\"22:00\"]]");
    expect_warning(document, "never_open", "/orders/0");
    document = good_document();
    for (int32_t i = 4; i < 30; i++) {
        char key[8], text[80];
        snprintf(key, sizeof(key), "%d", i);
        snprintf(text, sizeof(text), "{\"id\":\"n%d\",\"lon\":-46.6,\"lat\":-23.5}", i);
        put(document, "/locations", key, text);
    }
    put(document, "/locations", "30", "{\"id\":\"far\",\"lon\":46.6,\"lat\":-23.5}");
    expect_warning(document, "far_place", "/locations/30");
}

/* ---- Files ---- */

static void put_int32(FILE *file, int32_t value)
{
    for (int i = 0; i < 4; i++) fputc((int)((uint32_t)value >> (8 * i) & 0xFF), file);
}

static void write_khm(const char *path, int32_t n, int32_t layers, const int32_t *cells)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs("KHMATRX1", file);
    put_int32(file, n);
    put_int32(file, layers);
    for (int32_t i = 0; i < 4 * 3; i++) put_int32(file, cells[i]);
    fclose(file);
}

static void test_matrix_file(void **state)
{
    (void)state;
    const char *path = "read_order_set_test.khm";
    int32_t cells[] = {0, 12400, -1, 0, 0, 1260, -1, 0, 0, 450, 0, 0};
    cJSON *document = good_document();
    put(document, "/travel", "van",
        "{\"model\":\"matrix\",\"places\":[\"dc\",\"store-1\"],"
        "\"file\":\"read_order_set_test.khm\"}");
    remove(path);
    expect_one(document, "/travel/van/file", "file", KH_E_FILE);
    write_khm(path, 3, 3, cells);
    expect_one(document, "/travel/van/file", "file", KH_E_FILE);
    write_khm(path, 2, 2, cells); /* longer than it says */
    expect_one(document, "/travel/van/file", "file", KH_E_FILE);
    char digest[65];
    for (int i = 0; i < 2; i++) {
        kh_order_set *set = NULL;
        write_khm(path, 2, 3, cells);
        CHECK_EQ(read_document(document, false, &set, NULL), KH_OK);
        const khe_leg leg = khe_travel_leg(set, 1, 0, 1);
        CHECK(leg.steps == 12400 && leg.ticks == 1260 && leg.toll == 4500000 + i * 10000);
        CHECK(!khe_travel_leg(set, 1, 1, 0).road);
        if (i == 0) strcpy(digest, set->sha256);
        CHECK_EQ(strcmp(digest, set->sha256) == 0, i == 0); /* the digest covers the file */
        cells[9]++;
        kh_order_set_free(set);
    }
    remove(path);
    cJSON_Delete(document);
}

static void test_schemas(void **state)
{
    (void)state;
    size_t kinds = 0;
    for (const char *kind; (kind = kh_schema_kind(kinds)); kinds++) {
        cJSON *schema = cJSON_Parse(kh_schema(kind));
        CHECK(cJSON_HasObjectItem(schema, "$schema"));
        cJSON_Delete(schema);
    }
    CHECK_EQ(kinds, 2);
    assert_null(kh_schema("menu"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_header),
        cmocka_unit_test(test_locations),
        cmocka_unit_test(test_opening_hours),
        cmocka_unit_test(test_travel),
        cmocka_unit_test(test_large_matrix),
        cmocka_unit_test(test_accounts_and_orders),
        cmocka_unit_test(test_windows_mean_end),
        cmocka_unit_test(test_vehicles),
        cmocka_unit_test(test_every_key_wrong_once),
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_no_document),
        cmocka_unit_test(test_quarantine),
        cmocka_unit_test(test_warnings),
        cmocka_unit_test(test_matrix_file),
        cmocka_unit_test(test_schemas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
