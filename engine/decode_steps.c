/* From a sequence of visits and its schedule to the steps of a route. */
#include <stdlib.h>
#include <string.h>

#include "decode_parts.h"

/* Where the vehicle is while its steps are written down. */
typedef struct driver {
    khe_decoder *d;
    khe_route *route;
    int32_t place;  /* location */
    int32_t now;    /* tick at which it is free to go on */
    int32_t steps;  /* driven */
    int32_t riding; /* orders on board */
    int32_t load[KHE_MEASURES_MAX];
} driver;

static khe_step *add_step(driver *v, khe_do act, int32_t place, int32_t orders)
{
    khe_step *step = &v->route->steps[v->route->step_count];
    *step = (khe_step){.act = act, .place = place, .latest_arrival = KHE_NO_TIME};
    if (orders > 0) {
        step->orders = calloc((size_t)orders, sizeof *step->orders);
        if (!step->orders) return NULL;
    }
    v->route->step_count++;
    return step;
}

/* Drives to the place of a step; tolls go to the route's line. */
static void drive_to(driver *v, khe_step *step, bool same_stop)
{
    const kh_order_set *set = v->d->set;
    const int32_t profile = set->vehicles[v->route->vehicle].profile;
    const khe_leg leg =
        same_stop ? (khe_leg){.road = true} : khe_travel_leg(set, profile, v->place, step->place);
    v->place = step->place;
    v->steps += leg.steps;
    v->now += leg.ticks;
    v->route->drive += leg.ticks;
    v->route->costs.line[KHE_TOLLS] += leg.toll;
    if (v->riding == 0) v->route->steps_empty += leg.steps;
    step->leg_steps = leg.steps;
    step->leg_ticks = leg.ticks;
    step->cum_steps = v->steps;
    step->arrive = v->now;
}

static void note_peak(driver *v)
{
    for (int32_t m = 0; m < v->d->set->measures; m++)
        if (v->load[m] > v->route->peak[m]) v->route->peak[m] = v->load[m];
}

static void move_goods(driver *v, int32_t order, int32_t sign)
{
    const kh_order_set *set = v->d->set;
    for (int32_t m = 0; m < set->measures; m++) v->load[m] += sign * set->orders[order].quantity[m];
    v->riding += sign;
}

static void leave_at(driver *v, khe_step *step, int32_t tick)
{
    step->leave = v->now = tick;
    step->cum_steps = v->steps;
    memcpy(step->on_board, v->load, sizeof step->on_board);
}

/* Orders of one kind on a stretch of visits, in their sequence. \return how many */
static int32_t list_orders(const driver *v, khs_kind kind, int32_t *orders)
{
    const khs_problem *p = &v->d->compiled->problem;
    int32_t count = 0;
    for (int32_t i = 0; i < v->d->count; i++) {
        if (p->kind[v->d->visits[i]] != kind) continue;
        if (orders) orders[count] = p->order_of[v->d->visits[i]];
        count++;
    }
    return count;
}

static int32_t dock_work(const driver *v, khs_kind kind)
{
    const khs_problem *p = &v->d->compiled->problem;
    const khs_resource *r = &p->resource[v->d->resource];
    const int32_t place = kind == KHS_DELIVERY ? r->start : r->end;
    int32_t ticks = kind == KHS_DELIVERY ? r->load_fixed : r->unload_fixed;
    for (int32_t i = 0; i < v->d->count; i++)
        if (p->kind[v->d->visits[i]] == kind)
            ticks += p->dock_ticks[(int64_t)p->dock_of[place] * (p->visits + 1) + v->d->visits[i]];
    return ticks;
}

static bool begin_route(driver *v)
{
    const int32_t start = v->d->set->vehicles[v->route->vehicle].start;
    const int32_t begin = v->d->schedule.duty_begin;
    khe_step *step = add_step(v, KHE_START, start, 0);
    v->place = start;
    step->arrive = step->begin = step->end = begin;
    leave_at(v, step, begin);
    const int32_t deliveries = list_orders(v, KHS_DELIVERY, NULL);
    if (deliveries == 0) return true;
    step = add_step(v, KHE_LOAD, start, deliveries);
    if (!step) return false;
    step->order_count = list_orders(v, KHS_DELIVERY, step->orders);
    for (int32_t k = 0; k < deliveries; k++) move_goods(v, step->orders[k], 1);
    note_peak(v);
    step->arrive = step->begin = begin;
    step->end = begin + dock_work(v, KHS_DELIVERY);
    leave_at(v, step, step->end);
    return true;
}

static khe_do act_of(const driver *v, int32_t visit)
{
    const uint8_t kind = v->d->compiled->problem.kind[visit];
    return kind == KHS_DELIVERY || kind == KHS_SHIP_TO ? KHE_DELIVER : KHE_COLLECT;
}

static int32_t location_of(const driver *v, int32_t visit)
{
    return v->d->compiled->location[v->d->compiled->problem.place[visit]];
}

/* The end of the stretch of visits from i on that are one step: same place, same act. */
static int32_t stretch_end(const driver *v, int32_t i)
{
    const int32_t *visits = v->d->visits;
    int32_t j = i + 1;
    while (j < v->d->count && location_of(v, visits[j]) == location_of(v, visits[i]) &&
           act_of(v, visits[j]) == act_of(v, visits[i]))
        j++;
    return j;
}

static void serve_order(driver *v, khe_step *step, int32_t i)
{
    const khs_problem *p = &v->d->compiled->problem;
    const int32_t visit = v->d->visits[i], order = p->order_of[visit];
    const int32_t begin = v->d->schedule.begin[i];
    khe_plan_order *of = &v->d->plan->orders[order];
    step->wait += begin - v->now;
    step->orders[step->order_count++] = order;
    if (step->act == KHE_DELIVER)
        of->begin = begin;
    else
        of->collect_begin = begin;
    if (v->d->schedule.room[i] < of->room) of->room = v->d->schedule.room[i];
    move_goods(v, order, step->act == KHE_DELIVER ? -1 : 1);
    note_peak(v);
    v->now = begin + p->service[visit];
}

/* One step of visits i ... j - 1. */
static bool serve(driver *v, int32_t i, int32_t j)
{
    const int32_t place = location_of(v, v->d->visits[i]);
    const bool same_stop = i > 0 && location_of(v, v->d->visits[i - 1]) == place;
    const bool stop_ends = j == v->d->count || location_of(v, v->d->visits[j]) != place;
    khe_step *step = add_step(v, act_of(v, v->d->visits[i]), place, j - i);
    if (!step) return false;
    drive_to(v, step, same_stop);
    step->begin = v->d->schedule.begin[i];
    step->latest_arrival = v->d->schedule.latest[i];
    for (int32_t k = i; k < j; k++) serve_order(v, step, k);
    step->end = v->now;
    v->route->wait += step->wait;
    v->d->stops += !same_stop;
    leave_at(v, step, step->end + (stop_ends ? v->d->set->locations[place].fixed_stop : 0));
    return true;
}

static bool unload(driver *v, int32_t end, int32_t pickups)
{
    const int32_t begin = v->d->schedule.unload_begin;
    khe_step *step = add_step(v, KHE_UNLOAD, end, pickups);
    if (!step) return false;
    step->order_count = list_orders(v, KHS_PICKUP, step->orders);
    drive_to(v, step, false);
    step->latest_arrival = v->d->schedule.latest[v->d->count];
    for (int32_t k = 0; k < pickups; k++) {
        move_goods(v, step->orders[k], -1);
        v->d->plan->orders[step->orders[k]].begin = begin;
    }
    step->begin = begin;
    step->wait = begin - step->arrive;
    v->route->wait += step->wait;
    step->end = begin + dock_work(v, KHS_PICKUP);
    leave_at(v, step, step->end);
    return true;
}

static bool end_route(driver *v)
{
    const int32_t end = v->d->set->vehicles[v->route->vehicle].end;
    const int32_t pickups = list_orders(v, KHS_PICKUP, NULL);
    if (pickups > 0 && !unload(v, end, pickups)) return false;
    khe_step *step = add_step(v, KHE_END, end, 0);
    drive_to(v, step, pickups > 0);
    step->begin = step->end = step->arrive;
    step->latest_arrival = v->d->schedule.latest[v->d->count];
    if (pickups > 0) step->latest_arrival += dock_work(v, KHS_PICKUP);
    leave_at(v, step, step->arrive);
    return true;
}

bool khe_decode_steps(khe_decoder *d, khe_route *route)
{
    driver v = {.d = d, .route = route};
    d->stops = 0;
    route->steps = calloc((size_t)d->count + 4, sizeof *route->steps);
    if (!route->steps || !begin_route(&v)) return false;
    for (int32_t i = 0; i < d->count;) {
        const int32_t j = stretch_end(&v, i);
        if (!serve(&v, i, j)) return false;
        i = j;
    }
    if (!end_route(&v)) return false;
    route->steps_driven = v.steps;
    route->duty = d->schedule.duty_end - d->schedule.duty_begin;
    return true;
}
