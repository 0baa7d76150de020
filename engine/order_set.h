/* The domain as structs: what an order set says, in ticks, steps, thousandths and micro-units,
 * references resolved to indices. Written by read_order_set.c; read by compile.c, decode.c and
 * verify.c. See docs/rules.md for what it all means. */
#ifndef KHE_ORDER_SET_H
#define KHE_ORDER_SET_H

#include <stdbool.h>
#include <stdint.h>

#include <keyhaul/order_set.h>

#include "times.h"

struct cJSON;

enum { KHE_MEASURES_MAX = 8, KHE_NONE = -1, KHE_TIERS = 5 };

/* A set of names out of one vocabulary (needs, goods, tags, ...) of at most 64. */
typedef uint64_t khe_names;

typedef struct khe_vocabulary {
    char **name;   /* [count] */
    int32_t count; /* at most 64 */
} khe_vocabulary;

/* Size of a vehicle, or what a place admits. Millimetres and kilograms; INT32_MAX: not stated. */
typedef struct khe_size {
    int32_t length_mm, width_mm, height_mm, gross_kg;
} khe_size;

typedef struct khe_location {
    char *id;
    char *name;            /* NULL: none */
    bool on_plane;         /* x, y instead of lon, lat */
    bool located;          /* false: neither given, only in matrices */
    double lon, lat, x, y; /* degrees; plane units */
    khe_interval *open; /* [opens] absolute ticks, ascending, disjoint; `closed` days taken out */
    int32_t opens;      /* -1: always open; 0: never */
    int32_t fixed_stop; /* ticks */
    int64_t extra_visit_price;
    khe_service dock_service; /* fixed: once per loading or unloading; per: each order's share */
    khe_size limits;
    khe_names tags; /* of set->tags */
} khe_location;

typedef enum khe_model { KHE_GREAT_CIRCLE, KHE_PLANE, KHE_MATRIX } khe_model;

typedef struct khe_speed {
    double up_to_km; /* from the previous band's end up to here; the last: infinite */
    double kmh;
} khe_speed;

/* One travel model. Legs are asked of travel.h alone. */
typedef struct khe_profile {
    char *id;
    khe_model model;
    double circuity; /* great-circle */
    double unit_m;   /* plane */
    bool floor;      /* rounding of a leg's length: floor instead of half up */
    khe_speed *speed;
    int32_t speeds;
    int32_t *row_of; /* matrix: [locations] row of a location, or KHE_NONE */
    int32_t rows;
    int32_t *steps;  /* matrix: [rows * rows], -1: no road */
    int32_t *ticks;  /* matrix: [rows * rows] */
    int64_t *toll;   /* matrix: [rows * rows] micro-units, or NULL */
    int32_t same_as; /* index of an equal profile before this one, or its own index */
} khe_profile;

typedef struct khe_dedicated {
    int32_t vehicle, count;
} khe_dedicated;

typedef struct khe_account {
    char *id;
    char *name; /* NULL: none */
    int32_t tier;
    bool *vehicles;      /* [vehicles] that it accepts, or NULL: all */
    int32_t *never_with; /* [never_withs] accounts; made symmetric by the reader */
    int32_t never_withs;
    khe_dedicated *dedicated;
    int32_t dedicateds;
} khe_account;

/* One end of an order. */
typedef struct khe_end {
    int32_t place; /* location, or KHE_NONE (an absent `from`) */
    khe_window *
        windows; /* [window_count] bounds of the start of service; `windows_mean` already applied */
    int32_t window_count; /* 0: any time */
    int32_t service;      /* ticks, quantity already applied */
} khe_end;

typedef struct khe_order {
    char *id;
    int32_t index_in_document; /* /orders/N */
    int32_t account;           /* KHE_NONE: none */
    khe_end from, to;          /* `from` is the document's "collect" with the order's `from` */
    bool as_shipment;
    int32_t quantity[KHE_MEASURES_MAX]; /* thousandths */
    bool has_ready;
    khe_moment ready;
    khe_names needs, goods;   /* defaults of the account applied */
    int32_t tier;             /* 1 ... 5, inherited */
    int64_t unserved_penalty; /* KHE_NONE: must be served */
    int32_t max_on_board;     /* ticks, or KHE_NONE */
    bool *vehicles;           /* [vehicles] it may ride on, or NULL: all */
} khe_order;

typedef struct khe_vehicle {
    char *id;
    int32_t count; /* KHE_NONE: unlimited */
    int32_t profile;
    int32_t start, end;  /* locations */
    khe_interval *shift; /* [days]; close < open: not available on that day. Both bounds inclusive,
                            absolute ticks */
    int32_t capacity[KHE_MEASURES_MAX]; /* thousandths, INT32_MAX: unlimited */
    bool pickups_after_deliveries;
    bool needs_delivery;
    int32_t max_duty;  /* ticks, or KHE_NONE */
    int32_t max_steps; /* steps, or KHE_NONE */
    int32_t max_stops; /* or KHE_NONE */
    khe_names offers, refuses_goods, refuses_tags, tags;
    khe_size size;
    int64_t per_day, per_day_owned, per_km, toll_per_km, per_h, per_stop,
        overtime_per_h;     /* micro-units */
    int32_t overtime_after; /* ticks; INT32_MAX: no overtime */
} khe_vehicle;

/* Goods that may not be together. A list of more than two names means every pair. */
typedef struct khe_apart {
    khe_names goods;
    bool whole_route; /* mode "vehicle"; else "same-time" */
} khe_apart;

typedef enum khe_bond { KHE_SAME_STOP, KHE_SAME_TRIP, KHE_SAME_VEHICLE, KHE_ALL_OR_NONE } khe_bond;

typedef struct khe_together {
    int32_t *orders; /* [count] */
    int32_t count;
    khe_bond mode;
} khe_together;

/* An order that `quarantine` left out. */
typedef struct khe_bad_order {
    char *id; /* NULL: unknown */
    int32_t index_in_document;
    char *why;
} khe_bad_order;

struct kh_order_set {
    char *name, *currency;
    char sha256[65];       /* of the document and its files, hexadecimal */
    khe_calendar calendar; /* first day, offset, days, ticks per second: times.h */
    int32_t steps_per_m;   /* 1, 10, 100 or 1000 */
    int32_t measures;
    char *measure[KHE_MEASURES_MAX];
    khe_vocabulary needs, goods, tags;

    khe_location *locations;
    khe_profile *profiles;
    khe_account *accounts;
    khe_order *orders;
    khe_vehicle *vehicles;
    khe_apart *apart;
    khe_together *together;
    khe_bad_order *bad_orders;
    int32_t location_count, profile_count, account_count, order_count, vehicle_count, apart_count,
        together_count, bad_order_count;

    bool vehicles_first; /* objective.first */
    kh_errors *warnings; /* found while reading, carried to the plan */
    /* The document as read, without "travel": for what plans carry untouched (places, vehicles,
     * meta). */
    struct cJSON *document;
};

#endif
