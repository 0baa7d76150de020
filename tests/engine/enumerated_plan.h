/* The best plan of a small order set by enumeration, from the order set and the verifier's prices
 * alone: docs/rules.md once more, slow and obvious. */
#ifndef KEYHAUL_ENUMERATED_PLAN_H
#define KEYHAUL_ENUMERATED_PLAN_H

#include "order_set.h"
#include "test.h"
#include "verify.h"
#include "verify_parts.h"

enum { REF_ORDERS = 9, REF_RESOURCES = 24, REF_PLACES = 16, REF_DAYS = 3, REF_CLASSES = 4 };

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

/* Vehicles of one class on one day, shared or dedicated to an account. */
typedef struct ref_resource {
    int32_t vehicle, day, account, count;
    int64_t *cheapest; /* [1 << orders] of (vehicle, day), -1: no route; without `owned` */
} ref_resource;

typedef struct reference {
    const kh_order_set *set;
    ref_resource resource[REF_RESOURCES];
    int32_t resources;
    int64_t cheapest[REF_CLASSES * REF_DAYS][1 << REF_ORDERS];
    int64_t priced; /* sequences */
    /* the sequence at hand */
    int32_t vehicle, day, count, open;
    khe_turn turns[2 * REF_ORDERS];
    uint8_t begun[REF_ORDERS], done[REF_ORDERS];
    /* the plan at hand */
    int32_t used[REF_RESOURCES], routes;
    int32_t goes[REF_PLACES][REF_DAYS];
    ref_value best;
    bool found;
} reference;

/* ---- Routes ---- */

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
    for (int32_t i = 0; i < r->count; i++) orders |= 1u << r->turns[i].order;
    const int64_t cost = khe_costs_total(&costs) - costs.line[KHE_OWNED];
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
    r->resource[r->resources++] = (ref_resource){r->vehicle, r->day, account, count, cheapest};
}

static void ref_routes(reference *r)
{
    int32_t tables = 0;
    const kh_order_set *set = r->set;
    for (r->vehicle = 0; r->vehicle < set->vehicle_count; r->vehicle++)
        for (r->day = 0; r->day < set->calendar.days; r->day++) {
            if (!khe_has_shift(set, r->vehicle, r->day)) continue;
            int64_t *cheapest = r->cheapest[tables++];
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
            r->used[k]++;
            r->routes++;
            ref_go(r, orders, resource->day, 1);
            ref_plans(r, left & ~orders, absent, cost + resource->cheapest[orders]);
            ref_go(r, orders, resource->day, -1);
            r->routes--;
            r->used[k]--;
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
    ref_plans(r, (1u << set->order_count) - 1, 0, 0);
    CHECK(r->found);
}

#endif
