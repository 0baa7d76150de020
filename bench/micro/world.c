/* Random problems (see world.h). */
#include "world.h"

#include <math.h>
#include <stdlib.h>

#include "base/rng.h"
#include "segment.h"

enum { SIDE = 10000, DAY = 60000, SERVICE = 600, ROUTE = 12 /* orders that fill a vehicle */ };

const char *const world_names[WORLD_KINDS] = {"no windows", "windows", "measures and time",
                                              "shipments"};

/* All arrays of a problem, one owner. */
typedef struct world {
    khs_problem p;
    void *owned[32];
    int32_t owned_count;
    khs_resource resource;
    khs_matrix matrix;
} world;

static void *take(world *w, int64_t count, size_t size)
{
    void *array = calloc((size_t)count + 1, size);
    if (!array) exit(3);
    w->owned[w->owned_count++] = array;
    return array;
}

static void lay_places(world *w, khs_rng *rng)
{
    const int32_t n = w->p.places;
    int32_t *x = take(w, n, sizeof(int32_t)), *y = take(w, n, sizeof(int32_t)),
            *steps = take(w, (int64_t)n * n, sizeof(int32_t));
    for (int32_t i = 0; i < n; i++) {
        x[i] = i ? khs_rng_below(rng, SIDE) : SIDE / 2;
        y[i] = i ? khs_rng_below(rng, SIDE) : SIDE / 2;
    }
    for (int32_t i = 0; i < n; i++)
        for (int32_t j = 0; j < n; j++)
            steps[(int64_t)i * n + j] = (int32_t)lround(hypot(x[i] - x[j], y[i] - y[j]));
    w->matrix = (khs_matrix){
        .steps = steps, .steps_to = steps, .ticks = steps, .ticks_to = steps, .whole = true};
}

static void set_window(world *w, khs_rng *rng, int32_t visit, int32_t *open, int32_t *close,
                       int32_t *at)
{
    const bool windows = w->p.visits && w->p.fixed_stop && w->resource.close == DAY;
    const int32_t begin = khs_rng_below(rng, DAY / 2);
    open[visit] = windows ? begin : 0;
    close[visit] = windows ? begin + DAY / 8 + khs_rng_below(rng, DAY / 4) : 10 * DAY;
    at[visit] = visit - 1;
}

static void lay_visits(world *w, world_kind kind, khs_rng *rng)
{
    khs_problem *p = &w->p;
    const int32_t n = p->visits, rows = n + 1;
    uint8_t *kinds = take(w, rows, 1);
    int32_t *order_of = take(w, rows, 4), *partner = take(w, rows, 4), *place = take(w, rows, 4),
            *service = take(w, rows, 4), *open = take(w, rows, 4), *close = take(w, rows, 4),
            *at = take(w, rows + 1, 4), *quantity = take(w, (int64_t)rows * p->measures, 4),
            *on_board = take(w, rows, 4);
    uint64_t *allowed = take(w, rows, 8);
    khs_order *order = take(w, p->orders, sizeof *order);
    for (int32_t v = 1; v <= n; v++) {
        const bool pair = kind == WORLD_PAIRS;
        const int32_t o = pair ? (v - 1) / 2 : v - 1;
        const bool first = !pair || v % 2 == 1;
        kinds[v] = !pair ? KHS_DELIVERY : first ? KHS_SHIP_FROM : KHS_SHIP_TO;
        order_of[v] = o;
        partner[v] = !pair ? 0 : first ? v + 1 : v - 1;
        place[v] = v;
        service[v] = SERVICE;
        on_board[v] = KHS_FAR;
        allowed[v] = 1;
        set_window(w, rng, v, open, close, at);
        if (!first) { /* late enough after its collection */
            open[v] = khs_max(open[v - 1], 0);
            close[v] = DAY - SIDE;
        }
        for (int32_t m = 0; m < p->measures; m++)
            quantity[(int64_t)v * p->measures + m] =
                first ? khs_rng_between(rng, 1, 19) : quantity[(int64_t)(v - 1) * p->measures + m];
        if (first)
            order[o] = (khs_order){
                .visit = v, .partner = partner[v], .tier = 3, .price_out = -1, .bond = -1};
    }
    at[n + 1] = n;
    p->kind = kinds;
    p->order_of = order_of;
    p->partner = partner;
    p->place = place;
    p->service = service;
    p->open = open;
    p->close = close;
    p->window_at = at;
    p->window_open = open + 1;
    p->window_close = close + 1;
    p->quantity = quantity;
    p->max_on_board = on_board;
    p->allowed = allowed;
    p->order = order;
}

static void lay_rest(world *w)
{
    khs_problem *p = &w->p;
    const int32_t rows = p->visits + 1;
    int32_t *dock_open = take(w, rows, 4), *dock_close = take(w, rows, 4),
            *dock_of = take(w, p->places, 4);
    for (int32_t v = 0; v < rows; v++) {
        dock_open[v] = -KHS_FAR;
        dock_close[v] = KHS_FAR;
    }
    for (int32_t i = 1; i < p->places; i++) dock_of[i] = -1;
    p->dock_open = dock_open;
    p->dock_close = dock_close;
    p->dock_of = dock_of;
    p->dock_ticks = take(w, rows, 4);
    p->has_time = p->hates_time = p->has_route = p->hates_route = take(w, rows, 8);
    p->extra_visit_price = take(w, p->places, 8);
}

static void set_fleet(world *w, world_kind kind)
{
    static int32_t always_open = 0, always_close = DAY, late_close = 10 * DAY;
    const bool windows = kind != WORLD_FREE;
    w->resource = (khs_resource){.count = w->p.orders,
                                 .open = 0,
                                 .close = windows ? DAY : 10 * DAY,
                                 .load_open = &always_open,
                                 .load_close = windows ? &always_close : &late_close,
                                 .unload_open = &always_open,
                                 .unload_close = windows ? &always_close : &late_close,
                                 .load_windows = 1,
                                 .unload_windows = 1,
                                 .max_duty = KHS_FAR,
                                 .max_steps = KHS_FAR,
                                 .max_stops = KHS_FAR,
                                 .per_km = 1000000,
                                 .per_h = kind == WORLD_MEASURES ? 36000000 : 0,
                                 .overtime_after = KHS_FAR,
                                 .quota = -1};
    for (int32_t m = 0; m < KHS_MEASURES_MAX; m++) w->resource.capacity[m] = 10 * ROUTE;
}

khs_problem *world_new(world_kind kind, int32_t orders, uint64_t seed)
{
    world *w = calloc(1, sizeof *w);
    if (!w) return NULL;
    khs_rng rng = khs_rng_make(seed, 0);
    const int32_t visits = kind == WORLD_PAIRS ? 2 * orders : orders;
    w->p = (khs_problem){.visits = visits,
                         .orders = orders,
                         .places = visits + 1,
                         .measures = kind == WORLD_MEASURES ? 2 : 1,
                         .resources = 1,
                         .matrices = 1,
                         .days = 1,
                         .resource_words = 1,
                         .docks = 1,
                         .resource = &w->resource,
                         .matrix = &w->matrix,
                         .steps_per_km = 1000,
                         .ticks_per_h = 3600};
    set_fleet(w, kind);
    w->p.fixed_stop = take(w, w->p.places, sizeof(int32_t));
    lay_places(w, &rng);
    lay_visits(w, kind, &rng);
    lay_rest(w);
    khs_problem_survey(&w->p);
    return &w->p;
}

void world_free(khs_problem *problem)
{
    world *w = (world *)(void *)problem; /* its first member */
    for (int32_t i = 0; w && i < w->owned_count; i++) free(w->owned[i]);
    free(w);
}
