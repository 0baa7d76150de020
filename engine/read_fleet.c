/* The vehicle classes of an order set. */
#include <stdlib.h>
#include <string.h>

#include "read.h"

enum {
    ID,
    COUNT,
    PROFILE,
    START,
    END,
    PICKUPS,
    NEEDS_DELIVERY,
    CAPACITY,
    SHIFT,
    MAX_DUTY,
    MAX_KM,
    MAX_STOPS,
    MAX_TRIPS,
    OFFERS,
    REFUSES_GOODS,
    REFUSES_TAGS,
    SIZE,
    TAGS,
    START_POLICY,
    COST,
    RELOAD_AT,
    BODY,
    RULES,
    CO2,
    COMPARTMENTS,
    CREW,
    MAX_DAYS,
    NOW,
    KEYS
};

enum { COUNT_MAX = 100000 };

static const khe_key keys[KEYS] = {
    [ID] = {"id", KHE_TEXT, true},
    [COUNT] = {"count", KHE_ANY, false},
    [PROFILE] = {"profile", KHE_TEXT, false},
    [START] = {"start", KHE_TEXT, true},
    [END] = {"end", KHE_ANY, false},
    [PICKUPS] = {"pickups", KHE_TEXT, false},
    [NEEDS_DELIVERY] = {"needs_delivery", KHE_BOOL, false},
    [CAPACITY] = {"capacity", KHE_OBJECT, true},
    [SHIFT] = {"shift", KHE_ANY, false},
    [MAX_DUTY] = {"max_duty_min", KHE_NUMBER, false},
    [MAX_KM] = {"max_km", KHE_NUMBER, false},
    [MAX_STOPS] = {"max_stops", KHE_NUMBER, false},
    [MAX_TRIPS] = {"max_trips", KHE_NUMBER, false},
    [OFFERS] = {"offers", KHE_ARRAY, false},
    [REFUSES_GOODS] = {"refuses_goods", KHE_ARRAY, false},
    [REFUSES_TAGS] = {"refuses_tags", KHE_ARRAY, false},
    [SIZE] = {"size", KHE_OBJECT, false},
    [TAGS] = {"tags", KHE_ARRAY, false},
    [START_POLICY] = {"start_policy", KHE_TEXT, false},
    [COST] = {"cost", KHE_OBJECT, true},
    [RELOAD_AT] = {"reload_at", KHE_LATER, false},
    [BODY] = {"body", KHE_LATER, false},
    [RULES] = {"rules", KHE_LATER, false},
    [CO2] = {"co2_kg_per_km", KHE_LATER, false},
    [COMPARTMENTS] = {"compartments", KHE_LATER, false},
    [CREW] = {"crew", KHE_LATER, false},
    [MAX_DAYS] = {"max_days", KHE_LATER, false},
    [NOW] = {"now", KHE_LATER, false},
};

/* "unlimited", where it may be written instead of a number. */
static bool is_unlimited(const khe_json *value)
{
    khe_json self = *value;
    return khe_json_is_text(value) && strcmp(khe_json_text(&self), "unlimited") == 0;
}

/* A count that is wrong must not make dedicated vehicles look too many. */
static void read_count(khe_json *value, khe_vehicle *out)
{
    int64_t count = 1;
    out->count = value->bad ? COUNT_MAX : 1;
    if (!value->value) return;
    if (is_unlimited(value))
        out->count = KHE_NONE;
    else if (khe_json_is_text(value))
        khe_json_error(value, "wrong_value", "expected a number or \"unlimited\"");
    else if (khe_json_int(value, 0, COUNT_MAX, &count))
        out->count = (int32_t)count;
    if (value->bad) out->count = COUNT_MAX;
}

void khe_read_profile(khe_set_reader *r, const khe_json *at, khe_json *value, int32_t *out)
{
    *out = khe_read_reference(&r->profiles, value);
    if (value->node || value->bad) return;
    if (r->set->profile_count == 1)
        *out = 0;
    else if (!r->profiles.incomplete)
        khe_json_error(at, "missing_key", "\"profile\" is missing, and there are several");
}

static void read_end(khe_set_reader *r, khe_json *value, khe_vehicle *out)
{
    out->end = out->start;
    if (!value->value) return;
    khe_json self = *value;
    if (khe_json_is_array(value) ||
        (khe_json_is_text(value) && strcmp(khe_json_text(&self), "anywhere") == 0))
        khe_json_unsupported(value);
    else
        out->end = khe_read_reference(&r->locations, value);
}

void khe_read_capacity(khe_set_reader *r, khe_json *capacity, int32_t *out)
{
    const kh_order_set *set = r->set;
    uint32_t seen = 0;
    if (!capacity->value) return;
    for (khe_json item = {0}; khe_json_next(capacity, &item);) {
        if (strcmp(item.key, "meta") == 0) continue;
        int64_t thousandths = 0;
        const int32_t m = khe_read_measure(r, &item);
        if (m < 0) { /* perhaps one that is misspelt: not to be missed as well */
            seen = UINT32_MAX;
            continue;
        }
        if (seen != UINT32_MAX && seen & (1u << m))
            khe_json_error(&item, "doubled_key", "the key stands here twice");
        seen |= 1u << m;
        if (is_unlimited(&item))
            out[m] = INT32_MAX;
        else if (khe_json_decimal(&item, 3, 0, INT32_MAX - 1, &thousandths))
            out[m] = (int32_t)thousandths;
    }
    for (int32_t m = 0; m < set->measures; m++)
        if (!(seen & (1u << m)))
            khe_json_error(capacity, "missing_key",
                           "the measure \"%s\" is missing (or \"unlimited\")", set->measure[m]);
}

static void read_cost(khe_set_reader *r, khe_json *cost, khe_vehicle *out)
{
    enum { DAY, DAY_OWNED, PER_KM, TOLL_KM, HOUR, STOP, OVER_AFTER, OVER_HOUR, NIGHT, COST_KEYS };
    static const khe_key cost_keys[COST_KEYS] = {
        [DAY] = {"per_day", KHE_NUMBER, false},
        [DAY_OWNED] = {"per_day_owned", KHE_NUMBER, false},
        [PER_KM] = {"per_km", KHE_NUMBER, false},
        [TOLL_KM] = {"toll_per_km", KHE_NUMBER, false},
        [HOUR] = {"per_h", KHE_NUMBER, false},
        [STOP] = {"per_stop", KHE_NUMBER, false},
        [OVER_AFTER] = {"overtime_after_min", KHE_NUMBER, false},
        [OVER_HOUR] = {"overtime_per_h", KHE_NUMBER, false},
        [NIGHT] = {"per_night", KHE_LATER, false}};
    khe_json found[COST_KEYS];
    out->overtime_after = INT32_MAX;
    if (!cost->value || !khe_json_object(cost, cost_keys, COST_KEYS, found)) return;
    bool priced = false;
    for (int32_t k = 0; k < COST_KEYS; k++) priced |= found[k].node || found[k].bad;
    if (!priced)
        khe_json_error(cost, "missing_key",
                       "names no price; a vehicle that costs nothing says so with \"per_km\": 0");
    khe_read_money(&found[DAY], &out->per_day);
    khe_read_money(&found[DAY_OWNED], &out->per_day_owned);
    khe_read_money(&found[PER_KM], &out->per_km);
    khe_read_money(&found[TOLL_KM], &out->toll_per_km);
    khe_read_money(&found[HOUR], &out->per_h);
    khe_read_money(&found[STOP], &out->per_stop);
    khe_read_minutes(r, &found[OVER_AFTER], &out->overtime_after);
    khe_read_money(&found[OVER_HOUR], &out->overtime_per_h);
    if (out->overtime_per_h > 0 && !found[OVER_AFTER].node && !found[OVER_AFTER].bad)
        khe_json_error(cost, "missing_key", "\"overtime_per_h\" needs \"overtime_after_min\"");
    if (out->count == KHE_NONE && out->per_day_owned > 0)
        khe_json_error(&found[DAY_OWNED], "wrong_value",
                       "does not go with \"count\": \"unlimited\"");
}

static void read_limits(khe_set_reader *r, khe_json *found, khe_vehicle *out)
{
    int64_t number = 0;
    out->max_duty = out->max_steps = out->max_stops = KHE_NONE;
    khe_read_minutes(r, &found[MAX_DUTY], &out->max_duty);
    if (found[MAX_KM].value &&
        khe_json_decimal(&found[MAX_KM], 6, 0, 1000000000000, &number)) { /* millimetres */
        const int64_t steps = number * r->set->steps_per_m / 1000;
        out->max_steps = steps < KHE_TICKS_MAX ? (int32_t)steps : KHE_TICKS_MAX;
    }
    if (found[MAX_STOPS].value && khe_json_int(&found[MAX_STOPS], 0, 1000000, &number))
        out->max_stops = (int32_t)number;
    if (found[MAX_TRIPS].value && khe_json_int(&found[MAX_TRIPS], 1, 1000, &number) && number > 1)
        khe_json_unsupported(&found[MAX_TRIPS]);
}

/* What a place limits, the vehicle must state. */
static void check_size(khe_set_reader *r, const khe_json *at, const khe_vehicle *vehicle)
{
    static const char *const names[] = {"length_m", "width_m", "height_m", "gross_t"};
    const khe_size *size = &vehicle->size;
    const int32_t stated[] = {size->length_mm, size->width_mm, size->height_mm, size->gross_kg};
    bool told[4] = {false};
    for (int32_t i = 0; i < r->set->location_count; i++) {
        const khe_location *place = &r->set->locations[i];
        const int32_t limit[] = {place->limits.length_mm, place->limits.width_mm,
                                 place->limits.height_mm, place->limits.gross_kg};
        for (int32_t k = 0; k < 4; k++) {
            if (limit[k] == INT32_MAX || stated[k] != INT32_MAX || told[k]) continue;
            told[k] = true;
            khe_json_error(at, "missing_key",
                           "\"size\" does not state \"%s\", which %s/%d (\"%s\") limits", names[k],
                           r->locations.where, i, place->id ? place->id : "");
        }
    }
}

static void read_sets(khe_set_reader *r, khe_json *found, khe_vehicle *out)
{
    kh_order_set *set = r->set;
    out->offers = khe_read_names(r, &found[OFFERS], &set->needs);
    out->refuses_goods = khe_read_names(r, &found[REFUSES_GOODS], &set->goods);
    out->refuses_tags = khe_read_names(r, &found[REFUSES_TAGS], &set->tags);
    out->tags = khe_read_names(r, &found[TAGS], &set->tags);
}

static void read_vehicle(khe_set_reader *r, const khe_json *at, khe_vehicle *out)
{
    static const char *const pickups[] = {"any", "after-deliveries"};
    static const char *const policies[] = {"cheapest"};
    khe_json found[KEYS];
    khe_json_object(at, keys, KEYS, found);
    khe_read_id(r, &r->vehicles, &found[ID], &out->id);
    read_count(&found[COUNT], out);
    khe_read_profile(r, at, &found[PROFILE], &out->profile);
    out->start = khe_read_reference(&r->locations, &found[START]);
    read_end(r, &found[END], out);
    if (found[PICKUPS].value)
        out->pickups_after_deliveries = khe_json_choice(&found[PICKUPS], pickups, 2) == 1;
    if (found[NEEDS_DELIVERY].value) khe_json_bool(&found[NEEDS_DELIVERY], &out->needs_delivery);
    khe_read_capacity(r, &found[CAPACITY], out->capacity);
    const int32_t offset =
        out->start >= 0 ? r->utc_offset[out->start] : r->set->calendar.utc_offset_min;
    out->shift = khe_read_shift(r, &found[SHIFT], offset);
    read_limits(r, found, out);
    read_sets(r, found, out);
    khe_read_size(&found[SIZE], &out->size);
    if (!found[SIZE].bad) check_size(r, at, out);
    if (found[START_POLICY].value) khe_json_choice(&found[START_POLICY], policies, 1);
    read_cost(r, &found[COST], out);
}

void khe_read_vehicles(khe_set_reader *r, khe_json *vehicles)
{
    const int32_t count = khe_json_size(vehicles);
    kh_order_set *set = r->set;
    set->vehicles = khe_read_alloc(r, count, sizeof(*set->vehicles));
    khe_list_open(r, &r->vehicles, count);
    r->vehicles.incomplete = !vehicles->value;
    if (r->json.no_memory) return;
    for (khe_json item = {0}; khe_json_next(vehicles, &item);)
        read_vehicle(r, &item, &set->vehicles[set->vehicle_count++]);
}
