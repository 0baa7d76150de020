/* One independent search: a simulated annealing chain of ruin and recreate over its own solution.
 */
#ifndef KHS_ISLAND_H
#define KHS_ISLAND_H

#include "local.h"
#include "pool.h"
#include "recreate.h"
#include "ruin.h"

/* How far the whole run has come, and when it must stop. Time is asked every few steps; under an
 * iteration budget never. */
typedef struct khs_budget {
    double started, deadline; /* khs_clock_now(): begin of the annealing, end; deadline 0: none */
    int64_t steps_before;     /* of one island, before the annealing */
    int64_t steps_total;      /* of one island over the run; 0: no limit */
    int64_t epoch_steps;      /* steps of this epoch; INT64_MAX: until epoch_deadline */
    double epoch_deadline;    /* 0: none */
    bool reheats;             /* cools twice, see khs_cooled */
    const int *stop;          /* set from outside to stop soon */
    void (*poll)(
        void *payload); /* called now and then by island 0, on the caller's thread; may be NULL */
    void *payload;
} khs_budget;

typedef struct khs_island {
    const khs_scene *scene;
    khs_solution s;
    khs_ruin ruin;
    khs_rng rng;
    khs_search_style style;
    khs_local local;
    khs_pool *pool;
    khs_image best;   /* of this epoch's scope */
    double hot, cold; /* temperatures at the begin and the end of the run, in micro-units */
    int64_t steps;    /* done in all epochs */
    int32_t *weight;  /* [orders] how long it was absent during fleet reduction, + 1 */
    int64_t *soft;    /* [orders] price of absence where tours are capped */
    bool failed;      /* out of memory */
} khs_island;

bool khs_island_init(const khs_scene *scene, uint64_t seed, int32_t index, khs_island *island);
void khs_island_free(khs_island *island);

/* Builds a first plan from nothing: every absent order inserted greedily, in one of several
 * sequences; or by savings, in one of several shapes, where these apply. */
bool khs_island_construct(khs_island *island, int32_t variant);

/* Gives every absent order a chance. false: out of memory. */
bool khs_island_fill(khs_island *island);

/* Takes the best plan to a local optimum of all neighbourhoods. */
void khs_island_polish(khs_island *island, const khs_budget *budget);

/* Anneals for one epoch. */
void khs_island_run(khs_island *island, const khs_budget *budget);

/* Tries to do with one tour less, again and again, until the budget's epoch ends (Christiaens &
 * Vanden Berghe 2020, fleet minimisation): a tour is dissolved; orders that stay absent gather
 * weight, and a plan is kept if its absent orders weigh less. `best` is the best complete plan
 * found. */
void khs_island_shrink_fleet(khs_island *island, const khs_budget *budget);

/* Tries so many steps, in the same way, to find a place for the orders that are absent though they
 * must be served, in the tours that there are, until no more than `left` are. */
void khs_island_complete(khs_island *island, const khs_budget *budget, int32_t left, int64_t steps);

/* No plan serves every order with fewer vehicles, as far as loads tell. */
int32_t khs_fleet_bound(const khs_problem *p);

/* Lets the annealing open no tour beyond so many. Orders may then be absent for a while, at first
 * at the price of so many legs and the dearer the longer they stay: where every vehicle is needed,
 * complete plans are far apart and the way from one to the other leads through others. */
enum { KHS_FIRM_LEGS = 10, KHS_SOFT_LEGS = 3 };
void khs_island_cap(khs_island *island, int32_t tours, int32_t legs);

/* How far down the temperature is, 0 ... 1, after a share of the annealing. One that reheats is at
 * the end soon after half of it: there is a good plan by then. It goes on from the middle, and ends
 * as good as if it had cooled once. */
double khs_cooled(bool reheats, double share);

/* Whether the epoch is over; asks the clock. */
bool khs_budget_over(const khs_island *island, const khs_budget *budget, double *now);

#endif
