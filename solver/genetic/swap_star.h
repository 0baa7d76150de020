/* SWAP* on lanes (Vidal 2022). */
#ifndef KHS_SWAP_STAR_H
#define KHS_SWAP_STAR_H

#include "lanes.h"

/* What it remembers between calls. */
typedef struct khs_star_places {
    int64_t *gain;                /* [n + 1] what removing a visit saves */
    struct khs_best_places *best; /* [fleet * (n + 1)] the three cheapest places of a visit in a
                                     lane; with windows */
    int32_t *room, *between;      /* scratch without windows: two lanes as arrays, the distances
                                     between their visits */
} khs_star_places;

bool khs_star_places_init(const khs_grid *g, khs_star_places *places);
void khs_star_places_free(khs_star_places *places);

/* Tries SWAP* on two lanes; true if it changed them. */
bool khs_swap_star(khs_lanes *l, khs_star_places *places, int32_t a, int32_t b);

#endif
