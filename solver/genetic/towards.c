/* Moves towards a node (see towards.h). Each is judged by its length first, of which four rows of
 * the matrix tell all; only if that promises more than all penalties could fall, the penalties
 * follow. */
#include "towards.h"

#include <stddef.h>

#define INLINE static inline __attribute__((always_inline))

khs_base khs_base_of(const khs_lanes *l, int32_t u)
{
    const khs_grid *g = l->g;
    const khs_node *node = l->node;
    const int32_t x = node[u].next, p = node[u].prev;
    const bool chain = !khs_is_depot(l, x);
    const int32_t xx = chain ? node[x].next : x;
    khs_base b = {.u = u, .x = x, .p = p, .xx = xx, .route = node[u].route};
    const khs_lane *lane = &l->lane[b.route];
    b.from_p = g->d + (int64_t)khs_id(l, p) * g->stride;
    b.from_u = g->d + (int64_t)u * g->stride;
    b.from_x = g->d + (int64_t)khs_id(l, x) * g->stride;
    b.from_xx = g->d + (int64_t)khs_id(l, xx) * g->stride;
    b.pu = node[p].way;
    b.ux = node[u].way;
    b.xxx = chain ? node[x].way : 0;
    b.gain[0] = node[u].gain;
    b.gain[1] = b.from_p[khs_id(l, xx)] - b.pu - b.xxx;
    b.load[0] = g->load[u];
    b.load[1] = g->load[u] + (chain ? g->load[x] : 0);
    for (int32_t k = 0; k < 2; k++) {
        const int32_t warp = g->windows ? khs_warp_through(l, p, NULL, 0, k ? xx : x) : 0;
        b.eased[k] = khs_fine(l, lane->load - b.load[k], warp) - lane->penalty;
    }
    return b;
}

/* V and what is around it: Q before, Y behind, YY behind that. */
typedef struct target {
    int32_t v, y, yy, q, route;
    int32_t vy, qv;   /* legs */
    bool start, same; /* V is the start of a lane; on U's lane */
    const khs_lane *lane;
    int64_t most; /* what penalties can fall by */
} target;

INLINE target target_of(const khs_lanes *l, const khs_base *b, int32_t v)
{
    const khs_node *node = l->node;
    target t = {.v = v, .y = node[v].next, .route = node[v].route, .vy = node[v].way};
    t.start = khs_is_depot(l, v);
    t.same = t.route == b->route;
    t.q = t.start ? v : node[v].prev;
    t.qv = t.start ? 0 : node[t.q].way;
    t.lane = &l->lane[t.route];
    t.most = l->lane[b->route].penalty + (t.same ? 0 : t.lane->penalty);
    return t;
}

/* Visits from one node to another, on the way. */
static int32_t collect(const khs_lanes *l, int32_t from, int32_t to, int32_t *list)
{
    int32_t count = 0;
    for (int32_t v = from;; v = l->node[v].next) {
        list[count++] = v;
        if (v == to) return count;
    }
}

static void changed(khs_lanes *l, int32_t a, int32_t b)
{
    l->clock++;
    khs_lane_update(l, a);
    if (b != a) khs_lane_update(l, b);
}

/* What a lane costs or saves that is opened or emptied. */
INLINE int64_t vehicles(const khs_lanes *l, const khs_base *b, const target *t, int32_t leave,
                        int32_t enter)
{
    if (!l->g->fixed || t->same) return 0;
    int64_t cost = 0;
    if (l->lane[b->route].count == leave && !enter) cost -= l->g->fixed;
    if (!t->lane->count) cost += l->g->fixed;
    return cost * KHS_SCALE;
}

/* Fine of U's own lane when it is driven to `pre`, along the list, and on from `post`, less what it
 * pays now. */
INLINE int64_t refined(const khs_lanes *l, const khs_base *b, int32_t pre, const int32_t *list,
                       int32_t count, int32_t post)
{
    const khs_lane *lane = &l->lane[b->route];
    return khs_fine(l, lane->load, khs_warp_through(l, pre, list, count, post)) - lane->penalty;
}

/* ---- relocate: one or two visits from U on, maybe turned round, behind V ---- */

static int64_t relocated_at_home(const khs_lanes *l, const khs_base *b, const target *t,
                                 const int32_t *chain, int32_t length, int32_t after)
{
    int32_t *list = l->span, count = 0;
    if (l->node[b->u].at < l->node[t->v].at) {
        count = collect(l, after, t->v, list);
        for (int32_t i = 0; i < length; i++) list[count++] = chain[i];
        return refined(l, b, b->p, list, count, t->y);
    }
    for (int32_t i = 0; i < length; i++) list[count++] = chain[i];
    count += collect(l, t->y, b->p, list + count);
    return refined(l, b, t->v, list, count, after);
}

INLINE bool relocate(khs_lanes *l, const khs_base *b, const target *t, int32_t steps,
                     int32_t length, bool reversed, const bool windows)
{
    int64_t delta = (int64_t)steps * KHS_SCALE + vehicles(l, b, t, length, 0);
    if (delta >= t->most) return false;
    const int32_t after = length == 2 ? b->xx : b->x;
    const int32_t chain[2] = {reversed ? b->x : b->u, reversed ? b->u : b->x};
    if (!t->same) {
        delta += b->eased[length - 1];
        if (delta >= t->lane->penalty) return false;
        const int32_t warp = windows ? khs_warp_through(l, t->v, chain, length, t->y) : 0;
        delta += khs_fine(l, t->lane->load + b->load[length - 1], warp) - t->lane->penalty;
    } else if (windows) {
        delta += relocated_at_home(l, b, t, chain, length, after);
    }
    if (delta >= 0) return false;
    khs_link(l, b->p, after);
    khs_link_chain(l, t->v, chain, length, l->node[t->v].next);
    changed(l, b->route, t->route);
    return true;
}

/* V between `pre` and its successor, both on U's lane. */
INLINE bool pull(khs_lanes *l, const khs_base *b, const target *t, int32_t steps, int32_t pre,
                 const bool windows)
{
    int64_t delta = (int64_t)steps * KHS_SCALE;
    const khs_lane *lane = &l->lane[b->route];
    if (l->g->fixed && !t->same && t->lane->count == 1) delta -= l->g->fixed * KHS_SCALE;
    if (delta >= t->most) return false;
    const int32_t post = l->node[pre].next;
    if (!t->same) {
        const int32_t load = l->g->load[t->v];
        int32_t warp = windows ? khs_warp_through(l, pre, &t->v, 1, post) : 0;
        delta += khs_fine(l, lane->load + load, warp) - lane->penalty;
        if (delta >= t->lane->penalty) return false;
        warp = windows ? khs_warp_through(l, t->q, NULL, 0, t->y) : 0;
        delta += khs_fine(l, t->lane->load - load, warp) - t->lane->penalty;
    } else if (windows) {
        int32_t *list = l->span, count = 0;
        if (l->node[t->v].at < l->node[pre].at) {
            count = collect(l, t->y, pre, list);
            list[count++] = t->v;
            delta += refined(l, b, t->q, list, count, post);
        } else {
            list[count++] = t->v;
            count += collect(l, post, t->q, list + count);
            delta += refined(l, b, pre, list, count, t->y);
        }
    }
    if (delta >= 0) return false;
    khs_link(l, t->q, t->y);
    khs_link_chain(l, pre, &t->v, 1, l->node[pre].next);
    changed(l, b->route, t->route);
    return true;
}

/* ---- swap: one or two visits from U on for one or two from V on ---- */

static int64_t swapped_at_home(const khs_lanes *l, const khs_base *b, const target *t,
                               const int32_t *us, int32_t a, const int32_t *vs, int32_t c)
{
    const int32_t un = a == 2 ? b->xx : b->x, vn = c == 2 ? t->yy : t->y;
    const bool u_first = l->node[b->u].at < l->node[t->v].at;
    int32_t *list = l->span, count = 0;
    for (int32_t i = 0; i < (u_first ? c : a); i++) list[count++] = u_first ? vs[i] : us[i];
    count += collect(l, u_first ? un : vn, u_first ? t->q : b->p, list + count);
    for (int32_t i = 0; i < (u_first ? a : c); i++) list[count++] = u_first ? us[i] : vs[i];
    return refined(l, b, u_first ? b->p : t->q, list, count, u_first ? vn : un);
}

INLINE bool swap(khs_lanes *l, const khs_base *b, const target *t, int32_t steps, int32_t a,
                 int32_t c, const bool windows)
{
    int64_t delta = (int64_t)steps * KHS_SCALE;
    if (delta >= t->most) return false;
    const khs_grid *g = l->g;
    const int32_t us[2] = {b->u, b->x}, vs[2] = {t->v, t->y};
    const int32_t un = a == 2 ? b->xx : b->x, vn = c == 2 ? t->yy : t->y;
    if (!t->same) {
        const khs_lane *lane = &l->lane[b->route];
        const int32_t more = g->load[t->v] + (c == 2 ? g->load[t->y] : 0) - b->load[a - 1];
        int32_t warp = windows ? khs_warp_through(l, b->p, vs, c, un) : 0;
        delta += khs_fine(l, lane->load + more, warp) - lane->penalty;
        if (delta >= t->lane->penalty) return false;
        warp = windows ? khs_warp_through(l, t->q, us, a, vn) : 0;
        delta += khs_fine(l, t->lane->load - more, warp) - t->lane->penalty;
    } else if (windows) {
        delta += swapped_at_home(l, b, t, us, a, vs, c);
    }
    if (delta >= 0) return false;
    khs_link_chain(l, b->p, vs, c, un);
    khs_link_chain(l, t->q, us, a, vn);
    changed(l, b->route, t->route);
    return true;
}

/* ---- 2-opt: X ... V turned round ---- */

INLINE bool two_opt(khs_lanes *l, const khs_base *b, const target *t, int32_t steps,
                    const bool windows)
{
    int64_t delta = (int64_t)steps * KHS_SCALE;
    if (delta >= t->most) return false;
    int32_t *list = l->span, count = 0;
    for (int32_t v = t->v; v != b->u; v = l->node[v].prev) list[count++] = v;
    if (windows) delta += refined(l, b, b->u, list, count, t->y);
    if (delta >= 0) return false;
    khs_link_chain(l, b->u, list, count, t->y);
    changed(l, b->route, b->route);
    return true;
}

/* ---- between lanes of different depots, a tail that changes lanes goes home elsewhere ---- */

static inline int32_t home_of(const khs_lanes *l, int32_t node)
{
    return l->g->home[l->node[node].route];
}

INLINE bool different_homes(const khs_lanes *l, int32_t a, int32_t b)
{
    return l->g->depots > 1 && l->g->home[a] != l->g->home[b];
}

/* Steps from a node through the tail that begins with another and home to the node's depot, less
 * those through the tail to its own. */
static int32_t steps_home(const khs_lanes *l, int32_t head, int32_t tail)
{
    const int32_t home = home_of(l, head);
    if (khs_is_depot(l, tail)) return khs_d(l->g, khs_id(l, head), home);
    const int32_t last = l->node[khs_lane_end(l, l->node[tail].route)].prev;
    return khs_way(l, head, tail) + khs_d(l->g, last, home) - l->node[last].way;
}

/* What the lane misses that runs to a node, and on through such a tail. */
static int32_t warp_home(const khs_lanes *l, int32_t head, int32_t tail)
{
    const khs_grid *g = l->g;
    const int32_t home = home_of(l, head);
    khs_warped all = l->times[head].before;
    int32_t last = khs_id(l, head);
    for (int32_t v = tail; !khs_is_depot(l, v); last = v, v = l->node[v].next)
        all = khs_warped_join(all, g->own[v], khs_t(g, last, v));
    all = khs_warped_join(all, g->own[home], khs_t(g, last, home));
    return khs_missed(g, l->node[head].route, all);
}

INLINE int32_t warp_on(const khs_lanes *l, int32_t head, int32_t tail, bool apart)
{
    return apart ? warp_home(l, head, tail) : khs_warp_through(l, head, NULL, 0, tail);
}

/* ---- 2-opt*: U goes on with Y, V with X ---- */

INLINE bool two_opt_star(khs_lanes *l, const khs_base *b, const target *t, int32_t steps,
                         const bool windows)
{
    const bool apart = different_homes(l, b->route, t->route);
    if (apart) steps = steps_home(l, b->u, t->y) + steps_home(l, t->v, b->x) - b->ux - t->vy;
    const khs_node *node = l->node;
    const khs_lane *lu = &l->lane[b->route], *lv = t->lane;
    int64_t delta = (int64_t)steps * KHS_SCALE;
    if (l->g->fixed) {
        const int32_t head_u = node[b->u].at, head_v = node[t->v].at;
        const int32_t used = (head_u + lv->count - head_v > 0) + (head_v + lu->count - head_u > 0) -
                             (lu->count > 0) - (lv->count > 0);
        delta += used * l->g->fixed * KHS_SCALE;
    }
    if (delta >= t->most) return false;
    const int32_t load = node[b->u].load + lv->load - node[t->v].load;
    int32_t warp = windows ? warp_on(l, b->u, t->y, apart) : 0;
    delta += khs_fine(l, load, warp) - lu->penalty;
    if (delta >= lv->penalty) return false;
    warp = windows ? warp_on(l, t->v, b->x, apart) : 0;
    delta += khs_fine(l, lu->load + lv->load - load, warp) - lv->penalty;
    if (delta >= 0) return false;
    const int32_t end_u = khs_lane_end(l, b->route), end_v = khs_lane_end(l, t->route),
                  last_u = node[end_u].prev, last_v = node[end_v].prev;
    const bool u_tail = b->x != end_u, v_tail = t->y != end_v;
    khs_link(l, b->u, v_tail ? t->y : end_u);
    if (v_tail) khs_link(l, last_v, end_u);
    khs_link(l, t->v, u_tail ? b->x : end_v);
    if (u_tail) khs_link(l, last_u, end_v);
    changed(l, b->route, t->route);
    return true;
}

/* Change of steps where U, on the way to V, ends at V's first visit and the lane of V begins with
 * U's last. */
static int32_t turned_apart(const khs_lanes *l, const khs_base *b, const target *t)
{
    const int32_t home_u = l->g->home[b->route], home_v = l->g->home[t->route];
    const int32_t first = khs_lane_start(l, t->route), v1 = l->node[first].next;
    int32_t steps = khs_way(l, b->u, t->v) - b->ux - t->vy;
    steps += khs_d(l->g, v1, home_u) - l->node[first].way;
    if (khs_is_depot(l, b->x)) return steps + khs_d(l->g, home_v, khs_id(l, t->y));
    const int32_t last = l->node[khs_lane_end(l, b->route)].prev;
    return steps + khs_way(l, b->x, t->y) + khs_d(l->g, home_v, last) - khs_d(l->g, last, home_u);
}

/* With reversal: U meets V, X meets Y; only where direction does not matter. */
static bool two_opt_turned(khs_lanes *l, const khs_base *b, const target *t, int32_t steps)
{
    if (different_homes(l, b->route, t->route)) steps = turned_apart(l, b, t);
    const khs_node *node = l->node;
    const khs_lane *lu = &l->lane[b->route], *lv = t->lane;
    int64_t delta = (int64_t)steps * KHS_SCALE;
    if (l->g->fixed && lu->count == node[b->u].at && lv->count == node[t->v].at)
        delta -= l->g->fixed * KHS_SCALE;
    if (delta >= t->most) return false;
    const int32_t load = node[b->u].load + node[t->v].load;
    delta += khs_fine(l, load, 0) + khs_fine(l, lu->load + lv->load - load, 0) - lu->penalty -
             lv->penalty;
    if (delta >= 0) return false;
    int32_t *list = l->span, count = 0;
    for (int32_t v = t->v; !khs_is_depot(l, v); v = node[v].prev) list[count++] = v;
    const int32_t turned = count;
    for (int32_t v = node[khs_lane_end(l, b->route)].prev; v != b->u; v = node[v].prev)
        list[count++] = v;
    khs_link_chain(l, b->u, list, turned, khs_lane_end(l, b->route));
    khs_link_chain(l, khs_lane_start(l, t->route), list + turned, count - turned, t->y);
    changed(l, b->route, t->route);
    return true;
}

/* ---- all of them ---- */

INLINE bool try_all(khs_lanes *l, const khs_base *b, int32_t v, const bool windows)
{
    target t = target_of(l, b, v);
    const int32_t iv = khs_id(l, v), iy = khs_id(l, t.y);
    const int32_t uv = b->from_u[iv], uy = b->from_u[iy], xv = b->from_x[iv], xy = b->from_x[iy];
    const bool chain = !khs_is_depot(l, b->x);
    if (v != b->p) {
        if (relocate(l, b, &t, b->gain[0] + uv + uy - t.vy, 1, false, windows)) return true;
        if (chain && v != b->x) {
            if (relocate(l, b, &t, b->gain[1] + uv + xy - t.vy, 2, false, windows) ||
                relocate(l, b, &t, b->gain[1] + xv + uy - t.vy, 2, true, windows))
                return true;
        }
        if (!t.start && v != b->x) {
            const int32_t pv = b->from_p[iv], uq = b->from_u[khs_id(l, t.q)];
            const int32_t common = pv + uq - b->pu - t.qv;
            const int32_t gain = l->node[v].gain;
            if (t.y != b->u && pull(l, b, &t, gain + uv + xv - b->ux, b->u, windows)) return true;
            if (pull(l, b, &t, gain + uv + pv - b->pu, b->p, windows)) return true;
            if (swap(l, b, &t, common + xv + uy - b->ux - t.vy, 1, 1, windows)) return true;
            if (!khs_is_depot(l, t.y) && t.y != b->p) {
                t.yy = l->node[t.y].next;
                if (swap(l, b, &t,
                         common + xy + b->from_u[khs_id(l, t.yy)] - b->ux - l->node[t.y].way, 1, 2,
                         windows))
                    return true;
            }
            if (chain && v != b->xx) {
                const int32_t xxv = b->from_xx[iv];
                if (swap(l, b, &t, common + xxv + xy - b->xxx - t.vy, 2, 1, windows)) return true;
                if (t.y != b->p && !khs_is_depot(l, t.y)) {
                    t.yy = l->node[t.y].next;
                    const int32_t xyy = b->from_x[khs_id(l, t.yy)], xxy = b->from_xx[iy],
                                  yyy = l->node[t.y].way;
                    if (swap(l, b, &t, common + xxy + xyy - b->xxx - yyy, 2, 2, windows))
                        return true;
                }
            }
        }
    }
    if (t.same)
        return !t.start && l->node[b->u].at < l->node[v].at && v != b->x &&
               two_opt(l, b, &t, uv + xy - b->ux - t.vy, windows);
    return (!windows && !t.start && two_opt_turned(l, b, &t, uv + xy - b->ux - t.vy)) ||
           two_opt_star(l, b, &t, uy + xv - b->ux - t.vy, windows);
}

static bool try_windows(khs_lanes *l, const khs_base *b, int32_t v)
{
    return try_all(l, b, v, true);
}

static bool try_free(khs_lanes *l, const khs_base *b, int32_t v) { return try_all(l, b, v, false); }

bool khs_move_towards(khs_lanes *l, const khs_base *b, int32_t v)
{
    return l->times ? try_windows(l, b, v) : try_free(l, b, v);
}
