/* khs_solve: sets a search up, runs it, and hands its best plan out. */
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "search.h"

int khs_by_number(const void *a, const void *b)
{
    const int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return x < y ? -1 : x > y;
}

static void set_budget(khs_search *search, const khs_settings *settings)
{
    const bool timed = settings->time_limit > 0.0;
    search->started = settings->clock_started > 0.0 ? settings->clock_started : khs_clock_now();
    search->threads = settings->threads > 0 ? settings->threads : omp_get_num_procs();
    search->islands = settings->islands > 0 ? settings->islands : timed ? search->threads : 4;
    if (search->p->orders < 2) search->islands = 1;
    search->threads = khs_min(search->threads, search->islands);
    if (timed) {
        /* what decoding, writing and verifying will take */
        const double after = 0.01 + 5e-5 * search->p->orders;
        const double kept = after < 0.3 * settings->time_limit ? after : 0.3 * settings->time_limit;
        search->deadline = search->started + settings->time_limit - kept;
    }
    if (settings->iterations > 0)
        search->steps_per_island = (settings->iterations + search->islands - 1) / search->islands;
}

static bool set_up(khs_search *search, const khs_settings *settings)
{
    const khs_problem *p = search->p;
    const size_t orders = (size_t)p->orders + 1;
    search->rng = khs_rng_make((uint64_t)settings->seed, 0);
    search->exact = settings->exact;
    search->choosing = p->orders <= 250;
    search->part = calloc(orders, sizeof(int32_t));
    search->keep = calloc(orders, sizeof(bool));
    search->absent_here = calloc(orders, sizeof(bool));
    search->key = calloc(orders, sizeof(int64_t));
    search->pool = khs_pool_new(p, 40000);
    search->island = calloc((size_t)search->islands, sizeof *search->island);
    search->budget = calloc((size_t)search->islands, sizeof *search->budget);
    if (!search->part || !search->keep || !search->absent_here || !search->key || !search->pool ||
        !search->island || !search->budget)
        return false;
    if (!khs_scene_build(p, search->threads, &search->scene)) return false;
    for (int32_t i = 0; i < search->islands; i++)
        if (!khs_island_init(&search->scene, (uint64_t)settings->seed, i, &search->island[i]))
            return false;
    return true;
}

static void tear_down(khs_search *search)
{
    for (int32_t i = 0; search->island && i < search->islands; i++)
        khs_island_free(&search->island[i]);
    khs_scene_free(&search->scene);
    khs_pool_free(search->pool);
    khs_image_free(&search->best);
    khs_image_free(&search->current);
    khs_image_free(&search->joined);
    void *all[] = {search->island, search->budget,      search->part,
                   search->keep,   search->absent_here, search->key};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    free(search);
}

static int by_resource(const void *a, const void *b)
{
    const khs_route *x = a, *y = b;
    if (x->resource != y->resource) return x->resource < y->resource ? -1 : 1;
    return x->visits[0] < y->visits[0] ? -1 : x->visits[0] > y->visits[0];
}

static double within_1pct(const khs_search *search)
{
    const khs_record *last = &search->record[search->record_count - 1];
    for (int32_t i = 0; i < search->record_count; i++) {
        const khs_record *r = &search->record[i];
        if (r->absent <= last->absent && (double)r->cost <= 1.01 * (double)last->cost)
            return r->seconds;
    }
    return last->seconds;
}

static bool copy_routes(const khs_search *search, khs_result *result)
{
    const khs_image *best = &search->best;
    result->routes = calloc((size_t)best->routes + 1, sizeof *result->routes);
    result->absent = calloc((size_t)best->absent_count + 1, sizeof(int32_t));
    if (!result->routes || !result->absent) return false;
    for (int32_t r = 0; r < best->routes; r++) {
        const int32_t first = best->start[r], count = best->start[r + 1] - first;
        khs_route *route = &result->routes[r];
        *route = (khs_route){.resource = best->resource[r],
                             .count = count,
                             .visits = malloc(sizeof(int32_t) * (size_t)count)};
        if (!route->visits) return false;
        memcpy(route->visits, best->visit + first, sizeof(int32_t) * (size_t)count);
        route->cost = khs_route_evaluate(search->p, route->resource, route->visits, count).cost;
        result->route_count++;
    }
    qsort(result->routes, (size_t)best->routes, sizeof *result->routes, by_resource);
    memcpy(result->absent, best->absent, sizeof(int32_t) * (size_t)best->absent_count);
    qsort(result->absent, (size_t)best->absent_count, sizeof(int32_t), khs_by_number);
    result->absent_count = best->absent_count;
    return true;
}

static khs_stop why_stopped(const khs_search *search)
{
    if (search->proven) return KHS_BY_OPTIMUM;
    if (search->stop) return KHS_BY_SIGNAL;
    return search->deadline > 0.0 && khs_clock_now() >= search->deadline ? KHS_BY_TIME
                                                                         : KHS_BY_ITERATIONS;
}

static khs_result *result_of(const khs_search *search)
{
    khs_result *result = calloc(1, sizeof *result);
    if (!result) return NULL;
    if (!copy_routes(search, result)) {
        khs_result_free(result);
        return NULL;
    }
    result->cost = search->best.value.cost + search->p->owned;
    result->proven = search->proven;
    for (int32_t i = 0; i < search->islands; i++) result->iterations += search->island[i].steps;
    result->islands = search->islands;
    result->threads = search->threads;
    result->first_s = search->first_s;
    result->within_1pct_s = within_1pct(search);
    result->seconds = khs_clock_now() - search->started;
    result->stopped_by = why_stopped(search);
    return result;
}

khs_status khs_solve(const khs_problem *problem, const khs_settings *settings, khs_news_fn news,
                     void *payload, khs_result **out)
{
    khs_search *search = calloc(1, sizeof *search);
    if (!search) return KHS_NOMEM;
    search->p = problem;
    search->news = news;
    search->payload = payload;
    set_budget(search, settings);
    khs_result *result = NULL;
    if (set_up(search, settings) && khs_search_run(search)) result = result_of(search);
    tear_down(search);
    if (!result) return KHS_NOMEM;
    *out = result;
    return KHS_OK;
}

void khs_result_free(khs_result *result)
{
    if (!result) return;
    for (int32_t r = 0; result->routes && r < result->route_count; r++)
        free(result->routes[r].visits);
    free(result->routes);
    free(result->absent);
    free(result);
}
