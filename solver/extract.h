/* A problem of its own for some orders of a larger one: numbered afresh, its arrays close together,
 * its legs in small matrices. What is found on it is as valid and costs as much on the whole, but
 * for prices of extra visits that several extracts cause at once. */
#ifndef KHS_EXTRACT_H
#define KHS_EXTRACT_H

#include "solution.h"

typedef struct khs_extract {
    khs_problem p;
    khs_scene scene;
    int32_t *visit, *order, *place; /* [1+n], [orders], [places] numbers in the whole */
    bool *pinned; /* [orders] bound all-or-none with served orders elsewhere: must stay served */
    khs_resource *resource; /* [resources] count as in the whole, to be changed */
    int32_t *visited;       /* [places*days] tours of others at a priced place: 0, to be changed */
    struct khs_block *blocks;
    bool failed; /* out of memory */
} khs_extract;

/* Where orders and places of the whole stand in the extract: scratch that several extracts may use
 * one after the other. */
typedef struct khs_numbers {
    int32_t *order, *place, *visit; /* [orders], [places], [1+n] -1: not in it */
} khs_numbers;

bool khs_numbers_init(const khs_problem *p, khs_numbers *numbers);
void khs_numbers_free(khs_numbers *numbers);

/** Makes the extract of the orders given (ascending). Bonds of one route must be in it whole or not
 * at all; bonds of all-or-none may be cut if their orders are served. `numbers` knows
 * it until khs_extract_free. false: out of memory; free it all the same */
bool khs_extract_make(const khs_scene *whole, const int32_t *orders, int32_t count,
                      khs_numbers *numbers, khs_extract *out);
void khs_extract_free(khs_extract *extract, khs_numbers *numbers);

#endif
