/* Benchmark formats to order sets: small files of each, and what is said about files that are
 * wrong. */
#include "test.h"

#include <cjson/cJSON.h>
#include <keyhaul/keyhaul.h>

static const char solomon[] =
    "T1\n\nVEHICLE\nNUMBER     CAPACITY\n  3  50\n\nCUSTOMER\n"
    "CUST NO. XCOORD. YCOORD. DEMAND READY TIME DUE DATE SERVICE TIME\n\n"
    "0 40 50 0 0 1236 0\n1 45 68 10 912 967 90\n2 45.5 70 30 825 870 10\n";

static const char lilim[] = "2\t200\t1\n0\t40\t50\t0\t0\t1236\t0\t0\t0\n"
                            "1\t45\t68\t-10\t912\t967\t90\t2\t0\n"
                            "2\t45\t70\t10\t825\t870\t90\t0\t1\n";

static const char sartori[] = "NAME: s\nSIZE: 3\nCAPACITY: 300\nNODES\n"
                              "0 41.5 2.25 0 0 1500 0 0 0\n1 41.4 2.1 22 129 240 5 0 2\n"
                              "2 41.3 2.2 -22 100 1480 5 1 0\n"
                              "EDGES\n0 2 14\n3 0 5\n4 6 0\nEOF\n";

static const char vrplib[] =
    "NAME : v\nCOMMENT : \"from a : test\"\nTYPE : CVRP\nDIMENSION : 3\n"
    "EDGE_WEIGHT_TYPE : EUC_2D\nCAPACITY : 20\nNODE_COORD_SECTION\n"
    "1 0 0\n2 3 4\n3 -6 8\nDEMAND_SECTION\n1 0\n2 7\n3 9\nDEPOT_SECTION\n1\n-1\nEOF\n";

/* Every section of the dialect at once, but backhauls. */
static const char rich[] = "NAME: r\nDIMENSION: 4\nVEHICLES: 3\nSERVICE_TIME: 10\n"
                           "EDGE_WEIGHT_TYPE: EUC_2D\nVEHICLES_MAX_DURATION: 90\n"
                           "DEPOT_SECTION\n1\n2\nNODE_COORD_SECTION\n1 0 0\n2 1 0\n3 2 0\n4 3 0\n"
                           "DEMAND_SECTION\n1 0\n2 0\n3 5\n4 6\n"
                           "TIME_WINDOW_SECTION\n1 0 100\n2 0 200\n3 10 20\n4 0 90\n"
                           "CAPACITY_SECTION\n1 20\n2 30\n3 20\n"
                           "VEHICLES_FIXED_COST_SECTION\n1 150\n2 0\n3 150\n"
                           "VEHICLES_UNIT_DISTANCE_COST_SECTION\n1 83\n2 100\n3 83\n"
                           "VEHICLES_DEPOT_SECTION\n1 1\n2 2\n3 1\n"
                           "VEHICLES_ALLOWED_CLIENTS_SECTION\n1 3\n2 3 4\n3 3\nEOF\n";

static const char backhaul[] = "DIMENSION: 3\nCAPACITY: 20\nEDGE_WEIGHT_TYPE: EXPLICIT\n"
                               "EDGE_WEIGHT_FORMAT: FULL_MATRIX\nEDGE_WEIGHT_SECTION\n"
                               "0 10 20\n10 0 90 20\n30 0\n"
                               "DEMAND_SECTION\n1 0\n2 7\n3 0\nBACKHAUL_SECTION\n1 0\n2 0\n3 9\n"
                               "PRIZE_SECTION\n1 0\n2 5\n3 2.5\nEOF\n";

static char *convert(const char *format, const char *text, const kh_convert_options *options)
{
    char *out = NULL;
    CHECK_EQ(kh_convert(format, text, strlen(text), options, &out, NULL), KH_OK);
    cJSON *tree = cJSON_Parse(out);
    CHECK(tree != NULL);
    cJSON_Delete(tree);
    return out;
}

/* The document holds each of the parts. */
static void expect(char *document, const char *const *parts)
{
    for (; *parts != NULL; parts++)
        if (strstr(document, *parts) == NULL) fail_msg("no %s in\n%s", *parts, document);
    kh_text_free(document);
}

static void solomon_becomes_deliveries(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "\"name\": \"T1\"",
        "\"resolution\": {\"s\": 0.1, \"m\": 0.1}",
        "{\"id\": \"2\", \"x\": 45.5, \"y\": 70}",
        "{\"model\": \"plane\", \"unit_m\": 1, \"round\": \"floor\", \"speed_kmh\": 3.6}",
        "{\"id\": \"1\", \"to\": \"1\", \"quantity\": {\"units\": 10}, "
        "\"windows\": [[\"00:15:12\",\"00:16:07\"]], \"service\": {\"fixed_min\": 1.5}}",
        "\"service\": {\"fixed_min\": 0.166667}",
        "{\"id\": \"vehicle\", \"count\": 3, \"profile\": \"plane\", \"start\": \"0\", "
        "\"capacity\": {\"units\": 50}, \"shift\": [\"00:00:00\",\"00:20:36\"], "
        "\"cost\": {\"per_km\": 1000}}",
        "\"objective\": {\"first\": \"cost\"}",
        NULL};
    expect(convert("solomon", solomon, NULL), parts);
}

static void vehicles_first_is_exact(void **state)
{
    (void)state;
    static const char *const parts[] = {"\"resolution\": {\"s\": 0.001, \"m\": 0.001}",
                                        "\"round\": \"nearest\"",
                                        "\"objective\": {\"first\": \"vehicles\"}", NULL};
    const kh_convert_options options = {.first = "vehicles"};
    expect(convert("solomon", solomon, &options), parts);
    static const char *const stated[] = {"\"resolution\": {\"s\": 1, \"m\": 1}", NULL};
    const kh_convert_options integer = {.first = "vehicles", .rounding = "integer"};
    expect(convert("solomon", solomon, &integer), stated);
}

static void lilim_becomes_shipments(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "\"name\": \"lilim\"", "\"resolution\": {\"s\": 0.001, \"m\": 0.001}",
        "  \"orders\": [\n"
        "    {\"id\": \"2\", \"from\": \"2\", \"to\": \"1\", \"as\": \"shipment\", "
        "\"quantity\": {\"units\": 10}, "
        "\"collect\": {\"windows\": [[\"00:13:45\",\"00:14:30\"]], \"service\": {\"fixed_min\": "
        "1.5}}, \"windows\": [[\"00:15:12\",\"00:16:07\"]], \"service\": {\"fixed_min\": 1.5}}\n"
        "  ],\n",
        "\"objective\": {\"first\": \"vehicles\"}", NULL};
    expect(convert("lilim", lilim, NULL), parts);
    static const char *const named[] = {"\"name\": \"lc\\\"1\"", NULL};
    const kh_convert_options options = {.name = "lc\"1"};
    expect(convert("lilim", lilim, &options), named);
}

static void sartori_is_in_minutes(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "{\"id\": \"0\", \"lon\": 2.25, \"lat\": 41.5}", "\"places\": [\"0\",\"1\",\"2\"]",
        "\"km\": [\n      [0,2,14],\n      [3,0,5],\n      [4,6,0]\n    ]",
        "\"min\": [\n      [0,2,14],\n      [3,0,5],\n      [4,6,0]\n    ]",
        "\"collect\": {\"windows\": [[\"02:09:00\",\"04:00:00\"]], \"service\": {\"fixed_min\": "
        "5}}",
        /* past midnight */
        "\"windows\": [[\"+0 01:40:00\",\"+1 00:40:00\"]]",
        "\"shift\": [\"00:00:00\",\"+1 01:00:00\"]", "\"count\": \"unlimited\"",
        "\"cost\": {\"per_km\": 1}", NULL};
    expect(convert("sartori", sartori, NULL), parts);
}

static void vrplib_without_times(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "\"resolution\": {\"s\": 1, \"m\": 1}", "\"speed_kmh\": 360",
        "{\"id\": \"3\", \"to\": \"3\", \"quantity\": {\"units\": 9}}\n",
        "{\"id\": \"vehicle\", \"count\": \"unlimited\", \"profile\": \"plane\", \"start\": \"1\", "
        "\"capacity\": {\"units\": 20}, \"cost\": {\"per_km\": 1000}}",
        NULL};
    expect(convert("vrplib", vrplib, NULL), parts);
}

static void vrplib_groups_equal_vehicles(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "\"resolution\": {\"s\": 0.001, \"m\": 0.001}",
        "{\"id\": \"3\", \"to\": \"3\", \"quantity\": {\"units\": 5}, "
        "\"windows\": [[\"00:00:10\",\"00:00:20\"]], \"service\": {\"fixed_min\": 0.166667}}",
        "\"service\": {\"fixed_min\": 0.166667}, \"vehicles\": [\"class-2\"]}",
        "{\"id\": \"class-1\", \"count\": 2, \"profile\": \"plane\", \"start\": \"1\", "
        "\"capacity\": {\"units\": 20}, \"shift\": [\"00:00:00\",\"00:01:40\"], "
        "\"max_duty_min\": 1.5, \"cost\": {\"per_day\": 1.5, \"per_km\": 830}}",
        "{\"id\": \"class-2\", \"count\": 1, \"profile\": \"plane\", \"start\": \"2\", "
        "\"capacity\": {\"units\": 30}, \"shift\": [\"00:00:00\",\"00:03:20\"], "
        "\"max_duty_min\": 1.5, \"cost\": {\"per_km\": 1000}}",
        NULL};
    expect(convert("vrplib", rich, NULL), parts);
}

static void vrplib_backhauls_prizes_and_matrix(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "\"km\": [\n      [0,0.01,0.02],\n      [0.01,0,0.09],\n      [0.02,0.03,0]\n    ]",
        "\"min\": [\n      [0,0.166667,0.333333],\n",
        "{\"id\": \"2\", \"to\": \"2\", \"quantity\": {\"units\": 7}, \"unserved_penalty\": 5}",
        "{\"id\": \"3\", \"from\": \"3\", \"to\": \"1\", \"quantity\": {\"units\": 9}, "
        "\"unserved_penalty\": 2.5}",
        "\"pickups\": \"after-deliveries\", \"needs_delivery\": true",
        NULL};
    expect(convert("vrplib", backhaul, NULL), parts);
}

/* A file in which `from` is replaced by `to`. */
static char *changed(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    CHECK(at != NULL);
    char *out = malloc(strlen(text) + strlen(to) + 1);
    CHECK(out != NULL);
    const size_t before = (size_t)(at - text);
    memcpy(out, text, before);
    strcpy(out + before, to);
    strcat(out, at + strlen(from));
    return out;
}

typedef struct mistake {
    const char *format, *text, *from, *to;
    kh_status status;
    int line;
    const char *says;
} mistake;

static void check_mistake(const mistake *m)
{
    char *text = changed(m->text, m->from, m->to), *out = NULL;
    kh_errors *errors = kh_errors_new();
    const kh_status status = kh_convert(m->format, text, strlen(text), NULL, &out, errors);
    if (status != m->status) fail_msg("\"%s\" for \"%s\": status %d", m->to, m->from, status);
    CHECK(out == NULL);
    CHECK_EQ(kh_errors_count(errors, KH_ERROR), 1);
    const kh_finding *found = kh_errors_at(errors, KH_ERROR, 0);
    if (strstr(found->message, m->says) == NULL || found->line != m->line)
        fail_msg("line %d, expected %d: %s", found->line, m->line, found->message);
    kh_errors_free(errors);
    free(text);
}

static void mistakes_are_named_with_their_line(void **state)
{
    (void)state;
    /* clang-format off */
    static const mistake mistakes[] = {
        {"solomon", solomon, "VEHICLE\n", "VEICLE\n", KH_E_SYNTAX, 3, "expected VEHICLE, found \"VEICLE\""},
        {"solomon", solomon, "  3  50", "  3  x", KH_E_SYNTAX, 5, "expected a capacity, found \"x\""},
        {"solomon", solomon, "1 45 68", "4 45 68", KH_E_SYNTAX, 11, "the next customer number"},
        {"solomon", solomon, "912 967 90", "912 900 90", KH_E_SYNTAX, 11, "a due date from 912"},
        {"solomon", solomon, "912 967 90", "912 967", KH_E_SYNTAX, 11, "a service time, found the end of the line"},
        {"solomon", solomon, "912 967 90", "912 967 90 1", KH_E_SYNTAX, 11, "nothing after the service time"},
        {"solomon", solomon, "1 45 68 10", "1 45 68 nan", KH_E_SYNTAX, 11, "a demand, found \"nan\""},
        {"solomon", solomon, "2 45.5", "x 45.5", KH_E_SYNTAX, 12, "a customer's line, found \"x\""},
        {"lilim", lilim, "2\t200\t1", "2.5\t200\t1", KH_E_SYNTAX, 1, "a whole number"},
        {"lilim", lilim, "90\t0\t1\n", "90\t0\t0\n", KH_E_SYNTAX, 3, "does not name it in turn"},
        {"lilim", lilim, "70\t10\t", "70\t11\t", KH_E_SYNTAX, 4, "as much as is delivered"},
        {"sartori", sartori, "SIZE: 3", "SIZE: 4", KH_E_SYNTAX, 7, "expected 4 nodes, found 3"},
        {"sartori", sartori, "3 0 5", "3 0", KH_E_SYNTAX, 11, "expected 9 numbers of the matrix, found 8"},
        {"sartori", sartori, "CAPACITY: 300\n", "", KH_E_SYNTAX, 3, "SIZE and CAPACITY before NODES"},
        {"sartori", sartori, "5 1 0", "5 0 0", KH_E_SYNTAX, 6, "partner do not agree"},
        {"vrplib", vrplib, "DIMENSION : 3", "DIMENSION 3", KH_E_SYNTAX, 4, "expected \"KEY : value\" or a section"},
        {"vrplib", vrplib, "EUC_2D", "GEO", KH_E_UNSUPPORTED, 5, "found GEO"},
        {"vrplib", vrplib, "3 -6 8\n", "", KH_E_SYNTAX, 9, "NODE_COORD_SECTION: expected 3 lines, found 2"},
        {"vrplib", vrplib, "3 -6 8", "2 -6 8", KH_E_SYNTAX, 10, "number 2 stands twice"},
        {"vrplib", vrplib, "3 9\n", "4 9\n", KH_E_SYNTAX, 14, "a node's number from 1 to 3"},
        {"vrplib", vrplib, "CAPACITY : 20\n", "", KH_E_SYNTAX, 0, "expected a CAPACITY"},
        {"vrplib", vrplib, "DEMAND_SECTION", "DEMND_SECTION", KH_E_UNSUPPORTED, 11, "DEMND_SECTION is not supported"},
        {"vrplib", rich, "DEPOT_SECTION\n1 1", "RELOAD_DEPOT_SECTION\n1 1", KH_E_UNSUPPORTED, 37, "several trips"},
        {"vrplib", rich, "3 10 20", "3 30 20", KH_E_SYNTAX, 0, "node 3: its time window ends before it begins"},
        {"vrplib", rich, "2 2\n3 1\n", "2 3\n3 1\n", KH_E_SYNTAX, 0, "node 3 is no depot"},
        {"vrplib", backhaul, "2 0\n3 9", "2 1\n3 9", KH_E_UNSUPPORTED, 0, "a demand and a backhaul"},
    };
    /* clang-format on */
    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) check_mistake(&mistakes[i]);
}

static void wrong_arguments_are_refused(void **state)
{
    (void)state;
    char *out = NULL;
    const kh_convert_options rounding = {.rounding = "up"}, first = {.first = "time"};
    CHECK_EQ(kh_convert("tsplib", "", 0, NULL, &out, NULL), KH_E_ARGUMENT);
    CHECK_EQ(kh_convert("vrplib", "", 0, &rounding, &out, NULL), KH_E_ARGUMENT);
    CHECK_EQ(kh_convert("vrplib", "", 0, &first, &out, NULL), KH_E_ARGUMENT);
}

/* Whatever a file is cut down to, it is refused or read, and nothing is left over. */
static void truncated_files_are_safe(void **state)
{
    (void)state;
    static const char *const formats[] = {"solomon", "lilim", "sartori", "vrplib", "vrplib"};
    const char *const texts[] = {solomon, lilim, sartori, rich, backhaul};
    for (size_t f = 0; f < 5; f++)
        for (size_t size = 0; size <= strlen(texts[f]); size++) {
            char *out = NULL;
            kh_convert(formats[f], texts[f], size, NULL, &out, NULL);
            kh_text_free(out);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(solomon_becomes_deliveries),
        cmocka_unit_test(vehicles_first_is_exact),
        cmocka_unit_test(lilim_becomes_shipments),
        cmocka_unit_test(sartori_is_in_minutes),
        cmocka_unit_test(vrplib_without_times),
        cmocka_unit_test(vrplib_groups_equal_vehicles),
        cmocka_unit_test(vrplib_backhauls_prizes_and_matrix),
        cmocka_unit_test(mistakes_are_named_with_their_line),
        cmocka_unit_test(wrong_arguments_are_refused),
        cmocka_unit_test(truncated_files_are_safe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
