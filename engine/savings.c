/* Savings (see savings.h). */
#include "savings.h"

#include <stdlib.h>
#include <string.h>

#include "stock.h"
#include "value.h"

/* Least cost of the order alone on resources of a day (-1: any), or -1. */
static int64_t cheapest_alone(const khe_compiled *compiled, int32_t order, int32_t day)
{
    const khs_problem *p = &compiled->problem;
    int32_t visits[2];
    const int32_t count = khe_compiled_visits(compiled, order, visits);
    int64_t least = -1;
    for (int32_t r = 0; r < p->resources; r++) {
        if ((day >= 0 && p->resource[r].day != day) || !khs_allowed(p, visits[0], r) ||
            !khs_stock_covers(p, order, r))
            continue;
        const khs_route_value value = khs_route_evaluate_open(p, r, visits, count);
        if (value.flaw == KHS_FINE && (least < 0 || value.cost < least)) least = value.cost;
    }
    return least;
}

void khe_price_alone(const khe_compiled *compiled, khe_savings *out)
{
    const khs_problem *p = &compiled->problem;
    out->known = true;
    out->alone = p->owned;
    out->alone_unserved = 0;
    for (int32_t o = 0; o < p->orders; o++) {
        const int64_t alone = cheapest_alone(compiled, o, -1), price = p->order[o].price_out;
        if (alone >= 0 && (price < 0 || alone < price)) {
            out->alone += alone;
        } else {
            out->alone += price > 0 ? price : 0;
            out->alone_unserved++;
        }
    }
}

/* The first day on which the order can be served alone; days: none. */
static int32_t first_day(const khe_compiled *compiled, int32_t order)
{
    int32_t day = 0;
    while (day < compiled->problem.days && cheapest_alone(compiled, order, day) < 0) day++;
    return day;
}

static bool leaves_later(const khe_compiled *compiled, int32_t order)
{
    const khs_problem *p = &compiled->problem;
    int32_t day = -1;
    for (int32_t r = 0; r < p->resources; r++) {
        if (!khs_allowed(p, p->order[order].visit, r)) continue;
        if (day >= 0 && p->resource[r].day != day) return true;
        day = p->resource[r].day;
    }
    return false;
}

bool khe_days_matter(const khe_compiled *compiled)
{
    for (int32_t o = 0; o < compiled->problem.orders && compiled->problem.days > 1; o++)
        if (leaves_later(compiled, o)) return true;
    return false;
}

/* Takes the resources of other days from a visit. */
static void bind_to_day(const khs_problem *p, uint64_t *allowed, int32_t visit, int32_t day)
{
    for (int32_t r = 0; visit && r < p->resources; r++)
        if (p->resource[r].day != day)
            allowed[(int64_t)visit * p->resource_words + (r >> 6)] &= ~((uint64_t)1 << (r & 63));
}

kh_status khe_status_of(khs_status status)
{
    switch (status) {
    case KHS_OK:
        return KH_OK;
    case KHS_NOMEM:
        return KH_E_NOMEM;
    case KHS_LIMIT:
        return KH_E_LIMIT;
    case KHS_INTERNAL:
        break;
    }
    return KH_E_INTERNAL;
}

kh_status khe_price_fixed_days(const khe_compiled *compiled, const khs_settings *how,
                               khs_news_fn news, void *payload, khe_savings *out,
                               khs_result **found)
{
    khs_problem bound = compiled->problem;
    const size_t size = ((size_t)bound.visits + 1) * (size_t)bound.resource_words;
    uint64_t *allowed = malloc((size + 1) * sizeof *allowed);
    if (!allowed) return KH_E_NOMEM;
    memcpy(allowed, bound.allowed, size * sizeof *allowed);
    for (int32_t o = 0; o < bound.orders; o++) {
        const int32_t day = first_day(compiled, o);
        if (day == bound.days) continue;
        bind_to_day(&bound, allowed, bound.order[o].visit, day);
        bind_to_day(&bound, allowed, bound.order[o].partner, day);
    }
    bound.allowed = allowed;
    const khs_status status = khs_solve(&bound, how, news, payload, found);
    if (status == KHS_OK) {
        out->fixed_days = (*found)->cost;
        out->fixed_days_unserved = (*found)->absent_count;
        out->has_fixed_days = true;
    }
    free(allowed);
    return khe_status_of(status);
}

bool khe_is_better(const khs_problem *problem, const khs_result *a, const khs_result *b)
{
    khs_value of_a, of_b;
    return khs_value_of(problem, a->routes, a->route_count, a->absent, a->absent_count, &of_a) ==
               KHS_OK &&
           khs_value_of(problem, b->routes, b->route_count, b->absent, b->absent_count, &of_b) ==
               KHS_OK &&
           khs_value_compare(&of_a, &of_b) < 0;
}
