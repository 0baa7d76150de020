/* What a plan document says besides: whose plan it is, counts, sums, accounts and copies of orders,
 * compared with what the routes say. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "verify_parts.h"

typedef struct sums {
    khe_verifier *v;
    const kh_order_set *set;
    const khe_plan *plan;
    const khe_stated *stated;
} sums;

static khe_text join(const char *base, const char *key)
{
    khe_text text;
    snprintf(text.s, sizeof text.s, "%s/%s", base, key);
    return text;
}

static void expect_count(sums *s, const char *key, int64_t given, int64_t due)
{
    if (given != due)
        KHE_BREACH(s->v, "summary", join("/summary", key).s, "it is %lld and is given as %lld",
                   (long long)due, (long long)given);
}

static void expect_money(sums *s, const char *pointer, int64_t given, int64_t due)
{
    if (given != due)
        KHE_BREACH(s->v, "cost", pointer, "the lines sum to %s, given is %s", khe_decimal(due).s,
                   khe_decimal(given).s);
}

/* Hours are given in hundredths, rounded. */
static void expect_hours(sums *s, const char *base, const char *key, int64_t given, int64_t ticks)
{
    const int64_t h = (int64_t)3600 * s->set->calendar.ticks_per_s;
    if (given * h > ticks * 100 + h || given * h < ticks * 100 - h)
        KHE_BREACH(s->v, "summary", join(base, key).s, "it is %s h and is given as %s",
                   khe_decimal(ticks * 1000000 / h).s, khe_decimal(given * 10000).s);
}

static void expect_share(sums *s, const char *pointer, double given, double due)
{
    if (fabs(given - due) > 0.0051)
        KHE_BREACH(s->v, "summary", pointer, "it is %.4f and is given as %.4f", due, given);
}

static void expect_steps(sums *s, const char *base, const char *key, int64_t given, int64_t due)
{
    const int64_t km = (int64_t)1000 * s->set->steps_per_m;
    if (given != due)
        KHE_BREACH(s->v, "summary", join(base, key).s, "it is %s km and is given as %s",
                   khe_decimal(due * 1000000 / km).s, khe_decimal(given * 1000000 / km).s);
}

static void check_names(sums *s)
{
    if (strcmp(s->stated->sha256, s->set->sha256) != 0)
        KHE_BREACH(s->v, "order_set", "/order_set/sha256",
                   "the plan was made from another order set (or from another version of it)");
    if (strcmp(s->stated->name, s->set->name ? s->set->name : "") != 0)
        KHE_BREACH(s->v, "order_set", "/order_set/name",
                   "the plan was made from \"%s\", this order set is \"%s\"", s->stated->name,
                   s->set->name ? s->set->name : "");
}

/* The largest loads over the capacities, of the measures that are limited. */
static void check_fill(sums *s, const char *pointer, const double *fill, int32_t first,
                       int32_t last)
{
    for (int32_t m = 0; m < s->set->measures; m++) {
        double peak = 0, capacity = 0;
        for (int32_t r = first; r <= last; r++) {
            const khe_vehicle *vehicle = &s->set->vehicles[s->plan->routes[r].vehicle];
            if (vehicle->capacity[m] == INT32_MAX) continue;
            peak += s->plan->routes[r].peak[m];
            capacity += vehicle->capacity[m];
        }
        if (fill[m] >= 0 && capacity > 0)
            expect_share(s, join(pointer, s->set->measure[m]).s, fill[m], peak / capacity);
    }
}

static void check_route(sums *s, int32_t r)
{
    const khe_stated_sums *given = &s->stated->routes[r].sums;
    const khe_route *route = &s->plan->routes[r];
    const khe_text base = khe_at_route(r, "");
    expect_money(s, join(base.s, "cost").s, given->cost, khe_costs_total(&route->costs));
    expect_hours(s, base.s, "drive_h", given->drive, route->drive);
    expect_hours(s, base.s, "wait_h", given->wait, route->wait);
    expect_hours(s, base.s, "duty_h", given->duty, route->duty);
    check_fill(s, join(base.s, "fill").s, given->fill, r, r);
}

static void count_served(const sums *s, int32_t *own, int32_t *carrier)
{
    *own = *carrier = 0;
    for (int32_t o = 0; o < s->set->order_count; o++) {
        if (!khe_counts(&s->set->orders[o])) continue;
        *own += s->plan->orders[o].route != KHE_NONE;
        *carrier += s->plan->orders[o].shipment != KHE_NONE;
    }
}

static void check_shipment(sums *s, int32_t i)
{
    static const char *const modes[] = {"ltl", "parcel", "ftl"};
    const khe_stated_shipment *given = &s->stated->shipments[i];
    const khe_shipment *shipment = &s->plan->shipments[i];
    const khe_carrier *carrier = &s->set->carriers[shipment->carrier];
    char base[48], stop[80];
    snprintf(base, sizeof base, "/shipments/%d", i);
    if (given->mode != (int32_t)carrier->mode)
        KHE_BREACH(s->v, "copy", join(base, "mode").s, "the mode of carrier %s is \"%s\"",
                   carrier->id, modes[carrier->mode]);
    for (int32_t k = 1; k < shipment->stop_count; k++) {
        if (given->arrive[k].open == shipment->arrive.open &&
            given->arrive[k].close == shipment->arrive.close)
            continue;
        snprintf(stop, sizeof stop, "%s/stops/%d/arrive", base, k);
        KHE_BREACH(s->v, "arrival", stop, "all stops of a shipment have the same times of arrival");
    }
}

static int32_t count_vehicles(const sums *s)
{
    int32_t count = 0;
    for (int32_t r = 0; r < s->plan->route_count; r++) {
        bool before = false;
        for (int32_t q = 0; q < r && !before; q++)
            before = s->plan->routes[q].vehicle == s->plan->routes[r].vehicle &&
                     s->plan->routes[q].number == s->plan->routes[r].number;
        count += !before;
    }
    return count;
}

/* Whether the route's steps name different orders. */
static bool names_several(const khe_route *route)
{
    const khe_step *named = NULL;
    for (int32_t i = 0; i < route->step_count; i++) {
        const khe_step *step = &route->steps[i];
        for (int32_t k = 0; k < step->order_count; k++)
            if (step->orders[k] != (named ? named->orders[0] : step->orders[0])) return true;
        if (step->order_count && !named) named = step;
    }
    return false;
}

static void check_loads(sums *s)
{
    const khe_plan *plan = s->plan;
    int32_t consolidated = 0;
    if (s->stated->loads == KHE_NONE) return;
    for (int32_t r = 0; r < plan->route_count; r++) consolidated += names_several(&plan->routes[r]);
    for (int32_t i = 0; i < plan->shipment_count; i++)
        consolidated +=
            plan->shipments[i].stop_count > 1 ||
            (plan->shipments[i].stop_count && plan->shipments[i].stops->order_count > 1);
    expect_count(s, "consolidation/loads", s->stated->loads,
                 plan->route_count + plan->shipment_count);
    expect_count(s, "consolidation/consolidated", s->stated->consolidated, consolidated);
}

/* Parts of a split order count once. */
static int32_t count_orders(const kh_order_set *set)
{
    int32_t count = 0;
    for (int32_t o = 0; o < set->order_count; o++) count += khe_counts(&set->orders[o]);
    return count;
}

static void check_summary(sums *s)
{
    const khe_stated *given = s->stated;
    const int32_t all = count_orders(s->set) + s->set->bad_order_count;
    int32_t own, carrier;
    count_served(s, &own, &carrier);
    const int32_t served = own + carrier;
    int64_t steps = 0, empty = 0, drive = 0, wait = 0, duty = 0;
    for (int32_t r = 0; r < s->plan->route_count; r++) {
        const khe_route *route = &s->plan->routes[r];
        steps += route->steps_driven;
        empty += route->steps_empty;
        drive += route->drive;
        wait += route->wait;
        duty += route->duty;
    }
    expect_money(s, "/summary/cost", given->sums.cost, khe_costs_total(&s->plan->costs));
    expect_money(s, "/summary/cash", given->cash, khe_costs_cash(&s->plan->costs));
    expect_count(s, "orders", given->orders, all);
    expect_count(s, "served_own", given->served_own, own);
    expect_count(s, "served_carrier", given->served_carrier, carrier);
    expect_count(s, "unserved", given->unserved, all - served);
    expect_count(s, "vehicles_used", given->vehicles_used, count_vehicles(s));
    expect_count(s, "trips", given->trips, s->plan->route_count);
    expect_steps(s, "/summary", "km", given->sums.steps, steps);
    expect_steps(s, "/summary", "empty_km", given->sums.empty, empty);
    expect_hours(s, "/summary", "drive_h", given->sums.drive, drive);
    expect_hours(s, "/summary", "wait_h", given->sums.wait, wait);
    expect_hours(s, "/summary", "duty_h", given->sums.duty, duty);
    if (given->on_time >= 0 && all > 0)
        expect_share(s, "/summary/on_time", given->on_time, (double)served / all);
    check_fill(s, "/summary/fill", given->sums.fill, 0, s->plan->route_count - 1);
    check_loads(s);
}

static void check_status(sums *s)
{
    bool left = s->set->bad_order_count > 0;
    for (int32_t o = 0; o < s->set->order_count; o++)
        left |=
            !khe_is_served(&s->plan->orders[o]) && s->set->orders[o].unserved_penalty == KHE_NONE;
    const char *due = left ? "partial" : s->plan->optimal ? "optimal" : "feasible";
    if (strcmp(s->stated->status, due) != 0)
        KHE_BREACH(s->v, "status", "/status", "the status is \"%s\" and should be \"%s\"",
                   s->stated->status, due);
    if (s->stated->has_quality && s->stated->lower_bound > khe_costs_total(&s->plan->costs))
        KHE_BREACH(s->v, "quality", "/quality/lower_bound",
                   "the lower bound is above the cost of the plan");
}

static void check_account(sums *s, int32_t i)
{
    const khe_stated_account *given = &s->stated->accounts[i];
    int32_t orders = 0, served = 0;
    int64_t cost = 0;
    char base[48];
    snprintf(base, sizeof base, "/accounts/%d", i);
    for (int32_t o = 0; o < s->set->order_count; o++) {
        if (s->set->orders[o].account != given->account) continue;
        orders += khe_counts(&s->set->orders[o]);
        served += khe_counts(&s->set->orders[o]) && khe_is_served(&s->plan->orders[o]);
        cost += khe_costs_total(&s->plan->orders[o].costs);
    }
    if (given->orders != orders)
        KHE_BREACH(s->v, "account", join(base, "orders").s,
                   "the account has %d orders, given are %d", orders, given->orders);
    if (given->on_time >= 0 && orders > 0)
        expect_share(s, join(base, "on_time").s, given->on_time, (double)served / orders);
    if (given->cost != cost)
        KHE_BREACH(s->v, "account", join(base, "cost_to_serve").s,
                   "its orders cost %s, given is %s", khe_decimal(cost).s,
                   khe_decimal(given->cost).s);
}

static bool has_orders(const sums *s, int32_t account)
{
    for (int32_t o = 0; o < s->set->order_count; o++)
        if (s->set->orders[o].account == account) return true;
    return false;
}

/* Each account of the order set is listed once; so are the orders without one, if there are any. */
static void check_accounts(sums *s)
{
    for (int32_t a = KHE_NONE; a < s->set->account_count; a++) {
        int32_t times = 0;
        for (int32_t i = 0; i < s->stated->account_count; i++)
            times += s->stated->accounts[i].account == a;
        if (times > 1 || (times == 0 && (a != KHE_NONE || has_orders(s, a))))
            KHE_BREACH(s->v, "account", "/accounts", "account %s is listed %d times",
                       a == KHE_NONE ? "null" : s->set->accounts[a].id, times);
    }
    for (int32_t i = 0; i < s->stated->account_count; i++) check_account(s, i);
}

/* The place that an order must be said to come from: where its load begins, if it had a choice. */
static int32_t due_source(const sums *s, int32_t o)
{
    const khe_plan_order *of = &s->plan->orders[o];
    if (!s->set->orders[o].sources) return s->set->orders[o].from.place;
    if (of->shipment != KHE_NONE) return s->plan->shipments[of->shipment].from;
    return of->route == KHE_NONE ? KHE_NONE
                                 : s->set->vehicles[s->plan->routes[of->route].vehicle].start;
}

static bool same_order(const sums *s, int32_t o)
{
    const khe_stated_order *given = &s->stated->by_order[o];
    const khe_order *order = &s->set->orders[o];
    bool same = given->account == order->account && given->from == due_source(s, o) &&
                given->to == order->to.place;
    for (int32_t m = 0; m < s->set->measures; m++)
        same = same && given->quantity[m] == order->quantity[m];
    return same;
}

static void check_order(sums *s, int32_t o)
{
    const khe_stated_order *given = &s->stated->by_order[o];
    const char *id = s->set->orders[o].id;
    char base[48];
    snprintf(base, sizeof base, "/orders/%d", given->index);
    if (given->times != 1) {
        KHE_BREACH(s->v, "order_listed", "/orders", "order %s is listed %d times", id,
                   given->times);
        return;
    }
    if (!same_order(s, o))
        KHE_BREACH(s->v, "order_copy", base,
                   "order %s differs from the order set in account, from, to or quantity", id);
    if (given->part_differs)
        KHE_BREACH(s->v, "part", base,
                   "order %s: it is a part of a split order with another quantity, or none", id);
    if (given->differs)
        KHE_BREACH(s->v, "copy", join(base, "windows").s,
                   "the windows of order %s are not those of the order set", id);
    if (given->on_time != khe_is_served(&s->plan->orders[o]))
        KHE_BREACH(s->v, "on_time", join(base, "on_time").s, "order %s is on time if it is served",
                   id);
}

static void check_copies(sums *s, const char *list, const khe_stated_copies *given, int32_t due)
{
    char pointer[48];
    snprintf(pointer, sizeof pointer, "/%s", list);
    if (given->count != due)
        KHE_BREACH(s->v, "copy", pointer, "%d are listed, the order set has %d", given->count, due);
    if (given->differs == KHE_NONE) return;
    snprintf(pointer, sizeof pointer, "/%s/%d", list, given->differs);
    KHE_BREACH(s->v, "copy", pointer, "it differs from the order set");
}

void khe_stated_check(khe_verifier *v, const khe_plan *plan)
{
    sums s = {.v = v, .set = v->set, .plan = plan, .stated = plan->stated};
    check_names(&s);
    check_status(&s);
    check_summary(&s);
    check_accounts(&s);
    check_copies(&s, "places", &plan->stated->places, v->set->location_count);
    check_copies(&s, "vehicles", &plan->stated->vehicles, v->set->vehicle_count);
    for (int32_t r = 0; r < plan->route_count; r++) check_route(&s, r);
    for (int32_t i = 0; i < plan->shipment_count; i++) check_shipment(&s, i);
    for (int32_t o = 0; o < v->set->order_count; o++) check_order(&s, o);
}
