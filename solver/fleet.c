/* Doing with fewer vehicles (see khs_island_shrink_fleet): orders that find no place gather weight
 * until something gives way for them. */
#include "island.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Temperatures against the end of the annealing's. */
static const double FLEET_HEAT = 10.0, MENDING_HEAT = 3.0;

/* The tour whose orders weigh least. */
static int32_t lightest_tour(const khs_solution *s, const int32_t *weight)
{
    int32_t lightest = 0;
    int64_t least = INT64_MAX;
    for (int32_t slot = 0; slot < s->tours; slot++) {
        int64_t sum = 0;
        for (int32_t i = 1; i <= s->tour[slot]->count; i++)
            sum += weight[s->p->order_of[s->tour[slot]->visit[i]]];
        if (sum < least) {
            least = sum;
            lightest = slot;
        }
    }
    return lightest;
}

static bool dissolve(khs_island *island)
{
    khs_solution *s = &island->s;
    khs_step_begin(s);
    if (!khs_ruin_tour(s, &island->ruin, lightest_tour(s, island->weight))) return false;
    khs_step_commit(s);
    s->max_tours = s->tours;
    return true;
}

/* An order that may be left out at a price does not keep a vehicle: vehicles come before money. */
static bool is_due(const khs_solution *s, int32_t order)
{
    return s->p->order[order].price_out < 0;
}

/* What is absent though it must be served: how many orders and what they weigh. */
typedef struct gap {
    int32_t orders;
    int64_t weight;
} gap;

static gap gap_of(const khs_solution *s, const int32_t *weight)
{
    gap all = {0, 0};
    for (int32_t i = 0; i < s->absent_count; i++) {
        if (!is_due(s, s->absent[i])) continue;
        all.orders++;
        all.weight += weight[s->absent[i]];
    }
    return all;
}

static bool same_gap(gap a, gap b) { return a.orders == b.orders && a.weight == b.weight; }

static bool no_worse(gap a, gap b)
{
    return a.orders < b.orders || a.weight < b.weight || same_gap(a, b);
}

/* Inserts what was removed; given up once what found no place is sure to be worse than `before`. */
static bool refill(khs_island *island, gap before)
{
    khs_solution *s = &island->s;
    int32_t *orders = island->ruin.removed;
    const int32_t count = island->ruin.removed_count, *weight = island->weight;
    gap lost = gap_of(s, weight);
    for (int32_t i = 0; i < count; i++) {
        if (!is_due(s, orders[i])) continue;
        lost.orders--;
        lost.weight -= weight[orders[i]];
    }
    khs_sort_orders(s, orders, count, khs_sorting_draw(s->p, &island->rng), &island->rng);
    for (int32_t i = 0; i < count; i++) {
        if (!khs_place_order(s, orders[i], &island->style)) return false;
        if (s->absent_at[orders[i]] < 0 || !is_due(s, orders[i])) continue;
        lost.orders++;
        lost.weight += weight[orders[i]];
        if (!no_worse(lost, before)) return false;
    }
    return !s->scene->all_or_none || khs_even_out(s, orders, count);
}

/* One step; kept if fewer orders are absent or they weigh less, or as many and as much at a cost
 * that the annealing accepts. Half of the ruins are near an absent order. */
static void squeeze(khs_island *island, double temperature)
{
    khs_solution *s = &island->s;
    const gap before = gap_of(s, island->weight);
    const int64_t cost = s->tour_cost + s->extra_cost;
    const int32_t near = s->absent_count && khs_rng_below(&island->rng, 2)
                             ? s->absent[khs_rng_below(&island->rng, s->absent_count)]
                             : s->scope[khs_rng_below(&island->rng, s->scope_count)];
    khs_step_begin(s);
    bool kept = khs_ruin_near(s, &island->ruin, &island->rng, near) && refill(island, before);
    if (kept) {
        const gap after = gap_of(s, island->weight);
        const double luck = -log(1.0 - khs_rng_unit(&island->rng)) * temperature;
        const bool cheap = s->tour_cost + s->extra_cost < cost + (int64_t)luck + 1;
        kept = same_gap(after, before) ? cheap : no_worse(after, before);
    }
    if (kept) {
        khs_step_commit(s);
    } else {
        khs_step_rollback(s);
    }
    for (int32_t i = 0; i < s->absent_count; i++) island->weight[s->absent[i]]++;
}

/* Must-serve orders that the best plan leaves out: no vehicle serves them, so they ask for none. */
static int32_t missing_in_best(const khs_island *island)
{
    int32_t missing = 0;
    for (int32_t t = 0; t < KHS_TIERS; t++) missing += island->best.value.absent[t];
    return missing;
}

void khs_island_shrink_fleet(khs_island *island, const khs_budget *budget)
{
    khs_solution *s = &island->s;
    double now = 0.0;
    for (int64_t done = 0; !island->failed && done < budget->epoch_steps; done++) {
        if (done % 32 == 0 && khs_budget_over(island, budget, &now)) return;
        if (gap_of(s, island->weight).orders <= missing_in_best(island)) {
            const khs_value value = khs_solution_value(s);
            if (khs_value_compare(&value, &island->best.value) < 0)
                island->failed |= !khs_image_take(&island->best, s);
            if (!s->tours || !dissolve(island)) return;
        }
        squeeze(island, FLEET_HEAT * island->cold);
#pragma omp atomic update /* island 0 reports the steps of all while they run */
        island->steps++;
        island->failed |= s->failed;
    }
}

void khs_island_complete(khs_island *island, const khs_budget *budget, int32_t left, int64_t steps)
{
    double now = 0.0;
    for (int64_t done = 0; !island->failed && done < steps; done++) {
        if (gap_of(&island->s, island->weight).orders <= left) return;
        if (done % 32 == 0 && khs_budget_over(island, budget, &now)) return;
        squeeze(island, MENDING_HEAT * island->cold);
#pragma omp atomic update /* island 0 reports the steps of all while they run */
        island->steps++;
        island->failed |= island->s.failed;
    }
}

int32_t khs_fleet_bound(const khs_problem *p)
{
    int32_t bound = 1;
    if (p->has_pairs || (p->has_pickups && p->has_deliveries)) return bound;
    for (int32_t m = 0; m < p->measures; m++) {
        int64_t all = 0, most = 1;
        for (int32_t o = 0; o < p->orders; o++)
            if (p->order[o].price_out < 0) all += khs_quantity(p, p->order[o].visit)[m];
        for (int32_t k = 0; k < p->resources; k++)
            if (p->resource[k].capacity[m] > most) most = p->resource[k].capacity[m];
        bound = khs_max(bound, (int32_t)((all + most - 1) / most));
    }
    return bound;
}
