/* Local search of the genetic search: through infeasible routes, at the price of overload and time
 * warp (Vidal 2022; Kool et al. 2022). */
#ifndef KHS_EDUCATE_H
#define KHS_EDUCATE_H

#include "grid.h"

/* Costs inside are steps × KHS_SCALE, so that penalties may have fractions. */
enum { KHS_SCALE = 16, KHS_FINENESS = 1024 };

/* A plan as the genetic search keeps it: routes one after the other. */
typedef struct khs_genome {
    int32_t *visit; /* [n] */
    int32_t *start; /* [fleet + 1] route r holds visit[start[r]] ... visit[start[r+1]-1]; empty
                       routes allowed */
    int64_t length; /* steps, `fixed` of used routes included */
    int64_t overload, warp;
} khs_genome;

typedef struct khs_stop_node {
    int32_t next, prev, route, at;
    int64_t load;      /* up to and including */
    khs_warped before; /* from the depot to here, inclusive */
    khs_warped after;  /* from here to the depot */
    int32_t tested;    /* clock of the last test of all its moves */
} khs_stop_node;

typedef struct khs_lane {
    int32_t count, changed; /* clock of the last change */
    int64_t load, penalty;
    int32_t warp;
    int32_t star; /* clock of the last SWAP* test */
} khs_lane;

typedef struct khs_educator {
    const khs_grid *g;
    khs_rng *rng;
    int64_t load_price, warp_price; /* × KHS_SCALE × KHS_FINENESS, per unit of load, per tick */
    int32_t clock;
    khs_stop_node *node;            /* [n + 1 + 2 * fleet]: visits, starts, ends */
    khs_lane *lane;                 /* [fleet] */
    int32_t *order, *lanes;         /* scratch permutations */
    int64_t *gain;                  /* [n + 1] what removing a visit saves */
    struct khs_best_places *places; /* [fleet * (n + 1)] three cheapest places */
    int32_t *span;                  /* [n] scratch */
} khs_educator;

bool khs_educator_init(const khs_grid *g, khs_rng *rng, khs_educator *e);
void khs_educator_free(khs_educator *e);

/* Takes a genome to a local optimum at the educator's prices; its figures are brought up to date.
 */
void khs_educate(khs_educator *e, khs_genome *genome);

/* Recomputes length, overload and warp. */
void khs_genome_price(const khs_grid *g, khs_genome *genome);

#endif
