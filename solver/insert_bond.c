/* Orders bound to one route: all of them into one tour, cheapest (see khs_insert_bond). */
#include "scan.h"
#include "stock.h"

enum { BOND_TOURS = 200 }; /* with more, bonded orders look at tours nearby alone */

/* Inserts the members one after the other into a trial tour; the cost of the result, or INT64_MAX.
 */
static int64_t try_bond(khs_solution *s, const khs_bond *bond, khs_tour *trial,
                        const khs_search_style *style)
{
    const khs_problem *p = s->p;
    const khs_search_style plain = {.rng = style->rng};
    for (int32_t m = 0; m < 2 * bond->count;
         m++) { /* what is collected comes second: it may need a delivery */
        const int32_t order = bond->orders[m % bond->count];
        const khs_order *o = &p->order[order];
        if ((p->kind[o->visit] == KHS_PICKUP) != (m >= bond->count)) continue;
        khs_spot best = {INT64_MAX, -2, -1, 0, 0};
        khs_scan c = {.s = s, .p = p, .style = &plain, .best = &best};
        if (trial->count) {
            khs_scan_tour(&c, s, trial, 0, o->visit, o->partner);
            if (best.slot == -2) return INT64_MAX;
        } else {
            if (s->scene->solo[(int64_t)order * p->resources + trial->resource] < 0)
                return INT64_MAX;
            best = (khs_spot){0, 0, trial->resource, 0, 0};
        }
        if ((o->partner && !khs_splice(p, trial, best.j, o->partner)) ||
            !khs_splice(p, trial, best.i, o->visit)) {
            s->failed = true;
            return INT64_MAX;
        }
        if (!khs_tour_refresh(p, trial, &s->memo)) return INT64_MAX;
    }
    return trial->cost;
}

static int64_t bond_surcharge(const khs_solution *s, const khs_bond *bond, const khs_tour *tour,
                              int32_t resource)
{
    const khs_problem *p = s->p;
    int64_t sum = 0;
    for (int32_t m = 0; m < bond->count; m++) {
        const khs_order *o = &p->order[bond->orders[m]];
        bool counted = false;
        for (int32_t k = 0; k < m; k++)
            counted |= p->place[p->order[bond->orders[k]].visit] == p->place[o->visit];
        if (!counted) sum += khs_visit_surcharge(s, tour, resource, o->visit, o->partner);
    }
    return sum;
}

static bool may_all_ride(const khs_problem *p, const khs_bond *bond, int32_t resource)
{
    for (int32_t m = 0; m < bond->count; m++)
        if (!khs_allowed(p, p->order[bond->orders[m]].visit, resource)) return false;
    return true;
}

static bool all_in_stock(khs_solution *s, const khs_bond *bond, int32_t resource)
{
    int32_t *visits = s->scratch;
    for (int32_t m = 0; m < bond->count; m++) visits[m] = s->p->order[bond->orders[m]].visit;
    return !s->p->cells || khs_stock_suffices(s, NULL, resource, visits, bond->count);
}

/* One base tour (NULL: an empty one of `resource`); keeps the better of the two trials in trial[1].
 */
static void consider_bond(khs_solution *s, const khs_bond *bond, const khs_tour *base, int32_t slot,
                          int32_t resource, const khs_search_style *style, khs_spot *best)
{
    khs_tour *trial = &s->trial[0];
    if (!s->scene->any_alike && !may_all_ride(s->p, bond, resource)) return;
    if (!all_in_stock(s, bond, resource)) return;
    if (base) {
        if (!khs_tour_copy_visits(s->p, trial, base) || !khs_tour_refresh(s->p, trial, &s->memo))
            return;
    } else {
        if (!khs_tour_reserve(s->p, trial, 4)) return;
        trial->resource = resource;
        trial->count = 0;
        trial->visit[0] = trial->visit[1] = 0;
    }
    const int64_t surcharge = bond_surcharge(s, bond, base, resource);
    const int64_t cost = try_bond(s, bond, trial, style);
    if (cost == INT64_MAX) return;
    const int64_t delta = cost + surcharge - (base ? base->cost : 0);
    if (delta >= best->delta) return;
    *best = (khs_spot){delta, base ? slot : -1, resource, 0, 0};
    khs_tour swap = s->trial[0];
    s->trial[0] = s->trial[1];
    s->trial[1] = swap;
}

/* The tours of the neighbours of the members' first visits. */
static void consider_near(khs_solution *s, const khs_bond *bond, const khs_search_style *style,
                          khs_spot *best)
{
    const khs_scene *scene = s->scene;
    const int32_t reach = khs_min(style->reach, scene->near_count);
    khs_looks_begin(s);
    for (int32_t m = 0; m < bond->count; m++) {
        const int32_t v = s->p->order[bond->orders[m]].visit;
        const int32_t *near = scene->near + (int64_t)v * scene->near_count;
        for (int32_t k = 0; k < reach && near[k]; k++) {
            const int32_t slot = s->tour_of[near[k]];
            if (khs_looks_anew(s, slot))
                consider_bond(s, bond, s->tour[slot], slot, s->tour[slot]->resource, style, best);
        }
    }
}

bool khs_insert_bond(khs_solution *s, int32_t bond_index, const khs_search_style *style,
                     int64_t limit)
{
    const khs_problem *p = s->p;
    const khs_bond *bond = &p->bond[bond_index];
    khs_spot best = {limit, -2, -1, 0, 0};
    if (style->reach && s->tours > BOND_TOURS) {
        consider_near(s, bond, style, &best);
    } else {
        for (int32_t slot = 0; slot < s->tours; slot++)
            if (s->tour[slot]->count)
                consider_bond(s, bond, s->tour[slot], slot, s->tour[slot]->resource, style, &best);
    }
    for (int32_t k = 0; style->new_tours && k < p->resources && s->tours < s->max_tours; k++)
        if (s->used[k] < s->limit[k]) consider_bond(s, bond, NULL, -1, k, style, &best);
    if (best.slot == -2 || s->failed) return false;
    for (int32_t m = 0; m < bond->count; m++) khs_absent_remove(s, bond->orders[m]);
    const khs_tour *found = &s->trial[1];
    if (best.slot < 0) {
        s->failed |= khs_tour_open(s, best.resource, found->visit + 1, found->count) < 0;
    } else {
        khs_tour *tour = khs_touch(s, best.slot);
        if (tour && khs_tour_copy_visits(p, tour, found)) {
            s->failed |= !khs_tour_changed(s, best.slot);
        } else {
            s->failed = true;
        }
    }
    return !s->failed;
}
