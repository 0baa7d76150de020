/* Decoding: the solver's routes get vehicles and numbers, times, steps and costs. The costs are
 * computed here from lengths and times and must come to what the solver says. */
#include "decode.h"

#include <stdlib.h>
#include <string.h>

#include "decode_parts.h"

/* "unlimited" vehicles have no owned price; the reader refuses it. */
static int64_t coupled(const khe_costs *costs)
{
    return costs->line[KHE_OWNED] + costs->line[KHE_EXTRA_VISITS];
}

static kh_status check_cost(khe_decoder *d, const char *what, int64_t ours, int64_t solvers)
{
    if (ours == solvers) return KH_OK;
    khe_errors_add(d->errors, KH_ERROR, "cost_differs", "",
                   "%s costs %lld micro-units, the solver says %lld", what, (long long)ours,
                   (long long)solvers);
    return KH_E_INTERNAL;
}

kh_status khe_decode_match(khe_decoder *d, const char *what, const khe_costs *costs,
                           int64_t solvers)
{
    return check_cost(d, what, khe_costs_total(costs) - coupled(costs), solvers);
}

static bool take_schedule(khe_decoder *d)
{
    d->schedule = (khs_schedule){
        .begin = malloc((size_t)d->count * sizeof(int32_t)),
        .latest = malloc(((size_t)d->count + 1) * sizeof(int32_t)),
        .room = malloc((size_t)d->count * sizeof(int32_t)),
    };
    return d->schedule.begin && d->schedule.latest && d->schedule.room;
}

static void free_schedule(khe_decoder *d)
{
    free(d->schedule.begin);
    free(d->schedule.latest);
    free(d->schedule.room);
    d->schedule = (khs_schedule){0};
}

static kh_status fill_route(khe_decoder *d, int32_t r, const khs_route *from)
{
    khe_route *route = &d->plan->routes[r];
    if (!khs_route_schedule(&d->compiled->problem, from->resource, from->visits, from->count,
                            &d->schedule)) {
        khe_errors_add(d->errors, KH_ERROR, "no_schedule", "",
                       "a route of the solver cannot be timed");
        return KH_E_INTERNAL;
    }
    if (!khe_decode_steps(d, route)) return KH_E_NOMEM;
    khe_decode_costs(d, r);
    for (int32_t i = 0; i < d->count; i++)
        d->plan->orders[d->compiled->problem.order_of[d->visits[i]]].route = r;
    if (!khe_decode_shares(d, r)) return KH_E_NOMEM;
    return khe_decode_match(d, "a route", &route->costs, from->cost);
}

static kh_status decode_route(khe_decoder *d, int32_t r, const khs_route *from, int32_t nth)
{
    const khe_resource_source *source = &d->compiled->source[from->resource];
    d->plan->routes[r] = (khe_route){
        .vehicle = source->vehicle, .day = source->day, .number = source->first_number + nth};
    d->resource = from->resource;
    d->visits = from->visits;
    d->count = from->count;
    const kh_status status = take_schedule(d) ? fill_route(d, r, from) : KH_E_NOMEM;
    free_schedule(d);
    return status;
}

/* Routes come by resource, resources by vehicle, day and first number: so do the plan's. Carriers'
 * follow. */
static kh_status decode_routes(khe_decoder *d, const khs_result *result)
{
    for (int32_t r = 0, nth = 0; r < result->route_count; r++) {
        nth = r > 0 && result->routes[r - 1].resource == result->routes[r].resource ? nth + 1 : 0;
        const bool own = d->compiled->source[result->routes[r].resource].carrier == KHE_NONE;
        if (own) d->plan->route_count = r + 1;
        const kh_status status = own ? decode_route(d, r, &result->routes[r], nth)
                                     : khe_decode_shipment(d, &result->routes[r]);
        if (status != KH_OK) return status;
    }
    return KH_OK;
}

static const char *stopped_by(khs_stop stop)
{
    switch (stop) {
    case KHS_BY_TIME:
        return "time";
    case KHS_BY_ITERATIONS:
        return "iterations";
    case KHS_BY_SIGNAL:
        return "signal";
    case KHS_BY_OPTIMUM:
        break;
    }
    return "optimal";
}

static void note_run(khe_plan *plan, const khs_result *result)
{
    plan->run = (khe_solver_run){
        .iterations = result->iterations,
        .islands = result->islands,
        .threads = result->threads,
        .seconds = result->seconds,
        .first_s = result->first_s,
        .within_1pct_s = result->within_1pct_s,
        .stopped_by = stopped_by(result->stopped_by),
    };
}

static bool take_plan(khe_decoder *d, const khs_result *result)
{
    const kh_order_set *set = d->set;
    d->plan = calloc(1, sizeof *d->plan);
    if (!d->plan) return false;
    d->plan->routes = calloc((size_t)result->route_count + 1, sizeof *d->plan->routes);
    d->plan->shipments = calloc((size_t)result->route_count + 1, sizeof *d->plan->shipments);
    d->plan->orders = calloc((size_t)set->order_count + 1, sizeof *d->plan->orders);
    d->first_visit = calloc((size_t)set->calendar.days * (size_t)set->location_count + 1,
                            sizeof *d->first_visit);
    if (!d->plan->routes || !d->plan->shipments || !d->plan->orders || !d->first_visit)
        return false;
    for (int32_t i = 0; i < set->order_count; i++)
        d->plan->orders[i] = (khe_plan_order){.route = KHE_NONE,
                                              .shipment = KHE_NONE,
                                              .begin = KHE_NO_TIME,
                                              .collect_begin = KHE_NO_TIME,
                                              .room = INT32_MAX};
    return true;
}

kh_status khe_decode(const khe_compiled *compiled, const khs_result *result, khe_plan **out,
                     kh_errors *errors)
{
    khe_decoder d = {.compiled = compiled, .set = compiled->set, .errors = errors};
    kh_status status = take_plan(&d, result) ? KH_OK : KH_E_NOMEM;
    if (status == KH_OK) status = decode_routes(&d, result);
    if (status == KH_OK) {
        d.plan->optimal = result->proven && !compiled->narrowed;
        note_run(d.plan, result);
        khe_decode_sort_shipments(&d);
        khe_decode_totals(&d);
        status = check_cost(&d, "the plan", khe_costs_total(&d.plan->costs), result->cost);
    }
    free(d.first_visit);
    if (status == KH_OK)
        *out = d.plan;
    else
        khe_plan_free(d.plan);
    return status;
}
