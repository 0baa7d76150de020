/* Memory that runs out while a plan is made or checked: compile, search, choose, decode, explain,
 * write, read back, verify. No plan is handed out then, nothing leaks, and nothing but memory is
 * blamed. */
#include <cjson/cJSON.h>

#include <keyhaul/keyhaul.h>

#include "failing_memory.h"
#include "test.h"

enum { TEXT_MAX = 65536, TRIALS = 150 };

static char text[TEXT_MAX];

/* Reads a file of the source tree into `text`; \return its size */
static size_t load(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", KEYHAUL_SOURCE, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    const size_t size = fread(text, 1, sizeof text, file);
    fclose(file);
    return size;
}

static kh_order_set *read_set_of(const char *name)
{
    kh_order_set *set = NULL;
    const size_t size = load(name);
    CHECK_EQ(kh_order_set_parse(text, size, NULL, &set, NULL), KH_OK);
    return set;
}

static kh_order_set *read_set(void) { return read_set_of("tests/data/three_stops.json"); }

/* Plans with an allocation failing. \return whether it was reached */
static bool plan_failing(const kh_order_set *set, const kh_settings *settings, int64_t n)
{
    kh_plan *plan = NULL;
    kh_errors *errors = kh_errors_new();
    fail_after(n);
    const kh_status status = kh_plan_make(set, settings, NULL, NULL, &plan, errors);
    const bool reached = stop_failing();
    if ((status == KH_OK) != (plan != NULL)) fail_msg("status %d at %lld", status, (long long)n);
    /* what only helps the search may be done without */
    if (status != KH_OK && (!reached || status != KH_E_NOMEM))
        fail_msg("status %d at %lld: %s", status, (long long)n, kh_status_text(status));
    kh_plan_free(plan);
    kh_errors_free(errors);
    return reached;
}

/* Allocations of a whole run. */
static int64_t count_allocations(const kh_order_set *set, const kh_settings *settings)
{
    const int64_t many = (int64_t)1 << 40;
    kh_plan *plan = NULL;
    fail_after(many);
    CHECK_EQ(kh_plan_make(set, settings, NULL, NULL, &plan, NULL), KH_OK);
    const int64_t left = allocations_left;
    stop_failing();
    kh_plan_free(plan);
    return many - left;
}

static void fail_all_over(int32_t exact)
{
    kh_order_set *set = read_set();
    kh_settings settings;
    kh_settings_init(&settings);
    settings.time_limit = 0;
    settings.iterations = 20;
    settings.islands = settings.threads = 1;
    settings.exact = exact;
    const int64_t step = count_allocations(set, &settings) / TRIALS + 1;
    int64_t n = 0;
    while (plan_failing(set, &settings, n)) n += step;
    CHECK(n / step > TRIALS / 2);
    kh_order_set_free(set);
}

static void plans_by_search(void **state)
{
    (void)state;
    fail_all_over(0);
}

static void plans_by_enumeration(void **state)
{
    (void)state;
    fail_all_over(1);
}

static void check_failing(const kh_order_set *set, const char *plan, size_t size)
{
    for (int64_t n = 0;; n++) {
        kh_errors *errors = kh_errors_new();
        fail_after(n);
        const kh_status status = kh_check(set, plan, size, errors);
        const bool reached = stop_failing();
        CHECK_EQ(status, reached ? KH_E_NOMEM : KH_OK);
        kh_errors_free(errors);
        if (!reached) break;
    }
}

static void checks(void **state)
{
    (void)state;
    kh_order_set *set = read_set();
    kh_plan *plan = NULL;
    const kh_settings settings = {.iterations = 20, .islands = 1, .threads = 1};
    CHECK_EQ(kh_plan_make(set, &settings, NULL, NULL, &plan, NULL), KH_OK);
    size_t size = 0;
    const char *document = kh_plan_text(plan, &size);
    check_failing(set, document, size);
    kh_plan_free(plan);
    kh_order_set_free(set);
}

static void checks_of_carriers(void **state)
{
    (void)state;
    kh_order_set *set = read_set_of("tests/data/carriers.json");
    check_failing(set, text, load("tests/golden/carriers.plan.json"));
    kh_order_set_free(set);
}

static void tables(void **state)
{
    (void)state;
    kh_order_set *set = read_set();
    kh_plan *plan = NULL;
    const kh_settings settings = {.iterations = 20, .islands = 1, .threads = 1};
    CHECK_EQ(kh_plan_make(set, &settings, NULL, NULL, &plan, NULL), KH_OK);
    for (int64_t n = 0;; n++) {
        fail_after(n);
        char *table = kh_plan_table(plan, 60);
        const bool reached = stop_failing();
        CHECK_EQ(table == NULL, reached);
        kh_text_free(table);
        if (!reached) break;
    }
    kh_plan_free(plan);
    kh_order_set_free(set);
}

int main(void)
{
    cJSON_Hooks hooks = {.malloc_fn = __wrap_malloc, .free_fn = free};
    cJSON_InitHooks(&hooks);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plans_by_search), cmocka_unit_test(plans_by_enumeration),
        cmocka_unit_test(checks), cmocka_unit_test(checks_of_carriers), cmocka_unit_test(tables)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
