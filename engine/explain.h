/* Why orders are left out. */
#ifndef KHE_EXPLAIN_H
#define KHE_EXPLAIN_H

#include "compile.h"
#include "plan.h"
#include "solver.h"

/** Fills plan->unserved: every order without a route with at least one reason, proved or marked as
 *  not proved, then the orders that quarantine left out. KH_OK or KH_E_NOMEM */
kh_status khe_explain(const khe_compiled *compiled, const khs_result *result, khe_plan *plan);

#endif
