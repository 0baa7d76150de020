/* What the parts of explain share. Private to engine/explain*.c. */
#ifndef KHE_EXPLAIN_PARTS_H
#define KHE_EXPLAIN_PARTS_H

#include "compile_parts.h"
#include "explain.h"
#include "store.h"
#include "text_writer.h"

/* Lengths and times of the shortest ways, whatever lies between, from a place or (back) to it. */
typedef struct khe_ways {
    struct khe_ways *next;
    int32_t matrix, place;
    bool back;
    int32_t *steps, *ticks; /* [places], at least KHS_NO_ROAD: no way */
} khe_ways;

typedef struct khe_explainer {
    const khe_compiled *compiled;
    const kh_order_set *set;
    const khs_problem *p;
    const khs_result *result;
    khe_plan *plan;
    khs_problem relaxed;    /* without needs_delivery and bonds */
    khs_resource *resource; /* [resources] of relaxed */
    khs_problem tiny;       /* relaxed, with the places of one order alone */
    int32_t *tiny_place;    /* [1 + visits] */
    int32_t *used;          /* [resources] routes */
    const int64_t *drawn;   /* [cells] what the plan takes of what runs short */
    bool *hopeless;         /* [orders] cannot be served alone, proved */
    khe_ways *ways;
    khe_store store;
    int64_t work; /* cells of matrices that may still be looked at for new ways */
    bool direct;  /* sentences speak of the direct roads */
    bool failed;  /* out of memory */
} khe_explainer;

/* The four places of one order on one resource, with the shortest ways between them. */
enum { KHE_AT_START, KHE_AT_END, KHE_AT_FIRST, KHE_AT_SECOND, KHE_SPOTS };
typedef struct khe_sketch {
    int32_t steps[KHE_SPOTS * KHE_SPOTS], ticks[KHE_SPOTS * KHE_SPOTS];
} khe_sketch;

/** Shortest ways from or back to a place; NULL: out of memory (noted), or too much work. */
const khe_ways *khe_find_ways(khe_explainer *e, int32_t matrix, int32_t place, bool back);

/** The direct roads instead. */
void khe_draw_direct(const khe_explainer *e, int32_t order, int32_t resource, khe_sketch *out);

/** \return false when out of memory (noted), or where it takes too much work */
bool khe_draw_sketch(khe_explainer *e, int32_t order, int32_t resource, khe_sketch *out);

/** What is wrong with the order alone on a resource even if every leg were as short as the shortest
 * way between its ends. KHS_FINE: nothing can be proved. */
khs_flaw khe_flaw_by_sketch(khe_explainer *e, int32_t order, int32_t resource,
                            const khe_sketch *sketch);

/** A sentence with figures for a flaw that holds on the resources marked in `group`.
 *  \param all     these are all that may serve the order
 *  \param direct  it holds by the direct roads only (nothing is proved). NULL when out of memory */
char *khe_flaw_detail(khe_explainer *e, int32_t order, khs_flaw flaw, const bool *group, bool all,
                      bool direct);

/** Whether it is proved that orders bound to one route cannot be on one; then \param detail
 * receives a sentence, NULL when out of memory. */
bool khe_bond_is_hopeless(const khe_explainer *e, const khs_bond *bond, char **detail);

/** What the plan draws from every cell; NULL when out of memory (noted). */
int64_t *khe_plan_draws(khe_explainer *e);

/** Whether the source of the resource has what the order takes beside what the plan takes. */
bool khe_stock_lets_in(const khe_explainer *e, int32_t order, int32_t resource);

/** Whether the stock of every source lacks something for the order, alone or beside what the plan
 * takes; then `what` is it, at the place where least is missing. */
bool khe_stock_is_lacking(const khe_explainer *e, int32_t order, bool alone, const khs_draw **what);
char *khe_stock_detail(const khe_explainer *e, const khs_draw *what, bool alone);

/** Why no resource may serve the order. */
char *khe_no_vehicle_detail(khe_explainer *e, int32_t order, khe_reason *reason);

#endif
