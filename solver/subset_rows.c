/* Inequalities over triples of rows (see subset_rows.h).
 *
 * A broken triple has a total over one, so at least two of its pairs share columns. Hence the
 * search goes over the rows that share a column with a middle row, not over all triples. */
#include "subset_rows.h"

#include <stdlib.h>
#include <string.h>

enum {
    ROUND_MOST = 120,  /* inequalities added at once, */
    ROUND_PER_ROW = 10 /* of them with the same row */
};

static const double BROKEN = 0.02; /* beyond the bound of 1 */

typedef struct broken {
    int32_t triple[3];
    double total;
} broken;

/* Which rows share fractional columns, and how much of them. */
typedef struct survey {
    const khs_fraction *columns;
    int32_t rows, count;
    double *shared;      /* [rows*rows] value of the columns that cover both */
    int32_t *mates;      /* [rows*rows] per row those with shared > 0, ascending */
    int32_t *mate_count; /* [rows] */
    uint8_t *covers;     /* [count*rows] */
    broken *found;
    int32_t found_count, room;
} survey;

bool khs_subset_rows_init(int32_t rows, int32_t most, khs_subset_rows *s)
{
    *s = (khs_subset_rows){.rows = rows, .most = most};
    s->triple = malloc(((size_t)most + 1) * sizeof *s->triple);
    s->first = calloc((size_t)rows + 2, sizeof *s->first);
    s->with = malloc((3 * (size_t)most + 1) * sizeof *s->with);
    s->hits = calloc((size_t)most + 1, sizeof *s->hits);
    s->touched = malloc(((size_t)rows + 1) * sizeof *s->touched);
    return s->triple && s->first && s->with && s->hits && s->touched;
}

void khs_subset_rows_free(khs_subset_rows *s)
{
    free(s->triple);
    free(s->first);
    free(s->with);
    free(s->hits);
    free(s->touched);
    *s = (khs_subset_rows){0};
}

int32_t khs_subset_rows_of(khs_subset_rows *s, const int32_t *row, int64_t count, int32_t *found)
{
    int32_t number = 0;
    if (s->count == 0) return 0;
    for (int64_t e = 0; e < count; e++) {
        if (row[e] >= s->rows) continue;
        for (int32_t k = s->first[row[e]]; k < s->first[row[e] + 1]; k++)
            if (++s->hits[s->with[k]] == 2) found[number++] = s->with[k];
    }
    for (int64_t e = 0; e < count; e++) {
        if (row[e] >= s->rows) continue;
        for (int32_t k = s->first[row[e]]; k < s->first[row[e] + 1]; k++) s->hits[s->with[k]] = 0;
    }
    return number;
}

/* Lists the inequalities row by row. While they are filled in, first[i+1] is where the next one of
 * row i goes. */
static void list_by_row(khs_subset_rows *s)
{
    memset(s->first, 0, ((size_t)s->rows + 2) * sizeof *s->first);
    for (int32_t c = 0; c < s->count; c++)
        for (int32_t k = 0; k < 3; k++) s->first[s->triple[c][k] + 2]++;
    for (int32_t i = 2; i <= s->rows; i++) s->first[i] += s->first[i - 1];
    for (int32_t c = 0; c < s->count; c++)
        for (int32_t k = 0; k < 3; k++) s->with[s->first[s->triple[c][k] + 1]++] = c;
}

/* ---- separation ---- */

static void survey_free(survey *v)
{
    free(v->shared);
    free(v->mates);
    free(v->mate_count);
    free(v->covers);
    free(v->found);
}

static bool survey_init(int32_t rows, const khs_fraction *columns, int32_t count, survey *v)
{
    const size_t n = (size_t)rows;
    *v = (survey){.columns = columns, .rows = rows, .count = count};
    v->shared = calloc(n * n + 1, sizeof *v->shared);
    v->mates = malloc((n * n + 1) * sizeof *v->mates);
    v->mate_count = calloc(n + 1, sizeof *v->mate_count);
    v->covers = calloc((size_t)count * n + 1, 1);
    return v->shared && v->mates && v->mate_count && v->covers;
}

static void fill(survey *v)
{
    const int32_t n = v->rows;
    for (int32_t c = 0; c < v->count; c++) {
        const khs_fraction *column = &v->columns[c];
        for (int64_t e = 0; e < column->count; e++) {
            const int32_t i = column->row[e];
            if (i >= n) continue;
            v->covers[(int64_t)c * n + i] = 1;
            for (int64_t f = 0; f < column->count; f++)
                if (column->row[f] < n && f != e)
                    v->shared[(int64_t)i * n + column->row[f]] += column->value;
        }
    }
    for (int32_t i = 0; i < n; i++)
        for (int32_t j = 0; j < n; j++)
            if (v->shared[(int64_t)i * n + j] > 0.0)
                v->mates[(int64_t)i * n + v->mate_count[i]++] = j;
}

/* Value of the columns that cover at least two of three: one that covers all is in three pairs. */
static double total(const survey *v, double pairs, int32_t a, int32_t b, int32_t c)
{
    for (int32_t k = 0; k < v->count; k++) {
        const uint8_t *covers = v->covers + (int64_t)k * v->rows;
        if (covers[a] & covers[b] & covers[c]) pairs -= 2.0 * v->columns[k].value;
    }
    return pairs;
}

static bool note(survey *v, int32_t a, int32_t b, int32_t c, double value)
{
    if (v->found_count == v->room) {
        const int32_t room = 2 * v->room + 256;
        broken *found = realloc(v->found, (size_t)room * sizeof *found);
        if (!found) return false;
        v->found = found;
        v->room = room;
    }
    broken *out = &v->found[v->found_count++];
    out->total = value;
    out->triple[0] = a < b ? (a < c ? a : c) : (b < c ? b : c);
    out->triple[2] = a > b ? (a > c ? a : c) : (b > c ? b : c);
    out->triple[1] = a + b + c - out->triple[0] - out->triple[2];
    return true;
}

/* Triples with `a` in the middle; where all three pairs share columns, `a` is the least. */
static bool find_around(survey *v, int32_t a)
{
    const int32_t n = v->rows, *mate = v->mates + (int64_t)a * n;
    const double *shared = v->shared + (int64_t)a * n;
    for (int32_t i = 0; i < v->mate_count[a]; i++) {
        const int32_t b = mate[i];
        const double *with_b = v->shared + (int64_t)b * n;
        for (int32_t k = i + 1; k < v->mate_count[a]; k++) {
            const int32_t c = mate[k];
            const double pairs = shared[b] + shared[c] + with_b[c];
            if (pairs <= 1.0 + BROKEN || (with_b[c] > 0.0 && b < a)) continue;
            const double value = total(v, pairs, a, b, c);
            if (value > 1.0 + BROKEN && !note(v, a, b, c, value)) return false;
        }
    }
    return true;
}

static int compare_broken(const void *a, const void *b)
{
    const broken *x = a, *y = b;
    if (x->total > y->total) return -1;
    if (x->total < y->total) return 1;
    for (int32_t k = 0; k < 3; k++)
        if (x->triple[k] != y->triple[k]) return x->triple[k] < y->triple[k] ? -1 : 1;
    return 0;
}

static bool has_room(const khs_subset_rows *s, const broken *b)
{
    for (int32_t k = 0; k < 3; k++)
        if (s->touched[b->triple[k]] >= ROUND_PER_ROW) return false;
    return true;
}

static int32_t add_worst(khs_subset_rows *s, survey *v)
{
    const int32_t before = s->count;
    if (v->found_count) qsort(v->found, (size_t)v->found_count, sizeof *v->found, compare_broken);
    memset(s->touched, 0, (size_t)s->rows * sizeof *s->touched);
    for (int32_t i = 0; i < v->found_count && s->count < s->most; i++) {
        if (s->count - before == ROUND_MOST) break;
        if (!has_room(s, &v->found[i])) continue;
        for (int32_t k = 0; k < 3; k++) s->touched[v->found[i].triple[k]]++;
        memcpy(s->triple[s->count++], v->found[i].triple, sizeof *s->triple);
    }
    list_by_row(s);
    return s->count - before;
}

bool khs_subset_rows_separate(khs_subset_rows *s, const khs_fraction *columns, int32_t count,
                              int32_t *added)
{
    survey v;
    bool fine = survey_init(s->rows, columns, count, &v);
    if (fine) fill(&v);
    for (int32_t a = 0; fine && a < s->rows; a++) fine = find_around(&v, a);
    if (fine) *added = add_worst(s, &v);
    survey_free(&v);
    return fine;
}

void khs_subset_rows_retain(khs_subset_rows *s, const uint8_t *keep)
{
    int32_t kept = 0;
    for (int32_t c = 0; c < s->count; c++)
        if (keep[c]) memcpy(s->triple[kept++], s->triple[c], sizeof *s->triple);
    s->count = kept;
    list_by_row(s);
}
