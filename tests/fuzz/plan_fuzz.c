/* Any bytes as a plan of a small order set: the check names what is wrong, whatever it is. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <keyhaul/keyhaul.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char orders[] =
    "{\"format\":\"keyhaul/order-set/1\",\"currency\":\"BRL\",\"horizon\":{\"start\":"
    "\"2026-11-24T00:00:00-03:00\",\"days\":2},\"measures\":[\"kg\"],"
    "\"locations\":[{\"id\":\"dc\",\"x\":0,\"y\":0},{\"id\":\"a\",\"x\":3,\"y\":4}],"
    "\"travel\":{\"t\":{\"model\":\"plane\",\"unit_m\":1000,\"speed_kmh\":50}},"
    "\"carriers\":[{\"id\":\"c\",\"mode\":\"ltl\",\"zones\":{\"z\":{\"places\":[\"a\"]}},"
    "\"tariff\":{\"z\":[{\"up_to\":5,\"flat\":3},{\"per\":1}]},"
    "\"extras\":[{\"name\":\"fuel\",\"share\":0.5}],\"max_per_day\":{\"kg\":9}},"
    "{\"id\":\"f\",\"mode\":\"ftl\",\"capacity\":{\"kg\":9},\"per_km\":1,\"max_stops\":2}],"
    "\"orders\":[{\"id\":\"1\",\"from\":\"dc\",\"to\":\"a\",\"quantity\":{\"kg\":1},"
    "\"carriers\":[\"c\",\"f\"],\"ship_days\":[0,1],\"holding_per_day\":1}],"
    "\"vehicles\":[{\"id\":\"v\",\"count\":1,\"profile\":\"t\",\"start\":\"dc\","
    "\"capacity\":{\"kg\":5},\"cost\":{\"per_km\":1}}]}";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kh_order_set *set = NULL;
    kh_errors *errors = kh_errors_new();
    if (kh_order_set_parse(orders, strlen(orders), NULL, &set, NULL) != KH_OK) __builtin_trap();
    const kh_status status = kh_check(set, (const char *)data, size, errors);
    if (status != KH_OK && kh_errors_total(errors, KH_ERROR) == 0) __builtin_trap();
    kh_order_set_free(set);
    kh_errors_free(errors);
    return 0;
}
