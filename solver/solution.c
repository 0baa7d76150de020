/* Steps over a solution: touch, change, commit or roll back (see solution.h). */
#include "pairs.h"
#include "plain.h"
#include "stock.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static void *room_for(size_t count, size_t size) { return calloc(count ? count : 1, size); }

static bool init_rows(const khs_problem *p, khs_rows *rows)
{
    bool needed = false;
    for (int32_t m = 0; m < p->matrices; m++) needed |= !p->matrix[m].steps;
    *rows = (khs_rows){.matrix = -1};
    if (!needed) return true;
    rows->steps = room_for((size_t)p->places, sizeof(int32_t));
    rows->ticks = room_for((size_t)p->places, sizeof(int32_t));
    rows->stamp = room_for((size_t)p->places, sizeof(uint32_t));
    return rows->steps && rows->ticks && rows->stamp;
}

bool khs_solution_init(const khs_scene *scene, khs_solution *s)
{
    const khs_problem *p = scene->p;
    const size_t n = (size_t)p->visits + 1, orders = (size_t)p->orders, k = (size_t)p->resources;
    *s = (khs_solution){.scene = scene,
                        .p = p,
                        .max_tours = p->orders,
                        .absent_price = scene->absent_price,
                        .tour_room = 2 * p->orders + 8,
                        .spare_room = 2 * p->orders + 8};
    const size_t room = (size_t)s->tour_room;
    s->tour = room_for(room, sizeof *s->tour);
    s->tour_of = room_for(n, sizeof(int32_t));
    s->at = room_for(n, sizeof(int32_t));
    s->used = room_for(k, sizeof(int32_t));
    s->limit = room_for(k, sizeof(int32_t));
    s->slack = room_for(room + 1, sizeof(int32_t));
    if (s->slack) *s->slack++ = -1;
    s->absent = room_for(orders, sizeof(int32_t));
    s->absent_at = room_for(orders, sizeof(int32_t));
    s->in_scope = room_for(orders, sizeof(bool));
    s->scope = room_for(orders, sizeof(int32_t));
    s->visited = room_for((size_t)p->places * (size_t)p->days, sizeof(int32_t));
    s->carried = room_for((size_t)p->quotas * (size_t)p->goods, sizeof(int64_t));
    s->drawn = room_for((size_t)p->cells, sizeof(int64_t));
    s->saved_slot = room_for(room, sizeof(int32_t));
    s->saved = room_for(room, sizeof *s->saved);
    s->touched = room_for(room, sizeof(int32_t));
    s->looked = room_for(room, sizeof(int32_t));
    s->flipped_room = 4 * p->orders + 16;
    s->flipped = room_for((size_t)s->flipped_room, sizeof(int32_t));
    s->saved_used = room_for(k, sizeof(int32_t));
    s->spare = room_for((size_t)s->spare_room, sizeof *s->spare);
    s->scratch = room_for(3 * n + 3, sizeof(int32_t));
    s->keys = room_for(orders, sizeof(int64_t));
    const bool rows = init_rows(p, &s->rows), memo = khs_memo_init(p, &s->memo);
    s->failed = !(s->tour && s->tour_of && s->at && s->used && s->limit && s->slack && s->absent &&
                  s->absent_at && s->in_scope && s->scope && s->visited && s->carried && s->drawn &&
                  s->saved_slot && s->saved && s->touched && s->flipped && s->saved_used &&
                  s->spare && s->scratch && s->looked && s->keys && rows && memo);
    if (!s->failed) khs_solution_clear(s);
    return !s->failed;
}

static void drop_tour(khs_tour *tour)
{
    if (!tour) return;
    khs_tour_free(tour);
    free(tour);
}

void khs_solution_free(khs_solution *s)
{
    for (int32_t i = 0; s->tour && i < s->tours; i++) drop_tour(s->tour[i]);
    for (int32_t i = 0; s->spare && i < s->spare_count; i++) drop_tour(s->spare[i]);
    for (int32_t i = 0; i < 2; i++) khs_tour_free(&s->trial[i]);
    khs_memo_free(&s->memo);
    if (s->slack) free(s->slack - 1);
    void *all[] = {s->tour,       s->tour_of,    s->at,       s->used,    s->limit,
                   s->absent,     s->absent_at,  s->in_scope, s->scope,   s->visited,
                   s->saved_slot, s->saved,      s->touched,  s->flipped, s->saved_used,
                   s->spare,      s->scratch,    s->keys,     s->looked,  s->rows.steps,
                   s->rows.ticks, s->rows.stamp, s->carried,  s->drawn};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    memset(s, 0, sizeof *s);
}

static void put_aside(khs_solution *s, khs_tour *tour)
{
    if (s->spare_count < s->spare_room) {
        s->spare[s->spare_count++] = tour;
    } else {
        drop_tour(tour);
    }
}

static khs_tour *take_spare(khs_solution *s)
{
    if (s->spare_count) return s->spare[--s->spare_count];
    khs_tour *tour = calloc(1, sizeof *tour);
    s->failed |= !tour;
    return tour;
}

void khs_solution_clear(khs_solution *s)
{
    const khs_problem *p = s->p;
    for (int32_t i = 0; i < s->tours; i++) put_aside(s, s->tour[i]);
    s->tours = s->saved_count = s->saved_tours = s->flipped_count = 0;
    for (int32_t v = 0; v <= p->visits; v++) s->tour_of[v] = -1;
    for (int32_t k = 0; k < p->resources; k++) {
        s->used[k] = 0;
        s->limit[k] = p->resource[k].count;
    }
    const size_t cells = (size_t)p->places * (size_t)p->days;
    if (s->scene->visited)
        memcpy(s->visited, s->scene->visited, sizeof(int32_t) * cells);
    else
        memset(s->visited, 0, sizeof(int32_t) * cells);
    memset(s->carried, 0, sizeof(int64_t) * (size_t)p->quotas * (size_t)p->goods);
    memset(s->drawn, 0, sizeof(int64_t) * (size_t)p->cells);
    s->overdrawn = 0;
    s->tour_cost = s->absent_cost = s->extra_cost = 0;
    s->live = 0;
    s->absent_count = 0;
    s->scope_count = p->orders;
    for (int32_t o = 0; o < p->orders; o++) {
        s->in_scope[o] = true;
        s->scope[o] = o;
        s->absent_at[o] = -1;
    }
    for (int32_t o = 0; o < p->orders; o++) khs_absent_add(s, o);
    s->flipped_count = 0;
}

khs_value khs_solution_value(const khs_solution *s)
{
    khs_value value = {.routes = s->p->vehicles_first ? s->live : 0,
                       .cost = s->tour_cost + s->extra_cost};
    for (int32_t i = 0; i < s->absent_count; i++) {
        const khs_order *order = &s->p->order[s->absent[i]];
        if (order->price_out < 0) {
            value.absent[order->tier - 1]++;
        } else {
            value.cost += order->price_out;
        }
    }
    return value;
}

/* ---- couplings ---- */

static bool first_in_tour(const khs_tour *tour, int32_t i)
{
    for (int32_t k = 1; k < i; k++)
        if (tour->place[k] == tour->place[i]) return false;
    return true;
}

/* Counts what a tour takes of couplings (as it was when last refreshed) in or out. */
static void couple(khs_solution *s, const khs_tour *tour, int32_t change)
{
    const khs_problem *p = s->p;
    if (p->cells) khs_stock_count(s, tour, change);
    if (p->has_carriers && tour->quota >= 0)
        for (int32_t m = 0; m < p->goods; m++)
            s->carried[(int64_t)tour->quota * p->goods + m] += change * tour->goods[m];
    if (!p->has_extra_visits || p->resource[tour->resource].tariff) return;
    const int32_t day = p->resource[tour->resource].day;
    for (int32_t i = 1; i <= tour->counted; i++) {
        const int64_t price = p->extra_visit_price[tour->place[i]];
        if (!price || !first_in_tour(tour, i)) continue;
        int32_t *visited = &s->visited[(int64_t)tour->place[i] * p->days + day];
        if (change > 0 && (*visited)++ > 0) s->extra_cost += price;
        if (change < 0 && --(*visited) > 0) s->extra_cost -= price;
    }
}

/* ---- steps ---- */

void khs_step_begin(khs_solution *s)
{
    s->step++;
    s->saved_count = s->flipped_count = 0;
    s->saved_tours = s->tours;
    s->saved_live = s->live;
    s->saved_tour_cost = s->tour_cost;
    s->saved_absent_cost = s->absent_cost;
    s->saved_extra_cost = s->extra_cost;
    memcpy(s->saved_used, s->used, sizeof(int32_t) * (size_t)s->p->resources);
}

khs_tour *khs_touch(khs_solution *s, int32_t slot)
{
    khs_tour *old = s->tour[slot];
    if (slot >= s->saved_tours || s->touched[slot] == s->step) return old;
    khs_tour *fresh = take_spare(s);
    const bool whole = s->scene->plain || s->scene->pairs;
    if (!fresh || !(whole ? khs_tour_copy : khs_tour_copy_visits)(s->p, fresh, old)) {
        s->failed = true;
        if (fresh) put_aside(s, fresh);
        return NULL;
    }
    s->touched[slot] = s->step;
    s->saved_slot[s->saved_count] = slot;
    s->saved[s->saved_count++] = old;
    couple(s, old, -1);
    fresh->counted = 0;
    s->tour_cost -= old->cost;
    s->tour[slot] = fresh;
    return fresh;
}

static void note_slack(khs_solution *s, int32_t slot)
{
    const khs_tour *tour = s->tour[slot];
    s->slack[slot] = tour->count ? s->scene->largest[tour->resource] - tour->total[0] : -1;
}

/* Positions from `first` on, and the slack. */
static void note_positions(khs_solution *s, int32_t slot, int32_t first)
{
    const khs_tour *tour = s->tour[slot];
    for (int32_t i = first; i <= tour->count; i++) {
        s->tour_of[tour->visit[i]] = slot;
        s->at[tour->visit[i]] = i;
    }
    note_slack(s, slot);
}

static bool refresh(khs_solution *s, khs_tour *tour)
{
    if (s->scene->plain) return khs_plain_refresh(s->p, tour, s->scene->windows);
    return s->scene->pairs ? khs_pairs_refresh(s->p, tour) : khs_tour_refresh(s->p, tour, &s->memo);
}

/* A tour that was changed earlier in this step leaves the sums; `place` still holds what was
 * counted. */
static void count_out(khs_solution *s, khs_tour *tour)
{
    if (!tour->counted) return;
    s->tour_cost -= tour->cost;
    couple(s, tour, -1);
    tour->counted = 0;
}

static void count_in(khs_solution *s, int32_t slot, int32_t first)
{
    khs_tour *tour = s->tour[slot];
    note_positions(s, slot, first);
    tour->stamp = ++s->stamps;
    s->tour_cost += tour->cost;
    tour->counted = tour->count;
    if (s->p->cells && !khs_stock_list(s->p, tour)) s->failed = true;
    couple(s, tour, 1);
}

static void close_tour(khs_solution *s, int32_t slot)
{
    s->used[s->tour[slot]->resource]--;
    s->live--;
    s->slack[slot] = -1;
}

/* Whether a tour that is not counted yet is within its carrier's limits, and the only one to its
 * destination. */
static bool consignment_holds(const khs_solution *s, int32_t slot)
{
    const khs_tour *tour = s->tour[slot];
    if (!s->p->resource[tour->resource].tariff) return true;
    return khs_quota_takes(s, tour->quota, tour->goods) &&
           khs_may_consign(s, tour->resource, tour->visit + 1, tour->count, slot);
}

bool khs_tour_changed(khs_solution *s, int32_t slot)
{
    khs_tour *tour = s->tour[slot];
    count_out(s, tour);
    if (!tour->count) {
        close_tour(s, slot);
        return true;
    }
    if (!refresh(s, tour)) return false;
    if (s->p->has_carriers && !consignment_holds(s, slot)) return false;
    count_in(s, slot, 1);
    return true;
}

bool khs_tour_splice(khs_solution *s, int32_t slot, int32_t i, int32_t v)
{
    khs_tour *tour = s->tour[slot];
    count_out(s, tour);
    if (!khs_tour_reserve(s->p, tour, tour->count + 2)) {
        s->failed = true;
        return false;
    }
    if (!khs_plain_splice(s->p, tour, i, v, s->scene->windows)) return false;
    count_in(s, slot, i + 1);
    return true;
}

bool khs_tour_sweep(khs_solution *s, int32_t slot, const bool *doomed)
{
    khs_tour *tour = s->tour[slot];
    count_out(s, tour);
    if (!khs_plain_sweep(s->p, tour, doomed, s->scene->windows)) return false;
    if (tour->count) {
        count_in(s, slot, 1);
    } else {
        close_tour(s, slot);
    }
    return true;
}

int32_t khs_tour_open(khs_solution *s, int32_t resource, const int32_t *visits, int32_t count)
{
    khs_tour *tour = take_spare(s);
    if (!tour) return -1;
    const int32_t slot = s->tours;
    tour->count = 0;
    if (slot >= s->tour_room || !khs_tour_reserve(s->p, tour, count + 2)) {
        s->failed = true;
        put_aside(s, tour);
        return -1;
    }
    tour->resource = resource;
    tour->count = count;
    tour->counted = 0;
    memcpy(tour->visit + 1, visits, sizeof(int32_t) * (size_t)count);
    s->tour[s->tours++] = tour;
    s->used[resource]++;
    s->live++;
    return khs_tour_changed(s, slot) ? slot : -1;
}

/* Emptied tours leave; the last ones move into their slots. */
static void close_gaps(khs_solution *s)
{
    for (int32_t slot = s->tours - 1; slot >= 0; slot--) {
        if (s->tour[slot]->count) continue;
        put_aside(s, s->tour[slot]);
        s->tour[slot] = s->tour[--s->tours];
        if (slot < s->tours) note_positions(s, slot, 1);
    }
}

void khs_step_commit(khs_solution *s)
{
    bool emptied = false;
    for (int32_t i = 0; i < s->saved_count; i++) {
        put_aside(s, s->saved[i]);
        emptied |= !s->tour[s->saved_slot[i]]->count;
    }
    for (int32_t slot = s->saved_tours; slot < s->tours; slot++) emptied |= !s->tour[slot]->count;
    s->saved_count = 0;
    if (emptied) close_gaps(s);
}

static void recount_visited(khs_solution *s, const khs_tour *tour, int32_t change)
{
    const int64_t extra = s->extra_cost;
    couple(s, tour, change);
    s->extra_cost = extra;
}

void khs_step_rollback(khs_solution *s)
{
    for (int32_t slot = s->saved_tours; slot < s->tours; slot++) {
        khs_tour *tour = s->tour[slot];
        if (tour->counted) recount_visited(s, tour, -1);
        put_aside(s, tour);
    }
    s->tours = s->saved_tours;
    for (int32_t i = 0; i < s->saved_count; i++) {
        const khs_tour *tour = s->tour[s->saved_slot[i]];
        if (tour->counted) recount_visited(s, tour, -1);
    }
    /* an order that this step took in was absent before, or is in a tour that comes back */
    for (int32_t i = s->flipped_count - 1; i >= 0; i--) {
        const int32_t order = s->flipped[i];
        if (s->absent_at[order] >= 0) {
            khs_absent_remove(s, order);
        } else {
            khs_absent_add(s, order);
        }
    }
    for (int32_t i = 0; i < s->saved_count; i++) {
        const int32_t slot = s->saved_slot[i];
        put_aside(s, s->tour[slot]);
        s->tour[slot] = s->saved[i];
        note_positions(s, slot, 1);
        recount_visited(s, s->tour[slot], 1);
    }
    s->saved_count = s->flipped_count = 0;
    s->live = s->saved_live;
    s->tour_cost = s->saved_tour_cost;
    s->absent_cost = s->saved_absent_cost;
    s->extra_cost = s->saved_extra_cost;
    memcpy(s->used, s->saved_used, sizeof(int32_t) * (size_t)s->p->resources);
}

static void flip(khs_solution *s, int32_t order)
{
    if (s->flipped_count == s->flipped_room) {
        int32_t *more = realloc(s->flipped, 2 * sizeof(int32_t) * (size_t)s->flipped_room);
        if (!more) {
            s->failed = true;
            return;
        }
        s->flipped = more;
        s->flipped_room *= 2;
    }
    s->flipped[s->flipped_count++] = order;
}

void khs_absent_add(khs_solution *s, int32_t order)
{
    assert(s->absent_at[order] < 0);
    s->absent_at[order] = s->absent_count;
    s->absent[s->absent_count++] = order;
    s->absent_cost += s->absent_price[order];
    s->tour_of[s->p->order[order].visit] = -1;
    if (s->p->order[order].partner) s->tour_of[s->p->order[order].partner] = -1;
    flip(s, order);
}

void khs_absent_remove(khs_solution *s, int32_t order)
{
    const int32_t i = s->absent_at[order], last = s->absent[--s->absent_count];
    assert(i >= 0);
    s->absent[i] = last;
    s->absent_at[last] = i;
    s->absent_at[order] = -1;
    s->absent_cost -= s->absent_price[order];
    flip(s, order);
}

void khs_solution_check(const khs_solution *s)
{
    int64_t cost = 0, absent = 0;
    int32_t seen = 0;
    for (int32_t slot = 0; slot < s->tours; slot++) {
        const khs_tour *tour = s->tour[slot];
        const khs_route_value value =
            khs_route_evaluate(s->p, tour->resource, tour->visit + 1, tour->count);
        assert(value.flaw == KHS_FINE && value.cost == tour->cost);
        cost += value.cost;
        for (int32_t i = 1; i <= tour->count; i++) {
            assert(s->tour_of[tour->visit[i]] == slot && s->at[tour->visit[i]] == i);
            seen += s->p->kind[tour->visit[i]] != KHS_SHIP_TO;
        }
    }
    for (int32_t q = 0; q < s->p->quotas; q++)
        assert(khs_quota_takes(s, q, (int64_t[KHS_MEASURES_MAX]){0}));
    assert(!s->overdrawn && khs_stock_is_counted(s));
    for (int32_t i = 0; i < s->absent_count; i++) absent += s->absent_price[s->absent[i]];
    assert(cost == s->tour_cost && absent == s->absent_cost);
    assert(seen + s->absent_count == s->scope_count);
    (void)cost, (void)absent, (void)seen;
}
