/* What all islands share: neighbours, solo prices, penalties and scales, computed once in parallel.
 */
#include "near.h"
#include "pairs.h"
#include "plain.h"

#include <stdlib.h>
#include <string.h>

enum { NEAR_MOST = 200, SCALE_SAMPLES = 1000 };

static bool find_near(const khs_problem *p, int32_t threads, khs_scene *scene)
{
    const int32_t n = p->visits, near_count = khs_max(1, khs_min(n - 1, NEAR_MOST));
    scene->near_count = near_count;
    scene->near = calloc((size_t)(n + 1) * (size_t)near_count, sizeof(int32_t));
    return scene->near &&
           khs_near_fill(p, &p->matrix[p->resource[0].matrix], threads, near_count, scene->near);
}

static void price_solo(const khs_problem *p, int32_t threads, int64_t *solo)
{
#pragma omp parallel for schedule(dynamic, 16) num_threads(threads) default(none) shared(p, solo)
    for (int32_t o = 0; o < p->orders; o++) {
        const int32_t visits[2] = {p->order[o].visit, p->order[o].partner};
        for (int32_t k = 0; k < p->resources; k++) {
            const khs_route_value value = khs_route_evaluate_open(p, k, visits, visits[1] ? 2 : 1);
            solo[(int64_t)o * p->resources + k] = value.flaw == KHS_FINE ? value.cost : -1;
        }
    }
}

static int64_t leg_price(const khs_problem *p, const khs_resource *r, int32_t a, int32_t b)
{
    const khs_matrix *m = &p->matrix[r->matrix];
    const int32_t steps = khs_steps(p, m, a, b), ticks = khs_ticks(p, m, a, b);
    if (steps >= KHS_NO_ROAD) return 0;
    return khs_money(r->per_km, steps, p->steps_per_km) +
           khs_money(r->per_h, ticks, p->ticks_per_h);
}

/* The cheapest route of an order alone; -1: none. */
static int64_t least_solo(const khs_problem *p, const khs_scene *scene, int32_t order)
{
    int64_t least = -1;
    for (int32_t k = 0; k < p->resources; k++) {
        const int64_t cost = scene->solo[(int64_t)order * p->resources + k];
        if (cost >= 0 && (least < 0 || cost < least)) least = cost;
    }
    return least;
}

/* Where carriers alone take the orders: a share of what one of them costs. */
static int64_t scale_of_charges(const khs_problem *p, const khs_scene *scene)
{
    int64_t sum = 0;
    for (int32_t o = 0; o < p->orders; o++) {
        const int64_t least = least_solo(p, scene, o);
        if (least > 0) sum += least / 8;
    }
    return p->orders ? sum / p->orders : 0;
}

static int32_t own_resources(const khs_problem *p)
{
    int32_t own = 0;
    while (own < p->resources && !p->resource[own].tariff) own++;
    return own;
}

static void set_scale(const khs_problem *p, khs_scene *scene)
{
    khs_rng rng = khs_rng_make(1, 1);
    const int32_t own = own_resources(p);
    int64_t sum = own ? 0 : scale_of_charges(p, scene) * SCALE_SAMPLES;
    for (int32_t i = 0; own && i < SCALE_SAMPLES; i++) {
        const khs_resource *r = &p->resource[khs_rng_below(&rng, own)];
        sum += leg_price(p, r, p->place[khs_rng_between(&rng, 1, p->visits)],
                         p->place[khs_rng_between(&rng, 1, p->visits)]);
    }
    scene->arc_scale = sum / SCALE_SAMPLES > 0 ? sum / SCALE_SAMPLES : 1;
}

/* What a missing order of each tier costs: more than serving everything, and more than all missing
 * orders of the tiers below, as far as 64 bits go; then eight times the tier below. */
static void set_tier_prices(const khs_problem *p, const khs_scene *scene, int64_t *price)
{
    int64_t count[KHS_TIERS] = {0}, sum = 0, worst = 1000000;
    for (int32_t o = 0; o < p->orders; o++) {
        const int64_t least = least_solo(p, scene, o);
        count[p->order[o].tier - 1] += p->order[o].price_out < 0;
        if (least > worst) worst = least;
        if (least > 0 && sum < INT64_MAX / 8) sum += least;
    }
    const double room = 0x1p60;
    const double modest = room / (4096.0 * (p->orders + 1));
    const int64_t wanted = 2 * sum + worst;
    const int64_t base = (double)wanted < modest ? wanted : (int64_t)modest;
    double below = 0;
    for (int32_t t = KHS_TIERS - 1; t >= 0; t--) {
        price[t] = t == KHS_TIERS - 1 ? base : 8 * price[t + 1];
        const double strict = below + (double)base;
        if (strict > (double)price[t] && strict * (double)(count[t] + 1) < room / 16.0)
            price[t] = (int64_t)strict;
        below += (double)price[t] * (double)count[t];
        if ((double)price[t] > room / 64.0 / (p->orders + 1))
            price[t] = (int64_t)(room / 64.0 / (p->orders + 1));
    }
}

static void set_absent_prices(const khs_problem *p, khs_scene *scene)
{
    int64_t tier_price[KHS_TIERS];
    set_tier_prices(p, scene, tier_price);
    for (int32_t o = 0; o < p->orders; o++) {
        const khs_order *order = &p->order[o];
        scene->optional |= order->price_out >= 0;
        scene->absent_price[o] =
            order->price_out >= 0 ? order->price_out : tier_price[order->tier - 1];
    }
}

static void set_sizes(const khs_problem *p, khs_scene *scene)
{
    for (int32_t o = 0; o < p->orders; o++) {
        const int32_t *quantity = khs_quantity(p, p->order[o].visit);
        int64_t share = 0;
        for (int32_t m = 0; m < p->measures; m++) {
            const int64_t capacity = p->resource[0].capacity[m];
            const int64_t part = (int64_t)quantity[m] * 1000000 / (capacity > 0 ? capacity : 1);
            if (part > share) share = part;
        }
        scene->size[o] = (int32_t)(share < INT32_MAX ? share : INT32_MAX);
        scene->far[o] = khs_steps(p, &p->matrix[p->resource[0].matrix], p->resource[0].start,
                                  p->place[p->order[o].visit]);
    }
}

static void set_step_prices(const khs_problem *p, khs_scene *scene)
{
    for (int32_t k = 0; k < p->resources; k++) {
        const khs_resource *r = &p->resource[k];
        const bool plain = !r->per_h && !r->overtime_per_h && !r->toll_per_km && !p->has_tolls;
        scene->step_price[k] = !r->tariff && plain && r->per_km % p->steps_per_km == 0
                                   ? r->per_km / p->steps_per_km
                                   : -1;
    }
}

static bool same_windows(const int32_t *open, const int32_t *close, int32_t count,
                         const int32_t *other_open, const int32_t *other_close, int32_t other_count)
{
    if (count != other_count) return false;
    for (int32_t w = 0; w < count; w++)
        if (open[w] != other_open[w] || close[w] != other_close[w]) return false;
    return true;
}

/* Whether a tour keeps its course when it changes from one resource to the other. */
static bool are_alike(const khs_resource *a, const khs_resource *b)
{
    return !a->tariff && !b->tariff && a->day == b->day && a->matrix == b->matrix &&
           a->start == b->start && a->end == b->end && a->open == b->open && a->close == b->close &&
           a->load_fixed == b->load_fixed && a->unload_fixed == b->unload_fixed &&
           a->max_duty == b->max_duty && a->max_steps == b->max_steps &&
           a->max_stops == b->max_stops &&
           a->pickups_after_deliveries == b->pickups_after_deliveries &&
           a->needs_delivery == b->needs_delivery &&
           same_windows(a->load_open, a->load_close, a->load_windows, b->load_open, b->load_close,
                        b->load_windows) &&
           same_windows(a->unload_open, a->unload_close, a->unload_windows, b->unload_open,
                        b->unload_close, b->unload_windows);
}

static bool find_alike(const khs_problem *p, khs_scene *scene)
{
    int32_t count = 0;
    scene->alike_at = calloc((size_t)p->resources + 1, sizeof(int32_t));
    scene->alike_of = calloc((size_t)p->resources * (size_t)p->resources + 1, sizeof(int32_t));
    if (!scene->alike_at || !scene->alike_of) return false;
    for (int32_t a = 0; a < p->resources; a++) {
        for (int32_t b = 0; b < p->resources; b++) {
            const bool alike = a != b && are_alike(&p->resource[a], &p->resource[b]);
            if (alike) scene->alike_of[count++] = b;
            if (alike || a == b)
                scene->largest[a] = khs_max(scene->largest[a], p->resource[b].capacity[0]);
        }
        scene->alike_at[a + 1] = count;
    }
    scene->any_alike = count > 0;
    return true;
}

static bool list_rides(const khs_problem *p, khs_scene *scene)
{
    int32_t count = 0;
    scene->may_ride_at = calloc((size_t)p->orders + 1, sizeof(int32_t));
    scene->may_ride = calloc((size_t)p->orders * (size_t)p->resources + 1, sizeof(int32_t));
    if (!scene->may_ride_at || !scene->may_ride) return false;
    for (int32_t o = 0; o < p->orders; o++) {
        for (int32_t k = 0; k < p->resources; k++)
            if (khs_allowed(p, p->order[o].visit, k)) scene->may_ride[count++] = k;
        scene->may_ride_at[o + 1] = count;
    }
    return true;
}

bool khs_scene_build(const khs_problem *p, int32_t threads, khs_scene *scene)
{
    const size_t orders = (size_t)p->orders + 1, k = (size_t)p->resources + 1;
    *scene = (khs_scene){.p = p};
    scene->solo = malloc(sizeof(int64_t) * orders * k);
    scene->absent_price = calloc(orders, sizeof(int64_t));
    scene->step_price = calloc(k, sizeof(int64_t));
    scene->size = calloc(orders, sizeof(int32_t));
    scene->far = calloc(orders, sizeof(int32_t));
    scene->largest = calloc(k, sizeof(int32_t));
    if (!scene->solo || !scene->absent_price || !scene->step_price || !scene->size || !scene->far ||
        !scene->largest)
        return false;
    for (int32_t b = 0; b < p->bonds; b++) {
        scene->same_stops |= p->bond[b].mode == KHS_SAME_STOP;
        scene->all_or_none |= p->bond[b].mode == KHS_ALL_OR_NONE;
    }
    scene->second_try = p->bonds > 0;
    for (int32_t r = 0; r < p->resources; r++)
        scene->second_try |= p->resource[r].needs_delivery && p->has_pickups;
    if (!p->resources || !p->visits) return true;
    if (!find_alike(p, scene)) return false;
    scene->plain = khs_plain_applies(p, &scene->windows);
    scene->pairs = khs_pairs_applies(p);
    price_solo(p, threads, scene->solo);
    if (!list_rides(p, scene)) return false;
    set_scale(p, scene);
    set_absent_prices(p, scene);
    set_sizes(p, scene);
    set_step_prices(p, scene);
    return find_near(p, threads, scene);
}

void khs_scene_free(khs_scene *scene)
{
    free(scene->near);
    free(scene->solo);
    free(scene->absent_price);
    free(scene->step_price);
    free(scene->size);
    free(scene->far);
    free(scene->may_ride_at);
    free(scene->may_ride);
    free(scene->alike_at);
    free(scene->alike_of);
    free(scene->largest);
    memset(scene, 0, sizeof *scene);
}
