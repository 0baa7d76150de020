/* What a plan document says besides the plan proper: names, counts, sums and copies that the
 * verifier compares with what it finds itself. Filled by read_plan.c; a plan that was made here has
 * none. */
#ifndef KHE_STATED_H
#define KHE_STATED_H

#include "plan.h"

/* Sums of driving, as a route and the summary state them. Hours in hundredths. */
typedef struct khe_stated_sums {
    int64_t cost;         /* micro-units */
    int64_t steps, empty; /* length, empty length */
    int64_t drive, wait, duty;
    double fill[KHE_MEASURES_MAX]; /* negative: left out */
} khe_stated_sums;

typedef struct khe_stated_order {
    int32_t times; /* how often the document lists it */
    int32_t index; /* /orders/N */
    int32_t account, from, to;
    int32_t quantity[KHE_MEASURES_MAX];
    bool on_time;
    bool differs;      /* its windows are not those of the order set's document */
    bool part_differs; /* some step says another quantity of this part */
} khe_stated_order;

typedef struct khe_stated_account {
    int32_t account; /* KHE_NONE: the orders that have none */
    int32_t orders;
    double on_time; /* negative: null */
    int64_t cost;   /* micro-units */
} khe_stated_account;

typedef struct khe_stated_route {
    khe_stated_sums sums;
    int32_t *slack; /* [steps] ticks, KHE_NO_TIME: not stated */
} khe_stated_route;

typedef struct khe_stated_shipment {
    int32_t mode;         /* khe_mode */
    khe_interval *arrive; /* [stops] */
} khe_stated_shipment;

/* Objects that the document carries over as they stand in the order set. */
typedef struct khe_stated_copies {
    int32_t count;
    int32_t differs; /* index of the first that differs, or KHE_NONE */
} khe_stated_copies;

typedef struct khe_stated {
    char *name, *sha256, *status;
    khe_stated_sums sums;
    int64_t cash;
    int32_t orders, served_own, served_carrier, unserved, vehicles_used, trips;
    int32_t loads, consolidated; /* loads: KHE_NONE if neither is said */
    double on_time;              /* negative: null */
    bool has_quality;
    int64_t lower_bound; /* micro-units */
    double gap;
    khe_stated_account *accounts; /* [account_count] */
    int32_t account_count;
    khe_stated_copies places, vehicles;
    khe_stated_order *by_order; /* [set->order_count] */
    khe_stated_route *routes;   /* [plan->route_count] */
    int32_t route_count;
    khe_stated_shipment *shipments; /* [plan->shipment_count] */
    int32_t shipment_count;
} khe_stated;

/** Frees what it holds and itself; NULL is fine. */
void khe_stated_free(khe_stated *stated);

#endif
