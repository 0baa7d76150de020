/* The sentences behind reasons, with figures. */
#include <stdlib.h>
#include <string.h>

#include "explain_parts.h"
#include "kinds.h"
#include "text.h"

static void put_time(khe_writer *w, const kh_order_set *set, int64_t tick)
{
    char text[48];
    khe_calendar plain = set->calendar;
    plain.dated = false; /* "+1 07:30" reads better in a sentence than a date with its offset */
    khe_time_write(&plain, (int32_t)tick, text);
    khe_put_text(w, text);
}

static void put_minutes(khe_writer *w, const kh_order_set *set, int64_t ticks)
{
    const int64_t minute = (int64_t)60 * set->calendar.ticks_per_s;
    khe_put_decimal(w, (ticks * 10 + minute / 2) / minute, 1);
    khe_put_text(w, " min");
}

static void put_km(khe_writer *w, const kh_order_set *set, int64_t steps)
{
    const int64_t km = (int64_t)1000 * set->steps_per_m;
    khe_put_decimal(w, (steps * 10 + km / 2) / km, 1);
    khe_put_text(w, " km");
}

/* "any vehicle that may carry it", or the classes meant. */
static void put_scope(khe_writer *w, const khe_explainer *e, const bool *group, bool all)
{
    int32_t last = KHE_NONE;
    const char *comma = "";
    if (all) khe_put_text(w, "any vehicle that may carry it");
    for (int32_t r = 0; r < e->p->resources && !all; r++) {
        const int32_t v = e->compiled->source[r].vehicle;
        if (!group[r] || v == last) continue;
        khe_put_format(w, "%s%s", comma, e->set->vehicles[v].id);
        last = v;
        comma = ", ";
    }
    if (e->direct) khe_put_text(w, " by the direct roads");
}

static const char *place_id(const khe_explainer *e, int32_t visit)
{
    return e->set->locations[e->compiled->location[e->p->place[visit]]].id;
}

/* ---- One flaw on one resource, in numbers ---- */

/* The earliest course of an order alone on a resource by the shortest ways. */
typedef struct course {
    int64_t arrive[2], begin[2]; /* at its visits */
    int64_t home;                /* arrival at the end place */
    int64_t ride;                /* least time on board */
    int64_t busy;                /* least duty: driving and service without waiting */
    int64_t steps;
} course;

static int64_t later(int64_t a, int64_t b) { return a > b ? a : b; }

static void run_course(khe_explainer *e, int32_t order, int32_t resource, const khe_sketch *s,
                       course *c)
{
    const khs_problem *p = e->p;
    const khs_resource *r = &p->resource[resource];
    const int32_t visit = p->order[order].visit, partner = p->order[order].partner;
    const bool delivery = p->kind[visit] == KHS_DELIVERY, pickup = p->kind[visit] == KHS_PICKUP;
    const int32_t rows = p->visits + 1, last = partner ? partner : visit;
    const int32_t spot = partner ? KHE_AT_SECOND : KHE_AT_FIRST;
    int64_t now = r->open, load = 0;
    if (delivery) {
        now = later(now, p->dock_open[(int64_t)r->day * rows + visit]);
        if (r->load_windows > 0) now = later(now, r->load_open[0]);
        load = r->load_fixed + (int64_t)p->dock_ticks[(int64_t)p->dock_of[r->start] * rows + visit];
    }
    c->arrive[0] = now + load + s->ticks[KHE_AT_START * KHE_SPOTS + KHE_AT_FIRST];
    c->begin[0] = later(c->arrive[0], p->open[visit]);
    const int64_t on = partner ? p->service[visit] + (int64_t)p->fixed_stop[p->place[visit]] +
                                     s->ticks[KHE_AT_FIRST * KHE_SPOTS + KHE_AT_SECOND]
                               : 0;
    c->arrive[1] = c->begin[0] + on;
    c->begin[1] = partner ? later(c->arrive[1], p->open[partner]) : c->begin[0];
    const int64_t back = s->ticks[spot * KHE_SPOTS + KHE_AT_END];
    const int64_t close = p->service[last] + (int64_t)p->fixed_stop[p->place[last]] + back;
    c->home = c->begin[1] + close;
    c->ride = partner  ? on - p->service[visit]
              : pickup ? close - p->service[visit]
                       : s->ticks[KHE_AT_START * KHE_SPOTS + KHE_AT_FIRST];
    c->busy = load + s->ticks[KHE_AT_START * KHE_SPOTS + KHE_AT_FIRST] + on + close;
    c->steps = (int64_t)s->steps[KHE_AT_START * KHE_SPOTS + KHE_AT_FIRST] +
               s->steps[KHE_AT_FIRST * KHE_SPOTS + KHE_AT_SECOND] +
               s->steps[spot * KHE_SPOTS + KHE_AT_END];
}

/* The best of every figure over the resources of a group. */
static bool best_course(khe_explainer *e, int32_t order, const bool *group, course *best,
                        khs_resource *most)
{
    bool any = false;
    for (int32_t r = 0; r < e->p->resources; r++) {
        khe_sketch sketch;
        course c;
        if (!group[r]) continue;
        if (e->direct)
            khe_draw_direct(e, order, r, &sketch);
        else if (!khe_draw_sketch(e, order, r, &sketch))
            return false;
        run_course(e, order, r, &sketch, &c);
        const khs_resource *own = &e->p->resource[r];
        if (!any) {
            *best = c;
            *most = *own;
        }
        any = true;
#define LEAST(field) best->field = c.field < best->field ? c.field : best->field
#define MOST(field)  most->field = own->field > most->field ? own->field : most->field
        LEAST(arrive[0]);
        LEAST(arrive[1]);
        LEAST(home);
        LEAST(ride);
        LEAST(busy);
        LEAST(steps);
        MOST(close);
        MOST(max_duty);
        MOST(max_steps);
#undef LEAST
#undef MOST
    }
    return any;
}

/* ---- Sentences ---- */

static void tell_capacity(khe_writer *w, const khe_explainer *e, int32_t order, const bool *group,
                          bool all)
{
    const khe_order *o = &e->set->orders[order];
    for (int32_t m = 0; m < e->set->measures; m++) {
        int32_t most = 0;
        for (int32_t r = 0; r < e->p->resources; r++) {
            if (!group[r]) continue;
            const khe_vehicle *v = &e->set->vehicles[e->compiled->source[r].vehicle];
            if (v->capacity[m] > most) most = v->capacity[m];
        }
        if (o->quantity[m] <= most) continue;
        khe_put_text(w, "it has ");
        khe_put_decimal(w, o->quantity[m], 3);
        khe_put_format(w, " %s, and ", e->set->measure[m]);
        khe_put_decimal(w, most, 3);
        khe_put_text(w, " is the most that fits on ");
        put_scope(w, e, group, all);
        return;
    }
    khe_put_text(w, "it is larger than fits on ");
    put_scope(w, e, group, all);
}

static void tell_late(khe_writer *w, const khe_explainer *e, int32_t visit, int64_t arrive,
                      const bool *group, bool all)
{
    khe_put_format(w, "earliest arrival at %s ", place_id(e, visit));
    put_time(w, e->set, arrive);
    khe_put_text(w, " by ");
    put_scope(w, e, group, all);
    khe_put_text(w, "; service may begin until ");
    put_time(w, e->set, e->p->close[visit]);
}

static void tell_time(khe_writer *w, khe_explainer *e, int32_t order, const bool *group, bool all,
                      const course *c, const khs_resource *most)
{
    const khs_problem *p = e->p;
    const int32_t visit = p->order[order].visit, partner = p->order[order].partner;
    const int32_t never = p->open[visit] > p->close[visit]                  ? visit
                          : partner && p->open[partner] > p->close[partner] ? partner
                                                                            : 0;
    if (never) {
        khe_put_format(w, "no window of it lies in the opening hours of %s and a shift of ",
                       place_id(e, never));
        put_scope(w, e, group, all);
    } else if (c->arrive[0] > p->close[visit]) {
        tell_late(w, e, visit, c->arrive[0], group, all);
    } else if (partner && c->arrive[1] > p->close[partner]) {
        tell_late(w, e, partner, c->arrive[1], group, all);
    } else if (c->home > most->close) {
        khe_put_text(w, "earliest return ");
        put_time(w, e->set, c->home);
        khe_put_text(w, " by ");
        put_scope(w, e, group, all);
        khe_put_text(w, "; the shift ends ");
        put_time(w, e->set, most->close);
    } else {
        khe_put_text(w,
                     "its windows, the hours of the places and the shift cannot all be kept by ");
        put_scope(w, e, group, all);
    }
}

static void tell_ride(khe_writer *w, khe_explainer *e, int32_t order, const bool *group, bool all,
                      const course *c)
{
    khe_put_text(w, "at least ");
    put_minutes(w, e->set, c->ride);
    khe_put_text(w, " on the way on ");
    put_scope(w, e, group, all);
    khe_put_text(w, c->ride > e->set->orders[order].max_on_board
                        ? "; it may be on board for "
                        : " and with the hours to keep more than it may be on board: ");
    put_minutes(w, e->set, e->set->orders[order].max_on_board);
}

static void tell_limit(khe_writer *w, khe_explainer *e, const bool *group, bool all,
                       const course *c, const khs_resource *most)
{
    if (c->steps > most->max_steps) {
        put_km(w, e->set, c->steps);
        khe_put_text(w, " there and back; ");
        put_km(w, e->set, most->max_steps);
        khe_put_text(w, " is the most for ");
    } else if (c->busy > most->max_duty) {
        put_minutes(w, e->set, c->busy);
        khe_put_text(w, " of duty alone; ");
        put_minutes(w, e->set, most->max_duty);
        khe_put_text(w, " is the most for ");
    } else {
        khe_put_text(w, "alone it takes more duty, length or stops than allowed on ");
    }
    put_scope(w, e, group, all);
}

static void tell_road(khe_writer *w, const khe_explainer *e, int32_t order, const bool *group,
                      bool all)
{
    const int32_t visit = e->p->order[order].visit, partner = e->p->order[order].partner;
    khe_put_format(w, "no road leads to %s", place_id(e, visit));
    if (partner) khe_put_format(w, ", on to %s", place_id(e, partner));
    khe_put_text(w, " and to the end of the route for ");
    put_scope(w, e, group, all);
}

char *khe_flaw_detail(khe_explainer *e, int32_t order, khs_flaw flaw, const bool *group, bool all,
                      bool direct)
{
    khe_writer w = {0};
    course best = {.home = 0};
    khs_resource most = {.close = 0};
    const bool timed = flaw == KHS_FLAW_TIME || flaw == KHS_FLAW_ON_BOARD || flaw == KHS_FLAW_LIMIT;
    e->direct = direct && (timed || flaw == KHS_FLAW_ROAD);
    if (timed && !best_course(e, order, group, &best, &most)) return NULL;
    if (flaw == KHS_FLAW_LOAD)
        tell_capacity(&w, e, order, group, all);
    else if (flaw == KHS_FLAW_ROAD)
        tell_road(&w, e, order, group, all);
    else if (flaw == KHS_FLAW_TIME)
        tell_time(&w, e, order, group, all, &best, &most);
    else if (flaw == KHS_FLAW_ON_BOARD)
        tell_ride(&w, e, order, group, all, &best);
    else if (flaw == KHS_FLAW_LIMIT)
        tell_limit(&w, e, group, all, &best, &most);
    else
        khe_put_text(&w, "alone it breaks a rule of the route");
    return khe_writer_take(&w, NULL);
}

/* ---- No vehicle ---- */

static khe_refusal refusal(const khe_explainer *e, int32_t order, int32_t vehicle)
{
    const khe_order *o = &e->set->orders[order];
    const khe_refusal refused = khe_class_refusal(e->set, o, vehicle);
    if (refused != KHE_ACCEPTED) return refused;
    return khe_class_fits_kind(e->set, o, khe_order_kind(e->set, o), vehicle) ? KHE_ACCEPTED
                                                                              : KHE_WRONG_END;
}

static char *count_refusals(const khe_explainer *e, const int32_t *count, bool carriers)
{
    static const char *const texts[KHE_REFUSALS] = {
        [KHE_NOT_LISTED] = "not among those that it or its account accepts",
        [KHE_NEEDS_MISSING] = "without what it needs",
        [KHE_GOODS_REFUSED] = "refusing its goods",
        [KHE_TAGS_REFUSED] = "refusing a place of it",
        [KHE_TOO_BIG] = "too large for a place of it",
        [KHE_WRONG_END] = "starting or ending elsewhere",
    };
    khe_writer w = {0};
    const char *comma = "";
    if (e->set->vehicle_count == 0)
        return khe_text_copy(carriers ? "there are no vehicles, and no carrier may take it"
                                      : "there are no vehicles");
    khe_put_text(&w, carriers ? "no vehicle class and no carrier may carry it: "
                              : "no vehicle class may carry it: ");
    for (int32_t k = KHE_NOT_LISTED; k < KHE_REFUSALS; k++) {
        if (count[k] == 0) continue;
        khe_put_format(&w, "%s%d %s", comma, (int)count[k], texts[k]);
        comma = ", ";
    }
    return khe_writer_take(&w, NULL);
}

char *khe_no_vehicle_detail(khe_explainer *e, int32_t order, khe_reason *reason)
{
    int32_t count[KHE_REFUSALS] = {0};
    bool dedicated = false, closed = false, shipped = false;
    for (int32_t v = 0; v < e->set->vehicle_count; v++) count[refusal(e, order, v)]++;
    if (count[KHE_ACCEPTED] == 0)
        return count_refusals(e, count, e->set->orders[order].carriers != NULL);
    const int64_t rows = (int64_t)e->p->visits + 1;
    const int32_t visit = e->p->order[order].visit;
    for (int32_t r = 0; r < e->p->resources; r++) {
        const khe_resource_source *source = &e->compiled->source[r];
        if (source->carrier != KHE_NONE || refusal(e, order, source->vehicle) != KHE_ACCEPTED ||
            !khe_ships_on(&e->set->orders[order], source->day))
            continue;
        shipped = true;
        const int64_t cell = source->day * rows + visit;
        if (e->p->dock_open[cell] > e->p->dock_close[cell])
            closed = true;
        else
            dedicated = true;
    }
    if (closed && !dedicated) {
        *reason = KHE_WINDOW_UNREACHABLE;
        return khe_text_copy("it is not ready before its collect window has closed");
    }
    if (!shipped && e->set->orders[order].ship_days)
        return khe_text_copy("no vehicle that may carry it has a shift on its ship days");
    return khe_text_copy(dedicated
                             ? "the vehicles that could carry it are dedicated to other accounts"
                             : "no vehicle that may carry it has a shift in the horizon");
}
