/* Lengths and times of legs: one definition for compile and verify, tested alone against a table.
 */
#ifndef KHE_TRAVEL_H
#define KHE_TRAVEL_H

#include <stddef.h>

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

/* ---- Places laid on the map of a profile that goes by coordinates: for legs asked again and again
 * ---- */

typedef struct khe_map khe_map;

/** Bytes that a map of n places takes. */
size_t khe_map_size(int32_t n);
/** Lays places of the set on the map; both must outlive it. The profile's model is not a matrix.
 * \param map khe_map_size(n) bytes of the caller's */
void khe_map_lay(khe_map *map, const kh_order_set *set, int32_t profile, const int32_t *places,
                 int32_t n);
/** The leg from places[i] to places[j], the same as khe_travel_leg's; the same both ways. */
khe_leg khe_map_leg(const khe_map *map, int32_t i, int32_t j);
/** Whether there is a road between any two places. */
bool khe_map_is_whole(const khe_map *map);
/** A leg that none on the map exceeds, in length or time. */
khe_leg khe_map_longest(const khe_map *map);
/** The places in space: among whole maps, the nearer two spots lie in a straight line, the shorter
 * the leg. \param spot [3*n] between -2^29 and 2^29 */
void khe_map_spots(const khe_map *map, int32_t *spot);

/** Whether any leg of the profile can carry a toll. */
bool khe_travel_has_toll(const kh_order_set *set, int32_t profile);

#endif
