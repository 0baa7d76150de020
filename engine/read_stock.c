/* Products: what orders take of them, and what places have. A place that states its stock has what
 * stands there and nothing else; one that does not never runs short. */
#include <stdlib.h>
#include <string.h>

#include "errors.h"
#include "read.h"
#include "text.h"

/* Entries under a key in all members of a list. */
static int32_t count_entries(const khe_json *list, const char *key)
{
    int32_t count = 0;
    for (khe_json item = {0}; khe_json_next(list, &item);) {
        if (!khe_json_is_object(&item)) continue;
        for (khe_json member = {0}; khe_json_next(&item, &member);)
            if (strcmp(member.key, key) == 0) count += khe_json_size(&member);
    }
    return count;
}

void khe_read_products(khe_set_reader *r, const khe_json *locations, const khe_json *orders)
{
    const int32_t most = count_entries(locations, "stock") + count_entries(orders, "products");
    r->set->products = khe_read_alloc(r, most, sizeof *r->set->products);
    r->stocked = khe_read_alloc(r, most, sizeof *r->stocked);
    r->amount_seen = khe_read_alloc(r, most, sizeof *r->amount_seen);
    khe_list_open(r, &r->products, most);
}

/* The index of a product, which is new where nothing spoke of it before. */
static int32_t product_of(khe_set_reader *r, const char *name)
{
    kh_order_set *set = r->set;
    const int32_t known = khe_ids_find(&r->products.ids, name);
    if (known >= 0) return known;
    char *copy = khe_text_copy(name);
    if (!copy) {
        r->json.no_memory = true;
        return KHE_NONE;
    }
    set->products[set->product_count] = copy;
    khe_ids_add(&r->products.ids, copy);
    return set->product_count++;
}

/* {"TV-55": 12, ...} */
static void read_amounts(khe_set_reader *r, khe_json *object, int64_t most, khe_amount **out,
                         int32_t *count)
{
    *count = 0;
    r->amounts_read++;
    *out = khe_read_alloc(r, khe_json_size(object), sizeof **out);
    for (khe_json item = {0}; !r->json.no_memory && khe_json_next(object, &item);) {
        int64_t thousandths = 0;
        if (strcmp(item.key, "meta") == 0) continue;
        const int32_t product = product_of(r, item.key);
        if (product < 0) return;
        if (r->amount_seen[product] == r->amounts_read)
            khe_json_error(&item, "doubled_key", "the key stands here twice");
        r->amount_seen[product] = r->amounts_read;
        if (khe_json_decimal(&item, 3, 0, most, &thousandths))
            (*out)[(*count)++] = (khe_amount){product, thousandths};
    }
}

void khe_read_stock(khe_set_reader *r, khe_json *object, khe_location *out)
{
    out->stocks = -1;
    if (!object->value) return;
    read_amounts(r, object, (int64_t)1000000000 * 1000, &out->stock, &out->stocks);
    for (int32_t k = 0; k < out->stocks; k++) r->stocked[out->stock[k].product] = true;
    r->any_stock = true;
}

static void warn_unstocked(khe_set_reader *r, const khe_json *at, const char *name)
{
    const char **names = khe_read_alloc(r, r->set->product_count, sizeof *names);
    size_t n = 0;
    for (int32_t k = 0; names && k < r->set->product_count; k++)
        if (r->stocked[k]) names[n++] = r->set->products[k];
    const char *nearest = names ? khe_nearest(name, names, n) : NULL;
    khe_json_warn(at, "not_stocked", "no place has \"%s\" in stock%s%s%s", name,
                  nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "");
    free(names);
}

void khe_read_order_products(khe_set_reader *r, khe_json *object, khe_order *out)
{
    if (!object->value) return;
    const int32_t known = r->set->product_count;
    read_amounts(r, object, INT32_MAX - 1, &out->products, &out->product_count);
    for (khe_json item = {0}; r->any_stock && khe_json_next(object, &item);) {
        const int32_t product = khe_ids_find(&r->products.ids, item.key);
        /* said once: where it is met first */
        if (product >= known && !r->stocked[product]) warn_unstocked(r, &item, item.key);
    }
}

void khe_check_products(khe_set_reader *r, const khe_json *orders)
{
    const kh_order_set *set = r->set;
    int64_t *sum = khe_read_alloc(r, set->product_count, sizeof *sum);
    if (!sum) return;
    for (int32_t i = 0; i < set->order_count; i++)
        for (int32_t k = 0; k < set->orders[i].product_count; k++)
            sum[set->orders[i].products[k].product] += set->orders[i].products[k].amount;
    for (int32_t k = 0; k < set->product_count; k++)
        if (sum[k] >= INT32_MAX)
            khe_json_error(orders, "limit", "the orders' \"%s\" add up to more than can be counted",
                           set->products[k]);
    free(sum);
}
