/* A plan under education: visits linked in lanes, a lane per vehicle, with what every move asks of
 * them. Nodes are the visits 1 ... n, then the start of every lane, then its end: the lane's depot.
 *
 * Costs inside are steps × KHS_SCALE, so that prices of overload and time warp may have fractions;
 * the prices themselves are × KHS_FINENESS as well. */
#ifndef KHS_LANES_H
#define KHS_LANES_H

#include "genome.h"

enum { KHS_SCALE = 16, KHS_FINE_BITS = 10, KHS_FINENESS = 1 << KHS_FINE_BITS };

typedef struct khs_node {
    int32_t next, prev, route, at;
    int32_t load;   /* up to and including */
    int32_t way;    /* steps to the next */
    int32_t gain;   /* steps that the lane grows without it; ≤ 0 as a rule */
    int64_t tested; /* clock of the last test of all its moves */
} khs_node;

/* Timing of a lane up to a node and from it on, the node included in both. */
typedef struct khs_times {
    khs_warped before, after;
} khs_times;

typedef struct khs_lane {
    int64_t changed; /* clock of the last change */
    int64_t star;    /* clock of the last SWAP* test */
    int64_t homed;   /* clock of the last test of other depots */
    int64_t length;  /* steps, without `fixed` */
    int64_t penalty;
    int32_t load, count;
    int32_t warp;     /* and duty above the longest: see khs_missed */
    int32_t empty_at; /* index among the empty lanes of its depot, or -1 */
} khs_lane;

typedef struct khs_lanes {
    const khs_grid *g;
    int64_t load_price, warp_price; /* per unit of load, per tick */
    int64_t clock;                  /* of changes; never goes back */
    khs_node *node;                 /* [n + 1 + 2 * fleet] */
    khs_times *times;               /* the same; only with windows */
    khs_lane *lane;                 /* [fleet] */
    int32_t *row;                   /* [2 * fleet] of the lanes' starts, then ends */
    int32_t *empty;                 /* [fleet] lanes without visits, from the first lane of their
                                       depot on */
    int32_t *empties;               /* [depots] how many */
    int32_t *span;                  /* [n + 8] scratch */
} khs_lanes;

bool khs_lanes_init(const khs_grid *g, khs_lanes *l);
void khs_lanes_free(khs_lanes *l);

/* Lays a genome out; all moves count as untested. */
void khs_lanes_load(khs_lanes *l, const khs_genome *genome);
/* Writes the plan down; its figures are recomputed. */
void khs_lanes_store(const khs_lanes *l, khs_genome *genome);
/* What the plan costs, penalties included. */
int64_t khs_lanes_cost(const khs_lanes *l);

/* Recomputes positions, loads and timings of a lane whose links have changed. */
void khs_lane_update(khs_lanes *l, int32_t r);

static inline int32_t khs_lane_start(const khs_lanes *l, int32_t r) { return l->g->n + 1 + r; }
static inline int32_t khs_lane_end(const khs_lanes *l, int32_t r)
{
    return l->g->n + 1 + l->g->fleet + r;
}
static inline bool khs_is_depot(const khs_lanes *l, int32_t v) { return v > l->g->n; }
/* Row and column in the matrices. */
static inline int32_t khs_id(const khs_lanes *l, int32_t v)
{
    return v > l->g->n ? l->row[v - l->g->n - 1] : v;
}
/* An empty lane of a depot, or -1. */
static inline int32_t khs_empty_lane(const khs_lanes *l, int32_t depot)
{
    const int32_t count = l->empties[depot];
    return count ? l->empty[l->g->first_lane[depot] + count - 1] : -1;
}
static inline int32_t khs_way(const khs_lanes *l, int32_t a, int32_t b)
{
    return khs_d(l->g, khs_id(l, a), khs_id(l, b));
}

static inline void khs_link(khs_lanes *l, int32_t a, int32_t b)
{
    l->node[a].next = b;
    l->node[b].prev = a;
}

/* Links visits between two nodes. */
static inline void khs_link_chain(khs_lanes *l, int32_t before, const int32_t *visits,
                                  int32_t count, int32_t after)
{
    for (int32_t i = 0; i < count; before = visits[i++]) khs_link(l, before, visits[i]);
    khs_link(l, before, after);
}

/* Visits of a lane, in order; how many. */
static inline int32_t khs_lane_list(const khs_lanes *l, int32_t r, int32_t *list)
{
    int32_t count = 0;
    for (int32_t v = l->node[khs_lane_start(l, r)].next; !khs_is_depot(l, v); v = l->node[v].next)
        list[count++] = v;
    return count;
}

/* Lays visits on a lane whose own are gone or laid elsewhere. */
static inline void khs_lane_lay(khs_lanes *l, int32_t r, const int32_t *visits, int32_t count)
{
    khs_link_chain(l, khs_lane_start(l, r), visits, count, khs_lane_end(l, r));
    khs_lane_update(l, r);
}

static inline int64_t khs_fine(const khs_lanes *l, int32_t load, int32_t warp)
{
    const int64_t over = load - l->g->capacity;
    return ((over > 0 ? over * l->load_price : 0) + warp * l->warp_price) >> KHS_FINE_BITS;
}

/* What the lane misses that runs to `pre`, through the inner visits, and on from `post`; both are
 * of one lane, or of lanes of one depot. */
static inline int32_t khs_warp_through(const khs_lanes *l, int32_t pre, const int32_t *inner,
                                       int32_t count, int32_t post)
{
    khs_warped all = l->times[pre].before;
    int32_t last = khs_id(l, pre);
    for (int32_t i = 0; i < count; i++) {
        all = khs_warped_join(all, l->g->own[inner[i]], khs_t(l->g, last, inner[i]));
        last = inner[i];
    }
    all = khs_warped_join(all, l->times[post].after, khs_t(l->g, last, khs_id(l, post)));
    return khs_missed(l->g, l->node[pre].route, all);
}

#endif
