/* Memory that runs out while an order set is read: every allocation fails once, and nothing is
 * lost. The linker sends the engine's allocations here, hooks send those of cJSON. */
#include <cjson/cJSON.h>

#include <keyhaul/order_set.h>

#include "failing_memory.h"
#include "test.h"

static char text[65536];
static size_t text_size;

static void load(const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    text_size = fread(text, 1, sizeof(text), file);
    fclose(file);
}

/* Reads with the n-th allocation failing. \return whether it was reached */
static bool read_failing(int64_t n, bool quarantine, kh_errors *errors)
{
    const kh_read_options options = {.quarantine = quarantine};
    kh_order_set *set = NULL;
    fail_after(n);
    const kh_status status = kh_order_set_parse(text, text_size, &options, &set, errors);
    const bool reached = stop_failing();
    CHECK((status == KH_OK) == (set != NULL));
    /* only the text of a finding may be lost without a failure */
    CHECK(reached ? status == KH_E_NOMEM || status == KH_OK : status == KH_OK);
    kh_order_set_free(set);
    return reached;
}

static void fail_each_allocation(const char *path)
{
    load(path);
    kh_errors *errors = kh_errors_new();
    int64_t n = 0;
    while (read_failing(n, n % 2 == 1, errors)) n++;
    CHECK(n > 500);
    kh_errors_free(errors);
}

static void test_each_allocation(void **state)
{
    (void)state;
    fail_each_allocation(KEYHAUL_SOURCE "/tests/data/order_set.json");
    fail_each_allocation(KEYHAUL_SOURCE "/tests/data/carriers.json");
}

/* The same with an order to be left out. */
static void test_each_allocation_of_quarantine(void **state)
{
    (void)state;
    load(KEYHAUL_SOURCE "/tests/data/order_set.json");
    char *to = strstr(text, "\"to\": \"store-2\"");
    assert_non_null(to);
    memcpy(to + 7, "store-x", 7);
    kh_errors *errors = kh_errors_new();
    int64_t n = 0;
    while (read_failing(n, true, errors)) n++;
    kh_errors_free(errors);
}

int main(void)
{
    cJSON_Hooks hooks = {.malloc_fn = __wrap_malloc, .free_fn = free};
    cJSON_InitHooks(&hooks);
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_each_allocation),
                                       cmocka_unit_test(test_each_allocation_of_quarantine)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
