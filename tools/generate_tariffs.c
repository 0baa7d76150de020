/* The carriers in the document: only those that an order names, each with the zones it serves. */
#include <string.h>

#include "generate.h"

enum { ZONES = 4, BANDS = 5, ROAD_PER_CENT = 130 };

static const char *const zone_name[ZONES] = {"to-100-km", "to-250-km", "to-450-km", "further"};

/* By the way from the nearest depot; parcels cost the same everywhere. */
static int zone_of(const gen_state *state, const gen_place *place)
{
    static const int up_to_km[ZONES - 1] = {100, 250, 450};
    const gen_place *depot = &state->places[place->depot];
    const int metres = gen_metres(place->lon, place->lat, depot->lon, depot->lat);
    int zone = 0;
    while (zone < ZONES - 1 && metres / 100 * ROAD_PER_CENT > 1000 * up_to_km[zone]) zone++;
    return zone;
}

static bool takes(const gen_order *order, int kind) { return (order->carriers >> kind & 1) != 0; }

/* Marks the places to which a carrier may be asked to go. */
static void mark(const gen_state *state, int kind, bool *to)
{
    memset(to, 0, (size_t)state->place_count);
    for (int i = 0; i < state->order_count; i++) {
        if (takes(&state->orders[i], kind)) to[state->orders[i].place] = true;
    }
}

/* The places of a zone (-1: of all). \return whether there are any; `out` may be NULL */
static bool put_zone_places(const gen_state *state, const bool *to, int zone, FILE *out)
{
    bool any = false;
    for (int i = 0; i < state->place_count; i++) {
        const gen_place *place = &state->places[i];
        if (!to[i] || (zone >= 0 && zone_of(state, place) != zone)) continue;
        if (out != NULL) fprintf(out, "%s\"%s\"", any ? ", " : "", place->id);
        any = true;
    }
    return any;
}

static void put_zones(const gen_state *state, const gen_carrier *carrier, const bool *to, FILE *out)
{
    const bool parcel = strcmp(carrier->mode, "parcel") == 0;
    const char *comma = "";
    fputs("\n      \"zones\": {", out);
    for (int z = parcel ? -1 : 0; z < (parcel ? 0 : ZONES); z++) {
        if (!put_zone_places(state, to, z, NULL)) continue;
        fprintf(out, "%s\n        \"%s\": { \"places\": [", comma, z < 0 ? "all" : zone_name[z]);
        put_zone_places(state, to, z, out);
        fputs("] }", out);
        comma = ",";
    }
    fputs(" },", out);
}

/* Bands of a zone: the price of a kilogram falls with the weight. */
static void put_bands(const gen_state *state, const gen_carrier *carrier, int zone, FILE *out)
{
    static const struct {
        int up_to, per_cent;
    } band[BANDS] = {{500, 100}, {1000, 85}, {2500, 70}, {5000, 58}, {0, 50}};
    const int scale = state->set->country->price_scale;
    for (int b = 0; b < BANDS; b++) {
        fputs(b > 0 ? ", { " : "{ ", out);
        if (band[b].up_to > 0) fprintf(out, "\"up_to\": %d, ", band[b].up_to);
        fputs("\"per\": ", out);
        gen_put_decimal(out, carrier->rate[zone] * band[b].per_cent / 10 * scale / 100, 100000);
        if (b == 0) {
            fputs(", \"min\": ", out);
            gen_put_decimal(out, carrier->least[zone] * scale / 100, 100);
        }
        fputs(" }", out);
    }
}

static void put_parcel_bands(const gen_state *state, FILE *out)
{
    static const struct {
        const char *up_to;
        int price;
    } band[] = {{"5", 590}, {"10", 790}, {"20", 1090}, {"31.5", 1490}};
    for (size_t b = 0; b < sizeof band / sizeof band[0]; b++) {
        fprintf(out, "%s{ \"up_to\": %s, \"flat\": ", b > 0 ? ", " : "", band[b].up_to);
        gen_put_decimal(out, band[b].price * state->set->country->price_scale / 100, 100);
        fputs(" }", out);
    }
}

static void put_tariff(const gen_state *state, const gen_carrier *carrier, const bool *to,
                       FILE *out)
{
    const char *comma = "";
    put_zones(state, carrier, to, out);
    fputs("\n      \"tariff\": {", out);
    if (carrier->rate[0] == 0) {
        fputs(" \"all\": [", out);
        put_parcel_bands(state, out);
        fputs("]", out);
    }
    for (int z = 0; carrier->rate[0] > 0 && z < ZONES; z++) {
        if (!put_zone_places(state, to, z, NULL)) continue;
        fprintf(out, "%s\n        \"%s\": [", comma, zone_name[z]);
        put_bands(state, carrier, z, out);
        fputs("]", out);
        comma = ",";
    }
    fputs(" },\n      ", out);
    const bool brazil = state->set->country == &gen_brazil;
    fprintf(out, "\"chargeable\": { \"kg_per_m3\": %d", carrier->per_m3[brazil]);
    if (carrier->round_up > 0) fprintf(out, ", \"round_up_kg\": %d", carrier->round_up);
    fputs(carrier->rate[0] > 0 ? " }, \"next_break\": true," : " },", out);
}

/* For what is left to hired trucks, and two more. */
static int trucks_a_day(const gen_state *state, const gen_vehicle *truck)
{
    int64_t kg = 0;
    for (int i = 0; i < state->order_count; i++) {
        if (takes(&state->orders[i], GEN_HIRED)) kg += state->orders[i].kg;
    }
    return 2 + (int)(kg * GEN_HANDED_OVER / 100 / state->workdays / truck->kg);
}

/* A truck by the run, of the size of the long vehicles of the country. */
static void put_truck(const gen_state *state, const gen_carrier *carrier, FILE *out)
{
    const gen_vehicle *truck = &state->set->country->vehicles[carrier->vehicle];
    const struct {
        const char *key;
        int price;
    } line[] = {{"fixed", carrier->fixed},
                {"per_km", carrier->per_km},
                {"min", carrier->least_truck},
                {"extra_stop", carrier->extra_stop}};
    fprintf(out, " \"profile\": \"%s\", \"capacity\": { \"kg\": %d, \"m3\": ", truck->profile,
            truck->kg);
    gen_put_decimal(out, truck->volume, 100);
    fputs(", \"pallets\": ", out);
    gen_put_decimal(out, truck->pallets, 10);
    fprintf(out, " }, \"max_stops\": %d,\n      ", carrier->stops);
    for (size_t i = 0; i < sizeof line / sizeof line[0]; i++) {
        fprintf(out, "\"%s\": ", line[i].key);
        gen_put_decimal(out, line[i].price * state->set->country->price_scale / 100, 100);
        fputs(", ", out);
    }
    fputs("\"max_per_day\": { \"pallets\": ", out);
    gen_put_decimal(out, trucks_a_day(state, truck) * truck->pallets, 10);
    fputs(" },", out);
}

static void put_extras(const gen_state *state, const gen_carrier *carrier, FILE *out)
{
    const int scale = state->set->country->price_scale;
    fputs("\n      \"extras\": [{ \"name\": \"fuel\", \"share\": ", out);
    gen_put_decimal(out, carrier->fuel, 100);
    fputs(" }", out);
    if (carrier->toll > 0) {
        fputs(", { \"name\": \"toll\", \"per_started_kg\": 100, \"price\": ", out);
        gen_put_decimal(out, carrier->toll * scale / 100, 100);
        fputs(" }", out);
    }
    if (carrier->extra.name != NULL) {
        fprintf(out, ", { \"name\": \"%s\", ", carrier->extra.name);
        if (carrier->extra.needs != NULL) fprintf(out, "\"needs\": %s, ", carrier->extra.needs);
        fputs("\"once\": ", out);
        gen_put_decimal(out, carrier->extra.price * scale / 100, 100);
        fputs(" }", out);
    }
    fputs("],", out);
}

static void put_carrier(const gen_state *state, const gen_carrier *carrier, const bool *to,
                        FILE *out)
{
    const bool brazil = state->set->country == &gen_brazil;
    fprintf(out, "    { \"id\": \"%s\", \"mode\": \"%s\",", carrier->id[brazil], carrier->mode);
    if (carrier->stops > 0) {
        put_truck(state, carrier, out);
    } else {
        put_tariff(state, carrier, to, out);
    }
    put_extras(state, carrier, out);
    fputs("\n      \"delivers\": [", out);
    gen_put_time(out, -1, carrier->from);
    fputs(", ", out);
    gen_put_time(out, -1, carrier->to);
    fprintf(out, "], \"transit_days\": %d", carrier->transit);
    if (carrier->offers != NULL) fprintf(out, ", \"offers\": %s", carrier->offers);
    if (carrier->refuses_goods != NULL) {
        fprintf(out, ", \"refuses_goods\": %s", carrier->refuses_goods);
    }
    fputs(" }", out);
}

void gen_write_carriers(const gen_state *state, bool *to, FILE *out)
{
    const char *comma = "\n  \"carriers\": [\n";
    for (int k = 0; k < state->set->carriers; k++) {
        mark(state, k, to);
        if (!put_zone_places(state, to, -1, NULL)) continue;
        fputs(comma, out);
        put_carrier(state, &gen_carriers[k], to, out);
        comma = ",\n";
    }
    if (*comma == ',') fputs("\n  ],\n", out);
}

void gen_write_order_carriers(const gen_state *state, const gen_order *order, FILE *out)
{
    const bool brazil = state->set->country == &gen_brazil;
    const char *comma = ", \"carriers\": [";
    for (int k = 0; k < GEN_CARRIERS; k++) {
        if (!takes(order, k)) continue;
        fprintf(out, "%s\"%s\"", comma, gen_carriers[k].id[brazil]);
        comma = ", ";
    }
    if (order->carriers != 0) fputs("]", out);
}
