/* GLPK behind plain arrays.
 *
 * GLPK keeps its memory, hooks and terminal settings in an environment of the thread, and answers
 * an error by abort(). So every solve gets a thread, whose environment dies with it: nothing is
 * shared with other solves or with a caller that uses GLPK too. In the error hook the environment
 * is freed, which frees every object in it, and a longjmp leaves GLPK; after that only `job` is
 * touched, which does not change between setjmp and longjmp in any field that is read. */
#include "mip.h"

#include <assert.h>
#include <limits.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdlib.h>

#include <glpk.h>

static_assert(KHS_BASIC == GLP_BS && KHS_AT_LOW == GLP_NL && KHS_AT_HIGH == GLP_NU &&
                  KHS_NONBASIC_FREE == GLP_NF && KHS_NONBASIC_FIXED == GLP_NS,
              "basis bytes are GLPK's");

typedef struct mip_job {
    const khs_mip *model;
    const khs_mip_limits *limits;
    khs_mip_solution *out;
    int *index;   /* [1+rows] one column's rows, from 1 */
    double *coef; /* [1+rows] */
    double *warm; /* [1+cols] incumbent to inject, or NULL */
    bool injected;
    jmp_buf escape;
} mip_job;

static int keep_quiet(void *info, const char *text)
{
    (void)info;
    (void)text;
    return 1;
}

static void leave_glpk(void *info)
{
    mip_job *job = info;
    glp_free_env();
    longjmp(job->escape, 1);
}

static int bound_type(double low, double high)
{
    const bool has_low = low > -KHS_MIP_INFINITY, has_high = high < KHS_MIP_INFINITY;
    if (has_low && has_high) return low < high ? GLP_DB : GLP_FX;
    if (has_low) return GLP_LO;
    return has_high ? GLP_UP : GLP_FR;
}

static void add_column(mip_job *job, glp_prob *lp, int32_t j)
{
    const khs_mip *m = job->model;
    const int32_t first = m->start[j], count = m->start[j + 1] - first;
    assert(count >= 0 && count <= m->rows);
    for (int32_t k = 0; k < count; k++) {
        job->index[1 + k] = m->row[first + k] + 1;
        job->coef[1 + k] = m->value ? m->value[first + k] : 1.0;
    }
    glp_set_mat_col(lp, j + 1, count, job->index, job->coef);
    glp_set_obj_coef(lp, j + 1, m->cost[j]);
    glp_set_col_bnds(lp, j + 1, bound_type(m->col_low[j], m->col_high[j]), m->col_low[j],
                     m->col_high[j]);
    if (m->integer && m->integer[j]) glp_set_col_kind(lp, j + 1, GLP_IV);
}

static glp_prob *build(mip_job *job)
{
    const khs_mip *m = job->model;
    glp_prob *lp = glp_create_prob();
    if (m->rows > 0) glp_add_rows(lp, m->rows);
    for (int32_t i = 0; i < m->rows; i++)
        glp_set_row_bnds(lp, i + 1, bound_type(m->row_low[i], m->row_high[i]), m->row_low[i],
                         m->row_high[i]);
    if (m->cols > 0) glp_add_cols(lp, m->cols);
    for (int32_t j = 0; j < m->cols; j++) add_column(job, lp, j);
    return lp;
}

static void set_basis(const khs_mip *m, glp_prob *lp)
{
    glp_std_basis(lp);
    if (!m->basis) return;
    for (int32_t i = 0; i < m->rows; i++)
        if (m->basis[i]) glp_set_row_stat(lp, i + 1, m->basis[i]);
    for (int32_t j = 0; j < m->cols; j++)
        if (m->basis[m->rows + j]) glp_set_col_stat(lp, j + 1, m->basis[m->rows + j]);
}

static int milliseconds(double seconds)
{
    const double ms = seconds * 1000.0;
    return seconds <= 0.0 || ms >= (double)INT_MAX ? INT_MAX : ms < 1.0 ? 1 : (int)ms;
}

/* The first linear program. A basis that is singular or not one at all is replaced. */
static int run_simplex(mip_job *job, glp_prob *lp)
{
    glp_smcp parameters;
    glp_init_smcp(&parameters);
    parameters.msg_lev = GLP_MSG_OFF;
    parameters.meth = job->model->basis && !job->model->dual ? GLP_PRIMAL : GLP_DUALP;
    if (job->limits->lp_iterations > 0) parameters.it_lim = job->limits->lp_iterations;
    parameters.tm_lim = milliseconds(job->limits->seconds);
    set_basis(job->model, lp);
    int code = glp_simplex(lp, &parameters);
    if (code == GLP_EBADB || code == GLP_ESING || code == GLP_ECOND || code == GLP_EFAIL) {
        glp_adv_basis(lp, 0);
        code = glp_simplex(lp, &parameters);
    }
    return code;
}

static khs_mip_status lp_status(int code, glp_prob *lp)
{
    if (code == GLP_EBOUND) return KHS_MIP_INFEASIBLE;
    if (code != 0 && code != GLP_EITLIM && code != GLP_ETMLIM) return KHS_MIP_FAILED;
    switch (glp_get_status(lp)) {
    case GLP_OPT:
        return KHS_MIP_OPTIMAL;
    case GLP_FEAS:
        return KHS_MIP_FEASIBLE;
    case GLP_NOFEAS:
        return KHS_MIP_INFEASIBLE;
    case GLP_UNBND:
        return KHS_MIP_UNBOUNDED;
    default:
        return glp_get_prim_stat(lp) == GLP_NOFEAS ? KHS_MIP_INFEASIBLE : KHS_MIP_LIMIT;
    }
}

static void take_lp(mip_job *job, glp_prob *lp)
{
    const khs_mip *m = job->model;
    khs_mip_solution *out = job->out;
    out->objective = glp_get_obj_val(lp);
    if (out->status == KHS_MIP_OPTIMAL) out->bound = out->objective;
    for (int32_t i = 0; i < m->rows; i++) {
        if (out->row_dual) out->row_dual[i] = glp_get_row_dual(lp, i + 1);
        if (out->basis) out->basis[i] = (uint8_t)glp_get_row_stat(lp, i + 1);
    }
    for (int32_t j = 0; j < m->cols; j++) {
        if (out->values) out->values[j] = glp_get_col_prim(lp, j + 1);
        if (out->reduced_cost) out->reduced_cost[j] = glp_get_col_dual(lp, j + 1);
        if (out->basis) out->basis[m->rows + j] = (uint8_t)glp_get_col_stat(lp, j + 1);
    }
}

static void in_the_tree(glp_tree *tree, void *info)
{
    mip_job *job = info;
    if (glp_ios_reason(tree) == GLP_IHEUR && job->warm && !job->injected) {
        job->injected = true;
        glp_ios_heur_sol(tree, job->warm);
    }
    int total = 0;
    glp_ios_tree_size(tree, NULL, NULL, &total);
    job->out->nodes = total;
    const int best = glp_ios_best_node(tree);
    if (best > 0) job->out->bound = glp_ios_node_bound(tree, best);
    if (glp_ios_reason(tree) == GLP_ISELECT && job->limits->nodes > 0 && total > job->limits->nodes)
        glp_ios_terminate(tree);
}

static void take_mip(mip_job *job, glp_prob *lp)
{
    job->out->objective = glp_mip_obj_val(lp);
    if (job->out->status == KHS_MIP_OPTIMAL) job->out->bound = job->out->objective;
    for (int32_t j = 0; job->out->values && j < job->model->cols; j++)
        job->out->values[j] = glp_mip_col_val(lp, j + 1);
}

/* Branch and bound over an optimal basis of the relaxation. */
static void run_tree(mip_job *job, glp_prob *lp)
{
    glp_iocp parameters;
    glp_init_iocp(&parameters);
    parameters.msg_lev = GLP_MSG_OFF;
    parameters.cb_func = in_the_tree;
    parameters.cb_info = job;
    parameters.tol_obj = 1e-10; /* costs are sums of integers: near ties are not ties */
    parameters.tm_lim = milliseconds(job->limits->seconds);
    const int code = glp_intopt(lp, &parameters);
    const int state = glp_mip_status(lp);
    khs_mip_solution *out = job->out;
    if (code != 0 && code != GLP_ESTOP && code != GLP_ETMLIM && code != GLP_EMIPGAP)
        out->status = KHS_MIP_FAILED;
    else if (state == GLP_OPT)
        out->status = KHS_MIP_OPTIMAL;
    else if (state == GLP_FEAS)
        out->status = KHS_MIP_FEASIBLE;
    else
        out->status = state == GLP_NOFEAS ? KHS_MIP_INFEASIBLE : KHS_MIP_LIMIT;
    if (out->status == KHS_MIP_OPTIMAL || out->status == KHS_MIP_FEASIBLE) take_mip(job, lp);
}

static void solve(mip_job *job)
{
    khs_mip_solution *out = job->out;
    glp_prob *lp = build(job);
    out->status = lp_status(run_simplex(job, lp), lp);
    const bool solved = out->status == KHS_MIP_OPTIMAL || out->status == KHS_MIP_FEASIBLE;
    if (!job->model->integer) {
        if (solved) take_lp(job, lp);
    } else if (out->status == KHS_MIP_OPTIMAL) {
        run_tree(job, lp);
    } else if (out->status == KHS_MIP_FEASIBLE) {
        out->status = KHS_MIP_LIMIT; /* of the relaxation: says nothing about integers */
    }
    glp_delete_prob(lp);
    glp_free_env();
}

static void *solve_guarded(void *payload)
{
    mip_job *job = payload;
    if (setjmp(job->escape) != 0) {
        job->out->status = KHS_MIP_FAILED;
        return NULL;
    }
    glp_term_hook(keep_quiet, NULL);
    glp_error_hook(leave_glpk, job);
    solve(job);
    return NULL;
}

static double *shifted(const double *values, int32_t count)
{
    double *copy = malloc(((size_t)count + 1) * sizeof *copy);
    if (!copy) return NULL;
    copy[0] = 0.0;
    for (int32_t j = 0; j < count; j++) copy[1 + j] = values[j];
    return copy;
}

void khs_mip_solve(const khs_mip *model, const khs_mip_limits *limits, khs_mip_solution *out)
{
    const size_t room = (size_t)model->rows + 1;
    mip_job job = {.model = model, .limits = limits, .out = out};
    out->status = KHS_MIP_NOMEM;
    out->objective = 0.0;
    out->bound = -KHS_MIP_INFINITY;
    out->nodes = 0;
    job.index = malloc(room * sizeof *job.index);
    job.coef = malloc(room * sizeof *job.coef);
    if (model->incumbent) job.warm = shifted(model->incumbent, model->cols);
    pthread_t thread;
    if (job.index && job.coef && (job.warm || !model->incumbent) &&
        pthread_create(&thread, NULL, solve_guarded, &job) == 0)
        pthread_join(thread, NULL);
    free(job.index);
    free(job.coef);
    free(job.warm);
}
