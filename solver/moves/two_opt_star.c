/* 2-opt*: two tours exchange their tails (Potvin & Rousseau 1995), each tail going on to the end
 * place of its new tour, so tails change hands between depots too.
 *
 *   straight   1 ... u v ... m      and   1 ... (before v) x ... n
 *   crossed    1 ... u v ... 1'     and   n ... x y ... m        (first parts of b and last of a
 *                                                                 driven backwards)
 *
 * Where u is the last and v the first visit, the straight one joins two tours into one. */
#include "moves.h"

static bool supports(const khs_problem *p) { return p->visits > 1; }

/* From the last visit of a part of `of`, at position `last`, to the end of `by`'s tour. */
static double to_end(const khs_pair *c, const khs_side *of, int32_t last, const khs_side *by)
{
    return khs_leg_cost(c, by, of->tour->place[last], by->tour->place[by->tour->count + 1]);
}

static double straight_added(const khs_pair *c)
{
    const khs_side *u = &c->u, *v = &c->v;
    const int32_t i = u->at, j = v->at, n = u->tour->count, m = v->tour->count;
    double sum = khs_leg_cost(c, u, u->tour->place[i], v->tour->place[j]) - khs_arc_cost(c, u, i) -
                 khs_arc_cost(c, v, j - 1);
    sum += to_end(c, v, m, u) - khs_arc_cost(c, v, m) + khs_moved_cost(c, v, j, m, u, false);
    if (i < n) {
        sum += khs_leg_cost(c, v, v->tour->place[j - 1], u->tour->place[i + 1]);
        return sum + to_end(c, u, n, v) - khs_arc_cost(c, u, n) +
               khs_moved_cost(c, u, i + 1, n, v, false);
    }
    return j > 1 ? sum + to_end(c, v, j - 1, v) : sum - khs_empty_saving(c, v);
}

static double crossed_added(const khs_pair *c)
{
    const khs_side *u = &c->u, *v = &c->v;
    const int32_t i = u->at, j = v->at, n = u->tour->count, m = v->tour->count;
    double sum = khs_leg_cost(c, u, u->tour->place[i], v->tour->place[j]) - khs_arc_cost(c, u, i) -
                 khs_arc_cost(c, v, j) - khs_arc_cost(c, v, 0);
    sum += to_end(c, v, 1, u) + khs_moved_cost(c, v, 1, j, u, true);
    if (i < n) {
        sum += khs_leg_cost(c, v, v->tour->place[0], u->tour->place[n]) - khs_arc_cost(c, u, n);
        return sum + khs_moved_cost(c, u, i + 1, n, v, true) +
               khs_leg_cost(c, v, u->tour->place[i + 1], v->tour->place[j + 1]);
    }
    return j < m ? sum + khs_leg_cost(c, v, v->tour->place[0], v->tour->place[j + 1])
                 : sum - khs_empty_saving(c, v);
}

static double added(const khs_pair *c, int32_t variant)
{
    if (c->one) return HUGE_VAL;
    return variant ? crossed_added(c) : straight_added(c);
}

static void lay(const khs_pair *c, int32_t variant, khs_change *change)
{
    const int32_t a = c->u.slot, b = c->v.slot, i = c->u.at, j = c->v.at;
    const int32_t n = c->u.tour->count, m = c->v.tour->count;
    khs_course *course = khs_course_begin(change, c->s, a);
    khs_put(course, a, 1, i);
    if (variant) {
        khs_put_back(course, b, 1, j);
        course = khs_course_begin(change, c->s, b);
        khs_put_back(course, a, i + 1, n);
        khs_put(course, b, j + 1, m);
    } else {
        khs_put(course, b, j, m);
        course = khs_course_begin(change, c->s, b);
        khs_put(course, b, 1, j - 1);
        khs_put(course, a, i + 1, n);
    }
}

const khs_move khs_move_two_opt_star = {"2-opt*", 2, false, supports, added, lay};
