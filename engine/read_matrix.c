/* Matrices of lengths, times and tolls, in the document or beside it in a .khm file.
 *
 * Every number is first a count of billionths, whether the scan took it out of the text or the tree
 * holds it; from there to steps, ticks and micro-units it is whole numbers only. */
#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "read.h"
#include "text.h"

enum { PLACES_MAX = 2500, FILE_PLACES_MAX = 30000, LEG_MAX = 1 << 28 };

static const int64_t billion = 1000000000;

/* The grid that the scan took out of the text here, or NULL. */
static const khe_grid *marked_grid(const khe_set_reader *r, const khe_json *value)
{
    if (!khe_json_is_text(value)) return NULL;
    const char *text = value->value->valuestring;
    if ((unsigned char)text[0] != KHE_SCAN_MARK) return NULL;
    const long g = strtol(text + 1, NULL, 10);
    return g >= 0 && g < r->scan->grid_count ? &r->scan->grids[g] : NULL;
}

static bool read_cell(khe_json *value, int64_t *out)
{
    double number = 0;
    *out = KHE_GRID_NULL;
    if (khe_json_is_null(value)) return true;
    if (!khe_json_number(value, 0, 1e9, &number)) return false;
    *out = llround(number * 1e9);
    return true;
}

/* A small grid, out of the tree. */
static bool read_rows(khe_json *array, int32_t rows, khe_grid *out)
{
    bool good = true;
    for (khe_json row = {0}; khe_json_next(array, &row);) {
        if (!khe_json_is(&row, KHE_ARRAY)) return false;
        if (khe_json_size(&row) != rows) {
            khe_json_error(&row, "wrong_size", "%d entries, but there are %d places",
                           khe_json_size(&row), rows);
            return false;
        }
        for (khe_json cell = {0}; khe_json_next(&row, &cell);)
            good = read_cell(&cell,
                             &out->value[(size_t)row.index * (size_t)rows + (size_t)cell.index]) &&
                   good;
    }
    return good;
}

/* Billionths of a matrix; *owned is set if they have to be freed. NULL: reported. */
static const int64_t *read_grid(khe_set_reader *r, khe_json *value, int32_t rows, int64_t **owned)
{
    const khe_grid *marked = marked_grid(r, value);
    if (!marked && !khe_json_is(value, KHE_ARRAY)) return NULL;
    const int32_t given = marked ? marked->rows : khe_json_size(value);
    if (given != rows) {
        khe_json_error(value, "wrong_size", "%d rows, but there are %d places", given, rows);
        return NULL;
    }
    if (marked && marked->columns != rows) {
        khe_json_error(value, "wrong_size", "%d columns, but there are %d places", marked->columns,
                       rows);
        return NULL;
    }
    if (marked) return marked->value;
    khe_grid grid = {.rows = rows, .columns = rows};
    grid.value = khe_read_alloc(r, rows * rows, sizeof(*grid.value));
    *owned = grid.value;
    return grid.value && read_rows(value, rows, &grid) ? grid.value : NULL;
}

/* A cursor at a cell, for what is found there. */
static void cell_error(const khe_json *value, size_t cell, int32_t rows, const char *code,
                       const char *message)
{
    const khe_json row = {
        .reader = value->reader, .parent = value, .index = (int32_t)(cell / (size_t)rows)};
    const khe_json at = {
        .reader = value->reader, .parent = &row, .index = (int32_t)(cell % (size_t)rows)};
    khe_json_error(&at, code, "%s", message);
}

/* value × factor ÷ 10^9, half up or down. -1: no road; -2: too large. */
static int32_t scale_down(int64_t value, int64_t factor, bool floored)
{
    if (value == KHE_GRID_NULL) return -1;
    if ((double)value * (double)factor >= (double)LEG_MAX * 1e9) return -2;
    return (int32_t)((value * factor + (floored ? 0 : billion / 2)) / billion);
}

static void convert(const khe_json *value, const int64_t *grid, int32_t rows, int64_t factor,
                    bool floored, int32_t *out)
{
    const size_t cells = (size_t)rows * (size_t)rows;
    for (size_t c = 0; c < cells; c++) {
        out[c] = scale_down(grid[c], factor, floored);
        if (out[c] != -2) continue;
        cell_error(value, c, rows, "limit", "more than can be counted at the resolution");
        out[c] = 0;
    }
}

static void convert_toll(const khe_json *value, const int64_t *grid, int32_t rows, int64_t *out)
{
    const size_t cells = (size_t)rows * (size_t)rows;
    for (size_t c = 0; c < cells; c++) {
        out[c] = grid[c] == KHE_GRID_NULL ? 0 : grid[c] / 1000;
        if (grid[c] != KHE_GRID_NULL && grid[c] % 1000 != 0)
            cell_error(value, c, rows, "too_precise", "more than 6 decimal places");
    }
}

static bool matrix_alloc(khe_set_reader *r, khe_profile *out, bool with_toll)
{
    const int32_t cells = out->rows * out->rows;
    out->steps = khe_read_alloc(r, cells, sizeof(*out->steps));
    out->ticks = khe_read_alloc(r, cells, sizeof(*out->ticks));
    if (with_toll) out->toll = khe_read_alloc(r, cells, sizeof(*out->toll));
    return !r->json.no_memory;
}

/* No road must be said alike in both matrices. */
static void match_roads(const khe_json *min, khe_profile *out)
{
    const size_t cells = (size_t)out->rows * (size_t)out->rows;
    for (size_t c = 0; c < cells; c++) {
        if ((out->steps[c] < 0) != (out->ticks[c] < 0))
            cell_error(min, c, out->rows, "wrong_value",
                       "\"km\" and \"min\" disagree whether there is a road");
        if (out->ticks[c] < 0) out->ticks[c] = 0;
    }
}

static void read_inside(khe_set_reader *r, khe_matrix_keys keys, khe_profile *out)
{
    const kh_order_set *set = r->set;
    if (!keys.km->value || !keys.min->value) return;
    int64_t *owned[3] = {NULL};
    const int64_t *km = read_grid(r, keys.km, out->rows, &owned[0]);
    const int64_t *min = read_grid(r, keys.min, out->rows, &owned[1]);
    const int64_t *toll = keys.toll->value ? read_grid(r, keys.toll, out->rows, &owned[2]) : NULL;
    if (km && min && matrix_alloc(r, out, toll != NULL)) {
        convert(keys.km, km, out->rows, (int64_t)1000 * set->steps_per_m, out->floor, out->steps);
        convert(keys.min, min, out->rows, (int64_t)60 * set->calendar.ticks_per_s, false,
                out->ticks);
        match_roads(keys.min, out);
        if (toll) convert_toll(keys.toll, toll, out->rows, out->toll);
    }
    for (int32_t i = 0; i < 3; i++) free(owned[i]);
}

/* directory/name, or the name alone if it is absolute. */
static char *path_of(const khe_set_reader *r, const char *name)
{
    const char *directory = r->options ? r->options->directory : NULL;
    if (!directory || *directory == '\0' || name[0] == '/') return khe_text_copy(name);
    return khe_text_print("%s/%s", directory, name);
}

static int32_t little_endian(const unsigned char *p)
{
    const uint32_t bits =
        (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
    return bits <= INT32_MAX ? (int32_t)bits : -(int32_t)(UINT32_MAX - bits) - 1;
}

/* Where a .khm file is being read. */
typedef struct khm {
    khe_set_reader *r;
    const khe_json *at;
    FILE *file;
    int32_t rows, layers;
} khm;

static bool khm_bytes(khm *k, unsigned char *bytes, size_t size)
{
    if (fread(bytes, 1, size, k->file) != size) {
        khe_json_error(k->at, "file", "the file is shorter than it says");
        return false;
    }
    SHA256Update(&k->r->digest, bytes, size);
    return true;
}

static bool khm_header(khm *k)
{
    unsigned char head[16];
    if (!khm_bytes(k, head, sizeof(head))) return false;
    if (memcmp(head, "KHMATRX1", 8) != 0) {
        khe_json_error(k->at, "file", "no matrix file: it does not begin with KHMATRX1");
        return false;
    }
    k->layers = little_endian(head + 12);
    if (little_endian(head + 8) != k->rows) {
        khe_json_error(k->at, "file", "the file has %d places, the document %d",
                       little_endian(head + 8), k->rows);
        return false;
    }
    if (k->layers < 2 || k->layers > 3) {
        khe_json_error(k->at, "file", "%d layers instead of 2 or 3", k->layers);
        return false;
    }
    return true;
}

/* One layer, times factor; -1: no road. Tolls have no -1. */
static bool khm_layer(khm *k, int64_t factor, int64_t max, int32_t *out, int64_t *out_wide)
{
    enum { CHUNK = 4096 };
    unsigned char bytes[4 * CHUNK];
    const size_t cells = (size_t)k->rows * (size_t)k->rows;
    for (size_t c = 0; c < cells;) {
        const size_t n = cells - c < CHUNK ? cells - c : CHUNK;
        if (!khm_bytes(k, bytes, 4 * n)) return false;
        for (size_t i = 0; i < n; i++, c++) {
            const int32_t raw = little_endian(bytes + 4 * i);
            if (raw < -1 || raw * factor >= max) {
                khe_json_error(k->at, raw < -1 ? "file" : "limit",
                               "entry %d of row %d is out of range", (int)(c % (size_t)k->rows),
                               (int)(c / (size_t)k->rows));
                return false;
            }
            if (out)
                out[c] = raw < 0 ? -1 : (int32_t)(raw * factor);
            else
                out_wide[c] = raw < 0 ? 0 : raw * factor;
        }
    }
    return true;
}

static bool khm_read(khm *k, khe_profile *out)
{
    const kh_order_set *set = k->r->set;
    if (!khm_header(k) || !matrix_alloc(k->r, out, k->layers == 3)) return false;
    if (!khm_layer(k, set->steps_per_m, LEG_MAX, out->steps, NULL)) return false;
    if (!khm_layer(k, set->calendar.ticks_per_s, LEG_MAX, out->ticks, NULL)) return false;
    if (k->layers == 3 && !khm_layer(k, 10000, INT64_MAX, NULL, out->toll)) return false;
    if (fgetc(k->file) != EOF) {
        khe_json_error(k->at, "file", "the file is longer than it says");
        return false;
    }
    match_roads(k->at, out);
    return true;
}

static void read_beside(khe_set_reader *r, khe_json *file, khe_profile *out)
{
    char *path = path_of(r, khe_json_text(file));
    if (!path) {
        r->json.no_memory = true;
        return;
    }
    khm k = {.r = r, .at = file, .file = fopen(path, "rb"), .rows = out->rows};
    if (k.file) {
        khm_read(&k, out);
        fclose(k.file);
    } else {
        khe_json_error(file, "file", "the file \"%s\" cannot be opened", path);
    }
    free(path);
}

static void read_places(khe_set_reader *r, khe_json *places, khe_profile *out)
{
    const int32_t count = r->locations.ids.count;
    out->row_of = khe_read_alloc(r, count, sizeof(*out->row_of));
    if (!out->row_of) return;
    for (int32_t i = 0; i < count; i++) out->row_of[i] = KHE_NONE;
    for (khe_json item = {0}; khe_json_next(places, &item);) {
        out->rows++;
        const int32_t place = khe_read_reference(&r->locations, &item);
        if (place < 0) continue;
        if (out->row_of[place] >= 0)
            khe_json_error(&item, "doubled_id", "\"%s\" is also row %d", khe_json_text(&item),
                           out->row_of[place]);
        out->row_of[place] = item.index;
    }
}

static void require(const khe_json *at, const khe_json *value)
{
    if (!value->node && !value->bad)
        khe_json_error(at, "missing_key", "\"%s\" is missing", value->key);
}

void khe_read_matrix(khe_set_reader *r, const khe_json *at, khe_matrix_keys keys, khe_profile *out)
{
    const bool beside = keys.file->value != NULL;
    const int32_t most = beside ? FILE_PLACES_MAX : PLACES_MAX;
    require(at, keys.places);
    if (!beside && !keys.file->bad) {
        require(at, keys.km);
        require(at, keys.min);
    }
    khe_json *inside[] = {keys.km, keys.min, keys.toll};
    for (int32_t i = 0; beside && i < 3; i++)
        if (inside[i]->value) khe_json_error(inside[i], "wrong_value", "does not go with \"file\"");
    if (!keys.places->value) return;
    if (khe_json_size(keys.places) > most) {
        khe_json_error(keys.places, "limit", "more than %d places", most);
        return;
    }
    read_places(r, keys.places, out);
    if (r->json.no_memory) return;
    if (beside)
        read_beside(r, keys.file, out);
    else
        read_inside(r, keys, out);
}
