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

void khs_genome_price(const khs_grid *g, khs_genome *genome)
{
    genome->length = genome->overload = genome->warp = 0;
    for (int32_t r = 0; r < g->fleet; r++) {
        const int32_t first = genome->start[r], end = genome->start[r + 1];
        if (first == end) continue;
        khs_warped all = g->own[0];
        int32_t last = 0, load = 0;
        for (int32_t i = first; i <= end; i++) {
            const int32_t v = i < end ? genome->visit[i] : 0;
            genome->length += khs_d(g, last, v);
            if (g->windows) all = khs_warped_join(all, g->own[v], khs_t(g, last, v));
            load += g->load[v];
            last = v;
        }
        genome->length += g->fixed;
        if (load > g->capacity) genome->overload += load - g->capacity;
        if (g->windows) genome->warp += all.warp;
    }
}

void khs_genome_link(const khs_grid *g, khs_genome *genome)
{
    for (int32_t r = 0; r < g->fleet; r++) {
        const int32_t first = genome->start[r], end = genome->start[r + 1];
        for (int32_t i = first; i < end; i++) {
            const int32_t v = genome->visit[i];
            genome->prev[v] = i > first ? genome->visit[i - 1] : 0;
            genome->next[v] = i + 1 < end ? genome->visit[i + 1] : 0;
        }
    }
}

bool khs_genome_from_image(const khs_grid *g, const khs_image *image, khs_genome *genome)
{
    if (image->absent_count || image->routes > g->fleet) return false;
    const int32_t count = image->start[image->routes];
    memcpy(genome->visit, image->visit, sizeof(int32_t) * (size_t)count);
    for (int32_t r = 0; r <= g->fleet; r++)
        genome->start[r] = r <= image->routes ? image->start[r] : count;
    khs_genome_price(g, genome);
    khs_genome_link(g, genome);
    return true;
}
