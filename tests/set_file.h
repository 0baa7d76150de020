/* Reading the order sets and golden files that tests share. */
#ifndef KEYHAUL_TEST_SET_FILE_H
#define KEYHAUL_TEST_SET_FILE_H

#include <keyhaul/keyhaul.h>

#include "test.h"

/* The whole of a file below the source tree, to be freed; fails the test if there is none. */
static inline char *test_file(const char *path, size_t *size)
{
    char full[512];
    snprintf(full, sizeof full, "%s/%s", KEYHAUL_SOURCE, path);
    FILE *file = fopen(full, "rb");
    if (!file) fail_msg("cannot open %s", full);
    fseek(file, 0, SEEK_END);
    const long length = ftell(file);
    rewind(file);
    char *text = malloc((size_t)length + 1);
    CHECK(text != NULL);
    CHECK_EQ(fread(text, 1, (size_t)length, file), length);
    text[length] = '\0';
    fclose(file);
    if (size) *size = (size_t)length;
    return text;
}

static inline kh_order_set *test_set_of(const char *text, size_t size)
{
    kh_errors *errors = kh_errors_new();
    kh_order_set *set = NULL;
    const kh_status status = kh_order_set_parse(text, size, NULL, &set, errors);
    const kh_finding *first = kh_errors_at(errors, KH_ERROR, 0);
    if (status != KH_OK)
        fail_msg("%s %s", first ? first->pointer : "", first ? first->message : "refused");
    kh_errors_free(errors);
    return set;
}

static inline kh_order_set *test_set_file(const char *path)
{
    size_t size = 0;
    char *text = test_file(path, &size);
    kh_order_set *set = test_set_of(text, size);
    free(text);
    return set;
}

/* Compares with a file of tests/golden; a difference is written to the working folder. */
static inline void test_golden(const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "tests/golden/%s", name);
    char *golden = test_file(path, NULL);
    if (strcmp(golden, text) != 0) {
        FILE *file = fopen(name, "w");
        if (file) {
            fputs(text, file);
            fclose(file);
        }
        fail_msg("%s differs; see %s in the working folder", path, name);
    }
    free(golden);
}

#endif
