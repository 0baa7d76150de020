/* A plan as the genetic search keeps it. */
#ifndef KHS_GENOME_H
#define KHS_GENOME_H

#include "grid.h"

typedef struct khs_genome {
    int32_t *visit; /* [n] routes one after the other */
    int32_t *start; /* [fleet + 1] route r, of lane r, holds visit[start[r]] ...
                       visit[start[r+1]-1]; empty routes allowed */
    int32_t *next,
        *prev; /* [n + 1] who follows and precedes whom, or the depot's row; see khs_genome_link */
    int64_t length; /* steps, `fixed` of used routes included */
    int64_t overload, warp;
} khs_genome;

bool khs_genome_init(const khs_grid *g, khs_genome *genome);
void khs_genome_free(khs_genome *genome);
void khs_genome_copy(const khs_grid *g, khs_genome *to, const khs_genome *from);

/* Recomputes length, overload and warp. */
void khs_genome_price(const khs_grid *g, khs_genome *genome);
/* Fills next and prev. */
void khs_genome_link(const khs_grid *g, khs_genome *genome);

/* Takes a plan over that serves every order; false: it does not, or has too many routes of a depot.
 */
bool khs_genome_from_image(const khs_grid *g, const khs_image *image, khs_genome *genome);

static inline bool khs_genome_feasible(const khs_genome *genome)
{
    return !genome->overload && !genome->warp;
}

#endif
