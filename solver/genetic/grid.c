/* Dense copies for the genetic search (see grid.h). */
#include "grid.h"

#include <stdlib.h>
#include <string.h>

enum { NEAR_WINDOWS = 40, NEAR_FREE = 20 };

bool khs_grid_applies(const khs_scene *scene)
{
    const khs_problem *p = scene->p;
    if (!scene->plain || p->resources != 1 || p->measures != 1 || p->visits < 2) return false;
    const khs_resource *r = &p->resource[0];
    const khs_matrix *m = &p->matrix[r->matrix];
    if (r->start != r->end || m->steps != m->steps_to || r->max_steps < KHS_FAR ||
        scene->step_price[0] <= 0)
        return false;
    for (int32_t o = 0; o < p->orders; o++)
        if (p->order[o].price_out >= 0 || scene->solo[o] < 0) return false;
    return true;
}

typedef struct ranked {
    int64_t key;
    int32_t visit;
} ranked;

static int by_key(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return x->visit < y->visit ? -1 : x->visit > y->visit;
}

/* How well b follows a: distance, 0.2 of the waiting that cannot be avoided, all of the lateness
 * (Vidal et al. 2013). In fifths. */
static int64_t follow(const khs_grid *g, int32_t a, int32_t b)
{
    const int32_t leg = khs_t(g, a, b) + g->own[a].duration;
    const int64_t wait = khs_max(g->own[b].earliest - leg - g->own[a].latest, 0);
    const int64_t late = khs_max(g->own[a].earliest + leg - g->own[b].latest, 0);
    return 5 * (int64_t)khs_d(g, a, b) + (g->windows ? wait + 5 * late : 0);
}

static bool rank_near(khs_grid *g)
{
    ranked *list = malloc(sizeof *list * (size_t)g->stride);
    if (!list) return false;
    for (int32_t a = 1; a <= g->n; a++) {
        int32_t count = 0;
        for (int32_t b = 1; b <= g->n; b++) {
            if (b == a) continue;
            const int64_t ab = follow(g, a, b), ba = follow(g, b, a);
            list[count++] = (ranked){ab < ba ? ab : ba, b};
        }
        qsort(list, (size_t)count, sizeof *list, by_key);
        for (int32_t k = 0; k < g->near; k++)
            g->near_of[a * g->near + k] = k < count ? list[k].visit : 0;
    }
    free(list);
    return true;
}

static void fill(khs_grid *g)
{
    const khs_problem *p = g->p;
    const khs_resource *r = &p->resource[0];
    const khs_matrix *m = &p->matrix[r->matrix];
    int64_t demand = 0;
    for (int32_t a = 0; a <= g->n; a++) {
        const int32_t pa = a ? p->place[a] : r->start;
        for (int32_t b = 0; b <= g->n; b++) {
            const int32_t pb = b ? p->place[b] : r->start;
            g->d[(int64_t)a * g->stride + b] = khs_steps(p, m, pa, pb);
            if (g->t != g->d) g->t[(int64_t)a * g->stride + b] = khs_ticks(p, m, pa, pb);
        }
        g->load[a] = a ? khs_quantity(p, a)[0] : 0;
        demand += g->load[a];
        g->own[a] = a ? (khs_warped){p->service[a], 0, p->open[a], p->close[a]}
                      : (khs_warped){0, 0, r->open, r->close};
    }
    const int64_t wanted = g->capacity > 0 ? demand * 13 / (10 * (int64_t)g->capacity) + 4 : g->n;
    const int64_t most = g->windows ? g->n : wanted;
    g->fleet = (int32_t)(most < r->count ? most : r->count);
    g->fleet = khs_min(g->fleet, g->n);
}

bool khs_grid_build(const khs_scene *scene, khs_grid *g)
{
    const khs_problem *p = scene->p;
    const khs_resource *r = &p->resource[0];
    const khs_matrix *m = &p->matrix[r->matrix];
    *g = (khs_grid){
        .scene = scene, .p = p, .n = p->visits, .stride = p->visits + 1, .windows = scene->windows};
    const size_t cells = (size_t)g->stride * (size_t)g->stride;
    g->capacity = r->capacity[0];
    g->price = scene->step_price[0];
    g->fixed = r->per_route / g->price;
    g->near = khs_min(g->windows ? NEAR_WINDOWS : NEAR_FREE, g->n - 1);
    g->d = malloc(sizeof(int32_t) * cells);
    g->t = m->ticks == m->steps ? g->d : malloc(sizeof(int32_t) * cells);
    g->load = malloc(sizeof(int32_t) * (size_t)g->stride);
    g->own = malloc(sizeof *g->own * (size_t)g->stride);
    g->near_of = calloc((size_t)g->stride * (size_t)g->near, sizeof(int32_t));
    if (!g->d || !g->t || !g->load || !g->own || !g->near_of) return false;
    fill(g);
    return rank_near(g);
}

void khs_grid_free(khs_grid *g)
{
    if (g->t != g->d) free(g->t);
    free(g->d);
    free(g->load);
    free(g->own);
    free(g->near_of);
    memset(g, 0, sizeof *g);
}
