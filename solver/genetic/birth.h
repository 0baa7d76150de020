/* One birth: two parents, a crossover, education, and maybe mending. A function of the parents, the
 * prices and a seed alone, so that births may be given on any thread. */
#ifndef KHS_BIRTH_H
#define KHS_BIRTH_H

#include "assembly.h"
#include "cross.h"
#include "educate.h"

typedef enum khs_crossover {
    KHS_CROSS_RANDOM,
    KHS_CROSS_OX,
    KHS_CROSS_ROUTES,
    KHS_CROSS_LEGS
} khs_crossover;

typedef struct khs_birth {
    khs_crossover crossover;
    const khs_genome *a, *b; /* NULL for CROSS_RANDOM */
    uint64_t seed;           /* of its random numbers */
    bool given, mended;      /* whether `child` is there, whether `heir` is */
    khs_genome child;        /* may be infeasible */
    khs_genome heir;         /* the child mended */
} khs_birth;

bool khs_birth_init(const khs_grid *g, khs_birth *birth);
void khs_birth_free(khs_birth *birth);

/* What a thread needs to give births. */
typedef struct khs_midwife {
    khs_rng rng;
    khs_educator educator;
    khs_crosser crosser;
    khs_assembler assembler;
    bool *in_lane, *in_set; /* scratch of choosing cycles */
    int32_t *set;
} khs_midwife;

bool khs_midwife_init(const khs_grid *g, khs_midwife *m);
void khs_midwife_free(khs_midwife *m);

/* Fills child and heir. */
void khs_birth_give(khs_midwife *m, int64_t load_price, int64_t warp_price, khs_birth *birth);

#endif
