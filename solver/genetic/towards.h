/* The moves that bring a visit U next to a node V: relocate and swap of chains of one and two,
 * 2-opt, 2-opt* (Vidal 2022; with time warp Kool et al. 2022). */
#ifndef KHS_TOWARDS_H
#define KHS_TOWARDS_H

#include "lanes.h"

/* What all moves of U ask, whatever V is. Node X follows U, P precedes it, XX follows X. */
typedef struct khs_base {
    int32_t u, x, p, xx, route;
    const int32_t *from_p, *from_u, *from_x, *from_xx; /* rows of the matrix */
    int32_t pu, ux, xxx;                               /* legs */
    int32_t gain[2];  /* steps that its lane grows when U, or U and X leave; ≤ 0 as a rule */
    int32_t load[2];  /* of U, of U and X */
    int64_t eased[2]; /* penalty that its lane gains when they leave */
} khs_base;

/* Good until U's lane changes. */
khs_base khs_base_of(const khs_lanes *l, int32_t u);

/* Tries all moves towards V, a visit or the start of a lane, and makes the first that improves the
 * plan, penalties included. */
bool khs_move_towards(khs_lanes *l, const khs_base *b, int32_t v);

#endif
