/* The summary of a run: a line per class and one per suite. */
#include <math.h>
#include <string.h>

#include "bench.h"

typedef struct summary {
    int runs, gaps, at_best, equal_vehicles, references, missed, unverified;
    double gap, worst, t1pct, seconds;
    char worst_name[KB_NAME];
} summary;

static void count(summary *s, const kb_row *row)
{
    s->runs++;
    s->unverified += !row->verified;
    s->t1pct += row->t1pct_s;
    s->seconds += row->seconds;
    if (isnan(row->best_known)) return;
    s->references++;
    s->equal_vehicles += row->vehicles == row->best_vehicles;
    if (isnan(row->gap_pct)) {
        s->missed++;
        return;
    }
    s->at_best += kb_row_at_best(row);
    if (s->gaps++ == 0 || row->gap_pct > s->worst) {
        s->worst = row->gap_pct;
        memcpy(s->worst_name, row->instance, sizeof s->worst_name);
    }
    s->gap += row->gap_pct;
}

static void print_gap(FILE *out, int gaps, double gap)
{
    if (gaps > 0)
        fprintf(out, " %7.2f", kb_gap_shown(gap));
    else
        fprintf(out, " %7s", "-");
}

static void print(FILE *out, const char *suite, const char *class, const summary *s)
{
    fprintf(out, "%-12s %-6s %5d", suite, class, s->runs);
    print_gap(out, s->gaps, s->gap / s->gaps);
    print_gap(out, s->gaps, s->worst);
    fprintf(out, " %-18s %5d %6d %6d %7.1f %7.1f", s->gaps > 0 ? s->worst_name : "-", s->at_best,
            s->equal_vehicles, s->missed, s->t1pct / s->runs, s->seconds / s->runs);
    if (s->unverified > 0) fprintf(out, "  %d NOT VERIFIED", s->unverified);
    fputc('\n', out);
}

/* Whether an earlier row is of the same suite and, if `by_class`, class. */
static bool seen(const kb_rows *rows, size_t i, bool by_class)
{
    char class[KB_NAME], other[KB_NAME];
    kb_class_of(rows->row[i].instance, class);
    for (size_t j = 0; j < i; j++) {
        kb_class_of(rows->row[j].instance, other);
        if (strcmp(rows->row[i].suite, rows->row[j].suite) == 0 &&
            (!by_class || strcmp(class, other) == 0))
            return true;
    }
    return false;
}

static void print_class(FILE *out, const kb_rows *rows, const char *suite, const char *class)
{
    summary s = {0};
    for (size_t i = 0; i < rows->count; i++) {
        char other[KB_NAME];
        kb_class_of(rows->row[i].instance, other);
        if (strcmp(rows->row[i].suite, suite) == 0 && (class == NULL || strcmp(class, other) == 0))
            count(&s, &rows->row[i]);
    }
    print(out, suite, class == NULL ? "all" : class, &s);
}

static void print_suite(FILE *out, const kb_rows *rows, const char *suite)
{
    for (size_t i = 0; i < rows->count; i++) {
        char class[KB_NAME];
        kb_class_of(rows->row[i].instance, class);
        if (strcmp(rows->row[i].suite, suite) == 0 && class[0] != '\0' && !seen(rows, i, true))
            print_class(out, rows, suite, class);
    }
    print_class(out, rows, suite, NULL);
}

void kb_table(FILE *out, const kb_rows *rows)
{
    fprintf(out, "%-12s %-6s %5s %7s %7s %-18s %5s %6s %6s %7s %7s\n", "suite", "class", "runs",
            "gap %", "worst", "worst instance", "best", "veh =", "missed", "t1pct s", "seconds");
    for (size_t i = 0; i < rows->count; i++)
        if (!seen(rows, i, false)) print_suite(out, rows, rows->row[i].suite);
}
