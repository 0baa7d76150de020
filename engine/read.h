/* What the readers of an order set's sections share. Each section is one function that fills its
 * part of the set from its part of the document; they run in the order in which they refer to each
 * other: header, locations, travel, vehicles, accounts, carriers, what is kept apart, orders,
 * objective. */
#ifndef KHE_READ_H
#define KHE_READ_H

#include <sha2.h>

#include "ids.h"
#include "json.h"
#include "order_set.h"
#include "scan.h"

/* A list of things with ids. */
typedef struct khe_list {
    const char *noun;  /* "location" */
    const char *where; /* "/locations" */
    khe_ids ids;
    bool incomplete; /* some have no valid id: a dangling reference may be one to them */
} khe_list;

typedef struct khe_set_reader {
    khe_reader json;
    kh_order_set *set;
    const kh_read_options *options;
    const khe_scan *scan;
    SHA2_CTX digest;
    khe_list locations, profiles, vehicles, accounts, carriers, orders, products;
    bool *stocked;                      /* [products] some place has it */
    bool any_stock;                     /* some place states its stock */
    int32_t *amount_seen, amounts_read; /* [products] in which object of amounts it stood last */
    bool calendar_bad, measures_bad;    /* what depends on them is not to be reported */
    int32_t *utc_offset;                /* [locations] minutes */
    bool windows_end;                   /* windows bound the end of service */
    khe_service *account_service;       /* [accounts] defaults */
    khe_names *account_needs, *account_goods;
    int64_t *account_penalty; /* [accounts] or KHE_NONE */
    int32_t *account_on_board;
} khe_set_reader;

void khe_read_header(khe_set_reader *r, khe_json *horizon, khe_json *resolution,
                     khe_json *measures);
void khe_read_locations(khe_set_reader *r, khe_json *locations);
void khe_read_travel(khe_set_reader *r, khe_json *travel);
void khe_read_vehicles(khe_set_reader *r, khe_json *vehicles);
void khe_read_accounts(khe_set_reader *r, khe_json *accounts);
void khe_read_carriers(khe_set_reader *r, khe_json *carriers);
void khe_read_apart(khe_set_reader *r, khe_json *never_together);
/* Orders and what binds them: with quarantine an order left out takes those bound to it along. */
/* "split" of an order, after its quantity; and at the end the parts of those that must be. */
void khe_read_split(khe_set_reader *r, khe_json *value, khe_order *out);
void khe_split_orders(khe_set_reader *r, const khe_json *orders);
void khe_read_orders(khe_set_reader *r, khe_json *orders, khe_json *together);
/* read_stock.c: room for all products; the stock of a place, the products of an order, and whether
 * these can be counted. */
void khe_read_products(khe_set_reader *r, const khe_json *locations, const khe_json *orders);
void khe_read_stock(khe_set_reader *r, khe_json *object, khe_location *out);
void khe_read_order_products(khe_set_reader *r, khe_json *object, khe_order *out);
void khe_check_products(khe_set_reader *r, const khe_json *orders);
void khe_read_objective(khe_set_reader *r, khe_json *objective);

/* read_travel.c's share for matrices: places, km, min, toll, file. */
typedef struct khe_matrix_keys {
    khe_json *places, *km, *min, *toll, *file;
} khe_matrix_keys;
void khe_read_matrix(khe_set_reader *r, const khe_json *at, khe_matrix_keys keys, khe_profile *out);

/* read_zones.c: where a carrier delivers and at which bands of prices. \param tariff its value may
 * be absent for a carrier that asks no price by zone (ftl) */
void khe_read_zones(khe_set_reader *r, khe_json *zones, khe_json *tariff, khe_carrier *out);

/* What concerns several sections, once they are read without an error. */
void khe_check_lengths(khe_set_reader *r, const khe_json *travel);
void khe_check_depots(khe_set_reader *r, const khe_json *vehicles);
void khe_warn_far_places(khe_set_reader *r, const khe_json *locations);
void khe_warn_estimated_roads(khe_set_reader *r, const khe_json *travel);

/* ---- common pieces (read_common.c) ---- */

/** calloc that notes when memory is short; room for at least one. */
void *khe_read_alloc(khe_set_reader *r, int32_t count, size_t size);

/** Opens a list of things with ids: room for `count`. */
void khe_list_open(khe_set_reader *r, khe_list *list, int32_t count);

/** Reads the id of the list's next member into *out (owned); doubled ones name both places. */
void khe_read_id(khe_set_reader *r, khe_list *list, khe_json *id, char **out);

/** A copy of a text, NULL if absent or wrong. */
char *khe_read_text(khe_set_reader *r, khe_json *value);

/** The index that an id names, or KHE_NONE (reported, unless absent). */
int32_t khe_read_reference(const khe_list *list, khe_json *value);

/** A list of references as flags [list], or NULL if absent. */
bool *khe_read_flags(khe_set_reader *r, const khe_list *list, khe_json *array);

/** A list of names as a set, added to the vocabulary. */
khe_names khe_read_names(khe_set_reader *r, khe_json *array, khe_vocabulary *vocabulary);

/** Money in micro-units; keeps *out if absent. */
void khe_read_money(khe_json *value, int64_t *out);

/** Minutes in ticks, half up; keeps *out if absent. */
void khe_read_minutes(khe_set_reader *r, khe_json *value, int32_t *out);

/** {"fixed_min", "per": {measure: minutes}}. */
void khe_read_service(khe_set_reader *r, khe_json *object, khe_service *out);

/** The index of the measure that the member's key names, or KHE_NONE (reported). */
int32_t khe_read_measure(khe_set_reader *r, const khe_json *member);

/** A quantity or "unlimited" (INT32_MAX) of every measure, into out[measures]. */
void khe_read_capacity(khe_set_reader *r, khe_json *capacity, int32_t *out);

/** The profile that the value names; if absent, the only one. */
void khe_read_profile(khe_set_reader *r, const khe_json *at, khe_json *value, int32_t *out);

/** {"length_m", "width_m", "height_m", "gross_t"}. */
void khe_read_size(khe_json *object, khe_size *out);

/* ---- times (read_calendar.c) ---- */

/** A time of day or a moment; false: reported, or not to be. */
bool khe_read_moment(khe_set_reader *r, khe_json *value, int32_t offset, khe_moment *out);

/** One [open, close]; false: reported. */
bool khe_read_window(khe_set_reader *r, khe_json *pair, int32_t offset, khe_window *out);

/** A list of [open, close]; *out is owned. */
void khe_read_windows(khe_set_reader *r, khe_json *array, int32_t offset, khe_window **out,
                      int32_t *count);

/** Opening hours and closed days as absolute intervals. */
void khe_read_open(khe_set_reader *r, khe_json *open, khe_json *closed, int32_t offset,
                   khe_location *out);

/** The shift of each day. */
khe_interval *khe_read_shift(khe_set_reader *r, khe_json *shift, int32_t offset);

#endif
