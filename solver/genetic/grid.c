/* Dense copies for the genetic search (see grid.h). */
#include "grid.h"

#include <stdlib.h>
#include <string.h>

enum { NEAR_WINDOWS = 40, NEAR_FREE = 20, DEPOTS_MOST = 32 };

/* Of the depots of one grid. */
static bool suits(const khs_scene *scene, int32_t k)
{
    const khs_resource *r = &scene->p->resource[k], *first = &scene->p->resource[0];
    return r->start == r->end && r->max_steps >= KHS_FAR && r->matrix == first->matrix &&
           r->capacity[0] == first->capacity[0] && r->per_route == first->per_route &&
           scene->step_price[k] > 0 && scene->step_price[k] == scene->step_price[0];
}

static bool served_anywhere(const khs_scene *scene, int32_t order)
{
    const khs_problem *p = scene->p;
    bool alone = false;
    for (int32_t k = 0; k < p->resources; k++) {
        if (!khs_allowed(p, p->order[order].visit, k)) return false;
        alone |= scene->solo[(int64_t)order * p->resources + k] >= 0;
    }
    return alone;
}

bool khs_grid_applies(const khs_scene *scene)
{
    const khs_problem *p = scene->p;
    bool windows;
    if (!khs_plain_but_for_duty(p, &windows) || p->measures != 1 || p->visits < 2) return false;
    if (p->resources < 1 || p->resources > DEPOTS_MOST) return false;
    const khs_matrix *m = &p->matrix[p->resource[0].matrix];
    if (m->steps != m->steps_to) return false;
    int32_t vehicles = 0;
    for (int32_t k = 0; k < p->resources; k++) {
        if (!suits(scene, k)) return false;
        vehicles += p->resource[k].count > 0;
    }
    for (int32_t o = 0; o < p->orders; o++)
        if (p->order[o].price_out >= 0 || !served_anywhere(scene, o)) return false;
    return vehicles > 0;
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

/* Place of a row. */
static int32_t place_of(const khs_grid *g, int32_t row)
{
    if (row >= 1 && row <= g->n) return g->p->place[row];
    return g->p->resource[row ? row - g->n : 0].start;
}

static void fill(khs_grid *g)
{
    const khs_problem *p = g->p;
    const khs_matrix *m = &p->matrix[p->resource[0].matrix];
    for (int32_t a = 0; a < g->stride; a++) {
        for (int32_t b = 0; b < g->stride; b++) {
            const int64_t cell = (int64_t)a * g->stride + b;
            g->d[cell] = khs_steps(p, m, place_of(g, a), place_of(g, b));
            if (g->t != g->d) g->t[cell] = khs_ticks(p, m, place_of(g, a), place_of(g, b));
        }
    }
    for (int32_t v = 1; v <= g->n; v++) {
        g->load[v] = khs_quantity(p, v)[0];
        g->own[v] = (khs_warped){p->service[v], 0, p->open[v], p->close[v]};
    }
    for (int32_t k = 0; k < g->depots; k++) {
        const khs_resource *r = &p->resource[k];
        g->load[khs_row(g, k)] = 0;
        g->own[khs_row(g, k)] = (khs_warped){0, 0, r->open, r->close};
    }
}

/* Lanes of a depot: no more than a plan could want. With windows that may be a route per visit, but
 * where depots share the visits not from each of them. */
static int32_t lanes_of(const khs_grid *g, int32_t k, int64_t demand)
{
    const int64_t wanted = g->capacity > 0 ? demand * 13 / (10 * (int64_t)g->capacity) + 4 : g->n;
    const int64_t share = 2 * (int64_t)g->n / (g->depots + 1);
    const int64_t most = g->windows && share > wanted ? share : wanted;
    return khs_min(most < g->n ? (int32_t)most : g->n, g->p->resource[k].count);
}

static void survey_fleet(khs_grid *g)
{
    const khs_problem *p = g->p;
    int64_t demand = 0;
    for (int32_t v = 1; v <= g->n; v++) demand += khs_quantity(p, v)[0];
    g->fleet = 0;
    for (int32_t k = 0; k < g->depots; k++) {
        g->first_lane[k] = g->fleet;
        g->fleet += lanes_of(g, k, demand);
    }
    g->first_lane[g->depots] = g->fleet;
}

static bool rank_depots(khs_grid *g)
{
    const int32_t depots = g->depots;
    g->depots_of = malloc(sizeof(int32_t) * ((size_t)g->n + 1) * (size_t)depots);
    if (!g->depots_of) return false;
    for (int32_t v = 0; v <= g->n; v++) {
        int32_t *list = g->depots_of + (int64_t)v * depots;
        for (int32_t k = 0; k < depots; k++) {
            const int32_t far = khs_d(g, khs_row(g, k), v);
            int32_t i = k;
            for (; i > 0 && khs_d(g, khs_row(g, list[i - 1]), v) > far; i--) list[i] = list[i - 1];
            list[i] = k;
        }
    }
    return true;
}

static bool make_lanes(khs_grid *g)
{
    const size_t depots = (size_t)g->depots;
    g->first_lane = malloc(sizeof(int32_t) * (depots + 1));
    if (!g->first_lane) return false;
    survey_fleet(g);
    const size_t lanes = sizeof(int32_t) * (size_t)g->fleet;
    g->depot_of = malloc(lanes);
    g->home = malloc(lanes);
    g->duty = malloc(lanes);
    if (!g->depot_of || !g->home || !g->duty) return false;
    for (int32_t k = 0; k < g->depots; k++) {
        for (int32_t r = g->first_lane[k]; r < g->first_lane[k + 1]; r++) {
            g->depot_of[r] = k;
            g->home[r] = khs_row(g, k);
            g->duty[r] = g->p->resource[k].max_duty;
        }
    }
    return true;
}

/* No route within capacity takes longer: visits of the least load, each a longest leg from the
 * next.
 */
static int64_t longest_route(const khs_grid *g)
{
    const int64_t cells = (int64_t)g->stride * g->stride;
    int64_t leg = 0, service = 0, load = INT32_MAX;
    for (int64_t i = 0; i < cells; i++)
        if (g->t[i] > leg) leg = g->t[i];
    for (int32_t v = 1; v <= g->n; v++) {
        if (g->own[v].duration > service) service = g->own[v].duration;
        if (g->load[v] < load) load = g->load[v];
    }
    int64_t visits = load > 0 ? g->capacity / load : g->n;
    if (visits > g->n) visits = g->n;
    return visits * (leg + service) + leg;
}

/* Where no window can bind, the shift and the longest duty still may. */
static void survey_times(khs_grid *g)
{
    const khs_problem *p = g->p;
    const int64_t longest = longest_route(g);
    khs_plain_but_for_duty(p, &g->windows);
    for (int32_t k = 0; k < p->resources; k++) {
        const khs_resource *r = &p->resource[k];
        const int32_t shift = r->close - r->open;
        g->limited |= r->max_duty < shift && r->max_duty < longest;
        g->windows |= khs_min(r->max_duty, shift) < longest;
    }
}

bool khs_grid_build(const khs_scene *scene, khs_grid *g)
{
    const khs_problem *p = scene->p;
    const khs_resource *r = &p->resource[0];
    const khs_matrix *m = &p->matrix[r->matrix];
    *g = (khs_grid){.scene = scene,
                    .p = p,
                    .n = p->visits,
                    .depots = p->resources,
                    .stride = p->visits + p->resources};
    const size_t rows = (size_t)g->stride, cells = rows * rows;
    g->capacity = r->capacity[0];
    g->price = scene->step_price[0];
    g->fixed = r->per_route / g->price;
    g->d = malloc(sizeof(int32_t) * cells);
    g->t = m->ticks == m->steps ? g->d : malloc(sizeof(int32_t) * cells);
    g->load = malloc(sizeof(int32_t) * rows);
    g->own = malloc(sizeof *g->own * rows);
    if (!g->d || !g->t || !g->load || !g->own) return false;
    fill(g);
    survey_times(g);
    g->near = khs_min(g->windows ? NEAR_WINDOWS : NEAR_FREE, g->n - 1);
    g->near_of = calloc(rows * (size_t)g->near, sizeof(int32_t));
    return g->near_of && make_lanes(g) && rank_near(g) && rank_depots(g);
}

void khs_grid_free(khs_grid *g)
{
    if (g->t != g->d) free(g->t);
    free(g->d);
    free(g->load);
    free(g->own);
    free(g->near_of);
    free(g->first_lane);
    free(g->depot_of);
    free(g->home);
    free(g->duty);
    free(g->depots_of);
    memset(g, 0, sizeof *g);
}
