/* Proofs that an order cannot be served at all. On its way to an order a vehicle may pass through
 * other places, and no leg need be the shortest way. So an order alone is tried with the shortest
 * ways (Dijkstra 1959, dense) instead of the legs: whatever else is on the route only adds to that.
 */
#include "explain_parts.h"
#include "route.h"

/* One search: over lengths or times, along the legs or against them. */
typedef struct ways_search {
    const khs_matrix *matrix;
    int32_t places, from;
    bool back, times;
} ways_search;

/* The leg from (against the legs: to) `at`, to (from) i; `row` the stored ones of `at`, or NULL. */
static int32_t leg_between(const ways_search *s, const int32_t *row, int32_t at, int32_t i)
{
    if (row) return row[i];
    const khs_leg leg = s->matrix->leg(s->matrix->context, at, i); /* the same both ways */
    return s->times ? leg.ticks : leg.steps;
}

static const int32_t *stored_legs(const ways_search *s)
{
    const khs_matrix *m = s->matrix;
    if (s->times) return s->back ? m->ticks_to : m->ticks;
    return s->back ? m->steps_to : m->steps;
}

static void shortest(const ways_search *s, int32_t *out, bool *done)
{
    const int32_t n = s->places, *legs = stored_legs(s);
    for (int32_t i = 0; i < n; i++) {
        out[i] = KHS_NO_ROAD;
        done[i] = false;
    }
    out[s->from] = 0;
    for (;;) {
        int32_t at = -1;
        for (int32_t i = 0; i < n; i++)
            if (!done[i] && out[i] < KHS_NO_ROAD && (at < 0 || out[i] < out[at])) at = i;
        if (at < 0) return;
        done[at] = true;
        const int32_t *row = legs ? legs + (int64_t)at * n : NULL;
        for (int32_t i = 0; i < n; i++) {
            if (done[i]) continue;
            const int32_t leg = leg_between(s, row, at, i);
            if (leg < KHS_NO_ROAD && out[at] + leg < out[i]) out[i] = out[at] + leg;
        }
    }
}

const khe_ways *khe_find_ways(khe_explainer *e, int32_t matrix, int32_t place, bool back)
{
    for (khe_ways *w = e->ways; w; w = w->next)
        if (w->matrix == matrix && w->place == place && w->back == back) return w;
    const int32_t n = e->p->places;
    const khs_matrix *m = &e->p->matrix[matrix];
    /* two searches, each reads a row and all tags per place; to compute a leg takes longer */
    const int64_t work = (m->steps ? 4 : 60) * (int64_t)n * n;
    if (work > e->work) return NULL;
    e->work -= work;
    khe_ways *w = khe_store_take(&e->store, 1, sizeof *w);
    int32_t *steps = khe_store_take(&e->store, (size_t)n, sizeof *steps);
    int32_t *ticks = khe_store_take(&e->store, (size_t)n, sizeof *ticks);
    bool *done = khe_store_take(&e->store, (size_t)n, sizeof *done);
    if (!w || !steps || !ticks || !done) {
        e->failed = true;
        return NULL;
    }
    shortest(&(ways_search){m, n, place, back, false}, steps, done);
    shortest(&(ways_search){m, n, place, back, true}, ticks, done);
    *w = (khe_ways){e->ways, matrix, place, back, steps, ticks};
    e->ways = w;
    khe_store_drop(&e->store, done);
    return w;
}

static void set_way(khe_sketch *s, int32_t from, int32_t to, const khe_ways *ways, int32_t place)
{
    s->steps[from * KHE_SPOTS + to] = ways->steps[place];
    s->ticks[from * KHE_SPOTS + to] = ways->ticks[place];
}

bool khe_draw_sketch(khe_explainer *e, int32_t order, int32_t resource, khe_sketch *out)
{
    const khs_problem *p = e->p;
    const khs_resource *r = &p->resource[resource];
    const int32_t visit = p->order[order].visit, partner = p->order[order].partner;
    const int32_t first = p->place[visit], second = partner ? p->place[partner] : first;
    const khe_ways *from = khe_find_ways(e, r->matrix, r->start, false);
    const khe_ways *home = khe_find_ways(e, r->matrix, r->end, true);
    const khe_ways *between = partner ? khe_find_ways(e, r->matrix, first, false) : from;
    if (!from || !home || !between) return false;
    *out = (khe_sketch){{0}, {0}};
    set_way(out, KHE_AT_START, KHE_AT_END, from, r->end);
    set_way(out, KHE_AT_START, KHE_AT_FIRST, from, first);
    set_way(out, KHE_AT_START, KHE_AT_SECOND, from, second);
    set_way(out, KHE_AT_FIRST, KHE_AT_END, home, first);
    set_way(out, KHE_AT_SECOND, KHE_AT_END, home, second);
    if (partner) set_way(out, KHE_AT_FIRST, KHE_AT_SECOND, between, second);
    return true;
}

void khe_draw_direct(const khe_explainer *e, int32_t order, int32_t resource, khe_sketch *out)
{
    const khs_problem *p = e->p;
    const khs_resource *r = &p->resource[resource];
    const khs_matrix *m = &p->matrix[r->matrix];
    const int32_t visit = p->order[order].visit, partner = p->order[order].partner;
    const int32_t place[KHE_SPOTS] = {r->start, r->end, p->place[visit],
                                      p->place[partner ? partner : visit]};
    for (int32_t i = 0; i < KHE_SPOTS; i++)
        for (int32_t j = 0; j < KHE_SPOTS; j++) {
            const khs_leg leg = khs_leg_of(p, m, place[i], place[j]);
            out->steps[i * KHE_SPOTS + j] = leg.steps;
            out->ticks[i * KHE_SPOTS + j] = leg.ticks;
        }
}

/* The transposes of a sketch. */
static void turn(const int32_t *a, int32_t *out)
{
    for (int32_t i = 0; i < KHE_SPOTS; i++)
        for (int32_t j = 0; j < KHE_SPOTS; j++) out[j * KHE_SPOTS + i] = a[i * KHE_SPOTS + j];
}

khs_flaw khe_flaw_by_sketch(khe_explainer *e, int32_t order, int32_t resource,
                            const khe_sketch *sketch)
{
    const khs_problem *p = e->p;
    const khs_resource kept = e->resource[resource];
    const int32_t visit = p->order[order].visit, partner = p->order[order].partner;
    const bool apart = partner && p->place[partner] != p->place[visit];
    int32_t steps_to[KHE_SPOTS * KHE_SPOTS], ticks_to[KHE_SPOTS * KHE_SPOTS];
    turn(sketch->steps, steps_to);
    turn(sketch->ticks, ticks_to);
    const khs_matrix matrix = {
        .steps = sketch->steps, .steps_to = steps_to, .ticks = sketch->ticks, .ticks_to = ticks_to};
    const int32_t second = partner ? p->place[partner] : p->place[visit];
    const int32_t fixed_stop[KHE_SPOTS] = {0, 0, p->fixed_stop[p->place[visit]],
                                           p->fixed_stop[second]};
    const int64_t no_price[KHE_SPOTS] = {0};
    const int32_t dock_of[KHE_SPOTS] = {p->dock_of[kept.start], p->dock_of[kept.end], -1, -1};
    e->tiny.matrix = &matrix;
    e->tiny.fixed_stop = fixed_stop;
    e->tiny.extra_visit_price = no_price;
    e->tiny.dock_of = dock_of;
    e->tiny_place[visit] = KHE_AT_FIRST;
    if (partner) e->tiny_place[partner] = apart ? KHE_AT_SECOND : KHE_AT_FIRST;
    e->resource[resource].matrix = 0;
    e->resource[resource].start = KHE_AT_START;
    e->resource[resource].end = KHE_AT_END;
    const int32_t visits[2] = {visit, partner};
    const khs_flaw flaw = khs_route_evaluate(&e->tiny, resource, visits, partner ? 2 : 1).flaw;
    e->resource[resource] = kept;
    e->tiny.matrix = NULL;
    e->tiny.fixed_stop = e->tiny.dock_of = NULL;
    e->tiny.extra_visit_price = NULL;
    return flaw;
}
