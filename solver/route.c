/* One route from scratch: the slow, plain definition that every incremental evaluation must equal.
 */
#include "memo.h"
#include "tariff.h"

#include <assert.h>
#include <string.h>

khs_dock_work khs_dock_work_none(void)
{
    return (khs_dock_work){.load_open = -KHS_FAR,
                           .load_close = KHS_FAR,
                           .unload_open = -KHS_FAR,
                           .unload_close = KHS_FAR};
}

void khs_dock_work_add(const khs_problem *p, const khs_resource *r, int32_t visit,
                       khs_dock_work *work)
{
    const int64_t row = (int64_t)(p->visits + 1);
    if (p->kind[visit] == KHS_DELIVERY) {
        work->deliveries++;
        work->load_ticks += p->dock_ticks[p->dock_of[r->start] * row + visit];
        work->load_open = khs_max(work->load_open, p->dock_open[r->day * row + visit]);
        work->load_close = khs_min(work->load_close, p->dock_close[r->day * row + visit]);
    } else if (p->kind[visit] == KHS_PICKUP) {
        work->pickups++;
        work->unload_ticks += p->dock_ticks[p->dock_of[r->end] * row + visit];
        work->unload_open = khs_max(work->unload_open, p->dock_open[r->day * row + visit]);
        work->unload_close = khs_min(work->unload_close, p->dock_close[r->day * row + visit]);
    }
}

khs_segment khs_head(const khs_resource *r, const khs_dock_work *work)
{
    if (!work->deliveries) return (khs_segment){0, r->open, r->close};
    if (!r->load_windows) return (khs_segment){0, 0, -KHS_FAR / 2};
    return (khs_segment){r->load_fixed + work->load_ticks,
                         khs_max(r->load_open[0], work->load_open),
                         khs_min(r->load_close[r->load_windows - 1], work->load_close)};
}

khs_segment khs_tail(const khs_resource *r, const khs_dock_work *work)
{
    if (!work->pickups) return (khs_segment){0, r->open, r->close};
    if (!r->unload_windows) return (khs_segment){0, 0, -KHS_FAR / 2};
    const int32_t ticks = r->unload_fixed + work->unload_ticks;
    const int32_t close = khs_min(r->unload_close[r->unload_windows - 1], r->close - ticks);
    return (khs_segment){ticks, khs_max(r->unload_open[0], work->unload_open),
                         khs_min(close, work->unload_close)};
}

static bool partner_before(const khs_problem *p, const int32_t *visits, int32_t at)
{
    for (int32_t i = 0; i < at; i++)
        if (visits[i] == p->partner[visits[at]]) return true;
    return false;
}

static khs_flaw check_order(const khs_problem *p, const khs_resource *r, const int32_t *visits,
                            int32_t count)
{
    bool collected = false, delivers = false;
    for (int32_t i = 0; i < count; i++) {
        const khs_kind kind = (khs_kind)p->kind[visits[i]];
        if (kind == KHS_SHIP_TO && !partner_before(p, visits, i)) return KHS_FLAW_ORDER;
        if (kind == KHS_DELIVERY && collected && r->pickups_after_deliveries) return KHS_FLAW_ORDER;
        collected |= kind == KHS_PICKUP;
        delivers |= kind == KHS_DELIVERY;
    }
    return r->needs_delivery && !delivers ? KHS_FLAW_ORDER : KHS_FINE;
}

static bool measure_fits(const khs_problem *p, const khs_resource *r, const int32_t *visits,
                         int32_t count, int32_t m)
{
    int64_t on_board = 0;
    for (int32_t i = 0; i < count; i++)
        if (p->kind[visits[i]] == KHS_DELIVERY) on_board += khs_quantity(p, visits[i])[m];
    if (on_board > r->capacity[m]) return false;
    for (int32_t i = 0; i < count; i++) {
        const khs_kind kind = (khs_kind)p->kind[visits[i]];
        const int32_t quantity = khs_quantity(p, visits[i])[m];
        on_board += kind == KHS_PICKUP || kind == KHS_SHIP_FROM ? quantity : -quantity;
        if (on_board > r->capacity[m]) return false;
    }
    return true;
}

khs_flaw khs_route_check_load(const khs_problem *p, const khs_resource *r, const int32_t *visits,
                              int32_t count)
{
    const khs_flaw flaw = check_order(p, r, visits, count);
    if (flaw) return flaw;
    for (int32_t m = 0; m < p->measures; m++)
        if (!measure_fits(p, r, visits, count, m)) return KHS_FLAW_LOAD;
    return KHS_FINE;
}

/* Who is on board, by co-loading class. */
typedef struct riders {
    int32_t count[64];
    uint64_t classes;
} riders;

static void ride(riders *on_board, uint64_t classes, int32_t change)
{
    for (; classes; classes &= classes - 1) {
        int32_t bit = 0;
        while (!((classes >> bit) & 1)) bit++;
        on_board->count[bit] += change;
        if (on_board->count[bit]) {
            on_board->classes |= (uint64_t)1 << bit;
        } else {
            on_board->classes &= ~((uint64_t)1 << bit);
        }
    }
}

static bool board(const khs_problem *p, riders *on_board, int32_t visit)
{
    if (on_board->classes & p->hates_time[visit]) return false;
    ride(on_board, p->has_time[visit], 1);
    return true;
}

static bool ride_apart(const khs_problem *p, const int32_t *visits, int32_t count)
{
    riders on_board;
    memset(&on_board, 0, sizeof on_board);
    for (int32_t i = 0; i < count; i++)
        if (p->kind[visits[i]] == KHS_DELIVERY && !board(p, &on_board, visits[i])) return false;
    for (int32_t i = 0; i < count; i++) {
        const khs_kind kind = (khs_kind)p->kind[visits[i]];
        if (kind == KHS_PICKUP || kind == KHS_SHIP_FROM) {
            if (!board(p, &on_board, visits[i])) return false;
        } else {
            ride(&on_board, p->has_time[visits[i]], -1);
        }
    }
    return true;
}

khs_flaw khs_route_check_conflicts(const khs_problem *p, const int32_t *visits, int32_t count)
{
    uint64_t has = 0, hates = 0, has_time = 0, hates_time = 0;
    for (int32_t i = 0; i < count; i++) {
        has |= p->has_route[visits[i]];
        hates |= p->hates_route[visits[i]];
        has_time |= p->has_time[visits[i]];
        hates_time |= p->hates_time[visits[i]];
    }
    if (has & hates) return KHS_FLAW_CONFLICT;
    if (!(has_time & hates_time)) return KHS_FINE;
    return ride_apart(p, visits, count) ? KHS_FINE : KHS_FLAW_CONFLICT;
}

bool khs_route_is_simple(const khs_problem *p, const khs_resource *r, const int32_t *visits,
                         int32_t count)
{
    if (!p->has_many_windows && !p->has_on_board && r->load_windows <= 1 && r->unload_windows <= 1)
        return true;
    bool delivers = false, collects = false;
    for (int32_t i = 0; i < count; i++) {
        const int32_t v = visits[i];
        if (p->max_on_board[v] < KHS_FAR || p->window_at[v + 1] - p->window_at[v] > 1) return false;
        delivers |= p->kind[v] == KHS_DELIVERY;
        collects |= p->kind[v] == KHS_PICKUP;
    }
    return !(delivers && r->load_windows > 1) && !(collects && r->unload_windows > 1);
}

/* Length, tolls and stops; false where a leg has no road. */
static bool measure_way(const khs_problem *p, const khs_resource *r, const int32_t *visits,
                        int32_t count, khs_route_value *value)
{
    const khs_matrix *matrix = &p->matrix[r->matrix];
    int32_t from = r->start;
    for (int32_t i = 0; i <= count; i++) {
        const int32_t to = i < count ? p->place[visits[i]] : r->end;
        const int32_t steps = khs_steps(p, matrix, from, to);
        if (steps >= KHS_NO_ROAD) return false;
        value->steps += steps;
        value->toll += khs_toll(p, matrix, from, to);
        if (i < count && (i == 0 || to != from)) value->stops++;
        from = to;
    }
    return true;
}

/* Duty by the fast level: a lower bound, exact where khs_route_is_simple; -1: no timing. */
static int32_t fold_duty(const khs_problem *p, const khs_resource *r, const int32_t *visits,
                         int32_t count)
{
    const khs_matrix *matrix = &p->matrix[r->matrix];
    khs_dock_work work = khs_dock_work_none();
    for (int32_t i = 0; i < count; i++) khs_dock_work_add(p, r, visits[i], &work);
    const khs_segment tail = khs_tail(r, &work);
    khs_segment all = khs_head(r, &work);
    if (!khs_segment_feasible(all) || !khs_segment_feasible(tail)) return -1;
    for (int32_t i = 0; i < count; i++) {
        const int32_t v = visits[i], place = p->place[v];
        const int32_t gap = i ? khs_gap(p, matrix, p->place[visits[i - 1]], place)
                              : khs_ticks(p, matrix, r->start, place);
        all = khs_join(all, (khs_segment){p->service[v], p->open[v], p->close[v]}, gap);
        if (!khs_segment_feasible(all)) return -1;
    }
    const int32_t last = p->place[visits[count - 1]];
    const int32_t home = khs_ticks(p, matrix, last, r->end) + p->fixed_stop[last];
    all = khs_join(all, tail, home);
    return khs_segment_feasible(all) ? all.duration : -1;
}

static bool may_ride(const khs_problem *p, int32_t resource, const int32_t *visits, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        if (!khs_allowed(p, visits[i], resource)) return false;
    return true;
}

static khs_flaw find_duty(const khs_problem *p, khs_memo *memo, int32_t resource,
                          const int32_t *visits, int32_t count, int32_t *duty)
{
    const khs_resource *r = &p->resource[resource];
    *duty = fold_duty(p, r, visits, count);
    if (*duty < 0) return KHS_FLAW_TIME;
    if (khs_route_is_simple(p, r, visits, count)) return KHS_FINE;
    khs_flaw flaw = KHS_FINE;
    const bool timed = r->per_h || r->overtime_per_h || r->max_duty < KHS_FAR;
    *duty = khs_memo_duty(memo, p, resource, visits, count, timed ? *duty : KHS_FAR, &flaw);
    return flaw;
}

khs_route_value khs_route_evaluate_open(const khs_problem *p, int32_t resource,
                                        const int32_t *visits, int32_t count)
{
    return khs_route_evaluate_memo(p, NULL, resource, visits, count);
}

/* What serving these visits on the resource costs beside the route. */
static int64_t visit_prices(const khs_problem *p, const khs_resource *r, const int32_t *visits,
                            int32_t count)
{
    int64_t sum = 0;
    for (int32_t i = 0; p->visit_price && i < count; i++) sum += khs_visit_price(p, r, visits[i]);
    return sum;
}

static khs_route_value evaluate_consignment(const khs_problem *p, int32_t resource,
                                            const int32_t *visits, int32_t count)
{
    khs_bill bill;
    khs_route_value value = {.flaw = khs_tariff_bill(p, resource, visits, count, &bill)};
    if (value.flaw) return value;
    value.steps = bill.steps;
    value.stops = bill.stops;
    value.cost = bill.charge + visit_prices(p, &p->resource[resource], visits, count);
    return value;
}

khs_route_value khs_route_evaluate_memo(const khs_problem *p, khs_memo *memo, int32_t resource,
                                        const int32_t *visits, int32_t count)
{
    assert(count >= 1);
    const khs_resource *r = &p->resource[resource];
    if (r->tariff) return evaluate_consignment(p, resource, visits, count);
    khs_route_value value = {.flaw = KHS_FINE};
    if (!may_ride(p, resource, visits, count)) {
        value.flaw = KHS_FLAW_RESOURCE;
    } else if (!measure_way(p, r, visits, count, &value)) {
        value.flaw = KHS_FLAW_ROAD;
    } else if (!(value.flaw = khs_route_check_load(p, r, visits, count)) &&
               !(value.flaw = khs_route_check_conflicts(p, visits, count)) &&
               !(value.flaw = find_duty(p, memo, resource, visits, count, &value.duty))) {
        if (value.duty > r->max_duty || value.steps > r->max_steps || value.stops > r->max_stops)
            value.flaw = KHS_FLAW_LIMIT;
        value.cost = khs_route_cost(p, r, value.steps, value.duty, value.stops, value.toll) +
                     visit_prices(p, r, visits, count);
    }
    return value;
}

bool khs_route_stops_hold(const khs_problem *p, const int32_t *visits, int32_t count)
{
    for (int32_t i = 1; i < count; i++) {
        const int32_t bond = p->order[p->order_of[visits[i]]].bond;
        if (bond < 0 || p->bond[bond].mode != KHS_SAME_STOP || p->kind[visits[i]] == KHS_SHIP_FROM)
            continue;
        for (int32_t k = 0; k < i; k++) {
            if (p->order[p->order_of[visits[k]]].bond != bond ||
                p->kind[visits[k]] == KHS_SHIP_FROM)
                continue;
            for (int32_t j = k; j < i; j++)
                if (p->place[visits[j]] != p->place[visits[i]]) return false;
            break;
        }
    }
    return true;
}

/* Every bond on the route that asks for one route has all its members here. */
static bool bonds_complete(const khs_problem *p, const int32_t *visits, int32_t count)
{
    for (int32_t i = 0; p->bonds && i < count; i++) {
        const int32_t bond = p->order[p->order_of[visits[i]]].bond;
        if (bond < 0 || p->bond[bond].mode == KHS_ALL_OR_NONE) continue;
        int32_t members = 0;
        for (int32_t k = 0; k < count; k++)
            members += p->order[p->order_of[visits[k]]].bond == bond &&
                       p->kind[visits[k]] != KHS_SHIP_FROM;
        if (members < p->bond[bond].count) return false;
    }
    return true;
}

bool khs_route_keeps_bonds(const khs_problem *p, const int32_t *visits, int32_t count)
{
    return !p->bonds ||
           (bonds_complete(p, visits, count) && khs_route_stops_hold(p, visits, count));
}

khs_route_value khs_route_evaluate(const khs_problem *p, int32_t resource, const int32_t *visits,
                                   int32_t count)
{
    khs_route_value value = khs_route_evaluate_open(p, resource, visits, count);
    if (value.flaw == KHS_FINE && !khs_route_keeps_bonds(p, visits, count))
        value.flaw = KHS_FLAW_BOND;
    return value;
}
