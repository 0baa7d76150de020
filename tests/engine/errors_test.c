/* Findings and nearest names. */
#include "errors.h"

#include "test.h"

static void test_findings(void **state)
{
    (void)state;
    kh_errors *errors = kh_errors_new();
    assert_non_null(errors);
    khe_errors_add(errors, KH_ERROR, "unknown_key", "/a/b", "no %s, %d", "key", 7);
    khe_errors_add_at(errors, KH_WARNING, "syntax", "", 3, 4, "so so");
    const kh_finding *finding = kh_errors_at(errors, KH_ERROR, 0);
    assert_string_equal(finding->code, "unknown_key");
    assert_string_equal(finding->pointer, "/a/b");
    assert_string_equal(finding->message, "no key, 7");
    CHECK_EQ(finding->line, 0);
    finding = kh_errors_at(errors, KH_WARNING, 0);
    CHECK(finding->line == 3 && finding->column == 4);
    assert_null(kh_errors_at(errors, KH_WARNING, 1));
    for (int i = 0; i < 100; i++) khe_errors_add(errors, KH_ERROR, "x", "", "%d", i);
    CHECK_EQ(kh_errors_count(errors, KH_ERROR), 50);
    CHECK_EQ(kh_errors_total(errors, KH_ERROR), 101);
    CHECK_EQ(kh_errors_total(errors, KH_WARNING), 1);
    kh_errors_clear(errors);
    CHECK_EQ(kh_errors_total(errors, KH_ERROR), 0);
    kh_errors_free(errors);
}

static void test_no_list_is_fine(void **state)
{
    (void)state;
    khe_errors_add(NULL, KH_ERROR, "x", "", "nothing");
    CHECK_EQ(kh_errors_count(NULL, KH_ERROR), 0);
    assert_null(kh_errors_at(NULL, KH_ERROR, 0));
    kh_errors_clear(NULL);
    kh_errors_free(NULL);
}

static void test_nearest(void **state)
{
    (void)state;
    static const char *const keys[] = {"windows", "window", "id", "to", "quantity"};
    static const struct {
        const char *name, *nearest;
    } cases[] = {
        {"windws", "windows"}, {"windowss", "windows"}, {"iid", "id"}, {"quanttiy", "quantity"},
        {"ot", "to"},          {"nothing", NULL},       {"", NULL},    {"window", "window"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *nearest = khe_nearest(cases[i].name, keys, 5);
        if (cases[i].nearest)
            assert_string_equal(nearest, cases[i].nearest);
        else
            assert_null(nearest);
    }
}

static void test_status_texts(void **state)
{
    (void)state;
    assert_string_equal(kh_status_text(KH_OK), "no error");
    assert_string_equal(kh_status_text(KH_E_NOMEM), "out of memory");
    assert_non_null(kh_status_text((kh_status)12345));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_findings), cmocka_unit_test(test_no_list_is_fine),
        cmocka_unit_test(test_nearest), cmocka_unit_test(test_status_texts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
