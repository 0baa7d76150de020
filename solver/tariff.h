/* What carriers take and ask: consignments and runs, priced from scratch. */
#ifndef KHS_TARIFF_H
#define KHS_TARIFF_H

#include "solver.h"

/* What a carrier bills. Money in micro-units. */
typedef struct khs_bill {
    int64_t weight; /* chargeable, thousandths */
    int32_t band;   /* index in the zone; -1: none or several */
    int64_t base, charge;
    int64_t extra[KHS_EXTRAS_MAX];
    int32_t steps, stops;
    int64_t goods[KHS_MEASURES_MAX]; /* sums of all orders, thousandths */
} khs_bill;

/** Bills the orders of some visits (SHIP_TO ends do not count) as one consignment of a resource
 *  with a tariff; a run in the sequence given. Limits per day are not asked.
 *  \return KHS_FINE, or what is wrong: RESOURCE (may not take one of them), ORDER (several
 *  destinations, or a stop twice), LOAD (above the tariff or the capacity), ROAD, LIMIT (stops) */
khs_flaw khs_tariff_bill(const khs_problem *p, int32_t resource, const int32_t *visits,
                         int32_t count, khs_bill *out);

/** The chargeable weight of an order alone, before it is rounded to whole units. */
int64_t khs_tariff_weigh(const khs_problem *p, const khs_tariff *t, int32_t order);

/* Whether a resource takes all that goes to one place as one consignment. */
static inline bool khs_is_joint(const khs_resource *r)
{
    return r->tariff && r->tariff->mode != KHS_FTL;
}

#endif
