/* Gathering a part of a problem (see extract.h). */
#include "extract.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "pairs.h"
#include "plain.h"

enum { NEAR_MOST = 120 };

typedef struct khs_block {
    struct khs_block *next;
    max_align_t data[];
} khs_block;

/* Zeroed memory that lives as long as the extract. */
static void *take(khs_extract *e, int64_t count, size_t size)
{
    khs_block *block = calloc(1, sizeof *block + ((size_t)count + 1) * size);
    if (!block) {
        e->failed = true;
        return NULL;
    }
    block->next = e->blocks;
    e->blocks = block;
    return block->data;
}

#define TAKE(e, count, type) ((type *)take(e, count, sizeof(type)))

static int32_t *blanks(int64_t count)
{
    int32_t *numbers = malloc(sizeof *numbers * ((size_t)count + 1));
    for (int64_t i = 0; numbers && i <= count; i++) numbers[i] = -1;
    return numbers;
}

bool khs_numbers_init(const khs_problem *p, khs_numbers *numbers)
{
    *numbers = (khs_numbers){blanks(p->orders), blanks(p->places), blanks(p->visits)};
    return numbers->order && numbers->place && numbers->visit;
}

void khs_numbers_free(khs_numbers *numbers)
{
    free(numbers->order);
    free(numbers->place);
    free(numbers->visit);
    *numbers = (khs_numbers){NULL, NULL, NULL};
}

/* ---- numbers ---- */

static void add_place(khs_extract *e, khs_numbers *numbers, int32_t place)
{
    if (numbers->place[place] >= 0) return;
    numbers->place[place] = e->p.places;
    e->place[e->p.places++] = place;
}

static void add_visit(khs_extract *e, const khs_problem *p, khs_numbers *numbers, int32_t visit)
{
    numbers->visit[visit] = ++e->p.visits;
    e->visit[e->p.visits] = visit;
    add_place(e, numbers, p->place[visit]);
}

static bool number_all(khs_extract *e, const khs_problem *p, const int32_t *orders, int32_t count,
                       khs_numbers *numbers)
{
    e->p.visits = e->p.places = 0;
    e->p.orders = count;
    e->order = TAKE(e, count, int32_t);
    e->visit = TAKE(e, 2 * (int64_t)count + 1, int32_t);
    e->place = TAKE(e, 2 * ((int64_t)count + p->resources), int32_t);
    if (e->failed) return false;
    for (int32_t k = 0; k < p->resources; k++) {
        add_place(e, numbers, p->resource[k].start);
        add_place(e, numbers, p->resource[k].end);
    }
    for (int32_t o = 0; o < count; o++) {
        const khs_order *order = &p->order[orders[o]];
        e->order[o] = orders[o];
        numbers->order[orders[o]] = o;
        add_visit(e, p, numbers, order->visit);
        if (order->partner) add_visit(e, p, numbers, order->partner);
    }
    return true;
}

/* ---- arrays ---- */

static int32_t *gather(khs_extract *e, const int32_t *from, const int32_t *index, int32_t first,
                       int32_t last)
{
    int32_t *to = TAKE(e, last + 1, int32_t);
    for (int32_t i = first; to && i <= last; i++) to[i] = from[index[i]];
    return to;
}

static uint64_t *gather_masks(khs_extract *e, const uint64_t *from, int32_t words)
{
    uint64_t *to = TAKE(e, ((int64_t)e->p.visits + 1) * words, uint64_t);
    for (int32_t v = 1; to && v <= e->p.visits; v++)
        memcpy(to + (int64_t)v * words, from + (int64_t)e->visit[v] * words,
               sizeof *to * (size_t)words);
    return to;
}

/* [rows * (1+n)], with the columns of the visits. */
static int32_t *gather_rows(khs_extract *e, const int32_t *from, int32_t rows, int32_t visits)
{
    const int64_t n = e->p.visits;
    int32_t *to = TAKE(e, rows * (n + 1), int32_t);
    for (int32_t r = 0; to && r < rows; r++)
        for (int32_t v = 1; v <= n; v++)
            to[r * (n + 1) + v] = from[r * ((int64_t)visits + 1) + e->visit[v]];
    return to;
}

static void gather_windows(khs_extract *e, const khs_problem *p)
{
    const int32_t n = e->p.visits;
    int32_t windows = 0;
    for (int32_t v = 1; v <= n; v++)
        windows += p->window_at[e->visit[v] + 1] - p->window_at[e->visit[v]];
    int32_t *at = TAKE(e, n + 2, int32_t), *open = TAKE(e, windows, int32_t),
            *close = TAKE(e, windows, int32_t), count = 0;
    if (e->failed) return;
    for (int32_t v = 1; v <= n; v++) {
        at[v] = count;
        for (int32_t w = p->window_at[e->visit[v]]; w < p->window_at[e->visit[v] + 1]; w++) {
            open[count] = p->window_open[w];
            close[count++] = p->window_close[w];
        }
    }
    at[n + 1] = count;
    e->p.window_at = at;
    e->p.window_open = open;
    e->p.window_close = close;
}

static void gather_visits(khs_extract *e, const khs_problem *p, const khs_numbers *numbers)
{
    khs_problem *q = &e->p;
    const int32_t n = q->visits, measures = p->measures;
    uint8_t *kind = TAKE(e, n + 1, uint8_t);
    int32_t *order_of = TAKE(e, n + 1, int32_t), *partner = TAKE(e, n + 1, int32_t),
            *place = TAKE(e, n + 1, int32_t),
            *quantity = TAKE(e, ((int64_t)n + 1) * measures, int32_t);
    if (e->failed) return;
    for (int32_t v = 1; v <= n; v++) {
        const int32_t old = e->visit[v];
        kind[v] = p->kind[old];
        order_of[v] = numbers->order[p->order_of[old]];
        partner[v] = p->partner[old] ? numbers->visit[p->partner[old]] : 0;
        place[v] = numbers->place[p->place[old]];
        memcpy(quantity + (int64_t)v * measures, khs_quantity(p, old),
               sizeof *quantity * (size_t)measures);
    }
    q->kind = kind;
    q->order_of = order_of;
    q->partner = partner;
    q->place = place;
    q->quantity = quantity;
    q->service = gather(e, p->service, e->visit, 1, n);
    q->open = gather(e, p->open, e->visit, 1, n);
    q->close = gather(e, p->close, e->visit, 1, n);
    q->max_on_board = gather(e, p->max_on_board, e->visit, 1, n);
    q->allowed = gather_masks(e, p->allowed, p->resource_words);
    q->has_time = gather_masks(e, p->has_time, 1);
    q->hates_time = gather_masks(e, p->hates_time, 1);
    q->has_route = gather_masks(e, p->has_route, 1);
    q->hates_route = gather_masks(e, p->hates_route, 1);
    q->dock_ticks = gather_rows(e, p->dock_ticks, p->docks, p->visits);
    q->dock_open = gather_rows(e, p->dock_open, p->days, p->visits);
    q->dock_close = gather_rows(e, p->dock_close, p->days, p->visits);
    gather_windows(e, p);
}

static void gather_places(khs_extract *e, const khs_problem *p)
{
    khs_problem *q = &e->p;
    int64_t *extra = TAKE(e, q->places, int64_t);
    for (int32_t i = 0; extra && i < q->places; i++) extra[i] = p->extra_visit_price[e->place[i]];
    q->extra_visit_price = extra;
    q->dock_of = gather(e, p->dock_of, e->place, 0, q->places - 1);
    q->fixed_stop = gather(e, p->fixed_stop, e->place, 0, q->places - 1);
}

static void gather_resources(khs_extract *e, const khs_problem *p, const khs_numbers *numbers)
{
    e->resource = TAKE(e, p->resources, khs_resource);
    e->p.resource = e->resource;
    for (int32_t k = 0; e->resource && k < p->resources; k++) {
        e->resource[k] = p->resource[k];
        e->resource[k].start = numbers->place[p->resource[k].start];
        e->resource[k].end = numbers->place[p->resource[k].end];
    }
}

/* ---- matrices ---- */

/* Half of the legs computed, the other half mirrored. */
static void compute_legs(const khs_extract *e, const khs_matrix *m, int32_t *steps, int32_t *ticks)
{
    const int32_t n = e->p.places;
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = i; j < n; j++) {
            const khs_leg leg = m->leg(m->context, e->place[i], e->place[j]);
            steps[i * n + j] = steps[j * n + i] = leg.steps;
            ticks[i * n + j] = ticks[j * n + i] = leg.ticks;
        }
    }
}

static const int32_t *copy_cells(khs_extract *e, const int32_t *from, int32_t places)
{
    const int32_t n = e->p.places;
    int32_t *to = TAKE(e, (int64_t)n * n, int32_t);
    for (int32_t i = 0; to && i < n; i++)
        for (int32_t j = 0; j < n; j++)
            to[(int64_t)i * n + j] = from[(int64_t)e->place[i] * places + e->place[j]];
    return to;
}

static const int64_t *copy_tolls(khs_extract *e, const int64_t *from, int32_t places)
{
    const int32_t n = e->p.places;
    int64_t *to = TAKE(e, (int64_t)n * n, int64_t);
    for (int32_t i = 0; to && i < n; i++)
        for (int32_t j = 0; j < n; j++)
            to[(int64_t)i * n + j] = from[(int64_t)e->place[i] * places + e->place[j]];
    return to;
}

static void gather_matrix(khs_extract *e, const khs_problem *p, const khs_matrix *m, khs_matrix *to)
{
    *to = (khs_matrix){.whole = m->whole};
    if (!m->steps) {
        const int64_t cells = (int64_t)e->p.places * e->p.places;
        int32_t *steps = TAKE(e, cells, int32_t), *ticks = TAKE(e, cells, int32_t);
        if (!e->failed) compute_legs(e, m, steps, ticks);
        to->steps = to->steps_to = steps;
        to->ticks = to->ticks_to = ticks;
        return;
    }
    to->steps = copy_cells(e, m->steps, p->places);
    to->steps_to = m->steps_to == m->steps ? to->steps : copy_cells(e, m->steps_to, p->places);
    to->ticks = m->ticks == m->steps ? to->steps : copy_cells(e, m->ticks, p->places);
    to->ticks_to = m->ticks_to == m->ticks      ? to->ticks
                   : m->ticks_to == m->steps_to ? to->steps_to
                                                : copy_cells(e, m->ticks_to, p->places);
    if (!m->toll) return;
    to->toll = copy_tolls(e, m->toll, p->places);
    to->toll_to = m->toll_to == m->toll ? to->toll : copy_tolls(e, m->toll_to, p->places);
}

/* ---- orders and bonds ---- */

static bool holds_bond(const khs_bond *bond, const khs_numbers *numbers)
{
    for (int32_t i = 0; i < bond->count; i++)
        if (numbers->order[bond->orders[i]] < 0) return false;
    return true;
}

static void gather_orders(khs_extract *e, const khs_problem *p, const khs_numbers *numbers)
{
    const int32_t count = e->p.orders;
    khs_order *orders = TAKE(e, count, khs_order);
    khs_bond *bonds = TAKE(e, count, khs_bond);
    int32_t *members = TAKE(e, count, int32_t), used = 0;
    e->pinned = TAKE(e, count, bool);
    e->p.order = orders;
    e->p.bond = bonds;
    e->p.bonds = 0;
    if (e->failed) return;
    for (int32_t o = 0; o < count; o++) {
        const khs_order *old = &p->order[e->order[o]];
        orders[o] = *old;
        orders[o].visit = numbers->visit[old->visit];
        orders[o].partner = old->partner ? numbers->visit[old->partner] : 0;
        orders[o].bond = -1;
    }
    for (int32_t o = 0; o < count; o++) {
        const int32_t bond = p->order[e->order[o]].bond;
        if (bond < 0 || orders[o].bond >= 0) continue;
        const khs_bond *old = &p->bond[bond];
        if (!holds_bond(old, numbers)) {
            assert(old->mode == KHS_ALL_OR_NONE);
            e->pinned[o] = true; /* must be served, before all others */
            orders[o].price_out = -1;
            orders[o].tier = 1;
            continue;
        }
        bonds[e->p.bonds] = (khs_bond){old->mode, members + used, old->count};
        for (int32_t i = 0; i < old->count; i++) {
            members[used++] = numbers->order[old->orders[i]];
            orders[numbers->order[old->orders[i]]].bond = e->p.bonds;
        }
        e->p.bonds++;
    }
}

/* ---- scene ---- */

/* The whole's nearest as far as they are in the extract. */
static void gather_near(khs_extract *e, const khs_scene *whole, const khs_numbers *numbers)
{
    khs_scene *s = &e->scene;
    for (int32_t v = 1; v <= e->p.visits; v++) {
        const int32_t *from = whole->near + (int64_t)e->visit[v] * whole->near_count;
        int32_t *to = s->near + (int64_t)v * s->near_count, count = 0;
        for (int32_t k = 0; k < whole->near_count && from[k] && count < s->near_count; k++)
            if (numbers->visit[from[k]] > 0) to[count++] = numbers->visit[from[k]];
    }
}

/* Every array of the scene that is about single orders or visits. */
static void gather_scene(khs_extract *e, const khs_scene *whole, const khs_numbers *numbers)
{
    khs_scene *s = &e->scene;
    const int32_t orders = e->p.orders, resources = e->p.resources;
    *s = *whole;
    s->p = &e->p;
    s->size = gather(e, whole->size, e->order, 0, orders - 1);
    s->far = gather(e, whole->far, e->order, 0, orders - 1);
    s->solo = TAKE(e, (int64_t)orders * resources, int64_t);
    s->absent_price = TAKE(e, orders, int64_t);
    s->near_count = khs_max(1, khs_min(e->p.visits - 1, khs_min(whole->near_count, NEAR_MOST)));
    s->near = TAKE(e, ((int64_t)e->p.visits + 1) * s->near_count, int32_t);
    if (e->failed) return;
    int64_t dearest = 0;
    for (int32_t o = 0; o < orders; o++) {
        memcpy(s->solo + (int64_t)o * resources, whole->solo + (int64_t)e->order[o] * resources,
               sizeof *s->solo * (size_t)resources);
        s->absent_price[o] = whole->absent_price[e->order[o]];
        if (s->absent_price[o] > dearest) dearest = s->absent_price[o];
    }
    for (int32_t o = 0; o < orders; o++)
        if (e->pinned[o]) s->absent_price[o] = 2 * dearest;
    s->plain = khs_plain_applies(&e->p, &s->windows);
    s->pairs = khs_pairs_applies(&e->p);
    gather_near(e, whole, numbers);
}

bool khs_extract_make(const khs_scene *whole, const int32_t *orders, int32_t count,
                      khs_numbers *numbers, khs_extract *out)
{
    const khs_problem *p = whole->p;
    *out = (khs_extract){.p = *p};
    if (!number_all(out, p, orders, count, numbers)) return false;
    gather_visits(out, p, numbers);
    gather_places(out, p);
    gather_resources(out, p, numbers);
    gather_orders(out, p, numbers);
    khs_matrix *matrix = TAKE(out, p->matrices, khs_matrix);
    for (int32_t m = 0; matrix && m < p->matrices; m++)
        gather_matrix(out, p, &p->matrix[m], &matrix[m]);
    out->p.matrix = matrix;
    out->visited = TAKE(out, (int64_t)out->p.places * p->days, int32_t);
    if (!out->failed) gather_scene(out, whole, numbers);
    out->scene.visited = out->visited;
    return !out->failed;
}

void khs_extract_free(khs_extract *extract, khs_numbers *numbers)
{
    for (int32_t o = 0; extract->order && o < extract->p.orders; o++)
        numbers->order[extract->order[o]] = -1;
    for (int32_t v = 1; extract->visit && v <= extract->p.visits; v++)
        numbers->visit[extract->visit[v]] = -1;
    for (int32_t i = 0; extract->place && i < extract->p.places; i++)
        numbers->place[extract->place[i]] = -1;
    while (extract->blocks) {
        khs_block *block = extract->blocks;
        extract->blocks = block->next;
        free(block);
    }
}
