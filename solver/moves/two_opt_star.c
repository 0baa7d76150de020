/* 2-opt*: two tours exchange their tails; u is followed by v and what comes after it, the visit
 * before v by what came after u (Potvin & Rousseau 1995). */
#include "moves.h"

static bool supports(const khs_problem *p) { return p->visits > 1; }

static int32_t added(const khs_solution *s, int32_t u, int32_t v)
{
    if (s->tour_of[u] == s->tour_of[v]) return INT32_MAX;
    const khs_tour *a = s->tour[s->tour_of[u]], *b = s->tour[s->tour_of[v]];
    const int32_t i = s->at[u], j = s->at[v];
    if (i == a->count && j == 1) return INT32_MAX; /* would join the tours whole */
    if (a->place[a->count + 1] != b->place[b->count + 1])
        return -KHS_FAR; /* ends move too: build and see */
    return khs_between(s, a, a->place[i], b->place[j]) +
           khs_between(s, b, b->place[j - 1], a->place[i + 1]) - a->arc[i] - b->arc[j - 1];
}

static void build(const khs_solution *s, int32_t u, int32_t v, khs_rebuilt *out)
{
    const khs_tour *a = s->tour[out->slot[0]], *b = s->tour[out->slot[1]];
    khs_put(out, 0, a, 1, s->at[u]);
    khs_put(out, 0, b, s->at[v], b->count);
    khs_put(out, 1, b, 1, s->at[v] - 1);
    khs_put(out, 1, a, s->at[u] + 1, a->count);
}

const khs_move khs_move_two_opt_star = {"2-opt*", supports, added, build};
