/* Greedy insertion and change of resource (see recreate.h). */
#include "recreate.h"
#include "stock.h"

#include <string.h>

khs_sorting khs_sorting_draw(const khs_problem *p, khs_rng *rng)
{
    static const int32_t plain[KHS_SORTINGS] = {4, 4, 2, 1, 0, 0, 0},
                         windowed[KHS_SORTINGS] = {4, 4, 2, 1, 2, 2, 2};
    bool windows = false;
    for (int32_t v = 1; v <= p->visits && v <= 8; v++) windows |= p->open[v] > p->resource[0].open;
    const int32_t *weight = windows ? windowed : plain;
    int32_t sum = 0;
    for (int32_t i = 0; i < KHS_SORTINGS; i++) sum += weight[i];
    int32_t draw = khs_rng_below(rng, sum), sorting = 0;
    while (draw >= weight[sorting]) draw -= weight[sorting++];
    return (khs_sorting)sorting;
}

static int64_t sort_key(const khs_scene *scene, int32_t order, khs_sorting sorting, khs_rng *rng)
{
    const khs_problem *p = scene->p;
    const khs_order *o = &p->order[order];
    const int32_t tail = o->partner ? o->partner : o->visit;
    switch (sorting) {
    case KHS_SORT_LARGE:
        return -(int64_t)scene->size[order];
    case KHS_SORT_FAR:
        return -(int64_t)scene->far[order];
    case KHS_SORT_CLOSE:
        return scene->far[order];
    case KHS_SORT_TIGHT:
        return (int64_t)p->close[tail] - p->open[o->visit];
    case KHS_SORT_EARLY:
        return p->open[o->visit];
    case KHS_SORT_LATE:
        return -(int64_t)p->close[tail];
    case KHS_SORT_RANDOM:
    case KHS_SORTINGS:
        break;
    }
    return (int64_t)(khs_rng_next(rng) >> 2);
}

/* Insertion sort: the lists are short; long ones (construction) go through Shell's gaps. */
void khs_sort_orders(khs_solution *s, int32_t *orders, int32_t count, khs_sorting sorting,
                     khs_rng *rng)
{
    int64_t *key = s->keys;
    static const int32_t gaps[] = {29524, 9841, 3280, 1093, 364, 121, 40, 13, 4, 1};
    for (int32_t i = 0; i < count; i++) key[i] = sort_key(s->scene, orders[i], sorting, rng);
    for (size_t g = 0; g < sizeof gaps / sizeof *gaps; g++) {
        const int32_t gap = gaps[g];
        for (int32_t i = gap; i < count; i++) {
            const int32_t order = orders[i];
            const int64_t k = key[i];
            int32_t j = i;
            for (; j >= gap && (key[j - gap] > k || (key[j - gap] == k && orders[j - gap] > order));
                 j -= gap) {
                orders[j] = orders[j - gap];
                key[j] = key[j - gap];
            }
            orders[j] = order;
            key[j] = k;
        }
    }
}

/* The most that serving the order may cost: what leaving it out costs, where that is a price. */
static int64_t worth(const khs_solution *s, int32_t order, const khs_search_style *style)
{
    const int64_t price = s->p->order[order].price_out;

    if (price < 0) return INT64_MAX / 4;
    return style->generous > 1 ? price * style->generous : price;
}

static int64_t bond_worth(const khs_solution *s, const khs_bond *bond,
                          const khs_search_style *style)
{
    int64_t sum = 0;
    for (int32_t m = 0; m < bond->count; m++) {
        const int64_t own = worth(s, bond->orders[m], style);
        if (own >= INT64_MAX / 4) return own;
        sum += own;
    }
    return sum;
}

bool khs_place_order(khs_solution *s, int32_t order, const khs_search_style *style)
{
    const khs_problem *p = s->p;
    if (s->absent_at[order] < 0) return true; /* came in with its bond */
    const int32_t bond = p->order[order].bond;
    if (bond >= 0 && p->bond[bond].mode != KHS_ALL_OR_NONE) {
        khs_insert_bond(s, bond, style, bond_worth(s, &p->bond[bond], style));
        return !s->failed;
    }
    /* bound all or none: what the whole bond is worth may be spent on one of it; the total decides
     * in the end */
    const int64_t most = bond < 0 ? worth(s, order, style) : bond_worth(s, &p->bond[bond], style);
    const khs_spot spot = khs_best_spot(s, order, style, most);
    return spot.slot == -2 || khs_insert(s, order, &spot);
}

bool khs_even_out(khs_solution *s, const int32_t *orders, int32_t count)
{
    const khs_problem *p = s->p;
    for (int32_t i = 0; i < count; i++) {
        const int32_t bond = p->order[orders[i]].bond;
        if (bond < 0 || p->bond[bond].mode != KHS_ALL_OR_NONE || s->absent_at[orders[i]] < 0)
            continue;
        for (int32_t m = 0; m < p->bond[bond].count; m++) {
            const int32_t other = p->bond[bond].orders[m];
            if (!s->in_scope[other]) return false;
            if (s->absent_at[other] >= 0) continue;
            const int32_t slot = s->tour_of[p->order[other].visit];
            khs_tour *tour = khs_touch(s, slot);
            if (!tour) return false;
            int32_t kept = 0;
            for (int32_t k = 1; k <= tour->count; k++)
                if (p->order_of[tour->visit[k]] != other) tour->visit[++kept] = tour->visit[k];
            tour->count = kept;
            khs_absent_add(s, other);
            if (!khs_tour_changed(s, slot)) return false;
        }
    }
    return true;
}

bool khs_recreate(khs_solution *s, int32_t *orders, int32_t count, khs_sorting sorting,
                  const khs_search_style *style, int64_t threshold)
{
    int64_t pending = 0;
    for (int32_t i = 0; i < count; i++) pending += s->absent_price[orders[i]];
    khs_sort_orders(s, orders, count, sorting, style->rng);
    for (int32_t i = 0; i < count; i++) {
        if (khs_solution_total(s) - pending >= threshold) return false;
        if (!khs_place_order(s, orders[i], style)) return false;
        pending -= s->absent_price[orders[i]];
    }
    /* what could not come in may do so now that others are there */
    for (int32_t i = 0; s->scene->second_try && i < count; i++)
        if (s->absent_at[orders[i]] >= 0 && !khs_place_order(s, orders[i], style)) return false;
    if (s->scene->all_or_none && !khs_even_out(s, orders, count)) return false;
    return khs_solution_total(s) < threshold;
}

/* ---- change of resource ---- */

static int64_t retyped_bound(const khs_solution *s, const khs_tour *tour, int32_t k)
{
    const khs_problem *p = s->p;
    const khs_resource *r = &p->resource[k], *old = &p->resource[tour->resource];
    const khs_matrix *m = &p->matrix[r->matrix];
    if (r->tariff || old->tariff) return r->per_route;
    int32_t steps = tour->steps;
    if (r->matrix != old->matrix) {
        steps = 0;
    } else {
        const int32_t first = tour->place[1], last = tour->place[tour->count];
        steps += khs_steps(p, m, r->start, first) - khs_steps(p, m, old->start, first);
        steps += khs_steps(p, m, last, r->end) - khs_steps(p, m, last, old->end);
    }
    return r->per_route + (steps > 0 ? khs_money(r->per_km, steps, p->steps_per_km) : 0);
}

static bool may_take(const khs_solution *s, const khs_tour *tour, int32_t k)
{
    for (int32_t i = 1; i <= tour->count; i++)
        if (!khs_allowed(s->p, tour->visit[i], k)) return false;
    return true;
}

/* Whether the tour may become a consignment of k beside the others. */
static bool may_retype(const khs_solution *s, int32_t slot, int32_t k)
{
    const khs_problem *p = s->p;
    const khs_tour *tour = s->tour[slot];
    int64_t goods[KHS_MEASURES_MAX] = {0};
    for (int32_t i = 1; i <= tour->count; i++)
        for (int32_t m = 0; m < p->goods && p->kind[tour->visit[i]] != KHS_SHIP_TO; m++)
            goods[m] += p->goods_of[(int64_t)p->order_of[tour->visit[i]] * p->goods + m];
    return khs_quota_takes(s, p->resource[k].quota, goods) &&
           khs_may_consign(s, k, tour->visit + 1, tour->count, slot);
}

static bool retype(khs_solution *s, int32_t slot)
{
    const khs_problem *p = s->p;
    const khs_scene *scene = s->scene;
    const int32_t order = p->order_of[s->tour[slot]->visit[1]];
    for (int32_t i = scene->may_ride_at[order]; i < scene->may_ride_at[order + 1]; i++) {
        const int32_t k = scene->may_ride[i];
        const khs_tour *tour = s->tour[slot];
        if (k == tour->resource || s->used[k] >= s->limit[k] ||
            retyped_bound(s, tour, k) >= tour->cost)
            continue;
        if (!may_take(s, tour, k)) continue;
        const khs_route_value value =
            khs_route_evaluate_memo(p, &s->memo, k, tour->visit + 1, tour->count);
        if (value.flaw || value.cost >= tour->cost) continue;
        const khs_resource *old = &p->resource[tour->resource], *new = &p->resource[k];
        if (p->has_extra_visits && (new->day != old->day || new->tariff != old->tariff)) continue;
        if (new->tariff && !may_retype(s, slot, k)) continue;
        if (p->cells && !khs_stock_suffices(s, tour, k, tour->visit + 1, tour->count)) continue;
        khs_tour *changed = khs_touch(s, slot);
        if (!changed) return false;
        s->used[changed->resource]--;
        s->used[k]++;
        changed->resource = k;
        if (!khs_tour_changed(s, slot)) return false;
    }
    return true;
}

bool khs_retype_changed(khs_solution *s)
{
    if (s->p->resources < 2) return true;
    for (int32_t i = 0; i < s->saved_count; i++)
        if (s->tour[s->saved_slot[i]]->count && !retype(s, s->saved_slot[i])) return false;
    for (int32_t slot = s->saved_tours; slot < s->tours; slot++)
        if (s->tour[slot]->count && !retype(s, slot)) return false;
    return true;
}
