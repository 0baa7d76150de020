/* The best plan of a small order set by enumeration, from the order set and the verifier's prices
 * alone: docs/rules.md once more, slow and obvious. */
#ifndef KEYHAUL_ENUMERATED_PLAN_H
#define KEYHAUL_ENUMERATED_PLAN_H

#include "order_set.h"
#include "test.h"
#include "verify.h"
#include "verify_parts.h"
#include "verify_tariff.h"

enum {
    REF_ORDERS = 10,
    REF_RESOURCES = 96,
    REF_PLACES = 16,
    REF_DAYS = 3,
    REF_CLASSES = 4,
    REF_CARRIERS = 3,
    REF_PRODUCTS = 2,
    REF_TABLES = REF_CLASSES * REF_DAYS + 72
};

typedef struct ref_value {
    int32_t absent[KHE_TIERS];
    int32_t routes;
    int64_t cost;
} ref_value;

static int ref_compare(const ref_value *a, const ref_value *b)
{
    for (int32_t t = 0; t < KHE_TIERS; t++)
        if (a->absent[t] != b->absent[t]) return a->absent[t] < b->absent[t] ? -1 : 1;
    if (a->routes != b->routes) return a->routes < b->routes ? -1 : 1;
    return (a->cost > b->cost) - (a->cost < b->cost);
}

/* Vehicles of one class on one day, shared or dedicated to an account; or a carrier at a place. */
typedef struct ref_resource {
    int32_t vehicle, day, account, count;
    int64_t *cheapest; /* [1 << orders] of (vehicle, day), -1: no route; without `owned` */
    int32_t carrier;   /* KHE_NONE: vehicles */
    int32_t from;      /* where it loads or collects */
} ref_resource;

typedef struct reference {
    const kh_order_set *set;
    ref_resource resource[REF_RESOURCES];
    int32_t resources;
    int64_t cheapest[REF_TABLES][1 << REF_ORDERS];
    int32_t tables;
    int64_t priced; /* sequences */
    /* the sequence at hand */
    int32_t vehicle, day, count, open;
    khe_turn turns[2 * REF_ORDERS];
    uint8_t begun[REF_ORDERS], done[REF_ORDERS];
    /* the plan at hand */
    int32_t used[REF_RESOURCES], routes;
    bool sent[REF_RESOURCES][REF_PLACES]; /* a consignment goes there */
    int64_t carried[REF_CARRIERS][REF_DAYS][KHE_MEASURES_MAX];
    int32_t goes[REF_PLACES][REF_DAYS];
    int64_t given[REF_PLACES][REF_PRODUCTS]; /* out of stock */
    ref_value best;
    bool found;
} reference;

/* ---- Routes ---- */

/* What it costs that an order leaves and arrives on these days. */
static int64_t ref_days(const kh_order_set *set, int32_t order, int32_t day, int32_t arrives)
{
    const khe_order *o = &set->orders[order];
    const int32_t early = o->last_ship_day - arrives;
    return o->holding_per_day * (day - o->first_ship_day) +
           (early > 0 ? early * o->early_per_day : 0);
}

static int32_t ref_served_at(const kh_order_set *set, const khe_turn *turn)
{
    const khe_order *order = &set->orders[turn->order];
    return turn->at_to ? order->to.place : order->from.place;
}

/* Bonds with mode "stop" have all their orders' last visits at one stop; "trip" and "vehicle" all
 * orders on the route. */
static bool ref_bond_holds(const reference *r, const khe_together *bond)
{
    int32_t first = INT32_MAX, last = -1, members = 0;
    for (int32_t i = 0; i < r->count; i++) {
        const bool begins =
            !r->turns[i].at_to && khe_kind_of(r->set, r->turns[i].order) == KHE_SHIPMENT;
        for (int32_t k = 0; k < bond->count && !begins; k++) {
            if (bond->orders[k] != r->turns[i].order) continue;
            members++;
            if (i < first) first = i;
            last = i;
        }
    }
    if (members == 0 || bond->mode == KHE_ALL_OR_NONE) return true;
    if (members < bond->count) return false;
    if (bond->mode != KHE_SAME_STOP) return true;
    for (int32_t i = first; i < last; i++)
        if (ref_served_at(r->set, &r->turns[i]) != ref_served_at(r->set, &r->turns[i + 1]))
            return false;
    return true;
}

static void ref_price(reference *r, int64_t *cheapest)
{
    khe_costs costs;
    bool feasible = false;
    uint32_t orders = 0;
    for (int32_t b = 0; b < r->set->together_count; b++)
        if (!ref_bond_holds(r, &r->set->together[b])) return;
    CHECK_EQ(khe_verify_price(r->set, r->vehicle, r->day, r->turns, r->count, &costs, &feasible),
             KH_OK);
    r->priced++;
    if (!feasible) return;
    int64_t cost = khe_costs_total(&costs) - costs.line[KHE_OWNED];
    for (int32_t i = 0; i < r->count; i++) {
        const int32_t order = r->turns[i].order;
        if (!((orders >> order) & 1)) cost += ref_days(r->set, order, r->day, r->day);
        orders |= 1u << order;
    }
    if (cheapest[orders] < 0 || cost < cheapest[orders]) cheapest[orders] = cost;
}

/* Deliveries come on board first: together they fit or no longer sequence does. */
static bool ref_deliveries_fit(const reference *r)
{
    const khe_vehicle *vehicle = &r->set->vehicles[r->vehicle];
    for (int32_t m = 0; m < r->set->measures; m++) {
        int64_t load = 0;
        for (int32_t i = 0; i < r->count; i++)
            if (khe_kind_of(r->set, r->turns[i].order) == KHE_DELIVERY)
                load += r->set->orders[r->turns[i].order].quantity[m];
        if (vehicle->capacity[m] != INT32_MAX && load > vehicle->capacity[m]) return false;
    }
    return true;
}

static void ref_sequences(reference *r, int64_t *cheapest);

static void ref_turn(reference *r, int64_t *cheapest, int32_t order, bool at_to, bool last)
{
    r->turns[r->count++] = (khe_turn){.order = order, .at_to = at_to};
    const uint8_t begun = r->begun[order];
    r->begun[order] = 1;
    r->done[order] = last;
    r->open += last ? (begun ? -1 : 0) : 1;
    if (r->open == 0) ref_price(r, cheapest);
    if (ref_deliveries_fit(r)) ref_sequences(r, cheapest);
    r->open -= last ? (begun ? -1 : 0) : 1;
    r->begun[order] = begun;
    r->done[order] = 0;
    r->count--;
}

static void ref_sequences(reference *r, int64_t *cheapest)
{
    for (int32_t o = 0; o < r->set->order_count; o++) {
        if (r->done[o] || khe_ride_refusal(r->set, o, r->vehicle)) continue;
        if (r->set->orders[o].ship_days && !r->set->orders[o].ship_days[r->day]) continue;
        const khe_kind kind = khe_kind_of(r->set, o);
        if (kind != KHE_SHIPMENT)
            ref_turn(r, cheapest, o, kind == KHE_DELIVERY, true);
        else
            ref_turn(r, cheapest, o, r->begun[o], r->begun[o]);
    }
}

static void ref_add_resource(reference *r, int32_t account, int32_t count, int64_t *cheapest)
{
    if (count <= 0) return;
    CHECK(r->resources < REF_RESOURCES);
    r->resource[r->resources++] = (ref_resource){
        r->vehicle, r->day, account, count, cheapest, KHE_NONE, r->set->vehicles[r->vehicle].start};
}

static void ref_routes(reference *r)
{
    const kh_order_set *set = r->set;
    for (r->vehicle = 0; r->vehicle < set->vehicle_count; r->vehicle++)
        for (r->day = 0; r->day < set->calendar.days; r->day++) {
            if (!khe_has_shift(set, r->vehicle, r->day)) continue;
            int64_t *cheapest = r->cheapest[r->tables++];
            int32_t shared = khe_class_count(set, r->vehicle);
            memset(cheapest, -1, sizeof r->cheapest[0]);
            ref_sequences(r, cheapest);
            for (int32_t a = 0; a < set->account_count; a++)
                for (int32_t i = 0; i < set->accounts[a].dedicateds; i++) {
                    const khe_dedicated *d = &set->accounts[a].dedicated[i];
                    if (d->vehicle != r->vehicle) continue;
                    ref_add_resource(r, a, d->count, cheapest);
                    shared -= d->count;
                }
            ref_add_resource(r, KHE_NONE, shared, cheapest);
        }
}

/* ---- Carriers ---- */

/* Charge of the orders with their stops in this sequence, or -1. */
static int64_t ref_charge(const kh_order_set *set, int32_t carrier, int32_t from,
                          const int32_t *orders, int32_t count, const int32_t *stops,
                          int32_t stop_count)
{
    const khe_carrier *c = &set->carriers[carrier];
    int32_t zones[REF_ORDERS], at = from;
    khe_billed bill;
    khe_consignment what = {orders, count, zones, stop_count, 0};
    for (int32_t k = 0; k < stop_count; k++) {
        zones[k] = c->zone_of ? c->zone_of[stops[k]] : KHE_NONE;
        if (c->mode == KHE_FTL) {
            const khe_leg leg = khe_travel_leg(set, c->profile, at, stops[k]);
            if (!leg.road) return -1;
            what.steps += leg.steps;
        }
        at = stops[k];
    }
    return khe_tariff_bill(set, c, &what, &bill) ? bill.charge : -1;
}

/* All sequences of stops from the k-th on. */
static int64_t ref_runs(const kh_order_set *set, int32_t carrier, int32_t from,
                        const int32_t *orders, int32_t count, int32_t *stops, int32_t stop_count,
                        int32_t k)
{
    int64_t best = -1;
    if (k == stop_count) return ref_charge(set, carrier, from, orders, count, stops, stop_count);
    for (int32_t j = k; j < stop_count; j++) {
        int32_t swap = stops[k];
        stops[k] = stops[j];
        stops[j] = swap;
        const int64_t charge =
            ref_runs(set, carrier, from, orders, count, stops, stop_count, k + 1);
        if (charge >= 0 && (best < 0 || charge < best)) best = charge;
        swap = stops[k];
        stops[k] = stops[j];
        stops[j] = swap;
    }
    return best;
}

static bool ref_fits(const kh_order_set *set, const khe_carrier *c, const int32_t *orders,
                     int32_t count)
{
    for (int32_t m = 0; m < set->measures && c->mode == KHE_FTL; m++) {
        int64_t sum = 0;
        for (int32_t i = 0; i < count; i++) sum += set->orders[orders[i]].quantity[m];
        if (c->capacity[m] != INT32_MAX && sum > c->capacity[m]) return false;
    }
    return true;
}

static int64_t ref_consignment(const kh_order_set *set, int32_t carrier, int32_t day, int32_t from,
                               uint32_t set_of)
{
    const khe_carrier *c = &set->carriers[carrier];
    int32_t orders[REF_ORDERS], stops[REF_ORDERS], count = 0, stop_count = 0;
    int64_t days = 0;
    for (int32_t o = 0; o < set->order_count; o++) {
        if (!((set_of >> o) & 1)) continue;
        if (!khe_may_come_from(&set->orders[o], from) || khe_take_refusal(set, o, carrier, day))
            return -1;
        orders[count++] = o;
        days += ref_days(set, o, day, day + c->transit_days);
        int32_t k = 0;
        while (k < stop_count && stops[k] != set->orders[o].to.place) k++;
        if (k == stop_count) stops[stop_count++] = set->orders[o].to.place;
    }
    if (stop_count > 1 && c->mode != KHE_FTL) return -1;
    if (c->max_stops != KHE_NONE && c->mode == KHE_FTL && stop_count > c->max_stops) return -1;
    if (!ref_fits(set, c, orders, count)) return -1;
    const int64_t charge = ref_runs(set, carrier, from, orders, count, stops, stop_count, 0);
    return charge < 0 ? -1 : charge + days;
}

static void ref_consignments(reference *r)
{
    const kh_order_set *set = r->set;
    for (int32_t c = 0; c < set->carrier_count; c++)
        for (int32_t day = 0; day < set->calendar.days; day++)
            for (int32_t from = 0; from < set->location_count; from++) {
                int64_t *cheapest = r->cheapest[r->tables];
                bool any = false;
                memset(cheapest, -1, sizeof r->cheapest[0]);
                for (uint32_t orders = 1; orders < 1u << set->order_count; orders++) {
                    cheapest[orders] = ref_consignment(set, c, day, from, orders);
                    any = any || cheapest[orders] >= 0;
                }
                if (!any) continue;
                CHECK(r->resources < REF_RESOURCES && r->tables + 1 < REF_TABLES);
                r->tables++;
                r->resource[r->resources++] =
                    (ref_resource){KHE_NONE, day, KHE_NONE, REF_ORDERS, cheapest, c, from};
            }
}

/* Takes a consignment's goods into the carrier's day, or out; whether it stays within its limits.
 */
static bool ref_carry(reference *r, int32_t k, uint32_t orders, int32_t change)
{
    const ref_resource *resource = &r->resource[k];
    const khe_carrier *c = &r->set->carriers[resource->carrier];
    int64_t *carried = r->carried[resource->carrier][resource->day];
    bool fine = true;
    for (int32_t m = 0; m < r->set->measures; m++) {
        for (int32_t o = 0; o < r->set->order_count; o++)
            if ((orders >> o) & 1) carried[m] += change * (int64_t)r->set->orders[o].quantity[m];
        fine = fine && (c->max_per_day[m] == INT32_MAX || carried[m] <= c->max_per_day[m]);
    }
    return fine;
}

/* Takes the orders' products from where they come from, or back; whether all that has been taken
 * is there. */
static bool ref_give(reference *r, int32_t k, uint32_t orders, int32_t change)
{
    const kh_order_set *set = r->set;
    const ref_resource *resource = &r->resource[k];
    bool fine = true;
    for (int32_t o = 0; o < set->order_count; o++) {
        if (!((orders >> o) & 1)) continue;
        const bool own = resource->carrier == KHE_NONE;
        const int32_t place =
            own && khe_kind_of(set, o) != KHE_DELIVERY ? set->orders[o].from.place : resource->from;
        for (int32_t i = 0; i < set->orders[o].product_count; i++) {
            const khe_amount *what = &set->orders[o].products[i];
            int64_t *given = &r->given[place][what->product], has = 0;
            *given += change * what->amount;
            for (int32_t s = 0; s < set->locations[place].stocks; s++)
                if (set->locations[place].stock[s].product == what->product)
                    has = set->locations[place].stock[s].amount;
            fine = fine && (set->locations[place].stocks < 0 || *given <= has);
        }
    }
    return fine;
}

/* ---- Plans ---- */

static bool ref_bonds_hold(const reference *r, uint32_t absent)
{
    for (int32_t b = 0; b < r->set->together_count; b++) {
        const khe_together *bond = &r->set->together[b];
        for (int32_t k = 1; k < bond->count; k++)
            if (((absent >> bond->orders[0]) & 1) != ((absent >> bond->orders[k]) & 1))
                return false;
    }
    return true;
}

static int64_t ref_owned(const kh_order_set *set)
{
    int64_t owned = 0;
    for (int32_t v = 0; v < set->vehicle_count; v++)
        if (set->vehicles[v].per_day_owned)
            owned += set->vehicles[v].per_day_owned * khe_class_count(set, v) * set->calendar.days;
    return owned;
}

static void ref_judge(reference *r, uint32_t absent, int64_t cost)
{
    ref_value v = {.cost = cost + ref_owned(r->set)};
    if (!ref_bonds_hold(r, absent)) return;
    v.routes = r->set->vehicles_first ? r->routes : 0;
    for (int32_t o = 0; o < r->set->order_count; o++) {
        const khe_order *order = &r->set->orders[o];
        if (!((absent >> o) & 1)) continue;
        if (order->unserved_penalty == KHE_NONE)
            v.absent[order->tier - 1]++;
        else
            v.cost += order->unserved_penalty;
    }
    for (int32_t p = 0; p < r->set->location_count; p++)
        for (int32_t d = 0; d < r->set->calendar.days; d++)
            if (r->goes[p][d] > 1)
                v.cost += (r->goes[p][d] - 1) * r->set->locations[p].extra_visit_price;
    if (!r->found || ref_compare(&v, &r->best) < 0) r->best = v;
    r->found = true;
}

static void ref_go(reference *r, uint32_t orders, int32_t day, int32_t change)
{
    bool goes[REF_PLACES] = {false};
    for (int32_t o = 0; o < r->set->order_count; o++) {
        if (!((orders >> o) & 1)) continue;
        const khe_kind kind = khe_kind_of(r->set, o);
        if (kind != KHE_PICKUP) goes[r->set->orders[o].to.place] = true;
        if (kind != KHE_DELIVERY) goes[r->set->orders[o].from.place] = true;
    }
    for (int32_t p = 0; p < r->set->location_count; p++) r->goes[p][day] += goes[p] ? change : 0;
}

static bool ref_may_use(const reference *r, const ref_resource *resource, uint32_t orders)
{
    for (int32_t o = 0; o < r->set->order_count && resource->account != KHE_NONE; o++)
        if (((orders >> o) & 1) && r->set->orders[o].account != resource->account) return false;
    return true;
}

static void ref_plans(reference *r, uint32_t left, uint32_t absent, int64_t cost);

static void ref_hand_over(reference *r, int32_t k, uint32_t left, uint32_t absent, uint32_t orders,
                          int64_t cost)
{
    const bool joint = r->set->carriers[r->resource[k].carrier].mode != KHE_FTL;
    int32_t first = 0;
    while (!((orders >> first) & 1)) first++;
    bool *sent = &r->sent[k][r->set->orders[first].to.place];
    if (joint && *sent) return;
    if (ref_carry(r, k, orders, 1)) {
        if (joint) *sent = true;
        ref_plans(r, left & ~orders, absent, cost);
        if (joint) *sent = false;
    }
    ref_carry(r, k, orders, -1);
}

static void ref_drive(reference *r, int32_t k, uint32_t left, uint32_t absent, uint32_t orders,
                      int64_t cost)
{
    r->used[k]++;
    r->routes++;
    ref_go(r, orders, r->resource[k].day, 1);
    ref_plans(r, left & ~orders, absent, cost);
    ref_go(r, orders, r->resource[k].day, -1);
    r->routes--;
    r->used[k]--;
}

static void ref_plans(reference *r, uint32_t left, uint32_t absent, int64_t cost)
{
    if (!left) {
        ref_judge(r, absent, cost);
        return;
    }
    const uint32_t lowest = left & -left;
    for (uint32_t orders = left; orders; orders = (orders - 1) & left) {
        for (int32_t k = 0; (orders & lowest) && k < r->resources; k++) {
            const ref_resource *resource = &r->resource[k];
            if (resource->cheapest[orders] < 0 || r->used[k] == resource->count ||
                !ref_may_use(r, resource, orders))
                continue;
            const int64_t with = cost + resource->cheapest[orders];
            if (!ref_give(r, k, orders, 1)) {
                ref_give(r, k, orders, -1);
                continue;
            }
            if (resource->carrier != KHE_NONE)
                ref_hand_over(r, k, left, absent, orders, with);
            else
                ref_drive(r, k, left, absent, orders, with);
            ref_give(r, k, orders, -1);
        }
    }
    ref_plans(r, left & ~lowest, absent | lowest, cost);
}

/* Fills r->best. */
static void find_best_plan(reference *r, const kh_order_set *set)
{
    memset(r, 0, sizeof *r);
    r->set = set;
    CHECK(set->order_count <= REF_ORDERS && set->location_count <= REF_PLACES);
    CHECK(set->vehicle_count <= REF_CLASSES && set->calendar.days <= REF_DAYS);
    ref_routes(r);
    ref_consignments(r);
    ref_plans(r, (1u << set->order_count) - 1, 0, 0);
    CHECK(r->found);
}

#endif
