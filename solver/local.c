/* Local search (see local.h): bound by lengths first, then build and evaluate exactly. */
#include "local.h"

#include <stdlib.h>
#include <string.h>

const khs_move *const khs_move_list[KHS_MOVES] = {
    &khs_move_relocate, &khs_move_swap,    &khs_move_or_opt_2,     &khs_move_or_opt_2_reversed,
    &khs_move_or_opt_3, &khs_move_two_opt, &khs_move_two_opt_star,
};

bool khs_local_init(const khs_problem *p, khs_local *local)
{
    const size_t n = (size_t)p->visits + 1;
    *local = (khs_local){.near = 30};
    for (int32_t i = 0; i < 2; i++) local->visits[i] = calloc(n, sizeof(int32_t));
    local->queue = calloc(n, sizeof(int32_t));
    local->queued = calloc(n, sizeof(bool));
    return local->visits[0] && local->visits[1] && local->queue && local->queued;
}

void khs_local_free(khs_local *local)
{
    free(local->visits[0]);
    free(local->visits[1]);
    free(local->queue);
    free(local->queued);
    memset(local, 0, sizeof *local);
}

/* Both ends of every shipment, in order. */
static bool pairs_hold(const khs_solution *s, const int32_t *visits, int32_t count)
{
    const khs_problem *p = s->p;
    for (int32_t i = 0; p->has_pairs && i < count; i++) {
        const int32_t partner = p->partner[visits[i]];
        if (!partner) continue;
        const bool first = p->kind[visits[i]] == KHS_SHIP_FROM;
        int32_t k = first ? i + 1 : 0;
        const int32_t end = first ? count : i;
        while (k < end && visits[k] != partner) k++;
        if (k == end) return false;
    }
    return true;
}

/* Cost of the rebuilt tours, INT64_MAX: infeasible. */
static int64_t rebuilt_cost(const khs_solution *s, const khs_rebuilt *out, int32_t tours)
{
    int64_t cost = 0;
    for (int32_t k = 0; k < tours; k++) {
        if (!out->count[k]) continue;
        if (!pairs_hold(s, out->visits[k], out->count[k]) ||
            !khs_route_keeps_bonds(s->p, out->visits[k], out->count[k]))
            return INT64_MAX;
        const khs_route_value value = khs_route_evaluate_open(s->p, s->tour[out->slot[k]]->resource,
                                                              out->visits[k], out->count[k]);
        if (value.flaw) return INT64_MAX;
        cost += value.cost;
    }
    return cost;
}

static bool replace(khs_solution *s, int32_t slot, const int32_t *visits, int32_t count)
{
    khs_tour *tour = khs_touch(s, slot);
    if (!tour || !khs_tour_reserve(s->p, tour, count + 2)) {
        s->failed = true;
        return false;
    }
    memcpy(tour->visit + 1, visits, sizeof(int32_t) * (size_t)count);
    tour->count = count;
    return khs_tour_changed(s, slot);
}

/* Does it for real; the couplings may still say no. */
static int64_t apply(khs_solution *s, const khs_rebuilt *out, int32_t tours)
{
    const int64_t before = khs_solution_total(s);
    khs_step_begin(s);
    bool fine = true;
    for (int32_t k = 0; fine && k < tours; k++)
        fine = replace(s, out->slot[k], out->visits[k], out->count[k]);
    const int64_t change = fine ? khs_solution_total(s) - before : 0;
    if (change >= 0) {
        khs_step_rollback(s);
        return 0;
    }
    khs_step_commit(s);
    return change;
}

/* Whether lengths alone rule the move out: what time might save at most is what the tours pay for
 * time. */
static bool hopeless(const khs_solution *s, int32_t added, const khs_tour *a, const khs_tour *b)
{
    if (added < 0) return false;
    const khs_resource *ra = &s->p->resource[a->resource], *rb = &s->p->resource[b->resource];
    return !ra->per_h && !rb->per_h && !ra->overtime_per_h && !rb->overtime_per_h &&
           !s->p->has_stop_limits && !s->p->has_tolls && ra->per_km == rb->per_km &&
           ra->matrix == rb->matrix && !s->p->has_extra_visits;
}

int64_t khs_local_try(khs_local *local, khs_solution *s, int32_t move, int32_t u, int32_t v)
{
    const khs_move *m = khs_move_list[move];
    const int32_t added = m->added(s, u, v);
    if (added == INT32_MAX) return 0;
    const khs_tour *a = s->tour[s->tour_of[u]], *b = s->tour[s->tour_of[v]];
    if (hopeless(s, added, a, b)) return 0;
    khs_rebuilt out = {
        {s->tour_of[u], s->tour_of[v]}, {local->visits[0], local->visits[1]}, {0, 0}};
    m->build(s, u, v, &out);
    const int32_t tours = a == b ? 1 : 2;
    const int64_t old = a->cost + (a == b ? 0 : b->cost), cost = rebuilt_cost(s, &out, tours);
    local->tried[move]++;
    if (cost == INT64_MAX || (cost >= old && !s->p->has_extra_visits)) return 0;
    const int64_t change = apply(s, &out, tours);
    local->applied[move] += change < 0;
    return change;
}

static void enqueue_tour(khs_local *local, const khs_solution *s, int32_t visit, int32_t *count)
{
    if (s->tour_of[visit] < 0) return;
    const khs_tour *tour = s->tour[s->tour_of[visit]];
    for (int32_t i = 1; i <= tour->count; i++) {
        if (local->queued[tour->visit[i]]) continue;
        local->queued[tour->visit[i]] = true;
        local->queue[(*count)++] = tour->visit[i];
    }
}

/* All moves of u with its neighbours; true if one was applied. */
static bool improve(khs_local *local, khs_solution *s, int32_t u, int32_t *queued)
{
    const int32_t *near = s->scene->near + (int64_t)u * s->scene->near_count;
    for (int32_t k = 0; k < local->near && k < s->scene->near_count && near[k]; k++) {
        if (s->tour_of[near[k]] < 0) continue;
        for (int32_t move = 0; move < KHS_MOVES; move++) {
            if (!khs_move_list[move]->supports(s->p) || !khs_local_try(local, s, move, u, near[k]))
                continue;
            enqueue_tour(local, s, u, queued);
            enqueue_tour(local, s, near[k], queued);
            return true;
        }
    }
    return false;
}

bool khs_local_run(khs_local *local, khs_solution *s, bool (*over)(void *), void *payload)
{
    int32_t queued = 0;
    memset(local->queued, 0, sizeof(bool) * (size_t)(s->p->visits + 1));
    for (int32_t v = 1; v <= s->p->visits; v++) {
        if (s->tour_of[v] < 0) continue;
        local->queued[v] = true;
        local->queue[queued++] = v;
    }
    while (queued && !s->failed && !(over && over(payload))) {
        const int32_t u = local->queue[--queued];
        local->queued[u] = false;
        while (s->tour_of[u] >= 0 && improve(local, s, u, &queued)) continue;
    }
    return !s->failed;
}
