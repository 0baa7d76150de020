/* The memo answers as the oracle does, whatever it was asked before. */
#include "memo.h"
#include "test.h"

enum { VISITS = 6, ROUNDS = 20000 };

/* A line of six deliveries on the plane, two windows each, with a limit of time on board. */
typedef struct world {
    khs_problem p;
    khs_resource r;
    khs_order order[VISITS];
    khs_matrix matrix;
    int32_t steps[(VISITS + 1) * (VISITS + 1)];
    uint8_t kind[VISITS + 1];
    int32_t order_of[VISITS + 1], partner[VISITS + 1], place[VISITS + 1], service[VISITS + 1];
    int32_t open[VISITS + 1], close[VISITS + 1], window_at[VISITS + 2], window_open[2 * VISITS],
        window_close[2 * VISITS];
    int32_t quantity[VISITS + 1], on_board[VISITS + 1], dock_of[VISITS + 1];
    int32_t dock_ticks[VISITS + 1], dock_open[VISITS + 1], dock_close[VISITS + 1],
        fixed[VISITS + 1];
    uint64_t allowed[VISITS + 1], none[VISITS + 1];
    int64_t extra[VISITS + 1];
} world;

static void make_visit(world *w, int32_t v, uint64_t *seed)
{
    w->kind[v] = KHS_DELIVERY;
    w->order_of[v] = v - 1;
    w->order[v - 1] = (khs_order){.visit = v, .tier = 3, .price_out = -1, .bond = -1};
    w->place[v] = v;
    w->service[v] = 10;
    w->window_at[v] = 2 * (v - 1);
    for (int32_t k = 0; k < 2; k++) {
        w->window_open[2 * (v - 1) + k] = 500 * k + test_between(seed, 0, 200);
        w->window_close[2 * (v - 1) + k] =
            w->window_open[2 * (v - 1) + k] + test_between(seed, 20, 200);
    }
    w->open[v] = w->window_open[2 * (v - 1)];
    w->close[v] = w->window_close[2 * (v - 1) + 1];
    w->on_board[v] = test_between(seed, 0, 1) ? test_between(seed, 50, 400) : KHS_FAR;
    w->allowed[v] = 1;
}

static void make_world(world *w, uint64_t *seed)
{
    memset(w, 0, sizeof *w);
    for (int32_t v = 1; v <= VISITS; v++) make_visit(w, v, seed);
    w->window_at[VISITS + 1] = 2 * VISITS;
    for (int32_t a = 0; a <= VISITS; a++) {
        for (int32_t b = 0; b <= VISITS; b++) w->steps[a * (VISITS + 1) + b] = 12 * abs(a - b);
        w->dock_of[a] = a ? -1 : 0;
        w->dock_open[a] = -KHS_FAR;
        w->dock_close[a] = KHS_FAR;
    }
    w->matrix = (khs_matrix){
        .steps = w->steps, .steps_to = w->steps, .ticks = w->steps, .ticks_to = w->steps};
    w->r = (khs_resource){.count = 9,
                          .close = 1000,
                          .load_open = &w->r.open,
                          .load_close = &w->r.close,
                          .unload_open = &w->r.open,
                          .unload_close = &w->r.close,
                          .load_windows = 1,
                          .unload_windows = 1,
                          .max_duty = KHS_FAR,
                          .max_steps = KHS_FAR,
                          .max_stops = KHS_FAR,
                          .per_h = 100,
                          .overtime_after = KHS_FAR};
    w->p = (khs_problem){.visits = VISITS,
                         .orders = VISITS,
                         .places = VISITS + 1,
                         .measures = 0,
                         .resources = 1,
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
                         .window_open = w->window_open,
                         .window_close = w->window_close,
                         .quantity = w->quantity,
                         .max_on_board = w->on_board,
                         .allowed = w->allowed,
                         .has_time = w->none,
                         .hates_time = w->none,
                         .has_route = w->none,
                         .hates_route = w->none,
                         .docks = 1,
                         .dock_of = w->dock_of,
                         .dock_ticks = w->dock_ticks,
                         .dock_open = w->dock_open,
                         .dock_close = w->dock_close,
                         .fixed_stop = w->fixed,
                         .extra_visit_price = w->extra,
                         .resource = &w->r,
                         .matrix = &w->matrix,
                         .order = w->order,
                         .steps_per_km = 1000,
                         .ticks_per_h = 3600};
    khs_problem_survey(&w->p);
}

static int32_t draw_route(int32_t *visits, uint64_t *seed)
{
    for (int32_t i = 0; i < VISITS; i++) visits[i] = i + 1;
    for (int32_t i = VISITS - 1; i > 0; i--) {
        const int32_t j = test_between(seed, 0, i), swap = visits[i];
        visits[i] = visits[j];
        visits[j] = swap;
    }
    return test_between(seed, 1, VISITS);
}

static void answers_as_the_oracle(void **state)
{
    (void)state;
    static world w;
    uint64_t seed = 7;
    khs_memo memo;
    make_world(&w, &seed);
    CHECK(khs_memo_init(&w.p, &memo));
    CHECK(memo.answer != NULL);
    for (int32_t round = 0; round < ROUNDS; round++) {
        int32_t visits[VISITS];
        const int32_t count = draw_route(visits, &seed);
        khs_flaw flaw = KHS_FINE, kept = KHS_FINE;
        const int32_t duty = khs_oracle_duty(&w.p, &w.r, visits, count, 0, &flaw);
        CHECK_EQ(khs_memo_duty(&memo, &w.p, 0, visits, count, 0, &kept), duty);
        CHECK_EQ(kept, flaw);
        const khs_route_value plain = khs_route_evaluate_open(&w.p, 0, visits, count);
        const khs_route_value value = khs_route_evaluate_memo(&w.p, NULL, 0, visits, count);
        CHECK(plain.flaw == value.flaw && (plain.flaw || plain.cost == value.cost));
    }
    CHECK(memo.known > ROUNDS / 4); /* some 2,000 sequences asked ten times over */
    khs_memo_free(&memo);
}

static void keeps_nothing_where_nobody_asks(void **state)
{
    (void)state;
    static world w;
    uint64_t seed = 7;
    khs_memo memo;
    make_world(&w, &seed);
    w.p.has_many_windows = w.p.has_on_board = false;
    CHECK(khs_memo_init(&w.p, &memo) && memo.answer == NULL);
    khs_memo_free(&memo);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(answers_as_the_oracle),
                                       cmocka_unit_test(keeps_nothing_where_nobody_asks)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
