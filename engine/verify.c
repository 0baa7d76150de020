/* Verifies a plan against its order set, from docs/rules.md and nothing else.
 *
 * Every route is checked alone (verify_route.c), the shipments of carriers (verify_shipments.c);
 * then what lies between them: each vehicle once a day, each order once, bonds, the price of extra
 * visits, sums. */
#include <stdio.h>
#include <stdlib.h>

#include "verify_parts.h"

typedef struct tour {
    khe_verifier *v;
    const kh_order_set *set;
    const khe_plan *plan;
    khe_course *courses;  /* [route_count]; visits NULL: not sound */
    int32_t *served;      /* [orders] how many routes and shipments serve it */
    int32_t *route_of;    /* [orders] the last of the routes, or KHE_NONE */
    int32_t *shipment_of; /* [orders] the last of the shipments, or KHE_NONE */
    int32_t *left_out;    /* [orders] how often it is listed as unserved */
    bool sound;           /* every route has a course, every shipment its stops */
} tour;

static khe_text at_index(const char *list, int32_t i, const char *key)
{
    khe_text text;
    snprintf(text.s, sizeof text.s, "/%s/%d%s%s", list, i, *key ? "/" : "", key);
    return text;
}

/* Vehicles */

static void check_number(tour *t, int32_t r)
{
    const khe_route *route = &t->plan->routes[r];
    const khe_vehicle *vehicle = &t->set->vehicles[route->vehicle];
    const int32_t count = khe_class_count(t->set, route->vehicle);
    if (route->number < 1 || route->number > count)
        KHE_BREACH(t->v, "no_such_number", khe_at_route(r, "number").s,
                   "%s has the numbers 1 to %d, not %d", vehicle->id, count, route->number);
    for (int32_t q = 0; q < r; q++) {
        const khe_route *other = &t->plan->routes[q];
        if (other->vehicle == route->vehicle && other->number == route->number &&
            other->day == route->day)
            KHE_BREACH(t->v, "number_twice", khe_at_route(r, "number").s,
                       "%s %d drives route %d on the same day already", vehicle->id, route->number,
                       q);
    }
}

static void check_dedicated(tour *t, int32_t r)
{
    const khe_route *route = &t->plan->routes[r];
    const khe_course *course = &t->courses[r];
    const int32_t owner = khe_number_owner(t->set, route->vehicle, route->number);
    if (owner == KHE_NONE || !course->visits) return;
    for (int32_t i = 0; i < course->count; i++) {
        const khe_visit *visit = &course->visits[i];
        const khe_order *order = &t->set->orders[visit->order];
        if (order->account != owner)
            KHE_BREACH(t->v, "dedicated", khe_at_order(r, visit->step, visit->nth).s,
                       "%s %d serves account %s alone, order %s is not of it",
                       t->set->vehicles[route->vehicle].id, route->number,
                       t->set->accounts[owner].id, order->id);
    }
}

/* Orders */

/* "on route 3", "in shipment 0": where an order was seen last. */
static khe_text where(const tour *t, int32_t order)
{
    khe_text text;
    if (t->shipment_of[order] != KHE_NONE)
        snprintf(text.s, sizeof text.s, "in shipment %d", t->shipment_of[order]);
    else
        snprintf(text.s, sizeof text.s, "on route %d", t->route_of[order]);
    return text;
}

static void count_shipped(tour *t)
{
    for (int32_t s = 0; s < t->plan->shipment_count; s++)
        for (int32_t k = 0; k < t->plan->shipments[s].stop_count; k++) {
            const khe_shipment_stop *stop = &t->plan->shipments[s].stops[k];
            for (int32_t i = 0; i < stop->order_count; i++) {
                const int32_t o = stop->orders[i];
                if (t->served[o]++ > 0) {
                    khe_text at;
                    snprintf(at.s, sizeof at.s, "/shipments/%d/stops/%d/orders/%d", s, k, i);
                    KHE_BREACH(t->v, "order_twice", at.s, "order %s is %s already",
                               t->set->orders[o].id, where(t, o).s);
                }
                t->shipment_of[o] = s;
            }
        }
}

static void count_served(tour *t)
{
    for (int32_t r = 0; r < t->plan->route_count; r++) {
        const khe_course *course = &t->courses[r];
        for (int32_t i = 0; course->visits && i < course->count; i++) {
            const khe_visit *visit = &course->visits[i];
            if (t->served[visit->order] > 0 && t->route_of[visit->order] == r) continue;
            if (t->served[visit->order]++ > 0)
                KHE_BREACH(t->v, "order_twice", khe_at_order(r, visit->step, visit->nth).s,
                           "order %s is %s already", t->set->orders[visit->order].id,
                           where(t, visit->order).s);
            t->route_of[visit->order] = r;
        }
    }
}

static void check_bad_orders(tour *t)
{
    for (int32_t b = 0; b < t->set->bad_order_count; b++) {
        int32_t times = 0;
        for (int32_t u = 0; u < t->plan->unserved_count; u++)
            times += t->plan->unserved[u].order == KHE_NONE && t->plan->unserved[u].bad_order == b;
        if (times != 1)
            KHE_BREACH(t->v, "bad_order", "/unserved",
                       "order %s of /orders/%d was refused and is listed %d times",
                       t->set->bad_orders[b].id ? t->set->bad_orders[b].id : "without id",
                       t->set->bad_orders[b].index_in_document, times);
    }
}

/* Reasons whose claim can be judged at a glance. */
static void check_reason(tour *t, int32_t u, int32_t w)
{
    const khe_unserved *left = &t->plan->unserved[u];
    const khe_reason reason = left->why[w].reason;
    const khe_text at = at_index("unserved", u, "why");
    if ((reason == KHE_BAD_DATA) != (left->order == KHE_NONE))
        KHE_BREACH(t->v, "reason", at.s, "bad_data belongs to refused orders and to no other");
    if (left->order == KHE_NONE) return;
    const khe_order *order = &t->set->orders[left->order];
    if (reason == KHE_PRICED_OUT && order->unserved_penalty == KHE_NONE)
        KHE_BREACH(t->v, "reason", at.s, "order %s has no price of being left out", order->id);
    if (reason == KHE_NO_STOCK && left->why[w].proved && order->from.place != KHE_NONE &&
        !khe_stock_is_short(t->set, order, order->from.place))
        KHE_BREACH(t->v, "reason", at.s, "%s has in stock what order %s takes",
                   t->set->locations[order->from.place].id, order->id);
    if (reason != KHE_NO_VEHICLE || !left->why[w].proved) return;
    for (int32_t v = 0; v < t->set->vehicle_count; v++)
        if (khe_class_count(t->set, v) > 0 && !khe_ride_refusal(t->set, left->order, v)) {
            KHE_BREACH(t->v, "reason", at.s, "order %s may ride on %s", order->id,
                       t->set->vehicles[v].id);
            return;
        }
}

static void check_unserved(tour *t)
{
    for (int32_t u = 0; u < t->plan->unserved_count; u++) {
        const khe_unserved *left = &t->plan->unserved[u];
        if (left->why_count == 0)
            KHE_BREACH(t->v, "reason", at_index("unserved", u, "why").s, "a reason is missing");
        for (int32_t w = 0; w < left->why_count; w++) check_reason(t, u, w);
        if (left->order == KHE_NONE) continue;
        if (t->left_out[left->order]++ > 0)
            KHE_BREACH(t->v, "unserved_twice", at_index("unserved", u, "order").s,
                       "order %s is listed twice", t->set->orders[left->order].id);
        if (t->served[left->order] > 0)
            KHE_BREACH(t->v, "unserved_served", at_index("unserved", u, "order").s,
                       "order %s is listed as unserved and is %s", t->set->orders[left->order].id,
                       where(t, left->order).s);
    }
    check_bad_orders(t);
}

static void check_orders(tour *t)
{
    for (int32_t o = 0; o < t->set->order_count; o++) {
        const khe_plan_order *order = &t->plan->orders[o];
        const char *id = t->set->orders[o].id;
        if (!t->served[o] && !t->left_out[o])
            KHE_BREACH(t->v, "order_missing", at_index("orders", o, "").s,
                       "order %s is neither on a route, in a shipment nor listed as unserved", id);
        if (t->served[o] > 1) continue;
        if (order->route != t->route_of[o])
            KHE_BREACH(t->v, "order_route", at_index("orders", o, "load").s,
                       "order %s is given to route %d and is on route %d", id, order->route,
                       t->route_of[o]);
        if (order->shipment != t->shipment_of[o])
            KHE_BREACH(t->v, "order_shipment", at_index("orders", o, "load").s,
                       "order %s is given to shipment %d and is in shipment %d", id,
                       order->shipment, t->shipment_of[o]);
    }
}

/* An order's begins are given where its kind has them, else they are null. */
static void check_begins(tour *t)
{
    for (int32_t o = 0; o < t->set->order_count; o++) {
        const khe_plan_order *order = &t->plan->orders[o];
        const khe_kind kind = khe_kind_of(t->set, o);
        const bool served = t->route_of[o] != KHE_NONE;
        if ((order->begin != KHE_NO_TIME) != served ||
            (order->collect_begin != KHE_NO_TIME) != (served && kind != KHE_DELIVERY)) {
            KHE_BREACH(t->v, "order_begin", at_index("orders", o, "begin").s,
                       "order %s has a begin too many or too few", t->set->orders[o].id);
            continue;
        }
        if (kind != KHE_PICKUP || t->served[o] != 1 || !served) continue;
        const khe_route *route = &t->plan->routes[t->route_of[o]];
        if (order->begin != route->steps[route->step_count - 2].begin)
            KHE_BREACH(t->v, "order_begin", at_index("orders", o, "begin").s,
                       "order %s begins to be unloaded when its route does", t->set->orders[o].id);
    }
}

/* Bonds */

/* A shipment counts where it is delivered. */
static bool served_at_stop(const tour *t, int32_t order, int32_t route, int32_t stop)
{
    const khe_course *course = &t->courses[route];
    for (int32_t i = 0; i < course->count; i++) {
        const khe_visit *visit = &course->visits[i];
        const bool served = visit->kind != KHE_SHIPMENT || visit->at_to;
        if (visit->order == order && visit->stop == stop && served) return true;
    }
    return false;
}

static bool share_a_stop(const tour *t, const khe_together *bond, int32_t route)
{
    for (int32_t stop = 0; stop < t->courses[route].stops; stop++) {
        bool all = true;
        for (int32_t k = 0; k < bond->count && all; k++)
            all = served_at_stop(t, bond->orders[k], route, stop);
        if (all) return true;
    }
    return false;
}

static void check_bond(tour *t, int32_t b)
{
    const khe_together *bond = &t->set->together[b];
    int32_t served = 0;
    bool same_route = true;
    for (int32_t k = 0; k < bond->count; k++) {
        served += t->served[bond->orders[k]] > 0;
        same_route &= t->route_of[bond->orders[k]] == t->route_of[bond->orders[0]];
    }
    if (served == 0) return;
    const char *first = t->set->orders[bond->orders[0]].id;
    if (served < bond->count)
        KHE_BREACH(t->v, "together", "/unserved",
                   "%d of the %d orders bound to %s are served: all or none must be", served,
                   bond->count, first);
    else if (bond->mode != KHE_ALL_OR_NONE && !same_route)
        KHE_BREACH(t->v, "together", "/routes", "the orders bound to %s are on different routes",
                   first);
    else if (bond->mode == KHE_SAME_STOP && !share_a_stop(t, bond, t->route_of[bond->orders[0]]))
        KHE_BREACH(t->v, "together", khe_at_route(t->route_of[bond->orders[0]], "steps").s,
                   "the orders bound to %s are not served at one stop", first);
}

/* Money */

/* Adds the prices of places that an earlier route of the day has visited; seen: [days * places] the
 * first route to come, plus one. */
static int64_t extra_visits(const tour *t, int32_t r, int32_t *seen)
{
    const khe_course *course = &t->courses[r];
    int64_t price = 0;
    for (int32_t i = 0; i < course->count; i++) {
        const int32_t place = course->visits[i].place;
        bool before = false;
        int32_t *first = &seen[(int64_t)course->day * t->set->location_count + place];
        for (int32_t k = 0; k < i && !before; k++) before = course->visits[k].place == place;
        if (before) continue;
        if (*first)
            price += t->set->locations[place].extra_visit_price;
        else
            *first = r + 1;
    }
    return price;
}

/* What the days cost each order of a route, and together. */
static int64_t days_costs(const tour *t, const khe_course *course, khe_costs *shares)
{
    int64_t sum = 0;
    for (int32_t i = 0; i < course->count; i++) {
        const khe_visit *visit = &course->visits[i];
        if (visit->kind == KHE_SHIPMENT && visit->at_to) continue;
        shares[i].line[KHE_HOLDING] =
            khe_days_cost(&t->set->orders[visit->order], course->day, course->day);
        sum += shares[i].line[KHE_HOLDING];
    }
    return sum;
}

static kh_status check_route_costs(tour *t, int32_t r, int32_t *seen)
{
    const khe_course *course = &t->courses[r];
    const khe_route *route = &t->plan->routes[r];
    const int64_t duty =
        (int64_t)route->steps[route->step_count - 1].arrive - route->steps[0].leave;
    khe_costs costs;
    khe_price_course(t->set, course, duty, &costs);
    costs.line[KHE_EXTRA_VISITS] = extra_visits(t, r, seen);
    khe_costs *shares = calloc((size_t)course->count + 1, sizeof *shares);
    if (!shares) return KH_E_NOMEM;
    const kh_status status = khe_share_costs(t->set, course, &costs, shares);
    if (status == KH_OK) costs.line[KHE_HOLDING] = days_costs(t, course, shares);
    khe_compare_lines(t->v, khe_at_route(r, "cost_by").s, &costs, &route->costs, "route");
    for (int32_t i = 0; status == KH_OK && i < course->count; i++) {
        const khe_visit *visit = &course->visits[i];
        if (visit->kind == KHE_SHIPMENT && visit->at_to) continue;
        khe_compare_lines(t->v, at_index("orders", visit->order, "cost_by").s, &shares[i],
                          &t->plan->orders[visit->order].costs, t->set->orders[visit->order].id);
    }
    free(shares);
    return status;
}

static kh_status check_costs(tour *t)
{
    kh_status status = KH_OK;
    int32_t *seen =
        calloc((size_t)t->set->calendar.days * (size_t)t->set->location_count + 1, sizeof *seen);
    if (!seen) return KH_E_NOMEM;
    for (int32_t r = 0; r < t->plan->route_count && status == KH_OK; r++)
        if (t->courses[r].visits) status = check_route_costs(t, r, seen);
    free(seen);
    return status;
}

static int64_t idle_owned(const tour *t)
{
    int64_t idle = 0;
    for (int32_t v = 0; v < t->set->vehicle_count; v++) {
        const khe_vehicle *vehicle = &t->set->vehicles[v];
        if (vehicle->count != KHE_NONE)
            idle += vehicle->per_day_owned * vehicle->count * t->set->calendar.days;
    }
    for (int32_t r = 0; r < t->plan->route_count; r++) {
        const khe_vehicle *vehicle = &t->set->vehicles[t->plan->routes[r].vehicle];
        if (vehicle->count != KHE_NONE) idle -= vehicle->per_day_owned;
    }
    return idle;
}

static void check_plan_costs(tour *t)
{
    khe_costs sum = {0};
    const int64_t idle = idle_owned(t);
    for (int32_t r = 0; r < t->plan->route_count; r++)
        for (int32_t l = 0; l < KHE_LINES; l++) sum.line[l] += t->plan->routes[r].costs.line[l];
    for (int32_t s = 0; s < t->plan->shipment_count; s++)
        for (int32_t l = 0; l < KHE_LINES; l++) sum.line[l] += t->plan->shipments[s].costs.line[l];
    sum.line[KHE_OWNED] += idle;
    for (int32_t o = 0; o < t->set->order_count; o++) {
        const int64_t penalty = t->set->orders[o].unserved_penalty;
        khe_costs own = {0};
        if (t->served[o]) continue;
        if (penalty != KHE_NONE) own.line[KHE_UNSERVED] = penalty;
        sum.line[KHE_UNSERVED] += own.line[KHE_UNSERVED];
        if (t->left_out[o])
            khe_compare_lines(t->v, at_index("orders", o, "cost_by").s, &own,
                              &t->plan->orders[o].costs, t->set->orders[o].id);
    }
    if (t->plan->idle_owned != idle)
        KHE_BREACH(t->v, "cost", "/summary/idle_owned",
                   "vehicles that stand idle cost %s, given is %s", khe_decimal(idle).s,
                   khe_decimal(t->plan->idle_owned).s);
    khe_compare_lines(t->v, "/summary/cost_by", &sum, &t->plan->costs, "plan");
}

static kh_status check_routes(tour *t)
{
    for (int32_t r = 0; r < t->plan->route_count; r++) {
        bool sound = false;
        t->courses[r].route = r;
        const kh_status status = khe_route_check(t->v, t->plan, &t->courses[r], &sound);
        if (!sound) {
            t->sound = false;
            free(t->courses[r].visits);
            t->courses[r].visits = NULL;
            t->courses[r].count = 0;
        }
        if (status != KH_OK) return status;
        check_number(t, r);
        check_dedicated(t, r);
    }
    return KH_OK;
}

/* What lies between routes cannot be judged while one of them is none. */
static kh_status check_all(tour *t)
{
    kh_status status = check_routes(t);
    if (status == KH_OK) status = khe_shipments_check(t->v, t->plan, &t->sound);
    if (status != KH_OK || !t->sound) return status;
    count_served(t);
    count_shipped(t);
    check_unserved(t);
    check_orders(t);
    check_begins(t);
    for (int32_t b = 0; b < t->set->together_count; b++) check_bond(t, b);
    status = khe_stock_check(t->v, t->plan, t->courses);
    if (status == KH_OK) status = check_costs(t);
    check_plan_costs(t);
    if (status == KH_OK && t->plan->stated) khe_stated_check(t->v, t->plan);
    return status;
}

kh_status khe_verify(const kh_order_set *set, const khe_plan *plan, kh_errors *errors)
{
    const size_t orders = (size_t)set->order_count + 1;
    khe_verifier v = {.set = set, .errors = errors};
    tour t = {.v = &v, .set = set, .plan = plan, .sound = true};
    kh_status status = KH_E_NOMEM;
    t.courses = calloc((size_t)plan->route_count + 1, sizeof *t.courses);
    t.served = calloc(orders, sizeof *t.served);
    t.route_of = calloc(orders, sizeof *t.route_of);
    t.shipment_of = calloc(orders, sizeof *t.shipment_of);
    t.left_out = calloc(orders, sizeof *t.left_out);
    for (size_t o = 0; t.route_of && t.shipment_of && o < orders; o++)
        t.route_of[o] = t.shipment_of[o] = KHE_NONE;
    if (t.courses && t.served && t.route_of && t.shipment_of && t.left_out) status = check_all(&t);
    for (int32_t r = 0; t.courses && r < plan->route_count; r++) free(t.courses[r].visits);
    free(t.courses);
    free(t.served);
    free(t.route_of);
    free(t.shipment_of);
    free(t.left_out);
    if (status == KH_OK && v.breaches > 0) status = KH_E_BREACH;
    return status;
}
