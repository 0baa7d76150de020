/* Why orders are left out. Every order is tried alone on every resource that may serve it; what
 * fails everywhere is a reason, and proved where it fails with the shortest ways too. An order that
 * fits alone was priced out or found no room. */
#include "explain.h"

#include <stdlib.h>

#include "explain_parts.h"
#include "text.h"

/* Cells of matrices that may be looked at for proofs, about two seconds. */
static const int64_t WORK_MOST = 2000000000;

static void add_why(khe_explainer *e, khe_unserved *left, khe_reason reason, bool proved,
                    char *detail)
{
    khe_why *why = realloc(left->why, ((size_t)left->why_count + 1) * sizeof *why);
    if (why) left->why = why;
    if (!why || !detail) {
        free(detail);
        e->failed = true;
        return;
    }
    why[left->why_count++] = (khe_why){reason, proved, detail};
}

static khe_reason reason_of(khs_flaw flaw)
{
    switch (flaw) {
    case KHS_FLAW_LOAD:
        return KHE_CAPACITY;
    case KHS_FLAW_ROAD:
        return KHE_NO_ROAD;
    case KHS_FLAW_TIME:
        return KHE_WINDOW_UNREACHABLE;
    case KHS_FLAW_ON_BOARD:
        return KHE_MAX_ON_BOARD;
    case KHS_FLAW_LIMIT:
        return KHE_ROUTE_LIMIT;
    case KHS_FINE:
    case KHS_FLAW_RESOURCE:
    case KHS_FLAW_ORDER:
    case KHS_FLAW_CONFLICT:
    case KHS_FLAW_BOND:
        break;
    }
    return KHE_NO_ROOM;
}

/* ---- Alone ---- */

/* What the trials of one order alone came to. */
typedef struct trials {
    khs_flaw *flaw; /* [resources] */
    bool *proved;   /* [resources] */
    bool *group;    /* [resources] scratch */
    int32_t allowed;
    bool fits; /* on some resource */
} trials;

/* Loading time of other orders may shorten a delivery's ride, so a ride that is too long proves
 * nothing where loading takes time or has its hours. */
static bool proves(const khe_explainer *e, int32_t order, khs_flaw flaw)
{
    const bool delivery = e->p->kind[e->p->order[order].visit] == KHS_DELIVERY;
    return flaw != KHS_FINE && !(flaw == KHS_FLAW_ON_BOARD && delivery && e->p->has_dock_time) &&
           !(flaw == KHS_FLAW_TIME && e->compiled->narrowed);
}

/* Where an order that fits nowhere is proved not to. */
static void prove(khe_explainer *e, int32_t order, trials *t)
{
    for (int32_t r = 0; r < e->p->resources && !e->failed; r++) {
        khe_sketch sketch;
        if (t->flaw[r] == KHS_FLAW_RESOURCE || !khe_draw_sketch(e, order, r, &sketch)) continue;
        const khs_flaw sure = khe_flaw_by_sketch(e, order, r, &sketch);
        t->proved[r] = proves(e, order, sure);
        if (t->proved[r]) t->flaw[r] = sure;
    }
}

static void try_alone(khe_explainer *e, int32_t order, trials *t)
{
    int32_t visits[2];
    const int32_t count = khe_compiled_visits(e->compiled, order, visits);
    t->allowed = 0;
    t->fits = false;
    for (int32_t r = 0; r < e->p->resources; r++) {
        t->flaw[r] = KHS_FLAW_RESOURCE;
        t->proved[r] = false;
        if (e->p->resource[r].tariff || !khs_allowed(e->p, visits[0], r)) continue;
        t->allowed++;
        t->flaw[r] = khs_route_evaluate(&e->relaxed, r, visits, count).flaw;
        t->fits |= t->flaw[r] == KHS_FINE;
    }
    if (!t->fits) prove(e, order, t);
}

/* One reason per flaw, for the resources that have it. */
static void explain_flaws(khe_explainer *e, int32_t order, const trials *t, khe_unserved *left)
{
    for (khs_flaw flaw = KHS_FLAW_ORDER; flaw <= KHS_FLAW_LIMIT; flaw++) {
        bool proved = true;
        int32_t count = 0;
        for (int32_t r = 0; r < e->p->resources; r++) {
            t->group[r] = t->flaw[r] == flaw;
            count += t->group[r];
            if (t->group[r]) proved &= t->proved[r];
        }
        if (count > 0)
            add_why(e, left, reason_of(flaw), proved,
                    khe_flaw_detail(e, order, flaw, t->group, count == t->allowed, !proved));
    }
}

static bool all_proved(const khe_explainer *e, const trials *t)
{
    for (int32_t r = 0; r < e->p->resources; r++)
        if (t->flaw[r] != KHS_FLAW_RESOURCE && !t->proved[r]) return false;
    return true;
}

/* ---- Beside the others ---- */

/* Least cost of a route of its own on a vehicle that stands idle, or -1. */
static int64_t cost_on_idle(const khe_explainer *e, int32_t order, int32_t *resource)
{
    int32_t visits[2];
    const int32_t count = khe_compiled_visits(e->compiled, order, visits);
    int64_t best = -1;
    for (int32_t r = 0; r < e->p->resources; r++) {
        if (e->p->resource[r].tariff || !khs_allowed(e->p, visits[0], r) ||
            e->used[r] >= e->p->resource[r].count || !khe_stock_lets_in(e, order, r))
            continue;
        const khs_route_value value = khs_route_evaluate(e->p, r, visits, count);
        if (value.flaw != KHS_FINE || (best >= 0 && value.cost >= best)) continue;
        best = value.cost;
        *resource = r;
    }
    return best;
}

static bool conflicts_with(const khs_problem *p, int32_t a, int32_t b)
{
    return (p->has_route[a] & p->hates_route[b]) != 0;
}

/* Whether every route that could take the order has one that may not ride with it; `with` is one.
 */
static bool only_conflicts(const khe_explainer *e, int32_t order, int32_t *with)
{
    const int32_t visit = e->p->order[order].visit;
    bool any = false;
    for (int32_t k = 0; k < e->result->route_count; k++) {
        const khs_route *route = &e->result->routes[k];
        if (e->p->resource[route->resource].tariff || !khs_allowed(e->p, visit, route->resource))
            continue;
        bool clash = false;
        for (int32_t i = 0; i < route->count && !clash; i++) {
            clash = conflicts_with(e->p, visit, route->visits[i]);
            if (clash) *with = e->p->order_of[route->visits[i]];
        }
        if (!clash) return false;
        any = true;
    }
    return any;
}

/* A short text of an amount of money, in `out`. */
static const char *money(int64_t micro, khe_writer *out)
{
    khe_put_decimal(out, micro, 6);
    return out->failed ? "?" : out->text;
}

static void explain_price(khe_explainer *e, int32_t order, int64_t alone, int32_t resource,
                          khe_unserved *left)
{
    const int64_t price = e->p->order[order].price_out;
    const khe_vehicle *v = &e->set->vehicles[e->compiled->source[resource].vehicle];
    khe_writer a = {0}, b = {0};
    const char *cost = money(alone, &a), *most = money(price, &b);
    const bool optimal = e->plan->optimal && !e->set->vehicles_first;
    if (optimal || alone >= price)
        add_why(e, left, KHE_PRICED_OUT, optimal,
                khe_text_print("alone on an idle %s it costs %s; left out, %s", v->id, cost, most));
    else
        add_why(e, left, KHE_NO_ROOM, false,
                khe_text_print("alone on an idle %s it would cost %s, left out it costs %s: %s",
                               v->id, cost, most,
                               e->set->vehicles_first ? "but fewest vehicles come first"
                                                      : "the search has not found better"));
    free(a.text);
    free(b.text);
}

static void explain_room(khe_explainer *e, int32_t order, khe_unserved *left)
{
    const bool optional = e->p->order[order].price_out >= 0;
    const int32_t bond = e->p->order[order].bond;
    int32_t resource = 0, with = KHE_NONE;
    char *detail = NULL;
    const int64_t alone = cost_on_idle(e, order, &resource);
    if (bond >= 0 && khe_bond_is_hopeless(e, &e->p->bond[bond], &detail))
        add_why(e, left, KHE_BOUND_TO, true, detail);
    else if (bond >= 0)
        add_why(e, left, KHE_NO_ROOM, false,
                khe_text_copy("served alone it would fit; for it and the orders bound to it no "
                              "place was found"));
    else if (alone >= 0 && optional)
        explain_price(e, order, alone, resource, left);
    else if (alone >= 0)
        add_why(e, left, KHE_NO_ROOM, false,
                khe_text_print("an idle %s could serve it alone; the search ended before it found "
                               "a place",
                               e->set->vehicles[e->compiled->source[resource].vehicle].id));
    else if (only_conflicts(e, order, &with))
        add_why(e, left, KHE_CONFLICT, false,
                khe_text_print("every vehicle that may carry it is out with an order that may not "
                               "ride with it, such as %s",
                               e->set->orders[with].id));
    else
        add_why(e, left, KHE_NO_ROOM, e->plan->optimal && !optional,
                khe_text_copy("all vehicles that could serve it alone are out, and no place was "
                              "found beside the orders they carry"));
}

/* The cheapest carrier that would take the order alone, or -1. */
static int64_t cost_with_carrier(const khe_explainer *e, int32_t order, int32_t *resource)
{
    int32_t visits[2];
    const int32_t count = khe_compiled_visits(e->compiled, order, visits);
    int64_t best = -1;
    for (int32_t r = 0; r < e->p->resources; r++) {
        if (!e->p->resource[r].tariff || !khs_allowed(e->p, visits[0], r)) continue;
        const khs_route_value value = khs_route_evaluate(e->p, r, visits, count);
        if (value.flaw != KHS_FINE || (best >= 0 && value.cost >= best)) continue;
        best = value.cost;
        *resource = r;
    }
    return best;
}

/* No vehicle can serve the order, but a carrier could. */
static void explain_carrier(khe_explainer *e, int32_t order, int64_t alone, int32_t resource,
                            khe_unserved *left)
{
    const int64_t price = e->p->order[order].price_out;
    const char *id = e->set->carriers[e->compiled->source[resource].carrier].id;
    const bool dear = price >= 0 && alone >= price;
    khe_writer a = {0}, b = {0};
    const char *cost = money(alone, &a), *most = money(price, &b);
    if (dear)
        add_why(e, left, KHE_PRICED_OUT, e->plan->optimal,
                khe_text_print("alone with carrier %s it costs %s; left out, %s", id, cost, most));
    else
        add_why(e, left, KHE_NO_ROOM, e->plan->optimal && price < 0,
                khe_text_print("no vehicle can serve it; carrier %s would take it alone for %s, "
                               "but not beside what it takes already",
                               id, cost));
    free(a.text);
    free(b.text);
}

/* The order bound to this one that is proved to be hopeless, or KHE_NONE. */
static int32_t hopeless_mate(const khe_explainer *e, int32_t order)
{
    const int32_t b = e->p->order[order].bond;
    for (int32_t k = 0; b >= 0 && k < e->p->bond[b].count; k++) {
        const int32_t mate = e->p->bond[b].orders[k];
        if (mate != order && e->hopeless[mate]) return mate;
    }
    return KHE_NONE;
}

/* ---- All together ---- */

/* Whether the goods are not there, alone or beside the others'; then that is the reason. */
static bool explain_stock(khe_explainer *e, int32_t order, bool alone, khe_unserved *left)
{
    const khs_draw *what = NULL;
    if (!khe_stock_is_lacking(e, order, alone, &what)) return false;
    add_why(e, left, KHE_NO_STOCK, alone, khe_stock_detail(e, what, alone));
    return true;
}

/* What keeps the order out whatever it is bound to; the surest first. */
static void explain_itself(khe_explainer *e, int32_t order, const trials *t, khe_unserved *left)
{
    int32_t carrier = 0;
    const int64_t handed = t->fits ? -1 : cost_with_carrier(e, order, &carrier);
    if (explain_stock(e, order, true, left)) return;
    if (handed < 0 && t->allowed == 0) {
        khe_reason reason = KHE_NO_VEHICLE;
        char *detail = khe_no_vehicle_detail(e, order, &reason);
        add_why(e, left, reason, true, detail);
        return;
    }
    if (handed < 0 && !t->fits) {
        explain_flaws(e, order, t, left);
        return;
    }
    if (explain_stock(e, order, false, left)) return;
    if (handed >= 0)
        explain_carrier(e, order, handed, carrier, left);
    else if (hopeless_mate(e, order) == KHE_NONE)
        explain_room(e, order, left);
}

static void explain_order(khe_explainer *e, int32_t order, trials *t, khe_unserved *left)
{
    try_alone(e, order, t);
    if (e->failed) return;
    explain_itself(e, order, t, left);
    const int32_t mate = hopeless_mate(e, order);
    if (mate != KHE_NONE)
        add_why(e, left, KHE_BOUND_TO, true,
                khe_text_print("order %s, to which it is bound, cannot be served",
                               e->set->orders[mate].id));
}

static bool is_served(const khe_plan *plan, int32_t order)
{
    return plan->orders[order].route != KHE_NONE || plan->orders[order].shipment != KHE_NONE;
}

static void explain_all(khe_explainer *e, trials *t)
{
    khe_plan *plan = e->plan;
    for (int32_t i = 0; i < e->set->order_count && !e->failed; i++) {
        if (is_served(plan, i) || e->p->order[i].bond < 0) continue;
        try_alone(e, i, t);
        const khs_draw *lacking = NULL;
        e->hopeless[i] = t->allowed == 0 || (!t->fits && all_proved(e, t)) ||
                         khe_stock_is_lacking(e, i, true, &lacking);
    }
    for (int32_t i = 0; i < e->set->order_count && !e->failed; i++) {
        if (is_served(plan, i)) continue;
        khe_unserved *left = &plan->unserved[plan->unserved_count++];
        *left = (khe_unserved){.order = i, .bad_order = KHE_NONE};
        explain_order(e, i, t, left);
    }
    for (int32_t b = 0; b < e->set->bad_order_count && !e->failed; b++) {
        khe_unserved *left = &plan->unserved[plan->unserved_count++];
        *left = (khe_unserved){.order = KHE_NONE, .bad_order = b};
        add_why(e, left, KHE_BAD_DATA, true, khe_text_copy(e->set->bad_orders[b].why));
    }
}

static void *take(khe_explainer *e, int64_t count, size_t size)
{
    void *array = khe_store_take(&e->store, (size_t)count, size);
    e->failed |= !array;
    return array;
}

static void prepare(khe_explainer *e, trials *t)
{
    const khs_problem *p = e->p;
    t->flaw = take(e, p->resources, sizeof *t->flaw);
    t->proved = take(e, p->resources, sizeof *t->proved);
    t->group = take(e, p->resources, sizeof *t->group);
    e->resource = take(e, p->resources, sizeof *e->resource);
    e->used = take(e, p->resources, sizeof *e->used);
    e->hopeless = take(e, p->orders, sizeof *e->hopeless);
    e->tiny_place = take(e, (int64_t)p->visits + 1, sizeof *e->tiny_place);
    e->drawn = khe_plan_draws(e);
    e->plan->unserved =
        calloc((size_t)(p->orders + e->set->bad_order_count + 1), sizeof *e->plan->unserved);
    e->failed |= !e->plan->unserved;
    if (e->failed) return;
    for (int32_t r = 0; r < p->resources; r++) {
        e->resource[r] = p->resource[r];
        e->resource[r].needs_delivery = false;
    }
    for (int32_t k = 0; k < e->result->route_count; k++) e->used[e->result->routes[k].resource]++;
    e->relaxed = *p;
    e->relaxed.resource = e->resource;
    e->relaxed.bonds = 0;
    e->tiny = e->relaxed;
    e->tiny.places = KHE_SPOTS;
    e->tiny.place = e->tiny_place;
    e->work = WORK_MOST;
}

kh_status khe_explain(const khe_compiled *compiled, const khs_result *result, khe_plan *plan)
{
    khe_explainer e = {.compiled = compiled,
                       .set = compiled->set,
                       .p = &compiled->problem,
                       .result = result,
                       .plan = plan};
    trials t = {0};
    prepare(&e, &t);
    if (!e.failed) explain_all(&e, &t);
    khe_store_free(&e.store);
    return e.failed ? KH_E_NOMEM : KH_OK;
}
