/* The solver's routes as a plan in the order set's terms. */
#ifndef KHE_DECODE_H
#define KHE_DECODE_H

#include "compile.h"
#include "plan.h"
#include "solver.h"

/** Turns a result into a plan: numbers of vehicles, times, steps, costs and their shares. Reasons
 * of the unserved are added by khe_explain; the run's seed by the caller.
 *
 *  \param out    yours to free with khe_plan_free; untouched on failure
 *  \param errors says where the solver's figures and these differ
 *  \return KH_OK, KH_E_NOMEM or KH_E_INTERNAL */
kh_status khe_decode(const khe_compiled *compiled, const khs_result *result, khe_plan **out,
                     kh_errors *errors);

/** Shares `amount` in proportion to weight[count]: rounded down, what is left goes one each to the
 *  first ones. Σ weight > 0. */
void khe_share(int64_t amount, const int64_t *weight, int32_t count, int64_t *share);

#endif
