/* Settings by name, all from the one table in settings.h. */
#include <keyhaul/settings.h>

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define IS_INTEGER_double  0
#define IS_INTEGER_int32_t 1
#define IS_INTEGER_int64_t 1

static const kh_setting_info settings_table[] = {
#define X(field, type, initial, low, high, unit, text)                                             \
    {#field, (double)(initial), (double)(low), (double)(high), unit, text, IS_INTEGER_##type},
    KH_SETTINGS_MAP(X)
#undef X
};

enum { SETTINGS = sizeof(settings_table) / sizeof(settings_table[0]) };

void kh_settings_init(kh_settings *settings)
{
    memset(settings, 0, sizeof(*settings));
#define X(field, type, initial, low, high, unit, text) settings->field = initial;
    KH_SETTINGS_MAP(X)
#undef X
}

const kh_setting_info *kh_setting_at(size_t i) { return i < SETTINGS ? &settings_table[i] : NULL; }

/* Whole numbers are read as such: a double keeps only 2^53 of them. */
static int read_number(const kh_setting_info *info, const char *value, double *real, int64_t *whole)
{
    char *end = NULL;
    errno = 0;
    if (info->is_integer) {
        *whole = strtoll(value, &end, 10);
        *real = (double)*whole;
    } else {
        *real = strtod(value, &end);
        *whole = 0;
    }
    if (end == value || *end != '\0' || errno == ERANGE || !isfinite(*real)) return 0;
    return *real >= info->low && *real <= info->high;
}

kh_status kh_settings_set(kh_settings *settings, const char *name, const char *value)
{
    double real = 0;
    int64_t whole = 0;
    size_t i = 0;
    while (i < SETTINGS && strcmp(settings_table[i].name, name) != 0) i++;
    if (i == SETTINGS || !read_number(&settings_table[i], value, &real, &whole))
        return KH_E_ARGUMENT;
#define X(field, type, initial, low, high, unit, text)                                             \
    if (strcmp(name, #field) == 0) settings->field = IS_INTEGER_##type ? (type)whole : (type)real;
    KH_SETTINGS_MAP(X)
#undef X
    return KH_OK;
}
