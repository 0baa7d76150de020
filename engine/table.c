/* A plan as a table for people: what it comes to, a line per route and per shipment, and the orders
 * left out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan_handle.h"
#include "table_parts.h"

enum { LEAST_WIDTH = 40, LABEL = 12 };

/* ---- Figures ---- */

static int32_t km_places(const kh_order_set *set)
{
    int32_t places = 3;
    for (int32_t per_m = set->steps_per_m; per_m > 1; per_m /= 10) places++;
    return places;
}

/* Hours and minutes, "9:06". */
static void put_hours(khe_writer *w, const kh_order_set *set, int64_t ticks)
{
    const int64_t minute = (int64_t)60 * set->calendar.ticks_per_s;
    const int64_t minutes = (ticks + minute / 2) / minute;
    khe_put_format(w, "%lld:%02lld", (long long)(minutes / 60), (long long)(minutes % 60));
}

/* Fill of the fullest measure in percent. */
static int64_t fill_percent(const kh_order_set *set, const khe_route *route)
{
    const khe_vehicle *v = &set->vehicles[route->vehicle];
    int64_t most = 0;
    for (int32_t m = 0; m < set->measures; m++) {
        if (v->capacity[m] == INT32_MAX || v->capacity[m] <= 0) continue;
        const int64_t fill = (route->peak[m] * (int64_t)100 + v->capacity[m] / 2) / v->capacity[m];
        if (fill > most) most = fill;
    }
    return most;
}

/* ---- Summary ---- */

static void put_label(khe_writer *w, const char *label)
{
    khe_put_format(w, "  %-*s", LABEL - 2, label);
}

/* Words of a text in lines of `width`, those after the first indented. */
static void put_wrapped(khe_writer *w, const char *text, int32_t at, int32_t indent, int32_t width)
{
    while (*text) {
        const size_t bytes = strcspn(text, " ");
        int32_t wide = 0;
        for (size_t k = 0; k < bytes; k++) wide += !khe_continues(text[k]);
        if (at > indent && at + 1 + wide > width) {
            khe_put_text(w, "\n");
            khe_put_spaces(w, indent);
            at = indent;
        } else if (at > indent) {
            khe_put_text(w, " ");
            at++;
        }
        khe_put(w, text, bytes);
        at += wide;
        text += bytes;
        while (*text == ' ') text++;
    }
    khe_put_text(w, "\n");
}

static void put_lines(khe_writer *w, const khe_plan *plan, int32_t width)
{
    static const char *const keys[] = {
#define X(name, key, group) key,
        KHE_LINE_MAP(X)
#undef X
    };
    khe_writer lines = {0};
    for (int32_t l = 0; l < KHE_LINES; l++) {
        if (plan->costs.line[l] == 0) continue;
        khe_put_format(&lines, "%s%s ", lines.size > 0 ? ", " : "", keys[l]);
        khe_put_figure(&lines, plan->costs.line[l], 6, 2);
    }
    put_label(w, "of it");
    put_wrapped(w, lines.size > 0 ? lines.text : "nothing", LABEL, LABEL, width);
    w->failed |= lines.failed;
    free(lines.text);
}

static void put_driving(khe_writer *w, const kh_order_set *set, const khe_plan_sums *sums,
                        int32_t width)
{
    khe_writer line = {0};
    khe_put_figure(&line, sums->steps, km_places(set), 1);
    khe_put_text(&line, " km (");
    khe_put_figure(&line, sums->empty, km_places(set), 1);
    khe_put_text(&line, " empty), ");
    put_hours(&line, set, sums->drive);
    khe_put_text(&line, " h of ");
    put_hours(&line, set, sums->duty);
    khe_put_text(&line, " h on duty, ");
    put_hours(&line, set, sums->wait);
    khe_put_text(&line, " h waiting");
    put_label(w, "driving");
    put_wrapped(w, line.failed ? "" : line.text, LABEL, LABEL, width);
    w->failed |= line.failed;
    free(line.text);
}

static void put_fleet(khe_writer *w, const kh_order_set *set, const khe_plan *plan,
                      const khe_plan_sums *sums, int32_t width)
{
    put_label(w, "vehicles");
    khe_put_figure(w, sums->vehicles, 0, 0);
    khe_put_format(w, " on %d route%s\n", (int)plan->route_count,
                   plan->route_count == 1 ? "" : "s");
    put_driving(w, set, sums, width);
}

/* What travelling together saves. */
static void put_savings(khe_writer *w, const khe_plan *plan, const khe_plan_sums *sums,
                        int32_t width)
{
    const int64_t cost = khe_costs_total(&plan->costs);
    khe_writer line = {0};
    khe_put_format(&line, "%d of %d loads carry several orders; alone they would cost ",
                   (int)sums->consolidated, (int)(plan->route_count + plan->shipment_count));
    khe_put_figure(&line, plan->savings.alone, 6, 2);
    if (plan->savings.alone_unserved > 0)
        khe_put_format(&line, " and leave out %d", (int)plan->savings.alone_unserved);
    if (plan->savings.has_fixed_days) {
        khe_put_text(&line, ", without choice of the day ");
        khe_put_figure(&line, plan->savings.fixed_days, 6, 2);
    }
    if (plan->savings.alone > cost && plan->savings.alone > 0)
        khe_put_format(&line, ": saves %.0f %%",
                       100.0 * (double)(plan->savings.alone - cost) / (double)plan->savings.alone);
    put_label(w, "together");
    put_wrapped(w, line.failed ? "" : line.text, LABEL, LABEL, width);
    w->failed |= line.failed;
    free(line.text);
}

static void put_summary(khe_writer *w, const kh_order_set *set, const khe_plan *plan, int32_t width)
{
    khe_plan_sums sums;
    khe_plan_sum(set, plan, &sums);
    khe_put_cut(w, set->name && *set->name ? set->name : "Plan", width - 12);
    khe_put_format(w, ": %s\n", khe_plan_status(set, plan));
    put_label(w, "cost");
    khe_put_figure(w, khe_costs_total(&plan->costs), 6, 2);
    khe_put_format(w, " %s\n", set->currency ? set->currency : "");
    put_lines(w, plan, width);
    put_label(w, "orders");
    khe_put_figure(w, sums.orders, 0, 0);
    khe_put_text(w, ", served ");
    khe_put_figure(w, sums.served, 0, 0);
    if (sums.carrier > 0) khe_put_format(w, " (%d by carriers)", (int)sums.carrier);
    khe_put_text(w, ", left out ");
    khe_put_figure(w, sums.orders - sums.served, 0, 0);
    khe_put_text(w, "\n");
    if (plan->route_count > 0 || plan->shipment_count == 0) put_fleet(w, set, plan, &sums, width);
    if (plan->savings.known && (plan->shipment_count || plan->savings.has_fixed_days))
        put_savings(w, plan, &sums, width);
}

/* ---- Routes ---- */

static void put_vehicle(khe_writer *w, const kh_order_set *set, const void *row)
{
    const khe_route *route = row;
    khe_put_text(w, set->vehicles[route->vehicle].id);
}

static void put_number(khe_writer *w, const kh_order_set *set, const void *row)
{
    const khe_route *route = row;
    (void)set;
    khe_put_format(w, "%d", (int)route->number);
}

static bool serves(const khe_step *step)
{
    return step->act == KHE_DELIVER || step->act == KHE_COLLECT;
}

static void put_stops(khe_writer *w, const kh_order_set *set, const void *row)
{
    const khe_route *route = row;
    int32_t stops = 0;
    (void)set;
    for (int32_t s = 1; s < route->step_count; s++)
        stops += serves(&route->steps[s]) && !(serves(&route->steps[s - 1]) &&
                                               route->steps[s].place == route->steps[s - 1].place);
    khe_put_format(w, "%d", (int)stops);
}

/* Every order once: where it is delivered, or unloaded. */
static void put_orders(khe_writer *w, const kh_order_set *set, const void *row)
{
    const khe_route *route = row;
    int32_t orders = 0;
    (void)set;
    for (int32_t s = 0; s < route->step_count; s++)
        if (route->steps[s].act == KHE_DELIVER || route->steps[s].act == KHE_UNLOAD)
            orders += route->steps[s].order_count;
    khe_put_format(w, "%d", (int)orders);
}

static void put_km(khe_writer *w, const kh_order_set *set, const void *row)
{
    const khe_route *route = row;
    khe_put_figure(w, route->steps_driven, km_places(set), 1);
}

static void put_duty(khe_writer *w, const kh_order_set *set, const void *row)
{
    const khe_route *route = row;
    put_hours(w, set, route->duty);
}

static void put_fill(khe_writer *w, const kh_order_set *set, const void *row)
{
    const khe_route *route = row;
    khe_put_format(w, "%lld %%", (long long)fill_percent(set, route));
}

static void put_begin(khe_writer *w, const kh_order_set *set, const void *row)
{
    const khe_route *route = row;
    khe_put_clock(w, set, route->steps[0].leave);
}

static void put_departure(khe_writer *w, const kh_order_set *set, const void *row)
{
    const khe_route *route = row;
    const khe_step *step = &route->steps[route->steps[1].act == KHE_LOAD];
    khe_put_clock(w, set, step->leave);
}

static void put_end(khe_writer *w, const kh_order_set *set, const void *row)
{
    const khe_route *route = row;
    khe_put_clock(w, set, route->steps[route->step_count - 1].arrive);
}

static void put_cost(khe_writer *w, const kh_order_set *set, const void *row)
{
    const khe_route *route = row;
    (void)set;
    khe_put_figure(w, khe_costs_total(&route->costs), 6, 2);
}

static void put_routes(khe_writer *w, const kh_order_set *set, const khe_plan *plan, int32_t width)
{
    static const khe_column columns[] = {
        {"vehicle", false, put_vehicle},
        {"no", true, put_number},
        {"stops", true, put_stops},
        {"orders", true, put_orders},
        {"km", true, put_km},
        {"fill", true, put_fill},
        {"begins", true, put_begin},
        {"leaves", true, put_departure},
        {"ends", true, put_end},
        {"duty", true, put_duty},
        {"cost", true, put_cost},
    };
    static const int32_t missed[] = {6, 9, 2,
                                     7, 3, 5}; /* begins, duty, stops, leaves, orders, fill */
    const khe_grid grid = {.columns = columns,
                           .column_count = sizeof columns / sizeof *columns,
                           .missed = missed,
                           .missed_count = sizeof missed / sizeof *missed,
                           .rows = plan->routes,
                           .row_size = sizeof *plan->routes,
                           .row_count = plan->route_count};
    khe_put_grid(w, set, &grid, width);
}

/* ---- Left out ---- */

static void put_reason(khe_writer *w, const khe_why *why, int32_t width)
{
    static const char *const codes[] = {
#define X(name, key, text) key,
        KHE_REASON_MAP(X)
#undef X
    };
    khe_writer line = {0};
    khe_put_format(&line, "%s%s: %s", codes[why->reason], why->proved ? "" : " (not proved)",
                   why->detail ? why->detail : "");
    if (!line.failed) {
        khe_put_spaces(w, 6);
        put_wrapped(w, line.text, 6, 6, width);
    }
    w->failed |= line.failed;
    free(line.text);
}

static void put_left_out(khe_writer *w, const kh_order_set *set, const khe_plan *plan,
                         int32_t width)
{
    if (plan->unserved_count > 0) khe_put_text(w, "\n  left out\n");
    for (int32_t u = 0; u < plan->unserved_count; u++) {
        const khe_unserved *left = &plan->unserved[u];
        const char *id = left->order != KHE_NONE ? set->orders[left->order].id
                                                 : set->bad_orders[left->bad_order].id;
        khe_put_text(w, "    ");
        khe_put_cut(w, id ? id : "(no id)", width - 4);
        khe_put_text(w, "\n");
        for (int32_t k = 0; k < left->why_count; k++) put_reason(w, &left->why[k], width);
    }
}

char *khe_plan_table(const kh_order_set *set, const khe_plan *plan, int32_t width)
{
    khe_writer w = {0};
    if (width < LEAST_WIDTH) width = LEAST_WIDTH;
    put_summary(&w, set, plan, width);
    put_routes(&w, set, plan, width);
    khe_put_shipments(&w, set, plan, width);
    put_left_out(&w, set, plan, width);
    return khe_writer_take(&w, NULL);
}

char *kh_plan_table(const kh_plan *plan, int width)
{
    return khe_plan_table(plan->set, plan->plan, width);
}
