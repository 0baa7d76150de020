/* What the parts of the plan writer share. Private to engine/write_plan*.c. */
#ifndef KHE_WRITE_PLAN_H
#define KHE_WRITE_PLAN_H

#include "plan.h"
#include "text_writer.h"

typedef struct khe_plan_writer {
    khe_writer w;
    const kh_order_set *set;
    const khe_plan *plan;
    int32_t km_places; /* decimals of a step in kilometres */
} khe_plan_writer;

/* Figures in the plan's units. */
void khe_write_money(khe_plan_writer *p, const char *key, int64_t micro);
void khe_write_km(khe_plan_writer *p, const char *key, int64_t steps);
void khe_write_minutes(khe_plan_writer *p, const char *key, int64_t ticks); /* 6 decimals */
void khe_write_hours(khe_plan_writer *p, const char *key, int64_t ticks);   /* 2 decimals */
void khe_write_time(khe_plan_writer *p, const char *key, int32_t tick);     /* KHE_NO_TIME: null */
void khe_write_ratio(khe_plan_writer *p, const char *key, int64_t part, int64_t of); /* 4 decimals;
                                                                            of 0: null */
void khe_write_quantities(khe_plan_writer *p, const char *key, const int32_t *thousandths);
void khe_write_costs(khe_plan_writer *p, const char *key, const khe_costs *costs, bool zeros_too);

/* Largest load over capacity in every limited measure of the routes first ... last. */
/* "parts": the quantities of those orders that are parts of a split one; nothing if none is. */
void khe_write_parts(khe_plan_writer *p, const int32_t *orders, int32_t count);
void khe_write_fill(khe_plan_writer *p, int32_t first, int32_t last);

void khe_write_routes(khe_plan_writer *p);
void khe_write_shipments(khe_plan_writer *p);

#endif
