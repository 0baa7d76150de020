/* The places of an order set. */
#include <stdlib.h>

#include "read.h"

enum {
    ID,
    NAME,
    LON,
    LAT,
    X,
    Y,
    OPEN,
    CLOSED,
    FIXED_STOP,
    EXTRA_VISIT,
    DOCK_SERVICE,
    LIMITS,
    TAGS,
    OFFSET,
    POSTCODE,
    DOCKS,
    STOCK,
    SLOTS,
    GATE_WAIT,
    THROUGHPUT,
    KEYS
};

static const khe_key keys[KEYS] = {
    [ID] = {"id", KHE_TEXT, true},
    [NAME] = {"name", KHE_TEXT, false},
    [LON] = {"lon", KHE_NUMBER, false},
    [LAT] = {"lat", KHE_NUMBER, false},
    [X] = {"x", KHE_NUMBER, false},
    [Y] = {"y", KHE_NUMBER, false},
    [OPEN] = {"open", KHE_ARRAY, false},
    [CLOSED] = {"closed", KHE_ARRAY, false},
    [FIXED_STOP] = {"fixed_stop_min", KHE_NUMBER, false},
    [EXTRA_VISIT] = {"extra_visit_price", KHE_NUMBER, false},
    [DOCK_SERVICE] = {"dock_service", KHE_OBJECT, false},
    [LIMITS] = {"limits", KHE_OBJECT, false},
    [TAGS] = {"tags", KHE_ARRAY, false},
    [OFFSET] = {"utc_offset", KHE_TEXT, false},
    [POSTCODE] = {"postcode", KHE_TEXT, false},
    [DOCKS] = {"docks", KHE_LATER, false},
    [STOCK] = {"stock", KHE_OBJECT, false},
    [SLOTS] = {"slots", KHE_LATER, false},
    [GATE_WAIT] = {"gate_wait_min", KHE_LATER, false},
    [THROUGHPUT] = {"throughput", KHE_LATER, false},
};

/* Two coordinates, or none. \return whether there are two good ones */
static bool read_pair(const khe_json *at, khe_json *first, khe_json *second, double first_max,
                      double second_max, double *out_first, double *out_second)
{
    if (!first->value && !second->value) return false;
    const bool a = first->value && khe_json_number(first, -first_max, first_max, out_first);
    const bool b = second->value && khe_json_number(second, -second_max, second_max, out_second);
    if (!first->node && !first->bad)
        khe_json_error(at, "missing_key", "\"%s\" goes with \"%s\"", first->key, second->key);
    if (!second->node && !second->bad)
        khe_json_error(at, "missing_key", "\"%s\" goes with \"%s\"", second->key, first->key);
    return a && b;
}

static void read_coordinates(const khe_json *at, khe_json *found, khe_location *out)
{
    const double plane_max = 1e7;
    const bool degrees = read_pair(at, &found[LON], &found[LAT], 180, 90, &out->lon, &out->lat);
    const bool plane = read_pair(at, &found[X], &found[Y], plane_max, plane_max, &out->x, &out->y);
    if (degrees && plane)
        khe_json_error(at, "wrong_value", "either \"lon\" and \"lat\" or \"x\" and \"y\"");
    out->located = degrees || plane;
    out->on_plane = plane;
}

static int32_t read_offset(khe_set_reader *r, khe_json *value)
{
    int32_t minutes = r->set->calendar.utc_offset_min;
    const char *text = value->value ? khe_json_text(value) : NULL;
    const char *wrong = text ? khe_offset_parse(text, &minutes) : NULL;
    if (wrong) khe_json_error(value, "wrong_time", "\"%s\": %s", text, wrong);
    return minutes;
}

static void read_location(khe_set_reader *r, const khe_json *at, khe_location *out)
{
    khe_json found[KEYS];
    *out = (khe_location){.opens = -1, .stocks = -1};
    khe_json_object(at, keys, KEYS, found);
    khe_read_id(r, &r->locations, &found[ID], &out->id);
    out->name = khe_read_text(r, &found[NAME]);
    read_coordinates(at, found, out);
    out->postcode = khe_read_text(r, &found[POSTCODE]);
    const int32_t offset = read_offset(r, &found[OFFSET]);
    r->utc_offset[at->index] = offset;
    khe_read_open(r, &found[OPEN], &found[CLOSED], offset, out);
    khe_read_minutes(r, &found[FIXED_STOP], &out->fixed_stop);
    khe_read_money(&found[EXTRA_VISIT], &out->extra_visit_price);
    khe_read_service(r, &found[DOCK_SERVICE], &out->dock_service);
    khe_read_size(&found[LIMITS], &out->limits);
    out->tags = khe_read_names(r, &found[TAGS], &r->set->tags);
    khe_read_stock(r, &found[STOCK], out);
}

void khe_read_locations(khe_set_reader *r, khe_json *locations)
{
    const int32_t count = khe_json_size(locations);
    kh_order_set *set = r->set;
    set->locations = khe_read_alloc(r, count, sizeof(*set->locations));
    r->utc_offset = khe_read_alloc(r, count, sizeof(*r->utc_offset));
    khe_list_open(r, &r->locations, count);
    r->locations.incomplete = !locations->value;
    if (r->json.no_memory) return;
    for (khe_json item = {0}; khe_json_next(locations, &item);)
        read_location(r, &item, &set->locations[set->location_count++]);
}
