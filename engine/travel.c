/* Lengths and times of legs.
 *
 * Great circle: haversine (Sinnott 1984) on a sphere of 6,371,008.8 m, times the circuity. Plane:
 * Euclid, decided in integers wherever the coordinates are decimals of at most six places, so that
 * the root of an exact square never rounds down. Matrix: as read.
 *
 * A leg's length is rounded to a step first; its time is that length over the speed. Graded speeds
 * are marginal: the first band's kilometres at its speed, the next band's at theirs. */
#include "travel.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include <omp.h>

__extension__ typedef __int128 wide;

static const double earth_radius_m = 6371008.8; /* mean radius, IUGG */
static const double pi = 3.14159265358979323846;

enum { LEG_MAX = 1 << 30, MICRO = 1000000, BLOCK = 16 };

/* A place as the model needs it. */
typedef struct point {
    double x, y;    /* plane: units; great circle: longitude, latitude in radians */
    double cosine;  /* great circle: of the latitude */
    bool decimal;   /* plane: both coordinates are whole micro-units */
    int64_t ux, uy; /* plane: micro-units */
} point;

/* The largest coordinate, in micro-units, whose squares surely fit. */
static const double decimal_max = 1e12;

static bool to_micro(double value, int64_t *micro)
{
    const double scaled = nearbyint(value * MICRO);
    if (!(fabs(scaled) <= decimal_max)) return false;
    *micro = (int64_t)scaled;
    return scaled / MICRO == value;
}

/* Whether the place has coordinates of the model's kind. */
static bool on_map(const khe_profile *profile, const khe_location *location)
{
    return location->located && location->on_plane == (profile->model == KHE_PLANE);
}

static point point_of(const khe_profile *profile, const khe_location *location)
{
    point p = {0};
    if (profile->model == KHE_GREAT_CIRCLE) {
        p.x = location->lon * pi / 180;
        p.y = location->lat * pi / 180;
        p.cosine = cos(p.y);
    } else {
        p.x = location->x;
        p.y = location->y;
        p.decimal = to_micro(p.x, &p.ux) && to_micro(p.y, &p.uy);
    }
    return p;
}

static double great_circle_m(const point *a, const point *b)
{
    const double u = sin((b->y - a->y) / 2), v = sin((b->x - a->x) / 2);
    const double haversine = u * u + a->cosine * b->cosine * v * v;
    return 2 * earth_radius_m * asin(sqrt(haversine < 1 ? haversine : 1));
}

static int32_t round_steps(double steps, bool floored)
{
    const double rounded = floored ? floor(steps) : floor(steps + 0.5);
    return rounded < LEG_MAX ? (int32_t)rounded : LEG_MAX;
}

/* Steps per unit of the plane in thousandths, if it is a whole number of them; else 0. */
static int64_t unit_milli(const khe_profile *profile, int32_t steps_per_m)
{
    const double scaled = profile->unit_m * steps_per_m * 1000;
    const double whole = nearbyint(scaled);
    return whole >= 1 && whole <= 1e7 && fabs(scaled - whole) <= 1e-9 * whole ? (int64_t)whole : 0;
}

/* Corrects q, the rounded length in steps, by exact comparison: q is right when
 * (q + r)^2 <= s < (q + 1 + r)^2 with s the squared length and r = 0 (floor) or -1/2 (half up).
 * With lengths in 1e-9 steps (micro-units times thousandths) both sides are whole numbers. */
static int32_t correct_steps(int32_t steps, bool floored, int64_t dx, int64_t dy, int64_t milli)
{
    const wide scale = 500000000; /* half a step */
    const wide x = (wide)dx * milli, y = (wide)dy * milli;
    const wide square = x * x + y * y;
    int64_t q = steps;
    const int64_t lower = floored ? 0 : -1; /* in half steps */
    while (q > 0 && (2 * q + lower) * scale * ((2 * q + lower) * scale) > square) q--;
    while ((2 * q + 2 + lower) * scale * ((2 * q + 2 + lower) * scale) <= square) q++;
    return (int32_t)q;
}

static int32_t plane_steps(const khe_profile *profile, int32_t steps_per_m, int64_t milli,
                           const point *a, const point *b)
{
    const double dx = a->x - b->x, dy = a->y - b->y;
    const double length = sqrt(dx * dx + dy * dy) * profile->unit_m * steps_per_m;
    const int32_t steps = round_steps(length, profile->floor);
    if (!a->decimal || !b->decimal || milli == 0 || length > LEG_MAX / 2) return steps;
    return correct_steps(steps, profile->floor, a->ux - b->ux, a->uy - b->uy, milli);
}

/* Speeds are decimals of at most six places. */
static int64_t micro_speed(double kmh) { return (int64_t)nearbyint(kmh * MICRO); }

/* steps × 3.6 ÷ speed, in whole ticks and a fraction. */
static double band_ticks(int64_t steps, double kmh, int64_t numerator, int64_t denominator,
                         int64_t *whole)
{
    const wide divisor = (wide)denominator * micro_speed(kmh);
    const wide dividend = (wide)steps * numerator;
    *whole += (int64_t)(dividend / divisor);
    return (double)(dividend % divisor) / (double)divisor;
}

/* The driving time of a length, half up to a tick. The fractions of the bands are added as doubles;
 * what is within a billionth of a half counts as a half, so that exact halves always round up. */
static int32_t drive_ticks(const khe_profile *profile, const khe_calendar *calendar,
                           int32_t steps_per_m, int32_t steps)
{
    const int64_t numerator = (int64_t)3600000 * calendar->ticks_per_s; /* 3.6 micro */
    int64_t whole = 0, from = 0;
    double fraction = 0;
    for (int32_t b = 0; b < profile->speeds && from < steps; b++) {
        const double end = profile->speed[b].up_to_km * 1000 * steps_per_m;
        const int64_t to = end < steps ? (int64_t)nearbyint(end) : steps;
        fraction += band_ticks(to - from, profile->speed[b].kmh, numerator, steps_per_m, &whole);
        from = to;
    }
    const int64_t ticks = whole + (int64_t)floor(fraction + 0.5 + 1e-9);
    return ticks < LEG_MAX ? (int32_t)ticks : LEG_MAX;
}

/* A single speed in one division. */
static int32_t leg_ticks(const khe_profile *profile, const khe_calendar *calendar,
                         int32_t steps_per_m, int32_t steps)
{
    if (profile->speeds > 1) return drive_ticks(profile, calendar, steps_per_m, steps);
    const int64_t divisor = steps_per_m * micro_speed(profile->speed[0].kmh);
    const int64_t dividend = (int64_t)steps * 3600000 * calendar->ticks_per_s;
    const int64_t ticks = dividend / divisor + (dividend % divisor >= divisor - divisor / 2);
    return ticks < LEG_MAX ? (int32_t)ticks : LEG_MAX;
}

static khe_leg computed_leg(const kh_order_set *set, const khe_profile *profile, int64_t milli,
                            const point *a, const point *b)
{
    const int32_t per_m = set->steps_per_m;
    const int32_t steps =
        profile->model == KHE_PLANE
            ? plane_steps(profile, per_m, milli, a, b)
            : round_steps(great_circle_m(a, b) * profile->circuity * per_m, profile->floor);
    return (khe_leg){
        .road = true, .steps = steps, .ticks = leg_ticks(profile, &set->calendar, per_m, steps)};
}

static khe_leg matrix_leg(const khe_profile *profile, int32_t from, int32_t to)
{
    const int32_t row = profile->row_of[from], column = profile->row_of[to];
    if (row == KHE_NONE || column == KHE_NONE) return (khe_leg){0};
    const size_t at = (size_t)row * (size_t)profile->rows + (size_t)column;
    if (profile->steps[at] < 0) return (khe_leg){0};
    return (khe_leg){.road = true,
                     .steps = profile->steps[at],
                     .ticks = profile->ticks[at],
                     .toll = profile->toll ? profile->toll[at] : 0};
}

khe_leg khe_travel_leg(const kh_order_set *set, int32_t profile, int32_t from, int32_t to)
{
    assert(profile >= 0 && profile < set->profile_count);
    const khe_profile *p = &set->profiles[profile];
    if (from == to) return (khe_leg){.road = true};
    if (p->model == KHE_MATRIX) return matrix_leg(p, from, to);
    if (!on_map(p, &set->locations[from]) || !on_map(p, &set->locations[to])) return (khe_leg){0};
    const point a = point_of(p, &set->locations[from]), b = point_of(p, &set->locations[to]);
    return computed_leg(set, p, unit_milli(p, set->steps_per_m), &a, &b);
}

/* Where a block of legs goes. */
typedef struct block {
    const kh_order_set *set;
    int32_t profile;
    const int32_t *places;
    int32_t n;
    int32_t *steps, *ticks;
    int64_t *toll;
} block;

static void put(const block *b, int32_t i, int32_t j, khe_leg leg)
{
    const size_t at = (size_t)i * (size_t)b->n + (size_t)j;
    b->steps[at] = leg.road ? leg.steps : -1;
    b->ticks[at] = leg.ticks;
    if (b->toll) b->toll[at] = leg.toll;
}

static void fill_row(const block *b, int32_t i)
{
    for (int32_t j = 0; j < b->n; j++)
        put(b, i, j, khe_travel_leg(b->set, b->profile, b->places[i], b->places[j]));
}

/* Rows i of one tile and all columns right of it; the model is symmetric, so the other half is
 * written at once, tile by tile to stay in the cache. */
static void fill_tiles(const block *b, const point *points, int32_t first)
{
    const khe_profile *profile = &b->set->profiles[b->profile];
    const int64_t milli =
        profile->model == KHE_PLANE ? unit_milli(profile, b->set->steps_per_m) : 0;
    const int32_t end = first + BLOCK < b->n ? first + BLOCK : b->n;
    for (int32_t tile = first; tile < b->n; tile += BLOCK) {
        const int32_t stop = tile + BLOCK < b->n ? tile + BLOCK : b->n;
        for (int32_t i = first; i < end; i++)
            for (int32_t j = tile > i ? tile : i; j < stop; j++) {
                khe_leg leg = {.road = true};
                if (b->places[i] != b->places[j])
                    leg = computed_leg(b->set, profile, milli, &points[i], &points[j]);
                put(b, i, j, leg);
                put(b, j, i, leg);
            }
    }
}

static void fill_symmetric(const block *b, const point *points, int32_t threads)
{
    const int32_t n = b->n;
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads) default(none)                   \
    shared(b, points, n)
    for (int32_t first = 0; first < n; first += BLOCK) fill_tiles(b, points, first);
}

static void fill_rows(const block *b, int32_t threads)
{
    const int32_t n = b->n;
#pragma omp parallel for schedule(static) num_threads(threads) default(none) shared(b, n)
    for (int32_t i = 0; i < n; i++) fill_row(b, i);
}

static bool all_on_map(const kh_order_set *set, const khe_profile *profile, const int32_t *places,
                       int32_t n)
{
    for (int32_t i = 0; i < n; i++)
        if (!on_map(profile, &set->locations[places[i]])) return false;
    return true;
}

void khe_travel_fill(const kh_order_set *set, int32_t profile, const int32_t *places, int32_t n,
                     int32_t *steps, int32_t *ticks, int64_t *toll, int32_t threads)
{
    const khe_profile *p = &set->profiles[profile];
    const block b = {.set = set,
                     .profile = profile,
                     .places = places,
                     .n = n,
                     .steps = steps,
                     .ticks = ticks,
                     .toll = toll};
    if (threads <= 0) threads = omp_get_max_threads();
    point *points = NULL;
    if (p->model != KHE_MATRIX && n > 0 && all_on_map(set, p, places, n))
        points = malloc((size_t)n * sizeof(*points));
    if (!points) { /* also when memory is short: slower, the same */
        fill_rows(&b, threads);
        return;
    }
    for (int32_t i = 0; i < n; i++) points[i] = point_of(p, &set->locations[places[i]]);
    fill_symmetric(&b, points, threads);
    free(points);
}

bool khe_travel_has_toll(const kh_order_set *set, int32_t profile)
{
    const khe_profile *p = &set->profiles[profile];
    if (!p->toll) return false;
    const size_t cells = (size_t)p->rows * (size_t)p->rows;
    for (size_t i = 0; i < cells; i++)
        if (p->toll[i] > 0) return true;
    return false;
}
