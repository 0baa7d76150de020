/* The routes of a plan document, and figures in its units. */
#include "write_plan.h"

#include <stdio.h>

/* a ÷ b half up, a of either sign, b > 0 */
static int64_t divide(int64_t a, int64_t b)
{
    return a < 0 ? -((-a + b / 2) / b) : (a + b / 2) / b;
}

void khe_write_money(khe_plan_writer *p, const char *key, int64_t micro)
{
    khe_write_decimal(&p->w, key, micro, 6);
}

void khe_write_km(khe_plan_writer *p, const char *key, int64_t steps)
{
    khe_write_decimal(&p->w, key, steps, p->km_places);
}

void khe_write_minutes(khe_plan_writer *p, const char *key, int64_t ticks)
{
    const int64_t minute = (int64_t)60 * p->set->calendar.ticks_per_s;
    khe_write_decimal(&p->w, key, divide(ticks * 1000000, minute), 6);
}

void khe_write_hours(khe_plan_writer *p, const char *key, int64_t ticks)
{
    const int64_t hour = (int64_t)3600 * p->set->calendar.ticks_per_s;
    khe_write_decimal(&p->w, key, divide(ticks * 100, hour), 2);
}

void khe_write_time(khe_plan_writer *p, const char *key, int32_t tick)
{
    char text[48];
    if (tick != KHE_NO_TIME) khe_time_write(&p->set->calendar, tick, text);
    khe_write_text(&p->w, key, tick == KHE_NO_TIME ? NULL : text);
}

void khe_write_ratio(khe_plan_writer *p, const char *key, int64_t part, int64_t of)
{
    if (of > 0)
        khe_write_decimal(&p->w, key, divide(part * 10000, of), 4);
    else
        khe_write_null(&p->w, key);
}

void khe_write_quantities(khe_plan_writer *p, const char *key, const int32_t *thousandths)
{
    khe_write_object(&p->w, key, KHE_ROW);
    for (int32_t m = 0; m < p->set->measures; m++)
        khe_write_decimal(&p->w, p->set->measure[m], thousandths[m], 3);
    khe_write_close(&p->w);
}

static void write_lines(khe_plan_writer *p, const char *key, const khe_costs *costs, int32_t first,
                        int32_t end, bool zeros_too)
{
    static const char *const keys[] = {
#define X(name, key, group) key,
        KHE_LINE_MAP(X)
#undef X
    };
    khe_write_object(&p->w, key, KHE_ROW);
    for (int32_t l = first; l < end; l++)
        if (zeros_too || costs->line[l] != 0) khe_write_money(p, keys[l], costs->line[l]);
    khe_write_close(&p->w);
}

void khe_write_costs(khe_plan_writer *p, const char *key, const khe_costs *costs, bool zeros_too)
{
    khe_write_object(&p->w, key, zeros_too ? KHE_BLOCK : KHE_ROW);
    write_lines(p, "cash", costs, 0, KHE_JIT, zeros_too);
    write_lines(p, "penalties", costs, KHE_JIT, KHE_LINES, zeros_too);
    khe_write_close(&p->w);
}

void khe_write_fill(khe_plan_writer *p, int32_t first, int32_t last)
{
    khe_write_object(&p->w, "fill", KHE_ROW);
    for (int32_t m = 0; m < p->set->measures; m++) {
        int64_t peak = 0, capacity = 0;
        for (int32_t r = first; r <= last; r++) {
            const khe_vehicle *v = &p->set->vehicles[p->plan->routes[r].vehicle];
            if (v->capacity[m] == INT32_MAX) continue;
            peak += p->plan->routes[r].peak[m];
            capacity += v->capacity[m];
        }
        if (capacity > 0) khe_write_ratio(p, p->set->measure[m], peak, capacity);
    }
    khe_write_close(&p->w);
}

void khe_write_parts(khe_plan_writer *p, const int32_t *orders, int32_t count)
{
    bool any = false;
    for (int32_t k = 0; k < count; k++) any |= p->set->orders[orders[k]].parts > 0;
    if (!any) return;
    khe_write_object(&p->w, "parts", KHE_ROW);
    for (int32_t k = 0; k < count; k++)
        if (p->set->orders[orders[k]].parts > 0)
            khe_write_quantities(p, p->set->orders[orders[k]].id,
                                 p->set->orders[orders[k]].quantity);
    khe_write_close(&p->w);
}

static void write_leg(khe_plan_writer *p, const khe_step *step)
{
    khe_write_km(p, "leg_km", step->leg_steps);
    khe_write_km(p, "cum_km", step->cum_steps);
    khe_write_minutes(p, "leg_min", step->leg_ticks);
    khe_write_time(p, "latest_arrival", step->latest_arrival);
    khe_write_minutes(p, "slack_min", (int64_t)step->latest_arrival - step->arrive);
}

/* Where something is loaded, unloaded or served. */
static void write_work(khe_plan_writer *p, const khe_step *step)
{
    const bool drives = step->act != KHE_LOAD;
    khe_write_decimal(&p->w, "trip", 1, 0);
    khe_write_array(&p->w, "orders", KHE_ROW);
    for (int32_t k = 0; k < step->order_count; k++)
        khe_write_text(&p->w, NULL, p->set->orders[step->orders[k]].id);
    khe_write_close(&p->w);
    khe_write_time(p, "arrive", step->arrive);
    if (drives) khe_write_minutes(p, "wait_min", step->wait);
    khe_write_time(p, "begin", step->begin);
    khe_write_time(p, "end", step->end);
    khe_write_time(p, "leave", step->leave);
    if (drives) write_leg(p, step);
    if (step->act == KHE_DELIVER || step->act == KHE_COLLECT) {
        khe_write_decimal(&p->w, "early_min", 0, 0);
        khe_write_decimal(&p->w, "late_min", 0, 0);
    }
    khe_write_quantities(p, "on_board", step->on_board);
    khe_write_parts(p, step->orders, step->order_count);
}

static void write_step(khe_plan_writer *p, const khe_step *step)
{
    static const char *const acts[] = {"start", "load", "deliver", "collect", "unload", "end"};
    khe_write_object(&p->w, NULL, KHE_ROW);
    khe_write_text(&p->w, "do", acts[step->act]);
    khe_write_text(&p->w, "at", p->set->locations[step->place].id);
    if (step->act == KHE_START) {
        khe_write_time(p, "arrive", step->arrive);
        khe_write_time(p, "leave", step->leave);
    } else if (step->act == KHE_END) {
        khe_write_time(p, "arrive", step->arrive);
        write_leg(p, step);
    } else {
        write_work(p, step);
    }
    khe_write_close(&p->w);
}

static void write_route(khe_plan_writer *p, int32_t r)
{
    const khe_route *route = &p->plan->routes[r];
    khe_write_object(&p->w, NULL, KHE_BLOCK);
    khe_write_text(&p->w, "vehicle", p->set->vehicles[route->vehicle].id);
    khe_write_decimal(&p->w, "number", route->number, 0);
    khe_write_decimal(&p->w, "day", route->day, 0);
    khe_write_money(p, "cost", khe_costs_total(&route->costs));
    khe_write_costs(p, "cost_by", &route->costs, false);
    khe_write_km(p, "km", route->steps_driven);
    khe_write_km(p, "empty_km", route->steps_empty);
    khe_write_hours(p, "drive_h", route->drive);
    khe_write_hours(p, "wait_h", route->wait);
    khe_write_hours(p, "duty_h", route->duty);
    khe_write_fill(p, r, r);
    khe_write_array(&p->w, "steps", KHE_BLOCK);
    for (int32_t s = 0; s < route->step_count; s++) write_step(p, &route->steps[s]);
    khe_write_close(&p->w);
    khe_write_close(&p->w);
}

void khe_write_routes(khe_plan_writer *p)
{
    khe_write_array(&p->w, "routes", KHE_BLOCK);
    for (int32_t r = 0; r < p->plan->route_count; r++) write_route(p, r);
    khe_write_close(&p->w);
}
