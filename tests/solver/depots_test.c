/* Breeding where vehicles have several depots and a longest duty: routes of genomes hold and cost
 * what the problem says of them, on the whole and in a part of it, and plans bred can be laid. */
#include "extract.h"
#include "genetic/breeder.h"
#include "test.h"

#include <math.h>

enum { ORDERS = 60, DEPOTS = 3, PLACES = ORDERS + DEPOTS, DAY = 1000 };

typedef struct world {
    khs_problem p;
    khs_resource resource[DEPOTS];
    khs_matrix matrix;
    khs_order order[ORDERS];
    uint8_t kind[1 + ORDERS];
    int32_t order_of[1 + ORDERS], partner[1 + ORDERS], place[1 + ORDERS], service[1 + ORDERS];
    int32_t open[1 + ORDERS], close[1 + ORDERS], window_at[2 + ORDERS];
    int32_t quantity[1 + ORDERS], on_board[1 + ORDERS];
    uint64_t allowed[1 + ORDERS], no_classes[1 + ORDERS];
    int32_t dock_of[PLACES], dock_ticks[DEPOTS * (1 + ORDERS)];
    int32_t dock_open[1 + ORDERS], dock_close[1 + ORDERS];
    int32_t fixed_stop[PLACES], shift_open[DEPOTS], shift_close[DEPOTS];
    int64_t extra[PLACES];
    int32_t steps[PLACES * PLACES];
    uint64_t random;
    khs_scene scene;
} world;

/* Depots are places 0, 1 and 2. */
static void make_places(world *w)
{
    int32_t x[PLACES], y[PLACES];
    for (int32_t i = 0; i < PLACES; i++) {
        x[i] = test_between(&w->random, 0, 100);
        y[i] = test_between(&w->random, 0, 100);
        w->dock_of[i] = i < DEPOTS ? i : -1;
    }
    for (int32_t i = 0; i < PLACES; i++)
        for (int32_t j = 0; j < PLACES; j++)
            w->steps[i * PLACES + j] = (int32_t)hypot(x[i] - x[j], y[i] - y[j]);
    w->matrix = (khs_matrix){
        .steps = w->steps, .steps_to = w->steps, .ticks = w->steps, .ticks_to = w->steps};
}

static void make_resources(world *w, int32_t shift, int32_t max_duty)
{
    for (int32_t k = 0; k < DEPOTS; k++) {
        w->shift_open[k] = 10 * k;
        w->shift_close[k] = shift - 20 * k;
        w->resource[k] =
            (khs_resource){.count = 6 + k,
                           .start = k,
                           .end = k,
                           .open = w->shift_open[k],
                           .close = w->shift_close[k],
                           .load_open = &w->shift_open[k],
                           .load_close = &w->shift_close[k],
                           .unload_open = &w->shift_open[k],
                           .unload_close = &w->shift_close[k],
                           .load_windows = 1,
                           .unload_windows = 1,
                           .capacity = {40},
                           .max_duty = max_duty < KHS_FAR ? max_duty + 10 * k : KHS_FAR,
                           .max_steps = KHS_FAR,
                           .max_stops = KHS_FAR,
                           .per_route = 10,
                           .per_km = 2,
                           .overtime_after = KHS_FAR};
    }
}

static void make_orders(world *w, bool windows)
{
    for (int32_t v = 1; v <= ORDERS; v++) {
        w->order[v - 1] = (khs_order){.visit = v, .tier = 1, .price_out = -1, .bond = -1};
        w->kind[v] = KHS_DELIVERY;
        w->order_of[v] = v - 1;
        w->place[v] = DEPOTS + v - 1;
        w->service[v] = test_between(&w->random, 1, 20);
        w->open[v] = windows ? test_between(&w->random, 150, DAY / 2) : 0;
        w->close[v] = windows ? w->open[v] + test_between(&w->random, 30, DAY / 4) : DAY;
        w->window_at[v] = v;
        w->quantity[v] = test_between(&w->random, 1, 9);
        w->on_board[v] = KHS_FAR;
        w->allowed[v] = (1 << DEPOTS) - 1;
        w->dock_open[v] = -KHS_FAR;
        w->dock_close[v] = KHS_FAR;
    }
    w->window_at[ORDERS + 1] = ORDERS + 1;
}

/* One of each kind: windows alone, windows and a longest duty, a short shift alone. */
static world *make_world(uint64_t seed)
{
    const bool windows = seed % 3 < 2;
    world *w = test_calloc(1, sizeof *w);
    w->random = seed;
    make_places(w);
    make_resources(w, windows ? DAY : 350, seed % 3 == 1 ? 300 : KHS_FAR);
    make_orders(w, windows);
    w->p = (khs_problem){.visits = ORDERS,
                         .orders = ORDERS,
                         .places = PLACES,
                         .measures = 1,
                         .resources = DEPOTS,
                         .matrices = 1,
                         .days = 1,
                         .resource_words = 1,
                         .kind = w->kind,
                         .order_of = w->order_of,
                         .partner = w->partner,
                         .place = w->place,
                         .service = w->service,
                         .open = w->open,
                         .close = w->close,
                         .window_at = w->window_at,
                         .window_open = w->open,
                         .window_close = w->close,
                         .quantity = w->quantity,
                         .max_on_board = w->on_board,
                         .allowed = w->allowed,
                         .has_time = w->no_classes,
                         .hates_time = w->no_classes,
                         .has_route = w->no_classes,
                         .hates_route = w->no_classes,
                         .docks = DEPOTS,
                         .dock_of = w->dock_of,
                         .dock_ticks = w->dock_ticks,
                         .dock_open = w->dock_open,
                         .dock_close = w->dock_close,
                         .fixed_stop = w->fixed_stop,
                         .extra_visit_price = w->extra,
                         .resource = w->resource,
                         .matrix = &w->matrix,
                         .order = w->order,
                         .steps_per_km = 1,
                         .ticks_per_h = 1};
    khs_problem_survey(&w->p);
    CHECK(khs_scene_build(&w->p, 1, &w->scene));
    return w;
}

static void free_world(world *w)
{
    khs_scene_free(&w->scene);
    test_free(w);
}

/* A route alone on its lane: its genome prices it as the problem does, and finds it at fault when
 * the problem does. Returns whether it holds. */
static bool same_route(const khs_grid *g, int32_t lane, const int32_t *visits, int32_t count)
{
    khs_genome genome;
    CHECK(khs_genome_init(g, &genome));
    for (int32_t r = 0; r <= g->fleet; r++) genome.start[r] = r > lane ? count : 0;
    memcpy(genome.visit, visits, sizeof(int32_t) * (size_t)count);
    khs_genome_price(g, &genome);
    const khs_route_value value = khs_route_evaluate(g->p, g->depot_of[lane], visits, count);
    const bool holds = khs_genome_feasible(&genome);
    CHECK((value.flaw == KHS_FINE) == holds);
    if (holds) CHECK_EQ(genome.length * g->price, value.cost);
    khs_genome_free(&genome);
    return holds;
}

/* Random routes; sorted by window, so that many hold. */
static void price_routes(uint64_t *random, const khs_scene *scene)
{
    khs_grid g;
    CHECK(khs_grid_applies(scene) && khs_grid_build(scene, &g));
    int32_t fine = 0, rounds = 1000;
    for (int32_t i = 0; i < rounds; i++) {
        int32_t visits[8], count = 0;
        bool used[ORDERS + 1] = {false};
        for (int32_t k = test_between(random, 1, 8); k > 0; k--) {
            const int32_t v = test_between(random, 1, g.n);
            if (used[v]) continue;
            used[v] = true;
            int32_t at = count++;
            for (; at > 0 && scene->p->close[visits[at - 1]] > scene->p->close[v]; at--)
                visits[at] = visits[at - 1];
            visits[at] = v;
        }
        fine += same_route(&g, test_between(random, 0, g.fleet - 1), visits, count);
    }
    CHECK(fine > rounds / 20 && fine < rounds);
    khs_grid_free(&g);
}

static void test_routes(void **state)
{
    (void)state;
    for (uint64_t set = 0; set < 9; set++) {
        world *w = make_world(set);
        CHECK(w->scene.plain == (set % 3 != 1));
        price_routes(&w->random, &w->scene);
        int32_t half[ORDERS / 2];
        for (int32_t i = 0; i < ORDERS / 2; i++) half[i] = 2 * i;
        khs_numbers numbers;
        khs_extract part;
        CHECK(khs_numbers_init(&w->p, &numbers));
        CHECK(khs_extract_make(&w->scene, half, ORDERS / 2, &numbers, &part));
        part.resource[1].count = 0; /* a part may have no vehicle of a depot */
        price_routes(&w->random, &part.scene);
        khs_extract_free(&part, &numbers);
        khs_numbers_free(&numbers);
        free_world(w);
    }
}

/* What differs in more than place, shift, duty and number is left to annealing. */
static void test_applies(void **state)
{
    (void)state;
    world *w = make_world(4);
    CHECK(khs_grid_applies(&w->scene));
    w->resource[1].capacity[0]++;
    CHECK(!khs_grid_applies(&w->scene));
    w->resource[1].capacity[0]--;
    w->resource[2].end = 0;
    CHECK(!khs_grid_applies(&w->scene));
    w->resource[2].end = 2;
    w->allowed[7] = 3;
    CHECK(!khs_grid_applies(&w->scene));
    w->allowed[7] = 7;
    CHECK(khs_grid_applies(&w->scene));
    free_world(w);
}

/* The best plan costs what its routes cost, comes back as the same genome, and is within what each
 * depot has. */
static void hold_plan(const khs_breeder *b, const khs_solution *s, khs_image *image)
{
    int64_t cost = 0;
    int32_t used[DEPOTS] = {0}, visits = 0;
    CHECK(khs_image_take(image, s) && !image->absent_count);
    for (int32_t r = 0; r < image->routes; r++) {
        const int32_t first = image->start[r], count = image->start[r + 1] - first;
        const khs_route_value value =
            khs_route_evaluate(b->grid.p, image->resource[r], image->visit + first, count);
        CHECK_EQ(value.flaw, KHS_FINE);
        cost += value.cost;
        visits += count;
        used[image->resource[r]]++;
    }
    CHECK_EQ(visits, ORDERS);
    CHECK_EQ(cost, b->best_of_all * b->grid.price);
    for (int32_t k = 0; k < DEPOTS; k++) CHECK(used[k] <= b->grid.p->resource[k].count);
    khs_genome again;
    CHECK(khs_genome_init(&b->grid, &again));
    CHECK(khs_genome_from_image(&b->grid, image, &again));
    CHECK_EQ(again.length, b->best_of_all);
    CHECK(khs_genome_feasible(&again));
    khs_genome_free(&again);
}

static void test_plans(void **state)
{
    (void)state;
    for (uint64_t set = 0; set < 6; set++) {
        world *w = make_world(set);
        khs_breeder one, two;
        khs_solution s;
        khs_image image = {0};
        CHECK(khs_solution_init(&w->scene, &s));
        CHECK(khs_breeder_init(&w->scene, 1, set, &one));
        CHECK(khs_breeder_init(&w->scene, 2, set, &two));
        one.random = two.random = 30; /* then crossovers */
        for (int32_t i = 0; i < 6; i++)
            CHECK(khs_breeder_batch(&one, NULL, 0.0) && khs_breeder_batch(&two, NULL, 0.0));
        CHECK_EQ(one.best_of_all, two.best_of_all);
        CHECK(one.best_of_all < INT64_MAX && khs_breeder_lay(&one, &s));
        hold_plan(&one, &s, &image);
        khs_image_free(&image);
        khs_solution_free(&s);
        khs_breeder_free(&one);
        khs_breeder_free(&two);
        free_world(w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_routes),
                                       cmocka_unit_test(test_applies),
                                       cmocka_unit_test(test_plans)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
