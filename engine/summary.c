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
        left |= plan->orders[i].route == KHE_NONE && set->orders[i].unserved_penalty == KHE_NONE;
    return left ? "partial" : plan->optimal ? "optimal" : "feasible";
}

void khe_plan_sum(const kh_order_set *set, const khe_plan *plan, khe_plan_sums *out)
{
    *out = (khe_plan_sums){.orders = set->order_count + set->bad_order_count,
                           .vehicles = count_vehicles(plan)};
    for (int32_t i = 0; i < set->order_count; i++) out->served += plan->orders[i].route != KHE_NONE;
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
        .served = sums.served,
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
