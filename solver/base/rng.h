/* xoshiro256** (Blackman & Vigna 2018) seeded by splitmix64: one stream per (seed, island). */
#ifndef KHS_RNG_H
#define KHS_RNG_H

#include <stdint.h>

typedef struct khs_rng {
    uint64_t s[4];
} khs_rng;

static inline uint64_t khs_splitmix(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static inline khs_rng khs_rng_make(uint64_t seed, uint64_t stream)
{
    uint64_t state = seed ^ (stream * 0xD1342543DE82EF95u + 0x2545F4914F6CDD1Du);
    khs_rng rng;
    for (int i = 0; i < 4; i++) rng.s[i] = khs_splitmix(&state);
    return rng;
}

static inline uint64_t khs_rotate(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

static inline uint64_t khs_rng_next(khs_rng *rng)
{
    const uint64_t result = khs_rotate(rng->s[1] * 5, 7) * 9, t = rng->s[1] << 17;
    rng->s[2] ^= rng->s[0];
    rng->s[3] ^= rng->s[1];
    rng->s[1] ^= rng->s[2];
    rng->s[0] ^= rng->s[3];
    rng->s[2] ^= t;
    rng->s[3] = khs_rotate(rng->s[3], 45);
    return result;
}

/* 0 <= x < bound, bound >= 1 */
static inline int32_t khs_rng_below(khs_rng *rng, int32_t bound)
{
    return (int32_t)(((khs_rng_next(rng) >> 32) * (uint64_t)bound) >> 32);
}

/* low <= x <= high */
static inline int32_t khs_rng_between(khs_rng *rng, int32_t low, int32_t high)
{
    return low + khs_rng_below(rng, high - low + 1);
}

/* 0 <= x < 1 */
static inline double khs_rng_unit(khs_rng *rng)
{
    return (double)(khs_rng_next(rng) >> 11) * 0x1p-53;
}

#endif
