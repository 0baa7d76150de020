/* An order set with a plan of it that holds, for tests that break one rule of it at a time.
 *
 * Five places, ten kilometres and ten minutes apart. Route 0 (van 1) loads o0, o1; delivers o0 and
 * collects o3 at a, delivers o1 at b, delivers o3 at d, collects o2 at c and unloads it. Route 1
 * (truck 1) delivers o4 at b, route 2 (van 2) fetches o6 from c. o5 stays out at its price. */
#ifndef VERIFY_WORLD_H
#define VERIFY_WORLD_H

#include "test.h"

#include "verify.h"
#include "verify_parts.h"

enum { DC, A, B, C, D, PLACES };
enum { VAN, TRUCK, CLASSES };
enum { ORDERS = 7, ROUTES = 3 };
enum { KM = 1000, MIN = 60, HOUR = 3600 };

typedef struct world {
    kh_order_set set;
    khe_location places[PLACES];
    khe_interval hours[PLACES];
    khe_profile profile;
    int32_t row_of[PLACES], steps[PLACES * PLACES], ticks[PLACES * PLACES];
    khe_order orders[ORDERS];
    khe_window from[ORDERS], to[ORDERS];
    khe_vehicle vehicles[CLASSES];
    khe_interval shift[CLASSES];
    khe_account accounts[2];
    khe_dedicated dedicated;
    int32_t never_with;
    bool classes[CLASSES];
    khe_apart apart;
    khe_together together;
    int32_t bound[2];
    khe_bad_order bad;

    khe_plan plan;
    khe_route routes[ROUTES];
    khe_step step[ROUTES][10];
    int32_t listed[ROUTES][10][4];
    khe_plan_order planned[ORDERS];
    khe_unserved unserved[3];
    khe_why why;
} world;

static char names[][8] = {"dc", "a", "b", "c", "d"};
static char order_ids[][8] = {"o0", "o1", "o2", "o3", "o4", "o5", "o6"};
static char class_ids[][8] = {"van", "truck"};
static char account_ids[][8] = {"acme", "rival"};
static char kg[] = "kg";

static void make_places(world *w)
{
    for (int32_t p = 0; p < PLACES; p++) {
        w->places[p] = (khe_location){.id = names[p],
                                      .opens = 1,
                                      .open = &w->hours[p],
                                      .limits = {INT32_MAX, INT32_MAX, INT32_MAX, INT32_MAX}};
        w->hours[p] = (khe_interval){5 * HOUR, 20 * HOUR};
        w->row_of[p] = p;
        for (int32_t q = 0; q < PLACES; q++) {
            w->steps[p * PLACES + q] = p == q ? 0 : 10 * KM;
            w->ticks[p * PLACES + q] = p == q ? 0 : 10 * MIN;
        }
    }
    w->places[A].fixed_stop = 2 * MIN;
    w->places[DC].dock_service = (khe_service){.fixed = 5000000, .per = {1000000}};
    w->profile = (khe_profile){.model = KHE_MATRIX,
                               .row_of = w->row_of,
                               .rows = PLACES,
                               .steps = w->steps,
                               .ticks = w->ticks};
}

static void make_orders(world *w)
{
    static const int32_t ends[ORDERS][2] = {{DC, A}, {DC, B}, {C, DC}, {A, D},
                                            {DC, B}, {DC, D}, {C, DC}};
    for (int32_t o = 0; o < ORDERS; o++) {
        khe_order *order = &w->orders[o];
        *order = (khe_order){.id = order_ids[o],
                             .index_in_document = o,
                             .account = 0,
                             .tier = 3,
                             .unserved_penalty = o == 5 ? 50000000 : KHE_NONE,
                             .max_on_board = KHE_NONE};
        order->quantity[0] = 2000;
        w->from[o] = (khe_window){6 * HOUR, 12 * HOUR, true};
        w->to[o] = (khe_window){8 * HOUR, 12 * HOUR, true};
        order->from = (khe_end){ends[o][0], &w->from[o], 1, 1 * MIN};
        order->to = (khe_end){ends[o][1], &w->to[o], 1, 3 * MIN};
    }
}

static void make_fleet(world *w)
{
    for (int32_t c = 0; c < CLASSES; c++) {
        w->shift[c] = (khe_interval){6 * HOUR, 19 * HOUR};
        w->vehicles[c] = (khe_vehicle){.id = class_ids[c],
                                       .count = 2,
                                       .start = DC,
                                       .end = DC,
                                       .shift = &w->shift[c],
                                       .capacity = {10000},
                                       .max_duty = KHE_NONE,
                                       .max_steps = KHE_NONE,
                                       .max_stops = KHE_NONE,
                                       .size = {INT32_MAX, INT32_MAX, INT32_MAX, INT32_MAX},
                                       .per_day = 100000000,
                                       .per_day_owned = 40000000,
                                       .per_km = 1000000,
                                       .toll_per_km = 100000,
                                       .per_h = 24000000,
                                       .per_stop = 3000000,
                                       .overtime_after = INT32_MAX};
    }
}

static void make_set(world *w)
{
    make_places(w);
    make_orders(w);
    make_fleet(w);
    for (int32_t a = 0; a < 2; a++) w->accounts[a] = (khe_account){.id = account_ids[a], .tier = 3};
    w->set.calendar = (khe_calendar){.days = 1, .ticks_per_s = 1};
    w->set.steps_per_m = 1;
    w->set.measures = 1;
    w->set.measure[0] = kg;
    w->set.locations = w->places;
    w->set.location_count = PLACES;
    w->set.profiles = &w->profile;
    w->set.profile_count = 1;
    w->set.orders = w->orders;
    w->set.order_count = ORDERS;
    w->set.vehicles = w->vehicles;
    w->set.vehicle_count = CLASSES;
    w->set.accounts = w->accounts;
    w->set.account_count = 2;
}

/* Making the plan: plain arithmetic on the times that khe_verify_time gives. */

typedef struct pen {
    world *w;
    int32_t r, place, now, steps;
    int32_t load;
} pen;

static khe_step *write_step(pen *p, khe_do act, int32_t place)
{
    khe_route *route = &p->w->routes[p->r];
    khe_step *step = &p->w->step[p->r][route->step_count];
    const int32_t leg = p->place * PLACES + place;
    *step = (khe_step){.act = act, .place = place, .orders = p->w->listed[p->r][route->step_count]};
    step->leg_steps = p->w->steps[leg];
    step->leg_ticks = p->w->ticks[leg];
    route->step_count++;
    route->drive += step->leg_ticks;
    route->steps_driven += step->leg_steps;
    if (p->load == 0) route->steps_empty += step->leg_steps;
    p->place = place;
    p->now += step->leg_ticks;
    step->arrive = step->latest_arrival = p->now;
    step->cum_steps = route->steps_driven;
    return step;
}

static void end_step(pen *p, khe_step *step, int32_t begin, int32_t end, int32_t leave)
{
    khe_route *route = &p->w->routes[p->r];
    step->begin = begin;
    step->end = end;
    step->leave = p->now = leave;
    step->on_board[0] = p->load;
    if (p->load > route->peak[0]) route->peak[0] = p->load;
}

static void write_docks(pen *p, bool at_start, const khe_turn *turns, int32_t count, int32_t begin)
{
    khe_step *step = write_step(p, at_start ? KHE_LOAD : KHE_UNLOAD, DC);
    int32_t work = 5 * MIN;
    for (int32_t i = 0; i < count; i++) {
        const khe_order *order = &p->w->orders[turns[i].order];
        const int32_t place = at_start ? order->from.place : order->to.place;
        if (place != DC) continue;
        step->orders[step->order_count++] = turns[i].order;
        work += 2 * MIN + (at_start ? order->from.service : order->to.service);
        p->load += at_start ? 2000 : -2000;
        if (!at_start) p->w->planned[turns[i].order].begin = begin;
    }
    step->wait = begin - p->now;
    p->w->routes[p->r].wait += step->wait;
    end_step(p, step, begin, begin + work, begin + work);
}

static void write_visit(pen *p, const khe_turn *turns, int32_t i, int32_t count, int32_t begin)
{
    const khe_order *order = &p->w->orders[turns[i].order];
    const khe_end *end = turns[i].at_to ? &order->to : &order->from;
    khe_plan_order *planned = &p->w->planned[turns[i].order];
    khe_step *step = write_step(p, turns[i].at_to ? KHE_DELIVER : KHE_COLLECT, end->place);
    step->orders[step->order_count++] = turns[i].order;
    step->wait = begin - p->now;
    p->w->routes[p->r].wait += step->wait;
    planned->route = p->r;
    if (turns[i].at_to)
        planned->begin = begin;
    else
        planned->collect_begin = begin;
    p->load += turns[i].at_to ? -2000 : 2000;
    int32_t pause = p->w->places[end->place].fixed_stop;
    if (i + 1 < count) {
        const khe_order *next = &p->w->orders[turns[i + 1].order];
        if ((turns[i + 1].at_to ? next->to.place : next->from.place) == end->place) pause = 0;
    }
    end_step(p, step, begin, begin + end->service, begin + end->service + pause);
}

static void write_route(world *w, int32_t r, int32_t vehicle, int32_t number, const khe_turn *turns,
                        int32_t count)
{
    int32_t begins[8];
    khe_timing timing = {.begin = begins};
    khe_costs costs;
    bool feasible = false, loads = false, unloads = false;
    khe_route *route = &w->routes[r];
    CHECK_EQ(khe_verify_time(&w->set, vehicle, 0, turns, count, &timing, &costs, &feasible), KH_OK);
    CHECK(feasible);
    *route = (khe_route){.vehicle = vehicle, .number = number, .steps = w->step[r], .costs = costs};
    pen p = {.w = w, .r = r, .place = DC, .now = timing.start};
    end_step(&p, write_step(&p, KHE_START, DC), p.now, p.now, p.now);
    for (int32_t i = 0; i < count; i++) {
        loads |= w->orders[turns[i].order].from.place == DC;
        unloads |= w->orders[turns[i].order].to.place == DC;
    }
    if (loads) write_docks(&p, true, turns, count, timing.start);
    for (int32_t i = 0; i < count; i++) write_visit(&p, turns, i, count, begins[i]);
    if (unloads) write_docks(&p, false, turns, count, timing.unload);
    khe_step *end = write_step(&p, KHE_END, DC);
    end_step(&p, end, p.now, p.now, p.now);
    CHECK_EQ(p.now, timing.finish);
    route->duty = timing.finish - timing.start;
}

static void share_costs(world *w, int32_t r, const khe_turn *turns, int32_t count)
{
    khe_visit visits[8] = {{0}};
    khe_costs shares[8];
    khe_course course = {.vehicle = w->routes[r].vehicle, .visits = visits, .count = count};
    for (int32_t i = 0; i < count; i++)
        visits[i] = (khe_visit){.order = turns[i].order, .at_to = turns[i].at_to};
    khe_course_survey(&w->set, &course);
    CHECK_EQ(khe_share_costs(&w->set, &course, &w->routes[r].costs, shares), KH_OK);
    for (int32_t i = 0; i < count; i++)
        if (visits[i].kind != KHE_SHIPMENT || !visits[i].at_to)
            w->planned[turns[i].order].costs = shares[i];
}

static void sum_up(world *w)
{
    khe_plan *plan = &w->plan;
    w->why = (khe_why){KHE_PRICED_OUT, false, NULL};
    w->unserved[0] = (khe_unserved){5, KHE_NONE, &w->why, 1};
    *plan = (khe_plan){.routes = w->routes,
                       .route_count = ROUTES,
                       .orders = w->planned,
                       .unserved = w->unserved,
                       .unserved_count = 1,
                       .idle_owned = 40000000};
    for (int32_t r = 0; r < ROUTES; r++)
        for (int32_t l = 0; l < KHE_LINES; l++) plan->costs.line[l] += w->routes[r].costs.line[l];
    plan->costs.line[KHE_OWNED] += plan->idle_owned;
    plan->costs.line[KHE_UNSERVED] = w->planned[5].costs.line[KHE_UNSERVED] = 50000000;
}

static void make_world(world *w)
{
    static const khe_turn first[] = {{0, true}, {3, false}, {1, true}, {3, true}, {2, false}};
    static const khe_turn second[] = {{4, true}}, third[] = {{6, false}};
    *w = (world){.never_with = 1};
    make_set(w);
    for (int32_t o = 0; o < ORDERS; o++)
        w->planned[o] = (khe_plan_order){.route = KHE_NONE,
                                         .shipment = KHE_NONE,
                                         .begin = KHE_NO_TIME,
                                         .collect_begin = KHE_NO_TIME};
    write_route(w, 0, VAN, 1, first, 5);
    write_route(w, 1, TRUCK, 1, second, 1);
    write_route(w, 2, VAN, 2, third, 1);
    share_costs(w, 0, first, 5);
    share_costs(w, 1, second, 1);
    share_costs(w, 2, third, 1);
    sum_up(w);
}

#endif
