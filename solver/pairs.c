/* Shipments alone: when that is so, and their tours (see pairs.h). */
#include "pairs.h"

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
        p->has_stop_limits || p->has_carriers || p->visit_price || p->bonds || p->cells)
        return false;
    for (int32_t m = 0; m < p->matrices; m++)
        if (!p->matrix[m].steps) return false;
    for (int32_t k = 0; k < p->resources; k++)
        if (!resource_is_plain(p, &p->resource[k])) return false;
    return true;
}

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
        tour->leg[i - 1] = matrix->ticks[leg];
        const int32_t begin = khs_max(ready + matrix->ticks[leg], p->open[v]);
        if (begin > p->close[v]) return false;
        ready = begin + p->service[v];
        tour->ready[i] = ready;
        from = place;
    }
    const int64_t home = (int64_t)from * p->places + r->end;
    tour->place[n + 1] = r->end;
    tour->arc[n] = matrix->steps[home];
    tour->leg[n] = matrix->ticks[home];
    tour->steps = steps + matrix->steps[home];
    return ready + matrix->ticks[home] <= r->close && tour->steps <= r->max_steps;
}

static void go_back(const khs_problem *p, const khs_resource *r, khs_tour *tour)
{
    int32_t latest = r->close;
    tour->latest[tour->count + 1] = latest;
    for (int32_t i = tour->count; i >= 1; i--) {
        const int32_t v = tour->visit[i];
        latest = khs_min(latest - tour->leg[i] - p->service[v], p->close[v]);
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
