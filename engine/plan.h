/* A plan as structs, all indices into the order set. Made by decode.c from the solver's loads, or
 * by read_plan.c from a document; written by write_plan.c, verified by verify.c. */
#ifndef KHE_PLAN_H
#define KHE_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include <keyhaul/plan.h>

#include "order_set.h"

/* clang-format off */
/*    name             key                group                                               */
#define KHE_LINE_MAP(X)             \
    X(OWNED,           "owned",           cash)      \
    X(FIXED,           "fixed",           cash)      \
    X(DISTANCE,        "distance",        cash)      \
    X(TIME,            "time",            cash)      \
    X(OVERTIME,        "overtime",        cash)      \
    X(STOPS,           "stops",           cash)      \
    X(TOLLS,           "tolls",           cash)      \
    X(CARRIERS,        "carriers",        cash)      \
    X(CONTRACT_MISSES, "contract_misses", cash)      \
    X(JIT,             "jit",             penalties) \
    X(HOLDING,         "holding",         penalties) \
    X(UNSERVED,        "unserved",        penalties) \
    X(EXTRA_VISITS,    "extra_visits",    penalties) \
    X(CARBON,          "carbon",          penalties)
/* clang-format on */

typedef enum khe_line {
#define X(name, key, group) KHE_##name,
    KHE_LINE_MAP(X)
#undef X
        KHE_LINES
} khe_line;

typedef struct khe_costs {
    int64_t line[KHE_LINES]; /* micro-units */
} khe_costs;

static inline int64_t khe_costs_total(const khe_costs *costs)
{
    int64_t total = 0;
    for (int32_t l = 0; l < KHE_LINES; l++) total += costs->line[l];
    return total;
}

static inline int64_t khe_costs_cash(const khe_costs *costs)
{
    int64_t total = 0;
    for (int32_t l = 0; l < KHE_JIT; l++) total += costs->line[l];
    return total;
}

/* "start", "load", "deliver", "collect", "unload", "end". "load" only if the route has deliveries,
 * "unload" only if it has pickups. */
typedef enum khe_do { KHE_START, KHE_LOAD, KHE_DELIVER, KHE_COLLECT, KHE_UNLOAD, KHE_END } khe_do;

/* One step of a route. Consecutive deliver/collect steps at one place are one stop; within a step
 * orders are served in the order listed, each at its own begin (khe_plan_order). A step holds
 * visits of one kind; `wait` is the waiting before and between them. */
typedef struct khe_step {
    khe_do act;
    int32_t place;   /* location */
    int32_t *orders; /* [order_count] indices */
    int32_t order_count;
    int32_t arrive, begin, end, leave; /* ticks; start: all equal; end: all equal. The stop's fixed
                                          time lies between end and leave of its last step */
    int32_t wait;
    int32_t leg_steps, leg_ticks; /* of the leg that led here (0 where none) */
    int32_t cum_steps;            /* since the start */
    int32_t latest_arrival; /* latest arrival that keeps the rest of the route feasible; deliver,
                               collect, unload, end */
    int32_t on_board[KHE_MEASURES_MAX]; /* on leaving, thousandths */
} khe_step;

typedef struct khe_route {
    int32_t vehicle, number, day;
    khe_step *steps;
    int32_t step_count;
    khe_costs costs;
    int32_t steps_driven, steps_empty; /* length; length driven with nothing on board */
    int32_t drive, wait, duty;         /* ticks */
    int32_t
        peak[KHE_MEASURES_MAX]; /* largest load on any leg, thousandths: fill = peak / capacity */
} khe_route;

/* What a carrier bills for a shipment. */
typedef struct khe_billed {
    int64_t weight; /* chargeable, thousandths of the carrier's measure; ftl: its sum */
    int32_t band;   /* ltl: index in its zone's bands; parcel, ftl: KHE_NONE */
    int64_t base;   /* micro-units, extra stops included */
    int64_t extra[KHE_EXTRAS_MAX]; /* by the carrier's extras */
    int64_t charge;                /* base and extras */
} khe_billed;

typedef struct khe_shipment_stop {
    int32_t place;
    int32_t *orders; /* [order_count] ascending */
    int32_t order_count;
} khe_shipment_stop;

/* What a carrier takes from one place on one day: to one place (ltl, parcel), or a run of a truck
 * to several (ftl). */
typedef struct khe_shipment {
    int32_t carrier, day, from;
    khe_shipment_stop *stops; /* [stop_count] in the sequence of the run */
    int32_t stop_count;
    khe_interval arrive; /* ticks between which it delivers */
    int32_t steps;       /* ftl: length of the run */
    khe_billed billed;
    khe_costs costs; /* charge in `carriers`, its orders' days in `holding` */
} khe_shipment;

typedef struct khe_plan_order {
    int32_t route;    /* KHE_NONE: not on a route */
    int32_t shipment; /* KHE_NONE: not with a carrier; both: unserved */
    int32_t
        collect_begin; /* begin of service at the `from` end (pickup, shipment), else KHE_NO_TIME */
    int32_t begin;     /* begin of service at the `to` end (delivery, shipment), begin of unloading
                          (pickup), else KHE_NO_TIME */
    khe_costs costs;   /* its share */
    int32_t room; /* ticks by which its arrival can move if the vehicle leaves early enough, the
                     less of both ends; made here, not in documents */
} khe_plan_order;

#define KHE_NO_TIME INT32_MIN

static inline bool khe_is_served(const khe_plan_order *order)
{
    return order->route != KHE_NONE || order->shipment != KHE_NONE;
}

/* clang-format off */
/*    name                key                       what it says                                                              */
#define KHE_REASON_MAP(X)                                                                                                      \
    X(BAD_DATA,           "bad_data",               "the order was refused when the order set was read")                       \
    X(NO_VEHICLE,         "no_vehicle",             "no vehicle may carry it")                                                 \
    X(NO_STOCK,           "no_stock",               "no place that it may come from has what it takes")                        \
    X(CAPACITY,           "capacity",               "larger than any vehicle that may carry it")                               \
    X(NO_ROAD,            "no_road",                "no road leads there and back")                                            \
    X(WINDOW_UNREACHABLE, "window_unreachable",     "no vehicle that may carry it can be there in time and back")              \
    X(MAX_ON_BOARD,       "max_on_board",           "on board for too long on any vehicle that may carry it")                  \
    X(ROUTE_LIMIT,        "route_limit",            "beyond the length, duty or stops that its vehicles may do")               \
    X(BOUND_TO,           "bound_to",               "bound to orders that cannot be served, or not with it")                    \
    X(CONFLICT,           "conflict",               "may not ride with the orders that take the vehicles it could use")        \
    X(PRICED_OUT,         "priced_out",             "serving it costs more than its price of being left out")                  \
    X(NO_ROOM,            "no_room",                "served alone it would fit, beside the others no place was found")
/* clang-format on */

typedef enum khe_reason {
#define X(name, key, text) KHE_##name,
    KHE_REASON_MAP(X)
#undef X
        KHE_REASONS
} khe_reason;

typedef struct khe_why {
    khe_reason reason;
    bool proved;
    char *detail; /* a sentence with figures */
} khe_why;

typedef struct khe_unserved {
    int32_t order;     /* index, or KHE_NONE for a quarantined one */
    int32_t bad_order; /* index into bad_orders, or KHE_NONE */
    khe_why *why;      /* [why_count], at least one */
    int32_t why_count;
} khe_unserved;

typedef struct khe_solver_run {
    int64_t seed, iterations;
    int32_t islands, threads;
    double seconds, first_s, within_1pct_s;
    const char *stopped_by; /* static */
} khe_solver_run;

/* What the same orders cost otherwise, micro-units; what is left out there is counted. */
typedef struct khe_savings {
    bool known;
    int64_t alone; /* every order by itself */
    int32_t alone_unserved;
    bool has_fixed_days; /* where no order may wait for a day, there is nothing to compare */
    int64_t fixed_days;  /* every order on its first possible day */
    int32_t fixed_days_unserved;
} khe_savings;

/* The plan proper; kh_plan (engine/pipeline.c) holds one with its text. */
typedef struct khe_plan {
    bool optimal;      /* proved */
    khe_route *routes; /* [route_count] */
    int32_t route_count;
    khe_shipment *shipments; /* [shipment_count] by carrier, day, from, first stop */
    int32_t shipment_count;
    khe_plan_order *orders; /* [set->order_count] */
    khe_unserved *unserved; /* [unserved_count]; quarantined orders last */
    int32_t unserved_count;
    khe_costs costs; /* of the whole plan, idle_owned included in `owned` */
    int64_t idle_owned;
    khe_savings savings;
    khe_solver_run run;
    struct khe_stated *stated; /* stated.h: what the document says besides; NULL if made here */
} khe_plan;

/* Sums over the routes; steps and ticks. */
typedef struct khe_plan_sums {
    int32_t orders, served, vehicles; /* orders: quarantined ones too; vehicles: each once */
    int32_t own, carrier;             /* served by vehicles, by carriers */
    int32_t consolidated;             /* routes and shipments of several orders */
    int64_t steps, empty, drive, wait, duty;
} khe_plan_sums;

void khe_plan_sum(const kh_order_set *set, const khe_plan *plan, khe_plan_sums *out);
/** "optimal", "feasible" or "partial"; static. */
const char *khe_plan_status(const kh_order_set *set, const khe_plan *plan);
void khe_plan_summarise(const kh_order_set *set, const khe_plan *plan, kh_plan_summary *out);

/** The plan as a table of at most `width` columns (at least 40). Yours to free; NULL: out of
 * memory.
 */
char *khe_plan_table(const kh_order_set *set, const khe_plan *plan, int32_t width);

void khe_plan_free(khe_plan *plan); /* frees what it holds and itself; NULL is fine */

/** Writes the plan document. \param out NUL-terminated, yours to free with kh_text_free. KH_OK or
 * KH_E_NOMEM */
kh_status khe_plan_write(const kh_order_set *set, const khe_plan *plan, char **out, size_t *size);

/** Reads a plan document against its order set; unknown ids and keys are findings.
 *  \return KH_OK, KH_E_SYNTAX, KH_E_SCHEMA, KH_E_NOMEM */
kh_status khe_plan_read(const kh_order_set *set, const char *text, size_t size, khe_plan **out,
                        kh_errors *errors);

/** Recomputes everything from order set and plan and names every breach. KH_OK, KH_E_BREACH or
 * KH_E_NOMEM. */
kh_status khe_verify(const kh_order_set *set, const khe_plan *plan, kh_errors *errors);

#endif
