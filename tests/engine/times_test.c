/* Clock times and service times, by table. */
#include "times.h"

#include "test.h"

/* 2026-11-24 is a Tuesday. */
static const khe_calendar dated = {.dated = true,
                                   .year = 2026,
                                   .month = 11,
                                   .day = 24,
                                   .utc_offset_min = -180,
                                   .days = 2,
                                   .ticks_per_s = 1};
static const khe_calendar undated = {.days = 3, .ticks_per_s = 10};

typedef struct time_case {
    const char *text;
    int32_t offset, at;
    bool good, daily;
} time_case;

static void parses(const khe_calendar *calendar, const time_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        khe_moment moment = {0};
        const char *wrong = khe_time_parse(calendar, cases[i].offset, cases[i].text, &moment);
        if (cases[i].good != !wrong) fail_msg("%s: %s", cases[i].text, wrong ? wrong : "accepted");
        if (wrong) continue;
        CHECK_EQ(moment.at, cases[i].at);
        CHECK_EQ(moment.daily, cases[i].daily);
    }
}

static void test_parse_dated(void **state)
{
    (void)state;
    static const time_case cases[] = {
        {"00:00", -180, 0, true, true},
        {"07:30", -180, 27000, true, true},
        {"07:30:15", -180, 27015, true, true},
        {"24:00", -180, 86400, true, true},
        {"07:30", -120, 23400, true, true}, /* an hour east: an hour earlier */
        {"07:30", -240, 30600, true, true}, /* an hour west: an hour later */
        {"+0 07:30", -180, 27000, true, false},
        {"+1 07:30", -180, 113400, true, false},
        {"+1 07:30", -120, 109800, true, false},
        {"-1 22:00", -180, -7200, true, false},
        {"07:30:00.000", -180, 27000, true, true},
        {"2026-11-24T07:30:00-03:00", -180, 27000, true, false},
        {"2026-11-24T10:30:00Z", -180, 27000, true, false},
        {"2026-11-24T10:30:00Z", 60, 27000, true, false}, /* the place's offset does not matter */
        {"2026-11-25T00:00:00-03:00", -180, 86400, true, false},
        {"2026-11-23T23:59:59-03:00", -180, -1, true, false},
        {"2024-02-29T00:00:00-03:00", -180, -86313600, true, false}, /* 999 days before */
        {"07:30:00.5", -180, 0, false, false},
        {"24:01", -180, 0, false, false},
        {"25:00", -180, 0, false, false},
        {"7:30", -180, 0, false, false},
        {"07:60", -180, 0, false, false},
        {"07:30 ", -180, 0, false, false},
        {"07", -180, 0, false, false},
        {"", -180, 0, false, false},
        {"+ 07:30", -180, 0, false, false},
        {"+107:30", -180, 0, false, false},
        {"+99999 07:30", -180, 0, false, false},
        {"2026-11-24", -180, 0, false, false},
        {"2026-11-24T07:30:00", -180, 0, false, false},
        {"2026-11-24T07:30-03:00", -180, 0, false, false},
        {"2026-11-24T24:00:00-03:00", -180, 0, false, false},
        {"2026-02-29T00:00:00-03:00", -180, 0, false, false},
        {"2026-13-01T00:00:00-03:00", -180, 0, false, false},
    };
    parses(&dated, cases, sizeof(cases) / sizeof(cases[0]));
}

static void test_parse_undated(void **state)
{
    (void)state;
    static const time_case cases[] = {
        {"00:00:00.1", 0, 1, true, true},
        {"00:01", 0, 600, true, true},
        {"+2 00:00:01.50", 0, 1728015, true, false},
        {"00:00:00.05", 0, 0, false, false},
        {"00:00:00.", 0, 0, false, false},
        {"2026-11-24T10:30:00Z", 0, 0, false, false},
    };
    parses(&undated, cases, sizeof(cases) / sizeof(cases[0]));
}

static void test_write(void **state)
{
    (void)state;
    static const khe_calendar fine = {.days = 1, .ticks_per_s = 1000};
    static const struct {
        const khe_calendar *calendar;
        int32_t tick;
        const char *text;
    } cases[] = {
        {&dated, 27000, "2026-11-24T07:30:00-03:00"},
        {&dated, -1, "2026-11-23T23:59:59-03:00"},
        {&dated, 86400 * 7 + 61, "2026-12-01T00:01:01-03:00"},
        {&undated, 600, "00:01"},
        {&undated, 601, "00:01:00.1"},
        {&undated, 610, "00:01:01"},
        {&undated, 864000, "+1 00:00"},
        {&undated, -600, "-1 23:59"},
        {&fine, 5, "00:00:00.005"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[48];
        khe_time_write(cases[i].calendar, cases[i].tick, text);
        assert_string_equal(text, cases[i].text);
    }
}

static void test_write_and_parse_again(void **state)
{
    (void)state;
    uint64_t random = 1;
    const khe_calendar *calendars[] = {&dated, &undated};
    for (int i = 0; i < 2000; i++) {
        const khe_calendar *calendar = calendars[i % 2];
        const int32_t tick = test_between(&random, -5000000, 5000000);
        char text[48];
        khe_moment moment = {0};
        khe_time_write(calendar, tick, text);
        CHECK(!khe_time_parse(calendar, calendar->utc_offset_min, text, &moment));
        CHECK_EQ(moment.at, tick);
    }
}

static void test_start(void **state)
{
    (void)state;
    khe_calendar calendar = {.days = 1, .ticks_per_s = 1};
    CHECK(!khe_calendar_start(&calendar, "2026-11-24T00:00:00+05:30"));
    CHECK(calendar.dated && calendar.utc_offset_min == 330 && calendar.day == 24);
    CHECK(!khe_calendar_start(&calendar, "2026-11-25"));
    CHECK(!calendar.dated && calendar.year == 2026 && calendar.day == 25);
    CHECK(khe_calendar_start(&calendar, "2026-11-24T01:00:00+05:30"));
    CHECK(khe_calendar_start(&calendar, "2026-11-24T00:00:00"));
    CHECK(khe_calendar_start(&calendar, "24.11.2026"));
}

static void test_days(void **state)
{
    (void)state;
    int32_t day = 0, minutes = 0;
    CHECK_EQ(khe_weekday(&dated, 0), 1);
    CHECK_EQ(khe_weekday(&dated, -2), 6);
    CHECK_EQ(khe_weekday(&dated, 6), 0);
    CHECK_EQ(khe_weekday(&undated, 0), -1);
    CHECK(!khe_date_parse(&dated, "2026-12-25", &day));
    CHECK_EQ(day, 31);
    CHECK(khe_date_parse(&undated, "2026-12-25", &day));
    CHECK(khe_date_parse(&dated, "2026-12-25T", &day));
    CHECK(!khe_offset_parse("-03:30", &minutes));
    CHECK_EQ(minutes, -210);
    CHECK(khe_offset_parse("3", &minutes));
}

static void test_service(void **state)
{
    (void)state;
    CHECK_EQ(khe_ticks_from_micro_min(&dated, 1500000), 90);
    CHECK_EQ(khe_ticks_from_micro_min(&dated, 8333), 0);  /* 0.49998 s */
    CHECK_EQ(khe_ticks_from_micro_min(&dated, 8334), 1);  /* 0.50004 s */
    CHECK_EQ(khe_ticks_from_micro_min(&dated, 25000), 2); /* 1.5 s */
    /* 3 min + 1.5 min × 4.5 + 0.01 min × 7 = 9.82 min = 589.2 s */
    const khe_service service = {.fixed = 3000000, .per = {1500000, 10000}};
    const int32_t quantity[] = {4500, 7000};
    CHECK_EQ(khe_service_ticks(&dated, &service, quantity, 2), 589);
    CHECK_EQ(khe_service_ticks(&undated, &service, quantity, 2), 5892);
    const khe_service huge = {.fixed = INT64_MAX / 1000};
    CHECK_EQ(khe_service_ticks(&dated, &huge, quantity, 0), INT32_MAX);
}

static void test_windows(void **state)
{
    (void)state;
    const khe_window windows[] = {{.open = 100, .close = 200, .daily = true},
                                  {.open = 86400 + 500, .close = 86400 + 600}};
    CHECK(khe_windows_hold(&dated, NULL, 0, 12345));
    CHECK(khe_windows_hold(&dated, windows, 2, 100));
    CHECK(khe_windows_hold(&dated, windows, 2, 200));
    CHECK(!khe_windows_hold(&dated, windows, 2, 201));
    CHECK(khe_windows_hold(&dated, windows, 2, 86400 + 150));
    CHECK(!khe_windows_hold(&dated, windows, 2, 2 * 86400 + 150)); /* beyond the horizon */
    CHECK(khe_windows_hold(&dated, windows, 2, 86400 + 600));
    CHECK(!khe_windows_hold(&dated, windows, 2, 550));
    CHECK_EQ(khe_window_on(&dated, windows[0], 1).open, 86500);
    CHECK_EQ(khe_window_on(&dated, windows[1], 0).open, 86900);
}

static void test_money(void **state)
{
    (void)state;
    CHECK_EQ(khe_money(1120000, 1500, 1000), 1680000);
    CHECK_EQ(khe_money(1, 499, 1000), 0);
    CHECK_EQ(khe_money(1, 500, 1000), 1);
    CHECK_EQ(khe_money(1, 1, 3), 0);
    CHECK_EQ(khe_money(2, 1, 3), 1);
    CHECK_EQ(khe_money(1000000000000000, 3600000, 3600000), 1000000000000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse_dated), cmocka_unit_test(test_parse_undated),
        cmocka_unit_test(test_write),       cmocka_unit_test(test_write_and_parse_again),
        cmocka_unit_test(test_start),       cmocka_unit_test(test_days),
        cmocka_unit_test(test_service),     cmocka_unit_test(test_windows),
        cmocka_unit_test(test_money),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
