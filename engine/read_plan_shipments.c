/* The shipments of a plan document. What a stop says again (its times, the carrier's mode) is kept
 * for the verifier to compare. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bands.h"
#include "errors.h"
#include "read_plan_parts.h"

/* ---- Stops ---- */

/* ["2026-11-25T09:00:00-03:00", "2026-11-25T18:00:00-03:00"] */
static void read_arrive(khe_plan_reader *r, khe_json *pair, khe_interval *out)
{
    int32_t *const bound[] = {&out->open, &out->close};
    *out = (khe_interval){KHE_NO_TIME, KHE_NO_TIME};
    if (!pair->value) return;
    if (khe_json_size(pair) != 2)
        khe_json_error(pair, "wrong_type", "expected two times, [\"from\", \"to\"]");
    for (khe_json item = {0}; khe_json_next(pair, &item);)
        if (item.index < 2 && khe_json_is(&item, KHE_TEXT))
            khe_plan_time(r, &item, bound[item.index]);
}

static void read_orders(khe_plan_reader *r, khe_json *value, khe_shipment_stop *stop)
{
    stop->orders = khe_plan_array(r, value, sizeof *stop->orders);
    if (!stop->orders) return;
    for (khe_json item = {0}; khe_json_next(value, &item);) {
        const int32_t order = khe_plan_id(&item, &r->orders, "order");
        if (order != KHE_NONE) stop->orders[stop->order_count++] = order;
    }
}

static void read_stop(khe_plan_reader *r, khe_json *value, khe_shipment_stop *stop,
                      khe_interval *arrive)
{
    enum { TO, ORDERS, ARRIVE, PARTS, KEYS };
    static const khe_key keys[KEYS] = {{"to", KHE_TEXT, true},
                                       {"orders", KHE_ARRAY, true},
                                       {"arrive", KHE_ARRAY, true},
                                       {"parts", KHE_OBJECT, false}};
    khe_json found[KEYS];
    stop->place = KHE_NONE;
    if (!khe_json_object(value, keys, KEYS, found)) return;
    stop->place = khe_plan_id(&found[TO], &r->places, "location");
    read_orders(r, &found[ORDERS], stop);
    read_arrive(r, &found[ARRIVE], arrive);
    khe_plan_parts(r, &found[PARTS]);
}

static void read_stops(khe_plan_reader *r, khe_json *value, khe_shipment *out,
                       khe_stated_shipment *stated)
{
    out->stops = khe_plan_array(r, value, sizeof *out->stops);
    stated->arrive = khe_plan_array(r, value, sizeof *stated->arrive);
    if (!out->stops || !stated->arrive) return;
    for (khe_json item = {0}; khe_json_next(value, &item); out->stop_count++)
        read_stop(r, &item, &out->stops[out->stop_count], &stated->arrive[out->stop_count]);
    if (out->stop_count > 0) out->arrive = stated->arrive[0];
}

/* ---- Bill ---- */

/* A band is named within the zone of the first stop; without a zone there is none to name. */
static void read_band(khe_json *value, const khe_carrier *carrier, const khe_shipment *shipment,
                      khe_billed *out)
{
    const char *name = value->value && !khe_json_is_null(value) ? khe_json_text(value) : NULL;
    const int32_t place = shipment->stop_count > 0 ? shipment->stops[0].place : KHE_NONE;
    if (!name || place == KHE_NONE || !carrier->zone_of) return;
    const int32_t zone = carrier->zone_of[place];
    if (zone == KHE_NONE) return;
    out->band = khe_band_named(&carrier->zones[zone], name);
    if (out->band == KHE_NONE)
        khe_json_error(value, "unknown_id", "the tariff of zone \"%s\" has no band \"%s\"",
                       carrier->zones[zone].id, name);
}

static void read_extras(khe_json *object, const khe_carrier *carrier, khe_billed *out)
{
    khe_key keys[KHE_EXTRAS_MAX];
    khe_json found[KHE_EXTRAS_MAX];
    for (int32_t x = 0; x < carrier->extra_count; x++)
        keys[x] = (khe_key){carrier->extras[x].name, KHE_NUMBER, false};
    if (!object->value || !khe_json_object(object, keys, (size_t)carrier->extra_count, found))
        return;
    for (int32_t x = 0; x < carrier->extra_count; x++) khe_plan_money(&found[x], &out->extra[x]);
}

static void read_weight(khe_json *value, int64_t *out)
{
    static const int64_t most = INT64_C(9007199254740991);
    if (value->value) khe_json_decimal(value, 3, 0, most, out);
}

static void read_billed(khe_plan_reader *r, khe_json *value, khe_shipment *out)
{
    enum { WEIGHT, BAND, BASE, EXTRAS, KEYS };
    const khe_carrier *carrier = &r->set->carriers[out->carrier];
    const khe_key keys[KEYS] = {{r->set->measure[carrier->measure], KHE_NUMBER, true},
                                {"band", KHE_ANY, true},
                                {"base", KHE_NUMBER, true},
                                {"extras", KHE_OBJECT, false}};
    khe_json found[KEYS];
    if (!khe_json_object(value, keys, KEYS, found)) return;
    read_weight(&found[WEIGHT], &out->billed.weight);
    read_band(&found[BAND], carrier, out, &out->billed);
    khe_plan_money(&found[BASE], &out->billed.base);
    read_extras(&found[EXTRAS], carrier, &out->billed);
}

/* ---- Shipments ---- */

enum { CARRIER, MODE, DAY, FROM, CHARGE, COST_BY, KM, STOPS, BILLED, KEYS };

static const khe_key shipment_keys[KEYS] = {
    [CARRIER] = {"carrier", KHE_TEXT, true}, [MODE] = {"mode", KHE_TEXT, true},
    [DAY] = {"day", KHE_NUMBER, true},       [FROM] = {"from", KHE_TEXT, true},
    [CHARGE] = {"charge", KHE_NUMBER, true}, [COST_BY] = {"cost_by", KHE_OBJECT, true},
    [KM] = {"km", KHE_NUMBER, false},        [STOPS] = {"stops", KHE_ARRAY, true},
    [BILLED] = {"billed", KHE_OBJECT, true},
};

static void read_length(khe_plan_reader *r, khe_json *value, int32_t *out)
{
    int64_t steps = 0;
    khe_plan_km(r, value, &steps);
    if (steps > INT32_MAX)
        khe_json_error(value, "limit", "longer than can be counted");
    else
        *out = (int32_t)steps;
}

static void read_shipment(khe_plan_reader *r, khe_json *value, khe_shipment *out,
                          khe_stated_shipment *stated)
{
    static const char *const modes[] = {"ltl", "parcel", "ftl"};
    khe_json found[KEYS];
    out->carrier = out->from = out->billed.band = KHE_NONE;
    if (!khe_json_object(value, shipment_keys, KEYS, found)) return;
    out->carrier = khe_plan_id(&found[CARRIER], &r->carriers, "carrier");
    stated->mode = found[MODE].value ? khe_json_choice(&found[MODE], modes, 3) : KHE_NONE;
    khe_plan_count(&found[DAY], &out->day);
    out->from = khe_plan_id(&found[FROM], &r->places, "location");
    khe_plan_money(&found[CHARGE], &out->billed.charge);
    khe_plan_costs(&found[COST_BY], &out->costs);
    read_length(r, &found[KM], &out->steps);
    read_stops(r, &found[STOPS], out, stated);
    if (out->carrier != KHE_NONE) read_billed(r, &found[BILLED], out);
}

void khe_plan_read_shipments(khe_plan_reader *r, khe_json *shipments)
{
    r->plan->shipments = khe_plan_array(r, shipments, sizeof *r->plan->shipments);
    r->stated->shipments = khe_plan_array(r, shipments, sizeof *r->stated->shipments);
    if (!r->plan->shipments || !r->stated->shipments) return;
    for (khe_json item = {0}; khe_json_next(shipments, &item);) {
        const int32_t i = r->plan->shipment_count;
        r->plan->shipment_count = r->stated->shipment_count = i + 1;
        read_shipment(r, &item, &r->plan->shipments[i], &r->stated->shipments[i]);
    }
}
