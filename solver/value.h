/* What routes amount to as a plan: the order in which plans are better (docs/rules.md), and the
 * price of couplings between routes. */
#ifndef KHS_VALUE_H
#define KHS_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "solver.h"

/* Compared from top to bottom; less is better. */
typedef struct khs_value {
    int32_t absent[KHS_TIERS]; /* must-serve orders left out, by tier - 1 */
    int32_t routes;            /* 0 unless vehicles come first */
    int64_t cost;              /* micro-units: routes, couplings, prices of absence, owned (which
                                  the search leaves out: it is the same for all) */
} khs_value;

/** Negative: `a` is better; 0: equal. */
int khs_value_compare(const khs_value *a, const khs_value *b);

/** The value of routes and absent orders that together are a plan. KHS_OK or KHS_NOMEM */
khs_status khs_value_of(const khs_problem *problem, const khs_route *routes, int32_t route_count,
                        const int32_t *absent, int32_t absent_count, khs_value *out);

#endif
