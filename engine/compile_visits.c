/* Visits and orders: numbers, places, service, quantities, who may serve them, and what holds at
 * the depot ends. */
#include "base/common_part.h"
#include "compile_parts.h"

#include <stdio.h>
#include <string.h>

/* ---- Numbers ---- */

typedef struct visit_arrays {
    uint8_t *kind;
    int32_t *order_of, *partner, *place, *service, *max_on_board, *dock_ticks;
    khs_order *order;
} visit_arrays;

static bool take_visits(khe_build *b, visit_arrays *a)
{
    khs_problem *p = b->p;
    const int64_t rows = (int64_t)p->visits + 1;
    p->kind = a->kind = KHE_TAKE(b, rows, uint8_t);
    p->order_of = a->order_of = KHE_TAKE(b, rows, int32_t);
    p->partner = a->partner = KHE_TAKE(b, rows, int32_t);
    p->place = a->place = KHE_TAKE(b, rows, int32_t);
    p->service = a->service = KHE_TAKE(b, rows, int32_t);
    p->max_on_board = a->max_on_board = KHE_TAKE(b, rows, int32_t);
    p->dock_ticks = a->dock_ticks = KHE_TAKE(b, rows * p->docks, int32_t);
    p->order = b->order = a->order = KHE_TAKE(b, p->orders, khs_order);
    return a->kind && a->order_of && a->partner && a->place && a->service && a->max_on_board &&
           a->dock_ticks && a->order;
}

static void add_visit(khe_build *b, visit_arrays *a, int32_t visit, int32_t order, khs_kind kind)
{
    const khe_order *o = &b->set->orders[order];
    const bool at_from = kind == KHS_PICKUP || kind == KHS_SHIP_FROM;
    const khe_end *end = at_from ? &o->from : &o->to;
    a->kind[visit] = (uint8_t)kind;
    a->order_of[visit] = order;
    a->place[visit] = b->place_of[end->place];
    a->service[visit] = end->service;
    a->max_on_board[visit] =
        kind == KHS_SHIP_FROM || o->max_on_board == KHE_NONE || o->max_on_board > KHS_FAR
            ? KHS_FAR
            : o->max_on_board;
}

/* Share of the loading time of a delivery, of the unloading time of a pickup, at every dock. */
static void add_dock_ticks(khe_build *b, visit_arrays *a, int32_t visit)
{
    const khs_problem *p = b->p;
    const kh_order_set *set = b->set;
    const khe_order *o = &set->orders[a->order_of[visit]];
    if (a->kind[visit] != KHS_DELIVERY && a->kind[visit] != KHS_PICKUP) return;
    const int32_t service = a->kind[visit] == KHS_DELIVERY ? o->from.service : o->to.service;
    for (int32_t place = 0; place < p->places; place++) {
        if (p->dock_of[place] < 0) continue;
        khe_service share = set->locations[b->out->location[place]].dock_service;
        share.fixed = 0;
        a->dock_ticks[(int64_t)p->dock_of[place] * (p->visits + 1) + visit] =
            service + khe_service_ticks(&set->calendar, &share, o->quantity, set->measures);
    }
}

static void number_order(khe_build *b, visit_arrays *a, int32_t order, int32_t *next)
{
    const khe_order *o = &b->set->orders[order];
    const khs_kind kind = (khs_kind)b->kind[order];
    const int32_t visit = (*next)++;
    add_visit(b, a, visit, order, kind);
    add_dock_ticks(b, a, visit);
    int32_t partner = 0;
    if (kind == KHS_SHIP_FROM) {
        partner = (*next)++;
        add_visit(b, a, partner, order, KHS_SHIP_TO);
        a->partner[visit] = partner;
        a->partner[partner] = visit;
    }
    a->order[order] = (khs_order){
        .visit = visit,
        .partner = partner,
        .tier = o->tier,
        .price_out = o->unserved_penalty == KHE_NONE ? -1 : o->unserved_penalty,
        .bond = -1,
    };
}

kh_status khe_compile_visits(khe_build *b)
{
    khs_problem *p = b->p;
    p->orders = b->set->order_count;
    p->visits = p->orders;
    for (int32_t i = 0; i < p->orders; i++) p->visits += b->kind[i] == KHS_SHIP_FROM;
    visit_arrays arrays;
    if (!take_visits(b, &arrays)) return KH_E_NOMEM;
    int32_t next = 1;
    for (int32_t i = 0; i < p->orders; i++) number_order(b, &arrays, i, &next);
    return KH_OK;
}

/* ---- Depot ends and who may serve ---- */

static int32_t clamp_tick(int64_t tick)
{
    return tick < -KHS_FAR ? -KHS_FAR : tick > KHS_FAR ? KHS_FAR : (int32_t)tick;
}

/* When loading (delivery) or unloading (pickup) may begin on a route of day d. */
static khe_interval dock_bounds(const khe_build *b, int32_t order, int32_t day)
{
    const khe_order *o = &b->set->orders[order];
    const khe_calendar *calendar = &b->set->calendar;
    khe_interval bounds = {-KHS_FAR, KHS_FAR};
    if (b->kind[order] == KHS_SHIP_FROM) return bounds;
    const bool delivery = b->kind[order] == KHS_DELIVERY;
    const khe_end *end = delivery ? &o->from : &o->to;
    if (end->window_count > 0) bounds = khe_window_on(calendar, end->windows[0], day);
    if (delivery && o->has_ready) {
        const int64_t ready =
            o->ready.at + (o->ready.daily ? (int64_t)day * khe_day_ticks(calendar) : 0);
        if (ready > bounds.open) bounds.open = clamp_tick(ready);
    }
    return (khe_interval){clamp_tick(bounds.open), clamp_tick(bounds.close)};
}

/* A window at a depot end is one, since the day of the route says which. */
static bool one_dock_window(const khe_build *b, int32_t order)
{
    const khe_order *o = &b->set->orders[order];
    if (b->kind[order] == KHS_SHIP_FROM) return true;
    const bool delivery = b->kind[order] == KHS_DELIVERY;
    if ((delivery ? o->from : o->to).window_count <= 1) return true;
    char pointer[64];
    snprintf(pointer, sizeof pointer,
             delivery ? "/orders/%d/collect/windows" : "/orders/%d/windows",
             (int)o->index_in_document);
    khe_errors_add(b->errors, KH_ERROR, "unsupported", pointer,
                   "several windows where the vehicle is loaded or unloaded as a whole are not "
                   "supported yet");
    return false;
}

/* Fills the depot bounds of one order on all days and the resources that may serve it. */
static void allow_order(khe_build *b, int32_t order, int32_t *open, int32_t *close,
                        uint64_t *allowed)
{
    const khs_problem *p = b->p;
    const int32_t visit = p->order[order].visit, partner = p->order[order].partner;
    for (int32_t d = 0; d < p->days; d++) {
        const khe_interval bounds = dock_bounds(b, order, d);
        open[(int64_t)d * (p->visits + 1) + visit] = bounds.open;
        close[(int64_t)d * (p->visits + 1) + visit] = bounds.close;
    }
    uint64_t *row = allowed + (int64_t)visit * p->resource_words;
    for (int32_t r = 0; r < p->resources; r++) {
        const khe_resource_source *source = &b->source[r];
        const khe_order *o = &b->set->orders[order];
        const int64_t cell = (int64_t)source->day * (p->visits + 1) + visit;
        if (source->carrier != KHE_NONE) {
            if (khe_may_come_from(o, source->from) &&
                khe_carrier_may_take(b->set, source->carrier, o, source->day))
                row[r >> 6] |= (uint64_t)1 << (r & 63);
            continue;
        }
        if (!khe_ships_on(o, source->day)) continue;
        if (!khe_class_allowed(b, order, source->vehicle) || open[cell] > close[cell]) continue;
        if (source->account != KHE_NONE && source->account != o->account) continue;
        row[r >> 6] |= (uint64_t)1 << (r & 63);
    }
    if (partner && p->resource_words > 0)
        memcpy(allowed + (int64_t)partner * p->resource_words, row,
               (size_t)p->resource_words * sizeof *row);
}

kh_status khe_compile_allowed(khe_build *b)
{
    khs_problem *p = b->p;
    const int64_t rows = (int64_t)p->visits + 1;
    int32_t *open = KHE_TAKE(b, rows * p->days, int32_t);
    int32_t *close = KHE_TAKE(b, rows * p->days, int32_t);
    uint64_t *allowed = KHE_TAKE(b, rows * p->resource_words, uint64_t);
    if (!open || !close || !allowed) return KH_E_NOMEM;
    for (int64_t i = 0; i < rows * p->days; i++) {
        open[i] = -KHS_FAR;
        close[i] = KHS_FAR;
    }
    bool fine = true;
    for (int32_t i = 0; i < p->orders; i++) {
        fine &= one_dock_window(b, i);
        allow_order(b, i, open, close, allowed);
    }
    p->dock_open = open;
    p->dock_close = close;
    p->allowed = allowed;
    return fine ? KH_OK : KH_E_UNSUPPORTED;
}

/* ---- Quantities ---- */

typedef struct measure_use {
    int64_t total;
    int32_t part;    /* greatest common part of all quantities */
    bool binds;      /* some vehicle cannot hold everything at once */
    bool open_ended; /* some vehicle's capacity is beyond counting */
} measure_use;

static measure_use survey_measure(const khe_build *b, int32_t m)
{
    const kh_order_set *set = b->set;
    measure_use use = {0};
    for (int32_t i = 0; i < set->order_count; i++) {
        use.total += set->orders[i].quantity[m];
        use.part = khs_common_part(use.part, set->orders[i].quantity[m]);
    }
    if (use.part == 0) use.part = 1;
    for (int32_t r = 0; r < b->p->resources; r++) {
        if (b->source[r].carrier != KHE_NONE) continue;
        const int32_t capacity = set->vehicles[b->source[r].vehicle].capacity[m];
        use.binds |= capacity != INT32_MAX && capacity < use.total;
        use.open_ended |= capacity == INT32_MAX || capacity / use.part > KHS_FAR;
    }
    return use;
}

/* Capacities and quantities of measure m of the set as the k-th of the problem. */
static kh_status add_measure(khe_build *b, int32_t m, const measure_use *use, int32_t k,
                             int32_t measures, int32_t *quantity)
{
    const kh_order_set *set = b->set;
    const khs_problem *p = b->p;
    bool counts = !use->open_ended || use->total / use->part <= KHS_FAR;
    for (int32_t r = 0; r < p->resources; r++) {
        if (b->source[r].carrier != KHE_NONE) continue;
        const int32_t capacity = set->vehicles[b->source[r].vehicle].capacity[m];
        const int32_t parts = capacity / use->part;
        b->resource[r].capacity[k] = capacity == INT32_MAX || parts > KHS_FAR ? KHS_FAR : parts;
    }
    for (int32_t v = 1; v <= p->visits; v++) {
        const int32_t parts = set->orders[p->order_of[v]].quantity[m] / use->part;
        counts &= parts <= KHS_FAR;
        quantity[(int64_t)v * measures + k] = parts;
    }
    if (counts) return KH_OK;
    khe_errors_add(b->errors, KH_ERROR, "too_large", "/orders",
                   "quantities of %s sum to more than can be counted", set->measure[m]);
    return KH_E_LIMIT;
}

kh_status khe_compile_quantities(khe_build *b)
{
    khs_problem *p = b->p;
    measure_use use[KHE_MEASURES_MAX];
    int32_t measures = 0;
    for (int32_t m = 0; m < b->set->measures; m++) {
        use[m] = survey_measure(b, m);
        measures += use[m].binds;
    }
    p->measures = measures > 0 ? measures : 1;
    int32_t *quantity = KHE_TAKE(b, ((int64_t)p->visits + 1) * p->measures, int32_t);
    if (!quantity) return KH_E_NOMEM;
    p->quantity = quantity;
    if (measures == 0)
        for (int32_t r = 0; r < p->resources; r++) b->resource[r].capacity[0] = KHS_FAR;
    kh_status status = KH_OK;
    for (int32_t m = 0, k = 0; m < b->set->measures && status == KH_OK; m++)
        if (use[m].binds) status = add_measure(b, m, &use[m], k++, p->measures, quantity);
    return status;
}
