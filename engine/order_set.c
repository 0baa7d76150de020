/* What an order set owns, and what a user may ask of it. */
#include "order_set.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

static void locations_free(kh_order_set *set)
{
    for (int32_t i = 0; i < set->location_count; i++) {
        free(set->locations[i].id);
        free(set->locations[i].name);
        free(set->locations[i].open);
        free(set->locations[i].postcode);
        free(set->locations[i].stock);
    }
    free(set->locations);
}

static void profiles_free(kh_order_set *set)
{
    for (int32_t i = 0; i < set->profile_count; i++) {
        khe_profile *profile = &set->profiles[i];
        free(profile->id);
        free(profile->speed);
        free(profile->row_of);
        free(profile->steps);
        free(profile->ticks);
        free(profile->toll);
    }
    free(set->profiles);
}

static void accounts_free(kh_order_set *set)
{
    for (int32_t i = 0; i < set->account_count; i++) {
        khe_account *account = &set->accounts[i];
        free(account->id);
        free(account->name);
        free(account->vehicles);
        free(account->never_with);
        free(account->dedicated);
    }
    free(set->accounts);
}

void khe_order_clear(khe_order *order)
{
    free(order->id);
    free(order->from.windows);
    free(order->to.windows);
    free(order->vehicles);
    free(order->carriers);
    free(order->sources);
    free(order->ship_days);
    free(order->products);
    free(order->split);
    *order = (khe_order){0};
}

static void orders_free(kh_order_set *set)
{
    for (int32_t i = 0; i < set->order_count; i++) khe_order_clear(&set->orders[i]);
    for (int32_t i = 0; i < set->bad_order_count; i++) {
        free(set->bad_orders[i].id);
        free(set->bad_orders[i].why);
    }
    for (int32_t i = 0; i < set->together_count; i++) free(set->together[i].orders);
    free(set->orders);
    free(set->bad_orders);
    free(set->together);
}

static void vehicles_free(kh_order_set *set)
{
    for (int32_t i = 0; i < set->vehicle_count; i++) {
        free(set->vehicles[i].id);
        free(set->vehicles[i].shift);
    }
    free(set->vehicles);
}

static void carrier_free(khe_carrier *carrier)
{
    for (int32_t z = 0; z < carrier->zone_count; z++) {
        free(carrier->zones[z].id);
        free(carrier->zones[z].bands);
    }
    for (int32_t x = 0; x < carrier->extra_count; x++) free(carrier->extras[x].name);
    free(carrier->id);
    free(carrier->zones);
    free(carrier->zone_of);
    free(carrier->extras);
}

static void carriers_free(kh_order_set *set)
{
    for (int32_t i = 0; i < set->carrier_count; i++) carrier_free(&set->carriers[i]);
    free(set->carriers);
}

static void vocabulary_free(khe_vocabulary *vocabulary)
{
    for (int32_t i = 0; i < vocabulary->count; i++) free(vocabulary->name[i]);
    free(vocabulary->name);
}

void kh_order_set_free(kh_order_set *set)
{
    if (!set) return;
    locations_free(set);
    profiles_free(set);
    accounts_free(set);
    orders_free(set);
    vehicles_free(set);
    carriers_free(set);
    vocabulary_free(&set->needs);
    vocabulary_free(&set->goods);
    vocabulary_free(&set->tags);
    for (int32_t m = 0; m < set->measures; m++) free(set->measure[m]);
    for (int32_t k = 0; k < set->product_count; k++) free(set->products[k]);
    free(set->products);
    free(set->apart);
    free(set->name);
    free(set->currency);
    kh_errors_free(set->warnings);
    cJSON_Delete(set->document);
    free(set);
}

const char *kh_order_set_name(const kh_order_set *set) { return set->name; }

const char *kh_order_set_currency(const kh_order_set *set) { return set->currency; }

size_t kh_order_set_orders(const kh_order_set *set)
{
    size_t count = 0;
    for (int32_t i = 0; i < set->order_count; i++) count += khe_counts(&set->orders[i]);
    return count;
}

size_t kh_order_set_quarantined(const kh_order_set *set) { return (size_t)set->bad_order_count; }
