/* What places have to give: products that run short at some of them. Every order draws what it
 * needs from the place that it comes from, whatever takes it there. */
#ifndef KHS_STOCK_H
#define KHS_STOCK_H

#include <stddef.h>

#include "solution.h"

typedef struct khs_draws {
    const khs_draw *draw;
    int32_t count;
} khs_draws;

/* What a visit takes out of stock if the resource serves it; a shipment once, where it is
 * collected. */
khs_draws khs_draws_of(const khs_problem *p, int32_t visit, int32_t resource);

/* Whether there is what the order takes, were it the only one. */
bool khs_stock_covers(const khs_problem *p, int32_t order, int32_t resource);

/* Lists what the tour draws, for when it is counted in (change 1) and out (-1). false: out of
 * memory. */
bool khs_stock_list(const khs_problem *p, khs_tour *tour);
void khs_stock_count(khs_solution *s, const khs_tour *tour, int32_t change);

/* Whether the counts are those of the tours, for assertions. */
bool khs_stock_is_counted(const khs_solution *s);

/* Whether the visits may ride with the resource as far as stock goes, beside all tours but `but`
 * (NULL: all). */
bool khs_stock_suffices(khs_solution *s, const khs_tour *but, int32_t resource,
                        const int32_t *visits, int32_t count);

/* The same for one order that is absent; true where nothing runs short. */
static inline bool khs_stock_has(khs_solution *s, int32_t resource, int32_t order)
{
    return !s->p->cells || khs_stock_suffices(s, NULL, resource, &s->p->order[order].visit, 1);
}

#endif
