/* Whether places have what the plan takes from them: product by product, over routes and shipments
 * of all days. */
#include <stdlib.h>
#include <string.h>

#include "verify_parts.h"

/* What leaves one place. */
typedef struct ledger {
    const kh_order_set *set;
    int32_t place;
    int64_t *taken; /* [products] thousandths */
} ledger;

static void take(ledger *l, int32_t order, int32_t place)
{
    const khe_order *o = &l->set->orders[order];
    for (int32_t k = 0; k < o->product_count && place == l->place; k++)
        l->taken[o->products[k].product] += o->products[k].amount;
}

static void take_course(ledger *l, const khe_course *course)
{
    for (int32_t i = 0; i < course->count; i++) {
        const khe_visit *visit = &course->visits[i];
        if (visit->kind == KHE_DELIVERY)
            take(l, visit->order, l->set->vehicles[course->vehicle].start);
        else if (!visit->at_to)
            take(l, visit->order, visit->place);
    }
}

static void take_shipment(ledger *l, const khe_shipment *shipment)
{
    for (int32_t k = 0; k < shipment->stop_count; k++)
        for (int32_t i = 0; i < shipment->stops[k].order_count; i++)
            take(l, shipment->stops[k].orders[i], shipment->from);
}

static int64_t stock_of(const khe_location *place, int32_t product)
{
    for (int32_t k = 0; k < place->stocks; k++)
        if (place->stock[k].product == product) return place->stock[k].amount;
    return 0;
}

static void compare(khe_verifier *v, const ledger *l)
{
    const khe_location *place = &v->set->locations[l->place];
    for (int32_t k = 0; k < v->set->product_count; k++) {
        const int64_t has = l->taken[k] > 0 ? stock_of(place, k) : 0;
        if (l->taken[k] > has)
            KHE_BREACH(v, "stock", "/routes", "%s gives out %s of \"%s\" and has %s", place->id,
                       khe_decimal(l->taken[k] * 1000).s, v->set->products[k],
                       khe_decimal(has * 1000).s);
    }
}

kh_status khe_stock_check(khe_verifier *v, const khe_plan *plan, const khe_course *courses)
{
    const kh_order_set *set = v->set;
    const size_t bytes = (size_t)set->product_count * sizeof(int64_t);
    ledger l = {.set = set, .taken = malloc(bytes + 1)};
    if (!l.taken) return KH_E_NOMEM;
    for (l.place = 0; set->product_count && l.place < set->location_count; l.place++) {
        if (set->locations[l.place].stocks < 0) continue;
        memset(l.taken, 0, bytes);
        for (int32_t r = 0; r < plan->route_count; r++) take_course(&l, &courses[r]);
        for (int32_t s = 0; s < plan->shipment_count; s++) take_shipment(&l, &plan->shipments[s]);
        compare(v, &l);
    }
    free(l.taken);
    return KH_OK;
}

bool khe_stock_is_short(const kh_order_set *set, const khe_order *order, int32_t place)
{
    if (set->locations[place].stocks < 0) return false;
    for (int32_t k = 0; k < order->product_count; k++)
        if (order->products[k].amount >
            stock_of(&set->locations[place], order->products[k].product))
            return true;
    return false;
}
