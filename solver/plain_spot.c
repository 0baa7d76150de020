/* The cheapest spot for an order of a plain problem: tours near it that have room, each scanned by
 * the kernel for its windows. */
#include "plain.h"
#include "scan.h"

#include <assert.h>

/* Where a scan stands: one visit, one tour. */
typedef struct look {
    khs_solution *s;
    const khs_search_style *style;
    khs_spot *best;
    int32_t v, slot, resource;
    int64_t retyped; /* what changing the tour to the resource costs */
    int64_t price;   /* per step */
    int32_t most;    /* a spot of more steps does not beat the best */
} look;

static inline bool blinks(const khs_search_style *style)
{
    return style->blink && (uint32_t)(khs_rng_next(style->rng) >> 48) < style->blink;
}

/* The most steps that still beat the best. */
static void set_most(look *l)
{
    const int64_t room = l->best->delta - l->retyped - 1;
    const int64_t most =
        l->price <= 0 ? (room >= 0 ? KHS_FAR : -KHS_FAR) : (room < 0 ? -KHS_FAR : room / l->price);
    l->most = most > KHS_FAR ? KHS_FAR : (int32_t)most;
}

static inline void accept(look *l, int32_t i, int32_t added)
{
    *l->best = (khs_spot){l->retyped + l->price * added, l->slot, l->resource, i, -1};
    set_most(l);
}

static void scan_free(look *l, const khs_tour *tour, khs_legs legs)
{
    const khs_problem *p = l->s->p;
    const khs_resource *r = &p->resource[l->resource];
    const khs_matrix *matrix = &p->matrix[r->matrix];
    const bool same = matrix->steps && matrix->ticks == matrix->steps;
    const int32_t *from = legs.from, *to = legs.to;
    const int32_t *place = tour->place, *arc = tour->arc;
    const int64_t slack = (int64_t)r->close - r->open - tour->duty - p->service[l->v];
    const int32_t n = tour->count;
    int32_t most = l->most;
    for (int32_t i = 0; i <= n; i++) {
        const int32_t added = to[place[i]] + from[place[i + 1]] - arc[i];
        if (added > most || blinks(l->style)) continue;
        const int32_t ticks = same ? added
                                   : legs.t_to[place[i]] + legs.t_from[place[i + 1]] -
                                         khs_ticks(p, matrix, place[i], place[i + 1]);
        if (ticks > slack || tour->steps + added > r->max_steps) continue;
        accept(l, i, added);
        most = l->most;
    }
}

static void scan_windows(look *l, const khs_tour *tour, khs_legs legs)
{
    const khs_problem *p = l->s->p;
    const khs_resource *r = &p->resource[l->resource];
    const int32_t *from = legs.from, *to = legs.to, *t_from = legs.t_from, *t_to = legs.t_to;
    const int32_t *place = tour->place, *arc = tour->arc, *ready = tour->ready,
                  *latest = tour->latest;
    const int32_t open = p->open[l->v], close = p->close[l->v], service = p->service[l->v],
                  earliest_end = open + service;
    const int32_t n = tour->count;
    int32_t i = 0, most = l->most;
    while (i < n && latest[i + 1] < earliest_end) i++; /* too early in the tour */
    for (; i <= n && ready[i] <= close; i++) {
        const int32_t a = place[i], b = place[i + 1];
        const int32_t added = to[a] + from[b] - arc[i];
        if (added > most) continue;
        const int32_t begin = khs_max(ready[i] + t_to[a], open);
        if (begin > close || begin + service + t_from[b] > latest[i + 1]) continue;
        if (blinks(l->style) || tour->steps + added > r->max_steps) continue;
        accept(l, i, added);
        most = l->most;
    }
}

static bool has_room(const khs_problem *p, const khs_tour *tour, int32_t resource,
                     const int32_t *quantity)
{
    for (int32_t m = 0; m < p->measures; m++)
        if (tour->total[m] + quantity[m] > p->resource[resource].capacity[m]) return false;
    return true;
}

static void look_at(look *l, int32_t slot)
{
    khs_solution *s = l->s;
    const khs_problem *p = s->p;
    const khs_tour *tour = s->tour[slot];
    const int32_t old = l->resource;
    l->slot = slot;
    l->resource = tour->resource;
    l->retyped = 0;
    if (!has_room(p, tour, tour->resource, khs_quantity(p, l->v))) {
        l->resource = s->scene->any_alike ? khs_larger_resource(s, tour, l->v) : -1;
        if (l->resource < 0) return;
        l->retyped =
            khs_route_cost(p, &p->resource[l->resource], tour->steps, 0, 0, 0) - tour->cost;
    }
    if (!khs_allowed(p, l->v, l->resource)) return;
    if (l->resource != old || l->retyped) {
        l->price = s->scene->step_price[l->resource];
        set_most(l);
    }
    const khs_legs legs = khs_legs_at(s, p->resource[l->resource].matrix, p->place[l->v], tour);
    if (s->scene->windows) {
        scan_windows(l, tour, legs);
    } else {
        scan_free(l, tour, legs);
    }
}

void khs_plain_best_spot(khs_solution *s, int32_t order, const khs_search_style *style,
                         khs_spot *best)
{
    const khs_scene *scene = s->scene;
    const int32_t v = s->p->order[order].visit;
    const int32_t needed = s->p->measures ? khs_quantity(s->p, v)[0] : 0;
    const int32_t *slack = s->slack;
    look l = {.s = s, .style = style, .best = best, .v = v, .resource = -1};
    if (!style->reach || s->tours <= KHS_FEW_TOURS) {
        for (int32_t slot = 0; slot < s->tours; slot++)
            if (slack[slot] >= needed) look_at(&l, slot);
        return;
    }
    const int32_t *near = scene->near + (int64_t)v * scene->near_count;
    const int32_t reach = khs_min(style->reach, scene->near_count);
    khs_looks_begin(s);
    for (int32_t k = 0; k < reach && near[k]; k++) {
        const int32_t slot = s->tour_of[near[k]]; /* -1 has no slack */
        if (slack[slot] >= needed && khs_looks_anew(s, slot)) look_at(&l, slot);
    }
}
