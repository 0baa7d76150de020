/* What the files that read a plan document share: the values and references that it is made of. */
#ifndef KHE_READ_PLAN_PARTS_H
#define KHE_READ_PLAN_PARTS_H

#include "ids.h"
#include "json.h"
#include "plan.h"
#include "stated.h"

/* A plan document being read. */
typedef struct khe_plan_reader {
    khe_reader json;
    const kh_order_set *set;
    khe_plan *plan;
    khe_stated *stated;
    khe_ids orders, places, vehicles, accounts, carriers;
    const struct cJSON **original; /* [orders] as in the order set's document, or NULL */
} khe_plan_reader;

/* All: reported where wrong, nothing set where absent, null or wrong. */
void khe_plan_money(khe_json *value, int64_t *micro);
void khe_plan_km(khe_plan_reader *r, khe_json *value, int64_t *steps);
void khe_plan_minutes(khe_plan_reader *r, khe_json *value, int32_t *ticks);
void khe_plan_hours(khe_json *value, int64_t *hundredths);
void khe_plan_time(khe_plan_reader *r, khe_json *value, int32_t *tick);
void khe_plan_count(khe_json *value, int32_t *count);
void khe_plan_costs(khe_json *value, khe_costs *costs);
void khe_plan_quantities(khe_plan_reader *r, khe_json *value, int32_t *thousandths);
void khe_plan_fill(khe_plan_reader *r, khe_json *value, double *fill);

/* An array of as many elements as the value has members, zeroed; NULL and noted if out of memory.
 */
void *khe_plan_array(khe_plan_reader *r, const khe_json *value, size_t size);

/* The index that an id has, or KHE_NONE (reported, unless absent or null). */
int32_t khe_plan_id(khe_json *value, const khe_ids *ids, const char *what);

/** "parts" of a step or stop: the quantity of each part of a split order; where it is not that of
 * the order set, it is noted for the verifier. */
void khe_plan_parts(khe_plan_reader *r, khe_json *value);

void khe_plan_read_routes(khe_plan_reader *r, khe_json *routes);
void khe_plan_read_shipments(khe_plan_reader *r, khe_json *shipments);

#endif
