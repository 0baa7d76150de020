/* Cells, figures and grids of a table for people. */
#include <stdio.h>
#include <stdlib.h>

#include "table_parts.h"

enum { LEAST_NAME = 8, LEAST_CUT = 4 };

static int32_t characters(const char *text)
{
    int32_t count = 0;
    for (; *text; text++) count += !khe_continues(*text);
    return count;
}

void khe_put_cut(khe_writer *w, const char *text, int32_t width)
{
    const int32_t all = characters(text);
    const int32_t keep = all <= width ? all : width - 1;
    const char *end = text;
    for (int32_t k = 0; k < keep && *end; k++) {
        end++;
        while (khe_continues(*end)) end++;
    }
    khe_put(w, text, (size_t)(end - text));
    if (all > width && width > 0) khe_put_text(w, "…");
}

void khe_put_spaces(khe_writer *w, int32_t count)
{
    for (int32_t k = 0; k < count; k++) khe_put(w, " ", 1);
}

static void put_cell(khe_writer *w, const char *text, int32_t width, bool right)
{
    const int32_t all = characters(text), used = all < width ? all : width;
    if (right) khe_put_spaces(w, width - used);
    khe_put_cut(w, text, width);
    if (!right) khe_put_spaces(w, width - used);
}

void khe_put_figure(khe_writer *w, int64_t value, int32_t places, int32_t shown)
{
    int64_t unit = 1, cut = 1;
    for (int32_t k = shown; k < places; k++) cut *= 10;
    for (int32_t k = 0; k < shown; k++) unit *= 10;
    const int64_t size = ((value < 0 ? -value : value) + cut / 2) / cut;
    char digits[32];
    const int32_t length = snprintf(digits, sizeof digits, "%lld", (long long)(size / unit));
    if (value < 0) khe_put(w, "-", 1);
    for (int32_t k = 0; k < length; k++) {
        if (k > 0 && (length - k) % 3 == 0) khe_put(w, ",", 1);
        khe_put(w, &digits[k], 1);
    }
    if (shown > 0) khe_put_format(w, ".%0*lld", (int)shown, (long long)(size % unit));
}

void khe_put_clock(khe_writer *w, const kh_order_set *set, int32_t tick)
{
    khe_calendar plain = set->calendar;
    const int32_t minute = 60 * plain.ticks_per_s;
    char text[48];
    plain.dated = false;
    khe_time_write(&plain, tick < 0 ? tick : tick - tick % minute, text);
    khe_put_text(w, text);
}

/* Widths of the columns; 0: left out. */
typedef struct layout {
    const kh_order_set *set;
    const khe_grid *grid;
    int32_t width[KHE_COLUMNS_MAX];
} layout;

static const void *row_of(const khe_grid *grid, int32_t r)
{
    return (const char *)grid->rows + (size_t)r * grid->row_size;
}

/* Widens the columns to what stands in them. */
static int32_t measure(layout *l, bool *failed)
{
    khe_writer cell = {0};
    int32_t sum = 2;
    for (int32_t c = 0; c < l->grid->column_count; c++) {
        const khe_column *column = &l->grid->columns[c];
        l->width[c] = characters(column->title);
        for (int32_t r = 0; r < l->grid->row_count; r++) {
            cell.size = 0;
            column->put(&cell, l->set, row_of(l->grid, r));
            const int32_t wide = cell.failed ? 0 : characters(cell.text);
            if (wide > l->width[c]) l->width[c] = wide;
        }
        sum += l->width[c] + (c > 0 ? 2 : 0);
    }
    *failed |= cell.failed;
    free(cell.text);
    return sum;
}

/* Where the columns are too wide the names are cut, then those that can best be missed go. */
static void fit(layout *l, int32_t sum, int32_t width)
{
    for (int32_t k = 0; k < l->grid->missed_count; k++) {
        if (sum - l->width[0] + LEAST_NAME <= width) break;
        sum -= l->width[l->grid->missed[k]] + 2;
        l->width[l->grid->missed[k]] = 0;
    }
    if (sum > width) l->width[0] -= sum - width;
    if (l->width[0] < LEAST_CUT) l->width[0] = LEAST_CUT;
}

static void put_row(khe_writer *w, const layout *l, const char *const *cells)
{
    khe_put_text(w, "  ");
    for (int32_t c = 0; c < l->grid->column_count; c++) {
        if (l->width[c] == 0) continue;
        if (c > 0) khe_put_text(w, "  ");
        put_cell(w, cells[c], l->width[c], l->grid->columns[c].right);
    }
    khe_put_text(w, "\n");
}

static void put_head(khe_writer *w, const layout *l)
{
    const char *titles[KHE_COLUMNS_MAX];
    for (int32_t c = 0; c < l->grid->column_count; c++) titles[c] = l->grid->columns[c].title;
    put_row(w, l, titles);
    khe_put_text(w, "  ");
    for (int32_t c = 0; c < l->grid->column_count; c++) {
        if (l->width[c] == 0) continue;
        if (c > 0) khe_put_text(w, "  ");
        for (int32_t k = 0; k < l->width[c]; k++) khe_put_text(w, "─");
    }
    khe_put_text(w, "\n");
}

static void put_body(khe_writer *w, const layout *l, int32_t r)
{
    khe_writer cell[KHE_COLUMNS_MAX] = {{0}};
    const char *cells[KHE_COLUMNS_MAX];
    for (int32_t c = 0; c < l->grid->column_count; c++) {
        l->grid->columns[c].put(&cell[c], l->set, row_of(l->grid, r));
        w->failed |= cell[c].failed;
        cells[c] = cell[c].text ? cell[c].text : "";
    }
    put_row(w, l, cells);
    for (int32_t c = 0; c < l->grid->column_count; c++) free(cell[c].text);
}

void khe_put_grid(khe_writer *w, const kh_order_set *set, const khe_grid *grid, int32_t width)
{
    layout l = {.set = set, .grid = grid};
    if (grid->row_count == 0) return;
    fit(&l, measure(&l, &w->failed), width);
    khe_put_text(w, "\n");
    put_head(w, &l);
    for (int32_t r = 0; r < grid->row_count; r++) put_body(w, &l, r);
}
