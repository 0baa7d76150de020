/* Sets of ticks against a plain array of booleans. */
#include "spans.h"
#include "test.h"

enum { TICKS = 40 };

static void random_set(uint64_t *state, bool *in, khe_spans *spans)
{
    memset(in, 0, TICKS * sizeof *in);
    spans->count = 0;
    const int32_t count = test_between(state, 0, 5);
    for (int32_t i = 0; i < count; i++) {
        const int32_t open = test_between(state, 0, TICKS - 1);
        const int32_t close = test_between(state, open - 1, TICKS - 1);
        for (int32_t t = open; t <= close; t++) in[t] = true;
        CHECK(khe_spans_add(spans, open, close));
    }
    khe_spans_merge(spans);
}

static void check_set(const khe_spans *spans, const bool *in)
{
    for (int32_t i = 0; i < spans->count; i++) {
        CHECK(spans->at[i].open <= spans->at[i].close);
        if (i > 0) CHECK(spans->at[i - 1].close < spans->at[i].open);
    }
    for (int32_t t = 0; t < TICKS; t++) {
        bool found = false;
        for (int32_t i = 0; i < spans->count; i++)
            found |= spans->at[i].open <= t && t <= spans->at[i].close;
        CHECK_EQ(found, in[t]);
    }
}

static void spans_are_sets(void **unused)
{
    (void)unused;
    uint64_t state = 7;
    for (int32_t round = 0; round < 2000; round++) {
        bool a_in[TICKS], b_in[TICKS], both[TICKS];
        khe_spans a = {0}, b = {0}, met = {0};
        random_set(&state, a_in, &a);
        random_set(&state, b_in, &b);
        check_set(&a, a_in);
        CHECK(khe_spans_meet(&a, b.at, b.count, &met));
        for (int32_t t = 0; t < TICKS; t++) both[t] = a_in[t] && b_in[t];
        check_set(&met, both);
        const int32_t open = test_between(&state, 0, TICKS - 1);
        const int32_t close = test_between(&state, open - 1, TICKS - 1);
        CHECK(khe_spans_remove(&a, open, close));
        for (int32_t t = open; t <= close; t++) a_in[t] = false;
        check_set(&a, a_in);
        khe_spans_free(&a);
        khe_spans_free(&b);
        khe_spans_free(&met);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(spans_are_sets)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
