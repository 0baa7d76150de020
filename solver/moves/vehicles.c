/* Moves of vehicles: a tour changes to another class, two tours trade theirs, and a chain or the
 * tail of a tour parts from it to a vehicle of its own. */
#include "moves.h"

/* The side as if it were of another resource. */
static khs_side as_resource(const khs_pair *c, const khs_side *side, int32_t resource)
{
    khs_side other = *side;
    other.r = &c->p->resource[resource];
    other.matrix = &c->p->matrix[other.r->matrix];
    other.rate = (khs_rate){khs_rate_of(c->p, other.r).step, 0.0};
    return other;
}

static bool is_free(const khs_solution *s, int32_t resource)
{
    return s->used[resource] < s->limit[resource];
}

/* Positions first ... last of a side as a route of `by`. */
static double whole(const khs_pair *c, const khs_side *of, int32_t first, int32_t last,
                    const khs_side *by)
{
    return (double)by->r->per_route + khs_leg_cost(c, by, by->r->start, of->tour->place[first]) +
           khs_moved_cost(c, of, first, last, by, false) +
           khs_leg_cost(c, by, of->tour->place[last], by->r->end);
}

/* The whole tour of `of` on `by`, less what it costs on its own. */
static double retyped(const khs_pair *c, const khs_side *of, const khs_side *by)
{
    const int32_t n = of->tour->count;
    return whole(c, of, 1, n, by) - whole(c, of, 1, n, of);
}

static bool several_resources(const khs_problem *p) { return p->resources > 1; }

/* ---- another class ---- */

static double retype_added(const khs_pair *c, int32_t resource)
{
    if (c->u.at != 1 || resource == c->u.tour->resource || !is_free(c->s, resource))
        return HUGE_VAL;
    const khs_side by = as_resource(c, &c->u, resource);
    return retyped(c, &c->u, &by);
}

static void retype_lay(const khs_pair *c, int32_t resource, khs_change *change)
{
    khs_course *course = khs_course_begin(change, c->s, c->u.slot);
    course->resource = resource;
    khs_put(course, c->u.slot, 1, c->u.tour->count);
}

const khs_move khs_move_retype = {"change of class", 1,         true, several_resources,
                                  retype_added,      retype_lay};

/* ---- two tours trade vehicles ---- */

static double trade_added(const khs_pair *c, int32_t variant)
{
    (void)variant;
    if (c->u.at != 1 || c->u.tour->resource == c->v.tour->resource) return HUGE_VAL;
    return retyped(c, &c->u, &c->v) + retyped(c, &c->v, &c->u);
}

static void trade_lay(const khs_pair *c, int32_t variant, khs_change *change)
{
    (void)variant;
    khs_course *course = khs_course_begin(change, c->s, c->u.slot);
    course->resource = c->v.tour->resource;
    khs_put(course, c->u.slot, 1, c->u.tour->count);
    course = khs_course_begin(change, c->s, c->v.slot);
    course->resource = c->u.tour->resource;
    khs_put(course, c->v.slot, 1, c->v.tour->count);
}

const khs_move khs_move_trade = {"trade of vehicles", 1,           false,
                                 several_resources,   trade_added, trade_lay};

/* ---- a new tour ---- */

enum { PARTS = 4 }; /* chains of 1, 2, 3 visits from u on, and the whole tail */

static bool parts(const khs_problem *p) { return p->visits > 1; }

/* Last position of the part. */
static int32_t part_end(const khs_pair *c, int32_t variant)
{
    const int32_t length = variant % PARTS;
    return length < PARTS - 1 ? c->u.at + length : c->u.tour->count;
}

static double part_added(const khs_pair *c, int32_t variant)
{
    const int32_t first = c->u.at, last = part_end(c, variant), resource = variant / PARTS;
    const int32_t n = c->u.tour->count, *place = c->u.tour->place;
    const bool tail = variant % PARTS == PARTS - 1;
    if (last > n || last - first + 1 == n || (tail && last - first < PARTS - 1)) return HUGE_VAL;
    if (!is_free(c->s, resource) || c->s->tours >= c->s->max_tours || c->p->vehicles_first)
        return HUGE_VAL;
    const khs_side by = as_resource(c, &c->u, resource);
    return whole(c, &c->u, first, last, &by) +
           khs_leg_cost(c, &c->u, place[first - 1], place[last + 1]) -
           khs_arc_cost(c, &c->u, first - 1) - khs_arc_cost(c, &c->u, last);
}

static void part_lay(const khs_pair *c, int32_t variant, khs_change *change)
{
    const int32_t first = c->u.at, last = part_end(c, variant);
    khs_course *course = khs_course_begin(change, c->s, c->u.slot);
    khs_put(course, c->u.slot, 1, first - 1);
    khs_put(course, c->u.slot, last + 1, c->u.tour->count);
    course = khs_course_begin(change, c->s, c->u.slot);
    course->slot = KHS_NO_TOUR;
    course->resource = variant / PARTS;
    khs_put(course, c->u.slot, first, last);
}

const khs_move khs_move_part = {"new tour", PARTS, true, parts, part_added, part_lay};
