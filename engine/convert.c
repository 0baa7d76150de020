/* kh_convert: the formats by name, and the defaults of each. */
#include <stdlib.h>
#include <string.h>

#include "errors.h"
#include "instance.h"

typedef struct format {
    const char *name;
    bool (*read)(khe_lines *lines, khe_instance *instance);
    const char *first;                   /* the format's classic objective */
    const char *vehicles_first_rounding; /* what goes with "vehicles"; NULL: as the reader says */
} format;

static const format formats[] = {
    {"solomon", khe_read_solomon, "cost", "exact"},
    {"vrplib", khe_read_vrplib, "cost", NULL},
    {"lilim", khe_read_lilim, "vehicles", NULL},
    {"sartori", khe_read_sartori, "vehicles", NULL},
};

static const khe_rounding roundings[] = {
    {"dimacs", "0.1", 10, true},
    {"exact", "0.001", 1000, false},
    {"integer", "1", 1, false},
};

static const format *find_format(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (strcmp(name, formats[i].name) == 0) return &formats[i];
    return NULL;
}

static const khe_rounding *find_rounding(const char *name)
{
    for (size_t i = 0; i < sizeof roundings / sizeof roundings[0]; i++)
        if (strcmp(name, roundings[i].name) == 0) return &roundings[i];
    return NULL;
}

static bool options_hold(const format *from, const char *name, const kh_convert_options *options,
                         kh_errors *errors)
{
    const char *message = NULL;
    if (from == NULL) {
        khe_errors_add(errors, KH_ERROR, "argument", "",
                       "unknown format \"%.40s\"; expected solomon, vrplib, lilim or sartori",
                       name);
        return false;
    }
    if (options->rounding != NULL && find_rounding(options->rounding) == NULL)
        message = "unknown rounding; expected dimacs, exact or integer";
    if (options->first != NULL && strcmp(options->first, "cost") != 0 &&
        strcmp(options->first, "vehicles") != 0)
        message = "unknown objective; expected cost or vehicles";
    if (message != NULL) khe_errors_add(errors, KH_ERROR, "argument", "", "%s", message);
    return message == NULL;
}

static kh_status write_document(const format *from, const khe_instance *instance,
                                const kh_convert_options *options, char **out)
{
    const char *first = options->first != NULL ? options->first : from->first;
    const char *rounding = instance->rounding;
    if (strcmp(first, "vehicles") == 0 && from->vehicles_first_rounding != NULL)
        rounding = from->vehicles_first_rounding;
    if (options->rounding != NULL) rounding = options->rounding;
    const char *name = options->name != NULL ? options->name : from->name;
    return khe_instance_write(instance, find_rounding(rounding), name, first, out);
}

kh_status kh_convert(const char *format_name, const char *text, size_t size,
                     const kh_convert_options *options, char **out, kh_errors *errors)
{
    const kh_convert_options defaults = {0};
    if (options == NULL) options = &defaults;
    const format *from = find_format(format_name);
    if (!options_hold(from, format_name, options, errors)) return KH_E_ARGUMENT;
    khe_lines lines;
    khe_instance instance = {0};
    kh_status status = khe_lines_begin(&lines, text, size, errors);
    if (status == KH_OK)
        status = from->read(&lines, &instance) ? write_document(from, &instance, options, out)
                                               : lines.status;
    khe_instance_free(&instance);
    khe_lines_end(&lines);
    return status;
}
