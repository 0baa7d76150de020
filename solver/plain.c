/* Plain problems (see plain.h). */
#include "plain.h"

#include <string.h>

static bool resource_is_plain(const khs_problem *p, const khs_resource *r)
{
    return !r->per_h && !r->overtime_per_h && r->max_duty >= KHS_FAR && !r->toll_per_km &&
           r->per_km % p->steps_per_km == 0;
}

/* Whether every visit may begin whenever a vehicle that serves it is out: then nobody ever waits or
 * is late. */
static bool windows_bind(const khs_problem *p)
{
    int32_t open = KHS_FAR, close = -KHS_FAR;
    for (int32_t k = 0; k < p->resources; k++) {
        open = khs_min(open, p->resource[k].open);
        close = khs_max(close, p->resource[k].close);
    }
    for (int32_t v = 1; v <= p->visits; v++)
        if (p->open[v] > open || p->close[v] < close) return true;
    return false;
}

bool khs_plain_applies(const khs_problem *p, bool *windows)
{
    if (p->has_pickups || p->has_pairs || p->has_tolls || p->has_fixed_stops ||
        p->has_extra_visits || p->has_no_road || p->has_dock_time || p->has_many_windows ||
        p->has_on_board || p->has_conflict_time || p->has_conflict_route || p->has_stop_limits ||
        p->bonds)
        return false;
    for (int32_t k = 0; k < p->resources; k++)
        if (!resource_is_plain(p, &p->resource[k])) return false;
    *windows = windows_bind(p);
    return true;
}

/* Whether times are lengths. */
static inline bool same_times(const khs_matrix *matrix)
{
    return matrix->steps && matrix->ticks == matrix->steps;
}

/* Places, legs and sums. */
static bool lay_way(const khs_problem *p, const khs_resource *r, khs_tour *tour)
{
    const khs_matrix *matrix = &p->matrix[r->matrix];
    const int32_t n = tour->count;
    int32_t from = r->start, steps = 0;
    memset(tour->total, 0, sizeof tour->total);
    tour->place[0] = from;
    for (int32_t i = 1; i <= n; i++) {
        const int32_t v = tour->visit[i], place = p->place[v];
        const int32_t *quantity = khs_quantity(p, v);
        for (int32_t m = 0; m < p->measures; m++) tour->total[m] += quantity[m];
        tour->place[i] = place;
        tour->arc[i - 1] = khs_steps(p, matrix, from, place);
        steps += tour->arc[i - 1];
        from = place;
    }
    tour->place[n + 1] = r->end;
    tour->arc[n] = khs_steps(p, matrix, from, r->end);
    tour->steps = steps + tour->arc[n];
    for (int32_t m = 0; m < p->measures; m++)
        if (tour->total[m] > r->capacity[m]) return false;
    return tour->steps <= r->max_steps;
}

/* Without windows the duty is driving and serving, and only its length can be too much. */
static bool fits_shift(const khs_problem *p, const khs_resource *r, khs_tour *tour)
{
    const khs_matrix *matrix = &p->matrix[r->matrix];
    int32_t duty = 0;
    for (int32_t i = 0; i <= tour->count; i++) {
        if (i) duty += p->service[tour->visit[i]];
        duty += same_times(matrix) ? tour->arc[i]
                                   : khs_ticks(p, matrix, tour->place[i], tour->place[i + 1]);
    }
    tour->duty = duty;
    return duty <= r->close - r->open;
}

static bool keep_windows(const khs_problem *p, const khs_resource *r, khs_tour *tour)
{
    const khs_matrix *matrix = &p->matrix[r->matrix];
    const bool same = same_times(matrix);
    const int32_t n = tour->count;
    int32_t ready = r->open;
    tour->ready[0] = ready;
    for (int32_t i = 1; i <= n; i++) {
        const int32_t v = tour->visit[i];
        const int32_t leg =
            same ? tour->arc[i - 1] : khs_ticks(p, matrix, tour->place[i - 1], tour->place[i]);
        const int32_t begin = khs_max(ready + leg, p->open[v]);
        if (begin > p->close[v]) return false;
        ready = begin + p->service[v];
        tour->ready[i] = ready;
    }
    int32_t latest = r->close;
    tour->latest[n + 1] = latest;
    for (int32_t i = n; i >= 1; i--) {
        const int32_t v = tour->visit[i];
        const int32_t leg =
            same ? tour->arc[i] : khs_ticks(p, matrix, tour->place[i], tour->place[i + 1]);
        latest = khs_min(latest - leg - p->service[v], p->close[v]);
        tour->latest[i] = latest;
    }
    const int32_t home =
        same ? tour->arc[n] : khs_ticks(p, matrix, tour->place[n], tour->place[n + 1]);
    tour->duty = 0;
    return ready + home <= r->close;
}

bool khs_plain_refresh(const khs_problem *p, khs_tour *tour, bool windows)
{
    const khs_resource *r = &p->resource[tour->resource];
    tour->visit[0] = tour->visit[tour->count + 1] = 0;
    tour->simple = true;
    if (!lay_way(p, r, tour) || !(windows ? keep_windows(p, r, tour) : fits_shift(p, r, tour)))
        return false;
    tour->cost = r->per_route + r->per_km / p->steps_per_km * tour->steps;
    return true;
}

static inline bool blinks(const khs_search_style *style)
{
    return style->blink && (uint32_t)(khs_rng_next(style->rng) >> 48) < style->blink;
}

static void scan_free(khs_solution *s, const khs_tour *tour, khs_spot base, int32_t v,
                      const khs_search_style *style, khs_spot *best)
{
    const khs_problem *p = s->p;
    const khs_resource *r = &p->resource[base.resource];
    const khs_matrix *matrix = &p->matrix[r->matrix];
    const khs_legs legs = khs_legs_at(s, r->matrix, p->place[v], tour);
    const int32_t *from = legs.from, *to = legs.to;
    const int32_t *place = tour->place, *arc = tour->arc;
    const int64_t price = s->scene->step_price[base.resource];
    /* the most steps that still improve */
    int64_t most = price > 0 ? (best->delta - base.delta - 1) / price : INT64_MAX;
    const int64_t slack = (int64_t)r->close - r->open - tour->duty - p->service[v];
    for (int32_t i = 0; i <= tour->count; i++) {
        const int32_t added = to[place[i]] + from[place[i + 1]] - arc[i];
        if (added > most || base.delta + price * added >= best->delta || blinks(style)) continue;
        const int32_t ticks = same_times(matrix) ? added
                                                 : legs.t_to[place[i]] + legs.t_from[place[i + 1]] -
                                                       khs_ticks(p, matrix, place[i], place[i + 1]);
        if (ticks > slack || tour->steps + added > r->max_steps) continue;
        *best = (khs_spot){base.delta + price * added, base.slot, base.resource, i, -1};
        most = price > 0 ? (best->delta - base.delta - 1) / price : INT64_MAX;
    }
}

static void scan_windows(khs_solution *s, const khs_tour *tour, khs_spot base, int32_t v,
                         const khs_search_style *style, khs_spot *best)
{
    const khs_problem *p = s->p;
    const khs_resource *r = &p->resource[base.resource];
    const khs_legs legs = khs_legs_at(s, r->matrix, p->place[v], tour);
    const int32_t *from = legs.from, *to = legs.to, *t_from = legs.t_from, *t_to = legs.t_to;
    const int32_t *place = tour->place, *arc = tour->arc, *ready = tour->ready,
                  *latest = tour->latest;
    const int32_t open = p->open[v], close = p->close[v], service = p->service[v],
                  earliest_end = open + service;
    const int64_t price = s->scene->step_price[base.resource];
    const int32_t n = tour->count;
    int32_t i = 0;
    while (i < n && latest[i + 1] < earliest_end) i++; /* too early in the tour */
    for (; i <= n && ready[i] <= close; i++) {
        const int32_t a = place[i], b = place[i + 1];
        const int32_t added = to[a] + from[b] - arc[i];
        if (base.delta + price * added >= best->delta) continue;
        const int32_t begin = khs_max(ready[i] + t_to[a], open);
        if (begin > close || begin + service + t_from[b] > latest[i + 1]) continue;
        if (blinks(style) || tour->steps + added > r->max_steps) continue;
        *best = (khs_spot){base.delta + price * added, base.slot, base.resource, i, -1};
    }
}

void khs_plain_scan(khs_solution *s, const khs_tour *tour, khs_spot base, int32_t v,
                    const khs_search_style *style, khs_spot *best)
{
    if (s->scene->windows) {
        scan_windows(s, tour, base, v, style, best);
    } else {
        scan_free(s, tour, base, v, style, best);
    }
}
