/* The cheapest spot for an order among all promising tours, and its execution. */
#include "pairs.h"
#include "plain.h"
#include "scan.h"
#include "stock.h"

#include <assert.h>

/* Begins a round of looks at tours, each of which is looked at once. */
void khs_looks_begin(khs_solution *s)
{
    if (s->look < INT32_MAX) {
        s->look++;
        return;
    }
    memset(s->looked, 0, sizeof(int32_t) * (size_t)s->tour_room);
    s->look = 1;
}

/* ---- tours ---- */

int64_t khs_visit_surcharge(const khs_solution *s, const khs_tour *tour, int32_t resource,
                            int32_t v, int32_t w)
{
    const khs_problem *p = s->p;
    if (!p->has_extra_visits || p->resource[resource].tariff) return 0;
    const int32_t ends[2] = {v, w}, day = p->resource[resource].day;
    int64_t sum = 0;
    for (int32_t e = 0; e < 2 && ends[e]; e++) {
        const int32_t place = p->place[ends[e]];
        if (!p->extra_visit_price[place] || (e && p->place[v] == place)) continue;
        bool there = false;
        for (int32_t i = 1; tour && i <= tour->count; i++) there |= tour->place[i] == place;
        if (!there && s->visited[(int64_t)place * p->days + day] > 0)
            sum += p->extra_visit_price[place];
    }
    return sum;
}

static bool same_segment(khs_segment a, khs_segment b)
{
    return a.duration == b.duration && a.earliest == b.earliest && a.latest == b.latest;
}

/* Whether some leg has room for a shipment. */
static bool shipment_may_fit(const khs_problem *p, const khs_tour *tour, const int32_t *capacity,
                             const int32_t *quantity)
{
    for (int32_t leg = 0; leg <= tour->count; leg++) {
        bool fits = true;
        for (int32_t m = 0; fits && m < p->measures; m++)
            fits = tour->load[(int64_t)m * tour->room + leg] + quantity[m] <= capacity[m];
        if (fits) return true;
    }
    return false;
}

/* Whether the load fits anywhere on the tour if it were of the resource: where deliveries and
 * pickups mix, a delivery fits best as the first, a pickup as the last. */
static bool has_room(const khs_problem *p, const khs_tour *tour, int32_t resource, int32_t v)
{
    const int32_t *quantity = khs_quantity(p, v), *capacity = p->resource[resource].capacity;
    const bool mixed = p->has_pickups || p->has_pairs;
    if (mixed && p->kind[v] == KHS_SHIP_FROM) return shipment_may_fit(p, tour, capacity, quantity);
    const int32_t *peak =
        p->kind[v] == KHS_DELIVERY ? tour->load_before : tour->load_after + tour->count;
    for (int32_t m = 0; m < p->measures; m++) {
        const int32_t load = mixed ? peak[(int64_t)m * tour->room] : tour->total[m];
        if (load + quantity[m] > capacity[m]) return false;
    }
    return true;
}

static bool all_allowed(const khs_problem *p, const khs_tour *tour, int32_t resource)
{
    for (int32_t i = 1; i <= tour->count; i++)
        if (!khs_allowed(p, tour->visit[i], resource)) return false;
    return true;
}

int32_t khs_larger_resource(const khs_solution *s, const khs_tour *tour, int32_t v)
{
    const khs_problem *p = s->p;
    const khs_scene *scene = s->scene;
    int64_t least = INT64_MAX;
    int32_t found = -1;
    for (int32_t i = scene->alike_at[tour->resource]; i < scene->alike_at[tour->resource + 1];
         i++) {
        const int32_t k = scene->alike_of[i];
        if (s->used[k] >= s->limit[k] || !has_room(p, tour, k, v)) continue;
        const int64_t cost =
            khs_route_cost(p, &p->resource[k], tour->steps, tour->duty, tour->stops, tour->toll);
        if (cost >= least || !khs_allowed(p, v, k) || !all_allowed(p, tour, k)) continue;
        least = cost;
        found = k;
    }
    return found;
}

/* Whether the tour can take the visit as far as one look tells; sets what the scan needs. */
static bool open_scan(khs_scan *c, khs_solution *s, const khs_tour *tour, int32_t slot, int32_t v,
                      int32_t w)
{
    const khs_problem *p = s->p;
    if (tour->has_route & p->hates_route[v]) return false;
    int32_t resource = tour->resource;
    if (!has_room(p, tour, resource, v)) {
        resource = s->scene->any_alike ? khs_larger_resource(s, tour, v) : -1;
        if (resource < 0) return false;
    }
    const khs_resource *r = &p->resource[resource];
    if (!khs_allowed(p, v, resource) || (w && !khs_allowed(p, w, resource))) return false;
    bool built =
        !tour->simple || p->max_on_board[v] < KHS_FAR || p->window_at[v + 1] - p->window_at[v] > 1;
    if (w) built |= p->max_on_board[w] < KHS_FAR || p->window_at[w + 1] - p->window_at[w] > 1;
    if (tour->has_time & p->hates_time[v]) {
        if (p->kind[v] == KHS_DELIVERY && tour->work.deliveries == tour->count) return false;
        built = true;
    }
    c->tour = tour;
    c->resource = resource;
    c->r = r;
    c->slot = slot;
    c->v = v;
    c->matrix = &p->matrix[r->matrix];
    c->step_price = s->scene->step_price[resource];
    c->timed = r->per_h || r->overtime_per_h || r->max_duty < KHS_FAR;
    c->paid = khs_visit_price(p, r, v) + (w ? khs_visit_price(p, r, w) : 0);
    c->surcharge = khs_visit_surcharge(s, tour, resource, v, w) + c->paid;
    c->bare = tour->cost - tour->priced;
    c->new_ends = false;
    if (p->has_dock_time && !w) {
        khs_dock_work work = tour->work;
        khs_dock_work_add(p, r, v, &work);
        c->head = khs_head(r, &work);
        c->tail = khs_tail(r, &work);
        if (!khs_segment_feasible(c->head) || !khs_segment_feasible(c->tail)) return false;
        c->new_ends = !same_segment(c->head, tour->head) || !same_segment(c->tail, tour->tail);
        built |=
            (work.deliveries && r->load_windows > 1) || (work.pickups && r->unload_windows > 1);
    }
    c->retyped = 0;
    if (resource != tour->resource)
        c->retyped =
            khs_route_cost(p, r, tour->steps, tour->duty, tour->stops, tour->toll) - c->bare;
    if (p->has_stop_limits || resource != tour->resource) c->step_price = -1;
    c->built = built || s->scene->same_stops;
    c->legs = khs_legs_at(s, r->matrix, p->place[v], tour);
    khs_scan_set_ceiling(c);
    return true;
}

void khs_scan_tour(khs_scan *c, khs_solution *s, const khs_tour *tour, int32_t slot, int32_t v,
                   int32_t w)
{
    if (!tour->count) return;
    if (s->p->resource[tour->resource].tariff) {
        khs_scan_consignment(c, s, tour, slot, v, w);
        return;
    }
    if (!khs_stock_has(s, tour->resource, s->p->order_of[v])) return;
    if (!open_scan(c, s, tour, slot, v, w)) return;
    if (w) {
        khs_scan_pair(c, w);
    } else {
        khs_scan_single(c);
    }
}

static void scan_near(khs_scan *c, khs_solution *s, int32_t v, int32_t w)
{
    const khs_scene *scene = s->scene;
    const int32_t reach = khs_min(c->style->reach, scene->near_count);
    khs_looks_begin(s);
    for (int32_t end = 0; end < (w ? 2 : 1); end++) {
        const int32_t *near = scene->near + (int64_t)(end ? w : v) * scene->near_count;
        for (int32_t k = 0; k < reach && near[k]; k++) {
            const int32_t slot = s->tour_of[near[k]];
            if (khs_looks_anew(s, slot)) khs_scan_tour(c, s, s->tour[slot], slot, v, w);
        }
    }
}

/* One in eight cheaper vehicles is overlooked: the cheapest for one order alone is not always the
 * one that others can join. */
static bool overlooks(const khs_search_style *style)
{
    return style->blink && khs_rng_below(style->rng, 8) == 0;
}

static void try_new_tour(khs_solution *s, int32_t order, const khs_search_style *style,
                         khs_spot *best)
{
    const khs_problem *p = s->p;
    if (s->tours >= s->max_tours) return;
    const int64_t *solo = s->scene->solo + (int64_t)order * p->resources;
    for (int32_t i = s->scene->may_ride_at[order]; i < s->scene->may_ride_at[order + 1]; i++) {
        const int32_t k = s->scene->may_ride[i];
        if (solo[k] < 0 || s->used[k] >= s->limit[k] || solo[k] >= best->delta) continue;
        const int64_t delta = solo[k] + khs_visit_surcharge(s, NULL, k, p->order[order].visit,
                                                            p->order[order].partner);
        if (delta >= best->delta || (p->resources > 1 && overlooks(style))) continue;
        if (p->resource[k].tariff && !khs_may_consign_order(s, k, order)) continue;
        if (!khs_stock_has(s, k, order)) continue;
        *best = (khs_spot){delta, -1, k, 0, 0};
    }
}

khs_spot khs_best_spot(khs_solution *s, int32_t order, const khs_search_style *style, int64_t limit)
{
    const khs_order *o = &s->p->order[order];
    khs_spot best = {limit, -2, -1, 0, 0};
    khs_scan c = {.s = s, .p = s->p, .style = style, .best = &best};
    if (s->scene->plain) {
        khs_plain_best_spot(s, order, style, &best);
    } else if (s->scene->pairs) {
        khs_pairs_best_spot(s, order, style, &best);
    } else if (style->reach && s->tours > KHS_FEW_TOURS) {
        scan_near(&c, s, o->visit, o->partner);
    } else {
        for (int32_t slot = 0; slot < s->tours; slot++)
            khs_scan_tour(&c, s, s->tour[slot], slot, o->visit, o->partner);
    }
    if (style->new_tours) try_new_tour(s, order, style, &best);
    return best;
}

bool khs_splice(const khs_problem *p, khs_tour *tour, int32_t after, int32_t v)
{
    if (!khs_tour_reserve(p, tour, tour->count + 2)) return false;
    memmove(tour->visit + after + 2, tour->visit + after + 1,
            sizeof(int32_t) * (size_t)(tour->count + 1 - after));
    tour->visit[after + 1] = v;
    tour->count++;
    return true;
}

bool khs_insert(khs_solution *s, int32_t order, const khs_spot *spot)
{
    const khs_order *o = &s->p->order[order];
    assert(spot->slot > -2);
    khs_absent_remove(s, order);
    if (spot->slot < 0) {
        const int32_t visits[2] = {o->visit, o->partner};
        return khs_tour_open(s, spot->resource, visits, o->partner ? 2 : 1) >= 0;
    }
    khs_tour *tour = khs_touch(s, spot->slot);
    if (!tour) return false;
    if (s->scene->plain && spot->resource == tour->resource)
        return khs_tour_splice(s, spot->slot, spot->i, o->visit);
    if (spot->resource != tour->resource) {
        s->used[tour->resource]--;
        s->used[spot->resource]++;
        tour->resource = spot->resource;
    }
    if (o->partner && !khs_splice(s->p, tour, spot->j, o->partner)) s->failed = true;
    if (!khs_splice(s->p, tour, spot->i, o->visit)) s->failed = true;
    return !s->failed && khs_tour_changed(s, spot->slot);
}
