/* Carriers as resources: one per carrier, day and place where it may collect something, behind the
 * vehicles'. And what the days of serving an order cost. */
#include "compile_parts.h"

#include <string.h>

/* ---- Which carrier may take what ---- */

static bool is_inside(khe_interval a, khe_interval b)
{
    return a.open >= b.open && a.close <= b.close;
}

static bool touches(khe_interval a, khe_interval b)
{
    return a.open <= b.close && b.open <= a.close;
}

static khe_interval day_of(const kh_order_set *set, int32_t day)
{
    const int32_t ticks = khe_day_ticks(&set->calendar);
    return (khe_interval){day * ticks, (day + 1) * ticks - 1};
}

khe_interval khe_carrier_arrives(const kh_order_set *set, const khe_carrier *carrier, int32_t day)
{
    return khe_window_on(&set->calendar, carrier->delivers, day + carrier->transit_days);
}

/* Whether all of the interval lies in one of the windows; those of a time of day hold on any day.
 */
static bool suits_windows(const kh_order_set *set, const khe_end *end, khe_interval x, int32_t day)
{
    for (int32_t w = 0; w < end->window_count; w++)
        for (int32_t d = day - 1; d <= day + 1; d++)
            if (is_inside(x, khe_window_on(&set->calendar, end->windows[w], d))) return true;
    return end->window_count == 0;
}

static bool finds_open(const kh_order_set *set, const khe_location *place, khe_interval x)
{
    if (place->opens < 0 || x.open >= day_of(set, set->calendar.days).open) return true;
    for (int32_t k = 0; k < place->opens; k++)
        if (touches(x, place->open[k])) return true;
    return false;
}

static bool is_ready(const kh_order_set *set, const khe_order *order, int32_t day)
{
    const khe_interval whole = day_of(set, day);
    const int64_t daily = order->ready.daily ? whole.open : 0;
    if (order->has_ready && order->ready.at + daily > whole.close) return false;
    for (int32_t w = 0; w < order->from.window_count; w++)
        for (int32_t d = day - 1; d <= day; d++)
            if (touches(whole, khe_window_on(&set->calendar, order->from.windows[w], d)))
                return true;
    return order->from.window_count == 0;
}

bool khe_ships_on(const khe_order *order, int32_t day)
{
    return !order->ship_days || order->ship_days[day];
}

bool khe_carrier_may_take(const kh_order_set *set, int32_t carrier, const khe_order *order,
                          int32_t day)
{
    const khe_carrier *c = &set->carriers[carrier];
    const khe_interval arrives = khe_carrier_arrives(set, c, day);
    if (!order->carriers || !order->carriers[carrier] ||
        (order->from.place == KHE_NONE && !order->sources))
        return false;
    if (!khe_ships_on(order, day) || (order->needs & ~c->offers) ||
        (order->goods & c->refuses_goods))
        return false;
    if (c->zone_of && c->zone_of[order->to.place] == KHE_NONE) return false;
    return suits_windows(set, &order->to, arrives, day + c->transit_days) &&
           finds_open(set, &set->locations[order->to.place], arrives) && is_ready(set, order, day);
}

/* ---- Resources ---- */

static bool collects_at(const kh_order_set *set, int32_t carrier, int32_t place)
{
    for (int32_t i = 0; i < set->order_count; i++) {
        const khe_order *o = &set->orders[i];
        if (o->carriers && o->carriers[carrier] && khe_may_come_from(o, place)) return true;
    }
    return false;
}

int32_t khe_carrier_resources(const kh_order_set *set)
{
    int32_t count = 0;
    for (int32_t c = 0; c < set->carrier_count; c++)
        for (int32_t l = 0; l < set->location_count; l++)
            count += collects_at(set, c, l) ? set->calendar.days : 0;
    return count;
}

static void fill_tariff(const kh_order_set *set, const khe_carrier *c, khs_tariff *t)
{
    *t = (khs_tariff){.mode = c->mode == KHE_FTL      ? KHS_FTL
                              : c->mode == KHE_PARCEL ? KHS_PARCEL
                                                      : KHS_LTL,
                      .measure = c->measure,
                      .round_up = c->round_up,
                      .pieces = c->pieces,
                      .next_break = c->next_break,
                      .extras = c->extra_count,
                      .max_stops = c->max_stops == KHE_NONE ? KHS_FAR : c->max_stops,
                      .fixed = c->fixed,
                      .per_km = c->per_km,
                      .least = c->min,
                      .extra_stop = c->extra_stop};
    memcpy(t->per_unit, c->per_unit, sizeof(int32_t) * (size_t)set->measures);
    for (int32_t m = 0; m < set->measures; m++)
        t->capacity[m] = c->mode == KHE_FTL ? c->capacity[m] : INT32_MAX;
}

static kh_status fill_extras(khe_build *b, const khe_carrier *c, khs_tariff *t)
{
    static const khs_extra_kind kinds[] = {[KHE_EXTRA_SHARE] = KHS_EXTRA_SHARE,
                                           [KHE_EXTRA_VALUE] = KHS_EXTRA_VALUE,
                                           [KHE_EXTRA_ONCE] = KHS_EXTRA_ONCE,
                                           [KHE_EXTRA_PER_STARTED] = KHS_EXTRA_PER_STARTED};
    khs_extra *extra = KHE_TAKE(b, c->extra_count, khs_extra);
    if (!extra) return KH_E_NOMEM;
    for (int32_t k = 0; k < c->extra_count; k++) {
        const khe_extra *e = &c->extras[k];
        extra[k] = (khs_extra){.kind = kinds[e->kind],
                               .share = e->share,
                               .price = e->price,
                               .least = e->min,
                               .needs = e->needs,
                               .per = e->per};
    }
    t->extra = extra;
    return KH_OK;
}

/* Bands zone after zone, and the zone of every place in use. */
static kh_status fill_zones(khe_build *b, const khe_carrier *c, khs_tariff *t)
{
    int32_t bands = 0;
    for (int32_t z = 0; z < c->zone_count; z++) bands += c->zones[z].band_count;
    int32_t *zone = KHE_TAKE(b, b->p->places, int32_t);
    int32_t *at = KHE_TAKE(b, c->zone_count + 1, int32_t);
    khs_band *band = KHE_TAKE(b, bands, khs_band);
    if (!zone || !at || !band) return KH_E_NOMEM;
    for (int32_t z = 0; z < c->zone_count; z++) {
        at[z + 1] = at[z] + c->zones[z].band_count;
        for (int32_t k = 0; k < c->zones[z].band_count; k++) {
            const khe_band *from = &c->zones[z].bands[k];
            band[at[z] + k] = (khs_band){from->up_to, from->flat, from->price, from->min};
        }
    }
    for (int32_t i = 0; c->zone_of && i < b->p->places; i++)
        zone[i] = c->zone_of[b->out->location[i]];
    t->zone = c->zone_of ? zone : NULL;
    t->zone_at = at;
    t->band = band;
    return KH_OK;
}

static bool has_quota(const kh_order_set *set, const khe_carrier *c)
{
    for (int32_t m = 0; m < set->measures; m++)
        if (c->max_per_day[m] != INT32_MAX) return true;
    return false;
}

/* The limits of a carrier, one quota a day; the first of them, or -1. */
static int32_t number_quotas(khe_build *b, const khe_carrier *c, int32_t *quota)
{
    const kh_order_set *set = b->set;
    if (!has_quota(set, c)) return -1;
    const int32_t first = b->p->quotas;
    b->p->quotas += set->calendar.days;
    for (int32_t d = 0; d < set->calendar.days; d++)
        memcpy(quota + (int64_t)(first + d) * set->measures, c->max_per_day,
               sizeof(int32_t) * (size_t)set->measures);
    return first;
}

static void list_days(khe_build *b, int32_t carrier, int32_t place, const khs_tariff *tariff,
                      int32_t quota, int32_t *next)
{
    const khe_carrier *c = &b->set->carriers[carrier];
    for (int32_t d = 0; d < b->set->calendar.days; d++) {
        const int32_t r = (*next)++;
        b->source[r] = (khe_resource_source){
            .vehicle = KHE_NONE, .day = d, .account = KHE_NONE, .carrier = carrier, .from = place};
        b->resource[r] = (khs_resource){.count = b->set->order_count,
                                        .day = d,
                                        .matrix = c->mode == KHE_FTL ? b->matrix_of[c->profile] : 0,
                                        .start = b->place_of[place],
                                        .end = b->place_of[place],
                                        .open = KHS_FAR,
                                        .close = -KHS_FAR,
                                        .max_duty = KHS_FAR,
                                        .max_steps = KHS_FAR,
                                        .max_stops = KHS_FAR,
                                        .overtime_after = KHS_FAR,
                                        .vehicle_class = KHE_NONE,
                                        .tariff = tariff,
                                        .quota = quota < 0 ? -1 : quota + d};
        for (int32_t m = 0; m < KHS_MEASURES_MAX; m++) b->resource[r].capacity[m] = KHS_FAR;
    }
}

kh_status khe_compile_carriers(khe_build *b, int32_t first)
{
    const kh_order_set *set = b->set;
    const int64_t quotas = (int64_t)set->carrier_count * set->calendar.days * set->measures;
    khs_tariff *tariff = KHE_TAKE(b, set->carrier_count, khs_tariff);
    int32_t *quota = KHE_TAKE(b, quotas, int32_t);
    if (!tariff || !quota) return KH_E_NOMEM;
    b->p->quota = quota;
    for (int32_t c = 0; c < set->carrier_count; c++) {
        fill_tariff(set, &set->carriers[c], &tariff[c]);
        if (fill_extras(b, &set->carriers[c], &tariff[c]) != KH_OK ||
            fill_zones(b, &set->carriers[c], &tariff[c]) != KH_OK)
            return KH_E_NOMEM;
        const int32_t own = number_quotas(b, &set->carriers[c], quota);
        for (int32_t l = 0; l < set->location_count; l++)
            if (collects_at(set, c, l)) list_days(b, c, l, &tariff[c], own, &first);
    }
    return KH_OK;
}

/* ---- What carriers ask about ---- */

static kh_status fill_goods(khe_build *b)
{
    const kh_order_set *set = b->set;
    khs_problem *p = b->p;
    int32_t *goods = KHE_TAKE(b, (int64_t)set->order_count * set->measures, int32_t);
    int64_t *worth = KHE_TAKE(b, set->order_count, int64_t);
    uint64_t *needs = KHE_TAKE(b, set->order_count, uint64_t);
    int32_t *destination = KHE_TAKE(b, set->order_count, int32_t);
    if (!goods || !worth || !needs || !destination) return KH_E_NOMEM;
    for (int32_t i = 0; i < set->order_count; i++) {
        const khe_order *o = &set->orders[i];
        memcpy(goods + (int64_t)i * set->measures, o->quantity,
               sizeof(int32_t) * (size_t)set->measures);
        worth[i] = o->value;
        needs[i] = o->needs;
        destination[i] = o->carriers ? b->place_of[o->to.place] : KHE_NONE;
    }
    p->goods = set->measures;
    p->goods_of = goods;
    p->worth = worth;
    p->needs = needs;
    p->destination = destination;
    return KH_OK;
}

/* ---- What days cost ---- */

int64_t khe_days_price(const khe_order *order, int32_t day, int32_t arrives)
{
    const int32_t early = order->last_ship_day - arrives;
    return order->holding_per_day * (day - order->first_ship_day) +
           (early > 0 ? order->early_per_day * early : 0);
}

static bool any_day_price(const kh_order_set *set)
{
    for (int32_t i = 0; i < set->order_count; i++)
        if (set->orders[i].holding_per_day > 0 || set->orders[i].early_per_day > 0) return true;
    return false;
}

static int32_t transit_of(const khe_build *b, int32_t resource)
{
    const int32_t carrier = b->source[resource].carrier;
    return carrier == KHE_NONE ? 0 : b->set->carriers[carrier].transit_days;
}

/* Resources of one day and transit share a row. */
static int32_t number_rows(khe_build *b)
{
    int32_t rows = 0;
    for (int32_t r = 0; r < b->p->resources; r++) {
        int32_t same = 0;
        while (same < r &&
               (b->source[same].day != b->source[r].day || transit_of(b, same) != transit_of(b, r)))
            same++;
        b->resource[r].price_row = same < r ? b->resource[same].price_row : rows++;
    }
    return rows;
}

static kh_status fill_day_prices(khe_build *b)
{
    khs_problem *p = b->p;
    const int64_t row = (int64_t)p->visits + 1;
    if (!any_day_price(b->set)) return KH_OK;
    int64_t *price = KHE_TAKE(b, number_rows(b) * row, int64_t);
    if (!price) return KH_E_NOMEM;
    for (int32_t r = 0; r < p->resources; r++) {
        const int32_t day = b->source[r].day, arrives = day + transit_of(b, r);
        for (int32_t i = 0; i < p->orders; i++) {
            const khe_order *o = &b->set->orders[i];
            if (day < o->first_ship_day) continue; /* it does not ship then */
            price[b->resource[r].price_row * row + p->order[i].visit] =
                khe_days_price(o, day, arrives);
        }
    }
    p->visit_price = price;
    return KH_OK;
}

kh_status khe_compile_days(khe_build *b)
{
    const kh_status status = b->set->carrier_count ? fill_goods(b) : KH_OK;
    return status == KH_OK ? fill_day_prices(b) : status;
}
