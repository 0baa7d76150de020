/* Integer programs with few rows and many columns of small integers, solved by sifting: the linear
 * program sees few columns, the others are priced here (Bixby et al. 1992), then an integer
 * program over the columns of least reduced cost improves the known solution. */
#ifndef KHS_SIFT_H
#define KHS_SIFT_H

#include <stdbool.h>
#include <stdint.h>

#include "solver.h"

/* minimise cost · x; row_low <= A x <= row_high; 0 <= col_low <= x <= col_high, integer. */
typedef struct khs_sift {
    int32_t rows, cols;
    int32_t partition_rows; /* the first rows: sums of binary columns, with 1 for each, that must
                               be 1. Columns that enter together are spread over them */
    int32_t always;         /* the first columns are in every program */
    const double *row_low, *row_high; /* [rows] may be infinite */
    const double *col_low, *col_high; /* [cols] */
    const int64_t *start;             /* [cols+1] */
    const int32_t *row;               /* [start[cols]] */
    const int32_t *value;             /* [start[cols]] */
} khs_sift;

typedef struct khs_sift_limits {
    int32_t columns; /* of the integer program, beside those that are in every one and the known
                        solution's; 0: none */
    int64_t nodes;   /* 0: none */
    double deadline; /* of khs_clock_now; 0: none */
    bool relaxation; /* no integer program: x stays as it is unless it is proven */
} khs_sift_limits;

/** Improves a solution.
 *  \param cost   [cols] micro-units or counts
 *  \param x      [cols] a solution; replaced by a better one if one is found
 *  \param proven set to whether x is optimal
 *  \param relaxed [cols] gets the values of the last relaxation over all columns, inequalities
 *                 included; all 0 if that was not solved. NULL: not wanted
 *  \return KHS_OK or KHS_NOMEM. What GLPK does not manage only leaves x as it is. */
khs_status khs_sift_solve(const khs_sift *model, const int64_t *cost, const khs_sift_limits *limits,
                          int32_t *x, bool *proven, double *relaxed);

#endif
