/* What the shipments of a plan must keep: what a carrier may take and when, how much of it, that
 * its bill is right, and what each order has of it. */
#include <stdio.h>
#include <stdlib.h>

#include "verify_parts.h"
#include "verify_tariff.h"

/* One shipment under the eye. */
typedef struct inspection {
    khe_verifier *v;
    const kh_order_set *set;
    const khe_plan *plan;
    const khe_shipment *shipment;
    const khe_carrier *carrier;
    int32_t index;   /* /shipments/N */
    int32_t *orders; /* [count] all of them, in the order of the order set */
    int32_t *zones;  /* [stops] */
    int32_t count;
} inspection;

static khe_text at_shipment(int32_t s, const char *key)
{
    khe_text text;
    snprintf(text.s, sizeof text.s, "/shipments/%d%s%s", s, *key ? "/" : "", key);
    return text;
}

static khe_text at_order(int32_t s, int32_t stop, int32_t nth)
{
    khe_text text;
    snprintf(text.s, sizeof text.s, "/shipments/%d/stops/%d/orders/%d", s, stop, nth);
    return text;
}

/* ---- Who may take what ---- */

static khe_interval day_of(const kh_order_set *set, int32_t day)
{
    const int32_t ticks = khe_day_ticks(&set->calendar);
    return (khe_interval){day * ticks, (day + 1) * ticks - 1};
}

/* Whether x lies inside the window; a daily one holds on every day there is. */
static bool lies_inside(const kh_order_set *set, khe_window window, khe_interval x)
{
    const int64_t ticks = khe_day_ticks(&set->calendar);
    int64_t days = 0;
    if (window.daily) {
        const int64_t late =
            (int64_t)x.open - window.open; /* the last instance that opens in time */
        days = late >= 0 ? late / ticks : -((-late + ticks - 1) / ticks);
    }
    return window.open + days * ticks <= x.open && x.close <= window.close + days * ticks;
}

static bool suits_windows(const kh_order_set *set, const khe_end *end, khe_interval x)
{
    for (int32_t w = 0; w < end->window_count; w++)
        if (lies_inside(set, end->windows[w], x)) return true;
    return end->window_count == 0;
}

/* Nobody knows the hours of days after the horizon. */
static bool finds_open(const kh_order_set *set, const khe_location *place, khe_interval x)
{
    if (place->opens < 0 || x.open > day_of(set, set->calendar.days - 1).close) return true;
    for (int32_t k = 0; k < place->opens; k++)
        if (place->open[k].open <= x.close && x.open <= place->open[k].close) return true;
    return false;
}

static bool is_ready(const kh_order_set *set, const khe_order *order, int32_t day)
{
    const khe_interval whole = day_of(set, day);
    const int64_t shift = order->ready.daily ? whole.open : 0;
    return !order->has_ready || order->ready.at + shift <= whole.close;
}

/* A daily window has an instance that begins on the day. */
static bool can_be_collected(const kh_order_set *set, const khe_end *end, int32_t day)
{
    const khe_interval whole = day_of(set, day);
    for (int32_t w = 0; w < end->window_count; w++) {
        const khe_window *window = &end->windows[w];
        if (window->daily || (window->open <= whole.close && whole.open <= window->close))
            return true;
    }
    return end->window_count == 0;
}

static bool is_bound(const kh_order_set *set, int32_t order)
{
    for (int32_t t = 0; t < set->together_count; t++)
        for (int32_t k = 0; k < set->together[t].count; k++)
            if (set->together[t].orders[k] == order) return true;
    return false;
}

static khe_names offers_of(const khe_carrier *carrier)
{
    khe_names offers = carrier->offers;
    for (int32_t x = 0; x < carrier->extra_count; x++) offers |= carrier->extras[x].needs;
    return offers;
}

khe_interval khe_carrier_interval(const kh_order_set *set, int32_t carrier, int32_t day)
{
    const khe_carrier *c = &set->carriers[carrier];
    return khe_window_on(&set->calendar, c->delivers, day + c->transit_days);
}

const char *khe_take_refusal(const kh_order_set *set, int32_t order_index, int32_t carrier,
                             int32_t day)
{
    const khe_order *order = &set->orders[order_index];
    const khe_carrier *c = &set->carriers[carrier];
    const khe_interval arrive = khe_carrier_interval(set, carrier, day);
    if (!order->carriers || !order->carriers[carrier]) return "the order does not name the carrier";
    if ((order->from.place == KHE_NONE && !order->sources) || order->as_shipment)
        return "it is not collected at a place for its destination";
    if (!order->parts && is_bound(set, order_index)) return "it is bound to other orders";
    if (order->ship_days && !order->ship_days[day]) return "it does not ship on that day";
    if (order->needs & ~offers_of(c)) return "the carrier does not offer what it needs";
    if (order->goods & c->refuses_goods) return "the carrier refuses its goods";
    if (c->zone_of && c->zone_of[order->to.place] == KHE_NONE)
        return "its destination is in no zone of the carrier";
    if (!suits_windows(set, &order->to, arrive))
        return "the time of delivery is not inside a window of the order";
    if (!finds_open(set, &set->locations[order->to.place], arrive))
        return "its destination is closed at the time of delivery";
    if (!is_ready(set, order, day)) return "it is not ready on that day";
    if (!can_be_collected(set, &order->from, day)) return "it cannot be collected on that day";
    return NULL;
}

/* ---- Shape ---- */

/* What must hold for anything else to make sense. */
static bool shape_holds(const inspection *n)
{
    const khe_shipment *s = n->shipment;
    if (s->day >= n->set->calendar.days) {
        KHE_BREACH(n->v, "shipment_day", at_shipment(n->index, "day").s,
                   "the horizon has %d days, there is no day %d", n->set->calendar.days, s->day);
        return false;
    }
    bool full = s->stop_count > 0;
    for (int32_t k = 0; k < s->stop_count; k++) full &= s->stops[k].order_count > 0;
    if (full && (s->stop_count == 1 || n->carrier->mode == KHE_FTL)) return true;
    KHE_BREACH(n->v, "shipment_shape", at_shipment(n->index, "stops").s,
               "a shipment has a stop with orders, and only a truck has several");
    return false;
}

static int by_index(const void *a, const void *b)
{
    const int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static bool list_orders(inspection *n)
{
    const khe_shipment *s = n->shipment;
    for (int32_t k = 0; k < s->stop_count; k++) n->count += s->stops[k].order_count;
    n->orders = calloc((size_t)n->count, sizeof *n->orders);
    n->zones = calloc((size_t)s->stop_count, sizeof *n->zones);
    if (!n->orders || !n->zones) return false;
    n->count = 0;
    for (int32_t k = 0; k < s->stop_count; k++) {
        n->zones[k] = n->carrier->zone_of ? n->carrier->zone_of[s->stops[k].place] : KHE_NONE;
        for (int32_t i = 0; i < s->stops[k].order_count; i++)
            n->orders[n->count++] = s->stops[k].orders[i];
    }
    qsort(n->orders, (size_t)n->count, sizeof *n->orders, by_index);
    return true;
}

/* ---- Rules of one shipment ---- */

static void check_order(const inspection *n, int32_t stop, int32_t nth)
{
    const khe_shipment *s = n->shipment;
    const int32_t o = s->stops[stop].orders[nth];
    const khe_order *order = &n->set->orders[o];
    const char *why = khe_take_refusal(n->set, o, s->carrier, s->day);
    if (why)
        KHE_BREACH(n->v, "may_not_take", at_order(n->index, stop, nth).s,
                   "carrier %s may not take order %s on day %d: %s", n->carrier->id, order->id,
                   s->day, why);
    if (!khe_may_come_from(order, s->from) || order->to.place != s->stops[stop].place)
        KHE_BREACH(n->v, "wrong_place", at_order(n->index, stop, nth).s,
                   "order %s goes not from %s to %s", order->id, n->set->locations[s->from].id,
                   n->set->locations[s->stops[stop].place].id);
}

static void check_orders(const inspection *n)
{
    for (int32_t k = 0; k < n->shipment->stop_count; k++)
        for (int32_t i = 0; i < n->shipment->stops[k].order_count; i++) check_order(n, k, i);
}

/* Length of the run; reports legs without a road. */
static int64_t run_length(const inspection *n)
{
    const khe_shipment *s = n->shipment;
    int32_t at = s->from;
    int64_t steps = 0;
    for (int32_t k = 0; k < s->stop_count; k++) {
        const khe_leg leg = khe_travel_leg(n->set, n->carrier->profile, at, s->stops[k].place);
        if (!leg.road)
            KHE_BREACH(n->v, "no_road", at_shipment(n->index, "stops").s,
                       "no road leads from %s to %s", n->set->locations[at].id,
                       n->set->locations[s->stops[k].place].id);
        steps += leg.steps;
        at = s->stops[k].place;
    }
    return steps;
}

static void check_stops(const inspection *n)
{
    const khe_shipment *s = n->shipment;
    if (n->carrier->max_stops != KHE_NONE && s->stop_count > n->carrier->max_stops)
        KHE_BREACH(n->v, "max_stops", at_shipment(n->index, "stops").s,
                   "the run has %d stops, %s may make %d", s->stop_count, n->carrier->id,
                   n->carrier->max_stops);
    for (int32_t k = 0; k < s->stop_count; k++)
        for (int32_t j = 0; j < k; j++)
            if (s->stops[j].place == s->stops[k].place)
                KHE_BREACH(n->v, "stop_twice", at_shipment(n->index, "stops").s,
                           "%s is a stop twice", n->set->locations[s->stops[k].place].id);
}

static void check_capacity(const inspection *n)
{
    for (int32_t m = 0; m < n->set->measures; m++) {
        int64_t load = 0;
        for (int32_t i = 0; i < n->count; i++) load += n->set->orders[n->orders[i]].quantity[m];
        if (n->carrier->capacity[m] != INT32_MAX && load > n->carrier->capacity[m])
            KHE_BREACH(n->v, "capacity", at_shipment(n->index, "stops").s,
                       "%s %s on board, a truck of %s takes %s", khe_decimal(load * 1000).s,
                       n->set->measure[m], n->carrier->id,
                       khe_decimal((int64_t)n->carrier->capacity[m] * 1000).s);
    }
}

/* \return the length due */
static int64_t check_run(const inspection *n)
{
    const int64_t km = (int64_t)1000 * n->set->steps_per_m;
    const int64_t due = n->carrier->mode == KHE_FTL ? run_length(n) : 0;
    if (n->carrier->mode == KHE_FTL) {
        check_stops(n);
        check_capacity(n);
    }
    if (n->shipment->steps != due)
        KHE_BREACH(n->v, "leg", at_shipment(n->index, "km").s,
                   "the run is %s km long and is given as %s", khe_decimal(due * 1000000 / km).s,
                   khe_decimal((int64_t)n->shipment->steps * 1000000 / km).s);
    return due;
}

static void check_arrival(const inspection *n)
{
    const khe_interval due = khe_carrier_interval(n->set, n->shipment->carrier, n->shipment->day);
    const khe_interval given = n->shipment->arrive;
    if (given.open != due.open || given.close != due.close)
        KHE_BREACH(n->v, "arrival", at_shipment(n->index, "stops/0/arrive").s,
                   "%s delivers from %s to %s", n->carrier->id, khe_clock(n->set, due.open).s,
                   khe_clock(n->set, due.close).s);
}

/* ---- Bill ---- */

static void expect_amount(const inspection *n, const char *key, const char *what, int64_t given,
                          int64_t due)
{
    if (given != due)
        KHE_BREACH(n->v, "bill", at_shipment(n->index, key).s, "%s is %s and is given as %s", what,
                   khe_decimal(due).s, khe_decimal(given).s);
}

static void check_band(const inspection *n, const khe_billed *due)
{
    if (n->carrier->mode == KHE_LTL && n->shipment->billed.band != due->band)
        KHE_BREACH(n->v, "bill", at_shipment(n->index, "billed/band").s,
                   "it is band %d of the tariff that is billed", due->band);
}

static void check_bill(const inspection *n, const khe_billed *due)
{
    const khe_billed *given = &n->shipment->billed;
    if (given->weight != due->weight)
        KHE_BREACH(n->v, "bill", at_shipment(n->index, "billed").s,
                   "the chargeable weight is %s and is given as %s",
                   khe_decimal(due->weight * 1000).s, khe_decimal(given->weight * 1000).s);
    check_band(n, due);
    expect_amount(n, "billed/base", "the base price", given->base, due->base);
    for (int32_t x = 0; x < n->carrier->extra_count; x++)
        expect_amount(n, "billed/extras", n->carrier->extras[x].name, given->extra[x],
                      due->extra[x]);
    expect_amount(n, "charge", "the charge", given->charge, due->charge);
}

/* ---- Costs ---- */

static void share_charge(const inspection *n, int64_t charge, int64_t *share)
{
    __extension__ typedef __int128 wide;
    wide sum = 0;
    int64_t left = charge;
    for (int32_t i = 0; i < n->count; i++)
        sum += khe_tariff_weight(n->set, n->carrier, n->orders[i]);
    for (int32_t i = 0; i < n->count; i++) {
        share[i] =
            (int64_t)(charge * (wide)khe_tariff_weight(n->set, n->carrier, n->orders[i]) / sum);
        left -= share[i];
    }
    for (int32_t i = 0; left > 0; i++, left--) share[i]++;
}

static kh_status check_costs(const inspection *n, int64_t charge)
{
    const int32_t day = n->shipment->day;
    khe_costs all = {0};
    int64_t *share = calloc((size_t)n->count, sizeof *share);
    if (!share) return KH_E_NOMEM;
    share_charge(n, charge, share);
    all.line[KHE_CARRIERS] = charge;
    for (int32_t i = 0; i < n->count; i++) {
        const int32_t o = n->orders[i];
        khe_costs own = {0};
        own.line[KHE_CARRIERS] = share[i];
        own.line[KHE_HOLDING] =
            khe_days_cost(&n->set->orders[o], day, day + n->carrier->transit_days);
        all.line[KHE_HOLDING] += own.line[KHE_HOLDING];
        char pointer[48];
        snprintf(pointer, sizeof pointer, "/orders/%d/cost_by", o);
        khe_compare_lines(n->v, pointer, &own, &n->plan->orders[o].costs, n->set->orders[o].id);
    }
    khe_compare_lines(n->v, at_shipment(n->index, "cost_by").s, &all, &n->shipment->costs,
                      "shipment");
    free(share);
    return KH_OK;
}

static bool has_zones(const inspection *n)
{
    for (int32_t k = 0; k < n->shipment->stop_count && n->carrier->zone_of; k++)
        if (n->zones[k] == KHE_NONE) return false;
    return true;
}

static kh_status inspect(inspection *n)
{
    khe_billed due;
    if (!list_orders(n)) return KH_E_NOMEM;
    check_orders(n);
    check_arrival(n);
    const khe_consignment all = {.orders = n->orders,
                                 .order_count = n->count,
                                 .zones = n->zones,
                                 .stop_count = n->shipment->stop_count,
                                 .steps = check_run(n)};
    if (!has_zones(n)) return KH_OK; /* has been reported order by order */
    if (!khe_tariff_bill(n->set, n->carrier, &all, &due)) {
        KHE_BREACH(n->v, "not_offered", at_shipment(n->index, "billed").s,
                   "the shipment is heavier than the tariff of %s goes", n->carrier->id);
        return KH_OK;
    }
    check_bill(n, &due);
    return check_costs(n, due.charge);
}

/* ---- Between shipments ---- */

static void check_twice(khe_verifier *v, const khe_plan *plan, int32_t s)
{
    const khe_shipment *a = &plan->shipments[s];
    if (v->set->carriers[a->carrier].mode == KHE_FTL) return;
    for (int32_t q = 0; q < s; q++) {
        const khe_shipment *b = &plan->shipments[q];
        if (a->carrier == b->carrier && a->day == b->day && a->from == b->from &&
            a->stops[0].place == b->stops[0].place)
            KHE_BREACH(v, "shipment_twice", at_shipment(s, "").s,
                       "it is one shipment with /shipments/%d: same carrier, day, origin and "
                       "destination",
                       q);
    }
}

static void add_load(const kh_order_set *set, const khe_shipment *shipment, int64_t *load)
{
    for (int32_t k = 0; k < shipment->stop_count; k++)
        for (int32_t i = 0; i < shipment->stops[k].order_count; i++)
            for (int32_t m = 0; m < set->measures; m++)
                load[m] += set->orders[shipment->stops[k].orders[i]].quantity[m];
}

/* Looked at with the first shipment that a carrier has on a day. */
static void check_day(khe_verifier *v, const khe_plan *plan, int32_t s)
{
    const kh_order_set *set = v->set;
    const khe_shipment *first = &plan->shipments[s];
    const khe_carrier *carrier = &set->carriers[first->carrier];
    int64_t load[KHE_MEASURES_MAX] = {0};
    for (int32_t q = 0; q < plan->shipment_count; q++) {
        const khe_shipment *other = &plan->shipments[q];
        if (other->carrier != first->carrier || other->day != first->day) continue;
        if (q < s) return;
        add_load(set, other, load);
    }
    for (int32_t m = 0; m < set->measures; m++)
        if (carrier->max_per_day[m] != INT32_MAX && load[m] > carrier->max_per_day[m])
            KHE_BREACH(v, "max_per_day", at_shipment(s, "day").s,
                       "%s takes %s %s on day %d, it may take %s", carrier->id,
                       khe_decimal(load[m] * 1000).s, set->measure[m], first->day,
                       khe_decimal((int64_t)carrier->max_per_day[m] * 1000).s);
}

kh_status khe_shipments_check(khe_verifier *v, const khe_plan *plan, bool *sound)
{
    kh_status status = KH_OK;
    for (int32_t s = 0; s < plan->shipment_count && status == KH_OK; s++) {
        const khe_shipment *shipment = &plan->shipments[s];
        inspection n = {.v = v,
                        .set = v->set,
                        .plan = plan,
                        .shipment = shipment,
                        .carrier = &v->set->carriers[shipment->carrier],
                        .index = s};
        if (shape_holds(&n))
            status = inspect(&n);
        else
            *sound = false;
        free(n.orders);
        free(n.zones);
    }
    for (int32_t s = 0; s < plan->shipment_count && *sound; s++) {
        check_twice(v, plan, s);
        check_day(v, plan, s);
    }
    return status;
}
