/* The best plan made of routes in a pool: set partitioning with all couplings between routes. */
#ifndef KHS_CHOOSE_H
#define KHS_CHOOSE_H

#include <stdbool.h>
#include <stdint.h>

#include "pool.h"
#include "solver.h"
#include "value.h"

typedef struct khs_choice_limits {
    int32_t columns; /* routes in each integer program; 0: no limit. 600 ... 2500 pay */
    int64_t nodes;   /* of each search tree; 0: none */
    double deadline; /* of khs_clock_now; 0: none. Makes the answer depend on the clock */
    bool relaxation; /* no integer program is solved: it is for the guide alone */
} khs_choice_limits;

/* Routes and what share of each the relaxation takes: all of a route that it is sure about, part of
 * one that it would rather have cut up. */
typedef struct khs_guide {
    khs_route *routes; /* [count] */
    double *share;     /* [count] in (0, 1] */
    int32_t count;     /* 0: the relaxation was not solved */
} khs_guide;

typedef struct khs_choice {
    khs_route *routes; /* [route_count] */
    int32_t route_count;
    int32_t *absent; /* [absent_count] ascending */
    int32_t absent_count;
    khs_guide guide; /* of the last stage */
    khs_value value;
    bool better; /* than the incumbent */
    bool proven; /* nothing in pool and incumbent is better */
} khs_choice;

/** Chooses among the routes of the pool and the incumbent. Orders outside `subset` stay as they are
 *  in the incumbent, and so does every incumbent route that serves one of them.
 *
 *  \param routes, absent the incumbent, a plan: every order once, bonds and vehicles kept
 *  \param subset [orders] 1: may change; NULL: all may
 *  \param out    the incumbent if nothing better is found; yours to free with khs_choice_free
 *  \return KHS_OK or KHS_NOMEM; `out` is untouched on failure */
khs_status khs_choose(const khs_problem *problem, const khs_pool *pool, const khs_route *routes,
                      int32_t route_count, const int32_t *absent, int32_t absent_count,
                      const uint8_t *subset, const khs_choice_limits *limits, khs_choice *out);

/** Frees what a choice or a guide holds, not the thing itself, and leaves it empty. */
void khs_choice_free(khs_choice *choice);
void khs_guide_free(khs_guide *guide);

#endif
