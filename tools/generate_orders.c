/* The orders: so many per account by its share of the day, each with place, quantity, windows, day,
 * and the class of vehicle for which the fleet is sized. */
#include <stdlib.h>

#include "generate.h"

/* Shares `total` among the accounts in use by largest remainder. */
static void share_out(const gen_settings *set, int total, int count[GEN_ACCOUNTS])
{
    int shares = 0, given = 0, rest[GEN_ACCOUNTS];
    for (int p = 0; p < GEN_ACCOUNTS; p++) shares += set->account[p] ? gen_profiles[p].share : 0;
    for (int p = 0; p < GEN_ACCOUNTS; p++) {
        const int64_t part = set->account[p] ? (int64_t)total * gen_profiles[p].share : 0;
        count[p] = (int)(part / shares);
        rest[p] = set->account[p] ? (int)(part % shares) : -1;
        given += count[p];
    }
    for (; given < total; given++) {
        int best = 0;
        for (int p = 1; p < GEN_ACCOUNTS; p++) best = rest[p] > rest[best] ? p : best;
        count[best]++;
        rest[best] = -1;
    }
}

static const gen_receiving *receiving_of(const gen_state *state, const gen_order *order)
{
    return &gen_profiles[order->profile].receiving[state->places[order->place].receiving];
}

/* Narrows or widens a window as `--windows` asks, on the quarter of an hour. */
static void set_width(gen_state *state, int window[2])
{
    const int width = window[1] - window[0];
    if (state->set->width == GEN_WIDE) {
        window[0] -= 45;
        window[1] += 75;
    } else if (state->set->width == GEN_TIGHT && width > 30) {
        const int narrow = width / 2 < 30 ? 30 : width / 2 / 15 * 15;
        window[0] += 15 * gen_random(state, (width - narrow) / 15 + 1);
        window[1] = window[0] + narrow;
    }
}

static void draw_windows(gen_state *state, gen_order *order)
{
    const gen_receiving *r = receiving_of(state, order);
    int *first = order->window[0], *second = order->window[1];
    first[0] = r->from;
    first[1] = r->to;
    if (r->width > 0) {
        const int slots = (r->to - r->from - r->width) / 15 + 1;
        const bool spread = gen_profiles[order->profile].plants; /* runs follow one another */
        first[0] += 15 * (spread ? order->number * 17 % slots : gen_random(state, slots));
        first[1] = first[0] + r->width;
    }
    set_width(state, first);
    order->windows = 1;
    if (r->second == 0) return;
    second[0] = r->second_from;
    second[1] = r->second;
    set_width(state, second);
    if (second[0] <= first[1]) {
        first[1] = second[1];
    } else {
        order->windows = 2;
    }
}

/* The class for which the fleet is sized: the small one if several such orders fit on it. */
static gen_role role_of(const gen_state *state, const gen_order *order)
{
    const gen_profile *profile = &gen_profiles[order->profile];
    const gen_vehicle *small = &state->set->country->vehicles[profile->small];
    if (state->places[order->place].city) return profile->city_role;
    const bool fits = order->pallets * 5 <= small->pallets * 2 && order->kg * 2 <= small->kg;
    return fits ? profile->small : profile->large;
}

static int at_most(int value, int limit) { return value < limit ? value : limit; }

static void draw_quantity(gen_state *state, gen_order *order)
{
    const gen_profile *profile = &gen_profiles[order->profile];
    const gen_vehicle *vehicles = state->set->country->vehicles;
    const bool hub = receiving_of(state, order)->hub;
    const int *range = hub ? profile->hub_pallets : profile->pallets;
    const gen_role widest = state->places[order->place].city ? profile->city_role : profile->large;
    const gen_vehicle *vehicle = &vehicles[widest];
    order->pallets = gen_between(state, range[0], range[1]);
    if (range[1] > 60) order->pallets = (order->pallets + 5) / 10 * 10; /* whole pallets */
    order->pallets = at_most(order->pallets, vehicle->pallets);
    const int kg = gen_between(state, profile->kg[0], profile->kg[1]);
    order->kg = at_most(order->pallets * kg / 10, vehicle->kg * 96 / 100);
    order->volume = at_most(order->pallets * profile->volume / 10, vehicle->volume);
    order->role = role_of(state, order);
}

static void draw_terms(gen_state *state, gen_order *order)
{
    const gen_profile *profile = &gen_profiles[order->profile];
    const bool early = order->window[0][0] < 8 * 60;
    const int draw = gen_random(state, state->workdays);
    order->day = state->workday[profile->plants ? order->number % state->workdays : draw];
    if (profile->flexible && gen_chance(state, 600)) order->day = -1;
    order->ready = -1;
    if (!early && order->kind == GEN_DELIVERY && gen_chance(state, profile->ready)) {
        order->ready = order->window[0][0] - 15 * gen_between(state, 12, 16);
    }
    order->chemicals = gen_chance(state, 200);
    order->unserved = -1;
    if (gen_chance(state, profile->optional)) {
        order->unserved = (order->pallets + 10) * (profile->unserved / 10) / 100 *
                          state->set->country->price_scale;
    }
}

/* Where an order goes: a new place, or one of the few plants of its account. Places that carriers
 * deliver to may order several times; what is sent to them together is cheaper. */
static bool draw_place(gen_state *state, gen_order *order, int first, int plants)
{
    const bool plant = gen_profiles[order->profile].plants;
    if (plant && order->number > plants) {
        order->place = state->orders[first + (order->number - 1) % plants].place;
        return true;
    }
    if (state->set->carriers > 0 && state->order_count > first &&
        gen_chance(state, gen_profiles[order->profile].again)) {
        order->place = state->orders[first + gen_random(state, state->order_count - first)].place;
        return true;
    }
    order->place = gen_make_place(state, order->profile);
    return order->place >= 0;
}

/* Three in four orders of a plant come straight from a supplier; two suppliers take turns. */
static bool draw_source(gen_state *state, gen_order *order, int first, int plants)
{
    order->depot = gen_profiles[order->profile].any_depot ? -1 : state->places[order->place].depot;
    order->supplier = -1;
    order->kind = GEN_DELIVERY;
    if (!gen_profiles[order->profile].plants || gen_chance(state, 250)) return true;
    order->kind = GEN_SHIPMENT;
    if (order->number > 3 * plants) {
        order->supplier = state->orders[first + (order->number - 1) % (3 * plants)].supplier;
    }
    if (order->supplier < 0) order->supplier = gen_make_supplier(state, order->place);
    return order->supplier >= 0;
}

/* A second order for the same stop as the one before. */
static bool is_twin(gen_state *state, const gen_order *order, int first)
{
    const int before = state->order_count - 1;
    return before > first && state->orders[before].twin < 0 &&
           gen_chance(state, gen_profiles[order->profile].twin);
}

static bool make_order(gen_state *state, int profile, int number, int first, int plants)
{
    gen_order *order = &state->orders[state->order_count];
    *order = (gen_order){.profile = profile, .number = number, .twin = -1};
    if (is_twin(state, order, first)) {
        *order = order[-1];
        order->number = number;
        order->twin = state->order_count - 1;
        draw_quantity(state, order);
        order->role = order[-1].role;
        order->pallets = at_most(order->pallets, 20);
        order->kg = at_most(order->kg, 400);
        order->volume = at_most(order->volume, 300);
    } else {
        if (!draw_place(state, order, first, plants)) return false;
        if (!draw_source(state, order, first, plants)) return false;
        draw_windows(state, order);
        draw_quantity(state, order);
        draw_terms(state, order);
    }
    state->order_count++;
    return true;
}

static bool make_outbound(gen_state *state, int profile, int count)
{
    const int first = state->order_count;
    const int plants = count < 60 ? at_most(count, 2) : count / 30;
    for (int n = 1; n <= count; n++) {
        if (!make_order(state, profile, n, first, plants)) return false;
    }
    return true;
}

/* Empties, roll cages or returned goods from where something is delivered on the same day. */
static void make_return(gen_state *state, const gen_order *outbound, int number)
{
    const gen_profile *profile = &gen_profiles[outbound->profile];
    gen_order *order = &state->orders[state->order_count++];
    *order = *outbound;
    order->kind = GEN_RETURN;
    order->number = number;
    order->depot = state->places[outbound->place].depot;
    order->pallets = (outbound->pallets * profile->back / 1000 + 9) / 10 * 10;
    order->kg = order->pallets * gen_between(state, 35, 90) / 10;
    order->volume = order->pallets * profile->volume / 15;
    order->ready = order->unserved = order->twin = -1;
    if (gen_chance(state, 500)) order->windows = 0;
}

/* `count` returns of an account, of orders from `first` on, none twice. */
static void make_returns(gen_state *state, int first, int count)
{
    const int outbound = state->order_count - first;
    for (int k = 0; k < count; k++) {
        const int from = (int)((int64_t)k * outbound / count);
        const int to = (int)((int64_t)(k + 1) * outbound / count);
        make_return(state, &state->orders[first + gen_between(state, from, to - 1)], k + 1);
    }
}

/* How many of an account's orders bring something back. */
static int returns_of(const gen_settings *set, int profile, int orders)
{
    const int back = gen_profiles[profile].back;
    const int share = back >= 500 ? 2 * set->returns : back > 0 ? set->returns / 2 : 0;
    return (int)((int64_t)orders * at_most(share, 50) / 100);
}

bool gen_make_orders(gen_state *state)
{
    int count[GEN_ACCOUNTS];
    share_out(state->set, state->set->orders, count);
    state->orders = calloc((size_t)state->set->orders, sizeof *state->orders);
    if (state->orders == NULL) return false;
    for (int p = 0; p < GEN_ACCOUNTS; p++) {
        const int first = state->order_count;
        const int back = returns_of(state->set, p, count[p]);
        if (!make_outbound(state, p, count[p] - back)) return false;
        make_returns(state, first, back);
    }
    return true;
}
