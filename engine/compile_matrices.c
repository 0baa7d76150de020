/* The matrices between the places in use: one per profile, equal memory shared, each beside its
 * transpose. */
#include "compile_parts.h"

#include <string.h>

#include "travel.h"

enum { TILE = 64 }; /* entries along a side: two tiles of int64 lie in a first-level cache */

/* Whether cell (i, j) equals (j, i) everywhere, tile by tile. */
static bool symmetric32(const int32_t *a, int32_t n)
{
    for (int32_t ti = 0; ti < n; ti += TILE)
        for (int32_t tj = 0; tj <= ti; tj += TILE)
            for (int32_t i = ti; i < n && i < ti + TILE; i++)
                for (int32_t j = tj; j < i && j < tj + TILE; j++)
                    if (a[(int64_t)i * n + j] != a[(int64_t)j * n + i]) return false;
    return true;
}

static bool symmetric64(const int64_t *a, int32_t n)
{
    for (int32_t ti = 0; ti < n; ti += TILE)
        for (int32_t tj = 0; tj <= ti; tj += TILE)
            for (int32_t i = ti; i < n && i < ti + TILE; i++)
                for (int32_t j = tj; j < i && j < tj + TILE; j++)
                    if (a[(int64_t)i * n + j] != a[(int64_t)j * n + i]) return false;
    return true;
}

static void transpose32(const int32_t *a, int32_t n, int32_t *out)
{
    for (int32_t ti = 0; ti < n; ti += TILE)
        for (int32_t tj = 0; tj < n; tj += TILE)
            for (int32_t i = ti; i < n && i < ti + TILE; i++)
                for (int32_t j = tj; j < n && j < tj + TILE; j++)
                    out[(int64_t)j * n + i] = a[(int64_t)i * n + j];
}

static void transpose64(const int64_t *a, int32_t n, int64_t *out)
{
    for (int32_t ti = 0; ti < n; ti += TILE)
        for (int32_t tj = 0; tj < n; tj += TILE)
            for (int32_t i = ti; i < n && i < ti + TILE; i++)
                for (int32_t j = tj; j < n && j < tj + TILE; j++)
                    out[(int64_t)j * n + i] = a[(int64_t)i * n + j];
}

/* The transposed array, or the same memory where it is its own. NULL: out of memory. */
static const int32_t *turned32(khe_build *b, const int32_t *a, int32_t n)
{
    if (symmetric32(a, n)) return a;
    int32_t *out = KHE_TAKE(b, (int64_t)n * n, int32_t);
    if (out) transpose32(a, n, out);
    return out;
}

static const int64_t *turned64(khe_build *b, const int64_t *a, int32_t n)
{
    if (symmetric64(a, n)) return a;
    int64_t *out = KHE_TAKE(b, (int64_t)n * n, int64_t);
    if (out) transpose64(a, n, out);
    return out;
}

/* Marks the legs without road. \return false if a leg is longer than can be counted */
static bool mark_no_road(int32_t *steps, int32_t *ticks, int64_t cells)
{
    for (int64_t c = 0; c < cells; c++) {
        if (steps[c] < 0)
            steps[c] = ticks[c] = KHS_NO_ROAD;
        else if (steps[c] >= KHS_NO_ROAD || ticks[c] >= KHS_NO_ROAD)
            return false;
    }
    return true;
}

static bool any_toll(const int64_t *toll, int64_t cells)
{
    for (int64_t c = 0; c < cells; c++)
        if (toll[c] != 0) return true;
    return false;
}

static kh_status fill_tolls(khe_build *b, khs_matrix *matrix, int64_t *toll)
{
    const int32_t n = b->p->places;
    if (!any_toll(toll, (int64_t)n * n)) {
        khe_store_drop(&b->out->store, toll);
        return KH_OK;
    }
    matrix->toll = toll;
    matrix->toll_to = turned64(b, toll, n);
    return matrix->toll_to ? KH_OK : KH_E_NOMEM;
}

static kh_status fill_matrix(khe_build *b, int32_t profile, khs_matrix *matrix)
{
    const int32_t n = b->p->places;
    const int64_t cells = (int64_t)n * n;
    int32_t *steps = KHE_TAKE(b, cells, int32_t);
    int32_t *ticks = KHE_TAKE(b, cells, int32_t);
    const bool tolls = khe_travel_has_toll(b->set, profile);
    int64_t *toll = tolls ? KHE_TAKE(b, cells, int64_t) : NULL;
    if (!steps || !ticks || (tolls && !toll)) return KH_E_NOMEM;
    khe_travel_fill(b->set, profile, b->out->location, n, steps, ticks, toll, 0);
    if (!mark_no_road(steps, ticks, cells)) {
        khe_errors_add(b->errors, KH_ERROR, "too_long", "/travel",
                       "profile %s has a leg of more than 2^28 steps or ticks; use a coarser "
                       "resolution",
                       b->set->profiles[profile].id);
        return KH_E_LIMIT;
    }
    matrix->steps = steps;
    matrix->ticks = ticks;
    if (cells > 0 && memcmp(steps, ticks, (size_t)cells * sizeof *steps) == 0) {
        khe_store_drop(&b->out->store, ticks);
        matrix->ticks = steps;
    }
    matrix->steps_to = turned32(b, matrix->steps, n);
    matrix->ticks_to =
        matrix->ticks == matrix->steps ? matrix->steps_to : turned32(b, matrix->ticks, n);
    if (!matrix->steps_to || !matrix->ticks_to) return KH_E_NOMEM;
    return toll ? fill_tolls(b, matrix, toll) : KH_OK;
}

kh_status khe_compile_matrices(khe_build *b)
{
    khs_matrix *matrix = KHE_TAKE(b, b->p->matrices, khs_matrix);
    if (!matrix) return KH_E_NOMEM;
    b->p->matrix = matrix;
    for (int32_t f = 0; f < b->set->profile_count; f++) {
        const int32_t m = b->matrix_of[f];
        if (m == KHE_NONE || matrix[m].steps) continue;
        const kh_status status = fill_matrix(b, f, &matrix[m]);
        if (status != KH_OK) return status;
    }
    return KH_OK;
}
