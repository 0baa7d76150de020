/* The best plans of a search in rounds, of each valley one: else all are soon children of one. */
#ifndef KHS_ELITES_H
#define KHS_ELITES_H

#include "solution.h"

enum { KHS_ELITES = 20 };

typedef struct khs_elites {
    const khs_problem *p;
    khs_image plan[KHS_ELITES]; /* [count] best first */
    int32_t count;
    int32_t *next; /* [1+visits] the visit behind each in the plan that asks to be kept, or 0 */
} khs_elites;

/* false: out of memory */
bool khs_elites_init(const khs_problem *p, khs_elites *elites);
void khs_elites_free(khs_elites *elites);

/* Keeps a plan if it is better than the one of its valley, or than the worst of all. Plans of one
 * valley share most of their legs. false: out of memory */
bool khs_elites_admit(khs_elites *elites, const khs_image *plan);

#endif
