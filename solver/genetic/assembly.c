/* Cycles and their application (see assembly.h). */
#include "assembly.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "homes.h"

enum { HOLE = -1 };

bool khs_assembler_init(const khs_grid *g, khs_assembler *x)
{
    const size_t n = (size_t)g->n + 1, fleet = (size_t)g->fleet, legs = 2 * (n + fleet) + 4;
    *x = (khs_assembler){.g = g};
    bool fine = true;
    for (int32_t k = 0; k < 2; k++) {
        x->rest[k] = calloc(2 * n, sizeof(int32_t));
        x->degree[k] = calloc(n, 1);
        x->depot[k] = calloc(2 * fleet, sizeof(int32_t));
        x->depot_count[k] = calloc((size_t)g->depots, sizeof(int32_t));
        x->seen[k] = calloc((size_t)g->stride, sizeof(int32_t));
        x->link[k] = calloc(n, sizeof(int32_t));
        fine = fine && x->rest[k] && x->degree[k] && x->depot[k] && x->depot_count[k] &&
               x->seen[k] && x->link[k];
    }
    x->path = calloc(2 * legs, sizeof(int32_t));
    x->cycle = calloc(2 * legs, sizeof(int32_t));
    x->begin = calloc(legs, sizeof(int32_t));
    x->lane = calloc(fleet + 1, sizeof(int32_t));
    x->visit = calloc(n, sizeof(int32_t));
    x->mark = calloc(n, sizeof(int32_t));
    x->lane_mark = calloc(fleet + 1, sizeof(int32_t));
    x->mixed = calloc(2 * fleet, sizeof(int32_t));
    x->ring = calloc(n, sizeof(int32_t));
    x->seed = calloc(4 * legs, sizeof(int32_t));
    return fine && x->path && x->cycle && x->begin && x->lane && x->visit && x->mark &&
           x->lane_mark && x->mixed && x->ring && x->seed;
}

void khs_assembler_free(khs_assembler *x)
{
    for (int32_t k = 0; k < 2; k++) {
        free(x->rest[k]);
        free(x->degree[k]);
        free(x->depot[k]);
        free(x->depot_count[k]);
        free(x->seen[k]);
        free(x->link[k]);
    }
    void *all[] = {x->path, x->cycle,     x->begin, x->lane, x->visit,
                   x->mark, x->lane_mark, x->mixed, x->ring, x->seed};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    memset(x, 0, sizeof *x);
}

/* ---- legs that are not common ---- */

static int32_t routes_used(const khs_grid *g, const khs_genome *a, int32_t depot)
{
    int32_t used = 0;
    for (int32_t r = g->first_lane[depot]; r < g->first_lane[depot + 1]; r++)
        used += a->start[r + 1] > a->start[r];
    return used;
}

static int32_t *depot_list(const khs_assembler *x, int32_t parent, int32_t depot)
{
    return x->depot[parent] + 2 * x->g->first_lane[depot];
}

static void add_depot_leg(khs_assembler *x, int32_t parent, int32_t row, int32_t other)
{
    const int32_t depot = khs_depot_at(x->g, row);
    depot_list(x, parent, depot)[x->depot_count[parent][depot]++] = other;
}

static inline void add_rest(khs_assembler *x, int32_t parent, int32_t visit, int32_t other)
{
    x->rest[parent][2 * visit + x->degree[parent][visit]++] = other;
    if (khs_is_depot_row(x->g, other)) add_depot_leg(x, parent, other, visit);
}

/* Every leg from `from` to `to` that only one of the two has. Directed: A's are found where they
 * leave, B's where they arrive; both at the depot likewise. */
static void list_directed(khs_assembler *x, const khs_genome *a, const khs_genome *b)
{
    const int32_t n = x->g->n;
    for (int32_t v = 1; v <= n; v++) {
        if (a->next[v] != b->next[v]) {
            x->rest[0][2 * v] = a->next[v];
            x->degree[0][v] = 1;
            if (khs_is_depot_row(x->g, b->next[v])) add_depot_leg(x, 1, b->next[v], v);
        }
        if (a->prev[v] != b->prev[v]) {
            x->rest[1][2 * v] = b->prev[v];
            x->degree[1][v] = 1;
            if (khs_is_depot_row(x->g, a->prev[v])) add_depot_leg(x, 0, a->prev[v], v);
        }
    }
}

static void list_undirected(khs_assembler *x, const khs_genome *a, const khs_genome *b)
{
    const int32_t n = x->g->n;
    for (int32_t v = 1; v <= n; v++) {
        const int32_t ends_a[2] = {a->prev[v], a->next[v]}, ends_b[2] = {b->prev[v], b->next[v]};
        bool common[2] = {false, false};
        for (int32_t i = 0; i < 2; i++) {
            int32_t j = 0;
            while (j < 2 && (common[j] || ends_b[j] != ends_a[i])) j++;
            if (j < 2)
                common[j] = true;
            else
                add_rest(x, 0, v, ends_a[i]);
        }
        for (int32_t j = 0; j < 2; j++)
            if (!common[j]) add_rest(x, 1, v, ends_b[j]);
    }
}

static void list_legs(khs_assembler *x, const khs_genome *a, const khs_genome *b)
{
    const khs_grid *g = x->g;
    for (int32_t k = 0; k < 2; k++) {
        memset(x->degree[k], 0, (size_t)g->n + 1);
        memset(x->depot_count[k], 0, sizeof(int32_t) * (size_t)g->depots);
        for (int32_t v = 0; v < g->stride; v++) x->seen[k][v] = -1;
    }
    if (g->windows) {
        list_directed(x, a, b);
    } else {
        list_undirected(x, a, b);
    }
    for (int32_t k = 0; k < g->depots; k++) {
        const int32_t more = routes_used(g, b, k) - routes_used(g, a, k), row = khs_row(g, k);
        for (int32_t i = 0; i < more; i++) add_depot_leg(x, 0, row, row);
        for (int32_t i = 0; i < -more; i++) add_depot_leg(x, 1, row, row);
    }
}

/* ---- cycles ---- */

static void strike(khs_assembler *x, int32_t parent, int32_t node, int32_t other)
{
    if (khs_is_depot_row(x->g, node)) {
        const int32_t depot = khs_depot_at(x->g, node);
        int32_t *list = depot_list(x, parent, depot), i = 0;
        while (list[i] != other) i++;
        list[i] = list[--x->depot_count[parent][depot]];
        return;
    }
    int32_t *list = &x->rest[parent][2 * node];
    if (list[0] == other) list[0] = list[1];
    x->degree[parent][node]--;
}

/* Takes a leg of the parent at a node; its other end. */
static int32_t take(khs_assembler *x, khs_rng *rng, int32_t parent, int32_t node)
{
    int32_t other;
    if (!khs_is_depot_row(x->g, node)) {
        const int32_t degree = x->degree[parent][node];
        assert(degree > 0);
        other = x->rest[parent][2 * node + (degree > 1 ? khs_rng_below(rng, 2) : 0)];
        strike(x, parent, node, other);
    } else {
        const int32_t depot = khs_depot_at(x->g, node);
        int32_t *list = depot_list(x, parent, depot), *count = &x->depot_count[parent][depot];
        assert(*count > 0);
        const int32_t i = khs_rng_below(rng, *count);
        other = list[i];
        list[i] = list[--*count];
        if (other == node) return node; /* an empty route has both ends here */
    }
    if (!x->g->windows) strike(x, parent, other, node);
    return other;
}

/* The part of the path from position j to its end at k, where it meets itself, becomes a cycle. */
static void close_cycle(khs_assembler *x, int32_t j, int32_t k)
{
    const int32_t *path = x->path;
    int32_t at = x->begin[x->cycles];
    for (int32_t i = j; i < k; i++) x->seen[i & 1][path[i]] = -1;
    if (k - j == 2) return; /* the same leg there and back */
    const int32_t turn = j & 1;
    for (int32_t i = j + turn; i < k; i++) x->cycle[at++] = path[i];
    if (turn) x->cycle[at++] = path[j];
    x->begin[++x->cycles] = at;
}

/* Walks from a node that has a leg of A left until the walk has come back to it. */
static void walk(khs_assembler *x, khs_rng *rng, int32_t from)
{
    int32_t k = 0;
    x->path[0] = from;
    x->seen[0][from] = 0;
    for (;;) {
        const int32_t node = take(x, rng, k & 1, x->path[k]);
        k++;
        const int32_t j = x->seen[k & 1][node];
        x->path[k] = node;
        if (j < 0) {
            x->seen[k & 1][node] = k;
            continue;
        }
        close_cycle(x, j, k);
        x->seen[j & 1][node] = j;
        k = j;
        if (j == 0) {
            x->seen[0][node] = -1;
            return;
        }
    }
}

void khs_assembly_begin(khs_assembler *x, khs_rng *rng, const khs_genome *a, const khs_genome *b)
{
    const int32_t n = x->g->n, first = khs_rng_below(rng, n);
    list_legs(x, a, b);
    x->cycles = 0;
    x->begin[0] = 0;
    for (int32_t i = 0; i < n; i++) {
        const int32_t v = 1 + (first + i) % n;
        while (x->degree[0][v]) walk(x, rng, v);
    }
    for (int32_t k = 0; k < x->g->depots; k++)
        while (x->depot_count[0][k]) walk(x, rng, khs_row(x->g, k));
}

/* ---- putting a child together ---- */

static void touch_lane(khs_assembler *x, const khs_lanes *l, int32_t r)
{
    if (x->lane_mark[r] == x->stamp) return;
    x->lane_mark[r] = x->stamp;
    x->lane[x->lanes++] = r;
    const int32_t end = khs_lane_end(l, r);
    for (int32_t v = l->node[khs_lane_start(l, r)].next; v != end; v = l->node[v].next) {
        x->visit[x->visits++] = v;
        x->link[0][v] = khs_id(l, l->node[v].prev);
        x->link[1][v] = khs_id(l, l->node[v].next);
    }
}

/* An empty route of A takes part. */
static void touch_empty(khs_assembler *x, const khs_lanes *l, int32_t depot)
{
    for (int32_t r = x->g->first_lane[depot]; r < x->g->first_lane[depot + 1]; r++) {
        if (l->lane[r].count || x->lane_mark[r] == x->stamp) continue;
        touch_lane(x, l, r);
        return;
    }
    assert(false);
}

static void unlink_at(khs_assembler *x, int32_t side, int32_t v, int32_t other)
{
    if (khs_is_depot_row(x->g, v)) return;
    if (!x->g->windows) side = x->link[0][v] == other ? 0 : 1;
    assert(x->link[side][v] == other);
    x->link[side][v] = HOLE;
}

static void link_at(khs_assembler *x, int32_t side, int32_t v, int32_t other)
{
    if (khs_is_depot_row(x->g, v)) return;
    if (!x->g->windows) side = x->link[0][v] == HOLE ? 0 : 1;
    assert(x->link[side][v] == HOLE);
    x->link[side][v] = other;
}

static void take_legs_out(khs_assembler *x, const khs_lanes *l, int32_t c)
{
    for (int32_t i = x->begin[c]; i < x->begin[c + 1]; i += 2) {
        const int32_t from = x->cycle[i], to = x->cycle[i + 1];
        const bool home = khs_is_depot_row(x->g, from), back = khs_is_depot_row(x->g, to);
        if (!home) touch_lane(x, l, l->node[from].route);
        if (!back) touch_lane(x, l, l->node[to].route);
        if (home && back) touch_empty(x, l, khs_depot_at(x->g, from));
        unlink_at(x, 1, from, to);
        unlink_at(x, 0, to, from);
    }
}

static void put_legs_in(khs_assembler *x, int32_t c)
{
    const int32_t first = x->begin[c], last = x->begin[c + 1];
    for (int32_t i = first + 1; i < last; i += 2) {
        const int32_t to = x->cycle[i], from = x->cycle[i + 1 < last ? i + 1 : first];
        link_at(x, 1, from, to);
        link_at(x, 0, to, from);
        if (!khs_is_depot_row(x->g, from)) x->seed[x->seeds++] = from;
        if (!khs_is_depot_row(x->g, to)) x->seed[x->seeds++] = to;
    }
}

/* The visits from `v` on, the first of a route or any of a ring, until a depot or v again: `to`. */
static int32_t follow(khs_assembler *x, int32_t v, int32_t *list, int32_t *to)
{
    const bool directed = x->g->windows;
    int32_t count = 0, side = directed || khs_is_depot_row(x->g, x->link[0][v]) ? 1 : 0;
    for (int32_t at = v;;) {
        x->mark[at] = x->stamp;
        list[count++] = at;
        const int32_t next = x->link[side][at];
        if (khs_is_depot_row(x->g, next) || next == v) {
            *to = next;
            return count;
        }
        if (!directed) side = x->link[0][next] == at ? 1 : 0;
        at = next;
    }
}

static bool begins_route(const khs_assembler *x, int32_t v)
{
    return khs_is_depot_row(x->g, x->link[0][v]) ||
           (!x->g->windows && khs_is_depot_row(x->g, x->link[1][v]));
}

/* A route that ends where it begins goes there. Others go, when those have their lanes, where they
 * cost least; who stands next to the depot then may have got a new neighbour. */
static void lay_lanes(khs_assembler *x, khs_lanes *l)
{
    int32_t mixed = 0;
    for (int32_t i = x->lanes - 1; i >= 0; i--) khs_lane_lay(l, x->lane[i], NULL, 0);
    for (int32_t i = 0; i < x->visits; i++) {
        const int32_t v = x->visit[i];
        if (x->mark[v] == x->stamp || !begins_route(x, v)) continue;
        const bool forward = khs_is_depot_row(x->g, x->link[0][v]);
        const int32_t from = x->link[forward ? 0 : 1][v];
        int32_t to;
        const int32_t count = follow(x, v, x->ring, &to);
        if (to == from)
            khs_lane_lay(l, khs_empty_lane(l, khs_depot_at(x->g, from)), x->ring, count);
        else
            x->mixed[mixed++] = v;
    }
    while (mixed) {
        int32_t to;
        const int32_t count = follow(x, x->mixed[--mixed], x->ring, &to);
        khs_lane_lay(l, khs_home_for(l, x->ring, count), x->ring, count);
        x->seed[x->seeds++] = x->ring[0];
        x->seed[x->seeds++] = x->ring[count - 1];
    }
}

/* ---- rings ---- */

/* Where a ring is let into a lane: between `before` and the node after it, from ring[first] on. */
typedef struct opening {
    int64_t cost;
    int32_t before, first;
    bool reversed;
} opening;

/* Lays the ring down from position `first` on, forwards or backwards. */
static void unroll(const int32_t *ring, int32_t count, int32_t first, bool reversed, int32_t *list)
{
    for (int32_t k = 0; k < count; k++)
        list[k] = ring[(first + (reversed ? count - k : k)) % count];
}

static void consider(khs_assembler *x, khs_lanes *l, int32_t count, int32_t load, int32_t before,
                     int32_t first, bool reversed, opening *best)
{
    const int32_t after = l->node[before].next;
    const int32_t head = x->ring[first],
                  tail = x->ring[(first + (reversed ? 1 : count - 1)) % count];
    int64_t cost = (khs_way(l, before, head) + khs_way(l, tail, after) - khs_way(l, tail, head) -
                    khs_way(l, before, after)) *
                   KHS_SCALE;
    const khs_lane *lane = &l->lane[l->node[before].route];
    if (!lane->count) cost += x->g->fixed * KHS_SCALE;
    cost += khs_fine(l, lane->load + load, 0) - khs_fine(l, lane->load, 0);
    if (cost >= best->cost) return;
    if (x->g->windows) {
        unroll(x->ring, count, first, reversed, l->span);
        cost += khs_fine(l, 0, khs_warp_through(l, before, l->span, count, after)) -
                khs_fine(l, 0, lane->warp);
        if (cost >= best->cost) return;
    }
    *best = (opening){cost, before, first, reversed};
}

static void let_ring_in(khs_assembler *x, khs_lanes *l, int32_t count)
{
    const khs_grid *g = x->g;
    opening best = {.cost = INT64_MAX};
    int32_t load = 0;
    for (int32_t i = 0; i < count; i++) load += g->load[x->ring[i]];
    for (int32_t i = 0; i < count; i++) {
        const int32_t v = x->ring[i];
        for (int32_t k = 0; k < g->near; k++) {
            const int32_t w = g->near_of[v * g->near + k];
            if (l->node[w].route < 0) continue;
            consider(x, l, count, load, w, i, false, &best);
            consider(x, l, count, load, l->node[w].prev, (i + 1) % count, false, &best);
            if (g->windows) continue;
            consider(x, l, count, load, w, i, true, &best);
            consider(x, l, count, load, l->node[w].prev, (i + count - 1) % count, true, &best);
        }
    }
    for (int32_t r = 0; best.cost == INT64_MAX && r < g->fleet; r++)
        consider(x, l, count, load, khs_lane_start(l, r), 0, false, &best);
    const int32_t after = l->node[best.before].next, r = l->node[best.before].route;
    unroll(x->ring, count, best.first, best.reversed, l->span);
    int32_t last = best.before;
    for (int32_t i = 0; i < count; i++) {
        khs_link(l, last, l->span[i]);
        last = l->span[i];
    }
    khs_link(l, last, after);
    khs_lane_update(l, r);
    const int32_t ends[4] = {best.before, l->span[0], l->span[count - 1], after};
    for (int32_t i = 0; i < 4; i++)
        if (!khs_is_depot(l, ends[i])) x->seed[x->seeds++] = ends[i];
}

static void let_rings_in(khs_assembler *x, khs_lanes *l)
{
    for (int32_t i = 0; i < x->visits; i++)
        if (x->mark[x->visit[i]] != x->stamp) l->node[x->visit[i]].route = -1;
    for (int32_t i = 0; i < x->visits; i++) {
        const int32_t v = x->visit[i];
        int32_t to;
        if (x->mark[v] != x->stamp) let_ring_in(x, l, follow(x, v, x->ring, &to));
    }
}

void khs_assembly_apply(khs_assembler *x, khs_lanes *l, const int32_t *cycles, int32_t count)
{
    x->stamp++;
    x->lanes = x->visits = x->seeds = 0;
    l->clock++;
    for (int32_t i = 0; i < count; i++) take_legs_out(x, l, cycles[i]);
    for (int32_t i = 0; i < count; i++) put_legs_in(x, cycles[i]);
    lay_lanes(x, l);
    let_rings_in(x, l);
}
