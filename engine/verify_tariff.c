/* Bills of carriers, step by step: chargeable weight, band, base price, extras. Amounts that cannot
 * be counted stay at a largest one, so that nothing overflows. */
#include "verify_tariff.h"

__extension__ typedef __int128 wide;

static int64_t capped(wide amount)
{
    const wide most = 9000000000000000;
    return (int64_t)(amount < most ? amount : most);
}

static wide round_up(wide amount, int64_t multiple)
{
    return multiple > 0 ? (amount + multiple - 1) / multiple * multiple : amount;
}

static wide divide_up(wide amount, int64_t by) { return (amount + by - 1) / by; }

static wide divide_half_up(wide amount, int64_t by) { return (amount + by / 2) / by; }

/* ---- Weights ---- */

/* The greatest of the carrier's own measure and of all measures as they are charged at least. */
static wide chargeable(const kh_order_set *set, const khe_carrier *carrier, const int64_t *quantity)
{
    wide weight = quantity[carrier->measure];
    for (int32_t m = 0; m < set->measures; m++) {
        const wide counted = divide_up((wide)quantity[m] * carrier->per_unit[m], 1000);
        if (counted > weight) weight = counted;
    }
    return weight;
}

static void add_quantity(const kh_order_set *set, int32_t order, int64_t *quantity)
{
    for (int32_t m = 0; m < set->measures; m++) quantity[m] += set->orders[order].quantity[m];
}

static wide chargeable_alone(const kh_order_set *set, const khe_carrier *carrier, int32_t order)
{
    int64_t quantity[KHE_MEASURES_MAX] = {0};
    add_quantity(set, order, quantity);
    return chargeable(set, carrier, quantity);
}

/* ---- Bands ---- */

static int32_t own_band(const khe_zone *zone, wide weight)
{
    for (int32_t b = 0; b < zone->band_count; b++)
        if (zone->bands[b].up_to == INT32_MAX || weight <= zone->bands[b].up_to) return b;
    return KHE_NONE;
}

static wide price_in_band(const khe_band *band, wide weight)
{
    if (band->flat) return band->price;
    const wide price = divide_half_up(band->price * weight, 1000);
    return price > band->min ? price : band->min;
}

/* \param band the one that is billed. \return the price, negative: not offered */
static wide price_of_weight(const khe_carrier *carrier, const khe_zone *zone, wide weight,
                            int32_t *band)
{
    const int32_t own = own_band(zone, weight);
    if (own == KHE_NONE) return -1;
    wide lowest = price_in_band(&zone->bands[own], weight);
    *band = own;
    for (int32_t b = own + 1; b < zone->band_count && carrier->next_break; b++) {
        const wide least = round_up(zone->bands[b - 1].up_to, carrier->round_up);
        const wide price = price_in_band(&zone->bands[b], least);
        if (price >= lowest) continue;
        lowest = price;
        *band = b;
    }
    return lowest;
}

/* ---- Base prices ---- */

/* Weight and base price; false: not offered. */
static bool price_together(const kh_order_set *set, const khe_carrier *carrier,
                           const khe_consignment *c, khe_billed *bill)
{
    int64_t quantity[KHE_MEASURES_MAX] = {0};
    for (int32_t i = 0; i < c->order_count; i++) add_quantity(set, c->orders[i], quantity);
    const wide weight = round_up(chargeable(set, carrier, quantity), carrier->round_up);
    const wide base = price_of_weight(carrier, &carrier->zones[c->zones[0]], weight, &bill->band);
    bill->weight = capped(weight);
    bill->base = capped(base);
    return base >= 0;
}

static int64_t count_pieces(const kh_order_set *set, const khe_carrier *carrier, int32_t order)
{
    if (carrier->pieces == KHE_NONE) return 1;
    const wide pieces = divide_up(set->orders[order].quantity[carrier->pieces], 1000);
    return pieces > 1 ? (int64_t)pieces : 1;
}

static bool price_pieces(const kh_order_set *set, const khe_carrier *carrier,
                         const khe_consignment *c, khe_billed *bill)
{
    wide weight = 0, base = 0;
    for (int32_t i = 0; i < c->order_count; i++) {
        int32_t band = KHE_NONE;
        const int64_t pieces = count_pieces(set, carrier, c->orders[i]);
        const wide share = divide_up(chargeable_alone(set, carrier, c->orders[i]), pieces);
        const wide piece = round_up(share, carrier->round_up);
        const wide price = price_of_weight(carrier, &carrier->zones[c->zones[0]], piece, &band);
        if (price < 0) return false;
        weight += piece * pieces;
        base += price * pieces;
    }
    bill->weight = capped(weight);
    bill->base = capped(base);
    return true;
}

static bool price_run(const kh_order_set *set, const khe_carrier *carrier, const khe_consignment *c,
                      khe_billed *bill)
{
    int64_t weight = 0;
    wide base = carrier->fixed +
                divide_half_up((wide)carrier->per_km * c->steps, (int64_t)1000 * set->steps_per_m);
    if (carrier->min > base) base = carrier->min;
    for (int32_t s = 0; s < c->stop_count; s++) {
        const khe_zone *zone = c->zones[s] == KHE_NONE ? NULL : &carrier->zones[c->zones[s]];
        if (zone && zone->band_count > 0 && zone->bands[0].price > base)
            base = zone->bands[0].price;
    }
    for (int32_t i = 0; i < c->order_count; i++)
        weight += set->orders[c->orders[i]].quantity[carrier->measure];
    bill->weight = weight;
    bill->base = capped(base + (wide)carrier->extra_stop * (c->stop_count - 1));
    return true;
}

/* ---- Extras ---- */

static bool any_needs(const kh_order_set *set, const khe_consignment *c, khe_names needs)
{
    for (int32_t i = 0; i < c->order_count; i++)
        if (set->orders[c->orders[i]].needs & needs) return true;
    return false;
}

static wide value_of(const kh_order_set *set, const khe_consignment *c)
{
    wide value = 0;
    for (int32_t i = 0; i < c->order_count; i++) value += set->orders[c->orders[i]].value;
    return value;
}

static int64_t share_of(const khe_extra *extra, wide whole)
{
    const wide amount = divide_half_up(whole * extra->share, 1000000);
    return capped(amount > extra->min ? amount : extra->min);
}

static int64_t price_extra(const kh_order_set *set, const khe_extra *extra,
                           const khe_consignment *c, const khe_billed *bill)
{
    switch (extra->kind) {
    case KHE_EXTRA_SHARE:
        return share_of(extra, bill->base);
    case KHE_EXTRA_VALUE:
        return share_of(extra, value_of(set, c));
    case KHE_EXTRA_ONCE:
        return !extra->needs || any_needs(set, c, extra->needs) ? extra->price : 0;
    case KHE_EXTRA_PER_STARTED:
        break;
    }
    return capped(divide_up(bill->weight, extra->per) * extra->price);
}

bool khe_tariff_bill(const kh_order_set *set, const khe_carrier *carrier, const khe_consignment *c,
                     khe_billed *out)
{
    khe_billed bill = {.band = KHE_NONE};
    const bool offered = carrier->mode == KHE_FTL      ? price_run(set, carrier, c, &bill)
                         : carrier->mode == KHE_PARCEL ? price_pieces(set, carrier, c, &bill)
                                                       : price_together(set, carrier, c, &bill);
    if (!offered) return false;
    bill.charge = bill.base;
    for (int32_t x = 0; x < carrier->extra_count; x++) {
        bill.extra[x] = price_extra(set, &carrier->extras[x], c, &bill);
        bill.charge += bill.extra[x];
    }
    *out = bill;
    return true;
}

/* ---- Shares ---- */

static int64_t share_of_truck(const kh_order_set *set, const khe_carrier *carrier, int32_t order)
{
    int64_t largest = 1;
    for (int32_t m = 0; m < set->measures; m++) {
        const int64_t capacity = carrier->capacity[m];
        if (capacity == INT32_MAX || capacity <= 0) continue;
        const int64_t share = (int64_t)set->orders[order].quantity[m] * 1000000 / capacity;
        if (share > largest) largest = share;
    }
    return largest;
}

int64_t khe_tariff_weight(const kh_order_set *set, const khe_carrier *carrier, int32_t order)
{
    if (carrier->mode == KHE_FTL) return share_of_truck(set, carrier, order);
    const int64_t weight = capped(chargeable_alone(set, carrier, order));
    return weight > 1 ? weight : 1;
}
