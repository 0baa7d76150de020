/* The strict scan and the typed reader. */
#include "json.h"

#include <cjson/cJSON.h>

#include "test.h"

/* Parses and gives line and column of what is wrong; 0: nothing. */
static kh_status parse(const char *text, int *line, int *column)
{
    kh_errors *errors = kh_errors_new();
    khe_reader reader = {.errors = errors};
    struct cJSON *tree = NULL;
    khe_scan scan;
    const kh_status status = khe_json_parse(&reader, text, strlen(text), &tree, &scan);
    const kh_finding *finding = kh_errors_at(errors, KH_ERROR, 0);
    *line = finding ? finding->line : 0;
    *column = finding ? finding->column : 0;
    CHECK((status == KH_OK) == (finding == NULL));
    if (status == KH_OK) khe_scan_free(&scan);
    cJSON_Delete(tree);
    kh_errors_free(errors);
    return status;
}

static void test_syntax(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int line, column;
    } cases[] = {
        {"{}", 0, 0},
        {" [1, -2.5e+3, 0, \"\\u00e9\\n\\ud83d\\ude00\", true, false, null]\n", 0, 0},
        {"\xEF\xBB\xBF{\"a\": 1}", 0, 0},
        {"", 1, 1},
        {"{\"a\": 1,}", 1, 9},
        {"{\n  \"a\": 1\n  \"b\": 2}", 3, 3},
        {"[1, 2", 1, 6},
        {"[01]", 1, 3},
        {"[1.]", 1, 4},
        {"[+1]", 1, 2},
        {"[nul]", 1, 2},
        {"[NaN]", 1, 2},
        {"['a']", 1, 2},
        {"[\"a]", 1, 5},
        {"[\"\\x\"]", 1, 4},
        {"[\"\\ud83d\"]", 1, 9},
        {"[\"\\u0000\"]", 1, 9},
        {"[\"a\tb\"]", 1, 4},
        {"[\"\xFF\"]", 1, 3},
        {"[\"\xC0\x80\"]", 1, 3},
        {"[\"\xED\xA0\x80\"]", 1, 3},
        {"{} {}", 1, 4},
        {"// no\n{}", 1, 1},
        {"[1111111111111111111111111111111111111111111111111111111111111111]", 1, 66},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int line = 0, column = 0;
        const kh_status status = parse(cases[i].text, &line, &column);
        if (status != (cases[i].line ? KH_E_SYNTAX : KH_OK) || line != cases[i].line ||
            column != cases[i].column)
            fail_msg("%s: %d at %d:%d", cases[i].text, status, line, column);
    }
}

static void test_depth(void **state)
{
    (void)state;
    char text[1001];
    int line = 0, column = 0;
    memset(text, '[', 500);
    memset(text + 500, ']', 500);
    text[1000] = '\0';
    CHECK_EQ(parse(text, &line, &column), KH_E_SYNTAX);
    CHECK_EQ(parse(text + 400, &line, &column), KH_E_SYNTAX); /* something follows */
    text[600] = '\0';
    CHECK_EQ(parse(text + 400, &line, &column), KH_OK);
}

enum { WINDOWS, TIER, LATER, KEYS };
static const khe_key keys[KEYS] = {
    {"windows", KHE_ARRAY, false}, {"tier", KHE_NUMBER, true}, {"later", KHE_LATER, false}};

static void test_object(void **state)
{
    (void)state;
    static const struct {
        const char *text, *pointer, *code, *message;
    } cases[] = {
        {"{\"x/y\": [{\"tier\": 1, \"windws\": []}]}", "/x~1y/0/windws", "unknown_key",
         "unknown key; did you mean \"windows\"?"},
        {"{\"a~b\": [0, {\"tier\": \"1\"}]}", "/a~0b/1/tier", "wrong_type", "expected a number"},
        {"{\"a\": [{}]}", "/a/0", "missing_key", "\"tier\" is missing"},
        {"{\"a\": [{\"tierr\": 1}]}", "/a/0/tierr", "unknown_key",
         "unknown key; did you mean \"tier\"?"},
        {"{\"a\": [{\"tier\": 1, \"tier\": 2}]}", "/a/0/tier", "doubled_key",
         "the key stands here twice"},
        {"{\"a\": [{\"Tier\": 1, \"tier\": 2}]}", "/a/0/Tier", "unknown_key",
         "unknown key; did you mean \"tier\"?"},
        {"{\"a\": [{\"tier\": 1, \"later\": 2}]}", "/a/0/later", "unsupported",
         "not supported yet"},
        {"{\"a\": [{\"tier\": 1, \"meta\": {\"any\": 1}}]}", NULL, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        kh_errors *errors = kh_errors_new();
        khe_reader reader = {.errors = errors};
        cJSON *tree = cJSON_Parse(cases[i].text);
        const khe_json root = khe_json_root(&reader, tree);
        for (khe_json list = {0}; khe_json_next(&root, &list);)
            for (khe_json item = {0}; khe_json_next(&list, &item);) {
                khe_json found[KEYS];
                if (khe_json_is_object(&item)) khe_json_object(&item, keys, KEYS, found);
            }
        const kh_finding *finding = kh_errors_at(errors, KH_ERROR, 0);
        CHECK((finding == NULL) == (cases[i].code == NULL));
        CHECK_EQ(kh_errors_total(errors, KH_ERROR), cases[i].code != NULL);
        if (finding && cases[i].code) {
            assert_string_equal(finding->pointer, cases[i].pointer);
            assert_string_equal(finding->code, cases[i].code);
            assert_string_equal(finding->message, cases[i].message);
        }
        cJSON_Delete(tree);
        kh_errors_free(errors);
    }
}

static void test_decimals(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int32_t places;
        bool good;
        int64_t value;
    } cases[] = {
        {"1.12", 6, true, 1120000}, {"0.000001", 6, true, 1},
        {"0.0000001", 6, false, 0}, {"900000000.123456", 6, true, 900000000123456},
        {"1e3", 3, true, 1000000},  {"0.29", 3, true, 290},
        {"0.2905", 3, false, 0},    {"7", 0, true, 7},
        {"7.5", 0, false, 0},       {"-1", 0, false, 0},
        {"1e300", 3, false, 0},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        khe_reader reader = {.errors = NULL};
        cJSON *tree = cJSON_Parse(cases[i].text);
        khe_json value = khe_json_root(&reader, tree);
        int64_t out = 0;
        CHECK_EQ(khe_json_decimal(&value, cases[i].places, 0, 1000000000000000, &out),
                 cases[i].good);
        CHECK_EQ(out, cases[i].value);
        CHECK_EQ(reader.schema, !cases[i].good);
        cJSON_Delete(tree);
    }
}

static void test_status_is_the_gravest(void **state)
{
    (void)state;
    khe_reader reader = {.errors = NULL};
    const khe_json at = khe_json_root(&reader, NULL);
    CHECK_EQ(khe_reader_status(&reader), KH_OK);
    khe_json_unsupported(&at);
    CHECK_EQ(khe_reader_status(&reader), KH_E_UNSUPPORTED);
    khe_json_error(&at, "limit", "too much");
    CHECK_EQ(khe_reader_status(&reader), KH_E_LIMIT);
    khe_json_error(&at, "file", "not there");
    CHECK_EQ(khe_reader_status(&reader), KH_E_FILE);
    khe_json_error(&at, "wrong_type", "no");
    CHECK_EQ(khe_reader_status(&reader), KH_E_SCHEMA);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_syntax), cmocka_unit_test(test_depth), cmocka_unit_test(test_object),
        cmocka_unit_test(test_decimals), cmocka_unit_test(test_status_is_the_gravest)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
