/* The list of findings, and the nearest known name for a misspelt one. */
#include "errors.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

enum { KEPT_MAX = 50, SEVERITIES = 2, NAME_MAX_LENGTH = 63 };

struct kh_errors {
    kh_finding kept[SEVERITIES][KEPT_MAX];
    size_t count[SEVERITIES], total[SEVERITIES];
};

kh_errors *kh_errors_new(void) { return calloc(1, sizeof(kh_errors)); }

/* The finding's strings are one block that begins with the code. */
static void finding_free(kh_finding *finding)
{
    union {
        const char *text;
        void *block;
    } owned = {.text = finding->code};
    free(owned.block);
}

void kh_errors_clear(kh_errors *errors)
{
    if (!errors) return;
    for (size_t s = 0; s < SEVERITIES; s++) {
        for (size_t i = 0; i < errors->count[s]; i++) finding_free(&errors->kept[s][i]);
        errors->count[s] = errors->total[s] = 0;
    }
}

void kh_errors_free(kh_errors *errors)
{
    kh_errors_clear(errors);
    free(errors);
}

size_t kh_errors_count(const kh_errors *errors, kh_severity severity)
{
    return errors ? errors->count[severity] : 0;
}

size_t kh_errors_total(const kh_errors *errors, kh_severity severity)
{
    return errors ? errors->total[severity] : 0;
}

const kh_finding *kh_errors_at(const kh_errors *errors, kh_severity severity, size_t i)
{
    return i < kh_errors_count(errors, severity) ? &errors->kept[severity][i] : NULL;
}

/* Code, pointer and message one behind the other, each with its NUL. */
static char *pack(const char *code, const char *pointer, const char *message)
{
    const size_t c = strlen(code) + 1, p = strlen(pointer) + 1, m = strlen(message) + 1;
    char *block = malloc(c + p + m);
    if (!block) return NULL;
    memcpy(block, code, c);
    memcpy(block + c, pointer, p);
    memcpy(block + c + p, message, m);
    return block;
}

static void add(kh_errors *errors, kh_finding finding, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));

static void add(kh_errors *errors, kh_finding finding, const char *format, va_list arguments)
{
    const size_t s = (size_t)finding.severity;
    assert(s < SEVERITIES);
    if (!errors) return;
    errors->total[s]++;
    if (errors->count[s] == KEPT_MAX) return;
    char *message = khe_text_print_v(format, arguments);
    char *block = message ? pack(finding.code, finding.pointer, message) : NULL;
    free(message);
    if (!block) return;
    finding.code = block;
    finding.pointer = finding.code + strlen(finding.code) + 1;
    finding.message = finding.pointer + strlen(finding.pointer) + 1;
    errors->kept[s][errors->count[s]++] = finding;
}

void khe_errors_add(kh_errors *errors, kh_severity severity, const char *code, const char *pointer,
                    const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add(errors, (kh_finding){.severity = severity, .code = code, .pointer = pointer}, format,
        arguments);
    va_end(arguments);
}

void khe_errors_add_at(kh_errors *errors, kh_severity severity, const char *code,
                       const char *pointer, int line, int column, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add(errors,
        (kh_finding){
            .severity = severity, .code = code, .pointer = pointer, .line = line, .column = column},
        format, arguments);
    va_end(arguments);
}

/* Edit distance of two names of at most NAME_MAX_LENGTH bytes, a swap of neighbours counting one
 * (optimal string alignment: Damerau 1964), by rows. */
static size_t edit_distance(const char *a, size_t n, const char *b, size_t m)
{
    size_t rows[3][NAME_MAX_LENGTH + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t j = 0; j <= m; j++) above[j] = before[j] = j;
    for (size_t i = 1; i <= n; i++) {
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t best = above[j - 1] + (a[i - 1] != b[j - 1]);
            if (above[j] + 1 < best) best = above[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            row[j] = best;
        }
        size_t *free_row = before;
        before = above;
        above = row;
        row = free_row;
    }
    return above[m];
}

const char *khe_nearest(const char *name, const char *const *candidates, size_t count)
{
    const size_t n = strlen(name);
    if (n == 0 || n > NAME_MAX_LENGTH) return NULL;
    const char *nearest = NULL;
    size_t best = n < 3 ? 1 : n / 3;
    for (size_t i = 0; i < count; i++) {
        const size_t m = strlen(candidates[i]);
        if (m > NAME_MAX_LENGTH || m > n + best || n > m + best) continue;
        const size_t distance = edit_distance(name, n, candidates[i], m);
        if (distance > best || (distance == best && nearest)) continue;
        best = distance;
        nearest = candidates[i];
    }
    return nearest;
}
