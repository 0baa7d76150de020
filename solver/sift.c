/* Sifting and the restricted integer program.
 *
 * The linear program starts with the known solution's columns, so it is feasible from the first
 * round on. With its final value L, duals and the known solution's cost U, a column whose reduced
 * cost exceeds U - L is in no better solution; if all others fit into the integer program and that
 * is solved to optimality, the answer is proven. Answers come back as doubles: they are rounded,
 * checked against all rows and priced in integers before they replace anything. */
#include "sift.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mip.h"

enum {
    ENTER_MOST = 400,   /* columns per round */
    ENTER_PER_ROW = 8,  /* of them with the same partition row */
    ROUNDS_MOST = 1000, /* never reached: every round brings a new column in */
};

static const double LARGEST_COST = 1e4;     /* after scaling */
static const double PRICE_TOLERANCE = 1e-7; /* GLPK's own */

typedef struct priced {
    double reduced;
    int32_t col;
} priced;

typedef struct sifter {
    const khs_sift *model;
    const int64_t *cost;
    const khs_sift_limits *limits;
    double scale;
    double *scaled;    /* [cols] */
    uint8_t *inside;   /* [cols] in the program at hand */
    uint8_t *basis_of; /* [cols] khs_basis */
    int32_t *cols;     /* [cols] those inside, in order */
    int32_t count;
    priced *list;       /* [cols] */
    int32_t *touched;   /* [partition_rows] */
    double *row_dual;   /* [rows] */
    uint8_t *row_basis; /* [rows] */
    /* a program for khs_mip_solve */
    double *low, *high, *price, *known, *values; /* [cols] */
    uint8_t *integer;                            /* [cols] */
    uint8_t *basis;                              /* [rows+cols] */
    int32_t *start;                              /* [cols+1] */
    int32_t *row;                                /* [entries] */
    double *value;                               /* [entries] */
    int32_t *candidate;                          /* [cols] an answer, rounded */
} sifter;

static bool allocate(sifter *s)
{
    const size_t cols = (size_t)s->model->cols + 1, rows = (size_t)s->model->rows + 1;
    const size_t entries = (size_t)s->model->start[s->model->cols] + 1;
    s->scaled = malloc(cols * sizeof *s->scaled);
    s->inside = malloc(cols);
    s->basis_of = malloc(cols);
    s->cols = malloc(cols * sizeof *s->cols);
    s->list = malloc(cols * sizeof *s->list);
    s->touched = malloc(rows * sizeof *s->touched);
    s->row_dual = malloc(rows * sizeof *s->row_dual);
    s->row_basis = malloc(rows);
    s->low = malloc(cols * sizeof *s->low);
    s->high = malloc(cols * sizeof *s->high);
    s->price = malloc(cols * sizeof *s->price);
    s->known = malloc(cols * sizeof *s->known);
    s->values = malloc(cols * sizeof *s->values);
    s->integer = malloc(cols);
    s->basis = malloc(rows + cols);
    s->start = malloc((cols + 1) * sizeof *s->start);
    s->row = malloc(entries * sizeof *s->row);
    s->value = malloc(entries * sizeof *s->value);
    s->candidate = malloc(cols * sizeof *s->candidate);
    return s->scaled && s->inside && s->basis_of && s->cols && s->list && s->touched &&
           s->row_dual && s->row_basis && s->low && s->high && s->price && s->known && s->values &&
           s->integer && s->basis && s->start && s->row && s->value && s->candidate;
}

static void release(sifter *s)
{
    void *const all[] = {s->scaled,  s->inside,   s->basis_of,  s->cols,     s->list,
                         s->touched, s->row_dual, s->row_basis, s->low,      s->high,
                         s->price,   s->known,    s->values,    s->integer,  s->basis,
                         s->start,   s->row,      s->value,     s->candidate};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

/* Costs of routes become at most LARGEST_COST; a price beyond them may be larger. */
static void scale_costs(sifter *s)
{
    int64_t most = 0;
    for (int32_t j = s->model->always; j < s->model->cols; j++)
        if (s->cost[j] > most) most = s->cost[j];
    for (int32_t j = 0; most == 0 && j < s->model->always; j++)
        if (s->cost[j] > most) most = s->cost[j];
    s->scale = most > (int64_t)LARGEST_COST ? (double)most / LARGEST_COST : 1.0;
    for (int32_t j = 0; j < s->model->cols; j++) s->scaled[j] = (double)s->cost[j] / s->scale;
}

static bool out_of_time(const sifter *s)
{
    return s->limits->deadline > 0.0 && khs_clock_now() >= s->limits->deadline;
}

static double seconds_left(const sifter *s)
{
    if (s->limits->deadline <= 0.0) return 0.0;
    const double left = s->limits->deadline - khs_clock_now();
    return left > 0.001 ? left : 0.001;
}

static void gather(sifter *s)
{
    s->count = 0;
    for (int32_t j = 0; j < s->model->cols; j++)
        if (s->inside[j]) s->cols[s->count++] = j;
}

/* Lays the columns inside out for khs_mip_solve. */
static khs_mip lay_out(sifter *s)
{
    const khs_sift *m = s->model;
    int32_t entries = 0;
    gather(s);
    memcpy(s->basis, s->row_basis, (size_t)m->rows);
    for (int32_t k = 0; k < s->count; k++) {
        const int32_t j = s->cols[k];
        s->start[k] = entries;
        for (int64_t e = m->start[j]; e < m->start[j + 1]; e++) {
            s->row[entries] = m->row[e];
            s->value[entries++] = m->value[e];
        }
        s->low[k] = m->col_low[j];
        s->high[k] = m->col_high[j];
        s->price[k] = s->scaled[j];
        s->integer[k] = 1;
        s->basis[m->rows + k] = s->basis_of[j];
    }
    s->start[s->count] = entries;
    return (khs_mip){.rows = m->rows,
                     .cols = s->count,
                     .row_low = m->row_low,
                     .row_high = m->row_high,
                     .col_low = s->low,
                     .col_high = s->high,
                     .cost = s->price,
                     .start = s->start,
                     .row = s->row,
                     .value = s->value};
}

static khs_mip_status solve_relaxation(sifter *s, bool warm, double *objective)
{
    khs_mip program = lay_out(s);
    if (warm) program.basis = s->basis;
    khs_mip_solution out = {.row_dual = s->row_dual, .basis = s->basis};
    khs_mip_solve(&program, &(khs_mip_limits){.seconds = seconds_left(s)}, &out);
    if (out.status != KHS_MIP_OPTIMAL) return out.status;
    memcpy(s->row_basis, s->basis, (size_t)s->model->rows);
    for (int32_t k = 0; k < s->count; k++) s->basis_of[s->cols[k]] = s->basis[s->model->rows + k];
    *objective = out.objective;
    return out.status;
}

static double reduced_cost(const sifter *s, int32_t j)
{
    double reduced = s->scaled[j];
    for (int64_t e = s->model->start[j]; e < s->model->start[j + 1]; e++)
        reduced -= s->row_dual[s->model->row[e]] * s->model->value[e];
    return reduced;
}

static int compare_priced(const void *a, const void *b)
{
    const priced *x = a, *y = b;
    if (x->reduced < y->reduced) return -1;
    if (x->reduced > y->reduced) return 1;
    return (x->col > y->col) - (x->col < y->col);
}

/* Counts a column on its partition rows unless one of them has enough. */
static bool spread(sifter *s, int32_t j)
{
    const khs_sift *m = s->model;
    for (int64_t e = m->start[j]; e < m->start[j + 1]; e++)
        if (m->row[e] < m->partition_rows && s->touched[m->row[e]] >= ENTER_PER_ROW) return false;
    for (int64_t e = m->start[j]; e < m->start[j + 1]; e++)
        if (m->row[e] < m->partition_rows) s->touched[m->row[e]]++;
    return true;
}

/* Brings in columns of negative reduced cost, the most negative first. */
static int32_t enter(sifter *s)
{
    int32_t found = 0, entered = 0;
    for (int32_t j = s->model->always; j < s->model->cols; j++) {
        if (s->inside[j]) continue;
        const double reduced = reduced_cost(s, j);
        if (reduced < -PRICE_TOLERANCE) s->list[found++] = (priced){reduced, j};
    }
    qsort(s->list, (size_t)found, sizeof *s->list, compare_priced);
    memset(s->touched, 0, (size_t)s->model->partition_rows * sizeof *s->touched);
    for (int32_t i = 0; i < found && entered < ENTER_MOST; i++) {
        if (!spread(s, s->list[i].col)) continue;
        s->inside[s->list[i].col] = 1;
        s->basis_of[s->list[i].col] = KHS_AT_LOW;
        entered++;
    }
    return entered;
}

/* \return whether the relaxation over all columns is solved; `bound` its value */
static bool relax(sifter *s, const int32_t *x, double *bound)
{
    const khs_sift *m = s->model;
    for (int32_t j = 0; j < m->cols; j++) s->inside[j] = j < m->always || x[j] != 0;
    for (int32_t round = 0; round < ROUNDS_MOST && !out_of_time(s); round++) {
        if (solve_relaxation(s, round > 0, bound) != KHS_MIP_OPTIMAL) return false;
        if (enter(s) == 0) return true;
    }
    return false;
}

static int64_t price_of(const sifter *s, const int32_t *x)
{
    int64_t price = 0;
    for (int32_t j = 0; j < s->model->cols; j++) price += s->cost[j] * x[j];
    return price;
}

/* Chooses the columns of the integer program: of those that can be in a better solution the ones
 * of least reduced cost. \return whether all of them found room */
static bool restrict_columns(sifter *s, const int32_t *x, double room)
{
    const khs_sift *m = s->model;
    int32_t found = 0;
    for (int32_t j = m->always; j < m->cols; j++) {
        s->inside[j] = x[j] != 0 || s->basis_of[j] == KHS_BASIC;
        if (s->inside[j]) continue;
        const double reduced = reduced_cost(s, j);
        if (reduced <= room) s->list[found++] = (priced){reduced, j};
    }
    int32_t most = found;
    if (s->limits->columns > 0 && found > s->limits->columns) {
        most = s->limits->columns;
        qsort(s->list, (size_t)found, sizeof *s->list, compare_priced);
    }
    for (int32_t i = 0; i < most; i++) {
        s->inside[s->list[i].col] = 1;
        if (s->basis_of[s->list[i].col] == KHS_BASIS_NONE) s->basis_of[s->list[i].col] = KHS_AT_LOW;
    }
    return most == found;
}

static bool keeps_rows(const sifter *s, const int32_t *x)
{
    const khs_sift *m = s->model;
    double *activity = s->row_dual;
    memset(activity, 0, (size_t)m->rows * sizeof *activity);
    for (int32_t j = 0; j < m->cols; j++) {
        if (x[j] < m->col_low[j] || x[j] > m->col_high[j]) return false;
        for (int64_t e = m->start[j]; x[j] && e < m->start[j + 1]; e++)
            activity[m->row[e]] += m->value[e] * x[j];
    }
    for (int32_t i = 0; i < m->rows; i++)
        if (activity[i] < m->row_low[i] || activity[i] > m->row_high[i]) return false;
    return true;
}

/* Takes the answer over if it is better. \return whether the answer was sound */
static bool take(sifter *s, int32_t *x)
{
    memset(s->candidate, 0, (size_t)s->model->cols * sizeof *s->candidate);
    for (int32_t k = 0; k < s->count; k++) s->candidate[s->cols[k]] = (int32_t)lround(s->values[k]);
    if (!keeps_rows(s, s->candidate)) return false;
    if (price_of(s, s->candidate) < price_of(s, x))
        memcpy(x, s->candidate, (size_t)s->model->cols * sizeof *x);
    return true;
}

/* \return whether x is the best over the columns inside */
static bool branch(sifter *s, int32_t *x, bool warm)
{
    khs_mip program = lay_out(s);
    program.integer = s->integer;
    if (warm) program.basis = s->basis;
    for (int32_t k = 0; k < s->count; k++) s->known[k] = x[s->cols[k]];
    program.incumbent = s->known;
    khs_mip_solution out = {.values = s->values};
    const khs_mip_limits limits = {.nodes = s->limits->nodes, .seconds = seconds_left(s)};
    khs_mip_solve(&program, &limits, &out);
    if (out.status != KHS_MIP_OPTIMAL && out.status != KHS_MIP_FEASIBLE) return false;
    return take(s, x) && out.status == KHS_MIP_OPTIMAL;
}

static void solve(sifter *s, int32_t *x, bool *proven)
{
    double bound = 0.0;
    memset(s->basis_of, KHS_BASIS_NONE, (size_t)s->model->cols);
    memset(s->row_basis, KHS_BASIS_NONE, (size_t)s->model->rows);
    memset(s->row_dual, 0, (size_t)s->model->rows * sizeof *s->row_dual);
    scale_costs(s);
    const bool relaxed = relax(s, x, &bound);
    if (out_of_time(s)) return;
    /* better is better by one unit at least */
    const double unit = 1.0 / s->scale, gap = (double)price_of(s, x) / s->scale - bound;
    if (relaxed && gap < 0.5 * unit) {
        *proven = true;
        return;
    }
    const double room = relaxed ? gap - unit + 1e-6 + 1e-9 * fabs(bound) : KHS_MIP_INFINITY;
    const bool all = restrict_columns(s, x, room);
    *proven = branch(s, x, relaxed) && all && relaxed;
}

khs_status khs_sift_solve(const khs_sift *model, const int64_t *cost, const khs_sift_limits *limits,
                          int32_t *x, bool *proven)
{
    sifter s = {.model = model, .cost = cost, .limits = limits};
    *proven = false;
    const bool enough = allocate(&s);
    if (enough) solve(&s, x, proven);
    release(&s);
    return enough ? KHS_OK : KHS_NOMEM;
}
