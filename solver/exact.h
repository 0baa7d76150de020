/* Small problems solved to proven optimality: every feasible route, then the best choice of them.
 */
#ifndef KHS_EXACT_H
#define KHS_EXACT_H

#include "choose.h"
#include "solver.h"

typedef struct khs_exact_limits {
    int32_t orders;    /* most orders; 0: 10 */
    int64_t sequences; /* most partial sequences looked at; 0: 400 000 */
    double deadline;   /* of khs_clock_now; 0: none */
} khs_exact_limits;

/** Solves, or gives up at a limit.
 *  \param out a proven optimum, yours to free with khs_choice_free; untouched otherwise
 *  \return KHS_OK, KHS_LIMIT (not solved) or KHS_NOMEM. Time: up to one evaluation of a route per
 *  sequence */
khs_status khs_exact(const khs_problem *problem, const khs_exact_limits *limits, khs_choice *out);

#endif
