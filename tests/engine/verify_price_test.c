/* The verifier's own pricing of a sequence, against trying every begin of every service on small
 * random cases with all that bears on time: several windows on several days, hours of places,
 * docks, ready times, stops, limits of time on board and of duty. */
#include "test.h"

#include "verify.h"

enum { PLACES = 5, ORDERS = 4, SPAN = 26, DAYS = 2, CASES = 6000 };

typedef struct world {
    kh_order_set set;
    khe_location locations[PLACES];
    khe_interval opens[PLACES][3];
    khe_profile profile;
    int32_t row_of[PLACES], steps[PLACES * PLACES], ticks[PLACES * PLACES];
    khe_order orders[ORDERS];
    char ids[ORDERS][8];
    khe_window windows[ORDERS][2][3];
    khe_vehicle vehicle;
    khe_interval shift[DAYS];
    int32_t day;
    khe_turn turns[2 * ORDERS];
    int32_t count;
} world;

static int32_t day_start(const world *w) { return w->day * 86400; }

/* Ascending intervals inside the span of a day. Returns how many. */
static int32_t some_intervals(uint64_t *rng, int32_t base, khe_interval *at)
{
    const int32_t count = test_between(rng, 1, 3);
    int32_t from = test_between(rng, -2, 8);
    for (int32_t i = 0; i < count; i++) {
        at[i].open = base + from;
        from += test_between(rng, 0, 7);
        at[i].close = base + from;
        from += test_between(rng, 1, 6);
    }
    at[count - 1].close += test_between(rng, 0, 12);
    return count;
}

static void make_places(world *w, uint64_t *rng)
{
    for (int32_t p = 0; p < PLACES; p++) {
        khe_location *place = &w->locations[p];
        *place =
            (khe_location){.opens = -1, .limits = {INT32_MAX, INT32_MAX, INT32_MAX, INT32_MAX}};
        place->fixed_stop = test_between(rng, 0, 3) ? 0 : test_between(rng, 1, 3);
        place->open = w->opens[p];
        if (!test_between(rng, 0, 3)) place->opens = some_intervals(rng, day_start(w), w->opens[p]);
        if (!test_between(rng, 0, 1)) place->dock_service.fixed = 16667 * test_between(rng, 0, 2);
        if (!test_between(rng, 0, 1)) place->dock_service.per[0] = 16667 * test_between(rng, 0, 2);
        w->row_of[p] = p;
        for (int32_t q = 0; q < PLACES; q++) {
            w->steps[p * PLACES + q] = p == q ? 0 : test_between(rng, 100, 5000);
            w->ticks[p * PLACES + q] = p == q ? 0 : test_between(rng, 0, 4);
        }
    }
    w->profile = (khe_profile){.model = KHE_MATRIX,
                               .row_of = w->row_of,
                               .rows = PLACES,
                               .steps = w->steps,
                               .ticks = w->ticks};
}

static void make_end(world *w, uint64_t *rng, khe_end *end, khe_window *windows, bool dock)
{
    khe_interval at[3];
    end->windows = windows;
    end->service = test_between(rng, 0, 2);
    if (test_between(rng, 0, 2) == 0) return;
    const bool daily = test_between(rng, 0, 1) == 1;
    end->window_count = some_intervals(rng, daily ? 0 : day_start(w), at);
    if (dock) {
        at[0].close = at[end->window_count - 1].close;
        end->window_count = 1;
    }
    for (int32_t i = 0; i < end->window_count; i++)
        windows[i] = (khe_window){at[i].open, at[i].close, daily};
}

/* Kinds by places: 0 is the start and 4 the end of the vehicle, 1 to 3 lie between. */
static void make_order(world *w, uint64_t *rng, int32_t o)
{
    khe_order *order = &w->orders[o];
    const int32_t kind = test_between(rng, 0, 2);
    snprintf(w->ids[o], sizeof w->ids[o], "o%d", o);
    *order =
        (khe_order){.id = w->ids[o],
                    .account = KHE_NONE,
                    .unserved_penalty = KHE_NONE,
                    .max_on_board = test_between(rng, 0, 1) ? KHE_NONE : test_between(rng, 0, 12)};
    order->quantity[0] = 1000;
    order->from.place = kind == 0 ? 0 : test_between(rng, 1, 3);
    order->to.place = kind == 1 ? 4 : test_between(rng, 1, 3);
    make_end(w, rng, &order->from, w->windows[o][0], kind == 0);
    make_end(w, rng, &order->to, w->windows[o][1], kind == 1);
    order->has_ready = test_between(rng, 0, 3) == 0;
    order->ready.daily = test_between(rng, 0, 1) == 1;
    order->ready.at = test_between(rng, 0, 10) + (order->ready.daily ? 0 : day_start(w));
    if (kind == 2) {
        w->turns[w->count++] = (khe_turn){o, false};
        w->turns[w->count++] = (khe_turn){o, true};
    } else {
        w->turns[w->count++] = (khe_turn){o, kind == 0};
    }
}

/* Shuffles the turns; a shipment's two are put right afterwards. */
static void shuffle(world *w, uint64_t *rng)
{
    for (int32_t i = w->count - 1; i > 0; i--) {
        const int32_t j = test_between(rng, 0, i);
        const khe_turn kept = w->turns[i];
        w->turns[i] = w->turns[j];
        w->turns[j] = kept;
    }
    for (int32_t i = 0; i < w->count; i++)
        for (int32_t j = i + 1; j < w->count; j++)
            if (w->turns[i].order == w->turns[j].order) {
                w->turns[i].at_to = false;
                w->turns[j].at_to = true;
            }
}

static void make_world(world *w, uint64_t *rng)
{
    *w = (world){.day = test_between(rng, 0, 1)};
    make_places(w, rng);
    const int32_t orders = test_between(rng, 1, ORDERS);
    for (int32_t o = 0; o < orders && w->count < 5; o++)
        make_order(w, rng, o), w->set.order_count++;
    shuffle(w, rng);
    for (int32_t d = 0; d < DAYS; d++)
        w->shift[d] = (khe_interval){d * 86400 + test_between(rng, 0, 3),
                                     d * 86400 + SPAN - test_between(rng, 0, 6)};
    w->vehicle =
        (khe_vehicle){.id = (char[]){"v"},
                      .count = 1,
                      .start = 0,
                      .end = 4,
                      .shift = w->shift,
                      .max_duty = test_between(rng, 0, 2) ? KHE_NONE : test_between(rng, 5, 20),
                      .max_steps = KHE_NONE,
                      .max_stops = KHE_NONE,
                      .per_h = 3600000000,
                      .per_km = 1000000,
                      .per_day = 7000000,
                      .overtime_after = 9,
                      .overtime_per_h = 1800000000,
                      .size = {INT32_MAX, INT32_MAX, INT32_MAX, INT32_MAX}};
    w->vehicle.capacity[0] = INT32_MAX;
    w->set.calendar = (khe_calendar){.days = DAYS, .ticks_per_s = 1};
    w->set.steps_per_m = 1;
    w->set.measures = 1;
    w->set.measure[0] = w->ids[0];
    w->set.locations = w->locations;
    w->set.location_count = PLACES;
    w->set.profiles = &w->profile;
    w->set.profile_count = 1;
    w->set.orders = w->orders;
    w->set.vehicles = &w->vehicle;
    w->set.vehicle_count = 1;
}

/* Trying everything */

typedef struct trial {
    const world *w;
    int32_t kind[ORDERS]; /* 0 delivery, 1 pickup, 2 shipment */
    int32_t load, unload; /* ticks; negative: none */
    int32_t begin[2 * ORDERS];
    int32_t start;
    int32_t best, best_start; /* duty, or INT32_MAX */
} trial;

static bool is_open(const khe_location *place, int32_t t)
{
    if (place->opens < 0) return true;
    for (int32_t i = 0; i < place->opens; i++)
        if (place->open[i].open <= t && t <= place->open[i].close) return true;
    return false;
}

static bool in_window(const khe_end *end, int32_t t, int32_t first_day, int32_t last_day)
{
    if (end->window_count == 0) return true;
    for (int32_t i = 0; i < end->window_count; i++)
        for (int32_t d = first_day; d <= last_day; d++) {
            const int32_t shift = end->windows[i].daily ? d * 86400 : 0;
            if (end->windows[i].open + shift <= t && t <= end->windows[i].close + shift)
                return true;
        }
    return false;
}

static bool is_ready(const world *w, const khe_order *order, int32_t t)
{
    return !order->has_ready || t >= order->ready.at + (order->ready.daily ? day_start(w) : 0);
}

static bool dock_holds(const trial *x, int32_t kind, int32_t t)
{
    const world *w = x->w;
    if (!is_open(&w->locations[kind == 0 ? 0 : 4], t)) return false;
    for (int32_t o = 0; o < w->set.order_count; o++) {
        const khe_order *order = &w->orders[o];
        if (x->kind[o] != kind) continue;
        if (!in_window(kind == 0 ? &order->from : &order->to, t, w->day, w->day)) return false;
        if (kind == 0 && !is_ready(w, order, t)) return false;
    }
    return true;
}

static int32_t turn_of(const world *w, int32_t order, bool at_to)
{
    for (int32_t i = 0; i < w->count; i++)
        if (w->turns[i].order == order && w->turns[i].at_to == at_to) return i;
    return -1;
}

static bool rides_hold(const trial *x, int32_t unload_begin)
{
    const world *w = x->w;
    for (int32_t o = 0; o < w->set.order_count; o++) {
        const khe_order *order = &w->orders[o];
        const int32_t from = turn_of(w, o, false), to = turn_of(w, o, true);
        if (order->max_on_board == KHE_NONE) continue;
        const int32_t on =
            x->kind[o] == 0 ? x->start + x->load : x->begin[from] + order->from.service;
        const int32_t off = x->kind[o] == 1 ? unload_begin : x->begin[to];
        if (off - on > order->max_on_board) return false;
    }
    return true;
}

static void finish_trial(trial *x, int32_t arrival)
{
    const khe_interval shift = x->w->shift[x->w->day];
    for (int32_t t = arrival; t <= shift.close; t++) {
        const int32_t end = x->unload < 0 ? arrival : t + x->unload, duty = end - x->start;
        const bool holds = end <= shift.close && (x->unload < 0 || dock_holds(x, 1, t));
        if (holds && rides_hold(x, t) &&
            (duty < x->best || (duty == x->best && x->start > x->best_start))) {
            x->best = duty;
            x->best_start = x->start;
        }
        if (x->unload < 0) return;
    }
}

static void try_visits(trial *x, int32_t i, int32_t free_at)
{
    const world *w = x->w;
    const int32_t close = w->shift[w->day].close;
    const khe_order *order = &w->orders[w->turns[i].order];
    const khe_end *end = w->turns[i].at_to ? &order->to : &order->from;
    const int32_t before = i == 0                  ? 0
                           : w->turns[i - 1].at_to ? w->orders[w->turns[i - 1].order].to.place
                                                   : w->orders[w->turns[i - 1].order].from.place;
    const bool same_stop = i > 0 && before == end->place;
    int32_t arrival = free_at + w->ticks[before * PLACES + end->place];
    if (i > 0 && !same_stop) arrival += w->locations[before].fixed_stop;
    for (int32_t t = arrival; t <= close; t++) {
        if (!in_window(end, t, 0, DAYS - 1) || !is_open(&w->locations[end->place], t)) continue;
        if (!w->turns[i].at_to && !is_ready(w, order, t)) continue;
        x->begin[i] = t;
        const int32_t done = t + end->service;
        if (i + 1 < w->count)
            try_visits(x, i + 1, done);
        else
            finish_trial(x, done + w->locations[end->place].fixed_stop +
                                w->ticks[end->place * PLACES + 4]);
    }
}

static int32_t dock_ticks(const world *w, const trial *x, int32_t kind)
{
    const khe_location *place = &w->locations[kind == 0 ? 0 : 4];
    int32_t total = -1;
    for (int32_t o = 0; o < w->set.order_count; o++) {
        if (x->kind[o] != kind) continue;
        if (total < 0) total = (int32_t)(place->dock_service.fixed / 16667);
        total += (int32_t)(place->dock_service.per[0] / 16667) +
                 (kind == 0 ? w->orders[o].from.service : w->orders[o].to.service);
    }
    return total;
}

static void try_all(const world *w, trial *x)
{
    *x = (trial){.w = w, .best = INT32_MAX, .best_start = INT32_MIN};
    for (int32_t o = 0; o < w->set.order_count; o++)
        x->kind[o] = w->orders[o].from.place == 0 ? 0 : w->orders[o].to.place == 4 ? 1 : 2;
    const int32_t load = dock_ticks(w, x, 0);
    x->load = load < 0 ? 0 : load;
    x->unload = dock_ticks(w, x, 1);
    for (int32_t t = w->shift[w->day].open; t <= w->shift[w->day].close; t++) {
        x->start = t;
        if (load < 0 || dock_holds(x, 0, t)) try_visits(x, 0, t + x->load);
    }
}

static void check_case(const world *w, int32_t *feasible_cases)
{
    khe_costs costs;
    bool feasible = false;
    int32_t begins[2 * ORDERS];
    khe_timing timing = {.begin = begins};
    trial x;
    try_all(w, &x);
    const bool expected =
        x.best < INT32_MAX && (w->vehicle.max_duty == KHE_NONE || x.best <= w->vehicle.max_duty);
    CHECK_EQ(khe_verify_time(&w->set, 0, w->day, w->turns, w->count, &timing, &costs, &feasible),
             KH_OK);
    CHECK_EQ(feasible, expected);
    if (!feasible) return;
    ++*feasible_cases;
    CHECK_EQ(timing.finish - timing.start, x.best);
    CHECK_EQ(timing.start, x.best_start);
    CHECK_EQ(costs.line[KHE_TIME], x.best * (int64_t)1000000);
    CHECK_EQ(costs.line[KHE_OVERTIME], (x.best > 9 ? x.best - 9 : 0) * (int64_t)500000);
    CHECK_EQ(costs.line[KHE_FIXED], 7000000);
}

static void against_every_timing(void **state)
{
    uint64_t rng = 20261124;
    int32_t feasible = 0;
    (void)state;
    for (int32_t c = 0; c < CASES; c++) {
        static world w;
        make_world(&w, &rng);
        check_case(&w, &feasible);
    }
    printf("%d of %d cases feasible\n", feasible, CASES);
    CHECK(feasible > CASES / 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(against_every_timing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
