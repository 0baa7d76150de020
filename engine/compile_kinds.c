/* Every order's kind, and the classes that may carry it. */
#include "compile_parts.h"

static khs_kind solvers_kind(khe_kind kind)
{
    switch (kind) {
    case KHE_AS_DELIVERY:
        return KHS_DELIVERY;
    case KHE_AS_PICKUP:
        return KHS_PICKUP;
    case KHE_AS_SHIPMENT:
        break;
    }
    return KHS_SHIP_FROM;
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
        const khe_kind kind = khe_order_kind(set, order);
        b->kind[i] = (uint8_t)solvers_kind(kind);
        for (int32_t v = 0; v < set->vehicle_count; v++)
            if (khe_class_refusal(set, order, v) == KHE_ACCEPTED &&
                khe_class_fits_kind(set, order, kind, v))
                b->classes[(int64_t)i * b->class_words + (v >> 6)] |= (uint64_t)1 << (v & 63);
    }
    return KH_OK;
}
