/* The cheapest spot for an order: every position of every promising tour, judged by its length
 * first, its time second, and built only where the fast level is not exact. */
#include "pairs.h"
#include "plain.h"

#include <assert.h>
#include <string.h>

enum { BOND_TOURS = 200 }; /* with more, bonded orders look at tours nearby alone */

/* Begins a round of looks at tours, each of which is looked at once. */
static void begin_looks(khs_solution *s)
{
    if (s->look < INT32_MAX) {
        s->look++;
        return;
    }
    memset(s->looked, 0, sizeof(int32_t) * (size_t)s->tour_room);
    s->look = 1;
}

static inline bool looks_anew(khs_solution *s, int32_t slot)
{
    if (slot < 0 || s->looked[slot] == s->look) return false;
    s->looked[slot] = s->look;
    return true;
}

/* What one scan of one tour needs at hand. */
typedef struct scan {
    khs_solution *s;
    const khs_problem *p;
    const khs_search_style *style;
    const khs_tour *tour;
    const khs_resource *r;
    const khs_matrix *matrix;
    int32_t slot, v;
    int32_t resource; /* the tour's, or a larger one that is alike */
    khs_legs legs;    /* of the visit's place */
    int64_t step_price;
    int64_t retyped; /* what the change of resource alone costs */
    bool timed;      /* duty matters to cost or limits */
    bool built;      /* candidates must be built to be judged */
    bool new_ends;   /* the insertion changes head or tail */
    khs_segment head, tail;
    int64_t surcharge;          /* what the coupling adds */
    int64_t step_cost, ceiling; /* see set_ceiling */
    khs_spot *best;
} scan;

static void next_stamp(khs_rows *rows, int32_t places)
{
    if (++rows->now) return;
    memset(rows->stamp, 0, sizeof *rows->stamp * (size_t)places);
    rows->now = 1;
}

khs_legs khs_legs_at(khs_solution *s, int32_t matrix, int32_t place, const khs_tour *tour)
{
    const khs_problem *p = s->p;
    const khs_matrix *m = &p->matrix[matrix];
    const int64_t row = (int64_t)place * p->places;
    if (m->steps)
        return (khs_legs){m->steps + row, m->steps_to + row, m->ticks + row, m->ticks_to + row};
    khs_rows *rows = &s->rows;
    if (rows->matrix != matrix || rows->place != place) {
        next_stamp(rows, p->places);
        rows->matrix = matrix;
        rows->place = place;
    }
    for (int32_t i = 0; i <= tour->count + 1; i++) {
        const int32_t other = tour->place[i];
        if (rows->stamp[other] == rows->now) continue;
        const khs_leg leg = m->leg(m->context, place, other);
        rows->stamp[other] = rows->now;
        rows->steps[other] = leg.steps;
        rows->ticks[other] = leg.ticks;
    }
    return (khs_legs){rows->steps, rows->steps, rows->ticks, rows->ticks};
}

static bool blinks(const scan *c)
{
    return c->style->blink && (uint32_t)(khs_rng_next(c->style->rng) >> 48) < c->style->blink;
}

/* Sets the price of steps, times steps per km, from which on no spot improves by its length alone:
 * rounding takes off less than two units. Called when the best changes. */
static void set_ceiling(scan *c)
{
    const int64_t far = (int64_t)1 << 38;
    const int64_t base = c->step_price >= 0 ? 1 : c->p->steps_per_km;
    const int64_t least = c->step_price >= 0 ? c->surcharge : c->surcharge + c->retyped - 2;
    const int64_t delta = c->best->delta > far ? far : c->best->delta; /* no sum overflows */
    const int64_t room = delta - least;
    c->ceiling = delta == far ? INT64_MAX : (room < -far ? -far : room) * base;
    c->step_cost = c->step_price >= 0 ? c->step_price : c->r->per_km;
}

static inline bool is_too_long(const scan *c, int32_t added)
{
    return c->step_cost * added >= c->ceiling;
}

static void accept(scan *c, int64_t delta, int32_t i, int32_t j)
{
    *c->best = (khs_spot){delta, c->slot, c->resource, i, j};
    set_ceiling(c);
}

/* Builds the candidate and takes its exact cost. */
static void judge_built(scan *c, int32_t i, int32_t j, int32_t v, int32_t w)
{
    const khs_tour *tour = c->tour;
    int32_t *line = c->s->scratch, count = 0;
    for (int32_t k = 0; k <= tour->count; k++) {
        if (k) line[count++] = tour->visit[k];
        if (k == i) line[count++] = v;
        if (k == j && w) line[count++] = w;
    }
    if (c->s->scene->same_stops && !khs_route_stops_hold(c->p, line, count)) return;
    const khs_route_value value = khs_route_evaluate_open(c->p, c->resource, line, count);
    const int64_t delta = value.cost - tour->cost + c->surcharge;
    if (value.flaw == KHS_FINE && delta < c->best->delta) accept(c, delta, i, j);
}

static inline int32_t stops_added(const khs_tour *tour, int32_t i, int32_t place)
{
    const int32_t a = tour->place[i], b = tour->place[i + 1];
    const bool a_visit = i > 0, b_visit = i < tour->count;
    const int32_t before = b_visit && (!a_visit || a != b);
    const int32_t after = (!a_visit || a != place) + (b_visit && place != b);
    return after - before;
}

static inline int32_t gap_to(const scan *c, int32_t i)
{
    const int32_t a = c->tour->place[i], own = c->p->place[c->v];
    if (i == 0) return c->legs.t_to[a];
    return a == own ? 0 : c->legs.t_to[a] + c->p->fixed_stop[a];
}

static inline int32_t gap_from(const scan *c, int32_t i)
{
    const int32_t b = c->tour->place[i + 1], own = c->p->place[c->v];
    if (i == c->tour->count) return c->legs.t_from[b] + c->p->fixed_stop[own];
    return b == own ? 0 : c->legs.t_from[b] + c->p->fixed_stop[own];
}

static khs_segment stretch_before(const scan *c, int32_t i)
{
    const khs_tour *tour = c->tour;
    if (!c->new_ends) return tour->pre[i];
    if (i == 0) return c->head;
    return khs_join(c->head, tour->mid[i],
                    khs_ticks(c->p, c->matrix, tour->place[0], tour->place[1]));
}

static khs_segment stretch_after(const scan *c, int32_t i)
{
    const khs_tour *tour = c->tour;
    const int32_t n = tour->count;
    if (!c->new_ends) return tour->suf[i + 1];
    if (i == n) return c->tail;
    const int32_t last = tour->place[n];
    return khs_join(tour->post[i + 1], c->tail,
                    khs_ticks(c->p, c->matrix, last, tour->place[n + 1]) + c->p->fixed_stop[last]);
}

/* The exact delta of a single visit after position i whose lengths have passed; INT64_MAX:
 * infeasible. */
static int64_t single_delta(const scan *c, int32_t i, int32_t steps_added, int32_t gap1,
                            int32_t gap2)
{
    const khs_problem *p = c->p;
    const khs_tour *tour = c->tour;
    int32_t duty = tour->duty;
    if (c->timed || c->new_ends) {
        const khs_segment own = {p->service[c->v], p->open[c->v], p->close[c->v]};
        khs_segment all = stretch_before(c, i);
        if (!khs_segment_feasible(all)) return INT64_MAX;
        all = khs_join(all, own, gap1);
        if (!khs_segment_feasible(all)) return INT64_MAX;
        const khs_segment rest = stretch_after(c, i);
        if (!khs_segment_feasible(rest)) return INT64_MAX;
        all = khs_join(all, rest, gap2);
        if (!khs_segment_feasible(all)) return INT64_MAX;
        duty = all.duration;
        if (duty > c->r->max_duty) return INT64_MAX;
    }
    const int32_t steps = tour->steps + steps_added;
    if (steps > c->r->max_steps) return INT64_MAX;
    int32_t stops = tour->stops;
    if (p->has_stop_limits) {
        stops += stops_added(tour, i, p->place[c->v]);
        if (stops > c->r->max_stops) return INT64_MAX;
    }
    int64_t toll = tour->toll;
    if (p->has_tolls) {
        const int32_t a = tour->place[i], b = tour->place[i + 1], own = p->place[c->v];
        toll += khs_toll(p, c->matrix, a, own) + khs_toll(p, c->matrix, own, b) -
                khs_toll(p, c->matrix, a, b);
    }
    return khs_route_cost(p, c->r, steps, duty, stops, toll) - tour->cost + c->surcharge;
}

static bool single_load_fits(const scan *c, int32_t i)
{
    const khs_problem *p = c->p;
    const int32_t *quantity = khs_quantity(p, c->v);
    const int32_t *peak =
        p->kind[c->v] == KHS_DELIVERY ? c->tour->load_before : c->tour->load_after;
    for (int32_t m = 0; m < p->measures; m++)
        if (peak[(int64_t)m * c->tour->room + i] + quantity[m] > c->r->capacity[m]) return false;
    return true;
}

static void scan_single(scan *c)
{
    const khs_problem *p = c->p;
    const khs_tour *tour = c->tour;
    const int32_t open = p->open[c->v], close = p->close[c->v], service = p->service[c->v];
    const bool mixed = p->has_pickups || p->has_pairs;
    int32_t first = 0, last = tour->count;
    if (c->r->pickups_after_deliveries) {
        if (p->kind[c->v] == KHS_PICKUP) first = tour->last_delivery;
        if (p->kind[c->v] == KHS_DELIVERY) last = khs_min(last, tour->first_pickup - 1);
    }
    for (int32_t i = first; i <= last; i++) {
        if (!c->new_ends && tour->ready[i] > close) break;
        const int32_t a = tour->place[i], b = tour->place[i + 1];
        const int32_t added = c->legs.to[a] + c->legs.from[b] - tour->arc[i];
        if (is_too_long(c, added)) continue;
        if (mixed && !single_load_fits(c, i)) continue;
        const int32_t gap1 = gap_to(c, i), gap2 = gap_from(c, i);
        if (!c->new_ends) {
            const int32_t begin = khs_max(tour->ready[i] + gap1, open);
            if (begin > close || begin + service + gap2 > tour->latest[i + 1]) continue;
        }
        const int64_t delta = c->timed || c->new_ends || c->step_price < 0
                                  ? single_delta(c, i, added, gap1, gap2)
                                  : c->step_price * added + c->surcharge;
        if (delta >= c->best->delta || blinks(c)) continue;
        if (c->built) {
            judge_built(c, i, -1, c->v, 0);
        } else if (tour->steps + added <= c->r->max_steps) {
            accept(c, delta, i, -1);
        }
    }
}

/* ---- shipments: both ends at once ---- */

/* Steps added by v after i and w after j. */
static int32_t pair_steps(const scan *c, int32_t i, int32_t j, int32_t w)
{
    const khs_problem *p = c->p;
    const khs_tour *tour = c->tour;
    const int32_t pv = p->place[c->v], pw = p->place[w];
    const int32_t a = tour->place[i], b = tour->place[i + 1];
    if (i == j)
        return c->legs.to[a] + khs_steps(p, c->matrix, pv, pw) + khs_steps(p, c->matrix, pw, b) -
               tour->arc[i];
    const int32_t x = tour->place[j], y = tour->place[j + 1];
    return c->legs.to[a] + c->legs.from[b] - tour->arc[i] + khs_steps(p, c->matrix, x, pw) +
           khs_steps(p, c->matrix, pw, y) - tour->arc[j];
}

static int32_t leg_gap(const khs_problem *p, const khs_matrix *m, const khs_tour *tour, int32_t i,
                       int32_t from_place, int32_t b)
{
    /* from a visit's place to position i */
    if (i == tour->count + 1) return khs_ticks(p, m, from_place, b) + p->fixed_stop[from_place];
    return khs_gap(p, m, from_place, b);
}

static int64_t pair_cost_delta(const scan *c, int32_t i, int32_t j, int32_t w, khs_segment all,
                               int32_t steps_added)
{
    const khs_problem *p = c->p;
    const khs_tour *tour = c->tour;
    const int32_t pv = p->place[c->v], pw = p->place[w];
    if (all.duration > c->r->max_duty || tour->steps + steps_added > c->r->max_steps)
        return INT64_MAX;
    int32_t stops = tour->stops;
    if (p->has_stop_limits) {
        int32_t line_stops = 0, before = -1;
        for (int32_t k = 0; k <= tour->count; k++) {
            if (k) line_stops += tour->place[k] != before, before = tour->place[k];
            if (k == i) line_stops += pv != before, before = pv;
            if (k == j) line_stops += pw != before, before = pw;
        }
        stops = line_stops;
        if (stops > c->r->max_stops) return INT64_MAX;
    }
    int64_t toll = tour->toll;
    if (p->has_tolls) {
        const khs_matrix *m = c->matrix;
        const int32_t a = tour->place[i], b = tour->place[i + 1], x = tour->place[j],
                      y = tour->place[j + 1];
        toll += i == j ? khs_toll(p, m, a, pv) + khs_toll(p, m, pv, pw) + khs_toll(p, m, pw, b) -
                             khs_toll(p, m, a, b)
                       : khs_toll(p, m, a, pv) + khs_toll(p, m, pv, b) - khs_toll(p, m, a, b) +
                             khs_toll(p, m, x, pw) + khs_toll(p, m, pw, y) - khs_toll(p, m, x, y);
    }
    return khs_route_cost(p, c->r, tour->steps + steps_added, all.duration, stops, toll) -
           tour->cost + c->surcharge;
}

static bool leg_holds(const scan *c, int32_t leg, const int32_t *quantity)
{
    for (int32_t m = 0; m < c->p->measures; m++)
        if (c->tour->load[(int64_t)m * c->tour->room + leg] + quantity[m] > c->r->capacity[m])
            return false;
    return true;
}

/* All places for w, given v after i and the stretch up to and including v. */
static void scan_second(scan *c, int32_t i, int32_t w, khs_segment seg)
{
    const khs_problem *p = c->p;
    const khs_tour *tour = c->tour;
    const int32_t pw = p->place[w];
    const khs_segment own = {p->service[w], p->open[w], p->close[w]};
    int32_t place = p->place[c->v];
    for (int32_t j = i;; j++) {
        if (!leg_holds(c, j, khs_quantity(p, c->v))) return;
        const int32_t added = pair_steps(c, i, j, w);
        if (!is_too_long(c, added)) {
            khs_segment all = khs_join(seg, own, khs_gap(p, c->matrix, place, pw));
            if (khs_segment_feasible(all)) {
                all = khs_join(all, tour->suf[j + 1],
                               leg_gap(p, c->matrix, tour, j + 1, pw, tour->place[j + 1]));
                const int64_t delta =
                    khs_segment_feasible(all) ? pair_cost_delta(c, i, j, w, all, added) : INT64_MAX;
                if (delta < c->best->delta && !blinks(c)) {
                    if (c->built) {
                        judge_built(c, i, j, c->v, w);
                    } else {
                        accept(c, delta, i, j);
                    }
                }
            }
        }
        if (j == tour->count) return;
        const int32_t next = tour->visit[j + 1];
        seg = khs_join(seg, (khs_segment){p->service[next], p->open[next], p->close[next]},
                       khs_gap(p, c->matrix, place, tour->place[j + 1]));
        if (!khs_segment_feasible(seg) || khs_segment_end(seg) > p->close[w]) return;
        place = tour->place[j + 1];
    }
}

static void scan_pair(scan *c, int32_t w)
{
    const khs_problem *p = c->p;
    const khs_tour *tour = c->tour;
    const khs_segment own = {p->service[c->v], p->open[c->v], p->close[c->v]};
    for (int32_t i = 0; i <= tour->count; i++) {
        if (tour->ready[i] > own.latest) break;
        if (!leg_holds(c, i, khs_quantity(p, c->v))) continue;
        const int32_t added =
            c->legs.to[tour->place[i]] + c->legs.from[tour->place[i + 1]] - tour->arc[i];
        if (is_too_long(c, added)) continue;
        const int32_t gap1 = gap_to(c, i), begin = khs_max(tour->ready[i] + gap1, own.earliest);
        if (begin > own.latest || begin + own.duration + gap_from(c, i) > tour->latest[i + 1])
            continue;
        const khs_segment seg = khs_join(tour->pre[i], own, gap1);
        if (khs_segment_feasible(seg)) scan_second(c, i, w, seg);
    }
}

/* ---- tours ---- */

static int64_t visit_surcharge(const khs_solution *s, const khs_tour *tour, int32_t resource,
                               int32_t v, int32_t w)
{
    const khs_problem *p = s->p;
    if (!p->has_extra_visits) return 0;
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

static bool has_room(const khs_problem *p, const khs_tour *tour, int32_t resource, int32_t v)
{
    const int32_t *quantity = khs_quantity(p, v), *capacity = p->resource[resource].capacity;
    for (int32_t m = 0; m < p->measures; m++)
        if (tour->total[m] + quantity[m] > capacity[m]) return false;
    return true;
}

static bool all_allowed(const khs_problem *p, const khs_tour *tour, int32_t resource)
{
    for (int32_t i = 1; i <= tour->count; i++)
        if (!khs_allowed(p, tour->visit[i], resource)) return false;
    return true;
}

/* The cheapest free resource that is alike, has room for the visit too and may carry them all; -1:
 * none. */
static int32_t larger_resource(const khs_solution *s, const khs_tour *tour, int32_t v)
{
    const khs_problem *p = s->p;
    const bool *alike = s->scene->alike + (int64_t)tour->resource * p->resources;
    int64_t least = INT64_MAX;
    int32_t found = -1;
    for (int32_t k = 0; k < p->resources; k++) {
        if (!alike[k] || s->used[k] >= s->limit[k] || !has_room(p, tour, k, v)) continue;
        const int64_t cost =
            khs_route_cost(p, &p->resource[k], tour->steps, tour->duty, tour->stops, tour->toll);
        if (cost >= least || !khs_allowed(p, v, k) || !all_allowed(p, tour, k)) continue;
        least = cost;
        found = k;
    }
    return found;
}

/* Whether a single visit's load fits anywhere where deliveries and pickups mix: a delivery best as
 * the first, a pickup best as the last. */
static bool single_load_may_fit(const khs_problem *p, const khs_tour *tour, const khs_resource *r,
                                int32_t v)
{
    const int32_t *quantity = khs_quantity(p, v);
    const int32_t *peak =
        p->kind[v] == KHS_DELIVERY ? tour->load_before : tour->load_after + tour->count;
    for (int32_t m = 0; m < p->measures; m++)
        if (peak[(int64_t)m * tour->room] + quantity[m] > r->capacity[m]) return false;
    return true;
}

/* Whether the tour can take the visit as far as one look tells; sets what the scan needs. */
static bool open_scan(scan *c, khs_solution *s, const khs_tour *tour, int32_t slot, int32_t v,
                      int32_t w)
{
    const khs_problem *p = s->p;
    if (tour->has_route & p->hates_route[v]) return false;
    int32_t resource = tour->resource;
    if (!p->has_pickups && !p->has_pairs && !has_room(p, tour, resource, v)) {
        resource = s->scene->any_alike ? larger_resource(s, tour, v) : -1;
        if (resource < 0) return false;
    }
    const khs_resource *r = &p->resource[resource];
    if (!khs_allowed(p, v, resource) || (w && !khs_allowed(p, w, resource))) return false;
    if (!w && (p->has_pickups || p->has_pairs) && !single_load_may_fit(p, tour, r, v)) return false;
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
    c->surcharge = visit_surcharge(s, tour, resource, v, w);
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
            khs_route_cost(p, r, tour->steps, tour->duty, tour->stops, tour->toll) - tour->cost;
    if (p->has_stop_limits || resource != tour->resource) c->step_price = -1;
    c->built = built || s->scene->same_stops;
    c->legs = khs_legs_at(s, r->matrix, p->place[v], tour);
    set_ceiling(c);
    return true;
}

static void scan_plain(scan *c, khs_solution *s, const khs_tour *tour, int32_t slot, int32_t v)
{
    const khs_problem *p = s->p;
    int32_t resource = tour->resource;
    int64_t retyped = 0;
    if (!has_room(p, tour, resource, v)) {
        resource = s->scene->any_alike ? larger_resource(s, tour, v) : -1;
        if (resource < 0) return;
        retyped = khs_route_cost(p, &p->resource[resource], tour->steps, 0, 0, 0) - tour->cost;
    }
    if (khs_allowed(p, v, resource))
        khs_plain_scan(s, tour, (khs_spot){retyped, slot, resource, 0, -1}, v, c->style, c->best);
}

static void scan_tour(scan *c, khs_solution *s, const khs_tour *tour, int32_t slot, int32_t v,
                      int32_t w)
{
    if (!tour->count) return;
    if (s->scene->plain) {
        scan_plain(c, s, tour, slot, v);
        return;
    }
    if (s->scene->pairs) {
        khs_pairs_scan(s, slot, s->p->order_of[v], c->style, c->best);
        return;
    }
    if (!open_scan(c, s, tour, slot, v, w)) return;
    if (w) {
        scan_pair(c, w);
    } else {
        scan_single(c);
    }
}

static void scan_near(scan *c, khs_solution *s, int32_t v, int32_t w)
{
    const khs_scene *scene = s->scene;
    const int32_t reach = khs_min(c->style->reach, scene->near_count);
    begin_looks(s);
    for (int32_t end = 0; end < (w ? 2 : 1); end++) {
        const int32_t *near = scene->near + (int64_t)(end ? w : v) * scene->near_count;
        for (int32_t k = 0; k < reach && near[k]; k++) {
            const int32_t slot = s->tour_of[near[k]];
            if (looks_anew(s, slot)) scan_tour(c, s, s->tour[slot], slot, v, w);
        }
    }
}

static void try_new_tour(khs_solution *s, int32_t order, khs_spot *best)
{
    const khs_problem *p = s->p;
    if (s->tours >= s->max_tours) return;
    const int64_t *solo = s->scene->solo + (int64_t)order * p->resources;
    for (int32_t k = 0; k < p->resources; k++) {
        if (solo[k] < 0 || s->used[k] >= s->limit[k]) continue;
        const int64_t delta =
            solo[k] + visit_surcharge(s, NULL, k, p->order[order].visit, p->order[order].partner);
        if (delta < best->delta) *best = (khs_spot){delta, -1, k, 0, 0};
    }
}

khs_spot khs_best_spot(khs_solution *s, int32_t order, const khs_search_style *style, int64_t limit)
{
    const khs_order *o = &s->p->order[order];
    khs_spot best = {limit, -2, -1, 0, 0};
    scan c = {.s = s, .p = s->p, .style = style, .best = &best};
    if (style->reach && s->tours > 24) {
        scan_near(&c, s, o->visit, o->partner);
    } else {
        for (int32_t slot = 0; slot < s->tours; slot++)
            scan_tour(&c, s, s->tour[slot], slot, o->visit, o->partner);
    }
    if (style->new_tours) try_new_tour(s, order, &best);
    return best;
}

static bool splice(const khs_problem *p, khs_tour *tour, int32_t after, int32_t v)
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
    if (spot->resource != tour->resource) {
        s->used[tour->resource]--;
        s->used[spot->resource]++;
        tour->resource = spot->resource;
    }
    if (o->partner && !splice(s->p, tour, spot->j, o->partner)) s->failed = true;
    if (!splice(s->p, tour, spot->i, o->visit)) s->failed = true;
    return !s->failed && khs_tour_changed(s, spot->slot);
}

/* ---- bonds: several orders into one tour ---- */

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
        scan c = {.s = s, .p = p, .style = &plain, .best = &best};
        if (trial->count) {
            scan_tour(&c, s, trial, 0, o->visit, o->partner);
            if (best.slot == -2) return INT64_MAX;
        } else {
            if (s->scene->solo[(int64_t)order * p->resources + trial->resource] < 0)
                return INT64_MAX;
            best = (khs_spot){0, 0, trial->resource, 0, 0};
        }
        if ((o->partner && !splice(p, trial, best.j, o->partner)) ||
            !splice(p, trial, best.i, o->visit)) {
            s->failed = true;
            return INT64_MAX;
        }
        if (!khs_tour_refresh(p, trial)) return INT64_MAX;
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
        if (!counted) sum += visit_surcharge(s, tour, resource, o->visit, o->partner);
    }
    return sum;
}

/* One base tour (NULL: an empty one of `resource`); keeps the better of the two trials in trial[1].
 */
static void consider_bond(khs_solution *s, const khs_bond *bond, const khs_tour *base, int32_t slot,
                          int32_t resource, const khs_search_style *style, khs_spot *best)
{
    khs_tour *trial = &s->trial[0];
    if (base) {
        if (!khs_tour_copy_visits(s->p, trial, base) || !khs_tour_refresh(s->p, trial)) return;
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
    begin_looks(s);
    for (int32_t m = 0; m < bond->count; m++) {
        const int32_t v = s->p->order[bond->orders[m]].visit;
        const int32_t *near = scene->near + (int64_t)v * scene->near_count;
        for (int32_t k = 0; k < reach && near[k]; k++) {
            const int32_t slot = s->tour_of[near[k]];
            if (looks_anew(s, slot))
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
