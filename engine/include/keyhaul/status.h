/* Status codes and findings: a code for the program, a sentence for the person. */
#ifndef KEYHAUL_STATUS_H
#define KEYHAUL_STATUS_H

#include <stddef.h>

#if defined(KEYHAUL_STATIC) || !defined(__GNUC__)
#    define KH_API
#else
#    define KH_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* clang-format off */
#define KH_STATUS_MAP(X)                                                    \
    X(OK,             0, "no error")                                        \
    X(E_NOMEM,       -1, "out of memory")                                   \
    X(E_SYNTAX,      -2, "not a JSON document")                             \
    X(E_SCHEMA,      -3, "the document breaks its schema")                  \
    X(E_UNSUPPORTED, -4, "the document asks for what is not supported yet") \
    X(E_LIMIT,       -5, "the document is beyond what the engine can count")\
    X(E_FILE,        -6, "the file cannot be read or written")              \
    X(E_ARGUMENT,    -7, "an argument is out of its range")                 \
    X(E_BREACH,      -8, "the plan breaks a rule")                          \
    X(E_INTERNAL,    -9, "an error inside keyhaul")
/* clang-format on */

typedef enum kh_status {
#define X(name, value, text) KH_##name = value,
    KH_STATUS_MAP(X)
#undef X
} kh_status;

/** What a status means, in English. Never NULL; static. */
KH_API const char *kh_status_text(kh_status status);

typedef enum kh_severity { KH_ERROR = 0, KH_WARNING = 1 } kh_severity;

/** One thing found in a document. All strings live as long as the kh_errors that hold them. */
typedef struct kh_finding {
    kh_severity severity;
    const char *code;    /* closed list, e.g. "unknown_key", "window_missed" */
    const char *pointer; /* RFC 6901, "" for the whole document */
    int line, column;    /* 1-based, 0 where unknown (known for syntax errors) */
    const char *message; /* a sentence without the pointer, with the nearest key or a hint */
} kh_finding;

/** A list of findings, the caller's. Not for two threads at once. */
typedef struct kh_errors kh_errors;

KH_API kh_errors *kh_errors_new(void); /* NULL when out of memory */
KH_API void kh_errors_free(kh_errors *errors);
KH_API void kh_errors_clear(kh_errors *errors);
/** How many findings of this severity are kept (at most 50 errors and 50 warnings). */
KH_API size_t kh_errors_count(const kh_errors *errors, kh_severity severity);
/** How many were found in all, kept or not. */
KH_API size_t kh_errors_total(const kh_errors *errors, kh_severity severity);
/** The i-th kept finding of a severity, or NULL if there is none. */
KH_API const kh_finding *kh_errors_at(const kh_errors *errors, kh_severity severity, size_t i);

#ifdef __cplusplus
}
#endif
#endif
