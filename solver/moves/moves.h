/* The neighbourhoods of the local search. A move takes a visit u and one of its granular neighbours
 * v and says
 *
 *   added   steps that the changed legs add: where only length costs, >= 0 rules the move out at
 * once build   the visits of the one or two tours as they would be
 *
 * local.c does the rest for all of them alike: the exact cost of what was built decides, so a delta
 * is a difference of two full evaluations. Names as in the literature: x follows u, y follows v. */
#ifndef KHS_MOVES_H
#define KHS_MOVES_H

#include "../solution.h"

/* The tours of u and v rebuilt; both the same slot: only the first is used. */
typedef struct khs_rebuilt {
    int32_t slot[2];
    int32_t *visits[2]; /* room for all visits of both */
    int32_t count[2];
} khs_rebuilt;

typedef struct khs_move {
    const char *name;
    bool (*supports)(const khs_problem *p);
    int32_t (*added)(const khs_solution *s, int32_t u, int32_t v); /* INT32_MAX: not applicable */
    void (*build)(const khs_solution *s, int32_t u, int32_t v, khs_rebuilt *out);
} khs_move;

extern const khs_move khs_move_swap, khs_move_or_opt_2, khs_move_or_opt_3,
    khs_move_or_opt_2_reversed, khs_move_relocate, khs_move_two_opt, khs_move_two_opt_star;

/* Steps between two places on the matrix of a tour. */
static inline int32_t khs_between(const khs_solution *s, const khs_tour *tour, int32_t from,
                                  int32_t to)
{
    return khs_steps(s->p, &s->p->matrix[s->p->resource[tour->resource].matrix], from, to);
}

static inline void khs_put(khs_rebuilt *out, int32_t which, const khs_tour *tour, int32_t first,
                           int32_t last)
{
    for (int32_t i = first; i <= last; i++)
        out->visits[which][out->count[which]++] = tour->visit[i];
}

static inline void khs_put_reversed(khs_rebuilt *out, int32_t which, const khs_tour *tour,
                                    int32_t first, int32_t last)
{
    for (int32_t i = last; i >= first; i--)
        out->visits[which][out->count[which]++] = tour->visit[i];
}

#endif
