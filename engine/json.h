/* A typed reader of JSON documents that knows where it is.
 *
 * A khe_json is a cursor: a value, and the way to it, from which its JSON Pointer is made when
 * something is found. Objects are read by tables of keys: every key that the format has, its type,
 * and whether it is required or not supported yet. Whatever is wrong becomes a finding of the
 * reader; the caller goes on and asks for the status at the end. The reader owns the tree. */
#ifndef KHE_JSON_H
#define KHE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <keyhaul/status.h>

#include "scan.h"

struct cJSON;

enum { KHE_KEYS_MAX = 40 };

/* What is read from one document. */
typedef struct khe_reader {
    kh_errors *errors;   /* the caller's, may be NULL */
    kh_errors *warnings; /* warnings go here too, may be NULL */
    bool demote;         /* schema errors become warnings: an order that will be left out */
    int64_t demoted;     /* how many did */
    char *first_demoted; /* the first of them, owned */
    /* What was found so far. */
    bool no_memory;
    int64_t schema, unsupported, limit, file;
} khe_reader;

typedef struct khe_json {
    khe_reader *reader;
    const struct khe_json *parent; /* NULL: the document. Must outlive this cursor */
    const char *key;               /* NULL: `index` in an array */
    int32_t index;
    const struct cJSON *value; /* NULL: absent, or wrong and already reported */
    const struct cJSON *node;  /* what khe_json_next goes on from */
    bool bad;                  /* it is wrong: what depends on it is not to be reported */
} khe_json;

typedef enum khe_type {
    KHE_ANY,
    KHE_OBJECT,
    KHE_ARRAY,
    KHE_TEXT,
    KHE_NUMBER,
    KHE_BOOL,
    KHE_LATER /* known, but its effect is not built yet */
} khe_type;

typedef struct khe_key {
    const char *name;
    khe_type type;
    bool required;
} khe_key;

/** Parses a text into a tree (to be freed with cJSON_Delete). Not JSON: a finding with line and
 * column. \param scan the large matrices that the tree has marks for, to be freed with
 * khe_scan_free \return KH_OK, KH_E_SYNTAX or KH_E_NOMEM */
kh_status khe_json_parse(khe_reader *reader, const char *text, size_t size, struct cJSON **tree,
                         khe_scan *scan);

/** The cursor at the root of a tree. */
khe_json khe_json_root(khe_reader *reader, const struct cJSON *tree);

/** KH_OK, or the gravest that was found: KH_E_NOMEM, KH_E_SCHEMA, KH_E_FILE, KH_E_LIMIT,
 * KH_E_UNSUPPORTED. */
kh_status khe_reader_status(const khe_reader *reader);

/** Frees what the reader holds itself. */
void khe_reader_free(khe_reader *reader);

/** Whether another error would still be kept: else its message need not be made. */
bool khe_reader_listens(const khe_reader *reader);

/** Adds an error; its code decides the status ("unsupported", "limit", "file", else schema). */
void khe_json_error(const khe_json *at, const char *code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void khe_json_warn(const khe_json *at, const char *code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** "not supported yet". */
void khe_json_unsupported(const khe_json *at);

/** Checks an object against its keys and fills found[count]: what is absent, of the wrong type or
 * not supported has value NULL. Reports unknown keys (with the nearest), doubled and missing ones.
 * \return false if it is no object (reported unless it is absent) */
bool khe_json_object(const khe_json *object, const khe_key *keys, size_t count, khe_json *found);

/** Whether the document's "format" allows for reading it as what `format` names: it is that, or
 * missing, or no text (for the reader of the keys to report). Another one is reported, and is all
 * that is worth reporting about the document. */
bool khe_json_is_format(const khe_json *root, const char *format);

/** Reports a value that is not of the type. \return whether it is */
bool khe_json_is(khe_json *value, khe_type type);

/** Length of an array or object; 0 if absent. */
int32_t khe_json_size(const khe_json *array);

/** Walks an array or object: call with *item zeroed first, then until it gives false. */
bool khe_json_next(const khe_json *array, khe_json *item);

bool khe_json_is_text(const khe_json *value);
bool khe_json_is_array(const khe_json *value);
bool khe_json_is_object(const khe_json *value);
bool khe_json_is_null(const khe_json *value);

/** The text, or NULL (reported, unless absent). Lives as long as the tree. */
const char *khe_json_text(khe_json *value);

/** Index of the text in names[count], or -1 (reported, unless absent). */
int32_t khe_json_choice(khe_json *value, const char *const *names, size_t count);

/** A whole number in [low, high]. false: not set (reported, unless absent) */
bool khe_json_int(khe_json *value, int64_t low, int64_t high, int64_t *out);

/** A decimal of at most `places` (<= 6) places in [low, high], times 10^places: exact. */
bool khe_json_decimal(khe_json *value, int32_t places, int64_t low, int64_t high, int64_t *out);

/** A number in [low, high]. */
bool khe_json_number(khe_json *value, double low, double high, double *out);

bool khe_json_bool(khe_json *value, bool *out);

#endif
