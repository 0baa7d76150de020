/* Plans compared, couplings priced. */
#include "value.h"

#include <stdlib.h>

int khs_value_compare(const khs_value *a, const khs_value *b)
{
    for (int32_t t = 0; t < KHS_TIERS; t++)
        if (a->absent[t] != b->absent[t]) return a->absent[t] < b->absent[t] ? -1 : 1;
    if (a->routes != b->routes) return a->routes < b->routes ? -1 : 1;
    return (a->cost > b->cost) - (a->cost < b->cost);
}

/* The price of extra visits. Once a (place, day) is visited every further route pays.
 * `last`: [places * days] zeroed; 1 + the route that came last. */
static int64_t price_extra_visits(const khs_problem *p, const khs_route *routes, int32_t count,
                                  int32_t *last)
{
    int64_t price = 0;
    for (int32_t r = 0; r < count; r++) {
        if (p->resource[routes[r].resource].tariff) continue;
        const int64_t day = p->resource[routes[r].resource].day;
        for (int32_t i = 0; i < routes[r].count; i++) {
            const int32_t place = p->place[routes[r].visits[i]];
            int32_t *by = &last[place * (int64_t)p->days + day];
            if (*by && *by != r + 1) price += p->extra_visit_price[place];
            *by = r + 1;
        }
    }
    return price;
}

static bool has_extra_prices(const khs_problem *p)
{
    for (int32_t i = 0; i < p->places; i++)
        if (p->extra_visit_price[i] > 0) return true;
    return false;
}

khs_status khs_value_of(const khs_problem *p, const khs_route *routes, int32_t route_count,
                        const int32_t *absent, int32_t absent_count, khs_value *out)
{
    khs_value value = {.cost = p->owned, .routes = p->vehicles_first ? route_count : 0};
    for (int32_t r = 0; r < route_count; r++) value.cost += routes[r].cost;
    for (int32_t i = 0; i < absent_count; i++) {
        const khs_order *order = &p->order[absent[i]];
        if (order->price_out < 0) {
            value.absent[order->tier - 1]++;
        } else {
            value.cost += order->price_out;
        }
    }
    if (has_extra_prices(p)) {
        int32_t *last = calloc((size_t)p->places * (size_t)p->days, sizeof *last);
        if (!last) return KHS_NOMEM;
        value.cost += price_extra_visits(p, routes, route_count, last);
        free(last);
    }
    *out = value;
    return KHS_OK;
}
