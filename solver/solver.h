/* All that the engine sees of the solver, beside problem.h. */
#ifndef KHS_SOLVER_H
#define KHS_SOLVER_H

#include <stdbool.h>
#include <stdint.h>

#include "problem.h"

typedef enum khs_status {
    KHS_OK = 0,
    KHS_NOMEM = -1,
    KHS_LIMIT = -2,
    KHS_INTERNAL = -3
} khs_status;

typedef struct khs_settings {
    double time_limit;    /* seconds from `clock_started`; 0: none */
    double clock_started; /* khs_clock_now() when the run began; 0: when khs_solve is called */
    int64_t iterations;   /* over all islands; 0: no limit */
    int32_t islands;      /* 0: 4, or threads if timed */
    int32_t threads;      /* 0: all the machine has */
    int64_t seed;
    int32_t
        exact; /* 1: small problems by enumeration too; 2: larger ones, for most of the budget */
} khs_settings;

/* A route as the solver hands it out. */
typedef struct khs_route {
    int32_t resource;
    int32_t count;
    int32_t *visits; /* [count] */
    int64_t cost;    /* micro-units, couplings between routes not included */
} khs_route;

typedef enum khs_stop { KHS_BY_TIME, KHS_BY_ITERATIONS, KHS_BY_SIGNAL, KHS_BY_OPTIMUM } khs_stop;

typedef struct khs_result {
    khs_route *routes; /* [route_count] by resource, then first visit */
    int32_t route_count;
    int32_t *absent; /* [absent_count] orders left out, ascending */
    int32_t absent_count;
    int64_t cost; /* routes, prices of left-out orders, couplings, owned */
    bool proven;  /* optimal */
    int64_t iterations;
    int32_t islands, threads;
    double first_s, within_1pct_s, seconds;
    khs_stop stopped_by;
} khs_result;

typedef struct khs_news {
    char source; /* see kh_progress */
    int64_t iterations, cost;
    int32_t routes, absent;
    double seconds;
} khs_news;
/* Called from the thread that called khs_solve; non-zero stops the search. */
typedef int (*khs_news_fn)(const khs_news *news, void *payload);

/** Solves. \param out yours to free with khs_result_free. KHS_OK, KHS_NOMEM or KHS_INTERNAL */
khs_status khs_solve(const khs_problem *problem, const khs_settings *settings, khs_news_fn news,
                     void *payload, khs_result **out);
void khs_result_free(khs_result *result);

/** Seconds of a monotonic clock. The one place that asks the time. */
double khs_clock_now(void);

/* ---- One route, exactly
 * -------------------------------------------------------------------------------------------- */

typedef enum khs_flaw {
    KHS_FINE = 0,
    KHS_FLAW_RESOURCE, /* a visit may not ride on the resource */
    KHS_FLAW_ORDER, /* pair out of order, pickup before delivery where forbidden, no delivery where
                       one is needed */
    KHS_FLAW_LOAD,
    KHS_FLAW_CONFLICT,
    KHS_FLAW_ROAD,
    KHS_FLAW_TIME,     /* windows, shift, dock bounds */
    KHS_FLAW_ON_BOARD, /* feasible but for the limits of time on board */
    KHS_FLAW_LIMIT,    /* duty, length, stops */
    KHS_FLAW_BOND,     /* members of a bond missing, or not at one stop */
} khs_flaw;

/* What a route amounts to. Valid where flaw == KHS_FINE. */
typedef struct khs_route_value {
    khs_flaw flaw;
    int64_t cost; /* micro-units: per_route + length + tolls + time + overtime + stops, each line
                     rounded once */
    int32_t steps, duty, stops;
    int64_t toll; /* Σ of the legs' */
} khs_route_value;

/** Evaluates a sequence on a resource from scratch, O(count) where one window holds everywhere.
 *  The minimum duty over all timings; several windows, dock hours and time on board exactly
 * (oracle.c). \param visits [count], count >= 1; pairs complete */
khs_route_value khs_route_evaluate(const khs_problem *problem, int32_t resource,
                                   const int32_t *visits, int32_t count);

/** The same for a route that may still grow: members of its bonds may be missing. */
khs_route_value khs_route_evaluate_open(const khs_problem *problem, int32_t resource,
                                        const int32_t *visits, int32_t count);

/* When things happen on a route: minimum duty, then latest departure, then each service as early as
 * it can. */
typedef struct khs_schedule {
    int32_t duty_begin; /* begin of loading, or departure */
    int32_t duty_end;
    int32_t unload_begin; /* or arrival at the end place */
    int32_t *begin;       /* [count] begin of service; caller's */
    int32_t *latest; /* [count+1] latest arrival at each visit and at the end place that keeps the
                        rest feasible with single windows' latest; caller's; may be NULL */
    int32_t *room; /* [count] ticks from the earliest arrival at each visit, were the duty begun as
                      early as it can be, to the latest one of the sequence, whatever the duty;
                      caller's; may be NULL */
} khs_schedule;

/** The schedule of a feasible route. \return false if it is infeasible. KHS_NOMEM cannot happen:
 * scratch is on the heap of the call and its failure returns false too. */
bool khs_route_schedule(const khs_problem *problem, int32_t resource, const int32_t *visits,
                        int32_t count, khs_schedule *schedule);

#endif
