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
    c->seed = calloc(3 * n, sizeof(int32_t));
    return c->tour && c->other && c->taken && c->potential && c->from && c->rank && c->key &&
           c->left && c->seed;
}

void khs_crosser_free(khs_crosser *c)
{
    void *all[] = {c->tour, c->other, c->taken, c->potential, c->from,
                   c->rank, c->key,   c->left,  c->seed};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    memset(c, 0, sizeof *c);
}

/* Cuts the giant tour into at most `fleet` routes, load up to 1.5 capacities at its price (Bellman;
 * windows are left to education). */
static void split(khs_crosser *c, int64_t load_price, khs_genome *child)
{
    const khs_grid *g = c->g;
    const int32_t n = g->n;
    for (int32_t i = 1; i <= n; i++) c->potential[i] = INT64_MAX / 2;
    c->potential[0] = 0;
    for (int32_t i = 0; i < n; i++) {
        int64_t load = 0, length = 0;
        for (int32_t j = i; j < n; j++) {
            const int32_t v = c->tour[j];
            load += g->load[v];
            if (2 * load > 3 * g->capacity && j > i) break;
            length += j == i ? khs_d(g, 0, v) : khs_d(g, c->tour[j - 1], v);
            const int64_t over = load > g->capacity ? load - g->capacity : 0;
            const int64_t cost = c->potential[i] +
                                 (length + khs_d(g, v, 0) + g->fixed) * KHS_SCALE +
                                 over * load_price / KHS_FINENESS;
            if (cost < c->potential[j + 1]) {
                c->potential[j + 1] = cost;
                c->from[j + 1] = i;
            }
        }
    }
    int32_t cuts = 0, *cut = c->left;
    for (int32_t j = n; j > 0; j = c->from[j]) cut[cuts++] = j;
    int32_t count = 0, r = 0, i = 0;
    for (; r < g->fleet && cuts; r++) {
        const int32_t until =
            r == g->fleet - 1 ? n : cut[--cuts]; /* too few vehicles: the last takes the rest,
                                                    education sorts it out */
        child->start[r] = count;
        for (; i < until; i++) child->visit[count++] = c->tour[i];
    }
    for (; r <= g->fleet; r++) child->start[r] = count;
    if (i < n) {
        for (; i < n; i++) child->visit[count++] = c->tour[i];
        child->start[g->fleet] = count;
    }
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
                  khs_genome *child)
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
    split(c, load_price, child);
}

void khs_cross_random(khs_crosser *c, int64_t load_price, khs_genome *child)
{
    const int32_t n = c->g->n;
    for (int32_t v = 1; v <= n; v++) c->tour[v - 1] = v;
    for (int32_t i = n - 1; i > 0; i--) {
        const int32_t j = khs_rng_below(c->rng, i + 1), swap = c->tour[i];
        c->tour[i] = c->tour[j];
        c->tour[j] = swap;
    }
    split(c, load_price, child);
}

/* ---- exchange of routes ---- */

static void append(khs_genome *child, int32_t r, const int32_t *visits, int32_t count)
{
    memcpy(child->visit + child->start[r], visits, sizeof(int32_t) * (size_t)count);
    child->start[r + 1] = child->start[r] + count;
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

static void insert_at(const khs_grid *g, khs_genome *child, int32_t position, int32_t route,
                      int32_t v)
{
    const int32_t total = child->start[g->fleet];
    memmove(child->visit + position + 1, child->visit + position,
            sizeof(int32_t) * (size_t)(total - position));
    child->visit[position] = v;
    for (int32_t r = route + 1; r <= g->fleet; r++) child->start[r]++;
}

/* Cheapest place by length, windows hinted by earliest and latest of the neighbours. */
static void insert_left(khs_crosser *c, khs_genome *child, int32_t v)
{
    const khs_grid *g = c->g;
    int64_t best = INT64_MAX;
    int32_t position = 0, route = 0;
    for (int32_t r = 0; r < g->fleet; r++) {
        for (int32_t i = child->start[r]; i <= child->start[r + 1]; i++) {
            const int32_t a = i > child->start[r] ? child->visit[i - 1] : 0,
                          b = i < child->start[r + 1] ? child->visit[i] : 0;
            if (!a && !b && r && child->start[r] == child->start[r - 1])
                continue; /* one empty route is like another */
            int64_t cost =
                khs_d(g, a, v) + khs_d(g, v, b) - khs_d(g, a, b) + (!a && !b ? g->fixed : 0);
            if (g->windows) {
                const int32_t there = g->own[a].earliest + g->own[a].duration + khs_t(g, a, v);
                cost += khs_max(there - g->own[v].latest, 0);
                const int32_t next =
                    khs_max(there, g->own[v].earliest) + g->own[v].duration + khs_t(g, v, b);
                cost += khs_max(next - g->own[b].latest, 0);
            }
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

void khs_cross_routes(khs_crosser *c, const khs_genome *a, const khs_genome *b, khs_genome *child)
{
    const khs_grid *g = c->g;
    const int32_t seed = khs_rng_between(c->rng, 1, g->n);
    const int32_t routes_a = flatten(c, a, seed, NULL);
    const int32_t most = khs_max(1, routes_a / 2), given = khs_rng_between(c->rng, 1, most);
    int32_t *kept = c->left, kept_count = 0;
    for (int32_t i = given; i < routes_a; i++) kept[kept_count++] = c->rank[i];
    const int32_t routes_b = flatten(c, b, seed, NULL);
    const int32_t come = khs_min(khs_min(given, routes_b), g->fleet - kept_count);
    memset(c->taken, 0, sizeof(bool) * (size_t)(g->n + 1));
    child->start[0] = 0;
    c->seeds = 0;
    int32_t r = 0;
    for (int32_t i = 0; i < kept_count; i++, r++) {
        const int32_t *visits = a->visit + a->start[kept[i]],
                      count = a->start[kept[i] + 1] - a->start[kept[i]];
        append(child, r, visits, count);
        for (int32_t k = 0; k < count; k++) c->taken[visits[k]] = true;
    }
    for (int32_t i = 0; i < come; i++, r++) {
        const int32_t from = c->rank[i], *visits = b->visit + b->start[from],
                      count = b->start[from + 1] - b->start[from];
        append_untaken(c, child, r, visits, count);
        for (int32_t k = child->start[r]; k < child->start[r + 1]; k++)
            c->taken[child->visit[k]] = true;
    }
    for (; r < g->fleet; r++) child->start[r + 1] = child->start[r];
    int32_t left = 0;
    for (int32_t v = 1; v <= g->n; v++)
        if (!c->taken[v]) c->other[left++] = v;
    for (int32_t i = left - 1; i >= 0; i--) {
        const int32_t j = khs_rng_below(c->rng, i + 1), v = c->other[j];
        c->other[j] = c->other[i];
        insert_left(c, child, v);
    }
    khs_genome_price(g, child);
}
