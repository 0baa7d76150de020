/* Counting stock (see stock.h). A cell is a product at a place. */
#include "stock.h"

#include <stdlib.h>
#include <string.h>

khs_draws khs_draws_of(const khs_problem *p, int32_t visit, int32_t resource)
{
    if (!p->cells || p->kind[visit] == KHS_SHIP_TO) return (khs_draws){NULL, 0};
    const int32_t order = p->order_of[visit];
    int32_t store = p->order[order].store;
    if (store == KHS_STORE_OF_RESOURCE) store = p->resource[resource].store;
    if (store < 0) return (khs_draws){NULL, 0};
    const int64_t row = (int64_t)store * p->orders + order;
    return (khs_draws){p->draw + p->draw_at[row], p->draw_at[row + 1] - p->draw_at[row]};
}

bool khs_stock_covers(const khs_problem *p, int32_t order, int32_t resource)
{
    const khs_draws own = khs_draws_of(p, p->order[order].visit, resource);
    for (int32_t k = 0; k < own.count; k++)
        if (own.draw[k].amount > p->stock[own.draw[k].cell]) return false;
    return true;
}

static void draw(khs_solution *s, const khs_draw *from, int32_t count, int32_t change)
{
    for (int32_t k = 0; k < count; k++) {
        int64_t *drawn = &s->drawn[from[k].cell];
        const int64_t stock = s->p->stock[from[k].cell];
        s->overdrawn -= *drawn > stock;
        *drawn += change * (int64_t)from[k].amount;
        s->overdrawn += *drawn > stock;
    }
}

static bool reserve(khs_tour *tour, int32_t draws)
{
    if (tour->draw_room >= draws) return true;
    khs_draw *more = realloc(tour->draw, sizeof *more * (size_t)draws * 2);
    if (!more) return false;
    tour->draw = more;
    tour->draw_room = 2 * draws;
    return true;
}

bool khs_stock_list(const khs_problem *p, khs_tour *tour)
{
    tour->draws = 0;
    for (int32_t i = 1; i <= tour->count; i++) {
        const khs_draws own = khs_draws_of(p, tour->visit[i], tour->resource);
        if (!own.count) continue;
        if (!reserve(tour, tour->draws + own.count)) return false;
        memcpy(tour->draw + tour->draws, own.draw, sizeof *own.draw * (size_t)own.count);
        tour->draws += own.count;
    }
    return true;
}

void khs_stock_count(khs_solution *s, const khs_tour *tour, int32_t change)
{
    draw(s, tour->draw, tour->draws, change);
}

bool khs_stock_is_counted(const khs_solution *s)
{
    for (int32_t cell = 0; cell < s->p->cells; cell++) {
        int64_t sum = 0;
        for (int32_t slot = 0; slot < s->tours; slot++)
            for (int32_t k = 0; k < s->tour[slot]->draws; k++)
                if (s->tour[slot]->draw[k].cell == cell) sum += s->tour[slot]->draw[k].amount;
        if (sum != s->drawn[cell]) return false;
    }
    return true;
}

static void draw_visits(khs_solution *s, int32_t resource, const int32_t *visits, int32_t count,
                        int32_t change)
{
    for (int32_t i = 0; i < count; i++) {
        const khs_draws own = khs_draws_of(s->p, visits[i], resource);
        draw(s, own.draw, own.count, change);
    }
}

bool khs_stock_suffices(khs_solution *s, const khs_tour *but, int32_t resource,
                        const int32_t *visits, int32_t count)
{
    const int32_t before = s->overdrawn;
    if (but) khs_stock_count(s, but, -1);
    draw_visits(s, resource, visits, count, 1);
    const bool fine = s->overdrawn <= before;
    draw_visits(s, resource, visits, count, -1);
    if (but) khs_stock_count(s, but, 1);
    return fine;
}
