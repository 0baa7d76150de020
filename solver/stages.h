/* Which stages a bred run has, judged by what is known once the first plan stands. What each number
 * was chosen by is told in bench/settings.md. */
#ifndef KHS_STAGES_H
#define KHS_STAGES_H

#include <stdbool.h>
#include <stdint.h>

/* Where parts are bred of what annealing leaves, annealing has this share of the budget. */
#define KHS_PARTS_AFTER 0.3

typedef struct khs_prospect {
    int32_t orders;
    int32_t routes; /* of the first plan */
    bool savings;   /* which is one by savings, not by insertion */
    double births;  /* that breeding of the whole would see */
    double rounds;  /* that breeding of the parts would see after KHS_PARTS_AFTER */
} khs_prospect;

/* Shares of the budget: annealing ends at the first, breeding of the whole at the second, breeding
 * of parts with the budget. A stage that would begin where it ends is left out. */
typedef struct khs_stages {
    double annealed, bred;
} khs_stages;

khs_stages khs_stages_of(const khs_prospect *x);

#endif
