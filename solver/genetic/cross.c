/* Crossovers (see cross.h). */
#include "cross.h"

#include <stdlib.h>
#include <string.h>

bool khs_crosser_init(const khs_grid *g, khs_rng *rng, khs_crosser *c)
{
    const size_t n = (size_t)g->n + 2, fleet = 2 * (size_t)g->fleet;
    *c = (khs_crosser){.g = g, .rng = rng};
    c->tour = calloc(n, sizeof(int32_t));
    c->other = calloc(n, sizeof(int32_t));
    c->taken = calloc(n, sizeof(bool));
    c->potential = calloc(n, sizeof(int64_t));
    c->from = calloc(n, sizeof(int32_t));
    c->rank = calloc(fleet, sizeof(int32_t));
    c->key = calloc(fleet, sizeof(int64_t));
    c->left = calloc(n, sizeof(int32_t));
    c->route = calloc((size_t)g->fleet, sizeof *c->route);
    c->used = calloc((size_t)g->depots, sizeof(int32_t));
    c->seed = calloc(3 * n, sizeof(int32_t));
    return c->tour && c->other && c->taken && c->potential && c->from && c->rank && c->key &&
           c->left && c->route && c->used && c->seed;
}

void khs_crosser_free(khs_crosser *c)
{
    void *all[] = {c->tour, c->other, c->taken, c->potential, c->from, c->rank,
                   c->key,  c->left,  c->route, c->used,      c->seed};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    memset(c, 0, sizeof *c);
}

/* ---- routes to lanes ---- */

/* Steps from a depot and back to it. */
static inline int64_t depot_legs(const khs_grid *g, int32_t depot, int32_t first, int32_t last)
{
    const int32_t row = khs_row(g, depot);
    return (int64_t)khs_d(g, row, first) + khs_d(g, last, row);
}

static void clear_lanes(khs_crosser *c)
{
    memset(c->route, 0, sizeof *c->route * (size_t)c->g->fleet);
    memset(c->used, 0, sizeof(int32_t) * (size_t)c->g->depots);
}

static inline bool has_lane(const khs_crosser *c, int32_t depot)
{
    return c->g->first_lane[depot] + c->used[depot] < c->g->first_lane[depot + 1];
}

/* A route to the next lane of the depot (-1: of any), or of the nearest that has one. Asks for less
 * than `fleet` routes put before. */
static void put_route(khs_crosser *c, int32_t depot, const int32_t *visits, int32_t count,
                      bool foreign)
{
    const khs_grid *g = c->g;
    if (depot < 0 || !has_lane(c, depot)) {
        int64_t least = INT64_MAX;
        for (int32_t k = 0; k < g->depots; k++) {
            const int64_t legs = depot_legs(g, k, visits[0], visits[count - 1]);
            if (legs >= least || !has_lane(c, k)) continue;
            least = legs;
            depot = k;
        }
    }
    c->route[g->first_lane[depot] + c->used[depot]++] = (khs_cross_route){visits, count, foreign};
}

/* Without what is taken; who has lost a neighbour is a seed. */
static void append_untaken(khs_crosser *c, khs_genome *child, int32_t r, const int32_t *visits,
                           int32_t count)
{
    int32_t at = child->start[r];
    bool gap = false;
    for (int32_t i = 0; i < count; i++) {
        if (c->taken[visits[i]]) {
            if (!gap && at > child->start[r]) c->seed[c->seeds++] = child->visit[at - 1];
            gap = true;
            continue;
        }
        if (gap) c->seed[c->seeds++] = visits[i];
        gap = false;
        child->visit[at++] = visits[i];
    }
    child->start[r + 1] = at;
}

static void write_lanes(khs_crosser *c, khs_genome *child)
{
    child->start[0] = 0;
    for (int32_t r = 0; r < c->g->fleet; r++) {
        const khs_cross_route *route = &c->route[r];
        if (route->foreign) {
            append_untaken(c, child, r, route->visits, route->count);
            continue;
        }
        if (route->count)
            memcpy(child->visit + child->start[r], route->visits,
                   sizeof(int32_t) * (size_t)route->count);
        child->start[r + 1] = child->start[r] + route->count;
    }
}

/* ---- giant tours ---- */

/* A route growing out of the giant tour. */
typedef struct growth {
    int64_t load, length,
        ticks; /* ticks of driving and serving, from the first visit to the last */
} growth;

static int64_t price_growth(const khs_grid *g, const growth *x, int32_t first, int32_t last,
                            int64_t load_price, int64_t warp_price)
{
    int64_t least = INT64_MAX;
    for (int32_t k = 0; k < g->depots; k++) {
        if (g->first_lane[k] == g->first_lane[k + 1]) continue;
        const int32_t row = khs_row(g, k);
        const int64_t late =
            x->ticks + khs_t(g, row, first) + khs_t(g, last, row) - g->duty[g->first_lane[k]];
        const int64_t cost = depot_legs(g, k, first, last) * KHS_SCALE +
                             (late > 0 ? late * warp_price / KHS_FINENESS : 0);
        if (cost < least) least = cost;
    }
    const int64_t over = x->load > g->capacity ? x->load - g->capacity : 0;
    return least + (x->length + g->fixed) * KHS_SCALE + over * load_price / KHS_FINENESS;
}

/* What the cheapest routes up to each visit of the giant tour cost, and where the last one begins
 * (Bellman). */
static void find_cuts(khs_crosser *c, int64_t load_price, int64_t warp_price)
{
    const khs_grid *g = c->g;
    const int32_t n = g->n, *tour = c->tour;
    for (int32_t i = 1; i <= n; i++) c->potential[i] = INT64_MAX / 2;
    c->potential[0] = 0;
    for (int32_t i = 0; i < n; i++) {
        growth x = {0, 0, 0};
        for (int32_t j = i; j < n; j++) {
            const int32_t v = tour[j];
            x.load += g->load[v];
            if (2 * x.load > 3 * g->capacity && j > i) break;
            x.length += j == i ? 0 : khs_d(g, tour[j - 1], v);
            x.ticks += (j == i ? 0 : khs_t(g, tour[j - 1], v)) + g->own[v].duration;
            const int64_t cost =
                c->potential[i] + price_growth(g, &x, tour[i], v, load_price, warp_price);
            if (cost >= c->potential[j + 1]) continue;
            c->potential[j + 1] = cost;
            c->from[j + 1] = i;
        }
    }
}

/* Cuts the giant tour into at most `fleet` routes, load up to 1.5 capacities and duty at their
 * prices; windows are left to education. */
static void split(khs_crosser *c, int64_t load_price, int64_t warp_price, khs_genome *child)
{
    const khs_grid *g = c->g;
    find_cuts(c, load_price, warp_price);
    int32_t cuts = 0, *cut = c->left;
    for (int32_t j = g->n; j > 0; j = c->from[j]) cut[cuts++] = j;
    clear_lanes(c);
    for (int32_t i = 0, routes = 1; i < g->n; routes++) {
        /* too few vehicles: the last takes the rest, education sorts it out */
        const int32_t until = routes == g->fleet ? g->n : cut[--cuts];
        put_route(c, -1, c->tour + i, until - i, false);
        i = until;
    }
    write_lanes(c, child);
    khs_genome_price(g, child);
}

/* Where a route lies: its angle is unknown on road matrices, so routes are ranked by nearness to a
 * seed instead. */
static int32_t flatten(khs_crosser *c, const khs_genome *genome, int32_t seed, int32_t *tour)
{
    const khs_grid *g = c->g;
    int32_t routes = 0, count = 0;
    for (int32_t r = 0; r < g->fleet; r++) {
        const int32_t first = genome->start[r], end = genome->start[r + 1];
        if (first == end) continue;
        int64_t sum = 0;
        for (int32_t i = first; i < end; i++) sum += khs_d(g, seed, genome->visit[i]);
        c->rank[routes] = r;
        c->key[routes++] = sum / (end - first);
    }
    for (int32_t i = 1; i < routes; i++)
        for (int32_t j = i; j > 0 && c->key[j - 1] > c->key[j]; j--) {
            const int64_t key = c->key[j];
            const int32_t r = c->rank[j];
            c->key[j] = c->key[j - 1];
            c->rank[j] = c->rank[j - 1];
            c->key[j - 1] = key;
            c->rank[j - 1] = r;
        }
    for (int32_t i = 0; tour && i < routes; i++)
        for (int32_t k = genome->start[c->rank[i]]; k < genome->start[c->rank[i] + 1]; k++)
            tour[count++] = genome->visit[k];
    return routes;
}

void khs_cross_ox(khs_crosser *c, const khs_genome *a, const khs_genome *b, int64_t load_price,
                  int64_t warp_price, khs_genome *child)
{
    const int32_t n = c->g->n, seed = khs_rng_between(c->rng, 1, n);
    int32_t *first = c->left;
    flatten(c, a, seed, first);
    flatten(c, b, seed, c->other);
    const int32_t low = khs_rng_below(c->rng, n);
    int32_t high = khs_rng_below(c->rng, n);
    while (high == low && n > 1) high = khs_rng_below(c->rng, n);
    memset(c->taken, 0, sizeof(bool) * (size_t)(n + 1));
    int32_t at = low;
    for (;; at = (at + 1) % n) {
        c->tour[at] = first[at];
        c->taken[first[at]] = true;
        if (at == high) break;
    }
    for (int32_t k = 1; k <= n; k++) {
        const int32_t v = c->other[(high + k) % n];
        if (c->taken[v]) continue;
        at = (at + 1) % n;
        c->tour[at] = v;
    }
    split(c, load_price, warp_price, child);
}

void khs_cross_random(khs_crosser *c, int64_t load_price, int64_t warp_price, khs_genome *child)
{
    const int32_t n = c->g->n;
    for (int32_t v = 1; v <= n; v++) c->tour[v - 1] = v;
    for (int32_t i = n - 1; i > 0; i--) {
        const int32_t j = khs_rng_below(c->rng, i + 1), swap = c->tour[i];
        c->tour[i] = c->tour[j];
        c->tour[j] = swap;
    }
    split(c, load_price, warp_price, child);
}

/* ---- exchange of routes ---- */

static void insert_at(const khs_grid *g, khs_genome *child, int32_t position, int32_t route,
                      int32_t v)
{
    const int32_t total = child->start[g->fleet];
    memmove(child->visit + position + 1, child->visit + position,
            sizeof(int32_t) * (size_t)(total - position));
    child->visit[position] = v;
    for (int32_t r = route + 1; r <= g->fleet; r++) child->start[r]++;
}

/* What the visit costs there, by length; windows hinted by earliest and latest of the neighbours.
 */
static int64_t cost_between(const khs_grid *g, int32_t a, int32_t v, int32_t b)
{
    int64_t cost = khs_d(g, a, v) + khs_d(g, v, b) - khs_d(g, a, b);
    if (!g->windows) return cost;
    const int32_t there = g->own[a].earliest + g->own[a].duration + khs_t(g, a, v);
    cost += khs_max(there - g->own[v].latest, 0);
    const int32_t next = khs_max(there, g->own[v].earliest) + g->own[v].duration + khs_t(g, v, b);
    return cost + khs_max(next - g->own[b].latest, 0);
}

static void insert_left(khs_crosser *c, khs_genome *child, int32_t v)
{
    const khs_grid *g = c->g;
    int64_t best = INT64_MAX;
    int32_t position = 0, route = 0;
    for (int32_t r = 0; r < g->fleet; r++) {
        const int32_t first = child->start[r], end = child->start[r + 1], home = g->home[r];
        if (first == end && r > g->first_lane[g->depot_of[r]] && first == child->start[r - 1])
            continue; /* one empty route of a depot is like another */
        for (int32_t i = first; i <= end; i++) {
            const int32_t a = i > first ? child->visit[i - 1] : home,
                          b = i < end ? child->visit[i] : home;
            const int64_t cost = cost_between(g, a, v, b) + (first == end ? g->fixed : 0);
            if (cost >= best) continue;
            best = cost;
            position = i;
            route = r;
        }
    }
    insert_at(g, child, position, route, v);
    if (position > child->start[route]) c->seed[c->seeds++] = child->visit[position - 1];
    c->seed[c->seeds++] = v;
    if (position + 1 < child->start[route + 1]) c->seed[c->seeds++] = child->visit[position + 1];
}

static void put_from(khs_crosser *c, const khs_genome *parent, int32_t r, bool foreign)
{
    put_route(c, c->g->depot_of[r], parent->visit + parent->start[r],
              parent->start[r + 1] - parent->start[r], foreign);
}

static void insert_all_left(khs_crosser *c, khs_genome *child)
{
    int32_t left = 0;
    for (int32_t v = 1; v <= c->g->n; v++)
        if (!c->taken[v]) c->other[left++] = v;
    for (int32_t i = left - 1; i >= 0; i--) {
        const int32_t j = khs_rng_below(c->rng, i + 1), v = c->other[j];
        c->other[j] = c->other[i];
        insert_left(c, child, v);
    }
}

void khs_cross_routes(khs_crosser *c, const khs_genome *a, const khs_genome *b, khs_genome *child)
{
    const khs_grid *g = c->g;
    const int32_t seed = khs_rng_between(c->rng, 1, g->n);
    const int32_t routes_a = flatten(c, a, seed, NULL);
    const int32_t most = khs_max(1, routes_a / 2), given = khs_rng_between(c->rng, 1, most);
    memset(c->taken, 0, sizeof(bool) * (size_t)(g->n + 1));
    clear_lanes(c);
    c->seeds = 0;
    for (int32_t i = given; i < routes_a; i++) {
        const int32_t r = c->rank[i];
        put_from(c, a, r, false);
        for (int32_t k = a->start[r]; k < a->start[r + 1]; k++) c->taken[a->visit[k]] = true;
    }
    const int32_t kept = khs_max(routes_a - given, 0), routes_b = flatten(c, b, seed, NULL);
    const int32_t come = khs_min(khs_min(given, routes_b), g->fleet - kept);
    for (int32_t i = 0; i < come; i++) put_from(c, b, c->rank[i], true);
    write_lanes(c, child);
    for (int32_t k = 0; k < child->start[g->fleet]; k++) c->taken[child->visit[k]] = true;
    insert_all_left(c, child);
    khs_genome_price(g, child);
}
