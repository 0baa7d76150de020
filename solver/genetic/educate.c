/* Education: all moves over granular neighbours, then SWAP*, until nothing improves (Vidal 2022).
 */
#include "educate.h"

#include <stdlib.h>
#include <string.h>

#include "homes.h"
#include "towards.h"

enum {
    OPENED_MOST = 3, /* depots that a visit may open a lane of */
    STAR_NEAR = 10,  /* neighbours that make two lanes worth a SWAP* */
    STAR_MOST = 500  /* visits up to which a child educated in places sees SWAP*: in larger plans
                        more births are worth more */
};

bool khs_educator_init(const khs_grid *g, khs_rng *rng, khs_educator *e)
{
    const size_t n = (size_t)g->n + 1, fleet = (size_t)g->fleet;
    memset(e, 0, sizeof *e);
    e->rng = rng;
    e->order = calloc(n, sizeof(int32_t));
    e->lane_order = calloc(fleet, sizeof(int32_t));
    e->queue = calloc(n, sizeof(int32_t));
    e->queued = calloc(n, sizeof(bool));
    const bool lanes = khs_lanes_init(g, &e->lanes), star = khs_star_places_init(g, &e->star);
    if (!lanes || !star || !e->order || !e->lane_order || !e->queue || !e->queued) return false;
    return true;
}

void khs_educator_free(khs_educator *e)
{
    khs_lanes_free(&e->lanes);
    khs_star_places_free(&e->star);
    void *all[] = {e->order, e->lane_order, e->queue, e->queued};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    memset(e, 0, sizeof *e);
}

/* The numbers from `first` on in random order. */
static void shuffle(khs_rng *rng, int32_t first, int32_t *list, int32_t count)
{
    for (int32_t i = 0; i < count; i++) list[i] = first + i;
    for (int32_t i = count - 1; i > 0; i--) {
        const int32_t j = khs_rng_below(rng, i + 1), swap = list[i];
        list[i] = list[j];
        list[j] = swap;
    }
}

static inline bool changed_since(const khs_lanes *l, int32_t a, int32_t b, int64_t clock)
{
    return l->lane[a].changed > clock || l->lane[b].changed > clock;
}

/* Empty lanes worth a move of the visit: one of each of its nearest depots that have any. */
static int32_t list_empty(const khs_lanes *l, int32_t u, int32_t *lanes)
{
    const int32_t *near = l->g->depots_of + (int64_t)u * l->g->depots;
    int32_t count = 0;
    for (int32_t i = 0; i < l->g->depots && count < OPENED_MOST; i++) {
        const int32_t r = khs_empty_lane(l, near[i]);
        if (r >= 0) lanes[count++] = r;
    }
    return count;
}

/* ---- all visits ---- */

/* All moves of one visit that were not tested since its lane or the other changed. */
static bool improve(khs_educator *e, int32_t u, bool open_lanes)
{
    khs_lanes *l = &e->lanes;
    const khs_grid *g = l->g;
    const int64_t tested = l->node[u].tested;
    const int32_t *near = g->near_of + (int64_t)u * g->near;
    bool changed = false, known = false;
    khs_base base;
    l->node[u].tested = l->clock;
    for (int32_t k = 0; k < g->near; k++) {
        const int32_t v = near[k];
        if (!changed_since(l, l->node[u].route, l->node[v].route, tested)) continue;
        const int32_t q = l->node[v].prev;
        if (!known) base = khs_base_of(l, u);
        known = true;
        if (khs_move_towards(l, &base, v) ||
            (khs_is_depot(l, q) && khs_move_towards(l, &base, q))) {
            changed = true;
            base = khs_base_of(l, u);
        }
    }
    int32_t lanes[OPENED_MOST];
    const int32_t empty = known && open_lanes ? list_empty(l, u, lanes) : 0;
    for (int32_t k = 0; k < empty; k++)
        if (khs_move_towards(l, &base, khs_lane_start(l, lanes[k]))) return true;
    return changed;
}

static bool pass(khs_educator *e, bool open_lanes)
{
    bool changed = false;
    for (int32_t i = 0; i < e->lanes.g->n; i++) changed |= improve(e, e->order[i], open_lanes);
    return changed;
}

/* Whether some visit of lane a has one of lane b among its nearest. */
static bool lanes_touch(const khs_lanes *l, int32_t a, int32_t b)
{
    const khs_grid *g = l->g;
    for (int32_t v = l->node[khs_lane_start(l, a)].next; !khs_is_depot(l, v); v = l->node[v].next)
        for (int32_t k = 0; k < STAR_NEAR && k < g->near; k++)
            if (l->node[g->near_of[v * g->near + k]].route == b) return true;
    return false;
}

/* Whole routes to other depots. */
static bool home_pass(khs_educator *e)
{
    khs_lanes *l = &e->lanes;
    bool changed = false;
    for (int32_t i = 0; l->g->depots > 1 && i < l->g->fleet; i++) {
        khs_lane *lane = &l->lane[e->lane_order[i]];
        if (!lane->count || lane->homed >= lane->changed) continue;
        lane->homed = l->clock;
        changed |= khs_rehome(l, e->lane_order[i]) >= 0;
    }
    return changed;
}

static bool star_pass(khs_educator *e)
{
    khs_lanes *l = &e->lanes;
    const int32_t fleet = l->g->fleet;
    bool changed = false;
    for (int32_t i = 0; i < fleet; i++) {
        const int32_t a = e->lane_order[i];
        const int64_t tested = l->lane[a].star;
        l->lane[a].star = l->clock;
        for (int32_t b = 0; b < fleet; b++) {
            if (a >= b || !l->lane[a].count || !l->lane[b].count) continue;
            if (!changed_since(l, a, b, tested) || !lanes_touch(l, a, b)) continue;
            changed |= khs_swap_star(l, &e->star, a, b);
        }
    }
    return changed;
}

void khs_educate(khs_educator *e, khs_genome *genome)
{
    khs_lanes_load(&e->lanes, genome);
    shuffle(e->rng, 1, e->order, e->lanes.g->n);
    shuffle(e->rng, 0, e->lane_order, e->lanes.g->fleet);
    bool first = true;
    for (;;) {
        bool changed = pass(e, !first);
        while (changed) changed = pass(e, true);
        if (first) {
            first = false;
            if (pass(e, true)) continue;
        }
        if (home_pass(e)) continue;
        if (!star_pass(e)) break;
    }
    khs_lanes_store(&e->lanes, genome);
}

/* ---- around some visits ---- */

static void enqueue(khs_educator *e, int32_t v)
{
    if (khs_is_depot(&e->lanes, v) || e->queued[v]) return;
    e->queued[v] = true;
    e->queue[e->queued_count++] = v;
}

/* What stands around a node is to be tried again. */
static void enqueue_around(khs_educator *e, int32_t v)
{
    const khs_node *node = &e->lanes.node[v];
    enqueue(e, v);
    if (!khs_is_depot(&e->lanes, v) || v < khs_lane_end(&e->lanes, 0)) enqueue(e, node->next);
    if (!khs_is_depot(&e->lanes, v)) enqueue(e, node->prev);
}

/* Moves of u towards v; what they touch is queued, before and after. */
static bool improve_towards(khs_educator *e, const khs_base *base, int32_t v)
{
    khs_lanes *l = &e->lanes;
    const int32_t p = base->p, x = base->x, y = l->node[v].next;
    if (!khs_move_towards(l, base, v)) return false;
    enqueue_around(e, base->u);
    enqueue_around(e, v);
    enqueue(e, p);
    enqueue(e, x);
    enqueue(e, y);
    return true;
}

static void improve_around(khs_educator *e, int32_t u)
{
    khs_lanes *l = &e->lanes;
    const khs_grid *g = l->g;
    const int64_t tested = l->node[u].tested;
    const int32_t *near = g->near_of + (int64_t)u * g->near;
    l->node[u].tested = l->clock;
    khs_base base = khs_base_of(l, u);
    for (int32_t k = 0; k < g->near; k++) {
        const int32_t v = near[k];
        if (!changed_since(l, base.route, l->node[v].route, tested)) continue;
        const int32_t q = l->node[v].prev;
        if (improve_towards(e, &base, v) || (khs_is_depot(l, q) && improve_towards(e, &base, q)))
            base = khs_base_of(l, u);
    }
    int32_t lanes[OPENED_MOST];
    const int32_t empty = list_empty(l, u, lanes);
    for (int32_t k = 0; k < empty; k++)
        if (improve_towards(e, &base, khs_lane_start(l, lanes[k]))) return;
}

static void enqueue_lane(khs_educator *e, int32_t r)
{
    const khs_lanes *l = &e->lanes;
    for (int32_t v = l->node[khs_lane_start(l, r)].next; !khs_is_depot(l, v); v = l->node[v].next)
        enqueue(e, v);
}

/* Visits of lanes that miss something and have changed since. */
static void enqueue_penalised(khs_educator *e, int64_t clock)
{
    const khs_lanes *l = &e->lanes;
    for (int32_t r = 0; r < l->g->fleet; r++)
        if (l->lane[r].penalty && l->lane[r].changed > clock) enqueue_lane(e, r);
}

/* Lanes that have changed since to other depots; their ends are to be tried again there. */
static void home_around(khs_educator *e, int64_t clock)
{
    khs_lanes *l = &e->lanes;
    for (int32_t r = 0; l->g->depots > 1 && r < l->g->fleet; r++) {
        khs_lane *lane = &l->lane[r];
        if (!lane->count || lane->changed <= clock || lane->homed >= lane->changed) continue;
        lane->homed = l->clock;
        const int32_t there = khs_rehome(l, r);
        if (there < 0) continue;
        enqueue(e, l->node[khs_lane_start(l, there)].next);
        enqueue(e, l->node[khs_lane_end(l, there)].prev);
    }
}

/* SWAP* between lanes that have changed since and others. */
static void star_around(khs_educator *e, int64_t clock)
{
    khs_lanes *l = &e->lanes;
    for (int32_t a = 0; a < l->g->fleet; a++) {
        const int64_t tested = l->lane[a].star;
        if (l->lane[a].changed <= clock) continue;
        l->lane[a].star = l->clock;
        for (int32_t b = 0; b < l->g->fleet; b++) {
            if (b == a || !l->lane[a].count || !l->lane[b].count) continue;
            if (!changed_since(l, a, b, tested) || !lanes_touch(l, a, b)) continue;
            if (!khs_swap_star(l, &e->star, a, b)) continue;
            enqueue_lane(e, a);
            enqueue_lane(e, b);
        }
    }
}

void khs_educate_around(khs_educator *e, const int32_t *visits, int32_t count)
{
    const int64_t begun = e->lanes.clock - 1; /* the lanes that are laid out anew count */
    int64_t clock = 0;
    for (int32_t i = 0; i < count; i++) enqueue(e, visits[i]);
    do {
        while (e->queued_count) {
            const int32_t u = e->queue[--e->queued_count];
            e->queued[u] = false;
            improve_around(e, u);
        }
        const int64_t now = e->lanes.clock;
        enqueue_penalised(e, clock);
        clock = now;
        if (!e->queued_count) home_around(e, begun);
        if (!e->queued_count && e->lanes.g->n <= STAR_MOST) star_around(e, begun);
    } while (e->queued_count);
}
