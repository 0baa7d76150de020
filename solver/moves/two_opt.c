/* 2-opt: the stretch from x (behind u) to v is driven the other way round, so that u meets v and x
 * meets y (Croes 1958). */
#include "moves.h"

static bool supports(const khs_problem *p) { return !p->has_pairs && p->visits > 2; }

static int32_t added(const khs_solution *s, int32_t u, int32_t v)
{
    const int32_t i = s->at[u], j = s->at[v];
    if (s->tour_of[u] != s->tour_of[v] || j <= i + 1) return INT32_MAX;
    const khs_tour *tour = s->tour[s->tour_of[u]];
    int32_t sum = khs_between(s, tour, tour->place[i], tour->place[j]) +
                  khs_between(s, tour, tour->place[i + 1], tour->place[j + 1]) - tour->arc[i] -
                  tour->arc[j];
    for (int32_t k = i + 1; k < j; k++)
        sum += khs_between(s, tour, tour->place[k + 1], tour->place[k]) - tour->arc[k];
    return sum;
}

static void build(const khs_solution *s, int32_t u, int32_t v, khs_rebuilt *out)
{
    const khs_tour *tour = s->tour[out->slot[0]];
    khs_put(out, 0, tour, 1, s->at[u]);
    khs_put_reversed(out, 0, tour, s->at[u] + 1, s->at[v]);
    khs_put(out, 0, tour, s->at[v] + 1, tour->count);
}

const khs_move khs_move_two_opt = {"2-opt", supports, added, build};
