/* Lengths and times of legs. */
#include "travel.h"

#include <math.h>

#include "test.h"

static khe_speed one_speed = {.up_to_km = HUGE_VAL, .kmh = 3.6};

/* A plane whose places lie where the test puts them. */
typedef struct plane {
    khe_location place[2];
    khe_profile profile;
    kh_order_set set;
} plane;

static void plane_init(plane *p, bool floored, int32_t per)
{
    memset(p, 0, sizeof(*p));
    for (int i = 0; i < 2; i++) p->place[i].located = p->place[i].on_plane = true;
    p->profile = (khe_profile){
        .model = KHE_PLANE, .unit_m = 1, .floor = floored, .speed = &one_speed, .speeds = 1};
    p->set.calendar = (khe_calendar){.days = 1, .ticks_per_s = per};
    p->set.steps_per_m = per;
    p->set.locations = p->place;
    p->set.location_count = 2;
    p->set.profiles = &p->profile;
    p->set.profile_count = 1;
}

static int32_t plane_steps(plane *p, double x, double y)
{
    p->place[0].x = 0.1; /* not a binary fraction: differences are not exact */
    p->place[0].y = -0.7;
    p->place[1].x = 0.1 + x;
    p->place[1].y = -0.7 + y;
    const khe_leg leg = khe_travel_leg(&p->set, 0, 0, 1);
    CHECK(leg.road);
    CHECK_EQ(leg.ticks, leg.steps); /* 3.6 km/h, equal resolutions */
    return leg.steps;
}

static void test_plane_conventions(void **state)
{
    (void)state;
    static const struct {
        bool floored;
        int32_t per, steps;
        double x, y;
    } cases[] = {
        {true, 10, 141, 10, 10},      /* 14.1421: DIMACS, one decimal, floor */
        {false, 1000, 14142, 10, 10}, /* exact */
        {false, 1, 14, 10, 10},       /* X: to the nearest */
        {true, 10, 50, 3, 4},         /* an exact square is not floored away */
        {true, 10, 3, 0.3, 0},        {true, 1000, 300, 0.3, 0},
        {true, 1000, 500, 0.3, 0.4},  {false, 1, 3, 2.5, 0}, /* half up */
        {false, 1, 3, 1.5, 2},                               /* 2.5 */
        {false, 1, 2, 2.499999, 0},   {true, 1, 0, 0.999999, 0},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        plane p;
        plane_init(&p, cases[i].floored, cases[i].per);
        CHECK_EQ(plane_steps(&p, cases[i].x, cases[i].y), cases[i].steps);
    }
}

/* Against whole numbers: coordinates in hundredths, length in tenths. */
static void test_plane_floor_is_exact(void **state)
{
    (void)state;
    uint64_t random = 7;
    plane p;
    plane_init(&p, true, 10);
    for (int i = 0; i < 20000; i++) {
        const int32_t c[] = {test_between(&random, -9999, 9999), test_between(&random, -9999, 9999),
                             test_between(&random, -9999, 9999),
                             test_between(&random, -9999, 9999)};
        p.place[0].x = c[0] / 100.0;
        p.place[0].y = c[1] / 100.0;
        p.place[1].x = c[2] / 100.0;
        p.place[1].y = c[3] / 100.0;
        const int64_t dx = c[0] - c[2], dy = c[1] - c[3], square = dx * dx + dy * dy;
        int64_t tenths = (int64_t)(sqrt((double)square) / 10);
        while (100 * (tenths + 1) * (tenths + 1) <= square) tenths++;
        while (100 * tenths * tenths > square) tenths--;
        CHECK_EQ(khe_travel_leg(&p.set, 0, 0, 1).steps, tenths);
    }
}

/* Places on a sphere, one profile. */
typedef struct globe {
    khe_location *place;
    khe_profile profile;
    kh_order_set set;
} globe;

static khe_speed graded[] = {
    {.up_to_km = 5, .kmh = 22}, {.up_to_km = 30, .kmh = 38}, {.up_to_km = HUGE_VAL, .kmh = 68}};

static void globe_init(globe *g, int32_t count)
{
    memset(g, 0, sizeof(*g));
    g->place = test_calloc((size_t)count, sizeof(*g->place));
    for (int32_t i = 0; i < count; i++) g->place[i].located = true;
    g->profile =
        (khe_profile){.model = KHE_GREAT_CIRCLE, .circuity = 1, .speed = graded, .speeds = 3};
    g->set.calendar = (khe_calendar){.days = 1, .ticks_per_s = 1};
    g->set.steps_per_m = 1;
    g->set.locations = g->place;
    g->set.location_count = count;
    g->set.profiles = &g->profile;
    g->set.profile_count = 1;
}

static void test_great_circle(void **state)
{
    (void)state;
    globe g;
    globe_init(&g, 2);
    g.place[1].lat = 1; /* π ÷ 180 × 6,371,008.8 m = 111,195.08 m */
    khe_leg leg = khe_travel_leg(&g.set, 0, 0, 1);
    CHECK_EQ(leg.steps, 111195);
    /* 5 km at 22, 25 km at 38, 81.195 km at 68: 818.18 + 2368.42 + 4298.56 = 7485.16 s */
    CHECK_EQ(leg.ticks, 7485);
    g.place[1].lat = 90;
    CHECK_EQ(khe_travel_leg(&g.set, 0, 0, 1).steps, 10007557); /* a quarter of the meridian */
    g.place[1].lat = 0;
    g.place[1].lon = 180;
    CHECK_EQ(khe_travel_leg(&g.set, 0, 0, 1).steps, 20015114);
    g.profile.speed = &one_speed;
    g.profile.speeds = 1;
    g.profile.circuity = 1.3;
    g.place[1].lon = 0.01; /* 1,111.95 m × 1.3 = 1,445.54 m */
    leg = khe_travel_leg(&g.set, 0, 0, 1);
    CHECK_EQ(leg.steps, 1446);
    CHECK_EQ(leg.ticks, 1446);
    CHECK_EQ(khe_travel_leg(&g.set, 0, 1, 1).steps, 0);
    g.place[1].located = false;
    CHECK(!khe_travel_leg(&g.set, 0, 0, 1).road);
    test_free(g.place);
}

/* 7.2 km/h: a step takes half a tick, and halves go up. */
static void test_half_ticks_go_up(void **state)
{
    (void)state;
    khe_speed double_speed = {.up_to_km = HUGE_VAL, .kmh = 7.2};
    plane p;
    plane_init(&p, false, 1);
    p.profile.speed = &double_speed;
    for (int32_t steps = 0; steps < 100; steps++) {
        p.place[1].x = steps;
        CHECK_EQ(khe_travel_leg(&p.set, 0, 0, 1).ticks, (steps + 1) / 2);
    }
    khe_speed bands[] = {{.up_to_km = 0.001, .kmh = 7.2}, {.up_to_km = HUGE_VAL, .kmh = 7.2}};
    p.profile.speed = bands;
    p.profile.speeds = 2;
    for (int32_t steps = 0; steps < 100; steps++) {
        p.place[1].x = steps;
        CHECK_EQ(khe_travel_leg(&p.set, 0, 0, 1).ticks, (steps + 1) / 2);
    }
}

static void fill_equals_legs(const kh_order_set *set, const int32_t *places, int32_t n)
{
    const size_t cells = (size_t)n * (size_t)n;
    int32_t *steps = test_calloc(cells, sizeof(*steps));
    int32_t *ticks = test_calloc(cells, sizeof(*ticks));
    int64_t *toll = test_calloc(cells, sizeof(*toll));
    for (int32_t threads = 0; threads <= 2; threads++) {
        khe_travel_fill(set, 0, places, n, steps, ticks, threads == 1 ? NULL : toll, threads);
        for (int32_t i = 0; i < n; i++)
            for (int32_t j = 0; j < n; j++) {
                const khe_leg leg = khe_travel_leg(set, 0, places[i], places[j]);
                const size_t at = (size_t)i * (size_t)n + (size_t)j;
                CHECK_EQ(steps[at], leg.road ? leg.steps : -1);
                CHECK_EQ(ticks[at], leg.ticks);
                CHECK_EQ(toll[at], leg.toll);
            }
    }
    test_free(steps);
    test_free(ticks);
    test_free(toll);
}

static void test_fill(void **state)
{
    (void)state;
    enum { PLACES = 60 };
    globe g;
    int32_t places[PLACES];
    uint64_t random = 3;
    globe_init(&g, PLACES);
    for (int32_t i = 0; i < PLACES; i++) {
        g.place[i].lon = test_between(&random, -1000, 1000) / 500.0;
        g.place[i].lat = test_between(&random, -1000, 1000) / 500.0;
        places[i] = PLACES - 1 - i;
    }
    places[7] = places[11]; /* one place twice */
    fill_equals_legs(&g.set, places, PLACES);
    g.place[5].located = false;
    fill_equals_legs(&g.set, places, PLACES);
    test_free(g.place);
}

static void test_matrix(void **state)
{
    (void)state;
    khe_location place[3] = {{0}};
    int32_t row_of[] = {1, KHE_NONE, 0}, steps[] = {0, 70, -1, 0}, ticks[] = {0, 9, 0, 0};
    int64_t toll[] = {0, 0, 0, 0};
    khe_profile profile = {.model = KHE_MATRIX,
                           .row_of = row_of,
                           .rows = 2,
                           .steps = steps,
                           .ticks = ticks,
                           .toll = toll};
    const kh_order_set set = {.calendar = {.days = 1, .ticks_per_s = 1},
                              .steps_per_m = 1,
                              .locations = place,
                              .location_count = 3,
                              .profiles = &profile,
                              .profile_count = 1};
    CHECK(!khe_travel_has_toll(&set, 0));
    toll[1] = 4500000;
    CHECK(khe_travel_has_toll(&set, 0));
    const khe_leg leg = khe_travel_leg(&set, 0, 2, 0);
    CHECK(leg.road && leg.steps == 70 && leg.ticks == 9 && leg.toll == 4500000);
    CHECK(!khe_travel_leg(&set, 0, 0, 2).road);
    CHECK(!khe_travel_leg(&set, 0, 0, 1).road);
    CHECK(khe_travel_leg(&set, 0, 1, 1).road);
    const int32_t places[] = {0, 1, 2};
    fill_equals_legs(&set, places, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plane_conventions),
        cmocka_unit_test(test_plane_floor_is_exact),
        cmocka_unit_test(test_great_circle),
        cmocka_unit_test(test_half_ticks_go_up),
        cmocka_unit_test(test_fill),
        cmocka_unit_test(test_matrix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
