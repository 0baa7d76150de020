/* Kernels for plain problems: deliveries with at most one window each, where nothing but length and
 * the vehicle costs and nothing happens at the depot ends. The classical benchmarks are of this
 * kind, and many a day of parcels. Same answers as the general code, in a fraction of its time: two
 * scalars per position instead of segments, or none at all where no window can bind, and both kept
 * up to date from where a tour was changed. */
#ifndef KHS_PLAIN_H
#define KHS_PLAIN_H

#include "solution.h"

/* Whether the kernels apply; sets *windows to whether any window can bind. */
bool khs_plain_applies(const khs_problem *p, bool *windows);
/* The same of problems that may limit the duty besides. */
bool khs_plain_but_for_duty(const khs_problem *p, bool *windows);

/* khs_tour_refresh for plain problems. */
bool khs_plain_refresh(const khs_problem *p, khs_tour *tour, bool windows);

/* Puts a visit behind position i of a tour that is up to date and has room for it. false: the route
 * is infeasible (the tour's figures are then not to be used). */
bool khs_plain_splice(const khs_problem *p, khs_tour *tour, int32_t i, int32_t v, bool windows);

/* Takes the doomed visits ([1+n] marks) out of a tour that is up to date; may leave it empty.
 * false: as above. */
bool khs_plain_sweep(const khs_problem *p, khs_tour *tour, const bool *doomed, bool windows);

/* The cheapest spot for the order in the tours that stand, if it beats `best`. */
void khs_plain_best_spot(khs_solution *s, int32_t order, const khs_search_style *style,
                         khs_spot *best);

#endif
