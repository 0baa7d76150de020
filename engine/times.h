/* Clock times and service times: one definition for everybody, tested alone.
 *
 * A tick is a whole part of a second; tick 0 is midnight of the horizon's first day at the
 * horizon's offset. */
#ifndef KHE_TIMES_H
#define KHE_TIMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct khe_calendar {
    bool dated;               /* the horizon has a date and an offset: plans write RFC 3339 */
    int32_t year, month, day; /* of the first day; year 0: the horizon has no date */
    int32_t utc_offset_min;   /* of the horizon */
    int32_t days;             /* >= 1 */
    int32_t ticks_per_s;      /* 1, 10, 100 or 1000 */
} khe_calendar;

/* Both bounds included, ticks. */
typedef struct khe_interval {
    int32_t open, close;
} khe_interval;

/* A time of an order: an HH:MM (daily, then `at` is on day 0) or one moment of the horizon. */
typedef struct khe_moment {
    int32_t at;
    bool daily;
} khe_moment;

/* A window of an order; daily: it holds on every day of the horizon, shifted by whole days. */
typedef struct khe_window {
    int32_t open, close;
    bool daily;
} khe_window;

/* Service time as declared: micro-minutes, and micro-minutes per unit of each measure. */
typedef struct khe_service {
    int64_t fixed;
    int64_t per[8];
} khe_service;

static inline int32_t khe_day_ticks(const khe_calendar *c) { return 86400 * c->ticks_per_s; }

/* Times further than this from tick 0 are refused, so that two of them can be added. */
enum { KHE_TICKS_MAX = 1 << 29 };

/** Reads the start of a horizon, a date or RFC 3339 at midnight, into year ... day, offset and
 * `dated`. \return NULL, or a static sentence saying what is wrong */
const char *khe_calendar_start(khe_calendar *calendar, const char *text);

/** Reads a UTC offset, "-03:00" or "Z". \return NULL, or a static sentence saying what is wrong */
const char *khe_offset_parse(const char *text, int32_t *minutes);

/** The day of the horizon (may be outside of it) that a date "2026-12-25" names.
 *  \return NULL, or a static sentence saying what is wrong */
const char *khe_date_parse(const khe_calendar *calendar, const char *text, int32_t *day);

/** Reads "HH:MM", "HH:MM:SS[.mmm]", "+n HH:MM[:SS[.mmm]]" (or "-n ...") or RFC 3339 into ticks.
 *  "24:00" is the midnight that ends a day.
 *  \param offset_min  UTC offset of the place that the time is local to (the horizon's if it has
 * none) \return NULL, or a static sentence saying what is wrong (also: finer than the resolution,
 * out of range) */
const char *khe_time_parse(const khe_calendar *calendar, int32_t offset_min, const char *text,
                           khe_moment *out);

/** Writes a tick as a plan does: RFC 3339 where dated, else "HH:MM[:SS[.mmm]]" with "+n " before it
 *  ("-n " before the first day). \param out at least 48 bytes */
void khe_time_write(const khe_calendar *calendar, int32_t tick, char *out);

/** Day of the week (0 Monday ... 6 Sunday) of day d of the horizon; -1 if the horizon has no date.
 */
int32_t khe_weekday(const khe_calendar *calendar, int32_t day);

/** Minutes, in micro-minutes, to ticks, half up. */
int32_t khe_ticks_from_micro_min(const khe_calendar *calendar, int64_t micro_min);

/** fixed + Σ per × quantity (thousandths), rounded half up to a tick once. */
int32_t khe_service_ticks(const khe_calendar *calendar, const khe_service *service,
                          const int32_t *quantity, int32_t measures);

/** Whether tick t lies in one of the windows (count 0: yes), a daily one on any day of the horizon.
 */
bool khe_windows_hold(const khe_calendar *calendar, const khe_window *windows, int32_t count,
                      int32_t t);

/** The instance of a window on day d (a window that is not daily is its own instance on every day).
 */
khe_interval khe_window_on(const khe_calendar *calendar, khe_window window, int32_t day);

/** price × amount ÷ base, rounded half up once: the one rounding of money. All >= 0. */
int64_t khe_money(int64_t price_micro, int64_t amount, int64_t base);

#endif
