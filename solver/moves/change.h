/* What a move would make of one or two tours, put together of stretches of the tours as they are:
 *
 *     relocate u behind v      a: 1 ... i-1, i+1 ... n        b: 1 ... j, u, j+1 ... n
 *     2-opt*                   a: 1 ... i, [b] j ... n        b: 1 ... j-1, [a] i+1 ... n
 *
 * Priced stretch by stretch from tracks. Where that is not exact it is a lower bound, and the
 * routes are built and evaluated from scratch. */
#ifndef KHS_CHANGE_H
#define KHS_CHANGE_H

#include "track.h"

enum { KHS_STRETCHES = 5, KHS_NO_TOUR = -1 };

/* Positions first ... last of a tour, driven backwards where first > last; of no tour: the absent
 * visit `first`. */
typedef struct khs_stretch {
    int32_t slot, first, last;
} khs_stretch;

typedef struct khs_course {
    int32_t slot; /* the tour that becomes it; KHS_NO_TOUR: a new one */
    int32_t resource;
    int32_t stretches;
    khs_stretch stretch[KHS_STRETCHES];
} khs_course;

typedef struct khs_change {
    int32_t courses; /* 1 or 2 */
    khs_course course[2];
    int32_t enters, leaves; /* orders that are absent before or after, or -1 */
} khs_change;

/* Prices changes of one solution. */
typedef struct khs_pricer {
    const khs_problem *p;
    khs_track *track; /* [tour_room] */
    int32_t tracks;
    int32_t *visits[2]; /* [visits] room for routes that are built */
    bool exact;         /* the fast level is exact for every route */
    bool round;         /* every length costs a whole number of units, and nothing else is priced */
    bool free;          /* every visit may ride on every resource */
    bool failed;        /* out of memory */
} khs_pricer;

bool khs_pricer_init(const khs_solution *s, khs_pricer *pricer);
void khs_pricer_free(khs_pricer *pricer);

const khs_track *khs_track_of(khs_pricer *pricer, const khs_solution *s, int32_t slot);

/* Lays the visits of a course down; how many they are. */
int32_t khs_course_visits(const khs_solution *s, const khs_course *course, int32_t *visits);

/** What the change adds to the total at least, exactly where `pricer->exact`. INT64_MAX:
 * infeasible.
 */
int64_t khs_change_bound(khs_pricer *pricer, const khs_solution *s, const khs_change *change);

/** What it adds to the total, by building and evaluating the routes; couplings between tours apart.
 * INT64_MAX: infeasible. */
int64_t khs_change_price(khs_pricer *pricer, khs_solution *s, const khs_change *change);

/** Makes the change as a step of its own if the total falls and, where vehicles come first, no
 * tour is added. Says whether it did. */
bool khs_change_make(khs_pricer *pricer, khs_solution *s, const khs_change *change);

/* Laying out: empty stretches are left out. */
static inline khs_course *khs_course_begin(khs_change *change, const khs_solution *s, int32_t slot)
{
    khs_course *course = &change->course[change->courses++];
    course->slot = slot;
    course->resource = s->tour[slot]->resource;
    course->stretches = 0;
    return course;
}

static inline void khs_put(khs_course *course, int32_t slot, int32_t first, int32_t last)
{
    if (first <= last) course->stretch[course->stretches++] = (khs_stretch){slot, first, last};
}

/* The same stretch, driven backwards. */
static inline void khs_put_back(khs_course *course, int32_t slot, int32_t first, int32_t last)
{
    if (first <= last) course->stretch[course->stretches++] = (khs_stretch){slot, last, first};
}

static inline void khs_put_absent(khs_course *course, int32_t visit)
{
    course->stretch[course->stretches++] = (khs_stretch){KHS_NO_TOUR, visit, visit};
}

#endif
