/* Pieces that several sections of an order set are made of. */
#include <stdlib.h>
#include <string.h>

#include "errors.h"
#include "read.h"
#include "text.h"

void *khe_read_alloc(khe_set_reader *r, int32_t count, size_t size)
{
    void *block = calloc(count > 0 ? (size_t)count : 1, size);
    if (!block) r->json.no_memory = true;
    return block;
}

void khe_list_open(khe_set_reader *r, khe_list *list, int32_t count)
{
    if (!khe_ids_init(&list->ids, count)) r->json.no_memory = true;
}

char *khe_read_text(khe_set_reader *r, khe_json *value)
{
    if (!value->value) return NULL;
    const char *text = khe_json_text(value);
    if (!text) return NULL;
    char *copy = khe_text_copy(text);
    if (!copy) r->json.no_memory = true;
    return copy;
}

void khe_read_id(khe_set_reader *r, khe_list *list, khe_json *id, char **out)
{
    *out = khe_read_text(r, id);
    if (*out && **out == '\0') {
        khe_json_error(id, "wrong_value", "an id is not empty");
        free(*out);
        *out = NULL;
    }
    if (!*out) list->incomplete = true;
    if (list->ids.slots == 0) return; /* out of memory */
    const int32_t same = khe_ids_add(&list->ids, *out);
    if (same >= 0)
        khe_json_error(id, "doubled_id", "\"%s\" is also the id of %s/%d", *out, list->where, same);
}

static void report_dangling(const khe_list *list, const khe_json *value, const char *text)
{
    const char *names[256];
    const char *nearest = NULL;
    for (int32_t i = 0; i < list->ids.count && !nearest && khe_reader_listens(value->reader);) {
        size_t n = 0;
        for (; i < list->ids.count && n < sizeof(names) / sizeof(names[0]); i++)
            if (list->ids.name[i]) names[n++] = list->ids.name[i];
        nearest = khe_nearest(text, names, n);
    }
    if (nearest)
        khe_json_error(value, "dangling_id", "no %s in %s is \"%s\"; did you mean \"%s\"?",
                       list->noun, list->where, text, nearest);
    else
        khe_json_error(value, "dangling_id", "no %s in %s is \"%s\"", list->noun, list->where,
                       text);
}

int32_t khe_read_reference(const khe_list *list, khe_json *value)
{
    if (!value->value) return KHE_NONE;
    const char *text = khe_json_text(value);
    const int32_t index = text ? khe_ids_find(&list->ids, text) : KHE_NONE;
    if (text && index < 0 && !list->incomplete) report_dangling(list, value, text);
    if (index < 0) value->bad = true;
    return index;
}

bool *khe_read_flags(khe_set_reader *r, const khe_list *list, khe_json *array)
{
    if (!array->value) return NULL;
    bool *flags = khe_read_alloc(r, list->ids.count, sizeof(*flags));
    if (!flags) return NULL;
    for (khe_json item = {0}; khe_json_next(array, &item);) {
        const int32_t index = khe_read_reference(list, &item);
        if (index >= 0) flags[index] = true;
    }
    return flags;
}

/* The bit of a name, added if it is new; 0: no room. */
static khe_names name_bit(khe_set_reader *r, const khe_json *at, khe_vocabulary *v,
                          const char *name)
{
    enum { NAMES_MAX = 64 };
    for (int32_t i = 0; i < v->count; i++)
        if (strcmp(v->name[i], name) == 0) return (khe_names)1 << i;
    if (v->count == NAMES_MAX) {
        khe_json_error(at, "limit", "more than %d different names of this kind", NAMES_MAX);
        return 0;
    }
    if (!v->name) v->name = khe_read_alloc(r, NAMES_MAX, sizeof(*v->name));
    char *copy = v->name ? khe_text_copy(name) : NULL;
    if (!copy) {
        r->json.no_memory = true;
        return 0;
    }
    v->name[v->count] = copy;
    return (khe_names)1 << v->count++;
}

khe_names khe_read_names(khe_set_reader *r, khe_json *array, khe_vocabulary *vocabulary)
{
    khe_names names = 0;
    for (khe_json item = {0}; khe_json_next(array, &item);) {
        const char *name = khe_json_text(&item);
        if (name) names |= name_bit(r, &item, vocabulary, name);
    }
    return names;
}

void khe_read_money(khe_json *value, int64_t *out)
{
    const int64_t max = 1000000000000000; /* a thousand million of the currency */
    if (value->value) khe_json_decimal(value, 6, 0, max, out);
}

void khe_read_minutes(khe_set_reader *r, khe_json *value, int32_t *out)
{
    const int64_t year = 527040000000; /* of 366 days, micro-minutes */
    int64_t micro = 0;
    if (!value->value || !khe_json_decimal(value, 6, 0, year, &micro)) return;
    const int32_t ticks = khe_ticks_from_micro_min(&r->set->calendar, micro);
    *out = ticks < KHE_TICKS_MAX ? ticks : KHE_TICKS_MAX;
}

int32_t khe_read_measure(khe_set_reader *r, const khe_json *member)
{
    const kh_order_set *set = r->set;
    for (int32_t m = 0; m < set->measures; m++)
        if (set->measure[m] && strcmp(set->measure[m], member->key) == 0) return m;
    if (r->measures_bad) return KHE_NONE;
    const char *names[KHE_MEASURES_MAX];
    for (int32_t m = 0; m < set->measures; m++) names[m] = set->measure[m];
    const char *nearest = khe_nearest(member->key, names, (size_t)set->measures);
    if (nearest)
        khe_json_error(member, "unknown_key", "unknown measure; did you mean \"%s\"?", nearest);
    else
        khe_json_error(member, "unknown_key", "unknown measure");
    return KHE_NONE;
}

void khe_read_service(khe_set_reader *r, khe_json *object, khe_service *out)
{
    enum { FIXED_MIN, PER, KEYS };
    static const khe_key keys[KEYS] = {
        [FIXED_MIN] = {"fixed_min", KHE_NUMBER, false}, [PER] = {"per", KHE_OBJECT, false}};
    const int64_t day = 1440000000; /* micro-minutes */
    khe_json found[KEYS];
    if (!object->value || !khe_json_object(object, keys, KEYS, found)) return;
    *out = (khe_service){0};
    if (found[FIXED_MIN].value) khe_json_decimal(&found[FIXED_MIN], 6, 0, day, &out->fixed);
    uint32_t seen = 0;
    for (khe_json member = {0}; khe_json_next(&found[PER], &member);) {
        if (strcmp(member.key, "meta") == 0) continue;
        const int32_t m = khe_read_measure(r, &member);
        if (m < 0) continue;
        if (seen & (1u << m)) khe_json_error(&member, "doubled_key", "the key stands here twice");
        seen |= 1u << m;
        khe_json_decimal(&member, 6, 0, day, &out->per[m]);
    }
}

void khe_read_size(khe_json *object, khe_size *out)
{
    enum { LENGTH, WIDTH, HEIGHT, GROSS, KEYS };
    static const khe_key keys[KEYS] = {[LENGTH] = {"length_m", KHE_NUMBER, false},
                                       [WIDTH] = {"width_m", KHE_NUMBER, false},
                                       [HEIGHT] = {"height_m", KHE_NUMBER, false},
                                       [GROSS] = {"gross_t", KHE_NUMBER, false}};
    int32_t *field[KEYS] = {&out->length_mm, &out->width_mm, &out->height_mm, &out->gross_kg};
    for (int32_t k = 0; k < KEYS; k++) *field[k] = INT32_MAX;
    khe_json found[KEYS];
    if (!object->value || !khe_json_object(object, keys, KEYS, found)) return;
    for (int32_t k = 0; k < KEYS; k++) {
        int64_t thousandths = 0;
        if (found[k].value && khe_json_decimal(&found[k], 3, 0, 1000000, &thousandths))
            *field[k] = (int32_t)thousandths;
        else if (found[k].bad)
            *field[k] = INT32_MAX - 1; /* stated, if wrongly */
    }
}
