/* Which classes may carry an order, and which of the three kinds it is. */
#include "kinds.h"

static bool listed(const kh_order_set *set, const khe_order *order, int32_t vehicle)
{
    if (order->vehicles && !order->vehicles[vehicle]) return false;
    if (order->account == KHE_NONE) return true;
    const khe_account *account = &set->accounts[order->account];
    return !account->vehicles || account->vehicles[vehicle];
}

/* What is not stated is INT32_MAX: the reader has seen to it that no place limits it then. */
static bool fits_place(const khe_vehicle *v, const khe_location *place)
{
    const khe_size *size = &v->size, *limit = &place->limits;
    return size->length_mm <= limit->length_mm && size->width_mm <= limit->width_mm &&
           size->height_mm <= limit->height_mm && size->gross_kg <= limit->gross_kg;
}

static khe_refusal place_refusal(const khe_vehicle *v, const khe_location *place)
{
    if (v->refuses_tags & place->tags) return KHE_TAGS_REFUSED;
    return fits_place(v, place) ? KHE_ACCEPTED : KHE_TOO_BIG;
}

khe_refusal khe_class_refusal(const kh_order_set *set, const khe_order *order, int32_t vehicle)
{
    const khe_vehicle *v = &set->vehicles[vehicle];
    if (!listed(set, order, vehicle)) return KHE_NOT_LISTED;
    if (order->needs & ~v->offers) return KHE_NEEDS_MISSING;
    if (order->goods & v->refuses_goods) return KHE_GOODS_REFUSED;
    const khe_refusal there = place_refusal(v, &set->locations[order->to.place]);
    if (there != KHE_ACCEPTED) return there;
    const int32_t from = order->from.place;
    if (from == KHE_NONE || (!order->as_shipment && from == v->start)) return KHE_ACCEPTED;
    return place_refusal(v, &set->locations[from]);
}

/* The kind, given a test of which classes count. \param any whether one does */
static khe_kind kind_among(const kh_order_set *set, const khe_order *order, bool all, bool *any)
{
    bool starts = false, ends = false;
    *any = false;
    for (int32_t v = 0; v < set->vehicle_count; v++) {
        if (!all && khe_class_refusal(set, order, v) != KHE_ACCEPTED) continue;
        *any = true;
        starts |= set->vehicles[v].start == order->from.place;
        ends |= set->vehicles[v].end == order->to.place;
    }
    if (order->from.place == KHE_NONE || starts) return KHE_AS_DELIVERY;
    return ends ? KHE_AS_PICKUP : KHE_AS_SHIPMENT;
}

khe_kind khe_order_kind(const kh_order_set *set, const khe_order *order)
{
    if (order->as_shipment) return KHE_AS_SHIPMENT;
    bool any = false;
    const khe_kind kind = kind_among(set, order, false, &any);
    return any ? kind : kind_among(set, order, true, &any);
}

bool khe_class_fits_kind(const kh_order_set *set, const khe_order *order, khe_kind kind,
                         int32_t vehicle)
{
    const khe_vehicle *v = &set->vehicles[vehicle];
    if (kind == KHE_AS_DELIVERY) return khe_may_come_from(order, v->start);
    return kind != KHE_AS_PICKUP || order->to.place == v->end;
}
