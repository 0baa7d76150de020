/* A typed reader over cJSON.
 *
 * cJSON's traps are kept in here: lookups that ignore case (objects are walked instead), doubled
 * keys that it keeps silently, `valueint` that saturates (only `valuedouble` is read), arrays that
 * are linked lists (they are walked, never indexed). */
#include "json.h"

#include <assert.h>
#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "errors.h"
#include "text.h"

static const char *const type_names[] = {"anything", "an object",     "an array",     "a text",
                                         "a number", "true or false", "not supported"};

khe_json khe_json_root(khe_reader *reader, const struct cJSON *tree)
{
    return (khe_json){.reader = reader, .value = tree, .node = tree};
}

void khe_reader_free(khe_reader *reader) { free(reader->first_demoted); }

kh_status khe_reader_status(const khe_reader *reader)
{
    if (reader->no_memory) return KH_E_NOMEM;
    if (reader->schema > 0) return KH_E_SCHEMA;
    if (reader->file > 0) return KH_E_FILE;
    if (reader->limit > 0) return KH_E_LIMIT;
    return reader->unsupported > 0 ? KH_E_UNSUPPORTED : KH_OK;
}

bool khe_reader_listens(const khe_reader *reader)
{
    enum { KEPT = 50 };
    return reader->demote || (reader->errors && kh_errors_count(reader->errors, KH_ERROR) < KEPT);
}

/* Length of the pointer to `at`; written backwards, ending before `end`, if that is not NULL.
 * RFC 6901: '~' is "~0" and '/' is "~1". */
static size_t write_pointer(const khe_json *at, char *end)
{
    size_t length = 0;
#define PUT(c)                                                                                     \
    do {                                                                                           \
        length++;                                                                                  \
        if (end) end[-(ptrdiff_t)length] = (c);                                                    \
    } while (0)
    for (; at->parent; at = at->parent) {
        char digits[12];
        snprintf(digits, sizeof(digits), "%d", at->index);
        const char *token = at->key ? at->key : digits;
        for (size_t i = strlen(token); i-- > 0;) {
            const bool escaped = token[i] == '~' || token[i] == '/';
            PUT(!escaped ? token[i] : token[i] == '~' ? '0' : '1');
            if (escaped) PUT('~');
        }
        PUT('/');
    }
#undef PUT
    return length;
}

/* The JSON Pointer, to be freed; NULL: out of memory. */
static char *pointer_to(const khe_json *at)
{
    const size_t length = write_pointer(at, NULL);
    char *pointer = malloc(length + 1);
    if (!pointer) return NULL;
    pointer[length] = '\0';
    write_pointer(at, pointer + length);
    return pointer;
}

static void count_error(khe_reader *reader, const char *code)
{
    if (strcmp(code, "unsupported") == 0)
        reader->unsupported++;
    else if (strcmp(code, "limit") == 0)
        reader->limit++;
    else if (strcmp(code, "file") == 0)
        reader->file++;
    else
        reader->schema++;
}

static void report(const khe_json *at, kh_severity severity, const char *code, const char *message)
{
    khe_reader *reader = at->reader;
    char *pointer = pointer_to(at);
    if (!pointer) {
        reader->no_memory = true;
        return;
    }
    khe_errors_add(reader->errors, severity, code, pointer, "%s", message);
    if (severity == KH_WARNING)
        khe_errors_add(reader->warnings, severity, code, pointer, "%s", message);
    if (reader->demote && severity == KH_WARNING && !reader->first_demoted) {
        reader->first_demoted = khe_text_print("%s: %s", pointer, message);
        if (!reader->first_demoted) reader->no_memory = true;
    }
    free(pointer);
}

static void report_v(const khe_json *at, kh_severity severity, const char *code, const char *format,
                     va_list arguments) __attribute__((format(printf, 4, 0)));

static void report_v(const khe_json *at, kh_severity severity, const char *code, const char *format,
                     va_list arguments)
{
    char *message = khe_text_print_v(format, arguments);
    if (message)
        report(at, severity, code, message);
    else
        at->reader->no_memory = true;
    free(message);
}

void khe_json_error(const khe_json *at, const char *code, const char *format, ...)
{
    khe_reader *reader = at->reader;
    const bool demoted = reader->demote && strcmp(code, "unsupported") != 0;
    va_list arguments;
    va_start(arguments, format);
    if (demoted)
        reader->demoted++;
    else
        count_error(reader, code);
    report_v(at, demoted ? KH_WARNING : KH_ERROR, code, format, arguments);
    va_end(arguments);
}

void khe_json_warn(const khe_json *at, const char *code, const char *format, ...)
{
    assert(!at->reader->demote);
    va_list arguments;
    va_start(arguments, format);
    report_v(at, KH_WARNING, code, format, arguments);
    va_end(arguments);
}

void khe_json_unsupported(const khe_json *at)
{
    khe_json_error(at, "unsupported", "not supported yet");
}

static bool has_type(const cJSON *value, khe_type type)
{
    switch (type) {
    case KHE_ANY:
        return true;
    case KHE_OBJECT:
        return cJSON_IsObject(value);
    case KHE_ARRAY:
        return cJSON_IsArray(value);
    case KHE_TEXT:
        return cJSON_IsString(value);
    case KHE_NUMBER:
        return cJSON_IsNumber(value);
    case KHE_BOOL:
        return cJSON_IsBool(value);
    case KHE_LATER:
        break;
    }
    return false;
}

static void mark_bad(khe_json *value)
{
    value->value = NULL;
    value->bad = true;
}

bool khe_json_is(khe_json *value, khe_type type)
{
    if (value->value && has_type(value->value, type)) return true;
    if (value->value) khe_json_error(value, "wrong_type", "expected %s", type_names[type]);
    mark_bad(value);
    return false;
}

/* The key of the table that the name is nearest to, or -1. */
static int32_t nearest_key(const char *name, const khe_key *keys, size_t count)
{
    const char *names[KHE_KEYS_MAX];
    assert(count <= KHE_KEYS_MAX);
    for (size_t k = 0; k < count; k++) names[k] = keys[k].name;
    const char *nearest = khe_nearest(name, names, count);
    for (size_t k = 0; k < count; k++)
        if (nearest == names[k]) return (int32_t)k;
    return -1;
}

/* A misspelt key makes the one that was meant bad, so that it is not reported as missing too. */
static void unknown_key(const khe_json *member, const khe_key *keys, size_t count, khe_json *found)
{
    const int32_t nearest = nearest_key(member->key, keys, count);
    if (nearest >= 0)
        khe_json_error(member, "unknown_key", "unknown key; did you mean \"%s\"?",
                       keys[nearest].name);
    else
        khe_json_error(member, "unknown_key", "unknown key");
    if (nearest >= 0 && !found[nearest].node) found[nearest].bad = true;
}

static void take_member(const khe_json *member, const khe_key *keys, size_t count, khe_json *found)
{
    size_t k = 0;
    while (k < count && strcmp(keys[k].name, member->key) != 0) k++;
    if (k == count) {
        unknown_key(member, keys, count, found);
        return;
    }
    khe_json *place = &found[k];
    if (place->node) {
        khe_json_error(member, "doubled_key", "the key stands here twice");
        mark_bad(place);
        return;
    }
    const khe_json *parent = place->parent;
    *place = *member;
    place->parent = parent;
    if (keys[k].type == KHE_LATER) {
        khe_json_unsupported(place);
        mark_bad(place);
    } else {
        khe_json_is(place, keys[k].type);
    }
}

bool khe_json_object(const khe_json *object, const khe_key *keys, size_t count, khe_json *found)
{
    for (size_t k = 0; k < count; k++)
        found[k] = (khe_json){.reader = object->reader, .parent = object, .key = keys[k].name};
    khe_json self = *object;
    const bool is_object = self.value && khe_json_is(&self, KHE_OBJECT);
    if (!is_object) {
        for (size_t k = 0; k < count; k++) found[k].bad = true;
        return false;
    }
    int32_t metas = 0;
    for (khe_json member = {0}; khe_json_next(object, &member);) {
        if (strcmp(member.key, "meta") != 0)
            take_member(&member, keys, count, found);
        else if (++metas == 2)
            khe_json_error(&member, "doubled_key", "the key stands here twice");
    }
    for (size_t k = 0; k < count; k++)
        if (keys[k].required && !found[k].node && !found[k].bad) {
            khe_json_error(object, "missing_key", "\"%s\" is missing", keys[k].name);
            found[k].bad = true;
        }
    return true;
}

bool khe_json_is_format(const khe_json *root, const char *format)
{
    for (khe_json member = {0}; khe_json_is_object(root) && khe_json_next(root, &member);) {
        if (strcmp(member.key, "format") != 0 || !khe_json_is_text(&member)) continue;
        const char *text = khe_json_text(&member);
        if (strcmp(text, format) == 0) continue;
        khe_json_error(&member, "wrong_value", "\"%s\" is not \"%s\"", text, format);
        return false;
    }
    return true;
}

int32_t khe_json_size(const khe_json *array)
{
    int32_t size = 0;
    if (array->value)
        for (const cJSON *item = array->value->child; item; item = item->next) size++;
    return size;
}

bool khe_json_next(const khe_json *array, khe_json *item)
{
    const cJSON *next = item->node ? item->node->next : array->value ? array->value->child : NULL;
    const int32_t index = item->node ? item->index + 1 : 0;
    if (!next) return false;
    *item = (khe_json){.reader = array->reader,
                       .parent = array,
                       .key = cJSON_IsObject(array->value) ? next->string : NULL,
                       .index = index,
                       .value = next,
                       .node = next};
    return true;
}

bool khe_json_is_text(const khe_json *value) { return cJSON_IsString(value->value); }
bool khe_json_is_array(const khe_json *value) { return cJSON_IsArray(value->value); }
bool khe_json_is_object(const khe_json *value) { return cJSON_IsObject(value->value); }
bool khe_json_is_null(const khe_json *value) { return cJSON_IsNull(value->value); }

const char *khe_json_text(khe_json *value)
{
    return khe_json_is(value, KHE_TEXT) ? value->value->valuestring : NULL;
}

int32_t khe_json_choice(khe_json *value, const char *const *names, size_t count)
{
    const char *text = khe_json_text(value);
    if (!text) return -1;
    for (size_t i = 0; i < count; i++)
        if (strcmp(text, names[i]) == 0) return (int32_t)i;
    char list[256] = "";
    for (size_t i = 0, at = 0; i < count && at < sizeof(list); i++)
        at +=
            (size_t)snprintf(list + at, sizeof(list) - at, "%s\"%s\"", i > 0 ? ", " : "", names[i]);
    khe_json_error(value, "wrong_value", "\"%s\" is not one of %s", text, list);
    mark_bad(value);
    return -1;
}

bool khe_json_number(khe_json *value, double low, double high, double *out)
{
    if (!khe_json_is(value, KHE_NUMBER)) return false;
    const double number = value->value->valuedouble;
    if (number >= low && number <= high) {
        *out = number;
        return true;
    }
    khe_json_error(value, "out_of_range", "%.15g is not between %.15g and %.15g", number, low,
                   high);
    mark_bad(value);
    return false;
}

/* A number is a decimal of at most p places if dividing the nearest whole multiple of 10^-p back
 * gives the same double: the division is correctly rounded, as reading the decimal was. */
bool khe_json_decimal(khe_json *value, int32_t places, int64_t low, int64_t high, int64_t *out)
{
    static const double powers[] = {1, 10, 100, 1e3, 1e4, 1e5, 1e6};
    assert(places >= 0 && places <= 6);
    const double scale = powers[places];
    double number = 0;
    if (!khe_json_number(value, (double)low / scale, (double)high / scale, &number)) return false;
    const double whole = nearbyint(number * scale);
    if (whole / scale != number || fabs(whole) > 9007199254740992.0) {
        if (places == 0)
            khe_json_error(value, "not_whole", "%.15g is not a whole number", number);
        else
            khe_json_error(value, "too_precise", "%.15g has more than %d decimal places", number,
                           places);
        mark_bad(value);
        return false;
    }
    *out = (int64_t)whole;
    return true;
}

bool khe_json_int(khe_json *value, int64_t low, int64_t high, int64_t *out)
{
    return khe_json_decimal(value, 0, low, high, out);
}

bool khe_json_bool(khe_json *value, bool *out)
{
    if (!khe_json_is(value, KHE_BOOL)) return false;
    *out = cJSON_IsTrue(value->value);
    return true;
}
