/* What all moves ask of two visits and the legs of their tours. */
#include "moves.h"

#include <stddef.h>

enum { ROUNDING = 8 }; /* lines of two routes are rounded before and after */

static bool look(khs_pricer *pricer, const khs_solution *s, int32_t visit, khs_side *side)
{
    const khs_problem *p = s->p;
    *side = (khs_side){.visit = visit, .slot = s->tour_of[visit], .at = s->at[visit]};
    if (side->slot < 0) return true;
    side->tour = s->tour[side->slot];
    side->track = khs_track_of(pricer, s, side->slot);
    side->r = &p->resource[side->tour->resource];
    side->matrix = &p->matrix[side->r->matrix];
    side->rate = khs_rate_of(p, side->r);
    return side->track != NULL;
}

/* Whether what a visit takes of a vehicle's time costs the same on both tours. */
static bool same_time_cost(const khs_pair *c)
{
    const khs_resource *a = c->u.r, *b = c->v.r;
    if (a == b) return true;
    return a->per_h == b->per_h && (!c->p->has_dock_time || !a->per_h);
}

/* Where time is priced alike, what it costs counts with the legs; else it is among what might be
 * saved beside them. */
bool khs_pair_of(khs_pricer *pricer, const khs_solution *s, int32_t u, int32_t v, khs_pair *c)
{
    *c = (khs_pair){.s = s, .p = s->p};
    if (!look(pricer, s, u, &c->u) || !look(pricer, s, v, &c->v)) return false;
    c->one = c->u.slot == c->v.slot;
    const bool timed = u != v && c->v.slot >= 0 && same_time_cost(c);
    c->most = timed ? c->u.track->over : c->u.track->over_length;
    if (c->v.slot >= 0 && !c->one) c->most += timed ? c->v.track->over : c->v.track->over_length;
    if (!timed) c->u.rate.tick = c->v.rate.tick = 0.0;
    c->most += (double)s->extra_cost + (pricer->round ? 0.0 : ROUNDING);
    return true;
}

static double driven(const khs_pair *c, const khs_side *of, int32_t first, int32_t last,
                     const khs_side *by, bool reversed)
{
    const int32_t *place = of->tour->place;
    double sum = 0.0;
    for (int32_t k = first; k < last; k++)
        sum += khs_leg_cost(c, by, place[reversed ? k + 1 : k], place[reversed ? k : k + 1]);
    return sum;
}

double khs_moved_cost(const khs_pair *c, const khs_side *of, int32_t first, int32_t last,
                      const khs_side *by, bool reversed)
{
    const khs_matrix *m = of->matrix;
    const bool both_ways = m->steps == m->steps_to && m->ticks == m->ticks_to;
    if (first >= last) return 0.0;
    if (m == by->matrix && !m->toll) {
        const khs_rate a = of->rate, b = by->rate;
        if (a.step == b.step && a.tick == b.tick && (!reversed || both_ways)) return 0.0;
        if (!(a.tick > 0.0) && !(b.tick > 0.0)) {
            const int32_t *way = of->track->way, *now = reversed ? of->track->back : way;
            return b.step * (now[last] - now[first]) - a.step * (way[last] - way[first]);
        }
    }
    return driven(c, of, first, last, by, reversed) - driven(c, of, first, last, of, false);
}

double khs_empty_saving(const khs_pair *c, const khs_side *side)
{
    return (double)side->r->per_route + side->rate.tick * khs_fixed_dock_ticks(c->p, side->r);
}
