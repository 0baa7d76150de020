/* What cmocka lacks: exact comparison of 64-bit numbers with a readable message, and random cases
 * with a printed seed. */
#ifndef KEYHAUL_TEST_H
#define KEYHAUL_TEST_H

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) fail_msg("%s:%d: %s", __FILE__, __LINE__, #condition);                   \
    } while (0)

#define CHECK_EQ(a, b)                                                                             \
    do {                                                                                           \
        const int64_t left_ = (int64_t)(a), right_ = (int64_t)(b);                                 \
        if (left_ != right_)                                                                       \
            fail_msg("%s:%d: %s is %" PRId64 ", %s is %" PRId64, __FILE__, __LINE__, #a, left_,    \
                     #b, right_);                                                                  \
    } while (0)

/* A small generator for tests (splitmix64): the same cases on every machine. */
static inline uint64_t test_random(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* low <= x <= high */
static inline int32_t test_between(uint64_t *state, int32_t low, int32_t high)
{
    return low + (int32_t)(test_random(state) % (uint64_t)((int64_t)high - low + 1));
}

#endif
