/* The fleet: per depot and class as many vehicles as the pallets, the kilograms and the hours of
 * the orders ask for, and a reserve. A rough estimate on purpose: planning is the engine's work. */
#include <string.h>

#include "generate.h"

typedef struct demand {
    int64_t pallets, kg, minutes;
} demand;

/* The share of a duty that an order takes: its service, the way to the next stop, and its part of
 * the way out and back, in minutes scaled to a duty of ten hours. */
static int64_t minutes_of(const gen_state *state, const gen_order *order)
{
    const gen_profile *profile = &gen_profiles[order->profile];
    const gen_vehicle *vehicle = &state->set->country->vehicles[order->role];
    const gen_place *place = &state->places[order->place], *depot = &state->places[place->depot];
    const int metres = gen_metres(place->lon, place->lat, depot->lon, depot->lat);
    const int64_t out = 25 + (int64_t)metres * 13 / 10 * 60 / 60000; /* at 60 km/h by road */
    const int64_t part = 1000 * (int64_t)order->pallets / vehicle->pallets;
    const int64_t stop = profile->fixed_stop + (int64_t)order->pallets * profile->per_pallet / 100;
    const int64_t share = part < 120 ? 120 : part;
    return (stop + 18 + 2 * out * share / 1000) * 600 / profile->day_min;
}

static void add_demand(const gen_state *state, demand of[GEN_DEPOTS][GEN_ROLES])
{
    for (int i = 0; i < state->order_count; i++) {
        const gen_order *order = &state->orders[i];
        if (order->kind == GEN_RETURN || gen_profiles[order->profile].plants) continue;
        const int depot = order->depot >= 0 ? order->depot : state->places[order->place].depot;
        demand *d = &of[depot][order->role];
        const int own = order->carriers != 0 ? 100 - GEN_HANDED_OVER : 100;
        d->pallets += (int64_t)order->pallets * own / 100;
        d->kg += (int64_t)order->kg * own / 100;
        d->minutes += minutes_of(state, order) * own / 100;
    }
}

static int64_t largest(int64_t a, int64_t b, int64_t c)
{
    const int64_t ab = a > b ? a : b;
    return ab > c ? ab : c;
}

/* Vehicles a day. Those that may enter cities have the largest reserve, since others' orders ride
 * on them as well; vans have none, since what they carry may also ride on rigids. */
static int vehicles_for(const demand *d, gen_role role, const gen_vehicle *vehicle, int days)
{
    static const int per_cent[GEN_ROLES] = {
        [GEN_REEFER_LONG] = 120,  [GEN_REEFER_CITY] = 155, [GEN_LONG] = 100,
        [GEN_RIGID] = 160,        [GEN_SMALL] = 110,       [GEN_VAN] = 50,
        [GEN_PHARMA_RIGID] = 100, [GEN_PHARMA_VAN] = 145,  [GEN_MEGA] = 100};
    if (d->pallets == 0) return 0;
    const int64_t by_pallets = 1000 * d->pallets / vehicle->pallets;
    const int64_t by_kg = 1000 * d->kg / vehicle->kg;
    const int64_t by_time = 1000 * d->minutes / 540;
    const int64_t need = largest(by_pallets, by_kg, by_time) / days;
    const int spare = per_cent[role] > 140; /* small depots have little to even out */
    return (int)((need * per_cent[role] / 100 + 999) / 1000) + spare;
}

/* Plants are served by dedicated vehicles, three runs each; there are half as many shared ones. */
static void size_dedicated(gen_state *state)
{
    int runs[GEN_DEPOTS] = {0};
    for (int i = 0; i < state->order_count; i++) {
        const gen_order *order = &state->orders[i];
        if (gen_profiles[order->profile].plants) runs[order->depot]++;
    }
    for (int d = 0; d < state->set->depots; d++) {
        if (runs[d] == 0) continue;
        const int runs_each = 3 * state->workdays;
        state->dedicated[d] = (runs[d] + runs_each - 1) / runs_each;
        state->fleet[d][GEN_MEGA] = state->dedicated[d] + (state->dedicated[d] + 1) / 2;
    }
}

/* Scales the fleet to a total: in proportion, at least one of each class there is (and the
 * dedicated ones); the rest goes to the largest classes. */
static void scale_fleet(gen_state *state, int total)
{
    int64_t all = 0;
    int given = 0, largest_count = 0, *largest_class = &state->fleet[0][0];
    for (int d = 0; d < state->set->depots; d++) {
        for (int r = 0; r < GEN_ROLES; r++) all += state->fleet[d][r];
    }
    for (int d = 0; d < state->set->depots; d++) {
        for (int r = 0; r < GEN_ROLES; r++) {
            int *count = &state->fleet[d][r];
            if (*count == 0) continue;
            if (*count > largest_count) {
                largest_count = *count;
                largest_class = count;
            }
            const int scaled = (int)((int64_t)*count * total / all);
            const int least = r == GEN_MEGA && state->dedicated[d] > 0 ? state->dedicated[d] : 1;
            *count = scaled > least ? scaled : least;
            given += *count;
        }
    }
    if (given < total) *largest_class += total - given;
}

void gen_make_fleet(gen_state *state)
{
    demand of[GEN_DEPOTS][GEN_ROLES];
    memset(of, 0, sizeof of);
    add_demand(state, of);
    for (int d = 0; d < state->set->depots; d++) {
        for (int r = 0; r < GEN_ROLES; r++) {
            const gen_vehicle *vehicle = &state->set->country->vehicles[r];
            state->fleet[d][r] = vehicles_for(&of[d][r], (gen_role)r, vehicle, state->workdays);
        }
    }
    size_dedicated(state);
    if (state->set->fleet > 0) scale_fleet(state, state->set->fleet);
}
