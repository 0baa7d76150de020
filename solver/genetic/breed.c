/* Breeding as a stage of the run: islands anneal first, and their best plans join the population.
 */
#include <stdlib.h>

#include "../search.h"
#include "breeder.h"

enum { BREEDS_BELOW = 500, STEPS_PER_BIRTH = 200 /* how an iteration budget counts a birth */ };

static const double ANNEALING_SHARE = 0.05;

bool khs_search_breeds(const khs_search *search)
{
    return !search->p->vehicles_first && search->p->orders >= 20 &&
           search->p->orders < BREEDS_BELOW && khs_grid_applies(&search->scene);
}

static bool anneal_first(khs_search *search)
{
    const double deadline = search->deadline, share = ANNEALING_SHARE;
    const int64_t steps = search->steps_per_island;
    if (deadline > 0.0) search->deadline = search->started + share * (deadline - search->started);
    search->steps_per_island = (int64_t)(share * (double)steps);
    const bool fine = khs_search_anneal(search);
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
        if (at > 0.005) khs_breeder_expect(&x->breeder, x->births / at);
        x->births += KHS_BATCH;
        fine =
            khs_breeder_batch(&x->breeder, pool, s->deadline) && offer_best(x) && choose_at(x, at);
        s->island[0].steps += KHS_BATCH * STEPS_PER_BIRTH;
        khs_search_poll(s);
    }
    return fine;
}

bool khs_search_breed(khs_search *search)
{
    if (!anneal_first(search)) return false;
    stage x = {.search = search, .told = INT64_MAX};
    bool fine =
        khs_breeder_init(&search->scene, search->threads, khs_rng_next(&search->rng), &x.breeder);
    x.started = khs_clock_now();
    x.steps_before = search->island[0].steps;
    fine = fine && run_batches(&x);
    khs_breeder_free(&x.breeder);
    return fine;
}
