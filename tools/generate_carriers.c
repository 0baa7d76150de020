/* What carriers may take, and how long orders may wait: of an account's orders those that a carrier
 * of its kind would really accept, with windows as wide as its tour needs. */
#include "generate.h"

/* In the sequence in which `--carriers` adds them. German prices after published tables of pallet
 * and groupage networks: per 100 kg by zone, cheaper the heavier; a truck by the kilometre. */
/* clang-format off */
const gen_carrier gen_carriers[GEN_CARRIERS] = {
    [GEN_GROUPAGE] = {.id = {"groupage", "fracionado"}, .mode = "ltl", .per_m3 = {333, 300}, .round_up = 100,
        .rate = {950, 1200, 1500, 1900}, .least = {3800, 4400, 5200, 6000}, .fuel = 8, .toll = 35,
        .extra = {"security", "[\"two-lock\"]", 600}, .from = 9 * 60, .to = 17 * 60, .transit = 1, .most_kg = 3000},
    [GEN_HIRED] = {.id = {"hired-truck", "carreta-spot"}, .mode = "ftl", .vehicle = GEN_LONG, .stops = 3,
        .fixed = 12000, .per_km = 135, .least_truck = 39000, .extra_stop = 4500, .fuel = 6,
        .from = 8 * 60, .to = 15 * 60, .most_kg = 30000},
    [GEN_PARCEL] = {.id = {"parcel", "encomenda"}, .mode = "parcel", .per_m3 = {200, 200}, .fuel = 6,
        .offers = "[\"two-lock\"]", .refuses_goods = "[\"chemicals\"]",
        .from = 9 * 60, .to = 17 * 60, .transit = 1, .most_kg = 31},
    [GEN_GDP] = {.id = {"gdp-express", "gdp-expresso"}, .mode = "ltl", .per_m3 = {333, 300}, .round_up = 10,
        .rate = {1450, 1850, 2300, 2900}, .least = {4200, 5200, 6400, 7800}, .fuel = 8, .toll = 35,
        .extra = {"before-10", NULL, 1500}, .offers = "[\"gdp\"]", .from = 8 * 60, .to = 10 * 60, .most_kg = 3000},
};
/* clang-format on */

enum { PARCELS = 300 }; /* per mille of the orders that may go as parcels */

static bool is_bound(const gen_state *state, int i)
{
    return state->orders[i].twin >= 0 ||
           (i + 1 < state->order_count && state->orders[i + 1].twin == i);
}

/* Cartons instead of pallets. */
static void make_parcel(gen_state *state, gen_order *order)
{
    order->kg = gen_between(state, 3, 31);
    order->volume = gen_between(state, 2, 11);
    order->pallets = 1;
    order->role = gen_profiles[order->profile].small;
    order->chemicals = false;
}

/* A carrier comes at some time of its interval, which then has to lie in a window. */
static void widen(gen_order *order, const gen_carrier *carrier)
{
    int *window = order->window[0];
    window[1] = order->window[order->windows - 1][1];
    order->windows = 1;
    if (window[0] > carrier->from) window[0] = carrier->from;
    if (window[1] < carrier->to) window[1] = carrier->to;
}

/* Whether a carrier takes an order of an account that may use it: hubs have booked slots, and a
 * hired truck is too long for the city. */
static bool takes(const gen_state *state, const gen_order *order, gen_carrier_kind kind)
{
    const gen_profile *profile = &gen_profiles[order->profile];
    const gen_place *place = &state->places[order->place];
    const gen_receiving *receiving = &profile->receiving[place->receiving];
    if (!profile->carrier[kind] || (int)kind >= state->set->carriers) return false;
    if (order->kg > gen_carriers[kind].most_kg) return false;
    if (receiving->hub && receiving->width > 0) return false;
    return kind != GEN_HIRED || !place->city;
}

static void choose_carriers(gen_state *state, gen_order *order)
{
    if (takes(state, order, GEN_GROUPAGE) && state->set->carriers > GEN_PARCEL &&
        gen_chance(state, PARCELS)) {
        make_parcel(state, order);
    }
    for (int k = 0; k < GEN_CARRIERS; k++) {
        if (!takes(state, order, (gen_carrier_kind)k)) continue;
        order->carriers |= 1U << k;
        widen(order, &gen_carriers[k]);
    }
}

/* From its day on an order may wait: it is asked for, then, not dated. */
static void choose_days(gen_state *state, gen_order *order)
{
    const gen_profile *profile = &gen_profiles[order->profile];
    if (state->set->days == 1 || profile->wait == 0) return;
    const int first = gen_random(state, state->workdays);
    const int last = first + gen_random(state, profile->wait + 1);
    order->day = -1;
    order->ship_first = first;
    order->ship_count = (last < state->workdays ? last : state->workdays - 1) - first + 1;
}

void gen_make_carriers(gen_state *state)
{
    if (state->set->carriers == 0) return;
    for (int i = 0; i < state->order_count; i++) {
        gen_order *order = &state->orders[i];
        if (order->twin >= 0) {
            order->day = order[-1].day;
            order->ship_first = order[-1].ship_first;
            order->ship_count = order[-1].ship_count;
            continue;
        }
        choose_days(state, order);
        if (order->kind == GEN_DELIVERY && !is_bound(state, i)) choose_carriers(state, order);
    }
}
