/* A tour as the local search sees it: prefix and suffix sums that price any stretch of it in O(1).
 *
 *   way[k]    steps from the first visit to position k        (legs between visits alone)
 *   back[k]   the same driven the other way round
 *   breaks[k] legs among those that end a stop
 *   mid[k]    timing of positions 1 ... k, post[k] of k ... count, without the depot ends
 *   given[k]  what deliveries among 1 ... k take off          (a row per measure)
 *   net[k]    by how much 1 ... k change what is on board, high[k] the most of net[0 ... k],
 *   rise[k]   the most by which any of k ... count raises it  (where deliveries and pickups mix)
 *
 * Tracks are made when they are asked for and hold as long as the tour keeps its stamp. They are
 * the local search's own, so that ruin and recreate need not keep more per tour than it reads. */
#ifndef KHS_TRACK_H
#define KHS_TRACK_H

#include "../solution.h"

typedef struct khs_track {
    uint64_t stamp; /* of the tour that it describes; 0: none */
    int32_t room;   /* positions allocated */
    int32_t matrix;
    double over;        /* what the tour costs beyond its legs, its service and the vehicle */
    double over_length; /* what it costs beyond the length of its legs and the vehicle */
    int64_t *toll;      /* [count+1] of the legs up to position k; where there are any */
    khs_segment *mid, *post;
    int32_t *way, *back, *breaks;
    int32_t *given, *net, *high, *rise; /* [measures][room] */
    void *block;
} khs_track;

/* What a leg costs at least, per unit: with its length, and with the time it takes. */
typedef struct khs_rate {
    double step, tick;
} khs_rate;

khs_rate khs_rate_of(const khs_problem *p, const khs_resource *r);

/* Ticks at the depots that every tour of the resource takes. */
int32_t khs_fixed_dock_ticks(const khs_problem *p, const khs_resource *r);

/* Makes the track describe the tour. false: out of memory. */
bool khs_track_update(const khs_problem *p, const khs_tour *tour, khs_track *track);
void khs_track_free(khs_track *track);

#endif
