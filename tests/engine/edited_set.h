/* Order set documents as trees that tests change here and there before they are read: what a good
 * one becomes, and what each mistake in one is called. */
#ifndef EDITED_SET_H
#define EDITED_SET_H

#include <cjson/cJSON.h>

#include "order_set.h"

#include "test.h"

/* A document of the source tree, to be freed with cJSON_Delete. */
static inline cJSON *load_document(const char *name)
{
    static char text[65536];
    char path[512];
    snprintf(path, sizeof(path), "%s/%s", KEYHAUL_SOURCE, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    const size_t size = fread(text, 1, sizeof(text), file);
    fclose(file);
    cJSON *document = cJSON_ParseWithLength(text, size);
    assert_non_null(document);
    return document;
}

static inline kh_status read_text(const char *text, bool quarantine, kh_order_set **set,
                                  kh_errors *errors)
{
    const kh_read_options options = {.quarantine = quarantine};
    *set = NULL;
    return kh_order_set_parse(text, strlen(text), &options, set, errors);
}

static inline kh_status read_document(const cJSON *document, bool quarantine, kh_order_set **set,
                                      kh_errors *errors)
{
    char *text = cJSON_PrintUnformatted(document);
    const kh_status status = read_text(text, quarantine, set, errors);
    cJSON_free(text);
    return status;
}

/* The value at a JSON Pointer without escapes. */
static inline cJSON *at(cJSON *value, const char *pointer)
{
    char token[64];
    while (*pointer == '/') {
        const size_t length = strcspn(++pointer, "/");
        snprintf(token, sizeof(token), "%.*s", (int)length, pointer);
        pointer += length;
        value = cJSON_IsArray(value) ? cJSON_GetArrayItem(value, atoi(token))
                                     : cJSON_GetObjectItemCaseSensitive(value, token);
        assert_non_null(value);
    }
    return value;
}

/* Puts the JSON `text` at /.../key of the document, replacing what is there. */
static inline void put(cJSON *document, const char *parent, const char *key, const char *text)
{
    cJSON *value = cJSON_Parse(text), *object = at(document, parent);
    assert_non_null(value);
    if (cJSON_IsArray(object) && atoi(key) < cJSON_GetArraySize(object))
        cJSON_ReplaceItemInArray(object, atoi(key), value);
    else if (cJSON_IsArray(object))
        cJSON_AddItemToArray(object, value);
    else if (cJSON_HasObjectItem(object, key))
        cJSON_ReplaceItemInObjectCaseSensitive(object, key, value);
    else
        cJSON_AddItemToObject(object, key, value);
}

static inline kh_order_set *read_good(cJSON *document)
{
    kh_order_set *set = NULL;
    kh_errors *errors = kh_errors_new();
    const kh_status status = read_document(document, false, &set, errors);
    const kh_finding *finding = kh_errors_at(errors, KH_ERROR, 0);
    if (status != KH_OK) fail_msg("%s: %s", finding->pointer, finding->message);
    kh_errors_free(errors);
    cJSON_Delete(document);
    return set;
}

/* Reads a document that must have exactly one error, there. */
static inline void expect_one(const cJSON *document, const char *pointer, const char *code,
                              kh_status expected)
{
    kh_order_set *set = NULL;
    kh_errors *errors = kh_errors_new();
    const kh_status status = read_document(document, false, &set, errors);
    const kh_finding *finding = kh_errors_at(errors, KH_ERROR, 0);
    if (status != expected || !finding) fail_msg("%s: status %d", pointer, status);
    if (strcmp(finding->pointer, pointer) != 0 || (code && strcmp(finding->code, code) != 0) ||
        kh_errors_total(errors, KH_ERROR) != 1)
        fail_msg("expected %s at %s, got %zu findings, first %s at %s: %s", code ? code : "?",
                 pointer, kh_errors_total(errors, KH_ERROR), finding->code, finding->pointer,
                 finding->message);
    kh_errors_free(errors);
}

static inline void change_type(cJSON *member)
{
    member->type = (member->type & ~0xFF) | (cJSON_IsBool(member) ? cJSON_NULL : cJSON_True);
}

/* Whether the key is the user's own word. */
static inline bool is_free_key(const char *pointer)
{
    const size_t length = strlen(pointer);
    const bool zones = length > 6 && (strcmp(pointer + length - 6, "/zones") == 0 ||
                                      strcmp(pointer + length - 7, "/tariff") == 0);
    return strcmp(pointer, "/travel") == 0 || zones || strstr(pointer, "/meta") != NULL;
}

/* Makes every key below `value` wrong once, in its type and in its spelling. */
static inline void spoil(cJSON *document, cJSON *value, const char *pointer)
{
    int32_t index = 0;
    for (cJSON *member = value->child; member; member = member->next, index++) {
        char here[256], misspelt[64];
        if (cJSON_IsArray(value))
            snprintf(here, sizeof(here), "%s/%d", pointer, index);
        else
            snprintf(here, sizeof(here), "%s/%s", pointer, member->string);
        if (strstr(here, "/meta")) continue;
        if (cJSON_IsObject(value)) {
            const int type = member->type;
            change_type(member);
            expect_one(document, here, "wrong_type", KH_E_SCHEMA);
            member->type = type;
        }
        if (cJSON_IsObject(value) && !is_free_key(pointer)) {
            char *const key = member->string;
            snprintf(misspelt, sizeof(misspelt), "%sq", key);
            member->string = misspelt;
            snprintf(here, sizeof(here), "%s/%s", pointer, misspelt);
            expect_one(document, here, "unknown_key", KH_E_SCHEMA);
            member->string = key;
            snprintf(here, sizeof(here), "%s/%s", pointer, key);
        }
        spoil(document, member, here);
    }
}

/* One mistake in a good document: `text` at parent/key, and what it is called where. */
typedef struct mistake {
    const char *parent, *key, *text, *pointer, *code;
    kh_status status; /* KH_OK: it is none */
} mistake;

#endif
