/* Carriers and days of an order set: what a document with all their keys becomes, and what each
 * mistake in it is called. */
#include "edited_set.h"

static cJSON *good_document(void) { return load_document("tests/data/carriers.json"); }

static void test_less_than_truckload(void **state)
{
    (void)state;
    kh_order_set *set = read_good(good_document());
    CHECK_EQ(set->carrier_count, 4);
    const khe_carrier *c = &set->carriers[0];
    assert_string_equal(c->id, "ltl-sul");
    CHECK(c->mode == KHE_LTL && c->measure == 0 && c->next_break && c->pieces == KHE_NONE);
    CHECK(c->per_unit[0] == 0 && c->per_unit[1] == 300000 && c->per_unit[2] == 0);
    CHECK_EQ(c->round_up, 50000);
    CHECK(c->transit_days == 1 && c->delivers.daily);
    CHECK(c->delivers.open == 9 * 3600 && c->delivers.close == 18 * 3600);
    CHECK(c->max_per_day[0] == 9000000 && c->max_per_day[1] == INT32_MAX);
    CHECK_EQ(c->zone_count, 2);
    assert_string_equal(c->zones[1].id, "interior");
    const int32_t zone_of[] = {KHE_NONE, 0, 0, 1, KHE_NONE};
    for (int32_t i = 0; i < 5; i++) CHECK_EQ(c->zone_of[i], zone_of[i]);
    const khe_band *bands = c->zones[0].bands;
    CHECK_EQ(c->zones[0].band_count, 3);
    CHECK(bands[0].up_to == 100000 && bands[0].flat && bands[0].price == 48000000);
    CHECK(bands[1].up_to == 500000 && !bands[1].flat && bands[1].price == 310000);
    CHECK(bands[1].min == 60000000 && bands[0].min == 0);
    CHECK(bands[2].up_to == INT32_MAX && bands[2].price == 220000);
    kh_order_set_free(set);
}

static void test_extras(void **state)
{
    (void)state;
    kh_order_set *set = read_good(good_document());
    const khe_carrier *c = &set->carriers[0];
    const khe_extra *x = c->extras;
    CHECK_EQ(c->extra_count, 4);
    CHECK(x[0].kind == KHE_EXTRA_SHARE && x[0].share == 80000 && x[0].min == 0);
    CHECK(x[1].kind == KHE_EXTRA_VALUE && x[1].share == 3000 && x[1].min == 5000000);
    CHECK(x[2].kind == KHE_EXTRA_ONCE && x[2].price == 12000000);
    CHECK(x[2].needs == set->orders[0].needs && x[2].needs != 0);
    CHECK(x[3].kind == KHE_EXTRA_PER_STARTED && x[3].per == 100000 && x[3].price == 4800000);
    assert_string_equal(x[3].name, "toll");
    CHECK((c->offers & x[2].needs) == x[2].needs && c->offers != x[2].needs);
    kh_order_set_free(set);
}

static void test_parcels_and_trucks(void **state)
{
    (void)state;
    kh_order_set *set = read_good(good_document());
    const khe_carrier *post = &set->carriers[1], *spot = &set->carriers[2];
    const khe_carrier *lane = &set->carriers[3];
    CHECK(post->mode == KHE_PARCEL && post->pieces == 2 && !post->next_break);
    CHECK(post->delivers.open == 0 && post->delivers.close == 86400 && post->transit_days == 0);
    CHECK(spot->mode == KHE_FTL && spot->profile == 0 && spot->max_stops == 3);
    CHECK(spot->capacity[0] == 25000000 && spot->capacity[2] == INT32_MAX && !spot->zone_of);
    CHECK(spot->fixed == 120000000 && spot->per_km == 1450000 && spot->min == 150000000);
    CHECK_EQ(spot->extra_stop, 60000000);
    CHECK(lane->profile == 0 && lane->max_stops == KHE_NONE && lane->fixed == 0);
    CHECK(lane->zones[0].band_count == 1 && lane->zones[0].bands[0].price == 400000000);
    CHECK(lane->zone_of[2] == 0 && lane->zone_of[3] == KHE_NONE);
    kh_order_set_free(set);
}

static void test_orders(void **state)
{
    (void)state;
    kh_order_set *set = read_good(good_document());
    const khe_order *o1 = &set->orders[0], *o3 = &set->orders[2], *o5 = &set->orders[4];
    CHECK(o1->carriers[0] && !o1->carriers[1] && !set->orders[5].carriers);
    CHECK(o1->ship_days[0] && o1->ship_days[1] && !o1->ship_days[2]);
    CHECK(o1->first_ship_day == 0 && o1->last_ship_day == 1);
    CHECK(!o3->ship_days && o3->first_ship_day == 0 && o3->last_ship_day == 2);
    CHECK(o5->first_ship_day == 1 && o5->last_ship_day == 1);
    CHECK(o1->holding_per_day == 2500000 && o1->early_per_day == 1000000);
    CHECK(o1->value == 1000000000 && o3->value == 0);
    assert_string_equal(set->locations[2].postcode, "04567-000");
    kh_order_set_free(set);
}

static void test_no_vehicles(void **state)
{
    (void)state;
    cJSON *document = good_document();
    put(document, "", "vehicles", "[]");
    kh_order_set *set = read_good(document);
    CHECK(set->vehicle_count == 0 && set->carrier_count == 4);
    kh_order_set_free(set);
}

static void test_postcodes(void **state)
{
    (void)state;
    static const struct {
        const char *range;
        bool in; /* 08010-000 */
    } cases[] = {{"[\"08010-08010\"]", true}, {"[\"08011-09\"]", false}, {"[\"07-08\"]", true},
                 {"[\"07-07999\"]", false},   {"[\"080100\"]", false},   {"[\"0\"]", true},
                 {"[\"08-080\"]", true},      {"[\"1\",\"08\"]", true},  {"[]", false}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        cJSON *document = good_document();
        cJSON_DeleteItemFromObject(at(document, "/carriers/0/zones/capital"), "postcodes");
        put(document, "/carriers/0/zones/interior", "postcodes", cases[i].range);
        cJSON_DeleteItemFromObject(at(document, "/locations/1"), "postcode");
        kh_order_set *set = read_good(document);
        CHECK_EQ(set->carriers[0].zone_of[3], cases[i].in ? 1 : KHE_NONE);
        kh_order_set_free(set);
    }
}

/* ---- Mistakes ---- */

static void test_every_key_wrong_once(void **state)
{
    (void)state;
    cJSON *document = good_document();
    spoil(document, document, "");
    cJSON_Delete(document);
}

#define BANDS "/carriers/0/tariff/capital"

static const mistake mistakes[] = {
    {"/carriers", "4",
     "{\"id\":\"post\",\"mode\":\"ftl\",\"per_km\":1,\"capacity\":{\"kg\":1,\"m3\":1,\"pallets\":1}"
     "}",
     "/carriers/4/id", "doubled_id", KH_E_SCHEMA},
    {"/carriers/0", "mode", "\"air\"", "/carriers/0/mode", "wrong_value", KH_E_SCHEMA},
    {"/carriers/0", "measure", "\"t\"", "/carriers/0/measure", "wrong_value", KH_E_SCHEMA},
    {"/carriers/0", "commit", "{}", "/carriers/0/commit", "unsupported", KH_E_UNSUPPORTED},
    {"/carriers/2", "co2_kg_per_t_km", "0.1", "/carriers/2/co2_kg_per_t_km", "unsupported",
     KH_E_UNSUPPORTED},
    /* keys and modes */
    {"/carriers/0", "per_km", "1", "/carriers/0/per_km", "wrong_value", KH_E_SCHEMA},
    {"/carriers/0", "pieces", "\"pallets\"", "/carriers/0/pieces", "wrong_value", KH_E_SCHEMA},
    {"/carriers/1", "capacity", "{\"kg\":1}", "/carriers/1/capacity", "wrong_value", KH_E_SCHEMA},
    {"/carriers/1", "pieces", "\"boxes\"", "/carriers/1/pieces", "wrong_value", KH_E_SCHEMA},
    {"/carriers/2", "chargeable", "{}", "/carriers/2/chargeable", "wrong_value", KH_E_SCHEMA},
    {"/carriers/2", "next_break", "true", "/carriers/2/next_break", "wrong_value", KH_E_SCHEMA},
    {"/carriers", "0", "{\"id\":\"ltl-sul\",\"mode\":\"ltl\",\"tariff\":{}}", "/carriers/0",
     "missing_key", KH_E_SCHEMA},
    {"/carriers", "4",
     "{\"id\":\"free\",\"mode\":\"ftl\",\"capacity\":{\"kg\":1,\"m3\":1,\"pallets\":1}}",
     "/carriers/4", "missing_key", KH_E_SCHEMA},
    {"/carriers", "4", "{\"id\":\"free\",\"mode\":\"ftl\",\"per_km\":1}", "/carriers/4",
     "missing_key", KH_E_SCHEMA},
    {"/carriers/2", "capacity", "{\"kg\":1,\"m3\":\"unlimited\"}", "/carriers/2/capacity",
     "missing_key", KH_E_SCHEMA},
    {"/carriers/2", "profile", "\"sea\"", "/carriers/2/profile", "dangling_id", KH_E_SCHEMA},
    {"/carriers/2", "max_stops", "0", "/carriers/2/max_stops", "out_of_range", KH_E_SCHEMA},
    /* weights */
    {"/carriers/0/chargeable", "kg_per_ldm", "1850", "/carriers/0/chargeable/kg_per_ldm",
     "unknown_key", KH_E_SCHEMA},
    {"/carriers/0/chargeable", "kg_per_pallets", "250", NULL, NULL, KH_OK},
    {"/carriers/0/chargeable", "round_up_kg", "0.0001", "/carriers/0/chargeable/round_up_kg",
     "too_precise", KH_E_SCHEMA},
    /* zones */
    {"/carriers/0/zones/interior", "places", "[\"north\"]", "/carriers/0/zones/interior/places/0",
     "wrong_value", KH_E_SCHEMA},
    {"/carriers/0/zones/interior", "postcodes", "[\"01-02\"]",
     "/carriers/0/zones/interior/postcodes/0", "wrong_value", KH_E_SCHEMA},
    {"/carriers/0/zones/interior", "postcodes", "[\"05-04\"]",
     "/carriers/0/zones/interior/postcodes/0", "wrong_value", KH_E_SCHEMA},
    {"/carriers/0/zones/interior", "postcodes", "[\"05-06-07\"]",
     "/carriers/0/zones/interior/postcodes/0", "wrong_value", KH_E_SCHEMA},
    {"/carriers/0/zones/interior", "postcodes", "[\"\"]", "/carriers/0/zones/interior/postcodes/0",
     "wrong_value", KH_E_SCHEMA},
    {"/carriers/0/zones", "interior", "{}", "/carriers/0/zones/interior", "missing_key",
     KH_E_SCHEMA},
    {"/carriers/0/zones/interior", "places", "[\"nort\"]", "/carriers/0/zones/interior/places/0",
     "dangling_id", KH_E_SCHEMA},
    {"/carriers/0/zones", "coast", "{\"places\":[\"west\"]}", "/carriers/0/tariff", "missing_key",
     KH_E_SCHEMA},
    {"/carriers/0/tariff", "coast", "[{\"flat\":1}]", "/carriers/0/tariff/coast", "dangling_id",
     KH_E_SCHEMA},
    {"/carriers/2", "tariff", "{\"x\":[{\"flat\":1}]}", "/carriers/2/tariff", "wrong_value",
     KH_E_SCHEMA},
    {"/carriers/2", "zones", "{\"x\":{\"places\":[\"west\"]}}", NULL, NULL, KH_OK},
    /* bands */
    {"/carriers/0/tariff", "capital", "[]", BANDS, "wrong_value", KH_E_SCHEMA},
    {BANDS "/1", "up_to", "100", BANDS "/1/up_to", "out_of_range", KH_E_SCHEMA},
    {BANDS "/1", "flat", "1", BANDS "/1", "wrong_value", KH_E_SCHEMA},
    {BANDS "/0", "min", "1", BANDS "/0/min", "wrong_value", KH_E_SCHEMA},
    {BANDS, "0", "{\"up_to\":1}", BANDS "/0", "missing_key", KH_E_SCHEMA},
    {BANDS, "0", "{\"flat\":1}", BANDS "/0", "missing_key", KH_E_SCHEMA},
    {BANDS, "2", "{\"up_to\":3000,\"per\":1}", NULL, NULL, KH_OK},
    {"/carriers/3/tariff/near/0", "up_to", "5", "/carriers/3/tariff/near/0/up_to", "wrong_value",
     KH_E_SCHEMA},
    {"/carriers/3/tariff/near", "1", "{\"flat\":5}", "/carriers/3/tariff/near", "wrong_value",
     KH_E_SCHEMA},
    /* extras */
    {"/carriers/0/extras/1", "name", "\"fuel\"", "/carriers/0/extras/1/name", "doubled_id",
     KH_E_SCHEMA},
    {"/carriers/0/extras/1", "name", "\"meta\"", "/carriers/0/extras/1/name", "wrong_value",
     KH_E_SCHEMA},
    {"/carriers/0/extras/1", "once", "5", "/carriers/0/extras/1", "wrong_value", KH_E_SCHEMA},
    {"/carriers/0/extras", "1", "{\"name\":\"gris\"}", "/carriers/0/extras/1", "missing_key",
     KH_E_SCHEMA},
    {"/carriers/0/extras/0", "needs", "[]", "/carriers/0/extras/0/needs", "wrong_value",
     KH_E_SCHEMA},
    {"/carriers/0/extras/2", "min", "5", "/carriers/0/extras/2/min", "wrong_value", KH_E_SCHEMA},
    {"/carriers/0/extras/3", "per_started_kg", "0", "/carriers/0/extras/3/per_started_kg",
     "out_of_range", KH_E_SCHEMA},
    {"/carriers/0/extras", "3", "{\"name\":\"toll\",\"per_started_kg\":1}", "/carriers/0/extras/3",
     "missing_key", KH_E_SCHEMA},
    {"/carriers/0/extras/0", "share", "0.0000001", "/carriers/0/extras/0/share", "too_precise",
     KH_E_SCHEMA},
    /* times and limits */
    {"/carriers/0", "delivers", "[\"+0 09:00\",\"+0 18:00\"]", "/carriers/0/delivers", "wrong_time",
     KH_E_SCHEMA},
    {"/carriers/0", "delivers", "[\"09:00\"]", "/carriers/0/delivers", "wrong_type", KH_E_SCHEMA},
    {"/carriers/0", "transit_days", "1.5", "/carriers/0/transit_days", "not_whole", KH_E_SCHEMA},
    {"/carriers/0", "transit_days", "366", "/carriers/0/transit_days", "out_of_range", KH_E_SCHEMA},
    {"/carriers/0/max_per_day", "t", "9", "/carriers/0/max_per_day/t", "unknown_key", KH_E_SCHEMA},
    /* orders */
    {"/orders/0/carriers", "0", "\"ltl\"", "/orders/0/carriers/0", "dangling_id", KH_E_SCHEMA},
    {"/orders/0", "as", "\"shipment\"", "/orders/0/carriers", "wrong_value", KH_E_SCHEMA},
    {"/orders", "0", "{\"id\":\"o1\",\"to\":\"north\",\"quantity\":{},\"carriers\":[\"spot\"]}",
     "/orders/0/carriers", "missing_key", KH_E_SCHEMA},
    {"/orders", "0", "{\"id\":\"o1\",\"to\":\"north\",\"quantity\":{},\"carriers\":[]}", NULL, NULL,
     KH_OK},
    {"", "together", "[{\"orders\":[\"o1\",\"o6\"],\"mode\":\"trip\"}]", "/together/0/orders/0",
     "wrong_value", KH_E_SCHEMA},
    {"/orders/0", "ship_days", "[]", "/orders/0/ship_days", "wrong_size", KH_E_SCHEMA},
    {"/orders/0", "ship_days", "[1,1]", "/orders/0/ship_days/1", "out_of_range", KH_E_SCHEMA},
    {"/orders/0", "ship_days", "[2,1]", "/orders/0/ship_days/1", "out_of_range", KH_E_SCHEMA},
    {"/orders/0", "ship_days", "[0,3]", "/orders/0/ship_days/1", "out_of_range", KH_E_SCHEMA},
    {"/orders/0", "holding_per_day", "-1", "/orders/0/holding_per_day", "out_of_range",
     KH_E_SCHEMA},
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
        expect_one(document, wrong->pointer, wrong->code, wrong->status);
        cJSON_Delete(document);
    }
}

/* What a mistake is called, word by word. */
static void test_sentences(void **state)
{
    (void)state;
    static const struct {
        const char *parent, *key, *text, *message;
    } cases[] = {
        {"/carriers/0/zones/interior", "places", "[\"north\"]",
         "the place \"north\" lies in the zone \"capital\" already and cannot lie in \"interior\" "
         "too"},
        {"/carriers/0", "per_km", "1", "does not go with the mode \"ltl\""},
        {"/carriers/0/tariff", "interiour", "[]",
         "no zone of the carrier is \"interiour\"; did you mean \"interior\"?"},
        {"/orders/0", "as", "\"shipment\"",
         "a carrier does not take an order with \"as\": \"shipment\"; leave one of the two out"},
        {"", "together", "[{\"orders\":[\"o1\",\"o6\"],\"mode\":\"trip\"}]",
         "order \"o1\" names carriers and cannot be bound to others; leave out its \"carriers\""},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        kh_order_set *set = NULL;
        kh_errors *errors = kh_errors_new();
        cJSON *document = good_document();
        put(document, cases[i].parent, cases[i].key, cases[i].text);
        CHECK_EQ(read_document(document, false, &set, errors), KH_E_SCHEMA);
        assert_string_equal(kh_errors_at(errors, KH_ERROR, 0)->message, cases[i].message);
        kh_errors_free(errors);
        cJSON_Delete(document);
    }
}

/* With quarantine an order that is wrong in its days stays out alone. */
static void test_quarantine(void **state)
{
    (void)state;
    cJSON *document = good_document();
    put(document, "/orders/0", "ship_days", "[7]");
    kh_order_set *set = NULL;
    CHECK_EQ(read_document(document, true, &set, NULL), KH_OK);
    CHECK(kh_order_set_orders(set) == 5 && kh_order_set_quarantined(set) == 1);
    kh_order_set_free(set);
    cJSON_Delete(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_less_than_truckload),
        cmocka_unit_test(test_extras),
        cmocka_unit_test(test_parcels_and_trucks),
        cmocka_unit_test(test_orders),
        cmocka_unit_test(test_no_vehicles),
        cmocka_unit_test(test_postcodes),
        cmocka_unit_test(test_every_key_wrong_once),
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_quarantine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
