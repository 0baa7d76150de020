/* Shares of costs sum exactly; a plan's own sums hold. */
#include "decode.h"
#include "plan_handle.h"
#include "set_file.h"

static void shares_sum_exactly(void **unused)
{
    (void)unused;
    uint64_t state = 11;
    for (int32_t round = 0; round < 20000; round++) {
        int64_t weight[12], share[12], sum = 0;
        const int32_t count = test_between(&state, 1, 12);
        const int64_t amount = (int64_t)(test_random(&state) >> test_between(&state, 4, 63));
        for (int32_t i = 0; i < count; i++)
            weight[i] = 1 + (int64_t)(test_random(&state) >> test_between(&state, 14, 63));
        khe_share(amount, weight, count, share);
        for (int32_t i = 0; i < count; i++) {
            CHECK(share[i] >= 0);
            sum += share[i];
        }
        CHECK_EQ(sum, amount);
    }
}

/* 10 among weights 1, 1, 1: 3 each, the one left over goes to the first. */
static void left_over_goes_first(void **unused)
{
    (void)unused;
    const int64_t weight[3] = {1, 1, 1};
    int64_t share[3];
    khe_share(10, weight, 3, share);
    CHECK_EQ(share[0], 4);
    CHECK_EQ(share[1], 3);
    CHECK_EQ(share[2], 3);
}

static kh_plan *make_plan(const kh_order_set *set)
{
    kh_settings how;
    kh_errors *errors = kh_errors_new();
    kh_plan *plan = NULL;
    kh_settings_init(&how);
    how.time_limit = 0;
    how.iterations = 2000;
    how.threads = 1;
    const kh_status status = kh_plan_make(set, &how, NULL, NULL, &plan, errors);
    const kh_finding *first = kh_errors_at(errors, KH_ERROR, 0);
    if (status != KH_OK) fail_msg("%s", first ? first->message : kh_status_text(status));
    kh_errors_free(errors);
    return plan;
}

static void lines_sum(void **unused)
{
    (void)unused;
    kh_order_set *set = test_set_file("instances/example/everything.json");
    kh_plan *handle = make_plan(set);
    const khe_plan *plan = handle->plan;
    for (int32_t l = 0; l < KHE_LINES; l++) {
        int64_t routes = l == KHE_OWNED ? plan->idle_owned : 0, orders = routes;
        for (int32_t r = 0; r < plan->route_count; r++) routes += plan->routes[r].costs.line[l];
        for (int32_t s = 0; s < plan->shipment_count; s++)
            routes += plan->shipments[s].costs.line[l];
        for (int32_t i = 0; i < set->order_count; i++) orders += plan->orders[i].costs.line[l];
        CHECK_EQ(orders, plan->costs.line[l]);
        if (l != KHE_UNSERVED) CHECK_EQ(routes, plan->costs.line[l]);
    }
    for (int32_t r = 1; r < plan->route_count; r++) {
        const khe_route *a = &plan->routes[r - 1], *b = &plan->routes[r];
        CHECK(a->vehicle < b->vehicle ||
              (a->vehicle == b->vehicle &&
               (a->day < b->day || (a->day == b->day && a->number < b->number))));
    }
    kh_plan_free(handle);
    kh_order_set_free(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_sum_exactly),
        cmocka_unit_test(left_over_goes_first),
        cmocka_unit_test(lines_sum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
