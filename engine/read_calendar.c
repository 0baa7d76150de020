/* Times in an order set: windows of orders, opening hours of places, shifts of vehicles.
 *
 * A calendar is a list of entries, ["06:00", "20:00"] or {"days": ["mon"], "from": "06:00",
 * "to": "20:00"}. Its daily entries are laid out from the day before the horizon (one that runs
 * over midnight reaches into it) to the day after its last (a route may run over that midnight). */
#include <stdlib.h>
#include <string.h>

#include "read.h"

enum { ALL_DAYS = 0x7F, ENTRY_DAYS_MAX = 4000000 };

/* One entry of a calendar. */
typedef struct entry {
    khe_window window;
    uint32_t weekdays; /* bit 0 Monday; ALL_DAYS: any */
} entry;

bool khe_read_moment(khe_set_reader *r, khe_json *value, int32_t offset, khe_moment *out)
{
    const char *text = khe_json_text(value);
    if (!text || r->calendar_bad) return false;
    const char *wrong = khe_time_parse(&r->set->calendar, offset, text, out);
    if (wrong) khe_json_error(value, "wrong_time", "\"%s\": %s", text, wrong);
    return !wrong;
}

/* Two times as a window; over midnight if both are daily. */
static bool join_times(khe_set_reader *r, const khe_json *at, khe_moment from, khe_moment to,
                       khe_window *out)
{
    if (from.daily != to.daily) {
        khe_json_error(at, "wrong_time",
                       "a time of day and a moment of one day do not make a window");
        return false;
    }
    if (to.at < from.at) {
        if (!from.daily) {
            khe_json_error(at, "wrong_time", "it closes before it opens");
            return false;
        }
        to.at += khe_day_ticks(&r->set->calendar);
    }
    *out = (khe_window){.open = from.at, .close = to.at, .daily = from.daily};
    return true;
}

/* ["06:00", "20:00"] */
bool khe_read_window(khe_set_reader *r, khe_json *pair, int32_t offset, khe_window *out)
{
    if (!khe_json_is(pair, KHE_ARRAY)) return false;
    if (khe_json_size(pair) != 2) {
        khe_json_error(pair, "wrong_type", "expected two times, [\"from\", \"to\"]");
        return false;
    }
    khe_moment moment[2];
    int32_t good = 0;
    for (khe_json item = {0}; khe_json_next(pair, &item);)
        good += khe_read_moment(r, &item, offset, &moment[item.index]);
    return good == 2 && join_times(r, pair, moment[0], moment[1], out);
}

void khe_read_windows(khe_set_reader *r, khe_json *array, int32_t offset, khe_window **out,
                      int32_t *count)
{
    const int32_t size = khe_json_size(array);
    *count = 0;
    if (size == 0) return;
    *out = khe_read_alloc(r, size, sizeof(**out));
    if (!*out) return;
    for (khe_json item = {0}; khe_json_next(array, &item);)
        if (khe_read_window(r, &item, offset, &(*out)[*count])) (*count)++;
}

static bool read_weekdays(khe_set_reader *r, khe_json *days, uint32_t *out)
{
    static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    if (!days->value) return !days->bad;
    bool good = true;
    *out = 0;
    for (khe_json item = {0}; khe_json_next(days, &item);) {
        const int32_t day = khe_json_choice(&item, names, 7);
        if (day >= 0) *out |= 1u << day;
        good = good && day >= 0;
    }
    if (good && r->set->calendar.year == 0 && !r->calendar_bad) {
        khe_json_error(days, "wrong_time", "days of the week need a horizon whose start is a date");
        return false;
    }
    return good;
}

/* {"days": [...], "from": "06:00", "to": "20:00"} */
static bool read_from_to(khe_set_reader *r, khe_json *object, int32_t offset, entry *out)
{
    enum { DAYS, FROM, TO, KEYS };
    static const khe_key keys[KEYS] = {[DAYS] = {"days", KHE_ARRAY, false},
                                       [FROM] = {"from", KHE_TEXT, true},
                                       [TO] = {"to", KHE_TEXT, true}};
    khe_json found[KEYS];
    if (!khe_json_object(object, keys, KEYS, found)) return false;
    khe_moment from = {0}, to = {0};
    bool good = read_weekdays(r, &found[DAYS], &out->weekdays);
    good = found[FROM].value && khe_read_moment(r, &found[FROM], offset, &from) && good;
    good = found[TO].value && khe_read_moment(r, &found[TO], offset, &to) && good;
    if (!good || !join_times(r, object, from, to, &out->window)) return false;
    if (found[DAYS].value && !out->window.daily) {
        khe_json_error(&found[DAYS], "wrong_time", "days of the week go with times of day only");
        return false;
    }
    return true;
}

static bool read_entry(khe_set_reader *r, khe_json *value, int32_t offset, entry *out)
{
    out->weekdays = ALL_DAYS;
    if (khe_json_is_object(value)) return read_from_to(r, value, offset, out);
    return khe_read_window(r, value, offset, &out->window);
}

/* Whether a daily entry holds on day d. */
static bool holds_on(const khe_calendar *calendar, const entry *e, int32_t day)
{
    const int32_t weekday = khe_weekday(calendar, day);
    return e->weekdays == ALL_DAYS || weekday < 0 || (e->weekdays >> weekday & 1u);
}

/* Intervals as they come. */
typedef struct intervals {
    khe_interval *item;
    int32_t count;
} intervals;

static void lay_out(const khe_calendar *calendar, const entry *e, intervals *out)
{
    if (!e->window.daily) {
        out->item[out->count++] = khe_window_on(calendar, e->window, 0);
        return;
    }
    for (int32_t day = -1; day <= calendar->days; day++)
        if (holds_on(calendar, e, day))
            out->item[out->count++] = khe_window_on(calendar, e->window, day);
}

static int by_open(const void *a, const void *b)
{
    const khe_interval *x = a, *y = b;
    if (x->open != y->open) return x->open < y->open ? -1 : 1;
    return (x->close > y->close) - (x->close < y->close);
}

/* Ascending and disjoint. */
static void merge(intervals *list)
{
    qsort(list->item, (size_t)list->count, sizeof(*list->item), by_open);
    int32_t kept = 0;
    for (int32_t i = 0; i < list->count; i++) {
        khe_interval *last = kept > 0 ? &list->item[kept - 1] : NULL;
        if (last && list->item[i].open <= last->close + 1) {
            if (list->item[i].close > last->close) last->close = list->item[i].close;
        } else {
            list->item[kept++] = list->item[i];
        }
    }
    list->count = kept;
}

/* Takes [from, to] out; there is room for one more. */
static void cut(intervals *list, int32_t from, int32_t to)
{
    for (int32_t i = list->count; i-- > 0;) {
        khe_interval *x = &list->item[i];
        if (x->close < from || x->open > to) continue;
        const khe_interval after = {.open = to + 1, .close = x->close};
        const khe_interval before = {.open = x->open, .close = from - 1};
        const bool keep_before = before.open <= before.close,
                   keep_after = after.open <= after.close;
        if (keep_before && keep_after) {
            memmove(x + 2, x + 1, (size_t)(list->count - i - 1) * sizeof(*x));
            x[0] = before;
            x[1] = after;
            list->count++;
        } else if (keep_before || keep_after) {
            *x = keep_before ? before : after;
        } else {
            memmove(x, x + 1, (size_t)(list->count - i - 1) * sizeof(*x));
            list->count--;
        }
    }
}

static void read_closed(khe_set_reader *r, khe_json *closed, int32_t offset, intervals *out)
{
    const khe_calendar *calendar = &r->set->calendar;
    const int32_t day_ticks = khe_day_ticks(calendar);
    const int32_t shift = (calendar->utc_offset_min - offset) * 60 * calendar->ticks_per_s;
    for (khe_json item = {0}; khe_json_next(closed, &item);) {
        const char *text = khe_json_text(&item);
        int32_t day = 0;
        if (!text || r->calendar_bad) continue;
        const char *wrong = khe_date_parse(calendar, text, &day);
        if (wrong)
            khe_json_error(&item, "wrong_time", "\"%s\": %s", text, wrong);
        else if (day >= -2 && day <= calendar->days + 2)
            cut(out, day * day_ticks + shift, (day + 1) * day_ticks + shift - 1);
    }
}

void khe_read_open(khe_set_reader *r, khe_json *open, khe_json *closed, int32_t offset,
                   khe_location *out)
{
    const khe_calendar *calendar = &r->set->calendar;
    const int32_t day_ticks = khe_day_ticks(calendar), shuts = khe_json_size(closed);
    out->opens = -1;
    if (!open->value && shuts == 0) return;
    const int32_t entries = open->value ? khe_json_size(open) : 1;
    if ((int64_t)entries * calendar->days > ENTRY_DAYS_MAX) {
        khe_json_error(open, "limit", "too many entries for the days of the horizon");
        return;
    }
    intervals list = {0};
    list.item = khe_read_alloc(r, entries * (calendar->days + 2) + shuts + 1, sizeof(*list.item));
    if (!list.item) return;
    if (!open->value)
        list.item[list.count++] =
            (khe_interval){.open = -day_ticks, .close = (calendar->days + 2) * day_ticks};
    for (khe_json item = {0}; khe_json_next(open, &item);) {
        entry e;
        if (read_entry(r, &item, offset, &e)) lay_out(calendar, &e, &list);
    }
    merge(&list);
    read_closed(r, closed, offset, &list);
    out->open = list.item;
    out->opens = list.count;
}

/* Puts an entry on the days on which it begins. */
static void put_shift(khe_set_reader *r, const khe_json *at, const entry *e, khe_interval *shift)
{
    const khe_calendar *calendar = &r->set->calendar;
    const int32_t day_ticks = khe_day_ticks(calendar);
    bool twice = false, begins = false;
    for (int32_t day = 0; day < calendar->days; day++) {
        const khe_interval x = khe_window_on(calendar, e->window, day);
        const bool here = e->window.daily
                              ? holds_on(calendar, e, day)
                              : x.open >= day * day_ticks && x.open < (day + 1) * day_ticks;
        if (!here) continue;
        begins = true;
        twice = twice || shift[day].open <= shift[day].close;
        shift[day] = x;
    }
    if (twice) khe_json_error(at, "wrong_time", "a vehicle has one shift a day");
    if (!begins && !e->window.daily)
        khe_json_error(at, "wrong_time", "the shift begins on no day of the horizon");
}

/* A pair of times, not a list of entries. */
static bool is_pair(const khe_json *value)
{
    khe_json item = {0};
    return khe_json_next(value, &item) && khe_json_is_text(&item);
}

khe_interval *khe_read_shift(khe_set_reader *r, khe_json *value, int32_t offset)
{
    const khe_calendar *calendar = &r->set->calendar;
    const int32_t day_ticks = khe_day_ticks(calendar);
    khe_interval *shift = khe_read_alloc(r, calendar->days, sizeof(*shift));
    if (!shift) return NULL;
    for (int32_t day = 0; day < calendar->days; day++)
        shift[day] = value->value
                         ? (khe_interval){.open = 1, .close = 0}
                         : (khe_interval){.open = day * day_ticks, .close = (day + 1) * day_ticks};
    if (!value->value) return shift;
    entry e;
    if (khe_json_is_object(value) || is_pair(value)) {
        if (read_entry(r, value, offset, &e)) put_shift(r, value, &e, shift);
        return shift;
    }
    if (!khe_json_is(value, KHE_ARRAY)) return shift;
    for (khe_json item = {0}; khe_json_next(value, &item);)
        if (read_entry(r, &item, offset, &e)) put_shift(r, &item, &e, shift);
    return shift;
}
