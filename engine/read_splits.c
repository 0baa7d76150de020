/* Orders that may be split: what they say, and their parts.
 *
 * An order is split only if it is larger than every vehicle, and every truck of a carrier, that may
 * take it: into parts as large as the largest of them, in whole units, and what is left. Every part
 * is an order of its own, "SO-2/1", "SO-2/2" and so on; all of them are served, or none. */
#include <stdlib.h>
#include <string.h>

#include "kinds.h"
#include "read.h"
#include "text.h"

enum { PARTS_MOST = 1000 };

void khe_read_split(khe_set_reader *r, khe_json *value, khe_order *out)
{
    enum { BY, LEAST, MOST, KEYS };
    static const khe_key keys[KEYS] = {
        {"by", KHE_TEXT, true}, {"min", KHE_OBJECT, true}, {"max_parts", KHE_NUMBER, false}};
    static const char *const never[] = {"never"}, *const ways[] = {"units"};
    khe_json found[KEYS];
    int64_t most = INT32_MAX;
    if (!value->value) return;
    if (!khe_json_is_object(value)) {
        khe_json_choice(value, never, 1);
        return;
    }
    khe_json_object(value, keys, KEYS, found);
    khe_json_choice(&found[BY], ways, 1);
    khe_json_int(&found[MOST], 2, INT32_MAX - 1, &most);
    khe_split *split = khe_read_alloc(r, 1, sizeof *split);
    out->split = split;
    if (!split) return;
    *split = (khe_split){.unit = KHE_NONE, .least = 1, .most_parts = (int32_t)most};
    if (found[LEAST].value && khe_json_size(&found[LEAST]) != 1)
        khe_json_error(&found[LEAST], "wrong_size",
                       "name the one measure whose units are not to be divided, such as "
                       "{\"pallets\": 4}");
    for (khe_json item = {0}; khe_json_next(&found[LEAST], &item);) {
        int64_t least = 1;
        split->unit = khe_read_measure(r, &item);
        if (khe_json_int(&item, 1, INT32_MAX / 1000, &least)) split->least = (int32_t)least;
    }
    if (split->unit >= 0 && out->quantity[split->unit] % 1000 != 0)
        khe_json_error(value, "wrong_value", "an order split by %s has a whole number of them",
                       r->set->measure[split->unit]);
}

/* ---- How large a part may be ---- */

static int32_t units_of(const khe_order *order)
{
    return order->quantity[order->split->unit] / 1000;
}

/* What of an amount belongs to so many of the order's units: the first `units`, so that parts sum
 * to the whole. */
static int32_t share_of(const khe_order *order, int64_t amount, int32_t units)
{
    const int64_t all = units_of(order);
    return (int32_t)((amount * units + all / 2) / all);
}

/* The most units of which any number in a row fit into a capacity. */
static int32_t units_within(const kh_order_set *set, const khe_order *order,
                            const int32_t *capacity)
{
    const int64_t all = units_of(order);
    int64_t most = all;
    for (int32_t m = 0; m < set->measures; m++) {
        if (capacity[m] == INT32_MAX || order->quantity[m] <= capacity[m]) continue;
        /* rounding may add a thousandth to a part */
        const int64_t slack = m == order->split->unit ? 0 : 1;
        const int64_t fit = (capacity[m] - slack) * all / order->quantity[m];
        if (fit < most) most = fit;
    }
    return (int32_t)(most > 0 ? most : 0);
}

static int32_t largest_load(const kh_order_set *set, const khe_order *order)
{
    const khe_kind kind = khe_order_kind(set, order);
    int32_t most = 0;
    for (int32_t v = 0; v < set->vehicle_count; v++) {
        if (khe_class_refusal(set, order, v) != KHE_ACCEPTED ||
            !khe_class_fits_kind(set, order, kind, v))
            continue;
        const int32_t units = units_within(set, order, set->vehicles[v].capacity);
        if (units > most) most = units;
    }
    for (int32_t c = 0; order->carriers && c < set->carrier_count; c++) {
        if (!order->carriers[c] || set->carriers[c].mode != KHE_FTL) continue;
        const int32_t units = units_within(set, order, set->carriers[c].capacity);
        if (units > most) most = units;
    }
    return most;
}

/* Units of each part: full loads, then the rest; the last full one gives some up where the rest is
 * too small. \return how many parts, 1: it stays whole */
static int32_t cut(const kh_order_set *set, const khe_order *order, int32_t *full, int32_t *given)
{
    const int32_t all = units_of(order), most = largest_load(set, order);
    if (most >= all || most < order->split->least) return 1;
    const int32_t parts = (all + most - 1) / most, rest = all - (parts - 1) * most;
    *full = most;
    *given = rest < order->split->least ? order->split->least - rest : 0;
    if (parts > PARTS_MOST) return 1;
    return parts <= order->split->most_parts && most - *given >= order->split->least ? parts : 1;
}

/* ---- The parts ---- */

static bool copy_windows(khe_end *end, int32_t later)
{
    khe_window *windows = malloc(((size_t)end->window_count + 1) * sizeof *windows);
    for (int32_t w = 0; windows && w < end->window_count; w++) {
        windows[w] = end->windows[w];
        windows[w].open += later;
        windows[w].close += later;
    }
    end->windows = windows;
    return windows != NULL;
}

static bool copy_flags(bool **flags, int32_t count)
{
    if (!*flags) return true;
    bool *copy = malloc((size_t)count + 1);
    if (copy) memcpy(copy, *flags, (size_t)count);
    *flags = copy;
    return copy != NULL;
}

/* Service follows the part's quantity, and where windows bound its end, so do they. */
static bool fit_end(const khe_set_reader *r, const khe_order *part, const khe_service *service,
                    khe_end *end)
{
    const int32_t whole = end->service;
    end->service = khe_service_ticks(&r->set->calendar, service, part->quantity, r->set->measures);
    return copy_windows(end, r->windows_end ? whole - end->service : 0);
}

static int64_t money_share(const khe_order *order, int64_t amount, int32_t first, int32_t units)
{
    const int64_t all = units_of(order);
    if (amount == KHE_NONE) return KHE_NONE;
    return amount / all * units +
           (amount % all * (first + units) / all - amount % all * first / all);
}

static bool share_products(const khe_order *order, int32_t first, int32_t units, khe_order *out)
{
    if (!order->products) return true;
    out->products = malloc(((size_t)order->product_count + 1) * sizeof *out->products);
    for (int32_t k = 0; out->products && k < order->product_count; k++) {
        const khe_amount *whole = &order->products[k];
        out->products[k] =
            (khe_amount){whole->product, share_of(order, whole->amount, first + units) -
                                             share_of(order, whole->amount, first)};
    }
    return out->products != NULL;
}

static bool make_part(const khe_set_reader *r, const khe_order *order, int32_t part, int32_t first,
                      int32_t units, khe_order *out)
{
    const kh_order_set *set = r->set;
    *out = *order;
    out->split = NULL;
    for (int32_t m = 0; m < set->measures; m++)
        out->quantity[m] = share_of(order, order->quantity[m], first + units) -
                           share_of(order, order->quantity[m], first);
    out->value = money_share(order, order->value, first, units);
    out->unserved_penalty = money_share(order, order->unserved_penalty, first, units);
    out->holding_per_day = money_share(order, order->holding_per_day, first, units);
    out->early_per_day = money_share(order, order->early_per_day, first, units);
    out->id = khe_text_print("%s/%d", order->id, (int)part + 1);
    bool fine = out->id != NULL; /* every one is copied, so that none is shared */
    fine = fit_end(r, out, &order->split->to_service, &out->to) && fine;
    fine = fit_end(r, out, &order->split->from_service, &out->from) && fine;
    fine = share_products(order, first, units, out) && fine;
    fine = copy_flags(&out->vehicles, set->vehicle_count) && fine;
    fine = copy_flags(&out->carriers, set->carrier_count) && fine;
    fine = copy_flags(&out->sources, set->location_count) && fine;
    return copy_flags(&out->ship_days, set->calendar.days) && fine;
}

static bool make_parts(khe_set_reader *r, const khe_order *order, int32_t parts, int32_t full,
                       int32_t given, khe_order *out)
{
    bool fine = true;
    for (int32_t k = 0, first = 0; k < parts; k++) {
        int32_t units = full;
        if (k == parts - 2) units = full - given;
        if (k == parts - 1) units = units_of(order) - first;
        fine = make_part(r, order, k, first, units, &out[k]) && fine;
        out[k].part = k;
        out[k].parts = parts;
        first += units;
    }
    return fine;
}

static bool bind(kh_order_set *set, int32_t first, int32_t parts)
{
    khe_together *more = realloc(set->together, ((size_t)set->together_count + 1) * sizeof *more);
    if (!more) return false;
    set->together = more;
    khe_together *bond = &set->together[set->together_count++];
    *bond = (khe_together){
        .orders = malloc((size_t)parts * sizeof(int32_t)), .count = parts, .mode = KHE_ALL_OR_NONE};
    for (int32_t k = 0; bond->orders && k < parts; k++) bond->orders[k] = first + k;
    return bond->orders != NULL;
}

/* ---- All orders ---- */

static int32_t parts_of(const kh_order_set *set, const khe_order *order)
{
    int32_t full, given;
    if (!order->split || order->split->unit < 0 || units_of(order) < 2) return 1;
    return cut(set, order, &full, &given);
}

static void move_bonds(kh_order_set *set, const int32_t *first)
{
    for (int32_t t = 0; t < set->together_count; t++)
        for (int32_t k = 0; k < set->together[t].count; k++)
            set->together[t].orders[k] = first[set->together[t].orders[k]];
}

static bool is_bound(const kh_order_set *set, int32_t order)
{
    for (int32_t t = 0; t < set->together_count; t++)
        for (int32_t k = 0; k < set->together[t].count; k++)
            if (set->together[t].orders[k] == order) return true;
    return false;
}

/* Lays the orders out anew, parts in the place of the whole. */
static void spread(khe_set_reader *r, khe_order *out, const int32_t *first)
{
    kh_order_set *set = r->set;
    move_bonds(set, first);
    for (int32_t i = 0; i < set->order_count; i++) {
        khe_order *order = &set->orders[i];
        const int32_t parts = first[i + 1] - first[i];
        int32_t full = 0, given = 0;
        if (parts == 1) {
            out[first[i]] = *order;
            continue;
        }
        cut(set, order, &full, &given);
        if (!make_parts(r, order, parts, full, given, out + first[i]) ||
            !bind(set, first[i], parts))
            r->json.no_memory = true;
        khe_order_clear(order);
    }
    free(set->orders);
    set->orders = out;
    set->order_count = first[set->order_count];
}

/* The id of a part must be nobody else's. */
static void check_part_id(khe_set_reader *r, const khe_json *orders, int32_t order, int32_t part)
{
    char *id = khe_text_print("%s/%d", r->set->orders[order].id, (int)part + 1);
    if (!id) r->json.no_memory = true;
    if (id && khe_ids_find(&r->orders.ids, id) >= 0)
        khe_json_error(orders, "doubled_id",
                       "order \"%s\" is split, and \"%s\" is an order of its own: rename that",
                       r->set->orders[order].id, id);
    free(id);
}

void khe_split_orders(khe_set_reader *r, const khe_json *orders)
{
    kh_order_set *set = r->set;
    if (khe_reader_status(&r->json) != KH_OK) return; /* some may have no place */
    int32_t *first = khe_read_alloc(r, set->order_count + 1, sizeof *first);
    if (!first) return;
    for (int32_t i = 0; i < set->order_count; i++) {
        const int32_t parts = parts_of(set, &set->orders[i]);
        first[i + 1] = first[i] + parts;
        if (parts > 1 && is_bound(set, i))
            khe_json_error(orders, "unsupported",
                           "order \"%s\" must be split and is bound to others: not supported yet",
                           set->orders[i].id);
        for (int32_t k = 0; parts > 1 && k < parts; k++) check_part_id(r, orders, i, k);
    }
    if (first[set->order_count] > set->order_count && khe_reader_status(&r->json) == KH_OK) {
        khe_order *out = khe_read_alloc(r, first[set->order_count], sizeof *out);
        if (out) spread(r, out, first);
    }
    free(first);
}
