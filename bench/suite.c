/* A suite is a folder of instance files beside best_known.json. */
#include <ctype.h>
#include <dirent.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "bench.h"

/* The name without its ending, or false if the ending is none of an instance. */
static bool instance_name(const char *file, char *name)
{
    const char *dot = strrchr(file, '.');
    if (dot == NULL || (strcmp(dot, ".txt") != 0 && strcmp(dot, ".vrp") != 0)) return false;
    const size_t length = (size_t)(dot - file);
    if (length == 0 || length >= KB_NAME) return false;
    memcpy(name, file, length);
    name[length] = '\0';
    return true;
}

/* Whether one of the patterns, separated by commas, matches. */
static bool matches(const char *patterns, const char *name)
{
    if (patterns == NULL) return true;
    while (*patterns != '\0') {
        char pattern[KB_NAME];
        const size_t length = strcspn(patterns, ",");
        snprintf(pattern, sizeof pattern, "%.*s", (int)length, patterns);
        if (fnmatch(pattern, name, 0) == 0) return true;
        patterns += length + (patterns[length] == ',');
    }
    return false;
}

static bool add(kb_suite *suite, const kb_instance *instance)
{
    if (suite->count == suite->capacity) {
        const size_t capacity = suite->capacity == 0 ? 64 : 2 * suite->capacity;
        kb_instance *more = realloc(suite->instance, capacity * sizeof *more);
        if (more == NULL) return false;
        suite->instance = more;
        suite->capacity = capacity;
    }
    suite->instance[suite->count++] = *instance;
    return true;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const kb_instance *)a)->name, ((const kb_instance *)b)->name);
}

bool kb_suite_list(kb_suite *suite, const char *folder, const char *name, const char *only)
{
    char path[KB_PATH];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    DIR *directory = opendir(path);
    if (directory == NULL) return false;
    const size_t before = suite->count;
    bool ok = true;
    for (struct dirent *entry; ok && (entry = readdir(directory)) != NULL;) {
        kb_instance instance;
        if (!instance_name(entry->d_name, instance.name) || !matches(only, instance.name)) continue;
        snprintf(instance.suite, sizeof instance.suite, "%s", name);
        const int length =
            snprintf(instance.path, sizeof instance.path, "%s/%s", path, entry->d_name);
        ok = length < KB_PATH && add(suite, &instance);
    }
    closedir(directory);
    if (suite->count > before)
        qsort(suite->instance + before, suite->count - before, sizeof *suite->instance, by_name);
    return ok;
}

void kb_suite_free(kb_suite *suite)
{
    free(suite->instance);
    *suite = (kb_suite){0};
}

const char *kb_format_of(const char *path, const char *text)
{
    const char *dot = strrchr(path, '.');
    if (dot != NULL && strcmp(dot, ".vrp") == 0) return "vrplib";
    if (strstr(text, "\nEDGES") != NULL) return "sartori";
    if (strstr(text, "\nVEHICLE") != NULL) return "solomon";
    while (isspace((unsigned char)*text)) text++;
    return isdigit((unsigned char)*text) ? "lilim" : NULL;
}

const char *kb_first_of(const char *suite)
{
    const bool vehicles = strcmp(suite, "lilim") == 0 || strcmp(suite, "pdptw-road") == 0;
    return vehicles ? "vehicles" : "cost";
}

/* "R101", "rc1_2_5", "lrc207": Solomon's classes, also behind Li and Lim's l. */
static size_t solomon_class(const char *name)
{
    const size_t skip = tolower((unsigned char)*name) == 'l';
    size_t length = skip;
    if (strncasecmp(name + skip, "rc", 2) == 0)
        length += 2;
    else if (strchr("rc", tolower((unsigned char)name[skip])) != NULL && name[skip] != '\0')
        length += 1;
    else
        return 0;
    return name[length] == '1' || name[length] == '2' ? length + 1 : 0;
}

void kb_class_of(const char *instance, char *out)
{
    const size_t length = solomon_class(instance);
    const char *kind = strrchr(instance, '-');
    out[0] = '\0';
    if (length > 0)
        snprintf(out, KB_NAME, "%.*s", (int)length, instance);
    else if (kind != NULL && strlen(kind) > 2 && isupper((unsigned char)kind[1]))
        snprintf(out, KB_NAME, "%s", kind + 1);
}
