/* Settings by name. */
#include <keyhaul/settings.h>

#include "test.h"

static void test_init(void **state)
{
    (void)state;
    kh_settings a, b;
    memset(&a, 0x55, sizeof(a));
    memset(&b, 0xAA, sizeof(b));
    kh_settings_init(&a);
    kh_settings_init(&b);
    assert_memory_equal(&a, &b, sizeof(a)); /* nothing of the sentinels is left */
    CHECK(a.time_limit > 9.9 && a.time_limit < 10.1);
    CHECK_EQ(a.seed, 1);
}

static void test_table(void **state)
{
    (void)state;
    size_t i = 0;
    for (const kh_setting_info *info; (info = kh_setting_at(i)); i++) {
        CHECK(info->low <= info->initial && info->initial <= info->high);
        CHECK(info->text[0] != '\0');
    }
    CHECK_EQ(i, 6);
}

static void test_set(void **state)
{
    (void)state;
    static const struct {
        const char *name, *value;
        kh_status status;
    } cases[] = {
        {"time_limit", "2.5", KH_OK},
        {"time_limit", "-1", KH_E_ARGUMENT},
        {"time_limit", "nan", KH_E_ARGUMENT},
        {"time_limit", "", KH_E_ARGUMENT},
        {"time_limit", "5s", KH_E_ARGUMENT},
        {"seed", "9007199254740991", KH_OK},
        {"seed", "9007199254740992", KH_E_ARGUMENT},
        {"seed", "1.5", KH_E_ARGUMENT},
        {"seed", "99999999999999999999", KH_E_ARGUMENT},
        {"threads", "8", KH_OK},
        {"thread", "8", KH_E_ARGUMENT},
    };
    kh_settings settings;
    kh_settings_init(&settings);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        CHECK_EQ(kh_settings_set(&settings, cases[i].name, cases[i].value), cases[i].status);
    CHECK_EQ(settings.seed, 9007199254740991);
    CHECK_EQ(settings.threads, 8);
    CHECK(settings.time_limit > 2.4 && settings.time_limit < 2.6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_init), cmocka_unit_test(test_table),
                                       cmocka_unit_test(test_set)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
