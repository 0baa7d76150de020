/* Annealing in rounds (see rounds.h). Where few vehicles have much to do, one annealing ends in
 * whichever valley its first plan lies, however slowly it cools, and two runs differ by several per
 * cent. Many short ones end in many valleys. The first rounds begin with one of the best plans so
 * far, of which half was taken apart; the later ones with children of two of them, or with plans
 * made of the routes that the relaxation over all tours seen takes part of: it knows which tours go
 * together.
 *
 * Most children come to nothing, and early on the way down it shows which: a round sends some
 * that far and only the best of them on.
 *
 * Children often leave an order out. What can be mended at once is; the others are annealed all the
 * same, at a price for each order left out: they lead where no complete plan leads. */
#include "rounds.h"
#include "elites.h"
#include "mate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    ROUNDS_MOST = 48,
    ROUNDS_LEAST = 5,
    STEPS_PER_ORDER = 200, /* of an island in a round, if the budget allows */
    FOUNDING_LEAST = 3,    /* rounds that take plans apart only; one in so many of all, */
    FOUNDING_ONE_IN = 8,
    FOUNDING_MOST = 6, /* ... up to so many */
    TRIALS = 8,        /* children of a later round */
    GUIDED = 2,        /* of them one in so many is made of the routes of the relaxation, */
    UPROOT = 8,        /* ... of the others one in so many a plan taken apart */
    UNDECIDED = 5,     /* a relaxation that cuts up more routes than that has something to say */
    CHOOSE_EVERY = 4,  /* rounds, and twice as many each time it brings nothing, */
    CHOOSE_SELDOM = 16 /* ... up to so many */
};

static const double HOT = 0.5, STIRRED = 0.3, WARM = 0.1, COLD = 0.01; /* of a typical leg */
static const double TRIAL = 0.15;    /* of the way down that a child is tried */
static const double MENDED_AT = 0.6; /* of the way, once more */
static const double MENDING = 0.5;   /* of the time until the annealing's next stop, at most */
static const double WHOLE = 0.99;    /* share of a route that is not cut up */

/* What a round of one island needs. */
typedef struct lane {
    khs_mating mating;
    const struct rounds *rounds;
    khs_island *island;
    khs_budget *budget;
    khs_image ahead; /* the best child tried so far */
} lane;

typedef struct rounds {
    khs_search *search;
    lane *lane; /* [islands] */
    khs_elites elites;
    khs_guide guide;
    int32_t round, count, founding;
    khs_cadence choice, advice;
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

/* ---- a round ---- */

/* Whether the relaxation cuts routes up; one that does not says no more than the best plan. */
static bool is_undecided(const khs_guide *guide)
{
    int32_t cut = 0;
    for (int32_t r = 0; r < guide->count; r++) cut += guide->share[r] < WHOLE;
    return cut > UNDECIDED;
}

static bool draw_child(lane *l)
{
    const rounds *r = l->rounds;
    const khs_image *elite = r->elites.plan;
    const int32_t elites = r->elites.count;
    khs_rng *rng = &l->island->rng;
    const bool founding = r->round < r->founding;
    if (!founding && is_undecided(&r->guide) && !khs_rng_below(rng, GUIDED))
        return khs_compose(&l->mating, l->island, &r->guide);
    const int32_t a = khs_rng_below(rng, elites);
    if (founding || elites < 2 || !khs_rng_below(rng, UPROOT))
        return khs_uproot(&l->mating, l->island, &elite[a]);
    const int32_t b = khs_rng_below(rng, elites - 1);
    return khs_mate(&l->mating, l->island, &elite[a], &elite[b < a ? b : b + 1]);
}

/* Orders that must be served and are not. */
static int32_t missing(const khs_image *plan)
{
    int32_t sum = 0;
    for (int32_t t = 0; t < KHS_TIERS; t++) sum += plan->value.absent[t];
    return sum;
}

/* The budget from now until a share `end` of the round is over, in which the temperature goes from
 * one share of its way down to another. */
static khs_budget until(const lane *l, double end, double from, double to)
{
    khs_budget b = *l->budget;
    if (b.steps_total) {
        const int64_t all = b.steps_total - b.steps_before, now = l->island->steps;
        b.epoch_steps = b.steps_before + (int64_t)(end * (double)all) - now;
        const double way = (double)b.epoch_steps / (to - from);
        b.steps_before = now - (int64_t)(from * way);
        b.steps_total = b.steps_before + (int64_t)way;
    }
    if (b.deadline > 0.0) {
        const double now = khs_clock_now();
        b.epoch_deadline = b.started + end * (b.deadline - b.started);
        const double way = (b.epoch_deadline - now) / (to - from);
        b.started = now - from * way;
        b.deadline = b.started + way;
    }
    return b;
}

static void anneal(lane *l, double end, double from, double to)
{
    const khs_budget b = until(l, end, from, to);
    khs_island_run(l->island, &b);
}

/* Looks for places for what the plan leaves out. */
static void mend(lane *l, double end)
{
    const khs_budget b = until(l, end, 0.0, 1.0);
    khs_island_complete(l->island, &b, missing(&l->rounds->elites.plan[0]), b.epoch_steps);
}

static bool is_odd(const lane *l) { return (l->island - l->rounds->search->island) % 2; }

/* No more tours than the best plan has; every other island leaves orders out more lightly. */
static void cap(const lane *l)
{
    khs_island_cap(l->island, l->rounds->elites.plan[0].routes,
                   is_odd(l) ? KHS_SOFT_LEGS : KHS_FIRM_LEGS);
}

/* A plan to begin with, in the best case one that leaves nothing out. */
static bool set_out(lane *l, double end)
{
    khs_island *island = l->island;
    const bool first = l->rounds->round == 0;
    if (first ? !khs_solution_load(&island->s, &l->rounds->elites.plan[0], NULL, NULL)
              : !draw_child(l))
        return false;
    cap(l);
    mend(l, end);
    return khs_image_take(&island->best, &island->s);
}

/* Sends some children a part of the way, each for a share `each` of the round; the best stays.
 * false: out of memory */
static bool try_children(lane *l, int32_t trials, double each)
{
    khs_island *island = l->island;
    khs_solution *s = &island->s;
    int64_t least = INT64_MAX;
    for (int32_t k = 0; k < trials; k++) {
        if (!set_out(l, (k + MENDING) * each)) return false;
        anneal(l, (k + 1) * each, 0.0, TRIAL);
        if (trials == 1) return true;
        const int64_t total = khs_solution_total(s);
        if (total < least && !khs_image_take(&l->ahead, s)) return false;
        least = total < least ? total : least;
    }
    if (!khs_solution_load(s, &l->ahead, NULL, NULL)) return false;
    cap(l);
    return khs_image_take(&island->best, s);
}

/* Where the relaxation has nothing to say, children soon lie around one plan: every other island
 * begins hotter. */
static bool is_stirred(const lane *l) { return is_odd(l) && !is_undecided(&l->rounds->guide); }

/* false: out of memory */
static bool run_lane(lane *l)
{
    const bool founding = l->rounds->round < l->rounds->founding;
    const int32_t trials = founding ? 1 : TRIALS;
    const double each = TRIAL / (trials * TRIAL + 1.0 - TRIAL), rest = 1.0 - trials * each;
    const double mended = 1.0 - rest * (1.0 - MENDED_AT) / (1.0 - TRIAL);
    const double scale = (double)l->island->scene->arc_scale;
    l->island->cold = COLD * scale;
    l->island->hot = (founding ? HOT : is_stirred(l) ? STIRRED : WARM) * scale;
    if (!try_children(l, trials, each)) return false;
    anneal(l, mended, TRIAL, MENDED_AT);
    mend(l, mended + MENDING * (1.0 - mended));
    anneal(l, 1.0, MENDED_AT, 1.0);
    return true;
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

/* GLPK chooses from the tours seen so far, or says at least what it leans to, if it is time. */
static bool consult(rounds *r)
{
    khs_search *search = r->search;
    const khs_value before = search->best.value;
    const bool chooses = khs_cadence_is_due(&r->choice, r->round, r->count);
    if (!search->choosing || (!chooses && !khs_cadence_is_due(&r->advice, r->round, r->count)))
        return true;
    if (!khs_search_consult(search, !chooses, &r->guide)) return false;
    if (chooses)
        khs_cadence_note(&r->choice, r->round, khs_value_compare(&search->best.value, &before) < 0);
    khs_cadence_note(&r->advice, r->round, is_undecided(&r->guide));
    return khs_elites_admit(&r->elites, &search->best);
}

static bool run_round(rounds *r)
{
    khs_search *search = r->search;
    lane *lanes = r->lane;
    const int32_t islands = search->islands;
    set_budgets(r);
#pragma omp parallel for schedule(static, 1) num_threads(search->threads) default(none)            \
    shared(lanes, islands)
    for (int32_t i = 0; i < islands; i++)
        if (!run_lane(&lanes[i])) lanes[i].island->failed = true;
    for (int32_t i = 0; i < islands; i++) {
        const khs_island *island = &search->island[i];
        if (island->failed || !khs_search_offer(search, &island->best, 'R') ||
            !khs_elites_admit(&r->elites, &island->best))
            return false;
    }
    return consult(r);
}

/* ---- the run ---- */

static bool init(rounds *r, khs_search *search)
{
    const int32_t count = count_rounds(search);
    const int32_t share = khs_max(FOUNDING_LEAST, count / FOUNDING_ONE_IN);
    *r = (rounds){.search = search,
                  .count = count,
                  .founding = khs_min(share, FOUNDING_MOST),
                  .choice = khs_cadence_begin(),
                  .advice = khs_cadence_begin()};
    r->lane = calloc((size_t)search->islands, sizeof *r->lane);
    for (int32_t i = 0; r->lane && i < search->islands; i++) {
        lane *l = &r->lane[i];
        l->rounds = r;
        l->island = &search->island[i];
        l->budget = &search->budget[i];
        if (!khs_mating_init(search->p, &l->mating)) return false;
    }
    return r->lane && khs_elites_init(search->p, &r->elites) &&
           khs_elites_admit(&r->elites, &search->best);
}

static void release(rounds *r)
{
    for (int32_t i = 0; r->lane && i < r->search->islands; i++) {
        khs_mating_free(&r->lane[i].mating);
        khs_image_free(&r->lane[i].ahead);
    }
    khs_elites_free(&r->elites);
    khs_guide_free(&r->guide);
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
