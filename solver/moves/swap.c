/* swap: u and v change places. */
#include "moves.h"

static bool supports(const khs_problem *p) { return p->visits > 1; }

static int32_t added(const khs_solution *s, int32_t u, int32_t v)
{
    const khs_tour *a = s->tour[s->tour_of[u]], *b = s->tour[s->tour_of[v]];
    const int32_t i = s->at[u], j = s->at[v];
    if (a == b && i >= j) return INT32_MAX; /* each pair once */
    const int32_t pu = a->place[i], pv = b->place[j];
    if (a == b && i + 1 == j)
        return khs_between(s, a, a->place[i - 1], pv) + khs_between(s, a, pv, pu) +
               khs_between(s, a, pu, a->place[j + 1]) - a->arc[i - 1] - a->arc[i] - a->arc[j];
    return khs_between(s, a, a->place[i - 1], pv) + khs_between(s, a, pv, a->place[i + 1]) -
           a->arc[i - 1] - a->arc[i] + khs_between(s, b, b->place[j - 1], pu) +
           khs_between(s, b, pu, b->place[j + 1]) - b->arc[j - 1] - b->arc[j];
}

static void build(const khs_solution *s, int32_t u, int32_t v, khs_rebuilt *out)
{
    const khs_tour *a = s->tour[out->slot[0]], *b = s->tour[out->slot[1]];
    khs_put(out, 0, a, 1, a->count);
    out->visits[0][s->at[u] - 1] = v;
    if (a == b) {
        out->visits[0][s->at[v] - 1] = u;
        return;
    }
    khs_put(out, 1, b, 1, b->count);
    out->visits[1][s->at[v] - 1] = u;
}

const khs_move khs_move_swap = {"swap", supports, added, build};
