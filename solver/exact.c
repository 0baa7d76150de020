/* Enumeration of all feasible routes, depth first.
 *
 * Each resource in turn: sequences grow at their end, and every sequence without an open shipment
 * is judged by khs_route_evaluate. A branch is cut only by what every longer sequence with the same
 * beginning breaks too: deliveries or pickups beyond the capacity, goods on board that are not yet
 * handed over, length and stops so far, orders that may never share a route, and the earliest
 * arrival when leaving with the shift and meeting only the hull of the windows. The pool keeps the
 * cheapest sequence for every resource and set of orders, and khs_choose picks the plan. */
#include "exact.h"

#include "tariff.h"

#include <stdlib.h>
#include <string.h>

enum { ORDERS_DEFAULT = 10, ORDERS_MOST = 20, SEQUENCES_DEFAULT = 400000, COLUMNS_MOST = 1 << 20 };

/* What a sequence amounts to so far. */
typedef struct stretch {
    int64_t delivered[KHS_MEASURES_MAX]; /* sums over its deliveries, */
    int64_t on_board[KHS_MEASURES_MAX];  /* its pickups and open shipments */
    uint64_t has, hates;                 /* classes that may not share a route */
    int64_t steps;
    int32_t place, ticks, stops, open; /* where and when it ends at the earliest; open shipments */
} stretch;

typedef struct explorer {
    const khs_problem *p;
    const khs_resource *resource;
    int32_t number; /* of the resource */
    khs_pool *pool;
    int32_t *visits; /* [problem.visits] the sequence */
    int32_t count;
    uint8_t *used; /* [1+visits] */
    int64_t looked, looked_most;
    double deadline;
    khs_status status;
} explorer;

static int64_t leg(const explorer *e, const int32_t *matrix, int32_t from, int32_t to)
{
    return matrix[(int64_t)from * e->p->places + to];
}

/* Drives to a place; false: no road, or too far. */
static bool drive(const explorer *e, stretch *s, int32_t place)
{
    const khs_matrix *m = &e->p->matrix[e->resource->matrix];
    if (e->count == 0 || place != s->place) s->stops++;
    if (place != s->place) {
        if (leg(e, m->steps, s->place, place) >= KHS_NO_ROAD) return false;
        s->steps += leg(e, m->steps, s->place, place);
        s->ticks += (int32_t)leg(e, m->ticks, s->place, place);
        if (e->count > 0) s->ticks += e->p->fixed_stop[s->place];
    }
    s->place = place;
    return s->steps <= e->resource->max_steps && s->stops <= e->resource->max_stops;
}

static bool serve_in_time(const explorer *e, stretch *s, int32_t visit)
{
    if (s->ticks < e->p->open[visit]) s->ticks = e->p->open[visit];
    if (s->ticks > e->p->close[visit]) return false;
    s->ticks += e->p->service[visit];
    return s->ticks <= e->resource->close;
}

static bool load_fits(const explorer *e, stretch *s, int32_t visit)
{
    const khs_kind kind = (khs_kind)e->p->kind[visit];
    for (int32_t m = 0; m < e->p->measures; m++) {
        const int32_t quantity = khs_quantity(e->p, visit)[m];
        if (kind == KHS_DELIVERY) s->delivered[m] += quantity;
        if (kind == KHS_PICKUP || kind == KHS_SHIP_FROM) s->on_board[m] += quantity;
        if (kind == KHS_SHIP_TO) s->on_board[m] -= quantity;
        if (s->delivered[m] > e->resource->capacity[m] || s->on_board[m] > e->resource->capacity[m])
            return false;
    }
    return true;
}

static bool gets_on_with(const explorer *e, stretch *s, int32_t visit)
{
    if (s->hates & e->p->has_route[visit]) return false;
    s->has |= e->p->has_route[visit];
    s->hates |= e->p->hates_route[visit];
    return true;
}

/* Whether a visit may come next: it is not used, its resource fits, its partner has its turn. */
static bool may_follow(const explorer *e, int32_t visit)
{
    if (e->used[visit] || !khs_allowed(e->p, visit, e->number)) return false;
    return e->p->kind[visit] != KHS_SHIP_TO || e->used[e->p->partner[visit]];
}

static bool extend(const explorer *e, stretch *s, int32_t visit)
{
    if (e->p->kind[visit] == KHS_SHIP_FROM) s->open++;
    if (e->p->kind[visit] == KHS_SHIP_TO) s->open--;
    return gets_on_with(e, s, visit) && load_fits(e, s, visit) && drive(e, s, e->p->place[visit]) &&
           serve_in_time(e, s, visit);
}

static void judge(explorer *e)
{
    const khs_route_value value = khs_route_evaluate(e->p, e->number, e->visits, e->count);
    if (value.flaw == KHS_FINE &&
        !khs_pool_add(e->pool, e->number, e->visits, e->count, value.cost))
        e->status = KHS_NOMEM;
}

static bool at_limit(explorer *e)
{
    e->looked++;
    if (e->looked > e->looked_most) return true;
    return e->deadline > 0.0 && e->looked % 1024 == 0 && khs_clock_now() >= e->deadline;
}

static void explore(explorer *e, const stretch *so_far)
{
    for (int32_t v = 1; v <= e->p->visits && e->status == KHS_OK; v++) {
        stretch s = *so_far;
        if (!may_follow(e, v) || !extend(e, &s, v)) continue;
        if (at_limit(e)) {
            e->status = KHS_LIMIT;
            return;
        }
        e->visits[e->count++] = v;
        e->used[v] = 1;
        if (s.open == 0) judge(e);
        if (e->status == KHS_OK) explore(e, &s);
        e->used[v] = 0;
        e->count--;
    }
}

/* At one stop no sequence matters: visits in ascending order are enough. What is
 * too much for a carrier is so with more orders too. */
static void explore_consignments(explorer *e)
{
    const bool joint = khs_is_joint(e->resource);
    const int32_t last = e->count ? e->visits[e->count - 1] : 0;
    for (int32_t v = 1; v <= e->p->visits && e->status == KHS_OK; v++) {
        const bool same_stop =
            last && e->p->destination[e->p->order_of[v]] == e->p->destination[e->p->order_of[last]];
        if (e->p->kind[v] == KHS_SHIP_TO || e->used[v] || !khs_allowed(e->p, v, e->number) ||
            ((joint || same_stop) && v < last))
            continue;
        if (at_limit(e)) {
            e->status = KHS_LIMIT;
            return;
        }
        const int32_t before = e->count, partner = e->p->partner[v];
        khs_bill bill;
        e->visits[e->count++] = v;
        if (partner) e->visits[e->count++] = partner;
        const khs_flaw flaw = khs_tariff_bill(e->p, e->number, e->visits, e->count, &bill);
        e->used[v] = 1;
        if (!flaw) judge(e);
        if (!flaw && e->status == KHS_OK) explore_consignments(e);
        e->used[v] = 0;
        e->count = before;
    }
}

static void explore_all(explorer *e)
{
    for (e->number = 0; e->number < e->p->resources && e->status == KHS_OK; e->number++) {
        e->resource = &e->p->resource[e->number];
        if (e->resource->tariff) {
            explore_consignments(e);
            continue;
        }
        const stretch start = {.place = e->resource->start, .ticks = e->resource->open};
        if (e->resource->count > 0) explore(e, &start);
    }
}

/* Chooses from the pool, starting from the plan that serves nobody. */
static khs_status choose_all(const khs_problem *p, const khs_pool *pool, double deadline,
                             khs_choice *out)
{
    khs_choice choice;
    int32_t *absent = malloc(((size_t)p->orders + 1) * sizeof *absent);
    if (!absent) return KHS_NOMEM;
    for (int32_t o = 0; o < p->orders; o++) absent[o] = o;
    const khs_choice_limits limits = {.deadline = deadline};
    const khs_status status =
        khs_choose(p, pool, NULL, 0, absent, p->orders, NULL, &limits, &choice);
    free(absent);
    if (status != KHS_OK) return status;
    if (!choice.proven) {
        khs_choice_free(&choice);
        return KHS_LIMIT;
    }
    *out = choice;
    return KHS_OK;
}

khs_status khs_exact(const khs_problem *problem, const khs_exact_limits *limits, khs_choice *out)
{
    const int32_t most = limits->orders > 0 ? limits->orders : ORDERS_DEFAULT;
    if (problem->orders > most || problem->orders > ORDERS_MOST) return KHS_LIMIT;
    const int64_t columns = (int64_t)problem->resources << problem->orders;
    if (columns > COLUMNS_MOST) return KHS_LIMIT;
    explorer e = {.p = problem,
                  .looked_most = limits->sequences > 0 ? limits->sequences : SEQUENCES_DEFAULT,
                  .deadline = limits->deadline,
                  .status = KHS_OK};
    e.pool = khs_pool_new(problem, columns < 2 ? 2 : (int32_t)columns);
    e.visits = malloc(((size_t)problem->visits + 1) * sizeof *e.visits);
    e.used = calloc((size_t)problem->visits + 1, 1);
    if (!e.pool || !e.visits || !e.used) {
        e.status = KHS_NOMEM;
    } else {
        explore_all(&e);
    }
    if (e.status == KHS_OK) e.status = choose_all(problem, e.pool, limits->deadline, out);
    khs_pool_free(e.pool);
    free(e.visits);
    free(e.used);
    return e.status;
}
