/* Population and generations (see genetic.h). */
#include "genetic.h"

#include <stdlib.h>
#include <string.h>

#define PRICE_MOST ((int64_t)100000 * KHS_SCALE * KHS_FINENESS)

enum {
    KEPT = 25, /* mu */
    BORN = 40, /* lambda: births between two selections */
    CLOSE = 5, /* neighbours that measure diversity */
    ELITE = 4,
    ROOM = KEPT + BORN + 2,
    PERSONS = 2 * ROOM + 4,
    FIRST = 4 * KEPT,      /* random plans at the start */
    STEPS_PER_BIRTH = 200, /* how an iteration budget counts a birth */
    RETUNE = 100,          /* births between two changes of the penalties */
    TARGET = 20,           /* per cent of births that should be feasible */
    RESTART = 20000        /* births without a better plan */
};

typedef struct person {
    khs_genome genome;
    int32_t *next, *prev; /* [n + 1] who follows and precedes whom, 0: depot */
    double fitness;
    int32_t number; /* row of the table of distances */
} person;

typedef struct tribe {
    person *member[ROOM];
    int32_t count;
} tribe;

struct khs_genetic {
    const khs_grid *g;
    khs_rng *rng;
    khs_educator educator;
    khs_crosser crosser;
    tribe feasible, infeasible;
    person *spare[PERSONS];
    int32_t spare_count;
    person *child;
    int32_t births, since_best, load_fine,
        warp_fine; /* of the last RETUNE births, without overload, without warp */
    int32_t distance[PERSONS][PERSONS]; /* between members of one tribe, by number */
    double longest_birth;               /* seconds */
    int64_t best;                       /* length of the best feasible plan of this population */
};

/* ---- persons ---- */

static void person_free(person *p)
{
    if (!p) return;
    free(p->genome.visit);
    free(p->genome.start);
    free(p->next);
    free(p->prev);
    free(p);
}

static person *person_new(const khs_grid *g)
{
    person *p = calloc(1, sizeof *p);
    if (!p) return NULL;
    p->genome.visit = calloc((size_t)g->n + 2, sizeof(int32_t));
    p->genome.start = calloc((size_t)g->fleet + 1, sizeof(int32_t));
    p->next = calloc((size_t)g->n + 1, sizeof(int32_t));
    p->prev = calloc((size_t)g->n + 1, sizeof(int32_t));
    if (p->genome.visit && p->genome.start && p->next && p->prev) return p;
    person_free(p);
    return NULL;
}

khs_genetic *khs_genetic_new(const khs_grid *grid, khs_rng *rng)
{
    khs_genetic *x = calloc(1, sizeof *x);
    if (!x) return NULL;
    x->g = grid;
    x->rng = rng;
    x->best = INT64_MAX;
    bool fine =
        khs_educator_init(grid, rng, &x->educator) && khs_crosser_init(grid, rng, &x->crosser);
    for (int32_t i = 0; fine && i < PERSONS; i++) {
        x->spare[x->spare_count] = person_new(grid);
        fine = x->spare[x->spare_count] != NULL;
        if (fine) x->spare[x->spare_count++]->number = i;
    }
    if (!fine) {
        khs_genetic_free(x);
        return NULL;
    }
    int64_t far = 1, most = 1;
    for (int32_t v = 1; v <= grid->n; v++) {
        if (khs_d(grid, 0, v) > far) far = khs_d(grid, 0, v);
        if (grid->load[v] > most) most = grid->load[v];
    }
    x->educator.load_price = far * KHS_SCALE * KHS_FINENESS / most + 1;
    x->educator.warp_price = KHS_SCALE * KHS_FINENESS;
    x->child = x->spare[--x->spare_count];
    return x;
}

void khs_genetic_free(khs_genetic *x)
{
    if (!x) return;
    tribe *tribes[2] = {&x->feasible, &x->infeasible};
    for (int32_t t = 0; t < 2; t++)
        for (int32_t i = 0; i < tribes[t]->count; i++) person_free(tribes[t]->member[i]);
    for (int32_t i = 0; i < x->spare_count; i++) person_free(x->spare[i]);
    person_free(x->child);
    khs_educator_free(&x->educator);
    khs_crosser_free(&x->crosser);
    free(x);
}

static void note_neighbours(const khs_grid *g, person *p)
{
    for (int32_t r = 0; r < g->fleet; r++) {
        const int32_t first = p->genome.start[r], end = p->genome.start[r + 1];
        for (int32_t i = first; i < end; i++) {
            const int32_t v = p->genome.visit[i];
            p->prev[v] = i > first ? p->genome.visit[i - 1] : 0;
            p->next[v] = i + 1 < end ? p->genome.visit[i + 1] : 0;
        }
    }
}

/* Broken pairs: visits whose neighbours differ. */
static int32_t apart(const khs_grid *g, const person *a, const person *b)
{
    int32_t broken = 0;
    for (int32_t v = 1; v <= g->n; v++) {
        broken += a->next[v] != b->next[v] && a->next[v] != b->prev[v];
        broken += a->prev[v] == 0 && b->prev[v] != 0 && b->next[v] != 0;
    }
    return broken;
}

static double penalised(const khs_genetic *x, const khs_genome *genome)
{
    return (double)genome->length * KHS_SCALE +
           ((double)genome->overload * (double)x->educator.load_price +
            (double)genome->warp * (double)x->educator.warp_price) /
               KHS_FINENESS;
}

/* ---- selection ---- */

static double mean_distance(const khs_genetic *x, const tribe *t, int32_t i)
{
    int32_t nearest[CLOSE], count = 0;
    for (int32_t k = 0; k < t->count; k++) {
        if (k == i) continue;
        const int32_t d = x->distance[t->member[i]->number][t->member[k]->number];
        int32_t at = count < CLOSE ? count++ : CLOSE - 1;
        if (at == CLOSE - 1 && count == CLOSE && k >= CLOSE && d >= nearest[CLOSE - 1]) continue;
        for (; at > 0 && nearest[at - 1] > d; at--) nearest[at] = nearest[at - 1];
        nearest[at] = d;
    }
    double sum = 0;
    for (int32_t k = 0; k < count; k++) sum += nearest[k];
    return count ? sum / count : 1.0;
}

/* Rank by cost, then by contribution to diversity (Vidal 2022); members stay sorted by cost. */
static void rate(khs_genetic *x, tribe *t)
{
    double distance[ROOM];
    for (int32_t i = 1; i < t->count; i++)
        for (int32_t j = i;
             j > 0 && penalised(x, &t->member[j]->genome) < penalised(x, &t->member[j - 1]->genome);
             j--) {
            person *swap = t->member[j];
            t->member[j] = t->member[j - 1];
            t->member[j - 1] = swap;
        }
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

/* Removes the worst, clones first, down to KEPT. */
static void select_survivors(khs_genetic *x, tribe *t)
{
    while (t->count > KEPT) {
        rate(x, t);
        int32_t worst = -1;
        bool worst_clone = false;
        for (int32_t i = 1; i < t->count; i++) {
            bool clone = false;
            for (int32_t k = 0; k < t->count && !clone; k++)
                clone = k != i && x->distance[t->member[i]->number][t->member[k]->number] == 0;
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

static person *copy_of(khs_genetic *x, const khs_genome *genome)
{
    person *p = x->spare[--x->spare_count];
    memcpy(p->genome.visit, genome->visit, sizeof(int32_t) * (size_t)x->g->n);
    memcpy(p->genome.start, genome->start, sizeof(int32_t) * (size_t)(x->g->fleet + 1));
    p->genome.length = genome->length;
    p->genome.overload = genome->overload;
    p->genome.warp = genome->warp;
    p->fitness = 2.0;
    note_neighbours(x->g, p);
    return p;
}

static void admit(khs_genetic *x, const khs_genome *genome)
{
    tribe *t = genome->overload || genome->warp ? &x->infeasible : &x->feasible;
    person *p = copy_of(x, genome);
    for (int32_t i = 0; i < t->count; i++) {
        const int32_t other = t->member[i]->number;
        x->distance[p->number][other] = apart(x->g, p, t->member[i]);
        x->distance[other][p->number] = x->distance[p->number][other];
    }
    t->member[t->count++] = p;
    if (t->count >= KEPT + BORN) select_survivors(x, t);
}

static const person *tournament(khs_genetic *x)
{
    const person *best = NULL;
    const int32_t total = x->feasible.count + x->infeasible.count;
    for (int32_t k = 0; k < 2; k++) {
        const int32_t i = khs_rng_below(x->rng, total);
        const person *p = i < x->feasible.count ? x->feasible.member[i]
                                                : x->infeasible.member[i - x->feasible.count];
        if (!best || p->fitness < best->fitness) best = p;
    }
    return best;
}

/* ---- births ---- */

static int64_t tuned(int64_t price, int32_t met)
{
    int64_t next = price;
    if (met * 100 < (TARGET - 5) * RETUNE) next = price * 12 / 10 + 1;
    if (met * 100 > (TARGET + 5) * RETUNE) next = price * 85 / 100;
    return next < 1 ? 1 : next > PRICE_MOST ? PRICE_MOST : next;
}

static void retune(khs_genetic *x)
{
    x->educator.load_price = tuned(x->educator.load_price, x->load_fine);
    x->educator.warp_price = tuned(x->educator.warp_price, x->warp_fine);
    x->load_fine = x->warp_fine = 0;
}

/* Lays a feasible genome down as the island's best. */
static void proclaim(khs_genetic *x, khs_island *island, const khs_genome *genome)
{
    const int64_t cost = genome->length * x->g->price;
    if (island->best.absent_count == 0 && cost >= island->best.value.cost + x->g->price / 2) return;
    khs_solution *s = &island->s;
    khs_solution_clear(s);
    khs_step_begin(s);
    while (s->absent_count) khs_absent_remove(s, s->absent[s->absent_count - 1]);
    for (int32_t r = 0; r < x->g->fleet; r++) {
        const int32_t first = genome->start[r], count = genome->start[r + 1] - first;
        if (count && khs_tour_open(s, 0, genome->visit + first, count) < 0) {
            island->failed = true;
            return;
        }
    }
    khs_step_commit(s);
    const khs_value score = khs_solution_value(s);
    if (khs_value_compare(&score, &island->best.value) < 0)
        island->failed |= !khs_image_take(&island->best, s);
}

static void pool_routes(khs_genetic *x, khs_island *island, const khs_genome *genome)
{
    for (int32_t r = 0; r < x->g->fleet; r++) {
        const int32_t first = genome->start[r], count = genome->start[r + 1] - first;
        if (!count) continue;
        const khs_route_value value = khs_route_evaluate(x->g->p, 0, genome->visit + first, count);
        if (value.flaw == KHS_FINE)
            island->failed |=
                !khs_pool_add(island->pool, 0, genome->visit + first, count, value.cost);
    }
}

static void welcome(khs_genetic *x, khs_island *island, khs_genome *genome)
{
    admit(x, genome);
    if (genome->overload || genome->warp) return;
    pool_routes(x, island, genome);
    if (genome->length < x->best) {
        x->best = genome->length;
        x->since_best = 0;
        proclaim(x, island, genome);
    }
}

/* Educates the child, counts it, and tries half of the infeasible ones again at ten times the
 * price. */
static void bring_up(khs_genetic *x, khs_island *island)
{
    khs_genome *genome = &x->child->genome;
    khs_educate(&x->educator, genome);
    x->load_fine += !genome->overload;
    x->warp_fine += !genome->warp;
    welcome(x, island, genome);
    if ((genome->overload || genome->warp) && khs_rng_below(x->rng, 2)) {
        const int64_t load_price = x->educator.load_price, warp_price = x->educator.warp_price;
        x->educator.load_price *= 10;
        x->educator.warp_price *= 10;
        khs_educate(&x->educator, genome);
        x->educator.load_price = load_price;
        x->educator.warp_price = warp_price;
        if (!genome->overload && !genome->warp) welcome(x, island, genome);
    }
    if (++x->births % RETUNE == 0) retune(x);
    x->since_best++;
}

static void conceive(khs_genetic *x)
{
    if (x->births < FIRST || x->feasible.count + x->infeasible.count < 4) {
        khs_cross_random(&x->crosser, x->educator.load_price, &x->child->genome);
        return;
    }
    const person *a = tournament(x), *b = tournament(x);
    for (int32_t k = 0; k < 10 && a == b; k++) b = tournament(x);
    const int32_t routes = khs_rng_below(x->rng, 100);
    if (routes < (x->g->windows ? 60 : 30)) {
        khs_cross_routes(&x->crosser, &a->genome, &b->genome, &x->child->genome);
    } else {
        khs_cross_ox(&x->crosser, &a->genome, &b->genome, x->educator.load_price,
                     &x->child->genome);
    }
}

static void start_over(khs_genetic *x)
{
    tribe *tribes[2] = {&x->feasible, &x->infeasible};
    for (int32_t t = 0; t < 2; t++)
        while (tribes[t]->count) x->spare[x->spare_count++] = tribes[t]->member[--tribes[t]->count];
    x->births = x->since_best = 0;
    x->best = INT64_MAX;
}

void khs_genetic_feed(khs_genetic *x, const khs_image *image)
{
    khs_genome *genome = &x->child->genome;
    if (image->absent_count || image->routes > x->g->fleet) return;
    int32_t count = 0;
    for (int32_t r = 0; r < x->g->fleet; r++) {
        genome->start[r] = count;
        for (int32_t i = r < image->routes ? image->start[r] : 0;
             r < image->routes && i < image->start[r + 1]; i++)
            genome->visit[count++] = image->visit[i];
    }
    genome->start[x->g->fleet] = count;
    khs_genome_price(x->g, genome);
    admit(x, genome);
    if (!genome->overload && !genome->warp && genome->length < x->best) x->best = genome->length;
}

void khs_genetic_run(khs_genetic *x, khs_island *island, const khs_budget *budget)
{
    double now = 0.0;
    for (int64_t done = 0; done < budget->epoch_steps; done += STEPS_PER_BIRTH) {
        const double before = now;
        if (khs_budget_over(island, budget, &now)) break;
        /* a birth that would end after the deadline is not begun */
        if (done && now - before > x->longest_birth) x->longest_birth = now - before;
        if (budget->deadline > 0.0 && now + x->longest_birth > budget->deadline) break;
        conceive(x);
        bring_up(x, island);
        if (x->since_best > RESTART) start_over(x);
        island->steps += STEPS_PER_BIRTH;
        island->failed |= island->s.failed;
    }
}
