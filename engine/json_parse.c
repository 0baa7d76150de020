/* From a text to a tree: the strict scan first, which knows what is wrong and where, then cJSON.
 * What cJSON refuses after that can only be for want of memory. */
#include <cjson/cJSON.h>
#include <stdlib.h>

#include "errors.h"
#include "json.h"
#include "scan.h"
#include "text.h"

/* Line and column (in bytes) of a place, from 1. */
static void locate(const char *text, size_t at, int *line, int *column)
{
    *line = *column = 1;
    for (size_t i = 0; i < at; i++) {
        (*column)++;
        if (text[i] != '\n') continue;
        (*line)++;
        *column = 1;
    }
}

static void report_syntax(khe_reader *reader, const char *text, const khe_scan *scan)
{
    int line = 0, column = 0;
    locate(text, scan->at, &line, &column);
    khe_errors_add_at(reader->errors, KH_ERROR, "syntax", "", line, column, "%s", scan->wrong);
}

kh_status khe_json_parse(khe_reader *reader, const char *text, size_t size, struct cJSON **tree,
                         khe_scan *scan)
{
    *tree = NULL;
    *scan = (khe_scan){0};
    char *copy = khe_text_copy_n(text, size);
    if (!copy) return KH_E_NOMEM;
    if (khe_scan_text(scan, copy, size)) {
        const char *end = NULL;
        *tree = cJSON_ParseWithLengthOpts(copy, size + 1, &end, 0);
    } else if (!scan->no_memory) {
        report_syntax(reader, text, scan);
    }
    free(copy);
    if (*tree) return KH_OK;
    const bool broken = scan->wrong != NULL && !scan->no_memory;
    khe_scan_free(scan);
    return broken ? KH_E_SYNTAX : KH_E_NOMEM;
}
