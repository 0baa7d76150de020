/* Annealing in rounds, for shipments: plans of earlier rounds are crossed, or put together from
 * routes that a relaxation takes part of, and annealed again. */
#ifndef KHS_ROUNDS_H
#define KHS_ROUNDS_H

#include "search.h"

/* Whether the budget is enough for rounds, and they suit the problem. */
bool khs_search_has_rounds(const khs_search *search);

/* When GLPK is asked to choose from the tours seen: every few rounds, the more seldom the less it
 * helps, and once more before the last round. */
typedef struct khs_cadence {
    int32_t next, every; /* the round after which it is asked; rounds until the one behind that */
} khs_cadence;

khs_cadence khs_cadence_begin(void);
bool khs_cadence_is_due(const khs_cadence *cadence, int32_t round, int32_t count);
void khs_cadence_note(khs_cadence *cadence, int32_t round, bool helped);

/* Spends the rest of the budget. false: out of memory. */
bool khs_search_run_rounds(khs_search *search);

#endif
