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

/* Offers every pair of spots of the tour in `slot` for the order's two ends to `best`. */
void khs_pairs_scan(khs_solution *s, int32_t slot, int32_t order, const khs_search_style *style,
                    khs_spot *best);

#endif
