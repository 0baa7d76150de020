/* The windows of every visit: the order's windows, on every day they hold, within the opening hours
 * of the place, not before `ready`, and cut to when any vehicle that may serve it is out at all. */
#include "compile_parts.h"

#include <stdlib.h>
#include <string.h>

typedef struct window_rows {
    int32_t *open, *close; /* [room] */
    int64_t count, room;
    int32_t *at;                     /* [visits + 2] */
    int32_t *hull_open, *hull_close; /* [visits + 1] */
} window_rows;

/* Scratch of one order. `shift[d]`: from the first to the last tick on which a vehicle of day d
 * that may serve it is out; close < open: none. */
typedef struct window_scratch {
    khe_interval *shift; /* [days] */
    khe_spans order, out, cut, ready;
} window_scratch;

static void find_shifts(const khe_build *b, int32_t visit, khe_interval *shift)
{
    const khs_problem *p = b->p;
    for (int32_t d = 0; d < p->days; d++) shift[d] = (khe_interval){KHS_FAR, -KHS_FAR};
    for (int32_t r = 0; r < p->resources; r++) {
        if (!khs_allowed(p, visit, r)) continue;
        khe_interval *day = &shift[p->resource[r].day];
        if (p->resource[r].open < day->open) day->open = p->resource[r].open;
        if (p->resource[r].close > day->close) day->close = p->resource[r].close;
    }
}

/* All instances of an end's windows, or all time. */
static bool spread_windows(const khe_build *b, const khe_end *end, khe_spans *out)
{
    out->count = 0;
    if (end->window_count == 0) return khe_spans_add(out, -KHS_FAR, KHS_FAR);
    for (int32_t w = 0; w < end->window_count; w++) {
        const int32_t days = end->windows[w].daily ? b->p->days : 1;
        for (int32_t d = 0; d < days; d++) {
            const khe_interval span = khe_window_on(&b->set->calendar, end->windows[w], d);
            if (!khe_spans_add(out, span.open, span.close)) return false;
        }
    }
    khe_spans_merge(out);
    return true;
}

/* When anybody is out that may serve the visit, not before the `ready` of the route's day. A tick
 * that lies in the shifts of two days and before the later day's `ready` is left out: one window
 * cannot say for which of them it holds. */
static bool spread_shifts(khe_build *b, const khe_order *order, bool ready, window_scratch *s)
{
    const int32_t day_ticks = khe_day_ticks(&b->set->calendar);
    s->out.count = 0;
    for (int32_t d = 0; d < b->p->days; d++)
        if (!khe_spans_add(&s->out, s->shift[d].open, s->shift[d].close)) return false;
    khe_spans_merge(&s->out);
    if (!ready || !order->has_ready) return true;
    if (!order->ready.daily) return khe_spans_remove(&s->out, -KHS_FAR, order->ready.at - 1);
    int32_t out_until = -KHS_FAR; /* the last tick at which an earlier day's vehicle is out */
    for (int32_t d = 0; d < b->p->days; d++) {
        const int32_t from = order->ready.at + d * day_ticks;
        const int32_t last = from - 1 < s->shift[d].close ? from - 1 : s->shift[d].close;
        if (s->shift[d].open <= last && s->shift[d].open <= out_until) b->out->narrowed = true;
        if (!khe_spans_remove(&s->out, s->shift[d].open, last)) return false;
        if (s->shift[d].close > out_until) out_until = s->shift[d].close;
    }
    return true;
}

static bool grow_rows(window_rows *rows, int64_t more)
{
    if (rows->count + more <= rows->room) return true;
    const int64_t room = 2 * (rows->room + more);
    int32_t *open = realloc(rows->open, (size_t)room * sizeof *open);
    if (open) rows->open = open;
    int32_t *close = realloc(rows->close, (size_t)room * sizeof *close);
    if (close) rows->close = close;
    if (!open || !close) return false;
    rows->room = room;
    return true;
}

static bool add_rows(window_rows *rows, int32_t visit, const khe_spans *spans)
{
    if (!grow_rows(rows, spans->count)) return false;
    rows->hull_open[visit] = spans->count > 0 ? spans->at[0].open : 1;
    rows->hull_close[visit] = spans->count > 0 ? spans->at[spans->count - 1].close : 0;
    for (int32_t i = 0; i < spans->count; i++) {
        rows->open[rows->count] = spans->at[i].open;
        rows->close[rows->count++] = spans->at[i].close;
    }
    rows->at[visit + 1] = (int32_t)rows->count;
    return rows->count < INT32_MAX;
}

static bool add_visit(khe_build *b, int32_t visit, window_scratch *s, window_rows *rows)
{
    const khs_problem *p = b->p;
    const khe_order *order = &b->set->orders[p->order_of[visit]];
    const bool at_from = p->kind[visit] == KHS_PICKUP || p->kind[visit] == KHS_SHIP_FROM;
    const khe_end *end = at_from ? &order->from : &order->to;
    const khe_location *place = &b->set->locations[end->place];
    const khe_interval always = {-KHS_FAR, KHS_FAR};
    const bool bounded = place->opens >= 0;
    find_shifts(b, visit, s->shift);
    return spread_windows(b, end, &s->order) && spread_shifts(b, order, at_from, s) &&
           khe_spans_meet(&s->order, bounded ? place->open : &always, bounded ? place->opens : 1,
                          &s->cut) &&
           khe_spans_meet(&s->cut, s->out.at, s->out.count, &s->ready) &&
           (khe_spans_merge(&s->ready), add_rows(rows, visit, &s->ready));
}

static bool take_rows(khe_build *b, window_rows *rows)
{
    khs_problem *p = b->p;
    p->window_at = rows->at = KHE_TAKE(b, p->visits + 2, int32_t);
    p->open = rows->hull_open = KHE_TAKE(b, p->visits + 1, int32_t);
    p->close = rows->hull_close = KHE_TAKE(b, p->visits + 1, int32_t);
    return rows->at && rows->hull_open && rows->hull_close;
}

/* Moves the rows into the compiled problem. */
static bool keep_rows(khe_build *b, const window_rows *rows)
{
    int32_t *open = KHE_TAKE(b, rows->count, int32_t);
    int32_t *close = KHE_TAKE(b, rows->count, int32_t);
    b->p->window_open = open;
    b->p->window_close = close;
    if (!open || !close) return false;
    if (rows->count == 0) return true;
    memcpy(open, rows->open, (size_t)rows->count * sizeof *open);
    memcpy(close, rows->close, (size_t)rows->count * sizeof *close);
    return true;
}

kh_status khe_compile_windows(khe_build *b)
{
    window_rows rows = {0};
    window_scratch scratch = {.shift = malloc((size_t)b->p->days * sizeof *scratch.shift)};
    bool fine = scratch.shift && take_rows(b, &rows);
    for (int32_t v = 1; v <= b->p->visits && fine; v++) fine = add_visit(b, v, &scratch, &rows);
    fine = fine && keep_rows(b, &rows);
    free(rows.open);
    free(rows.close);
    free(scratch.shift);
    khe_spans_free(&scratch.order);
    khe_spans_free(&scratch.out);
    khe_spans_free(&scratch.cut);
    khe_spans_free(&scratch.ready);
    return fine ? KH_OK : KH_E_NOMEM;
}
