/* A benchmark instance as an order set document: one unit of length is one metre and costs 1.00, it
 * is driven in one unit of time. Numbers are written as decimals from whole numbers, so the text is
 * the same on every machine and in every locale. */
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "instance.h"

typedef struct writer {
    const khe_instance *instance;
    const khe_rounding *rounding;
    char *text; /* [room], NUL-terminated */
    size_t size, room;
    bool failed; /* out of memory */
} writer;

static bool reserve(writer *w, size_t more)
{
    if (w->failed) return false;
    if (w->size + more < w->room) return true;
    const size_t room = 2 * w->room + more + 1024;
    char *text = realloc(w->text, room);
    if (text == NULL) {
        w->failed = true;
        return false;
    }
    w->text = text;
    w->room = room;
    return true;
}

static void put(writer *w, const char *text)
{
    const size_t length = strlen(text);
    if (!reserve(w, length + 1)) return;
    memcpy(w->text + w->size, text, length + 1);
    w->size += length;
}

__attribute__((format(printf, 2, 3))) static void putf(writer *w, const char *format, ...)
{
    char line[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    put(w, line);
}

/* A string between quotes; what JSON does not allow in it becomes '?'. */
static void put_string(writer *w, const char *text)
{
    put(w, "\"");
    for (; *text != '\0'; text++) {
        const bool control = (unsigned char)*text < ' ' || (unsigned char)*text > '~';
        if (*text == '"' || *text == '\\') put(w, "\\");
        putf(w, "%c", control ? '?' : *text);
    }
    put(w, "\"");
}

/* value / 10^decimals without trailing zeros. */
static void put_decimal(writer *w, int64_t value, int decimals)
{
    int64_t base = 1;
    for (int i = 0; i < decimals; i++) base *= 10;
    const uint64_t size = (uint64_t)(value < 0 ? -value : value);
    uint64_t part = size % (uint64_t)base;
    putf(w, "%s%" PRIu64, value < 0 ? "-" : "", size / (uint64_t)base);
    if (part == 0) return;
    while (part % 10 == 0) {
        part /= 10;
        decimals--;
    }
    putf(w, ".%0*" PRIu64, decimals, part);
}

/* A number of the file, to nine decimals. */
static void put_number(writer *w, double value) { put_decimal(w, llround(value * 1e9), 9); }

static int64_t ticks_of(const writer *w, double units)
{
    const double exact = units * w->instance->seconds * w->rounding->per_unit;
    return (int64_t)floor(exact + (w->rounding->floor ? 1e-6 : 0.5));
}

static void put_minutes(writer *w, double units)
{
    const int64_t ticks_per_min = 60 * (int64_t)w->rounding->per_unit;
    put_decimal(w, (ticks_of(w, units) * 1000000 + ticks_per_min / 2) / ticks_per_min, 6);
}

/* "HH:MM:SS[.mmm]" with its day where one of the two times that belong together has one. */
static void put_clock(writer *w, int64_t ticks, bool with_day)
{
    const int64_t per_s = w->rounding->per_unit;
    const int64_t seconds = ticks / per_s, part = ticks % per_s * 1000 / per_s;
    const int64_t of_day = seconds % 86400;
    put(w, "\"");
    if (with_day) putf(w, "+%" PRId64 " ", seconds / 86400);
    putf(w, "%02" PRId64 ":%02" PRId64 ":%02" PRId64, of_day / 3600, of_day / 60 % 60, of_day % 60);
    if (part > 0) putf(w, ".%03" PRId64, part);
    put(w, "\"");
}

static void put_span(writer *w, const khe_site *site, bool first_has_day)
{
    const int64_t open = ticks_of(w, site->open), close = ticks_of(w, site->close);
    const bool with_day = close >= 86400 * (int64_t)w->rounding->per_unit;
    put(w, "[");
    put_clock(w, open, with_day && first_has_day);
    put(w, ",");
    put_clock(w, close, with_day);
    put(w, "]");
}

static void put_locations(writer *w)
{
    const khe_instance *instance = w->instance;
    const bool degrees = instance->geographic;
    put(w, "  \"locations\": [\n");
    for (int32_t i = 0; i < instance->site_count; i++) {
        putf(w, "    {\"id\": \"%d\", \"%s\": ", instance->sites[i].number, degrees ? "lon" : "x");
        put_number(w, instance->sites[i].x);
        putf(w, ", \"%s\": ", degrees ? "lat" : "y");
        put_number(w, instance->sites[i].y);
        put(w, i + 1 < instance->site_count ? "},\n" : "}\n");
    }
    put(w, "  ],\n");
}

/* Plane: without times to keep, driving is so fast that the day is never too short. */
static void put_plane(writer *w)
{
    putf(w,
         "  \"travel\": {\"plane\": {\"model\": \"plane\", \"unit_m\": 1, \"round\": \"%s\", "
         "\"speed_kmh\": %s}},\n",
         w->rounding->floor ? "floor" : "nearest", w->instance->timed ? "3.6" : "360");
}

/* One layer of the matrix; a unit is a metre, or a kilometre where it is a minute. */
static void put_layer(writer *w, const char *key, bool minutes)
{
    const int32_t n = w->instance->site_count;
    putf(w, "    \"%s\": [\n", key);
    for (int32_t i = 0; i < n; i++) {
        put(w, "      [");
        for (int32_t j = 0; j < n; j++) {
            const double length = w->instance->matrix[i * n + j];
            if (j > 0) put(w, ",");
            if (minutes)
                put_minutes(w, length);
            else
                put_number(w, w->instance->seconds == 60 ? length : length / 1000);
        }
        put(w, i + 1 < n ? "],\n" : "]\n");
    }
    put(w, minutes ? "    ]\n" : "    ],\n");
}

static void put_matrix(writer *w)
{
    const khe_instance *instance = w->instance;
    put(w, "  \"travel\": {\"matrix\": {\"model\": \"matrix\",\n    \"places\": [");
    for (int32_t i = 0; i < instance->site_count; i++)
        putf(w, "%s\"%d\"", i > 0 ? "," : "", instance->sites[i].number);
    put(w, "],\n");
    put_layer(w, "km", false);
    put_layer(w, "min", true);
    put(w, "  }},\n");
}

static void put_class_id(writer *w, int32_t k)
{
    if (w->instance->class_count == 1)
        put(w, "\"vehicle\"");
    else
        putf(w, "\"class-%d\"", k + 1);
}

/* The classes that may visit the site, unless all may. */
static void put_allowed(writer *w, int32_t site)
{
    const khe_instance *instance = w->instance;
    int32_t named = 0, able = 0;
    for (int32_t k = 0; k < instance->class_count; k++)
        able += instance->classes[k].allowed == NULL || instance->classes[k].allowed[site];
    if (able == instance->class_count) return;
    put(w, ", \"vehicles\": [");
    for (int32_t k = 0; k < instance->class_count; k++) {
        if (instance->classes[k].allowed != NULL && !instance->classes[k].allowed[site]) continue;
        if (named++ > 0) put(w, ",");
        put_class_id(w, k);
    }
    put(w, "]");
}

/* Window and service of one end, each with a comma before it or, in an object of its own, after. */
static bool put_end(writer *w, const khe_site *site, const char *lead)
{
    bool any = false;
    if (site->close >= 0) {
        putf(w, "%s\"windows\": [", lead);
        put_span(w, site, true);
        put(w, "]");
        any = true;
    }
    if (site->service > 0) {
        putf(w, "%s\"service\": {\"fixed_min\": ", any ? ", " : lead);
        put_minutes(w, site->service);
        put(w, "}");
        any = true;
    }
    return any;
}

static void put_ends(writer *w, const khe_site *site)
{
    const khe_site *sites = w->instance->sites;
    if (site->role == KHE_DELIVERY) {
        put_end(w, site, ", ");
        return;
    }
    if (put_end(w, site, ", \"collect\": {")) put(w, "}");
    if (site->role == KHE_SHIPMENT) put_end(w, &sites[site->partner], ", ");
}

static void put_order(writer *w, int32_t index, int32_t depot)
{
    const khe_site *sites = w->instance->sites, *site = &sites[index];
    const int32_t end = site->role == KHE_DELIVERY ? index
                        : site->role == KHE_PICKUP ? depot
                                                   : site->partner;
    putf(w, "    {\"id\": \"%d\", ", site->number);
    if (site->role != KHE_DELIVERY) putf(w, "\"from\": \"%d\", ", site->number);
    putf(w, "\"to\": \"%d\", ", sites[end].number);
    if (site->role == KHE_SHIPMENT) put(w, "\"as\": \"shipment\", ");
    put(w, "\"quantity\": {\"units\": ");
    put_number(w, site->demand);
    put(w, "}");
    put_ends(w, site);
    if (site->prize >= 0) {
        put(w, ", \"unserved_penalty\": ");
        put_number(w, site->prize);
    }
    put_allowed(w, index);
    put(w, "}");
}

static void put_orders(writer *w)
{
    const khe_instance *instance = w->instance;
    int32_t written = 0;
    put(w, "  \"orders\": [\n");
    for (int32_t i = 0; i < instance->site_count; i++) {
        const khe_role role = instance->sites[i].role;
        if (role == KHE_DEPOT || role == KHE_SHIPMENT_TO) continue;
        if (written++ > 0) put(w, ",\n");
        put_order(w, i, instance->classes[0].depot);
    }
    put(w, "\n  ],\n");
}

static void put_cost(writer *w, const khe_class *class)
{
    put(w, ", \"cost\": {");
    if (class->fixed > 0) {
        put(w, "\"per_day\": ");
        put_number(w, class->fixed);
        put(w, ", ");
    }
    put(w, "\"per_km\": ");
    put_number(w, w->instance->seconds == 60 ? class->per_unit : class->per_unit * 1000);
    put(w, "}}");
}

static void put_class(writer *w, int32_t k)
{
    const khe_instance *instance = w->instance;
    const khe_class *class = &instance->classes[k];
    const khe_site *depot = &instance->sites[class->depot];
    put(w, "    {\"id\": ");
    put_class_id(w, k);
    if (class->count < 0)
        put(w, ", \"count\": \"unlimited\"");
    else
        putf(w, ", \"count\": %d", class->count);
    putf(w, ", \"profile\": \"%s\", \"start\": \"%d\", \"capacity\": {\"units\": ",
         instance->matrix != NULL ? "matrix" : "plane", depot->number);
    put_number(w, class->capacity);
    put(w, "}");
    if (depot->close >= 0) {
        put(w, ", \"shift\": ");
        put_span(w, depot, false);
    }
    if (instance->backhauls)
        put(w, ", \"pickups\": \"after-deliveries\", \"needs_delivery\": true");
    if (class->max_duration >= 0) {
        put(w, ", \"max_duty_min\": ");
        put_minutes(w, class->max_duration);
    }
    put_cost(w, class);
}

static void put_vehicles(writer *w)
{
    put(w, "  \"vehicles\": [\n");
    for (int32_t k = 0; k < w->instance->class_count; k++) {
        put_class(w, k);
        put(w, k + 1 < w->instance->class_count ? ",\n" : "\n");
    }
    put(w, "  ],\n");
}

static void put_head(writer *w, const char *name)
{
    put(w, "{\n  \"format\": \"keyhaul/order-set/1\",\n  \"name\": ");
    put_string(w, name);
    /* ISO 4217: XXX is no currency */
    putf(w,
         ",\n  \"currency\": \"XXX\",\n  \"horizon\": {\"days\": 1},\n"
         "  \"resolution\": {\"s\": %s, \"m\": %s},\n  \"measures\": [\"units\"],\n",
         w->rounding->resolution, w->rounding->resolution);
}

kh_status khe_instance_write(const khe_instance *instance, const khe_rounding *rounding,
                             const char *name, const char *first, char **out)
{
    writer w = {.instance = instance, .rounding = rounding};
    put_head(&w, instance->name != NULL ? instance->name : name);
    put_locations(&w);
    if (instance->matrix != NULL)
        put_matrix(&w);
    else
        put_plane(&w);
    put_orders(&w);
    put_vehicles(&w);
    putf(&w, "  \"objective\": {\"first\": \"%s\"}\n}\n", first);
    if (w.failed) {
        free(w.text);
        return KH_E_NOMEM;
    }
    *out = w.text;
    return KH_OK;
}
