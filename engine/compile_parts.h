/* What the parts of compile share while a problem is built. Private to engine/compile*.c. */
#ifndef KHE_COMPILE_PARTS_H
#define KHE_COMPILE_PARTS_H

#include "compile.h"
#include "errors.h"
#include "kinds.h"
#include "spans.h"

typedef struct khe_build {
    const kh_order_set *set;
    khe_compiled *out;
    khs_problem *p; /* &out->problem */
    kh_errors *errors;
    uint8_t *kind;     /* [orders] KHS_DELIVERY, KHS_PICKUP or KHS_SHIP_FROM */
    uint64_t *classes; /* [orders * class_words] vehicle classes that may carry it */
    int32_t class_words;
    int32_t *place_of;           /* [locations] place of the problem, or KHE_NONE: not in use */
    int32_t *matrix_of;          /* [profiles] */
    khs_order *order;            /* [orders] */
    khe_resource_source *source; /* [problem.resources] */
    khs_resource *resource;
} khe_build;

/* The steps, in this order. Each: KH_OK, KH_E_NOMEM, KH_E_LIMIT or KH_E_UNSUPPORTED with a finding.
 */
kh_status khe_compile_kinds(khe_build *b);     /* kind, classes */
kh_status khe_compile_places(khe_build *b);    /* places, place_of, location, per place */
kh_status khe_compile_resources(khe_build *b); /* resource, source, docks */
kh_status khe_compile_visits(khe_build *b);    /* per visit and order but for quantities */
kh_status khe_compile_days(khe_build *b);      /* what carriers ask about, what days cost */
kh_status khe_compile_allowed(khe_build *b);   /* allowed, dock bounds */
kh_status khe_compile_windows(khe_build *b);
kh_status khe_compile_quantities(khe_build *b); /* quantity, capacity */
kh_status khe_compile_stock(khe_build *b);      /* what runs short; after the resources */
kh_status khe_compile_bonds(khe_build *b);
kh_status khe_compile_conflicts(khe_build *b);
kh_status khe_compile_matrices(khe_build *b);

/** How many resources the carriers are, and the resources themselves, from `first` on, with their
 * tariffs and quotas. KH_OK or KH_E_NOMEM */
int32_t khe_carrier_resources(const kh_order_set *set);
kh_status khe_compile_carriers(khe_build *b, int32_t first);

/** Whether a carrier may take the order on a day (docs/rules.md, "Carriers"). */
bool khe_carrier_may_take(const kh_order_set *set, int32_t carrier, const khe_order *order,
                          int32_t day);
/** When it delivers what it collects on a day. */
khe_interval khe_carrier_arrives(const kh_order_set *set, const khe_carrier *carrier, int32_t day);
bool khe_ships_on(const khe_order *order, int32_t day);
/** What it costs that an order leaves its source on `day` and arrives on `arrives`. */
int64_t khe_days_price(const khe_order *order, int32_t day, int32_t arrives);

static inline bool khe_class_allowed(const khe_build *b, int32_t order, int32_t vehicle)
{
    return (b->classes[(int64_t)order * b->class_words + (vehicle >> 6)] >> (vehicle & 63)) & 1;
}

/** An array of the compiled problem. */
#define KHE_TAKE(b, count, type)                                                                   \
    ((type *)khe_store_take(&(b)->out->store, (size_t)(count), sizeof(type)))

#endif
