/* Moves of orders that may stay out: an absent one comes in beside u or in u's place, one that is
 * served leaves. Shipments have moves of their own. */
#include "moves.h"

/* Beside u, or instead of it. */
enum { BEHIND, BEFORE, INSTEAD, WAYS };

static int64_t price_of(const khs_pair *c, int32_t visit)
{
    return c->s->absent_price[c->p->order_of[visit]];
}

/* Whether the visit is all of an order that may come and go alone. */
static bool goes_alone(const khs_pair *c, int32_t visit)
{
    const khs_order *order = &c->p->order[c->p->order_of[visit]];
    return !order->partner && order->bond < 0;
}

static bool always(const khs_problem *p) { return p->visits > 1; }

static double enter_added(const khs_pair *c, int32_t variant)
{
    const int32_t i = c->u.at, *place = c->u.tour->place, own = c->p->place[c->v.visit];
    const int32_t before = variant == BEHIND ? i : i - 1, after = variant == BEFORE ? i : i + 1;
    if (!goes_alone(c, c->v.visit) || (variant == INSTEAD && !goes_alone(c, c->u.visit)))
        return HUGE_VAL;
    double sum = khs_leg_cost(c, &c->u, place[before], own) +
                 khs_leg_cost(c, &c->u, own, place[after]) - (double)price_of(c, c->v.visit);
    for (int32_t k = before; k < after; k++) sum -= khs_arc_cost(c, &c->u, k);
    return variant == INSTEAD ? sum + (double)price_of(c, c->u.visit) : sum;
}

static void enter_lay(const khs_pair *c, int32_t variant, khs_change *change)
{
    const int32_t i = c->u.at;
    khs_course *course = khs_course_begin(change, c->s, c->u.slot);
    khs_put(course, c->u.slot, 1, variant == BEHIND ? i : i - 1);
    khs_put_absent(course, c->v.visit);
    khs_put(course, c->u.slot, variant == BEFORE ? i : i + 1, c->u.tour->count);
    change->enters = c->p->order_of[c->v.visit];
    if (variant == INSTEAD) change->leaves = c->p->order_of[c->u.visit];
}

const khs_move khs_move_enter = {"absent comes in", WAYS, false, always, enter_added, enter_lay};

static double leave_added(const khs_pair *c, int32_t variant)
{
    (void)variant;
    const int32_t i = c->u.at, *place = c->u.tour->place;
    if (!goes_alone(c, c->u.visit) || c->p->order[c->p->order_of[c->u.visit]].price_out < 0)
        return HUGE_VAL;
    const double sum =
        (double)price_of(c, c->u.visit) - khs_arc_cost(c, &c->u, i - 1) - khs_arc_cost(c, &c->u, i);
    if (c->u.tour->count == 1) return sum - khs_empty_saving(c, &c->u);
    return sum + khs_leg_cost(c, &c->u, place[i - 1], place[i + 1]);
}

static void leave_lay(const khs_pair *c, int32_t variant, khs_change *change)
{
    (void)variant;
    khs_course *course = khs_course_begin(change, c->s, c->u.slot);
    khs_put(course, c->u.slot, 1, c->u.at - 1);
    khs_put(course, c->u.slot, c->u.at + 1, c->u.tour->count);
    change->leaves = c->p->order_of[c->u.visit];
}

const khs_move khs_move_leave = {"optional leaves", 1, false, always, leave_added, leave_lay};
