/* What the files of the verifier know of each other.
 *
 * A *course* is the sequence of visits of one route without its times. verify_fleet.c says who may
 * ride where, verify_course.c what a sequence must keep whatever its times, verify_route.c what
 * the times in a plan must keep, verify_price.c finds the best times itself, verify_costs.c prices,
 * verify_shipments.c and verify_tariff.c look at what carriers take and bill, verify_stock.c at
 * what places give out, verify.c and verify_stated.c at the plan as a whole. */
#ifndef KHE_VERIFY_PARTS_H
#define KHE_VERIFY_PARTS_H

#include "errors.h"
#include "plan.h"
#include "stated.h"
#include "travel.h"
#include "verify.h"

typedef enum khe_kind { KHE_DELIVERY, KHE_PICKUP, KHE_SHIPMENT } khe_kind;

/* Where breaches go. */
typedef struct khe_verifier {
    const kh_order_set *set;
    kh_errors *errors; /* may be NULL */
    int64_t breaches;
} khe_verifier;

#define KHE_BREACH(verifier, code, pointer, ...)                                                   \
    ((verifier)->breaches++,                                                                       \
     khe_errors_add((verifier)->errors, KH_ERROR, (code), (pointer), __VA_ARGS__))

/* A short text by value, so that it can stand in an argument list. */
typedef struct khe_text {
    char s[96];
} khe_text;

khe_text khe_clock(const kh_order_set *set, int64_t tick); /* a time as a plan writes it */
khe_text khe_decimal(int64_t micro);                       /* "12.5" */
khe_text khe_at_route(int32_t route, const char *key);     /* "/routes/3/cost"; key "": none */
khe_text khe_at_step(int32_t route, int32_t step, const char *key);
khe_text khe_at_order(int32_t route, int32_t step, int32_t nth); /* of a step's orders */

typedef struct khe_visit {
    int32_t order;
    bool at_to;
    khe_kind kind;
    int32_t place;     /* location */
    int32_t service;   /* ticks */
    int32_t stop;      /* 0 ...: consecutive visits at one place share it */
    khe_leg leg;       /* that leads here; all zero within a stop */
    int32_t step, nth; /* where it stands in the plan's route */
    int32_t begin;     /* of service; verify_route.c alone */
} khe_visit;

typedef struct khe_course {
    int32_t route; /* of the plan, for pointers */
    int32_t vehicle, day;
    khe_visit *visits; /* [count] */
    int32_t count;
    khe_leg home; /* the leg to the end place */
    int32_t stops;
    bool loads, unloads; /* it has deliveries, pickups */
    int64_t load_ticks, unload_ticks;
    int64_t steps, empty_steps, drive; /* length, length with nothing on board, ticks of driving */
    int64_t toll;                      /* of the legs, micro-units */
    int64_t peak[KHE_MEASURES_MAX];
} khe_course;

/* verify_fleet.c */
int32_t khe_class_count(const kh_order_set *set, int32_t vehicle);
khe_kind khe_kind_of(const kh_order_set *set, int32_t order);
/* NULL: it may; else a clause that says why not. */
const char *khe_ride_refusal(const kh_order_set *set, int32_t order, int32_t vehicle);
/* The account that number `number` (1 ...) of a class is dedicated to, or KHE_NONE. */
int32_t khe_number_owner(const kh_order_set *set, int32_t vehicle, int32_t number);
bool khe_has_shift(const kh_order_set *set, int32_t vehicle, int32_t day);

/* verify_course.c */
static inline const khe_end *khe_visit_end(const kh_order_set *set, const khe_visit *visit)
{
    const khe_order *order = &set->orders[visit->order];
    return visit->at_to ? &order->to : &order->from;
}
static inline bool khe_leaves_board(const khe_visit *visit) { return visit->at_to; }
/* Fills the course from its visits' order and at_to. */
void khe_course_survey(const kh_order_set *set, khe_course *course);
/* Whether its visits are those that the kinds of its orders ask for; reports the others. */
bool khe_course_pairs(khe_verifier *verifier, const khe_course *course);
/* Reports what else breaks whatever the times. */
void khe_course_check(khe_verifier *verifier, const khe_course *course);
/* Adds what is on board when the vehicle leaves the start to `load` (zeroed by the caller). */
void khe_course_first_load(const kh_order_set *set, const khe_course *course, int64_t *load);
/* The visit at which an order that the visit `i` begins leaves the board; count: at the end. */
int32_t khe_course_leaves_at(const khe_course *course, int32_t i);

/* verify_costs.c */
void khe_price_course(const kh_order_set *set, const khe_course *course, int64_t duty,
                      khe_costs *costs);
/* Shares the lines of a route among its orders; shares[i] belongs to the order of visit i, where
 * the second visit of a shipment gets nothing. KH_OK or KH_E_NOMEM. */
kh_status khe_share_costs(const kh_order_set *set, const khe_course *course, const khe_costs *costs,
                          khe_costs *shares);

/* What it costs that an order leaves its source on `day` and arrives on day `arrival`. */
int64_t khe_days_cost(const khe_order *order, int32_t day, int32_t arrival);
/* Reports each line that differs. */
void khe_compare_lines(khe_verifier *verifier, const char *pointer, const khe_costs *due,
                       const khe_costs *given, const char *whose);

/* verify_shipments.c */
/* Reports what breaks within and between shipments. *sound is set to false if one has no shape. */
kh_status khe_shipments_check(khe_verifier *verifier, const khe_plan *plan, bool *sound);
/* NULL: the carrier may take the order on that day; else a clause that says why not. */
const char *khe_take_refusal(const kh_order_set *set, int32_t order, int32_t carrier, int32_t day);
/* When a carrier delivers what it collects on a day. */
khe_interval khe_carrier_interval(const kh_order_set *set, int32_t carrier, int32_t day);

/* verify_stock.c: reports what places give out and have not. KH_OK or KH_E_NOMEM */
kh_status khe_stock_check(khe_verifier *verifier, const khe_plan *plan, const khe_course *courses);
/* Whether a place has less of something than the order takes. */
bool khe_stock_is_short(const kh_order_set *set, const khe_order *order, int32_t place);

/* verify_route.c: checks route `course->route` of the plan and fills the course from it. False: its
 * shape is broken and nothing else can be said of it. The caller frees course->visits. */
kh_status khe_route_check(khe_verifier *verifier, const khe_plan *plan, khe_course *course,
                          bool *sound);

/* verify_stated.c: what the document says besides. */
void khe_stated_check(khe_verifier *verifier, const khe_plan *plan);

#endif
