/* Tariffs (see tariff.h): chargeable weight, bands with the next break, extras; docs/rules.md has
 * the rules. */
#include "tariff.h"

#include <assert.h>
#include <string.h>

#include "route.h"

__extension__ typedef __int128 wide;

/* Sums over the orders of a consignment. */
typedef struct sums {
    int64_t goods[KHS_MEASURES_MAX];
    int64_t worth;
    uint64_t needs;
} sums;

static int64_t share_of(int64_t amount, int64_t share, int64_t whole)
{
    return (int64_t)(((wide)amount * share + whole / 2) / whole);
}

static int64_t up_to_multiple(int64_t amount, int64_t of)
{
    return of > 0 ? (amount + of - 1) / of * of : amount;
}

static const int32_t *goods_of(const khs_problem *p, int32_t order)
{
    return p->goods_of + (int64_t)order * p->goods;
}

static void add_order(const khs_problem *p, int32_t order, sums *s)
{
    const int32_t *goods = goods_of(p, order);
    for (int32_t m = 0; m < p->goods; m++) s->goods[m] += goods[m];
    s->worth += p->worth[order];
    s->needs |= p->needs[order];
}

static bool is_order(const khs_problem *p, int32_t visit) { return p->kind[visit] != KHS_SHIP_TO; }

static sums sum_up(const khs_problem *p, const int32_t *visits, int32_t count)
{
    sums s = {.worth = 0};
    for (int32_t i = 0; i < count; i++)
        if (is_order(p, visits[i])) add_order(p, p->order_of[visits[i]], &s);
    return s;
}

/* ---- weight and base price ---- */

static int64_t weigh(const khs_problem *p, const khs_tariff *t, const int64_t *goods)
{
    int64_t weight = goods[t->measure];
    for (int32_t m = 0; m < p->goods; m++) {
        if (!t->per_unit[m]) continue;
        const int64_t counted = (int64_t)(((wide)goods[m] * t->per_unit[m] + 999) / 1000);
        if (counted > weight) weight = counted;
    }
    return weight;
}

int64_t khs_tariff_weigh(const khs_problem *p, const khs_tariff *t, int32_t order)
{
    sums s = {.worth = 0};
    add_order(p, order, &s);
    return weigh(p, t, s.goods);
}

static int64_t price_in(const khs_band *band, int64_t weight)
{
    const int64_t price = band->flat ? band->price : share_of(band->price, weight, 1000);
    return price > band->least ? price : band->least;
}

static bool holds(const khs_band *band, int64_t weight)
{
    return band->up_to == INT32_MAX || weight <= band->up_to;
}

/* The price of a weight in a zone, and its band. false: above the last band. */
static bool price_weight(const khs_tariff *t, int32_t zone, int64_t weight, int64_t *price,
                         int32_t *band)
{
    const khs_band *bands = t->band + t->zone_at[zone];
    const int32_t count = t->zone_at[zone + 1] - t->zone_at[zone];
    int32_t own = 0;
    while (own < count && !holds(&bands[own], weight)) own++;
    if (own == count) return false;
    *price = price_in(&bands[own], weight);
    *band = own;
    for (int32_t k = own + 1; t->next_break && k < count; k++) {
        const int64_t there = price_in(&bands[k], up_to_multiple(bands[k - 1].up_to, t->round_up));
        if (there >= *price) continue;
        *price = there;
        *band = k;
    }
    return true;
}

/* ---- the three modes ---- */

static khs_flaw price_consignment(const khs_problem *p, const khs_tariff *t, int32_t zone,
                                  const sums *s, khs_bill *out)
{
    out->weight = up_to_multiple(weigh(p, t, s->goods), t->round_up);
    return price_weight(t, zone, out->weight, &out->base, &out->band) ? KHS_FINE : KHS_FLAW_LOAD;
}

static khs_flaw price_parcels(const khs_problem *p, const khs_tariff *t, int32_t zone,
                              const int32_t *visits, int32_t count, khs_bill *out)
{
    for (int32_t i = 0; i < count; i++) {
        if (!is_order(p, visits[i])) continue;
        const int32_t order = p->order_of[visits[i]];
        int64_t pieces = t->pieces < 0 ? 1 : ((int64_t)goods_of(p, order)[t->pieces] + 999) / 1000;
        if (pieces < 1) pieces = 1;
        const int64_t whole = khs_tariff_weigh(p, t, order);
        const int64_t piece = up_to_multiple((whole + pieces - 1) / pieces, t->round_up);
        int64_t price = 0;
        int32_t band = 0;
        if (!price_weight(t, zone, piece, &price, &band)) return KHS_FLAW_LOAD;
        out->base += price * pieces;
        out->weight += piece * pieces;
    }
    return KHS_FINE;
}

static khs_flaw measure_run(const khs_problem *p, const khs_resource *r, const int32_t *visits,
                            int32_t count, khs_bill *out)
{
    const khs_matrix *matrix = &p->matrix[r->matrix];
    int32_t from = r->start;
    for (int32_t i = 0; i < count; i++) {
        if (!is_order(p, visits[i])) continue;
        const int32_t to = p->destination[p->order_of[visits[i]]];
        if (out->stops && to == from) continue;
        for (int32_t k = 0; k < i; k++)
            if (is_order(p, visits[k]) && p->destination[p->order_of[visits[k]]] == to)
                return KHS_FLAW_ORDER;
        const int32_t steps = khs_steps(p, matrix, from, to);
        if (steps >= KHS_NO_ROAD || out->steps + steps >= KHS_FAR) return KHS_FLAW_ROAD;
        out->steps += steps;
        out->stops++;
        from = to;
    }
    return out->stops > r->tariff->max_stops ? KHS_FLAW_LIMIT : KHS_FINE;
}

static khs_flaw price_run(const khs_problem *p, const khs_resource *r, const int32_t *visits,
                          int32_t count, const sums *s, khs_bill *out)
{
    const khs_tariff *t = r->tariff;
    for (int32_t m = 0; m < p->goods; m++)
        if (t->capacity[m] != INT32_MAX && s->goods[m] > t->capacity[m]) return KHS_FLAW_LOAD;
    const khs_flaw flaw = measure_run(p, r, visits, count, out);
    if (flaw) return flaw;
    const int64_t way = t->fixed + khs_money(t->per_km, out->steps, p->steps_per_km);
    out->base = way > t->least ? way : t->least;
    for (int32_t i = 0; t->zone && i < count; i++) {
        const int32_t zone = t->zone[p->destination[p->order_of[visits[i]]]];
        const int32_t at = t->zone_at[zone];
        if (at < t->zone_at[zone + 1] && t->band[at].price > out->base)
            out->base = t->band[at].price;
    }
    out->base += t->extra_stop * (out->stops - 1);
    out->weight = s->goods[t->measure];
    return KHS_FINE;
}

/* ---- extras, and all together ---- */

static int64_t extra_of(const khs_extra *extra, const sums *s, const khs_bill *bill)
{
    int64_t amount = 0;
    switch (extra->kind) {
    case KHS_EXTRA_SHARE:
        amount = share_of(bill->base, extra->share, 1000000);
        break;
    case KHS_EXTRA_VALUE:
        amount = share_of(s->worth, extra->share, 1000000);
        break;
    case KHS_EXTRA_ONCE:
        return !extra->needs || (extra->needs & s->needs) ? extra->price : 0;
    case KHS_EXTRA_PER_STARTED:
        return extra->price * ((bill->weight + extra->per - 1) / extra->per);
    }
    return amount > extra->least ? amount : extra->least;
}

static khs_flaw may_take(const khs_problem *p, int32_t resource, const int32_t *visits,
                         int32_t count)
{
    const khs_resource *r = &p->resource[resource];
    const int32_t first = p->destination[p->order_of[visits[0]]];
    for (int32_t i = 0; i < count; i++) {
        if (!khs_allowed(p, visits[i], resource)) return KHS_FLAW_RESOURCE;
        if (khs_is_joint(r) && p->destination[p->order_of[visits[i]]] != first)
            return KHS_FLAW_ORDER;
    }
    return KHS_FINE;
}

khs_flaw khs_tariff_bill(const khs_problem *p, int32_t resource, const int32_t *visits,
                         int32_t count, khs_bill *out)
{
    const khs_resource *r = &p->resource[resource];
    const khs_tariff *t = r->tariff;
    assert(t && count >= 1);
    *out = (khs_bill){.band = -1};
    khs_flaw flaw = may_take(p, resource, visits, count);
    if (flaw) return flaw;
    const sums s = sum_up(p, visits, count);
    memcpy(out->goods, s.goods, sizeof out->goods);
    const int32_t zone = t->zone ? t->zone[p->destination[p->order_of[visits[0]]]] : -1;
    if (t->mode == KHS_FTL) {
        flaw = price_run(p, r, visits, count, &s, out);
    } else if (t->mode == KHS_PARCEL) {
        flaw = price_parcels(p, t, zone, visits, count, out);
    } else {
        flaw = price_consignment(p, t, zone, &s, out);
    }
    if (flaw) return flaw;
    out->charge = out->base;
    for (int32_t k = 0; k < t->extras; k++) {
        out->extra[k] = extra_of(&t->extra[k], &s, out);
        out->charge += out->extra[k];
    }
    return KHS_FINE;
}
