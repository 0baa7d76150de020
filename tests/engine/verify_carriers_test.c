/* The plan of tests/golden/carriers.plan.json holds; of every rule of carriers and days that is
 * broken, in the plan or by another order set, exactly its breach is found. The arithmetic of the
 * plan stands in carriers_plan_test.c. */
#include "edited_set.h"
#include "expected_codes.h"
#include "plan.h"
#include "verify_parts.h"

enum { EDITS_MAX = 6 };

typedef enum document { SET, PLAN } document;

/* `text` at parent/key of a document; NULL: taken away. */
typedef struct edit {
    document where;
    const char *parent, *key, *text;
} edit;

typedef struct mutation {
    const char *name, *codes; /* all that are found, each at least once; "": it holds */
    edit edits[EDITS_MAX];
} mutation;

#define DAY(n, clock)       "\"2026-11-" n "T" clock ":00-03:00\""
#define ARRIVE(n, from, to) "[" DAY(n, from) "," DAY(n, to) "]"
#define NEXT_DAY            ARRIVE("26", "09:00", "18:00")

/* o1 alone: 300 x 0.31 = 93; 7.44 + 5 + 12 + 3 x 4.8 = 131.84. o2 alone: 150 x 0.31 < 60; 4.8 + 12
 * + 9.6 = 86.4. */
#define ALONE_1                                                                                    \
    "{\"carrier\":\"ltl-sul\",\"mode\":\"ltl\",\"day\":1,\"from\":\"dc\",\"charge\":131.84,"       \
    "\"cost_by\":{\"cash\":{\"carriers\":131.84},\"penalties\":{\"holding\":2.5}},"                \
    "\"stops\":[{\"to\":\"north\",\"orders\":[\"o1\"],\"arrive\":" NEXT_DAY "}],"                  \
    "\"billed\":{\"kg\":300,\"band\":\"up_to 500\",\"base\":93,"                                   \
    "\"extras\":{\"fuel\":7.44,\"gris\":5,\"lift\":12,\"toll\":14.4}}}"
#define ALONE_2                                                                                    \
    "{\"carrier\":\"ltl-sul\",\"mode\":\"ltl\",\"day\":1,\"from\":\"dc\",\"charge\":86.4,"         \
    "\"cost_by\":{\"cash\":{\"carriers\":86.4}},"                                                  \
    "\"stops\":[{\"to\":\"north\",\"orders\":[\"o2\"],\"arrive\":" NEXT_DAY "}],"                  \
    "\"billed\":{\"kg\":150,\"band\":\"up_to 500\",\"base\":60,"                                   \
    "\"extras\":{\"fuel\":4.8,\"gris\":12,\"toll\":9.6}}}"
#define STOP(to, order)                                                                            \
    "{\"to\":\"" to "\",\"orders\":[\"" order "\"],\"arrive\":"                                    \
    "[" DAY("25", "00:00") "," DAY("26", "00:00") "]"                                              \
                                                  "}"

#define O1       "/orders/0"
#define O6       "/orders/5"
#define LTL      "/carriers/0"
#define SHIPMENT "/shipments/0"
#define BILLED   SHIPMENT "/billed"
#define RUN      "/shipments/2"

static const mutation mutations[] = {
    {"none", "", {{0}}},
    /* the bill */
    {"charge", "bill", {{PLAN, SHIPMENT, "charge", "169.9"}}},
    {"line", "cost", {{PLAN, SHIPMENT "/cost_by/cash", "carriers", "169.9"}}},
    {"band", "bill", {{PLAN, BILLED, "band", "\"up_to 500\""}}},
    {"no band", "bill", {{PLAN, BILLED, "band", "null"}}},
    {"unknown band", "unknown_id", {{PLAN, BILLED, "band", "\"up_to 50\""}}},
    {"weight", "bill", {{PLAN, BILLED, "kg", "420"}}},
    {"base", "bill", {{PLAN, BILLED, "base", "139.5"}}},
    {"extra", "bill", {{PLAN, BILLED "/extras", "fuel", "8.800001"}}},
    {"no extra", "bill", {{PLAN, BILLED "/extras", "lift", NULL}}},
    {"unknown extra", "unknown_key", {{PLAN, BILLED "/extras", "fuels", "1"}}},
    {"parcel's base", "bill", {{PLAN, "/shipments/1/billed", "base", "25"}}},
    {"truck's weight", "bill", {{PLAN, RUN "/billed", "kg", "0"}}},
    {"other price", "bill cost", {{SET, LTL "/tariff/capital/2", "per", "0.23"}}},
    {"other extra", "bill cost", {{SET, LTL "/extras/3", "price", "4.9"}}},
    {"other value", "bill cost", {{SET, O1, "value", "2000"}}},
    {"no break", "bill cost", {{SET, LTL, "next_break", "false"}}},
    {"one piece", "bill cost", {{SET, "/carriers/1", "pieces", NULL}}},
    {"other run price", "bill cost", {{SET, "/carriers/2", "per_km", "1.46"}}},
    {"dearer lane", "", {{SET, "/carriers/3/tariff/near/0", "flat", "401"}}},
    {"not offered",
     "not_offered",
     {{SET, LTL "/tariff/capital/1", "up_to", "400"},
      {SET, LTL "/tariff/capital/2", "up_to", "449"},
      {PLAN, BILLED, "band", "null"}}},
    /* times and places */
    {"arrival", "arrival", {{PLAN, SHIPMENT "/stops/0", "arrive", ARRIVE("26", "09:00", "17:00")}}},
    {"second arrival",
     "arrival",
     {{PLAN, RUN "/stops/1", "arrive", "[" DAY("25", "01:00") "," DAY("26", "00:00") "]"}}},
    {"half an arrival", "wrong_type", {{PLAN, SHIPMENT "/stops/0", "arrive", "[\"09:00\"]"}}},
    {"other hours", "arrival", {{SET, LTL, "delivers", "[\"09:00\",\"17:00\"]"}}},
    {"same day", "arrival", {{SET, LTL, "transit_days", "0"}}},
    {"day", "may_not_take arrival cost", {{PLAN, SHIPMENT, "day", "2"}}},
    {"no such day", "shipment_day", {{PLAN, "/shipments/1", "day", "3"}}},
    {"mode", "copy", {{PLAN, SHIPMENT, "mode", "\"parcel\""}}},
    {"origin", "wrong_place", {{PLAN, SHIPMENT, "from", "\"west\""}}},
    {"destination", "wrong_place", {{PLAN, "/shipments/1/stops/0", "to", "\"east\""}}},
    {"length", "leg", {{PLAN, RUN, "km", "30.251"}}},
    {"no length", "leg", {{PLAN, RUN, "km", NULL}}},
    {"length of a parcel", "leg", {{PLAN, "/shipments/1", "km", "20"}}},
    {"other way", "leg bill cost", {{SET, "/travel/road/km/2", "3", "11"}}},
    {"no road",
     "no_road leg bill cost",
     {{SET, "/travel/road/km/2", "3", "null"}, {SET, "/travel/road/min/2", "3", "null"}}},
    {"no stops", "shipment_shape", {{PLAN, RUN, "stops", "[]"}}},
    {"empty stop", "shipment_shape", {{PLAN, RUN "/stops/1", "orders", "[]"}}},
    {"parcel with two stops",
     "shipment_shape",
     {{PLAN, "/shipments/1/stops", "1", STOP("east", "o5")}}},
    {"stop twice",
     "stop_twice order_twice may_not_take leg bill cost",
     {{PLAN, RUN "/stops", "2", STOP("south", "o3")}}},
    /* stock */
    {"stock",
     "stock",
     {{SET, O1, "products", "{\"tv\":3}"}, {SET, "/locations/0", "stock", "{\"tv\":2.999}"}}},
    {"stock of a route",
     "stock",
     {{SET, O6, "products", "{\"tv\":3}"}, {SET, "/locations/0", "stock", "{\"radio\":3}"}}},
    {"stock, kept",
     "",
     {{SET, O1, "products", "{\"tv\":3}"},
      {SET, O6, "products", "{\"tv\":1}"},
      {SET, "/locations/0", "stock", "{\"tv\":4}"}}},
    {"stock elsewhere",
     "",
     {{SET, O1, "products", "{\"tv\":3}"}, {SET, "/locations/1", "stock", "{\"tv\":0}"}}},
    /* limits */
    {"day's most", "max_per_day", {{SET, LTL "/max_per_day", "kg", "419.999"}}},
    {"day's most, kept", "", {{SET, LTL "/max_per_day", "kg", "420"}}},
    {"day's volume", "max_per_day", {{SET, LTL "/max_per_day", "m3", "0.999"}}},
    {"capacity", "capacity", {{SET, "/carriers/2/capacity", "pallets", "11"}}},
    {"stops", "max_stops", {{SET, "/carriers/2", "max_stops", "1"}}},
    {"stops, kept", "", {{SET, "/carriers/2", "max_stops", "2"}}},
    {"two that are one",
     "shipment_twice cost account",
     {{PLAN, "/shipments", "0", ALONE_1},
      {PLAN, "/shipments", "3", ALONE_2},
      {PLAN, "/orders/1", "load", "{\"shipment\":3}"},
      {PLAN, O1 "/cost_by/cash", "carriers", "131.84"},
      {PLAN, "/orders/1/cost_by/cash", "carriers", "86.4"}}},
    /* who may take what */
    {"not named", "may_not_take", {{SET, O1, "carriers", NULL}}},
    {"another named", "may_not_take", {{SET, O1, "carriers", "[\"post\"]"}}},
    {"ship days", "may_not_take", {{SET, O1, "ship_days", "[0]"}}},
    {"needs", "may_not_take bill cost", {{SET, O1, "needs", "[\"reefer\"]"}}},
    {"needs, offered", "", {{SET, O1, "needs", "[\"tail-lift\",\"dry\"]"}}},
    {"goods", "may_not_take", {{SET, O1, "goods", "[\"chemicals\"]"}}},
    {"other goods", "", {{SET, O1, "goods", "[\"food\"]"}}},
    {"no zone", "may_not_take", {{SET, LTL "/zones/capital", "places", "[]"}}},
    {"zone of the postcode",
     "",
     {{SET, LTL "/zones/capital", "places", "[]"},
      {SET, LTL "/zones/capital", "postcodes", "[\"01300-01399\"]"}}},
    {"zone of a truck",
     "may_not_take",
     {{SET, "/carriers/2", "zones", "{\"a\":{\"places\":[\"south\"]}}"}}},
    {"window",
     "may_not_take",
     {{SET, O1, "windows", "[[\"09:01\",\"18:00\"]]"},
      {PLAN, O1, "windows", "[[\"09:01\",\"18:00\"]]"}}},
    {"window's end",
     "may_not_take",
     {{SET, O1, "windows", "[[\"08:00\",\"17:59\"]]"},
      {PLAN, O1, "windows", "[[\"08:00\",\"17:59\"]]"}}},
    {"window, just",
     "",
     {{SET, O1, "windows", "[[\"09:00\",\"18:00\"]]"},
      {PLAN, O1, "windows", "[[\"09:00\",\"18:00\"]]"}}},
    {"second window",
     "",
     {{SET, O1, "windows", "[[\"06:00\",\"07:00\"],[\"08:00\",\"20:00\"]]"},
      {PLAN, O1, "windows", "[[\"06:00\",\"07:00\"],[\"08:00\",\"20:00\"]]"}}},
    {"two halves of a window",
     "may_not_take",
     {{SET, O1, "windows", "[[\"08:00\",\"12:00\"],[\"12:00\",\"20:00\"]]"},
      {PLAN, O1, "windows", "[[\"08:00\",\"12:00\"],[\"12:00\",\"20:00\"]]"}}},
    {"window of the day",
     "",
     {{SET, O1, "windows", "[[\"+2 08:00\",\"+2 18:00\"]]"},
      {PLAN, O1, "windows", "[[\"+2 08:00\",\"+2 18:00\"]]"}}},
    {"window of another day",
     "may_not_take",
     {{SET, O1, "windows", "[[\"+1 08:00\",\"+1 18:00\"]]"},
      {PLAN, O1, "windows", "[[\"+1 08:00\",\"+1 18:00\"]]"}}},
    {"over midnight",
     "arrival",
     {{SET, LTL, "delivers", "[\"22:00\",\"02:00\"]"},
      {SET, O1, "windows", "[[\"20:00\",\"04:00\"]]"},
      {PLAN, O1, "windows", "[[\"20:00\",\"04:00\"]]"},
      {SET, "/locations/1", "open", NULL},
      {PLAN, "/places/1", "open", NULL}}},
    {"after the horizon", "arrival", {{SET, LTL, "transit_days", "5"}}},
    {"closed",
     "may_not_take",
     {{SET, "/locations/1", "open", "[[\"18:01\",\"20:00\"]]"},
      {PLAN, "/places/1", "open", "[[\"18:01\",\"20:00\"]]"}}},
    {"just open",
     "",
     {{SET, "/locations/1", "open", "[[\"18:00\",\"20:00\"]]"},
      {PLAN, "/places/1", "open", "[[\"18:00\",\"20:00\"]]"}}},
    {"closed after the horizon",
     "arrival",
     {{SET, LTL, "transit_days", "2"},
      {SET, "/locations/1", "open", "[[\"18:01\",\"20:00\"]]"},
      {PLAN, "/places/1", "open", "[[\"18:01\",\"20:00\"]]"}}},
    {"not ready", "may_not_take", {{SET, O1, "ready", "\"+2 00:00\""}}},
    {"ready at night", "", {{SET, O1, "ready", "\"+1 23:59:59\""}}},
    {"ready every day", "", {{SET, O1, "ready", "\"23:00\""}}},
    {"not collected",
     "may_not_take",
     {{SET, O1, "collect", "{\"windows\":[[\"+2 08:00\",\"+2 09:00\"]]}"}}},
    {"collected", "", {{SET, O1, "collect", "{\"windows\":[[\"+1 08:00\",\"+1 09:00\"]]}"}}},
    {"collected every day", "", {{SET, O1, "collect", "{\"windows\":[[\"08:00\",\"09:00\"]]}"}}},
    /* orders over routes and shipments */
    {"on a route too",
     "order_twice leg bill cost",
     {{SET, O6, "carriers", "[\"spot\"]"},
      {SET, O6, "windows", NULL},
      {PLAN, O6, "windows", NULL},
      {PLAN, RUN "/stops", "2", STOP("west", "o6")}}},
    {"in two shipments",
     "order_twice wrong_place not_offered",
     {{PLAN, "/shipments/1/stops/0", "orders", "[\"o3\",\"o2\"]"}}},
    {"twice in one",
     "order_twice bill cost",
     {{PLAN, SHIPMENT "/stops/0", "orders", "[\"o1\",\"o2\",\"o2\"]"}}},
    {"load", "order_shipment", {{PLAN, O1, "load", "{\"shipment\":1}"}}},
    {"load on a route",
     "order_route order_shipment summary",
     {{PLAN, O1, "load", "{\"route\":0}"}}},
    {"no load", "order_shipment summary on_time status", {{PLAN, O1, "load", "null"}}},
    {"both loads", "wrong_value", {{PLAN, O1, "load", "{\"route\":0,\"shipment\":0}"}}},
    {"neither load", "wrong_value", {{PLAN, O1, "load", "{}"}}},
    {"begin", "order_begin", {{PLAN, O1, "begin", DAY("26", "09:00")}}},
    {"unserved too",
     "unserved_served",
     {{PLAN, "/unserved", "0",
       "{\"order\":\"o1\",\"why\":[{\"code\":\"no_room\",\"proved\":false,\"detail\":\"\"}]}"}}},
    {"missing", "order_missing order_shipment cost", {{PLAN, "/shipments", "1", NULL}}},
    {"served by carriers", "summary", {{PLAN, "/summary", "served_carrier", "4"}}},
    {"served by vehicles", "summary", {{PLAN, "/summary", "served_own", "6"}}},
    {"cheapest share", "cost account", {{PLAN, O1 "/cost_by/cash", "carriers", "121.285714"}}},
    /* days */
    {"holding", "cost account", {{PLAN, O1 "/cost_by/penalties", "holding", "0"}}},
    {"holding of a shipment", "cost", {{PLAN, SHIPMENT "/cost_by/penalties", "holding", "0"}}},
    {"holding of a route", "cost", {{PLAN, "/routes/0/cost_by/penalties", "holding", "3"}}},
    {"holding of the plan", "cost", {{PLAN, "/summary/cost_by/penalties", "holding", "5"}}},
    {"other holding", "cost", {{SET, O1, "holding_per_day", "3"}}},
    {"early on a route", "cost", {{SET, O6, "early_per_day", "1"}}},
    {"early with a carrier",
     "cost",
     {{SET, "/orders/2", "early_per_day", "1"}}}, /* o3 arrives two days before its last */
    {"never early", "", {{SET, O1, "early_per_day", "100"}}},
    {"first day", "cost", {{SET, O6, "ship_days", "[1,2]"}}},
    {"not that day", "ship_day", {{SET, O6, "ship_days", "[0,2]"}}},
};

static void apply(cJSON **documents, const edit *e)
{
    cJSON *tree = documents[e->where];
    if (!e->parent) return;
    if (e->text) {
        put(tree, e->parent, e->key, e->text);
        return;
    }
    cJSON *parent = at(tree, e->parent);
    if (cJSON_IsArray(parent))
        cJSON_DeleteItemFromArray(parent, atoi(e->key));
    else
        cJSON_DeleteItemFromObjectCaseSensitive(parent, e->key);
}

static kh_status check(cJSON **documents, kh_errors *errors)
{
    char digest[80];
    kh_order_set *set = NULL;
    kh_status status = read_document(documents[SET], false, &set, errors);
    if (status != KH_OK) return status;
    snprintf(digest, sizeof digest, "\"%s\"", set->sha256);
    put(documents[PLAN], "/order_set", "sha256", digest);
    char *text = cJSON_PrintUnformatted(documents[PLAN]);
    status = kh_check(set, text, strlen(text), errors);
    cJSON_free(text);
    kh_order_set_free(set);
    return status;
}

static void every_rule(void **state)
{
    int32_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < sizeof mutations / sizeof *mutations; i++) {
        kh_errors *errors = kh_errors_new();
        cJSON *documents[] = {load_document("tests/data/carriers.json"),
                              load_document("tests/golden/carriers.plan.json")};
        for (int32_t e = 0; e < EDITS_MAX; e++) apply(documents, &mutations[i].edits[e]);
        wrong += surprises(mutations[i].name, mutations[i].codes, check(documents, errors), errors);
        cJSON_Delete(documents[SET]);
        cJSON_Delete(documents[PLAN]);
        kh_errors_free(errors);
    }
    CHECK_EQ(wrong, 0);
}

/* What the reader refuses, an order set made elsewhere may have. */
static void bound_orders(void **state)
{
    int32_t bound[] = {0, 5};
    khe_together together = {bound, 2, KHE_ALL_OR_NONE};
    (void)state;
    kh_order_set *set = read_good(load_document("tests/data/carriers.json"));
    assert_null(khe_take_refusal(set, 0, 0, 1));
    khe_together *own = set->together;
    set->together = &together;
    set->together_count = 1;
    assert_string_equal(khe_take_refusal(set, 0, 0, 1), "it is bound to other orders");
    set->together = own;
    set->together_count = 0;
    set->orders[0].as_shipment = true;
    assert_non_null(khe_take_refusal(set, 0, 0, 1));
    kh_order_set_free(set);
}

static void sentences(void **state)
{
    static const edit edits[] = {{SET, O1, "ship_days", "[0]"}};
    (void)state;
    kh_errors *errors = kh_errors_new();
    cJSON *documents[] = {load_document("tests/data/carriers.json"),
                          load_document("tests/golden/carriers.plan.json")};
    apply(documents, edits);
    CHECK_EQ(check(documents, errors), KH_E_BREACH);
    CHECK_EQ(kh_errors_total(errors, KH_ERROR), 1);
    const kh_finding *finding = kh_errors_at(errors, KH_ERROR, 0);
    assert_string_equal(finding->pointer, "/shipments/0/stops/0/orders/0");
    assert_string_equal(finding->message, "carrier ltl-sul may not take order o1 on day 1: it does "
                                          "not ship on that day");
    cJSON_Delete(documents[SET]);
    cJSON_Delete(documents[PLAN]);
    kh_errors_free(errors);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule),
        cmocka_unit_test(bound_orders),
        cmocka_unit_test(sentences),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
