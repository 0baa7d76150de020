/* Documents with bytes changed at random, as the fuzzers of tests/fuzz make them: refused with
 * findings or read, never a crash or a leak. */
#include <keyhaul/order_set.h>

#include "test.h"

enum { TEXT_MAX = 65536, ROUNDS = 4500, CORPUS = 3 };

static char corpus[CORPUS][TEXT_MAX];
static size_t corpus_size[CORPUS];

static void load(int32_t i, const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    corpus_size[i] = fread(corpus[i], 1, TEXT_MAX, file);
    fclose(file);
}

static void read_one(const char *text, size_t size, bool quarantine)
{
    const kh_read_options options = {.quarantine = quarantine};
    kh_errors *errors = kh_errors_new();
    kh_order_set *set = NULL;
    const kh_status status = kh_order_set_parse(text, size, &options, &set, errors);
    CHECK((status == KH_OK) == (set != NULL));
    CHECK(status == KH_OK || kh_errors_total(errors, KH_ERROR) > 0);
    kh_order_set_free(set);
    kh_errors_free(errors);
}

/* Another byte here and there: of JSON's own, a digit, or any. */
static void mutate_bytes(char *text, size_t size, uint64_t *random)
{
    static const char likely[] = "{}[]\",:0123456789-.eE+ntfu\\ \n";
    const int32_t changes = test_between(random, 1, 4);
    for (int32_t i = 0; i < changes; i++) {
        const size_t at = (size_t)(test_random(random) % size);
        const int32_t any = test_between(random, 0, 3);
        text[at] = any == 0 ? (char)(test_random(random) & 0x7F)
                            : likely[test_random(random) % (sizeof(likely) - 1)];
    }
}

/* One stretch of the text copied over another: keys and values in the wrong place. */
static void mutate_stretch(char *text, size_t size, uint64_t *random)
{
    const size_t length = (size_t)test_between(random, 1, 60);
    if (size <= length) return;
    const size_t from = (size_t)(test_random(random) % (size - length));
    const size_t to = (size_t)(test_random(random) % (size - length));
    memmove(text + to, text + from, length);
}

/* A number replaced by another of the same length: the document stays JSON. */
static void mutate_digits(char *text, size_t size, uint64_t *random)
{
    for (int32_t i = 0; i < 40; i++) {
        const size_t at = (size_t)(test_random(random) % size);
        if (text[at] >= '1' && text[at] <= '9') text[at] = (char)('1' + test_random(random) % 9);
    }
}

static void test_mutations(void **state)
{
    (void)state;
    uint64_t random = 20261124;
    load(0, KEYHAUL_SOURCE "/tests/data/order_set.json");
    load(1, KEYHAUL_SOURCE "/tests/fuzz/order_set/small.json");
    load(2, KEYHAUL_SOURCE "/tests/data/carriers.json");
    void (*const mutate[])(char *, size_t, uint64_t *) = {mutate_bytes, mutate_stretch,
                                                          mutate_digits};
    for (int32_t round = 0; round < ROUNDS; round++) {
        const int32_t c = round % CORPUS;
        size_t size = corpus_size[c];
        char *text = malloc(size); /* of its own, so that reading beyond it is noticed */
        assert_non_null(text);
        memcpy(text, corpus[c], size);
        mutate[test_between(&random, 0, 2)](text, size, &random);
        if (test_between(&random, 0, 9) == 0) size = (size_t)(test_random(&random) % size);
        read_one(text, size, test_between(&random, 0, 1) == 1);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_mutations)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
