/* The shipments of a plan document: what carriers take, and their bills. */
#include "bands.h"
#include "write_plan.h"

static const char *const modes[] = {"ltl", "parcel", "ftl"};

static void write_stop(khe_plan_writer *p, const khe_shipment *shipment,
                       const khe_shipment_stop *stop)
{
    khe_write_object(&p->w, NULL, KHE_ROW);
    khe_write_text(&p->w, "to", p->set->locations[stop->place].id);
    khe_write_array(&p->w, "orders", KHE_ROW);
    for (int32_t k = 0; k < stop->order_count; k++)
        khe_write_text(&p->w, NULL, p->set->orders[stop->orders[k]].id);
    khe_write_close(&p->w);
    khe_write_array(&p->w, "arrive", KHE_ROW);
    khe_write_time(p, NULL, shipment->arrive.open);
    khe_write_time(p, NULL, shipment->arrive.close);
    khe_write_close(&p->w);
    khe_write_parts(p, stop->orders, stop->order_count);
    khe_write_close(&p->w);
}

/* Bands are of shipments by weight: parcels have one each, a truck's price has none. */
static void write_band(khe_plan_writer *p, const khe_carrier *carrier, const khe_shipment *shipment)
{
    char name[KHE_BAND_NAME];
    if (carrier->mode != KHE_LTL || shipment->billed.band == KHE_NONE) {
        khe_write_null(&p->w, "band");
        return;
    }
    const khe_zone *zone = &carrier->zones[carrier->zone_of[shipment->stops[0].place]];
    khe_band_name(zone, shipment->billed.band, name);
    khe_write_text(&p->w, "band", name);
}

static void write_billed(khe_plan_writer *p, const khe_carrier *carrier,
                         const khe_shipment *shipment)
{
    const khe_billed *billed = &shipment->billed;
    khe_write_object(&p->w, "billed", KHE_ROW);
    khe_write_decimal(&p->w, p->set->measure[carrier->measure], billed->weight, 3);
    write_band(p, carrier, shipment);
    khe_write_money(p, "base", billed->base);
    khe_write_object(&p->w, "extras", KHE_ROW);
    for (int32_t x = 0; x < carrier->extra_count; x++)
        if (billed->extra[x] != 0) khe_write_money(p, carrier->extras[x].name, billed->extra[x]);
    khe_write_close(&p->w);
    khe_write_close(&p->w);
}

static void write_shipment(khe_plan_writer *p, const khe_shipment *shipment)
{
    const khe_carrier *carrier = &p->set->carriers[shipment->carrier];
    khe_write_object(&p->w, NULL, KHE_BLOCK);
    khe_write_text(&p->w, "carrier", carrier->id);
    khe_write_text(&p->w, "mode", modes[carrier->mode]);
    khe_write_decimal(&p->w, "day", shipment->day, 0);
    khe_write_text(&p->w, "from", p->set->locations[shipment->from].id);
    khe_write_money(p, "charge", shipment->billed.charge);
    khe_write_costs(p, "cost_by", &shipment->costs, false);
    if (carrier->mode == KHE_FTL) khe_write_km(p, "km", shipment->steps);
    khe_write_array(&p->w, "stops", KHE_BLOCK);
    for (int32_t s = 0; s < shipment->stop_count; s++) write_stop(p, shipment, &shipment->stops[s]);
    khe_write_close(&p->w);
    write_billed(p, carrier, shipment);
    khe_write_close(&p->w);
}

void khe_write_shipments(khe_plan_writer *p)
{
    khe_write_array(&p->w, "shipments", KHE_BLOCK);
    for (int32_t s = 0; s < p->plan->shipment_count; s++) write_shipment(p, &p->plan->shipments[s]);
    khe_write_close(&p->w);
}
