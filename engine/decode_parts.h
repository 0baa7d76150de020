/* What the parts of decode share. Private to engine/decode*.c. */
#ifndef KHE_DECODE_PARTS_H
#define KHE_DECODE_PARTS_H

#include "decode.h"
#include "errors.h"
#include "travel.h"

typedef struct khe_decoder {
    const khe_compiled *compiled;
    const kh_order_set *set;
    khe_plan *plan;
    kh_errors *errors;
    int32_t *first_visit; /* [days * locations] 1 + the first route of the day there, 0: none yet */
    /* the route in hand */
    int32_t resource, count;
    const int32_t *visits; /* [count] */
    khs_schedule schedule;
    int32_t stops;
} khe_decoder;

/** Writes the steps of the route in hand with all that follows from them: length, times, peaks,
 *  begins of its orders, tolls of its legs. \return false when out of memory */
bool khe_decode_steps(khe_decoder *decoder, khe_route *route);

/** The lines of the route in hand, after its steps. \param r index of the route */
void khe_decode_costs(khe_decoder *decoder, int32_t r);

/** Shares the lines of route r among its orders. \return false when out of memory */
bool khe_decode_shares(khe_decoder *decoder, int32_t r);

/** The lines of the plan: routes, vehicles that stand idle, orders left out. */
void khe_decode_totals(khe_decoder *decoder);

#endif
