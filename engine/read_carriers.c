/* The carriers of an order set: which orders they take, when they deliver, and what they ask beside
 * the bands of their zones (read_zones.c). Which keys a carrier may have depends on its mode. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "read.h"

enum {
    ID,
    MODE,
    MEASURE,
    CHARGEABLE,
    NEXT_BREAK,
    PIECES,
    ZONES,
    TARIFF,
    EXTRAS,
    DELIVERS,
    TRANSIT,
    MAX_PER_DAY,
    OFFERS,
    REFUSES_GOODS,
    CAPACITY,
    PROFILE,
    MAX_STOPS,
    FIXED,
    PER_KM,
    LEAST,
    EXTRA_STOP,
    CO2,
    COMMIT,
    KEYS
};

static const khe_key keys[KEYS] = {
    [ID] = {"id", KHE_TEXT, true},
    [MODE] = {"mode", KHE_TEXT, true},
    [MEASURE] = {"measure", KHE_TEXT, false},
    [CHARGEABLE] = {"chargeable", KHE_OBJECT, false},
    [NEXT_BREAK] = {"next_break", KHE_BOOL, false},
    [PIECES] = {"pieces", KHE_TEXT, false},
    [ZONES] = {"zones", KHE_OBJECT, false},
    [TARIFF] = {"tariff", KHE_OBJECT, false},
    [EXTRAS] = {"extras", KHE_ARRAY, false},
    [DELIVERS] = {"delivers", KHE_ARRAY, false},
    [TRANSIT] = {"transit_days", KHE_NUMBER, false},
    [MAX_PER_DAY] = {"max_per_day", KHE_OBJECT, false},
    [OFFERS] = {"offers", KHE_ARRAY, false},
    [REFUSES_GOODS] = {"refuses_goods", KHE_ARRAY, false},
    [CAPACITY] = {"capacity", KHE_OBJECT, false},
    [PROFILE] = {"profile", KHE_TEXT, false},
    [MAX_STOPS] = {"max_stops", KHE_NUMBER, false},
    [FIXED] = {"fixed", KHE_NUMBER, false},
    [PER_KM] = {"per_km", KHE_NUMBER, false},
    [LEAST] = {"min", KHE_NUMBER, false},
    [EXTRA_STOP] = {"extra_stop", KHE_NUMBER, false},
    [CO2] = {"co2_kg_per_t_km", KHE_LATER, false},
    [COMMIT] = {"commit", KHE_LATER, false},
};

static const char *const modes[] = {"ltl", "parcel", "ftl"};

enum { LTL = 1 << KHE_LTL, PARCEL = 1 << KHE_PARCEL, FTL = 1 << KHE_FTL, ALL = LTL | PARCEL | FTL };

static const uint8_t goes_with[KEYS] = {[ID] = ALL,
                                        [MODE] = ALL,
                                        [MEASURE] = ALL,
                                        [EXTRAS] = ALL,
                                        [DELIVERS] = ALL,
                                        [TRANSIT] = ALL,
                                        [MAX_PER_DAY] = ALL,
                                        [OFFERS] = ALL,
                                        [REFUSES_GOODS] = ALL,
                                        [ZONES] = ALL,
                                        [TARIFF] = ALL,
                                        [CO2] = ALL,
                                        [COMMIT] = ALL,
                                        [PIECES] = PARCEL,
                                        [CHARGEABLE] = LTL | PARCEL,
                                        [CAPACITY] = FTL,
                                        [NEXT_BREAK] = LTL | PARCEL,
                                        [PROFILE] = FTL,
                                        [MAX_STOPS] = FTL,
                                        [FIXED] = FTL,
                                        [PER_KM] = FTL,
                                        [LEAST] = FTL,
                                        [EXTRA_STOP] = FTL};

static const uint8_t needed_by[KEYS] = {
    [ZONES] = LTL | PARCEL, [TARIFF] = LTL | PARCEL, [CAPACITY] = FTL};

static bool is_absent(const khe_json *value) { return !value->node && !value->bad; }

/* What does not go with the mode is refused, what goes with it alone may be missing. */
static void check_mode(const khe_json *at, khe_json *found, khe_mode mode)
{
    for (int32_t k = 0; k < KEYS; k++) {
        if (found[k].value && !(goes_with[k] >> mode & 1)) {
            khe_json_error(&found[k], "wrong_value", "does not go with the mode \"%s\"",
                           modes[mode]);
            found[k].value = NULL;
            found[k].bad = true;
        }
        if (is_absent(&found[k]) && needed_by[k] >> mode & 1) {
            khe_json_error(at, "missing_key", "\"%s\" is missing for the mode \"%s\"", keys[k].name,
                           modes[mode]);
            found[k].bad = true;
        }
    }
}

/* The measure that a text names, or KHE_NONE (reported, unless absent). */
static int32_t read_measure_name(khe_set_reader *r, khe_json *value)
{
    const kh_order_set *set = r->set;
    if (!value->value || r->measures_bad) return KHE_NONE;
    return khe_json_choice(value, (const char *const *)set->measure, (size_t)set->measures);
}

/* Absent, weights are in kg, if there is such a measure. */
static void read_measure(khe_set_reader *r, const khe_json *at, khe_json *value, khe_carrier *out)
{
    static const char *const taken[] = {"band", "base", "extras"}; /* beside it in the plan */
    const kh_order_set *set = r->set;
    int32_t measure = read_measure_name(r, value);
    for (int32_t m = 0; m < set->measures && is_absent(value); m++)
        if (strcmp(set->measure[m], "kg") == 0) measure = m;
    if (measure < 0 && is_absent(value) && !r->measures_bad)
        khe_json_error(at, "missing_key",
                       "\"measure\" is missing, and there is no measure \"kg\" to be charged by");
    out->measure = measure < 0 ? 0 : measure;
    for (size_t k = 0; k < sizeof(taken) / sizeof(taken[0]) && measure >= 0; k++)
        if (strcmp(set->measure[measure], taken[k]) == 0)
            khe_json_error(is_absent(value) ? at : value, "wrong_value",
                           "a carrier cannot be charged by a measure of the name \"%s\"", taken[k]);
}

/* {"kg_per_m3": 300, "round_up_kg": 100}; the first kind of key for each measure. */
static void read_chargeable(khe_set_reader *r, khe_json *object, khe_carrier *out)
{
    enum { NAME_MAX = 80 };
    const kh_order_set *set = r->set;
    char name[KHE_MEASURES_MAX][NAME_MAX];
    khe_key own[KHE_MEASURES_MAX + 1] = {{"round_up_kg", KHE_NUMBER, false}};
    khe_json found[KHE_MEASURES_MAX + 1];
    int64_t thousandths = 0;
    if (!object->value || r->measures_bad) return;
    for (int32_t m = 0; m < set->measures; m++) {
        snprintf(name[m], NAME_MAX, "kg_per_%s", set->measure[m]);
        own[1 + m] = (khe_key){name[m], KHE_NUMBER, false};
    }
    if (!khe_json_object(object, own, (size_t)set->measures + 1, found)) return;
    if (found[0].value && khe_json_decimal(&found[0], 3, 0, INT32_MAX - 1, &thousandths))
        out->round_up = (int32_t)thousandths;
    for (int32_t m = 0; m < set->measures; m++)
        if (found[1 + m].value &&
            khe_json_decimal(&found[1 + m], 3, 0, INT32_MAX - 1, &thousandths))
            out->per_unit[m] = (int32_t)thousandths;
}

/* ---- Extras ---- */

enum { NAME, SHARE, VALUE_SHARE, ONCE, PER_STARTED, PRICE, AT_LEAST, NEEDS, EXTRA_KEYS };

static const khe_key extra_keys[EXTRA_KEYS] = {
    [NAME] = {"name", KHE_TEXT, true},
    [SHARE] = {"share", KHE_NUMBER, false},
    [VALUE_SHARE] = {"value_share", KHE_NUMBER, false},
    [ONCE] = {"once", KHE_NUMBER, false},
    [PER_STARTED] = {"per_started_kg", KHE_NUMBER, false},
    [PRICE] = {"price", KHE_NUMBER, false},
    [AT_LEAST] = {"min", KHE_NUMBER, false},
    [NEEDS] = {"needs", KHE_ARRAY, false},
};

static void read_extra_name(khe_set_reader *r, khe_json *value, const khe_carrier *carrier,
                            khe_extra *out)
{
    out->name = khe_read_text(r, value);
    if (!out->name) return;
    if (*out->name == '\0' || strcmp(out->name, "meta") == 0)
        khe_json_error(value, "wrong_value", "\"%s\" is no name for an extra", out->name);
    for (const khe_extra *other = carrier->extras; other < out; other++)
        if (other->name && strcmp(other->name, out->name) == 0)
            khe_json_error(value, "doubled_id", "\"%s\" is also the name of extra %d", out->name,
                           (int)(other - carrier->extras));
}

/* An extra is what its one key says. \return the key, or KHE_NONE (reported, unless it is known) */
static int32_t kind_of_extra(const khe_json *at, const khe_json *found)
{
    int32_t key = KHE_NONE, count = 0, bad = 0;
    for (int32_t k = SHARE; k <= PER_STARTED; k++) {
        bad += found[k].bad;
        if (!found[k].value) continue;
        key = k;
        count++;
    }
    if (count == 1) return key;
    if (bad == 0)
        khe_json_error(
            at, count == 0 ? "missing_key" : "wrong_value",
            "one of \"share\", \"value_share\", \"once\" and \"per_started_kg\" says what "
            "an extra is%s",
            count == 0 ? "" : ", and only one");
    return KHE_NONE;
}

/* The keys that go with some kinds only. */
static void check_extra(const khe_json *at, khe_json *found, int32_t kind)
{
    const bool goes[EXTRA_KEYS] = {[AT_LEAST] = kind == SHARE || kind == VALUE_SHARE,
                                   [NEEDS] = kind == ONCE,
                                   [PRICE] = kind == PER_STARTED};
    for (int32_t k = PRICE; k < EXTRA_KEYS; k++)
        if (found[k].value && !goes[k])
            khe_json_error(&found[k], "wrong_value", "does not go with \"%s\"",
                           extra_keys[kind].name);
    if (kind == PER_STARTED && is_absent(&found[PRICE]))
        khe_json_error(at, "missing_key", "\"price\" is missing");
}

static void read_extra(khe_set_reader *r, khe_json *at, khe_carrier *carrier, khe_extra *out)
{
    static const khe_extra_kind kinds[] = {[SHARE] = KHE_EXTRA_SHARE,
                                           [VALUE_SHARE] = KHE_EXTRA_VALUE,
                                           [ONCE] = KHE_EXTRA_ONCE,
                                           [PER_STARTED] = KHE_EXTRA_PER_STARTED};
    const int64_t share_max = 1000000000; /* a thousand times, in millionths */
    khe_json found[EXTRA_KEYS];
    int64_t per = 1;
    if (!khe_json_object(at, extra_keys, EXTRA_KEYS, found)) return;
    read_extra_name(r, &found[NAME], carrier, out);
    const int32_t kind = kind_of_extra(at, found);
    if (kind == KHE_NONE) return;
    check_extra(at, found, kind);
    out->kind = kinds[kind];
    if (kind == SHARE || kind == VALUE_SHARE)
        khe_json_decimal(&found[kind], 6, 0, share_max, &out->share);
    if (kind == PER_STARTED && khe_json_decimal(&found[kind], 3, 1, INT32_MAX - 1, &per))
        out->per = (int32_t)per;
    khe_read_money(&found[kind == ONCE ? ONCE : PRICE], &out->price);
    khe_read_money(&found[AT_LEAST], &out->min);
    out->needs = khe_read_names(r, &found[NEEDS], &r->set->needs);
    carrier->offers |= out->needs;
}

static void read_extras(khe_set_reader *r, khe_json *array, khe_carrier *out)
{
    const int32_t count = khe_json_size(array);
    if (count > KHE_EXTRAS_MAX) {
        khe_json_error(array, "limit", "more than %d extras", KHE_EXTRAS_MAX);
        return;
    }
    out->extras = khe_read_alloc(r, count, sizeof(*out->extras));
    if (!out->extras) return;
    for (khe_json item = {0}; khe_json_next(array, &item);)
        read_extra(r, &item, out, &out->extras[out->extra_count++]);
}

/* ---- Times and limits ---- */

/* Absent, it delivers at any time of the day. */
static void read_delivers(khe_set_reader *r, khe_json *value, khe_carrier *out)
{
    const kh_order_set *set = r->set;
    out->delivers = (khe_window){.close = khe_day_ticks(&set->calendar), .daily = true};
    if (!value->value) return;
    khe_window window = out->delivers;
    if (!khe_read_window(r, value, set->calendar.utc_offset_min, &window)) return;
    if (window.daily)
        out->delivers = window;
    else
        khe_json_error(value, "wrong_time", "a carrier delivers at times of day, \"HH:MM\"");
}

static void read_transit(khe_set_reader *r, khe_json *value, khe_carrier *out)
{
    const khe_calendar *calendar = &r->set->calendar;
    int64_t days = 0;
    if (!value->value || !khe_json_int(value, 0, 365, &days)) return;
    if ((calendar->days + days + 3) * khe_day_ticks(calendar) >= KHE_TICKS_MAX)
        khe_json_error(value, "limit", "the days have more ticks than can be counted");
    else
        out->transit_days = (int32_t)days;
}

static void read_max_per_day(khe_set_reader *r, khe_json *object, khe_carrier *out)
{
    uint32_t seen = 0;
    for (int32_t m = 0; m < KHE_MEASURES_MAX; m++) out->max_per_day[m] = INT32_MAX;
    for (khe_json item = {0}; khe_json_next(object, &item);) {
        int64_t thousandths = 0;
        if (strcmp(item.key, "meta") == 0) continue;
        const int32_t m = khe_read_measure(r, &item);
        if (m < 0) continue;
        if (seen & (1u << m)) khe_json_error(&item, "doubled_key", "the key stands here twice");
        seen |= 1u << m;
        if (khe_json_decimal(&item, 3, 0, INT32_MAX - 1, &thousandths))
            out->max_per_day[m] = (int32_t)thousandths;
    }
}

/* ---- Carriers ---- */

/* What trucks alone have. */
static void read_truck(khe_set_reader *r, const khe_json *at, khe_json *found, khe_carrier *out)
{
    static const int32_t prices[] = {FIXED, PER_KM, LEAST, TARIFF};
    int64_t stops = 0;
    bool priced = false;
    for (size_t k = 0; k < sizeof(prices) / sizeof(prices[0]); k++)
        priced |= !is_absent(&found[prices[k]]);
    if (!priced)
        khe_json_error(at, "missing_key",
                       "names no price; a carrier that costs nothing says so with \"per_km\": 0");
    khe_read_capacity(r, &found[CAPACITY], out->capacity);
    khe_read_profile(r, at, &found[PROFILE], &out->profile);
    if (found[MAX_STOPS].value && khe_json_int(&found[MAX_STOPS], 1, 1000000, &stops))
        out->max_stops = (int32_t)stops;
    khe_read_money(&found[FIXED], &out->fixed);
    khe_read_money(&found[PER_KM], &out->per_km);
    khe_read_money(&found[LEAST], &out->min);
    khe_read_money(&found[EXTRA_STOP], &out->extra_stop);
}

static void read_carrier(khe_set_reader *r, const khe_json *at, khe_carrier *out)
{
    khe_json found[KEYS];
    *out = (khe_carrier){.pieces = KHE_NONE, .profile = KHE_NONE, .max_stops = KHE_NONE};
    khe_json_object(at, keys, KEYS, found);
    khe_read_id(r, &r->carriers, &found[ID], &out->id);
    const int32_t mode = found[MODE].value ? khe_json_choice(&found[MODE], modes, 3) : KHE_NONE;
    if (mode >= 0) check_mode(at, found, (khe_mode)mode);
    out->mode = mode < 0 ? KHE_LTL : (khe_mode)mode;
    read_measure(r, at, &found[MEASURE], out);
    read_chargeable(r, &found[CHARGEABLE], out);
    if (found[NEXT_BREAK].value) khe_json_bool(&found[NEXT_BREAK], &out->next_break);
    out->pieces = read_measure_name(r, &found[PIECES]);
    out->offers = khe_read_names(r, &found[OFFERS], &r->set->needs);
    out->refuses_goods = khe_read_names(r, &found[REFUSES_GOODS], &r->set->goods);
    khe_read_zones(r, &found[ZONES], &found[TARIFF], out);
    read_extras(r, &found[EXTRAS], out);
    read_delivers(r, &found[DELIVERS], out);
    read_transit(r, &found[TRANSIT], out);
    read_max_per_day(r, &found[MAX_PER_DAY], out);
    if (mode == KHE_FTL) read_truck(r, at, found, out);
}

void khe_read_carriers(khe_set_reader *r, khe_json *carriers)
{
    enum { CARRIERS_MAX = 1000 };
    const int32_t count = khe_json_size(carriers);
    kh_order_set *set = r->set;
    r->carriers.incomplete = carriers->bad;
    if (count > CARRIERS_MAX) {
        khe_json_error(carriers, "limit", "more than %d carriers", CARRIERS_MAX);
        r->carriers.incomplete = true;
        return;
    }
    set->carriers = khe_read_alloc(r, count, sizeof(*set->carriers));
    khe_list_open(r, &r->carriers, count);
    if (r->json.no_memory) return;
    for (khe_json item = {0}; khe_json_next(carriers, &item) && !r->json.no_memory;)
        read_carrier(r, &item, &set->carriers[set->carrier_count++]);
}
