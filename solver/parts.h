/* Very large problems: cut into parts of a few hundred orders, each made a problem of its own, so
 * that no step takes longer for the size of the whole. */
#ifndef KHS_PARTS_H
#define KHS_PARTS_H

#include "search.h"

typedef struct khs_parts khs_parts;

/* Orders from which on a problem is searched in parts. */
enum { KHS_PARTS_FROM = 4000 };

/* What is done to every part. */
typedef enum khs_part_work {
    KHS_ANNEAL_PARTS,
    KHS_POLISH_PARTS, /* anneal, then take the bests to local optima */
    KHS_BREED_PARTS   /* where the genetic search applies */
} khs_part_work;

/* Parts of about so many orders. NULL: out of memory. */
khs_parts *khs_parts_new(const khs_search *search, int32_t orders_each);
void khs_parts_free(khs_parts *parts);

/* Epochs that the budget is worth, at most `most`: a part that gets too little of one is not worth
 * its setting up. */
int32_t khs_parts_epochs(const khs_parts *parts, const khs_search *search, int32_t most);

/* One epoch: cuts `current`, lets every island work on its parts one after the other within its
 * budget, and puts what they made together again: `current` and, of the bests, `joined`. false: out
 * of memory */
bool khs_parts_run(khs_parts *parts, khs_search *search, khs_part_work work);

#endif
