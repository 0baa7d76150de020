/* The whole search: first plan, fleet, epochs of islands, choice from the pool, result.
 *
 * Islands share nothing inside an epoch and meet in a fixed order, so under an iteration budget the
 * result does not depend on the number of threads. Large problems are cut: each island works on the
 * routes of one neighbourhood while the others stand still, and the cut moves from epoch to epoch.
 */
#include "search.h"

#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "exact.h"
#include "parts.h"
#include "rounds.h"

enum {
    ISLANDS_DEFAULT = 4,
    EPOCHS = 40,
    EXACT_MOST = 10,  /* orders */
    EXACT_ASKED = 20, /* ... where a proof is asked for, */
    SEQUENCES_ASKED = 200000000,
    CUT_FROM = 350,
    PART_ORDERS = 400,
    FLEET_EPOCHS = 20,
    FLEET_PATIENCE = 5
};

static bool better(const khs_image *a, const khs_image *b)
{
    return khs_value_compare(&a->value, &b->value) < 0;
}

/* ---- news and the record of the best cost over time ---- */

static int64_t whole_cost(const khs_search *search, const khs_image *image)
{
    return image->value.cost + search->p->owned;
}

static void record(khs_search *search)
{
    const double now = khs_clock_now() - search->started;
    if (search->record_count == KHS_RECORDS) {
        for (int32_t i = 0; i < KHS_RECORDS / 2; i++) search->record[i] = search->record[2 * i + 1];
        search->record_count = KHS_RECORDS / 2;
    }
    search->record[search->record_count++] =
        (khs_record){now, whole_cost(search, &search->best), search->best.absent_count};
}

static void tell(khs_search *search, char source)
{
    if (!search->news) return;
    int64_t steps = 0;
    for (int32_t i = 0; i < search->islands; i++) {
        int64_t of_island;
#pragma omp atomic read
        of_island = search->island[i].steps;
        steps += of_island;
    }
    const khs_news news = {source,
                           steps,
                           whole_cost(search, &search->best),
                           search->best.routes,
                           search->best.absent_count,
                           khs_clock_now() - search->started};
    if (search->news(&news, search->payload)) {
#pragma omp atomic write
        search->stop = 1;
    }
}

/* On the caller's thread: at most some twenty times a second. */
void khs_search_poll(khs_search *search)
{
    const double now = khs_clock_now();
    if (now < search->next_poll) return;
    search->next_poll = now + 0.05;
    tell(search, ' ');
}

static void poll(void *payload) { khs_search_poll(payload); }

bool khs_search_offer(khs_search *search, const khs_image *image, char source)
{
    if (search->best.routes + search->best.absent_count && !better(image, &search->best))
        return true;
    if (!khs_image_copy(&search->best, image)) return false;
    record(search);
    tell(search, source);
    return true;
}

/* ---- first plan ---- */

static bool construct(khs_search *search)
{
    khs_island *island = search->island;
    const int32_t islands = search->islands;
    if (!khs_island_construct(&island[0], 0) || !khs_search_offer(search, &island[0].best, 'C'))
        return false;
    search->first_s = khs_clock_now() - search->started;
#pragma omp parallel for schedule(static, 1) num_threads(search->threads) default(none)            \
    shared(island, islands)
    for (int32_t i = 1; i < islands; i++)
        if (!khs_island_construct(&island[i], i)) island[i].failed = true;
    for (int32_t i = 1; i < islands; i++)
        if (island[i].failed || !khs_search_offer(search, &island[i].best, 'C')) return false;
    return true;
}

/* ---- epochs ---- */

static khs_budget epoch_budget(khs_search *search, int32_t epoch, int32_t epochs, int32_t island)
{
    khs_budget budget = {.started = search->epochs_started,
                         .steps_before = search->steps_before,
                         .deadline = search->deadline,
                         .epoch_steps = INT64_MAX,
                         .reheats = search->reheats,
                         .stop = &search->stop};
    if (search->steps_per_island) {
        budget.steps_total = search->steps_per_island;
        const int64_t share = (search->steps_per_island - search->steps_before) / epochs;
        const int64_t until = epoch + 1 < epochs ? search->steps_before + share * (epoch + 1)
                                                 : search->steps_per_island;
        budget.epoch_steps =
            until > search->island[island].steps ? until - search->island[island].steps : 0;
    }
    if (search->deadline > 0.0) {
        const double begin = search->epochs_started;
        budget.epoch_deadline = begin + (search->deadline - begin) * (epoch + 1) / epochs;
    }
    if (island == 0) {
        budget.poll = poll;
        budget.payload = search;
    }
    return budget;
}

void khs_search_set_budgets(khs_search *search, int32_t epoch, int32_t epochs)
{
    for (int32_t i = 0; i < search->islands; i++)
        search->budget[i] = epoch_budget(search, epoch, epochs, i);
}

bool khs_search_run_islands(khs_search *search, int32_t epoch, int32_t epochs,
                            void (*run)(khs_island *, const khs_budget *))
{
    khs_island *island = search->island;
    const int32_t islands = search->islands;
    khs_budget *budget = search->budget;
    bool failed = false;
    khs_search_set_budgets(search, epoch, epochs);
#pragma omp parallel for schedule(static, 1) num_threads(search->threads) default(none)            \
    shared(island, budget, islands, run)
    for (int32_t i = 0; i < islands; i++) run(&island[i], &budget[i]);
    for (int32_t i = 0; i < islands; i++) failed |= island[i].failed;
    return !failed;
}

/* Islands that fell behind take the best plan over, half of them each time, in the second half of
 * the run. */
static bool exchange(khs_search *search, int32_t epoch, int32_t epochs)
{
    for (int32_t i = 0; i < search->islands; i++)
        if (!khs_search_offer(search, &search->island[i].best, 'R')) return false;
    if (epoch * 2 < epochs) return true;
    for (int32_t i = 0; i < search->islands; i++) {
        khs_island *island = &search->island[i];
        if (!better(&search->best, &island->best) || khs_rng_below(&search->rng, 2)) continue;
        if (!khs_solution_load(&island->s, &search->best, NULL, NULL) ||
            !khs_image_copy(&island->best, &search->best))
            return false;
    }
    return true;
}

static bool pool_all(khs_search *search)
{
    for (int32_t i = 0; i < search->islands; i++) {
        if (!khs_pool_merge(search->pool, search->island[i].pool)) return false;
        khs_pool_clear(search->island[i].pool);
    }
    return true;
}

/* The best plan over the pooled routes, if GLPK finds a better one. */
bool khs_search_consult(khs_search *search, bool relaxation, khs_guide *guide)
{
    const khs_image *best = &search->best;
    if (!pool_all(search)) return false;
    khs_route *routes = calloc((size_t)best->routes + 1, sizeof *routes);
    if (!routes) return false;
    for (int32_t r = 0; r < best->routes; r++) {
        const int32_t first = best->start[r], count = best->start[r + 1] - first;
        const khs_route_value value =
            khs_route_evaluate(search->p, best->resource[r], best->visit + first, count);
        routes[r] = (khs_route){best->resource[r], count, best->visit + first, value.cost};
    }
    const double now = khs_clock_now();
    khs_choice_limits limits = {.columns = 1000, .nodes = 60, .relaxation = relaxation};
    if (search->deadline > 0.0) limits.deadline = now + 0.25 * (search->deadline - now);
    khs_choice choice;
    qsort(best->absent, (size_t)best->absent_count, sizeof(int32_t), khs_by_number);
    const khs_status status = khs_choose(search->p, search->pool, routes, best->routes,
                                         best->absent, best->absent_count, NULL, &limits, &choice);
    free(routes);
    if (status == KHS_NOMEM) return false;
    if (status != KHS_OK) return true;
    bool fine = true;
    if (choice.better) fine = khs_search_adopt(search, &choice);
    if (guide && choice.guide.count) {
        khs_guide_free(guide);
        *guide = choice.guide;
        choice.guide = (khs_guide){0};
    }
    khs_choice_free(&choice);
    return fine;
}

bool khs_search_choose(khs_search *search) { return khs_search_consult(search, false, NULL); }

/* Makes a choice the best plan, and island 0's current one. */
bool khs_search_adopt(khs_search *search, const khs_choice *choice)
{
    khs_island *island = &search->island[0];
    khs_solution *s = &island->s;
    khs_solution_clear(s);
    khs_step_begin(s);
    while (s->absent_count) khs_absent_remove(s, s->absent[s->absent_count - 1]);
    for (int32_t r = 0; r < choice->route_count; r++)
        if (khs_tour_open(s, choice->routes[r].resource, choice->routes[r].visits,
                          choice->routes[r].count) < 0)
            return false;
    for (int32_t i = 0; i < choice->absent_count; i++) khs_absent_add(s, choice->absent[i]);
    khs_step_commit(s);
    return khs_image_take(&island->best, s) && khs_search_offer(search, &island->best, 'P');
}

static bool whole_epochs(khs_search *search)
{
    for (int32_t epoch = 0; epoch < EPOCHS && !search->stop; epoch++) {
        if (!khs_search_run_islands(search, epoch, EPOCHS, khs_island_run) ||
            !exchange(search, epoch, EPOCHS))
            return false;
        const bool last = epoch == EPOCHS - 2;
        if (search->choosing && (last || epoch == EPOCHS * 6 / 10 || epoch == EPOCHS * 8 / 10) &&
            !khs_search_choose(search))
            return false;
    }
    return true;
}

/* ---- large problems: each island one neighbourhood ---- */

static bool cut_epochs(khs_search *search)
{
    const int32_t epochs = 3 * EPOCHS;
    if (!khs_image_copy(&search->current, &search->best)) return false;
    for (int32_t epoch = 0; epoch < epochs && !search->stop; epoch++) {
        if (!khs_cut(search) || !khs_cut_load(search)) return false;
        if (!khs_search_run_islands(search, epoch, epochs, khs_island_run) || !khs_cut_join(search))
            return false;
        if (!khs_search_offer(search, &search->joined, 'R')) return false;
    }
    return true;
}

/* ---- very large problems: many small parts ---- */

static bool part_epochs(khs_search *search)
{
    khs_parts *parts = khs_parts_new(search, PART_ORDERS);
    bool fine = parts && khs_image_copy(&search->current, &search->best);
    const int32_t epochs = fine ? khs_parts_epochs(parts, search, EPOCHS) : 0;
    for (int32_t epoch = 0; fine && epoch < epochs && !search->stop; epoch++) {
        khs_search_set_budgets(search, epoch, epochs);
        fine = khs_parts_run(parts, search,
                             epoch == epochs - 1 ? KHS_POLISH_PARTS : KHS_ANNEAL_PARTS) &&
               khs_search_offer(search, &search->joined, 'R');
    }
    khs_parts_free(parts);
    return fine;
}

/* ---- the run ---- */

/* Islands with more vehicles than the best take the best over. */
static bool follow(khs_search *search)
{
    for (int32_t i = 0; i < search->islands; i++)
        if (!khs_search_offer(search, &search->island[i].best, 'R')) return false;
    for (int32_t i = 0; i < search->islands; i++) {
        khs_island *island = &search->island[i];
        if (island->best.routes > search->best.routes &&
            (!khs_solution_load(&island->s, &search->best, NULL, NULL) ||
             !khs_image_copy(&island->best, &search->best)))
            return false;
    }
    return true;
}

/* In FLEET_EPOCHS at most; ends when as long again has brought nothing. Says how many it took, -1:
 * out of memory. */
static int32_t fleet_epochs(khs_search *search)
{
    const int32_t bound = khs_fleet_bound(search->p);
    int32_t epoch = 0, last = 0;
    for (; epoch < FLEET_EPOCHS && epoch <= 2 * last + FLEET_PATIENCE; epoch++) {
        const int32_t before = search->best.routes;
        if (search->stop || (before <= bound && !search->best.absent_count)) break;
        if (!khs_search_run_islands(search, epoch, FLEET_EPOCHS, khs_island_shrink_fleet) ||
            !follow(search))
            return -1;
        if (search->best.routes < before) last = epoch + 1;
    }
    return epoch;
}

static bool shrink_fleet(khs_search *search)
{
    const double deadline = search->deadline;
    const int64_t steps = search->steps_per_island;
    for (int32_t i = 0; i < search->islands; i++)
        if (!khs_solution_load(&search->island[i].s, &search->best, NULL, NULL)) return false;
    search->epochs_started = khs_clock_now();
    search->deadline =
        deadline > 0.0 ? search->epochs_started + 0.4 * (deadline - search->epochs_started) : 0.0;
    search->steps_per_island = steps * 4 / 10;
    const int32_t epochs = fleet_epochs(search);
    search->steps_before = search->steps_per_island * epochs / FLEET_EPOCHS;
    search->deadline = deadline;
    search->steps_per_island = steps;
    if (epochs < 0) return false;
    for (int32_t i = 0; i < search->islands; i++) {
        khs_island *island = &search->island[i];
        if (!khs_solution_load(&island->s, &search->best, NULL, NULL) ||
            !khs_image_copy(&island->best, &search->best))
            return false;
        khs_island_cap(island, search->best.routes, i % 2 ? KHS_SOFT_LEGS : KHS_FIRM_LEGS);
    }
    return true;
}

/* Every island's best to its local optimum. */
static bool polish(khs_search *search)
{
    if (!khs_search_run_islands(search, 0, 1, khs_island_polish)) return false;
    for (int32_t i = 0; i < search->islands; i++)
        if (!khs_search_offer(search, &search->island[i].best, 'L')) return false;
    return true;
}

static bool solve_exactly(khs_search *search)
{
    const double now = khs_clock_now();
    const bool asked = search->exact > 1;
    khs_exact_limits limits = {
        .orders = asked ? EXACT_ASKED : EXACT_MOST,
        .sequences = asked ? SEQUENCES_ASKED : 0,
        .deadline =
            search->deadline > 0.0 ? now + (asked ? 0.9 : 0.5) * (search->deadline - now) : 0.0};
    khs_choice choice;
    const khs_status status = khs_exact(search->p, &limits, &choice);
    if (status == KHS_NOMEM) return false;
    if (status != KHS_OK) return true;
    const bool fine = khs_search_adopt(search, &choice);
    search->proven = true;
    khs_choice_free(&choice);
    return fine;
}

bool khs_search_anneal(khs_search *search)
{
    const bool cut = search->p->orders >= CUT_FROM && search->islands > 1 &&
                     !search->p->vehicles_first && !search->p->has_carriers && !search->p->cells;
    search->epochs_started = khs_clock_now();
    if (khs_search_has_rounds(search)) return khs_search_run_rounds(search);
    return cut ? cut_epochs(search) : whole_epochs(search);
}

bool khs_search_run(khs_search *search)
{
    if (!construct(search)) return false;
    const int32_t most = search->exact > 1 ? EXACT_ASKED : EXACT_MOST;
    if (search->exact && search->p->orders <= most && !solve_exactly(search)) return false;
    if (search->proven || !search->p->resources || !search->p->orders) return true;
    if (search->p->vehicles_first && !shrink_fleet(search)) return false;
    search->epochs_started = khs_clock_now();
    const bool apart = !search->p->has_carriers && !search->p->visit_price && !search->p->cells;
    if (search->p->orders >= KHS_PARTS_FROM && apart) return part_epochs(search);
    const bool breeds = khs_search_breeds(search);
    search->reheats = !breeds;
    if (!(breeds ? khs_search_breed(search) : khs_search_anneal(search))) return false;
    for (int32_t i = 0; i < search->islands; i++)
        if (!khs_image_copy(&search->island[i].best, &search->best)) return false;
    return polish(search);
}
