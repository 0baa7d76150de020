/* A plan as a table for people: what it comes to, a line per route, and the orders left out. Widths
 * count characters, not bytes: names may be UTF-8. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan_handle.h"
#include "text_writer.h"

enum { LEAST_WIDTH = 40, COLUMNS = 11, LABEL = 12, LEAST_NAME = 8 };

/* ---- Characters ---- */

static bool continues(char c) { return ((unsigned char)c & 0xC0) == 0x80; }

static int32_t characters(const char *text)
{
    int32_t count = 0;
    for (; *text; text++) count += !continues(*text);
    return count;
}

/* The first characters of a text, with an ellipsis in place of the last one where it is cut. */
static void put_cut(khe_writer *w, const char *text, int32_t width)
{
    const int32_t all = characters(text);
    const int32_t keep = all <= width ? all : width - 1;
    const char *end = text;
    for (int32_t k = 0; k < keep && *end; k++) {
        end++;
        while (continues(*end)) end++;
    }
    khe_put(w, text, (size_t)(end - text));
    if (all > width && width > 0) khe_put_text(w, "…");
}

static void put_spaces(khe_writer *w, int32_t count)
{
    for (int32_t k = 0; k < count; k++) khe_put(w, " ", 1);
}

static void put_cell(khe_writer *w, const char *text, int32_t width, bool right)
{
    const int32_t all = characters(text), used = all < width ? all : width;
    if (right) put_spaces(w, width - used);
    put_cut(w, text, width);
    if (!right) put_spaces(w, width - used);
}

/* ---- Figures ---- */

/* A figure in `out`: value / 10^places with `shown` decimals, thousands apart. */
static void put_figure(khe_writer *w, int64_t value, int32_t places, int32_t shown)
{
    int64_t unit = 1, cut = 1;
    for (int32_t k = shown; k < places; k++) cut *= 10;
    for (int32_t k = 0; k < shown; k++) unit *= 10;
    const int64_t size = ((value < 0 ? -value : value) + cut / 2) / cut;
    char digits[32];
    const int32_t length = snprintf(digits, sizeof digits, "%lld", (long long)(size / unit));
    if (value < 0) khe_put(w, "-", 1);
    for (int32_t k = 0; k < length; k++) {
        if (k > 0 && (length - k) % 3 == 0) khe_put(w, ",", 1);
        khe_put(w, &digits[k], 1);
    }
    if (shown > 0) khe_put_format(w, ".%0*lld", (int)shown, (long long)(size % unit));
}

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

/* A time of day, "05:40", with "+n " from the second day on. */
static void put_clock(khe_writer *w, const kh_order_set *set, int32_t tick)
{
    khe_calendar plain = set->calendar;
    const int32_t minute = 60 * plain.ticks_per_s;
    char text[48];
    plain.dated = false;
    khe_time_write(&plain, tick < 0 ? tick : tick - tick % minute, text);
    khe_put_text(w, text);
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
        for (size_t k = 0; k < bytes; k++) wide += !continues(text[k]);
        if (at > indent && at + 1 + wide > width) {
            khe_put_text(w, "\n");
            put_spaces(w, indent);
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
        put_figure(&lines, plan->costs.line[l], 6, 2);
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
    put_figure(&line, sums->steps, km_places(set), 1);
    khe_put_text(&line, " km (");
    put_figure(&line, sums->empty, km_places(set), 1);
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

static void put_summary(khe_writer *w, const kh_order_set *set, const khe_plan *plan, int32_t width)
{
    khe_plan_sums sums;
    khe_plan_sum(set, plan, &sums);
    put_cut(w, set->name && *set->name ? set->name : "Plan", width - 12);
    khe_put_format(w, ": %s\n", khe_plan_status(set, plan));
    put_label(w, "cost");
    put_figure(w, khe_costs_total(&plan->costs), 6, 2);
    khe_put_format(w, " %s\n", set->currency ? set->currency : "");
    put_lines(w, plan, width);
    put_label(w, "orders");
    put_figure(w, sums.orders, 0, 0);
    khe_put_text(w, ", served ");
    put_figure(w, sums.served, 0, 0);
    khe_put_text(w, ", left out ");
    put_figure(w, sums.orders - sums.served, 0, 0);
    khe_put_text(w, "\n");
    put_label(w, "vehicles");
    put_figure(w, sums.vehicles, 0, 0);
    khe_put_format(w, " on %d route%s\n", (int)plan->route_count,
                   plan->route_count == 1 ? "" : "s");
    put_driving(w, set, &sums, width);
}

/* ---- Routes ---- */

typedef struct column {
    const char *title;
    bool right;
    int32_t width;
    void (*put)(khe_writer *w, const kh_order_set *set, const khe_route *route);
} column;

static void put_vehicle(khe_writer *w, const kh_order_set *set, const khe_route *route)
{
    khe_put_text(w, set->vehicles[route->vehicle].id);
}

static void put_number(khe_writer *w, const kh_order_set *set, const khe_route *route)
{
    (void)set;
    khe_put_format(w, "%d", (int)route->number);
}

static bool serves(const khe_step *step)
{
    return step->act == KHE_DELIVER || step->act == KHE_COLLECT;
}

static void put_stops(khe_writer *w, const kh_order_set *set, const khe_route *route)
{
    int32_t stops = 0;
    (void)set;
    for (int32_t s = 1; s < route->step_count; s++)
        stops += serves(&route->steps[s]) && !(serves(&route->steps[s - 1]) &&
                                               route->steps[s].place == route->steps[s - 1].place);
    khe_put_format(w, "%d", (int)stops);
}

/* Every order once: where it is delivered, or unloaded. */
static void put_orders(khe_writer *w, const kh_order_set *set, const khe_route *route)
{
    int32_t orders = 0;
    (void)set;
    for (int32_t s = 0; s < route->step_count; s++)
        if (route->steps[s].act == KHE_DELIVER || route->steps[s].act == KHE_UNLOAD)
            orders += route->steps[s].order_count;
    khe_put_format(w, "%d", (int)orders);
}

static void put_km(khe_writer *w, const kh_order_set *set, const khe_route *route)
{
    put_figure(w, route->steps_driven, km_places(set), 1);
}

static void put_duty(khe_writer *w, const kh_order_set *set, const khe_route *route)
{
    put_hours(w, set, route->duty);
}

static void put_fill(khe_writer *w, const kh_order_set *set, const khe_route *route)
{
    khe_put_format(w, "%lld %%", (long long)fill_percent(set, route));
}

static void put_begin(khe_writer *w, const kh_order_set *set, const khe_route *route)
{
    put_clock(w, set, route->steps[0].leave);
}

static void put_departure(khe_writer *w, const kh_order_set *set, const khe_route *route)
{
    const khe_step *step = &route->steps[route->steps[1].act == KHE_LOAD];
    put_clock(w, set, step->leave);
}

static void put_end(khe_writer *w, const kh_order_set *set, const khe_route *route)
{
    put_clock(w, set, route->steps[route->step_count - 1].arrive);
}

static void put_cost(khe_writer *w, const kh_order_set *set, const khe_route *route)
{
    (void)set;
    put_figure(w, khe_costs_total(&route->costs), 6, 2);
}

/* Widens the columns to what stands in them; where that is too wide the names are cut, then the
 * columns that can best be missed are left out (width 0). */
static void fit_columns(const kh_order_set *set, const khe_plan *plan, column *columns,
                        int32_t width, bool *failed)
{
    khe_writer cell = {0};
    int32_t sum = 2;
    for (int32_t c = 0; c < COLUMNS; c++) {
        columns[c].width = characters(columns[c].title);
        for (int32_t r = 0; r < plan->route_count; r++) {
            cell.size = 0;
            columns[c].put(&cell, set, &plan->routes[r]);
            const int32_t wide = cell.failed ? 0 : characters(cell.text);
            if (wide > columns[c].width) columns[c].width = wide;
        }
        sum += columns[c].width + (c > 0 ? 2 : 0);
    }
    static const int32_t missed[] = {6, 9, 2,
                                     7, 3, 5}; /* begins, duty, stops, leaves, orders, fill */
    for (size_t k = 0; k < sizeof missed / sizeof *missed; k++) {
        if (sum - columns[0].width + LEAST_NAME <= width) break;
        sum -= columns[missed[k]].width + 2;
        columns[missed[k]].width = 0;
    }
    if (sum > width) columns[0].width -= sum - width;
    if (columns[0].width < 4) columns[0].width = 4;
    *failed |= cell.failed;
    free(cell.text);
}

static void put_row(khe_writer *w, const column *columns, const char *const *cells)
{
    khe_put_text(w, "  ");
    for (int32_t c = 0; c < COLUMNS; c++) {
        if (columns[c].width == 0) continue;
        if (c > 0) khe_put_text(w, "  ");
        put_cell(w, cells[c], columns[c].width, columns[c].right);
    }
    khe_put_text(w, "\n");
}

static void put_rule(khe_writer *w, const column *columns)
{
    khe_put_text(w, "  ");
    for (int32_t c = 0; c < COLUMNS; c++) {
        if (columns[c].width == 0) continue;
        if (c > 0) khe_put_text(w, "  ");
        for (int32_t k = 0; k < columns[c].width; k++) khe_put_text(w, "─");
    }
    khe_put_text(w, "\n");
}

static void put_route(khe_writer *w, const kh_order_set *set, const column *columns,
                      const khe_route *route)
{
    khe_writer cell[COLUMNS] = {{0}};
    const char *cells[COLUMNS];
    for (int32_t c = 0; c < COLUMNS; c++) {
        columns[c].put(&cell[c], set, route);
        w->failed |= cell[c].failed;
        cells[c] = cell[c].text ? cell[c].text : "";
    }
    put_row(w, columns, cells);
    for (int32_t c = 0; c < COLUMNS; c++) free(cell[c].text);
}

static void put_routes(khe_writer *w, const kh_order_set *set, const khe_plan *plan, int32_t width)
{
    column columns[COLUMNS] = {
        {"vehicle", false, 0, put_vehicle},
        {"no", true, 0, put_number},
        {"stops", true, 0, put_stops},
        {"orders", true, 0, put_orders},
        {"km", true, 0, put_km},
        {"fill", true, 0, put_fill},
        {"begins", true, 0, put_begin},
        {"leaves", true, 0, put_departure},
        {"ends", true, 0, put_end},
        {"duty", true, 0, put_duty},
        {"cost", true, 0, put_cost},
    };
    const char *titles[COLUMNS];
    if (plan->route_count == 0) return;
    fit_columns(set, plan, columns, width, &w->failed);
    for (int32_t c = 0; c < COLUMNS; c++) titles[c] = columns[c].title;
    khe_put_text(w, "\n");
    put_row(w, columns, titles);
    put_rule(w, columns);
    for (int32_t r = 0; r < plan->route_count; r++) put_route(w, set, columns, &plan->routes[r]);
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
        put_spaces(w, 6);
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
        put_cut(w, id ? id : "(no id)", width - 4);
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
    put_left_out(&w, set, plan, width);
    return khe_writer_take(&w, NULL);
}

char *kh_plan_table(const kh_plan *plan, int width)
{
    return khe_plan_table(plan->set, plan->plan, width);
}
