/* keyhaul-micro: what a delta costs, in nanoseconds. For every kind of problem and every move of
 * the local search: the look at its legs that rules most of them out, and the sum over stretches of
 * those that remain; beside them an insertion (the cheapest spot for one order in all tours) and a
 * step of ruin and recreate. Prints a table; see bench/README.md. */
#include <stdio.h>
#include <stdlib.h>

#include "island.h"
#include "world.h"

enum { ORDERS = 400, PAIRS = 20000, ROUNDS = 50, SETTLE = 4000, STEPS = 20000, SPOTS = 20000 };

typedef struct bed {
    const khs_problem *p;
    khs_scene scene;
    khs_island island;
    khs_rng rng;
    int stop;
} bed;

static khs_budget budget_of(bed *b, int64_t steps)
{
    return (khs_budget){.steps_total = b->island.steps + steps,
                        .steps_before = b->island.steps,
                        .epoch_steps = steps,
                        .stop = &b->stop};
}

static bool open_bed(bed *b, const khs_problem *p)
{
    *b = (bed){.p = p, .rng = khs_rng_make(7, 7)};
    if (!khs_scene_build(p, 1, &b->scene) || !khs_island_init(&b->scene, 1, 0, &b->island) ||
        !khs_island_construct(&b->island, KHS_SORT_FAR))
        return false;
    const khs_budget budget = budget_of(b, SETTLE);
    khs_island_run(&b->island, &budget);
    return !b->island.failed;
}

static void close_bed(bed *b)
{
    khs_island_free(&b->island);
    khs_scene_free(&b->scene);
}

/* A visit on a tour and one of its neighbours that is too. */
static bool draw_pair(bed *b, int32_t *u, int32_t *v)
{
    const khs_solution *s = &b->island.s;
    *u = khs_rng_between(&b->rng, 1, b->p->visits);
    *v = b->scene.near[(int64_t)*u * b->scene.near_count + khs_rng_below(&b->rng, 30)];
    return *v && s->tour_of[*u] >= 0 && s->tour_of[*v] >= 0;
}

/* Nanoseconds of a look at the legs, and of a sum over stretches. */
static void time_move(bed *b, const khs_move *m, bool alone, double *look, double *sum)
{
    khs_pricer *pricer = &b->island.local.pricer;
    khs_solution *s = &b->island.s;
    int64_t looks = 0, sums = 0;
    double looked = 0.0, summed = 0.0, kept = 0.0;
    for (int32_t i = 0; i < PAIRS; i++) {
        int32_t u, v;
        khs_pair c;
        if (!draw_pair(b, &u, &v) || !khs_pair_of(pricer, s, u, alone ? u : v, &c)) continue;
        for (int32_t k = 0; k < m->variants; k++) {
            const double begun = khs_clock_now();
            double added = 0.0;
            for (int32_t r = 0; r < ROUNDS; r++) added += m->added(&c, k);
            const double now = khs_clock_now();
            looked += now - begun;
            looks += ROUNDS;
            kept += added;
            if (added > 1e300 * ROUNDS) continue;
            khs_change change = {.enters = -1, .leaves = -1};
            m->lay(&c, k, &change);
            const double begin = khs_clock_now();
            for (int32_t r = 0; r < ROUNDS; r++)
                kept += (double)(khs_change_bound(pricer, s, &change) & 1);
            summed += khs_clock_now() - begin;
            sums += ROUNDS;
        }
    }
    *look = looks && kept > -1e308 ? 1e9 * looked / (double)looks : 0.0;
    *sum = sums ? 1e9 * summed / (double)sums : 0.0;
}

static double time_spots(bed *b)
{
    khs_solution *s = &b->island.s;
    const khs_search_style style = {.rng = &b->rng, .reach = 60, .new_tours = true};
    double spent = 0.0;
    int32_t spots = 0;
    for (int32_t i = 0; i < SPOTS; i++) {
        const int32_t order = khs_rng_below(&b->rng, b->p->orders);
        khs_step_begin(s);
        if (khs_ruin_orders(s, &b->island.ruin, &order, 1) && s->absent_at[order] >= 0) {
            const double begun = khs_clock_now();
            const khs_spot spot = khs_best_spot(s, order, &style, INT64_MAX / 4);
            spent += khs_clock_now() - begun;
            spots += spot.slot > -2;
        }
        khs_step_rollback(s);
    }
    return spots ? 1e9 * spent / spots : 0.0;
}

static double time_steps(bed *b)
{
    const khs_budget budget = budget_of(b, STEPS);
    const double begun = khs_clock_now();
    khs_island_run(&b->island, &budget);
    return 1e9 * (khs_clock_now() - begun) / STEPS;
}

static int measure(world_kind kind)
{
    khs_problem *p = world_new(kind, ORDERS, 1);
    bed b;
    if (!p || !open_bed(&b, p)) return 3;
    printf("%s: %d orders on %d tours\n  %-22s %10s %10s\n", world_names[kind], ORDERS,
           b.island.s.tours, "move", "legs, ns", "sums, ns");
    for (int32_t m = 0; m < KHS_MOVES; m++) {
        const khs_move *move = khs_move_list[m];
        const bool alone = m >= KHS_PAIR_MOVES;
        if (!move->supports(p) || m == KHS_PAIR_MOVES || move->each_resource) continue;
        double look, sum;
        time_move(&b, move, alone, &look, &sum);
        printf("  %-22s %10.1f %10.1f\n", move->name, look, sum);
    }
    printf("  %-22s %21.0f\n", "insertion of an order", time_spots(&b));
    printf("  %-22s %21.0f\n\n", "ruin and recreate", time_steps(&b));
    close_bed(&b);
    world_free(p);
    return 0;
}

int main(void)
{
    int status = 0;
    for (int32_t kind = 0; kind < WORLD_KINDS && !status; kind++)
        status = measure((world_kind)kind);
    return status;
}
