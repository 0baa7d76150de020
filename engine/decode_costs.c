/* What a route costs, line by line, and what each of its orders has of it. */
#include <stdlib.h>

#include "decode_parts.h"

__extension__ typedef __int128 wide;

/* Prices of places that an earlier route of the same day visits. */
static int64_t extra_visits(khe_decoder *d, int32_t r)
{
    const khs_problem *p = &d->compiled->problem;
    int64_t price = 0;
    for (int32_t i = 0; i < d->count; i++) {
        const int32_t location = d->compiled->location[p->place[d->visits[i]]];
        int32_t *first =
            &d->first_visit[(int64_t)d->plan->routes[r].day * d->set->location_count + location];
        bool before = false;
        for (int32_t k = 0; k < i && !before; k++)
            before = p->place[d->visits[k]] == p->place[d->visits[i]];
        if (*first == 0) *first = r + 1;
        if (!before && *first != r + 1) price += d->set->locations[location].extra_visit_price;
    }
    return price;
}

static int64_t holding(const khe_decoder *d, int32_t order, int32_t day)
{
    return khe_days_price(&d->set->orders[order], day, day);
}

void khe_decode_costs(khe_decoder *d, int32_t r)
{
    khe_route *route = &d->plan->routes[r];
    const khe_vehicle *v = &d->set->vehicles[route->vehicle];
    const int64_t km = (int64_t)1000 * d->set->steps_per_m;
    const int64_t h = (int64_t)3600 * d->set->calendar.ticks_per_s;
    int64_t *line = route->costs.line;
    line[KHE_OWNED] = v->per_day_owned;
    line[KHE_FIXED] = v->per_day;
    line[KHE_DISTANCE] = khe_money(v->per_km, route->steps_driven, km);
    line[KHE_TOLLS] += khe_money(v->toll_per_km, route->steps_driven, km);
    line[KHE_TIME] = khe_money(v->per_h, route->duty, h);
    if (route->duty > v->overtime_after)
        line[KHE_OVERTIME] = khe_money(v->overtime_per_h, route->duty - v->overtime_after, h);
    line[KHE_STOPS] = v->per_stop * d->stops;
    line[KHE_EXTRA_VISITS] = extra_visits(d, r);
    for (int32_t i = 0; i < d->count; i++)
        if (d->compiled->problem.kind[d->visits[i]] != KHS_SHIP_TO)
            line[KHE_HOLDING] +=
                holding(d, d->compiled->problem.order_of[d->visits[i]], route->day);
}

void khe_share(int64_t amount, const int64_t *weight, int32_t count, int64_t *share)
{
    wide sum = 0;
    for (int32_t i = 0; i < count; i++) sum += weight[i];
    int64_t left = amount;
    for (int32_t i = 0; i < count; i++) {
        share[i] = (int64_t)((wide)amount * weight[i] / sum);
        left -= share[i];
    }
    for (int32_t i = 0; i < count && left > 0; i++, left--) share[i]++;
}

/* Largest share of capacity in any measure, in millionths; at least 1. */
static int64_t largest_fill(const kh_order_set *set, const khe_order *order, const khe_vehicle *v)
{
    int64_t largest = 1;
    for (int32_t m = 0; m < set->measures; m++) {
        if (v->capacity[m] == INT32_MAX || v->capacity[m] <= 0) continue;
        const int64_t fill = order->quantity[m] * (int64_t)1000000 / v->capacity[m];
        if (fill > largest) largest = fill;
    }
    return largest;
}

/* load-km of an order on a vehicle. */
static int64_t weigh(const khe_decoder *d, int32_t order, const khe_vehicle *v)
{
    const khe_order *o = &d->set->orders[order];
    const khs_problem *p = &d->compiled->problem;
    const uint8_t kind = p->kind[p->order[order].visit];
    const int32_t from = kind == KHS_DELIVERY ? v->start : o->from.place;
    const int32_t to = kind == KHS_PICKUP ? v->end : o->to.place;
    const khe_leg leg = khe_travel_leg(d->set, v->profile, from, to);
    const int64_t km = (int64_t)1000 * d->set->steps_per_m;
    return largest_fill(d->set, o, v) * (leg.road && leg.steps > km ? leg.steps : km);
}

static int by_index(const void *a, const void *b)
{
    const int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

bool khe_decode_shares(khe_decoder *d, int32_t r)
{
    const khe_route *route = &d->plan->routes[r];
    const khs_problem *p = &d->compiled->problem;
    int32_t *orders = malloc((size_t)d->count * sizeof *orders);
    int64_t *weight = malloc(2 * (size_t)d->count * sizeof *weight);
    int32_t count = 0;
    if (orders && weight) {
        for (int32_t i = 0; i < d->count; i++)
            if (p->kind[d->visits[i]] != KHS_SHIP_TO) orders[count++] = p->order_of[d->visits[i]];
        qsort(orders, (size_t)count, sizeof *orders, by_index);
        for (int32_t i = 0; i < count; i++)
            weight[i] = weigh(d, orders[i], &d->set->vehicles[route->vehicle]);
        int64_t *share = weight + d->count;
        for (int32_t l = 0; l < KHE_LINES; l++) {
            khe_share(route->costs.line[l], weight, count, share);
            for (int32_t i = 0; i < count; i++) d->plan->orders[orders[i]].costs.line[l] = share[i];
        }
        for (int32_t i = 0; i < count; i++)
            d->plan->orders[orders[i]].costs.line[KHE_HOLDING] = holding(d, orders[i], route->day);
    }
    const bool fine = orders && weight;
    free(orders);
    free(weight);
    return fine;
}

void khe_decode_totals(khe_decoder *d)
{
    khe_plan *plan = d->plan;
    plan->costs = (khe_costs){0};
    for (int32_t r = 0; r < plan->route_count; r++)
        for (int32_t l = 0; l < KHE_LINES; l++)
            plan->costs.line[l] += plan->routes[r].costs.line[l];
    for (int32_t s = 0; s < plan->shipment_count; s++)
        for (int32_t l = 0; l < KHE_LINES; l++)
            plan->costs.line[l] += plan->shipments[s].costs.line[l];
    plan->idle_owned = d->compiled->problem.owned;
    for (int32_t r = 0; r < plan->route_count; r++)
        plan->idle_owned -= plan->routes[r].costs.line[KHE_OWNED];
    plan->costs.line[KHE_OWNED] += plan->idle_owned;
    for (int32_t i = 0; i < d->set->order_count; i++) {
        khe_plan_order *order = &plan->orders[i];
        const int64_t penalty = d->set->orders[i].unserved_penalty;
        if (order->route != KHE_NONE || order->shipment != KHE_NONE || penalty == KHE_NONE)
            continue;
        order->costs.line[KHE_UNSERVED] = penalty;
        plan->costs.line[KHE_UNSERVED] += penalty;
    }
}
