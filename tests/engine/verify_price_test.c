/* The verifier's own pricing of a sequence, against trying every begin of every service on small
 * random cases with all that bears on time: several windows on several days, hours of places,
 * docks, ready times, stops, limits of time on board and of duty. */
#include "random_world.h"

enum { CASES = 6000 };

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
