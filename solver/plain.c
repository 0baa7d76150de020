/* Plain problems: when they are, and their tours (see plain.h). */
#include "plain.h"

#include <assert.h>
#include <string.h>

static bool resource_is_plain(const khs_problem *p, const khs_resource *r)
{
    return !r->per_h && !r->overtime_per_h && !r->toll_per_km && r->per_km % p->steps_per_km == 0;
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

bool khs_plain_but_for_duty(const khs_problem *p, bool *windows)
{
    if (p->has_pickups || p->has_pairs || p->has_tolls || p->has_fixed_stops ||
        p->has_extra_visits || p->has_no_road || p->has_dock_time || p->has_many_windows ||
        p->has_on_board || p->has_carriers || p->visit_price || p->has_conflict_time ||
        p->has_conflict_route || p->has_stop_limits || p->bonds || p->cells)
        return false;
    for (int32_t k = 0; k < p->resources; k++)
        if (!resource_is_plain(p, &p->resource[k])) return false;
    *windows = windows_bind(p);
    return true;
}

bool khs_plain_applies(const khs_problem *p, bool *windows)
{
    for (int32_t k = 0; k < p->resources; k++)
        if (p->resource[k].max_duty < KHS_FAR) return false;
    return khs_plain_but_for_duty(p, windows);
}

/* Whether times are lengths. */
static inline bool same_times(const khs_matrix *matrix)
{
    return matrix->steps && matrix->ticks == matrix->steps;
}

static inline int32_t leg_ticks(const khs_problem *p, const khs_matrix *matrix, bool same,
                                const khs_tour *tour, int32_t i)
{
    return same ? tour->arc[i] : khs_ticks(p, matrix, tour->place[i], tour->place[i + 1]);
}

/* Places, legs and sums. */
static void lay_way(const khs_problem *p, const khs_resource *r, khs_tour *tour)
{
    const khs_matrix *matrix = &p->matrix[r->matrix];
    const int32_t n = tour->count;
    int32_t from = r->start, steps = 0;
    memset(tour->total, 0, sizeof tour->total);
    tour->visit[0] = tour->visit[n + 1] = 0;
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
}

/* Without windows the duty is driving and serving, and only its length can be too much. */
static bool fits_shift(const khs_problem *p, const khs_resource *r, khs_tour *tour)
{
    const khs_matrix *matrix = &p->matrix[r->matrix];
    const bool same = same_times(matrix);
    int32_t duty = 0;
    for (int32_t i = 0; i <= tour->count; i++)
        duty += (i ? p->service[tour->visit[i]] : 0) + leg_ticks(p, matrix, same, tour, i);
    tour->duty = duty;
    return duty <= r->close - r->open;
}

/* Earliest ends and latest begins of service after positions first ... last-1 have changed: both
 * folds stop where nothing changes any more. */
static bool fold_windows(const khs_problem *p, const khs_resource *r, khs_tour *tour, int32_t first,
                         int32_t last)
{
    const khs_matrix *matrix = &p->matrix[r->matrix];
    const bool same = same_times(matrix);
    const int32_t n = tour->count;
    tour->duty = 0;
    tour->ready[0] = r->open;
    tour->latest[n + 1] = r->close;
    int32_t ready = tour->ready[first - 1], i = first;
    for (; i <= n; i++) {
        const int32_t v = tour->visit[i];
        const int32_t begin = khs_max(ready + leg_ticks(p, matrix, same, tour, i - 1), p->open[v]);
        if (begin > p->close[v]) return false;
        ready = begin + p->service[v];
        if (i >= last && tour->ready[i] == ready) break;
        tour->ready[i] = ready;
    }
    if (i > n && ready + leg_ticks(p, matrix, same, tour, n) > r->close) return false;
    int32_t latest = tour->latest[last];
    for (i = last - 1; i >= 1; i--) {
        const int32_t v = tour->visit[i];
        latest = khs_min(latest - leg_ticks(p, matrix, same, tour, i) - p->service[v], p->close[v]);
        if (i < first && tour->latest[i] == latest) break;
        tour->latest[i] = latest;
    }
    return true;
}

static bool settle(const khs_problem *p, khs_tour *tour, bool windows, int32_t first, int32_t last)
{
    const khs_resource *r = &p->resource[tour->resource];
    for (int32_t m = 0; m < p->measures; m++)
        if (tour->total[m] > r->capacity[m]) return false;
    if (tour->steps > r->max_steps) return false;
    if (!(windows ? fold_windows(p, r, tour, first, last) : fits_shift(p, r, tour))) return false;
    tour->cost = r->per_route + r->per_km / p->steps_per_km * tour->steps;
    return true;
}

bool khs_plain_refresh(const khs_problem *p, khs_tour *tour, bool windows)
{
    tour->simple = true;
    lay_way(p, &p->resource[tour->resource], tour);
    return settle(p, tour, windows, 1, tour->count + 1);
}

/* Everything that stands behind position i moves on by one. */
static void open_gap(khs_tour *tour, int32_t i, bool windows)
{
    const size_t moved = sizeof(int32_t) * (size_t)(tour->count + 1 - i);
    memmove(tour->visit + i + 2, tour->visit + i + 1, moved);
    memmove(tour->place + i + 2, tour->place + i + 1, moved);
    memmove(tour->arc + i + 1, tour->arc + i, moved);
    if (!windows) return;
    memmove(tour->ready + i + 2, tour->ready + i + 1, moved);
    memmove(tour->latest + i + 2, tour->latest + i + 1, moved);
}

bool khs_plain_splice(const khs_problem *p, khs_tour *tour, int32_t i, int32_t v, bool windows)
{
    const khs_matrix *matrix = &p->matrix[p->resource[tour->resource].matrix];
    const int32_t *quantity = khs_quantity(p, v);
    assert(tour->count + 3 <= tour->room);
    open_gap(tour, i, windows);
    tour->count++;
    tour->visit[i + 1] = v;
    tour->place[i + 1] = p->place[v];
    tour->steps -= tour->arc[i + 1];
    for (int32_t k = i; k <= i + 1; k++) {
        tour->arc[k] = khs_steps(p, matrix, tour->place[k], tour->place[k + 1]);
        tour->steps += tour->arc[k];
    }
    for (int32_t m = 0; m < p->measures; m++) tour->total[m] += quantity[m];
    return settle(p, tour, windows, i + 1, i + 2);
}

static void leave_out(const khs_problem *p, khs_tour *tour, int32_t v)
{
    const int32_t *quantity = khs_quantity(p, v);
    for (int32_t m = 0; m < p->measures; m++) tour->total[m] -= quantity[m];
}

bool khs_plain_sweep(const khs_problem *p, khs_tour *tour, const bool *doomed, bool windows)
{
    const khs_matrix *matrix = &p->matrix[p->resource[tour->resource].matrix];
    const int32_t n = tour->count;
    int32_t kept = 0, first = 0, last = 0;
    bool gap = false;
    tour->steps = 0;
    for (int32_t i = 1; i <= n + 1; i++) {
        if (i <= n && doomed[tour->visit[i]]) {
            leave_out(p, tour, tour->visit[i]);
            gap = true;
            continue;
        }
        kept++;
        tour->visit[kept] = tour->visit[i];
        tour->place[kept] = tour->place[i];
        tour->arc[kept - 1] =
            gap ? khs_steps(p, matrix, tour->place[kept - 1], tour->place[kept]) : tour->arc[i - 1];
        tour->steps += tour->arc[kept - 1];
        if (windows) {
            tour->ready[kept] = tour->ready[i];
            tour->latest[kept] = tour->latest[i];
        }
        if (gap) last = kept;
        if (gap && !first) first = kept;
        gap = false;
    }
    tour->count = kept - 1;
    return !tour->count || !first || settle(p, tour, windows, first, last);
}
