/* How the engine adds findings. */
#ifndef KHE_ERRORS_H
#define KHE_ERRORS_H

#include <keyhaul/status.h>

/** Adds a finding; NULL `errors` is fine. Strings are copied. Beyond 50 of a severity only the
 * total grows. Out of memory: the finding is dropped, the total still grows. */
void khe_errors_add(kh_errors *errors, kh_severity severity, const char *code, const char *pointer,
                    const char *format, ...) __attribute__((format(printf, 5, 6)));

/** The same with a place in the text (syntax errors). */
void khe_errors_add_at(kh_errors *errors, kh_severity severity, const char *code,
                       const char *pointer, int line, int column, const char *format, ...)
    __attribute__((format(printf, 7, 8)));

/** The candidate nearest to `name` (edit distance, at most a third of its length), or NULL. */
const char *khe_nearest(const char *name, const char *const *candidates, size_t count);

#endif
