/* What a sequence of visits is and must keep, whatever its times: who rides, pairs, what is on
 * board, conflicts, length and stops. */
#include "verify_parts.h"

static khe_text at_visit(const khe_course *course, int32_t i)
{
    return khe_at_order(course->route, course->visits[i].step, course->visits[i].nth);
}

static const char *id_of(const kh_order_set *set, const khe_visit *visit)
{
    return set->orders[visit->order].id;
}

/* Ticks that an order adds to loading or unloading at a place, without its own service there. */
static int64_t dock_share(const kh_order_set *set, int32_t place, const khe_order *order)
{
    khe_service share = set->locations[place].dock_service;
    share.fixed = 0;
    return khe_service_ticks(&set->calendar, &share, order->quantity, set->measures);
}

static void survey_docks(const kh_order_set *set, khe_course *course)
{
    const khe_vehicle *vehicle = &set->vehicles[course->vehicle];
    for (int32_t i = 0; i < course->count; i++) {
        const khe_visit *visit = &course->visits[i];
        const khe_order *order = &set->orders[visit->order];
        if (visit->kind == KHE_DELIVERY) {
            course->loads = true;
            course->load_ticks += dock_share(set, vehicle->start, order) + order->from.service;
        } else if (visit->kind == KHE_PICKUP) {
            course->unloads = true;
            course->unload_ticks += dock_share(set, vehicle->end, order) + order->to.service;
        }
    }
    if (course->loads)
        course->load_ticks += khe_ticks_from_micro_min(
            &set->calendar, set->locations[vehicle->start].dock_service.fixed);
    if (course->unloads)
        course->unload_ticks += khe_ticks_from_micro_min(
            &set->calendar, set->locations[vehicle->end].dock_service.fixed);
}

static void add_leg(khe_course *course, const khe_leg *leg, int32_t riding)
{
    course->steps += leg->steps;
    course->drive += leg->ticks;
    course->toll += leg->toll;
    if (riding == 0) course->empty_steps += leg->steps;
}

static int32_t riding_at_start(const khe_course *course)
{
    int32_t riding = 0;
    for (int32_t i = 0; i < course->count; i++) riding += course->visits[i].kind == KHE_DELIVERY;
    return riding;
}

static void survey_legs(const kh_order_set *set, khe_course *course)
{
    const khe_vehicle *vehicle = &set->vehicles[course->vehicle];
    int32_t riding = riding_at_start(course), at = vehicle->start;
    for (int32_t i = 0; i < course->count; i++) {
        khe_visit *visit = &course->visits[i];
        const bool same_stop = i > 0 && visit->place == at;
        visit->stop = same_stop ? course->stops - 1 : course->stops++;
        visit->leg = same_stop ? (khe_leg){.road = true}
                               : khe_travel_leg(set, vehicle->profile, at, visit->place);
        add_leg(course, &visit->leg, riding);
        riding += khe_leaves_board(visit) ? -1 : 1;
        at = visit->place;
    }
    course->home = khe_travel_leg(set, vehicle->profile, at, vehicle->end);
    add_leg(course, &course->home, riding);
}

static void add_load(const kh_order_set *set, int32_t order, int64_t sign, int64_t *load)
{
    for (int32_t m = 0; m < set->measures; m++) load[m] += sign * set->orders[order].quantity[m];
}

void khe_course_first_load(const kh_order_set *set, const khe_course *course, int64_t *load)
{
    for (int32_t i = 0; i < course->count; i++)
        if (course->visits[i].kind == KHE_DELIVERY) add_load(set, course->visits[i].order, 1, load);
}

static void survey_load(const kh_order_set *set, khe_course *course)
{
    int64_t load[KHE_MEASURES_MAX] = {0};
    khe_course_first_load(set, course, load);
    for (int32_t i = 0;; i++) {
        for (int32_t m = 0; m < set->measures; m++)
            if (load[m] > course->peak[m]) course->peak[m] = load[m];
        if (i == course->count) return;
        const khe_visit *visit = &course->visits[i];
        add_load(set, visit->order, khe_leaves_board(visit) ? -1 : 1, load);
    }
}

void khe_course_survey(const kh_order_set *set, khe_course *course)
{
    for (int32_t i = 0; i < course->count; i++) {
        khe_visit *visit = &course->visits[i];
        visit->kind = khe_kind_of(set, visit->order);
        visit->place = khe_visit_end(set, visit)->place;
        visit->service = khe_visit_end(set, visit)->service;
    }
    survey_docks(set, course);
    survey_legs(set, course);
    survey_load(set, course);
}

/* The other visit of the same order with the given end, or KHE_NONE. */
static int32_t find_visit(const khe_course *course, int32_t order, bool at_to, int32_t from)
{
    for (int32_t i = from; i < course->count; i++)
        if (course->visits[i].order == order && course->visits[i].at_to == at_to) return i;
    return KHE_NONE;
}

int32_t khe_course_leaves_at(const khe_course *course, int32_t i)
{
    const khe_visit *visit = &course->visits[i];
    if (visit->kind == KHE_PICKUP) return course->count;
    if (visit->kind == KHE_DELIVERY) return i;
    const int32_t to = find_visit(course, visit->order, true, i);
    return to == KHE_NONE ? course->count : to;
}

static void check_rides(khe_verifier *v, const khe_course *course)
{
    for (int32_t i = 0; i < course->count; i++) {
        const khe_visit *visit = &course->visits[i];
        const char *why = khe_ride_refusal(v->set, visit->order, course->vehicle);
        if (why)
            KHE_BREACH(v, "may_not_ride", at_visit(course, i).s, "order %s may not ride on %s: %s",
                       id_of(v->set, visit), v->set->vehicles[course->vehicle].id, why);
        const bool *days = v->set->orders[visit->order].ship_days;
        if (days && !days[course->day])
            KHE_BREACH(v, "ship_day", at_visit(course, i).s, "order %s does not ship on day %d",
                       id_of(v->set, visit), course->day);
    }
}

/* Each visit is the one that its order's kind asks for, once, and a shipment's come in order. */
bool khe_course_pairs(khe_verifier *v, const khe_course *course)
{
    const int64_t before = v->breaches;
    for (int32_t i = 0; i < course->count; i++) {
        const khe_visit *visit = &course->visits[i];
        const char *id = id_of(v->set, visit);
        if (find_visit(course, visit->order, visit->at_to, i + 1) != KHE_NONE)
            KHE_BREACH(v, "order_twice", at_visit(course, i).s,
                       "order %s is visited twice on this route", id);
        if (visit->kind == KHE_DELIVERY && !visit->at_to)
            KHE_BREACH(v, "wrong_end", at_visit(course, i).s,
                       "order %s is a delivery, loaded at the start and not collected", id);
        if (visit->kind == KHE_PICKUP && visit->at_to)
            KHE_BREACH(v, "wrong_end", at_visit(course, i).s,
                       "order %s is a pickup, unloaded at the end and not delivered", id);
        if (visit->kind != KHE_SHIPMENT) continue;
        const int32_t other = find_visit(course, visit->order, !visit->at_to, 0);
        if (other == KHE_NONE)
            KHE_BREACH(v, "pair_broken", at_visit(course, i).s, "order %s is %s on this route", id,
                       visit->at_to ? "delivered but not collected"
                                    : "collected but not delivered");
        else if (visit->at_to && other > i)
            KHE_BREACH(v, "pair_broken", at_visit(course, i).s,
                       "order %s is delivered before it is collected", id);
    }
    return v->breaches == before;
}

static void check_capacity(khe_verifier *v, const khe_course *course, int32_t i,
                           const int64_t *load)
{
    const khe_vehicle *vehicle = &v->set->vehicles[course->vehicle];
    for (int32_t m = 0; m < v->set->measures; m++) {
        if (vehicle->capacity[m] == INT32_MAX || load[m] <= vehicle->capacity[m]) continue;
        const khe_text at = i < 0 ? khe_at_step(course->route, 1, "") : at_visit(course, i);
        KHE_BREACH(v, "capacity", at.s, "%s %s on board, %s takes %s",
                   khe_decimal(load[m] * 1000).s, v->set->measure[m], vehicle->id,
                   khe_decimal((int64_t)vehicle->capacity[m] * 1000).s);
    }
}

static void check_load(khe_verifier *v, const khe_course *course)
{
    int64_t load[KHE_MEASURES_MAX] = {0};
    khe_course_first_load(v->set, course, load);
    check_capacity(v, course, -1, load);
    for (int32_t i = 0; i < course->count; i++) {
        const khe_visit *visit = &course->visits[i];
        add_load(v->set, visit->order, khe_leaves_board(visit) ? -1 : 1, load);
        if (!khe_leaves_board(visit)) check_capacity(v, course, i, load);
    }
}

static void check_backhaul(khe_verifier *v, const khe_course *course)
{
    const khe_vehicle *vehicle = &v->set->vehicles[course->vehicle];
    int32_t last_delivery = KHE_NONE;
    for (int32_t i = 0; i < course->count; i++)
        if (course->visits[i].kind == KHE_DELIVERY) last_delivery = i;
    if (vehicle->needs_delivery && last_delivery == KHE_NONE)
        KHE_BREACH(v, "needs_delivery", khe_at_route(course->route, "").s,
                   "vehicle %s must not drive without a delivery", vehicle->id);
    for (int32_t i = 0; vehicle->pickups_after_deliveries && i < last_delivery; i++)
        if (course->visits[i].kind == KHE_PICKUP)
            KHE_BREACH(v, "pickup_too_early", at_visit(course, i).s,
                       "order %s is collected before the last delivery",
                       id_of(v->set, &course->visits[i]));
}

static void check_roads(khe_verifier *v, const khe_course *course)
{
    for (int32_t i = 0; i < course->count; i++)
        if (!course->visits[i].leg.road)
            KHE_BREACH(v, "no_road", khe_at_step(course->route, course->visits[i].step, "at").s,
                       "no road leads to %s from the place before",
                       v->set->locations[course->visits[i].place].id);
    if (!course->home.road)
        KHE_BREACH(v, "no_road", khe_at_route(course->route, "").s,
                   "no road leads from the last stop to the end of the route");
}

static void check_limits(khe_verifier *v, const khe_course *course)
{
    const khe_vehicle *vehicle = &v->set->vehicles[course->vehicle];
    const int64_t km = (int64_t)1000 * v->set->steps_per_m;
    if (vehicle->max_steps != KHE_NONE && course->steps > vehicle->max_steps)
        KHE_BREACH(v, "max_km", khe_at_route(course->route, "km").s,
                   "the route is %s km long, %s may drive %s",
                   khe_decimal(course->steps * 1000000 / km).s, vehicle->id,
                   khe_decimal((int64_t)vehicle->max_steps * 1000000 / km).s);
    if (vehicle->max_stops != KHE_NONE && course->stops > vehicle->max_stops)
        KHE_BREACH(v, "max_stops", khe_at_route(course->route, "steps").s,
                   "the route has %d stops, %s may make %d", course->stops, vehicle->id,
                   vehicle->max_stops);
    check_roads(v, course);
}

/* Some two different goods of the list, one of each order. */
static bool goods_conflict(khe_names list, khe_names a, khe_names b)
{
    const khe_names both = list & (a | b);
    return (list & a) && (list & b) && (both & (both - 1));
}

static bool accounts_conflict(const kh_order_set *set, int32_t a, int32_t b)
{
    if (a == KHE_NONE || b == KHE_NONE) return false;
    for (int32_t i = 0; i < set->accounts[a].never_withs; i++)
        if (set->accounts[a].never_with[i] == b) return true;
    for (int32_t i = 0; i < set->accounts[b].never_withs; i++)
        if (set->accounts[b].never_with[i] == a) return true;
    return false;
}

/* Whether the orders that visits i and j begin are on board at the same time. Between visit k - 1
 * and visit k is moment k. */
static bool meet(const khe_course *course, int32_t i, int32_t j)
{
    const int32_t from_i = course->visits[i].kind == KHE_DELIVERY ? 0 : i + 1;
    const int32_t from_j = course->visits[j].kind == KHE_DELIVERY ? 0 : j + 1;
    const int32_t to_i = khe_course_leaves_at(course, i), to_j = khe_course_leaves_at(course, j);
    return (from_i > from_j ? from_i : from_j) <= (to_i < to_j ? to_i : to_j);
}

static void check_two(khe_verifier *v, const khe_course *course, int32_t i, int32_t j)
{
    const kh_order_set *set = v->set;
    const khe_order *a = &set->orders[course->visits[i].order];
    const khe_order *b = &set->orders[course->visits[j].order];
    const bool at_once = meet(course, i, j);
    for (int32_t k = 0; k < set->apart_count; k++) {
        const khe_apart *apart = &set->apart[k];
        if ((at_once || apart->whole_route) && goods_conflict(apart->goods, a->goods, b->goods))
            KHE_BREACH(v, "goods_conflict", at_visit(course, j).s,
                       "orders %s and %s carry goods that may not be %s", a->id, b->id,
                       apart->whole_route ? "on the same route" : "on board at the same time");
    }
    if (at_once && accounts_conflict(set, a->account, b->account))
        KHE_BREACH(v, "accounts_conflict", at_visit(course, j).s,
                   "orders %s and %s are on board together, their accounts never ride together",
                   a->id, b->id);
}

static void check_conflicts(khe_verifier *v, const khe_course *course)
{
    for (int32_t i = 0; i < course->count; i++) {
        if (course->visits[i].kind == KHE_SHIPMENT && course->visits[i].at_to) continue;
        for (int32_t j = i + 1; j < course->count; j++)
            if (course->visits[j].kind != KHE_SHIPMENT || !course->visits[j].at_to)
                check_two(v, course, i, j);
    }
}

void khe_course_check(khe_verifier *v, const khe_course *course)
{
    check_rides(v, course);
    check_load(v, course);
    check_backhaul(v, course);
    check_limits(v, course);
    check_conflicts(v, course);
}
