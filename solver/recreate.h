/* Putting orders back: greedy insertion with blinks in one of several orders (Christiaens & Vanden
 * Berghe 2020). */
#ifndef KHS_RECREATE_H
#define KHS_RECREATE_H

#include "solution.h"

typedef enum khs_sorting {
    KHS_SORT_RANDOM,
    KHS_SORT_LARGE,
    KHS_SORT_FAR,
    KHS_SORT_CLOSE,
    KHS_SORT_TIGHT,
    KHS_SORT_EARLY,
    KHS_SORT_LATE,
    KHS_SORTINGS
} khs_sorting;

/* Draws a sorting with the weights that suit the problem. */
khs_sorting khs_sorting_draw(const khs_problem *p, khs_rng *rng);

/* Inserts the orders (all absent; the list is sorted in place) one by one at their cheapest spots.
 * \param threshold  give up as soon as the total is sure to reach it
 * \return false: given up, or out of memory (s->failed): roll back */
bool khs_recreate(khs_solution *s, int32_t *orders, int32_t count, khs_sorting sorting,
                  const khs_search_style *style, int64_t threshold);

/* The steps of the above, for those who judge by something else than the total. */
void khs_sort_orders(khs_solution *s, int32_t *orders, int32_t count, khs_sorting sorting,
                     khs_rng *rng);
/* Inserts an absent order, with its bond where that must ride together, if there is a spot. false:
 * out of memory or a spot that did not hold: roll back. */
bool khs_place_order(khs_solution *s, int32_t order, const khs_search_style *style);
/* Where one of these orders is absent and bound all-or-none, its bond leaves too. false: roll back.
 */
bool khs_even_out(khs_solution *s, const int32_t *orders, int32_t count);

/* Moves changed tours of this step to another resource where that is cheaper. false: out of memory.
 */
bool khs_retype_changed(khs_solution *s);

#endif
