/* Findings as lines for people or as a document for programs. */
#include "tool.h"

#include <string.h>

static const char *place_of(const kh_finding *finding, char *buffer, size_t size)
{
    if (finding->line > 0 && finding->column == 0)
        snprintf(buffer, size, "%d: ", finding->line);
    else if (finding->line > 0)
        snprintf(buffer, size, "%d:%d: ", finding->line, finding->column);
    else if (finding->pointer[0])
        snprintf(buffer, size, "%s: ", finding->pointer);
    else
        snprintf(buffer, size, " ");
    return buffer;
}

/* Warnings that stand in the plan (and in --json) but ask nothing of the reader of a terminal. */
static bool is_quiet(const kh_finding *finding)
{
    return finding->severity == KH_WARNING && strcmp(finding->code, "estimated_roads") == 0;
}

static void print_lines(FILE *stream, const char *path, const kh_errors *errors,
                        kh_severity severity)
{
    char place[1024];
    const kh_finding *finding;
    for (size_t i = 0; (finding = kh_errors_at(errors, severity, i)) != NULL; i++)
        if (!is_quiet(finding))
            fprintf(stream, "%s%s:%s%s\n", severity == KH_WARNING ? "warning: " : "",
                    kh_tool_shown(path), place_of(finding, place, sizeof place), finding->message);
}

static size_t count_quiet(const kh_errors *errors)
{
    size_t count = 0;
    const kh_finding *finding;
    for (size_t i = 0; (finding = kh_errors_at(errors, KH_WARNING, i)) != NULL; i++)
        count += is_quiet(finding);
    return count;
}

static void print_count(FILE *stream, const kh_errors *errors, kh_severity severity,
                        const char *word, size_t quiet)
{
    const size_t total = kh_errors_total(errors, severity) - quiet,
                 kept = kh_errors_count(errors, severity) - quiet;
    fprintf(stream, "%zu %s%s", total, word, total == 1 ? "" : "s");
    if (kept < total) fprintf(stream, " (the first %zu shown)", kept);
}

static void print_text(FILE *stream, const char *path, const kh_errors *errors)
{
    const size_t wrong = kh_errors_total(errors, KH_ERROR), quiet = count_quiet(errors),
                 odd = kh_errors_total(errors, KH_WARNING) - quiet;
    print_lines(stream, path, errors, KH_ERROR);
    print_lines(stream, path, errors, KH_WARNING);
    if (wrong) print_count(stream, errors, KH_ERROR, "error", 0);
    if (wrong && odd) fputs(", ", stream);
    if (odd) print_count(stream, errors, KH_WARNING, "warning", quiet);
    if (wrong || odd) fputc('\n', stream);
}

static void print_json_string(FILE *stream, const char *text)
{
    fputc('"', stream);
    for (; *text; text++) {
        const unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            fprintf(stream, "\\%c", c);
        else if (c < 0x20)
            fprintf(stream, "\\u%04x", c);
        else
            fputc(c, stream);
    }
    fputc('"', stream);
}

static void print_json_finding(FILE *stream, const kh_finding *finding)
{
    fputs("\n    { \"severity\": ", stream);
    print_json_string(stream, finding->severity == KH_ERROR ? "error" : "warning");
    fputs(", \"code\": ", stream);
    print_json_string(stream, finding->code);
    fputs(", \"pointer\": ", stream);
    print_json_string(stream, finding->pointer);
    if (finding->line > 0)
        fprintf(stream, ", \"line\": %d, \"column\": %d", finding->line, finding->column);
    fputs(", \"message\": ", stream);
    print_json_string(stream, finding->message);
    fputs(" }", stream);
}

static void print_json(FILE *stream, const char *path, const kh_errors *errors)
{
    static const kh_severity severities[] = {KH_ERROR, KH_WARNING};
    const kh_finding *finding;
    bool first = true;
    fputs("{\n  \"document\": ", stream);
    print_json_string(stream, kh_tool_shown(path));
    fprintf(stream, ",\n  \"errors\": %zu,\n  \"warnings\": %zu,\n  \"findings\": [",
            kh_errors_total(errors, KH_ERROR), kh_errors_total(errors, KH_WARNING));
    for (int s = 0; s < 2; s++)
        for (size_t i = 0; (finding = kh_errors_at(errors, severities[s], i)) != NULL; i++) {
            if (!first) fputc(',', stream);
            first = false;
            print_json_finding(stream, finding);
        }
    fputs(first ? "]\n}\n" : "\n  ]\n}\n", stream);
}

void kh_tool_findings(FILE *stream, const char *path, const kh_errors *errors, bool json)
{
    if (json)
        print_json(stream, path, errors);
    else
        print_text(stream, path, errors);
}

int kh_tool_exit(kh_status status)
{
    switch (status) {
    case KH_OK:
        return TOOL_FINE;
    case KH_E_BREACH:
        return TOOL_BUT;
    case KH_E_NOMEM:
    case KH_E_INTERNAL:
        return TOOL_INTERNAL;
    case KH_E_SYNTAX:
    case KH_E_SCHEMA:
    case KH_E_UNSUPPORTED:
    case KH_E_LIMIT:
    case KH_E_FILE:
    case KH_E_ARGUMENT:
        break;
    }
    return TOOL_WRONG_INPUT;
}
