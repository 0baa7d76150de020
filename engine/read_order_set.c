/* From a document to an order set: the sections one after the other, then what concerns them all.
 *
 * Every key that the format has is known here and in the section readers; one whose effect is not
 * built yet is refused as such, never ignored. */
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "read.h"
#include "text.h"

enum {
    FORMAT,
    NAME,
    CURRENCY,
    HORIZON,
    MEASURES,
    RESOLUTION,
    WINDOWS_MEAN,
    LOCATIONS,
    TRAVEL,
    ACCOUNTS,
    ORDERS,
    VEHICLES,
    CARRIERS,
    NEVER_TOGETHER,
    TOGETHER,
    OBJECTIVE,
    UNITS,
    LOCKS,
    DRIVERS,
    ZONES,
    RULES,
    KEYS
};

static const khe_key keys[KEYS] = {
    [FORMAT] = {"format", KHE_TEXT, true},
    [NAME] = {"name", KHE_TEXT, false},
    [CURRENCY] = {"currency", KHE_TEXT, false},
    [HORIZON] = {"horizon", KHE_OBJECT, false},
    [MEASURES] = {"measures", KHE_ARRAY, true},
    [RESOLUTION] = {"resolution", KHE_OBJECT, false},
    [WINDOWS_MEAN] = {"windows_mean", KHE_TEXT, false},
    [LOCATIONS] = {"locations", KHE_ARRAY, true},
    [TRAVEL] = {"travel", KHE_OBJECT, true},
    [ACCOUNTS] = {"accounts", KHE_ARRAY, false},
    [ORDERS] = {"orders", KHE_ARRAY, true},
    [VEHICLES] = {"vehicles", KHE_ARRAY, true},
    [CARRIERS] = {"carriers", KHE_ARRAY, false},
    [NEVER_TOGETHER] = {"never_together", KHE_ARRAY, false},
    [TOGETHER] = {"together", KHE_ARRAY, false},
    [OBJECTIVE] = {"objective", KHE_OBJECT, false},
    [UNITS] = {"units", KHE_LATER, false},
    [LOCKS] = {"locks", KHE_LATER, false},
    [DRIVERS] = {"drivers", KHE_LATER, false},
    [ZONES] = {"zones", KHE_LATER, false},
    [RULES] = {"rules", KHE_LATER, false},
};

static void read_windows_mean(khe_set_reader *r, khe_json *value)
{
    static const char *const means[] = {"start", "end", "arrival"};
    if (!value->value) return;
    const int32_t mean = khe_json_choice(value, means, 3);
    r->windows_end = mean == 1;
    if (mean == 2) khe_json_unsupported(value);
}

/* A text that may be absent, then "". */
static char *text_or_empty(khe_set_reader *r, khe_json *value)
{
    char *text = khe_read_text(r, value);
    if (!text) text = khe_text_copy("");
    if (!text) r->json.no_memory = true;
    return text;
}

static void read_sections(khe_set_reader *r, khe_json *found)
{
    khe_read_header(r, &found[HORIZON], &found[RESOLUTION], &found[MEASURES]);
    read_windows_mean(r, &found[WINDOWS_MEAN]);
    khe_read_products(r, &found[LOCATIONS], &found[ORDERS]);
    void (*const section[])(khe_set_reader *, khe_json *) = {khe_read_locations, khe_read_travel,
                                                             khe_read_vehicles,  khe_read_accounts,
                                                             khe_read_carriers,  khe_read_apart};
    khe_json *value[] = {&found[LOCATIONS], &found[TRAVEL],   &found[VEHICLES],
                         &found[ACCOUNTS],  &found[CARRIERS], &found[NEVER_TOGETHER]};
    for (size_t s = 0; s < sizeof(section) / sizeof(section[0]) && !r->json.no_memory; s++)
        section[s](r, value[s]);
    if (!r->json.no_memory) khe_read_orders(r, &found[ORDERS], &found[TOGETHER]);
    if (!r->json.no_memory) khe_read_objective(r, &found[OBJECTIVE]);
}

static void read_document(khe_set_reader *r, const khe_json *root)
{
    khe_json found[KEYS];
    if (!khe_json_is_format(root, "keyhaul/order-set/1")) return;
    if (!khe_json_object(root, keys, KEYS, found)) return;
    r->set->name = text_or_empty(r, &found[NAME]);
    r->set->currency = text_or_empty(r, &found[CURRENCY]);
    read_sections(r, found);
    if (khe_reader_status(&r->json) != KH_OK) return;
    khe_check_lengths(r, &found[TRAVEL]);
    khe_check_depots(r, &found[VEHICLES]);
    khe_warn_far_places(r, &found[LOCATIONS]);
    khe_warn_estimated_roads(r, &found[TRAVEL]);
}

static void take_digest(khe_set_reader *r)
{
    uint8_t digest[SHA256_DIGEST_LENGTH];
    SHA256Final(digest, &r->digest);
    for (size_t i = 0; i < sizeof(digest); i++) {
        static const char digits[] = "0123456789abcdef";
        r->set->sha256[2 * i] = digits[digest[i] >> 4];
        r->set->sha256[2 * i + 1] = digits[digest[i] & 15];
    }
}

static void reader_free(khe_set_reader *r)
{
    khe_list *lists[] = {&r->locations, &r->profiles, &r->vehicles, &r->accounts,
                         &r->carriers,  &r->orders,   &r->products};
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) khe_ids_free(&lists[i]->ids);
    free(r->utc_offset);
    free(r->stocked);
    free(r->amount_seen);
    free(r->account_service);
    free(r->account_needs);
    free(r->account_goods);
    free(r->account_penalty);
    free(r->account_on_board);
    khe_reader_free(&r->json);
}

static kh_order_set *set_new(void)
{
    kh_order_set *set = calloc(1, sizeof(*set));
    if (!set) return NULL;
    set->calendar = (khe_calendar){.days = 1, .ticks_per_s = 1};
    set->steps_per_m = 1;
    set->warnings = kh_errors_new();
    if (set->warnings) return set;
    free(set);
    return NULL;
}

static kh_status read_tree(khe_set_reader *r, const char *text, size_t size, struct cJSON *tree)
{
    r->set->document = tree;
    SHA256Init(&r->digest);
    SHA256Update(&r->digest, (const uint8_t *)text, size);
    const khe_json root = khe_json_root(&r->json, tree);
    read_document(r, &root);
    take_digest(r);
    cJSON_DeleteItemFromObjectCaseSensitive(tree, "travel");
    return khe_reader_status(&r->json);
}

kh_status kh_order_set_parse(const char *text, size_t size, const kh_read_options *options,
                             kh_order_set **out, kh_errors *errors)
{
    kh_order_set *set = set_new();
    if (!set) return KH_E_NOMEM;
    khe_scan scan;
    struct cJSON *tree = NULL;
    khe_set_reader r = {.json = {.errors = errors, .warnings = set->warnings},
                        .set = set,
                        .options = options,
                        .scan = &scan,
                        .locations = {.noun = "location", .where = "/locations"},
                        .profiles = {.noun = "profile", .where = "/travel"},
                        .vehicles = {.noun = "vehicle", .where = "/vehicles"},
                        .accounts = {.noun = "account", .where = "/accounts"},
                        .carriers = {.noun = "carrier", .where = "/carriers"},
                        .orders = {.noun = "order", .where = "/orders"}};
    kh_status status = khe_json_parse(&r.json, text, size, &tree, &scan);
    if (status == KH_OK) {
        status = read_tree(&r, text, size, tree);
        khe_scan_free(&scan);
    }
    reader_free(&r);
    if (status == KH_OK)
        *out = set;
    else
        kh_order_set_free(set);
    return status;
}
