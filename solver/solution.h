/* A solution under work: tours, absent orders and the counters of the couplings, changed in steps
 * that are committed or rolled back.
 *
 * Nothing is copied wholesale. The first time a step touches a tour, the tour is put aside and a
 * fresh copy of its visits takes its slot; a rollback puts the old one back, caches and all. */
#ifndef KHS_SOLUTION_H
#define KHS_SOLUTION_H

#include "base/rng.h"
#include "tour.h"
#include "value.h"

/* What all islands share and nobody changes: neighbours, solo prices, penalties. */
typedef struct khs_scene {
    const khs_problem *p;
    int32_t near_count; /* neighbours per visit */
    int32_t *near;      /* [(1+n) * near_count] visits, nearest first, 0 where fewer */
    int64_t *solo; /* [orders * resources] cost of a route of this order alone, -1: infeasible */
    int32_t *may_ride_at; /* [orders+1] resources that an order may ride on, ascending: */
    int32_t *may_ride;    /*   may_ride[may_ride_at[o]] ... */
    int32_t *alike_at;    /* [resources+1] resources alike to one, ascending, likewise: */
    int32_t *alike_of;
    int64_t *absent_price; /* [orders] price_out, or a large price of its tier */
    int64_t *step_price;   /* [resources] micro-units per step where exact and alone (no duty, toll
                              price), else -1 */
    int32_t *size;         /* [orders] largest share of a typical capacity, in ppm: for sorting */
    int32_t *far;          /* [orders] steps from the typical start: for sorting */
    int64_t arc_scale;     /* cost of a typical leg between two random visits: temperature */
    int32_t *largest;      /* [resources] of the first measure, the most that one alike carries */
    bool any_alike;
    const int32_t *visited; /* [places*days] tours at a priced place that are not part of any
                               solution, or NULL */
    bool optional;          /* any order may be left out at a price */
    bool plain, windows;    /* plain.h applies; and windows bind */
    bool pairs;             /* pairs.h applies */
    bool same_stops;        /* any bond of that mode */
    bool second_try; /* orders may only fit once others are in: vehicles that need a delivery, bonds
                      */
    bool all_or_none; /* any bond of that mode */
} khs_scene;

bool khs_scene_build(const khs_problem *p, int32_t threads, khs_scene *scene);
void khs_scene_free(khs_scene *scene);

/* Legs between one place and others, gathered for a scan: where legs are computed they stand in for
 * the rows of a stored matrix. */
typedef struct khs_rows {
    int32_t *steps, *ticks; /* [places] valid where stamp[place] == now; NULL: never needed */
    uint32_t *stamp;
    uint32_t now;
    int32_t matrix, place; /* whose legs they are; matrix -1: nobody's */
} khs_rows;

typedef struct khs_solution {
    const khs_scene *scene;
    const khs_problem *p;
    int32_t tours, tour_room;
    khs_tour **tour;       /* [tours], count 0: emptied during this step */
    int32_t *tour_of;      /* [1+n] slot, or -1 */
    int32_t *at;           /* [1+n] position in its tour */
    int32_t *used, *limit; /* [resources] tours, and how many there may be */
    int32_t *slack; /* [-1 ... tour_room) what a tour of a plain problem has room for in the first
                       measure, were it of the largest resource alike; -1: emptied, and slot -1 */
    int32_t max_tours;           /* in all */
    uint64_t stamps;             /* given to tours so far */
    int32_t live;                /* tours that have visits */
    const int64_t *absent_price; /* [orders] the scene's, or the owner's own */
    int32_t *absent, *absent_at; /* [orders] list, and index in it or -1 */
    int32_t absent_count;
    bool *in_scope; /* [orders] the orders that this solution is about */
    int32_t *scope; /* [scope_count] */
    int32_t scope_count;
    int64_t tour_cost, absent_cost, extra_cost;
    int32_t *visited;  /* [places * days] tours that visit a priced place, tours outside the scope
                          included */
    int64_t *carried;  /* [quotas * goods] thousandths that carriers take, by day */
    int64_t *drawn;    /* [cells] thousandths of what runs short */
    int32_t overdrawn; /* cells of which more is drawn than there is: none but within a step */

    /* the step */
    int32_t *saved_slot;
    khs_tour **saved;
    int32_t saved_count, saved_tours, saved_live;
    int32_t *touched; /* [tour_room] step number of the last touch */
    int32_t step;
    int32_t *flipped; /* orders that entered or left `absent`, in order */
    int32_t flipped_count, flipped_room;
    int32_t *saved_used;
    int64_t saved_tour_cost, saved_absent_cost, saved_extra_cost;
    khs_tour **spare; /* tours without a slot */
    int32_t spare_count, spare_room;
    bool failed;      /* out of memory: the solution is to be given up */
    int32_t *scratch; /* [3 * (visits + 2)] */
    int32_t *looked;  /* [tour_room] number of the round in which a tour was last looked at */
    int32_t look;
    int64_t *keys; /* [orders] scratch of sorting */
    khs_rows rows;
    khs_memo memo;     /* what the oracle answered */
    khs_tour trial[2]; /* for candidates that must be built to be judged */
} khs_solution;

bool khs_solution_init(const khs_scene *scene, khs_solution *s);
void khs_solution_free(khs_solution *s);

/* Empties it; scope: all orders, all absent. max_tours stays. */
void khs_solution_clear(khs_solution *s);

static inline int64_t khs_solution_total(const khs_solution *s)
{
    return s->tour_cost + s->absent_cost + s->extra_cost;
}

/* Without the large prices of missing orders, and without what owned vehicles cost anyway. */
khs_value khs_solution_value(const khs_solution *s);

void khs_step_begin(khs_solution *s);
void khs_step_commit(khs_solution *s);
void khs_step_rollback(khs_solution *s);

/* The tour in a slot, ready to be changed in this step; NULL: out of memory. Call khs_tour_changed
 * after. */
khs_tour *khs_touch(khs_solution *s, int32_t slot);

/* After visits of a touched tour changed: refreshes it, its positions and the counters. false:
 * infeasible (roll back). */
bool khs_tour_changed(khs_solution *s, int32_t slot);

/* The same for one visit put behind position i of a touched tour, and for the doomed visits ([1+n]
 * marks) taken out of it, in a plain problem: at the cost of what changes. */
bool khs_tour_splice(khs_solution *s, int32_t slot, int32_t i, int32_t v);
bool khs_tour_sweep(khs_solution *s, int32_t slot, const bool *doomed);

/* A new tour with the visits given; its slot, or -1 (infeasible or out of memory: roll back). */
int32_t khs_tour_open(khs_solution *s, int32_t resource, const int32_t *visits, int32_t count);

void khs_absent_add(khs_solution *s, int32_t order);
void khs_absent_remove(khs_solution *s, int32_t order);

/* Takes the order's visits out of its tour and makes it absent. Positions of the tour are not up to
 * date until khs_tour_changed. */
void khs_solution_check(const khs_solution *s); /* asserts every invariant */

/* ---- A solution laid down: for bests, exchange and results ---- */

typedef struct khs_image {
    int32_t routes, route_room, visit_room, absent_room;
    int32_t *resource, *start; /* [routes], [routes+1] into visit */
    int32_t *visit;
    int32_t *absent;
    int32_t absent_count;
    khs_value value;
    int64_t total; /* with the large prices: what the annealing compares */
} khs_image;

bool khs_image_take(khs_image *image, const khs_solution *s);
bool khs_image_copy(khs_image *to, const khs_image *from);
void khs_image_free(khs_image *image);
void khs_image_clear(khs_image *image);
/* Adds the routes and absent orders of another image about other orders. */
bool khs_image_append(khs_image *to, const khs_image *from);

/* Makes the solution equal to the image, or to the part of it whose routes have keep[r] (and the
 * absent orders with absent_here, NULL: all). */
bool khs_solution_load(khs_solution *s, const khs_image *image, const bool *keep,
                       const bool *absent_here);

/* ---- Insertion ---- */

/* ---- Consignments: consign.c ---- */

/* Whether the order stays within the limits of the resource's carrier for the day. */
bool khs_quota_has_room(const khs_solution *s, int32_t resource, int32_t order);
/* The same for sums of goods, thousandths; quota -1: no limit. */
bool khs_quota_takes(const khs_solution *s, int32_t quota, const int64_t *goods);

/* Whether the visits may become a tour of the resource as far as other tours are concerned; `slot`
 * the one that they leave, or -1. */
bool khs_may_consign(const khs_solution *s, int32_t resource, const int32_t *visits, int32_t count,
                     int32_t slot);

/* Hands one of the absent orders to a carrier whatever it costs: the first order of a consignment
 * pays for those that join it. Inside a step. false: out of memory. */
bool khs_seed_consignment(khs_solution *s, const int32_t *orders, int32_t count, khs_rng *rng);

/* Where the legs between a place and the places of a tour stand: arrays indexed by place. `to` the
 * place, `from` it. Good until asked for another place. */
typedef struct khs_legs {
    const int32_t *from, *to, *t_from, *t_to;
} khs_legs;

khs_legs khs_legs_at(khs_solution *s, int32_t matrix, int32_t place, const khs_tour *tour);

typedef struct khs_spot {
    int64_t delta;
    int32_t slot; /* -1: a new tour of `resource`; -2: none */
    int32_t resource;
    int32_t i,
        j; /* after positions i and, for the second end of a pair, j (both of the tour as it is) */
} khs_spot;

typedef struct khs_search_style {
    khs_rng *rng;
    uint32_t blink;   /* of 2^16: chance to overlook an improving spot */
    int32_t reach;    /* look at tours of that many neighbours; 0: all tours */
    bool new_tours;   /* whether an order may open a tour */
    int32_t generous; /* an optional order may cost that many times its price when it comes in:
                         others may join it */
} khs_search_style;

/* The cheapest spot for an absent order (not a member of a same-route bond) of delta < limit. */
khs_spot khs_best_spot(khs_solution *s, int32_t order, const khs_search_style *style,
                       int64_t limit);
/* Executes it. false: roll back. */
bool khs_insert(khs_solution *s, int32_t order, const khs_spot *spot);
/* Inserts all members of a same-route bond into one tour, cheapest. false: no place (solution
 * unchanged unless `failed`). */
bool khs_insert_bond(khs_solution *s, int32_t bond, const khs_search_style *style, int64_t limit);

#endif
