/* Values and references in a plan document. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "errors.h"
#include "read_plan_parts.h"

static const int64_t money_most = 9000000000000000;

static bool given(const khe_json *value) { return value->value && !khe_json_is_null(value); }

void khe_plan_money(khe_json *value, int64_t *micro)
{
    if (given(value)) khe_json_decimal(value, 6, -money_most, money_most, micro);
}

void khe_plan_km(khe_plan_reader *r, khe_json *value, int64_t *steps)
{
    int32_t places = 3;
    for (int32_t per_m = r->set->steps_per_m; per_m > 1; per_m /= 10) places++;
    if (given(value)) khe_json_decimal(value, places, 0, money_most, steps);
}

/* A tick is seldom a finite decimal of a minute, so a little beside it will do. */
void khe_plan_minutes(khe_plan_reader *r, khe_json *value, int32_t *ticks)
{
    const double per_min = 60.0 * r->set->calendar.ticks_per_s;
    double minutes = 0;
    if (!given(value) || !khe_json_number(value, -1e6, 1e6, &minutes)) return;
    const double exact = minutes * per_min, whole = nearbyint(exact);
    if (fabs(whole) > INT32_MAX || fabs(exact - whole) > 0.05)
        khe_json_error(value, "too_precise", "%.15g min is not a whole number of ticks", minutes);
    else
        *ticks = (int32_t)whole;
}

void khe_plan_hours(khe_json *value, int64_t *hundredths)
{
    double hours = 0;
    if (given(value) && khe_json_number(value, 0, 1e9, &hours))
        *hundredths = (int64_t)nearbyint(hours * 100);
}

void khe_plan_time(khe_plan_reader *r, khe_json *value, int32_t *tick)
{
    khe_moment moment;
    const char *text = given(value) ? khe_json_text(value) : NULL;
    if (!text) return;
    const khe_calendar *calendar = &r->set->calendar;
    const char *wrong = khe_time_parse(calendar, calendar->utc_offset_min, text, &moment);
    if (wrong)
        khe_json_error(value, "bad_time", "\"%s\": %s", text, wrong);
    else
        *tick = moment.at;
}

void khe_plan_parts(khe_plan_reader *r, khe_json *value)
{
    if (!value->value || !khe_json_is(value, KHE_OBJECT)) return;
    for (khe_json item = {0}; khe_json_next(value, &item);) {
        int32_t stated[KHE_MEASURES_MAX] = {0};
        const int32_t order = khe_ids_find(&r->orders, item.key);
        if (order < 0) {
            khe_json_error(&item, "dangling_id", "no order of the order set is \"%s\"", item.key);
            continue;
        }
        khe_plan_quantities(r, &item, stated);
        for (int32_t m = 0; m < r->set->measures; m++)
            if (stated[m] != r->set->orders[order].quantity[m])
                r->stated->by_order[order].part_differs = true;
    }
}

void khe_plan_count(khe_json *value, int32_t *count)
{
    int64_t whole = 0;
    if (given(value) && khe_json_int(value, 0, INT32_MAX - 1, &whole)) *count = (int32_t)whole;
}

static void read_lines(khe_json *object, int32_t first, int32_t count, khe_costs *costs)
{
    static const khe_key keys[] = {
#define X(name, key, group) {key, KHE_NUMBER, false},
        KHE_LINE_MAP(X)
#undef X
    };
    khe_json found[KHE_LINES];
    if (!khe_json_object(object, keys + first, (size_t)count, found)) return;
    for (int32_t l = 0; l < count; l++) khe_plan_money(&found[l], &costs->line[first + l]);
}

void khe_plan_costs(khe_json *value, khe_costs *costs)
{
    enum { CASH, PENALTIES, KEYS };
    static const khe_key keys[KEYS] = {{"cash", KHE_OBJECT, false},
                                       {"penalties", KHE_OBJECT, false}};
    khe_json found[KEYS];
    if (!khe_json_object(value, keys, KEYS, found)) return;
    read_lines(&found[CASH], 0, KHE_JIT, costs);
    read_lines(&found[PENALTIES], KHE_JIT, KHE_LINES - KHE_JIT, costs);
}

/* The measure that a member is named after, or KHE_NONE (reported). */
static int32_t measure_of(khe_plan_reader *r, const khe_json *member)
{
    const char *names[KHE_MEASURES_MAX];
    for (int32_t m = 0; m < r->set->measures; m++) {
        names[m] = r->set->measure[m];
        if (strcmp(names[m], member->key) == 0) return m;
    }
    const char *nearest = khe_nearest(member->key, names, (size_t)r->set->measures);
    khe_json_error(member, "unknown_key", "no measure of the order set%s%s%s",
                   nearest ? "; did you mean \"" : "", nearest ? nearest : "",
                   nearest ? "\"?" : "");
    return KHE_NONE;
}

void khe_plan_quantities(khe_plan_reader *r, khe_json *value, int32_t *thousandths)
{
    if (!given(value) || !khe_json_is(value, KHE_OBJECT)) return;
    for (khe_json member = {0}; khe_json_next(value, &member);) {
        int64_t amount = 0;
        const int32_t m = measure_of(r, &member);
        if (m != KHE_NONE && khe_json_decimal(&member, 3, 0, INT32_MAX, &amount))
            thousandths[m] = (int32_t)amount;
    }
}

void khe_plan_fill(khe_plan_reader *r, khe_json *value, double *fill)
{
    for (int32_t m = 0; m < KHE_MEASURES_MAX; m++) fill[m] = -1;
    if (!given(value) || !khe_json_is(value, KHE_OBJECT)) return;
    for (khe_json member = {0}; khe_json_next(value, &member);) {
        const int32_t m = measure_of(r, &member);
        if (m != KHE_NONE && !khe_json_is_null(&member)) khe_json_number(&member, 0, 1e9, &fill[m]);
    }
}

void *khe_plan_array(khe_plan_reader *r, const khe_json *value, size_t size)
{
    void *array = calloc((size_t)khe_json_size(value) + 1, size);
    if (!array) r->json.no_memory = true;
    return array;
}

int32_t khe_plan_id(khe_json *value, const khe_ids *ids, const char *what)
{
    const char *text = given(value) ? khe_json_text(value) : NULL;
    if (!text) return KHE_NONE;
    const int32_t index = khe_ids_find(ids, text);
    if (index >= 0) return index;
    const char *nearest = khe_nearest(text, ids->name, (size_t)ids->count);
    khe_json_error(value, "unknown_id", "the order set has no %s \"%s\"%s%s%s", what, text,
                   nearest ? "; did you mean \"" : "", nearest ? nearest : "",
                   nearest ? "\"?" : "");
    return KHE_NONE;
}
