/* The kind of an order, for the checks that depend on it.
 *
 * V is the set of classes that pass every test but that of the kind. A trip of a class that starts
 * at an order's `from` is loaded there, so that place's tags and limits are not asked, unless the
 * order is to be collected on the way ("as": "shipment"). */
#include "read.h"

static bool fits(const khe_size *size, const khe_size *limits)
{
    return size->length_mm <= limits->length_mm && size->width_mm <= limits->width_mm &&
           size->height_mm <= limits->height_mm && size->gross_kg <= limits->gross_kg;
}

static bool may_visit(const kh_order_set *set, const khe_vehicle *vehicle, int32_t place)
{
    const khe_location *location = &set->locations[place];
    return (location->tags & vehicle->refuses_tags) == 0 && fits(&vehicle->size, &location->limits);
}

/* The tests apart from the kind: whether the class is in V. */
static bool passes(const kh_order_set *set, const khe_order *order, int32_t v)
{
    const khe_vehicle *vehicle = &set->vehicles[v];
    const int32_t from = order->from.place;
    if (order->vehicles && !order->vehicles[v]) return false;
    if (order->account != KHE_NONE && set->accounts[order->account].vehicles &&
        !set->accounts[order->account].vehicles[v])
        return false;
    if ((order->needs & ~vehicle->offers) != 0) return false;
    if ((order->goods & vehicle->refuses_goods) != 0) return false;
    if (!may_visit(set, vehicle, order->to.place)) return false;
    if (from == KHE_NONE || (from == vehicle->start && !order->as_shipment)) return true;
    return may_visit(set, vehicle, from);
}

khe_read_as khe_read_kind(const kh_order_set *set, const khe_order *order)
{
    if (order->as_shipment) return KHE_AS_SHIPMENT;
    if (order->from.place == KHE_NONE) return KHE_AS_DELIVERY;
    bool any = false;
    for (int32_t v = 0; v < set->vehicle_count; v++) any = any || passes(set, order, v);
    bool starts = false, ends = false;
    for (int32_t v = 0; v < set->vehicle_count; v++) {
        if (any && !passes(set, order, v)) continue;
        starts = starts || set->vehicles[v].start == order->from.place;
        ends = ends || set->vehicles[v].end == order->to.place;
    }
    return starts ? KHE_AS_DELIVERY : ends ? KHE_AS_PICKUP : KHE_AS_SHIPMENT;
}
