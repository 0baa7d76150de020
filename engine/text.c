/* Texts that their owner frees. */
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <keyhaul/order_set.h>

void kh_text_free(char *text) { free(text); }

char *khe_text_copy_n(const char *text, size_t size)
{
    char *copy = malloc(size + 1);
    if (!copy) return NULL;
    memcpy(copy, text, size);
    copy[size] = '\0';
    return copy;
}

char *khe_text_copy(const char *text) { return khe_text_copy_n(text, strlen(text)); }

char *khe_text_print_v(const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    const int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *text = length < 0 ? NULL : malloc((size_t)length + 1);
    if (text) vsnprintf(text, (size_t)length + 1, format, arguments);
    return text;
}

char *khe_text_print(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = khe_text_print_v(format, arguments);
    va_end(arguments);
    return text;
}
