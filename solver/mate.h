/* Plans to anneal next: a child of two plans (after selective route exchange, Nagata & Kobayashi
 * 2010), one of which much is taken apart, one made of the routes of a relaxation. */
#ifndef KHS_MATE_H
#define KHS_MATE_H

#include "choose.h"
#include "island.h"

enum { KHS_MATING_ROUTES = 32 }; /* no more routes are taken over at once */

/* Scratch of mating. */
typedef struct khs_mating {
    bool *marked;    /* [orders] */
    bool *gives_way; /* [orders] by slot */
    int32_t *orders; /* [orders] */
} khs_mating;

bool khs_mating_init(const khs_problem *p, khs_mating *m);
void khs_mating_free(khs_mating *m);

/* Makes the island's solution `mother` with some tours of `father`, neighbours of each other, in
 * place of those of hers that serve most of the same orders. What then has no tour is inserted;
 * what finds no place is absent. false: out of memory. */
bool khs_mate(khs_mating *m, khs_island *island, const khs_image *mother, const khs_image *father);

/* Makes the island's solution the plan with up to half of its tours, neighbours of each other,
 * taken apart and their orders inserted anew. false: out of memory. */
bool khs_uproot(khs_mating *m, khs_island *island, const khs_image *plan);

/* Makes the island's solution one of routes of the guide that have no order in common, drawn one
 * after the other in proportion to their shares, as far as tours may be opened; the other orders
 * are inserted. false: out of memory. */
bool khs_compose(khs_mating *m, khs_island *island, const khs_guide *guide);

#endif
