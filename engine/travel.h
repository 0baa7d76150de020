/* Lengths and times of legs: one definition for compile and verify, tested alone against a table.
 */
#ifndef KHE_TRAVEL_H
#define KHE_TRAVEL_H

#include "order_set.h"

typedef struct khe_leg {
    bool road;     /* false: no road; the rest is 0 */
    int32_t steps; /* length */
    int32_t ticks; /* driving time */
    int64_t toll;  /* micro-units */
} khe_leg;

/** The leg between two locations by a profile. From a place to itself: zero steps, ticks and toll.
 */
khe_leg khe_travel_leg(const kh_order_set *set, int32_t profile, int32_t from, int32_t to);

/** Fills an n × n block of legs between the given places, row-major, in parallel; equal to
 * khe_travel_leg entry by entry. steps: -1 where there is no road. `toll` may be NULL. \param
 * threads 0: as OpenMP likes */
void khe_travel_fill(const kh_order_set *set, int32_t profile, const int32_t *places, int32_t n,
                     int32_t *steps, int32_t *ticks, int64_t *toll, int32_t threads);

/** Whether any leg of the profile can carry a toll. */
bool khe_travel_has_toll(const kh_order_set *set, int32_t profile);

#endif
