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

enum { KHE_MEASURES_MAX = 8, KHE_NONE = -1, KHE_TIERS = 5, KHE_EXTRAS_MAX = 16 };

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

/* So much of a product. */
typedef struct khe_amount {
    int32_t product; /* of set->products */
    int64_t amount;  /* thousandths */
} khe_amount;

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
    char *postcode; /* NULL: none */
    khe_amount *stock;
    int32_t stocks; /* -1: not stated, it never runs short; else it has what stands there alone */
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

/* How an order may be split. */
typedef struct khe_split {
    int32_t unit;       /* the measure that counts units */
    int32_t least;      /* units of a part */
    int32_t most_parts; /* INT32_MAX: any number */
    khe_service to_service, from_service;
} khe_split;

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
    bool *sources;            /* [locations] that it may come from, where `from` is a list: then
                                 from.place is KHE_NONE and it is a delivery; else NULL */
    bool *carriers;           /* [carriers] that may take it, or NULL: none */
    bool *ship_days;          /* [days] on which it may leave its source, or NULL: all */
    int32_t first_ship_day, last_ship_day;
    int64_t holding_per_day, early_per_day; /* micro-units */
    int64_t value;                          /* micro-units, of its goods */
    khe_amount *products; /* [product_count] what it takes from the stock of its source */
    int32_t product_count;
    khe_split *split;    /* NULL: never */
    int32_t part, parts; /* of a split order: 0 ... parts-1, of how many; parts 0: a whole one */
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

/* Whether the order stands for a whole one where orders are counted. */
static inline bool khe_counts(const khe_order *order) { return order->part == 0; }

/** Frees what an order holds. */
void khe_order_clear(khe_order *order);

/* Whether a delivery may be loaded at a place. */
static inline bool khe_may_come_from(const khe_order *order, int32_t place)
{
    if (order->sources) return order->sources[place];
    return order->from.place == KHE_NONE || order->from.place == place;
}

typedef enum khe_mode { KHE_LTL, KHE_PARCEL, KHE_FTL } khe_mode;

/* One band of a tariff: for weights above the band before it, up to and including its own. */
typedef struct khe_band {
    int32_t up_to; /* thousandths of the carrier's measure; INT32_MAX: no end */
    bool flat;     /* `price` is for the whole, else per unit of the measure */
    int64_t price; /* micro-units */
    int64_t min;   /* least price of the band, micro-units; 0: none */
} khe_band;

/* Places that a carrier serves at one table. */
typedef struct khe_zone {
    char *id;
    khe_band *bands; /* [band_count] ascending */
    int32_t band_count;
} khe_zone;

typedef enum khe_extra_kind {
    KHE_EXTRA_SHARE,      /* `share` of the base price */
    KHE_EXTRA_VALUE,      /* `share` of the goods' value */
    KHE_EXTRA_ONCE,       /* `price` once, if `needs` is empty or any order needs one of them */
    KHE_EXTRA_PER_STARTED /* `price` for every started `per` of the chargeable weight */
} khe_extra_kind;

typedef struct khe_extra {
    char *name;
    khe_extra_kind kind;
    int64_t share; /* millionths */
    int64_t price; /* micro-units */
    int64_t min;   /* least amount, micro-units; of SHARE and VALUE */
    khe_names needs;
    int32_t per; /* thousandths of the carrier's measure */
} khe_extra;

/* A carrier and what it asks. docs/rules.md, "Carriers". */
typedef struct khe_carrier {
    char *id;
    khe_mode mode;
    int32_t measure;                    /* that its bands are in */
    int32_t per_unit[KHE_MEASURES_MAX]; /* thousandths of chargeable weight that a whole unit of a
                                           measure counts at least; 0: does not matter */
    int32_t round_up;                   /* thousandths; 0: not rounded */
    int32_t pieces;  /* parcel: the measure that counts pieces, or KHE_NONE: an order is one */
    bool next_break; /* a higher band's price at its least weight may be taken instead */
    khe_zone *zones;
    int32_t zone_count;
    int32_t *zone_of; /* [locations] or KHE_NONE: not served. ftl without zones: NULL, serves all */
    khe_extra *extras;
    int32_t extra_count; /* at most KHE_EXTRAS_MAX */
    khe_window delivers; /* when it delivers, on the day of arrival */
    int32_t transit_days;
    int32_t max_per_day[KHE_MEASURES_MAX]; /* thousandths; INT32_MAX: no limit */
    khe_names offers, refuses_goods;       /* offers: what its extras cover included */
    /* ftl alone */
    int32_t capacity[KHE_MEASURES_MAX]; /* thousandths; INT32_MAX: unlimited */
    int32_t profile;
    int32_t max_stops; /* or KHE_NONE */
    int64_t fixed, per_km, min, extra_stop;
} khe_carrier;

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
    char **products; /* [product_count] that orders take or places have */
    int32_t product_count;

    khe_location *locations;
    khe_profile *profiles;
    khe_account *accounts;
    khe_order *orders;
    khe_vehicle *vehicles;
    khe_carrier *carriers;
    khe_apart *apart;
    khe_together *together;
    khe_bad_order *bad_orders;
    int32_t location_count, profile_count, account_count, order_count, vehicle_count, carrier_count,
        apart_count, together_count, bad_order_count;

    bool vehicles_first; /* objective.first */
    kh_errors *warnings; /* found while reading, carried to the plan */
    /* The document as read, without "travel": for what plans carry untouched (places, vehicles,
     * meta). */
    struct cJSON *document;
};

#endif
