/* Plans of 200 random order sets against enumeration: the compiled problem with its exact solver,
 * against all routes priced by the verifier. Every feature is on in at least 20 of the sets. */
#include "compile.h"
#include "enumerated_plan.h"
#include "exact.h"
#include "random_set.h"

enum { SETS = 200, LEAST_OF_EACH = 20, FIRST_SEED = 1 };

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

static ref_value value_of(const khs_choice *choice)
{
    ref_value v = {.routes = choice->value.routes, .cost = choice->value.cost};
    for (int32_t t = 0; t < KHE_TIERS; t++) v.absent[t] = choice->value.absent[t];
    return v;
}

static bool same(const ref_value *a, const ref_value *b, uint64_t seed, const char *what)
{
    if (ref_compare(a, b) == 0) return true;
    print_error("seed %d, %s: cost %" PRId64 " routes %d absent %d %d %d %d %d; best %" PRId64
                " %d, %d %d %d %d %d\n",
                (int)seed, what, a->cost, a->routes, a->absent[0], a->absent[1], a->absent[2],
                a->absent[3], a->absent[4], b->cost, b->routes, b->absent[0], b->absent[1],
                b->absent[2], b->absent[3], b->absent[4]);
    return false;
}

static bool solver_agrees(const kh_order_set *set, const ref_value *best, uint64_t seed)
{
    khe_compiled *compiled = NULL;
    khs_choice choice;
    CHECK_EQ(khe_compile(set, NULL, &compiled), KH_OK);
    const khs_status status = khs_exact(&compiled->problem, &(khs_exact_limits){0}, &choice);
    bool agrees = status == KHS_LIMIT;
    if (status == KHS_OK) {
        const ref_value mine = value_of(&choice);
        agrees = same(&mine, best, seed, "exact solver");
        khs_choice_free(&choice);
    }
    khe_compiled_free(compiled);
    return agrees;
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
    int32_t count[RANDOM_FEATURE_COUNT] = {0}, served = 0, failures = 0, sets = 0;
    for (uint64_t seed = FIRST_SEED; sets < SETS; seed++) {
        make_random_set(&g, seed);
        kh_order_set *set = parse(&g);
        if (!is_small(set)) {
            kh_order_set_free(set);
            continue;
        }
        sets++;
        find_best_plan(&r, set);
        failures += !solver_agrees(set, &r.best, seed);
        for (int32_t f = 0; f < RANDOM_FEATURE_COUNT; f++) count[f] += g.used[f];
        int32_t absent = 0;
        for (int32_t t = 0; t < KHE_TIERS; t++) absent += r.best.absent[t];
        served += absent == 0;
        kh_order_set_free(set);
    }
    CHECK_EQ(failures, 0);
    CHECK(served > SETS / 4);
    for (int32_t f = 0; f < RANDOM_FEATURE_COUNT; f++)
        if (count[f] < LEAST_OF_EACH) fail_msg("%s: in %d sets", random_feature_names[f], count[f]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(plans_are_optimal)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
