/* Exchange of chains of 1, 2 or 3 visits: u's chain takes the place of the one behind v, or before
 * it, and that one takes the place of u's (swap; λ-interchange of Osman 1993; CROSS of Taillard et
 * al. 1997 for short chains). */
#include "moves.h"

enum { LONGEST = 3 };

/* first ... last of u's tour and of v's. */
typedef struct chains {
    int32_t first_u, last_u, first_v, last_v;
} chains;

static bool supports(const khs_problem *p) { return p->visits > 2; }

static bool find_chains(const khs_pair *c, int32_t variant, chains *k)
{
    const int32_t of_u = variant % LONGEST, of_v = variant / LONGEST % LONGEST;
    if (variant < LONGEST * LONGEST) {
        *k = (chains){c->u.at, c->u.at + of_u, c->v.at + 1, c->v.at + 1 + of_v};
    } else {
        *k = (chains){c->u.at - of_u, c->u.at, c->v.at - 1 - of_v, c->v.at - 1};
    }
    if (k->first_u < 1 || k->last_u > c->u.tour->count) return false;
    if (k->first_v < 1 || k->last_v > c->v.tour->count) return false;
    /* chains side by side are or-opt's */
    return !c->one || k->last_u + 1 < k->first_v || k->last_v + 1 < k->first_u;
}

/* What first ... last of `to` cost more or less with the chain of `from` in their stead. */
static double replaced(const khs_pair *c, const khs_side *to, int32_t first, int32_t last,
                       const khs_side *from, int32_t from_first, int32_t from_last)
{
    const int32_t *place = to->tour->place;
    return khs_leg_cost(c, to, place[first - 1], from->tour->place[from_first]) +
           khs_leg_cost(c, to, from->tour->place[from_last], place[last + 1]) -
           khs_arc_cost(c, to, first - 1) - khs_arc_cost(c, to, last);
}

static double added(const khs_pair *c, int32_t variant)
{
    chains k;
    if (!find_chains(c, variant, &k)) return HUGE_VAL;
    return replaced(c, &c->u, k.first_u, k.last_u, &c->v, k.first_v, k.last_v) +
           replaced(c, &c->v, k.first_v, k.last_v, &c->u, k.first_u, k.last_u) +
           khs_moved_cost(c, &c->u, k.first_u, k.last_u, &c->v, false) +
           khs_moved_cost(c, &c->v, k.first_v, k.last_v, &c->u, false);
}

static void lay(const khs_pair *c, int32_t variant, khs_change *change)
{
    const int32_t a = c->u.slot, b = c->v.slot;
    const int32_t n = c->u.tour->count, m = c->v.tour->count;
    chains k;
    find_chains(c, variant, &k);
    khs_course *course = khs_course_begin(change, c->s, a);
    if (!c->one) {
        khs_put(course, a, 1, k.first_u - 1);
        khs_put(course, b, k.first_v, k.last_v);
        khs_put(course, a, k.last_u + 1, n);
        course = khs_course_begin(change, c->s, b);
        khs_put(course, b, 1, k.first_v - 1);
        khs_put(course, a, k.first_u, k.last_u);
        khs_put(course, b, k.last_v + 1, m);
        return;
    }
    if (k.first_v < k.first_u) k = (chains){k.first_v, k.last_v, k.first_u, k.last_u};
    khs_put(course, a, 1, k.first_u - 1);
    khs_put(course, a, k.first_v, k.last_v);
    khs_put(course, a, k.last_u + 1, k.first_v - 1);
    khs_put(course, a, k.first_u, k.last_u);
    khs_put(course, a, k.last_v + 1, n);
}

const khs_move khs_move_exchange = {"exchange", 2 * LONGEST *LONGEST, false, supports, added, lay};
