/* The bench's own arithmetic: paired tests, rows as CSV, which reference a run is measured against,
 * what is a gap. tests/bench/data holds made-up instances. */
#include "test.h"

#include <math.h>

#include "bench.h"

static void check_close(double value, double expected, double within)
{
    if (!(fabs(value - expected) <= within)) fail_msg("%.12g, expected %.12g", value, expected);
}

static void wilcoxon_is_exact_for_few(void **state)
{
    (void)state;
    double balance;
    /* all six of one sign: 2 of 64 outcomes are as extreme */
    const double six[] = {1, 2, 3, 4, 5, 6};
    check_close(kb_wilcoxon(six, 6, &balance), 2.0 / 64, 1e-15);
    check_close(balance, 21, 0);
    /* nine patients of Hollander and Wolfe (1973), p. 29: V = 40, p = 20 / 512 */
    const double depression[] = {0.952, -0.147, 1.022, 0.43, 0.62, 0.59, 0.49, -0.08, 0.01};
    check_close(kb_wilcoxon(depression, 9, &balance), 20.0 / 512, 1e-15);
    check_close(balance, 40 - 5, 0);
    /* ties and zeros: ranks 1.5, 1.5, 3; W- = 1.5 in 3 of 8 outcomes at most */
    const double ties[] = {0, 1, -1, 2, 0};
    check_close(kb_wilcoxon(ties, 5, &balance), 2 * 3.0 / 8, 1e-15);
    const double nothing[] = {0, 0};
    check_close(kb_wilcoxon(nothing, 2, &balance), 1, 0);
    check_close(kb_wilcoxon(nothing, 0, NULL), 1, 0);
}

/* One more difference leads from the counted distribution to the normal one. */
static void wilcoxon_is_continuous(void **state)
{
    (void)state;
    double difference[51];
    for (int i = 0; i < 51; i++) difference[i] = (i % 3 == 0 ? -1 : 1) * (1 + i * 0.1);
    const double exact = kb_wilcoxon(difference, 50, NULL);
    difference[50] = 1e-9;
    check_close(kb_wilcoxon(difference, 51, NULL), exact, 0.1 * exact);
}

static void paired_t_as_in_the_books(void **state)
{
    (void)state;
    /* Student (1908), the sleep data: t = 4.0621, 9 degrees of freedom, p = 0.002833 */
    const double sleep[] = {1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4};
    check_close(kb_paired_t(sleep, 10), 0.002833, 5e-7);
    /* t = 1, 1 degree of freedom: the quarter turn of a Cauchy distribution */
    const double two[] = {0, 1};
    check_close(kb_paired_t(two, 2), 0.5, 1e-12);
    const double same[] = {1, 1, 1};
    CHECK(isnan(kb_paired_t(same, 3)));
    CHECK(isnan(kb_paired_t(sleep, 1)));
}

static kb_row a_row(void)
{
    return (kb_row){.suite = "solomon",
                    .instance = "R101",
                    .first = "cost",
                    .seed = 3,
                    .threads = 2,
                    .time_limit_s = 10,
                    .cost = 1637.7,
                    .vehicles = 20,
                    .best_known = 1637.7,
                    .best_vehicles = 20,
                    .gap_pct = 0,
                    .seconds = 10.01,
                    .first_s = 0.02,
                    .t1pct_s = 0.5,
                    .iterations = 123456,
                    .verified = true};
}

static void rows_survive_csv(void **state)
{
    (void)state;
    char line[KB_LINE], again[KB_LINE];
    kb_row row = a_row(), read;
    kb_row_write(&row, line);
    assert_string_equal(line, "solomon,R101,3,cost,2,10,1637.7,20,1637.7,20,0.0000,10.0100,0.0200,"
                              "0.5000,123456,yes\n");
    CHECK(kb_row_parse(line, &read));
    kb_row_write(&read, again);
    assert_string_equal(line, again);
    CHECK(kb_same_case(&row, &read));
    row.cost = row.gap_pct = row.best_known = (double)NAN;
    row.best_vehicles = -1;
    row.verified = false;
    kb_row_write(&row, line);
    CHECK(strstr(line, ",10,,20,,,,10.0100,") != NULL);
    CHECK(kb_row_parse(line, &read));
    CHECK(isnan(read.cost) && isnan(read.gap_pct) && read.best_vehicles == -1 && !read.verified);
}

static void other_lines_are_no_rows(void **state)
{
    (void)state;
    static const char *const lines[] = {"",
                                        "solomon,R101",
                                        "solomon,R101,x,cost,2,10,1,2,1,2,0,1,1,1,1,yes",
                                        "solomon,R101,1,cost,2,10,1,2,1,2,0,1,1,1,1,maybe",
                                        ",R101,1,cost,2,10,1,2,1,2,0,1,1,1,1,yes",
                                        "solomon,R101,1,cost,2,10,1,2,1,2,0,1,1,1,1,yes,more",
                                        "solomon,R101,1,cost,2,10,1x,2,1,2,0,1,1,1,1,yes"};
    kb_row row;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        if (kb_row_parse(lines[i], &row)) fail_msg("read as a row: %s", lines[i]);
    kb_rows rows = {0};
    CHECK(kb_rows_read(&rows, "/nowhere/rows.csv") != NULL);
    kb_rows_free(&rows);
}

static kb_reference reference(const kb_references *all, const char *suite, const char *name,
                              const char *first)
{
    return kb_reference_of(all, suite, name, first);
}

static void each_run_has_its_reference(void **state)
{
    (void)state;
    kb_references *all = kb_references_read(KEYHAUL_SOURCE "/tests/bench/data");
    CHECK(all != NULL);
    kb_reference found = reference(all, "solomon", "R191", "cost");
    check_close(found.cost, 30, 0);
    CHECK_EQ(found.vehicles, 2);
    /* the quoted 29.5 is not verified: what its solution reached counts */
    found = reference(all, "solomon", "R191", "vehicles");
    check_close(found.cost, 30, 0);
    CHECK_EQ(found.vehicles, 2);
    found = reference(all, "lilim", "lc191", "vehicles");
    check_close(found.cost, 20, 0);
    /* no reference for the other objective */
    CHECK(isnan(reference(all, "lilim", "lc191", "cost").cost));
    CHECK(isnan(reference(all, "cvrp-x", "X-n4-k2", "vehicles").cost));
    CHECK(isnan(reference(all, "cvrp-x", "X-n9-k9", "cost").cost));
    CHECK(isnan(reference(NULL, "lilim", "lc191", "vehicles").cost));
    CHECK_EQ(reference(all, "cvrp-x", "X-n4-k2", "cost").vehicles, -1);
    kb_references_free(all);
    CHECK(kb_references_read(KEYHAUL_SOURCE "/tests/bench") == NULL);
}

static void more_vehicles_are_not_reached(void **state)
{
    (void)state;
    kb_row row = a_row();
    row.cost = 1654.077;
    const kb_reference best = {.cost = 1637.7, .vehicles = 19};
    kb_row_measure(&row, best); /* by cost alone: vehicles do not matter */
    check_close(row.gap_pct, 1, 1e-9);
    strcpy(row.first, "vehicles");
    kb_row_measure(&row, best);
    CHECK(isnan(row.gap_pct) && !kb_row_at_best(&row));
    row.vehicles = 19;
    kb_row_measure(&row, best);
    check_close(row.gap_pct, 1, 1e-9);
    CHECK(!kb_row_at_best(&row));
    row.cost = 1637.72;
    kb_row_measure(&row, best);
    CHECK(kb_row_at_best(&row));
    row.cost = (double)NAN;
    kb_row_measure(&row, best);
    CHECK(isnan(row.gap_pct) && !kb_row_at_best(&row));
}

static void a_gap_is_shown_without_a_minus_before_zero(void **state)
{
    (void)state;
    CHECK(!signbit(kb_gap_shown(-0.0003)) && !signbit(kb_gap_shown(-0.0)));
    check_close(kb_gap_shown(-0.006), -0.006, 1e-12);
    check_close(kb_gap_shown(0.27), 0.27, 1e-12);
}

static void suites_are_folders(void **state)
{
    (void)state;
    const char *folder = KEYHAUL_SOURCE "/tests/bench/data";
    kb_suite suite = {0};
    CHECK(kb_suite_list(&suite, folder, "solomon", NULL));
    CHECK_EQ(suite.count, 1);
    assert_string_equal(suite.instance[0].name, "R191");
    CHECK(kb_suite_list(&suite, folder, "cvrp-x", "Y*,X-*"));
    CHECK_EQ(suite.count, 2);
    CHECK(kb_suite_list(&suite, folder, "lilim", "lr*"));
    CHECK_EQ(suite.count, 2);
    CHECK(!kb_suite_list(&suite, folder, "homberger", NULL));
    kb_suite_free(&suite);
    assert_string_equal(kb_first_of("pdptw-road"), "vehicles");
    assert_string_equal(kb_first_of("solomon"), "cost");
}

static void formats_are_told_apart(void **state)
{
    (void)state;
    assert_string_equal(kb_format_of("a/b.vrp", ""), "vrplib");
    assert_string_equal(kb_format_of("b.txt", "R1\n\nVEHICLE\nNUMBER"), "solomon");
    assert_string_equal(kb_format_of("b.txt", "NAME: x\nNODES\nEDGES\n"), "sartori");
    assert_string_equal(kb_format_of("b.txt", "\n25\t200\t1\n"), "lilim");
    CHECK(kb_format_of("b.txt", "hello") == NULL);
}

static void classes_are_in_the_name(void **state)
{
    (void)state;
    static const char *const names[][2] = {
        {"R101", "R1"},     {"RC2_10_6", "RC2"}, {"C1_2_4", "C1"},
        {"lrc207", "lrc2"}, {"lc1_2_1", "lc1"},  {"X115-HVRP", "HVRP"},
        {"PR11A", ""},      {"X-n101-k25", ""},  {"bar-n100-1", ""}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char class[KB_NAME];
        kb_class_of(names[i][0], class);
        assert_string_equal(class, names[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wilcoxon_is_exact_for_few),
        cmocka_unit_test(wilcoxon_is_continuous),
        cmocka_unit_test(paired_t_as_in_the_books),
        cmocka_unit_test(rows_survive_csv),
        cmocka_unit_test(other_lines_are_no_rows),
        cmocka_unit_test(each_run_has_its_reference),
        cmocka_unit_test(more_vehicles_are_not_reached),
        cmocka_unit_test(a_gap_is_shown_without_a_minus_before_zero),
        cmocka_unit_test(suites_are_folders),
        cmocka_unit_test(formats_are_told_apart),
        cmocka_unit_test(classes_are_in_the_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
