/* Consignments among the tours: which may be opened, what a carrier's day has room for, and the
 * cheapest place in one for an order. Consignments are short: each is priced from scratch. */
#include "scan.h"
#include "stock.h"
#include "tariff.h"

static int32_t destination_of(const khs_problem *p, int32_t visit)
{
    return p->destination[p->order_of[visit]];
}

bool khs_quota_takes(const khs_solution *s, int32_t quota, const int64_t *goods)
{
    const khs_problem *p = s->p;
    const int64_t row = (int64_t)quota * p->goods;
    for (int32_t m = 0; quota >= 0 && m < p->goods; m++)
        if (p->quota[row + m] != INT32_MAX && s->carried[row + m] + goods[m] > p->quota[row + m])
            return false;
    return true;
}

bool khs_quota_has_room(const khs_solution *s, int32_t resource, int32_t order)
{
    const khs_problem *p = s->p;
    int64_t goods[KHS_MEASURES_MAX] = {0};
    for (int32_t m = 0; m < p->goods; m++) goods[m] = p->goods_of[(int64_t)order * p->goods + m];
    return khs_quota_takes(s, p->resource[resource].quota, goods);
}

bool khs_may_consign(const khs_solution *s, int32_t resource, const int32_t *visits, int32_t count,
                     int32_t slot)
{
    const khs_problem *p = s->p;
    if (!count || !khs_is_joint(&p->resource[resource])) return true;
    const int32_t destination = destination_of(p, visits[0]);
    for (int32_t other = 0; other < s->tours; other++) {
        const khs_tour *tour = s->tour[other];
        if (other != slot && tour->resource == resource && tour->count &&
            destination_of(p, tour->visit[1]) == destination)
            return false;
    }
    return true;
}

bool khs_may_consign_order(const khs_solution *s, int32_t resource, int32_t order)
{
    return khs_quota_has_room(s, resource, order) &&
           khs_may_consign(s, resource, &s->p->order[order].visit, 1, -1);
}

/* The tour's visits with v, and w right behind it, after position i. */
static int32_t lay(const khs_tour *tour, int32_t i, int32_t v, int32_t w, int32_t *line)
{
    int32_t count = 0;
    for (int32_t k = 0; k <= tour->count; k++) {
        if (k) line[count++] = tour->visit[k];
        if (k != i) continue;
        line[count++] = v;
        if (w) line[count++] = w;
    }
    return count;
}

/* An order goes to the end of a consignment, and anywhere between the others of a run. */
void khs_scan_consignment(khs_scan *c, khs_solution *s, const khs_tour *tour, int32_t slot,
                          int32_t v, int32_t w)
{
    const khs_problem *p = s->p;
    const int32_t resource = tour->resource, order = p->order_of[v];
    const bool joint = khs_is_joint(&p->resource[resource]);
    if (!khs_allowed(p, v, resource) || !khs_quota_has_room(s, resource, order) ||
        !khs_stock_has(s, resource, order))
        return;
    if (joint && destination_of(p, v) != destination_of(p, tour->visit[1])) return;
    for (int32_t i = joint ? tour->count : 0; i <= tour->count; i++) {
        if (i && p->partner[tour->visit[i]] && p->kind[tour->visit[i]] == KHS_SHIP_FROM) continue;
        const int32_t count = lay(tour, i, v, w, s->scratch);
        const khs_route_value value = khs_route_evaluate_open(p, resource, s->scratch, count);
        if (value.flaw || value.cost - tour->cost >= c->best->delta || khs_scan_blinks(c)) continue;
        *c->best = (khs_spot){value.cost - tour->cost, slot, resource, i, i};
    }
}

bool khs_seed_consignment(khs_solution *s, const int32_t *orders, int32_t count, khs_rng *rng)
{
    const khs_problem *p = s->p;
    if (!count) return true;
    const int32_t order = orders[khs_rng_below(rng, count)];
    if (s->absent_at[order] < 0 || p->order[order].bond >= 0) return true;
    const int64_t *solo = s->scene->solo + (int64_t)order * p->resources;
    const int32_t first = khs_rng_below(rng, p->resources);
    for (int32_t i = 0; i < p->resources; i++) {
        const int32_t k = (first + i) % p->resources;
        if (!p->resource[k].tariff || solo[k] < 0 || !khs_may_consign_order(s, k, order) ||
            !khs_stock_has(s, k, order))
            continue;
        const int32_t visits[2] = {p->order[order].visit, p->order[order].partner};
        khs_absent_remove(s, order);
        return khs_tour_open(s, k, visits, visits[1] ? 2 : 1) >= 0;
    }
    return true;
}
