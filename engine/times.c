/* Clock times and service times.
 *
 * Days are counted by the proleptic Gregorian calendar (days_from_civil: Hinnant 2013,
 * "chrono-compatible low-level date algorithms"). Everything is computed in whole ticks. */
#include "times.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef __int128 wide;

enum { SECONDS_PER_DAY = 86400, LOCAL_TIME = INT32_MIN };

static const char bad_time[] =
    "expected a time: \"HH:MM\", \"HH:MM:SS\", \"+1 HH:MM\" or \"2026-11-24T07:30:00-03:00\"";
static const char bad_date[] = "expected a date such as \"2026-11-24\"";
static const char bad_offset[] = "expected a UTC offset such as \"-03:00\" or \"Z\"";
static const char too_fine[] = "finer than the resolution of the order set";
static const char too_far[] = "too far from the horizon";

/* Days since 1970-01-01. */
static int64_t days_from_civil(int64_t year, int32_t month, int32_t day)
{
    year -= month <= 2;
    const int64_t era = (year >= 0 ? year : year - 399) / 400;
    const int64_t year_of_era = year - era * 400;
    const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
           719468;
}

static void civil_from_days(int64_t days, int32_t *year, int32_t *month, int32_t *day)
{
    days += 719468;
    const int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const int64_t doe = days - era * 146097;
    const int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const int64_t mp = (5 * doy + 2) / 153;
    *day = (int32_t)(doy - (153 * mp + 2) / 5 + 1);
    *month = (int32_t)(mp + (mp < 10 ? 3 : -9));
    *year = (int32_t)(yoe + era * 400 + (*month <= 2));
}

static int64_t first_day(const khe_calendar *calendar)
{
    return days_from_civil(calendar->year, calendar->month, calendar->day);
}

/* Half up, also below zero. */
static wide divide_half_up(wide a, wide b)
{
    const wide doubled = 2 * a + b;
    const wide quotient = doubled / (2 * b);
    return quotient - (doubled % (2 * b) < 0);
}

/* Exactly `digits` digits; moves on. -1: there are none. */
static int32_t read_digits(const char **text, int32_t digits)
{
    int32_t value = 0;
    for (int32_t i = 0; i < digits; i++) {
        if (**text < '0' || **text > '9') return -1;
        value = value * 10 + (*(*text)++ - '0');
    }
    return value;
}

static bool skip(const char **text, char c)
{
    if (**text != c) return false;
    (*text)++;
    return true;
}

/* ".mmm" after the seconds, in ticks; nothing there: 0. */
static const char *read_fraction(const khe_calendar *calendar, const char **text, int32_t *ticks)
{
    *ticks = 0;
    if (!skip(text, '.')) return NULL;
    int32_t scale = calendar->ticks_per_s, digits = 0;
    for (; **text >= '0' && **text <= '9'; (*text)++, digits++) {
        const int32_t digit = **text - '0';
        if (digit != 0 && scale < 10) return too_fine;
        scale /= 10;
        *ticks += digit * scale;
    }
    return digits > 0 ? NULL : bad_time;
}

/* "HH:MM[:SS[.mmm]]", in ticks from midnight; 24:00 only as such. */
static const char *read_clock(const khe_calendar *calendar, const char **text, bool with_seconds,
                              int64_t *ticks)
{
    const int32_t hour = read_digits(text, 2);
    if (hour < 0 || hour > 24 || !skip(text, ':')) return bad_time;
    const int32_t minute = read_digits(text, 2);
    if (minute < 0 || minute > 59) return bad_time;
    int32_t second = 0, fraction = 0;
    if (skip(text, ':')) {
        second = read_digits(text, 2);
        if (second < 0 || second > 59) return bad_time;
        const char *wrong = read_fraction(calendar, text, &fraction);
        if (wrong) return wrong;
    } else if (with_seconds) {
        return bad_time;
    }
    if (hour == 24 && (with_seconds || minute > 0 || second > 0 || fraction > 0)) return bad_time;
    *ticks = (int64_t)(hour * 3600 + minute * 60 + second) * calendar->ticks_per_s + fraction;
    return NULL;
}

/* "YYYY-MM-DD" as days since 1970-01-01. */
static const char *read_date(const char **text, int64_t *days)
{
    const int32_t year = read_digits(text, 4);
    if (year < 1 || !skip(text, '-')) return bad_date;
    const int32_t month = read_digits(text, 2);
    if (month < 1 || month > 12 || !skip(text, '-')) return bad_date;
    const int32_t day = read_digits(text, 2);
    if (day < 1) return bad_date;
    *days = days_from_civil(year, month, day);
    int32_t y = 0, m = 0, d = 0;
    civil_from_days(*days, &y, &m, &d);
    return y == year && m == month && d == day ? NULL : "no such day in the calendar";
}

/* "Z" or "+hh:mm", in minutes. */
static const char *read_offset(const char **text, int32_t *minutes)
{
    *minutes = 0;
    if (skip(text, 'Z') || skip(text, 'z')) return NULL;
    const int32_t sign = **text == '-' ? -1 : 1;
    if (!skip(text, '+') && !skip(text, '-')) return bad_offset;
    const int32_t hour = read_digits(text, 2);
    if (hour < 0 || hour > 23 || !skip(text, ':')) return bad_offset;
    const int32_t minute = read_digits(text, 2);
    if (minute < 0 || minute > 59) return bad_offset;
    *minutes = sign * (hour * 60 + minute);
    return NULL;
}

const char *khe_calendar_start(khe_calendar *calendar, const char *text)
{
    int64_t days = 0, ticks = 0;
    int32_t offset = 0;
    const char *wrong = read_date(&text, &days);
    if (wrong) return wrong;
    const bool dated = *text != '\0';
    if (dated) {
        if (!skip(&text, 'T') && !skip(&text, 't')) return bad_date;
        wrong = read_clock(calendar, &text, true, &ticks);
        if (!wrong) wrong = read_offset(&text, &offset);
        if (wrong) return wrong;
        if (*text != '\0') return bad_time;
        if (ticks != 0) return "a horizon starts at midnight";
    }
    civil_from_days(days, &calendar->year, &calendar->month, &calendar->day);
    calendar->dated = dated;
    calendar->utc_offset_min = offset;
    return NULL;
}

const char *khe_date_parse(const khe_calendar *calendar, const char *text, int32_t *day)
{
    int64_t days = 0;
    const char *wrong = read_date(&text, &days);
    if (wrong) return wrong;
    if (*text != '\0') return bad_date;
    if (calendar->year == 0) return "a date needs a horizon whose start is a date";
    *day = (int32_t)(days - first_day(calendar));
    return NULL;
}

const char *khe_offset_parse(const char *text, int32_t *minutes)
{
    const char *wrong = read_offset(&text, minutes);
    return wrong || *text == '\0' ? wrong : bad_offset;
}

static const char *parse_rfc3339(const khe_calendar *calendar, const char *text, int64_t *at)
{
    int64_t days = 0, ticks = 0;
    int32_t offset = 0;
    const char *wrong = read_date(&text, &days);
    if (wrong) return wrong;
    if (!skip(&text, 'T') && !skip(&text, 't')) return bad_time;
    wrong = read_clock(calendar, &text, true, &ticks);
    if (!wrong) wrong = read_offset(&text, &offset);
    if (wrong) return wrong;
    if (*text != '\0') return bad_time;
    if (!calendar->dated) return "a date with an offset needs a horizon whose start has both";
    *at = (days - first_day(calendar)) * khe_day_ticks(calendar) + ticks +
          (int64_t)(calendar->utc_offset_min - offset) * 60 * calendar->ticks_per_s;
    return NULL;
}

/* "HH:MM[:SS[.mmm]]" with or without "+n " before it. */
static const char *parse_clock(const khe_calendar *calendar, int32_t offset_min, const char *text,
                               int64_t *at, bool *daily)
{
    int64_t day = 0, ticks = 0;
    *daily = *text != '+' && *text != '-';
    if (!*daily) {
        const int64_t sign = *text++ == '-' ? -1 : 1;
        int32_t digits = 0;
        for (; *text >= '0' && *text <= '9' && digits < 5; text++, digits++)
            day = day * 10 + (*text - '0');
        if (digits == 0 || !skip(&text, ' ')) return bad_time;
        day *= sign;
    }
    const char *wrong = read_clock(calendar, &text, false, &ticks);
    if (wrong) return wrong;
    if (*text != '\0') return bad_time;
    *at = day * khe_day_ticks(calendar) + ticks +
          (int64_t)(calendar->utc_offset_min - offset_min) * 60 * calendar->ticks_per_s;
    return NULL;
}

const char *khe_time_parse(const khe_calendar *calendar, int32_t offset_min, const char *text,
                           khe_moment *out)
{
    int64_t at = 0;
    bool daily = false;
    const bool is_date = strlen(text) > 4 && text[4] == '-';
    const char *wrong = is_date ? parse_rfc3339(calendar, text, &at)
                                : parse_clock(calendar, offset_min, text, &at, &daily);
    if (wrong) return wrong;
    if (at <= -KHE_TICKS_MAX || at >= KHE_TICKS_MAX) return too_far;
    *out = (khe_moment){.at = (int32_t)at, .daily = daily};
    return NULL;
}

/* ":SS[.mmm]" into out. */
static void write_seconds(const khe_calendar *calendar, int32_t ticks, char *out, size_t size)
{
    const int32_t per_s = calendar->ticks_per_s;
    const int32_t second = ticks / per_s % 60, fraction = ticks % per_s;
    const int width = per_s == 1000 ? 3 : per_s == 100 ? 2 : 1;
    if (fraction != 0)
        snprintf(out, size, ":%02d.%0*d", second, width, fraction);
    else
        snprintf(out, size, ":%02d", second);
}

void khe_time_write(const khe_calendar *calendar, int32_t tick, char *out)
{
    enum { SIZE = 48 };
    const int32_t day_ticks = khe_day_ticks(calendar);
    const int32_t day = tick / day_ticks - (tick % day_ticks < 0);
    const int32_t of_day = (int32_t)(tick - (int64_t)day * day_ticks);
    const int32_t minutes = of_day / calendar->ticks_per_s / 60;
    char seconds[8] = "", date[20] = "", offset[8] = "";
    if (calendar->dated || of_day % (60 * calendar->ticks_per_s) != 0)
        write_seconds(calendar, of_day, seconds, sizeof(seconds));
    if (calendar->dated) {
        int32_t y = 0, m = 0, d = 0;
        civil_from_days(first_day(calendar) + day, &y, &m, &d);
        snprintf(date, sizeof(date), "%04d-%02d-%02dT", y, m, d);
        const int32_t east = abs(calendar->utc_offset_min);
        snprintf(offset, sizeof(offset), "%c%02d:%02d", calendar->utc_offset_min < 0 ? '-' : '+',
                 east / 60 % 24, east % 60);
    } else if (day != 0) {
        snprintf(date, sizeof(date), "%+d ", day);
    }
    snprintf(out, SIZE, "%s%02d:%02d%s%s", date, minutes / 60, minutes % 60, seconds, offset);
}

int32_t khe_weekday(const khe_calendar *calendar, int32_t day)
{
    if (calendar->year == 0) return -1;
    const int64_t days = first_day(calendar) + day + 3; /* 1970-01-01 was a Thursday */
    return (int32_t)((days % 7 + 7) % 7);
}

/* What does not fit is beyond every limit anyhow. */
static int32_t saturate(wide ticks)
{
    if (ticks > INT32_MAX) return INT32_MAX;
    return ticks < INT32_MIN ? INT32_MIN : (int32_t)ticks;
}

int32_t khe_ticks_from_micro_min(const khe_calendar *calendar, int64_t micro_min)
{
    return saturate(divide_half_up((wide)micro_min * 60 * calendar->ticks_per_s, 1000000));
}

int32_t khe_service_ticks(const khe_calendar *calendar, const khe_service *service,
                          const int32_t *quantity, int32_t measures)
{
    wide sum = (wide)service->fixed * 1000; /* thousandths of micro-minutes */
    for (int32_t m = 0; m < measures; m++) sum += (wide)service->per[m] * quantity[m];
    return saturate(divide_half_up(sum * 60 * calendar->ticks_per_s, 1000000000));
}

bool khe_windows_hold(const khe_calendar *calendar, const khe_window *windows, int32_t count,
                      int32_t t)
{
    if (count == 0) return true;
    for (int32_t w = 0; w < count; w++) {
        const int32_t days = windows[w].daily ? calendar->days : 1;
        for (int32_t day = 0; day < days; day++) {
            const khe_interval interval = khe_window_on(calendar, windows[w], day);
            if (t >= interval.open && t <= interval.close) return true;
        }
    }
    return false;
}

khe_interval khe_window_on(const khe_calendar *calendar, khe_window window, int32_t day)
{
    const int32_t shift = window.daily ? day * khe_day_ticks(calendar) : 0;
    return (khe_interval){.open = window.open + shift, .close = window.close + shift};
}

int64_t khe_money(int64_t price_micro, int64_t amount, int64_t base)
{
    assert(price_micro >= 0 && amount >= 0 && base > 0);
    return (int64_t)(((wide)price_micro * amount + base / 2) / base);
}
