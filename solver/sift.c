/* Sifting and the restricted integer program.
 *
 * The linear program starts with the known solution's columns, so it is feasible from the first
 * round on. With its final value L, duals and the known solution's cost U, a column whose reduced
 * cost exceeds U - L is in no better solution and is given up. Subset-row inequalities raise L, so
 * that of thousands of columns some hundreds are left; if these fit into the integer program and
 * that is solved to optimality, the answer is proven. Answers come back as doubles: they are
 * rounded, checked against all rows and priced in integers before they replace anything. */
#include "sift.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mip.h"
#include "subset_rows.h"

enum {
    ENTER_MOST = 400,   /* columns per round */
    ENTER_PER_ROW = 8,  /* of them with the same partition row */
    ROUNDS_MOST = 1000, /* never reached: every round brings a new column in */
    CUTS_MOST = 500,
    CUT_ROUNDS = 30,
    CUT_ROWS_MOST = 500, /* of a partition that inequalities are sought for */
    FEW = 150            /* columns left that need no further inequalities */
};

static const double CUT_SHARE = 0.7;   /* of the time, at most */
static const double WORTHWHILE = 0.01; /* of the gap that a round of inequalities closes */

static const double LARGEST_COST = 1e4;     /* after scaling */
static const double PRICE_TOLERANCE = 1e-7; /* GLPK's own */
static const double FRACTION = 1e-6;

/* What the last basis is optimal for, but for columns or rows that came since. */
typedef enum start_from { COLD, AFTER_COLUMNS, AFTER_ROWS } start_from;

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
    int32_t *alive; /* [cols] those that may be in a better solution, beside the ones always in */
    int32_t alive_count;
    priced *list;               /* [cols] */
    int32_t *touched;           /* [partition_rows] */
    double *row_low, *row_high; /* [rows+CUTS_MOST] */
    double *row_dual;           /* [rows+CUTS_MOST] */
    uint8_t *row_basis;         /* [rows+CUTS_MOST] */
    khs_subset_rows cuts;       /* rows of the program after the model's own */
    int32_t *cut;               /* [CUTS_MOST] of one column */
    khs_fraction *fraction;     /* [cols] */
    bool no_memory;
    /* a program for khs_mip_solve */
    double *low, *high, *price, *known, *values; /* [cols] */
    uint8_t *integer;                            /* [cols] */
    uint8_t *basis;                              /* [rows+CUTS_MOST+cols] */
    int32_t *start;                              /* [cols+1] */
    int32_t *row;                                /* [entries] */
    double *value;                               /* [entries] */
    int64_t entries;                             /* that there is room for */
    int32_t *candidate;                          /* [cols] an answer, rounded */
} sifter;

static bool allocate(sifter *s)
{
    const size_t cols = (size_t)s->model->cols + 1, rows = (size_t)s->model->rows + CUTS_MOST + 1;
    s->entries = s->model->start[s->model->cols] + 1;
    s->scaled = malloc(cols * sizeof *s->scaled);
    s->inside = malloc(cols);
    s->basis_of = malloc(cols);
    s->cols = malloc(cols * sizeof *s->cols);
    s->alive = malloc(cols * sizeof *s->alive);
    s->list = malloc(cols * sizeof *s->list);
    s->touched = malloc(rows * sizeof *s->touched);
    s->row_low = malloc(rows * sizeof *s->row_low);
    s->row_high = malloc(rows * sizeof *s->row_high);
    s->row_dual = malloc(rows * sizeof *s->row_dual);
    s->row_basis = malloc(rows);
    s->cut = malloc(CUTS_MOST * sizeof *s->cut);
    s->fraction = malloc(cols * sizeof *s->fraction);
    s->low = malloc(cols * sizeof *s->low);
    s->high = malloc(cols * sizeof *s->high);
    s->price = malloc(cols * sizeof *s->price);
    s->known = malloc(cols * sizeof *s->known);
    s->values = malloc(cols * sizeof *s->values);
    s->integer = malloc(cols);
    s->basis = malloc(rows + cols);
    s->start = malloc((cols + 1) * sizeof *s->start);
    s->row = malloc((size_t)s->entries * sizeof *s->row);
    s->value = malloc((size_t)s->entries * sizeof *s->value);
    s->candidate = malloc(cols * sizeof *s->candidate);
    return khs_subset_rows_init(s->model->partition_rows, CUTS_MOST, &s->cuts) && s->scaled &&
           s->inside && s->basis_of && s->cols && s->alive && s->list && s->touched && s->row_low &&
           s->row_high && s->row_dual && s->row_basis && s->cut && s->fraction && s->low &&
           s->high && s->price && s->known && s->values && s->integer && s->basis && s->start &&
           s->row && s->value && s->candidate;
}

static void release(sifter *s)
{
    void *const all[] = {s->scaled,    s->inside,  s->basis_of, s->cols,     s->alive,
                         s->list,      s->touched, s->row_low,  s->row_high, s->row_dual,
                         s->row_basis, s->cut,     s->fraction, s->low,      s->high,
                         s->price,     s->known,   s->values,   s->integer,  s->basis,
                         s->start,     s->row,     s->value,    s->candidate};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    khs_subset_rows_free(&s->cuts);
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

/* Inequalities that a column counts in, in s->cut. */
static int32_t cuts_of(sifter *s, int32_t j)
{
    const int64_t first = s->model->start[j];
    return khs_subset_rows_of(&s->cuts, s->model->row + first, s->model->start[j + 1] - first,
                              s->cut);
}

static bool make_room(sifter *s, int64_t entries)
{
    if (entries <= s->entries) return true;
    const size_t room = 2 * (size_t)entries;
    int32_t *row = realloc(s->row, room * sizeof *row);
    if (row) s->row = row;
    double *value = realloc(s->value, room * sizeof *value);
    if (value) s->value = value;
    s->no_memory = !row || !value;
    if (!s->no_memory) s->entries = (int64_t)room;
    return !s->no_memory;
}

/* \return the number of entries then, -1: out of memory */
static int32_t lay_out_column(sifter *s, int32_t j, int32_t entries)
{
    const khs_sift *m = s->model;
    const int32_t cuts = j < m->always ? 0 : cuts_of(s, j);
    if (!make_room(s, entries + m->start[j + 1] - m->start[j] + cuts)) return -1;
    for (int64_t e = m->start[j]; e < m->start[j + 1]; e++) {
        s->row[entries] = m->row[e];
        s->value[entries++] = m->value[e];
    }
    for (int32_t k = 0; k < cuts; k++) {
        s->row[entries] = m->rows + s->cut[k];
        s->value[entries++] = 1.0;
    }
    return entries;
}

/* Lays the columns inside out for khs_mip_solve. \return false: out of memory */
static bool lay_out(sifter *s, khs_mip *program)
{
    const khs_sift *m = s->model;
    const int32_t rows = m->rows + s->cuts.count;
    int32_t entries = 0;
    gather(s);
    memcpy(s->basis, s->row_basis, (size_t)rows);
    for (int32_t k = 0; k < s->count; k++) {
        const int32_t j = s->cols[k];
        s->start[k] = entries;
        entries = lay_out_column(s, j, entries);
        if (entries < 0) return false;
        s->low[k] = m->col_low[j];
        s->high[k] = m->col_high[j];
        s->price[k] = s->scaled[j];
        s->integer[k] = 1;
        s->basis[rows + k] = s->basis_of[j];
    }
    s->start[s->count] = entries;
    *program = (khs_mip){.rows = rows,
                         .cols = s->count,
                         .row_low = s->row_low,
                         .row_high = s->row_high,
                         .col_low = s->low,
                         .col_high = s->high,
                         .cost = s->price,
                         .start = s->start,
                         .row = s->row,
                         .value = s->value};
    return true;
}

static bool solve_relaxation(sifter *s, start_from from, double *objective)
{
    khs_mip program;
    if (!lay_out(s, &program)) return false;
    if (from != COLD) program.basis = s->basis;
    program.dual = from == AFTER_ROWS;
    khs_mip_solution out = {.row_dual = s->row_dual, .basis = s->basis, .values = s->values};
    khs_mip_solve(&program, &(khs_mip_limits){.seconds = seconds_left(s)}, &out);
    if (out.status != KHS_MIP_OPTIMAL) return false;
    memcpy(s->row_basis, s->basis, (size_t)program.rows);
    for (int32_t k = 0; k < s->count; k++) s->basis_of[s->cols[k]] = s->basis[program.rows + k];
    *objective = out.objective;
    return true;
}

static double reduced_cost(sifter *s, int32_t j)
{
    const khs_sift *m = s->model;
    double reduced = s->scaled[j];
    for (int64_t e = m->start[j]; e < m->start[j + 1]; e++)
        reduced -= s->row_dual[m->row[e]] * m->value[e];
    const int32_t cuts = cuts_of(s, j);
    for (int32_t k = 0; k < cuts; k++) reduced -= s->row_dual[m->rows + s->cut[k]];
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
    for (int32_t i = 0; i < s->alive_count; i++) {
        if (s->inside[s->alive[i]]) continue;
        const double reduced = reduced_cost(s, s->alive[i]);
        if (reduced < -PRICE_TOLERANCE) s->list[found++] = (priced){reduced, s->alive[i]};
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
static bool relax(sifter *s, start_from from, double *bound)
{
    for (int32_t round = 0; round < ROUNDS_MOST && !out_of_time(s); round++) {
        if (!solve_relaxation(s, round ? AFTER_COLUMNS : from, bound)) return false;
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

/* The reduced cost up to which a column can be in a better solution, which is better by one unit
 * at least. */
static double room_for(const sifter *s, const int32_t *x, double bound)
{
    return ((double)price_of(s, x) - 1.0) / s->scale - bound + 1e-6 + 1e-9 * fabs(bound);
}

/* ---- inequalities ---- */

/* Gives up columns that are in no better solution. */
static void give_up(sifter *s, const int32_t *x, double room)
{
    int32_t left = 0;
    for (int32_t i = 0; i < s->alive_count; i++) {
        const int32_t j = s->alive[i];
        const bool stays = x[j] || s->basis_of[j] == KHS_BASIC || reduced_cost(s, j) <= room;
        if (stays) {
            s->alive[left++] = j;
        } else {
            s->inside[j] = 0;
        }
    }
    s->alive_count = left;
}

/* Drops the inequalities that the optimum keeps with room to spare. */
static void drop_slack(sifter *s)
{
    uint8_t keep[CUTS_MOST];
    const int32_t rows = s->model->rows;
    int32_t kept = rows;
    for (int32_t c = 0; c < s->cuts.count; c++) {
        keep[c] = s->row_basis[rows + c] != KHS_BASIC;
        if (keep[c]) s->row_basis[kept++] = s->row_basis[rows + c];
    }
    khs_subset_rows_retain(&s->cuts, keep);
}

/* Adds inequalities that the optimum breaks. \return their number */
static int32_t cut_off(sifter *s)
{
    const khs_sift *m = s->model;
    int32_t fractions = 0, added = 0;
    for (int32_t k = 0; k < s->count; k++) {
        const int64_t first = m->start[s->cols[k]];
        if (s->cols[k] < m->always || s->values[k] < FRACTION || s->values[k] > 1.0 - FRACTION)
            continue;
        s->fraction[fractions++] =
            (khs_fraction){m->row + first, m->start[s->cols[k] + 1] - first, s->values[k]};
    }
    drop_slack(s);
    const int32_t before = s->cuts.count;
    if (!khs_subset_rows_separate(&s->cuts, s->fraction, fractions, &added)) s->no_memory = true;
    for (int32_t i = m->rows + before; i < m->rows + before + added; i++) {
        s->row_low[i] = -KHS_MIP_INFINITY;
        s->row_high[i] = 1.0;
        s->row_basis[i] = KHS_BASIC;
        s->row_dual[i] = 0.0;
    }
    return added;
}

/* Raises the bound round by round while that pays and there is time for one more.
 * \return whether the last relaxation was solved */
static bool tighten(sifter *s, const int32_t *x, double *bound)
{
    const double begun = khs_clock_now();
    double now = begun, took = 0.0;
    for (int32_t round = 0; round < CUT_ROUNDS; round++) {
        const double room = room_for(s, x, *bound), before = *bound;
        give_up(s, x, room);
        if (room < 0.0 || s->alive_count <= FEW) return true;
        if (s->limits->deadline > 0.0 &&
            now + 2.0 * took > begun + CUT_SHARE * (s->limits->deadline - begun))
            return true;
        if (cut_off(s) == 0) return !s->no_memory;
        if (!relax(s, AFTER_ROWS, bound)) return false;
        if (*bound - before < WORTHWHILE * room) return true;
        const double then = now;
        now = khs_clock_now();
        took = now - then;
    }
    return true;
}

/* ---- the integer program ---- */

/* Chooses its columns: of those that can be in a better solution the ones of least reduced cost.
 * \return whether all of them found room */
static bool restrict_columns(sifter *s, const int32_t *x, double room)
{
    int32_t found = 0;
    for (int32_t i = 0; i < s->alive_count; i++) {
        const int32_t j = s->alive[i];
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
    khs_mip program;
    if (!lay_out(s, &program)) return false;
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

static void begin(sifter *s, const int32_t *x)
{
    const khs_sift *m = s->model;
    memset(s->basis_of, KHS_BASIS_NONE, (size_t)m->cols);
    memset(s->row_basis, KHS_BASIS_NONE, (size_t)m->rows);
    memset(s->row_dual, 0, (size_t)m->rows * sizeof *s->row_dual);
    memcpy(s->row_low, m->row_low, (size_t)m->rows * sizeof *s->row_low);
    memcpy(s->row_high, m->row_high, (size_t)m->rows * sizeof *s->row_high);
    for (int32_t j = 0; j < m->cols; j++) s->inside[j] = j < m->always || x[j] != 0;
    for (int32_t j = m->always; j < m->cols; j++) s->alive[s->alive_count++] = j;
    scale_costs(s);
}

static void give_relaxed(const sifter *s, double *relaxed)
{
    for (int32_t k = 0; k < s->count; k++) relaxed[s->cols[k]] = s->values[k];
}

static void solve(sifter *s, int32_t *x, bool *proven, double *relaxed)
{
    double bound = 0.0;
    begin(s, x);
    bool fully = relax(s, COLD, &bound);
    if (fully && s->model->partition_rows <= CUT_ROWS_MOST) fully = tighten(s, x, &bound);
    if (fully && relaxed) give_relaxed(s, relaxed);
    if (s->no_memory || out_of_time(s)) return;
    const double room = fully ? room_for(s, x, bound) : KHS_MIP_INFINITY;
    const double gap = (double)price_of(s, x) / s->scale - bound;
    if (fully && (room < 0.0 || gap < 0.5 / s->scale)) {
        *proven = true;
        return;
    }
    if (s->limits->relaxation) return;
    const bool all = restrict_columns(s, x, room);
    *proven = branch(s, x, fully) && all && fully;
}

khs_status khs_sift_solve(const khs_sift *model, const int64_t *cost, const khs_sift_limits *limits,
                          int32_t *x, bool *proven, double *relaxed)
{
    sifter s = {.model = model, .cost = cost, .limits = limits};
    *proven = false;
    if (relaxed) memset(relaxed, 0, (size_t)model->cols * sizeof *relaxed);
    const bool enough = allocate(&s);
    if (enough) solve(&s, x, proven, relaxed);
    const bool fine = enough && !s.no_memory;
    release(&s);
    return fine ? KHS_OK : KHS_NOMEM;
}
