/* Ruins (see ruin.h). A tour that cannot stand without what was taken out is emptied whole. */
#include "ruin.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ABSENT_MOST = 12 }; /* absent orders that a ruin tries again */

bool khs_ruin_init(const khs_problem *p, khs_ruin *ruin)
{
    *ruin = (khs_ruin){.mean_removed = 12, .string_most = 10};
    ruin->removed = calloc((size_t)p->orders + 1, sizeof(int32_t));
    ruin->doomed = calloc((size_t)p->visits + 1, sizeof(bool));
    return ruin->removed && ruin->doomed;
}

void khs_ruin_free(khs_ruin *ruin)
{
    free(ruin->removed);
    free(ruin->doomed);
    memset(ruin, 0, sizeof *ruin);
}

static void doom_order(khs_solution *s, khs_ruin *ruin, int32_t order)
{
    const khs_order *o = &s->p->order[order];
    if (ruin->doomed[o->visit]) return;
    ruin->doomed[o->visit] = true;
    if (o->partner) ruin->doomed[o->partner] = true;
    ruin->removed[ruin->removed_count++] = order;
}

/* With the whole of its bond, where that must ride together. */
static void doom(khs_solution *s, khs_ruin *ruin, int32_t visit)
{
    const khs_problem *p = s->p;
    const int32_t order = p->order_of[visit], bond = p->order[order].bond;
    if (bond < 0 || p->bond[bond].mode == KHS_ALL_OR_NONE) {
        doom_order(s, ruin, order);
        return;
    }
    for (int32_t m = 0; m < p->bond[bond].count; m++) doom_order(s, ruin, p->bond[bond].orders[m]);
}

/* Takes the doomed visits out of a tour; those it then cannot keep follow. */
static bool sweep(khs_solution *s, khs_ruin *ruin, int32_t slot)
{
    khs_tour *tour = khs_touch(s, slot);
    if (!tour) return false;
    if (s->scene->plain) {
        if (khs_tour_sweep(s, slot, ruin->doomed)) return true;
    } else {
        int32_t kept = 0;
        for (int32_t i = 1; i <= tour->count; i++)
            if (!ruin->doomed[tour->visit[i]]) tour->visit[++kept] = tour->visit[i];
        tour->count = kept;
        if (khs_tour_changed(s, slot)) return true;
    }
    for (int32_t i = 1; i <= tour->count; i++) doom_order(s, ruin, s->p->order_of[tour->visit[i]]);
    tour->count = 0;
    return khs_tour_changed(s, slot);
}

/* Makes the orders removed since `first` absent and clears their marks. */
static void settle(khs_solution *s, khs_ruin *ruin, int32_t first)
{
    for (int32_t i = first; i < ruin->removed_count; i++) {
        const khs_order *o = &s->p->order[ruin->removed[i]];
        ruin->doomed[o->visit] = false;
        if (o->partner) ruin->doomed[o->partner] = false;
        khs_absent_add(s, ruin->removed[i]);
    }
}

/* A string of `length` visits around position `at`, or one of length + spared with the inner
 * `spared` ones left in place. */
static void doom_string(khs_solution *s, khs_ruin *ruin, khs_rng *rng, const khs_tour *tour,
                        int32_t at, int32_t length)
{
    int32_t spared = 0;
    if (length > 1 && length < tour->count && khs_rng_below(rng, 2)) {
        spared = 1;
        while (length + spared < tour->count && khs_rng_unit(rng) < 0.01) spared++;
    }
    const int32_t span = length + spared;
    const int32_t low = khs_max(1, at - span + 1), high = khs_min(at, tour->count - span + 1);
    const int32_t first = khs_rng_between(rng, low, high);
    const int32_t gap =
        spared ? khs_rng_between(rng, 1, length - 1) : length; /* visits before the spared ones */
    for (int32_t i = 0; i < span; i++)
        if (i < gap || i >= gap + spared) doom(s, ruin, tour->visit[first + i]);
}

static int32_t sweep_string(khs_solution *s, khs_ruin *ruin, khs_rng *rng, int32_t visit,
                            double longest)
{
    const int32_t slot = s->tour_of[visit];
    const khs_tour *tour = s->tour[slot];
    const double most = fmin((double)tour->count, longest);
    const bool whole = s->p->resource[tour->resource].tariff && khs_rng_below(rng, 2);
    const int32_t length = whole ? tour->count : (int32_t)(1.0 + khs_rng_unit(rng) * most);
    const int32_t first = ruin->removed_count;
    doom_string(s, ruin, rng, tour, s->at[visit], khs_min(length, tour->count));
    if (!sweep(s, ruin, slot)) return -1;
    settle(s, ruin, first);
    return ruin->removed_count - first;
}

/* Absent orders around the seed, and a few from anywhere: they get another chance with the removed.
 */
static void retry_absent(khs_solution *s, khs_ruin *ruin, khs_rng *rng, int32_t seed)
{
    const khs_problem *p = s->p;
    int32_t added = 0;
    if (s->absent_count <= ABSENT_MOST) {
        for (int32_t i = 0; i < s->absent_count; i++)
            ruin->removed[ruin->removed_count++] = s->absent[i];
        return;
    }
    const int32_t *near = s->scene->near + (int64_t)seed * s->scene->near_count;
    const int32_t first = ruin->removed_count;
    for (int32_t k = -1; k < s->scene->near_count && k < 60 && added < ABSENT_MOST; k++) {
        const int32_t v = k < 0 ? seed : near[k];
        if (!v) break;
        const int32_t order = p->order_of[v];
        if (s->absent_at[order] < 0 || p->kind[v] == KHS_SHIP_TO) continue;
        ruin->removed[ruin->removed_count++] = order;
        added++;
    }
    for (int32_t k = 0; k < 3; k++) {
        const int32_t order = s->absent[khs_rng_below(rng, s->absent_count)];
        bool known = false;
        for (int32_t i = first; i < ruin->removed_count; i++) known |= ruin->removed[i] == order;
        if (!known) ruin->removed[ruin->removed_count++] = order;
    }
}

static double mean_tour(const khs_solution *s)
{
    int32_t visits = s->scope_count - s->absent_count;
    return s->tours ? (double)visits / s->tours : 1.0;
}

bool khs_ruin_strings(khs_solution *s, khs_ruin *ruin, khs_rng *rng)
{
    return khs_ruin_near(s, ruin, rng, s->scope[khs_rng_below(rng, s->scope_count)]);
}

bool khs_ruin_near(khs_solution *s, khs_ruin *ruin, khs_rng *rng, int32_t order)
{
    const khs_problem *p = s->p;
    const khs_scene *scene = s->scene;
    const int32_t seed = p->order[order].partner && khs_rng_below(rng, 2) ? p->order[order].partner
                                                                          : p->order[order].visit;
    const double longest = fmax(1.0, fmin(ruin->string_most, mean_tour(s)));
    const double strings_most = fmax(1.0, 4.0 * ruin->mean_removed / (1.0 + longest) - 1.0);
    const int32_t strings = (int32_t)(khs_rng_unit(rng) * strings_most + 1.0);
    const int32_t *near = scene->near + (int64_t)seed * scene->near_count;
    ruin->removed_count = 0;
    retry_absent(s, ruin, rng, seed);
    for (int32_t k = -1, done = 0; k < scene->near_count && done < strings; k++) {
        const int32_t v = k < 0 ? seed : near[k];
        if (!v) break;
        const int32_t slot = s->tour_of[v];
        if (slot < 0 || s->touched[slot] == s->step) continue;
        if (sweep_string(s, ruin, rng, v, longest) < 0) return false;
        done++;
    }
    return true;
}

bool khs_ruin_tour(khs_solution *s, khs_ruin *ruin, int32_t slot)
{
    const khs_tour *tour = s->tour[slot];
    ruin->removed_count = 0;
    for (int32_t i = 1; i <= tour->count; i++) doom(s, ruin, tour->visit[i]);
    if (!sweep(s, ruin, slot)) return false;
    settle(s, ruin, 0);
    return true;
}

bool khs_ruin_orders(khs_solution *s, khs_ruin *ruin, const int32_t *orders, int32_t count)
{
    ruin->removed_count = 0;
    for (int32_t i = 0; i < count; i++) {
        const int32_t visit = s->p->order[orders[i]].visit, first = ruin->removed_count;
        const int32_t slot = s->tour_of[visit];
        if (slot < 0) continue;
        doom(s, ruin, visit);
        if (!sweep(s, ruin, slot)) return false;
        settle(s, ruin, first);
    }
    return true;
}
