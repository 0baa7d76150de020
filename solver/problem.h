/* The compiled problem: an order set as plain arrays. Made once by engine/compile.c, read by
 * everything in solver/, changed by nobody.
 *
 * Units: ticks of time, steps of length, thousandths of a measure, micro-units of money. "No limit"
 * is a large finite number (KHS_FAR), never INT32_MAX, so sums of a few cannot overflow.
 * docs/rules.md says what a route is and costs. */
#ifndef KHS_PROBLEM_H
#define KHS_PROBLEM_H

#include <stdbool.h>
#include <stdint.h>

enum {
    KHS_MEASURES_MAX = 8,
    KHS_TIERS = 5,
    KHS_FAR = 1 << 29,    /* beyond every tick, step count and number of stops */
    KHS_NO_ROAD = 1 << 28 /* length and time of a leg that does not exist */
};

typedef enum khs_kind {
    KHS_DELIVERY,  /* loaded at the start, served here */
    KHS_PICKUP,    /* collected here, unloaded at the end */
    KHS_SHIP_FROM, /* collected here ... */
    KHS_SHIP_TO    /* ... and delivered here */
} khs_kind;

/* Length and time of a leg. */
typedef struct khs_leg {
    int32_t steps, ticks;
} khs_leg;

/* Lengths, times and tolls between places for one travel profile. Row-major [places * places]; the
 * `_to` arrays are transposed (row = destination) and are the same memory where the matrix is
 * symmetric. ticks may be the same memory as steps.
 *
 * Where `steps` and the other arrays are NULL the legs are computed: `leg` answers the same for the
 * same places on every thread, the same both ways, zero from a place to itself; no tolls. */
typedef struct khs_matrix {
    const int32_t *steps, *steps_to;
    const int32_t *ticks, *ticks_to;
    const int64_t *toll, *toll_to; /* NULL: no tolls */
    khs_leg (*leg)(const void *context, int32_t from, int32_t to);
    const void *context;
    const int32_t *spot; /* [3*places] positions in space, -2^29 ... 2^29: the nearer in a straight
                            line, the shorter the leg; NULL: not known */
    bool whole;          /* known to have no leg without road */
} khs_matrix;

typedef enum khs_mode { KHS_LTL, KHS_PARCEL, KHS_FTL } khs_mode;

/* A band of a tariff: for weights up to and including its own, above the band before it. */
typedef struct khs_band {
    int32_t up_to; /* thousandths; INT32_MAX: no end */
    bool flat;     /* `price` for the whole, else per 1000 thousandths */
    int64_t price, least;
} khs_band;

typedef enum khs_extra_kind {
    KHS_EXTRA_SHARE,
    KHS_EXTRA_VALUE,
    KHS_EXTRA_ONCE,
    KHS_EXTRA_PER_STARTED
} khs_extra_kind;

/* What is added to the base price of a consignment. */
typedef struct khs_extra {
    khs_extra_kind kind;
    int64_t share; /* millionths, of the base or of the goods' worth */
    int64_t price, least;
    uint64_t needs; /* ONCE: if any order has one of them; 0: always */
    int32_t per;    /* thousandths */
} khs_extra;

enum { KHS_EXTRAS_MAX = 16 };

/* What a carrier asks (docs/rules.md, "Carriers"). Weights and quantities in thousandths of the
 * order set's own measures, of which there are `goods`. */
typedef struct khs_tariff {
    khs_mode mode;
    int32_t measure;                    /* that weights are in */
    int32_t per_unit[KHS_MEASURES_MAX]; /* weight that a unit of a measure counts at least */
    int32_t round_up;                   /* 0: none */
    int32_t pieces;                     /* parcel: the measure that counts them, or -1 */
    bool next_break;
    const int32_t *zone;    /* [places] or -1: not served; NULL: a run without a tariff */
    const int32_t *zone_at; /* [zones + 1] into band */
    const khs_band *band;
    const khs_extra *extra;
    int32_t extras;
    /* runs */
    int32_t capacity[KHS_MEASURES_MAX]; /* INT32_MAX: no limit */
    int32_t max_stops;                  /* KHS_FAR: no limit */
    int64_t fixed, per_km, least, extra_stop;
} khs_tariff;

/* A resource: vehicles of one class on one day that are all alike, or a carrier at one place
 * (`start`) on one day. What a carrier takes from there to one place, or on one run, is a tour of
 * it like any other: a consignment. */
typedef struct khs_resource {
    int32_t count;
    int32_t day;         /* of the horizon */
    int32_t matrix;      /* index into matrices */
    int32_t start, end;  /* places */
    int32_t open, close; /* shift, ticks; the duty lies inside */
    /* opening intervals of the start and end place cut to the shift, ascending: loading and
     * unloading begin in one of them */
    const int32_t *load_open, *load_close;
    const int32_t *unload_open, *unload_close;
    int32_t load_windows, unload_windows;
    int32_t load_fixed, unload_fixed; /* ticks per loading, unloading */
    int32_t capacity[KHS_MEASURES_MAX];
    int32_t max_duty, max_steps, max_stops; /* KHS_FAR: none */
    bool pickups_after_deliveries, needs_delivery;
    int64_t per_route;               /* per_day of a used vehicle */
    int64_t per_km, per_h, per_stop; /* micro-units; length line */
    int64_t toll_per_km;
    int32_t overtime_after; /* ticks, KHS_FAR: none */
    int64_t overtime_per_h;
    int32_t vehicle_class;    /* resources of one class on several days or dedicated parts share it:
                                 for decode only */
    const khs_tariff *tariff; /* NULL: own vehicles; else matrix and start are all that matters of
                                 the above */
    int32_t quota;            /* of the problem's quotas, or -1 */
    int32_t price_row;        /* of visit_price */
    int32_t store;            /* of the place where it loads, or -1: nothing runs short there */
} khs_resource;

/* So much of what a cell holds: a product at a place. */
typedef struct khs_draw {
    int32_t cell, amount; /* thousandths */
} khs_draw;

enum { KHS_STORE_OF_RESOURCE = -2 };

/* An order as the solver sees it: one visit, or a pair. */
typedef struct khs_order {
    int32_t visit;     /* the only visit, or the SHIP_FROM end */
    int32_t partner;   /* the SHIP_TO end, or 0 */
    int32_t tier;      /* 1 ... KHS_TIERS */
    int64_t price_out; /* micro-units for leaving it out, or -1: must be served */
    int32_t bond;      /* index into bonds, or -1 */
    int32_t store;     /* that it draws from, -1: none; or of the resource, wherever that loads */
} khs_order;

typedef enum khs_bond_mode { KHS_SAME_STOP, KHS_SAME_ROUTE, KHS_ALL_OR_NONE } khs_bond_mode;

/* Orders of which all are served or none. An order is in at most one bond (compile merges or
 * refuses). */
typedef struct khs_bond {
    khs_bond_mode mode;
    const int32_t *orders; /* [count] ascending */
    int32_t count;
} khs_bond;

typedef struct khs_problem {
    /* sizes */
    int32_t visits; /* n; visit 0 is unused so that 0 can mean "none" */
    int32_t orders; /* indices 0 ... orders-1 */
    int32_t places;
    int32_t measures; /* at most 8 */
    int32_t resources;
    int32_t matrices;
    int32_t days;
    int32_t bonds;
    int32_t resource_words; /* (resources + 63) / 64 */

    /* per visit, [1+n] */
    const uint8_t *kind; /* khs_kind */
    const int32_t *order_of;
    const int32_t *partner; /* other end of a shipment, or 0 */
    const int32_t *place;
    const int32_t *service;
    const int32_t *open, *close; /* hull of the windows below; open > close: never */
    const int32_t *window_at;    /* [n+2] visit v has windows window_at[v] ... window_at[v+1]-1,
                                    ascending, disjoint, at least one unless never */
    const int32_t *window_open, *window_close;
    const int32_t *quantity;     /* [(1+n)*measures] >= 0; what it takes off or puts on board */
    const int32_t *max_on_board; /* KHS_FAR: no limit. On the visit that ends the ride, and on
                                    PICKUP visits; KHS_FAR on SHIP_FROM */
    const uint64_t *allowed;     /* [(1+n)*resource_words] resources that may serve it */
    /* co-loading classes, at most 64 per mode: a conflicts with b if (has[a] & hates[b]) != 0;
     * symmetric */
    const uint64_t *has_time, *hates_time;   /* never on board at the same time */
    const uint64_t *has_route, *hates_route; /* never on the same route */

    /* at the depot ends; a "dock" is a place where resources start or end, see dock_of */
    int32_t docks;
    const int32_t *dock_of; /* [places] index of the dock, or -1 */
    /* [docks*(1+n)]: share of loading time of a DELIVERY if loaded there (dock share + collect
     * service), of unloading time of a PICKUP if unloaded there (dock share + its service at the to
     * end); 0 for others */
    const int32_t *dock_ticks;
    /* [days*(1+n)]: bounds of the begin of loading (DELIVERY) or unloading (PICKUP) if on a route
     * of that day; -KHS_FAR, KHS_FAR: none */
    const int32_t *dock_open, *dock_close;

    /* per place, [places] */
    const int32_t *fixed_stop; /* ticks after the last visit of a stop */
    const int64_t
        *extra_visit_price; /* for every route of a day after the first that visits the place */

    /* What carriers ask about; NULL where there are none. */
    int32_t goods;              /* measures of the order set */
    const int32_t *goods_of;    /* [orders * goods] thousandths */
    const int64_t *worth;       /* [orders] micro-units */
    const uint64_t *needs;      /* [orders] */
    const int32_t *destination; /* [orders] place */
    int32_t quotas;             /* carriers' limits per day */
    const int32_t *quota;       /* [quotas * goods] thousandths; INT32_MAX: none */

    /* What runs short. No cells: nothing does. */
    int32_t stores, cells;
    const int64_t *stock;   /* [cells] thousandths */
    const int32_t *draw_at; /* [stores * orders + 1] order o draws from store s what stands from
                               draw_at[s * orders + o] on: */
    const khs_draw *draw;

    const int64_t *visit_price; /* [rows * (1+n)] for serving it on resources of that price_row:
                                   waiting for the day, arriving before it; >= 0. NULL: none */

    const khs_resource *resource;
    const khs_matrix *matrix;
    const khs_order *order;
    const khs_bond *bond;

    /* units of length and time behind the prices */
    int32_t steps_per_km; /* 1000 × steps per metre */
    int32_t ticks_per_h;  /* 3600 × ticks per second */
    bool vehicles_first;
    int64_t owned; /* constant part of every plan's cost: Σ over classes of count × days ×
                      per_day_owned */

    /* what the problem uses, so that the search can choose its kernels; filled by
     * khs_problem_survey */
    bool has_duration; /* any price or limit on duty */
    bool has_pickups, has_pairs, has_deliveries;
    bool has_tolls, has_fixed_stops, has_extra_visits, has_no_road;
    bool
        has_dock_time; /* any load/unload time, dock bound or several opening intervals at a dock */
    bool has_many_windows;
    bool has_on_board; /* any limit of time on board */
    bool has_conflict_time, has_conflict_route;
    bool has_stop_limits; /* per_stop or max_stops */
    bool has_carriers;    /* any resource with a tariff */
} khs_problem;

/** Fills the has_* flags from the rest. */
void khs_problem_survey(khs_problem *problem);

static inline const int32_t *khs_quantity(const khs_problem *p, int32_t visit)
{
    return p->quantity + (int64_t)visit * p->measures;
}

static inline bool khs_allowed(const khs_problem *p, int32_t visit, int32_t resource)
{
    return (p->allowed[(int64_t)visit * p->resource_words + (resource >> 6)] >> (resource & 63)) &
           1;
}

static inline int64_t khs_visit_price(const khs_problem *p, const khs_resource *r, int32_t visit)
{
    return p->visit_price ? p->visit_price[(int64_t)r->price_row * (p->visits + 1) + visit] : 0;
}

#endif
