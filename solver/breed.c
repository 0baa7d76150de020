/* Breeding as stages of the run. Islands anneal first, for a good plan at once. Problems of
 * moderate size are bred whole, from scratch; larger ones part by part, from the best plan so far,
 * which comes from annealing or, where routes are long, from breeding the whole. */
#include <math.h>
#include <stdlib.h>

#include "genetic/breeder.h"
#include "merge.h"
#include "parts.h"
#include "search.h"
#include "stages.h"

enum {
    PARTS_BELOW = KHS_PARTS_FROM,
    PART_ORDERS = 250,
    PART_BIRTHS = 4000, /* that a part is worth in a round */
    ROUNDS_LEAST = 2,
    ROUNDS_MOST = 12
};

static const double PART_SECONDS = 8.0;
static const double BIRTH_SECONDS = 6e-3; /* of a thread, in the mean at such sizes */

bool khs_search_breeds(const khs_search *search)
{
    return !search->p->vehicles_first && search->p->orders >= 20 &&
           search->p->orders < PARTS_BELOW && khs_grid_applies(&search->scene);
}

/* A stage that ends where a share of the budget is consumed. */
static bool run_until(khs_search *search, double share, bool (*run)(khs_search *))
{
    const double deadline = search->deadline;
    const int64_t steps = search->steps_per_island;
    if (deadline > 0.0) search->deadline = search->started + share * (deadline - search->started);
    search->steps_per_island = (int64_t)(share * (double)steps);
    const bool fine = run(search);
    search->deadline = deadline;
    search->steps_per_island = steps;
    return fine;
}

/* ---- batch by batch ---- */

typedef struct stage {
    khs_search *search;
    khs_breeder breeder;
    double started;
    int64_t steps_before, told; /* told: length of the plan that was offered last */
    int32_t choice;
    double births;
} stage;

/* How far the breeding has come, 0 ... 1. */
static double progress(const stage *x)
{
    const khs_search *s = x->search;
    double share = 0.0;
    if (s->deadline > 0.0) share = (khs_clock_now() - x->started) / (s->deadline - x->started);
    if (s->steps_per_island) {
        const int64_t done = s->island[0].steps - x->steps_before,
                      all = (s->steps_per_island - x->steps_before) * s->islands;
        const double of_steps = all > 0 ? (double)done / (double)all : 1.0;
        if (of_steps > share) share = of_steps;
    }
    return share;
}

/* The best plan bred becomes the best of all, if it is. */
static bool offer_best(stage *x)
{
    khs_island *island = &x->search->island[0];
    if (x->breeder.best_of_all >= x->told) return true;
    x->told = x->breeder.best_of_all;
    return khs_breeder_lay(&x->breeder, &island->s) && khs_image_take(&island->best, &island->s) &&
           khs_search_offer(x->search, &island->best, 'G');
}

/* At fixed points GLPK chooses from the routes bred so far. */
static bool choose_at(stage *x, double at)
{
    static const double points[] = {0.5, 0.75, 0.93, 2.0};
    if (!x->search->choosing || at < points[x->choice]) return true;
    x->choice++;
    if (!khs_search_choose(x->search)) return false;
    return khs_breeder_feed(&x->breeder, &x->search->best);
}

static bool run_batches(stage *x)
{
    khs_search *s = x->search;
    khs_pool *pool = s->choosing ? s->island[0].pool : NULL;
    bool fine = true;
    for (double at = 0.0; fine && at < 1.0 && !s->stop; at = progress(x)) {
        if (s->deadline > 0.0 && khs_clock_now() + x->breeder.longest > s->deadline) break;
        khs_breeder_expect(&x->breeder, x->births, at);
        x->births += KHS_BATCH;
        fine =
            khs_breeder_batch(&x->breeder, pool, s->deadline) && offer_best(x) && choose_at(x, at);
        s->island[0].steps += KHS_BATCH * KHS_STEPS_PER_BIRTH;
        khs_search_poll(s);
    }
    return fine;
}

/* ---- part by part ---- */

/* How often the rest of the budget, but for a share of it, lets every part be bred long enough; at
 * most ROUNDS_MOST. */
static double rounds_within(const khs_search *search, double share)
{
    const double each = fmax(1.0, (double)search->p->orders / PART_ORDERS / search->islands);
    double rounds = ROUNDS_MOST;
    if (search->deadline > 0.0)
        rounds = fmin(rounds,
                      (search->deadline - khs_clock_now()) * (1.0 - share) / (each * PART_SECONDS));
    if (search->steps_per_island)
        rounds = fmin(rounds, (double)(search->steps_per_island - search->island[0].steps) *
                                  (1.0 - share) / (each * PART_BIRTHS * KHS_STEPS_PER_BIRTH));
    return rounds;
}

/* Every part bred for a while, then cut anew: what lies at a border now lies inside a part later.
 */
static bool breed_parts(khs_search *search)
{
    khs_parts *parts = khs_parts_new(search, PART_ORDERS);
    bool fine = parts && khs_image_copy(&search->current, &search->best);
    const int32_t rounds = khs_max(ROUNDS_LEAST, (int32_t)rounds_within(search, 0.0));
    search->epochs_started = khs_clock_now();
    search->steps_before = search->island[0].steps;
    for (int32_t round = 0; fine && round < rounds && !search->stop; round++) {
        khs_search_set_budgets(search, round, rounds);
        fine = khs_parts_run(parts, search, KHS_BREED_PARTS) &&
               khs_search_offer(search, &search->joined, 'G');
    }
    khs_parts_free(parts);
    return fine;
}

/* ---- the stages ---- */

/* The births that breeding of the whole may see. */
static double births_within(const khs_search *search)
{
    double births = HUGE_VAL;
    if (search->deadline > 0.0)
        births = (search->deadline - khs_clock_now()) * search->threads / BIRTH_SECONDS;
    if (search->steps_per_island)
        births = fmin(births, (double)(search->steps_per_island - search->island[0].steps) *
                                  search->islands / KHS_STEPS_PER_BIRTH);
    return births;
}

/* Judged by the first plan. */
static khs_prospect prospect(const khs_search *search)
{
    return (khs_prospect){.orders = search->p->orders,
                          .routes = search->best.routes,
                          .savings = khs_merge_applies(&search->scene),
                          .births = births_within(search),
                          .rounds = rounds_within(search, KHS_PARTS_AFTER)};
}

static bool breed_whole(khs_search *search)
{
    stage x = {.search = search, .told = INT64_MAX};
    bool fine =
        khs_breeder_init(&search->scene, search->threads, khs_rng_next(&search->rng), &x.breeder);
    x.started = khs_clock_now();
    x.steps_before = search->island[0].steps;
    fine = fine && run_batches(&x);
    khs_breeder_free(&x.breeder);
    const int64_t steps = search->island[0].steps - x.steps_before;
    search->island[0].steps = x.steps_before;
    for (int32_t i = 0; i < search->islands; i++)
        search->island[i].steps += steps / search->islands + (i < steps % search->islands);
    return fine;
}

bool khs_search_breed(khs_search *search)
{
    const khs_prospect known = prospect(search);
    const khs_stages shares = khs_stages_of(&known);
    search->reheats = shares.annealed >= 1.0;
    return run_until(search, shares.annealed, khs_search_anneal) &&
           (shares.bred <= shares.annealed || run_until(search, shares.bred, breed_whole)) &&
           (shares.bred >= 1.0 || breed_parts(search));
}
