/* The cheapest pair of spots for a shipment (see pairs.h). A scan of a tour goes from what is cheap
 * to know to what is dear: the positions that windows allow for either end alone, the steps that
 * either adds there, and only for what could still beat the best spots the times in between.
 *
 * What a scan comes to is kept with the tour: the best spots, or what none costs less than. */
#include "pairs.h"
#include "scan.h"

#include <assert.h>
#include <stdlib.h>

enum {
    FINDING_ORDERS = 4000, /* beyond, the findings of all tours take too much memory */
    FEW_TOURS = 64         /* no more are all looked at, near or not: most are known */
};

static const int64_t NO_SPOT = INT64_MAX / 4;

/* One end of the order. */
typedef struct end {
    int32_t open, close, service;
    const int32_t *from, *to, *t_from, *t_to; /* rows of its place */
    int32_t first, last; /* positions behind which windows allow it, as if it came alone */
    int32_t least;       /* steps that it adds behind one of them */
} end;

typedef struct scan {
    khs_solution *s;
    const khs_problem *p;
    const khs_tour *tour;
    const khs_resource *r;
    const int32_t *quantity;
    end v, w;
    int32_t direct, t_direct; /* from v to w */
    int32_t slot;
    int32_t *second; /* [w.first ... w.last] steps that w adds, KHS_FAR: not possible or too many */
    int32_t *beyond; /* [w.first ... w.last+1] least of `second` from there on */
    int64_t price;   /* of a step */
    int64_t most;    /* steps that do not improve any more */
    int64_t bound;   /* least steps of what was passed over for adding too many */
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
    return (end){.open = p->open[v],
                 .close = p->close[v],
                 .service = p->service[v],
                 .from = matrix->steps + row,
                 .to = matrix->steps_to + row,
                 .t_from = matrix->ticks + row,
                 .t_to = matrix->ticks_to + row};
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

/* Whether so many steps are too many; remembers them if so. */
static inline bool passes_over(scan *c, int64_t steps)
{
    if (steps < c->most) return false;
    if (steps < c->bound) c->bound = steps;
    return true;
}

static inline bool leg_holds(const scan *c, int32_t leg)
{
    for (int32_t m = 0; m < c->p->measures; m++)
        if (c->tour->load[(int64_t)m * c->tour->room + leg] + c->quantity[m] > c->r->capacity[m])
            return false;
    return true;
}

/* Times only grow along a tour, so counting finds where they pass a limit; without a branch it is
 * faster than looking for the place. */
static void set_range(const khs_tour *tour, end *e)
{
    const int32_t done = e->open + e->service, close = e->close, n = tour->count;
    const int32_t *latest = tour->latest + 1, *ready = tour->ready;
    int32_t early = 0, late = 0;
    for (int32_t i = 0; i <= n; i++) {
        early += latest[i] < done;
        late += ready[i] > close;
    }
    e->first = early;
    e->last = n - late;
}

static inline int32_t detour(const khs_tour *tour, const end *e, int32_t i)
{
    return e->to[tour->place[i]] + e->from[tour->place[i + 1]] - tour->arc[i];
}

static int32_t least_detour(const khs_tour *tour, const end *e)
{
    int32_t least = KHS_FAR;
    for (int32_t i = e->first; i <= e->last; i++) least = khs_min(least, detour(tour, e, i));
    return least;
}

/* End of service at an end reached from position i, where it is `ready`; KHS_FAR: too late for it
 * or for what follows. */
static inline int32_t end_of_service(const khs_tour *tour, const end *e, int32_t i, int32_t ready)
{
    const int32_t begin = khs_max(ready + e->t_to[tour->place[i]], e->open);
    const int32_t done = begin + e->service;
    if (begin > e->close || done + e->t_from[tour->place[i + 1]] > tour->latest[i + 1])
        return KHS_FAR;
    return done;
}

/* w right behind v, in all places. */
static void try_adjacent(scan *c)
{
    const khs_tour *tour = c->tour;
    const end *v = &c->v, *w = &c->w;
    const int32_t last = khs_min(v->last, w->last);
    for (int32_t i = khs_max(v->first, w->first); i <= last; i++) {
        const int32_t a = tour->place[i], b = tour->place[i + 1];
        const int32_t steps = v->to[a] + c->direct + w->from[b] - tour->arc[i];
        if (passes_over(c, steps) || !leg_holds(c, i)) continue;
        int32_t begin = khs_max(tour->ready[i] + v->t_to[a], v->open);
        if (begin > v->close) continue;
        begin = khs_max(begin + v->service + c->t_direct, w->open);
        if (begin <= w->close && begin + w->service + w->t_from[b] <= tour->latest[i + 1])
            offer(c, i, i, steps);
    }
}

/* What w adds in its places. */
static void list_second(scan *c)
{
    const khs_tour *tour = c->tour;
    const end *w = &c->w;
    int32_t least = KHS_FAR;
    c->beyond[w->last + 1] = KHS_FAR;
    for (int32_t j = w->last; j >= w->first; j--) {
        const int32_t steps = detour(tour, w, j);
        const bool fits = !passes_over(c, (int64_t)steps + c->v.least) &&
                          end_of_service(tour, w, j, tour->ready[j]) < KHS_FAR;
        c->second[j] = fits ? steps : KHS_FAR;
        least = khs_min(least, c->second[j]);
        c->beyond[j] = least;
    }
}

/* All places for w behind the visit at i + 1, given when v's service ends and the steps v adds. */
static void try_behind(scan *c, int32_t i, int32_t end_of_v, int32_t steps)
{
    const khs_problem *p = c->p;
    const khs_tour *tour = c->tour;
    int32_t ready = end_of_v, leg = c->v.t_from[tour->place[i + 1]];
    for (int32_t j = i + 1; j <= c->w.last; j++) {
        const int32_t visit = tour->visit[j];
        const int32_t begin = khs_max(ready + leg, p->open[visit]);
        if (begin > tour->latest[j] || !leg_holds(c, j)) return;
        ready = begin + p->service[visit];
        leg = tour->leg[j];
        if (ready > c->w.close) return;
        if (j < c->w.first) continue;
        if (passes_over(c, (int64_t)steps + c->beyond[j])) return;
        if (!passes_over(c, (int64_t)steps + c->second[j]) &&
            end_of_service(tour, &c->w, j, ready) < KHS_FAR)
            offer(c, i, j, steps + c->second[j]);
    }
}

static void try_apart(scan *c)
{
    const khs_tour *tour = c->tour;
    const end *v = &c->v, *w = &c->w;
    for (int32_t i = khs_min(v->last, w->last - 1); i >= v->first; i--) {
        const int32_t steps = detour(tour, v, i);
        if (passes_over(c, (int64_t)steps + c->beyond[khs_max(i + 1, w->first)]) ||
            !leg_holds(c, i))
            continue;
        const int32_t done = end_of_service(tour, v, i, tour->ready[i]);
        if (done < KHS_FAR) try_behind(c, i, done, steps);
    }
}

static void scan_places(scan *c)
{
    set_range(c->tour, &c->v);
    set_range(c->tour, &c->w);
    if (c->v.first > khs_min(c->v.last, c->w.last) || c->w.first > c->w.last) return;
    try_adjacent(c);
    c->v.least = least_detour(c->tour, &c->v);
    c->w.least = least_detour(c->tour, &c->w);
    if (passes_over(c, (int64_t)c->v.least + c->w.least)) return;
    list_second(c);
    try_apart(c);
}

/* Offers every pair of spots of the tour in `slot` to `best`; what none that was passed over costs
 * less than. */
static int64_t scan_tour(khs_solution *s, int32_t slot, int32_t order,
                         const khs_search_style *style, khs_spot *best)
{
    const khs_problem *p = s->p;
    const khs_tour *tour = s->tour[slot];
    const int32_t v = p->order[order].visit, w = p->order[order].partner, k = tour->resource;
    if (!khs_allowed(p, v, k) || !khs_allowed(p, w, k)) return NO_SPOT;
    const khs_matrix *matrix = &p->matrix[p->resource[k].matrix];
    scan c = {.s = s,
              .p = p,
              .tour = tour,
              .r = &p->resource[k],
              .quantity = khs_quantity(p, v),
              .v = end_of(p, matrix, v),
              .w = end_of(p, matrix, w),
              .slot = slot,
              .second = s->scratch,
              .beyond = s->scratch + p->visits + 2,
              .price = s->scene->step_price[k],
              .bound = KHS_FAR,
              .style = style,
              .best = best};
    c.direct = c.v.from[p->place[w]];
    c.t_direct = c.v.t_from[p->place[w]];
    c.most = most_steps(&c);
    scan_places(&c);
    return c.bound < KHS_FAR ? c.price * c.bound : NO_SPOT;
}

/* ---- what scans found ---- */

/* NULL: none is kept. */
static khs_finding *finding_of(const khs_solution *s, int32_t slot, int32_t order)
{
    khs_tour *tour = s->tour[slot];
    if (s->p->orders > FINDING_ORDERS) return NULL;
    if (!tour->finding) tour->finding = calloc((size_t)s->p->orders, sizeof *tour->finding);
    return tour->finding ? tour->finding + order : NULL;
}

static khs_finding search_tour(khs_solution *s, int32_t slot, int32_t order, int64_t limit)
{
    const khs_search_style keen = {0};
    khs_spot spot = {limit, -2, -1, -1, -1};
    const int64_t bound = scan_tour(s, slot, order, &keen, &spot);
    return (khs_finding){s->tour[slot]->stamp, spot.i < 0 ? bound : spot.delta, spot.i, spot.j};
}

#ifndef NDEBUG
/* Whether a finding is what a scan of the tour comes to. */
static bool holds(khs_solution *s, int32_t slot, int32_t order, khs_finding f)
{
    const khs_finding now = search_tour(s, slot, order, f.i < 0 ? f.delta : NO_SPOT);
    return f.i < 0 ? now.i < 0 : now.delta == f.delta && now.i == f.i && now.j == f.j;
}
#endif

/* Where the best spots are overlooked, others of the tour have a chance, by halves. */
static void take(khs_solution *s, int32_t slot, int32_t order, const khs_search_style *style,
                 khs_finding f, khs_spot *best)
{
    if (f.i < 0 || f.delta >= best->delta) return;
    if (blinks(style)) {
        khs_search_style careless = *style;
        careless.blink = 1 << 15;
        scan_tour(s, slot, order, &careless, best);
    } else {
        *best = (khs_spot){f.delta, slot, s->tour[slot]->resource, f.i, f.j};
    }
}

/* Whether what is known of the tour says all. */
static bool recall(khs_solution *s, int32_t slot, int32_t order, const khs_search_style *style,
                   khs_spot *best)
{
    const khs_finding *f = finding_of(s, slot, order);
    if (!f || f->stamp != s->tour[slot]->stamp || (f->i < 0 && f->delta < best->delta))
        return false;
    assert(holds(s, slot, order, *f));
    take(s, slot, order, style, *f, best);
    return true;
}

static void look(khs_solution *s, int32_t slot, int32_t order, const khs_search_style *style,
                 khs_spot *best)
{
    khs_finding *f = finding_of(s, slot, order);
    const khs_finding found = search_tour(s, slot, order, best->delta);
    if (f) *f = found;
    take(s, slot, order, style, found, best);
}

/* The tours to look at; how many. */
static int32_t list_tours(khs_solution *s, int32_t order, const khs_search_style *style,
                          int32_t *slots)
{
    const khs_scene *scene = s->scene;
    const khs_order *o = &s->p->order[order];
    const int32_t reach = khs_min(style->reach, scene->near_count);
    int32_t count = 0;
    if (!style->reach || s->tours <= FEW_TOURS) {
        for (int32_t slot = 0; slot < s->tours; slot++)
            if (s->tour[slot]->count) slots[count++] = slot;
        return count;
    }
    khs_looks_begin(s);
    for (int32_t second = 0; second < 2; second++) {
        const int32_t *near =
            scene->near + (int64_t)(second ? o->partner : o->visit) * scene->near_count;
        for (int32_t k = 0; k < reach && near[k]; k++)
            if (khs_looks_anew(s, s->tour_of[near[k]])) slots[count++] = s->tour_of[near[k]];
    }
    return count;
}

/* What is known comes first: it narrows down what a scan has to look for. */
void khs_pairs_best_spot(khs_solution *s, int32_t order, const khs_search_style *style,
                         khs_spot *best)
{
    int32_t *slots = s->scratch + 2 * (s->p->visits + 2); /* the scans use what stands before */
    const int32_t count = list_tours(s, order, style, slots);
    int32_t unknown = 0;
    for (int32_t k = 0; k < count; k++)
        if (!recall(s, slots[k], order, style, best)) slots[unknown++] = slots[k];
    for (int32_t k = 0; k < unknown; k++)
        if (!recall(s, slots[k], order, style, best)) look(s, slots[k], order, style, best);
}
