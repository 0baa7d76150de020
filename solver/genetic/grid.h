/* The problem as the genetic search sees it: deliveries only, vehicles that differ in depot, shift,
 * longest duty and number alone, a dense symmetric matrix over depots and visits. A plan puts its
 * routes on lanes, one per vehicle worth having; every lane belongs to a depot.
 *
 * Rows of the matrix: 0 the first depot, 1 ... n the visits, n + 1 ... the other depots. */
#ifndef KHS_GRID_H
#define KHS_GRID_H

#include "../plain.h"

/* Timing of a stretch that may miss windows: Nagata, Bräysy & Dullaert 2010; joined as Vidal et al.
 * 2013. */
typedef struct khs_warped {
    int32_t duration, warp, earliest, latest;
} khs_warped;

static inline khs_warped khs_warped_join(khs_warped a, khs_warped b, int32_t travel)
{
    const int32_t offset = a.duration - a.warp + travel;
    const int32_t wait = khs_max(b.earliest - offset - a.latest, 0);
    const int32_t warp = khs_max(a.earliest + offset - b.latest, 0);
    return (khs_warped){a.duration + b.duration + travel + wait, a.warp + b.warp + warp,
                        khs_max(b.earliest - offset, a.earliest) - wait,
                        khs_min(b.latest - offset, a.latest) + warp};
}

typedef struct khs_grid {
    const khs_scene *scene;
    const khs_problem *p;
    int32_t n;      /* visits */
    int32_t depots; /* = resources of the problem, in their order */
    int32_t stride; /* n + depots */
    int32_t *d;     /* [stride * stride] steps */
    int32_t *t;     /* [stride * stride] ticks; may be d */
    int32_t *load;  /* [stride] the one measure that can bind */
    int32_t capacity;
    khs_warped *own;     /* [stride] each visit alone; of a depot: the shift */
    bool windows;        /* whether times matter: windows, or limits of shift and duty */
    bool limited;        /* whether a longest duty can bind */
    int32_t near;        /* neighbours tried */
    int32_t *near_of;    /* [stride * near], 0 where fewer; by distance and unavoidable waiting and
                            lateness */
    int32_t fleet;       /* lanes: most routes */
    int32_t *first_lane; /* [depots + 1] depot k has the lanes first_lane[k] ... first_lane[k+1]-1
                          */
    int32_t *depot_of;   /* [fleet] */
    int32_t *home;       /* [fleet] row of the lane's depot */
    int32_t *duty;       /* [fleet] longest */
    int32_t *depots_of;  /* [(n + 1) * depots] of a visit, nearest first */
    int64_t price;       /* micro-units per step */
    int64_t fixed;       /* steps worth of a route (per_route / price, rounded) */
} khs_grid;

/* Whether the genetic search can treat the problem. */
bool khs_grid_applies(const khs_scene *scene);
bool khs_grid_build(const khs_scene *scene, khs_grid *grid);
void khs_grid_free(khs_grid *grid);

/* Row of a depot. */
static inline int32_t khs_row(const khs_grid *g, int32_t depot) { return depot ? g->n + depot : 0; }

static inline bool khs_is_depot_row(const khs_grid *g, int32_t row)
{
    return (uint32_t)(row - 1) >= (uint32_t)g->n;
}
static inline int32_t khs_depot_at(const khs_grid *g, int32_t row) { return row ? row - g->n : 0; }

/* What a timed lane misses: windows, and what its duty exceeds the longest by once the windows are
 * met by warping (as PyVRP: Wouda, Lan & Kool 2024). */
static inline int32_t khs_missed(const khs_grid *g, int32_t lane, khs_warped all)
{
    return all.warp + khs_max(all.duration - all.warp - g->duty[lane], 0);
}

static inline int32_t khs_d(const khs_grid *g, int32_t a, int32_t b)
{
    return g->d[(int64_t)a * g->stride + b];
}

static inline int32_t khs_t(const khs_grid *g, int32_t a, int32_t b)
{
    return g->t[(int64_t)a * g->stride + b];
}

#endif
