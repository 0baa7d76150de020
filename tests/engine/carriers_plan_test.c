/* A plan with carriers, written by hand: tests/golden/carriers.plan.json for the order set
 * tests/data/carriers.json. It is read, written again byte by byte, and laid out as a table.
 *
 * o1 and o2, by weight: max(420, 1 m3 x 300) = 420 kg, rounded up 450; 450 x 0.31 = 139.5, but from
 * 500 on at 0.22 it is 110. Fuel 8.8, gris 5000 x 0.003 = 15, lift 12, toll 5 x 4.8 = 24: 169.8,
 * shared 300 to 120. o3, three parcels of 28/3 = 9.334 kg, rounded up 10: 3 x 15.5 = 46.5. o4 and
 * o5 on a truck: 120 + 30.25 km x 1.45 = 163.8625, and 60 for the second stop; fuel 22.38625:
 * 246.24875, shared 16 % to 8 % of the truck. o6 on the van: 100 + 80 km + 80 min at 24 per hour =
 * 212, a day after its first day (3) and a day before its last (0.5). o1 leaves a day after its
 * first day: 2.5. */
#include "plan.h"
#include "set_file.h"
#include "stated.h"

static khe_plan *read_golden(const kh_order_set *set, const char *text, size_t size)
{
    khe_plan *plan = NULL;
    kh_errors *errors = kh_errors_new();
    const kh_status status = khe_plan_read(set, text, size, &plan, errors);
    const kh_finding *first = kh_errors_at(errors, KH_ERROR, 0);
    if (status != KH_OK)
        fail_msg("%s: %s", first ? first->pointer : "", first ? first->message : "refused");
    kh_errors_free(errors);
    return plan;
}

static void what_is_read(void **unused)
{
    (void)unused;
    size_t size = 0;
    kh_order_set *set = test_set_file("tests/data/carriers.json");
    char *text = test_file("tests/golden/carriers.plan.json", &size);
    khe_plan *plan = read_golden(set, text, size);
    CHECK_EQ(plan->shipment_count, 3);
    const khe_shipment *ltl = &plan->shipments[0], *run = &plan->shipments[2];
    CHECK(ltl->carrier == 0 && ltl->day == 1 && ltl->from == 0 && ltl->stop_count == 1);
    CHECK(ltl->stops[0].place == 1 && ltl->stops[0].order_count == 2);
    CHECK_EQ(ltl->arrive.open, 2 * 86400 + 9 * 3600);
    CHECK_EQ(ltl->arrive.close, 2 * 86400 + 18 * 3600);
    CHECK(ltl->billed.weight == 450000 && ltl->billed.band == 2);
    CHECK(ltl->billed.base == 110000000 && ltl->billed.charge == 169800000);
    CHECK(ltl->billed.extra[0] == 8800000 && ltl->billed.extra[3] == 24000000);
    CHECK_EQ(ltl->costs.line[KHE_HOLDING], 2500000);
    CHECK(run->stop_count == 2 && run->steps == 30250 && run->billed.band == KHE_NONE);
    CHECK(plan->orders[4].shipment == 2 && plan->orders[4].route == KHE_NONE);
    CHECK(plan->orders[5].shipment == KHE_NONE && plan->orders[5].route == 0);
    CHECK_EQ(plan->stated->served_carrier, 5);
    khe_plan_free(plan);
    free(text);
    kh_order_set_free(set);
}

static void written_again(void **unused)
{
    (void)unused;
    size_t size = 0;
    kh_order_set *set = test_set_file("tests/data/carriers.json");
    char *text = test_file("tests/golden/carriers.plan.json", &size), *again = NULL;
    khe_plan *plan = read_golden(set, text, size);
    CHECK_EQ(khe_plan_write(set, plan, &again, NULL), KH_OK);
    test_golden("carriers.plan.json", again);
    kh_text_free(again);
    khe_plan_free(plan);
    free(text);
    kh_order_set_free(set);
}

static void it_holds(void **unused)
{
    (void)unused;
    size_t size = 0;
    kh_order_set *set = test_set_file("tests/data/carriers.json");
    char *text = test_file("tests/golden/carriers.plan.json", &size);
    kh_errors *errors = kh_errors_new();
    const kh_status status = kh_check(set, text, size, errors);
    const kh_finding *first = kh_errors_at(errors, KH_ERROR, 0);
    if (status != KH_OK)
        fail_msg("%s: %s", first ? first->pointer : "", first ? first->message : "refused");
    kh_errors_free(errors);
    free(text);
    kh_order_set_free(set);
}

static void tables(void **unused)
{
    (void)unused;
    size_t size = 0;
    kh_order_set *set = test_set_file("tests/data/carriers.json");
    char *text = test_file("tests/golden/carriers.plan.json", &size);
    khe_plan *plan = read_golden(set, text, size);
    char *wide = khe_plan_table(set, plan, 80), *narrow = khe_plan_table(set, plan, 44);
    test_golden("carriers.table.txt", wide);
    test_golden("carriers.narrow.txt", narrow);
    kh_text_free(wide);
    kh_text_free(narrow);
    khe_plan_free(plan);
    free(text);
    kh_order_set_free(set);
}

static void summary(void **unused)
{
    (void)unused;
    size_t size = 0;
    kh_plan_summary sums;
    kh_order_set *set = test_set_file("tests/data/carriers.json");
    char *text = test_file("tests/golden/carriers.plan.json", &size);
    khe_plan *plan = read_golden(set, text, size);
    khe_plan_summarise(set, plan, &sums);
    assert_string_equal(sums.status, "feasible");
    CHECK(sums.served == 6 && sums.served_own == 1 && sums.served_carrier == 5);
    CHECK_EQ(sums.unserved, 0);
    khe_plan_free(plan);
    free(text);
    kh_order_set_free(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_read), cmocka_unit_test(written_again), cmocka_unit_test(it_holds),
        cmocka_unit_test(tables),       cmocka_unit_test(summary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
