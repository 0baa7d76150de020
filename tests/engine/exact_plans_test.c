/* Plans of 200 random order sets against enumeration of all routes, priced by the verifier: as
 * solved exactly, and as found by the search alone. Every feature is on in at least 20 of the sets.
 */
#include "enumerated_plan.h"
#include "plan_handle.h"
#include "random_set.h"

enum {
    SETS = 200,
    LEAST_OF_EACH = 20,
    FIRST_SEED = 1,
    EXACT_ITERATIONS = 400,
    SEARCH_ITERATIONS = 4000,
    MISSES_MOST = 8
};

static kh_order_set *parse(const random_set *g)
{
    kh_errors *errors = kh_errors_new();
    kh_order_set *set = NULL;
    const kh_status status = kh_order_set_parse(g->text, g->size, NULL, &set, errors);
    for (size_t i = 0; status != KH_OK && i < kh_errors_count(errors, KH_ERROR); i++) {
        const kh_finding *finding = kh_errors_at(errors, KH_ERROR, i);
        print_error("%s: %s: %s\n", finding->code, finding->pointer, finding->message);
    }
    kh_errors_free(errors);
    if (status != KH_OK) fail_msg("%s", g->text);
    return set;
}

static ref_value value_of(const kh_order_set *set, const khe_plan *plan)
{
    ref_value v = {.routes = set->vehicles_first ? plan->route_count : 0,
                   .cost = khe_costs_total(&plan->costs)};
    for (int32_t i = 0; i < plan->unserved_count; i++) {
        const khe_order *order = &set->orders[plan->unserved[i].order];
        v.absent[order->tier - 1] += order->unserved_penalty == KHE_NONE;
    }
    return v;
}

/* Nothing may ever be better than the enumeration's best. */
static bool same(const ref_value *a, const ref_value *b, uint64_t seed, const char *what)
{
    if (ref_compare(a, b) == 0) return true;
    if (ref_compare(a, b) < 0) fail_msg("seed %d, %s: better than the best", (int)seed, what);
    print_error("seed %d, %s: cost %" PRId64 " routes %d absent %d %d %d %d %d; best %" PRId64
                " %d, %d %d %d %d %d\n",
                (int)seed, what, a->cost, a->routes, a->absent[0], a->absent[1], a->absent[2],
                a->absent[3], a->absent[4], b->cost, b->routes, b->absent[0], b->absent[1],
                b->absent[2], b->absent[3], b->absent[4]);
    return false;
}

/* A daily `ready` where the shifts of two days meet narrows windows, and then nothing is proved. */
static bool may_be_narrowed(const random_set *g) { return g->used[ON_READY] && g->used[ON_DAYS]; }

static bool plan_agrees(const random_set *g, const kh_order_set *set, bool exact,
                        const ref_value *best, uint64_t seed)
{
    kh_settings settings;
    kh_plan *plan = NULL;
    kh_settings_init(&settings);
    settings.time_limit = 0;
    settings.iterations = exact ? EXACT_ITERATIONS : SEARCH_ITERATIONS;
    settings.threads = 1;
    settings.exact = exact;
    kh_errors *errors = kh_errors_new();
    const kh_status status = kh_plan_make(set, &settings, NULL, NULL, &plan, errors);
    if (status != KH_OK) {
        const kh_finding *first = kh_errors_at(errors, KH_ERROR, 0);
        print_error("seed %d: %s: %s\n", (int)seed, first ? first->pointer : "",
                    first ? first->message : kh_status_text(status));
        kh_errors_free(errors);
        return false;
    }
    const ref_value mine = value_of(set, plan->plan);
    const bool proven = plan->plan->optimal || !exact || may_be_narrowed(g);
    const bool agrees = same(&mine, best, seed, exact ? "exact" : "search");
    if (!proven) print_error("seed %d: not proven\n", (int)seed);
    kh_plan_free(plan);
    kh_errors_free(errors);
    return agrees && proven;
}

/* Few enough shipments for the enumeration to be quick: they have two visits each. */
static bool is_small(const kh_order_set *set)
{
    int32_t shipments = 0;
    for (int32_t o = 0; o < set->order_count; o++) shipments += khe_kind_of(set, o) == KHE_SHIPMENT;
    return shipments <= (set->order_count == 5 ? 4 : set->order_count == 6 ? 2 : 1);
}

static void plans_are_optimal(void **state)
{
    (void)state;
    static random_set g;
    static reference r;
    int32_t count[RANDOM_FEATURE_COUNT] = {0}, served = 0, failures = 0, misses = 0, sets = 0;
    for (uint64_t seed = FIRST_SEED; sets < SETS; seed++) {
        make_random_set(&g, seed);
        kh_order_set *set = parse(&g);
        if (!is_small(set)) {
            kh_order_set_free(set);
            continue;
        }
        sets++;
        find_best_plan(&r, set);
        failures += !plan_agrees(&g, set, true, &r.best, seed);
        misses += !plan_agrees(&g, set, false, &r.best, seed);
        for (int32_t f = 0; f < RANDOM_FEATURE_COUNT; f++) count[f] += g.used[f];
        int32_t absent = 0;
        for (int32_t t = 0; t < KHE_TIERS; t++) absent += r.best.absent[t];
        served += absent == 0;
        kh_order_set_free(set);
    }
    CHECK_EQ(failures, 0);
    CHECK(misses <= MISSES_MOST); /* the search alone promises no optimum */
    CHECK(served > SETS / 4);
    for (int32_t f = 0; f < RANDOM_FEATURE_COUNT; f++)
        if (count[f] < LEAST_OF_EACH) fail_msg("%s: in %d sets", random_feature_names[f], count[f]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(plans_are_optimal)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
