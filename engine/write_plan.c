/* The plan document: self-contained, made for reading, byte by byte the same for the same plan but
 * for solver.run. */
#include "write_plan.h"

#include <math.h>
#include <stdlib.h>

#include <cjson/cJSON.h>
#include <keyhaul/keyhaul.h>

/* ---- Head ---- */

static void write_savings(khe_plan_writer *p, const khe_plan_sums *sums)
{
    const khe_savings *savings = &p->plan->savings;
    khe_write_object(&p->w, "consolidation", KHE_ROW);
    khe_write_decimal(&p->w, "loads", p->plan->route_count + p->plan->shipment_count, 0);
    khe_write_decimal(&p->w, "consolidated", sums->consolidated, 0);
    khe_write_money(p, "each_alone", savings->alone);
    khe_write_decimal(&p->w, "each_alone_unserved", savings->alone_unserved, 0);
    if (savings->has_fixed_days) {
        khe_write_money(p, "no_choice_of_day", savings->fixed_days);
        khe_write_decimal(&p->w, "no_choice_of_day_unserved", savings->fixed_days_unserved, 0);
    }
    khe_write_close(&p->w);
}

static void write_summary(khe_plan_writer *p)
{
    const khe_plan *plan = p->plan;
    khe_plan_sums sums;
    khe_plan_sum(p->set, plan, &sums);
    khe_write_object(&p->w, "summary", KHE_BLOCK);
    khe_write_money(p, "cost", khe_costs_total(&plan->costs));
    khe_write_money(p, "cash", khe_costs_cash(&plan->costs));
    khe_write_costs(p, "cost_by", &plan->costs, true);
    khe_write_money(p, "idle_owned", plan->idle_owned);
    khe_write_decimal(&p->w, "orders", sums.orders, 0);
    khe_write_decimal(&p->w, "served_own", sums.own, 0);
    khe_write_decimal(&p->w, "served_carrier", sums.carrier, 0);
    khe_write_decimal(&p->w, "unserved", sums.orders - sums.served, 0);
    khe_write_decimal(&p->w, "vehicles_used", sums.vehicles, 0);
    khe_write_decimal(&p->w, "trips", plan->route_count, 0);
    khe_write_km(p, "km", sums.steps);
    khe_write_km(p, "empty_km", sums.empty);
    khe_write_hours(p, "drive_h", sums.drive);
    khe_write_hours(p, "wait_h", sums.wait);
    khe_write_hours(p, "duty_h", sums.duty);
    khe_write_ratio(p, "on_time", sums.served, sums.orders);
    khe_write_fill(p, 0, plan->route_count - 1);
    khe_write_null(&p->w, "co2_kg");
    if (plan->savings.known) write_savings(p, &sums);
    khe_write_close(&p->w);
}

static void write_quality(khe_plan_writer *p)
{
    if (!p->plan->optimal) {
        khe_write_null(&p->w, "quality");
        return;
    }
    khe_write_object(&p->w, "quality", KHE_ROW);
    khe_write_money(p, "lower_bound", khe_costs_total(&p->plan->costs));
    khe_write_decimal(&p->w, "gap", 0, 0);
    khe_write_text(&p->w, "proof", "enumeration");
    khe_write_array(&p->w, "relaxed", KHE_ROW);
    khe_write_close(&p->w);
    khe_write_close(&p->w);
}

static void write_warning(khe_plan_writer *p, const char *code, const char *detail)
{
    khe_write_object(&p->w, NULL, KHE_ROW);
    khe_write_text(&p->w, "code", code);
    khe_write_text(&p->w, "detail", detail);
    khe_write_close(&p->w);
}

/* Orders of tier 1 that leave less than ten minutes between the earliest possible arrival, were the
 * vehicle to leave as early as it may, and the latest one. */
static bool has_little_slack(const khe_plan_writer *p, int32_t order)
{
    const int64_t ten_minutes = (int64_t)600 * p->set->calendar.ticks_per_s;
    const khe_plan_order *of = &p->plan->orders[order];
    return of->route >= 0 && p->set->orders[order].tier == 1 && of->room < ten_minutes;
}

/* `first`: the first such order of the route, `next`: the one after each; KHE_NONE: no more. */
static void warn_of_slack(khe_plan_writer *p, int32_t r, int32_t first, const int32_t *next)
{
    const khe_route *route = &p->plan->routes[r];
    khe_writer detail = {0};
    khe_put_format(&detail, "%s %d: less than 10 min to spare, however early it leaves, for ",
                   p->set->vehicles[route->vehicle].id, (int)route->number);
    for (int32_t i = first; i != KHE_NONE; i = next[i])
        khe_put_format(&detail, "%s%s", i == first ? "" : ", ", p->set->orders[i].id);
    p->w.failed |= detail.failed;
    if (!detail.failed) write_warning(p, "little_slack", detail.text);
    free(detail.text);
}

static void warn_of_all_slack(khe_plan_writer *p)
{
    const size_t routes = (size_t)p->plan->route_count, orders = (size_t)p->set->order_count;
    int32_t *first = malloc(sizeof *first * (routes + 1));
    int32_t *next = malloc(sizeof *next * (orders + 1));
    p->w.failed |= !first || !next;
    if (first && next) {
        for (size_t r = 0; r < routes; r++) first[r] = KHE_NONE;
        for (int32_t i = p->set->order_count - 1; i >= 0; i--) {
            if (!has_little_slack(p, i)) continue;
            next[i] = first[p->plan->orders[i].route];
            first[p->plan->orders[i].route] = i;
        }
        for (int32_t r = 0; r < p->plan->route_count; r++)
            if (first[r] != KHE_NONE) warn_of_slack(p, r, first[r], next);
    }
    free(first);
    free(next);
}

static void write_warnings(khe_plan_writer *p)
{
    const kh_errors *warnings = p->set->warnings;
    const size_t count = warnings ? kh_errors_count(warnings, KH_WARNING) : 0;
    khe_write_array(&p->w, "warnings", KHE_BLOCK);
    for (size_t i = 0; i < count; i++) {
        const kh_finding *finding = kh_errors_at(warnings, KH_WARNING, i);
        khe_writer detail = {0};
        if (*finding->pointer) khe_put_format(&detail, "%s: ", finding->pointer);
        khe_put_text(&detail, finding->message);
        char *text = khe_writer_take(&detail, NULL);
        p->w.failed |= !text;
        write_warning(p, finding->code, text);
        free(text);
    }
    warn_of_all_slack(p);
    khe_write_close(&p->w);
}

/* ---- Accounts, places, orders, vehicles ---- */

typedef struct account_sums {
    int32_t orders, served;
    int64_t cost;
} account_sums;

static void write_account(khe_plan_writer *p, const char *id, const account_sums *sums)
{
    khe_write_object(&p->w, NULL, KHE_ROW);
    khe_write_text(&p->w, "id", id);
    khe_write_decimal(&p->w, "orders", sums->orders, 0);
    khe_write_ratio(p, "on_time", sums->served, sums->orders);
    khe_write_object(&p->w, "cost_to_serve", KHE_ROW);
    khe_write_text(&p->w, "rule", "load-km");
    khe_write_money(p, "value", sums->cost);
    khe_write_close(&p->w);
    khe_write_null(&p->w, "co2_kg");
    khe_write_close(&p->w);
}

static void write_accounts(khe_plan_writer *p)
{
    const kh_order_set *set = p->set;
    account_sums *sums = calloc((size_t)set->account_count + 1, sizeof *sums); /* last: none */
    p->w.failed |= !sums;
    khe_write_array(&p->w, "accounts", KHE_BLOCK);
    for (int32_t i = 0; sums && i < set->order_count; i++) {
        const int32_t account = set->orders[i].account;
        account_sums *of = &sums[account == KHE_NONE ? set->account_count : account];
        of->orders += khe_counts(&set->orders[i]);
        of->served += khe_counts(&set->orders[i]) && khe_is_served(&p->plan->orders[i]);
        of->cost += khe_costs_total(&p->plan->orders[i].costs);
    }
    for (int32_t a = 0; sums && a < set->account_count; a++)
        write_account(p, set->accounts[a].id, &sums[a]);
    if (sums && sums[set->account_count].orders > 0)
        write_account(p, NULL, &sums[set->account_count]);
    khe_write_close(&p->w);
    free(sums);
}

static const cJSON *member(const cJSON *object, const char *key)
{
    return object ? cJSON_GetObjectItemCaseSensitive(object, key) : NULL;
}

/* Carries members over as they stand in the document, where they do. */
static void carry(khe_plan_writer *p, const cJSON *object, const char *const *keys)
{
    for (; *keys; keys++)
        if (member(object, *keys)) khe_write_tree(&p->w, *keys, member(object, *keys));
}

static void carry_as(khe_plan_writer *p, const char *as, const cJSON *object, const char *key)
{
    if (member(object, key)) khe_write_tree(&p->w, as, member(object, key));
}

/* The objects of a list of the document as they stand there, with some of their members. */
static void carry_list(khe_plan_writer *p, const char *list, const char *as,
                       const char *const *keys)
{
    const cJSON *array = member(p->set->document, list), *item = NULL;
    khe_write_array(&p->w, as, KHE_BLOCK);
    cJSON_ArrayForEach(item, array)
    {
        khe_write_object(&p->w, NULL, KHE_ROW);
        carry(p, item, keys);
        khe_write_close(&p->w);
    }
    khe_write_close(&p->w);
}

static void write_load(khe_plan_writer *p, const khe_plan_order *of)
{
    if (!khe_is_served(of)) {
        khe_write_null(&p->w, "load");
        return;
    }
    const bool own = of->route != KHE_NONE;
    khe_write_object(&p->w, "load", KHE_ROW);
    khe_write_decimal(&p->w, own ? "route" : "shipment", own ? of->route : of->shipment, 0);
    khe_write_close(&p->w);
}

/* Where the order comes from: of several places the one of its load. */
static int32_t source_of(const khe_plan_writer *p, int32_t i)
{
    const khe_plan *plan = p->plan;
    const khe_plan_order *of = &plan->orders[i];
    if (!p->set->orders[i].sources) return p->set->orders[i].from.place;
    if (of->route != KHE_NONE) return p->set->vehicles[plan->routes[of->route].vehicle].start;
    return of->shipment == KHE_NONE ? KHE_NONE : plan->shipments[of->shipment].from;
}

static void write_order(khe_plan_writer *p, int32_t i, const cJSON *document)
{
    static const char *const windows[] = {"windows", NULL}, *const meta[] = {"meta", NULL};
    const khe_order *order = &p->set->orders[i];
    const khe_plan_order *of = &p->plan->orders[i];
    const char *account = order->account == KHE_NONE ? NULL : p->set->accounts[order->account].id;
    khe_write_object(&p->w, NULL, KHE_ROW);
    khe_write_text(&p->w, "id", order->id);
    if (order->parts) carry_as(p, "part_of", document, "id");
    khe_write_text(&p->w, "account", account);
    const int32_t from = source_of(p, i);
    khe_write_text(&p->w, "from", from == KHE_NONE ? NULL : p->set->locations[from].id);
    khe_write_text(&p->w, "to", p->set->locations[order->to.place].id);
    khe_write_quantities(p, "quantity", order->quantity);
    carry(p, document, windows);
    khe_write_null(&p->w, "target");
    carry(p, document, meta);
    write_load(p, of);
    khe_write_time(p, "collect_begin", of->collect_begin);
    khe_write_time(p, "begin", of->begin);
    khe_write_bool(&p->w, "on_time", khe_is_served(of));
    khe_write_costs(p, "cost_by", &of->costs, false);
    khe_write_close(&p->w);
}

/* Orders stand in the set as in the document, less those that quarantine left out. */
static void write_orders(khe_plan_writer *p)
{
    const cJSON *orders = member(p->set->document, "orders");
    const cJSON *item = orders ? orders->child : NULL;
    int32_t at = 0;
    khe_write_array(&p->w, "orders", KHE_BLOCK);
    for (int32_t i = 0; i < p->set->order_count; i++) {
        for (; item && at < p->set->orders[i].index_in_document; at++) item = item->next;
        write_order(p, i, item);
    }
    khe_write_close(&p->w);
}

/* ---- Unserved and solver ---- */

static const char *order_id(const kh_order_set *set, const khe_unserved *left)
{
    return left->order != KHE_NONE ? set->orders[left->order].id
                                   : set->bad_orders[left->bad_order].id;
}

static void write_unserved(khe_plan_writer *p)
{
    static const char *const codes[] = {
#define X(name, key, text) key,
        KHE_REASON_MAP(X)
#undef X
    };
    khe_write_array(&p->w, "unserved", KHE_BLOCK);
    for (int32_t u = 0; u < p->plan->unserved_count; u++) {
        const khe_unserved *left = &p->plan->unserved[u];
        khe_write_object(&p->w, NULL, KHE_ROW);
        khe_write_text(&p->w, "order", order_id(p->set, left));
        khe_write_array(&p->w, "why", KHE_ROW);
        for (int32_t k = 0; k < left->why_count; k++) {
            khe_write_object(&p->w, NULL, KHE_ROW);
            khe_write_text(&p->w, "code", codes[left->why[k].reason]);
            khe_write_bool(&p->w, "proved", left->why[k].proved);
            khe_write_text(&p->w, "detail", left->why[k].detail);
            khe_write_close(&p->w);
        }
        khe_write_close(&p->w);
        khe_write_close(&p->w);
    }
    khe_write_close(&p->w);
}

static void write_solver(khe_plan_writer *p)
{
    const khe_solver_run *run = &p->plan->run;
    khe_write_object(&p->w, "solver", KHE_BLOCK);
    khe_write_text(&p->w, "version", kh_version());
    khe_write_decimal(&p->w, "seed", run->seed, 0);
    khe_write_decimal(&p->w, "islands", run->islands, 0);
    khe_write_decimal(&p->w, "iterations", run->iterations, 0);
    khe_write_object(&p->w, "run", KHE_ROW);
    khe_write_decimal(&p->w, "threads", run->threads, 0);
    khe_write_decimal(&p->w, "seconds", llround(run->seconds * 1000), 3);
    khe_write_decimal(&p->w, "first_s", llround(run->first_s * 1000), 3);
    khe_write_decimal(&p->w, "within_1pct_s", llround(run->within_1pct_s * 1000), 3);
    khe_write_text(&p->w, "stopped_by", run->stopped_by);
    khe_write_close(&p->w);
    khe_write_close(&p->w);
}

static void write_document(khe_plan_writer *p)
{
    static const char *const place[] = {"id", "name", "lon", "lat", "x", "y", "open", "meta", NULL};
    static const char *const vehicle[] = {"id", "tags", "capacity", "shift", "cost", "meta", NULL};
    khe_write_object(&p->w, NULL, KHE_BLOCK);
    khe_write_text(&p->w, "format", "keyhaul/plan/1");
    khe_write_object(&p->w, "order_set", KHE_ROW);
    khe_write_text(&p->w, "name", p->set->name ? p->set->name : "");
    khe_write_text(&p->w, "sha256", p->set->sha256);
    khe_write_close(&p->w);
    khe_write_text(&p->w, "status", khe_plan_status(p->set, p->plan));
    write_summary(p);
    write_quality(p);
    write_warnings(p);
    write_accounts(p);
    carry_list(p, "locations", "places", place);
    write_orders(p);
    carry_list(p, "vehicles", "vehicles", vehicle);
    khe_write_routes(p);
    khe_write_shipments(p);
    write_unserved(p);
    write_solver(p);
    khe_write_close(&p->w);
}

kh_status khe_plan_write(const kh_order_set *set, const khe_plan *plan, char **out, size_t *size)
{
    khe_plan_writer p = {.set = set, .plan = plan, .km_places = 3};
    for (int32_t per_m = set->steps_per_m; per_m > 1; per_m /= 10) p.km_places++;
    write_document(&p);
    size_t length = 0;
    char *text = khe_writer_take(&p.w, &length);
    if (!text) return KH_E_NOMEM;
    *out = text;
    if (size) *size = length;
    return KH_OK;
}
