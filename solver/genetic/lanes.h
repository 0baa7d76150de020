/* The linked lanes under education, and what all its moves ask of them. Internal to solver/genetic.
 */
#ifndef KHS_LANES_H
#define KHS_LANES_H

#include "educate.h"

/* Nodes: visits 1 ... n, then the start of every lane, then its end. */
static inline int32_t khs_lane_start(const khs_educator *e, int32_t r) { return e->g->n + 1 + r; }
static inline int32_t khs_lane_end(const khs_educator *e, int32_t r)
{
    return e->g->n + 1 + e->g->fleet + r;
}
static inline bool khs_is_depot(const khs_educator *e, int32_t v) { return v > e->g->n; }
static inline int32_t khs_id(const khs_educator *e, int32_t v) { return v > e->g->n ? 0 : v; }
static inline int64_t khs_way(const khs_educator *e, int32_t a, int32_t b)
{
    return khs_d(e->g, khs_id(e, a), khs_id(e, b));
}

static inline int64_t khs_fine(const khs_educator *e, int64_t load, int32_t warp)
{
    const int64_t over = load - e->g->capacity;
    return ((over > 0 ? over * e->load_price : 0) + warp * e->warp_price) / KHS_FINENESS;
}

/* Warp of the lane that runs to `pre`, through the inner visits, and on from `post`. */
static inline int32_t khs_warp_through(const khs_educator *e, int32_t pre, const int32_t *inner,
                                       int32_t count, int32_t post)
{
    if (!e->g->windows) return 0;
    khs_warped all = e->node[pre].before;
    int32_t last = khs_id(e, pre);
    for (int32_t i = 0; i < count; i++) {
        all = khs_warped_join(all, e->g->own[inner[i]], khs_t(e->g, last, inner[i]));
        last = inner[i];
    }
    return khs_warped_join(all, e->node[post].after, khs_t(e->g, last, khs_id(e, post))).warp;
}

/* Recomputes positions, loads and segments of a lane. */
void khs_lane_update(khs_educator *e, int32_t r);

static inline void khs_link(khs_educator *e, int32_t a, int32_t b)
{
    e->node[a].next = b;
    e->node[b].prev = a;
}

/* Tries SWAP* on two lanes; true if it changed them (Vidal 2022). */
bool khs_swap_star(khs_educator *e, int32_t a, int32_t b);

/* The three cheapest places for a visit in a lane: after which node, at what cost. */
typedef struct khs_best_places {
    int32_t when;
    int32_t after[3];
    int64_t cost[3];
} khs_best_places;

#endif
