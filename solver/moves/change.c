/* Pricing and making changes (see change.h). */
#include "change.h"

#include <stdlib.h>
#include <string.h>

/* Whether stretches tell all there is about every route: one window per visit and depot end, no
 * rules that ask who else is on the route. */
static bool stretches_tell_all(const khs_problem *p)
{
    if (p->has_many_windows || p->has_on_board || p->has_conflict_time || p->has_conflict_route ||
        p->has_pairs || p->has_extra_visits || p->bonds)
        return false;
    for (int32_t k = 0; k < p->resources; k++) {
        const khs_resource *r = &p->resource[k];
        if (r->load_windows > 1 || r->unload_windows > 1 || r->needs_delivery ||
            r->pickups_after_deliveries)
            return false;
    }
    return true;
}

static bool all_may_all(const khs_problem *p)
{
    for (int32_t v = 1; v <= p->visits; v++)
        for (int32_t k = 0; k < p->resources; k++)
            if (!khs_allowed(p, v, k)) return false;
    return true;
}

static bool prices_are_round(const khs_scene *scene)
{
    for (int32_t k = 0; k < scene->p->resources; k++)
        if (scene->step_price[k] < 0) return false;
    return true;
}

bool khs_pricer_init(const khs_solution *s, khs_pricer *pricer)
{
    const khs_problem *p = s->p;
    *pricer = (khs_pricer){.p = p, .tracks = s->tour_room};
    pricer->exact = stretches_tell_all(p);
    pricer->round = prices_are_round(s->scene);
    pricer->free = all_may_all(p);
    pricer->track = calloc((size_t)s->tour_room, sizeof *pricer->track);
    for (int32_t i = 0; i < 2; i++)
        pricer->visits[i] = calloc((size_t)p->visits + 1, sizeof(int32_t));
    return pricer->track && pricer->visits[0] && pricer->visits[1];
}

void khs_pricer_free(khs_pricer *pricer)
{
    for (int32_t i = 0; pricer->track && i < pricer->tracks; i++) khs_track_free(&pricer->track[i]);
    free(pricer->track);
    free(pricer->visits[0]);
    free(pricer->visits[1]);
    memset(pricer, 0, sizeof *pricer);
}

const khs_track *khs_track_of(khs_pricer *pricer, const khs_solution *s, int32_t slot)
{
    khs_track *track = &pricer->track[slot];
    if (track->stamp != s->tour[slot]->stamp &&
        !khs_track_update(pricer->p, s->tour[slot], track)) {
        pricer->failed = true;
        return NULL;
    }
    return track;
}

static int32_t visit_at(const khs_solution *s, const khs_stretch *stretch, int32_t k)
{
    return stretch->slot < 0 ? stretch->first : s->tour[stretch->slot]->visit[k];
}

/* ---- load and who may ride ---- */

/* What a stretch does to what is on board in one measure: taken off by deliveries, the change from
 * its begin to its end, and the most by which it is exceeded in between. */
typedef struct cargo {
    int32_t given, net, high;
} cargo;

static cargo cargo_join(cargo a, cargo b)
{
    return (cargo){a.given + b.given, a.net + b.net, khs_max(a.high, a.net + b.high)};
}

static cargo cargo_of_visit(const khs_problem *p, int32_t v, int32_t m)
{
    const int32_t quantity = khs_quantity(p, v)[m];
    switch ((khs_kind)p->kind[v]) {
    case KHS_DELIVERY:
        return (cargo){quantity, -quantity, 0};
    case KHS_SHIP_TO:
        return (cargo){0, -quantity, 0};
    case KHS_PICKUP:
    case KHS_SHIP_FROM:
        break;
    }
    return (cargo){0, quantity, quantity};
}

/* From sums where the stretch begins or ends its tour, visit by visit elsewhere. */
static cargo cargo_of(khs_pricer *pricer, const khs_solution *s, const khs_stretch *stretch,
                      int32_t m)
{
    const khs_problem *p = pricer->p;
    if (stretch->slot < 0) return cargo_of_visit(p, stretch->first, m);
    const khs_track *track = &pricer->track[stretch->slot];
    const int64_t row = (int64_t)m * track->room;
    const int32_t low = khs_min(stretch->first, stretch->last),
                  top = khs_max(stretch->first, stretch->last);
    const int32_t given = track->given[row + top] - track->given[row + low - 1];
    if (!p->has_pickups && !p->has_pairs) return (cargo){given, -given, 0};
    const int32_t net = track->net[row + top] - track->net[row + low - 1];
    if (stretch->first == 1) return (cargo){given, net, track->high[row + top]};
    if (stretch->last == s->tour[stretch->slot]->count)
        return (cargo){given, net, track->rise[row + low]};
    cargo all = {0, 0, 0};
    const int32_t step = stretch->first <= stretch->last ? 1 : -1;
    for (int32_t k = stretch->first;; k += step) {
        all = cargo_join(all, cargo_of_visit(p, visit_at(s, stretch, k), m));
        if (k == stretch->last) return all;
    }
}

static bool loads_fit(khs_pricer *pricer, const khs_solution *s, const khs_course *course)
{
    const khs_problem *p = pricer->p;
    const khs_resource *r = &p->resource[course->resource];
    for (int32_t m = 0; m < p->measures; m++) {
        cargo all = {0, 0, 0};
        for (int32_t i = 0; i < course->stretches; i++)
            all = cargo_join(all, cargo_of(pricer, s, &course->stretch[i], m));
        if ((int64_t)all.given + all.high > r->capacity[m]) return false;
    }
    return true;
}

static bool may_ride(const khs_pricer *pricer, const khs_solution *s, const khs_course *course)
{
    for (int32_t i = 0; !pricer->free && i < course->stretches; i++) {
        const khs_stretch *stretch = &course->stretch[i];
        if (stretch->slot >= 0 && s->tour[stretch->slot]->resource == course->resource) continue;
        const int32_t low = khs_min(stretch->first, stretch->last),
                      top = khs_max(stretch->first, stretch->last);
        for (int32_t k = low; k <= top; k++)
            if (!khs_allowed(pricer->p, visit_at(s, stretch, k), course->resource)) return false;
    }
    return true;
}

/* ---- way and time ---- */

/* A route as far as it has been put together. */
typedef struct fold {
    khs_pricer *pricer;
    const khs_solution *s;
    const khs_problem *p;
    const khs_resource *r;
    const khs_matrix *matrix;
    khs_segment all;
    int32_t steps, stops, place; /* place: of the last visit */
    bool begun;
    int64_t toll;
} fold;

static inline bool join(fold *f, khs_segment segment, int32_t first, int32_t last)
{
    const khs_problem *p = f->p;
    const khs_leg leg = khs_leg_of(p, f->matrix, f->place, first);
    if (leg.steps >= KHS_NO_ROAD) return false;
    int32_t gap = leg.ticks;
    if (f->begun) gap = f->place == first ? 0 : leg.ticks + p->fixed_stop[f->place];
    f->stops += !f->begun || f->place != first;
    f->steps += leg.steps;
    f->toll += khs_toll(p, f->matrix, f->place, first);
    f->all = khs_join(f->all, segment, gap);
    f->place = last;
    f->begun = true;
    return khs_segment_feasible(f->all);
}

static bool join_home(fold *f, khs_segment tail)
{
    const khs_leg leg = khs_leg_of(f->p, f->matrix, f->place, f->r->end);
    if (leg.steps >= KHS_NO_ROAD || !khs_segment_feasible(tail)) return false;
    f->steps += leg.steps;
    f->toll += khs_toll(f->p, f->matrix, f->place, f->r->end);
    f->all = khs_join(f->all, tail, leg.ticks + f->p->fixed_stop[f->place]);
    return khs_segment_feasible(f->all);
}

static bool join_visit(fold *f, int32_t v)
{
    const khs_problem *p = f->p;
    const khs_segment own = {p->service[v], p->open[v], p->close[v]};
    return join(f, own, p->place[v], p->place[v]);
}

static bool join_stretch(fold *f, const khs_stretch *stretch)
{
    if (stretch->slot < 0) return join_visit(f, stretch->first);
    const khs_tour *tour = f->s->tour[stretch->slot];
    const khs_track *track = &f->pricer->track[stretch->slot];
    const int32_t first = stretch->first, last = stretch->last;
    const bool ends = first == 1 || last == tour->count;
    if (!ends || first > last || track->matrix != f->r->matrix) {
        const int32_t step = first <= last ? 1 : -1;
        for (int32_t k = first;; k += step) {
            if (!join_visit(f, tour->visit[k])) return false;
            if (k == last) return true;
        }
    }
    f->steps += track->way[last] - track->way[first];
    f->stops += track->breaks[last] - track->breaks[first];
    f->toll += track->toll[last] - track->toll[first];
    return join(f, first == 1 ? track->mid[last] : track->post[first], tour->place[first],
                tour->place[last]);
}

static khs_dock_work dock_work(const fold *f, const khs_course *course)
{
    khs_dock_work work = khs_dock_work_none();
    for (int32_t i = 0; f->p->has_dock_time && i < course->stretches; i++) {
        const khs_stretch *stretch = &course->stretch[i];
        const int32_t low = khs_min(stretch->first, stretch->last),
                      top = khs_max(stretch->first, stretch->last);
        for (int32_t k = low; k <= top; k++)
            khs_dock_work_add(f->p, f->r, visit_at(f->s, stretch, k), &work);
    }
    return work;
}

static int64_t visit_prices(const khs_problem *p, const khs_solution *s, const khs_course *course)
{
    const khs_resource *r = &p->resource[course->resource];
    int64_t sum = 0;
    for (int32_t i = 0; p->visit_price && i < course->stretches; i++) {
        const khs_stretch *stretch = &course->stretch[i];
        const int32_t low = khs_min(stretch->first, stretch->last),
                      top = khs_max(stretch->first, stretch->last);
        for (int32_t k = low; k <= top; k++) sum += khs_visit_price(p, r, visit_at(s, stretch, k));
    }
    return sum;
}

static int64_t consignment_cost(khs_pricer *pricer, const khs_solution *s, const khs_course *course)
{
    int32_t *visits = pricer->visits[0];
    const int32_t count = khs_course_visits(s, course, visits);
    const khs_route_value value =
        khs_route_evaluate_open(pricer->p, course->resource, visits, count);
    return value.flaw ? INT64_MAX : value.cost;
}

/* Cost of a course by the fast level. INT64_MAX: infeasible. */
static int64_t course_bound(khs_pricer *pricer, const khs_solution *s, const khs_course *course)
{
    const khs_problem *p = pricer->p;
    const khs_resource *r = &p->resource[course->resource];
    if (!course->stretches) return 0;
    if (r->tariff) return consignment_cost(pricer, s, course);
    if (!loads_fit(pricer, s, course) || !may_ride(pricer, s, course)) return INT64_MAX;
    fold f = {pricer, s, p, r, &p->matrix[r->matrix], .place = r->start};
    const khs_dock_work work = dock_work(&f, course);
    f.all = khs_head(r, &work);
    if (!khs_segment_feasible(f.all)) return INT64_MAX;
    for (int32_t i = 0; i < course->stretches; i++)
        if (!join_stretch(&f, &course->stretch[i])) return INT64_MAX;
    if (!join_home(&f, khs_tail(r, &work))) return INT64_MAX;
    if (f.all.duration > r->max_duty || f.steps > r->max_steps || f.stops > r->max_stops)
        return INT64_MAX;
    return khs_route_cost(p, r, f.steps, f.all.duration, f.stops, f.toll) +
           visit_prices(p, s, course);
}

/* ---- a whole change ---- */

/* What the change does to the sum of absent orders' prices, less what the tours cost as they are.
 */
static int64_t change_base(const khs_solution *s, const khs_change *change)
{
    int64_t base = 0;
    if (change->enters >= 0) base -= s->absent_price[change->enters];
    if (change->leaves >= 0) base += s->absent_price[change->leaves];
    for (int32_t i = 0; i < change->courses; i++)
        if (change->course[i].slot >= 0) base -= s->tour[change->course[i].slot]->cost;
    return base;
}

static bool update_tracks(khs_pricer *pricer, const khs_solution *s, const khs_change *change)
{
    for (int32_t i = 0; i < change->courses; i++) {
        const khs_course *course = &change->course[i];
        for (int32_t k = 0; k < course->stretches; k++)
            if (course->stretch[k].slot >= 0 && !khs_track_of(pricer, s, course->stretch[k].slot))
                return false;
    }
    return true;
}

int64_t khs_change_bound(khs_pricer *pricer, const khs_solution *s, const khs_change *change)
{
    if (!update_tracks(pricer, s, change)) return INT64_MAX;
    int64_t sum = change_base(s, change) - s->extra_cost;
    for (int32_t i = 0; i < change->courses; i++) {
        const int64_t cost = course_bound(pricer, s, &change->course[i]);
        if (cost == INT64_MAX) return INT64_MAX;
        sum += cost;
    }
    return sum;
}

int32_t khs_course_visits(const khs_solution *s, const khs_course *course, int32_t *visits)
{
    int32_t count = 0;
    for (int32_t i = 0; i < course->stretches; i++) {
        const khs_stretch *stretch = &course->stretch[i];
        const int32_t step = stretch->first <= stretch->last ? 1 : -1;
        for (int32_t k = stretch->first;; k += step) {
            visits[count++] = visit_at(s, stretch, k);
            if (k == stretch->last) break;
        }
    }
    return count;
}

/* Both ends of every shipment, in order. */
static bool pairs_hold(const khs_problem *p, const int32_t *visits, int32_t count)
{
    for (int32_t i = 0; p->has_pairs && i < count; i++) {
        const int32_t partner = p->partner[visits[i]];
        if (!partner) continue;
        const bool first = p->kind[visits[i]] == KHS_SHIP_FROM;
        int32_t k = first ? i + 1 : 0;
        const int32_t end = first ? count : i;
        while (k < end && visits[k] != partner) k++;
        if (k == end) return false;
    }
    return true;
}

static int64_t course_price(khs_pricer *pricer, khs_solution *s, const khs_course *course)
{
    const khs_problem *p = pricer->p;
    int32_t *visits = pricer->visits[0];
    const int32_t count = khs_course_visits(s, course, visits);
    if (!count) return 0;
    if (!pairs_hold(p, visits, count) || !khs_route_keeps_bonds(p, visits, count)) return INT64_MAX;
    const khs_route_value value =
        khs_route_evaluate_memo(p, &s->memo, course->resource, visits, count);
    return value.flaw ? INT64_MAX : value.cost;
}

int64_t khs_change_price(khs_pricer *pricer, khs_solution *s, const khs_change *change)
{
    int64_t sum = change_base(s, change);
    for (int32_t i = 0; i < change->courses; i++) {
        const int64_t cost = course_price(pricer, s, &change->course[i]);
        if (cost == INT64_MAX) return INT64_MAX;
        sum += cost;
    }
    return sum;
}

static bool lay(khs_solution *s, const khs_course *course, const int32_t *visits, int32_t count)
{
    if (course->slot < 0) return khs_tour_open(s, course->resource, visits, count) >= 0;
    khs_tour *tour = khs_touch(s, course->slot);
    if (!tour || !khs_tour_reserve(s->p, tour, count + 2)) {
        s->failed = true;
        return false;
    }
    s->used[tour->resource]--;
    s->used[course->resource]++;
    tour->resource = course->resource;
    memcpy(tour->visit + 1, visits, sizeof(int32_t) * (size_t)count);
    tour->count = count;
    return khs_tour_changed(s, course->slot);
}

bool khs_change_make(khs_pricer *pricer, khs_solution *s, const khs_change *change)
{
    const int64_t before = khs_solution_total(s);
    const int32_t live = s->live;
    int32_t count[2];
    for (int32_t i = 0; i < change->courses; i++)
        count[i] = khs_course_visits(s, &change->course[i], pricer->visits[i]);
    khs_step_begin(s);
    if (change->leaves >= 0) khs_absent_add(s, change->leaves);
    if (change->enters >= 0) khs_absent_remove(s, change->enters);
    bool fine = true;
    for (int32_t i = 0; fine && i < change->courses; i++)
        fine = lay(s, &change->course[i], pricer->visits[i], count[i]);
    if (!fine || s->overdrawn || khs_solution_total(s) >= before ||
        (s->p->vehicles_first && s->live > live)) {
        khs_step_rollback(s);
        return false;
    }
    khs_step_commit(s);
    return true;
}
