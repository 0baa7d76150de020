/* 2-opt: the stretch from x (behind u) to v is driven the other way round, so that u meets v and x
 * meets y (Croes 1958). */
#include "moves.h"

static bool supports(const khs_problem *p) { return p->visits > 2; }

static double added(const khs_pair *c, int32_t variant)
{
    (void)variant;
    const int32_t i = c->u.at, j = c->v.at, *place = c->u.tour->place;
    if (!c->one || j <= i + 1) return HUGE_VAL;
    return khs_leg_cost(c, &c->u, place[i], place[j]) +
           khs_leg_cost(c, &c->u, place[i + 1], place[j + 1]) - khs_arc_cost(c, &c->u, i) -
           khs_arc_cost(c, &c->u, j) + khs_moved_cost(c, &c->u, i + 1, j, &c->u, true);
}

static void lay(const khs_pair *c, int32_t variant, khs_change *change)
{
    (void)variant;
    khs_course *course = khs_course_begin(change, c->s, c->u.slot);
    khs_put(course, c->u.slot, 1, c->u.at);
    khs_put_back(course, c->u.slot, c->u.at + 1, c->v.at);
    khs_put(course, c->u.slot, c->v.at + 1, c->u.tour->count);
}

const khs_move khs_move_two_opt = {"2-opt", 1, false, supports, added, lay};
