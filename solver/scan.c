/* Scanning one tour: every position judged by its length first, its time second, and built only
 * where the fast level is not exact. */
#include "scan.h"

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

bool khs_scan_blinks(const khs_scan *c)
{
    return c->style->blink && (uint32_t)(khs_rng_next(c->style->rng) >> 48) < c->style->blink;
}

/* Sets the price of steps, times steps per km, from which on no spot improves by its length alone:
 * rounding takes off less than two units. Called when the best changes. */
void khs_scan_set_ceiling(khs_scan *c)
{
    const int64_t far = (int64_t)1 << 38;
    const int64_t base = c->step_price >= 0 ? 1 : c->p->steps_per_km;
    const int64_t least = c->step_price >= 0 ? c->surcharge : c->surcharge + c->retyped - 2;
    const int64_t delta = c->best->delta > far ? far : c->best->delta; /* no sum overflows */
    const int64_t room = delta - least;
    c->ceiling = delta == far ? INT64_MAX : (room < -far ? -far : room) * base;
    c->step_cost = c->step_price >= 0 ? c->step_price : c->r->per_km;
}

static inline bool is_too_long(const khs_scan *c, int32_t added)
{
    return c->step_cost * added >= c->ceiling;
}

static void accept(khs_scan *c, int64_t delta, int32_t i, int32_t j)
{
    *c->best = (khs_spot){delta, c->slot, c->resource, i, j};
    khs_scan_set_ceiling(c);
}

/* Builds the candidate and takes its exact cost. */
static void judge_built(khs_scan *c, int32_t i, int32_t j, int32_t v, int32_t w)
{
    const khs_tour *tour = c->tour;
    int32_t *line = c->s->scratch, count = 0;
    for (int32_t k = 0; k <= tour->count; k++) {
        if (k) line[count++] = tour->visit[k];
        if (k == i) line[count++] = v;
        if (k == j && w) line[count++] = w;
    }
    if (c->s->scene->same_stops && !khs_route_stops_hold(c->p, line, count)) return;
    const khs_route_value value =
        khs_route_evaluate_memo(c->p, &c->s->memo, c->resource, line, count);
    const int64_t delta = value.cost - tour->cost + c->surcharge - c->paid;
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

static inline int32_t gap_to(const khs_scan *c, int32_t i)
{
    const int32_t a = c->tour->place[i], own = c->p->place[c->v];
    if (i == 0) return c->legs.t_to[a];
    return a == own ? 0 : c->legs.t_to[a] + c->p->fixed_stop[a];
}

static inline int32_t gap_from(const khs_scan *c, int32_t i)
{
    const int32_t b = c->tour->place[i + 1], own = c->p->place[c->v];
    if (i == c->tour->count) return c->legs.t_from[b] + c->p->fixed_stop[own];
    return b == own ? 0 : c->legs.t_from[b] + c->p->fixed_stop[own];
}

static khs_segment stretch_before(const khs_scan *c, int32_t i)
{
    const khs_tour *tour = c->tour;
    if (!c->new_ends) return tour->pre[i];
    if (i == 0) return c->head;
    return khs_join(c->head, tour->mid[i],
                    khs_ticks(c->p, c->matrix, tour->place[0], tour->place[1]));
}

static khs_segment stretch_after(const khs_scan *c, int32_t i)
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
static int64_t single_delta(const khs_scan *c, int32_t i, int32_t steps_added, int32_t gap1,
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
    return khs_route_cost(p, c->r, steps, duty, stops, toll) - c->bare + c->surcharge;
}

static bool single_load_fits(const khs_scan *c, int32_t i)
{
    const khs_problem *p = c->p;
    const int32_t *quantity = khs_quantity(p, c->v);
    const int32_t *peak =
        p->kind[c->v] == KHS_DELIVERY ? c->tour->load_before : c->tour->load_after;
    for (int32_t m = 0; m < p->measures; m++)
        if (peak[(int64_t)m * c->tour->room + i] + quantity[m] > c->r->capacity[m]) return false;
    return true;
}

void khs_scan_single(khs_scan *c)
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
        if (delta >= c->best->delta || khs_scan_blinks(c)) continue;
        if (c->built) {
            judge_built(c, i, -1, c->v, 0);
        } else if (tour->steps + added <= c->r->max_steps) {
            accept(c, delta, i, -1);
        }
    }
}

/* ---- shipments: both ends at once ---- */

/* Steps added by v after i and w after j. */
static int32_t pair_steps(const khs_scan *c, int32_t i, int32_t j, int32_t w)
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

static int64_t pair_cost_delta(const khs_scan *c, int32_t i, int32_t j, int32_t w, khs_segment all,
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
    return khs_route_cost(p, c->r, tour->steps + steps_added, all.duration, stops, toll) - c->bare +
           c->surcharge;
}

static bool leg_holds(const khs_scan *c, int32_t leg, const int32_t *quantity)
{
    for (int32_t m = 0; m < c->p->measures; m++)
        if (c->tour->load[(int64_t)m * c->tour->room + leg] + quantity[m] > c->r->capacity[m])
            return false;
    return true;
}

/* All places for w, given v after i and the stretch up to and including v. */
static void scan_second(khs_scan *c, int32_t i, int32_t w, khs_segment seg)
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
                if (delta < c->best->delta && !khs_scan_blinks(c)) {
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

void khs_scan_pair(khs_scan *c, int32_t w)
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
