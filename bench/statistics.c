/* Paired tests.
 *
 * Wilcoxon's signed-rank test (1945): the differences are ranked by size, W+ is the sum of the
 * ranks of the positive ones. If nothing changed every sign is a coin's toss, so the distribution
 * of W+ is that of a random subset sum of the ranks: counted exactly up to 50 differences (in
 * doubled ranks, which are whole also with ties), approximated by a normal one beyond. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

enum { EXACT_MOST = 50 };

static int by_size(const void *a, const void *b)
{
    const double x = fabs(*(const double *)a), y = fabs(*(const double *)b);
    return (x > y) - (x < y);
}

/* Doubled ranks of differences sorted by size; ties share the mean of their ranks. */
static void rank_doubled(const double *sorted, size_t n, int32_t *rank)
{
    for (size_t i = 0; i < n;) {
        size_t j = i + 1;
        while (j < n && fabs(sorted[j]) <= fabs(sorted[i])) j++;
        for (size_t k = i; k < j; k++) rank[k] = (int32_t)(i + 1 + j);
        i = j;
    }
}

/* P(doubled W+ <= w) when every sign is a coin's toss. */
static double exact_tail(const int32_t *rank, size_t n, int32_t w)
{
    enum { SUMS = EXACT_MOST * (EXACT_MOST + 1) + 1 };
    double chance[SUMS] = {1.0};
    int32_t reach = 0;
    for (size_t i = 0; i < n; i++) {
        reach += rank[i];
        for (int32_t s = reach; s >= 0; s--)
            chance[s] = 0.5 * (chance[s] + (s >= rank[i] ? chance[s - rank[i]] : 0.0));
    }
    double tail = 0;
    for (int32_t s = 0; s <= w; s++) tail += chance[s];
    return tail;
}

static double normal_tail(const int32_t *rank, size_t n, double w)
{
    double mean = 0, variance = 0;
    for (size_t i = 0; i < n; i++) {
        mean += 0.5 * rank[i];
        variance += 0.25 * (double)rank[i] * rank[i];
    }
    return 0.5 * erfc((mean - w - 1.0) / sqrt(2 * variance)); /* 1: half a rank, doubled */
}

double kb_wilcoxon(const double *difference, size_t count, double *balance)
{
    if (balance != NULL) *balance = 0;
    double *sorted = malloc((count + 1) * sizeof *sorted);
    int32_t *rank = malloc((count + 1) * sizeof *rank);
    double p = (double)NAN;
    if (sorted == NULL || rank == NULL) goto done;
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (difference[i] > 0 || difference[i] < 0) sorted[n++] = difference[i];
    qsort(sorted, n, sizeof *sorted, by_size);
    rank_doubled(sorted, n, rank);
    int32_t plus = 0, minus = 0;
    for (size_t i = 0; i < n; i++) *(sorted[i] > 0 ? &plus : &minus) += rank[i];
    if (balance != NULL) *balance = 0.5 * (plus - minus);
    const int32_t least = plus < minus ? plus : minus;
    p = n == 0            ? 1.0
        : n <= EXACT_MOST ? 2 * exact_tail(rank, n, least)
                          : 2 * normal_tail(rank, n, least);
    if (p > 1) p = 1;
done:
    free(sorted);
    free(rank);
    return p;
}

/* Continued fraction of the incomplete beta function (Lentz 1976, as in Numerical Recipes). */
static double beta_fraction(double a, double b, double x)
{
    const double tiny = 1e-300;
    double c = 1, d = 1 - (a + b) * x / (a + 1);
    d = 1 / (fabs(d) < tiny ? tiny : d);
    double h = d;
    for (int m = 1; m <= 300; m++) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        const double step[2] = {even, odd};
        double change = 1;
        for (int k = 0; k < 2; k++) {
            d = 1 + step[k] * d;
            c = 1 + step[k] / c;
            d = 1 / (fabs(d) < tiny ? tiny : d);
            if (fabs(c) < tiny) c = tiny;
            change = d * c;
            h *= change;
        }
        if (fabs(change - 1) < 1e-14) break;
    }
    return h;
}

/* Regularised incomplete beta function. */
static double beta_share(double a, double b, double x)
{
    if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
    const double front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));
    return x < (a + 1) / (a + b + 2) ? front * beta_fraction(a, b, x) / a
                                     : 1 - front * beta_fraction(b, a, 1 - x) / b;
}

double kb_paired_t(const double *difference, size_t count)
{
    if (count < 2) return (double)NAN;
    const double n = (double)count;
    double mean = 0, squares = 0;
    for (size_t i = 0; i < count; i++) mean += difference[i] / n;
    for (size_t i = 0; i < count; i++) squares += (difference[i] - mean) * (difference[i] - mean);
    if (squares <= 0) return (double)NAN;
    const double t = mean / sqrt(squares / (n - 1) / n), free_degrees = n - 1;
    return beta_share(free_degrees / 2, 0.5, free_degrees / (free_degrees + t * t));
}
