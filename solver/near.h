/* The nearest visits of every visit, by the length of the leg. */
#ifndef KHS_NEAR_H
#define KHS_NEAR_H

#include "route.h"

/* Fills near[(1+n)*count]: for each visit the `count` others nearest to it by the shorter of the
 * legs to and fro on matrix m, nearest first, equals by number, 0 where fewer. Where the matrix
 * knows positions in space and there are many visits a tree finds them; legs that round to the same
 * length as the last one may then differ from what looking at all gives. false: out of memory */
bool khs_near_fill(const khs_problem *p, const khs_matrix *m, int32_t threads, int32_t count,
                   int32_t *near);

/* The two ways, for tests. */
bool khs_near_by_all(const khs_problem *p, const khs_matrix *m, int32_t threads, int32_t count,
                     int32_t *near);
bool khs_near_by_tree(const khs_problem *p, const khs_matrix *m, int32_t threads, int32_t count,
                      int32_t *near);

#endif
