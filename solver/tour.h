/* A route under work: its visits in one contiguous block, with everything an insertion wants to
 * know per position.
 *
 *   position   0      1     2    ...  count   count+1
 *   visit      0      v1    v2        vn      0
 *   place      start  ...                     end
 *   pre[i]     duty from its begin to the end of service at i   (hull windows)
 *   suf[i]     duty from the begin of service at i to its end
 *   arc[i]     steps from i to i+1
 *
 * `mid` and `post` are the same stretches without what happens at the depot ends; they are kept
 * only for problems in which an insertion changes the loading or unloading (has_dock_time). */
#ifndef KHS_TOUR_H
#define KHS_TOUR_H

#include "memo.h"

/* What the last scan of a tour for a shipment came to (pairs.c); holds while the tour keeps the
 * stamp. */
typedef struct khs_finding {
    uint64_t stamp;
    int64_t delta; /* of the best spots; or, i < 0: no spots cost less */
    int32_t i, j;
} khs_finding;

typedef struct khs_tour {
    uint64_t stamp; /* tours of one solution with the same stamp are the same tour */
    int32_t resource;
    int32_t count;
    int32_t room; /* positions allocated: count + 2 <= room */
    int32_t steps, duty, stops;
    int64_t toll, cost;
    int64_t priced;  /* of cost: the visits' own prices */
    bool simple;     /* the fast level is exact */
    int32_t counted; /* visits that a solution has counted into its cost and couplings; 0: not
                        counted */
    khs_dock_work work;
    khs_segment head, tail;
    uint64_t has_time, hates_time, has_route, hates_route;
    int32_t last_delivery, first_pickup; /* positions; 0 and count+1 where none */
    int32_t total[KHS_MEASURES_MAX];     /* of all visits' quantities */
    int32_t quota;                       /* consignments: that they count against, or -1 */
    int64_t goods[KHS_MEASURES_MAX];     /* ... and with what, thousandths */

    int32_t *visit, *place, *arc;
    int32_t *ready;  /* [0..count] earliest end of service */
    int32_t *latest; /* [1..count+1] latest begin of service */
    int32_t *leg;    /* [0..count] ticks from i to i+1, kept for shipments alone */
    int32_t *was;    /* [1..was_count] likewise: the visits that the caches are about */
    int32_t was_count, was_resource; /* was_count -1: they are about nothing */
    khs_segment *pre, *suf, *mid, *post;
    int32_t *load; /* [measures][room] on board after position k; kept where deliveries and pickups
                      mix */
    int32_t *load_before, *load_after; /* largest load on legs 0..k, on legs k..count */
    khs_finding *finding;              /* [orders] or NULL */
    khs_draw *draw;                    /* [draws] what it was counted with, of what runs short */
    int32_t draws, draw_room;
    void *block;
} khs_tour;

/* Gives a tour room for `visits` visits, keeping those it has and what plain.h keeps with them.
 * false: out of memory, tour unchanged. */
bool khs_tour_reserve(const khs_problem *p, khs_tour *tour, int32_t visits);
void khs_tour_free(khs_tour *tour);

/* Recomputes everything from resource and visits. false: the route is infeasible (the tour's
 * figures are then not to be used). */
bool khs_tour_refresh(const khs_problem *p, khs_tour *tour, khs_memo *memo);

/* Copies resource and visits alone. false: out of memory. */
bool khs_tour_copy_visits(const khs_problem *p, khs_tour *to, const khs_tour *from);

/* Copies all that plain.h and pairs.h keep up to date. false: out of memory. */
bool khs_tour_copy(const khs_problem *p, khs_tour *to, const khs_tour *from);

#endif
