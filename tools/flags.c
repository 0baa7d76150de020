/* Flags that explain themselves: getopt_long, with the nearest name where one is unknown. */
#include "tool.h"

#include <stdarg.h>
#include <string.h>

enum { NAME_MAX_LENGTH = 63, FLAGS_MAX = 64 };

static int smaller(int a, int b) { return a < b ? a : b; }

/* Edit distance in which swapped neighbours count as one; -1 if a name is too long to be meant. */
static int distance(const char *a, const char *b)
{
    const size_t n = strlen(a), m = strlen(b);
    int rows[3][NAME_MAX_LENGTH + 1];
    if (n > NAME_MAX_LENGTH || m > NAME_MAX_LENGTH) return -1;
    for (size_t j = 0; j <= m; j++) rows[0][j] = (int)j;
    for (size_t i = 1; i <= n; i++) {
        int *row = rows[i % 3];
        const int *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        row[0] = (int)i;
        for (size_t j = 1; j <= m; j++) {
            row[j] =
                smaller(above[j - 1] + (a[i - 1] != b[j - 1]), smaller(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = smaller(row[j], two_above[j - 2] + 1);
        }
    }
    return rows[n % 3][m];
}

const char *kh_tool_nearest(const char *name, const char *const *candidates, size_t count)
{
    const char *best = NULL;
    int best_distance = (int)(strlen(name) + 2) / 3 + 1;
    for (size_t i = 0; i < count; i++) {
        const int d = distance(name, candidates[i]);
        if (d >= 0 && d < best_distance) best = candidates[i], best_distance = d;
    }
    return best;
}

int kh_tool_usage(const char *command, const char *format, ...)
{
    va_list arguments;
    fprintf(stderr, "keyhaul %s: ", command);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, "\nSee: keyhaul help %s\n", command);
    return TOOL_WRONG_INPUT;
}

static void explain_unknown(const char *command, const char *flag, const struct option *flags)
{
    const char *names[FLAGS_MAX];
    size_t count = 0;
    char name[NAME_MAX_LENGTH + 1];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(flag + 2, "="), flag + 2);
    for (; flags[count].name && count < FLAGS_MAX; count++) names[count] = flags[count].name;
    const char *nearest = kh_tool_nearest(name, names, count);
    if (nearest)
        kh_tool_usage(command, "unknown flag --%s; did you mean --%s?", name, nearest);
    else
        kh_tool_usage(command, "unknown flag --%s", name);
}

static bool is_long_value(int value, const struct option *flags)
{
    for (; flags->name; flags++)
        if (flags->val == value) return true;
    return false;
}

int kh_tool_next_flag(int argc, char **argv, const char *letters, const struct option *flags)
{
    opterr = 0;
    const int flag = getopt_long(argc, argv, letters, flags, NULL);
    const char *word = optind > 0 && optind <= argc ? argv[optind - 1] : "";
    if (flag == -1) return TOOL_FLAGS_END;
    if (flag == ':') {
        kh_tool_usage(argv[0], "%s needs a value", word);
    } else if (flag == '?' && optopt == 0) {
        explain_unknown(argv[0], word, flags);
    } else if (flag == '?' && is_long_value(optopt, flags) && strncmp(word, "--", 2) == 0) {
        kh_tool_usage(argv[0], "%.*s takes no value", (int)strcspn(word, "="), word);
    } else if (flag == '?') {
        kh_tool_usage(argv[0], "unknown flag -%c", optopt);
    } else {
        return flag;
    }
    return TOOL_FLAG_BAD;
}

const char *kh_tool_one_of(const char *command, const char *flag, const char *value,
                           const char *const *words, size_t count)
{
    char list[256] = "";
    for (size_t i = 0; i < count; i++) {
        if (strcmp(value, words[i]) == 0) return words[i];
        const size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "", words[i]);
    }
    const char *nearest = kh_tool_nearest(value, words, count);
    if (nearest)
        kh_tool_usage(command, "%s: unknown \"%s\"; did you mean \"%s\"? (%s)", flag, value,
                      nearest, list);
    else
        kh_tool_usage(command, "%s: unknown \"%s\"; it is one of %s", flag, value, list);
    return NULL;
}
