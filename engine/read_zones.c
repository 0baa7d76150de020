/* The zones of a carrier and the tariff of each. A zone is a list of places and of ranges of
 * postcodes; no place may lie in two. */
#include <stdlib.h>
#include <string.h>

#include "errors.h"
#include "read.h"
#include "text.h"

/* ---- Where ---- */

typedef struct zones {
    khe_set_reader *r;
    khe_carrier *carrier;
    bool bad; /* a zone may be missing from those known */
} zones;

static void put_place(zones *z, const khe_json *at, int32_t place, int32_t zone)
{
    const char *id = z->r->set->locations[place].id;
    int32_t *zone_of = &z->carrier->zone_of[place];
    if (*zone_of != KHE_NONE && *zone_of != zone)
        khe_json_error(
            at, "wrong_value",
            "the place \"%s\" lies in the zone \"%s\" already and cannot lie in \"%s\" too",
            id ? id : "", z->carrier->zones[*zone_of].id, z->carrier->zones[zone].id);
    else
        *zone_of = zone;
}

static void read_places(zones *z, khe_json *array, int32_t zone)
{
    for (khe_json item = {0}; khe_json_next(array, &item);) {
        const int32_t place = khe_read_reference(&z->r->locations, &item);
        if (place >= 0) put_place(z, &item, place, zone);
    }
}

/* Bounds of postcodes, compared with as many first characters as each has. */
typedef struct range {
    const char *from, *to;
    size_t from_length, to_length;
} range;

/* "01000-05999", or "04": all that begin so. */
static bool split_range(const khe_json *at, const char *text, range *out)
{
    const char *dash = strchr(text, '-');
    out->from = text;
    out->from_length = dash ? (size_t)(dash - text) : strlen(text);
    out->to = dash ? dash + 1 : text;
    out->to_length = strlen(out->to);
    const size_t least = out->from_length < out->to_length ? out->from_length : out->to_length;
    if (least == 0 || (dash && strchr(out->to, '-')))
        khe_json_error(at, "wrong_value",
                       "\"%s\" is no range of postcodes: expected \"01000-05999\" or \"04\"", text);
    else if (strncmp(out->from, out->to, least) > 0)
        khe_json_error(at, "wrong_value", "the range \"%s\" ends before it begins", text);
    else
        return true;
    return false;
}

static void read_postcodes(zones *z, khe_json *array, int32_t zone)
{
    const kh_order_set *set = z->r->set;
    for (khe_json item = {0}; khe_json_next(array, &item);) {
        const char *text = khe_json_text(&item);
        range bounds;
        if (!text || !split_range(&item, text, &bounds)) continue;
        for (int32_t i = 0; i < set->location_count; i++) {
            const char *code = set->locations[i].postcode;
            if (code && strncmp(code, bounds.from, bounds.from_length) >= 0 &&
                strncmp(code, bounds.to, bounds.to_length) <= 0)
                put_place(z, &item, i, zone);
        }
    }
}

static void read_zone(zones *z, khe_json *object, int32_t zone)
{
    enum { PLACES, POSTCODES, KEYS };
    static const khe_key keys[KEYS] = {
        [PLACES] = {"places", KHE_ARRAY, false}, [POSTCODES] = {"postcodes", KHE_ARRAY, false}};
    khe_json found[KEYS];
    if (!khe_json_object(object, keys, KEYS, found)) return;
    if (!found[PLACES].node && !found[PLACES].bad && !found[POSTCODES].node &&
        !found[POSTCODES].bad)
        khe_json_error(object, "missing_key", "\"places\" or \"postcodes\" is missing");
    read_places(z, &found[PLACES], zone);
    read_postcodes(z, &found[POSTCODES], zone);
}

static int32_t find_zone(const khe_carrier *carrier, const char *id)
{
    for (int32_t i = 0; i < carrier->zone_count; i++)
        if (strcmp(carrier->zones[i].id, id) == 0) return i;
    return KHE_NONE;
}

static bool take_places(zones *z)
{
    const int32_t count = z->r->set->location_count;
    z->carrier->zone_of = khe_read_alloc(z->r, count, sizeof(*z->carrier->zone_of));
    for (int32_t i = 0; i < count && z->carrier->zone_of; i++) z->carrier->zone_of[i] = KHE_NONE;
    return z->carrier->zone_of != NULL;
}

static void read_all_zones(zones *z, khe_json *object)
{
    khe_carrier *carrier = z->carrier;
    carrier->zones = khe_read_alloc(z->r, khe_json_size(object), sizeof(*carrier->zones));
    if (!carrier->zones || !take_places(z)) return;
    for (khe_json item = {0}; khe_json_next(object, &item);) {
        if (strcmp(item.key, "meta") == 0) continue;
        if (find_zone(carrier, item.key) >= 0) {
            khe_json_error(&item, "doubled_key", "the key stands here twice");
            continue;
        }
        char *id = khe_text_copy(item.key);
        if (!id) {
            z->r->json.no_memory = true;
            return;
        }
        carrier->zones[carrier->zone_count++].id = id;
        read_zone(z, &item, carrier->zone_count - 1);
    }
    if (carrier->zone_count == 0)
        khe_json_error(object, "wrong_value", "at least one zone is needed");
}

/* ---- What for ---- */

enum { UP_TO, FLAT, PER, LEAST, BAND_KEYS };

static const khe_key band_keys[BAND_KEYS] = {[UP_TO] = {"up_to", KHE_NUMBER, false},
                                             [FLAT] = {"flat", KHE_NUMBER, false},
                                             [PER] = {"per", KHE_NUMBER, false},
                                             [LEAST] = {"min", KHE_NUMBER, false}};

/* A truck's only band is one price. */
static void check_truck_band(const khe_json *at, khe_json *found)
{
    for (int32_t k = 0; k < BAND_KEYS; k++)
        if (found[k].value && k != FLAT)
            khe_json_error(&found[k], "wrong_value", "does not go with the mode \"ftl\"");
    if (!found[FLAT].node && !found[FLAT].bad && !found[PER].node)
        khe_json_error(at, "missing_key", "\"flat\" is missing");
}

static void check_price(const khe_json *at, khe_json *found)
{
    if (found[FLAT].bad || found[PER].bad) return;
    if (!found[FLAT].value && !found[PER].value)
        khe_json_error(at, "missing_key", "\"flat\" or \"per\" is missing");
    if (found[FLAT].value && found[PER].value)
        khe_json_error(at, "wrong_value", "either \"flat\" or \"per\"");
    else if (found[FLAT].value && found[LEAST].value)
        khe_json_error(&found[LEAST], "wrong_value", "does not go with \"flat\"");
}

/* \param before the band before it, or NULL */
static void read_end(const khe_json *at, khe_json *value, const khe_band *before, bool last,
                     khe_band *out)
{
    int64_t end = INT32_MAX;
    if (value->value) khe_json_decimal(value, 3, 1, INT32_MAX - 1, &end);
    if (!value->node && !value->bad && !last)
        khe_json_error(at, "missing_key", "\"up_to\" is missing: only the last band has no end");
    out->up_to = (int32_t)end;
    if (before && value->value && end <= before->up_to && before->up_to != INT32_MAX)
        khe_json_error(value, "out_of_range", "the bands do not ascend");
}

static void read_band(const khe_json *at, khe_mode mode, const khe_band *before, bool last,
                      khe_band *out)
{
    khe_json found[BAND_KEYS];
    *out = (khe_band){.up_to = INT32_MAX};
    if (!khe_json_object(at, band_keys, BAND_KEYS, found)) return;
    if (mode == KHE_FTL) {
        check_truck_band(at, found);
    } else {
        check_price(at, found);
        read_end(at, &found[UP_TO], before, last, out);
        khe_read_money(&found[LEAST], &out->min);
    }
    out->flat = !found[PER].value;
    khe_read_money(&found[out->flat ? FLAT : PER], &out->price);
}

static void read_bands(zones *z, khe_json *array, khe_zone *out)
{
    const int32_t count = khe_json_size(array);
    const khe_mode mode = z->carrier->mode;
    if (!khe_json_is(array, KHE_ARRAY)) return;
    if (count == 0) khe_json_error(array, "wrong_value", "at least one band is needed");
    if (count > 1 && mode == KHE_FTL)
        khe_json_error(array, "wrong_value", "a truck has one price, so there is only one band");
    out->bands = khe_read_alloc(z->r, count, sizeof(*out->bands));
    if (!out->bands) return;
    for (khe_json item = {0}; khe_json_next(array, &item);) {
        const int32_t b = out->band_count++;
        read_band(&item, mode, b > 0 ? &out->bands[b - 1] : NULL, b == count - 1, &out->bands[b]);
    }
}

static void report_no_zone(const zones *z, const khe_json *at)
{
    const char *names[64];
    size_t count = 0;
    for (int32_t i = 0; i < z->carrier->zone_count && count < 64; i++)
        names[count++] = z->carrier->zones[i].id;
    const char *nearest = khe_nearest(at->key, names, count);
    if (nearest)
        khe_json_error(at, "dangling_id", "no zone of the carrier is \"%s\"; did you mean \"%s\"?",
                       at->key, nearest);
    else
        khe_json_error(at, "dangling_id", "no zone of the carrier is \"%s\"", at->key);
}

static bool has_member(const khe_json *object, const char *key)
{
    for (khe_json item = {0}; khe_json_next(object, &item);)
        if (strcmp(item.key, key) == 0) return true;
    return false;
}

static void read_tariff(zones *z, khe_json *object)
{
    bool dangling = false;
    for (khe_json item = {0}; khe_json_next(object, &item);) {
        if (strcmp(item.key, "meta") == 0) continue;
        const int32_t zone = find_zone(z->carrier, item.key);
        if (zone < 0 && !z->bad) report_no_zone(z, &item);
        dangling |= zone < 0;
        if (zone < 0) continue;
        if (z->carrier->zones[zone].bands)
            khe_json_error(&item, "doubled_key", "the key stands here twice");
        else
            read_bands(z, &item, &z->carrier->zones[zone]);
    }
    /* a name that is misspelt is not to be missed as well */
    for (int32_t i = 0; i < z->carrier->zone_count && !dangling; i++)
        if (!has_member(object, z->carrier->zones[i].id))
            khe_json_error(object, "missing_key", "the zone \"%s\" has no tariff",
                           z->carrier->zones[i].id);
}

void khe_read_zones(khe_set_reader *r, khe_json *object, khe_json *tariff, khe_carrier *out)
{
    zones z = {.r = r, .carrier = out, .bad = object->bad};
    if (object->value) read_all_zones(&z, object);
    if (r->json.no_memory || !tariff->value) return;
    if (!object->value && !object->bad) {
        khe_json_error(tariff, "wrong_value", "a tariff needs \"zones\"");
        return;
    }
    read_tariff(&z, tariff);
}
