/* Ruin and recreate under simulated annealing (Christiaens & Vanden Berghe 2020): the threshold is
 * drawn before the rebuild, so a rebuild that is sure to be refused is given up early. The
 * temperature is a function of the consumed share of the run's budget. */
#include "island.h"
#include "merge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    CLOCK_EVERY = 32,
    POOL_ROUTES = 20000,
    BLINK = 655, /* 1 % of 2^16 */
    DEAREST_LEGS = 100,
    SEEDED_ONE_IN = 4, /* steps that begin a consignment whatever it costs */
    NEAR_BEST = 20 /* tours of shipments are remembered if the plan costs that part more at most */
};

/* Shares of the annealing and of the way down. */
static const double REHEATED_AT = 0.55, REHEATED_TO = 0.5;

bool khs_island_init(const khs_scene *scene, uint64_t seed, int32_t index, khs_island *island)
{
    memset(island, 0, sizeof *island);
    island->scene = scene;
    island->rng = khs_rng_make(seed, (uint64_t)index + 1);
    /* a plan by savings is too good to be melted down */
    island->hot = (khs_merge_applies(scene) ? 0.2 : 0.5) * (double)scene->arc_scale;
    island->cold = 0.003 * (double)scene->arc_scale;
    island->style =
        (khs_search_style){.rng = &island->rng, .blink = BLINK, .reach = 60, .new_tours = true};
    island->pool = khs_pool_new(scene->p, POOL_ROUTES);
    island->weight = malloc(sizeof(int32_t) * ((size_t)scene->p->orders + 1));
    for (int32_t o = 0; island->weight && o < scene->p->orders; o++) island->weight[o] = 1;
    island->soft = malloc(sizeof(int64_t) * ((size_t)scene->p->orders + 1));
    return khs_solution_init(scene, &island->s) && khs_ruin_init(scene->p, &island->ruin) &&
           khs_local_init(&island->s, &island->local) && island->pool && island->weight &&
           island->soft;
}

void khs_island_free(khs_island *island)
{
    khs_solution_free(&island->s);
    khs_ruin_free(&island->ruin);
    khs_local_free(&island->local);
    khs_pool_free(island->pool);
    khs_image_free(&island->best);
    free(island->weight);
    free(island->soft);
    memset(island, 0, sizeof *island);
}

bool khs_island_construct(khs_island *island, int32_t variant)
{
    static const khs_sorting sortings[] = {KHS_SORT_FAR, KHS_SORT_EARLY, KHS_SORT_LARGE,
                                           KHS_SORT_TIGHT};
    static const double shapes[] = {1.0, 1.2, 0.9, 1.4};
    khs_solution *s = &island->s;
    int32_t *orders = island->ruin.removed;
    khs_search_style style = island->style;
    style.blink = 0;
    style.reach = s->p->orders > 300 ? 40 : 0;
    khs_step_begin(s);
    const bool merges = khs_merge_applies(island->scene);
    bool placed = !merges || khs_merge_routes(s, shapes[variant % 4]);
    const int32_t count = s->absent_count;
    memcpy(orders, s->absent, sizeof(int32_t) * (size_t)count);
    placed = placed && khs_recreate(s, orders, count, sortings[variant % 4], &style, INT64_MAX);
    if (placed) {
        khs_step_commit(s);
    } else {
        khs_step_rollback(s);
    }
    island->failed |= s->failed;
    return !s->failed && khs_image_take(&island->best, s);
}

bool khs_island_fill(khs_island *island)
{
    khs_solution *s = &island->s;
    int32_t *orders = island->ruin.removed;
    const int32_t count = s->absent_count;
    const khs_sorting sorting = khs_sorting_draw(s->p, &island->rng);
    memcpy(orders, s->absent, sizeof(int32_t) * (size_t)count);
    khs_step_begin(s);
    if (khs_recreate(s, orders, count, sorting, &island->style, INT64_MAX)) {
        khs_step_commit(s);
    } else {
        khs_step_rollback(s);
    }
    return !s->failed;
}

/* Offers the tours that this step made to the pool. */
static void remember_tours(khs_island *island)
{
    khs_solution *s = &island->s;
    for (int32_t i = 0; i < s->saved_count + s->tours - s->saved_tours; i++) {
        const int32_t slot =
            i < s->saved_count ? s->saved_slot[i] : s->saved_tours + i - s->saved_count;
        const khs_tour *tour = s->tour[slot];
        if (tour->count)
            island->failed |= !khs_pool_add(island->pool, tour->resource, tour->visit + 1,
                                            tour->count, tour->cost);
    }
}

/* Whether the plan beats the best. While orders are left out at a price of the moment, totals of
 * different moments say little. */
static bool is_better(const khs_island *island)
{
    const khs_solution *s = &island->s;
    const bool priced = s->absent_price == island->soft && island->best.absent_count;
    if (!priced && khs_solution_total(s) >= island->best.total) return false;
    const khs_value value = khs_solution_value(s);
    return khs_value_compare(&value, &island->best.value) < 0;
}

/* Whether its tours are worth choosing from though it is not better: feasible tours of shipments
 * are hard to come by. */
static bool is_near_best(const khs_island *island)
{
    const int64_t most = island->best.total + island->best.total / NEAR_BEST;
    return island->s.scene->pairs && khs_solution_total(&island->s) < most;
}

static void step(khs_island *island, double temperature)
{
    khs_solution *s = &island->s;
    const int64_t before = khs_solution_total(s);
    const double luck = -log(1.0 - khs_rng_unit(&island->rng)) * temperature;
    const int64_t threshold = before + (int64_t)luck + 1;
    khs_step_begin(s);
    bool kept = khs_ruin_strings(s, &island->ruin, &island->rng) && khs_retype_changed(s);
    if (kept) {
        const khs_sorting sorting = khs_sorting_draw(s->p, &island->rng);
        if (s->p->has_carriers && khs_rng_below(&island->rng, SEEDED_ONE_IN) == 0)
            kept = khs_seed_consignment(s, island->ruin.removed, island->ruin.removed_count,
                                        &island->rng);
        if (s->scene->optional)
            island->style.generous =
                khs_rng_below(&island->rng, 2) ? 1 : khs_rng_between(&island->rng, 2, 8);
        kept = kept &&
               khs_recreate(s, island->ruin.removed, island->ruin.removed_count, sorting,
                            &island->style, threshold) &&
               khs_retype_changed(s);
    }
    if (!kept) {
        khs_step_rollback(s);
        return;
    }
    const bool better = is_better(island);
    if (better || is_near_best(island)) remember_tours(island);
    khs_step_commit(s);
    if (better) island->failed |= !khs_image_take(&island->best, s);
}

/* The consumed share of the budget, 0 ... 1. */
static double share(const khs_island *island, const khs_budget *budget, double now)
{
    double most = 0.0;
    if (budget->deadline > 0.0 && budget->deadline > budget->started)
        most = (now - budget->started) / (budget->deadline - budget->started);
    const int64_t done = island->steps - budget->steps_before;
    const int64_t all = budget->steps_total - budget->steps_before;
    if (budget->steps_total && all > 0) most = fmax(most, (double)done / (double)all);
    return fmin(1.0, fmax(0.0, most));
}

bool khs_budget_over(const khs_island *island, const khs_budget *budget, double *now)
{
    const bool timed = budget->deadline > 0.0 || budget->epoch_deadline > 0.0;
    *now = timed ? khs_clock_now() : 0.0;
    if (budget->poll) budget->poll(budget->payload);
    int stop;
#pragma omp atomic read
    stop = *budget->stop;
    if (stop || island->failed) return true;
    if (budget->deadline > 0.0 && *now >= budget->deadline) return true;
    return budget->epoch_deadline > 0.0 && *now >= budget->epoch_deadline;
}

void khs_island_cap(khs_island *island, int32_t tours, int32_t legs)
{
    khs_solution *s = &island->s;
    const khs_problem *p = s->p;
    s->max_tours = tours;
    s->absent_cost = 0;
    for (int32_t o = 0; o < p->orders; o++) {
        const int64_t price = p->order[o].price_out;
        island->soft[o] = price >= 0 ? price : legs * island->scene->arc_scale;
        if (s->absent_at[o] >= 0) s->absent_cost += island->soft[o];
    }
    s->absent_price = island->soft;
}

/* Orders that stay absent grow dearer, by half a per cent at a time. */
static void raise_prices(khs_island *island)
{
    khs_solution *s = &island->s;
    const int64_t most = DEAREST_LEGS * island->scene->arc_scale;
    for (int32_t i = 0; i < s->absent_count; i++) {
        const int32_t o = s->absent[i];
        if (s->p->order[o].price_out >= 0 || island->soft[o] > most) continue;
        const int64_t more = island->soft[o] / 200;
        island->soft[o] += more;
        s->absent_cost += more;
    }
}

double khs_cooled(bool reheats, double share)
{
    if (!reheats) return share;
    return share < REHEATED_AT ? share / REHEATED_AT
                               : 1.0 - (1.0 - REHEATED_TO) * (1.0 - share) / (1.0 - REHEATED_AT);
}

void khs_island_run(khs_island *island, const khs_budget *budget)
{
    double temperature = island->cold, now = 0.0;
    if (!island->s.scope_count || !island->s.p->resources) return;
    for (int64_t done = 0; done < budget->epoch_steps; done++) {
        if (done % CLOCK_EVERY == 0) {
            if (khs_budget_over(island, budget, &now)) break;
            if (island->s.absent_price == island->soft) raise_prices(island);
            const double cooled = khs_cooled(budget->reheats, share(island, budget, now));
            temperature = island->hot * pow(island->cold / island->hot, cooled);
        }
        step(island, temperature);
#pragma omp atomic update /* island 0 reports the steps of all while they run */
        island->steps++;
        island->failed |= island->s.failed;
    }
}

/* What khs_local_run asks now and then. */
typedef struct watch {
    const khs_island *island;
    const khs_budget *budget;
    int32_t calls;
} watch;

static bool watch_over(void *payload)
{
    watch *w = payload;
    double now;
    return w->calls++ % CLOCK_EVERY == 0 && khs_budget_over(w->island, w->budget, &now);
}

void khs_island_polish(khs_island *island, const khs_budget *budget)
{
    khs_solution *s = &island->s;
    watch w = {island, budget, 0};
    if (!khs_solution_load(s, &island->best, NULL, NULL) ||
        !khs_local_run(&island->local, s, watch_over, &w)) {
        island->failed = true;
        return;
    }
    const khs_value value = khs_solution_value(s);
    if (khs_value_compare(&value, &island->best.value) < 0)
        island->failed |= !khs_image_take(&island->best, s);
}
