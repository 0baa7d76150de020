/* A benchmark instance: what the readers of benchmark formats fill and what is written as an order
 * set. Lengths and times are in the instance's own unit, one unit of length being driven in one
 * unit of time. */
#ifndef KHE_INSTANCE_H
#define KHE_INSTANCE_H

#include <stdbool.h>
#include <stdint.h>

#include <keyhaul/order_set.h>

#include "lines.h"

/* What happens at a site. A shipment is told at the site where it is collected. */
typedef enum khe_role {
    KHE_DEPOT,
    KHE_DELIVERY,
    KHE_PICKUP,
    KHE_SHIPMENT,
    KHE_SHIPMENT_TO
} khe_role;

typedef struct khe_site {
    int32_t number; /* as in the file: the id of the place and of its order */
    int line;       /* of the file that states it, 0: several */
    khe_role role;
    double x, y; /* on the plane; longitude and latitude if geographic */
    double demand;
    double open, close; /* start of service; close < 0: at any time */
    double service;
    double prize;    /* lost if it stays out; < 0: it must be served */
    int32_t partner; /* shipment: the site (index) that it goes to */
} khe_site;

/* Equal vehicles. */
typedef struct khe_class {
    int32_t count; /* -1: unlimited */
    int32_t depot; /* site (index) */
    double capacity;
    double fixed, per_unit; /* cost of use, cost per unit of length */
    double max_duration;    /* < 0: none */
    bool *allowed;          /* [sites] that it may visit, or NULL: all */
} khe_class;

typedef struct khe_instance {
    char *name; /* NULL: the file states none */
    khe_site *sites;
    khe_class *classes;
    int32_t site_count, class_count;
    double *matrix;       /* [sites * sites] lengths (= times), or NULL: Euclidean */
    bool geographic;      /* x, y are degrees */
    bool timed;           /* there are windows, service times or limits of duration */
    bool backhauls;       /* deliveries before pickups, at least one delivery on a route */
    int32_t seconds;      /* in a unit of time: 1 or 60 */
    const char *rounding; /* what the format's classic set uses; static */
} khe_instance;

/* How lengths and times are rounded. */
typedef struct khe_rounding {
    const char *name;
    const char *resolution; /* as the document writes it */
    int32_t per_unit;       /* ticks in a second, steps in a metre */
    bool floor;
} khe_rounding;

/** Room for `sites` sites and `classes` classes: must-serve deliveries without window, unlimited
 * vehicles without costs but 1 per unit of length. */
bool khe_instance_reserve(khe_instance *instance, int32_t sites, int32_t classes);
/** Reads the next sites × sites numbers, however they are broken into lines, as the matrix. */
bool khe_instance_read_matrix(khe_instance *instance, khe_lines *lines);
void khe_instance_free(khe_instance *instance); /* what it holds, not itself */

/** The instance as an order set document.
 *  \param name  for an instance that has none
 *  \param first "cost" or "vehicles"
 *  \param out   yours to free with kh_text_free \return KH_OK or KH_E_NOMEM */
kh_status khe_instance_write(const khe_instance *instance, const khe_rounding *rounding,
                             const char *name, const char *first, char **out);

/* The readers. They fill an instance that is all zero; false: see lines->status. */
bool khe_read_solomon(khe_lines *lines, khe_instance *instance);
bool khe_read_vrplib(khe_lines *lines, khe_instance *instance);
bool khe_read_lilim(khe_lines *lines, khe_instance *instance);
bool khe_read_sartori(khe_lines *lines, khe_instance *instance);

/* Bounds of what a benchmark file may state. */
#define KHE_INSTANCE_COORDINATE 1e9
#define KHE_INSTANCE_DEMAND     2e6
#define KHE_INSTANCE_TIME       1e6
#define KHE_INSTANCE_COST       1e9
enum { KHE_INSTANCE_SITES = 100000, KHE_INSTANCE_MATRIX = 2500 };

#endif
