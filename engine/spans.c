/* Sets of ticks as intervals: merged, cut and searched. */
#include "spans.h"

#include <stdlib.h>

bool khe_spans_add(khe_spans *spans, int32_t open, int32_t close)
{
    if (open > close) return true;
    if (spans->count == spans->room) {
        const int32_t room = spans->room ? 2 * spans->room : 8;
        khe_interval *at = realloc(spans->at, (size_t)room * sizeof *at);
        if (!at) return false;
        spans->at = at;
        spans->room = room;
    }
    spans->at[spans->count++] = (khe_interval){open, close};
    return true;
}

static int by_open(const void *a, const void *b)
{
    const khe_interval *x = a, *y = b;
    if (x->open != y->open) return x->open < y->open ? -1 : 1;
    return (x->close > y->close) - (x->close < y->close);
}

void khe_spans_merge(khe_spans *spans)
{
    if (spans->count < 2) return;
    qsort(spans->at, (size_t)spans->count, sizeof *spans->at, by_open);
    int32_t last = 0;
    for (int32_t i = 1; i < spans->count; i++) {
        const khe_interval next = spans->at[i];
        khe_interval *now = &spans->at[last];
        if ((int64_t)next.open <= (int64_t)now->close + 1) {
            if (next.close > now->close) now->close = next.close;
        } else {
            spans->at[++last] = next;
        }
    }
    spans->count = last + 1;
}

bool khe_spans_meet(const khe_spans *a, const khe_interval *b, int32_t b_count, khe_spans *out)
{
    out->count = 0;
    for (int32_t i = 0, j = 0; i < a->count && j < b_count;) {
        const int32_t open = a->at[i].open > b[j].open ? a->at[i].open : b[j].open;
        const int32_t close = a->at[i].close < b[j].close ? a->at[i].close : b[j].close;
        if (!khe_spans_add(out, open, close)) return false;
        if (a->at[i].close < b[j].close)
            i++;
        else
            j++;
    }
    return true;
}

bool khe_spans_remove(khe_spans *spans, int32_t open, int32_t close)
{
    if (open > close) return true;
    const int32_t count = spans->count;
    int32_t kept = 0;
    khe_interval tail = {0, -1};
    for (int32_t i = 0; i < count; i++) {
        const khe_interval span = spans->at[i];
        if (span.close < open || span.open > close) {
            spans->at[kept++] = span;
            continue;
        }
        const bool left = span.open<open, right = span.close> close;
        if (left) spans->at[kept++] = (khe_interval){span.open, open - 1};
        if (left && right)
            tail = (khe_interval){close + 1, span.close};
        else if (right)
            spans->at[kept++] = (khe_interval){close + 1, span.close};
    }
    spans->count = kept;
    if (tail.open > tail.close) return true;
    if (!khe_spans_add(spans, tail.open, tail.close)) return false;
    khe_spans_merge(spans);
    return true;
}

void khe_spans_free(khe_spans *spans)
{
    free(spans->at);
    *spans = (khe_spans){0};
}
