/* Shipments alone (see pairs.h). The places for a pickup are gone through from the back, so that
 * the cheapest place for its delivery behind it is known before any is tried. */
#include "pairs.h"

#include <string.h>

static bool resource_is_plain(const khs_problem *p, const khs_resource *r)
{
    return !r->per_h && !r->overtime_per_h && r->max_duty >= KHS_FAR && !r->toll_per_km &&
           !r->needs_delivery && r->per_km % p->steps_per_km == 0;
}

bool khs_pairs_applies(const khs_problem *p)
{
    if (!p->has_pairs || p->has_pickups || p->has_deliveries || p->has_tolls ||
        p->has_fixed_stops || p->has_extra_visits || p->has_no_road || p->has_dock_time ||
        p->has_many_windows || p->has_on_board || p->has_conflict_time || p->has_conflict_route ||
        p->has_stop_limits || p->has_carriers || p->visit_price || p->bonds)
        return false;
    for (int32_t m = 0; m < p->matrices; m++)
        if (!p->matrix[m].steps) return false;
    for (int32_t k = 0; k < p->resources; k++)
        if (!resource_is_plain(p, &p->resource[k])) return false;
    return true;
}

/* ---- refresh ---- */

/* Places, legs, and times forwards. */
static bool go_forth(const khs_problem *p, const khs_resource *r, khs_tour *tour)
{
    const khs_matrix *matrix = &p->matrix[r->matrix];
    const int32_t n = tour->count;
    int32_t from = r->start, ready = r->open, steps = 0;
    tour->place[0] = from;
    tour->ready[0] = ready;
    for (int32_t i = 1; i <= n; i++) {
        const int32_t v = tour->visit[i], place = p->place[v];
        const int64_t leg = (int64_t)from * p->places + place;
        tour->place[i] = place;
        tour->arc[i - 1] = matrix->steps[leg];
        steps += matrix->steps[leg];
        const int32_t begin = khs_max(ready + matrix->ticks[leg], p->open[v]);
        if (begin > p->close[v]) return false;
        ready = begin + p->service[v];
        tour->ready[i] = ready;
        from = place;
    }
    const int64_t home = (int64_t)from * p->places + r->end;
    tour->place[n + 1] = r->end;
    tour->arc[n] = matrix->steps[home];
    tour->steps = steps + matrix->steps[home];
    return ready + matrix->ticks[home] <= r->close && tour->steps <= r->max_steps;
}

static void go_back(const khs_problem *p, const khs_resource *r, khs_tour *tour)
{
    const khs_matrix *matrix = &p->matrix[r->matrix];
    int32_t latest = r->close;
    tour->latest[tour->count + 1] = latest;
    for (int32_t i = tour->count; i >= 1; i--) {
        const int32_t v = tour->visit[i];
        const int32_t leg = khs_ticks(p, matrix, tour->place[i], tour->place[i + 1]);
        latest = khs_min(latest - leg - p->service[v], p->close[v]);
        tour->latest[i] = latest;
    }
}

static bool load_up(const khs_problem *p, const khs_resource *r, khs_tour *tour, int32_t m)
{
    int32_t *load = tour->load + (int64_t)m * tour->room, on_board = 0;
    load[0] = 0;
    for (int32_t i = 1; i <= tour->count; i++) {
        const int32_t v = tour->visit[i], quantity = khs_quantity(p, v)[m];
        on_board += p->kind[v] == KHS_SHIP_FROM ? quantity : -quantity;
        if (on_board > r->capacity[m]) return false;
        load[i] = on_board;
    }
    return true;
}

bool khs_pairs_refresh(const khs_problem *p, khs_tour *tour)
{
    const khs_resource *r = &p->resource[tour->resource];
    tour->visit[0] = tour->visit[tour->count + 1] = 0;
    tour->simple = true;
    tour->duty = 0;
    if (!go_forth(p, r, tour)) return false;
    for (int32_t m = 0; m < p->measures; m++)
        if (!load_up(p, r, tour, m)) return false;
    go_back(p, r, tour);
    tour->cost = r->per_route + r->per_km / p->steps_per_km * tour->steps;
    return true;
}

/* ---- scan ---- */

/* One end of the order. */
typedef struct end {
    int32_t open, close, service;
    const int32_t *from, *to, *t_from, *t_to; /* rows of its place */
} end;

typedef struct scan {
    const khs_problem *p;
    const khs_tour *tour;
    const khs_resource *r;
    const khs_matrix *matrix;
    const int32_t *quantity;
    end v, w;
    int32_t direct, t_direct; /* from v to w */
    int32_t slot;
    int32_t *added; /* [count+1] steps that w adds after a position, KHS_FAR: too early or late */
    int32_t last;   /* position with added[] < KHS_FAR */
    int64_t most;   /* steps that do not improve any more */
    int64_t price;
    const khs_search_style *style;
    khs_spot *best;
} scan;

static inline bool blinks(const khs_search_style *style)
{
    return style->blink && (uint32_t)(khs_rng_next(style->rng) >> 48) < style->blink;
}

static end end_of(const khs_problem *p, const khs_matrix *matrix, int32_t v)
{
    const int64_t row = (int64_t)p->place[v] * p->places;
    return (end){p->open[v],
                 p->close[v],
                 p->service[v],
                 matrix->steps + row,
                 matrix->steps_to + row,
                 matrix->ticks + row,
                 matrix->ticks_to + row};
}

static inline int64_t most_steps(const scan *c)
{
    return c->price > 0 ? (c->best->delta - 1) / c->price + 1 : INT64_MAX;
}

static inline void offer(scan *c, int32_t i, int32_t j, int32_t steps)
{
    if (c->price * steps >= c->best->delta || c->tour->steps + steps > c->r->max_steps ||
        blinks(c->style))
        return;
    *c->best = (khs_spot){c->price * steps, c->slot, c->tour->resource, i, j};
    c->most = most_steps(c);
}

static inline bool leg_holds(const scan *c, int32_t leg)
{
    for (int32_t m = 0; m < c->p->measures; m++)
        if (c->tour->load[(int64_t)m * c->tour->room + leg] + c->quantity[m] > c->r->capacity[m])
            return false;
    return true;
}

/* Begin of service at an end reached from position i at `ready`; > close: too late for it or for
 * what follows. */
static inline int32_t begin_at(const scan *c, const end *e, int32_t i, int32_t ready)
{
    const int32_t *place = c->tour->place;
    const int32_t begin = khs_max(ready + e->t_to[place[i]], e->open);
    if (begin + e->service + e->t_from[place[i + 1]] > c->tour->latest[i + 1]) return KHS_FAR;
    return begin;
}

/* Steps that w alone adds after position j. */
static inline int32_t second_alone(const scan *c, int32_t j)
{
    const khs_tour *tour = c->tour;
    if (begin_at(c, &c->w, j, tour->ready[j]) > c->w.close) return KHS_FAR;
    return c->w.to[tour->place[j]] + c->w.from[tour->place[j + 1]] - tour->arc[j];
}

/* w behind v with nothing between them. */
static void try_adjacent(scan *c, int32_t i, int32_t end_of_v)
{
    const khs_tour *tour = c->tour;
    const int32_t a = tour->place[i], b = tour->place[i + 1];
    const int32_t steps = c->v.to[a] + c->direct + c->w.from[b] - tour->arc[i];
    if (steps >= c->most) return;
    const int32_t begin = khs_max(end_of_v + c->t_direct, c->w.open);
    if (begin <= c->w.close && begin + c->w.service + c->w.t_from[b] <= tour->latest[i + 1])
        offer(c, i, i, steps);
}

/* All places for w behind the visit at i + 1, given when v's service ends and the steps v adds. */
static void try_apart(scan *c, int32_t i, int32_t end_of_v, int32_t steps)
{
    const khs_problem *p = c->p;
    const khs_tour *tour = c->tour;
    int32_t ready = end_of_v, leg = c->v.t_from[tour->place[i + 1]];
    for (int32_t j = i + 1; j <= c->last; j++) {
        const int32_t visit = tour->visit[j];
        const int32_t begin = khs_max(ready + leg, p->open[visit]);
        if (begin > tour->latest[j] || !leg_holds(c, j)) return;
        ready = begin + p->service[visit];
        if (ready > c->w.close) return;
        if (steps + c->added[j] < c->most && begin_at(c, &c->w, j, ready) <= c->w.close)
            offer(c, i, j, steps + c->added[j]);
        if (j < c->last) leg = khs_ticks(p, c->matrix, tour->place[j], tour->place[j + 1]);
    }
}

static void try_all(scan *c)
{
    const khs_tour *tour = c->tour;
    int32_t least = KHS_FAR, i = tour->count;
    const int32_t first_end = c->v.open + c->v.service;
    c->last = -1;
    while (i > 0 && tour->ready[i] > c->w.close) i--;
    for (; i >= 0 && tour->latest[i + 1] >= first_end; i--) {
        const int32_t a = tour->place[i], b = tour->place[i + 1];
        if (tour->ready[i] <= c->v.close && leg_holds(c, i)) {
            const int32_t begin = khs_max(tour->ready[i] + c->v.t_to[a], c->v.open);
            if (begin <= c->v.close) {
                const int32_t ready = begin + c->v.service;
                const int32_t steps = c->v.to[a] + c->v.from[b] - tour->arc[i];
                try_adjacent(c, i, ready);
                if (c->last > i && steps + least < c->most &&
                    ready + c->v.t_from[b] <= tour->latest[i + 1])
                    try_apart(c, i, ready, steps);
            }
        }
        c->added[i] = second_alone(c, i);
        least = khs_min(least, c->added[i]);
        if (c->last < 0 && c->added[i] < KHS_FAR) c->last = i;
    }
}

void khs_pairs_scan(khs_solution *s, int32_t slot, int32_t order, const khs_search_style *style,
                    khs_spot *best)
{
    const khs_problem *p = s->p;
    const khs_tour *tour = s->tour[slot];
    const int32_t v = p->order[order].visit, w = p->order[order].partner, k = tour->resource;
    if (!khs_allowed(p, v, k) || !khs_allowed(p, w, k)) return;
    const khs_resource *r = &p->resource[k];
    const khs_matrix *matrix = &p->matrix[r->matrix];
    scan c = {.p = p,
              .tour = tour,
              .r = r,
              .matrix = matrix,
              .quantity = khs_quantity(p, v),
              .v = end_of(p, matrix, v),
              .w = end_of(p, matrix, w),
              .slot = slot,
              .added = s->scratch,
              .price = s->scene->step_price[k],
              .style = style,
              .best = best};
    c.direct = c.v.from[p->place[w]];
    c.t_direct = c.v.t_from[p->place[w]];
    c.most = most_steps(&c);
    try_all(&c);
}
