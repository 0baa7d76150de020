/* Shipments alone: when that is so, and their tours (see pairs.h). */
#include "pairs.h"

#include <assert.h>
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

/* Loads behind positions first ... last, from that before them on. */
static bool load_up(const khs_problem *p, const khs_resource *r, khs_tour *tour, int32_t m,
                    int32_t first, int32_t last)
{
    int32_t *load = tour->load + (int64_t)m * tour->room, on_board = load[first - 1];
    for (int32_t i = first; i <= last; i++) {
        const int32_t v = tour->visit[i], quantity = khs_quantity(p, v)[m];
        on_board += p->kind[v] == KHS_SHIP_FROM ? quantity : -quantity;
        if (on_board > r->capacity[m]) return false;
        load[i] = on_board;
    }
    return true;
}

static bool refresh_all(const khs_problem *p, const khs_resource *r, khs_tour *tour)
{
    if (!go_forth(p, r, tour)) return false;
    for (int32_t m = 0; m < p->measures; m++) {
        tour->load[(int64_t)m * tour->room] = 0;
        if (!load_up(p, r, tour, m, 1, tour->count)) return false;
    }
    go_back(p, r, tour);
    return true;
}

/* ---- only what has changed ---- */

/* Visits before and after the change, which both sequences share. */
typedef struct frame {
    int32_t before, after;
} frame;

static frame find_change(const khs_tour *tour)
{
    const int32_t n = tour->count, m = tour->was_count, least = khs_min(n, m);
    frame f = {0, 0};
    while (f.before < least && tour->visit[f.before + 1] == tour->was[f.before + 1]) f.before++;
    while (f.after < least - f.before && tour->visit[n - f.after] == tour->was[m - f.after])
        f.after++;
    return f;
}

/* What stands behind the change moves to its new positions. */
static void shift(const khs_problem *p, khs_tour *tour, int32_t after)
{
    const int32_t from = tour->was_count - after + 1, to = tour->count - after + 1;
    const size_t size = sizeof(int32_t) * (size_t)(after + 1);
    int32_t *const arrays[] = {tour->place, tour->arc, tour->leg, tour->ready, tour->latest};
    if (from == to) return;
    for (size_t a = 0; a < sizeof arrays / sizeof *arrays; a++)
        memmove(arrays[a] + to, arrays[a] + from, size);
    for (int32_t m = 0; m < p->measures; m++) {
        int32_t *load = tour->load + (int64_t)m * tour->room;
        memmove(load + to, load + from, size);
    }
}

/* The legs from position `first` to position `last`. */
static void measure_legs(const khs_problem *p, const khs_matrix *matrix, khs_tour *tour,
                         int32_t first, int32_t last)
{
    for (int32_t i = first; i < last; i++) {
        const int64_t leg = (int64_t)tour->place[i] * p->places + tour->place[i + 1];
        tour->arc[i] = matrix->steps[leg];
        tour->leg[i] = matrix->ticks[leg];
        tour->steps += matrix->steps[leg];
    }
}

/* Earliest ends from position `first` on; from `settled` on they hold once one is as it was. */
static bool fold_ready(const khs_problem *p, const khs_resource *r, khs_tour *tour, int32_t first,
                       int32_t settled)
{
    int32_t ready = tour->ready[first - 1];
    for (int32_t i = first; i <= tour->count; i++) {
        const int32_t v = tour->visit[i];
        const int32_t begin = khs_max(ready + tour->leg[i - 1], p->open[v]);
        if (begin > p->close[v]) return false;
        ready = begin + p->service[v];
        if (i >= settled && tour->ready[i] == ready) return true;
        tour->ready[i] = ready;
    }
    return ready + tour->leg[tour->count] <= r->close;
}

/* Latest begins from position `last` back; up to `settled` likewise. */
static void fold_latest(const khs_problem *p, khs_tour *tour, int32_t last, int32_t settled)
{
    int32_t latest = tour->latest[last + 1];
    for (int32_t i = last; i >= 1; i--) {
        const int32_t v = tour->visit[i];
        latest = khs_min(latest - tour->leg[i] - p->service[v], p->close[v]);
        if (i <= settled && tour->latest[i] == latest) return;
        tour->latest[i] = latest;
    }
}

/* Both ends of every shipment come and go together: behind the change the loads are as they were.
 */
static bool refresh_change(const khs_problem *p, const khs_resource *r, khs_tour *tour)
{
    const frame f = find_change(tour);
    const int32_t last = tour->count - f.after; /* of the visits that are new here */
    for (int32_t i = f.before; i <= tour->was_count - f.after; i++) tour->steps -= tour->arc[i];
    shift(p, tour, f.after);
    for (int32_t i = f.before + 1; i <= last; i++) tour->place[i] = p->place[tour->visit[i]];
    measure_legs(p, &p->matrix[r->matrix], tour, f.before, last + 1);
    if (tour->steps > r->max_steps) return false;
    for (int32_t m = 0; m < p->measures; m++)
        if (!load_up(p, r, tour, m, f.before + 1, last)) return false;
    if (!fold_ready(p, r, tour, f.before + 1, last + 1)) return false;
    fold_latest(p, tour, last, f.before);
    return true;
}

#ifndef NDEBUG
/* Whether the caches are those of a tour made anew. */
static bool is_fresh(const khs_problem *p, const khs_resource *r, const khs_tour *tour)
{
    khs_tour anew = {0};
    const size_t size = sizeof(int32_t) * (size_t)(tour->count + 1);
    if (!khs_tour_reserve(p, &anew, tour->count)) return true;
    anew.count = tour->count;
    memcpy(anew.visit, tour->visit, size);
    bool same = refresh_all(p, r, &anew) && anew.steps == tour->steps &&
                !memcmp(anew.arc, tour->arc, size) && !memcmp(anew.leg, tour->leg, size) &&
                !memcmp(anew.ready, tour->ready, size) && !memcmp(anew.place, tour->place, size) &&
                !memcmp(anew.latest + 1, tour->latest + 1, size);
    for (int32_t m = 0; same && m < p->measures; m++)
        same =
            !memcmp(anew.load + (int64_t)m * anew.room, tour->load + (int64_t)m * tour->room, size);
    khs_tour_free(&anew);
    return same;
}
#endif

bool khs_pairs_refresh(const khs_problem *p, khs_tour *tour)
{
    const khs_resource *r = &p->resource[tour->resource];
    const bool known = tour->was_count > 0 && tour->was_resource == tour->resource;
    tour->visit[0] = tour->visit[tour->count + 1] = 0;
    tour->simple = true;
    tour->duty = 0;
    const bool holds = known ? refresh_change(p, r, tour) : refresh_all(p, r, tour);
    tour->was_count = -1;
    if (!holds) return false;
    assert(is_fresh(p, r, tour));
    memcpy(tour->was + 1, tour->visit + 1, sizeof(int32_t) * (size_t)tour->count);
    tour->was_count = tour->count;
    tour->was_resource = tour->resource;
    tour->cost = r->per_route + r->per_km / p->steps_per_km * tour->steps;
    return true;
}
