/* Who may ride on what: resources, the tests of a class against an order, and the kinds of order,
 * as docs/rules.md has them. */
#include "verify_parts.h"

int32_t khe_class_count(const kh_order_set *set, int32_t vehicle)
{
    const int32_t count = set->vehicles[vehicle].count;
    return count == KHE_NONE ? set->order_count : count;
}

bool khe_has_shift(const kh_order_set *set, int32_t vehicle, int32_t day)
{
    if (day < 0 || day >= set->calendar.days) return false;
    const khe_interval shift = set->vehicles[vehicle].shift[day];
    return shift.open <= shift.close;
}

int32_t khe_number_owner(const kh_order_set *set, int32_t vehicle, int32_t number)
{
    int32_t last = 0;
    for (int32_t a = 0; a < set->account_count; a++) {
        const khe_account *account = &set->accounts[a];
        for (int32_t i = 0; i < account->dedicateds; i++) {
            if (account->dedicated[i].vehicle != vehicle) continue;
            last += account->dedicated[i].count;
            if (number <= last) return a;
        }
    }
    return KHE_NONE;
}

/* A size that either side leaves unstated limits nothing. */
static bool within(int32_t size, int32_t limit)
{
    return size == INT32_MAX || limit == INT32_MAX || size <= limit;
}

static const char *place_refusal(const khe_vehicle *vehicle, const khe_location *place)
{
    const khe_size *size = &vehicle->size, *limit = &place->limits;
    if (place->tags & vehicle->refuses_tags) return "the vehicle refuses a tag of its place";
    if (!within(size->length_mm, limit->length_mm)) return "the vehicle is too long for its place";
    if (!within(size->width_mm, limit->width_mm)) return "the vehicle is too wide for its place";
    if (!within(size->height_mm, limit->height_mm)) return "the vehicle is too high for its place";
    if (!within(size->gross_kg, limit->gross_kg)) return "the vehicle is too heavy for its place";
    return NULL;
}

/* The tests that do not ask for the kind. */
static const char *plain_refusal(const kh_order_set *set, int32_t order_index, int32_t class)
{
    const khe_order *order = &set->orders[order_index];
    const khe_vehicle *vehicle = &set->vehicles[class];
    const khe_account *account = order->account == KHE_NONE ? NULL : &set->accounts[order->account];
    if (order->vehicles && !order->vehicles[class]) return "the order does not name the vehicle";
    if (account && account->vehicles && !account->vehicles[class])
        return "its account does not accept the vehicle";
    if (order->needs & ~vehicle->offers) return "the vehicle does not offer what it needs";
    if (order->goods & vehicle->refuses_goods) return "the vehicle refuses its goods";
    const char *why = place_refusal(vehicle, &set->locations[order->to.place]);
    if (why || order->from.place == KHE_NONE) return why;
    if (order->as_shipment || order->from.place != vehicle->start)
        why = place_refusal(vehicle, &set->locations[order->from.place]);
    return why;
}

/* Whether a class whose start (or end) is `place` is among those considered for the order. */
static bool some_class_at(const kh_order_set *set, int32_t order, int32_t place, bool start,
                          bool all)
{
    for (int32_t v = 0; v < set->vehicle_count; v++) {
        const int32_t depot = start ? set->vehicles[v].start : set->vehicles[v].end;
        if (depot == place && (all || !plain_refusal(set, order, v))) return true;
    }
    return false;
}

khe_kind khe_kind_of(const kh_order_set *set, int32_t order_index)
{
    const khe_order *order = &set->orders[order_index];
    bool all = true; /* no class passes: look at every class instead */
    if (order->as_shipment) return KHE_SHIPMENT;
    if (order->from.place == KHE_NONE) return KHE_DELIVERY;
    for (int32_t v = 0; v < set->vehicle_count && all; v++)
        all = plain_refusal(set, order_index, v) != NULL;
    if (some_class_at(set, order_index, order->from.place, true, all)) return KHE_DELIVERY;
    if (some_class_at(set, order_index, order->to.place, false, all)) return KHE_PICKUP;
    return KHE_SHIPMENT;
}

const char *khe_ride_refusal(const kh_order_set *set, int32_t order_index, int32_t vehicle)
{
    const khe_order *order = &set->orders[order_index];
    const khe_kind kind = khe_kind_of(set, order_index);
    const char *why = plain_refusal(set, order_index, vehicle);
    if (why) return why;
    if (kind == KHE_DELIVERY && !khe_may_come_from(order, set->vehicles[vehicle].start))
        return "the vehicle does not start where it is loaded";
    if (kind == KHE_PICKUP && order->to.place != set->vehicles[vehicle].end)
        return "the vehicle does not end where it is unloaded";
    return NULL;
}
