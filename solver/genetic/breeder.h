/* A hybrid genetic search with diversity management (Vidal 2022; with windows Kool et al. 2022)
 * that runs batch by batch. Births of a batch are given by all threads and admitted in order, so
 * what comes out does not depend on the number of threads. */
#ifndef KHS_BREEDER_H
#define KHS_BREEDER_H

#include "../island.h"
#include "birth.h"
#include "population.h"

enum {
    KHS_BATCH = 16,           /* births between two admissions */
    KHS_STEPS_PER_BIRTH = 200 /* how an iteration budget counts a birth */
};

typedef struct khs_breeder {
    khs_grid grid;
    khs_population *population;
    khs_midwife *midwife; /* [threads] */
    int32_t threads;
    khs_birth birth[KHS_BATCH];
    khs_rng rng;
    int64_t load_price, warp_price;
    int32_t births, since_best;            /* of this population */
    int32_t random;                        /* births at its start that have no parents */
    int32_t counted, load_fine, warp_fine; /* births since the prices changed; without overload,
                                              without warp */
    int64_t best_of_all, best_here;        /* lengths; of this population */
    khs_genome best;                       /* of all; good where best_of_all < INT64_MAX */
    double longest;                        /* batch, in seconds */
} khs_breeder;

/* The scene must be one that khs_grid_applies to, and outlive it. false: out of memory; free it all
 * the same. */
bool khs_breeder_init(const khs_scene *scene, int32_t threads, uint64_t seed, khs_breeder *b);
void khs_breeder_free(khs_breeder *b);

/* Fits the size of the population to the births that the whole run will see, given those so far and
 * the consumed share of its budget: a small one converges sooner, a large one to better plans. */
void khs_breeder_expect(khs_breeder *b, double births, double share);

/* Offers a plan to the population. false: out of memory */
bool khs_breeder_feed(khs_breeder *b, const khs_image *image);

/** One batch; a birth that would begin after the deadline (of khs_clock_now; 0: none) is not given.
 * Routes of feasible plans go to the pool (NULL: nowhere). false: out of memory. */
bool khs_breeder_batch(khs_breeder *b, khs_pool *pool, double deadline);

/* Batch after batch within the budget's epoch; the island's best becomes the best plan. On a
 * breeder of one thread. false: out of memory. */
bool khs_breeder_run(khs_breeder *b, khs_island *island, const khs_budget *budget);

/* Makes the solution the best plan. false: out of memory. */
bool khs_breeder_lay(const khs_breeder *b, khs_solution *s);

#endif
