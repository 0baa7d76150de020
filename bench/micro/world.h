/* Random problems for the micro-benchmarks, laid out as the engine compiles them. */
#ifndef KEYHAUL_MICRO_WORLD_H
#define KEYHAUL_MICRO_WORLD_H

#include "problem.h"

typedef enum world_kind {
    WORLD_FREE,
    WORLD_WINDOWS,
    WORLD_MEASURES,
    WORLD_PAIRS,
    WORLD_KINDS
} world_kind;

extern const char *const world_names[WORLD_KINDS];

/** A problem of so many orders on a plane: deliveries without windows; with; with a second measure
 * and a price of time; shipments with windows. NULL: out of memory. Free with world_free. */
khs_problem *world_new(world_kind kind, int32_t orders, uint64_t seed);
void world_free(khs_problem *problem);

#endif
