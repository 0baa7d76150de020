/* Cutting a large solution into neighbourhoods of routes, one per island, and joining them again.
 */
#include "search.h"

#include <stdlib.h>
#include <string.h>

/* The visit in the middle of a route stands for it. */
static int32_t middle(const khs_image *image, int32_t route)
{
    return image->visit[(image->start[route] + image->start[route + 1]) / 2];
}

static int32_t apart(const khs_search *search, int32_t v, int32_t w)
{
    const khs_problem *p = search->p;
    const khs_matrix *m = &p->matrix[p->resource[0].matrix];
    return khs_min(khs_steps(p, m, p->place[v], p->place[w]),
                   khs_steps(p, m, p->place[w], p->place[v]));
}

static int by_key(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* Splits the routes listed in key[first..last) among parts [low, high): sorted by how much nearer
 * they lie to one far-off route than to another, cut where the visits are shared out evenly. */
static void split(khs_search *search, int32_t first, int32_t last, int32_t low, int32_t high)
{
    const khs_image *image = &search->current;
    int64_t *key = search->key;
    if (high - low == 1 || last - first < 2) {
        for (int32_t i = first; i < last; i++) search->part[(int32_t)(key[i] & 0xFFFFF)] = low;
        return;
    }
    const int32_t seed =
        middle(image, (int32_t)(key[first + khs_rng_below(&search->rng, last - first)] & 0xFFFFF));
    int32_t pole = seed, farthest = -1;
    for (int32_t i = first; i < last; i++) {
        const int32_t v = middle(image, (int32_t)(key[i] & 0xFFFFF)), d = apart(search, seed, v);
        if (d > farthest) {
            farthest = d;
            pole = v;
        }
    }
    int64_t visits = 0;
    for (int32_t i = first; i < last; i++) {
        const int32_t r = (int32_t)(key[i] & 0xFFFFF), v = middle(image, r);
        const int64_t nearness = (int64_t)apart(search, seed, v) - apart(search, pole, v) + KHS_FAR;
        key[i] = (nearness << 20) | r;
        visits += image->start[r + 1] - image->start[r];
    }
    qsort(key + first, (size_t)(last - first), sizeof *key, by_key);
    const int32_t half = low + (high - low) / 2;
    const int64_t wanted = visits * (half - low) / (high - low);
    int32_t at = first;
    for (int64_t sum = 0; at < last - 1 && sum < wanted; at++) {
        const int32_t r = (int32_t)(key[at] & 0xFFFFF);
        sum += image->start[r + 1] - image->start[r];
    }
    split(search, first, at, low, half);
    split(search, at, last, half, high);
}

void khs_cut_into(khs_search *search, int32_t parts)
{
    const khs_image *image = &search->current;
    for (int32_t r = 0; r < image->routes; r++) search->key[r] = r;
    if (image->routes) split(search, 0, image->routes, 0, parts);
}

bool khs_cut(khs_search *search)
{
    khs_cut_into(search, search->islands);
    return true;
}

int32_t khs_cut_part_of_absent(const khs_search *search, const int32_t *route_of, int32_t order,
                               int32_t parts)
{
    const khs_problem *p = search->p;
    const int32_t v = p->order[order].visit;
    const int32_t *near = search->scene.near + (int64_t)v * search->scene.near_count;
    for (int32_t k = 0; k < search->scene.near_count && near[k]; k++)
        if (route_of[near[k]] >= 0) return search->part[route_of[near[k]]];
    return order % parts;
}

static void share_resources(khs_search *search, khs_solution *s, int32_t island)
{
    const khs_problem *p = search->p;
    const khs_image *image = &search->current;
    for (int32_t k = 0; k < p->resources; k++) {
        int32_t used = 0;
        for (int32_t r = 0; r < image->routes; r++) used += image->resource[r] == k;
        const int32_t unused = p->resource[k].count - used;
        s->limit[k] = s->used[k] + unused / search->islands + (island < unused % search->islands);
    }
}

bool khs_cut_load(khs_search *search)
{
    const khs_image *image = &search->current;
    const khs_problem *p = search->p;
    int32_t *route_of = malloc(sizeof *route_of * (size_t)(p->visits + 1));
    if (!route_of) return false;
    for (int32_t v = 0; v <= p->visits; v++) route_of[v] = -1;
    for (int32_t r = 0; r < image->routes; r++)
        for (int32_t i = image->start[r]; i < image->start[r + 1]; i++)
            route_of[image->visit[i]] = r;
    bool fine = true;
    for (int32_t i = 0; fine && i < search->islands; i++) {
        khs_island *island = &search->island[i];
        for (int32_t r = 0; r < image->routes; r++) search->keep[r] = search->part[r] == i;
        for (int32_t a = 0; a < image->absent_count; a++)
            search->absent_here[a] =
                khs_cut_part_of_absent(search, route_of, image->absent[a], search->islands) == i;
        fine = khs_solution_load(&island->s, image, search->keep, search->absent_here);
        if (fine) share_resources(search, &island->s, i);
        fine = fine && khs_image_take(&island->best, &island->s);
    }
    free(route_of);
    return fine;
}

/* With prices of extra visits the whole is not the sum of its parts: lay it out once to know. */
bool khs_cut_reprice(khs_search *search, khs_image *image)
{
    if (!search->p->has_extra_visits) return true;
    khs_solution *s = &search->island[0].s;
    return khs_solution_load(s, image, NULL, NULL) && khs_image_take(image, s);
}

bool khs_cut_join(khs_search *search)
{
    khs_image *current = &search->current, *joined = &search->joined;
    khs_image_clear(joined);
    for (int32_t i = 0; i < search->islands; i++)
        if (!khs_image_append(joined, &search->island[i].best)) return false;
    khs_image_clear(current);
    for (int32_t i = 0; i < search->islands; i++) {
        if (!khs_image_take(&search->island[i].best, &search->island[i].s)) return false;
        if (!khs_image_append(current, &search->island[i].best)) return false;
    }
    return khs_cut_reprice(search, current) && khs_cut_reprice(search, joined);
}
