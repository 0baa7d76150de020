/* Kernels for problems of nothing but shipments, with at most one window at each end, where nothing
 * but length and the vehicle costs: the classical pickup and delivery problem. Same answers as the
 * general code where the way by a further visit is never the shorter one; otherwise a spot may be
 * overlooked, never one offered that does not hold. */
#ifndef KHS_PAIRS_H
#define KHS_PAIRS_H

#include "solution.h"

/* Whether the kernels apply. */
bool khs_pairs_applies(const khs_problem *p);

/* khs_tour_refresh for such problems. */
bool khs_pairs_refresh(const khs_problem *p, khs_tour *tour);

/* The cheapest pair of spots for the order's two ends in the tours that the style looks at, if they
 * cost less than `best`. What a scan of a tour came to is kept with the tour: an order that comes
 * back later finds most tours unchanged. */
void khs_pairs_best_spot(khs_solution *s, int32_t order, const khs_search_style *style,
                         khs_spot *best);

#endif
