/* The orders of an order set, and what binds them.
 *
 * With quarantine an order with errors of its own is left out, and so is every order bound to one
 * that is left out; the document keeps them, the set lists them with their reason. */
#include <stdlib.h>
#include <string.h>

#include "kinds.h"
#include "read.h"
#include "text.h"

enum {
    ID,
    ACCOUNT,
    FROM,
    TO,
    QUANTITY,
    PRODUCTS,
    AS,
    READY,
    COLLECT,
    WINDOWS,
    SERVICE,
    NEEDS,
    GOODS,
    TIER,
    ON_BOARD,
    PENALTY,
    VEHICLES,
    SPLIT,
    SHIP_DAYS,
    HOLDING,
    EARLY,
    VALUE,
    CARRIERS,
    ITEMS,
    JIT,
    BOOKING,
    RETURNS,
    VISITS,
    PAYER,
    REPEAT,
    LIKELY,
    KEYS
};

static const khe_key keys[KEYS] = {
    [ID] = {"id", KHE_TEXT, true},
    [ACCOUNT] = {"account", KHE_TEXT, false},
    [FROM] = {"from", KHE_ANY, false},
    [TO] = {"to", KHE_TEXT, true},
    [QUANTITY] = {"quantity", KHE_OBJECT, true},
    [PRODUCTS] = {"products", KHE_OBJECT, false},
    [AS] = {"as", KHE_TEXT, false},
    [READY] = {"ready", KHE_TEXT, false},
    [COLLECT] = {"collect", KHE_OBJECT, false},
    [WINDOWS] = {"windows", KHE_ARRAY, false},
    [SERVICE] = {"service", KHE_OBJECT, false},
    [NEEDS] = {"needs", KHE_ARRAY, false},
    [GOODS] = {"goods", KHE_ARRAY, false},
    [TIER] = {"tier", KHE_NUMBER, false},
    [ON_BOARD] = {"max_on_board_min", KHE_NUMBER, false},
    [PENALTY] = {"unserved_penalty", KHE_NUMBER, false},
    [VEHICLES] = {"vehicles", KHE_ARRAY, false},
    [SPLIT] = {"split", KHE_ANY, false},
    [SHIP_DAYS] = {"ship_days", KHE_ARRAY, false},
    [HOLDING] = {"holding_per_day", KHE_NUMBER, false},
    [EARLY] = {"early_per_day", KHE_NUMBER, false},
    [VALUE] = {"value", KHE_NUMBER, false},
    [CARRIERS] = {"carriers", KHE_ARRAY, false},
    [ITEMS] = {"items", KHE_LATER, false},
    [JIT] = {"jit", KHE_LATER, false},
    [BOOKING] = {"booking", KHE_LATER, false},
    [RETURNS] = {"returns", KHE_LATER, false},
    [VISITS] = {"visits_per_day", KHE_LATER, false},
    [PAYER] = {"payer", KHE_LATER, false},
    [REPEAT] = {"repeat", KHE_LATER, false},
    [LIKELY] = {"likely", KHE_LATER, false},
};

enum { COLLECT_WINDOWS, COLLECT_SERVICE, COLLECT_KEYS };

static const khe_key collect_keys[COLLECT_KEYS] = {
    [COLLECT_WINDOWS] = {"windows", KHE_ARRAY, false},
    [COLLECT_SERVICE] = {"service", KHE_OBJECT, false}};

static void read_from(khe_set_reader *r, khe_json *value, khe_order *out)
{
    out->from.place = KHE_NONE;
    if (!khe_json_is_array(value)) {
        out->from.place = khe_read_reference(&r->locations, value);
        return;
    }
    if (khe_json_size(value) == 0)
        khe_json_error(value, "wrong_size", "a list of places to come from names at least one");
    out->sources = khe_read_flags(r, &r->locations, value);
}

static void read_quantity(khe_set_reader *r, khe_json *quantity, khe_order *out)
{
    uint32_t seen = 0;
    for (khe_json item = {0}; khe_json_next(quantity, &item);) {
        if (strcmp(item.key, "meta") == 0) continue;
        const int32_t m = khe_read_measure(r, &item);
        if (m < 0) continue;
        if (seen & (1u << m)) khe_json_error(&item, "doubled_key", "the key stands here twice");
        seen |= 1u << m;
        int64_t thousandths = 0;
        if (khe_json_decimal(&item, 3, 0, INT32_MAX - 1, &thousandths))
            out->quantity[m] = (int32_t)thousandths;
    }
}

static void read_end(khe_set_reader *r, khe_json *windows, const khe_json *at,
                     const khe_service *service, khe_order *order, khe_end *out)
{
    const kh_order_set *set = r->set;
    const int32_t offset =
        out->place >= 0 ? r->utc_offset[out->place] : set->calendar.utc_offset_min;
    out->service = khe_service_ticks(&set->calendar, service, order->quantity, set->measures);
    if (out->service >= KHE_TICKS_MAX) {
        khe_json_error(at, "limit", "the service lasts longer than can be counted");
        out->service = 0;
    }
    khe_read_windows(r, windows, offset, &out->windows, &out->window_count);
    for (int32_t w = 0; w < out->window_count && r->windows_end; w++) {
        out->windows[w].open -= out->service;
        out->windows[w].close -= out->service;
    }
}

static void read_collect(khe_set_reader *r, const khe_json *at, khe_json *collect, khe_order *out,
                         khe_json *windows)
{
    khe_json found[COLLECT_KEYS] = {{0}};
    khe_service service = {0};
    if (collect->value) khe_json_object(collect, collect_keys, COLLECT_KEYS, found);
    khe_read_service(r, &found[COLLECT_SERVICE], &service);
    read_end(r, &found[COLLECT_WINDOWS], at, &service, out, &out->from);
    if (out->split) out->split->from_service = service;
    *windows = found[COLLECT_WINDOWS];
}

/* What stands in the account where the order says nothing. */
static void inherit(const khe_set_reader *r, khe_order *out, khe_service *service)
{
    const int32_t a = out->account;
    out->tier = 3;
    out->unserved_penalty = out->max_on_board = KHE_NONE;
    if (a < 0) return;
    out->tier = r->set->accounts[a].tier;
    out->unserved_penalty = r->account_penalty[a];
    out->max_on_board = r->account_on_board[a];
    out->needs = r->account_needs[a];
    out->goods = r->account_goods[a];
    *service = r->account_service[a];
}

/* Two goods of one order that may not be together would never be served, and nobody would know why.
 */
static void check_goods(const khe_set_reader *r, const khe_json *at, const khe_order *order)
{
    const kh_order_set *set = r->set;
    for (int32_t k = 0; k < set->apart_count; k++) {
        const khe_names both = order->goods & set->apart[k].goods;
        int32_t first = 0, second = 0;
        if (!(both & (both - 1))) continue;
        while (!(both >> first & 1)) first++;
        for (second = first + 1; !(both >> second & 1);) second++;
        khe_json_error(at, "goods_conflict",
                       "\"%s\" and \"%s\" in one order, but /never_together/%d keeps them apart",
                       set->goods.name[first], set->goods.name[second], k);
        return;
    }
}

/* Days of the horizon, ascending; \return [days] flags, NULL: all of them. */
static bool *read_ship_days(khe_set_reader *r, khe_json *array)
{
    const int32_t days = r->set->calendar.days;
    int64_t before = -1;
    if (!array->value || r->calendar_bad) return NULL;
    if (khe_json_size(array) == 0)
        khe_json_error(array, "wrong_size", "at least one day is needed to ship on");
    bool *flags = khe_read_alloc(r, days, sizeof(*flags));
    if (!flags) return NULL;
    for (khe_json item = {0}; khe_json_next(array, &item);) {
        int64_t day = 0;
        if (!khe_json_int(&item, 0, days - 1, &day)) continue;
        if (day <= before)
            khe_json_error(&item, "out_of_range", "the days do not ascend: %d after %d", (int)day,
                           (int)before);
        flags[day] = true;
        before = day;
    }
    return flags;
}

/* When it may leave, and what leaving late or arriving early costs. */
static void read_days(khe_set_reader *r, khe_json *found, khe_order *out)
{
    const int32_t last = r->set->calendar.days - 1;
    const int64_t most = 1000000000000000 / (last + 1);
    out->ship_days = read_ship_days(r, &found[SHIP_DAYS]);
    out->last_ship_day = last;
    while (out->ship_days && out->first_ship_day < last && !out->ship_days[out->first_ship_day])
        out->first_ship_day++;
    while (out->ship_days && out->last_ship_day > 0 && !out->ship_days[out->last_ship_day])
        out->last_ship_day--;
    khe_read_money(&found[HOLDING], &out->holding_per_day);
    khe_read_money(&found[EARLY], &out->early_per_day);
    khe_read_money(&found[VALUE], &out->value);
    if (out->holding_per_day > most || out->early_per_day > most)
        khe_json_error(&found[out->holding_per_day > most ? HOLDING : EARLY], "limit",
                       "over the days of the horizon it adds up to more than can be counted");
}

static bool names_carrier(const kh_order_set *set, const khe_order *order)
{
    for (int32_t c = 0; c < set->carrier_count && order->carriers; c++)
        if (order->carriers[c]) return true;
    return false;
}

/* A carrier takes goods from a place to a place, on its own terms. */
static void read_carriers(khe_set_reader *r, khe_json *found, khe_order *out)
{
    out->carriers = khe_read_flags(r, &r->carriers, &found[CARRIERS]);
    if (!names_carrier(r->set, out)) return;
    if (out->as_shipment)
        khe_json_error(&found[CARRIERS], "wrong_value",
                       "a carrier does not take an order with \"as\": \"shipment\"; leave one of "
                       "the two out");
    else if (!found[FROM].node && !found[FROM].bad)
        khe_json_error(&found[CARRIERS], "missing_key",
                       "a carrier must know where to collect the order: \"from\" is missing");
}

static void read_rest(khe_set_reader *r, khe_json *found, khe_order *out)
{
    static const char *const ways[] = {"shipment"};
    kh_order_set *set = r->set;
    int64_t tier = out->tier;
    if (found[NEEDS].value) out->needs = khe_read_names(r, &found[NEEDS], &set->needs);
    if (found[GOODS].value) out->goods = khe_read_names(r, &found[GOODS], &set->goods);
    if (found[TIER].value) khe_json_int(&found[TIER], 1, KHE_TIERS, &tier);
    out->tier = (int32_t)tier;
    khe_read_minutes(r, &found[ON_BOARD], &out->max_on_board);
    khe_read_money(&found[PENALTY], &out->unserved_penalty);
    if (found[AS].value) out->as_shipment = khe_json_choice(&found[AS], ways, 1) == 0;
    out->vehicles = khe_read_flags(r, &r->vehicles, &found[VEHICLES]);
    read_days(r, found, out);
    read_carriers(r, found, out);
    const int32_t offset =
        out->from.place >= 0 ? r->utc_offset[out->from.place] : set->calendar.utc_offset_min;
    if (found[READY].value) out->has_ready = khe_read_moment(r, &found[READY], offset, &out->ready);
}

/* Once everything before the orders is right and the order itself has its places: what its kind
 * does not allow. */
static void check_kind(const khe_set_reader *r, const khe_json *at, khe_json *found,
                       const khe_json *collect_windows, const khe_order *order)
{
    if (order->to.place < 0 || found[FROM].bad) return;
    if (order->from.place < 0) {
        if (order->as_shipment && order->sources)
            khe_json_error(&found[FROM], "wrong_value", "a shipment comes from one place");
        else if (order->as_shipment)
            khe_json_error(at, "missing_key", "a shipment needs \"from\"");
        if (order->as_shipment) return;
    }
    const khe_kind kind = khe_order_kind(r->set, order);
    if (kind == KHE_AS_DELIVERY && khe_json_size(collect_windows) > 1)
        khe_json_error(collect_windows, "wrong_value",
                       "a delivery is loaded in one window; several are not possible");
    if (kind == KHE_AS_PICKUP && khe_json_size(&found[WINDOWS]) > 1)
        khe_json_error(&found[WINDOWS], "wrong_value",
                       "a pickup is unloaded in one window; several are not possible");
}

/* Whether some interval of the place touches [open, close]. */
static bool is_open_in(const khe_location *place, khe_interval x)
{
    int32_t low = 0, high = place->opens; /* the first that does not close before x */
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (place->open[middle].close < x.open)
            low = middle + 1;
        else
            high = middle;
    }
    return low < place->opens && place->open[low].open <= x.close;
}

static bool meets_opening(const kh_order_set *set, const khe_end *end)
{
    const khe_location *place = &set->locations[end->place];
    if (place->opens < 0) return true;
    if (end->window_count == 0) return place->opens > 0;
    for (int32_t w = 0; w < end->window_count; w++) {
        const int32_t days = end->windows[w].daily ? set->calendar.days : 1;
        for (int32_t day = 0; day < days; day++)
            if (is_open_in(place, khe_window_on(&set->calendar, end->windows[w], day))) return true;
    }
    return false;
}

static void warn_closed(const khe_set_reader *r, const khe_json *at, const khe_order *order)
{
    const khe_end *ends[] = {&order->from, &order->to};
    const khe_kind kind = khe_order_kind(r->set, order);
    const bool served[] = {kind != KHE_AS_DELIVERY, kind != KHE_AS_PICKUP};
    for (int32_t e = 0; e < 2; e++)
        if (served[e] && ends[e]->place >= 0 && !meets_opening(r->set, ends[e]))
            khe_json_warn(at, "never_open", "\"%s\" is open in none of the order's windows",
                          r->set->locations[ends[e]->place].id);
}

/* \param sound what the orders refer to was read without an error */
static void read_order(khe_set_reader *r, const khe_json *at, bool sound, khe_order *out)
{
    khe_json found[KEYS], collect_windows;
    khe_service service = {0};
    khe_json_object(at, keys, KEYS, found);
    out->index_in_document = at->index;
    khe_read_id(r, &r->orders, &found[ID], &out->id);
    out->account = khe_read_reference(&r->accounts, &found[ACCOUNT]);
    read_from(r, &found[FROM], out);
    out->to.place = khe_read_reference(&r->locations, &found[TO]);
    read_quantity(r, &found[QUANTITY], out);
    khe_read_order_products(r, &found[PRODUCTS], out);
    inherit(r, out, &service);
    khe_read_service(r, &found[SERVICE], &service);
    khe_read_split(r, &found[SPLIT], out);
    if (out->split) out->split->to_service = service;
    read_end(r, &found[WINDOWS], at, &service, out, &out->to);
    read_collect(r, at, &found[COLLECT], out, &collect_windows);
    read_rest(r, found, out);
    check_goods(r, found[GOODS].value ? &found[GOODS] : at, out);
    if (sound) check_kind(r, at, found, &collect_windows, out);
}

/* Moves an order from the list to those left out; `why` is owned by the list then. */
static void put_aside(khe_set_reader *r, khe_order *order, int32_t index, char *why)
{
    kh_order_set *set = r->set;
    if (!why) r->json.no_memory = true;
    set->bad_orders[set->bad_order_count++] =
        (khe_bad_order){.id = order->id, .index_in_document = index, .why = why};
    order->id = NULL;
    khe_order_clear(order);
    order->index_in_document = KHE_NONE;
}

static void read_or_put_aside(khe_set_reader *r, const khe_json *at, bool sound)
{
    kh_order_set *set = r->set;
    khe_order *order = &set->orders[set->order_count++];
    khe_reader *json = &r->json;
    const int64_t before = json->demoted, schema_before = json->schema;
    json->demote = r->options && r->options->quarantine;
    read_order(r, at, sound, order);
    json->demote = false;
    if (json->demoted > before) {
        put_aside(r, order, at->index, json->first_demoted);
        json->first_demoted = NULL;
    } else if (json->schema == schema_before && sound && order->to.place >= 0) {
        warn_closed(r, at, order);
    }
}

/* What a vehicle without a limit can hold is all there is: that must be countable. */
static void check_sums(khe_set_reader *r, const khe_json *orders)
{
    const kh_order_set *set = r->set;
    for (int32_t m = 0; m < set->measures; m++) {
        int64_t sum = 0;
        bool unlimited = false;
        for (int32_t i = 0; i < set->order_count; i++) sum += set->orders[i].quantity[m];
        for (int32_t v = 0; v < set->vehicle_count; v++)
            unlimited = unlimited || set->vehicles[v].capacity[m] == INT32_MAX;
        for (int32_t c = 0; c < set->carrier_count; c++)
            unlimited = unlimited || (set->carriers[c].mode == KHE_FTL &&
                                      set->carriers[c].capacity[m] == INT32_MAX);
        if (unlimited && sum >= INT32_MAX)
            khe_json_error(orders, "limit",
                           "the orders' \"%s\" add up to more than an unlimited vehicle can count",
                           set->measure[m]);
    }
}

static bool is_aside(const kh_order_set *set, int32_t order)
{
    return set->orders[order].index_in_document == KHE_NONE;
}

/* Leaves out the orders bound to one that is left out. \return whether there was one */
static bool take_along(khe_set_reader *r, const khe_together *bond)
{
    kh_order_set *set = r->set;
    bool broken = false, some = false;
    for (int32_t i = 0; i < bond->count; i++) broken = broken || is_aside(set, bond->orders[i]);
    for (int32_t i = 0; i < bond->count && broken; i++) {
        const int32_t order = bond->orders[i];
        if (is_aside(set, order)) continue;
        some = true;
        put_aside(r, &set->orders[order], order,
                  khe_text_copy("bound to an order that is left out"));
    }
    return some;
}

/* Closes the gaps of the orders left out. */
static void compact(khe_set_reader *r, const int32_t *new_index)
{
    kh_order_set *set = r->set;
    int32_t bonds = 0, orders = 0;
    for (int32_t t = 0; t < set->together_count; t++) {
        khe_together *bond = &set->together[t];
        if (bond->count > 0 && is_aside(set, bond->orders[0])) {
            free(bond->orders);
            continue;
        }
        for (int32_t i = 0; i < bond->count; i++) bond->orders[i] = new_index[bond->orders[i]];
        set->together[bonds++] = *bond;
    }
    set->together_count = bonds;
    for (int32_t i = 0; i < set->order_count; i++)
        if (!is_aside(set, i)) set->orders[orders++] = set->orders[i];
    set->order_count = orders;
}

static void quarantine(khe_set_reader *r)
{
    kh_order_set *set = r->set;
    if (set->bad_order_count == 0) return;
    for (bool again = true; again;) {
        again = false;
        for (int32_t t = 0; t < set->together_count; t++)
            again = take_along(r, &set->together[t]) || again;
    }
    int32_t *new_index = khe_read_alloc(r, set->order_count, sizeof(*new_index));
    if (!new_index) return;
    for (int32_t i = 0, next = 0; i < set->order_count; i++)
        new_index[i] = is_aside(set, i) ? KHE_NONE : next++;
    compact(r, new_index);
    free(new_index);
}

static void read_members(khe_set_reader *r, khe_json *array, khe_together *out)
{
    const int32_t size = khe_json_size(array);
    if (array->value && size < 2)
        khe_json_error(array, "wrong_size", "at least two are needed to be together");
    out->orders = khe_read_alloc(r, size, sizeof(*out->orders));
    if (!out->orders) return;
    for (khe_json item = {0}; khe_json_next(array, &item);) {
        const int32_t order = khe_read_reference(&r->orders, &item);
        if (order < 0) continue;
        for (int32_t i = 0; i < out->count; i++)
            if (out->orders[i] == order)
                khe_json_error(&item, "doubled_id", "the order stands here twice");
        if (!is_aside(r->set, order) && names_carrier(r->set, &r->set->orders[order]))
            khe_json_error(
                &item, "wrong_value",
                "order \"%s\" names carriers and cannot be bound to others; leave out its "
                "\"carriers\"",
                r->set->orders[order].id);
        out->orders[out->count++] = order;
    }
}

/* Orders of one stop share its place; a shipment counts where it is delivered. */
static void check_stop(const khe_set_reader *r, const khe_json *at, const khe_together *bond)
{
    const kh_order_set *set = r->set;
    int32_t place = KHE_NONE;
    for (int32_t i = 0; i < bond->count; i++) {
        const khe_order *order = &set->orders[bond->orders[i]];
        if (is_aside(set, bond->orders[i])) return;
        const bool picked_up = khe_order_kind(set, order) == KHE_AS_PICKUP;
        const int32_t here = picked_up ? order->from.place : order->to.place;
        if (place != KHE_NONE && here != place) {
            khe_json_error(
                at, "wrong_value",
                "orders of one stop are served at one place, shipments where they are delivered");
            return;
        }
        place = here;
    }
}

static void read_bond(khe_set_reader *r, khe_json *item, khe_together *out)
{
    enum { ORDERS, MODE, BOND_KEYS };
    static const khe_key bond_keys[BOND_KEYS] = {
        [ORDERS] = {"orders", KHE_ARRAY, true}, [MODE] = {"mode", KHE_TEXT, true}};
    static const char *const modes[] = {"stop", "trip", "vehicle", "all-or-none"};
    khe_json found[BOND_KEYS];
    if (!khe_json_is(item, KHE_OBJECT)) return;
    khe_json_object(item, bond_keys, BOND_KEYS, found);
    const int32_t mode = found[MODE].value ? khe_json_choice(&found[MODE], modes, 4) : KHE_NONE;
    out->mode = mode < 0 ? KHE_ALL_OR_NONE : (khe_bond)mode;
    read_members(r, &found[ORDERS], out);
    if (out->mode == KHE_SAME_STOP && khe_reader_status(&r->json) == KH_OK)
        check_stop(r, item, out);
}

static void read_together(khe_set_reader *r, khe_json *together)
{
    kh_order_set *set = r->set;
    set->together = khe_read_alloc(r, khe_json_size(together), sizeof(*set->together));
    if (!set->together) return;
    for (khe_json item = {0}; khe_json_next(together, &item);)
        read_bond(r, &item, &set->together[set->together_count++]);
}

void khe_read_orders(khe_set_reader *r, khe_json *orders, khe_json *together)
{
    const int32_t count = khe_json_size(orders);
    kh_order_set *set = r->set;
    const bool sound = khe_reader_status(&r->json) == KH_OK;
    set->orders = khe_read_alloc(r, count, sizeof(*set->orders));
    set->bad_orders = khe_read_alloc(r, count, sizeof(*set->bad_orders));
    khe_list_open(r, &r->orders, count);
    r->orders.incomplete = !orders->value;
    if (r->json.no_memory) return;
    for (khe_json item = {0}; khe_json_next(orders, &item) && !r->json.no_memory;)
        read_or_put_aside(r, &item, sound);
    check_sums(r, orders);
    khe_check_products(r, orders);
    read_together(r, together);
    if (!r->json.no_memory) quarantine(r);
    if (!r->json.no_memory) khe_split_orders(r, orders);
}
