/* What tables for people are made of: cells of so many characters, figures, and grids of columns
 * that line up. Private to engine/table*.c. */
#ifndef KHE_TABLE_PARTS_H
#define KHE_TABLE_PARTS_H

#include "plan.h"
#include "text_writer.h"

/* ---- Characters; widths count these, not bytes: names may be UTF-8 ---- */

/** Whether the byte is one of a character that has begun. */
static inline bool khe_continues(char c) { return ((unsigned char)c & 0xC0) == 0x80; }

/** The first characters of a text, with an ellipsis in place of the last one where it is cut. */
void khe_put_cut(khe_writer *w, const char *text, int32_t width);
void khe_put_spaces(khe_writer *w, int32_t count);

/* ---- Figures ---- */

/** value / 10^places with `shown` decimals, thousands apart. */
void khe_put_figure(khe_writer *w, int64_t value, int32_t places, int32_t shown);
/** A time of day, "05:40", with "+n " from the second day on. */
void khe_put_clock(khe_writer *w, const kh_order_set *set, int32_t tick);

/* ---- Grids ---- */

typedef struct khe_column {
    const char *title;
    bool right; /* aligned to the right */
    void (*put)(khe_writer *w, const kh_order_set *set, const void *row);
} khe_column;

enum { KHE_COLUMNS_MAX = 12 };

/* Rows of structs as lines of cells. The first column holds names and is cut where all is too wide;
 * then the columns in `missed` are left out, one after the other. */
typedef struct khe_grid {
    const khe_column *columns; /* [column_count] */
    int32_t column_count;
    const int32_t *missed; /* [missed_count] */
    int32_t missed_count;
    const void *rows; /* [row_count] of row_size bytes */
    size_t row_size;
    int32_t row_count;
} khe_grid;

/** A blank line, the titles, a rule and the rows; nothing if there are none. */
void khe_put_grid(khe_writer *w, const kh_order_set *set, const khe_grid *grid, int32_t width);

/* ---- table_shipments.c ---- */
void khe_put_shipments(khe_writer *w, const kh_order_set *set, const khe_plan *plan, int32_t width);

#endif
