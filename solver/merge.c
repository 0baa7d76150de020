/* Savings (see merge.h). Routes are chains of visits; a merge joins two ends, one chain turned
 * round where legs are the same both ways. */
#include "merge.h"

#include <stdlib.h>
#include <string.h>

#include "route.h"

enum { NEAR = 60 }; /* neighbours that a visit may be joined to */

typedef struct saving {
    int32_t steps, i, j;
} saving;

typedef struct chain {
    int32_t first, last, visits, steps, ticks; /* legs and services inside, without the depot's */
    int32_t load[KHS_MEASURES_MAX];
} chain;

typedef struct merger {
    const khs_problem *p;
    const khs_resource *r;
    const khs_matrix *matrix;
    bool both_ways; /* legs are the same to and fro */
    saving *saving;
    int32_t savings;
    chain *chain;      /* [1+n] named after any of its visits */
    int32_t *chain_of; /* [1+n] */
    int32_t *next;     /* [1+n] 0: the last of its chain */
} merger;

bool khs_merge_applies(const khs_scene *scene)
{
    return scene->plain && !scene->windows && scene->p->resources == 1;
}

static bool take_room(merger *m)
{
    const size_t n = (size_t)m->p->visits + 1;
    m->saving = malloc(n * NEAR * sizeof *m->saving);
    m->chain = calloc(n, sizeof *m->chain);
    m->chain_of = malloc(n * sizeof *m->chain_of);
    m->next = calloc(n, sizeof *m->next);
    return m->saving && m->chain && m->chain_of && m->next;
}

static void give_back(merger *m)
{
    free(m->saving);
    free(m->chain);
    free(m->chain_of);
    free(m->next);
}

static khs_leg leg(const merger *m, int32_t from, int32_t to)
{
    return khs_leg_of(m->p, m->matrix, from, to);
}

static int by_saving(const void *a, const void *b)
{
    const saving *x = a, *y = b;
    if (x->steps != y->steps) return x->steps < y->steps ? 1 : -1;
    if (x->i != y->i) return x->i < y->i ? -1 : 1;
    return (x->j > y->j) - (x->j < y->j);
}

static void list_savings(merger *m, const khs_scene *scene, double shape)
{
    const khs_problem *p = m->p;
    const int32_t most = khs_min(NEAR, scene->near_count);
    for (int32_t i = 1; i <= p->visits; i++) {
        const int32_t *near = scene->near + (int64_t)i * scene->near_count;
        const int32_t home = leg(m, p->place[i], m->r->end).steps;
        for (int32_t k = 0; k < most && near[k]; k++) {
            const int32_t j = near[k];
            const double direct = shape * leg(m, p->place[i], p->place[j]).steps;
            const double saved = home + leg(m, m->r->start, p->place[j]).steps - direct;
            if (saved > 0) m->saving[m->savings++] = (saving){(int32_t)saved, i, j};
        }
    }
    qsort(m->saving, (size_t)m->savings, sizeof *m->saving, by_saving);
}

static void begin_chains(merger *m)
{
    const khs_problem *p = m->p;
    for (int32_t v = 1; v <= p->visits; v++) {
        chain *c = &m->chain[v];
        *c = (chain){.first = v, .last = v, .visits = 1, .ticks = p->service[v]};
        for (int32_t k = 0; k < p->measures; k++) c->load[k] = khs_quantity(p, v)[k];
        m->chain_of[v] = v;
    }
}

/* a then b; whether they make a route. */
static bool fits(const merger *m, const chain *a, const chain *b, khs_leg between)
{
    const khs_problem *p = m->p;
    for (int32_t k = 0; k < p->measures; k++)
        if (a->load[k] + b->load[k] > m->r->capacity[k]) return false;
    const khs_leg out = leg(m, m->r->start, p->place[a->first]),
                  home = leg(m, p->place[b->last], m->r->end);
    const int64_t steps = (int64_t)out.steps + a->steps + between.steps + b->steps + home.steps;
    const int64_t ticks = (int64_t)out.ticks + a->ticks + between.ticks + b->ticks + home.ticks;
    return steps <= m->r->max_steps && ticks <= (int64_t)m->r->close - m->r->open;
}

static chain turned(const chain *c)
{
    chain other = *c;
    other.first = c->last;
    other.last = c->first;
    return other;
}

static void turn_round(merger *m, chain *c)
{
    int32_t before = 0;
    for (int32_t v = c->first; v;) {
        const int32_t next = m->next[v];
        m->next[v] = before;
        before = v;
        v = next;
    }
    *c = turned(c);
}

static void join(merger *m, chain *a, chain *b, khs_leg between)
{
    const int32_t name = m->chain_of[a->first];
    for (int32_t v = b->first; v; v = m->next[v]) m->chain_of[v] = name;
    m->next[a->last] = b->first;
    a->last = b->last;
    a->visits += b->visits;
    a->steps += between.steps + b->steps;
    a->ticks += between.ticks + b->ticks;
    for (int32_t k = 0; k < m->p->measures; k++) a->load[k] += b->load[k];
    b->visits = 0;
}

/* Joins the chains that end at i and begin at j, if they do. */
static void try_saving(merger *m, int32_t i, int32_t j)
{
    if (m->chain_of[i] == m->chain_of[j]) return;
    chain *a = &m->chain[m->chain_of[i]], *b = &m->chain[m->chain_of[j]];
    const bool turn_a = a->last != i, turn_b = b->first != j;
    if ((turn_a && a->first != i) || (turn_b && b->last != j)) return;
    if ((turn_a || turn_b) && !m->both_ways) return;
    const khs_leg between = leg(m, m->p->place[i], m->p->place[j]);
    const chain from = turn_a ? turned(a) : *a, to = turn_b ? turned(b) : *b;
    if (!fits(m, &from, &to, between)) return;
    if (turn_a) turn_round(m, a);
    if (turn_b) turn_round(m, b);
    join(m, a, b, between);
}

static int by_visits(const void *a, const void *b)
{
    const chain *x = a, *y = b;
    if (x->visits != y->visits) return x->visits < y->visits ? 1 : -1;
    return (x->first > y->first) - (x->first < y->first);
}

/* The longest chains, as many as there are vehicles, become tours. */
static bool open_tours(const merger *m, khs_solution *s)
{
    qsort(m->chain + 1, (size_t)m->p->visits, sizeof *m->chain, by_visits);
    int32_t *visits = s->scratch;
    for (int32_t c = 1; c <= m->p->visits && m->chain[c].visits; c++) {
        int32_t count = 0;
        if (s->used[0] >= s->limit[0] || s->tours >= s->max_tours) break;
        for (int32_t v = m->chain[c].first; v; v = m->next[v]) visits[count++] = v;
        if (khs_route_evaluate_open(m->p, 0, visits, count).flaw) continue;
        for (int32_t i = 0; i < count; i++) khs_absent_remove(s, m->p->order_of[visits[i]]);
        if (khs_tour_open(s, 0, visits, count) < 0) return false;
    }
    return true;
}

bool khs_merge_routes(khs_solution *s, double shape)
{
    const khs_problem *p = s->p;
    merger m = {.p = p, .r = &p->resource[0], .matrix = &p->matrix[p->resource[0].matrix]};
    m.both_ways =
        (!m.matrix->steps || m.matrix->steps == m.matrix->steps_to) && m.r->start == m.r->end;
    bool fine = take_room(&m);
    if (fine) {
        begin_chains(&m);
        list_savings(&m, s->scene, shape);
        for (int32_t k = 0; k < m.savings; k++) try_saving(&m, m.saving[k].i, m.saving[k].j);
        fine = open_tours(&m, s);
    }
    give_back(&m);
    return fine;
}
