/* Doing with fewer vehicles (see khs_island_shrink_fleet): orders that find no place gather weight
 * until something gives way for them. */
#include "island.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int64_t absent_weight(const khs_solution *s, const int32_t *weight)
{
    int64_t sum = 0;
    for (int32_t i = 0; i < s->absent_count; i++) sum += weight[s->absent[i]];
    return sum;
}

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

static bool dissolve(khs_island *island, const int32_t *weight)
{
    khs_solution *s = &island->s;
    khs_step_begin(s);
    if (!khs_ruin_tour(s, &island->ruin, lightest_tour(s, weight))) return false;
    khs_step_commit(s);
    s->max_tours = s->tours;
    return true;
}

/* One step; kept if the absent orders weigh less, or as much at a cost that the annealing accepts.
 */
static void squeeze(khs_island *island, int32_t *weight, double temperature)
{
    khs_solution *s = &island->s;
    const int64_t before = absent_weight(s, weight), tours = s->tour_cost + s->extra_cost;
    const int32_t absent = s->absent_count;
    khs_step_begin(s);
    bool kept = khs_ruin_strings(s, &island->ruin, &island->rng) &&
                khs_recreate(s, island->ruin.removed, island->ruin.removed_count,
                             khs_sorting_draw(s->p, &island->rng), &island->style, INT64_MAX);
    if (kept) {
        const int64_t after = absent_weight(s, weight);
        const double luck = -log(1.0 - khs_rng_unit(&island->rng)) * temperature;
        const bool cheap = s->tour_cost + s->extra_cost < tours + (int64_t)luck + 1;
        kept = s->absent_count < absent || after < before ||
               (after == before && s->absent_count == absent && cheap);
    }
    if (kept) {
        khs_step_commit(s);
    } else {
        khs_step_rollback(s);
    }
    for (int32_t i = 0; i < s->absent_count; i++) weight[s->absent[i]]++;
}

void khs_island_shrink_fleet(khs_island *island, const khs_budget *budget)
{
    khs_solution *s = &island->s;
    int32_t *weight = malloc(sizeof *weight * (size_t)(s->p->orders + 1));
    double now = 0.0;
    if (!weight) island->failed = true;
    for (int32_t o = 0; weight && o <= s->p->orders; o++) weight[o] = 1;
    for (int64_t done = 0; !island->failed && done < budget->epoch_steps; done++) {
        if (done % 32 == 0 && khs_budget_over(island, budget, &now)) break;
        if (!s->absent_count) {
            const khs_value value = khs_solution_value(s);
            if (khs_value_compare(&value, &island->best.value) < 0)
                island->failed |= !khs_image_take(&island->best, s);
            if (s->tours <= 1 || !dissolve(island, weight)) break;
        }
        squeeze(island, weight, island->cold * 10.0);
        island->steps++;
        island->failed |= s->failed;
    }
    free(weight);
    s->max_tours = s->p->orders;
}
