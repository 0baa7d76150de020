/* The least duty of a sequence of visits, and its price.
 *
 * A route of n visits has n + 2 moments: 0 is the begin of the duty, 1 ... n the begins of service,
 * n + 1 the begin of unloading (or the arrival). Each lies in one of its *spans*; moment k + 1 is
 * at least `gap[k]` after moment k; a limit of time on board says that one moment is at most so
 * much after another. Such constraints have, for every begin of the duty, an earliest solution, and
 * under any upper bounds a latest one: both are found by pushing moments until nothing moves.
 *
 * As long as every moment stays in its span, leaving earlier never shortens the duty. So: leave as
 * late as possible and take the earliest solution; then ask, for every moment, for the latest
 * leaving that brings it into an earlier span than it has now; go on with the latest of these. */
#include <stdlib.h>

#include "verify_parts.h"

enum { FAR = 1 << 30 };

typedef struct spans {
    khe_interval *at; /* [count] ascending, disjoint */
    int32_t count;
} spans;

typedef struct limit {
    int32_t from, to; /* moments */
    int64_t most;
} limit;

typedef struct moments {
    int32_t count; /* n + 2 */
    spans *in;     /* [count] */
    int64_t *gap;  /* [count - 1] */
    limit *limits; /* [limit_count] */
    int32_t limit_count;
    int64_t *cap, *early, *late, *best; /* [count] */
} moments;

static int by_open(const void *a, const void *b)
{
    const khe_interval *left = a, *right = b;
    return (left->open > right->open) - (left->open < right->open);
}

/* Sorts intervals and joins those that overlap. Returns how many are left. */
static int32_t tidy(khe_interval *at, int32_t count)
{
    int32_t kept = 0;
    qsort(at, (size_t)count, sizeof *at, by_open);
    for (int32_t i = 0; i < count; i++) {
        if (at[i].open > at[i].close) continue;
        if (kept > 0 && at[i].open <= at[kept - 1].close) {
            if (at[i].close > at[kept - 1].close) at[kept - 1].close = at[i].close;
        } else {
            at[kept++] = at[i];
        }
    }
    return kept;
}

static bool spans_whole(spans *s, int64_t open, int64_t close)
{
    s->at = malloc(sizeof *s->at);
    if (!s->at) return false;
    s->at[0] = (khe_interval){(int32_t)open, (int32_t)close};
    s->count = open <= close;
    return true;
}

/* Keeps of the spans what lies in one of the (tidy) intervals. False: out of memory. */
static bool spans_keep(spans *s, const khe_interval *by, int32_t count)
{
    khe_interval *kept = calloc((size_t)s->count + (size_t)count + 1, sizeof *kept);
    int32_t n = 0;
    if (!kept) return false;
    for (int32_t i = 0, j = 0; i < s->count && j < count;) {
        const int32_t open = s->at[i].open > by[j].open ? s->at[i].open : by[j].open;
        const int32_t close = s->at[i].close < by[j].close ? s->at[i].close : by[j].close;
        if (open <= close) kept[n++] = (khe_interval){open, close};
        if (s->at[i].close < by[j].close)
            i++;
        else
            j++;
    }
    free(s->at);
    s->at = kept;
    s->count = n;
    return true;
}

static bool spans_keep_open(spans *s, const khe_location *place)
{
    return place->opens < 0 || spans_keep(s, place->open, place->opens);
}

static bool spans_keep_after(spans *s, int32_t tick)
{
    const khe_interval after = {tick, FAR};
    return spans_keep(s, &after, 1);
}

/* Keeps what lies in a window: on the days first ... last for those that hold daily. */
static bool spans_keep_windows(spans *s, const khe_calendar *calendar, const khe_end *end,
                               int32_t first, int32_t last)
{
    const int32_t days = last - first + 1;
    int32_t count = 0;
    if (end->window_count == 0) return true;
    khe_interval *at = calloc((size_t)end->window_count * (size_t)days, sizeof *at);
    if (!at) return false;
    for (int32_t w = 0; w < end->window_count; w++)
        for (int32_t d = first; d <= last; d++)
            at[count++] = khe_window_on(calendar, end->windows[w], d);
    const bool ok = spans_keep(s, at, tidy(at, count));
    free(at);
    return ok;
}

static int32_t ready_on(const kh_order_set *set, const khe_order *order, int32_t day)
{
    return order->ready.at + (order->ready.daily ? day * khe_day_ticks(&set->calendar) : 0);
}

static bool visit_spans(const kh_order_set *set, const khe_course *course, int32_t i, spans *s)
{
    const khe_visit *visit = &course->visits[i];
    const khe_order *order = &set->orders[visit->order];
    const khe_interval shift = set->vehicles[course->vehicle].shift[course->day];
    return spans_whole(s, shift.open, shift.close) &&
           spans_keep_windows(s, &set->calendar, khe_visit_end(set, visit), 0,
                              set->calendar.days - 1) &&
           spans_keep_open(s, &set->locations[visit->place]) &&
           (visit->at_to || !order->has_ready ||
            spans_keep_after(s, ready_on(set, order, course->day)));
}

static bool start_spans(const kh_order_set *set, const khe_course *course, spans *s)
{
    const khe_vehicle *vehicle = &set->vehicles[course->vehicle];
    const khe_interval shift = vehicle->shift[course->day];
    bool ok = spans_whole(s, shift.open, shift.close);
    if (!course->loads) return ok;
    ok = ok && spans_keep_open(s, &set->locations[vehicle->start]);
    for (int32_t i = 0; ok && i < course->count; i++) {
        const khe_order *order = &set->orders[course->visits[i].order];
        if (course->visits[i].kind != KHE_DELIVERY) continue;
        ok = spans_keep_windows(s, &set->calendar, &order->from, course->day, course->day) &&
             (!order->has_ready || spans_keep_after(s, ready_on(set, order, course->day)));
    }
    return ok;
}

static bool finish_spans(const kh_order_set *set, const khe_course *course, spans *s)
{
    const khe_vehicle *vehicle = &set->vehicles[course->vehicle];
    const khe_interval shift = vehicle->shift[course->day];
    bool ok = spans_whole(s, shift.open, shift.close - course->unload_ticks);
    if (!course->unloads) return ok;
    ok = ok && spans_keep_open(s, &set->locations[vehicle->end]);
    for (int32_t i = 0; ok && i < course->count; i++)
        if (course->visits[i].kind == KHE_PICKUP)
            ok = spans_keep_windows(s, &set->calendar, &set->orders[course->visits[i].order].to,
                                    course->day, course->day);
    return ok;
}

static void set_gaps(const kh_order_set *set, const khe_course *course, moments *m)
{
    m->gap[0] = course->load_ticks + (course->count ? course->visits[0].leg.ticks : 0);
    for (int32_t i = 0; i < course->count; i++) {
        const khe_visit *visit = &course->visits[i];
        const bool last_of_stop = i + 1 == course->count || visit[1].stop != visit->stop;
        const khe_leg *leg = i + 1 == course->count ? &course->home : &visit[1].leg;
        m->gap[i + 1] = (int64_t)visit->service + leg->ticks;
        if (last_of_stop) m->gap[i + 1] += set->locations[visit->place].fixed_stop;
    }
}

static void set_limits(const kh_order_set *set, const khe_course *course, moments *m)
{
    for (int32_t i = 0; i < course->count; i++) {
        const khe_visit *visit = &course->visits[i];
        const int32_t most = set->orders[visit->order].max_on_board;
        limit *out = &m->limits[m->limit_count];
        if (most == KHE_NONE) continue;
        if (visit->kind == KHE_DELIVERY)
            *out = (limit){0, i + 1, most + course->load_ticks};
        else if (visit->kind == KHE_PICKUP)
            *out = (limit){i + 1, course->count + 1, (int64_t)most + visit->service};
        else if (!visit->at_to)
            *out =
                (limit){i + 1, khe_course_leaves_at(course, i) + 1, (int64_t)most + visit->service};
        else
            continue;
        m->limit_count++;
    }
}

static void moments_free(moments *m)
{
    for (int32_t k = 0; m->in && k < m->count; k++) free(m->in[k].at);
    free(m->in);
    free(m->gap);
    free(m->limits);
    free(m->cap);
    free(m->early);
    free(m->late);
    free(m->best);
}

static kh_status moments_make(const kh_order_set *set, const khe_course *course, moments *m)
{
    const size_t count = (size_t)course->count + 2;
    *m = (moments){.count = course->count + 2};
    m->in = calloc(count, sizeof *m->in);
    m->gap = calloc(count, sizeof *m->gap);
    m->limits = calloc(count, sizeof *m->limits);
    m->cap = calloc(count, sizeof *m->cap);
    m->early = calloc(count, sizeof *m->early);
    m->late = calloc(count, sizeof *m->late);
    m->best = calloc(count, sizeof *m->best);
    if (!m->in || !m->gap || !m->limits || !m->cap || !m->early || !m->late || !m->best)
        return KH_E_NOMEM;
    bool ok =
        start_spans(set, course, &m->in[0]) && finish_spans(set, course, &m->in[course->count + 1]);
    for (int32_t i = 0; ok && i < course->count; i++)
        ok = visit_spans(set, course, i, &m->in[i + 1]);
    if (!ok) return KH_E_NOMEM;
    for (int32_t k = 0; k < m->count; k++) m->cap[k] = FAR;
    set_gaps(set, course, m);
    set_limits(set, course, m);
    return KH_OK;
}

/* Without a limit below the least time between its two moments, pushing comes to an end: any cycle
 * of constraints is made of a limit and the gaps below it. */
static bool limits_possible(const moments *m)
{
    for (int32_t l = 0; l < m->limit_count; l++) {
        int64_t least = 0;
        for (int32_t k = m->limits[l].from; k < m->limits[l].to; k++) least += m->gap[k];
        if (least > m->limits[l].most) return false;
    }
    return true;
}

/* Raises *moment to the first tick >= low in its spans. False: there is none. */
static bool raise(const spans *s, int64_t low, int64_t *moment, bool *moved)
{
    if (*moment >= low) return true;
    for (int32_t i = 0; i < s->count; i++) {
        if (s->at[i].close < low) continue;
        *moment = low > s->at[i].open ? low : s->at[i].open;
        *moved = true;
        return true;
    }
    return false;
}

/* Lowers *moment to the last tick <= high in its spans. False: there is none. */
static bool lower(const spans *s, int64_t high, int64_t *moment, bool *moved)
{
    if (*moment <= high) return true;
    for (int32_t i = s->count; i-- > 0;) {
        if (s->at[i].open > high) continue;
        *moment = high < s->at[i].close ? high : s->at[i].close;
        *moved = true;
        return true;
    }
    return false;
}

/* The earliest solution that begins at `start`, into `early`. False: there is none. */
static bool push_early(moments *m, int64_t start)
{
    bool ok = true, moved = true;
    for (int32_t k = 0; k < m->count; k++) {
        if (m->in[k].count == 0) return false;
        m->early[k] = m->in[k].at[0].open;
    }
    m->early[0] = start;
    while (ok && moved) {
        moved = false;
        for (int32_t k = 0; ok && k + 1 < m->count; k++)
            ok = raise(&m->in[k + 1], m->early[k] + m->gap[k], &m->early[k + 1], &moved);
        for (int32_t l = 0; ok && l < m->limit_count; l++) {
            const limit *on = &m->limits[l];
            ok = raise(&m->in[on->from], m->early[on->to] - on->most, &m->early[on->from], &moved);
        }
    }
    return ok && m->early[0] == start;
}

/* The latest solution under the caps, into `late`. False: there is none. */
static bool push_late(moments *m)
{
    bool ok = true, moved = true;
    for (int32_t k = 0; k < m->count; k++) m->late[k] = (int64_t)FAR + 1;
    for (int32_t k = 0; ok && k < m->count; k++)
        ok = lower(&m->in[k], m->cap[k], &m->late[k], &moved);
    while (ok && moved) {
        moved = false;
        for (int32_t k = m->count - 1; ok && k-- > 0;)
            ok = lower(&m->in[k], m->late[k + 1] - m->gap[k], &m->late[k], &moved);
        for (int32_t l = 0; ok && l < m->limit_count; l++) {
            const limit *on = &m->limits[l];
            ok = lower(&m->in[on->to], m->late[on->from] + on->most, &m->late[on->to], &moved);
        }
    }
    return ok;
}

/* The latest begin at which some moment lies in an earlier span than it has in `early`. */
static bool next_start(moments *m, int64_t *start)
{
    bool found = false;
    for (int32_t k = 1; k < m->count; k++) {
        int32_t span = m->in[k].count - 1;
        while (span > 0 && m->in[k].at[span].open > m->early[k]) span--;
        if (span == 0) continue;
        m->cap[k] = m->in[k].at[span - 1].close;
        if (push_late(m) && (!found || m->late[0] > *start)) {
            *start = m->late[0];
            found = true;
        }
        m->cap[k] = FAR;
    }
    return found;
}

/* Leaves the solution of least duty in `best`. False: the sequence cannot be driven in time. */
static bool least_duty(moments *m)
{
    const int32_t last = m->count - 1;
    bool found = false;
    if (!limits_possible(m) || !push_late(m)) return false;
    int64_t start = m->late[0];
    do {
        if (!push_early(m, start)) return found;
        if (found && m->early[last] - m->early[0] >= m->best[last] - m->best[0]) continue;
        for (int32_t k = 0; k < m->count; k++) m->best[k] = m->early[k];
        found = true;
    } while (next_start(m, &start));
    return found;
}

static void give_timing(const khe_course *course, const moments *m, khe_timing *timing)
{
    if (!timing) return;
    timing->start = (int32_t)m->best[0];
    timing->unload = (int32_t)m->best[m->count - 1];
    timing->finish = (int32_t)(m->best[m->count - 1] + course->unload_ticks);
    for (int32_t i = 0; timing->begin && i < course->count; i++)
        timing->begin[i] = (int32_t)m->best[i + 1];
}

/* Times and prices a course that keeps all rules but those of time. */
static kh_status time_course(const kh_order_set *set, const khe_course *course, khe_timing *timing,
                             khe_costs *costs, bool *feasible)
{
    const int32_t max_duty = set->vehicles[course->vehicle].max_duty;
    moments m;
    const kh_status status = moments_make(set, course, &m);
    if (status == KH_OK && least_duty(&m)) {
        const int64_t duty = m.best[m.count - 1] + course->unload_ticks - m.best[0];
        *feasible = max_duty == KHE_NONE || duty <= max_duty;
        if (*feasible) {
            give_timing(course, &m, timing);
            khe_price_course(set, course, duty, costs);
        }
    }
    moments_free(&m);
    return status;
}

kh_status khe_verify_time(const kh_order_set *set, int32_t vehicle, int32_t day,
                          const khe_turn *turns, int32_t count, khe_timing *timing,
                          khe_costs *costs, bool *feasible)
{
    khe_course course = {.vehicle = vehicle, .day = day, .count = count};
    khe_verifier verifier = {.set = set};
    kh_status status = KH_OK;
    *feasible = false;
    *costs = (khe_costs){0};
    if (count <= 0 || !khe_has_shift(set, vehicle, day)) return KH_OK;
    course.visits = calloc((size_t)count, sizeof *course.visits);
    if (!course.visits) return KH_E_NOMEM;
    for (int32_t i = 0; i < count; i++) {
        course.visits[i] = (khe_visit){.order = turns[i].order, .at_to = turns[i].at_to};
        if (!turns[i].at_to && set->orders[turns[i].order].from.place == KHE_NONE) goto done;
    }
    khe_course_survey(set, &course);
    if (khe_course_pairs(&verifier, &course)) khe_course_check(&verifier, &course);
    if (verifier.breaches == 0) status = time_course(set, &course, timing, costs, feasible);
done:
    free(course.visits);
    return status;
}

kh_status khe_verify_price(const kh_order_set *set, int32_t vehicle, int32_t day,
                           const khe_turn *turns, int32_t count, khe_costs *costs, bool *feasible)
{
    return khe_verify_time(set, vehicle, day, turns, count, NULL, costs, feasible);
}
