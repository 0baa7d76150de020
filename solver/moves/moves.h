/* The neighbourhoods of the local search. Most take a visit u and one of its granular neighbours v
 * and make them meet, in a handful of variants; each variant answers
 *
 *   added   what it adds to the legs' cost, from a few legs alone: where that is no less than what
 *           can be saved beside the legs, the move is ruled out at once
 *   lay     what the tours would become
 *
 * and change.h does the rest for all of them alike. Names as in the literature: x follows u, y
 * follows v. */
#ifndef KHS_MOVES_H
#define KHS_MOVES_H

#include <math.h>

#include "change.h"

/* One of the two visits and where it stands. */
typedef struct khs_side {
    int32_t visit, slot, at; /* slot -1: absent */
    const khs_tour *tour;
    const khs_track *track;
    const khs_resource *r;
    const khs_matrix *matrix;
    khs_rate rate;
} khs_side;

/* A visit and a neighbour, as all moves see them. */
typedef struct khs_pair {
    const khs_solution *s;
    const khs_problem *p;
    khs_side u, v;
    bool one;    /* both on one tour */
    double most; /* what can be saved beside the legs, at most */
} khs_pair;

/* Looks at u and v; u is on a tour, v on one or absent, or u itself. false: out of memory. */
bool khs_pair_of(khs_pricer *pricer, const khs_solution *s, int32_t u, int32_t v, khs_pair *c);

typedef struct khs_move {
    const char *name;
    int32_t variants; /* times the number of resources where each_resource */
    bool each_resource;
    bool (*supports)(const khs_problem *p);
    /* HUGE_VAL: not applicable */
    double (*added)(const khs_pair *c, int32_t variant);
    void (*lay)(const khs_pair *c, int32_t variant, khs_change *change);
} khs_move;

/* u and v both on tours. */
extern const khs_move khs_move_relocate, khs_move_exchange, khs_move_two_opt, khs_move_two_opt_star,
    khs_move_trade;
/* v absent. */
extern const khs_move khs_move_enter;
/* u alone; v as u. */
extern const khs_move khs_move_leave, khs_move_retype, khs_move_part;

/* Cost of a leg by the rates of a side. */
static inline double khs_leg_cost(const khs_pair *c, const khs_side *side, int32_t from, int32_t to)
{
    double cost = side->rate.step * khs_steps(c->p, side->matrix, from, to);
    if (side->rate.tick > 0.0) cost += side->rate.tick * khs_ticks(c->p, side->matrix, from, to);
    if (side->matrix->toll) cost += (double)khs_toll(c->p, side->matrix, from, to);
    return cost;
}

/* The leg of its own tour from position i to i+1. */
static inline double khs_arc_cost(const khs_pair *c, const khs_side *side, int32_t i)
{
    if (side->rate.tick > 0.0 || side->matrix->toll)
        return khs_leg_cost(c, side, side->tour->place[i], side->tour->place[i + 1]);
    return side->rate.step * side->tour->arc[i];
}

/* What the legs between positions first ... last of `of` cost more or less as part of `by`'s tour,
 * maybe driven backwards. */
double khs_moved_cost(const khs_pair *c, const khs_side *of, int32_t first, int32_t last,
                      const khs_side *by, bool reversed);

/* What a tour costs that has no visits any more, less its legs. */
double khs_empty_saving(const khs_pair *c, const khs_side *side);

/* ---- SWAP*: swap_star.c ---- */

typedef struct khs_star khs_star;
khs_star *khs_star_new(const khs_problem *p);
void khs_star_free(khs_star *star);

/** The best exchange of a visit of one tour for one of the other, each put where it is cheapest in
 * its new tour (Vidal 2022). Returns what it adds to the total, < 0, and lays it out; 0: none. */
int64_t khs_star_best(khs_star *star, khs_pricer *pricer, khs_solution *s, int32_t a, int32_t b,
                      khs_change *change);

#endif
