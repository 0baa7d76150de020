/* Hybrid genetic search with diversity management (Vidal 2022; for windows Kool et al. 2022): a
 * population of feasible and infeasible plans, crossover, education, adaptive penalties. Wins below
 * some 300 visits, where ruin and recreate levels off. */
#ifndef KHS_GENETIC_H
#define KHS_GENETIC_H

#include "../island.h"
#include "cross.h"

typedef struct khs_genetic khs_genetic;

/* NULL: out of memory. The grid and the island's rng must outlive it. */
khs_genetic *khs_genetic_new(const khs_grid *grid, khs_rng *rng);
void khs_genetic_free(khs_genetic *genetic);

/* Offers a plan to the population. */
void khs_genetic_feed(khs_genetic *genetic, const khs_image *image);

/* Breeds until the budget's epoch ends; island->best is replaced when a better plan is found,
 * island->steps counts. */
void khs_genetic_run(khs_genetic *genetic, khs_island *island, const khs_budget *budget);

#endif
