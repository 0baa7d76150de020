/* Edge assembly crossover (Nagata & Bräysy 2009; with windows Nagata, Bräysy & Dullaert 2010).
 *
 * The legs in which two plans differ fall apart into cycles that alternate between legs of the one
 * and legs of the other. Taking one cycle's legs of A out and putting its legs of B in leaves every
 * visit with one leg in and one leg out: a plan that differs from A in one place only, and there
 * agrees with B. Visits that end up on a ring without a depot are let into the cheapest route.
 *
 * Every depot is a node of its own: a cycle that comes to it with one plan's leg leaves it with
 * another's. A route may then end elsewhere than it begins, and gets the depot that suits it. */
#ifndef KHS_ASSEMBLY_H
#define KHS_ASSEMBLY_H

#include "lanes.h"

typedef struct khs_assembler {
    const khs_grid *g;
    /* legs of A (0) and B (1) that are not common and not yet on a cycle, by visit; where windows
     * give routes a direction, A's by the visit they leave and B's by the visit they reach */
    int32_t *rest[2];                   /* [2 * (n + 1)] other ends */
    uint8_t *degree[2];                 /* [n + 1] */
    int32_t *depot[2], *depot_count[2]; /* [2 * fleet] other ends, those of a depot from twice its
                                           first lane on, the depot's row for an empty route;
                                           [depots] */
    int32_t *path, *seen[2]; /* the walk; [stride] where a node stands on it, by parity */
    int32_t *cycle;          /* nodes, cycle after cycle, each beginning with a leg of A */
    int32_t *begin, cycles;  /* [cycles + 1] */
    /* putting together */
    int32_t *link[2];       /* [n + 1] neighbours of visits on lanes under change */
    int32_t *lane, lanes;   /* lanes under change */
    int32_t *visit, visits; /* their visits */
    int32_t *mark, stamp;   /* [n + 1] */
    int32_t *lane_mark;     /* [fleet] */
    int32_t *mixed;         /* [2 * fleet] first visits of routes that end at another depot */
    int32_t *ring;          /* [n] */
    int32_t *seed, seeds;   /* ends of legs that came in */
} khs_assembler;

bool khs_assembler_init(const khs_grid *g, khs_assembler *x);
void khs_assembler_free(khs_assembler *x);

/* Finds the cycles of two genomes; `rng` decides where several routes meet at a depot. */
void khs_assembly_begin(khs_assembler *x, khs_rng *rng, const khs_genome *a, const khs_genome *b);

/* Replaces A's legs by B's along some cycles, on lanes that hold genome A; the ends of the
 * new legs are then x->seed. */
void khs_assembly_apply(khs_assembler *x, khs_lanes *l, const int32_t *cycles, int32_t count);

#endif
