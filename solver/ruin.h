/* Taking orders out of a solution: adjacent strings (Christiaens & Vanden Berghe 2020). */
#ifndef KHS_RUIN_H
#define KHS_RUIN_H

#include "solution.h"

typedef struct khs_ruin {
    double mean_removed; /* c-bar: customers a ruin removes in the mean */
    double string_most;  /* L-max: longest string */
    int32_t *removed;    /* [orders] orders that the ruin took out */
    int32_t removed_count;
    bool *doomed; /* [1+n] visits about to leave their tour */
} khs_ruin;

bool khs_ruin_init(const khs_problem *p, khs_ruin *ruin);
void khs_ruin_free(khs_ruin *ruin);

/* Removes strings of visits from tours near a random order; absent orders near it join `removed` to
 * be tried again. Inside a step. false: out of memory. */
bool khs_ruin_strings(khs_solution *s, khs_ruin *ruin, khs_rng *rng);

/* The same near an order that is given. */
bool khs_ruin_near(khs_solution *s, khs_ruin *ruin, khs_rng *rng, int32_t order);

/* Removes every order of one tour. */
bool khs_ruin_tour(khs_solution *s, khs_ruin *ruin, int32_t slot);

/* Removes these orders from wherever they are (absent ones stay absent), whole bonds with them. */
bool khs_ruin_orders(khs_solution *s, khs_ruin *ruin, const int32_t *orders, int32_t count);

#endif
