/* SWAP* (Vidal 2022): two visits of different lanes change lanes, each to its best place there and
 * not to the other's. Pairs are ranked by what removals and the three cheapest places promise; the
 * best one is evaluated exactly. */
#include "swap_star.h"

#include <stdlib.h>
#include <string.h>

/* The three cheapest places for a visit in a lane: behind which node, at what cost. */
typedef struct khs_best_places {
    int64_t when, cost[3];
    int32_t after[3];
} khs_best_places;

typedef struct star {
    int32_t u, v, after_u, after_v; /* U goes behind after_u in V's lane, V behind after_v in U's */
    int64_t promise;
} star;

bool khs_star_places_init(const khs_grid *g, khs_star_places *places)
{
    const size_t n = (size_t)g->n + 1;
    places->gain = calloc(n, sizeof(int64_t));
    places->best = g->windows ? calloc((size_t)g->fleet * n, sizeof *places->best) : NULL;
    places->room = calloc(13 * (n + 4), sizeof(int32_t));
    places->between = g->windows ? NULL : malloc(sizeof(int32_t) * (n + 4) * (n + 4) / 2);
    return places->gain && places->room &&
           (g->windows ? places->best != NULL : places->between != NULL);
}

void khs_star_places_free(khs_star_places *places)
{
    free(places->gain);
    free(places->best);
    free(places->room);
    free(places->between);
    memset(places, 0, sizeof *places);
}

static inline int64_t warped(const khs_lanes *l, int32_t ticks)
{
    return (ticks * l->warp_price) >> KHS_FINE_BITS;
}

static int64_t removal(const khs_lanes *l, int32_t v)
{
    const khs_node *n = &l->node[v];
    int64_t gain = (int64_t)n->gain * KHS_SCALE;
    if (l->times)
        gain += warped(l, khs_warp_through(l, n->prev, NULL, 0, n->next) - l->lane[n->route].warp);
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

static const khs_best_places *find_places(const khs_lanes *l, khs_star_places *all, int32_t u,
                                          int32_t r)
{
    const khs_grid *g = l->g;
    khs_best_places *places = &all->best[(int64_t)r * (g->n + 1) + u];
    const khs_lane *lane = &l->lane[r];
    if (places->when >= lane->changed) return places;
    const int32_t *from_u = g->d + (int64_t)u * g->stride, start = khs_lane_start(l, r),
                  end = khs_lane_end(l, r);
    *places = (khs_best_places){.when = l->clock,
                                .cost = {INT64_MAX / 4, INT64_MAX / 4, INT64_MAX / 4},
                                .after = {-1, -1, -1}};
    int32_t to_a = from_u[g->home[r]];
    for (int32_t a = start; a != end;) {
        const int32_t b = l->node[a].next, to_b = from_u[khs_id(l, b)];
        int64_t cost = (int64_t)(to_a + to_b - l->node[a].way) * KHS_SCALE;
        if (cost < places->cost[2]) {
            if (l->times) cost += warped(l, khs_warp_through(l, a, &u, 1, b) - lane->warp);
            note(places, a, cost);
        }
        to_a = to_b;
        a = b;
    }
    return places;
}

/* The cheapest place for u in v's lane when v leaves it; any cost from `limit` on where there is
 * none below. The place of v itself costs its legs at least, since time warp grows by what is
 * visited: most pairs are settled without timing it. */
static int64_t place_without(const khs_lanes *l, khs_star_places *all, int32_t u, int32_t v,
                             int64_t limit, int32_t *after)
{
    const khs_best_places *places = find_places(l, all, u, l->node[v].route);
    const khs_node *node = l->node;
    const int32_t q = node[v].prev, y = node[v].next;
    int64_t cost = limit;
    for (int32_t k = 0; k < 3; k++) {
        if (places->after[k] < 0 || places->after[k] == v || places->after[k] == q) continue;
        cost = places->cost[k];
        *after = places->after[k];
        break;
    }
    const int32_t skipped = node[q].way + node[v].way + node[v].gain;
    int64_t instead = (int64_t)(khs_way(l, q, u) + khs_way(l, u, y) - skipped) * KHS_SCALE;
    if (instead >= cost || instead >= limit) return cost;
    if (l->times)
        instead += warped(l, khs_warp_through(l, q, &u, 1, y) - khs_warp_through(l, q, NULL, 0, y));
    if (instead >= cost) return cost;
    *after = q;
    return instead;
}

/* Exact cost of a lane without `out`, with `in` behind `after`. */
static int64_t lane_cost(const khs_lanes *l, int32_t r, int32_t out, int32_t in, int32_t after)
{
    const khs_grid *g = l->g;
    khs_warped all = g->own[g->home[r]];
    int64_t length = 0;
    int32_t last = g->home[r], load = 0;
    for (int32_t v = khs_lane_start(l, r);; v = l->node[v].next) {
        const int32_t ids[2] = {v == out ? -1 : khs_id(l, v), in && v == after ? in : -1};
        for (int32_t k = 0; k < 2; k++) {
            if (ids[k] < 0 || (k == 0 && v == khs_lane_start(l, r))) continue;
            length += khs_d(g, last, ids[k]);
            if (l->times) all = khs_warped_join(all, g->own[ids[k]], khs_t(g, last, ids[k]));
            load += g->load[ids[k]];
            last = ids[k];
        }
        if (v == khs_lane_end(l, r)) break;
    }
    return length * KHS_SCALE + khs_fine(l, load, l->times ? khs_missed(g, r, all) : 0);
}

static void move(khs_lanes *l, int32_t v, int32_t after)
{
    khs_link(l, l->node[v].prev, l->node[v].next);
    khs_link(l, v, l->node[after].next);
    khs_link(l, after, v);
}

/* With windows: pairs ranked by promises that hold the warp of each move alone. */
static star best_timed(const khs_lanes *l, khs_star_places *places, int32_t a, int32_t b)
{
    const khs_lane *la = &l->lane[a], *lb = &l->lane[b];
    const int64_t fine_now = khs_fine(l, la->load, 0) + khs_fine(l, lb->load, 0);
    star best = {.promise = 0};
    for (int32_t u = l->node[khs_lane_start(l, a)].next; !khs_is_depot(l, u); u = l->node[u].next) {
        for (int32_t v = l->node[khs_lane_start(l, b)].next; !khs_is_depot(l, v);
             v = l->node[v].next) {
            const int32_t moved = l->g->load[v] - l->g->load[u];
            const int64_t fines =
                khs_fine(l, la->load + moved, 0) + khs_fine(l, lb->load - moved, 0) - fine_now;
            const int64_t base = fines + places->gain[u] + places->gain[v];
            if (base >= best.promise)
                continue; /* places cost something, by the triangle inequality */
            star s = {.u = u, .v = v};
            s.promise = base + place_without(l, places, u, v, best.promise - base, &s.after_u);
            if (s.promise >= best.promise) continue;
            s.promise += place_without(l, places, v, u, best.promise - s.promise, &s.after_v);
            if (s.promise < best.promise) best = s;
        }
    }
    return best;
}

/* ---- without windows: all distances between the two lanes side by side ---- */

/* A lane as an array, depot at both ends. */
static int32_t list_lane(const khs_lanes *l, int32_t r, int32_t *list)
{
    int32_t count = 0;
    for (int32_t v = khs_lane_start(l, r); v != khs_lane_end(l, r); v = l->node[v].next)
        list[count++] = v;
    list[count] = khs_lane_end(l, r);
    return count - 1;
}

/* Three cheapest gaps for a visit among those of a lane of `count` visits: gap k lies behind
 * position k; step[] its distances to the positions, `stride` apart. */
static void find_gaps(const int32_t *step, int32_t stride, const int32_t *way, int32_t count,
                      int32_t *gap, int32_t *cost)
{
    for (int32_t k = 0; k < 3; k++) {
        gap[k] = -1;
        cost[k] = INT32_MAX / 2;
    }
    for (int32_t i = 0; i <= count; i++) {
        const int32_t more = step[i * stride] + step[(i + 1) * stride] - way[i];
        if (more >= cost[2]) continue;
        int32_t k = 2;
        for (; k > 0 && cost[k - 1] > more; k--) {
            cost[k] = cost[k - 1];
            gap[k] = gap[k - 1];
        }
        cost[k] = more;
        gap[k] = i;
    }
}

/* The cheapest gap that is not beside position `out`, against the place of `out` itself. */
static inline int32_t gap_without(const int32_t *gap, const int32_t *cost, int32_t out,
                                  int32_t instead, int32_t *where)
{
    int32_t k = 0;
    while (k < 2 && (gap[k] == out || gap[k] == out - 1)) k++;
    const bool usable = gap[k] >= 0 && gap[k] != out && gap[k] != out - 1 && cost[k] < instead;
    *where = usable ? gap[k] : out - 1;
    return usable ? cost[k] : instead;
}

typedef struct face {
    int32_t count;
    int32_t *node, *way; /* [count + 2] */
    int32_t *skip;       /* leg from the one before to the one behind */
    int32_t *gain, *load;
    int32_t *least;      /* cost of the cheapest gap */
    int32_t *gap, *cost; /* [3 * (count + 2)] */
} face;

/* One lane of a pair, its arrays laid out from `room` on. */
static face face_of(const khs_lanes *l, int32_t r, int32_t *room)
{
    face f = {.node = room};
    f.count = list_lane(l, r, f.node);
    const int32_t size = f.count + 2;
    f.way = f.node + size;
    f.skip = f.way + size;
    f.gain = f.skip + size;
    f.load = f.gain + size;
    f.least = f.load + size;
    f.gap = f.least + size;
    f.cost = f.gap + 3 * size;
    for (int32_t i = 0; i <= f.count; i++) f.way[i] = l->node[f.node[i]].way;
    for (int32_t i = 1; i <= f.count; i++) {
        f.gain[i] = l->node[f.node[i]].gain;
        f.load[i] = l->g->load[f.node[i]];
        f.skip[i] = f.way[i - 1] + f.way[i] + f.gain[i];
    }
    return f;
}

static inline int32_t least_of(int32_t a, int32_t b) { return a < b ? a : b; }

/* What exchanging position i of one lane for any of the other costs at least, overload apart. */
static void bound_row(const face *fa, const face *fb, int32_t i, const int32_t *row, int32_t stride,
                      int32_t *bound)
{
    const int32_t *above = row - stride, *below = row + stride, *skip = fb->skip, *gain = fb->gain,
                  *least = fb->least;
    const int32_t own = fa->gain[i], cheapest = fa->least[i], skipped = fa->skip[i];
    for (int32_t j = 1; j <= fb->count; j++)
        bound[j] = own + gain[j] + least_of(row[j - 1] + row[j + 1] - skip[j], cheapest) +
                   least_of(above[j] + below[j] - skipped, least[j]);
}

static void measure(const khs_lanes *l, face *fa, face *fb, int32_t *between)
{
    const khs_grid *g = l->g;
    const int32_t stride = fb->count + 2;
    for (int32_t i = 0; i <= fa->count + 1; i++) {
        const int32_t *row = g->d + (int64_t)khs_id(l, fa->node[i]) * g->stride;
        for (int32_t j = 0; j < stride; j++) between[i * stride + j] = row[khs_id(l, fb->node[j])];
    }
    for (int32_t i = 1; i <= fa->count; i++) {
        find_gaps(between + i * stride, 1, fb->way, fb->count, fa->gap + 3 * i, fa->cost + 3 * i);
        fa->least[i] = fa->cost[3 * i];
    }
    for (int32_t j = 1; j <= fb->count; j++) {
        find_gaps(between + j, stride, fa->way, fa->count, fb->gap + 3 * j, fb->cost + 3 * j);
        fb->least[j] = fb->cost[3 * j];
    }
}

static star best_free(const khs_lanes *l, const khs_star_places *places, int32_t a, int32_t b)
{
    const khs_lane *la = &l->lane[a], *lb = &l->lane[b];
    face fa = face_of(l, a, places->room);
    face fb = face_of(l, b, fa.cost + 3 * (fa.count + 2));
    int32_t *bound = fb.cost + 3 * (fb.count + 2);
    const int32_t stride = fb.count + 2;
    measure(l, &fa, &fb, places->between);
    const int64_t fine_now = la->penalty + lb->penalty;
    star best = {.promise = 0};
    for (int32_t i = 1; i <= fa.count; i++) {
        const int32_t *row = places->between + i * stride;
        bound_row(&fa, &fb, i, row, stride, bound);
        for (int32_t j = 1; j <= fb.count; j++) {
            if ((int64_t)bound[j] * KHS_SCALE - fine_now >= best.promise) continue;
            const int32_t moved = fb.load[j] - fa.load[i];
            const int64_t fines =
                khs_fine(l, la->load + moved, 0) + khs_fine(l, lb->load - moved, 0) - fine_now;
            if ((int64_t)bound[j] * KHS_SCALE + fines >= best.promise) continue;
            int32_t u_gap, v_gap;
            const int32_t steps =
                fa.gain[i] + fb.gain[j] +
                gap_without(fa.gap + 3 * i, fa.cost + 3 * i, j,
                            row[j - 1] + row[j + 1] - fb.skip[j], &u_gap) +
                gap_without(fb.gap + 3 * j, fb.cost + 3 * j, i,
                            row[j - stride] + row[j + stride] - fa.skip[i], &v_gap);
            const int64_t promise = (int64_t)steps * KHS_SCALE + fines;
            if (promise < best.promise)
                best = (star){fa.node[i], fb.node[j], fb.node[u_gap], fa.node[v_gap], promise};
        }
    }
    return best;
}

bool khs_swap_star(khs_lanes *l, khs_star_places *places, int32_t a, int32_t b)
{
    const int32_t lanes[2] = {a, b};
    for (int32_t k = 0; l->times && k < 2; k++)
        for (int32_t v = l->node[khs_lane_start(l, lanes[k])].next; !khs_is_depot(l, v);
             v = l->node[v].next)
            places->gain[v] = removal(l, v);
    const star best = l->times ? best_timed(l, places, a, b) : best_free(l, places, a, b);
    if (!best.u) return false;
    const int64_t before = lane_cost(l, a, -1, 0, 0) + lane_cost(l, b, -1, 0, 0);
    const int64_t after = lane_cost(l, a, best.u, best.v, best.after_v) +
                          lane_cost(l, b, best.v, best.u, best.after_u);
    if (after >= before) return false;
    move(l, best.u, best.after_u);
    move(l, best.v, best.after_v);
    l->clock++;
    khs_lane_update(l, a);
    khs_lane_update(l, b);
    return true;
}
