/* Depots in their towns, customers scattered around towns: a town gets customers by its inhabitants
 * and by how near it is to a depot, and they lie the denser the nearer to its middle. */
#include <stdlib.h>
#include <string.h>

#include "generate.h"

int gen_random(gen_state *state, int n)
{
    /* splitmix64: Steele, Lea and Flood 2014 */
    uint64_t z = (state->random += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return (int)(((z ^ (z >> 31)) >> 33) % (uint64_t)n);
}

bool gen_chance(gen_state *state, int per_mille) { return gen_random(state, 1000) < per_mille; }

int gen_between(gen_state *state, int low, int high)
{
    return low + gen_random(state, high - low + 1);
}

/* Cosine of a latitude by its series: the same on every machine, good to 0.1 % up to 60 degrees. */
static double cosine(double degrees)
{
    const double x = degrees * 0.017453292519943295, x2 = x * x;
    return 1 - x2 / 2 * (1 - x2 / 12 * (1 - x2 / 30));
}

static int64_t square_root(int64_t n)
{
    int64_t root = 0;
    for (int64_t bit = (int64_t)1 << 30; bit > 0; bit >>= 1) {
        if ((root + bit) * (root + bit) <= n) root += bit;
    }
    return root;
}

static const double METRES_PER_UNIT = 1.11195; /* of latitude */

int gen_metres(int lon_a, int lat_a, int lon_b, int lat_b)
{
    const double narrowing = cosine((lat_a + lat_b) / 200000.0);
    const int64_t dx = (int64_t)((lon_b - lon_a) * METRES_PER_UNIT * narrowing);
    const int64_t dy = (int64_t)((lat_b - lat_a) * METRES_PER_UNIT);
    return (int)square_root(dx * dx + dy * dy);
}

/* The letters of an id: lower case ASCII, the accents of Latin-1 taken off. */
static void slug(const char *name, char *out, size_t size)
{
    static const char *const latin[64] = {
        "a", "a", "a", "a", "ae", "a", "a",  "c", "e", "e", "e", "e", "i",  "i", "i", "i",
        "d", "n", "o", "o", "o",  "o", "oe", "",  "o", "u", "u", "u", "ue", "y", "",  "ss",
        "a", "a", "a", "a", "ae", "a", "a",  "c", "e", "e", "e", "e", "i",  "i", "i", "i",
        "d", "n", "o", "o", "o",  "o", "oe", "",  "o", "u", "u", "u", "ue", "y", "",  "y"};
    size_t used = 0;
    for (const unsigned char *c = (const unsigned char *)name; *c != 0 && used + 3 < size; c++) {
        if (*c == 0xc3 && c[1] >= 0x80) {
            for (const char *l = latin[*++c & 63]; *l != 0; l++) out[used++] = *l;
        } else if ((*c | 32) >= 'a' && (*c | 32) <= 'z') {
            out[used++] = (char)(*c | 32);
        } else if (*c >= '0' && *c <= '9') {
            out[used++] = (char)*c;
        } else if (*c != '\'' && used > 0 && out[used - 1] != '-') {
            out[used++] = '-';
        }
    }
    while (used > 0 && out[used - 1] == '-') used--;
    out[used] = 0;
}

static int units(double degrees) { return (int)(degrees * 100000 + (degrees < 0 ? -0.5 : 0.5)); }

/* Between -radius and radius metres, the nearer to 0 the likelier. */
static int scatter(gen_state *state, int radius)
{
    return gen_random(state, radius + 1) - gen_random(state, radius + 1);
}

static void put_near(gen_state *state, gen_place *place, int lon, int lat, int radius)
{
    const double narrowing = cosine(lat / 100000.0);
    place->lon = lon + (int)(scatter(state, radius) / (METRES_PER_UNIT * narrowing));
    place->lat = lat + (int)(scatter(state, radius) / METRES_PER_UNIT);
}

static gen_place *new_place(gen_state *state)
{
    if (state->place_count == state->place_room) {
        const int room = 2 * state->place_room + 64;
        gen_place *places = realloc(state->places, (size_t)room * sizeof *places);
        if (places == NULL) return NULL;
        state->places = places;
        state->place_room = room;
    }
    gen_place *place = &state->places[state->place_count++];
    *place = (gen_place){.profile = -1};
    return place;
}

static const gen_town *town_named(const gen_state *state, const char *name)
{
    for (int t = 0; t < state->town_count; t++) {
        if (strcmp(state->towns[t].name, name) == 0) return &state->towns[t];
    }
    return NULL;
}

static void find_nearest_depots(gen_state *state)
{
    for (int t = 0; t < state->town_count; t++) {
        const int lon = units(state->towns[t].lon), lat = units(state->towns[t].lat);
        state->town_metres[t] = INT32_MAX;
        for (int d = 0; d < state->set->depots; d++) {
            const gen_place *depot = &state->places[d];
            const int metres = gen_metres(lon, lat, depot->lon, depot->lat);
            if (metres < state->town_metres[t]) {
                state->town_metres[t] = metres;
                state->town_depot[t] = d;
            }
        }
    }
}

bool gen_make_depots(gen_state *state)
{
    const gen_country *country = state->set->country;
    state->towns = gen_towns(country, &state->town_count);
    for (int d = 0; d < state->set->depots; d++) {
        const gen_town *town = town_named(state, country->depots[d]);
        gen_place *place = new_place(state);
        if (place == NULL || town == NULL) return false;
        char short_name[40];
        slug(town->name, short_name, sizeof short_name);
        snprintf(place->id, sizeof place->id, "dc-%s", short_name);
        snprintf(place->name, sizeof place->name, "%s %s", country->depot_label, town->name);
        put_near(state, place, units(town->lon), units(town->lat), 3500);
        place->depot = d;
    }
    find_nearest_depots(state);
    return true;
}

/* A town in reach: likelier if large, and if near (half as likely at 60 km). */
static int draw_town(gen_state *state, int reach_km)
{
    int64_t weight[GEN_TOWNS], total = 0;
    for (int t = 0; t < state->town_count; t++) {
        const int64_t km = state->town_metres[t] / 1000;
        const int thousands = state->towns[t].thousands;
        const int64_t inhabitants = 20 + (thousands < 1600 ? thousands : 1600);
        weight[t] = km > reach_km ? 0 : 100 * inhabitants * 3600 / (3600 + km * km);
        total += weight[t];
    }
    int64_t draw = (int64_t)gen_random(state, INT32_MAX) * total / INT32_MAX;
    int t = 0;
    while (draw >= weight[t]) draw -= weight[t++];
    return t;
}

static int draw_receiving(gen_state *state, const gen_profile *profile)
{
    int draw = gen_random(state, 1000), r = 0;
    while (draw >= profile->receiving[r].share) draw -= profile->receiving[r++].share;
    return r;
}

static void name_place(gen_state *state, gen_place *place, const gen_profile *profile,
                       const char *town)
{
    const gen_country *country = state->set->country;
    const char *street = country->streets[gen_random(state, country->street_count)];
    if (profile->name == NULL) {
        const char *shop = country->shops[gen_random(state, country->shop_count)];
        const char *family = country->families[gen_random(state, country->family_count)];
        snprintf(place->name, sizeof place->name, "%s %s, %s", shop, family, town);
        return;
    }
    const char *label = profile->receiving[place->receiving].label[country == &gen_brazil];
    const char *brand = profile->max_on_board > 0 ? "" : profile->name; /* pharma: not its own */
    snprintf(place->name, sizeof place->name, "%s%s%s %s, %s", brand, *brand ? " " : "", label,
             town, street);
}

/* 1 km for the smallest, some 20 km for the largest city. */
static int radius_of(const gen_town *town) { return 900 + 180 * (int)square_root(town->thousands); }

int gen_make_place(gen_state *state, int p)
{
    const gen_profile *profile = &gen_profiles[p];
    const bool further = state->set->carriers > 0 && profile->carrier_reach_km > 0;
    const int t = draw_town(state, further ? profile->carrier_reach_km : profile->reach_km);
    const gen_town *town = &state->towns[t];
    gen_place *place = new_place(state);
    if (place == NULL) return -1;
    char short_name[40];
    slug(town->name, short_name, sizeof short_name);
    snprintf(place->id, sizeof place->id, "%s-%s-%02d", profile->id, short_name,
             ++state->counter[p][t]);
    put_near(state, place, units(town->lon), units(town->lat), radius_of(town));
    place->profile = p;
    place->receiving = draw_receiving(state, profile);
    place->depot = state->town_depot[t];
    place->city = !profile->receiving[place->receiving].hub && town->thousands >= 100 &&
                  gen_chance(state, 2 * profile->city);
    name_place(state, place, profile, town->name);
    return state->place_count - 1;
}

int gen_make_supplier(gen_state *state, int near)
{
    const gen_country *country = state->set->country;
    gen_place *place = new_place(state);
    if (place == NULL) return -1;
    const gen_place *plant = &state->places[near];
    const char *family = country->families[gen_random(state, country->family_count)];
    char short_name[40];
    slug(family, short_name, sizeof short_name);
    snprintf(place->id, sizeof place->id, "supplier-%s-%02d", short_name, ++state->suppliers);
    snprintf(place->name, sizeof place->name, "%s %s", country->supplier_label, family);
    put_near(state, place, plant->lon, plant->lat, 45000);
    place->profile = -2;
    place->depot = plant->depot;
    return state->place_count - 1;
}
