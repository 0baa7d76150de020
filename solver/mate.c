/* Whole tours of one plan in another, or of a guide (see mate.h). Tours of two plans overlap only
 * in part: orders of the father's tours leave the mother's, and those of the tours that give way go
 * where they can.
 */
#include "mate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool khs_mating_init(const khs_problem *p, khs_mating *m)
{
    const size_t orders = (size_t)p->orders + 1;
    *m = (khs_mating){calloc(orders, sizeof(bool)), calloc(orders, sizeof(bool)),
                      calloc(orders, sizeof(int32_t))};
    return m->marked && m->gives_way && m->orders;
}

void khs_mating_free(khs_mating *m)
{
    free(m->marked);
    free(m->gives_way);
    free(m->orders);
    *m = (khs_mating){0};
}

/* The route of every visit in an image, -1: in none. */
static void map_routes(const khs_problem *p, const khs_image *image, int32_t *route_of)
{
    for (int32_t v = 0; v <= p->visits; v++) route_of[v] = -1;
    for (int32_t r = 0; r < image->routes; r++)
        for (int32_t i = image->start[r]; i < image->start[r + 1]; i++)
            route_of[image->visit[i]] = r;
}

/* The routes of the visits next to a random one, until there are `most`; how many. */
static int32_t draw_routes(khs_island *island, const khs_image *image, int32_t most, int32_t *drawn)
{
    const khs_solution *s = &island->s;
    const khs_scene *scene = s->scene;
    int32_t *route_of = s->scratch, count = 0;
    map_routes(s->p, image, route_of);
    const int32_t seed = s->p->order[khs_rng_below(&island->rng, s->p->orders)].visit;
    const int32_t *near = scene->near + (int64_t)seed * scene->near_count;
    for (int32_t k = -1; k < scene->near_count && count < most; k++) {
        const int32_t v = k < 0 ? seed : near[k];
        if (!v) break;
        bool known = route_of[v] < 0;
        for (int32_t i = 0; i < count; i++) known |= drawn[i] == route_of[v];
        if (!known) drawn[count++] = route_of[v];
    }
    return count;
}

/* Lists the orders of visits that are not listed yet; how many are. */
static int32_t list_orders(khs_mating *m, const khs_problem *p, const int32_t *visits,
                           int32_t count, int32_t listed)
{
    for (int32_t i = 0; i < count; i++) {
        const int32_t order = p->order_of[visits[i]];
        if (m->marked[order]) continue;
        m->marked[order] = true;
        m->orders[listed++] = order;
    }
    return listed;
}

/* The tour that has most visits of listed orders and does not give way yet. */
static int32_t most_listed(const khs_mating *m, const khs_solution *s)
{
    int32_t most = -1, found = -1;
    for (int32_t slot = 0; slot < s->tours; slot++) {
        const khs_tour *tour = s->tour[slot];
        int32_t count = 0;
        for (int32_t i = 1; i <= tour->count; i++)
            count += m->marked[s->p->order_of[tour->visit[i]]];
        if (m->gives_way[slot] || count <= most) continue;
        most = count;
        found = slot;
    }
    return found;
}

/* Lists the orders of the father's routes, and of as many tours for which these stand in. */
static int32_t list_leaving(khs_mating *m, const khs_solution *s, const khs_image *father,
                            const int32_t *drawn, int32_t count)
{
    int32_t listed = 0, slots[KHS_MATING_ROUTES];
    memset(m->marked, 0, sizeof(bool) * (size_t)s->p->orders);
    memset(m->gives_way, 0, sizeof(bool) * (size_t)s->p->orders);
    for (int32_t k = 0; k < count; k++) {
        const int32_t first = father->start[drawn[k]];
        listed = list_orders(m, s->p, father->visit + first, father->start[drawn[k] + 1] - first,
                             listed);
    }
    const int32_t leaving = khs_min(count, s->tours);
    for (int32_t k = 0; k < leaving; k++) {
        slots[k] = most_listed(m, s);
        m->gives_way[slots[k]] = true;
    }
    for (int32_t k = 0; k < leaving; k++) {
        const khs_tour *tour = s->tour[slots[k]];
        listed = list_orders(m, s->p, tour->visit + 1, tour->count, listed);
    }
    return listed;
}

/* false: out of memory */
static bool open_route(khs_solution *s, int32_t k, const int32_t *visits, int32_t count)
{
    if (s->used[k] >= s->limit[k]) return true;
    for (int32_t i = 0; i < count; i++) {
        const int32_t order = s->p->order_of[visits[i]];
        if (s->absent_at[order] >= 0) khs_absent_remove(s, order);
    }
    return khs_tour_open(s, k, visits, count) >= 0;
}

bool khs_mate(khs_mating *m, khs_island *island, const khs_image *mother, const khs_image *father)
{
    khs_solution *s = &island->s;
    int32_t drawn[KHS_MATING_ROUTES];
    const int32_t most = khs_min(KHS_MATING_ROUTES, khs_max(1, father->routes / 2));
    if (!khs_solution_load(s, mother, NULL, NULL)) return false;
    const int32_t count =
        draw_routes(island, father, khs_rng_between(&island->rng, 1, most), drawn);
    khs_step_begin(s);
    if (!khs_ruin_orders(s, &island->ruin, m->orders, list_leaving(m, s, father, drawn, count)))
        return false;
    khs_step_commit(s);
    khs_step_begin(s);
    for (int32_t k = 0; k < count; k++) {
        const int32_t r = drawn[k], first = father->start[r];
        if (!open_route(s, father->resource[r], father->visit + first,
                        father->start[r + 1] - first))
            return false;
    }
    khs_step_commit(s);
    return khs_island_fill(island);
}

bool khs_uproot(khs_mating *m, khs_island *island, const khs_image *plan)
{
    khs_solution *s = &island->s;
    int32_t drawn[KHS_MATING_ROUTES], listed = 0;
    const int32_t most = khs_min(KHS_MATING_ROUTES, khs_max(1, plan->routes / 2));
    if (!khs_solution_load(s, plan, NULL, NULL)) return false;
    const int32_t count =
        draw_routes(island, plan, khs_rng_between(&island->rng, (most + 1) / 2, most), drawn);
    memset(m->marked, 0, sizeof(bool) * (size_t)s->p->orders);
    for (int32_t k = 0; k < count; k++) {
        const int32_t first = plan->start[drawn[k]];
        listed =
            list_orders(m, s->p, plan->visit + first, plan->start[drawn[k] + 1] - first, listed);
    }
    khs_step_begin(s);
    if (!khs_ruin_orders(s, &island->ruin, m->orders, listed)) return false;
    khs_step_commit(s);
    return khs_island_fill(island);
}

/* ---- routes of a relaxation ---- */

typedef struct draw {
    double key;
    int32_t route;
} draw;

static int by_key(const void *a, const void *b)
{
    const draw *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return (x->route > y->route) - (x->route < y->route);
}

/* An order in which each next route is drawn from the rest in proportion to its share: exponential
 * clocks that run so fast, by the time at which they ring (Efraimidis & Spirakis 2006). Yours to
 * free, or NULL: out of memory. */
static draw *shuffle(const khs_guide *guide, khs_rng *rng)
{
    draw *all = malloc(((size_t)guide->count + 1) * sizeof *all);
    for (int32_t r = 0; all && r < guide->count; r++)
        all[r] = (draw){-log(1.0 - khs_rng_unit(rng)) / guide->share[r], r};
    if (all) qsort(all, (size_t)guide->count, sizeof *all, by_key);
    return all;
}

/* Whether none of the route's orders is marked; they are then. */
static bool mark_route(khs_mating *m, const khs_problem *p, const khs_route *route)
{
    for (int32_t i = 0; i < route->count; i++)
        if (m->marked[p->order_of[route->visits[i]]]) return false;
    for (int32_t i = 0; i < route->count; i++) m->marked[p->order_of[route->visits[i]]] = true;
    return true;
}

bool khs_compose(khs_mating *m, khs_island *island, const khs_guide *guide)
{
    khs_solution *s = &island->s;
    draw *drawn = shuffle(guide, &island->rng);
    bool fine = drawn != NULL;
    memset(m->marked, 0, sizeof(bool) * (size_t)s->p->orders);
    khs_solution_clear(s);
    khs_step_begin(s);
    for (int32_t i = 0; fine && i < guide->count && s->tours < s->max_tours; i++) {
        const khs_route *route = &guide->routes[drawn[i].route];
        if (mark_route(m, s->p, route))
            fine = open_route(s, route->resource, route->visits, route->count);
    }
    khs_step_commit(s);
    free(drawn);
    return fine && khs_island_fill(island);
}
