/* Timing of a stretch of a route that keeps every (hull) window: duration, and the starts that
 * attain it.
 *
 * With hard windows a stretch is three numbers: started at any t in [earliest, latest] it takes
 * `duration`, waiting included, and no start takes less; started later it misses a window; started
 * earlier it only waits longer. Two stretches join in O(1) (Vidal, Crainic, Gendreau & Prins 2013,
 * without time warp: the search never leaves the feasible). */
#ifndef KHS_SEGMENT_H
#define KHS_SEGMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "problem.h"

static inline int32_t khs_min(int32_t a, int32_t b) { return a < b ? a : b; }
static inline int32_t khs_max(int32_t a, int32_t b) { return a > b ? a : b; }

/* Empty where latest < earliest: no start keeps the windows. */
typedef struct khs_segment {
    int32_t duration, earliest, latest;
} khs_segment;

/* Of two stretches that are not empty themselves: what an empty one joins need not be empty.
 * `gap`: ticks between the end of `a`'s last service and the arrival at `b`'s first visit. */
static inline khs_segment khs_join(khs_segment a, khs_segment b, int32_t gap)
{
    const int32_t offset = a.duration + gap; /* arrival at b, counted from a's start */
    const int32_t wait = khs_max(b.earliest - offset - a.latest, 0);
    const int32_t earliest = khs_max(b.earliest - offset, a.earliest) - wait;
    const int32_t latest = khs_min(b.latest - offset, a.latest);
    return (khs_segment){a.duration + b.duration + gap + wait, earliest, latest};
}

/* The earliest end of `a` followed by a stretch that is entered `gap` later. */
static inline int32_t khs_segment_end(khs_segment a) { return a.earliest + a.duration; }

static inline bool khs_segment_feasible(khs_segment a) { return a.earliest <= a.latest; }

#endif
