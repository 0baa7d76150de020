/* A growing text, and JSON written into it piece by piece: blocks with one member per line, or
 * short objects on one line. Numbers are written from integers, so nothing is rounded twice. */
#ifndef KHE_TEXT_WRITER_H
#define KHE_TEXT_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cJSON;

enum { KHE_DEPTH_MAX = 64 };

typedef enum khe_layout { KHE_BLOCK, KHE_ROW } khe_layout;

typedef struct khe_writer {
    char *text; /* [size + 1] NUL-terminated once something is written */
    size_t size, room;
    bool failed; /* out of memory: nothing more is written */
    int32_t depth;
    char closer[KHE_DEPTH_MAX];
    bool row[KHE_DEPTH_MAX];   /* members on one line */
    bool empty[KHE_DEPTH_MAX]; /* nothing written in it yet */
} khe_writer;

void khe_put(khe_writer *w, const char *text, size_t size);
void khe_put_text(khe_writer *w, const char *text);
void khe_put_format(khe_writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** value / 10^places, exactly, without trailing zeros: 12300 with 3 places is "12.3". */
void khe_put_decimal(khe_writer *w, int64_t value, int32_t places);

/* Members; `key` NULL inside arrays. Inside a row everything is a row. */
void khe_write_object(khe_writer *w, const char *key, khe_layout layout);
void khe_write_array(khe_writer *w, const char *key, khe_layout layout);
void khe_write_close(khe_writer *w);
void khe_write_text(khe_writer *w, const char *key, const char *text); /* NULL: null */
void khe_write_bool(khe_writer *w, const char *key, bool value);
void khe_write_null(khe_writer *w, const char *key);
void khe_write_decimal(khe_writer *w, const char *key, int64_t value, int32_t places);
void khe_write_number(khe_writer *w, const char *key, double value); /* shortest that reads back */
void khe_write_tree(khe_writer *w, const char *key, const struct cJSON *tree); /* as rows */

/** The text, the caller's to free; NULL when out of memory. The writer is empty afterwards. */
char *khe_writer_take(khe_writer *w, size_t *size);

#endif
