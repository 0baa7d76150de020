/* What the times and figures of one route in a plan must keep.
 *
 * The route is walked step by step. A wrong time is reported once and then taken as given, so that
 * one mistake makes one finding. */
#include <stdlib.h>

#include "verify_parts.h"

typedef struct walk {
    khe_verifier *v;
    const kh_order_set *set;
    const khe_plan *plan;
    const khe_route *route;
    khe_course *course;
    int64_t now;   /* ticks: when the vehicle is free to do the next thing */
    int64_t steps; /* driven so far */
    int64_t wait;
    int64_t load[KHE_MEASURES_MAX];
    int32_t visit;    /* next visit */
    int64_t load_end; /* end of loading, or leaving */
    int64_t unload;   /* begin of unloading */
} walk;

static const char *place_id(const walk *w, int32_t place) { return w->set->locations[place].id; }

static bool is_visit(const khe_step *step)
{
    return step->act == KHE_DELIVER || step->act == KHE_COLLECT;
}

/* The shape of a route */

static bool shape_holds(const khe_route *route)
{
    const int32_t last = route->step_count - 1;
    int32_t visits = 0;
    if (last < 1 || route->steps[0].act != KHE_START || route->steps[last].act != KHE_END)
        return false;
    for (int32_t s = 0; s <= last; s++) {
        const khe_step *step = &route->steps[s];
        if (step->act == KHE_START && s != 0) return false;
        if (step->act == KHE_LOAD && s != 1) return false;
        if (step->act == KHE_UNLOAD && s != last - 1) return false;
        if (step->act == KHE_END && s != last) return false;
        const bool bare = step->act == KHE_START || step->act == KHE_END;
        if (bare != (step->order_count == 0)) return false;
        if (is_visit(step)) visits += step->order_count;
    }
    return visits > 0;
}

static kh_status collect_visits(khe_verifier *v, const khe_route *route, khe_course *course,
                                bool *sound)
{
    int32_t count = 0;
    for (int32_t s = 0; s < route->step_count; s++)
        if (is_visit(&route->steps[s])) count += route->steps[s].order_count;
    course->visits = calloc((size_t)count, sizeof *course->visits);
    if (!course->visits) return KH_E_NOMEM;
    for (int32_t s = 0; s < route->step_count; s++) {
        const khe_step *step = &route->steps[s];
        for (int32_t k = 0; is_visit(step) && k < step->order_count; k++) {
            const khe_order *order = &v->set->orders[step->orders[k]];
            course->visits[course->count++] = (khe_visit){
                .order = step->orders[k], .at_to = step->act == KHE_DELIVER, .step = s, .nth = k};
            if (step->act == KHE_DELIVER || order->from.place != KHE_NONE) continue;
            KHE_BREACH(v, "wrong_end", khe_at_order(course->route, s, k).s,
                       "order %s is a delivery, loaded at the start and not collected", order->id);
            *sound = false;
        }
    }
    return KH_OK;
}

static void check_places(walk *w)
{
    const khe_vehicle *vehicle = &w->set->vehicles[w->route->vehicle];
    int32_t i = 0;
    for (int32_t s = 0; s < w->route->step_count; s++) {
        const khe_step *step = &w->route->steps[s];
        int32_t due =
            step->act == KHE_START || step->act == KHE_LOAD ? vehicle->start : vehicle->end;
        for (int32_t k = 0; is_visit(step) && k < step->order_count; k++) {
            due = w->course->visits[i++].place;
            if (due != step->place) break;
        }
        while (i < w->course->count && w->course->visits[i].step <= s) i++;
        if (step->place != due)
            KHE_BREACH(w->v, "wrong_place", khe_at_step(w->course->route, s, "at").s,
                       "the step is at %s and should be at %s", place_id(w, step->place),
                       place_id(w, due));
    }
}

/* Loading lists exactly the deliveries, unloading the pickups. */
static void check_dock_list(walk *w, khe_do act, khe_kind kind)
{
    const khe_step *dock = NULL;
    int32_t at = act == KHE_LOAD ? 1 : w->route->step_count - 2, listed = 0, due = 0;
    if (w->route->steps[at].act == act) dock = &w->route->steps[at];
    for (int32_t i = 0; i < w->course->count; i++) {
        const khe_visit *visit = &w->course->visits[i];
        bool found = false;
        if (visit->kind != kind) continue;
        due++;
        for (int32_t k = 0; dock && k < dock->order_count && !found; k++)
            found = dock->orders[k] == visit->order;
        listed += found;
        if (!found)
            KHE_BREACH(w->v, "dock_list", khe_at_order(w->course->route, visit->step, visit->nth).s,
                       "order %s is not among those that are %s", w->set->orders[visit->order].id,
                       act == KHE_LOAD ? "loaded" : "unloaded");
    }
    if (dock && listed == due && dock->order_count != due)
        KHE_BREACH(w->v, "dock_list", khe_at_step(w->course->route, at, "orders").s,
                   "%d orders are %s, %d of them belong to this route", dock->order_count,
                   act == KHE_LOAD ? "loaded" : "unloaded", due);
}

/* Hours and windows */

/* Why service may not begin at a tick, given windows on the days first ... last. */
static void report_window(walk *w, const char *pointer, const char *id, const char *what,
                          const khe_end *end, int32_t first, int32_t last, int64_t t)
{
    int64_t closed = INT64_MIN, opens = INT64_MAX;
    for (int32_t i = 0; i < end->window_count; i++)
        for (int32_t d = first; d <= last; d++) {
            const khe_interval on = khe_window_on(&w->set->calendar, end->windows[i], d);
            if (on.close < t && on.close > closed) closed = on.close;
            if (on.open > t && on.open < opens) opens = on.open;
        }
    const bool late = closed != INT64_MIN;
    KHE_BREACH(w->v, "window_missed", pointer, "order %s is %s at %s, its window %s at %s", id,
               what, khe_clock(w->set, t).s, late ? "closes" : "opens",
               khe_clock(w->set, late ? closed : opens).s);
}

static void check_open(walk *w, const char *pointer, int32_t place, int64_t t)
{
    const khe_location *location = &w->set->locations[place];
    bool open = location->opens < 0;
    for (int32_t i = 0; i < location->opens && !open; i++)
        open = location->open[i].open <= t && t <= location->open[i].close;
    if (!open)
        KHE_BREACH(w->v, "closed", pointer, "%s is closed at %s", location->id,
                   khe_clock(w->set, t).s);
}

static void check_ready(walk *w, const char *pointer, const khe_order *order, int64_t t)
{
    const int64_t shift =
        order->ready.daily ? (int64_t)w->route->day * khe_day_ticks(&w->set->calendar) : 0;
    if (order->has_ready && t < order->ready.at + shift)
        KHE_BREACH(w->v, "not_ready", pointer, "order %s is taken at %s, it is ready at %s",
                   order->id, khe_clock(w->set, t).s, khe_clock(w->set, order->ready.at + shift).s);
}

static void check_visit_time(walk *w, const khe_visit *visit)
{
    const khe_order *order = &w->set->orders[visit->order];
    const khe_end *end = khe_visit_end(w->set, visit);
    const khe_text at = khe_at_order(w->course->route, visit->step, visit->nth);
    if (!khe_windows_hold(&w->set->calendar, end->windows, end->window_count, visit->begin))
        report_window(w, at.s, order->id, visit->at_to ? "served" : "collected", end, 0,
                      w->set->calendar.days - 1, visit->begin);
    check_open(w, at.s, visit->place, visit->begin);
    if (!visit->at_to) check_ready(w, at.s, order, visit->begin);
}

/* Loading or unloading that begins at t: the place is open, every order's one window holds. */
static void check_dock_time(walk *w, int32_t s, khe_kind kind, int64_t t)
{
    const khe_text at = khe_at_step(w->course->route, s, "begin");
    const int32_t day = w->route->day;
    const khe_vehicle *vehicle = &w->set->vehicles[w->route->vehicle];
    check_open(w, at.s, kind == KHE_DELIVERY ? vehicle->start : vehicle->end, t);
    for (int32_t i = 0; i < w->course->count; i++) {
        const khe_visit *visit = &w->course->visits[i];
        const khe_order *order = &w->set->orders[visit->order];
        const khe_end *end = kind == KHE_DELIVERY ? &order->from : &order->to;
        if (visit->kind != kind) continue;
        bool holds = end->window_count == 0;
        for (int32_t k = 0; k < end->window_count && !holds; k++) {
            const khe_interval on = khe_window_on(&w->set->calendar, end->windows[k], day);
            holds = on.open <= t && t <= on.close;
        }
        if (!holds)
            report_window(w, at.s, order->id, kind == KHE_DELIVERY ? "loaded" : "unloaded", end,
                          day, day, t);
        if (kind == KHE_DELIVERY) check_ready(w, at.s, order, t);
    }
}

/* The walk */

static void expect_time(walk *w, int32_t s, const char *key, int64_t stated, int64_t due,
                        const char *code, const char *what)
{
    if (stated != due)
        KHE_BREACH(w->v, code, khe_at_step(w->course->route, s, key).s,
                   "%s: it should be %s and is %s", what, khe_clock(w->set, due).s,
                   khe_clock(w->set, stated).s);
}

static void check_leg(walk *w, int32_t s, const khe_leg *leg)
{
    const khe_step *step = &w->route->steps[s];
    const int64_t km = (int64_t)1000 * w->set->steps_per_m;
    w->steps += leg->steps;
    if (step->leg_steps != leg->steps)
        KHE_BREACH(w->v, "leg", khe_at_step(w->course->route, s, "leg_km").s,
                   "the leg is %s km long and is given as %s",
                   khe_decimal(leg->steps * (int64_t)1000000 / km).s,
                   khe_decimal(step->leg_steps * (int64_t)1000000 / km).s);
    if (step->leg_ticks != leg->ticks)
        KHE_BREACH(w->v, "leg", khe_at_step(w->course->route, s, "leg_min").s,
                   "the leg takes %d ticks and is given as %d", leg->ticks, step->leg_ticks);
    if (step->cum_steps != w->steps)
        KHE_BREACH(w->v, "leg", khe_at_step(w->course->route, s, "cum_km").s,
                   "%s km have been driven and %s are given",
                   khe_decimal(w->steps * 1000000 / km).s,
                   khe_decimal(step->cum_steps * (int64_t)1000000 / km).s);
}

static void check_on_board(walk *w, int32_t s)
{
    const khe_step *step = &w->route->steps[s];
    for (int32_t m = 0; m < w->set->measures; m++)
        if (step->on_board[m] != w->load[m])
            KHE_BREACH(w->v, "on_board", khe_at_step(w->course->route, s, "on_board").s,
                       "%s %s are on board on leaving and %s are given",
                       khe_decimal(w->load[m] * 1000).s, w->set->measure[m],
                       khe_decimal((int64_t)step->on_board[m] * 1000).s);
}

static void check_wait(walk *w, int32_t s, int64_t wait)
{
    w->wait += wait;
    if (w->route->steps[s].wait != wait)
        KHE_BREACH(w->v, "wait", khe_at_step(w->course->route, s, "wait_min").s,
                   "the vehicle waits %lld ticks here and %d are given", (long long)wait,
                   w->route->steps[s].wait);
}

static void walk_start(walk *w)
{
    const khe_step *start = &w->route->steps[0], *load = &w->route->steps[1];
    const khe_leg none = {.road = true};
    w->now = start->leave;
    expect_time(w, 0, "arrive", start->arrive, start->leave, "step_times",
                "the vehicle leaves the start at once");
    check_leg(w, 0, &none);
    check_on_board(w, 0);
    check_wait(w, 0, 0);
    if (load->act == KHE_LOAD) {
        expect_time(w, 1, "arrive", load->arrive, w->now, "step_times",
                    "the duty begins with loading");
        expect_time(w, 1, "begin", load->begin, load->arrive, "step_times",
                    "loading begins with the duty");
        check_dock_time(w, 1, KHE_DELIVERY, load->begin);
        expect_time(w, 1, "end", load->end, load->begin + w->course->load_ticks, "service_time",
                    "end of loading");
        expect_time(w, 1, "leave", load->leave, load->end, "step_times",
                    "the vehicle leaves when it is loaded");
        check_leg(w, 1, &none);
        check_wait(w, 1, 0);
        khe_course_first_load(w->set, w->course, w->load);
        check_on_board(w, 1);
        w->now = load->leave;
        w->load_end = load->end;
    }
}

static void check_arrival(walk *w, int32_t s, const khe_leg *leg)
{
    const khe_step *step = &w->route->steps[s];
    check_leg(w, s, leg);
    if (step->arrive != w->now + leg->ticks)
        KHE_BREACH(w->v, "travel_time", khe_at_step(w->course->route, s, "arrive").s,
                   "the vehicle arrives at %s at %s, it is there at %s", place_id(w, step->place),
                   khe_clock(w->set, step->arrive).s, khe_clock(w->set, w->now + leg->ticks).s);
    w->now = step->arrive;
}

/* The last tick at which service may begin by windows and hours alone. */
static int64_t last_begin(const walk *w, const khe_visit *visit)
{
    const khe_end *end = khe_visit_end(w->set, visit);
    const khe_location *place = &w->set->locations[visit->place];
    const int64_t shift = w->set->vehicles[w->route->vehicle].shift[w->route->day].close;
    int64_t last = end->window_count ? INT64_MIN : shift;
    for (int32_t i = 0; i < end->window_count; i++) {
        const khe_interval on =
            khe_window_on(&w->set->calendar, end->windows[i], w->set->calendar.days - 1);
        if (on.close > last) last = on.close;
    }
    if (place->opens > 0 && place->open[place->opens - 1].close < last)
        last = place->open[place->opens - 1].close;
    return last < shift ? last : shift;
}

static void check_latest(walk *w, int32_t s, int64_t bound)
{
    const khe_step *step = &w->route->steps[s];
    const khe_text at = khe_at_step(w->course->route, s, "latest_arrival");
    if (step->latest_arrival < step->arrive)
        KHE_BREACH(w->v, "latest_arrival", at.s, "the latest arrival %s is before the arrival %s",
                   khe_clock(w->set, step->latest_arrival).s, khe_clock(w->set, step->arrive).s);
    if (step->latest_arrival > bound && step->latest_arrival != step->arrive)
        KHE_BREACH(w->v, "latest_arrival", at.s,
                   "whoever arrives at %s is too late: the last begin is %s",
                   khe_clock(w->set, step->latest_arrival).s, khe_clock(w->set, bound).s);
    if (!w->plan->stated) return;
    const int32_t slack = w->plan->stated->routes[w->course->route].slack[s];
    if (slack != KHE_NO_TIME && slack != (int64_t)step->latest_arrival - step->arrive)
        KHE_BREACH(w->v, "slack", khe_at_step(w->course->route, s, "slack_min").s,
                   "slack is not the latest arrival less the arrival");
}

static int32_t begin_in_plan(const walk *w, const khe_visit *visit)
{
    const khe_plan_order *order = &w->plan->orders[visit->order];
    return visit->at_to ? order->begin : order->collect_begin;
}

/* Serves the orders of a step one after the other; returns the waiting. */
static int64_t serve(walk *w, int32_t s)
{
    const khe_step *step = &w->route->steps[s];
    int64_t wait = 0;
    for (int32_t k = 0; k < step->order_count; k++) {
        khe_visit *visit = &w->course->visits[w->visit++];
        const khe_text at = khe_at_order(w->course->route, s, k);
        visit->begin = begin_in_plan(w, visit);
        if (k == 0)
            expect_time(w, s, "begin", step->begin, visit->begin, "step_times",
                        "a step begins with its first order");
        if (visit->begin < w->now)
            KHE_BREACH(w->v, "too_early", at.s,
                       "order %s is served at %s, the vehicle is free at %s",
                       w->set->orders[visit->order].id, khe_clock(w->set, visit->begin).s,
                       khe_clock(w->set, w->now).s);
        check_visit_time(w, visit);
        if (visit->begin > w->now) wait += visit->begin - w->now;
        w->now = visit->begin + (int64_t)visit->service;
        for (int32_t m = 0; m < w->set->measures; m++)
            w->load[m] +=
                (int64_t)w->set->orders[visit->order].quantity[m] * (visit->at_to ? -1 : 1);
    }
    return wait;
}

static void walk_visits(walk *w, int32_t s)
{
    const khe_step *step = &w->route->steps[s];
    const khe_visit *first = &w->course->visits[w->visit];
    check_arrival(w, s, &first->leg);
    check_latest(w, s, last_begin(w, first));
    check_wait(w, s, serve(w, s));
    expect_time(w, s, "end", step->end, w->now, "service_time", "end of service");
    const khe_visit *last = &w->course->visits[w->visit - 1];
    const bool stop_ends = w->visit == w->course->count || last[1].stop != last->stop;
    const int64_t pause = stop_ends ? w->set->locations[last->place].fixed_stop : 0;
    expect_time(w, s, "leave", step->leave, step->end + pause, "fixed_stop",
                stop_ends ? "leaving after the stop" : "the stop goes on at once");
    check_on_board(w, s);
    w->now = step->leave;
}

static void walk_unload(walk *w, int32_t s)
{
    const khe_step *step = &w->route->steps[s];
    const khe_interval shift = w->set->vehicles[w->route->vehicle].shift[w->route->day];
    check_arrival(w, s, &w->course->home);
    check_latest(w, s, shift.close);
    if (step->begin < step->arrive)
        KHE_BREACH(w->v, "too_early", khe_at_step(w->course->route, s, "begin").s,
                   "unloading begins before the arrival");
    check_wait(w, s, step->begin > step->arrive ? (int64_t)step->begin - step->arrive : 0);
    check_dock_time(w, s, KHE_PICKUP, step->begin);
    expect_time(w, s, "end", step->end, step->begin + w->course->unload_ticks, "service_time",
                "end of unloading");
    expect_time(w, s, "leave", step->leave, step->end, "step_times", "leaving after unloading");
    for (int32_t m = 0; m < w->set->measures; m++) w->load[m] = 0;
    check_on_board(w, s);
    w->unload = step->begin;
    w->now = step->leave;
}

static void walk_end(walk *w, int32_t s)
{
    const khe_step *step = &w->route->steps[s];
    const khe_interval shift = w->set->vehicles[w->route->vehicle].shift[w->route->day];
    const khe_leg none = {.road = true};
    check_arrival(w, s, w->course->unloads ? &none : &w->course->home);
    check_latest(w, s, shift.close);
    expect_time(w, s, "leave", step->leave, step->arrive, "step_times",
                "the route ends on arrival");
    check_wait(w, s, 0);
    check_on_board(w, s);
}

/* After the walk */

static void check_one_ride(walk *w, int32_t i)
{
    const khe_visit *visit = &w->course->visits[i];
    const khe_order *order = &w->set->orders[visit->order];
    const int32_t leaves = khe_course_leaves_at(w->course, i);
    int64_t from = visit->begin + (int64_t)visit->service, to = visit->begin;
    if (visit->kind == KHE_DELIVERY) from = w->load_end;
    if (visit->kind == KHE_PICKUP) to = w->unload;
    if (visit->kind == KHE_SHIPMENT)
        to = leaves < w->course->count ? w->course->visits[leaves].begin : from;
    if (to - from > order->max_on_board)
        KHE_BREACH(w->v, "max_on_board", khe_at_order(w->course->route, visit->step, visit->nth).s,
                   "order %s is on board from %s to %s, longer than it may be", order->id,
                   khe_clock(w->set, from).s, khe_clock(w->set, to).s);
}

static void check_rides_time(walk *w)
{
    for (int32_t i = 0; i < w->course->count; i++) {
        const khe_visit *visit = &w->course->visits[i];
        if (w->set->orders[visit->order].max_on_board == KHE_NONE) continue;
        if (visit->kind == KHE_SHIPMENT && visit->at_to) continue;
        check_one_ride(w, i);
    }
}

static void check_duty(walk *w)
{
    const khe_vehicle *vehicle = &w->set->vehicles[w->route->vehicle];
    const khe_interval shift = vehicle->shift[w->route->day];
    const int32_t last = w->route->step_count - 1;
    const int64_t start = w->route->steps[0].leave, finish = w->route->steps[last].arrive;
    if (start < shift.open)
        KHE_BREACH(w->v, "shift", khe_at_step(w->course->route, 0, "leave").s,
                   "the duty begins at %s, the shift at %s", khe_clock(w->set, start).s,
                   khe_clock(w->set, shift.open).s);
    if (finish > shift.close)
        KHE_BREACH(w->v, "shift", khe_at_step(w->course->route, last, "arrive").s,
                   "the duty ends at %s, the shift at %s", khe_clock(w->set, finish).s,
                   khe_clock(w->set, shift.close).s);
    if (vehicle->max_duty != KHE_NONE && finish - start > vehicle->max_duty)
        KHE_BREACH(w->v, "max_duty", khe_at_route(w->course->route, "duty_h").s,
                   "the duty from %s to %s is longer than %s may have", khe_clock(w->set, start).s,
                   khe_clock(w->set, finish).s, vehicle->id);
    if (w->route->duty != finish - start)
        KHE_BREACH(w->v, "route_figures", khe_at_route(w->course->route, "duty_h").s,
                   "the duty is not the time from start to end");
}

static void check_figures(walk *w)
{
    const khe_route *route = w->route;
    const khe_course *course = w->course;
    const int32_t r = course->route;
    if (route->steps_driven != course->steps)
        KHE_BREACH(w->v, "route_figures", khe_at_route(r, "km").s,
                   "the length is not the sum of the legs");
    if (route->steps_empty != course->empty_steps)
        KHE_BREACH(w->v, "route_figures", khe_at_route(r, "empty_km").s,
                   "the length driven empty is not the sum of the empty legs");
    if (route->drive != course->drive)
        KHE_BREACH(w->v, "route_figures", khe_at_route(r, "drive_h").s,
                   "the driving time is not the sum of the legs");
    if (route->wait != w->wait)
        KHE_BREACH(w->v, "route_figures", khe_at_route(r, "wait_h").s,
                   "the waiting time is not the sum of the steps");
    for (int32_t m = 0; m < w->set->measures; m++)
        if (route->peak[m] != course->peak[m])
            KHE_BREACH(w->v, "route_figures", khe_at_route(r, "fill").s,
                       "the largest load is not that of the steps");
}

static void walk_route(walk *w)
{
    walk_start(w);
    for (int32_t s = 1; s < w->route->step_count; s++) {
        const khe_step *step = &w->route->steps[s];
        if (is_visit(step)) walk_visits(w, s);
        if (step->act == KHE_UNLOAD) walk_unload(w, s);
        if (step->act == KHE_END) walk_end(w, s);
    }
    check_rides_time(w);
    check_duty(w);
    check_figures(w);
}

kh_status khe_route_check(khe_verifier *v, const khe_plan *plan, khe_course *course, bool *sound)
{
    const khe_route *route = &plan->routes[course->route];
    walk w = {.v = v, .set = v->set, .plan = plan, .route = route, .course = course};
    *sound = true;
    course->vehicle = route->vehicle;
    course->day = route->day;
    if (!khe_has_shift(v->set, route->vehicle, route->day)) {
        KHE_BREACH(v, "no_shift", khe_at_route(course->route, "day").s,
                   "vehicle %s has no shift on day %d", v->set->vehicles[route->vehicle].id,
                   route->day);
        *sound = false;
    } else if (!shape_holds(route)) {
        KHE_BREACH(v, "route_shape", khe_at_route(course->route, "steps").s,
                   "a route is start, load, visits, unload, end, with loading and unloading where "
                   "there is something to load or unload");
        *sound = false;
    }
    if (!*sound) return KH_OK;
    const kh_status status = collect_visits(v, route, course, sound);
    if (status != KH_OK || !*sound) return status;
    khe_course_survey(v->set, course);
    *sound = khe_course_pairs(v, course);
    if (!*sound) return KH_OK;
    khe_course_check(v, course);
    check_places(&w);
    check_dock_list(&w, KHE_LOAD, KHE_DELIVERY);
    check_dock_list(&w, KHE_UNLOAD, KHE_PICKUP);
    walk_route(&w);
    return KH_OK;
}
