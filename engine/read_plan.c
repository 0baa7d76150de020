/* Reads a plan document against its order set: ids become indices, times ticks, money micro-units.
 *
 * What the document says twice (sums, counts, copies of orders) is kept in plan->stated, so that
 * the verifier can compare; nothing is believed here but the routes, the begins and the reasons. */
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "errors.h"
#include "read_plan_parts.h"
#include "text.h"

/* Order set, summary, quality */

static void keep_text(khe_plan_reader *r, khe_json *value, char **out)
{
    const char *text = value->value ? khe_json_text(value) : NULL;
    *out = khe_text_print("%s", text ? text : "");
    if (!*out) r->json.no_memory = true;
}

static void read_order_set(khe_plan_reader *r, khe_json *value)
{
    enum { NAME, SHA256, KEYS };
    static const khe_key keys[KEYS] = {{"name", KHE_TEXT, true}, {"sha256", KHE_TEXT, true}};
    khe_json found[KEYS];
    if (!khe_json_object(value, keys, KEYS, found)) return;
    keep_text(r, &found[NAME], &r->stated->name);
    keep_text(r, &found[SHA256], &r->stated->sha256);
}

enum {
    M_COST,
    M_CASH,
    M_COST_BY,
    M_IDLE,
    M_ORDERS,
    M_OWN,
    M_CARRIER,
    M_UNSERVED,
    M_VEHICLES,
    M_TRIPS,
    M_KM,
    M_EMPTY,
    M_DRIVE,
    M_WAIT,
    M_DUTY,
    M_ON_TIME,
    M_FILL,
    M_CO2,
    M_CONSOLIDATION,
    M_KEYS
};

static const khe_key summary_keys[M_KEYS] = {
    [M_COST] = {"cost", KHE_NUMBER, true},
    [M_CASH] = {"cash", KHE_NUMBER, true},
    [M_COST_BY] = {"cost_by", KHE_OBJECT, true},
    [M_IDLE] = {"idle_owned", KHE_NUMBER, true},
    [M_ORDERS] = {"orders", KHE_NUMBER, true},
    [M_OWN] = {"served_own", KHE_NUMBER, true},
    [M_CARRIER] = {"served_carrier", KHE_NUMBER, true},
    [M_UNSERVED] = {"unserved", KHE_NUMBER, true},
    [M_VEHICLES] = {"vehicles_used", KHE_NUMBER, true},
    [M_TRIPS] = {"trips", KHE_NUMBER, true},
    [M_KM] = {"km", KHE_NUMBER, true},
    [M_EMPTY] = {"empty_km", KHE_NUMBER, true},
    [M_DRIVE] = {"drive_h", KHE_NUMBER, true},
    [M_WAIT] = {"wait_h", KHE_NUMBER, true},
    [M_DUTY] = {"duty_h", KHE_NUMBER, true},
    [M_ON_TIME] = {"on_time", KHE_ANY, true},
    [M_FILL] = {"fill", KHE_OBJECT, false},
    [M_CO2] = {"co2_kg", KHE_ANY, false},
    [M_CONSOLIDATION] = {"consolidation", KHE_OBJECT, false},
};

/* What later editions will fill. */
static void expect_null(const khe_json *value)
{
    if (value->value && !khe_json_is_null(value))
        khe_json_error(value, "unsupported", "not supported yet: expected null");
}

/* A share of the whole, or negative where it is null. */
static void read_share(khe_json *value, double *out)
{
    *out = -1;
    if (value->value && !khe_json_is_null(value)) khe_json_number(value, 0, 1, out);
}

/* What else the orders would cost is the planner's word; how many loads there are is checked. */
static void read_consolidation(khe_plan_reader *r, khe_json *value)
{
    enum { LOADS, CONSOLIDATED, ALONE, ALONE_UNSERVED, DAYS, DAYS_UNSERVED, KEYS };
    static const khe_key keys[KEYS] = {{"loads", KHE_NUMBER, true},
                                       {"consolidated", KHE_NUMBER, true},
                                       {"each_alone", KHE_NUMBER, true},
                                       {"each_alone_unserved", KHE_NUMBER, true},
                                       {"no_choice_of_day", KHE_NUMBER, false},
                                       {"no_choice_of_day_unserved", KHE_NUMBER, false}};
    khe_json found[KEYS];
    khe_savings *savings = &r->plan->savings;
    r->stated->loads = KHE_NONE;
    if (!value->value || !khe_json_object(value, keys, KEYS, found)) return;
    khe_plan_count(&found[LOADS], &r->stated->loads);
    khe_plan_count(&found[CONSOLIDATED], &r->stated->consolidated);
    khe_plan_money(&found[ALONE], &savings->alone);
    khe_plan_count(&found[ALONE_UNSERVED], &savings->alone_unserved);
    khe_plan_money(&found[DAYS], &savings->fixed_days);
    khe_plan_count(&found[DAYS_UNSERVED], &savings->fixed_days_unserved);
    savings->has_fixed_days = found[DAYS].value != NULL;
    savings->known = true;
}

static void read_summary(khe_plan_reader *r, khe_json *value)
{
    khe_json found[M_KEYS];
    khe_stated *stated = r->stated;
    if (!khe_json_object(value, summary_keys, M_KEYS, found)) return;
    khe_plan_money(&found[M_COST], &stated->sums.cost);
    khe_plan_money(&found[M_CASH], &stated->cash);
    khe_plan_costs(&found[M_COST_BY], &r->plan->costs);
    khe_plan_money(&found[M_IDLE], &r->plan->idle_owned);
    khe_plan_count(&found[M_ORDERS], &stated->orders);
    khe_plan_count(&found[M_OWN], &stated->served_own);
    khe_plan_count(&found[M_CARRIER], &stated->served_carrier);
    khe_plan_count(&found[M_UNSERVED], &stated->unserved);
    khe_plan_count(&found[M_VEHICLES], &stated->vehicles_used);
    khe_plan_count(&found[M_TRIPS], &stated->trips);
    khe_plan_km(r, &found[M_KM], &stated->sums.steps);
    khe_plan_km(r, &found[M_EMPTY], &stated->sums.empty);
    khe_plan_hours(&found[M_DRIVE], &stated->sums.drive);
    khe_plan_hours(&found[M_WAIT], &stated->sums.wait);
    khe_plan_hours(&found[M_DUTY], &stated->sums.duty);
    read_share(&found[M_ON_TIME], &stated->on_time);
    khe_plan_fill(r, &found[M_FILL], stated->sums.fill);
    expect_null(&found[M_CO2]);
    read_consolidation(r, &found[M_CONSOLIDATION]);
}

/* A plan is optimal if it says so with a proof and no gap. */
static void read_quality(khe_plan_reader *r, khe_json *value)
{
    enum { LOWER_BOUND, GAP, PROOF, RELAXED, KEYS };
    static const khe_key keys[KEYS] = {{"lower_bound", KHE_NUMBER, true},
                                       {"gap", KHE_NUMBER, true},
                                       {"proof", KHE_TEXT, true},
                                       {"relaxed", KHE_ARRAY, false}};
    khe_json found[KEYS];
    if (!value->value || khe_json_is_null(value)) return;
    if (!khe_json_object(value, keys, KEYS, found)) return;
    r->stated->has_quality = true;
    khe_plan_money(&found[LOWER_BOUND], &r->stated->lower_bound);
    khe_json_number(&found[GAP], 0, 1e9, &r->stated->gap);
    r->plan->optimal = r->stated->gap <= 0;
}

static void read_warnings(khe_json *value)
{
    enum { CODE, DETAIL, KEYS };
    static const khe_key keys[KEYS] = {{"code", KHE_TEXT, true}, {"detail", KHE_TEXT, true}};
    khe_json found[KEYS];
    for (khe_json item = {0}; khe_json_next(value, &item);)
        khe_json_object(&item, keys, KEYS, found);
}

/* Accounts and orders */

/* Whether an object has a member that the same object of the order set has otherwise, or not. */
static bool member_differs(const struct cJSON *original, const struct cJSON *copy, const char *key)
{
    const struct cJSON *ours = cJSON_GetObjectItemCaseSensitive(original, key);
    const struct cJSON *theirs = cJSON_GetObjectItemCaseSensitive(copy, key);
    if (!ours || !theirs) return ours != theirs;
    return !cJSON_Compare(ours, theirs, true);
}

static void read_account(khe_plan_reader *r, khe_json *value, khe_stated_account *out)
{
    enum { ID, ORDERS, ON_TIME, COST, CO2, KEYS };
    enum { RULE, VALUE, COST_KEYS };
    static const khe_key keys[KEYS] = {{"id", KHE_ANY, true},
                                       {"orders", KHE_NUMBER, true},
                                       {"on_time", KHE_ANY, true},
                                       {"cost_to_serve", KHE_OBJECT, true},
                                       {"co2_kg", KHE_ANY, false}};
    static const khe_key cost_keys[COST_KEYS] = {{"rule", KHE_TEXT, true},
                                                 {"value", KHE_NUMBER, true}};
    static const char *const rules[] = {"load-km"};
    khe_json found[KEYS], cost[COST_KEYS];
    out->account = KHE_NONE;
    if (!khe_json_object(value, keys, KEYS, found)) return;
    out->account = khe_plan_id(&found[ID], &r->accounts, "account");
    khe_plan_count(&found[ORDERS], &out->orders);
    expect_null(&found[CO2]);
    read_share(&found[ON_TIME], &out->on_time);
    if (!khe_json_object(&found[COST], cost_keys, COST_KEYS, cost)) return;
    khe_json_choice(&cost[RULE], rules, 1);
    khe_plan_money(&cost[VALUE], &out->cost);
}

static void read_accounts(khe_plan_reader *r, khe_json *value)
{
    r->stated->accounts = khe_plan_array(r, value, sizeof *r->stated->accounts);
    if (!r->stated->accounts) return;
    for (khe_json item = {0}; khe_json_next(value, &item); r->stated->account_count++)
        read_account(r, &item, &r->stated->accounts[r->stated->account_count]);
}

/* On a route, with a carrier, or (null) neither. */
static void read_load(khe_json *value, khe_plan_order *out)
{
    enum { ROUTE, SHIPMENT, KEYS };
    static const khe_key keys[KEYS] = {{"route", KHE_NUMBER, false},
                                       {"shipment", KHE_NUMBER, false}};
    khe_json found[KEYS];
    if (!value->value || khe_json_is_null(value) || !khe_json_object(value, keys, KEYS, found))
        return;
    khe_plan_count(&found[ROUTE], &out->route);
    khe_plan_count(&found[SHIPMENT], &out->shipment);
    const bool bad = found[ROUTE].bad || found[SHIPMENT].bad;
    if (!bad && !found[ROUTE].value == !found[SHIPMENT].value)
        khe_json_error(value, "wrong_value", "either \"route\" or \"shipment\"");
}

enum {
    O_ID,
    O_PART_OF,
    O_ACCOUNT,
    O_FROM,
    O_TO,
    O_QUANTITY,
    O_WINDOWS,
    O_TARGET,
    O_LOAD,
    O_COLLECT_BEGIN,
    O_BEGIN,
    O_ON_TIME,
    O_COST_BY,
    O_KEYS
};

static const khe_key order_keys[O_KEYS] = {
    [O_ID] = {"id", KHE_TEXT, true},
    [O_PART_OF] = {"part_of", KHE_TEXT, false},
    [O_ACCOUNT] = {"account", KHE_ANY, false},
    [O_FROM] = {"from", KHE_ANY, false},
    [O_TO] = {"to", KHE_TEXT, true},
    [O_QUANTITY] = {"quantity", KHE_OBJECT, true},
    [O_WINDOWS] = {"windows", KHE_ANY, false},
    [O_TARGET] = {"target", KHE_ANY, false},
    [O_LOAD] = {"load", KHE_ANY, true},
    [O_COLLECT_BEGIN] = {"collect_begin", KHE_ANY, false},
    [O_BEGIN] = {"begin", KHE_ANY, true},
    [O_ON_TIME] = {"on_time", KHE_BOOL, true},
    [O_COST_BY] = {"cost_by", KHE_OBJECT, true},
};

static void read_order(khe_plan_reader *r, khe_json *value)
{
    khe_json found[O_KEYS];
    if (!khe_json_object(value, order_keys, O_KEYS, found)) return;
    const int32_t o = khe_plan_id(&found[O_ID], &r->orders, "order");
    if (o == KHE_NONE) return;
    khe_plan_order *order = &r->plan->orders[o];
    khe_stated_order *stated = &r->stated->by_order[o];
    const struct cJSON *ours = r->original[o];
    stated->times++;
    stated->differs = ours && member_differs(ours, value->value, "windows");
    stated->part_differs |= !r->set->orders[o].parts != !found[O_PART_OF].value;
    stated->index = value->index;
    stated->account = khe_plan_id(&found[O_ACCOUNT], &r->accounts, "account");
    stated->from = khe_plan_id(&found[O_FROM], &r->places, "location");
    stated->to = khe_plan_id(&found[O_TO], &r->places, "location");
    khe_plan_quantities(r, &found[O_QUANTITY], stated->quantity);
    read_load(&found[O_LOAD], order);
    khe_plan_time(r, &found[O_COLLECT_BEGIN], &order->collect_begin);
    khe_plan_time(r, &found[O_BEGIN], &order->begin);
    expect_null(&found[O_TARGET]);
    khe_json_bool(&found[O_ON_TIME], &stated->on_time);
    khe_plan_costs(&found[O_COST_BY], &order->costs);
}

static void read_orders(khe_plan_reader *r, khe_json *value)
{
    for (khe_json item = {0}; khe_json_next(value, &item);) read_order(r, &item);
}

/* An entry of a list that is walked from the entry found before: cJSON's arrays are linked lists,
 * and the copies mostly stand in the sequence of the originals. */
typedef struct walk {
    const struct cJSON *list, *at;
    int32_t index;
} walk;

static const struct cJSON *walk_to(walk *w, int32_t index)
{
    if (index < 0) return NULL;
    if (!w->at || index < w->index) {
        w->at = w->list ? w->list->child : NULL;
        w->index = 0;
    }
    while (w->at && w->index < index) {
        w->at = w->at->next;
        w->index++;
    }
    return w->at;
}

/* Copies from the order set, for who shows the plan: known ids, and members as they stand there. */
static void read_copies(khe_plan_reader *r, khe_json *list, const char *original,
                        const khe_key *keys, size_t count, const khe_ids *ids,
                        khe_stated_copies *out)
{
    khe_json found[KHE_KEYS_MAX];
    walk originals = {.list = cJSON_GetObjectItemCaseSensitive(r->set->document, original)};
    out->differs = KHE_NONE;
    for (khe_json item = {0}; khe_json_next(list, &item); out->count++) {
        if (!khe_json_object(&item, keys, count, found)) continue;
        const int32_t index = khe_plan_id(&found[0], ids, "entry");
        const struct cJSON *ours = walk_to(&originals, index);
        for (size_t k = 0; ours && k < count && out->differs == KHE_NONE; k++)
            if (member_differs(ours, item.value, keys[k].name)) out->differs = item.index;
    }
}

static void read_places(khe_plan_reader *r, khe_json *value)
{
    static const khe_key keys[] = {{"id", KHE_TEXT, true},     {"name", KHE_ANY, false},
                                   {"lon", KHE_NUMBER, false}, {"lat", KHE_NUMBER, false},
                                   {"x", KHE_NUMBER, false},   {"y", KHE_NUMBER, false},
                                   {"open", KHE_ARRAY, false}};
    read_copies(r, value, "locations", keys, sizeof keys / sizeof *keys, &r->places,
                &r->stated->places);
}

static void read_vehicles(khe_plan_reader *r, khe_json *value)
{
    static const khe_key keys[] = {{"id", KHE_TEXT, true},
                                   {"capacity", KHE_OBJECT, false},
                                   {"tags", KHE_ANY, false},
                                   {"shift", KHE_ANY, false},
                                   {"cost", KHE_OBJECT, false}};
    read_copies(r, value, "vehicles", keys, sizeof keys / sizeof *keys, &r->vehicles,
                &r->stated->vehicles);
}

/* Orders left out */

static khe_reason read_reason(khe_json *value)
{
    static const char *const codes[] = {
#define X(name, key, text) key,
        KHE_REASON_MAP(X)
#undef X
    };
    const int32_t code = khe_json_choice(value, codes, KHE_REASONS);
    return code < 0 ? KHE_NO_ROOM : (khe_reason)code;
}

static void read_whys(khe_plan_reader *r, khe_json *value, khe_unserved *out)
{
    enum { CODE, PROVED, DETAIL, KEYS };
    static const khe_key keys[KEYS] = {
        {"code", KHE_TEXT, true}, {"proved", KHE_BOOL, true}, {"detail", KHE_TEXT, true}};
    khe_json found[KEYS];
    out->why = khe_plan_array(r, value, sizeof *out->why);
    if (!out->why) return;
    for (khe_json item = {0}; khe_json_next(value, &item);) {
        khe_why *why = &out->why[out->why_count++];
        if (!khe_json_object(&item, keys, KEYS, found)) continue;
        why->reason = read_reason(&found[CODE]);
        khe_json_bool(&found[PROVED], &why->proved);
        keep_text(r, &found[DETAIL], &why->detail);
    }
}

/* The next refused order with this id (NULL: without one) that is not listed yet, or KHE_NONE. */
static int32_t find_bad_order(const khe_plan_reader *r, const char *id)
{
    for (int32_t b = 0; b < r->set->bad_order_count; b++) {
        const char *own = r->set->bad_orders[b].id;
        bool listed = false;
        for (int32_t u = 0; u < r->plan->unserved_count && !listed; u++)
            listed = r->plan->unserved[u].bad_order == b;
        if (!listed && (own && id ? strcmp(own, id) == 0 : !own && !id)) return b;
    }
    return KHE_NONE;
}

static bool says_bad_data(const khe_unserved *out)
{
    for (int32_t w = 0; w < out->why_count; w++)
        if (out->why[w].reason == KHE_BAD_DATA) return true;
    return false;
}

static void read_unserved(khe_plan_reader *r, khe_json *value)
{
    enum { ORDER, WHY, KEYS };
    static const khe_key keys[KEYS] = {{"order", KHE_ANY, true}, {"why", KHE_ARRAY, true}};
    khe_json found[KEYS];
    r->plan->unserved = khe_plan_array(r, value, sizeof *r->plan->unserved);
    if (!r->plan->unserved) return;
    for (khe_json item = {0}; khe_json_next(value, &item);) {
        khe_unserved *out = &r->plan->unserved[r->plan->unserved_count];
        out->order = out->bad_order = KHE_NONE;
        if (!khe_json_object(&item, keys, KEYS, found)) continue;
        read_whys(r, &found[WHY], out);
        if (says_bad_data(out) || khe_json_is_null(&found[ORDER]))
            out->bad_order = find_bad_order(
                r, khe_json_is_text(&found[ORDER]) ? khe_json_text(&found[ORDER]) : NULL);
        if (out->bad_order == KHE_NONE)
            out->order = khe_plan_id(&found[ORDER], &r->orders, "order");
        r->plan->unserved_count++;
    }
}

/* The run */

static void read_run(khe_plan_reader *r, khe_json *value)
{
    enum { THREADS, SECONDS, FIRST, WITHIN, STOPPED, KEYS };
    static const khe_key keys[KEYS] = {{"threads", KHE_NUMBER, true},
                                       {"seconds", KHE_NUMBER, true},
                                       {"first_s", KHE_NUMBER, false},
                                       {"within_1pct_s", KHE_NUMBER, false},
                                       {"stopped_by", KHE_TEXT, true}};
    static const char *const stops[] = {"time", "iterations", "signal", "optimal"};
    khe_json found[KEYS];
    khe_solver_run *run = &r->plan->run;
    if (!khe_json_object(value, keys, KEYS, found)) return;
    khe_plan_count(&found[THREADS], &run->threads);
    khe_json_number(&found[SECONDS], 0, 1e12, &run->seconds);
    if (found[FIRST].value) khe_json_number(&found[FIRST], 0, 1e12, &run->first_s);
    if (found[WITHIN].value) khe_json_number(&found[WITHIN], 0, 1e12, &run->within_1pct_s);
    const int32_t stop = khe_json_choice(&found[STOPPED], stops, sizeof stops / sizeof *stops);
    run->stopped_by = stop < 0 ? NULL : stops[stop];
}

static void read_solver(khe_plan_reader *r, khe_json *value)
{
    enum { VERSION, SEED, ISLANDS, ITERATIONS, RUN, KEYS };
    static const khe_key keys[KEYS] = {{"version", KHE_TEXT, true},
                                       {"seed", KHE_NUMBER, true},
                                       {"islands", KHE_NUMBER, true},
                                       {"iterations", KHE_NUMBER, true},
                                       {"run", KHE_OBJECT, true}};
    static const int64_t most = INT64_C(9007199254740991);
    khe_json found[KEYS];
    if (!khe_json_object(value, keys, KEYS, found)) return;
    khe_json_int(&found[SEED], 0, most, &r->plan->run.seed);
    khe_plan_count(&found[ISLANDS], &r->plan->run.islands);
    khe_json_int(&found[ITERATIONS], 0, most, &r->plan->run.iterations);
    read_run(r, &found[RUN]);
}

/* The document */

enum {
    D_FORMAT,
    D_ORDER_SET,
    D_STATUS,
    D_SUMMARY,
    D_QUALITY,
    D_WARNINGS,
    D_ACCOUNTS,
    D_PLACES,
    D_ORDERS,
    D_VEHICLES,
    D_ROUTES,
    D_SHIPMENTS,
    D_UNSERVED,
    D_SOLVER,
    D_KEYS
};

static const khe_key document_keys[D_KEYS] = {
    [D_FORMAT] = {"format", KHE_TEXT, true},      [D_ORDER_SET] = {"order_set", KHE_OBJECT, true},
    [D_STATUS] = {"status", KHE_TEXT, true},      [D_SUMMARY] = {"summary", KHE_OBJECT, true},
    [D_QUALITY] = {"quality", KHE_ANY, false},    [D_WARNINGS] = {"warnings", KHE_ARRAY, false},
    [D_ACCOUNTS] = {"accounts", KHE_ARRAY, true}, [D_PLACES] = {"places", KHE_ARRAY, false},
    [D_ORDERS] = {"orders", KHE_ARRAY, true},     [D_VEHICLES] = {"vehicles", KHE_ARRAY, false},
    [D_ROUTES] = {"routes", KHE_ARRAY, true},     [D_SHIPMENTS] = {"shipments", KHE_ARRAY, false},
    [D_UNSERVED] = {"unserved", KHE_ARRAY, true}, [D_SOLVER] = {"solver", KHE_OBJECT, true},
};

static void read_document(khe_plan_reader *r, khe_json *root)
{
    static const char *const statuses[] = {"optimal", "feasible", "partial"};
    khe_json found[D_KEYS];
    if (!khe_json_is_format(root, "keyhaul/plan/1")) return;
    if (!khe_json_object(root, document_keys, D_KEYS, found)) return;
    khe_json_choice(&found[D_STATUS], statuses, 3);
    keep_text(r, &found[D_STATUS], &r->stated->status);
    read_order_set(r, &found[D_ORDER_SET]);
    read_summary(r, &found[D_SUMMARY]);
    read_quality(r, &found[D_QUALITY]);
    read_warnings(&found[D_WARNINGS]);
    read_accounts(r, &found[D_ACCOUNTS]);
    read_places(r, &found[D_PLACES]);
    read_orders(r, &found[D_ORDERS]);
    read_vehicles(r, &found[D_VEHICLES]);
    khe_plan_read_routes(r, &found[D_ROUTES]);
    khe_plan_read_shipments(r, &found[D_SHIPMENTS]);
    read_unserved(r, &found[D_UNSERVED]);
    read_solver(r, &found[D_SOLVER]);
}

static bool index_ids(khe_plan_reader *r)
{
    const kh_order_set *set = r->set;
    if (!khe_ids_init(&r->orders, set->order_count) ||
        !khe_ids_init(&r->places, set->location_count) ||
        !khe_ids_init(&r->vehicles, set->vehicle_count) ||
        !khe_ids_init(&r->accounts, set->account_count) ||
        !khe_ids_init(&r->carriers, set->carrier_count))
        return false;
    for (int32_t i = 0; i < set->order_count; i++) khe_ids_add(&r->orders, set->orders[i].id);
    for (int32_t i = 0; i < set->location_count; i++) khe_ids_add(&r->places, set->locations[i].id);
    for (int32_t i = 0; i < set->vehicle_count; i++) khe_ids_add(&r->vehicles, set->vehicles[i].id);
    for (int32_t i = 0; i < set->account_count; i++) khe_ids_add(&r->accounts, set->accounts[i].id);
    for (int32_t i = 0; i < set->carrier_count; i++) khe_ids_add(&r->carriers, set->carriers[i].id);
    return true;
}

/* The orders of the set as they stand in its document; those that were refused are passed over. */
static bool find_originals(khe_plan_reader *r)
{
    const struct cJSON *list = cJSON_GetObjectItemCaseSensitive(r->set->document, "orders");
    const struct cJSON *item = list ? list->child : NULL;
    int32_t at = 0;
    r->original = calloc((size_t)r->set->order_count + 1, sizeof *r->original);
    if (!r->original) return false;
    for (int32_t o = 0; o < r->set->order_count; o++) {
        for (; item && at < r->set->orders[o].index_in_document; at++) item = item->next;
        r->original[o] = item;
    }
    return true;
}

static bool prepare(khe_plan_reader *r)
{
    const size_t orders = (size_t)r->set->order_count + 1;
    if (!index_ids(r) || !find_originals(r)) return false;
    r->plan = calloc(1, sizeof *r->plan);
    r->stated = calloc(1, sizeof *r->stated);
    if (!r->plan || !r->stated) return false;
    r->plan->orders = calloc(orders, sizeof *r->plan->orders);
    r->stated->by_order = calloc(orders, sizeof *r->stated->by_order);
    if (!r->plan->orders || !r->stated->by_order) return false;
    for (int32_t o = 0; o < r->set->order_count; o++)
        r->plan->orders[o] = (khe_plan_order){.route = KHE_NONE,
                                              .shipment = KHE_NONE,
                                              .collect_begin = KHE_NO_TIME,
                                              .begin = KHE_NO_TIME};
    return true;
}

static void release(khe_plan_reader *r)
{
    khe_ids_free(&r->orders);
    khe_ids_free(&r->places);
    khe_ids_free(&r->vehicles);
    khe_ids_free(&r->accounts);
    khe_ids_free(&r->carriers);
    khe_reader_free(&r->json);
    free(r->original);
    khe_stated_free(r->stated);
    khe_plan_free(r->plan);
}

kh_status khe_plan_read(const kh_order_set *set, const char *text, size_t size, khe_plan **out,
                        kh_errors *errors)
{
    khe_plan_reader r = {.set = set, .json = {.errors = errors}};
    struct cJSON *tree = NULL;
    khe_scan scan = {0};
    kh_status status = KH_E_NOMEM;
    if (!prepare(&r)) goto done;
    status = khe_json_parse(&r.json, text, size, &tree, &scan);
    if (status != KH_OK) goto done;
    khe_json root = khe_json_root(&r.json, tree);
    read_document(&r, &root);
    status = khe_reader_status(&r.json);
    if (status == KH_E_UNSUPPORTED || status == KH_E_LIMIT) status = KH_E_SCHEMA;
    if (status != KH_OK) goto done;
    *out = r.plan;
    r.plan->stated = r.stated;
    r.plan = NULL;
    r.stated = NULL;
done:
    release(&r);
    cJSON_Delete(tree);
    khe_scan_free(&scan);
    return status;
}
