/* Subset-row inequalities against their definition, and sifting with them against GLPK's own
 * integer program over all columns. */
#include "mip.h"
#include "sift.h"
#include "subset_rows.h"
#include "test.h"

enum { ROWS = 14, COLUMNS = 30, LONGEST = 6, MOST = 400 };

typedef struct world {
    int32_t row[COLUMNS][LONGEST];
    khs_fraction column[COLUMNS];
    int32_t columns;
} world;

static void make_world(world *w, uint64_t *seed)
{
    w->columns = test_between(seed, 3, COLUMNS);
    for (int32_t c = 0; c < w->columns; c++) {
        int32_t count = 0;
        for (int32_t i = 0; i < ROWS && count < LONGEST; i++)
            if (test_between(seed, 0, 3) == 0) w->row[c][count++] = i;
        if (count < LONGEST && test_between(seed, 0, 3) == 0)
            w->row[c][count++] = ROWS + test_between(seed, 0, 3); /* beyond the partition */
        w->column[c] = (khs_fraction){w->row[c], count, test_between(seed, 1, 9) / 32.0};
    }
}

static int32_t covered(const khs_fraction *column, const int32_t *triple)
{
    int32_t number = 0;
    for (int64_t e = 0; e < column->count; e++)
        for (int32_t k = 0; k < 3; k++) number += column->row[e] == triple[k];
    return number;
}

static double total(const world *w, const int32_t *triple)
{
    double sum = 0.0;
    for (int32_t c = 0; c < w->columns; c++)
        if (covered(&w->column[c], triple) >= 2) sum += w->column[c].value;
    return sum;
}

static double worst(const world *w)
{
    double most = 0.0;
    for (int32_t a = 0; a < ROWS; a++)
        for (int32_t b = a + 1; b < ROWS; b++)
            for (int32_t c = b + 1; c < ROWS; c++)
                most = fmax(most, total(w, (int32_t[]){a, b, c}));
    return most;
}

/* What each column counts in. */
static void check_lists(khs_subset_rows *s, const world *w)
{
    int32_t found[MOST];
    for (int32_t c = 0; c < w->columns; c++) {
        const int32_t number = khs_subset_rows_of(s, w->row[c], w->column[c].count, found);
        uint8_t listed[MOST] = {0};
        for (int32_t i = 0; i < number; i++) listed[found[i]]++;
        for (int32_t i = 0; i < s->count; i++)
            CHECK_EQ(listed[i], covered(&w->column[c], s->triple[i]) >= 2);
    }
}

/* Those that are kept stay, in order. */
static void check_retain(khs_subset_rows *s, uint64_t *seed)
{
    uint8_t keep[MOST];
    int32_t expected[MOST][3], count = 0;
    for (int32_t i = 0; i < s->count; i++) {
        keep[i] = (uint8_t)test_between(seed, 0, 1);
        if (keep[i]) memcpy(expected[count++], s->triple[i], sizeof *expected);
    }
    khs_subset_rows_retain(s, keep);
    CHECK_EQ(s->count, count);
    CHECK(memcmp(s->triple, expected, (size_t)count * sizeof *expected) == 0);
}

static void keeps_its_definition(void **state)
{
    (void)state;
    uint64_t seed = 3;
    int32_t broken = 0, whole = 0;
    for (int32_t n = 0; n < 300; n++) {
        world w;
        khs_subset_rows s;
        int32_t added = -1;
        make_world(&w, &seed);
        CHECK(khs_subset_rows_init(ROWS, MOST, &s));
        CHECK(khs_subset_rows_separate(&s, w.column, w.columns, &added));
        CHECK_EQ(s.count, added);
        const double most = worst(&w);
        CHECK_EQ(added > 0, most > 1.02);
        for (int32_t i = 0; i < added; i++) {
            CHECK(s.triple[i][0] < s.triple[i][1] && s.triple[i][1] < s.triple[i][2]);
            CHECK(total(&w, s.triple[i]) > 1.02);
            for (int32_t k = 0; k < i; k++) CHECK(memcmp(s.triple[i], s.triple[k], 12) != 0);
        }
        if (added) CHECK(fabs(total(&w, s.triple[0]) - most) < 1e-9);
        broken += added > 0;
        whole += added == 0;
        check_lists(&s, &w);
        check_retain(&s, &seed);
        check_lists(&s, &w);
        khs_subset_rows_free(&s);
    }
    CHECK(broken > 50 && whole > 50);
}

/* ---- sifting ---- */

enum { ORDERS = 24, ROUTES = 400 };

typedef struct partition {
    khs_sift model;
    double one[ORDERS], zero[ORDERS + ROUTES], high[ORDERS + ROUTES];
    int64_t start[ORDERS + ROUTES + 1], cost[ORDERS + ROUTES];
    int32_t row[(ORDERS + ROUTES) * LONGEST], value[(ORDERS + ROUTES) * LONGEST];
} partition;

/* One column per order alone, dear; then sets of up to LONGEST at about the same cost each. */
static void make_partition(partition *p, uint64_t *seed)
{
    const int32_t cols = ORDERS + ROUTES;
    int32_t entries = 0;
    memset(p, 0, sizeof *p);
    for (int32_t j = 0; j < cols; j++) {
        const int32_t count = j < ORDERS ? 1 : test_between(seed, 2, LONGEST);
        const int32_t first = test_between(seed, 0, ORDERS - 1);
        for (int32_t k = 0, at = j < ORDERS ? j : first; k < count; k++) {
            p->row[entries] = at % ORDERS;
            p->value[entries++] = 1;
            at += test_between(seed, 1, ORDERS / LONGEST);
        }
        p->start[j + 1] = entries;
        p->cost[j] = j < ORDERS ? 100000 : 10000 * count + test_between(seed, 0, 9000);
        p->high[j] = 1.0;
    }
    for (int32_t i = 0; i < ORDERS; i++) p->one[i] = 1.0;
    p->model = (khs_sift){.rows = ORDERS,
                          .cols = cols,
                          .partition_rows = ORDERS,
                          .row_low = p->one,
                          .row_high = p->one,
                          .col_low = p->zero,
                          .col_high = p->high,
                          .start = p->start,
                          .row = p->row,
                          .value = p->value};
}

static double optimum(const partition *p)
{
    const int32_t cols = ORDERS + ROUTES;
    double cost[ORDERS + ROUTES];
    uint8_t integer[ORDERS + ROUTES];
    int32_t start[ORDERS + ROUTES + 1];
    for (int32_t j = 0; j < cols; j++) {
        cost[j] = (double)p->cost[j];
        integer[j] = 1;
        start[j] = (int32_t)p->start[j];
    }
    start[cols] = (int32_t)p->start[cols];
    const khs_mip model = {.rows = ORDERS,
                           .cols = cols,
                           .row_low = p->one,
                           .row_high = p->one,
                           .col_low = p->zero,
                           .col_high = p->high,
                           .cost = cost,
                           .integer = integer,
                           .start = start,
                           .row = p->row};
    khs_mip_solution out = {0};
    khs_mip_solve(&model, &(khs_mip_limits){0}, &out);
    CHECK_EQ(out.status, KHS_MIP_OPTIMAL);
    return out.objective;
}

static void sifting_finds_the_optimum(void **state)
{
    (void)state;
    uint64_t seed = 8;
    for (int32_t n = 0; n < 40; n++) {
        partition p;
        int32_t x[ORDERS + ROUTES] = {0};
        bool proven = false;
        make_partition(&p, &seed);
        for (int32_t j = 0; j < ORDERS; j++) x[j] = 1;
        CHECK_EQ(khs_sift_solve(&p.model, p.cost, &(khs_sift_limits){0}, x, &proven, NULL), KHS_OK);
        CHECK(proven);
        int64_t cost = 0;
        for (int32_t j = 0; j < ORDERS + ROUTES; j++) cost += x[j] * p.cost[j];
        CHECK_EQ(cost, llround(optimum(&p)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_its_definition),
        cmocka_unit_test(sifting_finds_the_optimum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
