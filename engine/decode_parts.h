/* What the parts of decode share. Private to engine/decode*.c. */
#ifndef KHE_DECODE_PARTS_H
#define KHE_DECODE_PARTS_H

#include "compile_parts.h"
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

/** Makes a shipment of what a carrier takes. KH_OK, KH_E_NOMEM or KH_E_INTERNAL */
kh_status khe_decode_shipment(khe_decoder *decoder, const khs_route *from);
/** Puts the shipments in the plan's order. */
void khe_decode_sort_shipments(khe_decoder *decoder);

/** Whether lines sum up to what the solver says; else KH_E_INTERNAL with a finding. */
kh_status khe_decode_match(khe_decoder *decoder, const char *what, const khe_costs *costs,
                           int64_t solvers);

/** Shares `amount` in proportion to weights, left-over units to the first. */
void khe_share(int64_t amount, const int64_t *weight, int32_t count, int64_t *share);

/** Shares the lines of route r among its orders. \return false when out of memory */
bool khe_decode_shares(khe_decoder *decoder, int32_t r);

/** The lines of the plan: routes, vehicles that stand idle, orders left out. */
void khe_decode_totals(khe_decoder *decoder);

#endif
