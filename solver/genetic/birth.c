/* Crossover, education and mending (see birth.h). */
#include "birth.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MENDING_FACTOR = 10, CYCLES_MEAN = 6 };

bool khs_birth_init(const khs_grid *g, khs_birth *birth)
{
    *birth = (khs_birth){.given = false};
    const bool child = khs_genome_init(g, &birth->child), heir = khs_genome_init(g, &birth->heir);
    return child && heir;
}

void khs_birth_free(khs_birth *birth)
{
    khs_genome_free(&birth->child);
    khs_genome_free(&birth->heir);
}

bool khs_midwife_init(const khs_grid *g, khs_midwife *m)
{
    const size_t cycles = (size_t)(g->n + g->fleet) + 2;
    memset(m, 0, sizeof *m);
    m->in_lane = calloc((size_t)g->fleet, sizeof(bool));
    m->in_set = calloc(cycles, sizeof(bool));
    m->set = calloc(cycles, sizeof(int32_t));
    const bool educator = khs_educator_init(g, &m->rng, &m->educator),
               crosser = khs_crosser_init(g, &m->rng, &m->crosser),
               assembler = khs_assembler_init(g, &m->assembler);
    return educator && crosser && assembler && m->in_lane && m->in_set && m->set;
}

void khs_midwife_free(khs_midwife *m)
{
    khs_educator_free(&m->educator);
    khs_crosser_free(&m->crosser);
    khs_assembler_free(&m->assembler);
    free(m->in_lane);
    free(m->in_set);
    free(m->set);
    memset(m, 0, sizeof *m);
}

/* ---- legs: a block of cycles that share routes ---- */

static bool touches(const khs_midwife *m, int32_t c)
{
    const khs_assembler *x = &m->assembler;
    for (int32_t i = x->begin[c]; i < x->begin[c + 1]; i++)
        if (!khs_is_depot_row(x->g, x->cycle[i]) &&
            m->in_lane[m->educator.lanes.node[x->cycle[i]].route])
            return true;
    return false;
}

static void choose(khs_midwife *m, int32_t c, int32_t *count)
{
    const khs_assembler *x = &m->assembler;
    m->set[(*count)++] = c;
    m->in_set[c] = true;
    for (int32_t i = x->begin[c]; i < x->begin[c + 1]; i++)
        if (!khs_is_depot_row(x->g, x->cycle[i]))
            m->in_lane[m->educator.lanes.node[x->cycle[i]].route] = true;
}

/* A cycle, and others that have routes in common with those chosen before. */
static int32_t choose_block(khs_midwife *m)
{
    const int32_t cycles = m->assembler.cycles;
    const int32_t most = 1 + (int32_t)(-log(1.0 - khs_rng_unit(&m->rng)) * CYCLES_MEAN);
    int32_t count = 0, before = 0;
    memset(m->in_lane, 0, sizeof(bool) * (size_t)m->assembler.g->fleet);
    memset(m->in_set, 0, sizeof(bool) * (size_t)cycles);
    choose(m, khs_rng_below(&m->rng, cycles), &count);
    while (count < most && count > before) {
        const int32_t first = khs_rng_below(&m->rng, cycles);
        before = count;
        for (int32_t k = 0; k < cycles && count < most; k++) {
            const int32_t c = (first + k) % cycles;
            if (!m->in_set[c] && khs_rng_below(&m->rng, 3) && touches(m, c)) choose(m, c, &count);
        }
    }
    return count;
}

/* Lays out what is educated around a few visits only. */
static void lay_educated(khs_lanes *l, const khs_genome *genome)
{
    khs_lanes_load(l, genome);
    for (int32_t v = 1; v <= l->g->n; v++) l->node[v].tested = l->clock;
    for (int32_t r = 0; r < l->g->fleet; r++) l->lane[r].star = l->lane[r].homed = l->clock;
}

/* Routes that came from a parent are educated; the child is around its seams. */
static void cross_routes(khs_midwife *m, khs_birth *birth)
{
    khs_cross_routes(&m->crosser, birth->a, birth->b, &birth->child);
    lay_educated(&m->educator.lanes, &birth->child);
    khs_educate_around(&m->educator, m->crosser.seed, m->crosser.seeds);
    khs_lanes_store(&m->educator.lanes, &birth->child);
}

/* The child differs from A in a few places only. */
static void assemble(khs_midwife *m, khs_birth *birth)
{
    khs_assembler *x = &m->assembler;
    khs_lanes *l = &m->educator.lanes;
    lay_educated(l, birth->a);
    khs_assembly_begin(x, &m->rng, birth->a, birth->b);
    if (x->cycles) {
        const int32_t count = choose_block(m);
        khs_assembly_apply(x, l, m->set, count);
        khs_educate_around(&m->educator, x->seed, x->seeds);
    }
    khs_lanes_store(l, &birth->child);
}

/* ---- all ---- */

static void conceive(khs_midwife *m, int64_t load_price, int64_t warp_price, khs_birth *birth)
{
    switch (birth->crossover) {
    case KHS_CROSS_RANDOM:
        khs_cross_random(&m->crosser, load_price, warp_price, &birth->child);
        break;
    case KHS_CROSS_OX:
        khs_cross_ox(&m->crosser, birth->a, birth->b, load_price, warp_price, &birth->child);
        break;
    case KHS_CROSS_ROUTES:
        cross_routes(m, birth);
        return;
    case KHS_CROSS_LEGS:
        assemble(m, birth);
        return;
    }
    khs_educate(&m->educator, &birth->child);
}

/* Half of the infeasible children are educated on at ten times the price. */
static void mend(khs_midwife *m, khs_birth *birth)
{
    khs_lanes *l = &m->educator.lanes;
    l->load_price *= MENDING_FACTOR;
    l->warp_price *= MENDING_FACTOR;
    l->clock++;
    for (int32_t r = 0; r < l->g->fleet; r++)
        if (l->lane[r].penalty) khs_lane_update(l, r);
    khs_educate_around(&m->educator, NULL, 0);
    khs_lanes_store(l, &birth->heir);
    birth->mended = khs_genome_feasible(&birth->heir);
    if (birth->mended) khs_genome_link(l->g, &birth->heir);
}

void khs_birth_give(khs_midwife *m, int64_t load_price, int64_t warp_price, khs_birth *birth)
{
    m->rng = khs_rng_make(birth->seed, 0);
    m->educator.lanes.load_price = load_price;
    m->educator.lanes.warp_price = warp_price;
    conceive(m, load_price, warp_price, birth);
    khs_genome_link(m->educator.lanes.g, &birth->child);
    birth->given = true;
    birth->mended = false;
    if (!khs_genome_feasible(&birth->child) && khs_rng_below(&m->rng, 2)) mend(m, birth);
}
