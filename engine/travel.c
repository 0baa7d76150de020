/* Lengths and times of legs.
 *
 * Great circle: haversine (Sinnott 1984) on a sphere of 6,371,008.8 m, taken from the chord between
 * the two points, times the circuity. Plane:
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

enum { LEG_MAX = 1 << 30, MICRO = 1000000, BLOCK = 16, BANDS = 8, SPOT_MAX = 1 << 29 };

/* A place as the model needs it. */
typedef struct point {
    double x, y, z; /* plane: units; great circle: on the unit sphere */
    int64_t ux, uy; /* plane: micro-units */
    bool decimal;   /* plane: both coordinates are whole micro-units */
    bool known;     /* has coordinates of the model's kind */
} point;

static const int64_t EXACT_MAX = (int64_t)1 << 53; /* doubles hold all whole numbers so far */

/* Micro-speed times steps per metre. */
typedef struct rate {
    int64_t divisor;
    double inverse;
} rate;

/* A profile's speeds, with what the first bands come to when driven in full. */
typedef struct tempo {
    const khe_profile *profile;
    int32_t steps_per_m;
    int64_t numerator; /* 3.6 micro-units times ticks per second */
    int64_t exact;     /* steps up to which doubles hold the dividend */
    int32_t known;     /* bands of which begin and sums are filled in */
    int64_t begin[BANDS], whole[BANDS];
    rate rates[BANDS];
    double end[BANDS], fraction[BANDS];
} tempo;

struct khe_map {
    const khe_profile *profile;
    const int32_t *places;
    int32_t n;
    int64_t milli; /* see unit_milli */
    tempo pace;
    point point[]; /* [n] */
};

/* The largest coordinate, in micro-units, whose squares surely fit. */
static const double decimal_max = 1e12;

static bool to_micro(double value, int64_t *micro)
{
    const double scaled = nearbyint(value * MICRO);
    if (!(fabs(scaled) <= decimal_max)) return false;
    *micro = (int64_t)scaled;
    return scaled / MICRO == value;
}

static point point_of(const khe_profile *profile, const khe_location *location)
{
    point p = {.known = location->located && location->on_plane == (profile->model == KHE_PLANE)};
    if (!p.known) return p;
    if (profile->model == KHE_GREAT_CIRCLE) {
        const double east = location->lon * pi / 180, north = location->lat * pi / 180;
        p.x = cos(north) * cos(east);
        p.y = cos(north) * sin(east);
        p.z = sin(north);
    } else {
        p.x = location->x;
        p.y = location->y;
        p.decimal = to_micro(p.x, &p.ux) && to_micro(p.y, &p.uy);
    }
    return p;
}

/* Arcsine of the root of h, 0 <= h < 1/64: the series to h^8 leaves out less than 1e-17 of it. */
static double small_arc(double h)
{
    static const double c[] = {1.0,           1.0 / 6,       3.0 / 40,
                               5.0 / 112,     35.0 / 1152,   63.0 / 2816,
                               231.0 / 13312, 143.0 / 10240, 6435.0 / 557056};
    double sum = c[8];
    for (int32_t k = 7; k >= 0; k--) sum = sum * h + c[k];
    return sqrt(h) * sum;
}

/* The haversine of the angle between two points is a quarter of the square of their chord. */
static double great_circle_m(const point *a, const point *b)
{
    const double x = a->x - b->x, y = a->y - b->y, z = a->z - b->z;
    const double haversine = 0.25 * (x * x + y * y + z * z);
    if (haversine < 1.0 / 64) return 2 * earth_radius_m * small_arc(haversine);
    return 2 * earth_radius_m * asin(sqrt(haversine < 1 ? haversine : 1));
}

static int32_t round_steps(double steps, bool floored)
{
    const double raised = floored ? steps : steps + 0.5;
    return raised < LEG_MAX ? (int32_t)raised : LEG_MAX; /* not negative: the cast rounds down */
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

static rate rate_of(const tempo *pace, int32_t band)
{
    const int64_t divisor = pace->steps_per_m * micro_speed(pace->profile->speed[band].kmh);
    return (rate){divisor, 1.0 / (double)divisor};
}

/* steps × 3.6 ÷ speed, in whole ticks and a fraction. Where doubles hold the dividend, the product
 * with the inverse is off by one at most. */
static double band_ticks(const tempo *pace, rate r, int64_t steps, int64_t *whole)
{
    if (steps <= pace->exact) {
        const int64_t dividend = steps * pace->numerator;
        int64_t quotient = (int64_t)((double)dividend * r.inverse);
        int64_t rest = dividend - quotient * r.divisor;
        const int64_t off = (rest >= r.divisor) - (rest < 0);
        quotient += off;
        rest -= off * r.divisor;
        assert(rest >= 0 && rest < r.divisor);
        *whole += quotient;
        return (double)rest / (double)r.divisor;
    }
    const wide dividend = (wide)steps * pace->numerator;
    *whole += (int64_t)(dividend / r.divisor);
    return (double)(int64_t)(dividend % r.divisor) / (double)r.divisor;
}

static double band_end(const tempo *pace, int32_t band)
{
    return pace->profile->speed[band].up_to_km * 1000 * pace->steps_per_m;
}

static tempo pace_of(const kh_order_set *set, const khe_profile *profile)
{
    tempo pace = {.profile = profile,
                  .steps_per_m = set->steps_per_m,
                  .numerator = (int64_t)3600000 * set->calendar.ticks_per_s};
    pace.exact = EXACT_MAX / pace.numerator;
    if (profile->speeds < 1) return pace;
    for (int32_t b = 0;; b++) {
        pace.end[b] = band_end(&pace, b);
        pace.rates[b] = rate_of(&pace, b);
        pace.known = b + 1;
        if (pace.known == BANDS || pace.known == profile->speeds || !(pace.end[b] < LEG_MAX))
            return pace;
        pace.begin[b + 1] = (int64_t)nearbyint(pace.end[b]);
        pace.whole[b + 1] = pace.whole[b];
        pace.fraction[b + 1] =
            pace.fraction[b] +
            band_ticks(&pace, pace.rates[b], pace.begin[b + 1] - pace.begin[b], &pace.whole[b + 1]);
    }
}

/* The driving time of a length, half up to a tick. The fractions of the bands are added as doubles;
 * what is within a billionth of a half counts as a half, so that exact halves always round up. */
static int32_t drive_ticks(const tempo *pace, int32_t steps)
{
    int32_t b = 0;
    while (b + 1 < pace->known && pace->end[b] < steps) b++;
    int64_t whole = pace->whole[b], from = pace->begin[b];
    double fraction = pace->fraction[b];
    for (; b < pace->profile->speeds && from < steps; b++) {
        const double end = b < pace->known ? pace->end[b] : band_end(pace, b);
        const rate of_band = b < pace->known ? pace->rates[b] : rate_of(pace, b);
        const int64_t to = end < steps ? (int64_t)nearbyint(end) : steps;
        fraction += band_ticks(pace, of_band, to - from, &whole);
        from = to;
    }
    const int64_t ticks = whole + (int64_t)(fraction + 0.5 + 1e-9);
    return ticks < LEG_MAX ? (int32_t)ticks : LEG_MAX;
}

/* A single speed in one division. */
static int32_t leg_ticks(const tempo *pace, int32_t steps)
{
    if (pace->profile->speeds > 1) return drive_ticks(pace, steps);
    const int64_t divisor = pace->rates[0].divisor, dividend = steps * pace->numerator;
    const int64_t ticks = dividend / divisor + (dividend % divisor >= divisor - divisor / 2);
    return ticks < LEG_MAX ? (int32_t)ticks : LEG_MAX;
}

static khe_leg computed_leg(const tempo *pace, int64_t milli, const point *a, const point *b)
{
    if (!a->known || !b->known) return (khe_leg){0};
    const khe_profile *profile = pace->profile;
    const int32_t per_m = pace->steps_per_m;
    const int32_t steps =
        profile->model == KHE_PLANE
            ? plane_steps(profile, per_m, milli, a, b)
            : round_steps(great_circle_m(a, b) * profile->circuity * per_m, profile->floor);
    return (khe_leg){.road = true, .steps = steps, .ticks = leg_ticks(pace, steps)};
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
    const point a = point_of(p, &set->locations[from]), b = point_of(p, &set->locations[to]);
    const tempo pace = pace_of(set, p);
    return computed_leg(&pace, unit_milli(p, set->steps_per_m), &a, &b);
}

/* ---- maps ---- */

size_t khe_map_size(int32_t n) { return sizeof(khe_map) + (size_t)n * sizeof(point); }

void khe_map_lay(khe_map *map, const kh_order_set *set, int32_t profile, const int32_t *places,
                 int32_t n)
{
    const khe_profile *p = &set->profiles[profile];
    assert(p->model != KHE_MATRIX);
    map->profile = p;
    map->places = places;
    map->n = n;
    map->milli = unit_milli(p, set->steps_per_m);
    map->pace = pace_of(set, p);
    for (int32_t i = 0; i < n; i++) map->point[i] = point_of(p, &set->locations[places[i]]);
}

khe_leg khe_map_leg(const khe_map *map, int32_t i, int32_t j)
{
    if (map->places[i] == map->places[j]) return (khe_leg){.road = true};
    return computed_leg(&map->pace, map->milli, &map->point[i], &map->point[j]);
}

bool khe_map_is_whole(const khe_map *map)
{
    for (int32_t i = 0; i < map->n; i++)
        if (!map->point[i].known) return false;
    return true;
}

/* The middle of all places, and the largest distance from it along an axis. */
static double extent(const khe_map *map, double middle[3])
{
    double low[3] = {0}, high[3] = {0}, most = 0;
    bool first = true;
    for (int32_t i = 0; i < map->n; i++) {
        const point *p = &map->point[i];
        const double at[3] = {p->x, p->y, p->z};
        if (!p->known) continue;
        for (int32_t k = 0; k < 3; k++) {
            if (first || at[k] < low[k]) low[k] = at[k];
            if (first || at[k] > high[k]) high[k] = at[k];
        }
        first = false;
    }
    for (int32_t k = 0; k < 3; k++) {
        middle[k] = (low[k] + high[k]) / 2;
        most = fmax(most, (high[k] - low[k]) / 2);
    }
    return most;
}

khe_leg khe_map_longest(const khe_map *map)
{
    double middle[3], length;
    const double most = extent(map, middle);
    if (map->profile->model == KHE_PLANE)
        length = 2 * sqrt(2) * most * map->profile->unit_m;
    else
        length = 2 * earth_radius_m * asin(fmin(1, sqrt(3) * most)) * map->profile->circuity;
    const int32_t steps = round_steps(length * map->pace.steps_per_m + 1, false);
    return (khe_leg){.road = true, .steps = steps, .ticks = leg_ticks(&map->pace, steps)};
}

void khe_map_spots(const khe_map *map, int32_t *spot)
{
    double middle[3];
    const double most = extent(map, middle), scale = most > 0 ? SPOT_MAX / most : 0;
    for (int32_t i = 0; i < map->n; i++) {
        const point *p = &map->point[i];
        const double at[3] = {p->x, p->y, p->z};
        for (int32_t k = 0; k < 3; k++)
            spot[3 * (int64_t)i + k] =
                p->known ? (int32_t)nearbyint((at[k] - middle[k]) * scale) : 0;
    }
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
static void fill_tiles(const block *b, const khe_map *map, int32_t first)
{
    const int32_t end = first + BLOCK < b->n ? first + BLOCK : b->n;
    for (int32_t tile = first; tile < b->n; tile += BLOCK) {
        const int32_t stop = tile + BLOCK < b->n ? tile + BLOCK : b->n;
        for (int32_t i = first; i < end; i++)
            for (int32_t j = tile > i ? tile : i; j < stop; j++) {
                const khe_leg leg = khe_map_leg(map, i, j);
                put(b, i, j, leg);
                put(b, j, i, leg);
            }
    }
}

static void fill_symmetric(const block *b, const khe_map *map, int32_t threads)
{
    const int32_t n = b->n;
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads) default(none) shared(b, map, n)
    for (int32_t first = 0; first < n; first += BLOCK) fill_tiles(b, map, first);
}

static void fill_rows(const block *b, int32_t threads)
{
    const int32_t n = b->n;
#pragma omp parallel for schedule(static) num_threads(threads) default(none) shared(b, n)
    for (int32_t i = 0; i < n; i++) fill_row(b, i);
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
    khe_map *map = p->model != KHE_MATRIX ? malloc(khe_map_size(n)) : NULL;
    if (!map) { /* also when memory is short: slower, the same */
        fill_rows(&b, threads);
        return;
    }
    khe_map_lay(map, set, profile, places, n);
    fill_symmetric(&b, map, threads);
    free(map);
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
