/* The state of one run of khs_solve, shared by search.c, cut.c and solve.c. */
#ifndef KHS_SEARCH_H
#define KHS_SEARCH_H

#include "choose.h"
#include "island.h"

enum { KHS_RECORDS = 512 };

/* The best cost at some moment. */
typedef struct khs_record {
    double seconds;
    int64_t cost;
    int32_t absent;
} khs_record;

typedef struct khs_search {
    const khs_problem *p;
    khs_scene scene;
    khs_island *island; /* [islands] */
    khs_budget *budget; /* [islands] */
    int32_t islands, threads;
    khs_pool *pool;
    khs_rng rng;
    khs_image best; /* of all */
    khs_image current,
        joined;    /* of large problems: what is cut up, and the islands' bests put together */
    int32_t *part; /* [orders] island of a route of `current`, by its index */
    bool *keep, *absent_here; /* [orders] scratch of loading */
    int64_t *key;             /* [orders] */

    double started, deadline, epochs_started, next_poll;
    int64_t steps_per_island; /* 0: no limit */
    int64_t steps_before;     /* of those, spent on the fleet */
    int stop;
    bool choosing, proven;
    bool reheats;  /* the annealing, where nothing follows it */
    int32_t exact; /* as in khs_settings */
    khs_news_fn news;
    void *payload;

    double first_s;
    khs_record record[KHS_RECORDS];
    int32_t record_count;
} khs_search;

/* Runs the whole search; false: out of memory. */
bool khs_search_run(khs_search *search);

/* Takes a choice over as the best plan. false: out of memory. */
bool khs_search_adopt(khs_search *search, const khs_choice *choice);

/* Assigns the routes of `current` to the islands, neighbours together, along a fresh cut. */
bool khs_cut(khs_search *search);
/* The same for any number of parts. */
void khs_cut_into(khs_search *search, int32_t parts);
/* The part where an absent order lies; route_of[1+n]: route of a visit in `current`, or -1. */
int32_t khs_cut_part_of_absent(const khs_search *search, const int32_t *route_of, int32_t order,
                               int32_t parts);
/* Gives every island its part. */
bool khs_cut_load(khs_search *search);
/* Puts the islands' solutions together into `current`, their bests into `joined`. */
bool khs_cut_join(khs_search *search);

/* Prices an image put together of parts anew where the whole may cost more than its parts. false:
 * out of memory */
bool khs_cut_reprice(khs_search *search, khs_image *image);

/* Anneals for a share of the budget, then breeds for the rest; for problems that the genetic search
 * can treat. */
bool khs_search_breeds(const khs_search *search);
bool khs_search_breed(khs_search *search);

/* What breed.c needs of search.c. */
void khs_search_set_budgets(khs_search *search, int32_t epoch, int32_t epochs);
bool khs_search_run_islands(khs_search *search, int32_t epoch, int32_t epochs,
                            void (*run)(khs_island *, const khs_budget *));
bool khs_search_offer(khs_search *search, const khs_image *image, char source);
bool khs_search_choose(khs_search *search);
/* The same, and what the relaxation says goes to the guide, if it was solved. `relaxation`: that
 * alone, no choice is made. */
bool khs_search_consult(khs_search *search, bool relaxation, khs_guide *guide);
/* Tells the caller now and then that the search goes on, and hears whether it shall stop. */
void khs_search_poll(khs_search *search);
bool khs_search_anneal(khs_search *search);

int khs_by_number(const void *a, const void *b);

#endif
