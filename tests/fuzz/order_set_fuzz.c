/* Any bytes as an order set: refused with findings or read, never a crash, a leak or a hang. */
#include <stddef.h>
#include <stdint.h>

#include <keyhaul/keyhaul.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const kh_read_options options = {.quarantine = size > 0 && (data[size - 1] & 1)};
    kh_order_set *set = NULL;
    kh_errors *errors = kh_errors_new();
    const kh_status status = kh_order_set_parse((const char *)data, size, &options, &set, errors);
    if ((status == KH_OK) != (set != NULL)) __builtin_trap();
    if (status != KH_OK && kh_errors_total(errors, KH_ERROR) == 0) __builtin_trap();
    kh_order_set_free(set);
    kh_errors_free(errors);
    return 0;
}
