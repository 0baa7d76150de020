/* Education: relocate, swap, 2-opt, 2-opt* over granular neighbours, then SWAP*, until nothing
 * improves (Vidal 2022). U and V are visits, X and Y follow them, P and Q precede them. */
#include "educate.h"

#include <stdlib.h>
#include <string.h>

#include "lanes.h"

bool khs_educator_init(const khs_grid *g, khs_rng *rng, khs_educator *e)
{
    const size_t nodes = (size_t)(g->n + 1 + 2 * g->fleet), lanes = (size_t)g->fleet;
    *e = (khs_educator){.g = g, .rng = rng, .load_price = KHS_SCALE, .warp_price = KHS_SCALE};
    e->node = calloc(nodes, sizeof *e->node);
    e->lane = calloc(lanes, sizeof *e->lane);
    e->order = calloc((size_t)g->n + 1, sizeof(int32_t));
    e->lanes = calloc(lanes, sizeof(int32_t));
    e->gain = calloc((size_t)g->n + 1, sizeof(int64_t));
    e->places = calloc(lanes * ((size_t)g->n + 1), sizeof *e->places);
    e->span = calloc((size_t)g->n + 8, sizeof(int32_t));
    if (!e->node || !e->lane || !e->order || !e->lanes || !e->gain || !e->places || !e->span)
        return false;
    for (int32_t v = 1; v <= g->n; v++) e->order[v - 1] = v;
    for (int32_t r = 0; r < g->fleet; r++) e->lanes[r] = r;
    return true;
}

void khs_educator_free(khs_educator *e)
{
    void *all[] = {e->node, e->lane, e->order, e->lanes, e->gain, e->places, e->span};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    memset(e, 0, sizeof *e);
}

void khs_lane_update(khs_educator *e, int32_t r)
{
    const khs_grid *g = e->g;
    const int32_t start = khs_lane_start(e, r), end = khs_lane_end(e, r);
    khs_lane *lane = &e->lane[r];
    khs_stop_node *node = e->node;
    int32_t at = 0;
    int64_t load = 0;
    node[start].route = node[end].route = r;
    node[start].at = 0;
    node[start].load = 0;
    node[start].before = g->own[0];
    for (int32_t v = node[start].next, p = start; v != end; p = v, v = node[v].next) {
        load += g->load[v];
        node[v].route = r;
        node[v].at = ++at;
        node[v].load = load;
        if (g->windows)
            node[v].before = khs_warped_join(node[p].before, g->own[v], khs_t(g, khs_id(e, p), v));
    }
    const int32_t last = node[end].prev;
    node[end].at = at + 1;
    node[end].load = load;
    node[end].after = g->own[0];
    if (g->windows) {
        node[end].before =
            khs_warped_join(node[last].before, g->own[0], khs_t(g, khs_id(e, last), 0));
        for (int32_t v = last, nx = end; v != start; nx = v, v = node[v].prev)
            node[v].after = khs_warped_join(g->own[v], node[nx].after, khs_t(g, v, khs_id(e, nx)));
    }
    const int32_t first = node[start].next;
    node[start].after = g->windows && first != end
                            ? khs_warped_join(g->own[0], node[first].after, khs_t(g, 0, first))
                            : g->own[0];
    lane->count = at;
    lane->load = load;
    lane->warp = g->windows ? node[end].before.warp : 0;
    lane->penalty = khs_fine(e, load, lane->warp);
    lane->changed = e->clock;
}

static void load_genome(khs_educator *e, const khs_genome *genome)
{
    for (int32_t r = 0; r < e->g->fleet; r++) {
        int32_t last = khs_lane_start(e, r);
        for (int32_t i = genome->start[r]; i < genome->start[r + 1]; i++) {
            khs_link(e, last, genome->visit[i]);
            last = genome->visit[i];
        }
        khs_link(e, last, khs_lane_end(e, r));
        khs_lane_update(e, r);
        e->lane[r].star = -1;
        for (int32_t v = 1; v <= e->g->n; v++) e->places[(int64_t)r * e->g->stride + v].when = -1;
    }
    for (int32_t v = 1; v <= e->g->n; v++) e->node[v].tested = -1;
}

static void store_genome(const khs_educator *e, khs_genome *genome)
{
    int32_t count = 0;
    for (int32_t r = 0; r < e->g->fleet; r++) {
        genome->start[r] = count;
        for (int32_t v = e->node[khs_lane_start(e, r)].next; v != khs_lane_end(e, r);
             v = e->node[v].next)
            genome->visit[count++] = v;
    }
    genome->start[e->g->fleet] = count;
    khs_genome_price(e->g, genome);
}

void khs_genome_price(const khs_grid *g, khs_genome *genome)
{
    genome->length = genome->overload = genome->warp = 0;
    for (int32_t r = 0; r < g->fleet; r++) {
        const int32_t first = genome->start[r], end = genome->start[r + 1];
        if (first == end) continue;
        khs_warped all = g->own[0];
        int64_t load = 0;
        int32_t last = 0;
        for (int32_t i = first; i <= end; i++) {
            const int32_t v = i < end ? genome->visit[i] : 0;
            genome->length += khs_d(g, last, v);
            if (g->windows) all = khs_warped_join(all, g->own[v], khs_t(g, last, v));
            load += g->load[v];
            last = v;
        }
        genome->length += g->fixed;
        if (load > g->capacity) genome->overload += load - g->capacity;
        if (g->windows) genome->warp += all.warp;
    }
}

/* ---- moves of U towards V ---- */

typedef struct pair {
    int32_t u, x, p, v, y, q; /* P U X ... Q V Y */
    int32_t ru, rv;
    khs_lane *lu, *lv;
} pair;

static pair look(khs_educator *e, int32_t u, int32_t v)
{
    const khs_stop_node *n = e->node;
    return (pair){u,
                  n[u].next,
                  n[u].prev,
                  v,
                  n[v].next,
                  n[v].prev,
                  n[u].route,
                  n[v].route,
                  &e->lane[n[u].route],
                  &e->lane[n[v].route]};
}

/* Opening and emptying a lane costs and saves its price. */
static int64_t lane_price(const khs_educator *e, const pair *c, int32_t from_u, int32_t to_u)
{
    if (!e->g->fixed || c->ru == c->rv) return 0;
    int64_t price = 0;
    if (c->lu->count - from_u + to_u == 0) price -= e->g->fixed;
    if (c->lv->count == 0) price += e->g->fixed;
    return price * KHS_SCALE;
}

static int32_t collect_span(const khs_educator *e, int32_t from, int32_t to, int32_t *list)
{
    int32_t count = 0;
    for (int32_t v = from;; v = e->node[v].next) {
        list[count++] = v;
        if (v == to) return count;
    }
}

/* Penalty of a lane rebuilt between two of its nodes. */
static int64_t span_fine(const khs_educator *e, const khs_lane *lane, int32_t pre,
                         const int32_t *list, int32_t count, int32_t post)
{
    return khs_fine(e, lane->load, khs_warp_through(e, pre, list, count, post));
}

/* Relocates `chain` (1 or 2 visits from U on, maybe reversed) behind V. */
static bool relocate(khs_educator *e, const pair *c, int32_t length, bool reversed)
{
    const int32_t tail = length == 2 ? c->x : c->u, after = e->node[tail].next;
    if (c->v == c->p || c->u == c->y || (length == 2 && (c->v == c->x || khs_is_depot(e, c->x))))
        return false;
    const int32_t head = reversed ? tail : c->u, rear = reversed ? c->u : tail;
    int64_t delta = khs_way(e, c->p, after) - khs_way(e, c->p, c->u) - khs_way(e, tail, after) +
                    khs_way(e, c->v, head) + khs_way(e, rear, c->y) - khs_way(e, c->v, c->y);
    delta *= KHS_SCALE;
    delta += lane_price(e, c, length, 0);
    const int32_t chain[2] = {head, rear};
    if (c->ru != c->rv) {
        if (delta >= c->lu->penalty + c->lv->penalty) return false;
        const int64_t moved = e->g->load[c->u] + (length == 2 ? e->g->load[c->x] : 0);
        delta += khs_fine(e, c->lu->load - moved, khs_warp_through(e, c->p, NULL, 0, after)) -
                 c->lu->penalty;
        if (delta >= c->lv->penalty) return false;
        delta += khs_fine(e, c->lv->load + moved, khs_warp_through(e, c->v, chain, length, c->y)) -
                 c->lv->penalty;
    } else {
        if (delta >= c->lu->penalty) return false;
        int32_t *list = e->span, count = 0;
        if (e->g->windows) {
            if (e->node[c->u].at < e->node[c->v].at) {
                count = collect_span(e, after, c->v, list);
                for (int32_t i = 0; i < length; i++) list[count++] = chain[i];
                delta += span_fine(e, c->lu, c->p, list, count, c->y) - c->lu->penalty;
            } else {
                for (int32_t i = 0; i < length; i++) list[count++] = chain[i];
                count += collect_span(e, c->y, c->p, list + count);
                delta += span_fine(e, c->lu, c->v, list, count, after) - c->lu->penalty;
            }
        }
    }
    if (delta >= 0) return false;
    khs_link(e, c->p, after);
    const int32_t y = e->node[c->v].next;
    khs_link(e, c->v, head);
    if (length == 2) khs_link(e, head, rear);
    khs_link(e, rear, y);
    return true;
}

/* Exchanges `a` visits from U on with `b` from V on. */
static bool exchange(khs_educator *e, const pair *c, int32_t a, int32_t b)
{
    const khs_stop_node *n = e->node;
    const int32_t ue = a == 2 ? c->x : c->u, ve = b == 2 ? c->y : c->v;
    if (khs_is_depot(e, c->v) || khs_is_depot(e, ue) || khs_is_depot(e, ve)) return false;
    if (a == b && c->u > c->v) return false;
    const int32_t un = n[ue].next, vn = n[ve].next;
    if (c->v == c->p || c->v == un || c->u == vn || c->v == c->x || c->u == c->y ||
        (a == 2 && c->x == c->v))
        return false;
    if (c->ru == c->rv && (un == c->v || vn == c->u)) return false;
    int64_t delta = khs_way(e, c->p, c->v) + khs_way(e, ve, un) - khs_way(e, c->p, c->u) -
                    khs_way(e, ue, un) + khs_way(e, c->q, c->u) + khs_way(e, ue, vn) -
                    khs_way(e, c->q, c->v) - khs_way(e, ve, vn);
    delta *= KHS_SCALE;
    const int32_t us[2] = {c->u, ue}, vs[2] = {c->v, ve};
    if (c->ru != c->rv) {
        if (delta >= c->lu->penalty + c->lv->penalty) return false;
        const int64_t lu = e->g->load[c->u] + (a == 2 ? e->g->load[ue] : 0),
                      lv = e->g->load[c->v] + (b == 2 ? e->g->load[ve] : 0);
        delta += khs_fine(e, c->lu->load - lu + lv, khs_warp_through(e, c->p, vs, b, un)) -
                 c->lu->penalty;
        if (delta >= c->lv->penalty) return false;
        delta += khs_fine(e, c->lv->load - lv + lu, khs_warp_through(e, c->q, us, a, vn)) -
                 c->lv->penalty;
    } else {
        if (delta >= c->lu->penalty) return false;
        if (e->g->windows) {
            const bool u_first = n[c->u].at < n[c->v].at;
            int32_t *list = e->span, count = 0;
            for (int32_t i = 0; i < (u_first ? b : a); i++) list[count++] = u_first ? vs[i] : us[i];
            count += collect_span(e, u_first ? un : vn, u_first ? c->q : c->p, list + count);
            for (int32_t i = 0; i < (u_first ? a : b); i++) list[count++] = u_first ? us[i] : vs[i];
            delta += span_fine(e, c->lu, u_first ? c->p : c->q, list, count, u_first ? vn : un) -
                     c->lu->penalty;
        }
    }
    if (delta >= 0) return false;
    khs_link(e, c->p, c->v);
    khs_link(e, ve, un);
    khs_link(e, c->q, c->u);
    khs_link(e, ue, vn);
    return true;
}

/* 2-opt: X ... V turned round. */
static bool two_opt(khs_educator *e, const pair *c)
{
    const khs_stop_node *n = e->node;
    if (c->ru != c->rv || n[c->u].at >= n[c->v].at || c->x == c->v) return false;
    int64_t delta = (khs_way(e, c->u, c->v) + khs_way(e, c->x, c->y) - khs_way(e, c->u, c->x) -
                     khs_way(e, c->v, c->y)) *
                    KHS_SCALE;
    if (delta >= c->lu->penalty) return false;
    int32_t *list = e->span, count = 0;
    for (int32_t v = c->v; v != c->u; v = n[v].prev) list[count++] = v;
    if (e->g->windows) delta += span_fine(e, c->lu, c->u, list, count, c->y) - c->lu->penalty;
    if (delta >= 0) return false;
    int32_t last = c->u;
    for (int32_t i = 0; i < count; i++) {
        khs_link(e, last, list[i]);
        last = list[i];
    }
    khs_link(e, last, c->y);
    return true;
}

/* 2-opt*: U goes on with Y, V with X. */
static bool two_opt_star(khs_educator *e, const pair *c)
{
    const khs_stop_node *n = e->node;
    if (c->ru == c->rv) return false;
    int64_t delta = (khs_way(e, c->u, c->y) + khs_way(e, c->v, c->x) - khs_way(e, c->u, c->x) -
                     khs_way(e, c->v, c->y)) *
                    KHS_SCALE;
    const int32_t head_u = n[c->u].at, head_v = n[c->v].at, tail_u = c->lu->count - head_u,
                  tail_v = c->lv->count - head_v;
    if (e->g->fixed) {
        const int32_t used =
            (head_u + tail_v > 0) + (head_v + tail_u > 0) - (c->lu->count > 0) - (c->lv->count > 0);
        delta += used * e->g->fixed * KHS_SCALE;
    }
    if (delta >= c->lu->penalty + c->lv->penalty) return false;
    const int64_t load_u = n[c->u].load + c->lv->load - n[c->v].load,
                  load_v = n[c->v].load + c->lu->load - n[c->u].load;
    delta += khs_fine(e, load_u, khs_warp_through(e, c->u, NULL, 0, c->y)) +
             khs_fine(e, load_v, khs_warp_through(e, c->v, NULL, 0, c->x)) - c->lu->penalty -
             c->lv->penalty;
    if (delta >= 0) return false;
    const int32_t end_u = khs_lane_end(e, c->ru), end_v = khs_lane_end(e, c->rv),
                  last_u = n[end_u].prev, last_v = n[end_v].prev;
    const bool u_tail = c->x != end_u, v_tail = c->y != end_v;
    khs_link(e, c->u, v_tail ? c->y : end_u);
    if (v_tail) khs_link(e, last_v, end_u);
    khs_link(e, c->v, u_tail ? c->x : end_v);
    if (u_tail) khs_link(e, last_u, end_v);
    return true;
}

/* 2-opt* with reversal: U meets V, X meets Y; only where direction does not matter. */
static bool two_opt_star_reversed(khs_educator *e, const pair *c)
{
    const khs_stop_node *n = e->node;
    if (c->ru == c->rv || e->g->windows || khs_is_depot(e, c->v)) return false;
    int64_t delta = (khs_way(e, c->u, c->v) + khs_way(e, c->x, c->y) - khs_way(e, c->u, c->x) -
                     khs_way(e, c->v, c->y)) *
                    KHS_SCALE;
    const int32_t tail_u = c->lu->count - n[c->u].at, tail_v = c->lv->count - n[c->v].at;
    if (e->g->fixed && tail_u + tail_v == 0) delta -= e->g->fixed * KHS_SCALE;
    if (delta >= c->lu->penalty + c->lv->penalty) return false;
    const int64_t load_u = n[c->u].load + n[c->v].load, load_v = c->lu->load + c->lv->load - load_u;
    delta += khs_fine(e, load_u, 0) + khs_fine(e, load_v, 0) - c->lu->penalty - c->lv->penalty;
    if (delta >= 0) return false;
    int32_t *list = e->span, count = 0, split;
    for (int32_t v = c->v; !khs_is_depot(e, v); v = n[v].prev)
        list[count++] = v; /* V back to its start: goes behind U */
    split = count;
    for (int32_t v = n[khs_lane_end(e, c->ru)].prev; v != c->u && !khs_is_depot(e, v);
         v = n[v].prev)
        list[count++] = v;
    int32_t last = c->u;
    for (int32_t i = 0; i < split; i++, last = list[i - 1]) khs_link(e, last, list[i]);
    khs_link(e, last, khs_lane_end(e, c->ru));
    last = khs_lane_start(e, c->rv);
    for (int32_t i = split; i < count; i++, last = list[i - 1]) khs_link(e, last, list[i]);
    khs_link(e, last, c->y);
    return true;
}

/* All moves of U towards V; true if one was done. */
static bool try_pair(khs_educator *e, int32_t u, int32_t v)
{
    const pair c = look(e, u, v);
    const bool done = relocate(e, &c, 1, false) || relocate(e, &c, 2, false) ||
                      relocate(e, &c, 2, true) || exchange(e, &c, 1, 1) || exchange(e, &c, 2, 1) ||
                      exchange(e, &c, 2, 2) || two_opt(e, &c) || two_opt_star_reversed(e, &c) ||
                      two_opt_star(e, &c);
    if (!done) return false;
    e->clock++;
    khs_lane_update(e, c.ru);
    if (c.rv != c.ru) khs_lane_update(e, c.rv);
    return true;
}

/* Towards the depot at the head of a lane, empty or not. */
static bool try_depot(khs_educator *e, int32_t u, int32_t start)
{
    const pair c = look(e, u, start);
    const bool done = relocate(e, &c, 1, false) || relocate(e, &c, 2, false) ||
                      relocate(e, &c, 2, true) || two_opt_star(e, &c);
    if (!done) return false;
    e->clock++;
    khs_lane_update(e, c.ru);
    if (c.rv != c.ru) khs_lane_update(e, c.rv);
    return true;
}

static void shuffle(khs_rng *rng, int32_t *list, int32_t count)
{
    for (int32_t i = count - 1; i > 0; i--) {
        const int32_t j = khs_rng_below(rng, i + 1), swap = list[i];
        list[i] = list[j];
        list[j] = swap;
    }
}

static int32_t empty_lane(const khs_educator *e)
{
    for (int32_t r = 0; r < e->g->fleet; r++)
        if (!e->lane[r].count) return r;
    return -1;
}

/* One pass over all visits; true if anything changed. */
static bool pass(khs_educator *e, bool open_lanes)
{
    const khs_grid *g = e->g;
    bool changed = false;
    for (int32_t i = 0; i < g->n; i++) {
        const int32_t u = e->order[i], tested = e->node[u].tested;
        e->node[u].tested = e->clock;
        for (int32_t k = 0; k < g->near; k++) {
            const int32_t v = g->near_of[u * g->near + k];
            if (khs_max(e->lane[e->node[u].route].changed, e->lane[e->node[v].route].changed) <=
                tested)
                continue;
            if (try_pair(e, u, v)) {
                changed = true;
                continue;
            }
            const int32_t q = e->node[v].prev;
            if (khs_is_depot(e, q) && try_depot(e, u, q)) changed = true;
        }
        const int32_t empty = open_lanes ? empty_lane(e) : -1;
        if (empty >= 0 && try_depot(e, u, khs_lane_start(e, empty))) changed = true;
    }
    return changed;
}

/* Whether some visit of lane a has one of lane b among its nearest. */
static bool lanes_touch(const khs_educator *e, int32_t a, int32_t b)
{
    for (int32_t v = e->node[khs_lane_start(e, a)].next; !khs_is_depot(e, v); v = e->node[v].next)
        for (int32_t k = 0; k < 10 && k < e->g->near; k++)
            if (e->node[e->g->near_of[v * e->g->near + k]].route == b) return true;
    return false;
}

static bool star_pass(khs_educator *e)
{
    const int32_t fleet = e->g->fleet;
    bool changed = false;
    for (int32_t i = 0; i < fleet; i++) {
        const int32_t a = e->lanes[i], tested = e->lane[a].star;
        e->lane[a].star = e->clock;
        for (int32_t b = 0; b < fleet; b++) {
            if (a >= b || !e->lane[a].count || !e->lane[b].count) continue;
            if (khs_max(e->lane[a].changed, e->lane[b].changed) <= tested || !lanes_touch(e, a, b))
                continue;
            changed |= khs_swap_star(e, a, b);
        }
    }
    return changed;
}

void khs_educate(khs_educator *e, khs_genome *genome)
{
    e->clock = 0;
    load_genome(e, genome);
    shuffle(e->rng, e->order, e->g->n);
    shuffle(e->rng, e->lanes, e->g->fleet);
    e->clock = 1;
    for (int32_t r = 0; r < e->g->fleet; r++) e->lane[r].changed = 1;
    bool first = true;
    for (;;) {
        bool changed = pass(e, !first);
        while (changed) changed = pass(e, true);
        if (first) {
            first = false;
            if (pass(e, true)) continue;
        }
        if (!star_pass(e)) break;
    }
    store_genome(e, genome);
}
