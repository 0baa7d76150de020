/* Breeding as a stage of the run: the islands anneal first, and their best plans found the
 * populations. */
#include "../search.h"
#include "genetic.h"

#include <stddef.h>

enum { EPOCHS = 40, BREEDS_BELOW = 500 };

bool khs_search_breeds(const khs_search *search)
{
    return !search->p->vehicles_first && search->p->orders >= 20 &&
           search->p->orders < BREEDS_BELOW && khs_grid_applies(&search->scene);
}

static void breed_epoch(khs_island *island, const khs_budget *budget)
{
    khs_genetic_run(island->genetic, island, budget);
}

/* The share of the budget that annealing gets: populations of large plans ripen late, so they start
 * from better ones. */
static double annealing_share(const khs_search *search)
{
    return search->p->orders <= 120 ? 0.1 : search->p->orders <= 350 ? 0.2 : 0.4;
}

static bool anneal_first(khs_search *search)
{
    const double deadline = search->deadline, share = annealing_share(search);
    const int64_t steps = search->steps_per_island;
    if (deadline > 0.0) search->deadline = search->started + share * (deadline - search->started);
    search->steps_per_island = (int64_t)(share * (double)steps);
    const bool fine = khs_search_anneal(search);
    search->deadline = deadline;
    search->steps_per_island = steps;
    return fine;
}

static bool found_populations(khs_search *search)
{
    if (!khs_grid_build(&search->scene, &search->grid)) return false;
    for (int32_t i = 0; i < search->islands; i++) {
        khs_island *island = &search->island[i];
        island->genetic = khs_genetic_new(&search->grid, &island->rng);
        if (!island->genetic) return false;
        khs_genetic_feed(island->genetic, &search->best);
        if (!khs_image_copy(&island->best, &search->best)) return false;
    }
    return true;
}

/* Bests are shared; every few epochs each population receives the best of all. */
static bool share_bests(khs_search *search, int32_t epoch)
{
    for (int32_t i = 0; i < search->islands; i++)
        if (!khs_search_offer(search, &search->island[i].best, 'G')) return false;
    for (int32_t i = 0; epoch % 4 == 3 && i < search->islands; i++) {
        khs_island *island = &search->island[i];
        if (khs_value_compare(&search->best.value, &island->best.value) >= 0) continue;
        khs_genetic_feed(island->genetic, &search->best);
        if (!khs_image_copy(&island->best, &search->best)) return false;
    }
    return true;
}

bool khs_search_breed(khs_search *search)
{
    bool fine = anneal_first(search) && found_populations(search);
    search->epochs_started = khs_clock_now();
    for (int32_t epoch = 0; fine && epoch < EPOCHS && !search->stop; epoch++) {
        fine = khs_search_run_islands(search, epoch, EPOCHS, breed_epoch) &&
               share_bests(search, epoch);
        const bool choosing = epoch == EPOCHS / 2 || epoch == EPOCHS * 3 / 4 || epoch == EPOCHS - 3;
        if (fine && search->choosing && choosing) fine = khs_search_choose(search);
    }
    for (int32_t i = 0; i < search->islands; i++) {
        khs_genetic_free(search->island[i].genetic);
        search->island[i].genetic = NULL;
    }
    return fine;
}
