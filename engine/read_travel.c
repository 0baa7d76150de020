/* The travel models of an order set. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "read.h"
#include "text.h"

enum { MODEL, CIRCUITY, SPEED, UNIT, ROUND, PLACES, KM, MIN, TOLL, FILE_NAME, TRAFFIC, KEYS };

static const khe_key keys[KEYS] = {
    [MODEL] = {"model", KHE_TEXT, true},
    [CIRCUITY] = {"circuity", KHE_NUMBER, false},
    [SPEED] = {"speed_kmh", KHE_ANY, false},
    [UNIT] = {"unit_m", KHE_NUMBER, false},
    [ROUND] = {"round", KHE_TEXT, false},
    [PLACES] = {"places", KHE_ARRAY, false},
    [KM] = {"km", KHE_ANY, false},
    [MIN] = {"min", KHE_ANY, false},
    [TOLL] = {"toll", KHE_ANY, false},
    [FILE_NAME] = {"file", KHE_TEXT, false},
    [TRAFFIC] = {"traffic", KHE_LATER, false},
};

static const char *const models[] = {"great-circle", "plane", "matrix"};

/* Which models a key goes with, bit 1 << khe_model. */
static const uint8_t goes_with[KEYS] = {
    [MODEL] = 7, [CIRCUITY] = 1, [SPEED] = 3, [UNIT] = 2,      [ROUND] = 7,  [PLACES] = 4,
    [KM] = 4,    [MIN] = 4,      [TOLL] = 4,  [FILE_NAME] = 4, [TRAFFIC] = 7};

static void refuse_foreign_keys(khe_json *found, khe_model model)
{
    for (int32_t k = 0; k < KEYS; k++)
        if (found[k].value && !(goes_with[k] >> model & 1)) {
            khe_json_error(&found[k], "wrong_value", "does not go with the model \"%s\"",
                           models[model]);
            found[k].value = NULL;
        }
}

static bool read_kmh(khe_json *value, double *out)
{
    int64_t micro = 0;
    if (!khe_json_decimal(value, 6, 1000, 1000000000, &micro)) return false;
    *out = (double)micro / 1e6;
    return true;
}

/* {"up_to_km": 5, "kmh": 22}; the last without up_to_km. */
static void read_band(khe_json *item, bool last, double from_km, khe_speed *out)
{
    enum { UP_TO, KMH, BAND_KEYS };
    static const khe_key band_keys[BAND_KEYS] = {
        [UP_TO] = {"up_to_km", KHE_NUMBER, false}, [KMH] = {"kmh", KHE_NUMBER, true}};
    khe_json found[BAND_KEYS];
    *out = (khe_speed){.up_to_km = (double)INFINITY, .kmh = 1};
    if (!khe_json_is(item, KHE_OBJECT) || !khe_json_object(item, band_keys, BAND_KEYS, found))
        return;
    if (found[KMH].value) read_kmh(&found[KMH], &out->kmh);
    if (last && found[UP_TO].value)
        khe_json_error(&found[UP_TO], "wrong_value", "the last speed has no end");
    else if (!last && !found[UP_TO].node && !found[UP_TO].bad)
        khe_json_error(item, "missing_key", "\"up_to_km\" is missing");
    int64_t metres = 0;
    if (last || !found[UP_TO].value || !khe_json_decimal(&found[UP_TO], 3, 1, 50000000, &metres))
        return;
    out->up_to_km = (double)metres / 1000;
    if (out->up_to_km <= from_km)
        khe_json_error(&found[UP_TO], "out_of_range", "the bands of speed do not ascend");
}

static void read_bands(khe_set_reader *r, khe_json *array, khe_profile *out)
{
    const int32_t count = khe_json_size(array);
    if (count == 0) khe_json_error(array, "wrong_value", "at least one speed is needed");
    out->speed = khe_read_alloc(r, count, sizeof(*out->speed));
    if (!out->speed) return;
    double from_km = 0;
    for (khe_json item = {0}; khe_json_next(array, &item);) {
        khe_speed *speed = &out->speed[out->speeds++];
        read_band(&item, item.index == count - 1, from_km, speed);
        if (isfinite(speed->up_to_km)) from_km = speed->up_to_km;
    }
}

static void read_speeds(khe_set_reader *r, const khe_json *at, khe_json *value, khe_profile *out)
{
    if (!value->node && !value->bad) khe_json_error(at, "missing_key", "\"speed_kmh\" is missing");
    if (!value->value) return;
    if (khe_json_is_array(value)) {
        read_bands(r, value, out);
        return;
    }
    out->speed = khe_read_alloc(r, 1, sizeof(*out->speed));
    if (!out->speed || !khe_json_is(value, KHE_NUMBER)) return;
    out->speed[0] = (khe_speed){.up_to_km = (double)INFINITY, .kmh = 1};
    out->speeds = 1;
    read_kmh(value, &out->speed[0].kmh);
}

static void read_scale(khe_json *value, double *out)
{
    int64_t micro = 0;
    if (value->value && khe_json_decimal(value, 6, 1, 1000000000000, &micro))
        *out = (double)micro / 1e6;
}

static void read_profile(khe_set_reader *r, const khe_json *at, khe_profile *out)
{
    static const char *const rounds[] = {"nearest", "floor"};
    khe_json found[KEYS];
    out->circuity = 1.3;
    out->unit_m = 1;
    khe_json_object(at, keys, KEYS, found);
    const int32_t model = found[MODEL].value ? khe_json_choice(&found[MODEL], models, 3) : KHE_NONE;
    if (model < 0) return;
    out->model = (khe_model)model;
    refuse_foreign_keys(found, out->model);
    if (found[ROUND].value) out->floor = khe_json_choice(&found[ROUND], rounds, 2) == 1;
    read_scale(&found[CIRCUITY], &out->circuity);
    read_scale(&found[UNIT], &out->unit_m);
    if (out->model != KHE_MATRIX) {
        read_speeds(r, at, &found[SPEED], out);
        return;
    }
    khe_read_matrix(r, at,
                    (khe_matrix_keys){.places = &found[PLACES],
                                      .km = &found[KM],
                                      .min = &found[MIN],
                                      .toll = &found[TOLL],
                                      .file = &found[FILE_NAME]},
                    out);
}

static bool same_array(const void *a, const void *b, size_t size)
{
    if (!a || !b) return a == b;
    return size == 0 || memcmp(a, b, size) == 0;
}

static bool same_speeds(const khe_profile *a, const khe_profile *b)
{
    if (a->speeds != b->speeds) return false;
    for (int32_t s = 0; s < a->speeds; s++) {
        const bool same_end = !(a->speed[s].up_to_km < b->speed[s].up_to_km) &&
                              !(a->speed[s].up_to_km > b->speed[s].up_to_km);
        if (!same_end || a->speed[s].kmh < b->speed[s].kmh || a->speed[s].kmh > b->speed[s].kmh)
            return false;
    }
    return true;
}

static bool same_scale(const khe_profile *a, const khe_profile *b)
{
    const double x = a->model == KHE_PLANE ? a->unit_m : a->circuity;
    const double y = b->model == KHE_PLANE ? b->unit_m : b->circuity;
    return !(x < y) && !(x > y);
}

static bool same_profile(const kh_order_set *set, const khe_profile *a, const khe_profile *b)
{
    if (a->model != b->model) return false;
    if (a->model != KHE_MATRIX)
        return a->floor == b->floor && same_scale(a, b) && same_speeds(a, b);
    const size_t cells = (size_t)a->rows * (size_t)a->rows;
    return a->rows == b->rows &&
           same_array(a->row_of, b->row_of, (size_t)set->location_count * sizeof(*a->row_of)) &&
           same_array(a->steps, b->steps, cells * sizeof(*a->steps)) &&
           same_array(a->ticks, b->ticks, cells * sizeof(*a->ticks)) &&
           same_array(a->toll, b->toll, cells * sizeof(*a->toll));
}

static void find_equal(kh_order_set *set)
{
    for (int32_t p = 0; p < set->profile_count; p++) {
        int32_t same = 0;
        while (same < p && (set->profiles[same].same_as != same ||
                            !same_profile(set, &set->profiles[same], &set->profiles[p])))
            same++;
        set->profiles[p].same_as = same;
    }
}

void khe_read_travel(khe_set_reader *r, khe_json *travel)
{
    const int32_t count = khe_json_size(travel);
    kh_order_set *set = r->set;
    set->profiles = khe_read_alloc(r, count, sizeof(*set->profiles));
    khe_list_open(r, &r->profiles, count);
    r->profiles.incomplete = !travel->value;
    if (r->json.no_memory) return;
    for (khe_json item = {0}; khe_json_next(travel, &item);) {
        if (strcmp(item.key, "meta") == 0) continue;
        khe_profile *profile = &set->profiles[set->profile_count++];
        profile->id = khe_text_copy(item.key);
        if (!profile->id) r->json.no_memory = true;
        if (khe_ids_add(&r->profiles.ids, profile->id) >= 0)
            khe_json_error(&item, "doubled_key", "the key stands here twice");
        khe_json self = item;
        if (khe_json_is(&self, KHE_OBJECT)) read_profile(r, &item, profile);
    }
    if (khe_reader_status(&r->json) == KH_OK) find_equal(set);
}
