/* Annealing in rounds (see rounds.h). Where few vehicles have much to do, one annealing ends in
 * whichever valley its first plan lies, however slowly it cools, and two runs differ by several per
 * cent. Many short ones end in many valleys: a round begins with a child of two of the best plans
 * so far, or with one of them of which half was taken apart, and cools from there.
 *
 * Children often leave an order out. What can be mended at once is; the others are annealed all the
 * same, at a price for each order left out: they lead where no complete plan leads. */
#include "rounds.h"
#include "mate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    ELITES = 12,
    ROUNDS_MOST = 48,
    ROUNDS_LEAST = 5,
    STEPS_PER_ORDER = 100, /* of an island in a round, if the budget allows */
    FOUNDING = 3,          /* rounds that take plans apart only */
    UPROOT = 4,            /* of later rounds one in so many does */
    MENDING = 100,         /* steps per order to find places for what a child leaves out */
    CHOOSE_EVERY = 4,      /* rounds, and twice as many each time it brings nothing, */
    CHOOSE_SELDOM = 16     /* ... up to so many */
};

static const double HOT = 0.5, WARM = 0.1, COLD = 0.01; /* of a typical leg */
static const double MENDED_AT = 0.6;                    /* of a round, once more */
static const double ALIKE = 0.9;                        /* legs that plans of one valley share */

/* What a round of one island needs. */
typedef struct lane {
    khs_mating mating;
    const struct rounds *rounds;
    khs_island *island;
    khs_budget *budget;
} lane;

typedef struct rounds {
    khs_search *search;
    lane *lane;              /* [islands] */
    khs_image elite[ELITES]; /* [elites] best first */
    int32_t elites, round, count;
    khs_cadence choice;
    int32_t *next; /* [1+visits] the visit behind each in the plan that asks to be kept, or 0 */
} rounds;

/* How many steps of one island the budget may still hold. */
static double steps_left(const khs_search *search)
{
    const khs_island *island = &search->island[0];
    const double now = khs_clock_now(), spent = now - search->started;
    const double steps = (double)(search->steps_per_island - island->steps);
    if (search->deadline <= 0.0) return steps;
    const double timed = (double)island->steps / fmax(spent, 1e-3) * (search->deadline - now);
    return search->steps_per_island ? fmin(steps, timed) : timed;
}

static int32_t count_rounds(const khs_search *search)
{
    const double each = (double)STEPS_PER_ORDER * search->p->orders;
    return (int32_t)fmin(ROUNDS_MOST, steps_left(search) / each);
}

bool khs_search_has_rounds(const khs_search *search)
{
    return search->scene.pairs && search->p->vehicles_first && search->best.routes > 1 &&
           count_rounds(search) >= ROUNDS_LEAST;
}

/* ---- the best plans so far ---- */

static bool same_value(const khs_image *a, const khs_image *b)
{
    return !khs_value_compare(&a->value, &b->value);
}

static void swap_images(khs_image *a, khs_image *b)
{
    const khs_image c = *a;
    *a = *b;
    *b = c;
}

static void map_next(const rounds *r, const khs_image *plan)
{
    memset(r->next, 0, sizeof *r->next * ((size_t)r->search->p->visits + 1));
    for (int32_t k = 0; k < plan->routes; k++)
        for (int32_t i = plan->start[k]; i + 1 < plan->start[k + 1]; i++)
            r->next[plan->visit[i]] = plan->visit[i + 1];
}

/* The share of its legs between visits that the mapped plan has too. */
static double shared_legs(const rounds *r, const khs_image *elite)
{
    int32_t shared = 0, all = 0;
    for (int32_t k = 0; k < elite->routes; k++)
        for (int32_t i = elite->start[k]; i + 1 < elite->start[k + 1]; i++, all++)
            shared += r->next[elite->visit[i]] == elite->visit[i + 1];
    return all ? (double)shared / all : 1.0;
}

/* The one that shares most legs with the plan if both lie in one valley, else -1. */
static int32_t find_alike(const rounds *r, const khs_image *plan)
{
    double most = ALIKE;
    int32_t found = -1;
    map_next(r, plan);
    for (int32_t i = 0; i < r->elites; i++) {
        const double shared = shared_legs(r, &r->elite[i]);
        if (shared <= most) continue;
        most = shared;
        found = i;
    }
    return found;
}

/* Keeps the best plans, of each valley one: else all are soon children of one. */
static bool admit(rounds *r, const khs_image *plan)
{
    khs_image *elite = r->elite;
    for (int32_t i = 0; i < r->elites; i++)
        if (same_value(plan, &elite[i])) return true;
    int32_t at = find_alike(r, plan);
    if (at < 0) at = r->elites < ELITES ? r->elites : ELITES - 1;
    if (at < r->elites && khs_value_compare(&plan->value, &elite[at].value) > 0) return true;
    if (!khs_image_copy(&elite[at], plan)) return false;
    r->elites = khs_max(r->elites, at + 1);
    for (; at > 0 && khs_value_compare(&elite[at].value, &elite[at - 1].value) < 0; at--)
        swap_images(&elite[at], &elite[at - 1]);
    return true;
}

/* ---- a round ---- */

static bool draw_child(lane *l)
{
    const rounds *r = l->rounds;
    khs_rng *rng = &l->island->rng;
    const int32_t a = khs_rng_below(rng, r->elites);
    if (r->elites < 2 || r->round < FOUNDING || !khs_rng_below(rng, UPROOT))
        return khs_uproot(&l->mating, l->island, &r->elite[a]);
    const int32_t b = khs_rng_below(rng, r->elites - 1);
    return khs_mate(&l->mating, l->island, &r->elite[a], &r->elite[b < a ? b : b + 1]);
}

/* Orders that must be served and are not. */
static int32_t missing(const khs_image *plan)
{
    int32_t sum = 0;
    for (int32_t t = 0; t < KHS_TIERS; t++) sum += plan->value.absent[t];
    return sum;
}

static int64_t steps_done(const lane *l) { return l->island->steps - l->budget->steps_before; }

/* Looks for places for what the plan leaves out. */
static void mend(lane *l)
{
    const int64_t most = (int64_t)MENDING * l->island->s.p->orders;
    const int64_t rest = l->budget->epoch_steps - steps_done(l);
    khs_island_complete(l->island, l->budget, missing(&l->rounds->elite[0]),
                        most < rest ? most : rest);
}

/* Until a share of the round is over. */
static void anneal_until(lane *l, double share)
{
    khs_budget b = *l->budget;
    if (b.steps_total) b.epoch_steps = (int64_t)(share * (double)b.epoch_steps) - steps_done(l);
    if (b.deadline > 0.0) b.epoch_deadline = b.started + share * (b.deadline - b.started);
    khs_island_run(l->island, &b);
}

/* A plan to begin with, in the best case one that leaves nothing out. */
static bool set_out(lane *l)
{
    const rounds *r = l->rounds;
    khs_island *island = l->island;
    if (r->round == 0 ? !khs_solution_load(&island->s, &r->elite[0], NULL, NULL) : !draw_child(l))
        return false;
    const bool soft = (island - r->search->island) % 2;
    khs_island_cap(island, r->elite[0].routes, soft ? KHS_SOFT_LEGS : KHS_FIRM_LEGS);
    mend(l);
    return khs_image_take(&island->best, &island->s);
}

static void run_lane(lane *l)
{
    khs_island *island = l->island;
    const double scale = (double)island->scene->arc_scale;
    island->cold = COLD * scale;
    island->hot = (l->rounds->round < FOUNDING ? HOT : WARM) * scale;
    if (!set_out(l)) {
        island->failed = true;
        return;
    }
    anneal_until(l, MENDED_AT);
    mend(l);
    anneal_until(l, 1.0);
}

/* The temperature falls within the round. */
static void set_budgets(rounds *r)
{
    khs_search *search = r->search;
    khs_search_set_budgets(search, r->round, r->count);
    for (int32_t i = 0; i < search->islands; i++) {
        khs_budget *b = &search->budget[i];
        b->started = khs_clock_now();
        b->reheats = false;
        if (b->deadline > 0.0) b->deadline = b->epoch_deadline;
        b->steps_before = search->island[i].steps;
        if (search->steps_per_island) b->steps_total = b->steps_before + b->epoch_steps;
    }
}

khs_cadence khs_cadence_begin(void) { return (khs_cadence){CHOOSE_EVERY - 1, CHOOSE_EVERY}; }

bool khs_cadence_is_due(const khs_cadence *cadence, int32_t round, int32_t count)
{
    return round >= cadence->next || round == count - 2;
}

void khs_cadence_note(khs_cadence *cadence, int32_t round, bool helped)
{
    cadence->every = helped ? CHOOSE_EVERY : khs_min(2 * cadence->every, CHOOSE_SELDOM);
    cadence->next = round + cadence->every;
}

/* GLPK chooses from the tours seen so far, if it is time. */
static bool choose(rounds *r)
{
    khs_search *search = r->search;
    const khs_value before = search->best.value;
    if (!search->choosing || !khs_cadence_is_due(&r->choice, r->round, r->count)) return true;
    if (!khs_search_choose(search)) return false;
    khs_cadence_note(&r->choice, r->round, khs_value_compare(&search->best.value, &before) < 0);
    return admit(r, &search->best);
}

static bool run_round(rounds *r)
{
    khs_search *search = r->search;
    lane *lanes = r->lane;
    const int32_t islands = search->islands;
    set_budgets(r);
#pragma omp parallel for schedule(static, 1) num_threads(search->threads) default(none)            \
    shared(lanes, islands)
    for (int32_t i = 0; i < islands; i++) run_lane(&lanes[i]);
    for (int32_t i = 0; i < islands; i++) {
        const khs_island *island = &search->island[i];
        if (island->failed || !khs_search_offer(search, &island->best, 'R') ||
            !admit(r, &island->best))
            return false;
    }
    return choose(r);
}

/* ---- the run ---- */

static bool init(rounds *r, khs_search *search)
{
    *r = (rounds){.search = search, .count = count_rounds(search), .choice = khs_cadence_begin()};
    r->lane = calloc((size_t)search->islands, sizeof *r->lane);
    for (int32_t i = 0; r->lane && i < search->islands; i++) {
        lane *l = &r->lane[i];
        l->rounds = r;
        l->island = &search->island[i];
        l->budget = &search->budget[i];
        if (!khs_mating_init(search->p, &l->mating)) return false;
    }
    r->next = calloc((size_t)search->p->visits + 1, sizeof *r->next);
    return r->lane && r->next && admit(r, &search->best);
}

static void release(rounds *r)
{
    for (int32_t i = 0; r->lane && i < r->search->islands; i++) khs_mating_free(&r->lane[i].mating);
    for (int32_t i = 0; i < ELITES; i++) khs_image_free(&r->elite[i]);
    free(r->next);
    free(r->lane);
}

bool khs_search_run_rounds(khs_search *search)
{
    rounds r;
    bool fine = init(&r, search);
    search->epochs_started = khs_clock_now();
    for (; fine && r.round < r.count && !search->stop; r.round++) fine = run_round(&r);
    release(&r);
    return fine;
}
