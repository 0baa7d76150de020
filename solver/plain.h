/* Kernels for plain problems: deliveries with at most one window each, where nothing but length and
 * the vehicle costs and nothing happens at the depot ends. The classical benchmarks are of this
 * kind, and many a day of parcels. Same answers as the general code, in a fraction of its time: two
 * scalars per position instead of segments, or none at all where no window can bind. */
#ifndef KHS_PLAIN_H
#define KHS_PLAIN_H

#include "solution.h"

/* Whether the kernels apply; sets *windows to whether any window can bind. */
bool khs_plain_applies(const khs_problem *p, bool *windows);

/* khs_tour_refresh for plain problems. */
bool khs_plain_refresh(const khs_problem *p, khs_tour *tour, bool windows);

/* Offers every spot of the tour for the visit to `best`. `base` says slot, the resource that has
 * room and may take it, and what changing the tour to that resource costs. */
void khs_plain_scan(khs_solution *s, const khs_tour *tour, khs_spot base, int32_t v,
                    const khs_search_style *style, khs_spot *best);

#endif
