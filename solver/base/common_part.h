/* The greatest common part of two amounts: what both are whole multiples of (Euclid). */
#ifndef KHS_COMMON_PART_H
#define KHS_COMMON_PART_H

#include <stdint.h>

/* Of 0 and another it is the other. */
static inline int32_t khs_common_part(int32_t a, int32_t b)
{
    while (b) {
        const int32_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

#endif
