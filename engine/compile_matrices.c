/* The matrices between the places in use: one per profile, equal memory shared, each beside its
 * transpose. */
#include "compile_parts.h"

#include <string.h>

#include "travel.h"

enum {
    TILE = 64,         /* entries along a side: two tiles of int64 lie in a first-level cache */
    STORED_MOST = 4000 /* places: above, legs are computed from coordinates */
};

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

static kh_status report_too_long(khe_build *b, int32_t profile)
{
    khe_errors_add(b->errors, KH_ERROR, "too_long", "/travel",
                   "profile %s has a leg of more than 2^28 steps or ticks; use a coarser "
                   "resolution",
                   b->set->profiles[profile].id);
    return KH_E_LIMIT;
}

/* Arrays for the lengths and times of a profile, filled. */
static kh_status store_legs(khe_build *b, int32_t profile, khs_matrix *matrix, int64_t *toll)
{
    const int32_t n = b->p->places;
    const int64_t cells = (int64_t)n * n;
    int32_t *steps = KHE_TAKE(b, cells, int32_t);
    int32_t *ticks = KHE_TAKE(b, cells, int32_t);
    if (!steps || !ticks) return KH_E_NOMEM;
    khe_travel_fill(b->set, profile, b->out->location, n, steps, ticks, toll, 0);
    if (!matrix->whole && !mark_no_road(steps, ticks, cells)) return report_too_long(b, profile);
    matrix->steps = steps;
    matrix->ticks = ticks;
    if (cells > 0 && memcmp(steps, ticks, (size_t)cells * sizeof *steps) == 0) {
        khe_store_drop(&b->out->store, ticks);
        matrix->ticks = steps;
    }
    return KH_OK;
}

static kh_status fill_matrix(khe_build *b, int32_t profile, khs_matrix *matrix)
{
    const int32_t n = b->p->places;
    const bool tolls = khe_travel_has_toll(b->set, profile);
    int64_t *toll = tolls ? KHE_TAKE(b, (int64_t)n * n, int64_t) : NULL;
    if (tolls && !toll) return KH_E_NOMEM;
    const kh_status status = store_legs(b, profile, matrix, toll);
    if (status != KH_OK) return status;
    matrix->steps_to = turned32(b, matrix->steps, n);
    matrix->ticks_to =
        matrix->ticks == matrix->steps ? matrix->steps_to : turned32(b, matrix->ticks, n);
    if (!matrix->steps_to || !matrix->ticks_to) return KH_E_NOMEM;
    return toll ? fill_tolls(b, matrix, toll) : KH_OK;
}

static khs_leg map_leg(const void *context, int32_t from, int32_t to)
{
    const khe_leg leg = khe_map_leg(context, from, to);
    return leg.road ? (khs_leg){leg.steps, leg.ticks} : (khs_leg){KHS_NO_ROAD, KHS_NO_ROAD};
}

/* A profile that goes by coordinates: symmetric, and computed where there are many places, unless
 * the map is so large that each leg must be looked at to know that it can be counted. */
static kh_status map_matrix(khe_build *b, int32_t profile, khs_matrix *matrix)
{
    const int32_t n = b->p->places;
    khe_map *map = khe_store_take(&b->out->store, 1, khe_map_size(n));
    int32_t *spot = KHE_TAKE(b, (int64_t)n * 3, int32_t);
    if (!map || !spot) return KH_E_NOMEM;
    khe_map_lay(map, b->set, profile, b->out->location, n);
    khe_map_spots(map, spot);
    matrix->spot = spot;
    const khe_leg longest = khe_map_longest(map);
    const bool countable = longest.steps < KHS_NO_ROAD && longest.ticks < KHS_NO_ROAD;
    matrix->whole = countable && khe_map_is_whole(map);
    if (!countable || n <= STORED_MOST) {
        const kh_status status = store_legs(b, profile, matrix, NULL);
        matrix->steps_to = matrix->steps;
        matrix->ticks_to = matrix->ticks;
        return status;
    }
    matrix->leg = map_leg;
    matrix->context = map;
    return KH_OK;
}

kh_status khe_compile_matrices(khe_build *b)
{
    khs_matrix *matrix = KHE_TAKE(b, b->p->matrices, khs_matrix);
    if (!matrix) return KH_E_NOMEM;
    b->p->matrix = matrix;
    for (int32_t f = 0; f < b->set->profile_count; f++) {
        const int32_t m = b->matrix_of[f];
        if (m == KHE_NONE || matrix[m].steps || matrix[m].leg) continue;
        const bool computed = b->set->profiles[f].model != KHE_MATRIX;
        const kh_status status =
            computed ? map_matrix(b, f, &matrix[m]) : fill_matrix(b, f, &matrix[m]);
        if (status != KH_OK) return status;
    }
    return KH_OK;
}
