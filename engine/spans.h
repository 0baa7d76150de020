/* Sets of ticks as ascending, disjoint intervals, both bounds included. */
#ifndef KHE_SPANS_H
#define KHE_SPANS_H

#include <stdbool.h>

#include "times.h"

typedef struct khe_spans {
    khe_interval *at; /* [count] */
    int32_t count, room;
} khe_spans;

/** Appends an interval (an empty one is dropped); the set is in order again after khe_spans_merge.
 *  \return false when out of memory */
bool khe_spans_add(khe_spans *spans, int32_t open, int32_t close);

/** Sorts, and joins what overlaps or touches. */
void khe_spans_merge(khe_spans *spans);

/** a ∩ b into `out` (emptied first; neither a nor b). \return false when out of memory */
bool khe_spans_meet(const khe_spans *a, const khe_interval *b, int32_t b_count, khe_spans *out);

/** Takes [open, close] out of a set that is in order. \return false when out of memory */
bool khe_spans_remove(khe_spans *spans, int32_t open, int32_t close);

void khe_spans_free(khe_spans *spans);

#endif
