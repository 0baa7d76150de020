/* The order set as JSON, one object per line where there are many, so that differences read well.
 */
#include <string.h>

#include "generate.h"

void gen_put_decimal(FILE *out, int value, int scale)
{
    fprintf(out, "%d", value / scale);
    int rest = value % scale;
    if (rest == 0) return;
    fputc('.', out);
    for (; rest > 0; rest = rest * 10 % scale) fprintf(out, "%d", rest * 10 / scale);
}

static void put_degrees(FILE *out, int value)
{
    const int size = value < 0 ? -value : value;
    fprintf(out, "%s%d.%05d", value < 0 ? "-" : "", size / 100000, size % 100000);
}

void gen_put_time(FILE *out, int day, int minute)
{
    fputc('"', out);
    if (day >= 0) fprintf(out, "+%d ", day);
    fprintf(out, "%02d:%02d\"", minute / 60, minute % 60);
}

/* Ends a line of a list: a comma unless it was the last. */
static void end_line(FILE *out, bool last) { fputs(last ? "}\n" : "},\n", out); }

static bool uses(const gen_state *state, const char *key)
{
    for (int p = 0; p < GEN_ACCOUNTS; p++) {
        if (strcmp(gen_profiles[p].key, key) == 0) return state->set->account[p];
    }
    return false;
}

static bool uses_account(const gen_state *state, const char *id)
{
    for (int p = 0; p < GEN_ACCOUNTS; p++) {
        if (strcmp(gen_profiles[p].id, id) == 0) return state->set->account[p];
    }
    return false;
}

/* The id of a class of vehicles: with the town of its depot where there are several depots. */
static void put_vehicle_id(const gen_state *state, FILE *out, int depot, int role)
{
    const gen_vehicle *vehicle = &state->set->country->vehicles[role];
    const char *town = state->places[depot].id + sizeof "dc" - 1;
    fprintf(out, "\"%s%s\"", vehicle->id, state->set->depots > 1 ? town : "");
}

static void put_command(const gen_state *state, FILE *out)
{
    static const char *const width[] = {"tight", "usual", "wide"};
    const gen_settings *set = state->set;
    fprintf(out, "keyhaul generate --orders %d --seed %llu --country %s --accounts ", set->orders,
            (unsigned long long)set->seed, set->country->id);
    const char *comma = "";
    for (int p = 0; p < GEN_ACCOUNTS; p++) {
        if (!set->account[p]) continue;
        fprintf(out, "%s%s", comma, gen_profiles[p].key);
        comma = ",";
    }
    fprintf(out, " --depots %d --fleet ", set->depots);
    if (set->fleet > 0) {
        fprintf(out, "%d", set->fleet);
    } else {
        fputs("auto", out);
    }
    fprintf(out, " --days %d --windows %s --returns %d", set->days, width[set->width],
            set->returns);
    if (set->carriers > 0) fprintf(out, " --carriers %d", set->carriers);
}

static void put_head(const gen_state *state, FILE *out)
{
    const gen_settings *set = state->set;
    fputs("{\n  \"format\": \"keyhaul/order-set/1\",\n  \"name\": \"", out);
    if (set->depots > 1) {
        fprintf(out, "%d depots in %s", set->depots, set->country->name);
    } else {
        fputs(set->country->depots[0], out);
    }
    fprintf(out, ", %d orders\",\n", set->orders);
    fprintf(out, "  \"currency\": \"%s\",\n", set->country->currency);
    fprintf(out, "  \"horizon\": { \"start\": \"2026-11-24T00:00:00%s\", \"days\": %d },\n",
            set->country->offset, set->days);
    fputs("  \"measures\": [\"kg\", \"m3\", \"pallets\"],\n  \"meta\": { \"made_by\": \"", out);
    put_command(state, out);
    fputs("\" },\n", out);
}

static void put_place_head(const gen_place *place, FILE *out)
{
    fprintf(out, "    { \"id\": \"%s\", \"name\": \"%s\", \"lon\": ", place->id, place->name);
    put_degrees(out, place->lon);
    fputs(", \"lat\": ", out);
    put_degrees(out, place->lat);
}

static void put_customer(const gen_state *state, const gen_place *place, FILE *out)
{
    const gen_country *country = state->set->country;
    const gen_profile *profile = &gen_profiles[place->profile];
    const gen_receiving *r = &profile->receiving[place->receiving];
    fprintf(out, ", \"open\": [{ \"days\": %s, \"from\": ", r->days);
    gen_put_time(out, -1, r->open);
    fputs(", \"to\": ", out);
    gen_put_time(out, -1, r->close);
    fprintf(out, " }], \"closed\": [\"%s\"], \"fixed_stop_min\": %d", country->holiday,
            profile->fixed_stop);
    if (profile->extra_visit > 0) {
        fputs(", \"extra_visit_price\": ", out);
        gen_put_decimal(out, profile->extra_visit / 100 * country->price_scale, 100);
    }
    if (!place->city) return;
    fputs(", \"limits\": { \"length_m\": ", out);
    gen_put_decimal(out, country->city_length_dm, 10);
    fputs(", \"gross_t\": ", out);
    gen_put_decimal(out, country->city_gross_kg / 10, 100);
    fputs(" }, \"tags\": [\"city\"]", out);
}

static void put_places(const gen_state *state, FILE *out)
{
    fputs("\n  \"locations\": [\n", out);
    for (int i = 0; i < state->place_count; i++) {
        const gen_place *place = &state->places[i];
        put_place_head(place, out);
        if (place->profile >= 0) {
            put_customer(state, place, out);
        } else if (place->profile == -1) {
            fputs(", \"open\": [[\"02:00\", \"23:00\"]], \"dock_service\": { \"fixed_min\": 10, "
                  "\"per\": { \"pallets\": 0.8 } }",
                  out);
        } else {
            fputs(", \"open\": [[\"05:00\", \"20:00\"]], \"fixed_stop_min\": 10", out);
        }
        fputc(' ', out);
        end_line(out, i + 1 == state->place_count);
    }
    fputs("  ],\n", out);
}

static void put_travel(FILE *out)
{
    fputs("\n  \"travel\": {\n"
          "    \"truck\": { \"model\": \"great-circle\", \"circuity\": 1.3,\n"
          "      \"speed_kmh\": [{ \"up_to_km\": 5, \"kmh\": 24 }, { \"up_to_km\": 30, \"kmh\": 44 "
          "}, { \"kmh\": 70 }] },\n"
          "    \"van\": { \"model\": \"great-circle\", \"circuity\": 1.28,\n"
          "      \"speed_kmh\": [{ \"up_to_km\": 5, \"kmh\": 27 }, { \"up_to_km\": 30, \"kmh\": 50 "
          "}, { \"kmh\": 86 }] }\n"
          "  },\n",
          out);
}

/* The classes that an account accepts, and those that are dedicated to it. */
static void put_account_vehicles(const gen_state *state, const gen_profile *profile, FILE *out)
{
    const char *comma = "";
    if (profile->only[0] == GEN_ROLES) return;
    fputs(", \"vehicles\": [", out);
    for (int d = 0; d < state->set->depots; d++) {
        for (int k = 0; k < 2; k++) {
            const gen_role role = profile->only[k];
            if (role == GEN_ROLES || state->fleet[d][role] == 0) continue;
            fputs(comma, out);
            put_vehicle_id(state, out, d, (int)role);
            comma = ", ";
        }
    }
    fputc(']', out);
}

static void put_dedicated(const gen_state *state, FILE *out)
{
    const char *comma = "";
    fputs(", \"dedicated\": [", out);
    for (int d = 0; d < state->set->depots; d++) {
        if (state->dedicated[d] == 0) continue;
        fprintf(out, "%s{ \"vehicle\": ", comma);
        put_vehicle_id(state, out, d, GEN_MEGA);
        fprintf(out, ", \"count\": %d }", state->dedicated[d]);
        comma = ", ";
    }
    fputc(']', out);
}

static void put_service(FILE *out, int tenths_per_pallet)
{
    fputs("\"service\": { \"per\": { \"pallets\": ", out);
    gen_put_decimal(out, tenths_per_pallet, 10);
    fputs(" } }", out);
}

static void put_account(const gen_state *state, const gen_profile *profile, FILE *out)
{
    fprintf(out, "    { \"id\": \"%s\", \"name\": \"%s\", \"tier\": %d", profile->id, profile->name,
            profile->tier);
    if (profile->never_with != NULL && uses_account(state, profile->never_with)) {
        fprintf(out, ", \"never_with\": [\"%s\"]", profile->never_with);
    }
    put_account_vehicles(state, profile, out);
    if (profile->plants) put_dedicated(state, out);
    fputs(", \"defaults\": { ", out);
    if (profile->needs != NULL) fprintf(out, "\"needs\": %s, ", profile->needs);
    fprintf(out, "\"goods\": %s, ", profile->goods);
    put_service(out, profile->per_pallet);
    fputs(" } ", out);
}

static void put_accounts(const gen_state *state, FILE *out)
{
    bool first = true;
    fputs("\n  \"accounts\": [", out);
    for (int p = 0; p < GEN_ACCOUNTS; p++) {
        if (!state->set->account[p] || gen_profiles[p].name == NULL) continue;
        fputs(first ? "\n" : "},\n", out);
        put_account(state, &gen_profiles[p], out);
        first = false;
    }
    fputs(first ? "],\n" : "}\n  ],\n", out);
}

static void put_order_id(FILE *out, const gen_order *order)
{
    fprintf(out, "\"%s-%s%04d\"", gen_profiles[order->profile].prefix,
            order->kind == GEN_RETURN ? "R" : "", order->number);
}

static void put_windows(const gen_state *state, const gen_order *order, FILE *out)
{
    const int day = state->set->days > 1 ? order->day : -1;
    fputs("\"windows\": [", out);
    for (int w = 0; w < order->windows; w++) {
        fputs(w > 0 ? ", [" : "[", out);
        gen_put_time(out, day, order->window[w][0]);
        fputs(", ", out);
        gen_put_time(out, day, order->window[w][1]);
        fputc(']', out);
    }
    fputc(']', out);
}

/* Where carriers may come to an order it says from which depots it may leave. */
static void put_any_depot(const gen_state *state, const char *to, FILE *out)
{
    fputs(", \"from\": ", out);
    if (state->set->depots > 1) fputc('[', out);
    for (int d = 0; d < state->set->depots; d++) {
        fprintf(out, "%s\"%s\"", d > 0 ? ", " : "", state->places[d].id);
    }
    fprintf(out, "%s, \"to\": \"%s\"", state->set->depots > 1 ? "]" : "", to);
}

static void put_ends(const gen_state *state, const gen_order *order, FILE *out)
{
    const char *place = state->places[order->place].id;
    const char *depot = order->depot >= 0 ? state->places[order->depot].id : NULL;
    if (order->kind == GEN_RETURN) {
        fprintf(out, ", \"from\": \"%s\", \"to\": \"%s\"", place, depot);
    } else if (order->kind == GEN_SHIPMENT) {
        fprintf(out, ", \"from\": \"%s\", \"to\": \"%s\"", state->places[order->supplier].id,
                place);
    } else if (depot == NULL && order->carriers != 0) {
        put_any_depot(state, place, out);
    } else if (depot != NULL) {
        fprintf(out, ", \"from\": \"%s\", \"to\": \"%s\"", depot, place);
    } else {
        fprintf(out, ", \"to\": \"%s\"", place);
    }
}

static void put_quantity(const gen_order *order, FILE *out)
{
    fprintf(out, ", \"quantity\": { \"kg\": %d, \"m3\": ", order->kg);
    gen_put_decimal(out, order->volume, 100);
    fputs(", \"pallets\": ", out);
    gen_put_decimal(out, order->pallets, 10);
    fputs(" }", out);
}

/* A collection has its windows and most of its service at `from`, its stay at the depot is short.
 */
static void put_return(const gen_state *state, const gen_order *order, FILE *out)
{
    fputs(", \"collect\": { ", out);
    if (order->windows > 0) {
        put_windows(state, order, out);
        fputs(", ", out);
    }
    put_service(out, 10);
    fputs(" }, ", out);
    put_service(out, 5);
    if (gen_profiles[order->profile].back >= 500) {
        fputs(", \"needs\": [], \"goods\": [\"empties\"]", out);
    }
}

static void put_outbound(const gen_state *state, const gen_order *order, FILE *out)
{
    const gen_profile *profile = &gen_profiles[order->profile];
    if (order->kind == GEN_SHIPMENT) {
        fputs(", \"collect\": { ", out);
        put_service(out, profile->per_pallet);
        fputs(" }", out);
    }
    fputs(", ", out);
    put_windows(state, order, out);
    if (order->ready >= 0) {
        fputs(", \"ready\": ", out);
        gen_put_time(out, -1, order->ready);
    }
    if (profile->name == NULL) {
        fputs(", ", out);
        put_service(out, profile->per_pallet);
        fprintf(out, ", \"goods\": [\"%s\"]", order->chemicals ? "chemicals" : "general");
    }
    if (state->places[order->place].city && profile->needs != NULL && profile->back >= 500) {
        fputs(", \"needs\": [\"reefer\", \"tail-lift\"]", out);
    }
    if (profile->max_on_board > 0)
        fprintf(out, ", \"max_on_board_min\": %d", profile->max_on_board);
    if (order->unserved >= 0) {
        fputs(", \"unserved_penalty\": ", out);
        gen_put_decimal(out, order->unserved, 100);
    }
}

/* On which days an order may leave, and what waiting costs. */
static void put_days(const gen_state *state, const gen_order *order, FILE *out)
{
    const int pallet = gen_profiles[order->profile].holding * state->set->country->price_scale;
    if (order->ship_count == 0) return;
    fputs(", \"ship_days\": [", out);
    for (int d = 0; d < order->ship_count; d++) {
        fprintf(out, "%s%d", d > 0 ? ", " : "", state->workday[order->ship_first + d]);
    }
    fputc(']', out);
    if (order->ship_count == 1 || order->kind == GEN_RETURN) return;
    fputs(", \"holding_per_day\": ", out);
    gen_put_decimal(out, pallet / 100 * (order->pallets + 9) / 10, 100);
}

static void put_orders(const gen_state *state, FILE *out)
{
    fputs("\n  \"orders\": [\n", out);
    for (int i = 0; i < state->order_count; i++) {
        const gen_order *order = &state->orders[i];
        const gen_profile *profile = &gen_profiles[order->profile];
        fputs("    { \"id\": ", out);
        put_order_id(out, order);
        if (profile->name != NULL) fprintf(out, ", \"account\": \"%s\"", profile->id);
        put_ends(state, order, out);
        put_quantity(order, out);
        if (order->kind == GEN_RETURN) {
            put_return(state, order, out);
        } else {
            put_outbound(state, order, out);
        }
        put_days(state, order, out);
        gen_write_order_carriers(state, order, out);
        fputc(' ', out);
        end_line(out, i + 1 == state->order_count);
    }
    fputs("  ],\n", out);
}

static void put_size(const gen_vehicle *vehicle, FILE *out)
{
    fputs("      \"size\": { \"length_m\": ", out);
    gen_put_decimal(out, vehicle->length_dm, 10);
    fputs(", \"height_m\": ", out);
    gen_put_decimal(out, vehicle->height_dm, 10);
    fputs(", \"gross_t\": ", out);
    gen_put_decimal(out, vehicle->gross_kg / 10, 100);
    fputs(" }", out);
    if (vehicle->offers != NULL) fprintf(out, ", \"offers\": %s", vehicle->offers);
    if (vehicle->refuses_goods != NULL) {
        fprintf(out, ", \"refuses_goods\": %s", vehicle->refuses_goods);
    }
    if (vehicle->refuses_tags != NULL)
        fprintf(out, ", \"refuses_tags\": %s", vehicle->refuses_tags);
    fputs(",\n", out);
}

static void put_cost(const gen_vehicle *vehicle, FILE *out)
{
    const struct {
        const char *key;
        int price;
    } line[] = {{"per_day", vehicle->day},
                {"per_day_owned", vehicle->owned},
                {"per_km", vehicle->km},
                {"toll_per_km", vehicle->toll},
                {"per_h", vehicle->hour},
                {"per_stop", vehicle->stop},
                {"overtime_per_h", vehicle->overtime}};
    fputs("      \"cost\": { ", out);
    for (size_t i = 0; i < sizeof line / sizeof line[0]; i++) {
        fprintf(out, "\"%s\": ", line[i].key);
        gen_put_decimal(out, line[i].price, 100);
        fputs(", ", out);
    }
    fprintf(out, "\"overtime_after_min\": %d } ", vehicle->overtime_after);
}

static void put_vehicle(const gen_state *state, int depot, int role, FILE *out)
{
    const gen_vehicle *vehicle = &state->set->country->vehicles[role];
    fputs("    { \"id\": ", out);
    put_vehicle_id(state, out, depot, role);
    fprintf(out, ", \"count\": %d, \"profile\": \"%s\", \"start\": \"%s\", ",
            state->fleet[depot][role], vehicle->profile, state->places[depot].id);
    fprintf(out, "\"capacity\": { \"kg\": %d, \"m3\": ", vehicle->kg);
    gen_put_decimal(out, vehicle->volume, 100);
    fputs(", \"pallets\": ", out);
    gen_put_decimal(out, vehicle->pallets, 10);
    fprintf(out, " },\n      \"shift\": [\"%s\", \"%s\"], \"max_duty_min\": %d, ", vehicle->from,
            vehicle->to, vehicle->max_duty);
    fprintf(out, "\"meta\": { \"type\": \"%s\" },\n", vehicle->name);
    put_size(vehicle, out);
    put_cost(vehicle, out);
}

static void put_vehicles(const gen_state *state, FILE *out)
{
    bool first = true;
    fputs("\n  \"vehicles\": [\n", out);
    for (int d = 0; d < state->set->depots; d++) {
        for (int r = 0; r < GEN_ROLES; r++) {
            if (state->fleet[d][r] == 0) continue;
            if (!first) fputs("},\n", out);
            put_vehicle(state, d, r, out);
            first = false;
        }
    }
    fputs("}\n  ],\n", out);
}

static void put_apart(const gen_state *state, FILE *out)
{
    static const struct {
        const char *one, *two, *goods, *mode;
    } rule[] = {{"supermarket", "small", "\"food\", \"chemicals\"", "same-time"},
                {"beverage", "small", "\"beverage\", \"chemicals\"", "same-time"},
                {"electronics", "small", "\"electronics\", \"chemicals\"", "same-time"},
                {"pharma", "small", "\"pharma\", \"chemicals\"", "vehicle"}};
    const char *comma = "";
    fputs("\n  \"never_together\": [", out);
    for (size_t i = 0; i < sizeof rule / sizeof rule[0]; i++) {
        if (!uses(state, rule[i].one) || !uses(state, rule[i].two)) continue;
        fprintf(out, "%s\n    { \"goods\": [%s], \"mode\": \"%s\" }", comma, rule[i].goods,
                rule[i].mode);
        comma = ",";
    }
    fputs(*comma ? "\n  ],\n" : "],\n", out);
}

static void put_together(const gen_state *state, FILE *out)
{
    const char *comma = "";
    fputs("  \"together\": [", out);
    for (int i = 0; i < state->order_count; i++) {
        const gen_order *order = &state->orders[i];
        if (order->twin < 0 || order->kind == GEN_RETURN) continue;
        fprintf(out, "%s\n    { \"orders\": [", comma);
        put_order_id(out, &state->orders[order->twin]);
        fputs(", ", out);
        put_order_id(out, order);
        fprintf(out, "], \"mode\": \"%s\" }", i % 3 == 0 ? "all-or-none" : "stop");
        comma = ",";
    }
    fputs(*comma ? "\n  ],\n" : "],\n", out);
}

void gen_write(const gen_state *state, bool *mark, FILE *out)
{
    put_head(state, out);
    put_places(state, out);
    put_travel(out);
    put_accounts(state, out);
    put_orders(state, out);
    put_vehicles(state, out);
    gen_write_carriers(state, mark, out);
    put_apart(state, out);
    put_together(state, out);
    fputs("\n  \"objective\": { \"first\": \"cost\" }\n}\n", out);
}
