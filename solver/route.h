/* What routes cost and how they are taken apart: shared by the evaluation from scratch, the oracle
 * and the search. */
#ifndef KHS_ROUTE_H
#define KHS_ROUTE_H

#include "segment.h"
#include "solver.h"

/* price × amount ÷ base, rounded half up: the one rounding of money. */
static inline int64_t khs_money(int64_t price, int64_t amount, int64_t base)
{
    return (price * amount + base / 2) / base;
}

/* Cost of a route from its totals: each line rounded once (docs/rules.md). */
static inline int64_t khs_route_cost(const khs_problem *p, const khs_resource *r, int32_t steps,
                                     int32_t duty, int32_t stops, int64_t toll)
{
    int64_t cost =
        r->per_route + toll + khs_money(r->per_km, steps, p->steps_per_km) + r->per_stop * stops;
    if (r->toll_per_km) cost += khs_money(r->toll_per_km, steps, p->steps_per_km);
    if (r->per_h) cost += khs_money(r->per_h, duty, p->ticks_per_h);
    if (r->overtime_per_h && duty > r->overtime_after)
        cost += khs_money(r->overtime_per_h, duty - r->overtime_after, p->ticks_per_h);
    return cost;
}

static inline int32_t khs_steps(const khs_problem *p, const khs_matrix *m, int32_t from, int32_t to)
{
    if (!m->steps) return m->leg(m->context, from, to).steps;
    return m->steps[(int64_t)from * p->places + to];
}

static inline int32_t khs_ticks(const khs_problem *p, const khs_matrix *m, int32_t from, int32_t to)
{
    if (!m->ticks) return m->leg(m->context, from, to).ticks;
    return m->ticks[(int64_t)from * p->places + to];
}

/* Both at once. */
static inline khs_leg khs_leg_of(const khs_problem *p, const khs_matrix *m, int32_t from,
                                 int32_t to)
{
    if (!m->steps) return m->leg(m->context, from, to);
    const int64_t at = (int64_t)from * p->places + to;
    return (khs_leg){m->steps[at], m->ticks[at]};
}

static inline int64_t khs_toll(const khs_problem *p, const khs_matrix *m, int32_t from, int32_t to)
{
    return m->toll ? m->toll[(int64_t)from * p->places + to] : 0;
}

/* From the end of service at visit place `a` to the arrival at visit place `b`: same place, same
 * stop. */
static inline int32_t khs_gap(const khs_problem *p, const khs_matrix *m, int32_t a, int32_t b)
{
    return a == b ? 0 : khs_ticks(p, m, a, b) + p->fixed_stop[a];
}

/* What happens at the depot ends of a route: sums and bounds over its visits. */
typedef struct khs_dock_work {
    int32_t deliveries, pickups;
    int32_t load_ticks, load_open, load_close;       /* ticks of all loading; bounds of its begin */
    int32_t unload_ticks, unload_open, unload_close; /* the same at the end */
} khs_dock_work;

khs_dock_work khs_dock_work_none(void);
void khs_dock_work_add(const khs_problem *p, const khs_resource *r, int32_t visit,
                       khs_dock_work *work);

/* Begin and end of the duty as segments, windows as hull: what stands before the first and after
 * the last visit. */
khs_segment khs_head(const khs_resource *r, const khs_dock_work *work);
khs_segment khs_tail(const khs_resource *r, const khs_dock_work *work);

/* Whether the order of pairs, deliveries and pickups holds, and whether every leg has a road etc.:
 * all but time. */
khs_flaw khs_route_check_load(const khs_problem *p, const khs_resource *r, const int32_t *visits,
                              int32_t count);
khs_flaw khs_route_check_conflicts(const khs_problem *p, const int32_t *visits, int32_t count);

/* Whether the members of same-stop bonds that are on the route stand at one stop (a shipment where
 * it is delivered). */
bool khs_route_stops_hold(const khs_problem *p, const int32_t *visits, int32_t count);

/* Whether the route serves bonds that ask for one route or one stop whole or not at all. */
bool khs_route_keeps_bonds(const khs_problem *p, const int32_t *visits, int32_t count);

/* Whether the fast level (one hull window each, no time on board) is exact for this route. */
bool khs_route_is_simple(const khs_problem *p, const khs_resource *r, const int32_t *visits,
                         int32_t count);

/* The least duty over all timings with several windows and limits of time on board (oracle.c).
 * \param enough  stop as soon as a duty this small is found (a lower bound, or KHS_FAR where only
 * feasibility is asked) \return the duty, or -1 if there is no timing; *flaw then says whether time
 * alone or the time on board forbids it */
int32_t khs_oracle_duty(const khs_problem *p, const khs_resource *r, const int32_t *visits,
                        int32_t count, int32_t enough, khs_flaw *flaw);

#endif
