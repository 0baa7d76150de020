/* What a carrier bills, from docs/rules.md ("Carriers") alone. Pure: no plan, no findings. */
#ifndef KHE_VERIFY_TARIFF_H
#define KHE_VERIFY_TARIFF_H

#include "plan.h"

/* What is to be priced as one shipment. */
typedef struct khe_consignment {
    const int32_t *orders; /* [order_count] of the set, each once */
    int32_t order_count;
    const int32_t
        *zones;         /* [stop_count] of the stops' places, KHE_NONE: none (ftl without zones) */
    int32_t stop_count; /* ltl, parcel: 1 */
    int64_t steps;      /* ftl: length of the run */
} khe_consignment;

/** The bill of a shipment.
 *
 *  \param bill all of it is set; untouched if not offered
 *  \return false: above the last band, the carrier does not take it. O(orders × bands) */
bool khe_tariff_bill(const kh_order_set *set, const khe_carrier *carrier,
                     const khe_consignment *consignment, khe_billed *bill);

/** What an order weighs when a charge is shared: its own chargeable weight, for ftl its largest
 * share of the capacity in millionths; at least 1. */
int64_t khe_tariff_weight(const kh_order_set *set, const khe_carrier *carrier, int32_t order);

#endif
