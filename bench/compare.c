/* keyhaul-bench compare: two runs of the same cases, paired.
 *
 * A plan is better if it leaves no must-serve order out, then (vehicles first) if it uses fewer
 * vehicles, then if it costs less. The difference of a pair is in per cent of the cost of a; a
 * vehicle more or less counts as a thousand per cent, an incomplete plan as a million: only their
 * ranks matter, in Wilcoxon's test. Means and the t-test take the pairs that differ in cost alone.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

#define PER_VEHICLE    1e3
#define PER_INCOMPLETE 1e6
#define SIGNIFICANT    0.05

typedef struct pairs {
    double *all;  /* [count] differences b - a */
    double *cost; /* [cost_count] those in cost alone */
    const kb_row **a, **b;
    size_t count, cost_count, only_a, only_b;
} pairs;

static double difference(const kb_row *a, const kb_row *b, bool *in_cost)
{
    *in_cost = false;
    if (isnan(a->cost) || isnan(b->cost)) return PER_INCOMPLETE * (isnan(b->cost) - isnan(a->cost));
    if (strcmp(a->first, "vehicles") == 0 && a->vehicles != b->vehicles)
        return PER_VEHICLE * (b->vehicles - a->vehicles);
    *in_cost = true;
    return fabs(a->cost) > 0 ? 100 * (b->cost - a->cost) / a->cost : 0;
}

static const kb_row *partner(const kb_rows *rows, const kb_row *row)
{
    for (size_t i = 0; i < rows->count; i++)
        if (kb_same_case(&rows->row[i], row)) return &rows->row[i];
    return NULL;
}

static bool make_pairs(const kb_rows *a, const kb_rows *b, pairs *p)
{
    const size_t room = a->count + 1;
    p->all = calloc(room, sizeof *p->all);
    p->cost = calloc(room, sizeof *p->cost);
    p->a = calloc(room, sizeof *p->a);
    p->b = calloc(room, sizeof *p->b);
    if (p->all == NULL || p->cost == NULL || p->a == NULL || p->b == NULL) return false;
    for (size_t i = 0; i < a->count; i++) {
        const kb_row *other = partner(b, &a->row[i]);
        if (other == NULL) {
            p->only_a++;
            continue;
        }
        bool in_cost;
        p->a[p->count] = &a->row[i];
        p->b[p->count] = other;
        p->all[p->count] = difference(&a->row[i], other, &in_cost);
        if (in_cost) p->cost[p->cost_count++] = p->all[p->count];
        p->count++;
    }
    for (size_t i = 0; i < b->count; i++) p->only_b += partner(a, &b->row[i]) == NULL;
    return true;
}

static void free_pairs(pairs *p)
{
    free(p->all);
    free(p->cost);
    free(p->a);
    free(p->b);
}

/* Of one file, over the cases that both have. */
static void print_file(const char *path, const kb_row *const *row, size_t count)
{
    int gaps = 0, best = 0, missed = 0, unverified = 0;
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        unverified += !row[i]->verified;
        best += kb_row_at_best(row[i]);
        if (isnan(row[i]->gap_pct))
            missed += !isnan(row[i]->best_known);
        else
            gaps++, sum += row[i]->gap_pct;
    }
    printf("%-28s", path);
    if (gaps > 0)
        printf(" mean gap %7.3f %%", sum / gaps);
    else
        printf(" mean gap       -  ");
    printf("   at best known %4d   missed %4d", best, missed);
    if (unverified > 0) printf("   NOT VERIFIED %d", unverified);
    putchar('\n');
}

static void print_extreme(const char *word, const pairs *p, size_t i)
{
    printf("%s for b: %s %s seed %lld, ", word, p->a[i]->suite, p->a[i]->instance,
           (long long)p->a[i]->seed);
    if (fabs(p->all[i]) >= PER_INCOMPLETE)
        printf("%s left must-serve orders out\n", p->all[i] > 0 ? "b" : "a");
    else if (fabs(p->all[i]) >= PER_VEHICLE)
        printf("%+d vehicles\n", p->b[i]->vehicles - p->a[i]->vehicles);
    else
        printf("%+.3f %%\n", p->all[i]);
}

static void print_pairs(const pairs *p)
{
    size_t wins = 0, losses = 0, worst = 0, best = 0;
    double sum = 0;
    for (size_t i = 0; i < p->count; i++) {
        wins += p->all[i] < 0;
        losses += p->all[i] > 0;
        if (p->all[i] > p->all[worst]) worst = i;
        if (p->all[i] < p->all[best]) best = i;
    }
    for (size_t i = 0; i < p->cost_count; i++) sum += p->cost[i];
    printf("b better in %zu, equal in %zu, worse in %zu\n", wins, p->count - wins - losses, losses);
    if (p->cost_count > 0)
        printf("cost of b against a, where nothing else differs (%zu pairs): mean %+.4f %%\n",
               p->cost_count, sum / (double)p->cost_count);
    print_extreme("worst", p, worst);
    print_extreme("best", p, best);
}

/* The exit status: 1 if b is significantly worse. */
static int judge(const pairs *p)
{
    double balance;
    const double signed_rank = kb_wilcoxon(p->all, p->count, &balance);
    const double t = kb_paired_t(p->cost, p->cost_count);
    printf("Wilcoxon signed-rank p = %.4g", signed_rank);
    if (!isnan(t)) printf(", paired t (cost) p = %.4g", t);
    const bool significant = signed_rank < SIGNIFICANT;
    printf("\nverdict: %s\n", !significant  ? "no significant difference"
                              : balance > 0 ? "b is worse"
                                            : "b is better");
    return significant && balance > 0;
}

static int compare(const kb_rows *a, const kb_rows *b, char **path)
{
    pairs p = {0};
    int status = 3;
    if (!make_pairs(a, b, &p)) {
        fprintf(stderr, "keyhaul-bench compare: out of memory\n");
    } else if (p.count == 0) {
        fprintf(stderr, "keyhaul-bench compare: the files have no case in common\n");
        status = 2;
    } else {
        printf("%zu pairs, %zu only in a, %zu only in b\n", p.count, p.only_a, p.only_b);
        print_file(path[0], p.a, p.count);
        print_file(path[1], p.b, p.count);
        print_pairs(&p);
        status = judge(&p);
    }
    free_pairs(&p);
    return status;
}

int kb_compare(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: keyhaul-bench compare a.csv b.csv\n");
        return 2;
    }
    kb_rows rows[2] = {{0}, {0}};
    int status = 0;
    for (int i = 0; i < 2 && status == 0; i++) {
        const char *wrong = kb_rows_read(&rows[i], argv[i + 1]);
        if (wrong == NULL) continue;
        fprintf(stderr, "keyhaul-bench compare: %s: %s\n", argv[i + 1], wrong);
        status = 2;
    }
    if (status == 0) status = compare(&rows[0], &rows[1], argv + 1);
    kb_rows_free(&rows[0]);
    kb_rows_free(&rows[1]);
    return status;
}
