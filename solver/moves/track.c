/* Making tracks (see track.h). */
#include "track.h"

#include <stdlib.h>

khs_rate khs_rate_of(const khs_problem *p, const khs_resource *r)
{
    return (khs_rate){(double)(r->per_km + r->toll_per_km) / p->steps_per_km,
                      (double)r->per_h / p->ticks_per_h};
}

static bool mixes(const khs_problem *p) { return p->has_pickups || p->has_pairs; }

int32_t khs_fixed_dock_ticks(const khs_problem *p, const khs_resource *r)
{
    return mixes(p) ? 0 : r->load_fixed;
}

static bool reserve(const khs_problem *p, khs_track *track, int32_t positions)
{
    if (track->room >= positions) return true;
    const size_t room = (size_t)positions * 3 / 2 + 8;
    const size_t rows = (size_t)p->measures * (mixes(p) ? 4 : 1);
    free(track->block);
    track->room = 0;
    track->stamp = 0;
    track->block =
        malloc(room * (sizeof(int64_t) + 2 * sizeof(khs_segment) + (3 + rows) * sizeof(int32_t)));
    if (!track->block) return false;
    track->toll = track->block;
    track->mid = (khs_segment *)(void *)(track->toll + room);
    track->post = track->mid + room;
    track->way = (int32_t *)(void *)(track->post + room);
    track->back = track->way + room;
    track->breaks = track->back + room;
    track->given = track->breaks + room;
    track->net = track->given + room * (size_t)p->measures;
    track->high = track->net + room * (size_t)p->measures;
    track->rise = track->high + room * (size_t)p->measures;
    track->room = (int32_t)room;
    return true;
}

void khs_track_free(khs_track *track) { free(track->block); }

static void sum_way(const khs_problem *p, const khs_matrix *m, const khs_tour *tour,
                    khs_track *track)
{
    const bool symmetric = m->steps == m->steps_to;
    track->way[1] = track->back[1] = track->breaks[1] = 0;
    track->toll[1] = 0;
    for (int32_t k = 2; k <= tour->count; k++) {
        const int32_t a = tour->place[k - 1], b = tour->place[k], arc = tour->arc[k - 1];
        track->way[k] = track->way[k - 1] + arc;
        track->back[k] = track->back[k - 1] + (symmetric ? arc : khs_steps(p, m, b, a));
        track->breaks[k] = track->breaks[k - 1] + (a != b);
        track->toll[k] = track->toll[k - 1] + khs_toll(p, m, a, b);
    }
}

/* The driving and serving of the tour; what passes at the ends of stops and in waiting is apart. */
static int64_t fold_time(const khs_problem *p, const khs_matrix *m, const khs_tour *tour,
                         khs_track *track)
{
    const int32_t n = tour->count;
    int64_t ticks = khs_ticks(p, m, tour->place[0], tour->place[1]) +
                    khs_ticks(p, m, tour->place[n], tour->place[n + 1]);
    for (int32_t k = 1; k <= n; k++) {
        const int32_t v = tour->visit[k];
        const khs_segment own = {p->service[v], p->open[v], p->close[v]};
        const int32_t from = tour->place[k - 1], to = tour->place[k];
        track->mid[k] = k > 1 ? khs_join(track->mid[k - 1], own, khs_gap(p, m, from, to)) : own;
        track->post[k] = own; /* for the fold below */
        ticks += (k > 1 ? khs_ticks(p, m, from, to) : 0) + p->service[v];
    }
    for (int32_t k = n - 1; k >= 1; k--)
        track->post[k] = khs_join(track->post[k], track->post[k + 1],
                                  khs_gap(p, m, tour->place[k], tour->place[k + 1]));
    return ticks;
}

static void sum_load(const khs_problem *p, const khs_tour *tour, khs_track *track, int32_t m)
{
    const int64_t row = (int64_t)m * track->room;
    int32_t *given = track->given + row, *net = track->net + row, *high = track->high + row,
            *rise = track->rise + row;
    const bool mixed = mixes(p);
    given[0] = 0;
    if (mixed) net[0] = high[0] = 0;
    for (int32_t k = 1; k <= tour->count; k++) {
        const int32_t v = tour->visit[k], quantity = khs_quantity(p, v)[m];
        given[k] = given[k - 1] + (p->kind[v] == KHS_DELIVERY ? quantity : 0);
        if (!mixed) continue;
        const bool on = p->kind[v] == KHS_PICKUP || p->kind[v] == KHS_SHIP_FROM;
        net[k] = net[k - 1] + (on ? quantity : -quantity);
        high[k] = khs_max(high[k - 1], net[k]);
    }
    for (int32_t k = tour->count, most = 0; mixed && k >= 1; k--) {
        most = khs_max(0, net[k] - net[k - 1] + most);
        rise[k] = most;
    }
}

/* Time at the depots that the tour has whatever becomes of it; its fixed part may end with the last
 * delivery or pickup where there are both. */
static int32_t dock_ticks(const khs_problem *p, const khs_resource *r, const khs_tour *tour)
{
    if (!p->has_dock_time) return 0;
    return tour->work.load_ticks + tour->work.unload_ticks + khs_fixed_dock_ticks(p, r);
}

bool khs_track_update(const khs_problem *p, const khs_tour *tour, khs_track *track)
{
    const khs_resource *r = &p->resource[tour->resource];
    const khs_matrix *m = &p->matrix[r->matrix];
    const khs_rate rate = khs_rate_of(p, r);
    if (!reserve(p, track, tour->count + 2)) return false;
    track->stamp = tour->stamp;
    track->matrix = r->matrix;
    sum_way(p, m, tour, track);
    const int64_t ticks = fold_time(p, m, tour, track);
    for (int32_t k = 0; k < p->measures; k++) sum_load(p, tour, track, k);
    track->over_length = (double)(tour->cost - r->per_route - tour->toll) - rate.step * tour->steps;
    track->over = track->over_length - rate.tick * (double)(ticks + dock_ticks(p, r, tour));
    return true;
}
