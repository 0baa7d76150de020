/* Local search of the genetic search: through infeasible routes, at the price of overload and time
 * warp (Vidal 2022; Kool et al. 2022). */
#ifndef KHS_EDUCATE_H
#define KHS_EDUCATE_H

#include "swap_star.h"

typedef struct khs_educator {
    khs_lanes lanes;
    khs_star_places star;
    khs_rng *rng;
    int32_t *order, *lane_order;  /* [n], [fleet] scratch permutations */
    int32_t *queue, queued_count; /* [n] visits whose moves are to be tried */
    bool *queued;                 /* [n + 1] */
} khs_educator;

bool khs_educator_init(const khs_grid *g, khs_rng *rng, khs_educator *e);
void khs_educator_free(khs_educator *e);

/* Takes a genome to a local optimum at the lanes' prices; its figures are brought up to date. */
void khs_educate(khs_educator *e, khs_genome *genome);

/* Improves what is on the lanes around some visits, as far as improvements spread. */
void khs_educate_around(khs_educator *e, const int32_t *visits, int32_t count);

#endif
