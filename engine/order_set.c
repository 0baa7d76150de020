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

static void orders_free(kh_order_set *set)
{
    for (int32_t i = 0; i < set->order_count; i++) {
        free(set->orders[i].id);
        free(set->orders[i].from.windows);
        free(set->orders[i].to.windows);
        free(set->orders[i].vehicles);
    }
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
    vocabulary_free(&set->needs);
    vocabulary_free(&set->goods);
    vocabulary_free(&set->tags);
    for (int32_t m = 0; m < set->measures; m++) free(set->measure[m]);
    free(set->apart);
    free(set->name);
    free(set->currency);
    kh_errors_free(set->warnings);
    cJSON_Delete(set->document);
    free(set);
}

const char *kh_order_set_name(const kh_order_set *set) { return set->name; }

const char *kh_order_set_currency(const kh_order_set *set) { return set->currency; }

size_t kh_order_set_orders(const kh_order_set *set) { return (size_t)set->order_count; }

size_t kh_order_set_quarantined(const kh_order_set *set) { return (size_t)set->bad_order_count; }
