/* SWAP* (Vidal 2022): two visits of different lanes change lanes, each to its best place there and
 * not to the other's. Pairs are ranked by what removals and the three cheapest places promise; the
 * best one is evaluated exactly. */
#include "lanes.h"

#include <stddef.h>

typedef struct star {
    int32_t u, v, after_u, after_v; /* U goes behind after_u in V's lane, V behind after_v in U's */
    int64_t promise;
} star;

static int64_t removal(const khs_educator *e, int32_t v)
{
    const khs_stop_node *n = &e->node[v];
    const khs_lane *lane = &e->lane[n->route];
    int64_t gain =
        (khs_way(e, n->prev, n->next) - khs_way(e, n->prev, v) - khs_way(e, v, n->next)) *
        KHS_SCALE;
    if (e->g->windows)
        gain += (khs_warp_through(e, n->prev, NULL, 0, n->next) - lane->warp) * e->warp_price /
                KHS_FINENESS;
    return gain;
}

static void note(khs_best_places *places, int32_t after, int64_t cost)
{
    int32_t k = 2;
    if (cost >= places->cost[2]) return;
    for (; k > 0 && places->cost[k - 1] > cost; k--) {
        places->cost[k] = places->cost[k - 1];
        places->after[k] = places->after[k - 1];
    }
    places->cost[k] = cost;
    places->after[k] = after;
}

static const khs_best_places *find_places(khs_educator *e, int32_t u, int32_t r)
{
    khs_best_places *places = &e->places[(int64_t)r * e->g->stride + u];
    const khs_lane *lane = &e->lane[r];
    if (places->when >= lane->changed) return places;
    places->when = e->clock;
    for (int32_t k = 0; k < 3; k++) {
        places->after[k] = -1;
        places->cost[k] = INT64_MAX / 4;
    }
    for (int32_t a = khs_lane_start(e, r); a != khs_lane_end(e, r); a = e->node[a].next) {
        const int32_t b = e->node[a].next;
        int64_t cost = (khs_way(e, a, u) + khs_way(e, u, b) - khs_way(e, a, b)) * KHS_SCALE;
        if (cost >= places->cost[2]) continue;
        if (e->g->windows)
            cost += (khs_warp_through(e, a, &u, 1, b) - lane->warp) * e->warp_price / KHS_FINENESS;
        note(places, a, cost);
    }
    return places;
}

/* The cheapest place for u in v's lane when v leaves it. */
static int64_t place_without(khs_educator *e, int32_t u, int32_t v, int32_t *after)
{
    const khs_best_places *places = find_places(e, u, e->node[v].route);
    const int32_t q = e->node[v].prev, y = e->node[v].next;
    int64_t cost = (khs_way(e, q, u) + khs_way(e, u, y) - khs_way(e, q, y)) * KHS_SCALE;
    if (e->g->windows)
        cost += (khs_warp_through(e, q, &u, 1, y) - khs_warp_through(e, q, NULL, 0, y)) *
                e->warp_price / KHS_FINENESS;
    *after = q;
    for (int32_t k = 0; k < 3; k++) {
        if (places->after[k] < 0 || places->after[k] == v || places->after[k] == q) continue;
        if (places->cost[k] < cost) {
            cost = places->cost[k];
            *after = places->after[k];
        }
        break;
    }
    return cost;
}

/* Exact penalty and length of a lane without `out`, with `in` behind `after` (in = 0: nothing comes
 * in). */
static int64_t lane_cost(const khs_educator *e, int32_t r, int32_t out, int32_t in, int32_t after)
{
    const khs_grid *g = e->g;
    khs_warped all = g->own[0];
    int64_t length = 0, load = 0;
    int32_t last = 0;
    for (int32_t v = khs_lane_start(e, r);; v = e->node[v].next) {
        const int32_t ids[2] = {v == out ? -1 : khs_id(e, v), in && v == after ? in : -1};
        for (int32_t k = 0; k < 2; k++) {
            if (ids[k] < 0 || (k == 0 && v == khs_lane_start(e, r))) continue;
            length += khs_d(g, last, ids[k]);
            if (g->windows) all = khs_warped_join(all, g->own[ids[k]], khs_t(g, last, ids[k]));
            load += g->load[ids[k]];
            last = ids[k];
        }
        if (v == khs_lane_end(e, r)) break;
    }
    return length * KHS_SCALE + khs_fine(e, load, g->windows ? all.warp : 0);
}

static void move(khs_educator *e, int32_t v, int32_t after)
{
    khs_link(e, e->node[v].prev, e->node[v].next);
    khs_link(e, v, e->node[after].next);
    khs_link(e, after, v);
}

static star best_swap(khs_educator *e, int32_t a, int32_t b)
{
    const khs_lane *la = &e->lane[a], *lb = &e->lane[b];
    star best = {.promise = 0};
    for (int32_t u = e->node[khs_lane_start(e, a)].next; !khs_is_depot(e, u); u = e->node[u].next) {
        for (int32_t v = e->node[khs_lane_start(e, b)].next; !khs_is_depot(e, v);
             v = e->node[v].next) {
            const int64_t moved = e->g->load[v] - e->g->load[u];
            const int64_t fines = khs_fine(e, la->load + moved, 0) - khs_fine(e, la->load, 0) +
                                  khs_fine(e, lb->load - moved, 0) - khs_fine(e, lb->load, 0);
            const int64_t base = fines + e->gain[u] + e->gain[v];
            if (base >= 0) continue;
            star s = {.u = u, .v = v};
            s.promise = base + place_without(e, u, v, &s.after_u);
            if (s.promise >= best.promise) continue;
            s.promise += place_without(e, v, u, &s.after_v);
            if (s.promise < best.promise) best = s;
        }
    }
    return best;
}

bool khs_swap_star(khs_educator *e, int32_t a, int32_t b)
{
    const int32_t lanes[2] = {a, b};
    for (int32_t k = 0; k < 2; k++)
        for (int32_t v = e->node[khs_lane_start(e, lanes[k])].next; !khs_is_depot(e, v);
             v = e->node[v].next)
            e->gain[v] = removal(e, v);
    const star best = best_swap(e, a, b);
    if (!best.u) return false;
    const int64_t before = lane_cost(e, a, -1, 0, 0) + lane_cost(e, b, -1, 0, 0);
    const int64_t after = lane_cost(e, a, best.u, best.v, best.after_v) +
                          lane_cost(e, b, best.v, best.u, best.after_u);
    if (after >= before) return false;
    move(e, best.u, best.after_u);
    move(e, best.v, best.after_v);
    e->clock++;
    khs_lane_update(e, a);
    khs_lane_update(e, b);
    return true;
}
