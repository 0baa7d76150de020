/* Choosing depots for whole routes (see homes.h). */
#include "homes.h"

#include <assert.h>
#include <stddef.h>

/* A route without its depot. */
typedef struct inner {
    int32_t first, last;
    khs_warped times;
} inner;

static inner inner_of(const khs_lanes *l, const int32_t *visits, int32_t count)
{
    const khs_grid *g = l->g;
    inner x = {visits[0], visits[count - 1], {0, 0, 0, 0}};
    if (!l->times) return x;
    x.times = g->own[visits[0]];
    for (int32_t i = 1; i < count; i++)
        x.times = khs_warped_join(x.times, g->own[visits[i]], khs_t(g, visits[i - 1], visits[i]));
    return x;
}

/* What depends on the lane. */
static int64_t cost_on(const khs_lanes *l, const inner *x, int32_t r)
{
    const khs_grid *g = l->g;
    const int32_t home = g->home[r];
    int64_t cost = (int64_t)(khs_d(g, home, x->first) + khs_d(g, x->last, home)) * KHS_SCALE;
    if (!l->times) return cost;
    khs_warped all = khs_warped_join(g->own[home], x->times, khs_t(g, home, x->first));
    all = khs_warped_join(all, g->own[home], khs_t(g, x->last, home));
    return cost + khs_fine(l, 0, khs_missed(g, r, all));
}

/* The empty lane that costs less than `limit`, and least. -1: none. */
static int32_t cheapest(const khs_lanes *l, const inner *x, int64_t limit)
{
    int32_t best = -1;
    for (int32_t k = 0; k < l->g->depots; k++) {
        const int32_t r = khs_empty_lane(l, k);
        const int64_t cost = r < 0 ? INT64_MAX : cost_on(l, x, r);
        if (cost >= limit) continue;
        limit = cost;
        best = r;
    }
    return best;
}

int32_t khs_home_for(const khs_lanes *l, const int32_t *visits, int32_t count)
{
    if (l->g->depots == 1) return khs_empty_lane(l, 0);
    const inner x = inner_of(l, visits, count);
    const int32_t r = cheapest(l, &x, INT64_MAX);
    assert(r >= 0);
    return r;
}

int32_t khs_rehome(khs_lanes *l, int32_t r)
{
    const int32_t count = khs_lane_list(l, r, l->span);
    assert(count);
    const inner x = inner_of(l, l->span, count);
    const int32_t to = cheapest(l, &x, cost_on(l, &x, r));
    if (to < 0) return -1;
    l->clock++;
    khs_lane_lay(l, r, NULL, 0);
    khs_lane_lay(l, to, l->span, count);
    return to;
}
