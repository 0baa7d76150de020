/* The verifier's own price of a route, for tests and for enumeration: written from docs/rules.md,
 * sharing nothing with the solver. Clarity before speed; meant for routes of some ten visits. */
#ifndef KHE_VERIFY_H
#define KHE_VERIFY_H

#include "plan.h"

/* One end of an order at its turn on a route. */
typedef struct khe_turn {
    int32_t order;
    bool at_to; /* served at its `to` (delivery, end of a shipment); else at its `from` */
} khe_turn;

/* When a route runs at its least duty; among such timings the one that leaves last, everything as
 * early as it can be given that. Ticks. */
typedef struct khe_timing {
    int32_t start;  /* of the duty: begin of loading, or leaving */
    int32_t finish; /* of the duty: end of unloading, or arrival */
    int32_t unload; /* begin of unloading, or arrival */
    int32_t *begin; /* [count] of service, the caller's memory; NULL: not wanted */
} khe_timing;

/** Prices the sequence `turns` as one route of a vehicle class on a day, alone: `costs` has every
 *  line but the penalties, which depend on other routes. Bonds between orders, dedicated vehicles
 * and their numbers are not looked at.
 *
 *  \param feasible  whether all rules of a single route hold; if not, costs are zero
 *  \return KH_OK or KH_E_NOMEM. Time: polynomial, a few microseconds per visit and window */
kh_status khe_verify_price(const kh_order_set *set, int32_t vehicle, int32_t day,
                           const khe_turn *turns, int32_t count, khe_costs *costs, bool *feasible);

/** The same with the timing behind it. \param timing may be NULL; untouched if not feasible */
kh_status khe_verify_time(const kh_order_set *set, int32_t vehicle, int32_t day,
                          const khe_turn *turns, int32_t count, khe_timing *timing,
                          khe_costs *costs, bool *feasible);

#endif
