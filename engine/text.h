/* Texts that their owner frees. */
#ifndef KHE_TEXT_H
#define KHE_TEXT_H

#include <stdarg.h>
#include <stddef.h>

/** A copy of the first `size` bytes with a NUL behind them, to be freed; NULL: out of memory. */
char *khe_text_copy_n(const char *text, size_t size);

/** A copy to be freed; NULL: out of memory. */
char *khe_text_copy(const char *text);

/** What printf would write, to be freed; NULL: out of memory. */
char *khe_text_print(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *khe_text_print_v(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));

#endif
