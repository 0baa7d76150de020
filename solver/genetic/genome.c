/* Genomes (see genome.h). */
#include "genome.h"

#include <stdlib.h>
#include <string.h>

bool khs_genome_init(const khs_grid *g, khs_genome *genome)
{
    const size_t n = (size_t)g->n + 2;
    *genome = (khs_genome){.visit = calloc(n, sizeof(int32_t)),
                           .start = calloc((size_t)g->fleet + 1, sizeof(int32_t)),
                           .next = calloc(n, sizeof(int32_t)),
                           .prev = calloc(n, sizeof(int32_t))};
    return genome->visit && genome->start && genome->next && genome->prev;
}

void khs_genome_free(khs_genome *genome)
{
    free(genome->visit);
    free(genome->start);
    free(genome->next);
    free(genome->prev);
    memset(genome, 0, sizeof *genome);
}

void khs_genome_copy(const khs_grid *g, khs_genome *to, const khs_genome *from)
{
    const size_t links = sizeof(int32_t) * ((size_t)g->n + 1);
    memcpy(to->visit, from->visit, sizeof(int32_t) * (size_t)g->n);
    memcpy(to->start, from->start, sizeof(int32_t) * (size_t)(g->fleet + 1));
    memcpy(to->next, from->next, links);
    memcpy(to->prev, from->prev, links);
    to->length = from->length;
    to->overload = from->overload;
    to->warp = from->warp;
}

static void price_route(const khs_grid *g, khs_genome *genome, int32_t r)
{
    const int32_t first = genome->start[r], end = genome->start[r + 1], home = g->home[r];
    khs_warped all = g->own[home];
    int32_t last = home, load = 0;
    for (int32_t i = first; i <= end; i++) {
        const int32_t v = i < end ? genome->visit[i] : home;
        genome->length += khs_d(g, last, v);
        if (g->windows) all = khs_warped_join(all, g->own[v], khs_t(g, last, v));
        load += g->load[v];
        last = v;
    }
    genome->length += g->fixed;
    if (load > g->capacity) genome->overload += load - g->capacity;
    if (g->windows) genome->warp += khs_missed(g, r, all);
}

void khs_genome_price(const khs_grid *g, khs_genome *genome)
{
    genome->length = genome->overload = genome->warp = 0;
    for (int32_t r = 0; r < g->fleet; r++)
        if (genome->start[r] < genome->start[r + 1]) price_route(g, genome, r);
}

void khs_genome_link(const khs_grid *g, khs_genome *genome)
{
    for (int32_t r = 0; r < g->fleet; r++) {
        const int32_t first = genome->start[r], end = genome->start[r + 1];
        for (int32_t i = first; i < end; i++) {
            const int32_t v = genome->visit[i];
            genome->prev[v] = i > first ? genome->visit[i - 1] : g->home[r];
            genome->next[v] = i + 1 < end ? genome->visit[i + 1] : g->home[r];
        }
    }
}

/* Routes of a depot go to its lanes one after the other. */
static bool take_depot(const khs_grid *g, const khs_image *image, int32_t depot, khs_genome *genome)
{
    int32_t r = g->first_lane[depot], count = genome->start[r];
    const int32_t end = g->first_lane[depot + 1];
    for (int32_t i = 0; i < image->routes; i++) {
        if (image->resource[i] != depot) continue;
        if (r == end) return false;
        const int32_t visits = image->start[i + 1] - image->start[i];
        memcpy(genome->visit + count, image->visit + image->start[i],
               sizeof(int32_t) * (size_t)visits);
        count += visits;
        genome->start[++r] = count;
    }
    for (; r < end; r++) genome->start[r + 1] = count;
    return true;
}

bool khs_genome_from_image(const khs_grid *g, const khs_image *image, khs_genome *genome)
{
    if (image->absent_count) return false;
    genome->start[0] = 0;
    for (int32_t k = 0; k < g->depots; k++)
        if (!take_depot(g, image, k, genome)) return false;
    khs_genome_price(g, genome);
    khs_genome_link(g, genome);
    return true;
}
