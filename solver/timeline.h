/* The exact timing problem of one sequence: begins t[0..m-1] of the duty, every service and the
 * end, with
 *
 *     t[k+1] >= t[k] + gap[k],   t[k] in a union of windows,   t[j] - t[i] <= slack   for every
 * limited ride from i to j.
 *
 * Every constraint has the form "t[x] at least a monotone function of t[y]" (and, mirrored, "at
 * most"), so the solutions form a lattice: a least one above any lower bounds and a greatest one
 * below any upper bounds exist and are found by raising (lowering) until nothing moves. */
#ifndef KHS_TIMELINE_H
#define KHS_TIMELINE_H

#include "route.h"

typedef struct khs_node {
    const int32_t *open, *close; /* [windows] ascending */
    int32_t windows;
    int32_t low, high;          /* cuts the windows further */
    int32_t gap;                /* to the next node, service included */
    int32_t ride_from, ride_to; /* the ride that is limited by `slack`, or -1 */
    int32_t slack;
} khs_node;

typedef struct khs_timeline {
    int32_t count;   /* m = visits + 2 */
    khs_node *node;  /* [count] */
    int32_t *t, *at; /* [count] scratch and solution */
    int32_t unload;  /* ticks after the last node's begin */
    khs_node small_nodes[66];
    int32_t small_times[132];
    void *heap;
} khs_timeline;

/* Sets up the timeline of a route; false when out of memory. Free with khs_timeline_free in every
 * case. */
bool khs_timeline_build(const khs_problem *p, const khs_resource *r, const int32_t *visits,
                        int32_t count, khs_timeline *line);
void khs_timeline_free(khs_timeline *line);

/* Least times with t[k] >= from; `times` [count] receives them. false: none. rides: whether limits
 * of time on board count. */
bool khs_timeline_earliest(const khs_timeline *line, int32_t k, int32_t from, bool rides,
                           int32_t *times);

/* Greatest times with t[last] <= end and t[k] <= to. false: none. */
bool khs_timeline_latest(const khs_timeline *line, int32_t end, int32_t k, int32_t to,
                         int32_t *times);

#endif
