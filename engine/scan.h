/* A strict pass over a JSON text before it becomes a tree. */
#ifndef KHE_SCAN_H
#define KHE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An entry of a grid where the document has null. */
#define KHE_GRID_NULL INT64_MIN

/* Numbers in rows, in billionths. */
typedef struct khe_grid {
    int32_t rows, columns;
    int64_t *value; /* [rows * columns] row-major */
} khe_grid;

/* A matrix of the travel section that was taken out of the text. */
typedef struct khe_scan {
    khe_grid *grids; /* [grid_count] */
    int32_t grid_count, grid_capacity;
    const char *wrong; /* static: what breaks the syntax, or NULL */
    size_t at;         /* where, in bytes */
    bool no_memory;
} khe_scan;

/* What stands in the text in the place of grid g: a string of this byte and the number g. The byte
 * is no UTF-8, so that no document can hold such a string. */
enum { KHE_SCAN_MARK = 0xFF };

/** Checks that `text` is UTF-8 and strictly JSON, at most 200 deep. Large matrices
 * (/travel/x/km, min and toll that are arrays of arrays of equal length of numbers and null) are
 * read at once, and overwritten in the text by their mark: a tree node for each number would cost
 * more than all the rest. \return false: see `wrong` and `no_memory` */
bool khe_scan_text(khe_scan *scan, char *text, size_t size);
void khe_scan_free(khe_scan *scan);

#endif
