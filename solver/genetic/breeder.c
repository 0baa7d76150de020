/* Batches of births (see breeder.h). */
#include "breeder.h"

#include <assert.h>
#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#define PRICE_MOST ((int64_t)100000 * KHS_SCALE * KHS_FINENESS)

enum {
    RANDOM_PER_KEPT = 4,
    RETUNE = 100,     /* births between two changes of the prices */
    TARGET = 20,      /* per cent of births that should be feasible */
    TARGET_DUTY = 40, /* ... where a longest duty binds; see bench/settings.md */
    RESTART = 20000,  /* births without a better plan */
    LEGS_FREE = 80,   /* per cent of births by edge assembly, without and with windows */
    LEGS_WINDOWS = 40,
    ROUTES_FREE = 30, /* of the others, per cent by exchange of routes; the rest by OX, whose
                         children take the longest to educate */
    ROUTES_WINDOWS = 100
};

/* What a population keeps, to the root of the births that it will see. */
static const double KEPT_FREE = 0.18, KEPT_WINDOWS = 0.25, EXPECT_FROM = 0.005;

static void set_first_prices(khs_breeder *b)
{
    const khs_grid *g = &b->grid;
    int64_t far = 1, most = 1;
    for (int32_t v = 1; v <= g->n; v++) {
        int32_t from_depot = khs_d(g, 0, v);
        for (int32_t k = 1; k < g->depots; k++)
            from_depot = khs_min(from_depot, khs_d(g, khs_row(g, k), v));
        if (from_depot > far) far = from_depot;
        if (g->load[v] > most) most = g->load[v];
    }
    b->load_price = far * KHS_SCALE * KHS_FINENESS / most + 1;
    b->warp_price = KHS_SCALE * KHS_FINENESS;
    khs_population_price(b->population, b->load_price, b->warp_price);
}

bool khs_breeder_init(const khs_scene *scene, int32_t threads, uint64_t seed, khs_breeder *b)
{
    memset(b, 0, sizeof *b);
    b->threads = threads;
    b->best_of_all = b->best_here = INT64_MAX;
    b->rng = khs_rng_make(seed, 0);
    if (!khs_grid_build(scene, &b->grid)) return false;
    b->population = khs_population_new(&b->grid);
    b->midwife = calloc((size_t)threads, sizeof *b->midwife);
    bool fine = b->population && b->midwife && khs_genome_init(&b->grid, &b->best);
    for (int32_t i = 0; fine && i < threads; i++) fine = khs_midwife_init(&b->grid, &b->midwife[i]);
    for (int32_t i = 0; fine && i < KHS_BATCH; i++) fine = khs_birth_init(&b->grid, &b->birth[i]);
    if (fine) set_first_prices(b);
    b->random = RANDOM_PER_KEPT * KHS_KEPT_LEAST;
    return fine;
}

void khs_breeder_expect(khs_breeder *b, double births, double share)
{
    if (share < EXPECT_FROM) return;
    const double rate = b->grid.windows ? KEPT_WINDOWS : KEPT_FREE;
    const double kept = rate * sqrt(births / share);
    const int32_t number = kept > KHS_KEPT_MOST    ? KHS_KEPT_MOST
                           : kept > KHS_KEPT_LEAST ? (int32_t)kept
                                                   : KHS_KEPT_LEAST;
    khs_population_keep(b->population, number);
    b->random = RANDOM_PER_KEPT * number;
}

void khs_breeder_free(khs_breeder *b)
{
    khs_population_free(b->population);
    for (int32_t i = 0; b->midwife && i < b->threads; i++) khs_midwife_free(&b->midwife[i]);
    for (int32_t i = 0; i < KHS_BATCH; i++) khs_birth_free(&b->birth[i]);
    free(b->midwife);
    khs_genome_free(&b->best);
    khs_grid_free(&b->grid);
    memset(b, 0, sizeof *b);
}

/* ---- admission ---- */

/* Offers the routes that hold, maybe of a plan that does not as a whole: with windows such routes
 * are often what the pool lacks. */
static bool pool_routes(const khs_breeder *b, const khs_genome *genome, khs_pool *pool)
{
    for (int32_t r = 0; r < b->grid.fleet; r++) {
        const int32_t *visits = genome->visit + genome->start[r],
                      count = genome->start[r + 1] - genome->start[r], depot = b->grid.depot_of[r];
        if (!count) continue;
        const khs_route_value value = khs_route_evaluate(b->grid.p, depot, visits, count);
        assert(value.flaw == KHS_FINE || !khs_genome_feasible(genome));
        if (value.flaw == KHS_FINE && !khs_pool_add(pool, depot, visits, count, value.cost))
            return false;
    }
    return true;
}

static bool welcome(khs_breeder *b, const khs_genome *genome)
{
    if (!khs_population_admit(b->population, genome)) return false;
    if (!khs_genome_feasible(genome) || genome->length >= b->best_here) return true;
    b->best_here = genome->length;
    b->since_best = 0;
    if (genome->length >= b->best_of_all) return true;
    b->best_of_all = genome->length;
    khs_genome_copy(&b->grid, &b->best, genome);
    return true;
}

bool khs_breeder_feed(khs_breeder *b, const khs_image *image)
{
    khs_genome *genome = &b->birth[0].child;
    return !khs_genome_from_image(&b->grid, image, genome) || welcome(b, genome);
}

static int64_t tuned(int64_t price, int32_t met, int32_t target)
{
    int64_t next = price;
    if (met * 100 < (target - 5) * RETUNE) next = price * 12 / 10 + 1;
    if (met * 100 > (target + 5) * RETUNE) next = price * 85 / 100;
    return next < 1 ? 1 : next > PRICE_MOST ? PRICE_MOST : next;
}

static void count_birth(khs_breeder *b, const khs_genome *child)
{
    b->births++;
    b->since_best++;
    b->load_fine += !child->overload;
    b->warp_fine += !child->warp;
    if (++b->counted < RETUNE) return;
    const int32_t target = b->grid.limited ? TARGET_DUTY : TARGET;
    b->load_price = tuned(b->load_price, b->load_fine, target);
    b->warp_price = tuned(b->warp_price, b->warp_fine, target);
    b->counted = b->load_fine = b->warp_fine = 0;
    khs_population_price(b->population, b->load_price, b->warp_price);
}

static bool admit(khs_breeder *b, const khs_birth *birth, khs_pool *pool)
{
    if (!birth->given) return true;
    count_birth(b, &birth->child);
    if (!welcome(b, &birth->child) || (birth->mended && !welcome(b, &birth->heir))) return false;
    if (!pool) return true;
    const bool bred = b->grid.windows && birth->crossover != KHS_CROSS_RANDOM;
    if ((bred || khs_genome_feasible(&birth->child)) && !pool_routes(b, &birth->child, pool))
        return false;
    return !birth->mended || pool_routes(b, &birth->heir, pool);
}

/* ---- births ---- */

static khs_crossover draw_crossover(khs_breeder *b)
{
    const int32_t routes = b->grid.windows ? ROUTES_WINDOWS : ROUTES_FREE,
                  legs = b->grid.windows ? LEGS_WINDOWS : LEGS_FREE;
    if (khs_rng_below(&b->rng, 100) < legs) return KHS_CROSS_LEGS;
    return khs_rng_below(&b->rng, 100) < routes ? KHS_CROSS_ROUTES : KHS_CROSS_OX;
}

static void conceive(khs_breeder *b, khs_birth *birth)
{
    birth->given = false;
    birth->seed = khs_rng_next(&b->rng);
    birth->crossover = KHS_CROSS_RANDOM;
    if (b->births < b->random || khs_population_count(b->population) < 4) return;
    birth->crossover = draw_crossover(b);
    birth->a = birth->b = khs_population_draw(b->population, &b->rng);
    for (int32_t k = 0; k < 10 && birth->a == birth->b; k++)
        birth->b = khs_population_draw(b->population, &b->rng);
}

static void give_births(khs_breeder *b, double deadline)
{
    khs_midwife *midwife = b->midwife;
    khs_birth *birth = b->birth;
    const int64_t load_price = b->load_price, warp_price = b->warp_price;
#pragma omp parallel for schedule(dynamic, 1) num_threads(b->threads) default(none)                \
    shared(midwife, birth, load_price, warp_price, deadline)
    for (int32_t i = 0; i < KHS_BATCH; i++)
        if (deadline <= 0.0 || khs_clock_now() < deadline)
            khs_birth_give(&midwife[omp_get_thread_num()], load_price, warp_price, &birth[i]);
}

bool khs_breeder_batch(khs_breeder *b, khs_pool *pool, double deadline)
{
    const double begun = khs_clock_now();
    bool fine = true;
    for (int32_t i = 0; i < KHS_BATCH; i++) conceive(b, &b->birth[i]);
    give_births(b, deadline);
    for (int32_t i = 0; fine && i < KHS_BATCH; i++) fine = admit(b, &b->birth[i], pool);
    if (b->since_best > RESTART) {
        khs_population_clear(b->population);
        b->births = b->since_best = 0;
        b->best_here = INT64_MAX;
    }
    const double took = khs_clock_now() - begun;
    if (took > b->longest) b->longest = took;
    return fine;
}

bool khs_breeder_lay(const khs_breeder *b, khs_solution *s)
{
    const khs_genome *genome = &b->best;
    khs_solution_clear(s);
    khs_step_begin(s);
    while (s->absent_count) khs_absent_remove(s, s->absent[s->absent_count - 1]);
    for (int32_t r = 0; r < b->grid.fleet; r++) {
        const int32_t first = genome->start[r], count = genome->start[r + 1] - first;
        if (count && khs_tour_open(s, b->grid.depot_of[r], genome->visit + first, count) < 0)
            return false;
    }
    khs_step_commit(s);
    return true;
}

/* The consumed share of the epoch, 0 ... 1. */
static double share(const khs_budget *budget, double begun, double now, int64_t done)
{
    double share = 0.0;
    if (budget->epoch_deadline > 0.0) share = (now - begun) / (budget->epoch_deadline - begun);
    if (budget->epoch_steps < INT64_MAX)
        share = fmax(share, (double)done / ((double)budget->epoch_steps + 1.0));
    return share;
}

bool khs_breeder_run(khs_breeder *b, khs_island *island, const khs_budget *budget)
{
    const double begun = khs_clock_now();
    double now = begun, births = 0.0;
    int64_t done = 0;
    while (done < budget->epoch_steps && !khs_budget_over(island, budget, &now)) {
        if (budget->epoch_deadline > 0.0 && now + b->longest > budget->epoch_deadline) break;
        const double at = share(budget, begun, now, done);
        khs_breeder_expect(b, births, at);
        if (!khs_breeder_batch(b, NULL, budget->epoch_deadline)) return false;
        births += KHS_BATCH;
        done += KHS_BATCH * KHS_STEPS_PER_BIRTH;
#pragma omp atomic update
        island->steps += KHS_BATCH * KHS_STEPS_PER_BIRTH;
    }
    if (b->best_of_all == INT64_MAX) return true;
    return khs_breeder_lay(b, &island->s) && khs_image_take(&island->best, &island->s);
}
