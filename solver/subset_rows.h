/* Subset-row inequalities for set partitioning (Jepsen, Petersen, Spoorendonk and Pisinger 2008):
 * of the routes that serve at least two of three orders a plan has at most one. Routes in halves
 * break them, plans never do, so they lift the relaxation towards the best plan. */
#ifndef KHS_SUBSET_ROWS_H
#define KHS_SUBSET_ROWS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct khs_subset_rows {
    int32_t rows;         /* of the partition; each column touches one at most once */
    int32_t count, most;  /* inequalities */
    int32_t (*triple)[3]; /* [most] rows, ascending */
    int32_t *first;       /* [rows+2] inequalities with row i: with[first[i] ... first[i+1]-1] */
    int32_t *with;        /* [3*most] */
    int32_t *hits;        /* [most] zero between calls */
    int32_t *touched;     /* [rows] scratch */
} khs_subset_rows;

/* Columns with their values in a relaxation's optimum. */
typedef struct khs_fraction {
    const int32_t *row; /* [count] */
    int64_t count;
    double value;
} khs_fraction;

/** \param most inequalities held at once \return false: out of memory; free it all the same */
bool khs_subset_rows_init(int32_t rows, int32_t most, khs_subset_rows *s);
void khs_subset_rows_free(khs_subset_rows *s);

/** The inequalities that a column counts in, each with coefficient 1.
 *  \param row   [count] rows of the column; those beyond the partition are passed over
 *  \param found [most]
 *  \return their number */
int32_t khs_subset_rows_of(khs_subset_rows *s, const int32_t *row, int64_t count, int32_t *found);

/** Adds inequalities that a fractional optimum breaks, the most broken first, spread over the rows.
 *  \param columns [count] those with a value between 0 and 1
 *  \param added   set to how many
 *  \return false: out of memory, nothing added */
bool khs_subset_rows_separate(khs_subset_rows *s, const khs_fraction *columns, int32_t count,
                              int32_t *added);

/** Forgets the inequalities with keep[i] = 0; the others close ranks. */
void khs_subset_rows_retain(khs_subset_rows *s, const uint8_t *keep);

#endif
