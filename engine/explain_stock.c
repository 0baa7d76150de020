/* Orders for whose goods no place has the stock: not even for them alone, or not beside what the
 * plan's routes and shipments take. */
#include "explain_parts.h"
#include "stock.h"
#include "text.h"

int64_t *khe_plan_draws(khe_explainer *e)
{
    const khs_problem *p = e->p;
    int64_t *drawn = khe_store_take(&e->store, (size_t)p->cells + 1, sizeof *drawn);
    e->failed |= !drawn;
    for (int32_t r = 0; drawn && p->cells && r < e->result->route_count; r++) {
        const khs_route *route = &e->result->routes[r];
        for (int32_t i = 0; i < route->count; i++) {
            const khs_draws own = khs_draws_of(p, route->visits[i], route->resource);
            for (int32_t k = 0; k < own.count; k++) drawn[own.draw[k].cell] += own.draw[k].amount;
        }
    }
    return drawn;
}

/* By how much a cell has less than is asked of it; at most 0: it has enough. */
static int64_t shortfall(const khe_explainer *e, const khs_draw *draw, bool alone)
{
    return draw->amount - e->p->stock[draw->cell] + (alone ? 0 : e->drawn[draw->cell]);
}

/* What the order lacks if the resource carries it, or NULL. */
static const khs_draw *lacks(const khe_explainer *e, int32_t order, int32_t resource, bool alone)
{
    const khs_draws own = khs_draws_of(e->p, e->p->order[order].visit, resource);
    for (int32_t k = 0; k < own.count; k++)
        if (shortfall(e, &own.draw[k], alone) > 0) return &own.draw[k];
    return NULL;
}

bool khe_stock_lets_in(const khe_explainer *e, int32_t order, int32_t resource)
{
    return !lacks(e, order, resource, false);
}

bool khe_stock_is_lacking(const khe_explainer *e, int32_t order, bool alone, const khs_draw **what)
{
    *what = NULL;
    for (int32_t r = 0; e->p->cells && r < e->p->resources; r++) {
        if (!khs_allowed(e->p, e->p->order[order].visit, r)) continue;
        const khs_draw *here = lacks(e, order, r, alone);
        if (!here) return false;
        if (!*what || shortfall(e, here, alone) < shortfall(e, *what, alone)) *what = here;
    }
    return *what != NULL;
}

char *khe_stock_detail(const khe_explainer *e, const khs_draw *what, bool alone)
{
    const khe_stock_cell *cell = &e->compiled->cell[what->cell];
    const int64_t stock = e->p->stock[what->cell];
    khe_writer w = {0};
    khe_put_format(&w, "it takes ");
    khe_put_decimal(&w, what->amount, 3);
    khe_put_format(&w, " of \"%s\", %s has ", e->set->products[cell->product],
                   e->set->locations[cell->location].id);
    khe_put_decimal(&w, stock, 3);
    if (!alone) {
        khe_put_text(&w, ", of which the other orders leave ");
        khe_put_decimal(&w, stock - e->drawn[what->cell], 3);
    }
    return khe_writer_take(&w, NULL);
}
