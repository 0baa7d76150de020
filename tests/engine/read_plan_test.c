/* Plan documents: one that holds, and what is found when any of it is changed.
 *
 * SO-1 is loaded 09:35 to 09:40 (5 min at the dock), driven 12.5 km in 20 min, served from 10:00
 * for 3 min; 2 min later the van leaves and is back at 10:25. 100 + 25 km at 1 + 50 min at 24 per
 * hour = 145. SO-2 is too heavy and stays out at its price of 30. */
#include "test.h"

#include "plan.h"
#include "stated.h"
#include <keyhaul/keyhaul.h>

#define T(clock) "\"2026-11-24T" clock ":00-03:00\""

static const char order_set[] =
    "{\"format\": \"keyhaul/order-set/1\", \"name\": \"One shop\", \"currency\": \"EUR\","
    " \"horizon\": {\"start\": \"2026-11-24T00:00:00-03:00\", \"days\": 1}, \"measures\": [\"kg\"],"
    " \"locations\": [{\"id\": \"dc\", \"lon\": -47.06, \"lat\": -22.91, \"open\": [[\"05:00\", "
    "\"22:00\"]],"
    "   \"dock_service\": {\"fixed_min\": 5}},"
    "  {\"id\": \"shop\", \"lon\": -47.1, \"lat\": -22.9, \"fixed_stop_min\": 2}],"
    " \"travel\": {\"road\": {\"model\": \"matrix\", \"places\": [\"dc\", \"shop\"],"
    "   \"km\": [[0, 12.5], [12.5, 0]], \"min\": [[0, 20], [20, 0]]}},"
    " \"accounts\": [{\"id\": \"acme\"}],"
    " \"orders\": [{\"id\": \"SO-1\", \"account\": \"acme\", \"from\": \"dc\", \"to\": \"shop\","
    "   \"quantity\": {\"kg\": 5}, \"windows\": [[\"08:00\", \"10:00\"]], \"service\": "
    "{\"fixed_min\": 3}},"
    "  {\"id\": \"SO-2\", \"to\": \"shop\", \"quantity\": {\"kg\": 20}, \"unserved_penalty\": 30}],"
    " \"vehicles\": [{\"id\": \"van\", \"count\": 1, \"profile\": \"road\", \"start\": \"dc\","
    "   \"capacity\": {\"kg\": 10}, \"shift\": [\"05:00\", \"19:00\"],"
    "   \"cost\": {\"per_day\": 100, \"per_km\": 1, \"per_h\": 24}}]}";

static const char
    plan_text[] =
        "{\"format\": \"keyhaul/plan/1\", \"order_set\": {\"name\": \"One shop\", \"sha256\": "
        "\"@\"},\n"
        "\"status\": \"feasible\",\n"
        "\"summary\": {\"cost\": 175, \"cash\": 145, \"cost_by\": {\"cash\": {\"fixed\": 100,"
        " \"distance\": 25, \"time\": 20, \"tolls\": 0}, \"penalties\": {\"unserved\": 30}},"
        " \"idle_owned\": 0, \"orders\": 2, \"served_own\": 1, \"served_carrier\": 0, "
        "\"unserved\": 1,"
        " \"vehicles_used\": 1, \"trips\": 1, \"km\": 25, \"empty_km\": 12.5, \"drive_h\": 0.67,"
        " \"wait_h\": 0, \"duty_h\": 0.83, \"on_time\": 0.5, \"fill\": {\"kg\": 0.5}, \"co2_kg\": "
        "null},\n"
        "\"quality\": null, \"warnings\": [{\"code\": \"estimated_roads\", \"detail\": \"x\"}],\n"
        "\"accounts\": [{\"id\": \"acme\", \"orders\": 1, \"on_time\": 1, \"cost_to_serve\":"
        " {\"rule\": \"load-km\", \"value\": 145}, \"co2_kg\": null},"
        " {\"id\": null, \"orders\": 1, \"on_time\": 0, \"cost_to_serve\":"
        " {\"rule\": \"load-km\", \"value\": 30}, \"co2_kg\": null}],\n"
        "\"places\": [{\"id\": \"dc\", \"lon\": -47.06, \"lat\": -22.91, \"open\": "
        "[[\"05:00\", \"22:00\"]], \"meta\": {\"any\": 1}},"
        " {\"id\": \"shop\", \"lon\": -47.1, \"lat\": -22.9}],\n"
        "\"orders\": [{\"id\": \"SO-1\", \"account\": \"acme\", \"from\": \"dc\", \"to\": "
        "\"shop\","
        " \"quantity\": {\"kg\": 5}, \"windows\": [[\"08:00\", \"10:00\"]], \"target\": null, "
        "\"load\": {\"route\": 0},"
        " \"collect_begin\": null, \"begin\": " T(
            "10:00") ", \"on_time\": true,"
                     " \"cost_by\": {\"cash\": {\"fixed\": 100, \"distance\": 25, \"time\": "
                     "20}}},\n"
                     " {\"id\": \"SO-2\", \"account\": null, \"from\": null, \"to\": \"shop\","
                     " \"quantity\": {\"kg\": 20}, \"target\": null, \"load\": null,"
                     " \"collect_begin\": null, \"begin\": null, \"on_time\": false,"
                     " \"cost_by\": {\"penalties\": {\"unserved\": 30}}}],\n"
                     "\"vehicles\": [{\"id\": \"van\", \"capacity\": {\"kg\": 10},"
                     " \"shift\": [\"05:00\", \"19:00\"],"
                     " \"cost\": {\"per_day\": 100, \"per_km\": 1, \"per_h\": 24}}],\n"
                     "\"routes\": [{\"vehicle\": \"van\", \"number\": 1, \"day\": 0, \"cost\": "
                     "145,"
                     " \"cost_by\": {\"cash\": {\"fixed\": 100, \"distance\": 25, \"time\": 20}, "
                     "\"penalties\": {}},"
                     " \"km\": 25, \"empty_km\": 12.5, \"drive_h\": 0.67, \"wait_h\": 0, "
                     "\"duty_h\": 0.83,"
                     " \"fill\": {\"kg\": 0.5}, \"steps\": [\n"
                     " {\"do\": \"start\", \"at\": \"dc\", \"arrive\": " T(
                         "09:35") ", \"leave\": " T("09:35") "},\n"
                                                             " {\"do\": \"load\", \"at\": \"dc\", "
                                                             "\"trip\": 1, \"orders\": "
                                                             "[\"SO-1\"], \"arrive\": " T("09:35") ", \"begin\": " T("09:35") ", \"end\": " T("09:40") ", \"leave\": " T(
                                                                 "09:40") ", \"on_board\": "
                                                                          "{\"kg\": 5}},\n"
                                                                          " {\"do\": \"deliver\", "
                                                                          "\"at\": \"shop\", "
                                                                          "\"trip\": 1, "
                                                                          "\"orders\": "
                                                                          "[\"SO-1\"], "
                                                                          "\"arrive\": " T("10:00") ", \"wait_min\": 0, \"begin\": " T("10:00") ", \"end\": " T(
                                                                              "10:03") ", "
                                                                                       "\"leave\":"
                                                                                       " " T(
                                                                                           "10:"
                                                                                           "05") ","
                                                                                                 " "
                                                                                                 "\"leg_"
                                                                                                 "k"
                                                                                                 "m"
                                                                                                 "\": "
                                                                                                 "1"
                                                                                                 "2"
                                                                                                 "."
                                                                                                 "5"
                                                                                                 ","
                                                                                                 " "
                                                                                                 "\"cum_"
                                                                                                 "k"
                                                                                                 "m"
                                                                                                 "\": "
                                                                                                 "1"
                                                                                                 "2"
                                                                                                 "."
                                                                                                 "5"
                                                                                                 ","
                                                                                                 " "
                                                                                                 "\"leg_"
                                                                                                 "m"
                                                                                                 "i"
                                                                                                 "n"
                                                                                                 "\": "
                                                                                                 "2"
                                                                                                 "0"
                                                                                                 ","
                                                                                                 " "
                                                                                                 "\"latest_"
                                                                                                 "a"
                                                                                                 "r"
                                                                                                 "r"
                                                                                                 "i"
                                                                                                 "v"
                                                                                                 "a"
                                                                                                 "l"
                                                                                                 "\":"
                                                                                                 " " T(
                                                                                                     "10:"
                                                                                                     "00") ", \"slack_min\": 0, \"early_min\": 0, \"late_min\": 0, \"on_board\": {\"kg\": 0}},\n"
                                                                                                           " {\"do\": \"end\", \"at\": \"dc\", \"arrive\": " T(
                                                                                                               "10:25") ", \"leg_km\": 12.5, \"cum_km\": 25,"
                                                                                                                        " \"leg_min\": 20, \"latest_arrival\": " T(
                                                                                                                            "19:00") ", \"slack_min\": 515}]}],\n"
                                                                                                                                     "\"shipments\": [], \"unserved\": [{\"order\": \"SO-2\", \"why\": [{\"code\": \"capacity\","
                                                                                                                                     " \"proved\": true, \"detail\": \"20 kg, the largest takes 10\"}]}],\n"
                                                                                                                                     "\"solver\": {\"version\": \"0.1.0\", \"seed\": 1, \"islands\": 4, \"iterations\": 100,"
                                                                                                                                     " \"run\": {\"threads\": 2, \"seconds\": 1.5, \"first_s\": 0.01, \"within_1pct_s\": 0.02,"
                                                                                                                                     " \"stopped_by\": \"time\"}}}";

typedef struct change {
    const char *from, *to; /* the first place where `from` stands */
    kh_status status;
    const char *code, *pointer; /* of the first finding */
} change;

static const change changes[] = {
    {"{\"format\"", "{\"format\"", KH_OK, NULL, NULL},
    /* shape of the document */
    {"\"format\": \"keyhaul/plan/1\",", "", KH_E_SCHEMA, "missing_key", ""},
    {"plan/1", "plan/2", KH_E_SCHEMA, "wrong_value", "/format"},
    {"{\"format\"", "[{\"format\"", KH_E_SYNTAX, NULL, NULL},
    {"\"vehicles_used\"", "\"vehicle_used\"", KH_E_SCHEMA, "unknown_key", "/summary/vehicle_used"},
    {"\"wait_min\"", "\"wait\"", KH_E_SCHEMA, "unknown_key", "/routes/0/steps/2/wait"},
    {"\"distance\": 25", "\"distanc\": 25", KH_E_SCHEMA, "unknown_key",
     "/summary/cost_by/cash/distanc"},
    {"\"fill\": {\"kg\"", "\"fill\": {\"kilo\"", KH_E_SCHEMA, "unknown_key", "/summary/fill/kilo"},
    {"\"status\": \"feasible\"", "\"status\": \"good\"", KH_E_SCHEMA, "wrong_value", "/status"},
    {"\"van\", \"number\"", "\"vam\", \"number\"", KH_E_SCHEMA, "unknown_id", "/routes/0/vehicle"},
    {"\"orders\": [\"SO-1\"]", "\"orders\": [\"SO-3\"]", KH_E_SCHEMA, "unknown_id",
     "/routes/0/steps/1/orders/0"},
    {"\"at\": \"shop\"", "\"at\": \"shoop\"", KH_E_SCHEMA, "unknown_id", "/routes/0/steps/2/at"},
    {"[{\"id\": \"dc\"", "[{\"id\": \"cd\"", KH_E_SCHEMA, "unknown_id", "/places/0/id"},
    {"\"number\": 1", "\"number\": 1.5", KH_E_SCHEMA, "not_whole", "/routes/0/number"},
    {"\"cost\": 175", "\"cost\": 175.0000001", KH_E_SCHEMA, "too_precise", "/summary/cost"},
    {"\"cum_km\": 12.5", "\"cum_km\": 12.5001", KH_E_SCHEMA, "too_precise",
     "/routes/0/steps/2/cum_km"},
    {"\"leg_min\": 20", "\"leg_min\": 20.001", KH_E_SCHEMA, "too_precise",
     "/routes/0/steps/2/leg_min"},
    {"\"quantity\": {\"kg\": 5}", "\"quantity\": {\"kg\": 5.0001}", KH_E_SCHEMA, "too_precise",
     "/orders/0/quantity/kg"},
    {"\"arrive\": \"2026-11-24T10:25:00-03:00\"", "\"arrive\": \"10h25\"", KH_E_SCHEMA, "bad_time",
     "/routes/0/steps/3/arrive"},
    {"\"arrive\": \"2026-11-24T10:25:00-03:00\", ", "", KH_E_SCHEMA, "missing_key",
     "/routes/0/steps/3"},
    {"\"late_min\": 0", "\"late_min\": 1", KH_E_SCHEMA, "out_of_range",
     "/routes/0/steps/2/late_min"},
    {"\"trip\": 1", "\"trip\": 2", KH_E_SCHEMA, "out_of_range", "/routes/0/steps/1/trip"},
    {"\"code\": \"capacity\"", "\"code\": \"because\"", KH_E_SCHEMA, "wrong_value",
     "/unserved/0/why/0/code"},
    {"\"shipments\": []", "\"shipments\": [{}]", KH_E_SCHEMA, "missing_key", "/shipments/0"},
    {"\"load-km\"", "\"even\"", KH_E_SCHEMA, "wrong_value", "/accounts/0/cost_to_serve/rule"},
    /* times in other words */
    {"\"arrive\": \"2026-11-24T10:25:00-03:00\"", "\"arrive\": \"10:25\"", KH_OK, NULL, NULL},
    {"\"arrive\": \"2026-11-24T10:25:00-03:00\"", "\"arrive\": \"2026-11-24T13:25:00Z\"", KH_OK,
     NULL, NULL},
    /* what the document says twice */
    {"\"name\": \"One shop\"", "\"name\": \"Two shops\"", KH_E_BREACH, "order_set",
     "/order_set/name"},
    {"\"sha256\": \"@\"", "\"sha256\": \"0\"", KH_E_BREACH, "order_set", "/order_set/sha256"},
    {"\"status\": \"feasible\"", "\"status\": \"partial\"", KH_E_BREACH, "status", "/status"},
    {"\"status\": \"feasible\"", "\"status\": \"optimal\"", KH_E_BREACH, "status", "/status"},
    {"\"quality\": null",
     "\"quality\": {\"lower_bound\": 175, \"gap\": 0, \"proof\": \"enumeration\", \"relaxed\": []}",
     KH_E_BREACH, "status", "/status"},
    {"\"quality\": null", "\"quality\": {\"lower_bound\": 176, \"gap\": 0.1, \"proof\": \"x\"}",
     KH_E_BREACH, "quality", "/quality/lower_bound"},
    {"\"cost\": 175", "\"cost\": 175.000001", KH_E_BREACH, "cost", "/summary/cost"},
    {"\"cash\": 145", "\"cash\": 175", KH_E_BREACH, "cost", "/summary/cash"},
    {"\"served_own\": 1", "\"served_own\": 2", KH_E_BREACH, "summary", "/summary/served_own"},
    {"\"unserved\": 1,", "\"unserved\": 0,", KH_E_BREACH, "summary", "/summary/unserved"},
    {"\"trips\": 1", "\"trips\": 2", KH_E_BREACH, "summary", "/summary/trips"},
    {"\"km\": 25,", "\"km\": 25.001,", KH_E_BREACH, "summary", "/summary/km"},
    {"\"drive_h\": 0.67", "\"drive_h\": 0.7", KH_E_BREACH, "summary", "/summary/drive_h"},
    {"\"on_time\": 0.5", "\"on_time\": 1", KH_E_BREACH, "summary", "/summary/on_time"},
    {"\"fill\": {\"kg\": 0.5}", "\"fill\": {\"kg\": 0.6}", KH_E_BREACH, "summary",
     "/summary/fill/kg"},
    {"\"value\": 145", "\"value\": 144", KH_E_BREACH, "account", "/accounts/0/cost_to_serve"},
    {"\"id\": \"acme\", \"orders\": 1", "\"id\": \"acme\", \"orders\": 2", KH_E_BREACH, "account",
     "/accounts/0/orders"},
    {"\"to\": \"shop\"", "\"to\": \"dc\"", KH_E_BREACH, "order_copy", "/orders/0"},
    {"\"on_time\": true", "\"on_time\": false", KH_E_BREACH, "on_time", "/orders/0/on_time"},
    {"{\"id\": \"SO-2\", \"account\": null", "{\"id\": \"SO-1\", \"account\": null", KH_E_BREACH,
     NULL, NULL},
    {"\"slack_min\": 515", "\"slack_min\": 514", KH_E_BREACH, "slack",
     "/routes/0/steps/3/slack_min"},
    {"\"day\": 0, \"cost\": 145", "\"day\": 0, \"cost\": 146", KH_E_BREACH, "cost",
     "/routes/0/cost"},
    {"-22.91", "-22.92", KH_E_BREACH, "copy", "/places/0"},
    {", {\"id\": \"shop\", \"lon\": -47.1, \"lat\": -22.9}", "", KH_E_BREACH, "copy", "/places"},
    {"\"per_h\": 24", "\"per_h\": 23", KH_E_BREACH, "copy", "/vehicles/0"},
    {"[[\"08:00\"", "[[\"08:30\"", KH_E_BREACH, "copy", "/orders/0/windows"},
    {"\"target\": null", "\"target\": 1", KH_E_SCHEMA, "unsupported", "/orders/0/target"},
    /* what the routes say */
    {"\"number\": 1", "\"number\": 2", KH_E_BREACH, "no_such_number", "/routes/0/number"},
    {"\"begin\": \"2026-11-24T10:00:00-03:00\", \"on_time\"",
     "\"begin\": \"2026-11-24T10:01:00-03:00\", \"on_time\"", KH_E_BREACH, "step_times",
     "/routes/0/steps/2/begin"},
    {"\"load\": {\"route\": 0}", "\"load\": null", KH_E_BREACH, "order_route", "/orders/0/load"},
};

/* The plan with the order set's digest and one change; NULL: nothing to change. */
static char *changed(const kh_order_set *set, const char *from, const char *to)
{
    const size_t room = sizeof plan_text + strlen(to) + sizeof set->sha256;
    const char *at = strstr(plan_text, from);
    if (!at) return NULL;
    char *text = malloc(room), *out = malloc(room);
    snprintf(text, room, "%.*s%s%s", (int)(at - plan_text), plan_text, to, at + strlen(from));
    const char *mark = strchr(text, '@');
    if (mark)
        snprintf(out, room, "%.*s%s%s", (int)(mark - text), text, set->sha256, mark + 1);
    else
        memcpy(out, text, strlen(text) + 1);
    free(text);
    return out;
}

static kh_order_set *read_set(void)
{
    kh_order_set *set = NULL;
    kh_errors *errors = kh_errors_new();
    const kh_status status =
        kh_order_set_parse(order_set, sizeof order_set - 1, NULL, &set, errors);
    if (status != KH_OK && kh_errors_count(errors, KH_ERROR) > 0)
        printf("%s: %s\n", kh_errors_at(errors, KH_ERROR, 0)->pointer,
               kh_errors_at(errors, KH_ERROR, 0)->message);
    kh_errors_free(errors);
    CHECK_EQ(status, KH_OK);
    return set;
}

static int32_t try_change(const kh_order_set *set, const change *c)
{
    kh_errors *errors = kh_errors_new();
    char *text = changed(set, c->from, c->to);
    CHECK(text);
    const kh_status status = kh_check(set, text, strlen(text), errors);
    const kh_finding *first = kh_errors_at(errors, KH_ERROR, 0);
    int32_t wrong = status != c->status;
    if (c->code)
        wrong +=
            !first || strcmp(first->code, c->code) != 0 || strcmp(first->pointer, c->pointer) != 0;
    if (wrong)
        printf("%s -> %s: %s, %s at %s: %s\n", c->from, c->to, kh_status_text(status),
               first ? first->code : "nothing", first ? first->pointer : "",
               first ? first->message : "");
    free(text);
    kh_errors_free(errors);
    return wrong;
}

static void every_change(void **state)
{
    kh_order_set *set = read_set();
    int32_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        wrong += try_change(set, &changes[i]);
    kh_order_set_free(set);
    CHECK_EQ(wrong, 0);
}

static void what_is_read(void **state)
{
    kh_order_set *set = read_set();
    khe_plan *plan = NULL;
    (void)state;
    CHECK_EQ(khe_plan_read(set, plan_text, sizeof plan_text - 1, &plan, NULL), KH_OK);
    CHECK_EQ(plan->route_count, 1);
    CHECK_EQ(plan->routes[0].step_count, 4);
    CHECK_EQ(plan->routes[0].duty, 50 * 60);
    CHECK_EQ(plan->routes[0].drive, 40 * 60);
    CHECK_EQ(plan->routes[0].peak[0], 5000);
    CHECK_EQ(plan->routes[0].steps[2].begin, 10 * 3600);
    CHECK_EQ(plan->routes[0].steps[3].cum_steps, 25000);
    CHECK_EQ(plan->orders[0].begin, 10 * 3600);
    CHECK_EQ(plan->orders[1].begin, KHE_NO_TIME);
    CHECK_EQ(plan->costs.line[KHE_UNSERVED], 30000000);
    CHECK_EQ(plan->unserved[0].order, 1);
    CHECK_EQ(plan->unserved[0].why[0].reason, KHE_CAPACITY);
    CHECK_EQ(plan->stated->accounts[1].account, KHE_NONE);
    CHECK_EQ(plan->stated->sums.duty, 83);
    khe_plan_free(plan);
    kh_order_set_free(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_change),
                                       cmocka_unit_test(what_is_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
