/* Solutions laid down as plain arrays: bests, exchange between islands, results. */
#include "solution.h"

#include <stdlib.h>
#include <string.h>

static bool grow(int32_t **array, int32_t *room, int32_t wanted)
{
    if (*room >= wanted) return true;
    int32_t *more = realloc(*array, sizeof(int32_t) * (size_t)wanted);
    if (!more) return false;
    *array = more;
    *room = wanted;
    return true;
}

static bool make_room(khs_image *image, int32_t routes, int32_t visits, int32_t absent)
{
    int32_t start_room = image->route_room ? image->route_room + 1 : 0;
    if (!grow(&image->start, &start_room, routes + 1)) return false;
    return grow(&image->resource, &image->route_room, routes) &&
           grow(&image->visit, &image->visit_room, visits) &&
           grow(&image->absent, &image->absent_room, absent);
}

bool khs_image_take(khs_image *image, const khs_solution *s)
{
    int32_t visits = 0;
    for (int32_t i = 0; i < s->tours; i++) visits += s->tour[i]->count;
    if (!make_room(image, s->tours + 1, visits + 1, s->absent_count + 1)) return false;
    image->routes = s->tours;
    image->start[0] = 0;
    for (int32_t i = 0; i < s->tours; i++) {
        const khs_tour *tour = s->tour[i];
        image->resource[i] = tour->resource;
        memcpy(image->visit + image->start[i], tour->visit + 1,
               sizeof(int32_t) * (size_t)tour->count);
        image->start[i + 1] = image->start[i] + tour->count;
    }
    image->absent_count = s->absent_count;
    memcpy(image->absent, s->absent, sizeof(int32_t) * (size_t)s->absent_count);
    image->value = khs_solution_value(s);
    image->total = khs_solution_total(s);
    return true;
}

bool khs_image_copy(khs_image *to, const khs_image *from)
{
    const int32_t visits = from->routes ? from->start[from->routes] : 0;
    if (!make_room(to, from->routes + 1, visits + 1, from->absent_count + 1)) return false;
    to->routes = from->routes;
    to->start[0] = 0;
    memcpy(to->start + 1, from->start + 1, sizeof(int32_t) * (size_t)from->routes);
    memcpy(to->resource, from->resource, sizeof(int32_t) * (size_t)from->routes);
    memcpy(to->visit, from->visit, sizeof(int32_t) * (size_t)visits);
    to->absent_count = from->absent_count;
    memcpy(to->absent, from->absent, sizeof(int32_t) * (size_t)from->absent_count);
    to->value = from->value;
    to->total = from->total;
    return true;
}

void khs_image_free(khs_image *image)
{
    free(image->resource);
    free(image->start);
    free(image->visit);
    free(image->absent);
    memset(image, 0, sizeof *image);
}

/* Tours outside the scope still count as visitors of priced places. */
static void count_outside(khs_solution *s, const khs_image *image, int32_t route)
{
    const khs_problem *p = s->p;
    if (!p->has_extra_visits || p->resource[image->resource[route]].tariff) return;
    const int32_t *visit = image->visit + image->start[route];
    const int32_t count = image->start[route + 1] - image->start[route];
    const int32_t day = p->resource[image->resource[route]].day;
    for (int32_t i = 0; i < count; i++) {
        bool seen = false;
        for (int32_t k = 0; k < i; k++) seen |= p->place[visit[k]] == p->place[visit[i]];
        if (!seen) s->visited[(int64_t)p->place[visit[i]] * p->days + day]++;
    }
}

static void set_scope(khs_solution *s, const khs_image *image, const bool *keep,
                      const bool *absent_here)
{
    const khs_problem *p = s->p;
    memset(s->in_scope, 0, sizeof(bool) * (size_t)p->orders);
    for (int32_t r = 0; r < image->routes; r++) {
        if (keep && !keep[r]) {
            count_outside(s, image, r);
            continue;
        }
        for (int32_t i = image->start[r]; i < image->start[r + 1]; i++)
            s->in_scope[p->order_of[image->visit[i]]] = true;
    }
    for (int32_t i = 0; i < image->absent_count; i++)
        if (!absent_here || absent_here[i]) s->in_scope[image->absent[i]] = true;
    s->scope_count = 0;
    for (int32_t o = 0; o < p->orders; o++)
        if (s->in_scope[o]) s->scope[s->scope_count++] = o;
}

bool khs_solution_load(khs_solution *s, const khs_image *image, const bool *keep,
                       const bool *absent_here)
{
    khs_solution_clear(s);
    while (s->absent_count) khs_absent_remove(s, s->absent[s->absent_count - 1]);
    set_scope(s, image, keep, absent_here);
    khs_step_begin(s);
    for (int32_t r = 0; r < image->routes; r++) {
        if (keep && !keep[r]) continue;
        const int32_t first = image->start[r];
        if (khs_tour_open(s, image->resource[r], image->visit + first,
                          image->start[r + 1] - first) < 0)
            return false;
    }
    for (int32_t i = 0; i < image->absent_count; i++)
        if (!absent_here || absent_here[i]) khs_absent_add(s, image->absent[i]);
    khs_step_commit(s);
    return !s->failed;
}

void khs_image_clear(khs_image *image)
{
    image->routes = image->absent_count = 0;
    image->value = (khs_value){.routes = 0};
    image->total = 0;
}

bool khs_image_append(khs_image *to, const khs_image *from)
{
    const int32_t held = to->routes ? to->start[to->routes] : 0;
    const int32_t added = from->routes ? from->start[from->routes] : 0;
    if (!make_room(to, to->routes + from->routes + 1, held + added + 1,
                   to->absent_count + from->absent_count + 1))
        return false;
    to->start[0] = 0;
    for (int32_t r = 0; r < from->routes; r++) {
        to->resource[to->routes + r] = from->resource[r];
        to->start[to->routes + r + 1] = held + from->start[r + 1];
    }
    if (added) memcpy(to->visit + held, from->visit, sizeof(int32_t) * (size_t)added);
    if (from->absent_count)
        memcpy(to->absent + to->absent_count, from->absent,
               sizeof(int32_t) * (size_t)from->absent_count);
    to->routes += from->routes;
    to->absent_count += from->absent_count;
    for (int32_t t = 0; t < KHS_TIERS; t++) to->value.absent[t] += from->value.absent[t];
    to->value.routes += from->value.routes;
    to->value.cost += from->value.cost;
    to->total += from->total;
    return true;
}
