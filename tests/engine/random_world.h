/* Small random worlds in memory: one vehicle from place 0 to place 4, a few orders of all kinds in
 * a random sequence, and all that bears on time: several windows on several days, hours of places,
 * docks, ready times, stops, limits of time on board and of duty. */
#ifndef KEYHAUL_RANDOM_WORLD_H
#define KEYHAUL_RANDOM_WORLD_H

#include "test.h"
#include "verify.h"

enum { PLACES = 5, ORDERS = 4, SPAN = 26, DAYS = 2 };

typedef struct world {
    kh_order_set set;
    khe_location locations[PLACES];
    char place_ids[PLACES][8];
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
        snprintf(w->place_ids[p], sizeof w->place_ids[p], "p%d", p);
        place->id = w->place_ids[p];
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
    w->profile = (khe_profile){.id = w->place_ids[0],
                               .model = KHE_MATRIX,
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

static inline void make_world(world *w, uint64_t *rng)
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

#endif
