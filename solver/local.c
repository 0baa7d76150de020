/* Local search (see local.h): every variant of every move on a visit and its granular neighbours,
 * ruled out by its legs, then bounded by stretches, then evaluated exactly where that is needed. */
#include "local.h"
#include "scan.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { STAR_NEAR = 10 }; /* neighbours that make two tours worth a SWAP* */

const khs_move *const khs_move_list[KHS_MOVES] = {
    &khs_move_relocate,     &khs_move_exchange, &khs_move_two_opt,
    &khs_move_two_opt_star, &khs_move_trade,    &khs_move_enter,
    &khs_move_leave,        &khs_move_retype,   &khs_move_part,
};

bool khs_local_init(const khs_solution *s, khs_local *local)
{
    const size_t n = (size_t)s->p->visits + 1;
    *local = (khs_local){.near = 30};
    local->queue = calloc(n, sizeof(int32_t));
    local->queued = calloc(n, sizeof(bool));
    local->star = khs_star_new(s->p);
    return khs_pricer_init(s, &local->pricer) && local->queue && local->queued && local->star;
}

void khs_local_free(khs_local *local)
{
    khs_pricer_free(&local->pricer);
    khs_star_free(local->star);
    free(local->queue);
    free(local->queued);
    memset(local, 0, sizeof *local);
}

/* Prices what was laid out as exactly as it needs, and makes it if that pays. */
static int64_t judge(khs_local *local, khs_solution *s, int32_t move, const khs_change *change)
{
    khs_pricer *pricer = &local->pricer;
    int64_t delta = khs_change_bound(pricer, s, change);
    local->tried[move]++;
    if (delta >= 0) return 0;
    if (!pricer->exact) delta = khs_change_price(pricer, s, change);
    if (delta >= (s->p->has_extra_visits ? s->extra_cost : 0)) return 0;
    const int64_t before = khs_solution_total(s);
    if (!khs_change_make(pricer, s, change)) return 0;
    assert(s->p->has_extra_visits || khs_solution_total(s) - before == delta);
    local->applied[move]++;
    return khs_solution_total(s) - before;
}

static int64_t try_variant(khs_local *local, khs_solution *s, const khs_pair *c, int32_t move,
                           int32_t variant)
{
    const khs_move *m = khs_move_list[move];
    if (m->added(c, variant) >= c->most) return 0;
    khs_change change = {.enters = -1, .leaves = -1};
    m->lay(c, variant, &change);
    return judge(local, s, move, &change);
}

int64_t khs_local_try(khs_local *local, khs_solution *s, int32_t move, int32_t variant, int32_t u,
                      int32_t v)
{
    khs_pair c;
    if (khs_pair_of(&local->pricer, s, u, v, &c)) return try_variant(local, s, &c, move, variant);
    s->failed = true;
    return 0;
}

/* Every variant of moves first ... last-1 on u and v; whether one was made. */
static bool try_moves(khs_local *local, khs_solution *s, int32_t u, int32_t v, int32_t first,
                      int32_t last)
{
    khs_pair c;
    if (!khs_pair_of(&local->pricer, s, u, v, &c)) {
        s->failed = true;
        return false;
    }
    for (int32_t move = first; move < last; move++) {
        const khs_move *m = khs_move_list[move];
        if (!m->supports(s->p)) continue;
        const int32_t variants = m->variants * (m->each_resource ? s->p->resources : 1);
        for (int32_t variant = 0; variant < variants; variant++)
            if (try_variant(local, s, &c, move, variant)) return true;
    }
    return false;
}

static void enqueue_tour(khs_local *local, const khs_tour *tour, int32_t *count)
{
    for (int32_t i = 1; i <= tour->count; i++) {
        if (local->queued[tour->visit[i]]) continue;
        local->queued[tour->visit[i]] = true;
        local->queue[(*count)++] = tour->visit[i];
    }
}

/* Tours made since `stamp`. */
static void enqueue_since(khs_local *local, const khs_solution *s, uint64_t stamp, int32_t *count)
{
    for (int32_t slot = 0; slot < s->tours; slot++)
        if (s->tour[slot]->stamp > stamp) enqueue_tour(local, s->tour[slot], count);
}

/* All moves of u alone and with its neighbours; whether one was made. */
static bool improve(khs_local *local, khs_solution *s, int32_t u)
{
    const khs_scene *scene = s->scene;
    const int32_t *near = scene->near + (int64_t)u * scene->near_count;
    const int32_t alone = KHS_PAIR_MOVES + KHS_ENTER_MOVES;
    if (try_moves(local, s, u, u, alone, KHS_MOVES)) return true;
    for (int32_t k = 0; k < local->near && k < scene->near_count && near[k]; k++) {
        const int32_t v = near[k];
        if (s->tour_of[v] >= 0) {
            if (try_moves(local, s, u, v, 0, KHS_PAIR_MOVES)) return true;
        } else if (s->absent_at[s->p->order_of[v]] >= 0) {
            if (try_moves(local, s, u, v, KHS_PAIR_MOVES, alone)) return true;
        }
    }
    return false;
}

/* SWAP* on two tours; whether it was made. */
static bool try_star(khs_local *local, khs_solution *s, int32_t a, int32_t b)
{
    khs_change change;
    if (s->p->resource[s->tour[a]->resource].tariff || s->p->resource[s->tour[b]->resource].tariff)
        return false;
    local->tried[KHS_MOVES]++;
    const int64_t delta = khs_star_best(local->star, &local->pricer, s, a, b, &change);
    if (delta >= 0 || !khs_change_make(&local->pricer, s, &change)) return false;
    local->applied[KHS_MOVES]++;
    return true;
}

/* SWAP* on all tours that have neighbours on each other and of which one is newer than `since`. */
static void swap_stars(khs_local *local, khs_solution *s, uint64_t since)
{
    const khs_scene *scene = s->scene;
    for (int32_t a = 0; a < s->tours && !s->failed; a++) {
        khs_looks_begin(s);
        for (int32_t i = 1; i <= s->tour[a]->count; i++) {
            const int32_t *near = scene->near + (int64_t)s->tour[a]->visit[i] * scene->near_count;
            for (int32_t k = 0; k < STAR_NEAR && k < scene->near_count && near[k]; k++) {
                const int32_t b = s->tour_of[near[k]];
                if (b == a || !khs_looks_anew(s, b)) continue;
                if (s->tour[a]->stamp > since || s->tour[b]->stamp > since)
                    try_star(local, s, a, b);
            }
        }
    }
}

bool khs_local_run(khs_local *local, khs_solution *s, bool (*over)(void *), void *payload)
{
    int32_t queued = 0;
    uint64_t starred = 0;
    memset(local->queued, 0, sizeof(bool) * (size_t)(s->p->visits + 1));
    enqueue_since(local, s, 0, &queued);
    while (queued && !s->failed) {
        while (queued && !s->failed && !(over && over(payload))) {
            const int32_t u = local->queue[--queued];
            local->queued[u] = false;
            for (uint64_t before = s->stamps; s->tour_of[u] >= 0 && improve(local, s, u);
                 before = s->stamps)
                enqueue_since(local, s, before, &queued);
        }
        if (queued || s->failed) break;
        const uint64_t before = s->stamps;
        swap_stars(local, s, starred);
        starred = before;
        enqueue_since(local, s, before, &queued);
    }
    return !s->failed;
}
