/* SWAP* (Vidal 2022): two visits of different tours change tours, each to its cheapest place there
 * and not to the other's. For every visit the three cheapest gaps of the other tour are known, of
 * which at most two are gone when the other leaves; so every pair is bounded in O(1), and those
 * that promise something are priced. */
#include "moves.h"

#include <stdlib.h>

enum { GAPS = 3 };

/* A visit of one tour seen from the other. */
typedef struct guest {
    double leaving;    /* what its tour's legs cost more without it */
    double cost[GAPS]; /* what it adds to the other tour's legs behind position gap[], cheapest */
    int32_t gap[GAPS]; /* first; -1: none */
} guest;

struct khs_star {
    guest *of[2]; /* [1+n] by position */
};

khs_star *khs_star_new(const khs_problem *p)
{
    const size_t n = (size_t)p->visits + 1;
    khs_star *star = calloc(1, sizeof *star);
    if (!star) return NULL;
    for (int32_t k = 0; k < 2; k++) star->of[k] = malloc(n * sizeof(guest));
    if (star->of[0] && star->of[1]) return star;
    khs_star_free(star);
    return NULL;
}

void khs_star_free(khs_star *star)
{
    if (!star) return;
    free(star->of[0]);
    free(star->of[1]);
    free(star);
}

static double beside(const khs_pair *c, const khs_side *host, int32_t before, int32_t place,
                     int32_t after)
{
    return khs_leg_cost(c, host, before, place) + khs_leg_cost(c, host, place, after);
}

static void offer(guest *g, int32_t gap, double cost)
{
    if (cost >= g->cost[GAPS - 1]) return;
    int32_t k = GAPS - 1;
    for (; k > 0 && g->cost[k - 1] > cost; k--) {
        g->cost[k] = g->cost[k - 1];
        g->gap[k] = g->gap[k - 1];
    }
    g->cost[k] = cost;
    g->gap[k] = gap;
}

static void meet(const khs_pair *c, const khs_side *home, const khs_side *host, guest *guests)
{
    const int32_t *place = home->tour->place, *there = host->tour->place;
    for (int32_t i = 1; i <= home->tour->count; i++) {
        guest *g = &guests[i];
        *g = (guest){.cost = {HUGE_VAL, HUGE_VAL, HUGE_VAL}, .gap = {-1, -1, -1}};
        g->leaving = khs_leg_cost(c, home, place[i - 1], place[i + 1]) -
                     khs_arc_cost(c, home, i - 1) - khs_arc_cost(c, home, i);
        for (int32_t k = 0; k <= host->tour->count; k++)
            offer(g, k,
                  beside(c, host, there[k], place[i], there[k + 1]) - khs_arc_cost(c, host, k));
    }
}

/* The cheapest gap of the host for a guest when the host's visit at position `out` has left; -1:
 * in its stead. */
static double best_gap(const khs_pair *c, const khs_side *home, int32_t at, const guest *g,
                       const khs_side *host, int32_t out, int32_t *gap)
{
    const int32_t *there = host->tour->place;
    double least = beside(c, host, there[out - 1], home->tour->place[at], there[out + 1]) -
                   khs_leg_cost(c, host, there[out - 1], there[out + 1]);
    *gap = -1;
    for (int32_t k = 0; k < GAPS; k++) {
        if (g->gap[k] < 0 || g->gap[k] == out || g->gap[k] == out - 1) continue;
        if (g->cost[k] < least) {
            least = g->cost[k];
            *gap = g->gap[k];
        }
        break;
    }
    return least;
}

static bool loads_may_swap(const khs_pair *c, int32_t i, int32_t j)
{
    const khs_problem *p = c->p;
    if (p->has_pickups || p->has_pairs) return true;
    const khs_side *u = &c->u, *v = &c->v;
    const int32_t *of_u = khs_quantity(p, u->tour->visit[i]),
                  *of_v = khs_quantity(p, v->tour->visit[j]);
    for (int32_t m = 0; m < p->measures; m++) {
        const int32_t more = of_v[m] - of_u[m];
        const int32_t *load_u = u->track->given + (int64_t)m * u->track->room,
                      *load_v = v->track->given + (int64_t)m * v->track->room;
        if (load_u[u->tour->count] + more > u->r->capacity[m]) return false;
        if (load_v[v->tour->count] - more > v->r->capacity[m]) return false;
    }
    return true;
}

/* The tour of a side without its visit at `out`, with the other's visit at `in` behind `gap`. */
static void put_swapped(khs_change *change, const khs_pair *c, const khs_side *side, int32_t out,
                        const khs_side *other, int32_t in, int32_t gap)
{
    const int32_t a = side->slot, n = side->tour->count;
    khs_course *course = khs_course_begin(change, c->s, a);
    if (gap < 0) gap = out - 1;
    khs_put(course, a, 1, khs_min(gap, out - 1));
    if (gap < out) {
        khs_put(course, other->slot, in, in);
        khs_put(course, a, gap + 1, out - 1);
        khs_put(course, a, out + 1, n);
    } else {
        khs_put(course, a, out + 1, gap);
        khs_put(course, other->slot, in, in);
        khs_put(course, a, gap + 1, n);
    }
}

/* One pair of positions; returns the total's change if it beats `best` and then lays it out. */
static int64_t try_pair(khs_star *star, khs_pricer *pricer, khs_solution *s, const khs_pair *c,
                        int32_t i, int32_t j, int64_t best, khs_change *change)
{
    const guest *u = &star->of[0][i], *v = &star->of[1][j];
    const double most = c->most + (double)best;
    int32_t gap_u, gap_v;
    double promise = u->leaving + v->leaving;
    if (promise >= most)
        return best; /* places cost something where the triangle inequality holds */
    promise += best_gap(c, &c->u, i, u, &c->v, j, &gap_u);
    if (promise >= most || !loads_may_swap(c, i, j)) return best;
    promise += best_gap(c, &c->v, j, v, &c->u, i, &gap_v);
    if (promise >= most) return best;
    khs_change swap = {.enters = -1, .leaves = -1};
    put_swapped(&swap, c, &c->u, i, &c->v, j, gap_v);
    put_swapped(&swap, c, &c->v, j, &c->u, i, gap_u);
    int64_t delta = khs_change_bound(pricer, s, &swap);
    if (delta < best && !pricer->exact) delta = khs_change_price(pricer, s, &swap);
    if (delta >= best) return best;
    *change = swap;
    return delta;
}

int64_t khs_star_best(khs_star *star, khs_pricer *pricer, khs_solution *s, int32_t a, int32_t b,
                      khs_change *change)
{
    khs_pair c;
    if (!khs_pair_of(pricer, s, s->tour[a]->visit[1], s->tour[b]->visit[1], &c)) return 0;
    int64_t best = 0;
    meet(&c, &c.u, &c.v, star->of[0]);
    meet(&c, &c.v, &c.u, star->of[1]);
    for (int32_t i = 1; i <= c.u.tour->count; i++)
        for (int32_t j = 1; j <= c.v.tour->count; j++)
            best = try_pair(star, pricer, s, &c, i, j, best, change);
    return best;
}
