/* Every allocation of khs_exact, and so of pool, choice, sifting and the door to GLPK, fails once:
 * nothing leaks, nothing is handed out. */
#include "compile.h"
#include "engine/random_set.h"
#include "exact.h"
#include "failing_memory.h"

static void every_allocation_may_fail(void **state)
{
    (void)state;
    static random_set g;
    for (uint64_t seed = 4; seed <= 8; seed++) {
        kh_order_set *set = NULL;
        khe_compiled *compiled = NULL;
        khs_choice choice = {.route_count = -1};
        khs_status status = KHS_NOMEM;
        int64_t n = 0;
        make_random_set(&g, seed);
        CHECK_EQ(kh_order_set_parse(g.text, g.size, NULL, &set, NULL), KH_OK);
        CHECK_EQ(khe_compile(set, NULL, &compiled), KH_OK);
        for (; status != KHS_OK; n++) {
            fail_after(n);
            status = khs_exact(&compiled->problem, &(khs_exact_limits){.sequences = 3000}, &choice);
            if (!stop_failing()) break;
            CHECK(status == KHS_NOMEM || status == KHS_LIMIT);
            CHECK_EQ(choice.route_count, -1);
        }
        CHECK(n >= 4);
        if (status == KHS_OK) khs_choice_free(&choice);
        khe_compiled_free(compiled);
        kh_order_set_free(set);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_allocation_may_fail)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
