/* What carriers take, a line per shipment. */
#include "table_parts.h"

static void put_carrier(khe_writer *w, const kh_order_set *set, const void *row)
{
    const khe_shipment *shipment = row;
    khe_put_text(w, set->carriers[shipment->carrier].id);
}

static void put_day(khe_writer *w, const kh_order_set *set, const void *row)
{
    const khe_shipment *shipment = row;
    (void)set;
    khe_put_format(w, "%d", (int)shipment->day);
}

static void put_from(khe_writer *w, const kh_order_set *set, const void *row)
{
    const khe_shipment *shipment = row;
    khe_put_text(w, set->locations[shipment->from].id);
}

/* The stops: "south", and "south, +2" with two more. */
static void put_to(khe_writer *w, const kh_order_set *set, const void *row)
{
    const khe_shipment *shipment = row;
    if (shipment->stop_count == 0) return;
    khe_put_text(w, set->locations[shipment->stops[0].place].id);
    if (shipment->stop_count > 1) khe_put_format(w, ", +%d", (int)shipment->stop_count - 1);
}

static void put_orders(khe_writer *w, const kh_order_set *set, const void *row)
{
    const khe_shipment *shipment = row;
    int32_t orders = 0;
    (void)set;
    for (int32_t s = 0; s < shipment->stop_count; s++) orders += shipment->stops[s].order_count;
    khe_put_format(w, "%d", (int)orders);
}

static void put_weight(khe_writer *w, const kh_order_set *set, const void *row)
{
    const khe_shipment *shipment = row;
    const khe_carrier *carrier = &set->carriers[shipment->carrier];
    khe_put_figure(w, shipment->billed.weight, 3, 0);
    khe_put_format(w, " %s", set->measure[carrier->measure]);
}

static void put_arrives(khe_writer *w, const kh_order_set *set, const void *row)
{
    const khe_shipment *shipment = row;
    khe_put_clock(w, set, shipment->arrive.open);
}

static void put_base(khe_writer *w, const kh_order_set *set, const void *row)
{
    const khe_shipment *shipment = row;
    (void)set;
    khe_put_figure(w, shipment->billed.base, 6, 2);
}

static void put_charge(khe_writer *w, const kh_order_set *set, const void *row)
{
    const khe_shipment *shipment = row;
    (void)set;
    khe_put_figure(w, shipment->billed.charge, 6, 2);
}

void khe_put_shipments(khe_writer *w, const kh_order_set *set, const khe_plan *plan, int32_t width)
{
    static const khe_column columns[] = {
        {"carrier", false, put_carrier}, {"day", true, put_day},       {"from", false, put_from},
        {"to", false, put_to},           {"orders", true, put_orders}, {"weight", true, put_weight},
        {"arrives", true, put_arrives},  {"base", true, put_base},     {"charge", true, put_charge},
    };
    static const int32_t missed[] = {7, 6, 2,
                                     4, 5, 3}; /* base, arrives, from, orders, weight, to */
    const khe_grid grid = {.columns = columns,
                           .column_count = sizeof columns / sizeof *columns,
                           .missed = missed,
                           .missed_count = sizeof missed / sizeof *missed,
                           .rows = plan->shipments,
                           .row_size = sizeof *plan->shipments,
                           .row_count = plan->shipment_count};
    khe_put_grid(w, set, &grid, width);
}
