/* khs_mip_solve: known optima, every status, limits, warm starts, errors, many threads at once. */
#include <pthread.h>

#include "mip.h"
#include "test.h"

static const khs_mip_limits no_limits = {0};

static void check_near(double a, double b)
{
    if (fabs(a - b) > 1e-6) fail_msg("%f is not %f", a, b);
}

/* max 3x + 2y, x + y <= 4, x + 3y <= 7, x <= 3: x = 3, y = 1, 11 */
static const double two_low[] = {-KHS_MIP_INFINITY, -KHS_MIP_INFINITY}, two_high[] = {4, 7};
static const double two_col_low[] = {0, 0}, two_col_high[] = {3, KHS_MIP_INFINITY};
static const double two_cost[] = {-3, -2}, two_value[] = {1, 1, 1, 3};
static const int32_t two_start[] = {0, 2, 4}, two_row[] = {0, 1, 0, 1};

static khs_mip two(void)
{
    return (khs_mip){.rows = 2,
                     .cols = 2,
                     .row_low = two_low,
                     .row_high = two_high,
                     .col_low = two_col_low,
                     .col_high = two_col_high,
                     .cost = two_cost,
                     .start = two_start,
                     .row = two_row,
                     .value = two_value};
}

static void linear_program(void **state)
{
    (void)state;
    khs_mip model = two();
    double values[2], dual[2], reduced[2];
    uint8_t basis[4];
    khs_mip_solution out = {
        .values = values, .row_dual = dual, .reduced_cost = reduced, .basis = basis};
    khs_mip_solve(&model, &no_limits, &out);
    CHECK_EQ(out.status, KHS_MIP_OPTIMAL);
    check_near(out.objective, -11);
    check_near(values[0], 3);
    check_near(values[1], 1);
    check_near(dual[0], -2);
    check_near(dual[1], 0);
    check_near(reduced[0], -1);
    check_near(out.bound, -11);
    model.basis = basis; /* warm: the same again */
    khs_mip_solve(&model, &no_limits, &out);
    CHECK_EQ(out.status, KHS_MIP_OPTIMAL);
    check_near(out.objective, -11);
    const uint8_t broken[4] = {KHS_BASIC, KHS_BASIC, KHS_BASIC, KHS_BASIC};
    model.basis = broken; /* not a basis: replaced */
    khs_mip_solve(&model, &no_limits, &out);
    CHECK_EQ(out.status, KHS_MIP_OPTIMAL);
    check_near(out.objective, -11);
}

/* A row that came since cuts the old optimum off: from its basis with the row's slack basic. */
static void goes_on_after_a_row(void **state)
{
    (void)state;
    khs_mip model = two();
    uint8_t basis[4], grown[5];
    khs_mip_solution out = {.basis = basis};
    khs_mip_solve(&model, &no_limits, &out);
    const double low[] = {-KHS_MIP_INFINITY, -KHS_MIP_INFINITY, -KHS_MIP_INFINITY};
    const double high[] = {model.row_high[0], model.row_high[1], 2};
    int32_t start[] = {0, 0, 0}, row[6], entries = 0;
    double value[6], values[2], cold;
    for (int32_t j = 0; j < 2; j++) { /* the third row: the first column alone */
        for (int32_t e = model.start[j]; e < model.start[j + 1]; e++, entries++) {
            row[entries] = model.row[e];
            value[entries] = model.value ? model.value[e] : 1.0;
        }
        if (j == 0) row[entries] = 2, value[entries++] = 1.0;
        start[j + 1] = entries;
    }
    model.rows = 3;
    model.row_low = low;
    model.row_high = high;
    model.start = start;
    model.row = row;
    model.value = value;
    out = (khs_mip_solution){0};
    khs_mip_solve(&model, &no_limits, &out);
    CHECK_EQ(out.status, KHS_MIP_OPTIMAL);
    cold = out.objective;
    CHECK(cold > -11 + 1e-6);
    memcpy(grown, basis, 2);
    grown[2] = KHS_BASIC;
    memcpy(grown + 3, basis + 2, 2);
    model.basis = grown;
    model.dual = true;
    out = (khs_mip_solution){.values = values};
    khs_mip_solve(&model, &no_limits, &out);
    CHECK_EQ(out.status, KHS_MIP_OPTIMAL);
    check_near(out.objective, cold);
    CHECK(values[0] <= 2 + 1e-9);
}

static void infeasible_and_unbounded(void **state)
{
    (void)state;
    khs_mip model = two();
    const double low[] = {9, 0}, high[] = {9, KHS_MIP_INFINITY};
    const double col_high[] = {3, 3};
    const uint8_t integer[] = {1, 1};
    khs_mip_solution out = {0};
    model.row_low = low;
    model.row_high = high;
    model.col_high = col_high;
    khs_mip_solve(&model, &no_limits, &out);
    CHECK_EQ(out.status, KHS_MIP_INFEASIBLE);
    model.integer = integer;
    khs_mip_solve(&model, &no_limits, &out);
    CHECK_EQ(out.status, KHS_MIP_INFEASIBLE);

    model = two();
    const double open[] = {KHS_MIP_INFINITY, KHS_MIP_INFINITY};
    model.row_high = open;
    khs_mip_solve(&model, &no_limits, &out);
    CHECK_EQ(out.status, KHS_MIP_UNBOUNDED);
}

/* A relaxation with an integer solution, then without: 2x = 1 in integers. */
static void no_integer_solution(void **state)
{
    (void)state;
    const double low[] = {1}, col_low[] = {0}, col_high[] = {5}, cost[] = {1}, value[] = {2};
    const int32_t start[] = {0, 1}, row[] = {0};
    const uint8_t integer[] = {1};
    const khs_mip model = {.rows = 1,
                           .cols = 1,
                           .row_low = low,
                           .row_high = low,
                           .col_low = col_low,
                           .col_high = col_high,
                           .cost = cost,
                           .integer = integer,
                           .start = start,
                           .row = row,
                           .value = value};
    khs_mip_solution out = {0};
    khs_mip_solve(&model, &no_limits, &out);
    CHECK_EQ(out.status, KHS_MIP_INFEASIBLE);
}

enum { ITEMS = 18, SACKS = 3 };

/* A knapsack with several rows, hard enough to branch. */
typedef struct knapsack {
    double cost[ITEMS], value[ITEMS * SACKS], low[SACKS], high[SACKS], zero[ITEMS], one[ITEMS];
    int32_t start[ITEMS + 1], row[ITEMS * SACKS];
    uint8_t integer[ITEMS];
    khs_mip model;
} knapsack;

static void make_knapsack(knapsack *k, uint64_t seed)
{
    double sum[SACKS] = {0};
    for (int32_t j = 0; j < ITEMS; j++) {
        k->start[j] = j * SACKS;
        k->zero[j] = 0;
        k->one[j] = 1;
        k->integer[j] = 1;
        k->cost[j] = -test_between(&seed, 20, 40);
        for (int32_t i = 0; i < SACKS; i++) {
            k->row[j * SACKS + i] = i;
            k->value[j * SACKS + i] = test_between(&seed, 10, 60);
            sum[i] += k->value[j * SACKS + i];
        }
    }
    k->start[ITEMS] = ITEMS * SACKS;
    for (int32_t i = 0; i < SACKS; i++) {
        k->low[i] = -KHS_MIP_INFINITY;
        k->high[i] = floor(sum[i] / 2);
    }
    k->model = (khs_mip){.rows = SACKS,
                         .cols = ITEMS,
                         .row_low = k->low,
                         .row_high = k->high,
                         .col_low = k->zero,
                         .col_high = k->one,
                         .cost = k->cost,
                         .integer = k->integer,
                         .start = k->start,
                         .row = k->row,
                         .value = k->value};
}

static double best_by_enumeration(const knapsack *k)
{
    double best = 0;
    for (uint32_t set = 0; set < 1u << ITEMS; set++) {
        double cost = 0, load[SACKS] = {0};
        for (int32_t j = 0; j < ITEMS; j++) {
            if (!((set >> j) & 1)) continue;
            cost += k->cost[j];
            for (int32_t i = 0; i < SACKS; i++) load[i] += k->value[j * SACKS + i];
        }
        bool fits = true;
        for (int32_t i = 0; i < SACKS; i++) fits &= load[i] <= k->high[i];
        if (fits && cost < best) best = cost;
    }
    return best;
}

static void integer_programs_against_enumeration(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 10; seed++) {
        knapsack k;
        make_knapsack(&k, seed);
        double values[ITEMS];
        khs_mip_solution out = {.values = values};
        khs_mip_solve(&k.model, &no_limits, &out);
        CHECK_EQ(out.status, KHS_MIP_OPTIMAL);
        check_near(out.objective, best_by_enumeration(&k));
        double cost = 0;
        for (int32_t j = 0; j < ITEMS; j++) cost += values[j] * k.cost[j];
        check_near(cost, out.objective);
    }
}

static void node_limit_and_incumbent(void **state)
{
    (void)state;
    knapsack k;
    make_knapsack(&k, 5);
    double values[ITEMS], again[ITEMS];
    khs_mip_solution out = {.values = values}, limited = {.values = again};
    khs_mip_solve(&k.model, &no_limits, &out);
    CHECK(out.nodes > 5);
    khs_mip_solve(&k.model, &(khs_mip_limits){.nodes = 2}, &limited);
    CHECK(limited.status == KHS_MIP_LIMIT || limited.status == KHS_MIP_FEASIBLE);
    CHECK(limited.nodes <= 5);
    CHECK(limited.bound <= out.objective + 1e-6);

    k.model.incumbent = values; /* the best known survives any limit */
    khs_mip_solve(&k.model, &(khs_mip_limits){.nodes = 2}, &limited);
    CHECK_EQ(limited.status, KHS_MIP_FEASIBLE);
    check_near(limited.objective, out.objective);
    for (int32_t j = 0; j < ITEMS; j++) check_near(again[j], values[j]);
    khs_mip_solve(&k.model, &no_limits, &limited);
    CHECK_EQ(limited.status, KHS_MIP_OPTIMAL);
    check_near(limited.objective, out.objective);
}

static void time_limit_is_kept(void **state)
{
    (void)state;
    knapsack k;
    make_knapsack(&k, 5);
    khs_mip_solution out = {0};
    khs_mip_solve(&k.model, &(khs_mip_limits){.seconds = 60}, &out);
    CHECK_EQ(out.status, KHS_MIP_OPTIMAL);
    khs_mip_solve(&k.model, &(khs_mip_limits){.lp_iterations = 1}, &out);
    CHECK_EQ(out.status, KHS_MIP_LIMIT);
}

static void an_error_is_caught(void **state)
{
    (void)state;
    khs_mip model = two();
    const int32_t row[] = {0, 7, 0, 1};
    model.row = row;
    khs_mip_solution out = {0};
    for (int32_t n = 0; n < 20; n++) {
        khs_mip_solve(&model, &no_limits, &out);
        CHECK_EQ(out.status, KHS_MIP_FAILED);
    }
}

typedef struct worker {
    pthread_t thread;
    uint64_t seed;
    double objective[20];
    bool sound;
} worker;

static void *work(void *payload)
{
    worker *w = payload;
    w->sound = true;
    for (int32_t n = 0; n < 20; n++) {
        knapsack k;
        make_knapsack(&k, w->seed + (uint64_t)n);
        khs_mip_solution out = {0};
        if (n % 10 == 9) { /* an error now and then */
            k.row[3] = SACKS + 1;
            khs_mip_solve(&k.model, &no_limits, &out);
            w->sound &= out.status == KHS_MIP_FAILED;
            k.row[3] = 0;
        }
        khs_mip_solve(&k.model, &no_limits, &out);
        w->sound &= out.status == KHS_MIP_OPTIMAL;
        w->objective[n] = out.objective;
    }
    return NULL;
}

static void threads_equal_serial(void **state)
{
    (void)state;
    worker workers[8], serial;
    for (uint64_t t = 0; t < 8; t++) {
        workers[t].seed = 100 * t;
        CHECK_EQ(pthread_create(&workers[t].thread, NULL, work, &workers[t]), 0);
    }
    for (int32_t t = 0; t < 8; t++) pthread_join(workers[t].thread, NULL);
    for (int32_t t = 0; t < 8; t++) {
        serial.seed = workers[t].seed;
        work(&serial);
        CHECK(workers[t].sound && serial.sound);
        for (int32_t n = 0; n < 20; n++) CHECK(workers[t].objective[n] == serial.objective[n]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(linear_program),
        cmocka_unit_test(goes_on_after_a_row),
        cmocka_unit_test(infeasible_and_unbounded),
        cmocka_unit_test(no_integer_solution),
        cmocka_unit_test(integer_programs_against_enumeration),
        cmocka_unit_test(node_limit_and_incumbent),
        cmocka_unit_test(time_limit_is_kept),
        cmocka_unit_test(an_error_is_caught),
        cmocka_unit_test(threads_equal_serial),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
