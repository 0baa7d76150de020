/* Random small order sets as JSON text, the same for a seed everywhere: 5 to 9 orders, at most 4
 * shipments, with every key that the engine honours switched on now and then. */
#ifndef KEYHAUL_RANDOM_SET_H
#define KEYHAUL_RANDOM_SET_H

#include <stdarg.h>
#include <stdbool.h>

#include "test.h"

/* clang-format off */
/*    feature           per cent of the sets that try to use it */
#define RANDOM_FEATURES(X)                                                                          \
    X(SEVERAL_WINDOWS, 35) X(WINDOW_OF_A_DAY, 60) X(WINDOWS_MEAN_END, 20) X(READY, 30)              \
    X(COLLECT_WINDOWS, 35) X(COLLECT_SERVICE, 30) X(GOODS_SAME_TIME, 25) X(GOODS_VEHICLE, 25)       \
    X(NEVER_WITH, 30) X(DEDICATED, 30) X(ACCOUNT_VEHICLES, 25) X(ACCOUNT_DEFAULTS, 30)              \
    X(NEEDS, 25) X(REFUSES_GOODS, 25) X(ORDER_VEHICLES, 25) X(LIMITS, 25) X(TAGS, 25)               \
    X(BOND_STOP, 25) X(BOND_TRIP, 20) X(BOND_VEHICLE, 20) X(BOND_ALL_OR_NONE, 30)                   \
    X(TIER, 50) X(ACCOUNT_TIER, 30) X(UNSERVED_PENALTY, 40) X(MAX_ON_BOARD, 30)                     \
    X(OPEN, 35) X(OPEN_DAYS, 30) X(CLOSED, 60) X(FIXED_STOP, 40) X(EXTRA_VISIT, 45)                 \
    X(DOCK_SERVICE, 35) X(SEVERAL_MEASURES, 35) X(UNLIMITED_MEASURE, 45)                            \
    X(OVERTIME, 40) X(OWNED, 35) X(PER_DAY, 60) X(PER_H, 60) X(PER_STOP, 35)                        \
    X(TOLLS, 70) X(TOLL_PER_KM, 30) X(MAX_DUTY, 30) X(MAX_KM, 25) X(MAX_STOPS, 25)                  \
    X(AFTER_DELIVERIES, 30) X(NEEDS_DELIVERY, 30) X(OTHER_END, 30) X(SECOND_DEPOT, 30)              \
    X(NIGHT_SHIFT, 25) X(SHIFT_ABSENT, 20) X(GRADED, 45) X(PLANE, 30) X(MATRIX, 40) X(NO_ROAD, 60)  \
    X(SEVERAL_PROFILES, 40) X(COUNT, 50) X(UNLIMITED_COUNT, 30) X(DAYS, 45) X(RESOLUTION, 30)       \
    X(VEHICLES_FIRST, 35) X(PICKUP, 60) X(SHIPMENT, 55) X(AS_SHIPMENT, 40) X(SERVICE_PER, 30) \
    X(LTL, 35) X(PARCEL, 25) X(FTL, 30) X(NEXT_BREAK, 60) X(EXTRAS, 60) X(ROUND_UP, 70)             \
    X(CHARGEABLE, 60) X(MAX_PER_DAY, 45) X(DELIVERS, 50) X(TRANSIT, 40)                             \
    X(SHIP_DAYS, 40) X(HOLDING, 40) X(EARLY, 30) X(SPLIT, 35) X(SOURCES, 50) X(VALUE, 60)           \
    X(STOCK, 35)
/* clang-format on */

enum {
#define X(name, chance) ON_##name,
    RANDOM_FEATURES(X)
#undef X
        RANDOM_FEATURE_COUNT
};

static const char *const random_feature_names[] = {
#define X(name, chance) #name,
    RANDOM_FEATURES(X)
#undef X
};

enum { RANDOM_ORDERS = 9, RANDOM_PLACES = 8, RANDOM_TEXT = 64 << 10 };

typedef struct random_order {
    int32_t from, to; /* places; -1: absent */
    bool shipment, pickup;
} random_order;

typedef struct random_set {
    uint64_t seed;
    bool on[RANDOM_FEATURE_COUNT], used[RANDOM_FEATURE_COUNT];
    int32_t orders, places, depots, vehicles, accounts, days, measures;
    random_order order[RANDOM_ORDERS];
    int32_t x[RANDOM_PLACES], y[RANDOM_PLACES]; /* 100 m */
    bool dedicated_taken, unlimited[3], carriers, bonded[RANDOM_ORDERS], split;
    char text[RANDOM_TEXT];
    size_t size;
} random_set;

static void put(random_set *g, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(random_set *g, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int written = vsnprintf(g->text + g->size, RANDOM_TEXT - g->size, format, arguments);
    va_end(arguments);
    CHECK(written >= 0 && g->size + (size_t)written < RANDOM_TEXT);
    g->size += (size_t)written;
}

static int32_t between(random_set *g, int32_t low, int32_t high)
{
    return test_between(&g->seed, low, high);
}

/* Whether a feature of this set is used here, where it is `per_cent` likely. */
static bool use(random_set *g, int32_t feature, int32_t per_cent)
{
    if (!g->on[feature] || between(g, 1, 100) > per_cent) return false;
    g->used[feature] = true;
    return true;
}

static const char *place_id(int32_t place)
{
    static const char *const ids[] = {"d0", "d1", "c2", "c3", "c4", "c5", "c6", "c7"};
    return ids[place];
}

/* A pair of clock times, multiples of five minutes. */
static void put_span(random_set *g, const char *day, int32_t open, int32_t close)
{
    put(g, "[\"%s%02d:%02d\",\"%s%02d:%02d\"]", day, open / 60, open % 60, day, close / 60,
        close % 60);
}

static int32_t five(random_set *g, int32_t low, int32_t high)
{
    return 5 * between(g, low / 5, high / 5);
}

/* ---- Header, places, travel ---- */

static void put_header(random_set *g)
{
    put(g, "{\"format\":\"keyhaul/order-set/1\",\"name\":\"random\",\"currency\":\"EUR\",");
    put(g, "\"horizon\":{\"start\":\"2026-11-24T00:00:00+01:00\",\"days\":%d},", g->days);
    if (use(g, ON_RESOLUTION, 100))
        put(g, "\"resolution\":{\"s\":%s,\"m\":%s},", between(g, 0, 1) ? "1" : "0.1",
            between(g, 0, 1) ? "0.1" : "1");
    if (use(g, ON_WINDOWS_MEAN_END, 100)) put(g, "\"windows_mean\":\"end\",");
    put(g, "\"measures\":[\"kg\"%s],", g->measures > 1 ? ",\"m3\"" : "");
}

static void put_hours(random_set *g)
{
    if (use(g, ON_OPEN_DAYS, 30)) {
        put(g, ",\"open\":[{\"days\":[\"tue\",\"thu\"],\"from\":\"06:00\",\"to\":\"15:00\"},"
               "{\"days\":[\"wed\"],\"from\":\"09:00\",\"to\":\"19:00\"}]");
    } else if (use(g, ON_OPEN, 40)) {
        put(g, ",\"open\":[");
        put_span(g, "", five(g, 360, 540), five(g, 660, 720));
        put(g, ",");
        put_span(g, "", five(g, 780, 840), five(g, 960, 1200));
        put(g, "]");
    }
    if (g->days > 1 && use(g, ON_CLOSED, 40))
        put(g, ",\"closed\":[\"2026-11-%d\"]", between(g, 24, 25));
}

static void put_place(random_set *g, int32_t place)
{
    put(g, "%s{\"id\":\"%s\",", place ? "," : "", place_id(place));
    if (g->on[ON_PLANE]) {
        put(g, "\"x\":%d,\"y\":%d", g->x[place], g->y[place]);
    } else {
        put(g, "\"lon\":%.4f,\"lat\":%.4f", 9.0 + g->x[place] * 0.0014,
            50.0 + g->y[place] * 0.0009);
    }
    put_hours(g);
    if (place < 2) {
        if (use(g, ON_STOCK, 80))
            put(g, ",\"stock\":{\"p0\":%d,\"p1\":%.1f}", between(g, 2, 9), 0.5 * between(g, 4, 18));
        if (use(g, ON_DOCK_SERVICE, 80))
            put(g, ",\"dock_service\":{\"fixed_min\":%d,\"per\":{\"kg\":%.1f}}", between(g, 0, 12),
                0.5 * between(g, 0, 4));
    } else {
        if (use(g, ON_FIXED_STOP, 50)) put(g, ",\"fixed_stop_min\":%d", between(g, 1, 15));
        if (use(g, ON_EXTRA_VISIT, 60)) put(g, ",\"extra_visit_price\":%d", between(g, 1, 60));
        if (use(g, ON_LIMITS, 30)) put(g, ",\"limits\":{\"length_m\":8,\"gross_t\":12}");
        if (use(g, ON_TAGS, 30)) put(g, ",\"tags\":[\"city\"]");
    }
    put(g, "}");
}

static int32_t metres(const random_set *g, int32_t a, int32_t b)
{
    return 100 * (abs(g->x[a] - g->x[b]) + abs(g->y[a] - g->y[b]));
}

static void put_matrix(random_set *g, const char *key, int32_t layer)
{
    const bool roads = use(g, ON_NO_ROAD, 100);
    put(g, ",\"%s\":[", key);
    for (int32_t i = 0; i < g->places; i++) {
        put(g, "%s[", i ? "," : "");
        for (int32_t j = 0; j < g->places; j++) {
            const int32_t m = metres(g, i, j) + (i < j ? 700 : 0);
            if (j) put(g, ",");
            if (roads && i > 1 && j > 1 && (i * 5 + j * 3) % 11 == 0 && i != j) {
                put(g, "null");
            } else if (i == j) {
                put(g, "0");
            } else if (layer == 0) {
                put(g, "%.1f", m / 1000.0);
            } else {
                put(g, "%d", layer == 1 ? 1 + m / 700 : (i + j) % 3 * 2);
            }
        }
        put(g, "]");
    }
    put(g, "]");
}

static void put_profile(random_set *g, bool matrix)
{
    if (matrix) {
        g->used[ON_MATRIX] = true;
        put(g, "{\"model\":\"matrix\",\"places\":[");
        for (int32_t i = 0; i < g->places; i++) put(g, "%s\"%s\"", i ? "," : "", place_id(i));
        put(g, "]");
        put_matrix(g, "km", 0);
        put_matrix(g, "min", 1);
        if (use(g, ON_TOLLS, 100)) put_matrix(g, "toll", 2);
        put(g, "}");
    } else {
        if (use(g, ON_PLANE, 100)) {
            put(g, "{\"model\":\"plane\",\"unit_m\":100%s",
                between(g, 0, 1) ? ",\"round\":\"floor\"" : "");
        } else {
            put(g, "{\"model\":\"great-circle\",\"circuity\":1.%d", between(g, 0, 4));
        }
        if (use(g, ON_GRADED, 100)) {
            put(g, ",\"speed_kmh\":[{\"up_to_km\":5,\"kmh\":22},{\"up_to_km\":15,\"kmh\":40},"
                   "{\"kmh\":70}]}");
        } else {
            put(g, ",\"speed_kmh\":%d}", between(g, 25, 50));
        }
    }
}

static void put_world(random_set *g)
{
    put(g, "\"locations\":[");
    for (int32_t i = 0; i < g->places; i++) put_place(g, i);
    put(g, "],\"travel\":{\"truck\":");
    put_profile(g, g->on[ON_MATRIX]);
    if (use(g, ON_SEVERAL_PROFILES, 100)) {
        put(g, ",\"van\":");
        put_profile(g, false);
    }
    put(g, "},");
}

/* ---- Fleet ---- */

static void put_shift(random_set *g)
{
    if (use(g, ON_NIGHT_SHIFT, 50)) {
        put(g, ",\"shift\":[\"18:00\",\"06:00\"]");
    } else if (!use(g, ON_SHIFT_ABSENT, 60)) {
        put(g, ",\"shift\":");
        put_span(g, "", five(g, 300, 420), five(g, 960, 1260));
    }
}

static void put_costs(random_set *g, int32_t v)
{
    put(g, ",\"cost\":{\"per_km\":%.2f", 0.01 * between(g, 40, 190));
    if (use(g, ON_PER_DAY, 90)) put(g, ",\"per_day\":%d", between(g, 5, 120));
    if (!g->unlimited[v] && use(g, ON_OWNED, 80))
        put(g, ",\"per_day_owned\":%d", between(g, 3, 50));
    if (use(g, ON_PER_H, 90)) put(g, ",\"per_h\":%.2f", 0.25 * between(g, 20, 120));
    if (use(g, ON_PER_STOP, 80)) put(g, ",\"per_stop\":%d", between(g, 1, 9));
    if (use(g, ON_TOLL_PER_KM, 80)) put(g, ",\"toll_per_km\":%.3f", 0.001 * between(g, 10, 200));
    if (use(g, ON_OVERTIME, 90))
        put(g, ",\"overtime_after_min\":%d,\"overtime_per_h\":%d", five(g, 60, 300),
            between(g, 5, 60));
    put(g, "}");
}

static void put_rules(random_set *g)
{
    if (use(g, ON_AFTER_DELIVERIES, 70)) put(g, ",\"pickups\":\"after-deliveries\"");
    if (use(g, ON_NEEDS_DELIVERY, 70)) put(g, ",\"needs_delivery\":true");
    if (use(g, ON_MAX_DUTY, 70)) put(g, ",\"max_duty_min\":%d", five(g, 120, 480));
    if (use(g, ON_MAX_KM, 70)) put(g, ",\"max_km\":%d", between(g, 40, 160));
    if (use(g, ON_MAX_STOPS, 70)) put(g, ",\"max_stops\":%d", between(g, 1, 4));
    if (use(g, ON_NEEDS, 60)) put(g, ",\"offers\":[\"lift\"]");
    if (use(g, ON_REFUSES_GOODS, 50)) put(g, ",\"refuses_goods\":[\"g%d\"]", between(g, 0, 2));
    if (use(g, ON_TAGS, 50)) put(g, ",\"refuses_tags\":[\"city\"]");
    if (g->on[ON_LIMITS])
        put(g, ",\"size\":{\"length_m\":%d,\"gross_t\":%d}", between(g, 6, 10), between(g, 8, 14));
}

static void put_vehicle(random_set *g, int32_t v)
{
    const int32_t start = g->depots > 1 && v > 0 && use(g, ON_SECOND_DEPOT, 60) ? 1 : 0;
    const int32_t end = use(g, ON_OTHER_END, 60) ? 1 - start : start;
    put(g, "%s{\"id\":\"v%d\",\"profile\":\"%s\",\"start\":\"%s\"", v ? "," : "", v,
        v > 0 && g->used[ON_SEVERAL_PROFILES] ? "van" : "truck", place_id(start));
    if (end != start) put(g, ",\"end\":\"%s\"", place_id(end));
    g->unlimited[v] = v > 0 && use(g, ON_UNLIMITED_COUNT, 60);
    if (g->unlimited[v]) {
        put(g, ",\"count\":\"unlimited\"");
    } else {
        put(g, ",\"count\":%d", v == 0 || use(g, ON_COUNT, 60) ? 2 : 1);
    }
    put(g, ",\"capacity\":{\"kg\":%d", between(g, 8, g->orders > 6 ? 12 : 18));
    if (g->measures > 1) {
        if (use(g, ON_UNLIMITED_MEASURE, 40)) {
            put(g, ",\"m3\":\"unlimited\"");
        } else {
            put(g, ",\"m3\":%.1f", 0.5 * between(g, 10, 24));
        }
    }
    put(g, "}");
    put_shift(g);
    put_rules(g);
    put_costs(g, v);
    put(g, "}");
}

static void put_account(random_set *g, int32_t a)
{
    put(g, "%s{\"id\":\"a%d\"", a ? "," : "", a);
    if (use(g, ON_ACCOUNT_TIER, 60)) put(g, ",\"tier\":%d", between(g, 1, 4));
    if (a == 0 && use(g, ON_DEDICATED, 100))
        put(g, ",\"dedicated\":[{\"vehicle\":\"v0\",\"count\":1}]");
    if (a == 1 && use(g, ON_NEVER_WITH, 100)) put(g, ",\"never_with\":[\"a0\"]");
    if (use(g, ON_ACCOUNT_VEHICLES, 60)) put(g, ",\"vehicles\":[\"v0\"]");
    if (use(g, ON_ACCOUNT_DEFAULTS, 70))
        put(g, ",\"defaults\":{\"goods\":[\"g%d\"],\"service\":{\"fixed_min\":%d}}",
            between(g, 0, 2), between(g, 0, 15));
    put(g, "}");
}

static void put_fleet(random_set *g)
{
    put(g, "\"vehicles\":[");
    for (int32_t v = 0; v < g->vehicles; v++) put_vehicle(g, v);
    put(g, "],\"accounts\":[");
    for (int32_t a = 0; a < g->accounts; a++) put_account(g, a);
    put(g, "],");
}

/* ---- Carriers ---- */

static void put_bands(random_set *g, const char *zone, int32_t price)
{
    put(g, "\"%s\":[{\"up_to\":%d,\"flat\":%d},", zone, between(g, 2, 4), price);
    put(g, "{\"up_to\":%d,\"per\":%.2f,\"min\":%d},", between(g, 6, 9), 0.2 * price,
        between(g, 3, price));
    put(g, "{%s\"per\":%.3f}]", between(g, 0, 1) ? "\"up_to\":24," : "", 0.13 * price);
}

static void put_zones(random_set *g, bool lanes)
{
    const int32_t border = between(g, 3, g->places - 1);
    put(g, ",\"zones\":{\"near\":{\"places\":[");
    for (int32_t i = 0; i < border; i++) put(g, "%s\"%s\"", i ? "," : "", place_id(i));
    put(g, "]},\"far\":{\"places\":[");
    for (int32_t i = border; i < g->places; i++)
        put(g, "%s\"%s\"", i > border ? "," : "", place_id(i));
    put(g, "]}},\"tariff\":{");
    if (lanes) {
        put(g, "\"near\":[{\"flat\":%d}],\"far\":[{\"flat\":%d}]", between(g, 20, 60),
            between(g, 40, 90));
    } else {
        put_bands(g, "near", between(g, 10, 40));
        put(g, ",");
        put_bands(g, "far", between(g, 20, 60));
    }
    put(g, "}");
}

static void put_extras(random_set *g)
{
    if (!use(g, ON_EXTRAS, 80)) return;
    put(g, ",\"extras\":[{\"name\":\"fuel\",\"share\":0.%02d},", between(g, 1, 20));
    put(g, "{\"name\":\"insurance\",\"value_share\":0.003,\"min\":%d},", between(g, 0, 5));
    put(g, "{\"name\":\"lift\",\"needs\":[\"lift\"],\"once\":%d},", between(g, 1, 12));
    put(g, "{\"name\":\"toll\",\"per_started_kg\":%d,\"price\":%.1f}]", between(g, 1, 5),
        0.1 * between(g, 1, 30));
}

static void put_carrier(random_set *g, int32_t mode, int32_t *count)
{
    static const char *const modes[] = {"ltl", "parcel", "ftl"};
    if (!use(g, ON_LTL + mode, 100)) return;
    g->carriers = true;
    put(g, "%s{\"id\":\"%s\",\"mode\":\"%s\",\"measure\":\"kg\"", (*count)++ ? "," : "",
        modes[mode], modes[mode]);
    if (mode < 2 && use(g, ON_CHARGEABLE, 80)) {
        put(g, ",\"chargeable\":{");
        const bool rounds = use(g, ON_ROUND_UP, 100);
        if (rounds) put(g, "\"round_up_kg\":%d", between(g, 1, 2));
        if (g->measures > 1)
            put(g, "%s\"kg_per_m3\":%.1f", rounds ? "," : "", 0.5 * between(g, 2, 9));
        put(g, "}");
    }
    if (mode < 2 && use(g, ON_NEXT_BREAK, 70)) put(g, ",\"next_break\":true");
    if (mode < 2 || between(g, 0, 1)) put_zones(g, mode == 2);
    if (mode == 2)
        put(g,
            ",\"profile\":\"truck\",\"capacity\":{\"kg\":%d%s},\"fixed\":%d,\"per_km\":%.2f,"
            "\"min\":%d,"
            "\"extra_stop\":%d,\"max_stops\":%d",
            between(g, 8, 16), g->measures > 1 ? ",\"m3\":\"unlimited\"" : "", between(g, 5, 60),
            0.01 * between(g, 20, 120), between(g, 0, 60), between(g, 0, 12), between(g, 1, 4));
    put_extras(g);
    if (use(g, ON_MAX_PER_DAY, 60))
        put(g, ",\"max_per_day\":{\"kg\":%.1f}", 0.5 * between(g, 6, 24));
    if (use(g, ON_DELIVERS, 40)) put(g, ",\"delivers\":[\"08:00\",\"10:00\"]");
    if (use(g, ON_TRANSIT, 50)) put(g, ",\"transit_days\":%d", between(g, 0, 2));
    put(g, "}");
}

static void put_carriers(random_set *g)
{
    int32_t count = 0;
    put(g, "\"carriers\":[");
    for (int32_t mode = 0; mode < 3; mode++) put_carrier(g, mode, &count);
    put(g, "],");
}

/* ---- Orders ---- */

static void draw_order(random_set *g, random_order *o, int32_t *shipments)
{
    const int32_t customer = between(g, 2, g->places - 1);
    *o = (random_order){.from = -1, .to = customer};
    if (*shipments < (g->orders > 6 ? 1 : 2) && use(g, ON_SHIPMENT, 40)) {
        o->shipment = true;
        ++*shipments;
        do o->from = between(g, 2, g->places - 1);
        while (o->from == o->to);
    } else if (use(g, ON_PICKUP, 40)) {
        o->pickup = true;
        o->from = customer;
        o->to = g->depots > 1 ? between(g, 0, 1) : 0;
    } else if (g->carriers || between(g, 0, 1)) {
        o->from = g->depots > 1 ? between(g, 0, 1) : 0;
    }
}

/* `several`: not at the depot end, where one window is all that may be given. */
static void put_windows(random_set *g, bool several)
{
    const int32_t open = five(g, 360, 720);
    const char *day =
        g->days > 1 && use(g, ON_WINDOW_OF_A_DAY, 40) ? between(g, 0, 1) ? "+1 " : "+0 " : "";
    put(g, ",\"windows\":[");
    put_span(g, day, open, open + five(g, 30, 300));
    if (several && use(g, ON_SEVERAL_WINDOWS, 60)) {
        put(g, ",");
        put_span(g, "", five(g, 1060, 1100), five(g, 1105, 1300));
    }
    put(g, "]");
}

static void put_collect(random_set *g, const random_order *o)
{
    const bool windows = use(g, ON_COLLECT_WINDOWS, 40), service = use(g, ON_COLLECT_SERVICE, 40);
    if (o->from < 0 || (!windows && !service)) return;
    put(g, ",\"collect\":{");
    if (windows) {
        put(g, "\"windows\":[");
        put_span(g, "", five(g, 300, 420), five(g, 600, 900));
        if (o->pickup && use(g, ON_SEVERAL_WINDOWS, 60)) put(g, ",[\"15:30\",\"16:40\"]");
        put(g, "]");
    }
    if (service) put(g, "%s\"service\":{\"fixed_min\":%d}", windows ? "," : "", between(g, 0, 12));
    put(g, "}");
}

static void put_demands(random_set *g)
{
    if (use(g, ON_READY, 30))
        put(g, ",\"ready\":\"%02d:%02d\"", between(g, 5, 9), 5 * between(g, 0, 11));
    if (use(g, ON_NEEDS, 30)) put(g, ",\"needs\":[\"lift\"]");
    if ((g->on[ON_GOODS_SAME_TIME] || g->on[ON_GOODS_VEHICLE] || g->on[ON_REFUSES_GOODS]) &&
        between(g, 0, 2))
        put(g, ",\"goods\":[\"g%d\"]", between(g, 0, 2));
    if (use(g, ON_TIER, 50)) put(g, ",\"tier\":%d", between(g, 1, 5));
    if (use(g, ON_UNSERVED_PENALTY, 45)) put(g, ",\"unserved_penalty\":%d", between(g, 10, 150));
    if (use(g, ON_MAX_ON_BOARD, 40)) put(g, ",\"max_on_board_min\":%d", five(g, 30, 240));
    if (use(g, ON_ORDER_VEHICLES, 25))
        put(g, ",\"vehicles\":[\"v%d\"]", between(g, 0, g->vehicles - 1));
    if (use(g, ON_VALUE, 60)) put(g, ",\"value\":%d", 100 * between(g, 0, 90));
}

static void put_days(random_set *g)
{
    if (g->days > 1 && use(g, ON_SHIP_DAYS, 50))
        put(g, ",\"ship_days\":[%s]", (const char *[]){"0", "1", "0,1"}[between(g, 0, 2)]);
    if (use(g, ON_HOLDING, 60)) put(g, ",\"holding_per_day\":%.1f", 0.5 * between(g, 1, 30));
    if (use(g, ON_EARLY, 60)) put(g, ",\"early_per_day\":%.1f", 0.5 * between(g, 1, 20));
}

static void put_carriers_of(random_set *g)
{
    int32_t count = 0;
    static const char *const ids[] = {"ltl", "parcel", "ftl"};
    put(g, ",\"carriers\":[");
    for (int32_t mode = 0; mode < 3; mode++)
        if (g->used[ON_LTL + mode] && between(g, 0, 3))
            put(g, "%s\"%s\"", count++ ? "," : "", ids[mode]);
    put(g, "]");
}

static void put_order(random_set *g, int32_t i)
{
    const random_order *o = &g->order[i];
    put(g, "%s{\"id\":\"o%d\",", i ? "," : "", i);
    const bool split = !g->split && !o->shipment && !g->bonded[i] && g->orders < 7 && i > 2 &&
                       use(g, ON_SPLIT, 60);
    g->split = g->split || split;
    const bool listed =
        o->from >= 0 && o->from < 2 && g->depots > 1 && !o->pickup && use(g, ON_SOURCES, 60);
    if (listed) {
        put(g, "\"from\":[\"d0\",\"d1\"],");
    } else if (o->from >= 0) {
        put(g, "\"from\":\"%s\",", place_id(o->from));
    }
    put(g, "\"to\":\"%s\",\"quantity\":{\"kg\":%.1f", place_id(o->to),
        split ? between(g, 14, 26) : 0.5 * between(g, 2, 12));
    if (g->measures > 1) put(g, ",\"m3\":%.2f", 0.25 * between(g, 0, 14));
    put(g, "}");
    if (g->on[ON_STOCK] && between(g, 0, 3))
        put(g, ",\"products\":{\"p%d\":%d}", between(g, 0, 1), between(g, 1, 3));
    if (g->accounts && between(g, 0, 3))
        put(g, ",\"account\":\"a%d\"", between(g, 0, g->accounts - 1));
    if (between(g, 0, g->carriers ? 1 : 3)) put_windows(g, !o->pickup);
    if (between(g, 0, 2)) {
        put(g, ",\"service\":{\"fixed_min\":%d", between(g, 0, 20));
        if (use(g, ON_SERVICE_PER, 50)) put(g, ",\"per\":{\"kg\":%.2f}", 0.25 * between(g, 0, 9));
        put(g, "}");
    }
    if (o->from >= 0 && !listed && !o->pickup && use(g, ON_AS_SHIPMENT, 35)) {
        put(g, ",\"as\":\"shipment\"");
    } else if (g->carriers && o->from >= 0 && !g->bonded[i]) {
        put_carriers_of(g);
    }
    if (split) put(g, ",\"split\":{\"by\":\"units\",\"min\":{\"kg\":%d}}", between(g, 1, 5));
    put_days(g);
    put_collect(g, o);
    put_demands(g);
    put(g, "}");
}

static const char *const bond_modes[] = {"stop", "trip", "vehicle", "all-or-none"};

/* Two bonds at most, over the orders 0 1 and 2 3 (4). */
static void put_bonds(random_set *g, int32_t *modes)
{
    put(g, "],\"together\":[");
    for (int32_t b = 0, count = 0; b < 2; b++)
        if (modes[b] >= 0)
            put(g, "%s{\"orders\":[\"o%d\",\"o%d\"%s],\"mode\":\"%s\"}", count++ ? "," : "", 2 * b,
                2 * b + 1, b && modes[b] == 3 ? ",\"o4\"" : "", bond_modes[modes[b]]);
}

static void draw_bonds(random_set *g, int32_t *modes)
{
    modes[0] = modes[1] = -1;
    for (int32_t mode = 0, b = 0; mode < 4 && b < 2; mode++)
        if (use(g, ON_BOND_STOP + mode, 100)) modes[b++] = mode;
    for (int32_t b = 0; b < 2; b++)
        for (int32_t k = 0; k < 3 && modes[b] >= 0; k++) g->bonded[2 * b + k] = true;
    for (int32_t b = 0; b < 2; b++)
        if (modes[b] == 0) { /* they must share the place at which they are served */
            g->order[2 * b].from = g->order[2 * b + 1].from = -1;
            g->order[2 * b].shipment = g->order[2 * b + 1].shipment = false;
            g->order[2 * b].pickup = g->order[2 * b + 1].pickup = false;
            g->order[2 * b].to = g->order[2 * b + 1].to = between(g, 2, g->places - 1);
        }
}

static void put_orders(random_set *g)
{
    int32_t shipments = 0, modes[2], apart = 0;
    for (int32_t i = 0; i < g->orders; i++) draw_order(g, &g->order[i], &shipments);
    draw_bonds(g, modes);
    put(g, "\"orders\":[");
    for (int32_t i = 0; i < g->orders; i++) put_order(g, i);
    put_bonds(g, modes);
    put(g, "],\"never_together\":[");
    if (use(g, ON_GOODS_SAME_TIME, 100)) {
        put(g, "{\"goods\":[\"g0\",\"g1\"],\"mode\":\"same-time\"}");
        apart++;
    }
    if (use(g, ON_GOODS_VEHICLE, 100))
        put(g, "%s{\"goods\":[\"g1\",\"g2\"],\"mode\":\"vehicle\"}", apart ? "," : "");
    put(g, "]");
}

/* Writes the set of a seed into g->text. */
static void make_random_set(random_set *g, uint64_t seed)
{
    static const int32_t chance[] = {
#define X(name, per_cent) per_cent,
        RANDOM_FEATURES(X)
#undef X
    };
    memset(g, 0, sizeof *g);
    g->seed = seed;
    for (int32_t f = 0; f < RANDOM_FEATURE_COUNT; f++) g->on[f] = between(g, 1, 100) <= chance[f];
    const int32_t size = between(g, 0, 99);
    g->orders = size < 65 ? 5 : size < 90 ? 6 : size < 96 ? 7 : size < 98 ? 8 : 9;
    g->places = between(g, 6, RANDOM_PLACES);
    g->depots = g->on[ON_SECOND_DEPOT] || g->on[ON_OTHER_END] ? 2 : 1;
    g->vehicles = between(g, 2, 3);
    g->accounts = 2;
    g->days = use(g, ON_DAYS, 100) ? 2 : 1;
    g->measures = use(g, ON_SEVERAL_MEASURES, 100) ? 2 : 1;
    for (int32_t i = 0; i < g->places; i++) {
        g->x[i] = between(g, 0, 250);
        g->y[i] = between(g, 0, 250);
    }
    put_header(g);
    put_world(g);
    put_fleet(g);
    put_carriers(g);
    put_orders(g);
    if (!g->carriers && use(g, ON_VEHICLES_FIRST, 100))
        put(g, ",\"objective\":{\"first\":\"vehicles\"}");
    put(g, "}");
}

#endif
