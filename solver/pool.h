/* A pool of routes seen by the search: for every resource and set of orders the cheapest sequence.
 *
 * Bounded: when it is full, the half of its routes that were offered longest ago is dropped, so
 * what a pool holds depends only on what was offered and in which order. One thread at a time. */
#ifndef KHS_POOL_H
#define KHS_POOL_H

#include <stdbool.h>
#include <stdint.h>

#include "solver.h"

typedef struct khs_pool khs_pool;

/* A route in the pool; `visits` are the pool's and valid until the next add. */
typedef struct khs_column {
    int32_t resource;
    int32_t count;
    const int32_t *visits; /* [count] */
    int64_t cost;          /* micro-units, without couplings */
} khs_column;

/** \param problem kept, must outlive the pool
 *  \param capacity most routes that it holds, at least 2
 *  \return yours to free with khs_pool_free, or NULL: out of memory */
khs_pool *khs_pool_new(const khs_problem *problem, int32_t capacity);
void khs_pool_free(khs_pool *pool); /* NULL is fine */

/** Forgets all routes, keeps the memory. */
void khs_pool_clear(khs_pool *pool);

/** Offers a feasible route. Kept if its set of orders is new on the resource or it is cheaper.
 *  \param visits [count], count >= 1; copied
 *  \return false: out of memory, the pool is as it was */
bool khs_pool_add(khs_pool *pool, int32_t resource, const int32_t *visits, int32_t count,
                  int64_t cost);

/** Offers all routes of `from` in its order. \return false: out of memory, some are missing */
bool khs_pool_merge(khs_pool *pool, const khs_pool *from);

int32_t khs_pool_count(const khs_pool *pool);
/** The i-th route, 0 <= i < khs_pool_count. */
khs_column khs_pool_at(const khs_pool *pool, int32_t i);

#endif
