/* Which stages a run has and how it cools: the features of sets on which another choice was
 * measured to be worse (bench/settings.md), and the borders of each rule. */
#include "island.h"
#include "stages.h"
#include "test.h"

#include <math.h>

static void expect(khs_prospect x, double annealed, double bred)
{
    const khs_stages stages = khs_stages_of(&x);
    CHECK(fabs(stages.annealed - annealed) < 1e-9);
    CHECK(fabs(stages.bred - bred) < 1e-9);
}

/* C2_10_7: 43 routes after insertion, 30 at the end. */
static void long_routes_are_bred_whole(void **state)
{
    (void)state;
    const khs_prospect c2 = {.orders = 1000, .routes = 43, .births = 2000.0, .rounds = 1.2};
    expect(c2, 0.05, 0.8);
    khs_prospect brief = c2;
    brief.births = 1999.0;
    expect(brief, 1.0, 1.0);
    brief.births = HUGE_VAL;
    expect(brief, 0.05, 0.8);
}

/* A first plan by savings has as few routes as the last: there long means longer. */
static void a_first_plan_by_savings_is_taken_at_its_word(void **state)
{
    (void)state;
    khs_prospect x = {.orders = 1000, .routes = 43, .savings = true, .births = 1e5, .rounds = 3.0};
    expect(x, KHS_PARTS_AFTER, KHS_PARTS_AFTER); /* X-n1001-k43 */
    x.routes = 40;
    expect(x, 0.05, 0.8);
}

/* R1_10_3 and RC1_10_8: 11 orders a route. */
static void short_routes_are_bred_in_parts_where_time_allows(void **state)
{
    (void)state;
    khs_prospect x = {.orders = 1000, .routes = 95, .births = 1e5, .rounds = 1.0};
    expect(x, KHS_PARTS_AFTER, KHS_PARTS_AFTER);
    x.rounds = 0.99;
    expect(x, 1.0, 1.0);
}

static void small_sets_are_bred_whole_whatever_their_routes(void **state)
{
    (void)state;
    expect((khs_prospect){.orders = 499, .routes = 120, .births = 10.0}, 0.05, 1.0);
    expect((khs_prospect){.orders = 499, .routes = 4, .births = 10.0}, 0.05, 1.0);
    expect((khs_prospect){.orders = 500, .routes = 120, .births = 10.0}, 1.0, 1.0);
}

static void very_large_sets_are_never_bred_whole(void **state)
{
    (void)state;
    khs_prospect x = {.orders = 1200, .routes = 20, .births = 1e6, .rounds = 2.0};
    expect(x, 0.05, 0.8);
    x.orders = 1201;
    expect(x, KHS_PARTS_AFTER, KHS_PARTS_AFTER);
}

/* Cold soon after half of it and at its end, and warmer than before but one time. */
static void an_annealing_that_reheats_cools_twice(void **state)
{
    (void)state;
    int32_t reheated = 0;
    double before = 0.0, coldest = 0.0;
    for (int32_t i = 0; i <= 1000; i++) {
        const double cooled = khs_cooled(true, i / 1000.0);
        CHECK(cooled >= 0.0 && cooled <= 1.0);
        CHECK(fabs(khs_cooled(false, i / 1000.0) - i / 1000.0) < 1e-12);
        if (cooled < before) {
            CHECK(i > 500 && i < 600 && before > 0.99 && cooled < 0.51);
            reheated++;
        }
        coldest = fmax(coldest, cooled);
        before = cooled;
    }
    CHECK_EQ(reheated, 1);
    CHECK(before > 1.0 - 1e-12 && coldest >= before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_routes_are_bred_whole),
        cmocka_unit_test(a_first_plan_by_savings_is_taken_at_its_word),
        cmocka_unit_test(short_routes_are_bred_in_parts_where_time_allows),
        cmocka_unit_test(small_sets_are_bred_whole_whatever_their_routes),
        cmocka_unit_test(very_large_sets_are_never_bred_whole),
        cmocka_unit_test(an_annealing_that_reheats_cools_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
