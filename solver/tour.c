/* Keeping a tour's caches: all of them in one pass forwards and one backwards. */
#include "tour.h"

#include "tariff.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static size_t ints_per_position(const khs_problem *p)
{
    const size_t segments = p->has_dock_time ? 4 : 2;
    const size_t loads = p->has_pickups || p->has_pairs ? 3 * (size_t)p->measures : 0;
    return 7 + 3 * segments + loads;
}

static void lay_out(const khs_problem *p, khs_tour *tour, int32_t *block, int32_t room)
{
    tour->block = block;
    tour->room = room;
    int32_t **arrays[] = {&tour->visit,  &tour->place, &tour->arc, &tour->ready,
                          &tour->latest, &tour->leg,   &tour->was};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++, block += room) *arrays[i] = block;
    khs_segment **segments[] = {&tour->pre, &tour->suf, &tour->mid, &tour->post};
    for (size_t i = 0; i < (p->has_dock_time ? 4 : 2); i++, block += 3 * room)
        *segments[i] = (khs_segment *)(void *)block;
    const int64_t size = (int64_t)room * p->measures;
    tour->load = block;
    tour->load_before = block + size;
    tour->load_after = block + 2 * size;
}

static void copy_positions(khs_tour *to, const khs_tour *from, int32_t positions)
{
    const size_t size = sizeof(int32_t) * (size_t)positions;
    if (!positions) return;
    memcpy(to->visit, from->visit, size);
    memcpy(to->place, from->place, size);
    memcpy(to->arc, from->arc, size);
    memcpy(to->ready, from->ready, size);
    memcpy(to->latest, from->latest, size);
}

static void copy_loads(const khs_problem *p, khs_tour *to, const khs_tour *from, int32_t positions)
{
    const size_t size = sizeof(int32_t) * (size_t)positions;
    memcpy(to->leg, from->leg, size);
    memcpy(to->was, from->was, size);
    to->was_count = from->was_count;
    to->was_resource = from->was_resource;
    for (int32_t m = 0; m < p->measures; m++)
        memcpy(to->load + (int64_t)m * to->room, from->load + (int64_t)m * from->room, size);
}

bool khs_tour_reserve(const khs_problem *p, khs_tour *tour, int32_t visits)
{
    if (tour->room >= visits + 2) return true;
    const int32_t room = khs_max(16, (visits + 2) * 3 / 2);
    int32_t *block = calloc(ints_per_position(p) * (size_t)room, sizeof(int32_t));
    if (!block) return false;
    const khs_tour old = *tour;
    lay_out(p, tour, block, room);
    copy_positions(tour, &old, old.room);
    tour->was_count = -1;
    free(old.block);
    return true;
}

void khs_tour_free(khs_tour *tour)
{
    free(tour->finding);
    free(tour->block);
    free(tour->draw);
    tour->finding = NULL;
    tour->draw = NULL;
    tour->draws = tour->draw_room = 0;
    tour->block = NULL;
    tour->room = 0;
}

bool khs_tour_copy_visits(const khs_problem *p, khs_tour *to, const khs_tour *from)
{
    if (!khs_tour_reserve(p, to, from->count + 2)) return false;
    to->resource = from->resource;
    to->count = from->count;
    memcpy(to->visit, from->visit, (size_t)(from->count + 2) * sizeof(int32_t));
    return true;
}

bool khs_tour_copy(const khs_problem *p, khs_tour *to, const khs_tour *from)
{
    if (!khs_tour_reserve(p, to, from->count + 2)) return false;
    to->resource = from->resource;
    to->count = from->count;
    to->steps = from->steps;
    to->duty = from->duty;
    to->cost = from->cost;
    to->simple = from->simple;
    memcpy(to->total, from->total, sizeof to->total);
    copy_positions(to, from, from->count + 2);
    if (p->has_pairs) copy_loads(p, to, from, from->count + 2);
    return true;
}

/* Sums, masks and marks that do not depend on time. */
static bool tally(const khs_problem *p, const khs_resource *r, khs_tour *tour)
{
    const khs_matrix *matrix = &p->matrix[r->matrix];
    tour->has_time = tour->hates_time = tour->has_route = tour->hates_route = 0;
    tour->last_delivery = 0;
    tour->first_pickup = tour->count + 1;
    tour->steps = tour->stops = 0;
    tour->toll = 0;
    tour->simple = true;
    memset(tour->total, 0, sizeof tour->total);
    tour->work = khs_dock_work_none();
    tour->place[0] = r->start;
    tour->place[tour->count + 1] = r->end;
    for (int32_t i = 1; i <= tour->count; i++) {
        const int32_t v = tour->visit[i];
        tour->place[i] = p->place[v];
        tour->has_time |= p->has_time[v];
        tour->hates_time |= p->hates_time[v];
        tour->has_route |= p->has_route[v];
        tour->hates_route |= p->hates_route[v];
        const int32_t *quantity = khs_quantity(p, v);
        for (int32_t m = 0; m < p->measures; m++) tour->total[m] += quantity[m];
        if (p->kind[v] == KHS_DELIVERY) tour->last_delivery = i;
        if (p->kind[v] == KHS_PICKUP && tour->first_pickup > i) tour->first_pickup = i;
        khs_dock_work_add(p, r, v, &tour->work);
        tour->stops += i == 1 || tour->place[i] != tour->place[i - 1];
        if (p->max_on_board[v] < KHS_FAR || p->window_at[v + 1] - p->window_at[v] > 1)
            tour->simple = false;
    }
    if ((tour->work.deliveries && r->load_windows > 1) ||
        (tour->work.pickups && r->unload_windows > 1))
        tour->simple = false;
    for (int32_t i = 0; i <= tour->count; i++) {
        tour->arc[i] = khs_steps(p, matrix, tour->place[i], tour->place[i + 1]);
        if (tour->arc[i] >= KHS_NO_ROAD) return false;
        tour->steps += tour->arc[i];
        tour->toll += khs_toll(p, matrix, tour->place[i], tour->place[i + 1]);
    }
    if (tour->has_route & tour->hates_route) return false;
    return tour->steps <= r->max_steps && tour->stops <= r->max_stops;
}

/* Gap between two positions, either of which may be an end. */
static inline int32_t gap_at(const khs_problem *p, const khs_matrix *matrix, const khs_tour *tour,
                             int32_t i)
{
    const int32_t a = tour->place[i], b = tour->place[i + 1];
    if (i == 0) return khs_ticks(p, matrix, a, b);
    if (i == tour->count) return khs_ticks(p, matrix, a, b) + p->fixed_stop[a];
    return khs_gap(p, matrix, a, b);
}

static bool fold_times(const khs_problem *p, const khs_resource *r, khs_tour *tour)
{
    const khs_matrix *matrix = &p->matrix[r->matrix];
    const int32_t n = tour->count;
    tour->head = khs_head(r, &tour->work);
    tour->tail = khs_tail(r, &tour->work);
    if (!khs_segment_feasible(tour->head) || !khs_segment_feasible(tour->tail)) return false;
    tour->pre[0] = tour->head;
    tour->suf[n + 1] = tour->tail;
    tour->ready[0] = khs_segment_end(tour->head);
    tour->latest[n + 1] = tour->tail.latest;
    for (int32_t i = 1; i <= n; i++) {
        const int32_t v = tour->visit[i];
        const khs_segment own = {p->service[v], p->open[v], p->close[v]};
        const int32_t gap = gap_at(p, matrix, tour, i - 1);
        tour->pre[i] = khs_join(tour->pre[i - 1], own, gap);
        if (!khs_segment_feasible(tour->pre[i])) return false;
        tour->ready[i] = khs_segment_end(tour->pre[i]);
        if (p->has_dock_time) tour->mid[i] = i == 1 ? own : khs_join(tour->mid[i - 1], own, gap);
    }
    for (int32_t i = n; i >= 1; i--) {
        const int32_t v = tour->visit[i];
        const khs_segment own = {p->service[v], p->open[v], p->close[v]};
        const int32_t gap = gap_at(p, matrix, tour, i);
        tour->suf[i] = khs_join(own, tour->suf[i + 1], gap);
        tour->latest[i] = tour->suf[i].latest;
        if (p->has_dock_time) tour->post[i] = i == n ? own : khs_join(own, tour->post[i + 1], gap);
    }
    const khs_segment all = khs_join(tour->pre[n], tour->tail, gap_at(p, matrix, tour, n));
    tour->duty = all.duration;
    return khs_segment_feasible(all);
}

static bool fold_load(const khs_problem *p, const khs_resource *r, khs_tour *tour, int32_t m)
{
    int32_t *load = tour->load + (int64_t)m * tour->room;
    int32_t *before = tour->load_before + (int64_t)m * tour->room;
    int32_t *after = tour->load_after + (int64_t)m * tour->room;
    int32_t on_board = 0;
    for (int32_t i = 1; i <= tour->count; i++)
        if (p->kind[tour->visit[i]] == KHS_DELIVERY) on_board += khs_quantity(p, tour->visit[i])[m];
    load[0] = before[0] = on_board;
    for (int32_t i = 1; i <= tour->count; i++) {
        const khs_kind kind = (khs_kind)p->kind[tour->visit[i]];
        const int32_t quantity = khs_quantity(p, tour->visit[i])[m];
        load[i] =
            load[i - 1] + (kind == KHS_PICKUP || kind == KHS_SHIP_FROM ? quantity : -quantity);
        before[i] = khs_max(before[i - 1], load[i]);
    }
    after[tour->count] = load[tour->count];
    for (int32_t i = tour->count - 1; i >= 0; i--) after[i] = khs_max(load[i], after[i + 1]);
    return before[tour->count] <= r->capacity[m];
}

static bool loads_fit(const khs_problem *p, const khs_resource *r, khs_tour *tour)
{
    const bool mixed = p->has_pickups || p->has_pairs;
    for (int32_t m = 0; m < p->measures; m++)
        if (mixed ? !fold_load(p, r, tour, m) : tour->total[m] > r->capacity[m]) return false;
    return true;
}

static bool order_holds(const khs_resource *r, const khs_tour *tour)
{
    if (r->needs_delivery && !tour->work.deliveries) return false;
    return !r->pickups_after_deliveries || tour->last_delivery < tour->first_pickup;
}

static int64_t visit_prices(const khs_problem *p, const khs_tour *tour)
{
    const khs_resource *r = &p->resource[tour->resource];
    int64_t sum = 0;
    for (int32_t i = 1; p->visit_price && i <= tour->count; i++)
        sum += khs_visit_price(p, r, tour->visit[i]);
    return sum;
}

/* A consignment has neither course nor hours of its own. */
static bool refresh_consignment(const khs_problem *p, const khs_resource *r, khs_tour *tour)
{
    khs_bill bill;
    memset(tour->total, 0, sizeof tour->total);
    tour->place[0] = tour->place[tour->count + 1] = r->start;
    for (int32_t i = 1; i <= tour->count; i++) tour->place[i] = p->place[tour->visit[i]];
    for (int32_t i = 0; i <= tour->count; i++)
        tour->arc[i] = khs_steps(p, &p->matrix[r->matrix], tour->place[i], tour->place[i + 1]);
    if (khs_tariff_bill(p, tour->resource, tour->visit + 1, tour->count, &bill)) return false;
    tour->has_time = tour->hates_time = tour->has_route = tour->hates_route = 0;
    tour->work = khs_dock_work_none();
    tour->simple = true;
    tour->duty = 0;
    tour->toll = 0;
    tour->quota = r->quota;
    memcpy(tour->goods, bill.goods, sizeof tour->goods);
    tour->steps = bill.steps;
    tour->stops = bill.stops;
    tour->priced = visit_prices(p, tour);
    tour->cost = bill.charge + tour->priced;
    return true;
}

bool khs_tour_refresh(const khs_problem *p, khs_tour *tour, khs_memo *memo)
{
    const khs_resource *r = &p->resource[tour->resource];
    assert(tour->count >= 1);
    tour->visit[0] = tour->visit[tour->count + 1] = 0;
    if (r->tariff) return refresh_consignment(p, r, tour);
    tour->quota = -1;
    if (!tally(p, r, tour) || !order_holds(r, tour) || !loads_fit(p, r, tour)) return false;
    if (!fold_times(p, r, tour)) return false;
    if ((tour->has_time & tour->hates_time) &&
        khs_route_check_conflicts(p, tour->visit + 1, tour->count))
        return false;
    if (!tour->simple) {
        khs_flaw flaw = KHS_FINE;
        const bool timed = r->per_h || r->overtime_per_h || r->max_duty < KHS_FAR;
        const int32_t enough = timed ? tour->duty : KHS_FAR;
        tour->duty =
            khs_memo_duty(memo, p, tour->resource, tour->visit + 1, tour->count, enough, &flaw);
        if (flaw) return false;
    }
    if (tour->duty > r->max_duty) return false;
    tour->priced = visit_prices(p, tour);
    tour->cost =
        khs_route_cost(p, r, tour->steps, tour->duty, tour->stops, tour->toll) + tour->priced;
    return true;
}
