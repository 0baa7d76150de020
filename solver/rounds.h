/* Annealing in rounds, for shipments: plans of earlier rounds are crossed and annealed again. */
#ifndef KHS_ROUNDS_H
#define KHS_ROUNDS_H

#include "search.h"

/* Whether the budget is enough for rounds, and they suit the problem. */
bool khs_search_has_rounds(const khs_search *search);

/* Spends the rest of the budget. false: out of memory. */
bool khs_search_run_rounds(khs_search *search);

#endif
