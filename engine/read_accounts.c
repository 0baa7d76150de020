/* The accounts of an order set. Their defaults are kept in the reader until the orders are read. */
#include <stdlib.h>
#include <string.h>

#include "read.h"

enum {
    ID,
    NAME,
    TIER,
    VEHICLES,
    DEDICATED,
    NEVER_WITH,
    DEFAULTS,
    REVENUE,
    PROMISE,
    DRIVERS,
    TARIFF,
    OVERHEAD,
    MIN_DROP,
    VALUE,
    DETENTION,
    KEYS
};

static const khe_key keys[KEYS] = {
    [ID] = {"id", KHE_TEXT, true},
    [NAME] = {"name", KHE_TEXT, false},
    [TIER] = {"tier", KHE_NUMBER, false},
    [VEHICLES] = {"vehicles", KHE_ARRAY, false},
    [DEDICATED] = {"dedicated", KHE_ARRAY, false},
    [NEVER_WITH] = {"never_with", KHE_ARRAY, false},
    [DEFAULTS] = {"defaults", KHE_OBJECT, false},
    [REVENUE] = {"revenue", KHE_LATER, false},
    [PROMISE] = {"promise", KHE_LATER, false},
    [DRIVERS] = {"drivers", KHE_LATER, false},
    [TARIFF] = {"tariff", KHE_LATER, false},
    [OVERHEAD] = {"overhead_per_day", KHE_LATER, false},
    [MIN_DROP] = {"min_drop", KHE_LATER, false},
    [VALUE] = {"value", KHE_LATER, false},
    [DETENTION] = {"detention", KHE_LATER, false},
};

static void read_defaults(khe_set_reader *r, khe_json *object, int32_t a)
{
    enum { NEEDS, GOODS, SERVICE, ON_BOARD, PENALTY, DEFAULT_KEYS };
    static const khe_key default_keys[DEFAULT_KEYS] = {
        [NEEDS] = {"needs", KHE_ARRAY, false},
        [GOODS] = {"goods", KHE_ARRAY, false},
        [SERVICE] = {"service", KHE_OBJECT, false},
        [ON_BOARD] = {"max_on_board_min", KHE_NUMBER, false},
        [PENALTY] = {"unserved_penalty", KHE_NUMBER, false}};
    khe_json found[DEFAULT_KEYS];
    r->account_penalty[a] = r->account_on_board[a] = KHE_NONE;
    if (!object->value || !khe_json_object(object, default_keys, DEFAULT_KEYS, found)) return;
    r->account_needs[a] = khe_read_names(r, &found[NEEDS], &r->set->needs);
    r->account_goods[a] = khe_read_names(r, &found[GOODS], &r->set->goods);
    khe_read_service(r, &found[SERVICE], &r->account_service[a]);
    khe_read_minutes(r, &found[ON_BOARD], &r->account_on_board[a]);
    khe_read_money(&found[PENALTY], &r->account_penalty[a]);
}

static void read_one_dedicated(khe_set_reader *r, khe_json *item, khe_dedicated *out)
{
    enum { VEHICLE, COUNT, DEDICATED_KEYS };
    static const khe_key dedicated_keys[DEDICATED_KEYS] = {
        [VEHICLE] = {"vehicle", KHE_TEXT, true}, [COUNT] = {"count", KHE_NUMBER, false}};
    khe_json found[DEDICATED_KEYS];
    int64_t count = 1;
    khe_json_object(item, dedicated_keys, DEDICATED_KEYS, found);
    out->vehicle = khe_read_reference(&r->vehicles, &found[VEHICLE]);
    if (found[COUNT].value) khe_json_int(&found[COUNT], 1, 100000, &count);
    out->count = (int32_t)count;
}

/* Dedicated vehicles leave the class: not more of them than it has. */
static void check_dedicated(khe_set_reader *r, const khe_json *item, khe_dedicated d,
                            int64_t *taken)
{
    if (d.vehicle < 0) return;
    const khe_vehicle *vehicle = &r->set->vehicles[d.vehicle];
    taken[d.vehicle] += d.count;
    if (vehicle->count == KHE_NONE)
        khe_json_error(item, "wrong_value", "\"%s\" is unlimited and cannot be dedicated",
                       vehicle->id);
    else if (taken[d.vehicle] > vehicle->count)
        khe_json_error(item, "wrong_value", "%lld vehicles are dedicated of %d in %s/%d (\"%s\")",
                       (long long)taken[d.vehicle], vehicle->count, r->vehicles.where, d.vehicle,
                       vehicle->id);
}

static void read_dedicated(khe_set_reader *r, khe_json *array, khe_account *out, int64_t *taken)
{
    if (!array->value) return;
    out->dedicated = khe_read_alloc(r, khe_json_size(array), sizeof(*out->dedicated));
    if (!out->dedicated) return;
    for (khe_json item = {0}; khe_json_next(array, &item);) {
        if (!khe_json_is(&item, KHE_OBJECT)) continue;
        khe_dedicated *d = &out->dedicated[out->dedicateds++];
        read_one_dedicated(r, &item, d);
        check_dedicated(r, &item, *d, taken);
    }
}

static void read_account(khe_set_reader *r, const khe_json *at, khe_account *out, int64_t *taken)
{
    khe_json found[KEYS];
    int64_t tier = 3;
    khe_json_object(at, keys, KEYS, found);
    khe_read_id(r, &r->accounts, &found[ID], &out->id);
    out->name = khe_read_text(r, &found[NAME]);
    if (found[TIER].value) khe_json_int(&found[TIER], 1, KHE_TIERS, &tier);
    out->tier = (int32_t)tier;
    out->vehicles = khe_read_flags(r, &r->vehicles, &found[VEHICLES]);
    read_dedicated(r, &found[DEDICATED], out, taken);
    read_defaults(r, &found[DEFAULTS], at->index);
}

/* Which accounts may not meet, [accounts * accounts], symmetric. */
static void mark_apart(khe_set_reader *r, khe_json *accounts, bool *apart)
{
    const int32_t n = r->set->account_count;
    for (khe_json item = {0}; khe_json_next(accounts, &item);)
        for (khe_json member = {0}; khe_json_is_object(&item) && khe_json_next(&item, &member);) {
            if (strcmp(member.key, "never_with") != 0 || !khe_json_is_array(&member)) continue;
            for (khe_json other = {0}; khe_json_next(&member, &other);) {
                const int32_t a = item.index, b = khe_read_reference(&r->accounts, &other);
                if (b == a) khe_json_error(&other, "wrong_value", "the account itself");
                if (b < 0 || b == a) continue;
                apart[(size_t)a * (size_t)n + (size_t)b] = true;
                apart[(size_t)b * (size_t)n + (size_t)a] = true;
            }
        }
}

static void list_apart(khe_set_reader *r, khe_account *account, const bool *apart)
{
    const int32_t n = r->set->account_count;
    int32_t count = 0;
    for (int32_t b = 0; b < n; b++) count += apart[b];
    account->never_with = khe_read_alloc(r, count, sizeof(*account->never_with));
    for (int32_t b = 0; b < n && account->never_with; b++)
        if (apart[b]) account->never_with[account->never_withs++] = b;
}

static void read_never_with(khe_set_reader *r, khe_json *accounts)
{
    const int32_t n = r->set->account_count;
    bool *apart = khe_read_alloc(r, n * n, sizeof(*apart));
    if (!apart) return;
    mark_apart(r, accounts, apart);
    for (int32_t a = 0; a < n; a++)
        list_apart(r, &r->set->accounts[a], apart + (size_t)a * (size_t)n);
    free(apart);
}

void khe_read_accounts(khe_set_reader *r, khe_json *accounts)
{
    enum { ACCOUNTS_MAX = 5000 };
    const int32_t count = khe_json_size(accounts);
    kh_order_set *set = r->set;
    if (count > ACCOUNTS_MAX) {
        khe_json_error(accounts, "limit", "more than %d accounts", ACCOUNTS_MAX);
        r->accounts.incomplete = true;
        return;
    }
    set->accounts = khe_read_alloc(r, count, sizeof(*set->accounts));
    r->account_service = khe_read_alloc(r, count, sizeof(*r->account_service));
    r->account_needs = khe_read_alloc(r, count, sizeof(*r->account_needs));
    r->account_goods = khe_read_alloc(r, count, sizeof(*r->account_goods));
    r->account_penalty = khe_read_alloc(r, count, sizeof(*r->account_penalty));
    r->account_on_board = khe_read_alloc(r, count, sizeof(*r->account_on_board));
    khe_list_open(r, &r->accounts, count);
    int64_t *taken = khe_read_alloc(r, set->vehicle_count, sizeof(*taken));
    r->accounts.incomplete = accounts->bad;
    if (!r->json.no_memory) {
        for (khe_json item = {0}; khe_json_next(accounts, &item);)
            read_account(r, &item, &set->accounts[set->account_count++], taken);
        read_never_with(r, accounts);
    }
    free(taken);
}
