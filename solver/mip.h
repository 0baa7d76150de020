/* Linear and mixed integer programs as plain arrays: minimise cost · x, row_low <= A x <= row_high,
 * col_low <= x <= col_high, some x integer. The only door to GLPK; indices start at 0. */
#ifndef KHS_MIP_H
#define KHS_MIP_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#define KHS_MIP_INFINITY HUGE_VAL

/* State of a row's or column's auxiliary variable in a basis; 0 is "not known". */
typedef enum khs_basis {
    KHS_BASIS_NONE = 0,
    KHS_BASIC = 1,
    KHS_AT_LOW = 2,
    KHS_AT_HIGH = 3,
    KHS_NONBASIC_FREE = 4,
    KHS_NONBASIC_FIXED = 5
} khs_basis;

typedef struct khs_mip {
    int32_t rows, cols;
    const double *row_low, *row_high; /* [rows] -KHS_MIP_INFINITY, KHS_MIP_INFINITY: no bound */
    const double *col_low, *col_high; /* [cols] */
    const double *cost;               /* [cols] minimised */
    const uint8_t *integer;           /* [cols] 1: must be integer; NULL: a linear program */
    const int32_t *start;             /* [cols+1] entries of column j: start[j] ... start[j+1]-1 */
    const int32_t *row;               /* [start[cols]] no row twice in a column */
    const double *value;              /* [start[cols]]; NULL: all 1 */
    const double *incumbent;          /* [cols] a known solution, or NULL */
    const uint8_t *basis;             /* [rows+cols] khs_basis to start from, rows first; NULL: all
                                         rows basic. An unusable one is replaced */
    bool dual;                        /* the basis is optimal but for rows that came since */
} khs_mip;

typedef struct khs_mip_limits {
    int64_t nodes;         /* of the search tree; 0: none */
    int32_t lp_iterations; /* of the first linear program; 0: none */
    double seconds;        /* 0: none. Makes the answer depend on the clock */
} khs_mip_limits;

typedef enum khs_mip_status {
    KHS_MIP_OPTIMAL,
    KHS_MIP_FEASIBLE,   /* a limit came first; the values hold a solution */
    KHS_MIP_LIMIT,      /* a limit came first; no solution */
    KHS_MIP_INFEASIBLE, /* no solution exists */
    KHS_MIP_UNBOUNDED,  /* the linear program has no optimum */
    KHS_MIP_FAILED,     /* GLPK gave up or found an error in the model */
    KHS_MIP_NOMEM
} khs_mip_status;

/* The arrays are the caller's; NULL: not wanted. Valid with OPTIMAL and FEASIBLE. */
typedef struct khs_mip_solution {
    khs_mip_status status;
    double objective;
    double bound;         /* no solution costs less; -KHS_MIP_INFINITY where not known */
    int64_t nodes;        /* of the search tree */
    double *values;       /* [cols] */
    double *row_dual;     /* [rows] linear programs only */
    double *reduced_cost; /* [cols] linear programs only */
    uint8_t *basis;       /* [rows+cols] linear programs only */
} khs_mip_solution;

/** Solves. The same model and limits (without `seconds`) give the same answer on every call.
 *  GLPK runs on a thread of its own for the call, so any number of threads may call at once and a
 *  caller's own use of GLPK is not touched; it prints nothing and its errors end in KHS_MIP_FAILED.
 *  \param out its arrays are filled as far as they are given */
void khs_mip_solve(const khs_mip *model, const khs_mip_limits *limits, khs_mip_solution *out);

#endif
