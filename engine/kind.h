/* Which class may carry an order, and as what: the rules' "Resources" and "Three kinds of order".
 */
#ifndef KHE_KIND_H
#define KHE_KIND_H

#include "order_set.h"

typedef enum khe_kind { KHE_DELIVERY, KHE_PICKUP, KHE_SHIPMENT } khe_kind;

/** The kind of an order of the set (its `from` may be absent only for a delivery). */
khe_kind khe_order_kind(const kh_order_set *set, const khe_order *order);

/** Whether a vehicle class may carry the order, its kind included. */
bool khe_may_carry(const kh_order_set *set, const khe_order *order, int32_t vehicle);

#endif
