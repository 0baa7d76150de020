/* Which classes may carry an order, and which of the three kinds it is. */
#include "compile_parts.h"

static bool listed(const kh_order_set *set, const khe_order *order, int32_t vehicle)
{
    if (order->vehicles && !order->vehicles[vehicle]) return false;
    if (order->account == KHE_NONE) return true;
    const khe_account *account = &set->accounts[order->account];
    return !account->vehicles || account->vehicles[vehicle];
}

static bool fits_place(const khe_vehicle *v, const khe_location *place)
{
    const khe_size *size = &v->size, *limit = &place->limits;
    if (size->length_mm == INT32_MAX && size->width_mm == INT32_MAX &&
        size->height_mm == INT32_MAX && size->gross_kg == INT32_MAX)
        return true;
    return (size->length_mm == INT32_MAX || size->length_mm <= limit->length_mm) &&
           (size->width_mm == INT32_MAX || size->width_mm <= limit->width_mm) &&
           (size->height_mm == INT32_MAX || size->height_mm <= limit->height_mm) &&
           (size->gross_kg == INT32_MAX || size->gross_kg <= limit->gross_kg);
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

/* The kind, given a test of which classes count. */
static khs_kind kind_among(const kh_order_set *set, const khe_order *order, bool all, bool *any)
{
    bool starts = false, ends = false;
    *any = false;
    for (int32_t v = 0; v < set->vehicle_count; v++) {
        if (!all && khe_class_refusal(set, order, v) != KHE_ACCEPTED) continue;
        *any = true;
        starts |= set->vehicles[v].start == order->from.place;
        ends |= set->vehicles[v].end == order->to.place;
    }
    if (order->from.place == KHE_NONE || starts) return KHS_DELIVERY;
    return ends ? KHS_PICKUP : KHS_SHIP_FROM;
}

khs_kind khe_order_kind(const kh_order_set *set, const khe_order *order)
{
    if (order->as_shipment) return KHS_SHIP_FROM;
    bool any = false;
    const khs_kind kind = kind_among(set, order, false, &any);
    return any ? kind : kind_among(set, order, true, &any);
}

bool khe_class_fits_kind(const kh_order_set *set, const khe_order *order, khs_kind kind,
                         int32_t vehicle)
{
    const khe_vehicle *v = &set->vehicles[vehicle];
    if (kind == KHS_DELIVERY) return order->from.place == KHE_NONE || order->from.place == v->start;
    return kind != KHS_PICKUP || order->to.place == v->end;
}

kh_status khe_compile_kinds(khe_build *b)
{
    const kh_order_set *set = b->set;
    b->class_words = (set->vehicle_count + 63) / 64;
    b->kind = KHE_TAKE(b, set->order_count, uint8_t);
    b->classes = KHE_TAKE(b, (int64_t)set->order_count * b->class_words, uint64_t);
    if (!b->kind || !b->classes) return KH_E_NOMEM;
    for (int32_t i = 0; i < set->order_count; i++) {
        const khe_order *order = &set->orders[i];
        const khs_kind kind = khe_order_kind(set, order);
        b->kind[i] = (uint8_t)kind;
        for (int32_t v = 0; v < set->vehicle_count; v++)
            if (khe_class_refusal(set, order, v) == KHE_ACCEPTED &&
                khe_class_fits_kind(set, order, kind, v))
                b->classes[(int64_t)i * b->class_words + (v >> 6)] |= (uint64_t)1 << (v & 63);
    }
    return KH_OK;
}
