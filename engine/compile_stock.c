/* What may run short. Every place that states its stock and is the source of orders is a store; of
 * its products those are cells of which the orders that may come from there want more than it has.
 */
#include "compile_parts.h"

static bool may_draw(const khe_build *b, int32_t order, int32_t location)
{
    const khe_order *o = &b->set->orders[order];
    if (!o->product_count) return false;
    if (b->kind[order] != KHS_DELIVERY) return o->from.place == location;
    return khe_may_come_from(o, location);
}

/* How many amounts of products the orders may draw from a place. */
static int64_t count_draws(const khe_build *b, int32_t location)
{
    int64_t draws = 0;
    if (b->place_of[location] == KHE_NONE || b->set->locations[location].stocks < 0) return 0;
    for (int32_t i = 0; i < b->set->order_count; i++)
        if (may_draw(b, i, location)) draws += b->set->orders[i].product_count;
    return draws;
}

/* While the stores are filled one after the other. */
typedef struct filler {
    khe_build *b;
    int32_t *store_of;         /* [locations] or -1 */
    int64_t *wanted, *stocked; /* [products] at one place, thousandths */
    int32_t *cell_of;          /* [products] or KHE_NONE: there is enough */
    /* of the problem */
    int32_t *draw_at;
    khs_draw *draw;
    int64_t *stock;
    khe_stock_cell *cell;
} filler;

static bool take_room(filler *f, int64_t stores, int64_t draws)
{
    khe_build *b = f->b;
    const int32_t products = b->set->product_count;
    f->wanted = KHE_TAKE(b, products, int64_t);
    f->stocked = KHE_TAKE(b, products, int64_t);
    f->cell_of = KHE_TAKE(b, products, int32_t);
    f->draw_at = KHE_TAKE(b, stores * b->set->order_count + 1, int32_t);
    f->draw = KHE_TAKE(b, draws, khs_draw);
    f->stock = KHE_TAKE(b, draws, int64_t);
    f->cell = KHE_TAKE(b, draws, khe_stock_cell);
    return f->wanted && f->stocked && f->cell_of && f->draw_at && f->draw && f->stock && f->cell;
}

static void survey(filler *f, int32_t location)
{
    const kh_order_set *set = f->b->set;
    const khe_location *place = &set->locations[location];
    for (int32_t k = 0; k < set->product_count; k++) f->wanted[k] = f->stocked[k] = 0;
    for (int32_t k = 0; k < place->stocks; k++)
        f->stocked[place->stock[k].product] = place->stock[k].amount;
    for (int32_t i = 0; i < set->order_count; i++) {
        const khe_order *o = &set->orders[i];
        for (int32_t k = 0; k < o->product_count && may_draw(f->b, i, location); k++)
            f->wanted[o->products[k].product] += o->products[k].amount;
    }
}

static void number_cells(filler *f, int32_t location)
{
    khs_problem *p = f->b->p;
    for (int32_t k = 0; k < f->b->set->product_count; k++) {
        f->cell_of[k] = KHE_NONE;
        if (f->wanted[k] <= f->stocked[k]) continue;
        f->cell_of[k] = p->cells;
        f->stock[p->cells] = f->stocked[k];
        f->cell[p->cells++] = (khe_stock_cell){location, k};
    }
}

static void fill_store(filler *f, int32_t location, int32_t *draws)
{
    const khs_problem *p = f->b->p;
    survey(f, location);
    number_cells(f, location);
    int32_t *at = f->draw_at + (int64_t)f->store_of[location] * p->orders;
    for (int32_t i = 0; i < p->orders; i++) {
        const khe_order *o = &f->b->set->orders[i];
        for (int32_t k = 0; k < o->product_count && may_draw(f->b, i, location); k++) {
            const int32_t cell = f->cell_of[o->products[k].product];
            if (cell != KHE_NONE && o->products[k].amount > 0)
                f->draw[(*draws)++] = (khs_draw){cell, (int32_t)o->products[k].amount};
        }
        at[i + 1] = *draws;
    }
}

/* Which store a resource loads at, and which an order draws from that has its source whatever
 * takes it. */
static void name_stores(const filler *f)
{
    khe_build *b = f->b;
    for (int32_t r = 0; r < b->p->resources; r++)
        b->resource[r].store = f->store_of[b->out->location[b->resource[r].start]];
    for (int32_t i = 0; i < b->p->orders; i++) {
        const int32_t from = b->set->orders[i].from.place;
        b->order[i].store = b->kind[i] == KHS_DELIVERY ? KHS_STORE_OF_RESOURCE
                            : from == KHE_NONE         ? -1
                                                       : f->store_of[from];
    }
}

kh_status khe_compile_stock(khe_build *b)
{
    const kh_order_set *set = b->set;
    khs_problem *p = b->p;
    int32_t *store_of = KHE_TAKE(b, set->location_count, int32_t);
    if (!store_of) return KH_E_NOMEM;
    int64_t draws = 0;
    for (int32_t l = 0; l < set->location_count; l++) {
        const int64_t more = count_draws(b, l);
        store_of[l] = more ? p->stores++ : -1;
        draws += more;
    }
    filler f = {.b = b, .store_of = store_of};
    if (draws > INT32_MAX / 2) {
        khe_errors_add(b->errors, KH_ERROR, "limit", "/orders",
                       "the products of all orders at all places are more than can be counted");
        return KH_E_LIMIT;
    }
    if (!take_room(&f, p->stores, draws)) return KH_E_NOMEM;
    int32_t filled = 0;
    for (int32_t l = 0; l < set->location_count; l++)
        if (store_of[l] >= 0) fill_store(&f, l, &filled);
    name_stores(&f);
    p->stock = f.stock;
    p->draw_at = f.draw_at;
    p->draw = f.draw;
    b->out->cell = f.cell;
    return KH_OK;
}
