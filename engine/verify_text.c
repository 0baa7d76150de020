/* Short texts for the verifier's findings: times, amounts, pointers into the plan. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "verify_parts.h"

khe_text khe_clock(const kh_order_set *set, int64_t tick)
{
    khe_text text;
    const int64_t kept = tick < INT32_MIN / 2   ? INT32_MIN / 2
                         : tick > INT32_MAX / 2 ? INT32_MAX / 2
                                                : tick;
    khe_time_write(&set->calendar, (int32_t)kept, text.s);
    return text;
}

khe_text khe_decimal(int64_t micro)
{
    khe_text text;
    const int64_t whole = micro / 1000000, part = llabs(micro % 1000000);
    int length = snprintf(text.s, sizeof text.s, "%s%" PRId64 ".%06" PRId64, micro < 0 ? "-" : "",
                          (int64_t)llabs(whole), part);
    while (length > 1 && text.s[length - 1] == '0') length--;
    if (length > 1 && text.s[length - 1] == '.') length--;
    text.s[length] = '\0';
    return text;
}

khe_text khe_at_route(int32_t route, const char *key)
{
    khe_text text;
    snprintf(text.s, sizeof text.s, "/routes/%d%s%s", route, *key ? "/" : "", key);
    return text;
}

khe_text khe_at_step(int32_t route, int32_t step, const char *key)
{
    khe_text text;
    snprintf(text.s, sizeof text.s, "/routes/%d/steps/%d%s%s", route, step, *key ? "/" : "", key);
    return text;
}

khe_text khe_at_order(int32_t route, int32_t step, int32_t nth)
{
    khe_text text;
    snprintf(text.s, sizeof text.s, "/routes/%d/steps/%d/orders/%d", route, step, nth);
    return text;
}
