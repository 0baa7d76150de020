/* What a plan sums up to, for programs and people. */
#include "plan.h"

static int32_t count_vehicles(const khe_plan *plan)
{
    int32_t count = 0;
    for (int32_t r = 0; r < plan->route_count; r++) {
        bool before = false;
        for (int32_t q = r - 1; q >= 0 && !before; q--) {
            if (plan->routes[q].vehicle != plan->routes[r].vehicle) break;
            before = plan->routes[q].number == plan->routes[r].number;
        }
        count += !before;
    }
    return count;
}

const char *khe_plan_status(const kh_order_set *set, const khe_plan *plan)
{
    bool left = set->bad_order_count > 0;
    for (int32_t i = 0; i < set->order_count; i++)
        left |= !khe_is_served(&plan->orders[i]) && set->orders[i].unserved_penalty == KHE_NONE;
    return left ? "partial" : plan->optimal ? "optimal" : "feasible";
}

/* Whether a route carries more than one order. */
static bool carries_several(const khe_route *route)
{
    int32_t first = KHE_NONE;
    for (int32_t s = 0; s < route->step_count; s++)
        for (int32_t k = 0; k < route->steps[s].order_count; k++) {
            const int32_t order = route->steps[s].orders[k];
            if (first != KHE_NONE && order != first) return true;
            first = order;
        }
    return false;
}

/* Loads of several orders. */
static int32_t count_consolidated(const khe_plan *plan)
{
    int32_t count = 0;
    for (int32_t r = 0; r < plan->route_count; r++) count += carries_several(&plan->routes[r]);
    for (int32_t s = 0; s < plan->shipment_count; s++)
        count += plan->shipments[s].stop_count > 1 || plan->shipments[s].stops->order_count > 1;
    return count;
}

void khe_plan_sum(const kh_order_set *set, const khe_plan *plan, khe_plan_sums *out)
{
    *out = (khe_plan_sums){.orders = set->bad_order_count, .vehicles = count_vehicles(plan)};
    for (int32_t i = 0; i < set->order_count; i++) {
        if (!khe_counts(&set->orders[i])) continue;
        out->orders++;
        out->own += plan->orders[i].route != KHE_NONE;
        out->carrier += plan->orders[i].shipment != KHE_NONE;
    }
    out->served = out->own + out->carrier;
    out->consolidated = count_consolidated(plan);
    for (int32_t r = 0; r < plan->route_count; r++) {
        const khe_route *route = &plan->routes[r];
        out->steps += route->steps_driven;
        out->empty += route->steps_empty;
        out->drive += route->drive;
        out->wait += route->wait;
        out->duty += route->duty;
    }
}

void khe_plan_summarise(const kh_order_set *set, const khe_plan *plan, kh_plan_summary *out)
{
    khe_plan_sums sums;
    khe_plan_sum(set, plan, &sums);
    const double km = 1000.0 * set->steps_per_m, h = 3600.0 * set->calendar.ticks_per_s;
    *out = (kh_plan_summary){
        .status = khe_plan_status(set, plan),
        .cost = (double)khe_costs_total(&plan->costs) / 1e6,
        .cash = (double)khe_costs_cash(&plan->costs) / 1e6,
        .orders = sums.orders,
        .proven = plan->optimal,
        .served = sums.served,
        .served_own = sums.own,
        .served_carrier = sums.carrier,
        .unserved = sums.orders - sums.served,
        .vehicles = sums.vehicles,
        .trips = plan->route_count,
        .km = (double)sums.steps / km,
        .empty_km = (double)sums.empty / km,
        .drive_h = (double)sums.drive / h,
        .wait_h = (double)sums.wait / h,
        .duty_h = (double)sums.duty / h,
        .first_s = plan->run.first_s,
        .seconds = plan->run.seconds,
        .within_1pct_s = plan->run.within_1pct_s,
        .iterations = plan->run.iterations,
        .threads = plan->run.threads,
        .stopped_by = plan->run.stopped_by,
    };
}
