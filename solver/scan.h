/* What the scans of tours share: insert.c opens them, scan.c runs them, insert_bond.c asks for
 * several. */
#ifndef KHS_SCAN_H
#define KHS_SCAN_H

#include <string.h>

#include "solution.h"

/* What one scan of one tour needs at hand. */
typedef struct khs_scan {
    khs_solution *s;
    const khs_problem *p;
    const khs_search_style *style;
    const khs_tour *tour;
    const khs_resource *r;
    const khs_matrix *matrix;
    int32_t slot, v;
    int32_t resource; /* the tour's, or a larger one that is alike */
    khs_legs legs;    /* of the visit's place */
    int64_t step_price;
    int64_t retyped; /* what the change of resource alone costs */
    bool timed;      /* duty matters to cost or limits */
    bool built;      /* candidates must be built to be judged */
    bool new_ends;   /* the insertion changes head or tail */
    khs_segment head, tail;
    int64_t surcharge;          /* what the coupling and the visits' own prices add */
    int64_t paid;               /* of it, the visits' own prices */
    int64_t bare;               /* cost of the tour without such prices */
    int64_t step_cost, ceiling; /* see khs_scan_set_ceiling */
    khs_spot *best;
} khs_scan;

/* No more tours than this are all looked at, near or not. */
enum { KHS_FEW_TOURS = 24 };

/* Begins a round of looks at tours, each of which is looked at once. */
void khs_looks_begin(khs_solution *s);

static inline bool khs_looks_anew(khs_solution *s, int32_t slot)
{
    if (slot < 0 || s->looked[slot] == s->look) return false;
    s->looked[slot] = s->look;
    return true;
}

/* Every position of the tour for one visit; for a shipment collected by the scan's visit and
 * delivered by w. */
void khs_scan_single(khs_scan *c);
void khs_scan_pair(khs_scan *c, int32_t w);

/* Whether an improving spot is overlooked. */
bool khs_scan_blinks(const khs_scan *c);

/* Turns the best delta so far into a ceiling on added steps: one product rejects a spot. */
void khs_scan_set_ceiling(khs_scan *c);

/* One tour for a visit, or for a shipment (w not 0), by the kernel that suits. */
void khs_scan_tour(khs_scan *c, khs_solution *s, const khs_tour *tour, int32_t slot, int32_t v,
                   int32_t w);

/* The same for a consignment. */
void khs_scan_consignment(khs_scan *c, khs_solution *s, const khs_tour *tour, int32_t slot,
                          int32_t v, int32_t w);

/* Whether the order alone may become a consignment of the resource. */
bool khs_may_consign_order(const khs_solution *s, int32_t resource, int32_t order);

/* The cheapest free resource that is alike to the tour's, has room for the visit too and may carry
 * them all; -1: none. */
int32_t khs_larger_resource(const khs_solution *s, const khs_tour *tour, int32_t v);

/* What extra visits to priced places the insertion costs. `tour` NULL: a new one. */
int64_t khs_visit_surcharge(const khs_solution *s, const khs_tour *tour, int32_t resource,
                            int32_t v, int32_t w);

/* Puts a visit behind a position, caches untouched. false: out of memory. */
bool khs_splice(const khs_problem *p, khs_tour *tour, int32_t after, int32_t v);

#endif
