/* Admission, ranks and selection (see population.h). */
#include "population.h"

#include <stdlib.h>
#include <string.h>

enum {
    CLOSE = 5, /* neighbours that measure diversity */
    ELITE = 4, /* of a tribe, safe whatever they add to diversity */
    BORN = 20, /* a tribe is thinned out when so many and as many again as it keeps were born */
    ROOM = 2 * KHS_KEPT_MOST + BORN,
    PERSONS = 2 * ROOM + 1
};

typedef struct person {
    khs_genome genome;
    double fitness;
    int32_t number; /* row of the table of distances */
} person;

typedef struct tribe {
    person *member[ROOM]; /* by cost */
    int32_t count;
} tribe;

struct khs_population {
    const khs_grid *g;
    int64_t load_price, warp_price;
    int32_t kept; /* of a tribe */
    tribe feasible, infeasible;
    person *spare[PERSONS];
    int32_t spare_count, persons;       /* persons: made so far */
    int32_t distance[PERSONS][PERSONS]; /* between members of one tribe, by number */
};

static void person_free(person *p)
{
    if (!p) return;
    khs_genome_free(&p->genome);
    free(p);
}

static person *person_new(const khs_grid *g, int32_t number)
{
    person *p = calloc(1, sizeof *p);
    if (!p) return NULL;
    p->number = number;
    if (khs_genome_init(g, &p->genome)) return p;
    person_free(p);
    return NULL;
}

khs_population *khs_population_new(const khs_grid *g)
{
    khs_population *x = calloc(1, sizeof *x);
    if (!x) return NULL;
    x->g = g;
    x->kept = KHS_KEPT_LEAST;
    return x;
}

void khs_population_free(khs_population *x)
{
    if (!x) return;
    khs_population_clear(x);
    for (int32_t i = 0; i < x->spare_count; i++) person_free(x->spare[i]);
    free(x);
}

void khs_population_clear(khs_population *x)
{
    tribe *tribes[2] = {&x->feasible, &x->infeasible};
    for (int32_t t = 0; t < 2; t++)
        while (tribes[t]->count) x->spare[x->spare_count++] = tribes[t]->member[--tribes[t]->count];
}

void khs_population_price(khs_population *x, int64_t load_price, int64_t warp_price)
{
    x->load_price = load_price;
    x->warp_price = warp_price;
}

void khs_population_keep(khs_population *x, int32_t kept)
{
    x->kept = kept < KHS_KEPT_LEAST ? KHS_KEPT_LEAST : kept > KHS_KEPT_MOST ? KHS_KEPT_MOST : kept;
}

int32_t khs_population_count(const khs_population *x)
{
    return x->feasible.count + x->infeasible.count;
}

/* Broken pairs: visits whose neighbours differ, depots included. */
static int32_t apart(const khs_grid *g, const khs_genome *a, const khs_genome *b)
{
    const int32_t *next = a->next, *prev = a->prev, *other_next = b->next, *other_prev = b->prev;
    int32_t broken = 0;
    for (int32_t v = 1; v <= g->n; v++) {
        broken += (next[v] != other_next[v]) & (next[v] != other_prev[v]);
        const bool first = khs_is_depot_row(g, prev[v]), leads = khs_is_depot_row(g, other_prev[v]),
                   last = khs_is_depot_row(g, other_next[v]);
        broken += (int32_t)first & (int32_t)!leads & (int32_t)!last;
    }
    return broken;
}

static double penalised(const khs_population *x, const khs_genome *genome)
{
    return (double)genome->length * KHS_SCALE + ((double)genome->overload * (double)x->load_price +
                                                 (double)genome->warp * (double)x->warp_price) /
                                                    KHS_FINENESS;
}

/* To the members that are most like it. */
static double mean_distance(const khs_population *x, const tribe *t, int32_t i)
{
    int32_t nearest[CLOSE], count = 0;
    for (int32_t k = 0; k < t->count; k++) {
        if (k == i) continue;
        const int32_t d = x->distance[t->member[i]->number][t->member[k]->number];
        if (count == CLOSE && d >= nearest[CLOSE - 1]) continue;
        int32_t at = count < CLOSE ? count++ : CLOSE - 1;
        for (; at > 0 && nearest[at - 1] > d; at--) nearest[at] = nearest[at - 1];
        nearest[at] = d;
    }
    double sum = 0;
    for (int32_t k = 0; k < count; k++) sum += nearest[k];
    return count ? sum / count : 1.0;
}

static void sort_by_cost(const khs_population *x, tribe *t)
{
    double cost[ROOM];
    for (int32_t i = 0; i < t->count; i++) {
        person *p = t->member[i];
        const double own = penalised(x, &p->genome);
        int32_t j = i;
        for (; j > 0 && cost[j - 1] > own; j--) {
            cost[j] = cost[j - 1];
            t->member[j] = t->member[j - 1];
        }
        cost[j] = own;
        t->member[j] = p;
    }
}

/* Rank by cost, then by contribution to diversity. */
static void rate(khs_population *x, tribe *t)
{
    double distance[ROOM];
    sort_by_cost(x, t);
    for (int32_t i = 0; i < t->count; i++) distance[i] = mean_distance(x, t, i);
    for (int32_t i = 0; i < t->count; i++) {
        int32_t rank = 0;
        for (int32_t k = 0; k < t->count; k++)
            rank += distance[k] > distance[i] ||
                    (distance[k] >= distance[i] && k < i && distance[k] <= distance[i]);
        const double cost_rank = (double)i / t->count, diversity_rank = (double)rank / t->count;
        t->member[i]->fitness = t->count <= ELITE
                                    ? cost_rank
                                    : cost_rank + (1.0 - (double)ELITE / t->count) * diversity_rank;
    }
}

static bool is_clone(const khs_population *x, const tribe *t, int32_t i)
{
    for (int32_t k = 0; k < t->count; k++)
        if (k != i && x->distance[t->member[i]->number][t->member[k]->number] == 0) return true;
    return false;
}

/* Removes the worst, clones first, down to what is kept; the best stays. */
static void select_survivors(khs_population *x, tribe *t)
{
    while (t->count > x->kept) {
        rate(x, t);
        int32_t worst = -1;
        bool worst_clone = false;
        for (int32_t i = 1; i < t->count; i++) {
            const bool clone = is_clone(x, t, i);
            if (worst < 0 || (clone && !worst_clone) ||
                (clone == worst_clone && t->member[i]->fitness > t->member[worst]->fitness)) {
                worst = i;
                worst_clone = clone;
            }
        }
        x->spare[x->spare_count++] = t->member[worst];
        memmove(&t->member[worst], &t->member[worst + 1],
                sizeof *t->member * (size_t)(t->count - worst - 1));
        t->count--;
    }
    rate(x, t);
}

bool khs_population_admit(khs_population *x, const khs_genome *genome)
{
    tribe *t = khs_genome_feasible(genome) ? &x->feasible : &x->infeasible;
    person *p = x->spare_count ? x->spare[--x->spare_count] : person_new(x->g, x->persons);
    if (!p) return false;
    if (p->number == x->persons) x->persons++;
    khs_genome_copy(x->g, &p->genome, genome);
    p->fitness = 2.0; /* until rated */
    for (int32_t i = 0; i < t->count; i++) {
        const int32_t other = t->member[i]->number;
        x->distance[p->number][other] = apart(x->g, &p->genome, &t->member[i]->genome);
        x->distance[other][p->number] = x->distance[p->number][other];
    }
    t->member[t->count++] = p;
    if (t->count >= 2 * x->kept + BORN) select_survivors(x, t);
    return true;
}

const khs_genome *khs_population_draw(const khs_population *x, khs_rng *rng)
{
    const person *best = NULL;
    for (int32_t k = 0; k < 2; k++) {
        const int32_t i = khs_rng_below(rng, khs_population_count(x));
        const person *p = i < x->feasible.count ? x->feasible.member[i]
                                                : x->infeasible.member[i - x->feasible.count];
        if (!best || p->fitness < best->fitness) best = p;
    }
    return &best->genome;
}
