/* What consolidation saves: the plan's cost beside two others that a planner could have had. */
#ifndef KHE_SAVINGS_H
#define KHE_SAVINGS_H

#include "compile.h"
#include "plan.h"
#include "solver.h"

/** What it costs if every order travels alone, by the cheapest vehicle or carrier that may take it
 *  (vehicles as many as are wanted), or is left out where that is cheaper. Orders that cannot
 *  travel alone are counted in alone_unserved and cost nothing. */
void khe_price_alone(const khe_compiled *compiled, khe_savings *out);

/** Whether some order may leave on more than one day. */
bool khe_days_matter(const khe_compiled *compiled);

/** Plans once more with every order bound to the first day on which it can be served, and notes the
 *  cost. \param found that plan; yours to free. KH_OK, KH_E_NOMEM or what khs_solve says. */
kh_status khe_price_fixed_days(const khe_compiled *compiled, const khs_settings *how,
                               khs_news_fn news, void *payload, khe_savings *out,
                               khs_result **found);

/** The status of the engine that a status of the solver stands for. */
kh_status khe_status_of(khs_status status);

/** Whether plan `a` is better than plan `b`; false when out of memory. */
bool khe_is_better(const khs_problem *problem, const khs_result *a, const khs_result *b);

#endif
