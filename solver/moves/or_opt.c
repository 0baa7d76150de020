/* relocate and or-opt: a chain of 1, 2 or 3 visits that begins with u moves behind v, within a tour
 * or into another (Or 1976). */
#include "moves.h"

static bool supports(const khs_problem *p) { return p->visits > 1; }

static int32_t chain_added(const khs_solution *s, int32_t u, int32_t v, int32_t length,
                           bool reversed)
{
    const khs_tour *a = s->tour[s->tour_of[u]], *b = s->tour[s->tour_of[v]];
    const int32_t i = s->at[u], last = i + length - 1, j = s->at[v];
    if (last > a->count || (a == b && j >= i - 1 && j <= last)) return INT32_MAX;
    const int32_t head = reversed ? a->place[last] : a->place[i];
    const int32_t tail = reversed ? a->place[i] : a->place[last];
    int32_t inner = 0;
    if (reversed)
        for (int32_t k = i; k < last; k++)
            inner += khs_between(s, b, a->place[k + 1], a->place[k]) - a->arc[k];
    return khs_between(s, a, a->place[i - 1], a->place[last + 1]) - a->arc[i - 1] - a->arc[last] +
           inner + khs_between(s, b, b->place[j], head) + khs_between(s, b, tail, b->place[j + 1]) -
           b->arc[j];
}

static void put_chain(const khs_tour *a, int32_t i, int32_t length, bool reversed, int32_t which,
                      khs_rebuilt *out)
{
    if (reversed) {
        khs_put_reversed(out, which, a, i, i + length - 1);
    } else {
        khs_put(out, which, a, i, i + length - 1);
    }
}

static void chain_build(const khs_solution *s, int32_t u, int32_t v, int32_t length, bool reversed,
                        khs_rebuilt *out)
{
    const khs_tour *a = s->tour[out->slot[0]], *b = s->tour[out->slot[1]];
    const int32_t i = s->at[u], j = s->at[v], after = i + length;
    if (a != b) {
        khs_put(out, 0, a, 1, i - 1);
        khs_put(out, 0, a, after, a->count);
        khs_put(out, 1, b, 1, j);
        put_chain(a, i, length, reversed, 1, out);
        khs_put(out, 1, b, j + 1, b->count);
    } else if (j < i) {
        khs_put(out, 0, a, 1, j);
        put_chain(a, i, length, reversed, 0, out);
        khs_put(out, 0, a, j + 1, i - 1);
        khs_put(out, 0, a, after, a->count);
    } else {
        khs_put(out, 0, a, 1, i - 1);
        khs_put(out, 0, a, after, j);
        put_chain(a, i, length, reversed, 0, out);
        khs_put(out, 0, a, j + 1, a->count);
    }
}

#define CHAIN(name, length, reversed)                                                              \
    static int32_t name##_added(const khs_solution *s, int32_t u, int32_t v)                       \
    {                                                                                              \
        return chain_added(s, u, v, length, reversed);                                             \
    }                                                                                              \
    static void name##_build(const khs_solution *s, int32_t u, int32_t v, khs_rebuilt *out)        \
    {                                                                                              \
        chain_build(s, u, v, length, reversed, out);                                               \
    }

CHAIN(one, 1, false)
CHAIN(two, 2, false)
CHAIN(two_back, 2, true)
CHAIN(three, 3, false)

const khs_move khs_move_relocate = {"relocate", supports, one_added, one_build};
const khs_move khs_move_or_opt_2 = {"or-opt 2", supports, two_added, two_build};
const khs_move khs_move_or_opt_2_reversed = {"or-opt 2 reversed", supports, two_back_added,
                                             two_back_build};
const khs_move khs_move_or_opt_3 = {"or-opt 3", supports, three_added, three_build};
