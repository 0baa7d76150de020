/* A population with diversity management (Vidal 2022): feasible and infeasible plans apart, ranked
 * by cost and by how much they differ from those that are most like them. */
#ifndef KHS_POPULATION_H
#define KHS_POPULATION_H

#include "lanes.h"

enum { KHS_KEPT_LEAST = 15, KHS_KEPT_MOST = 150 };

typedef struct khs_population khs_population;

/* NULL: out of memory. The grid must outlive it. */
khs_population *khs_population_new(const khs_grid *g);
void khs_population_free(khs_population *population); /* NULL is fine */

/* Prices at which infeasible plans compare; ranks follow at the next selection. */
void khs_population_price(khs_population *population, int64_t load_price, int64_t warp_price);

/* How many feasible and how many infeasible plans survive a selection; within KHS_KEPT_LEAST and
 * KHS_KEPT_MOST. */
void khs_population_keep(khs_population *population, int32_t kept);

/* Takes a copy in. false: out of memory */
bool khs_population_admit(khs_population *population, const khs_genome *genome);

int32_t khs_population_count(const khs_population *population);

/* A parent by binary tournament; good until the next admission. Asks for a member. */
const khs_genome *khs_population_draw(const khs_population *population, khs_rng *rng);

/* Forgets everybody. */
void khs_population_clear(khs_population *population);

#endif
