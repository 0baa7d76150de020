/* Annealing in parts (see parts.h). The cut differs from epoch to epoch, so that what lies at a
 * border now lies inside a part later. Which island works on which part is fixed beforehand, and
 * every part has random numbers of its own: the result does not depend on the number of threads. */
#include "parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "extract.h"
#include "genetic/breeder.h"

enum { PART_STEPS = 2000, EPOCHS_LEAST = 3 };

static const double PART_SECONDS = 0.1;

/* Orders and routes of `current`, and what an island made of them in numbers of the whole. */
typedef struct piece {
    int32_t first_order, orders, first_route, routes, absent;
    uint64_t seed;
    khs_image best, current;
} piece;

struct khs_parts {
    int32_t count, islands;
    piece *part;          /* [count] */
    int32_t *order;       /* [orders] part by part, ascending in each */
    int32_t *route;       /* [orders] likewise */
    int32_t *part_of;     /* [orders] */
    int32_t *route_of;    /* [1+n] */
    int32_t *vehicles;    /* [count*resources] of a part: its own and its share of the idle ones */
    int32_t *visited;     /* [places*days] tours at a priced place */
    khs_numbers *numbers; /* [islands] */
};

khs_parts *khs_parts_new(const khs_search *search, int32_t orders_each)
{
    const khs_problem *p = search->p;
    khs_parts *parts = calloc(1, sizeof *parts);
    if (!parts) return NULL;
    const size_t orders = (size_t)p->orders + 1;
    const int32_t each = (p->orders + orders_each * search->islands - 1) /
                         (orders_each * search->islands); /* parts of an island */
    parts->islands = search->islands;
    parts->count = each * search->islands;
    parts->part = calloc((size_t)parts->count, sizeof *parts->part);
    parts->order = calloc(orders, sizeof(int32_t));
    parts->route = calloc(orders, sizeof(int32_t));
    parts->part_of = calloc(orders, sizeof(int32_t));
    parts->route_of = calloc((size_t)p->visits + 1, sizeof(int32_t));
    parts->vehicles = calloc((size_t)parts->count * (size_t)p->resources + 1, sizeof(int32_t));
    parts->visited = calloc((size_t)p->places * (size_t)p->days + 1, sizeof(int32_t));
    parts->numbers = calloc((size_t)search->islands, sizeof *parts->numbers);
    bool fine = parts->part && parts->order && parts->route && parts->part_of && parts->route_of &&
                parts->vehicles && parts->visited && parts->numbers;
    for (int32_t i = 0; fine && i < search->islands; i++)
        fine = khs_numbers_init(p, &parts->numbers[i]);
    if (fine) return parts;
    khs_parts_free(parts);
    return NULL;
}

void khs_parts_free(khs_parts *parts)
{
    if (!parts) return;
    for (int32_t i = 0; parts->part && i < parts->count; i++) {
        khs_image_free(&parts->part[i].best);
        khs_image_free(&parts->part[i].current);
    }
    for (int32_t i = 0; parts->numbers && i < parts->islands; i++)
        khs_numbers_free(&parts->numbers[i]);
    free(parts->part);
    free(parts->order);
    free(parts->route);
    free(parts->part_of);
    free(parts->route_of);
    free(parts->vehicles);
    free(parts->visited);
    free(parts->numbers);
    free(parts);
}

int32_t khs_parts_epochs(const khs_parts *parts, const khs_search *search, int32_t most)
{
    const int32_t each = parts->count / parts->islands;
    double worth = most;
    if (search->deadline > 0.0)
        worth = (search->deadline - khs_clock_now()) / (each * PART_SECONDS);
    if (search->steps_per_island)
        worth = fmin(worth, (double)search->steps_per_island / ((double)each * PART_STEPS));
    return worth < most ? khs_max(EPOCHS_LEAST, (int32_t)worth) : most;
}

/* ---- sharing out ---- */

/* Counts the tours at priced places in (change 1) or out (-1). */
static void count_visited(const khs_problem *p, const khs_image *image, int32_t route,
                          const int32_t *number, int32_t change, int32_t *visited)
{
    const int32_t *visit = image->visit + image->start[route];
    const int32_t count = image->start[route + 1] - image->start[route];
    const int32_t day = p->resource[image->resource[route]].day;
    for (int32_t i = 0; i < count; i++) {
        const int32_t place = p->place[visit[i]];
        bool seen = !p->extra_visit_price[place];
        for (int32_t k = 0; k < i && !seen; k++) seen = p->place[visit[k]] == place;
        if (!seen) visited[(int64_t)(number ? number[place] : place) * p->days + day] += change;
    }
}

static void survey_plan(khs_parts *parts, const khs_search *search)
{
    const khs_problem *p = search->p;
    const khs_image *image = &search->current;
    for (int32_t v = 0; v <= p->visits; v++) parts->route_of[v] = -1;
    for (int32_t r = 0; r < image->routes; r++)
        for (int32_t i = image->start[r]; i < image->start[r + 1]; i++)
            parts->route_of[image->visit[i]] = r;
    if (!p->has_extra_visits) return;
    memset(parts->visited, 0, sizeof(int32_t) * (size_t)p->places * (size_t)p->days);
    for (int32_t r = 0; r < image->routes; r++) count_visited(p, image, r, NULL, 1, parts->visited);
}

/* Absent orders go where they lie, the members of a bond with its first absent one. */
static void place_orders(khs_parts *parts, const khs_search *search)
{
    const khs_problem *p = search->p;
    for (int32_t o = 0; o < p->orders; o++) {
        const int32_t route = parts->route_of[p->order[o].visit], bond = p->order[o].bond;
        if (route >= 0) {
            parts->part_of[o] = search->part[route];
            continue;
        }
        int32_t first = o;
        for (int32_t i = 0; bond >= 0 && first == o && i < p->bond[bond].count; i++) {
            const int32_t other = p->bond[bond].orders[i];
            if (other < o && parts->route_of[p->order[other].visit] < 0) first = other;
        }
        parts->part_of[o] = first < o
                                ? parts->part_of[first]
                                : khs_cut_part_of_absent(search, parts->route_of, o, parts->count);
    }
}

/* Lists orders and routes part by part. */
static void list_parts(khs_parts *parts, const khs_search *search)
{
    const int32_t routes = search->current.routes, orders = search->p->orders;
    for (int32_t q = 0; q < parts->count; q++)
        parts->part[q].orders = parts->part[q].routes = parts->part[q].absent = 0;
    for (int32_t o = 0; o < orders; o++) {
        piece *part = &parts->part[parts->part_of[o]];
        part->orders++;
        part->absent += parts->route_of[search->p->order[o].visit] < 0;
    }
    for (int32_t r = 0; r < routes; r++) parts->part[search->part[r]].routes++;
    int32_t order = 0, route = 0;
    for (int32_t q = 0; q < parts->count; q++) {
        piece *part = &parts->part[q];
        part->first_order = order;
        part->first_route = route;
        order += part->orders;
        route += part->routes;
        part->orders = part->routes = 0;
    }
    for (int32_t o = 0; o < orders; o++) {
        piece *part = &parts->part[parts->part_of[o]];
        parts->order[part->first_order + part->orders++] = o;
    }
    for (int32_t r = 0; r < routes; r++) {
        piece *part = &parts->part[search->part[r]];
        parts->route[part->first_route + part->routes++] = r;
    }
}

/* Idle vehicles mostly go where others of their kind drive: they start and end somewhere. */
static void share_vehicles(khs_parts *parts, const khs_search *search)
{
    const khs_problem *p = search->p;
    const khs_image *image = &search->current;
    const int32_t weight = 4, count = parts->count;
    memset(parts->vehicles, 0, sizeof(int32_t) * (size_t)count * (size_t)p->resources);
    for (int32_t r = 0; r < image->routes; r++)
        parts->vehicles[(int64_t)search->part[r] * p->resources + image->resource[r]]++;
    for (int32_t k = 0; k < p->resources; k++) {
        int32_t used = 0;
        for (int32_t q = 0; q < count; q++) used += parts->vehicles[(int64_t)q * p->resources + k];
        const int64_t idle = p->resource[k].count - used, whole = (int64_t)weight * used + count;
        int64_t sum = 0;
        for (int32_t q = 0; q < count; q++) {
            int32_t *vehicles = &parts->vehicles[(int64_t)q * p->resources + k];
            const int64_t before = idle * sum / whole;
            sum += (int64_t)weight * *vehicles + 1;
            *vehicles += (int32_t)(idle * sum / whole - before);
        }
    }
}

/* ---- one part ---- */

/* What one island has at hand for one part. */
typedef struct bench {
    const khs_parts *parts;
    const khs_search *search;
    piece *part;
    khs_numbers *numbers;
    khs_extract extract;
    khs_island island;
} bench;

/* The part's own vehicles and its share of the idle ones; tours of others at priced places. */
static void fit_to_rest(bench *b, int32_t number)
{
    const khs_problem *p = b->search->p;
    const khs_image *image = &b->search->current;
    khs_extract *e = &b->extract;
    for (int32_t k = 0; k < p->resources; k++)
        e->resource[k].count = b->parts->vehicles[(int64_t)number * p->resources + k];
    if (!p->has_extra_visits) return;
    for (int32_t i = 0; i < e->p.places; i++)
        memcpy(e->visited + (int64_t)i * p->days,
               b->parts->visited + (int64_t)e->place[i] * p->days,
               sizeof(int32_t) * (size_t)p->days);
    for (int32_t i = 0; i < b->part->routes; i++)
        count_visited(p, image, b->parts->route[b->part->first_route + i], b->numbers->place, -1,
                      e->visited);
}

static bool lay_routes(bench *b)
{
    const khs_image *image = &b->search->current;
    khs_solution *s = &b->island.s;
    khs_step_begin(s);
    for (int32_t i = 0; i < b->part->routes; i++) {
        const int32_t r = b->parts->route[b->part->first_route + i];
        const int32_t count = image->start[r + 1] - image->start[r];
        const int32_t *visit = image->visit + image->start[r];
        int32_t *local = s->scratch; /* room for all visits */
        for (int32_t k = 0; k < count; k++) {
            local[k] = b->numbers->visit[visit[k]];
            const int32_t order = b->extract.p.order_of[local[k]];
            if (s->absent_at[order] >= 0) khs_absent_remove(s, order);
        }
        if (khs_tour_open(s, image->resource[r], local, count) < 0) return false;
    }
    khs_step_commit(s);
    if (s->p->vehicles_first) s->max_tours = s->tours;
    return khs_image_take(&b->island.best, s);
}

static bool misses_pinned(const khs_extract *e, const khs_image *image)
{
    bool misses = false;
    for (int32_t i = 0; i < image->absent_count; i++) misses |= e->pinned[image->absent[i]];
    return misses;
}

static void to_whole(const khs_extract *e, khs_image *image)
{
    const int32_t visits = image->routes ? image->start[image->routes] : 0;
    for (int32_t i = 0; i < visits; i++) image->visit[i] = e->visit[image->visit[i]];
    for (int32_t i = 0; i < image->absent_count; i++) image->absent[i] = e->order[image->absent[i]];
}

static bool anneal(bench *b, const khs_budget *budget, bool last)
{
    khs_island *island = &b->island;
    piece *part = b->part;
    if (!lay_routes(b) || !khs_image_copy(&part->current, &island->best)) return false;
    khs_budget first = *budget;
    if (last && budget->epoch_deadline > 0.0) {
        const double now = khs_clock_now();
        first.epoch_deadline = now + 0.7 * (budget->epoch_deadline - now);
    }
    khs_island_run(island, &first);
    if (!khs_image_copy(&part->best, misses_pinned(&b->extract, &island->best) ? &part->current
                                                                               : &island->best) ||
        !khs_image_take(&part->current, &island->s))
        return false;
    if (last && !misses_pinned(&b->extract, &island->best)) {
        khs_island_polish(island, budget);
        if (!khs_image_copy(&part->best, &island->best)) return false;
    }
    if (misses_pinned(&b->extract, &part->current) && !khs_image_copy(&part->current, &part->best))
        return false;
    to_whole(&b->extract, &part->best);
    to_whole(&b->extract, &part->current);
    return !island->failed;
}

/* Breeds from the plan as it is; what is best then is the current plan too. */
static bool breed(bench *b, const khs_budget *budget)
{
    khs_island *island = &b->island;
    piece *part = b->part;
    khs_breeder breeder;
    if (!lay_routes(b)) return false;
    const bool fine = khs_breeder_init(&b->extract.scene, 1, part->seed, &breeder) &&
                      khs_breeder_feed(&breeder, &island->best) &&
                      khs_breeder_run(&breeder, island, budget) &&
                      khs_image_copy(&part->best, &island->best);
    khs_breeder_free(&breeder);
    to_whole(&b->extract, &part->best);
    return fine && khs_image_copy(&part->current, &part->best);
}

static bool can_breed(const bench *b)
{
    return !b->part->absent && b->part->orders > 1 && khs_grid_applies(&b->extract.scene);
}

static bool work_on(const khs_parts *parts, const khs_search *search, int32_t number, int32_t home,
                    const khs_budget *budget, khs_part_work work)
{
    bench b = {.parts = parts,
               .search = search,
               .part = &parts->part[number],
               .numbers = &parts->numbers[home]};
    khs_island *owner = &search->island[home];
    bool fine = khs_extract_make(&search->scene, parts->order + b.part->first_order, b.part->orders,
                                 b.numbers, &b.extract);
    if (fine) {
        fit_to_rest(&b, number);
        fine = khs_island_init(&b.extract.scene, b.part->seed, number, &b.island);
        b.island.steps = owner->steps;
        fine = fine && (work == KHS_BREED_PARTS && can_breed(&b)
                            ? breed(&b, budget)
                            : anneal(&b, budget, work == KHS_POLISH_PARTS));
#pragma omp atomic write
        owner->steps = b.island.steps;
        khs_island_free(&b.island);
    }
    khs_extract_free(&b.extract, b.numbers);
    return fine;
}

/* ---- all parts ---- */

/* The share of the island's epoch that its next part may use, given the orders of this part and of
 * those that are left. */
static khs_budget share_of(const khs_budget *left, int32_t orders, int32_t orders_left)
{
    khs_budget budget = *left;
    if (left->epoch_deadline > 0.0) {
        const double now = khs_clock_now();
        budget.epoch_deadline = now + (left->epoch_deadline - now) * orders / orders_left;
    }
    if (left->epoch_steps < INT64_MAX)
        budget.epoch_steps = left->epoch_steps / orders_left * orders +
                             left->epoch_steps % orders_left * orders / orders_left;
    return budget;
}

static void work_on_all(const khs_parts *parts, const khs_search *search, int32_t home,
                        khs_part_work work)
{
    khs_budget left = search->budget[home];
    khs_island *island = &search->island[home];
    int32_t orders_left = 0;
    for (int32_t q = home; q < parts->count; q += parts->islands)
        orders_left += parts->part[q].orders;
    for (int32_t q = home; q < parts->count; q += parts->islands) {
        piece *part = &parts->part[q];
        khs_image_clear(&part->best);
        khs_image_clear(&part->current);
        if (!part->orders) continue;
        const khs_budget budget = share_of(&left, part->orders, orders_left);
        island->failed |= !work_on(parts, search, q, home, &budget, work);
        if (left.epoch_steps < INT64_MAX) left.epoch_steps -= budget.epoch_steps;
        orders_left -= part->orders;
    }
}

static bool join(const khs_parts *parts, khs_search *search)
{
    khs_image_clear(&search->current);
    khs_image_clear(&search->joined);
    for (int32_t q = 0; q < parts->count; q++) {
        if (!khs_image_append(&search->current, &parts->part[q].current) ||
            !khs_image_append(&search->joined, &parts->part[q].best))
            return false;
    }
    return khs_cut_reprice(search, &search->current) && khs_cut_reprice(search, &search->joined);
}

bool khs_parts_run(khs_parts *parts, khs_search *search, khs_part_work work)
{
    khs_cut_into(search, parts->count);
    survey_plan(parts, search);
    place_orders(parts, search);
    list_parts(parts, search);
    share_vehicles(parts, search);
    for (int32_t q = 0; q < parts->count; q++) parts->part[q].seed = khs_rng_next(&search->rng);
    const int32_t islands = search->islands;
#pragma omp parallel for schedule(static, 1) num_threads(search->threads) default(none)            \
    shared(parts, search, islands, work)
    for (int32_t i = 0; i < islands; i++) work_on_all(parts, search, i, work);
    for (int32_t i = 0; i < islands; i++)
        if (search->island[i].failed) return false;
    return join(parts, search);
}
