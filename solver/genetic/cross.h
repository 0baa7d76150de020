/* Crossovers of the genetic search. */
#ifndef KHS_CROSS_H
#define KHS_CROSS_H

#include "educate.h"

/* What a lane of a child gets. */
typedef struct khs_cross_route {
    const int32_t *visits;
    int32_t count;
    bool foreign; /* may hold visits that others have */
} khs_cross_route;

typedef struct khs_crosser {
    const khs_grid *g;
    khs_rng *rng;
    int32_t *tour;          /* [n] giant tour */
    int32_t *other;         /* [n] the other parent's */
    bool *taken;            /* [n + 1] */
    int64_t *potential;     /* [n + 1] of the split */
    int32_t *from;          /* [n + 1] */
    int32_t *rank;          /* [2 * fleet] */
    int64_t *key;           /* [2 * fleet] */
    int32_t *left;          /* [n] visits without a route */
    khs_cross_route *route; /* [fleet] of the child, by lane */
    int32_t *used;          /* [depots] lanes */
    int32_t *seed, seeds;   /* [3 * n] after an exchange of routes: visits with new neighbours */
} khs_crosser;

bool khs_crosser_init(const khs_grid *g, khs_rng *rng, khs_crosser *c);
void khs_crosser_free(khs_crosser *c);

/* OX on the giant tours, then the best split into routes (Prins 2004), each from its nearest depot
 * that has a vehicle left. */
void khs_cross_ox(khs_crosser *c, const khs_genome *a, const khs_genome *b, int64_t load_price,
                  int64_t warp_price, khs_genome *child);

/* Some neighbouring routes of a give way to routes of b about the same place, depots and all; what
 * is then served twice leaves b's routes, what is not served goes to its cheapest place (after
 * SREX: Nagata & Kobayashi 2010). */
void khs_cross_routes(khs_crosser *c, const khs_genome *a, const khs_genome *b, khs_genome *child);

/* Random visits in random routes. */
void khs_cross_random(khs_crosser *c, int64_t load_price, int64_t warp_price, khs_genome *child);

#endif
