/* Which vehicle classes may carry an order, and what kind of order it is (docs/rules.md). For the
 * reader and the planner; the verifier has its own. */
#ifndef KHE_KINDS_H
#define KHE_KINDS_H

#include "order_set.h"

typedef enum khe_kind { KHE_AS_DELIVERY, KHE_AS_PICKUP, KHE_AS_SHIPMENT } khe_kind;

/* Why a vehicle class may not carry an order, kind apart. */
typedef enum khe_refusal {
    KHE_ACCEPTED = 0,
    KHE_NOT_LISTED, /* by the order's or its account's `vehicles` */
    KHE_NEEDS_MISSING,
    KHE_GOODS_REFUSED,
    KHE_TAGS_REFUSED,
    KHE_TOO_BIG,   /* for the limits of a place */
    KHE_WRONG_END, /* does not start or end where the order's kind asks it to */
    KHE_REFUSALS
} khe_refusal;

/** Whether a class may carry an order, kind apart. */
khe_refusal khe_class_refusal(const kh_order_set *set, const khe_order *order, int32_t vehicle);

/** The kind of an order once the fleet is read. O(classes) */
khe_kind khe_order_kind(const kh_order_set *set, const khe_order *order);

/** Whether a class starts or ends where an order of this kind asks. */
bool khe_class_fits_kind(const kh_order_set *set, const khe_order *order, khe_kind kind,
                         int32_t vehicle);

#endif
