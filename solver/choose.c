/* Set partitioning over a pool.
 *
 * Columns: a_i, order i stays out; e_k, visits too many to place and day k; x_r, route r is driven.
 * Rows:
 *     order i        Σ x_r with i in r + a_i           = 1
 *     tier t         Σ a_i, i must be served, tier t  <= best known (stage by stage)
 *     routes         Σ x_r                            <= best known (if vehicles come first)
 *     resource k     Σ x_r on k                       <= vehicles not used by routes that stay
 *     bond           a_i - a_j                         = 0
 *     extra visit k  Σ x_r to k - e_k                 <= 1, or 0 if a route that stays goes there
 *     consignment k  Σ x_r of a carrier, day, origin and destination  <= 1, likewise
 *     quota q, m     Σ x_r × goods                    <= what is left of a carrier's day
 *     cell k         Σ x_r × what it draws            <= what is left of a product at a place
 *
 * The objectives of docs/rules.md are taken one after the other: tiers, routes, money; what a stage
 * has reached becomes the bound of its row in the following ones. */
#include "choose.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/common_part.h"
#include "mip.h"
#include "route.h"
#include "sift.h"
#include "stock.h"
#include "tariff.h"

enum { NO_ROW = -1 };

static const double LEAST_SHARE = 0.01; /* of a route in the guide */

typedef struct chooser {
    const khs_problem *p;
    uint8_t *in;           /* [orders] may change */
    uint8_t *stays;        /* [incumbent routes] */
    int32_t *order_row;    /* [orders] or NO_ROW; also the order's absence column */
    int32_t *spare;        /* [resources] vehicles that routes which stay leave over */
    int32_t *resource_row; /* [resources] or NO_ROW */
    int32_t *extra_of;     /* [places*days] number of the extra-visit row, or NO_ROW */
    int32_t *seen;         /* [places*days] scratch: 1 + the column that came last */
    uint8_t *visited;      /* [places*days] by a route that stays */
    int64_t *extra_price;  /* [extras] */
    int32_t *sole_of;      /* [resources*places] number of the consignment's row, or NO_ROW */
    uint8_t *sole_stays;   /* [resources*places] a route that stays is it */
    int64_t *quota_left;   /* [quotas*goods] thousandths; INT64_MAX: no limit */
    int32_t *unit;         /* [goods] greatest common part of all orders' */
    int64_t *stock_left;   /* [cells] thousandths */
    int32_t *cell_unit;    /* [cells] greatest common part of all that may be drawn */
    int64_t *drawn;        /* [cells] scratch, zero between uses */
    khs_column *column;    /* [columns] of routes: free incumbent routes, then the pool's */
    int32_t orders, free_routes, columns, extras, bond_rows;
    int32_t tier_row, routes_row, first_resource, first_bond, first_extra, first_sole, soles,
        first_quota, first_cell;
    /* the program */
    khs_sift model;
    double *row_low, *row_high, *col_low, *col_high, *relaxed;
    int64_t *start, *cost;
    int32_t *row, *x;
    int32_t *value;
    int64_t entries;
} chooser;

static size_t place_days(const khs_problem *p) { return (size_t)p->places * (size_t)p->days; }

static int32_t place_day(const khs_problem *p, int32_t place, int32_t resource)
{
    return place * p->days + p->resource[resource].day;
}

/* Which consignment a route is, or -1. */
static int64_t sole(const khs_problem *p, int32_t resource, const int32_t *visits)
{
    if (!khs_is_joint(&p->resource[resource])) return -1;
    return (int64_t)resource * p->places + p->destination[p->order_of[visits[0]]];
}

static void release(chooser *c)
{
    void *const all[] = {
        c->in,         c->stays,     c->order_row,   c->spare,      c->resource_row, c->extra_of,
        c->seen,       c->visited,   c->extra_price, c->column,     c->row_low,      c->row_high,
        c->col_low,    c->col_high,  c->start,       c->cost,       c->row,          c->x,
        c->relaxed,    c->value,     c->sole_of,     c->sole_stays, c->quota_left,   c->unit,
        c->stock_left, c->cell_unit, c->drawn};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

static bool allocate_sets(chooser *c, int32_t routes, int32_t columns)
{
    const khs_problem *p = c->p;
    c->in = malloc((size_t)p->orders + 1);
    c->stays = calloc((size_t)routes + 1, 1);
    c->order_row = malloc(((size_t)p->orders + 1) * sizeof *c->order_row);
    c->spare = malloc(((size_t)p->resources + 1) * sizeof *c->spare);
    c->resource_row = malloc(((size_t)p->resources + 1) * sizeof *c->resource_row);
    c->extra_of = malloc((place_days(p) + 1) * sizeof *c->extra_of);
    c->seen = calloc(place_days(p) + 1, sizeof *c->seen);
    c->visited = calloc(place_days(p) + 1, 1);
    c->extra_price = malloc((place_days(p) + 1) * sizeof *c->extra_price);
    c->column = malloc(((size_t)columns + 1) * sizeof *c->column);
    const size_t soles = p->has_carriers ? (size_t)p->resources * (size_t)p->places : 1;
    c->sole_of = malloc(soles * sizeof *c->sole_of);
    c->sole_stays = calloc(soles, 1);
    c->quota_left = malloc(((size_t)p->quotas * (size_t)p->goods + 1) * sizeof *c->quota_left);
    c->unit = calloc((size_t)p->goods + 1, sizeof *c->unit);
    const size_t cells = (size_t)p->cells + 1;
    c->stock_left = malloc(cells * sizeof *c->stock_left);
    c->cell_unit = calloc(cells, sizeof *c->cell_unit);
    c->drawn = calloc(cells, sizeof *c->drawn);
    if (!c->stock_left || !c->cell_unit || !c->drawn) return false;
    return c->sole_of && c->sole_stays && c->quota_left && c->unit && c->in && c->stays &&
           c->order_row && c->spare && c->resource_row && c->extra_of && c->seen && c->visited &&
           c->extra_price && c->column;
}

/* ---- What may change ------------------------------------------------------------------------ */

static bool all_in(const chooser *c, const int32_t *visits, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        if (!c->in[c->p->order_of[visits[i]]]) return false;
    return true;
}

static bool mate_outside(const chooser *c, int32_t order)
{
    const int32_t bond = c->p->order[order].bond;
    if (bond < 0) return false;
    for (int32_t k = 0; k < c->p->bond[bond].count; k++)
        if (!c->in[c->p->bond[bond].orders[k]]) return true;
    return false;
}

/* ---- carriers' days ---- */

static int64_t goods_on(const khs_problem *p, const int32_t *visits, int32_t count, int32_t m)
{
    int64_t sum = 0;
    for (int32_t i = 0; i < count; i++)
        if (p->kind[visits[i]] != KHS_SHIP_TO)
            sum += p->goods_of[(int64_t)p->order_of[visits[i]] * p->goods + m];
    return sum;
}

static int64_t quota_of(const chooser *c, int32_t resource, int32_t m)
{
    return (int64_t)c->p->resource[resource].quota * c->p->goods + m;
}

static bool quota_limits(const chooser *c, int32_t resource, int32_t m)
{
    return c->p->quotas && c->p->resource[resource].tariff && c->p->resource[resource].quota >= 0 &&
           c->p->quota[quota_of(c, resource, m)] != INT32_MAX;
}

static void find_units(chooser *c)
{
    for (int32_t m = 0; m < c->p->goods; m++) {
        int32_t unit = 0;
        for (int32_t o = 0; o < c->p->orders; o++)
            unit = khs_common_part(unit, c->p->goods_of[(int64_t)o * c->p->goods + m]);
        c->unit[m] = unit ? unit : 1;
    }
}

/* ---- what runs short ---- */

static void find_cell_units(chooser *c)
{
    const khs_problem *p = c->p;
    const int64_t draws = p->cells ? p->draw_at[(int64_t)p->stores * p->orders] : 0;
    for (int64_t k = 0; k < draws; k++) {
        int32_t *unit = &c->cell_unit[p->draw[k].cell];
        *unit = khs_common_part(*unit, p->draw[k].amount);
    }
    for (int32_t k = 0; k < p->cells; k++)
        if (!c->cell_unit[k]) c->cell_unit[k] = 1;
}

/* Adds what a route draws to c->drawn. */
static void draw_route(chooser *c, int32_t resource, const int32_t *visits, int32_t count)
{
    const khs_problem *p = c->p;
    for (int32_t i = 0; p->cells && i < count; i++) {
        const khs_draws own = khs_draws_of(p, visits[i], resource);
        for (int32_t k = 0; k < own.count; k++) c->drawn[own.draw[k].cell] += own.draw[k].amount;
    }
}

/* A route that stays takes its orders, its vehicle and its visits with it. */
static void let_stay(chooser *c, const khs_route *route)
{
    const bool own = !c->p->resource[route->resource].tariff;
    const int64_t k = sole(c->p, route->resource, route->visits);
    if (k >= 0) c->sole_stays[k] = 1;
    for (int32_t m = 0; m < c->p->goods; m++)
        if (quota_limits(c, route->resource, m))
            c->quota_left[quota_of(c, route->resource, m)] -=
                goods_on(c->p, route->visits, route->count, m);
    draw_route(c, route->resource, route->visits, route->count);
    for (int32_t i = 0; i < route->count; i++) {
        c->in[c->p->order_of[route->visits[i]]] = 0;
        if (own) c->visited[place_day(c->p, c->p->place[route->visits[i]], route->resource)] = 1;
    }
    c->spare[route->resource]--;
}

static void find_free(chooser *c, const khs_route *routes, int32_t route_count,
                      const int32_t *absent, int32_t absent_count, const uint8_t *subset)
{
    for (int32_t o = 0; o < c->p->orders; o++) c->in[o] = !subset || subset[o];
    for (int32_t k = 0; k < c->p->resources; k++) c->spare[k] = c->p->resource[k].count;
    for (int32_t k = 0; k < c->p->quotas * c->p->goods; k++)
        c->quota_left[k] = c->p->quota[k] == INT32_MAX ? INT64_MAX : c->p->quota[k];
    for (int32_t r = 0; r < route_count; r++) {
        c->stays[r] = !all_in(c, routes[r].visits, routes[r].count);
        if (c->stays[r]) let_stay(c, &routes[r]);
    }
    for (int32_t k = 0; k < c->p->cells; k++) {
        c->stock_left[k] = c->p->stock[k] - c->drawn[k];
        c->drawn[k] = 0;
    }
    for (int32_t i = 0; i < absent_count; i++)
        if (mate_outside(c, absent[i])) c->in[absent[i]] = 0;
}

static void find_columns(chooser *c, const khs_pool *pool, const khs_route *routes,
                         int32_t route_count)
{
    for (int32_t r = 0; r < route_count; r++)
        if (!c->stays[r])
            c->column[c->columns++] =
                (khs_column){routes[r].resource, routes[r].count, routes[r].visits, routes[r].cost};
    c->free_routes = c->columns;
    for (int32_t i = 0; i < khs_pool_count(pool); i++) {
        const khs_column route = khs_pool_at(pool, i);
        if (c->spare[route.resource] > 0 && all_in(c, route.visits, route.count) &&
            khs_route_keeps_bonds(c->p, route.visits, route.count))
            c->column[c->columns++] = route;
    }
}

/* ---- Rows ----------------------------------------------------------------------------------- */

static void number_orders(chooser *c)
{
    c->orders = 0;
    for (int32_t o = 0; o < c->p->orders; o++) c->order_row[o] = c->in[o] ? c->orders++ : NO_ROW;
    c->tier_row = c->orders;
    c->routes_row = c->tier_row + KHS_TIERS;
    c->first_resource = c->routes_row + 1;
}

static void number_resources(chooser *c)
{
    int32_t row = c->first_resource;
    for (int32_t k = 0; k < c->p->resources; k++)
        c->resource_row[k] = c->spare[k] < c->orders ? row++ : NO_ROW;
    c->first_bond = row;
}

/* The next order of the bond that may change, from its k-th on. */
static int32_t next_in(const chooser *c, const khs_bond *bond, int32_t k)
{
    while (k < bond->count && !c->in[bond->orders[k]]) k++;
    return k;
}

static void number_bonds(chooser *c)
{
    c->bond_rows = 0;
    for (int32_t b = 0; b < c->p->bonds; b++) {
        const khs_bond *bond = &c->p->bond[b];
        int32_t members = 0;
        if (bond->mode != KHS_ALL_OR_NONE) continue;
        for (int32_t k = next_in(c, bond, 0); k < bond->count; k = next_in(c, bond, k + 1))
            members++;
        if (members > 1) c->bond_rows += members - 1;
    }
    c->first_extra = c->first_bond + c->bond_rows;
}

static void number_extras(chooser *c)
{
    const khs_problem *p = c->p;
    for (size_t k = 0; k < place_days(p); k++) c->extra_of[k] = NO_ROW;
    c->extras = 0;
    for (int32_t r = 0; r < c->columns; r++)
        for (int32_t i = 0; i < c->column[r].count; i++) {
            if (p->resource[c->column[r].resource].tariff) continue;
            const int32_t place = p->place[c->column[r].visits[i]];
            const int32_t k = place_day(p, place, c->column[r].resource);
            if (p->extra_visit_price[place] <= 0 || c->extra_of[k] != NO_ROW) continue;
            c->extra_price[c->extras] = p->extra_visit_price[place];
            c->extra_of[k] = c->extras++;
        }
}

static void number_soles(chooser *c)
{
    const khs_problem *p = c->p;
    c->soles = 0;
    c->first_sole = c->first_extra + c->extras;
    for (int64_t k = 0; p->has_carriers && k < (int64_t)p->resources * p->places; k++)
        c->sole_of[k] = NO_ROW;
    for (int32_t r = 0; r < c->columns; r++) {
        const int64_t k = sole(p, c->column[r].resource, c->column[r].visits);
        if (k >= 0 && c->sole_of[k] == NO_ROW) c->sole_of[k] = c->soles++;
    }
}

static void number_quotas(chooser *c)
{
    c->first_quota = c->first_sole + c->soles;
    c->first_cell = c->first_quota + c->p->quotas * c->p->goods;
    c->model.rows = c->first_cell + c->p->cells;
    find_units(c);
    find_cell_units(c);
}

/* ---- The program ---------------------------------------------------------------------------- */

static size_t draws_on(const chooser *c, const khs_column *route)
{
    size_t draws = 0;
    for (int32_t i = 0; c->p->cells && i < route->count; i++)
        draws += (size_t)khs_draws_of(c->p, route->visits[i], route->resource).count;
    return draws;
}

static bool allocate_program(chooser *c)
{
    const size_t rows = (size_t)c->model.rows + 1;
    const size_t cols = (size_t)c->orders + (size_t)c->extras + (size_t)c->columns + 1;
    /* an absence: its order, tier and two bond rows; a route: orders and extra visits at most one
     * each per visit, resource and number of routes */
    size_t entries = (size_t)c->orders * 4 + (size_t)c->extras +
                     (size_t)c->columns * (3 + (size_t)c->p->goods) + 1;
    for (int32_t r = 0; r < c->columns; r++)
        entries += 2 * (size_t)c->column[r].count + draws_on(c, &c->column[r]);
    c->row_low = malloc(rows * sizeof *c->row_low);
    c->row_high = malloc(rows * sizeof *c->row_high);
    c->col_low = malloc(cols * sizeof *c->col_low);
    c->col_high = malloc(cols * sizeof *c->col_high);
    c->start = malloc((cols + 1) * sizeof *c->start);
    c->cost = malloc(cols * sizeof *c->cost);
    c->x = calloc(cols, sizeof *c->x);
    c->relaxed = calloc(cols, sizeof *c->relaxed);
    c->row = malloc(entries * sizeof *c->row);
    c->value = malloc(entries * sizeof *c->value);
    return c->row_low && c->row_high && c->col_low && c->col_high && c->start && c->cost && c->x &&
           c->relaxed && c->row && c->value;
}

static void set_row(chooser *c, int32_t row, double low, double high)
{
    c->row_low[row] = low;
    c->row_high[row] = high;
}

static void set_rows(chooser *c)
{
    const double none = KHS_MIP_INFINITY;
    for (int32_t i = 0; i < c->orders; i++) set_row(c, i, 1, 1);
    for (int32_t t = 0; t < KHS_TIERS; t++) set_row(c, c->tier_row + t, -none, none);
    set_row(c, c->routes_row, -none, none);
    for (int32_t k = 0; k < c->p->resources; k++)
        if (c->resource_row[k] != NO_ROW) set_row(c, c->resource_row[k], -none, c->spare[k]);
    for (int32_t b = 0; b < c->bond_rows; b++) set_row(c, c->first_bond + b, 0, 0);
    for (size_t k = 0; k < place_days(c->p); k++)
        if (c->extra_of[k] != NO_ROW)
            set_row(c, c->first_extra + c->extra_of[k], -none, c->visited[k] ? 0 : 1);
    for (int64_t k = 0; c->soles && k < (int64_t)c->p->resources * c->p->places; k++)
        if (c->sole_of[k] != NO_ROW)
            set_row(c, c->first_sole + c->sole_of[k], -none, c->sole_stays[k] ? 0 : 1);
    for (int32_t k = 0; k < c->p->quotas * c->p->goods; k++) {
        const int64_t left = c->quota_left[k];
        set_row(c, c->first_quota + k, -none,
                left == INT64_MAX ? none : (double)(left / c->unit[k % c->p->goods]));
    }
    for (int32_t k = 0; k < c->p->cells; k++)
        set_row(c, c->first_cell + k, -none, (double)(c->stock_left[k] / c->cell_unit[k]));
}

static void put(chooser *c, int32_t row, int32_t value)
{
    c->row[c->entries] = row;
    c->value[c->entries++] = value;
}

static void end_column(chooser *c, double high)
{
    const int32_t col = c->model.cols++;
    c->col_low[col] = 0;
    c->col_high[col] = high;
    c->start[col + 1] = c->entries;
}

/* Rows a_i - a_j = 0 link an order to the one before and the one after it in its bond. */
static void put_bond(chooser *c, int32_t order)
{
    int32_t row = c->first_bond;
    for (int32_t b = 0; b < c->p->bonds; b++) {
        const khs_bond *bond = &c->p->bond[b];
        if (bond->mode != KHS_ALL_OR_NONE) continue;
        int32_t before = next_in(c, bond, 0);
        for (int32_t k = next_in(c, bond, before + 1); k < bond->count;
             k = next_in(c, bond, k + 1)) {
            if (bond->orders[before] == order) put(c, row, 1);
            if (bond->orders[k] == order) put(c, row, -1);
            before = k;
            row++;
        }
    }
}

/* Whether an order may be left out: it has a price, or one of its tier or of a tier before it
 * is left out already, and its bond is not served by routes that stay. */
static bool may_be_absent(const chooser *c, int32_t order, int32_t first_absent_tier)
{
    const khs_order *o = &c->p->order[order];
    if (mate_outside(c, order)) return false;
    return o->price_out >= 0 || o->tier >= first_absent_tier;
}

static void add_absences(chooser *c, const int32_t *absent, int32_t absent_count)
{
    int32_t first = KHS_TIERS + 1;
    for (int32_t i = 0; i < absent_count; i++) {
        const khs_order *o = &c->p->order[absent[i]];
        if (c->in[absent[i]] && o->price_out < 0 && o->tier < first) first = o->tier;
    }
    for (int32_t o = 0; o < c->p->orders; o++) {
        if (!c->in[o]) continue;
        put(c, c->order_row[o], 1);
        if (c->p->order[o].price_out < 0) put(c, c->tier_row + c->p->order[o].tier - 1, 1);
        if (c->p->order[o].bond >= 0) put_bond(c, o);
        end_column(c, may_be_absent(c, o, first) ? 1 : 0);
    }
    for (int32_t i = 0; i < absent_count; i++)
        if (c->in[absent[i]]) c->x[c->order_row[absent[i]]] = 1;
}

static void add_extras(chooser *c)
{
    for (int32_t k = 0; k < c->extras; k++) {
        put(c, c->first_extra + k, -1);
        end_column(c, c->orders);
    }
}

static void put_draws(chooser *c, const khs_column *route)
{
    const khs_problem *p = c->p;
    draw_route(c, route->resource, route->visits, route->count);
    for (int32_t i = 0; p->cells && i < route->count; i++) {
        const khs_draws own = khs_draws_of(p, route->visits[i], route->resource);
        for (int32_t k = 0; k < own.count; k++) {
            const int32_t cell = own.draw[k].cell;
            if (c->drawn[cell])
                put(c, c->first_cell + cell, (int32_t)(c->drawn[cell] / c->cell_unit[cell]));
            c->drawn[cell] = 0;
        }
    }
}

static void add_route(chooser *c, int32_t r)
{
    const khs_column *route = &c->column[r];
    for (int32_t i = 0; i < route->count; i++) {
        const int32_t visit = route->visits[i];
        if (c->p->kind[visit] != KHS_SHIP_TO) put(c, c->order_row[c->p->order_of[visit]], 1);
        const int32_t k = place_day(c->p, c->p->place[visit], route->resource);
        if (c->p->resource[route->resource].tariff || c->extra_of[k] == NO_ROW ||
            c->seen[k] == r + 1)
            continue;
        c->seen[k] = r + 1;
        put(c, c->first_extra + c->extra_of[k], 1);
    }
    if (c->p->vehicles_first) put(c, c->routes_row, 1);
    if (c->resource_row[route->resource] != NO_ROW) put(c, c->resource_row[route->resource], 1);
    const int64_t one = sole(c->p, route->resource, route->visits);
    if (one >= 0) put(c, c->first_sole + c->sole_of[one], 1);
    for (int32_t m = 0; m < c->p->goods; m++) {
        if (!quota_limits(c, route->resource, m)) continue;
        const int64_t goods = goods_on(c->p, route->visits, route->count, m) / c->unit[m];
        put(c, c->first_quota + (int32_t)quota_of(c, route->resource, m), (int32_t)goods);
    }
    put_draws(c, route);
    if (r < c->free_routes) c->x[c->model.cols] = 1;
    end_column(c, 1);
}

/* The extra visits of the incumbent, from its routes. */
static void count_extras(chooser *c)
{
    for (int32_t k = 0; k < c->extras; k++)
        c->x[c->orders + k] = -(int32_t)c->row_high[c->first_extra + k];
    for (int32_t j = c->model.always; j < c->model.always + c->free_routes; j++)
        for (int64_t e = c->start[j]; e < c->start[j + 1]; e++)
            if (c->row[e] >= c->first_extra && c->row[e] < c->first_sole)
                c->x[c->orders + c->row[e] - c->first_extra]++;
    for (int32_t k = 0; k < c->extras; k++)
        if (c->x[c->orders + k] < 0) c->x[c->orders + k] = 0;
}

static bool build(chooser *c, const int32_t *absent, int32_t absent_count)
{
    number_orders(c);
    number_resources(c);
    number_bonds(c);
    number_extras(c);
    number_soles(c);
    number_quotas(c);
    if (!allocate_program(c)) return false;
    set_rows(c);
    c->start[0] = 0;
    add_absences(c, absent, absent_count);
    add_extras(c);
    c->model.always = c->model.cols;
    for (int32_t r = 0; r < c->columns; r++) add_route(c, r);
    count_extras(c);
    c->model.partition_rows = c->orders;
    c->model.row_low = c->row_low;
    c->model.row_high = c->row_high;
    c->model.col_low = c->col_low;
    c->model.col_high = c->col_high;
    c->model.start = c->start;
    c->model.row = c->row;
    c->model.value = c->value;
    return true;
}

/* ---- Stages --------------------------------------------------------------------------------- */

/* Minimises what the row counts and keeps the row at what is reached. */
static khs_status reach(chooser *c, int32_t row, const khs_sift_limits *limits, bool *proven)
{
    const khs_sift *m = &c->model;
    khs_status status = KHS_OK;
    int64_t reached = 0;
    for (int32_t j = 0; j < m->cols; j++) {
        c->cost[j] = 0;
        for (int64_t e = c->start[j]; e < c->start[j + 1]; e++)
            if (c->row[e] == row) c->cost[j] = 1;
        reached += c->cost[j] * c->x[j];
    }
    bool best = reached == 0;
    if (!best && !limits->relaxation)
        status = khs_sift_solve(m, c->cost, limits, c->x, &best, NULL);
    reached = 0;
    for (int32_t j = 0; j < m->cols; j++) reached += c->cost[j] * c->x[j];
    c->row_high[row] = (double)reached;
    *proven = *proven && best;
    return status;
}

static khs_status spend_least(chooser *c, const khs_sift_limits *limits, bool *proven)
{
    int32_t j = 0;
    bool best = false;
    for (int32_t o = 0; o < c->p->orders; o++)
        if (c->in[o]) c->cost[j++] = c->p->order[o].price_out > 0 ? c->p->order[o].price_out : 0;
    for (int32_t k = 0; k < c->extras; k++) c->cost[j++] = c->extra_price[k];
    for (int32_t r = 0; r < c->columns; r++) c->cost[j++] = c->column[r].cost;
    const khs_status status = khs_sift_solve(&c->model, c->cost, limits, c->x, &best, c->relaxed);
    *proven = *proven && best;
    return status;
}

static khs_status run_stages(chooser *c, const khs_choice_limits *limits, bool *proven)
{
    const khs_sift_limits sift = {limits->columns, limits->nodes, limits->deadline,
                                  limits->relaxation};
    khs_status status = KHS_OK;
    *proven = true;
    for (int32_t t = 0; t < KHS_TIERS && status == KHS_OK; t++)
        status = reach(c, c->tier_row + t, &sift, proven);
    if (c->p->vehicles_first && status == KHS_OK) status = reach(c, c->routes_row, &sift, proven);
    return status == KHS_OK ? spend_least(c, &sift, proven) : status;
}

/* ---- The answer ----------------------------------------------------------------------------- */

static void free_routes(khs_route *routes, int32_t count)
{
    for (int32_t r = 0; r < count; r++) free(routes[r].visits);
    free(routes);
}

void khs_guide_free(khs_guide *guide)
{
    free_routes(guide->routes, guide->count);
    free(guide->share);
    *guide = (khs_guide){0};
}

void khs_choice_free(khs_choice *choice)
{
    free_routes(choice->routes, choice->route_count);
    free(choice->absent);
    khs_guide_free(&choice->guide);
    *choice = (khs_choice){0};
}

static bool copy_route(const khs_column *from, khs_route *to)
{
    const size_t bytes = (size_t)from->count * sizeof *from->visits;
    int32_t *visits = malloc(bytes);
    if (!visits) return false;
    memcpy(visits, from->visits, bytes);
    *to = (khs_route){from->resource, from->count, visits, from->cost};
    return true;
}

static bool give_route(khs_choice *out, const khs_column *from)
{
    if (!copy_route(from, &out->routes[out->route_count])) return false;
    out->route_count++;
    return true;
}

static bool give_routes(const chooser *c, const khs_route *routes, int32_t route_count,
                        khs_choice *out)
{
    int32_t count = route_count; /* of those that stay, and all that are chosen */
    for (int32_t r = 0; r < c->columns; r++) count += c->x[c->model.always + r] != 0;
    out->routes = malloc(((size_t)count + 1) * sizeof *out->routes);
    if (!out->routes) return false;
    for (int32_t r = 0; r < route_count; r++) {
        const khs_column route = {routes[r].resource, routes[r].count, routes[r].visits,
                                  routes[r].cost};
        if (c->stays[r] && !give_route(out, &route)) return false;
    }
    for (int32_t r = 0; r < c->columns; r++)
        if (c->x[c->model.always + r] && !give_route(out, &c->column[r])) return false;
    return true;
}

static bool give_guide(const chooser *c, khs_guide *out)
{
    const double *share = c->relaxed + c->model.always;
    size_t count = 1;
    for (int32_t r = 0; r < c->columns; r++) count += share[r] >= LEAST_SHARE;
    out->routes = malloc(count * sizeof *out->routes);
    out->share = malloc(count * sizeof *out->share);
    if (!out->routes || !out->share) return false;
    for (int32_t r = 0; r < c->columns; r++) {
        if (share[r] < LEAST_SHARE) continue;
        if (!copy_route(&c->column[r], &out->routes[out->count])) return false;
        out->share[out->count++] = share[r] < 1.0 ? share[r] : 1.0;
    }
    return true;
}

static int compare_int32(const void *a, const void *b)
{
    const int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static bool give_absent(const chooser *c, const int32_t *absent, int32_t absent_count,
                        khs_choice *out)
{
    out->absent = malloc(((size_t)c->p->orders + 1) * sizeof *out->absent);
    if (!out->absent) return false;
    for (int32_t i = 0; i < absent_count; i++)
        if (!c->in[absent[i]]) out->absent[out->absent_count++] = absent[i];
    for (int32_t o = 0; o < c->p->orders; o++)
        if (c->in[o] && c->x[c->order_row[o]]) out->absent[out->absent_count++] = o;
    qsort(out->absent, (size_t)out->absent_count, sizeof *out->absent, compare_int32);
    return true;
}

static khs_status give(const chooser *c, const khs_route *routes, int32_t route_count,
                       const int32_t *absent, int32_t absent_count, khs_choice *out)
{
    khs_value before;
    if (!give_routes(c, routes, route_count, out)) return KHS_NOMEM;
    if (!give_absent(c, absent, absent_count, out)) return KHS_NOMEM;
    if (!give_guide(c, &out->guide)) return KHS_NOMEM;
    khs_status status = khs_value_of(c->p, routes, route_count, absent, absent_count, &before);
    if (status == KHS_OK)
        status = khs_value_of(c->p, out->routes, out->route_count, out->absent, out->absent_count,
                              &out->value);
    if (status == KHS_OK) out->better = khs_value_compare(&out->value, &before) < 0;
    return status;
}

khs_status khs_choose(const khs_problem *problem, const khs_pool *pool, const khs_route *routes,
                      int32_t route_count, const int32_t *absent, int32_t absent_count,
                      const uint8_t *subset, const khs_choice_limits *limits, khs_choice *out)
{
    chooser c = {.p = problem};
    khs_choice choice = {0};
    khs_status status = KHS_NOMEM;
    if (allocate_sets(&c, route_count, route_count + khs_pool_count(pool))) {
        find_free(&c, routes, route_count, absent, absent_count, subset);
        find_columns(&c, pool, routes, route_count);
        if (build(&c, absent, absent_count)) status = run_stages(&c, limits, &choice.proven);
        if (status == KHS_OK) status = give(&c, routes, route_count, absent, absent_count, &choice);
    }
    release(&c);
    if (status == KHS_OK) {
        *out = choice;
    } else {
        khs_choice_free(&choice);
    }
    return status;
}
