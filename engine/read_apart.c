/* What may not be together. */
#include <stdlib.h>

#include "read.h"

static void read_one(khe_set_reader *r, khe_json *item, khe_apart *out)
{
    enum { GOODS, MODE, KEYS };
    static const khe_key keys[KEYS] = {
        [GOODS] = {"goods", KHE_ARRAY, true}, [MODE] = {"mode", KHE_TEXT, false}};
    static const char *const modes[] = {"same-time", "vehicle"};
    khe_json found[KEYS];
    if (!khe_json_is(item, KHE_OBJECT)) return;
    khe_json_object(item, keys, KEYS, found);
    if (found[GOODS].value && khe_json_size(&found[GOODS]) < 2)
        khe_json_error(&found[GOODS], "wrong_size", "at least two goods are needed");
    out->goods = khe_read_names(r, &found[GOODS], &r->set->goods);
    if (found[MODE].value) out->whole_route = khe_json_choice(&found[MODE], modes, 2) == 1;
}

void khe_read_apart(khe_set_reader *r, khe_json *never_together)
{
    kh_order_set *set = r->set;
    set->apart = khe_read_alloc(r, khe_json_size(never_together), sizeof(*set->apart));
    if (!set->apart) return;
    for (khe_json item = {0}; khe_json_next(never_together, &item);)
        read_one(r, &item, &set->apart[set->apart_count++]);
}
