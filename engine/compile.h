/* The way from the order set to the solver's problem, and back from its indices to ours. */
#ifndef KHE_COMPILE_H
#define KHE_COMPILE_H

#include "order_set.h"
#include "problem.h"
#include "store.h"

/* What a resource of the solver stands for: vehicles `first_number` ... `first_number` + count - 1
 * of a class on one day, or a carrier on one day at the place `from`. */
typedef struct khe_resource_source {
    int32_t vehicle; /* KHE_NONE: a carrier */
    int32_t day, first_number;
    int32_t account;       /* dedicated to, or KHE_NONE */
    int32_t carrier, from; /* KHE_NONE: vehicles */
} khe_resource_source;

/* A product at a place where not all orders that may come from it can have theirs. */
typedef struct khe_stock_cell {
    int32_t location, product;
} khe_stock_cell;

/* A problem with all its arrays. Order i of the problem is order i of the set; the problem's
 * measures are those of the set that bind somewhere, each counted in its greatest common part. */
typedef struct khe_compiled {
    const kh_order_set *set; /* not owned */
    khs_problem problem;
    const int32_t *location;           /* [problem.places] of the set */
    const khe_resource_source *source; /* [problem.resources], ascending by vehicle, day, number;
                                          then by carrier, place, day */
    const khe_stock_cell *cell;        /* [problem.cells] */
    bool narrowed; /* some window is narrower than the rules ask (a daily `ready` where shifts of
                      two days overlap): the plan holds, but nothing is proved by its absence */
    khe_store store;
} khe_compiled;

/** Compiles. \param out yours to free with khe_compiled_free; untouched on failure
 *  \param errors receives findings, may be NULL
 *  \return KH_OK, KH_E_NOMEM, KH_E_LIMIT or KH_E_UNSUPPORTED */
kh_status khe_compile(const kh_order_set *set, kh_errors *errors, khe_compiled **out);
void khe_compiled_free(khe_compiled *compiled);

/** The visits of an order in the sequence of its ride; \return their number, 1 or 2. */
int32_t khe_compiled_visits(const khe_compiled *compiled, int32_t order, int32_t visits[2]);

#endif
