/* See lines.h. Numbers are read here and not by strtod, which asks the locale for its decimal sign
 * and takes "nan" and hexadecimal for numbers. */
#include "lines.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "errors.h"

enum { DIGITS_KEPT = 18, EXPONENT_MAX = 30 };

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}
static bool is_digit(char c) { return c >= '0' && c <= '9'; }

kh_status khe_lines_begin(khe_lines *lines, const char *text, size_t size, kh_errors *errors)
{
    *lines = (khe_lines){.errors = errors};
    lines->text = malloc(size + 1);
    if (lines->text == NULL) return lines->status = KH_E_NOMEM;
    for (size_t i = 0; i < size; i++) lines->text[i] = text[i] == '\0' ? ' ' : text[i];
    lines->text[size] = '\0';
    lines->end = lines->text + size;
    lines->next = lines->text;
    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) lines->next += 3; /* byte order mark */
    lines->at = lines->end;
    return KH_OK;
}

void khe_lines_end(khe_lines *lines)
{
    free(lines->text);
    lines->text = NULL;
}

static bool next_line(khe_lines *lines)
{
    if (lines->next >= lines->end) return false;
    lines->at = lines->next;
    char *stop = lines->at;
    while (stop < lines->end && *stop != '\n') stop++;
    *stop = '\0';
    lines->next = stop + 1;
    lines->line++;
    return true;
}

bool khe_lines_next(khe_lines *lines)
{
    while (next_line(lines))
        if (!khe_lines_at_end(lines)) return true;
    lines->at = lines->end;
    return false;
}

static bool begins_number(const char *text)
{
    if (*text == '-' || *text == '+') text++;
    return is_digit(*text) || (*text == '.' && is_digit(text[1]));
}

bool khe_lines_next_number(khe_lines *lines)
{
    const char *first = lines->next;
    while (first < lines->end && (is_blank(*first) || *first == '\n')) first++;
    return first < lines->end && begins_number(first) && khe_lines_next(lines);
}

bool khe_lines_at_end(khe_lines *lines)
{
    while (is_blank(*lines->at)) lines->at++;
    return *lines->at == '\0';
}

const char *khe_lines_word(khe_lines *lines)
{
    if (khe_lines_at_end(lines)) return NULL;
    const char *word = lines->at;
    while (*lines->at != '\0' && !is_blank(*lines->at)) lines->at++;
    if (*lines->at != '\0') *lines->at++ = '\0';
    return word;
}

/* Powers of ten up to 22 are exact, so a number of up to 15 digits is read correctly rounded. */
static double scaled(double mantissa, int exponent)
{
    double power = 1.0;
    for (int i = abs(exponent); i > 0; i--) power *= 10.0;
    return exponent < 0 ? mantissa / power : mantissa * power;
}

static const char *parse_digits(const char *at, int64_t *mantissa, int *kept, int *exponent,
                                int step)
{
    for (; is_digit(*at); at++) {
        if (*kept < DIGITS_KEPT) {
            *mantissa = *mantissa * 10 + (*at - '0');
            *kept += *mantissa != 0;
            *exponent += step;
        } else {
            *exponent += step + 1;
        }
    }
    return at;
}

static const char *parse_exponent(const char *at, int *exponent)
{
    const bool negative = *at == '-';
    if (*at == '-' || *at == '+') at++;
    if (!is_digit(*at)) return NULL;
    int value = 0;
    for (; is_digit(*at); at++) value = value < 1000 ? value * 10 + (*at - '0') : value;
    *exponent += negative ? -value : value;
    return at;
}

bool khe_number_parse(const char *word, double *out)
{
    if (!begins_number(word)) return false;
    const bool negative = *word == '-';
    if (*word == '-' || *word == '+') word++;
    int64_t mantissa = 0;
    int kept = 0, exponent = 0;
    word = parse_digits(word, &mantissa, &kept, &exponent, 0);
    if (*word == '.') word = parse_digits(word + 1, &mantissa, &kept, &exponent, -1);
    if (*word == 'e' || *word == 'E') word = parse_exponent(word + 1, &exponent);
    if (word == NULL || *word != '\0' || abs(exponent) > EXPONENT_MAX) return false;
    const double value = scaled((double)mantissa, exponent);
    *out = negative ? -value : value;
    return true;
}

bool khe_lines_fail(khe_lines *lines, kh_status status, const char *format, ...)
{
    if (lines->status != KH_OK) return false;
    lines->status = status;
    char message[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    const char *code = status == KH_E_UNSUPPORTED ? "unsupported" : "syntax";
    khe_errors_add_at(lines->errors, KH_ERROR, code, "", lines->line, 0, "%s", message);
    return false;
}

bool khe_lines_nomem(khe_lines *lines)
{
    if (lines->status == KH_OK) lines->status = KH_E_NOMEM;
    return false;
}

static bool fail_word(khe_lines *lines, const char *what, const char *word)
{
    if (word == NULL)
        return khe_lines_fail(lines, KH_E_SYNTAX, "expected %s, found the end of the line", what);
    return khe_lines_fail(lines, KH_E_SYNTAX, "expected %s, found \"%.40s\"", what, word);
}

bool khe_lines_number(khe_lines *lines, const char *what, double low, double high, double *out)
{
    const char *word = khe_lines_word(lines);
    double value;
    if (word == NULL || !khe_number_parse(word, &value)) return fail_word(lines, what, word);
    if (value < low || value > high)
        return khe_lines_fail(lines, KH_E_SYNTAX, "expected %s from %.15g to %.15g, found %.40s",
                              what, low, high, word);
    *out = value;
    return true;
}

bool khe_lines_integer(khe_lines *lines, const char *what, int32_t low, int32_t high, int32_t *out)
{
    double value = 0;
    if (!khe_lines_number(lines, what, low, high, &value)) return false;
    *out = (int32_t)value;
    if ((double)*out == value) return true;
    return khe_lines_fail(lines, KH_E_SYNTAX, "expected %s, a whole number, found %.15g", what,
                          value);
}

bool khe_lines_done(khe_lines *lines, const char *what)
{
    if (khe_lines_at_end(lines)) return true;
    return khe_lines_fail(lines, KH_E_SYNTAX, "expected nothing after %s, found \"%.40s\"", what,
                          khe_lines_word(lines));
}
