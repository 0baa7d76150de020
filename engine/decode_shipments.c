/* What carriers take: consignments and runs of the solver become shipments with their bills. */
#include <stdlib.h>
#include <string.h>

#include "decode_parts.h"
#include "tariff.h"

static int by_index(const void *a, const void *b)
{
    const int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/* The orders of the visits, SHIP_TO ends apart. */
static int32_t list_orders(const khe_decoder *d, const khs_route *from, int32_t *orders)
{
    const khs_problem *p = &d->compiled->problem;
    int32_t count = 0;
    for (int32_t i = 0; i < from->count; i++)
        if (p->kind[from->visits[i]] != KHS_SHIP_TO) orders[count++] = p->order_of[from->visits[i]];
    return count;
}

static bool add_stop(khe_shipment *shipment, int32_t place, const int32_t *orders, int32_t count)
{
    khe_shipment_stop *stop = &shipment->stops[shipment->stop_count++];
    *stop = (khe_shipment_stop){.place = place, .order_count = count};
    stop->orders = malloc(sizeof(int32_t) * (size_t)count);
    if (!stop->orders) return false;
    memcpy(stop->orders, orders, sizeof(int32_t) * (size_t)count);
    qsort(stop->orders, (size_t)count, sizeof(int32_t), by_index);
    return true;
}

static bool add_stops(const khe_decoder *d, khe_shipment *shipment, const int32_t *orders,
                      int32_t count)
{
    const kh_order_set *set = d->set;
    shipment->stops = calloc((size_t)count, sizeof *shipment->stops);
    if (!shipment->stops) return false;
    for (int32_t first = 0, next = 0; first < count; first = next) {
        const int32_t place = set->orders[orders[first]].to.place;
        for (next = first; next < count && set->orders[orders[next]].to.place == place;) next++;
        if (!add_stop(shipment, place, orders + first, next - first)) return false;
    }
    return true;
}

/* What an order has of the charge: by its own weight, on a run by its share of the truck. */
static int64_t weigh(const khe_decoder *d, const khe_carrier *carrier, const khs_tariff *tariff,
                     int32_t order)
{
    const khe_order *o = &d->set->orders[order];
    int64_t weight = 1;
    if (carrier->mode != KHE_FTL) {
        weight = khs_tariff_weigh(&d->compiled->problem, tariff, order);
        return weight > 1 ? weight : 1;
    }
    for (int32_t m = 0; m < d->set->measures; m++) {
        if (carrier->capacity[m] == INT32_MAX || carrier->capacity[m] <= 0) continue;
        const int64_t fill = o->quantity[m] * (int64_t)1000000 / carrier->capacity[m];
        if (fill > weight) weight = fill;
    }
    return weight;
}

static bool share_charge(khe_decoder *d, khe_shipment *shipment, const khs_tariff *tariff,
                         int32_t *orders, int32_t count)
{
    const khe_carrier *carrier = &d->set->carriers[shipment->carrier];
    int64_t *weight = malloc(2 * sizeof *weight * (size_t)count), *share = weight + count;
    if (!weight) return false;
    qsort(orders, (size_t)count, sizeof(int32_t), by_index);
    for (int32_t i = 0; i < count; i++) weight[i] = weigh(d, carrier, tariff, orders[i]);
    khe_share(shipment->costs.line[KHE_CARRIERS], weight, count, share);
    for (int32_t i = 0; i < count; i++) {
        khe_plan_order *order = &d->plan->orders[orders[i]];
        order->costs.line[KHE_CARRIERS] = share[i];
        order->costs.line[KHE_HOLDING] = khe_days_price(&d->set->orders[orders[i]], shipment->day,
                                                        shipment->day + carrier->transit_days);
        shipment->costs.line[KHE_HOLDING] += order->costs.line[KHE_HOLDING];
        order->shipment = d->plan->shipment_count - 1;
    }
    free(weight);
    return true;
}

static void take_bill(const khe_carrier *carrier, const khs_bill *bill, khe_shipment *shipment)
{
    shipment->steps = bill->steps;
    shipment->billed = (khe_billed){
        .weight = bill->weight, .band = bill->band, .base = bill->base, .charge = bill->charge};
    for (int32_t k = 0; k < carrier->extra_count; k++) shipment->billed.extra[k] = bill->extra[k];
    shipment->costs.line[KHE_CARRIERS] = bill->charge;
}

static kh_status fill_shipment(khe_decoder *d, khe_shipment *shipment, const khs_route *from,
                               int32_t *orders)
{
    const khs_problem *p = &d->compiled->problem;
    const khe_carrier *carrier = &d->set->carriers[shipment->carrier];
    khs_bill bill;
    if (khs_tariff_bill(p, from->resource, from->visits, from->count, &bill) != KHS_FINE) {
        khe_errors_add(d->errors, KH_ERROR, "no_bill", "", "a consignment cannot be billed");
        return KH_E_INTERNAL;
    }
    const int32_t count = list_orders(d, from, orders);
    shipment->arrive = khe_carrier_arrives(d->set, carrier, shipment->day);
    take_bill(carrier, &bill, shipment);
    return add_stops(d, shipment, orders, count) &&
                   share_charge(d, shipment, p->resource[from->resource].tariff, orders, count)
               ? KH_OK
               : KH_E_NOMEM;
}

kh_status khe_decode_shipment(khe_decoder *d, const khs_route *from)
{
    const khe_resource_source *source = &d->compiled->source[from->resource];
    khe_shipment *shipment = &d->plan->shipments[d->plan->shipment_count++];
    *shipment =
        (khe_shipment){.carrier = source->carrier, .day = source->day, .from = source->from};
    int32_t *orders = malloc(sizeof(int32_t) * (size_t)from->count);
    if (!orders) return KH_E_NOMEM;
    kh_status status = fill_shipment(d, shipment, from, orders);
    free(orders);
    if (status == KH_OK) status = khe_decode_match(d, "a shipment", &shipment->costs, from->cost);
    return status;
}

static int by_place(const void *a, const void *b)
{
    const khe_shipment *x = a, *y = b;
    if (x->carrier != y->carrier) return x->carrier < y->carrier ? -1 : 1;
    if (x->day != y->day) return x->day < y->day ? -1 : 1;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    if (x->stops->place != y->stops->place) return x->stops->place < y->stops->place ? -1 : 1;
    return x->stops->orders[0] < y->stops->orders[0] ? -1 : 1;
}

void khe_decode_sort_shipments(khe_decoder *d)
{
    khe_plan *plan = d->plan;
    qsort(plan->shipments, (size_t)plan->shipment_count, sizeof *plan->shipments, by_place);
    for (int32_t s = 0; s < plan->shipment_count; s++)
        for (int32_t k = 0; k < plan->shipments[s].stop_count; k++)
            for (int32_t i = 0; i < plan->shipments[s].stops[k].order_count; i++)
                plan->orders[plan->shipments[s].stops[k].orders[i]].shipment = s;
}
