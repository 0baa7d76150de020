/* Keeping the best plans of different valleys (see elites.h). */
#include "elites.h"

#include <stdlib.h>
#include <string.h>

static const double ALIKE = 0.9; /* legs that plans of one valley share */

bool khs_elites_init(const khs_problem *p, khs_elites *elites)
{
    *elites = (khs_elites){.p = p, .next = calloc((size_t)p->visits + 1, sizeof(int32_t))};
    return elites->next;
}

void khs_elites_free(khs_elites *elites)
{
    for (int32_t i = 0; i < KHS_ELITES; i++) khs_image_free(&elites->plan[i]);
    free(elites->next);
    *elites = (khs_elites){0};
}

static bool same_value(const khs_image *a, const khs_image *b)
{
    return !khs_value_compare(&a->value, &b->value);
}

static void swap_images(khs_image *a, khs_image *b)
{
    const khs_image c = *a;
    *a = *b;
    *b = c;
}

static void map_next(khs_elites *elites, const khs_image *plan)
{
    memset(elites->next, 0, sizeof *elites->next * ((size_t)elites->p->visits + 1));
    for (int32_t k = 0; k < plan->routes; k++)
        for (int32_t i = plan->start[k]; i + 1 < plan->start[k + 1]; i++)
            elites->next[plan->visit[i]] = plan->visit[i + 1];
}

/* The share of its legs between visits that the mapped plan has too. */
static double shared_legs(const khs_elites *elites, const khs_image *plan)
{
    int32_t shared = 0, all = 0;
    for (int32_t k = 0; k < plan->routes; k++)
        for (int32_t i = plan->start[k]; i + 1 < plan->start[k + 1]; i++, all++)
            shared += elites->next[plan->visit[i]] == plan->visit[i + 1];
    return all ? (double)shared / all : 1.0;
}

/* The one that shares most legs with the plan if both lie in one valley, else -1. */
static int32_t find_alike(khs_elites *elites, const khs_image *plan)
{
    double most = ALIKE;
    int32_t found = -1;
    map_next(elites, plan);
    for (int32_t i = 0; i < elites->count; i++) {
        const double shared = shared_legs(elites, &elites->plan[i]);
        if (shared <= most) continue;
        most = shared;
        found = i;
    }
    return found;
}

bool khs_elites_admit(khs_elites *elites, const khs_image *plan)
{
    khs_image *kept = elites->plan;
    for (int32_t i = 0; i < elites->count; i++)
        if (same_value(plan, &kept[i])) return true;
    int32_t at = find_alike(elites, plan);
    if (at < 0) at = elites->count < KHS_ELITES ? elites->count : KHS_ELITES - 1;
    if (at < elites->count && khs_value_compare(&plan->value, &kept[at].value) > 0) return true;
    if (!khs_image_copy(&kept[at], plan)) return false;
    elites->count = khs_max(elites->count, at + 1);
    for (; at > 0 && khs_value_compare(&kept[at].value, &kept[at - 1].value) < 0; at--)
        swap_images(&kept[at], &kept[at - 1]);
    return true;
}
