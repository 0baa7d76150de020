/* Order sets: the day's orders, places, fleet and accounts, read from JSON. */
#ifndef KEYHAUL_ORDER_SET_H
#define KEYHAUL_ORDER_SET_H

#include <stdbool.h>
#include <stddef.h>

#include <keyhaul/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct kh_order_set kh_order_set;

typedef struct kh_read_options {
    const char *directory; /* where files named in the document lie; NULL: the current one */
    bool
        quarantine; /* leave out orders with errors of their own instead of refusing the document */
} kh_read_options;

/** Reads an order set from a JSON document.
 *
 *  \param text    UTF-8, `size` bytes, need not end in NUL; not kept after the call
 *  \param options may be NULL: no quarantine, current directory
 *  \param out     receives the order set, yours to free; untouched on failure
 *  \param errors  receives every finding (up to 50 of each severity), or NULL if the status is
 * enough \return KH_OK, KH_E_SYNTAX, KH_E_SCHEMA, KH_E_UNSUPPORTED, KH_E_LIMIT, KH_E_FILE or
 * KH_E_NOMEM Time: linear in `size`. Threads: any number at once. */
KH_API kh_status kh_order_set_parse(const char *text, size_t size, const kh_read_options *options,
                                    kh_order_set **out, kh_errors *errors);
KH_API void kh_order_set_free(kh_order_set *set);

KH_API const char *kh_order_set_name(const kh_order_set *set);
KH_API const char *kh_order_set_currency(const kh_order_set *set);
KH_API size_t kh_order_set_orders(const kh_order_set *set);
/** Orders left out by `quarantine`. */
KH_API size_t kh_order_set_quarantined(const kh_order_set *set);

/** The JSON Schema (draft 2020-12) of a document kind ("order-set", "plan"), or NULL if unknown.
 * Static. */
KH_API const char *kh_schema(const char *kind);
/** The i-th kind that kh_schema knows, or NULL past the last. */
KH_API const char *kh_schema_kind(size_t i);

typedef struct kh_convert_options {
    const char *rounding; /* "dimacs", "exact" (1/1000), "integer"; NULL: what the format's classic
                             set uses */
    const char *first;    /* "cost", "vehicles"; NULL: the format's classic objective */
    const char *name;     /* of the order set where the file states none; NULL: the format's */
} kh_convert_options;

/** Turns a benchmark document into an order set document.
 *
 *  \param format  "solomon", "vrplib", "lilim" or "sartori"
 *  \param options may be NULL
 *  \param out     receives the JSON text, NUL-terminated, yours to free with kh_text_free;
 * untouched on failure \param errors  receives what is wrong, with its line; may be NULL \return
 * KH_OK, KH_E_SYNTAX, KH_E_UNSUPPORTED, KH_E_LIMIT, KH_E_ARGUMENT or KH_E_NOMEM */
KH_API kh_status kh_convert(const char *format, const char *text, size_t size,
                            const kh_convert_options *options, char **out, kh_errors *errors);
KH_API void kh_text_free(char *text);

#ifdef __cplusplus
}
#endif
#endif
