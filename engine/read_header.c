/* The header of an order set: calendar, resolution, measures, objective. */
#include <stdlib.h>
#include <string.h>

#include "read.h"

/* One of 1, 0.1, 0.01 and 0.001, as parts of the unit. */
static void read_parts(khe_set_reader *r, khe_json *value, int32_t *parts)
{
    int64_t milli = 0;
    if (value->bad) r->calendar_bad = true;
    if (!value->value) return;
    if (!khe_json_decimal(value, 3, 1, 1000, &milli)) {
        r->calendar_bad = true;
    } else if (milli == 1 || milli == 10 || milli == 100 || milli == 1000) {
        *parts = (int32_t)(1000 / milli);
    } else {
        khe_json_error(value, "wrong_value", "expected 1, 0.1, 0.01 or 0.001");
        r->calendar_bad = true;
    }
}

static void read_resolution(khe_set_reader *r, khe_json *resolution)
{
    enum { S, M, KEYS };
    static const khe_key keys[KEYS] = {
        [S] = {"s", KHE_NUMBER, false}, [M] = {"m", KHE_NUMBER, false}};
    khe_json found[KEYS];
    if (resolution->bad) r->calendar_bad = true;
    if (!resolution->value || !khe_json_object(resolution, keys, KEYS, found)) return;
    read_parts(r, &found[S], &r->set->calendar.ticks_per_s);
    read_parts(r, &found[M], &r->set->steps_per_m);
}

static void read_days(khe_set_reader *r, khe_json *value)
{
    khe_calendar *calendar = &r->set->calendar;
    int64_t days = 1;
    if (value->bad) r->calendar_bad = true;
    if (!value->value) return;
    if (!khe_json_int(value, 1, 36600, &days)) {
        r->calendar_bad = true;
    } else if ((days + 3) * khe_day_ticks(calendar) >= KHE_TICKS_MAX) {
        khe_json_error(value, "limit",
                       "%d days have more ticks of the resolution than can be counted", (int)days);
        r->calendar_bad = true;
    } else {
        calendar->days = (int32_t)days;
    }
}

static void read_horizon(khe_set_reader *r, khe_json *horizon)
{
    enum { START, DAYS, KEYS };
    static const khe_key keys[KEYS] = {
        [START] = {"start", KHE_TEXT, false}, [DAYS] = {"days", KHE_NUMBER, false}};
    khe_json found[KEYS];
    if (horizon->bad) r->calendar_bad = true;
    if (!horizon->value || !khe_json_object(horizon, keys, KEYS, found)) return;
    read_days(r, &found[DAYS]);
    if (found[START].bad) r->calendar_bad = true;
    if (!found[START].value) return;
    const char *text = khe_json_text(&found[START]);
    const char *wrong = khe_calendar_start(&r->set->calendar, text);
    if (!wrong) return;
    khe_json_error(&found[START], "wrong_time", "\"%s\": %s", text, wrong);
    r->calendar_bad = true;
}

static bool is_measure(const kh_order_set *set, const char *name)
{
    for (int32_t m = 0; m < set->measures; m++)
        if (set->measure[m] && strcmp(set->measure[m], name) == 0) return true;
    return false;
}

/* \return whether the name is a new measure; else why not is reported */
static bool check_measure(khe_set_reader *r, const khe_json *item, const char *name)
{
    if (is_measure(r->set, name))
        khe_json_error(item, "doubled_id", "the measure \"%s\" stands here twice", name);
    else if (*name == '\0' || strcmp(name, "meta") == 0)
        khe_json_error(item, "wrong_value", "\"%s\" is no name for a measure", name);
    else if (r->set->measures == KHE_MEASURES_MAX)
        khe_json_error(item, "limit", "more than %d measures", KHE_MEASURES_MAX);
    else
        return true;
    return false;
}

static void read_measures(khe_set_reader *r, khe_json *measures)
{
    kh_order_set *set = r->set;
    if (!measures->value) r->measures_bad = true;
    for (khe_json item = {0}; khe_json_next(measures, &item);) {
        const char *text = khe_json_text(&item);
        if (!text || !check_measure(r, &item, text)) {
            r->measures_bad = true;
            continue;
        }
        set->measure[set->measures] = khe_read_text(r, &item);
        set->measures += set->measure[set->measures] != NULL;
    }
    if (measures->value && khe_json_size(measures) == 0) {
        khe_json_error(measures, "wrong_value", "at least one measure is needed");
        r->measures_bad = true;
    }
}

void khe_read_header(khe_set_reader *r, khe_json *horizon, khe_json *resolution, khe_json *measures)
{
    read_resolution(r, resolution);
    read_horizon(r, horizon);
    read_measures(r, measures);
}

void khe_read_objective(khe_set_reader *r, khe_json *objective)
{
    enum { CARBON, FIRST, KEYS };
    static const khe_key keys[KEYS] = {
        [CARBON] = {"carbon_per_t", KHE_NUMBER, false}, [FIRST] = {"first", KHE_TEXT, false}};
    static const char *const firsts[] = {"cost", "vehicles"};
    khe_json found[KEYS];
    if (!objective->value || !khe_json_object(objective, keys, KEYS, found)) return;
    int64_t carbon = 0;
    khe_read_money(&found[CARBON], &carbon);
    if (carbon > 0) khe_json_unsupported(&found[CARBON]);
    if (found[FIRST].value) r->set->vehicles_first = khe_json_choice(&found[FIRST], firsts, 2) == 1;
}
