/* Any bytes as a benchmark file; the first byte chooses the format. What is converted is JSON. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <keyhaul/keyhaul.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const formats[] = {"solomon", "vrplib", "lilim", "sartori"};
    char *text = NULL;
    kh_order_set *set = NULL;
    if (size == 0) return 0;
    kh_errors *errors = kh_errors_new();
    const kh_status status =
        kh_convert(formats[data[0] & 3], (const char *)data + 1, size - 1, NULL, &text, errors);
    if ((status == KH_OK) != (text != NULL)) __builtin_trap();
    if (text && kh_order_set_parse(text, strlen(text), NULL, &set, errors) == KH_E_SYNTAX)
        __builtin_trap();
    kh_order_set_free(set);
    kh_text_free(text);
    kh_errors_free(errors);
    return 0;
}
