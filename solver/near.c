/* Nearest visits: all of them looked at where they are few, found in a k-d tree (Bentley 1975) over
 * the positions of their places where they are many. */
#include "near.h"

#include <stdlib.h>

enum { TREE_FROM = 700, LEAF = 12, INSERTION = 16 };

/* ---- keys: a value of 31 bits above a visit ---- */

static int64_t key_of(int32_t value, int32_t visit)
{
    return (int64_t)(((uint64_t)(int64_t)value << 32) | (uint32_t)visit);
}

/* Hoare's partition of list[low..high]; *left and *right are the ends of the two parts. */
static void part_keys(int64_t *list, int32_t low, int32_t high, int32_t *left, int32_t *right)
{
    const int64_t pivot = list[low + (high - low) / 2];
    int32_t i = low, j = high;
    while (i <= j) {
        while (list[i] < pivot) i++;
        while (list[j] > pivot) j--;
        if (i > j) break;
        const int64_t swap = list[i];
        list[i++] = list[j];
        list[j--] = swap;
    }
    *left = j;
    *right = i;
}

/* Brings the k+1 smallest to the front, the largest of them to place k. */
static void select_keys(int64_t *list, int32_t count, int32_t k)
{
    int32_t low = 0, high = count - 1, left, right;
    while (low < high) {
        part_keys(list, low, high, &left, &right);
        if (k <= left) {
            high = left;
        } else if (k >= right) {
            low = right;
        } else {
            return;
        }
    }
}

static void sort_keys(int64_t *list, int32_t low, int32_t high)
{
    while (high - low >= INSERTION) {
        int32_t left, right;
        part_keys(list, low, high, &left, &right);
        if (left - low < high - right) {
            sort_keys(list, low, left);
            low = right;
        } else {
            sort_keys(list, right, high);
            high = left;
        }
    }
    for (int32_t i = low + 1; i <= high; i++) {
        const int64_t key = list[i];
        int32_t j = i;
        for (; j > low && list[j - 1] > key; j--) list[j] = list[j - 1];
        list[j] = key;
    }
}

static void put_sorted(int64_t *list, int32_t kept, int32_t count, int32_t *near)
{
    sort_keys(list, 0, kept - 1);
    for (int32_t k = 0; k < count; k++) near[k] = k < kept ? (int32_t)(list[k] & INT32_MAX) : 0;
}

/* ---- all of them ---- */

static void near_of(const khs_problem *p, const khs_matrix *m, int32_t v, int64_t *list,
                    int32_t count, int32_t *near)
{
    const int32_t a = p->place[v];
    int32_t found = 0;
    for (int32_t w = 1; w <= p->visits; w++) {
        if (w == v) continue;
        const int32_t b = p->place[w];
        int32_t steps = khs_steps(p, m, a, b);
        if (m->steps != m->steps_to) steps = khs_min(steps, khs_steps(p, m, b, a));
        list[found++] = key_of(steps, w);
    }
    if (found > count) select_keys(list, found, count - 1);
    put_sorted(list, khs_min(found, count), count, near);
}

bool khs_near_by_all(const khs_problem *p, const khs_matrix *m, int32_t threads, int32_t count,
                     int32_t *near)
{
    const int32_t n = p->visits;
    int32_t failed = 0;
#pragma omp parallel num_threads(threads) default(none) shared(p, m, near, count, n)               \
    reduction(+ : failed)
    {
        int64_t *list = malloc(sizeof *list * (size_t)(n + 1));
        if (!list) failed = 1;
#pragma omp for schedule(static)
        for (int32_t v = 1; v <= n; v++)
            if (list) near_of(p, m, v, list, count, near + (int64_t)v * count);
        free(list);
    }
    return !failed;
}

/* ---- the tree ---- */

/* The range [first, last) of `visit` is a node: a leaf if short, else divided at its middle, whose
 * coordinate along `axis` no visit before exceeds and none after falls below. */
typedef struct tree {
    const khs_problem *p;
    const int32_t *spot;
    int32_t *visit; /* [n] */
    uint8_t *axis;  /* [n] of the node whose middle it is */
    int64_t *keys;  /* [n] scratch of planting */
} tree;

static const int32_t *spot_of(const tree *t, int32_t visit)
{
    return t->spot + 3 * (int64_t)t->p->place[visit];
}

static uint8_t widest_axis(const tree *t, int32_t first, int32_t last)
{
    int32_t low[3], high[3];
    for (int32_t k = 0; k < 3; k++) low[k] = high[k] = spot_of(t, t->visit[first])[k];
    for (int32_t i = first + 1; i < last; i++) {
        const int32_t *spot = spot_of(t, t->visit[i]);
        for (int32_t k = 0; k < 3; k++) {
            low[k] = khs_min(low[k], spot[k]);
            high[k] = khs_max(high[k], spot[k]);
        }
    }
    uint8_t widest = 0;
    for (uint8_t k = 1; k < 3; k++)
        if ((int64_t)high[k] - low[k] > (int64_t)high[widest] - low[widest]) widest = k;
    return widest;
}

static void plant(tree *t, int32_t first, int32_t last)
{
    while (last - first > LEAF) {
        const int32_t middle = first + (last - first) / 2;
        const uint8_t axis = widest_axis(t, first, last);
        for (int32_t i = first; i < last; i++)
            t->keys[i] = key_of(spot_of(t, t->visit[i])[axis], t->visit[i]);
        select_keys(t->keys + first, last - first, middle - first);
        for (int32_t i = first; i < last; i++) t->visit[i] = (int32_t)(t->keys[i] & INT32_MAX);
        t->axis[middle] = axis;
        plant(t, first, middle);
        first = middle + 1;
    }
}

/* The nearest found so far: a heap whose root is the farthest of them. */
typedef struct found {
    int64_t square; /* of the distance */
    int32_t visit;
} found;

typedef struct search {
    const tree *tree;
    const int32_t *spot;
    int32_t self, count, most;
    found *heap; /* [most] */
} search;

static bool is_farther(const found *a, const found *b)
{
    return a->square != b->square ? a->square > b->square : a->visit > b->visit;
}

static void sift_down(found *heap, int32_t count, found last)
{
    int32_t at = 0;
    for (int32_t child = 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && is_farther(&heap[child + 1], &heap[child])) child++;
        if (!is_farther(&heap[child], &last)) break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = last;
}

static void offer(search *s, int32_t visit)
{
    const int32_t *spot = spot_of(s->tree, visit);
    const int64_t x = (int64_t)spot[0] - s->spot[0], y = (int64_t)spot[1] - s->spot[1],
                  z = (int64_t)spot[2] - s->spot[2];
    const found fresh = {x * x + y * y + z * z, visit};
    if (visit == s->self) return;
    if (s->count == s->most) {
        if (is_farther(&s->heap[0], &fresh)) sift_down(s->heap, s->count, fresh);
        return;
    }
    int32_t at = s->count++;
    for (; at && is_farther(&fresh, &s->heap[(at - 1) / 2]); at = (at - 1) / 2)
        s->heap[at] = s->heap[(at - 1) / 2];
    s->heap[at] = fresh;
}

static void look(search *s, int32_t first, int32_t last)
{
    const tree *t = s->tree;
    if (last - first <= LEAF) {
        for (int32_t i = first; i < last; i++) offer(s, t->visit[i]);
        return;
    }
    const int32_t middle = first + (last - first) / 2;
    const uint8_t axis = t->axis[middle];
    const int64_t side = (int64_t)s->spot[axis] - spot_of(t, t->visit[middle])[axis];
    const bool before = side < 0;
    look(s, before ? first : middle + 1, before ? middle : last);
    offer(s, t->visit[middle]);
    if (s->count == s->most && side * side > s->heap[0].square) return;
    look(s, before ? middle + 1 : first, before ? last : middle);
}

static void near_in_tree(const tree *t, const khs_matrix *m, int32_t v, found *heap, int64_t *list,
                         int32_t count, int32_t *near)
{
    search s = {t, spot_of(t, v), v, 0, count, heap};
    look(&s, 0, t->p->visits);
    for (int32_t k = 0; k < s.count; k++)
        list[k] =
            key_of(khs_steps(t->p, m, t->p->place[v], t->p->place[heap[k].visit]), heap[k].visit);
    put_sorted(list, s.count, count, near);
}

static bool search_all(const tree *t, const khs_matrix *m, int32_t threads, int32_t count,
                       int32_t *near)
{
    const int32_t n = t->p->visits;
    int32_t failed = 0;
#pragma omp parallel num_threads(threads) default(none) shared(t, m, near, count, n)               \
    reduction(+ : failed)
    {
        found *heap = malloc(sizeof *heap * (size_t)count);
        int64_t *list = malloc(sizeof *list * (size_t)count);
        if (!heap || !list) failed = 1;
#pragma omp for schedule(static)
        for (int32_t i = 0; i < n; i++) /* neighbours one after the other */
            if (heap && list)
                near_in_tree(t, m, t->visit[i], heap, list, count,
                             near + (int64_t)t->visit[i] * count);
        free(heap);
        free(list);
    }
    return !failed;
}

bool khs_near_by_tree(const khs_problem *p, const khs_matrix *m, int32_t threads, int32_t count,
                      int32_t *near)
{
    const size_t n = (size_t)p->visits;
    tree t = {.p = p, .spot = m->spot};
    t.visit = malloc(sizeof *t.visit * n);
    t.axis = calloc(n, sizeof *t.axis);
    t.keys = malloc(sizeof *t.keys * n);
    bool fine = t.visit && t.axis && t.keys;
    if (fine) {
        for (int32_t i = 0; i < p->visits; i++) t.visit[i] = i + 1;
        plant(&t, 0, p->visits);
        fine = search_all(&t, m, threads, count, near);
    }
    free(t.visit);
    free(t.axis);
    free(t.keys);
    return fine;
}

bool khs_near_fill(const khs_problem *p, const khs_matrix *m, int32_t threads, int32_t count,
                   int32_t *near)
{
    if (m->spot && p->visits > TREE_FROM) return khs_near_by_tree(p, m, threads, count, near);
    return khs_near_by_all(p, m, threads, count, near);
}
