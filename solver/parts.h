/* Very large problems: cut into parts of a few hundred orders, each made a problem of its own, so
 * that no step takes longer for the size of the whole. */
#ifndef KHS_PARTS_H
#define KHS_PARTS_H

#include "search.h"

typedef struct khs_parts khs_parts;

/* Orders from which on a problem is searched in parts. */
enum { KHS_PARTS_FROM = 4000 };

/* NULL: out of memory. */
khs_parts *khs_parts_new(const khs_search *search);
void khs_parts_free(khs_parts *parts);

/* Epochs that the budget is worth, at most `most`: a part that gets too little of one is not worth
 * its setting up. */
int32_t khs_parts_epochs(const khs_parts *parts, const khs_search *search, int32_t most);

/* One epoch: cuts `current`, lets every island anneal its parts one after the other within its
 * budget, and puts what they made together again: `current` and, of the bests, `joined`.
 * \param last  take the bests to local optima too. false: out of memory */
bool khs_parts_run(khs_parts *parts, khs_search *search, bool last);

#endif
