/* relocate and or-opt: a chain of 1, 2 or 3 visits of which u is an end moves next to v, within a
 * tour or into another, either way round (Or 1976). */
#include "moves.h"

/* Where the chain lands and which way round; u meets v in each. */
typedef struct shape {
    int32_t length;
    bool before;   /* v rather than behind it */
    bool reversed; /* driven backwards from now on */
} shape;

static const shape shapes[] = {
    {1, false, false}, {1, true, false},  {2, false, false}, {2, true, false}, {2, false, true},
    {2, true, true},   {3, false, false}, {3, true, false},  {3, false, true}, {3, true, true},
};

/* The chain is first ... last of u's tour, the gap is behind position `gap` of v's. */
typedef struct chain {
    int32_t first, last, gap;
} chain;

static bool supports(const khs_problem *p) { return p->visits > 1; }

static bool find_chain(const khs_pair *c, const shape *way, chain *k)
{
    const bool begins = way->before == way->reversed; /* u is the first of the chain as it is */
    k->first = begins ? c->u.at : c->u.at - way->length + 1;
    k->last = k->first + way->length - 1;
    k->gap = way->before ? c->v.at - 1 : c->v.at;
    if (k->first < 1 || k->last > c->u.tour->count) return false;
    return !c->one || k->gap < k->first - 1 || k->gap > k->last;
}

static double added(const khs_pair *c, int32_t variant)
{
    const shape *way = &shapes[variant];
    const khs_tour *a = c->u.tour, *b = c->v.tour;
    chain k;
    if (!find_chain(c, way, &k)) return HUGE_VAL;
    const int32_t head = a->place[way->reversed ? k.last : k.first],
                  tail = a->place[way->reversed ? k.first : k.last];
    double sum = khs_leg_cost(c, &c->v, b->place[k.gap], head) +
                 khs_leg_cost(c, &c->v, tail, b->place[k.gap + 1]) - khs_arc_cost(c, &c->v, k.gap) -
                 khs_arc_cost(c, &c->u, k.first - 1) - khs_arc_cost(c, &c->u, k.last);
    if (way->length < a->count || c->one) {
        sum += khs_leg_cost(c, &c->u, a->place[k.first - 1], a->place[k.last + 1]);
    } else {
        sum -= khs_empty_saving(c, &c->u);
    }
    return sum + khs_moved_cost(c, &c->u, k.first, k.last, &c->v, way->reversed);
}

static void put_chain(const khs_pair *c, khs_course *course, const chain *k, bool reversed)
{
    (reversed ? khs_put_back : khs_put)(course, c->u.slot, k->first, k->last);
}

static void lay(const khs_pair *c, int32_t variant, khs_change *change)
{
    const int32_t a = c->u.slot, b = c->v.slot;
    const int32_t n = c->u.tour->count, m = c->v.tour->count;
    const bool reversed = shapes[variant].reversed;
    chain k;
    find_chain(c, &shapes[variant], &k);
    khs_course *course = khs_course_begin(change, c->s, a);
    if (!c->one) {
        khs_put(course, a, 1, k.first - 1);
        khs_put(course, a, k.last + 1, n);
        course = khs_course_begin(change, c->s, b);
        khs_put(course, b, 1, k.gap);
        put_chain(c, course, &k, reversed);
        khs_put(course, b, k.gap + 1, m);
    } else if (k.gap < k.first) {
        khs_put(course, a, 1, k.gap);
        put_chain(c, course, &k, reversed);
        khs_put(course, a, k.gap + 1, k.first - 1);
        khs_put(course, a, k.last + 1, n);
    } else {
        khs_put(course, a, 1, k.first - 1);
        khs_put(course, a, k.last + 1, k.gap);
        put_chain(c, course, &k, reversed);
        khs_put(course, a, k.gap + 1, n);
    }
}

const khs_move khs_move_relocate = {
    "relocate", sizeof shapes / sizeof *shapes, false, supports, added, lay};
