/* Rows of results as CSV: a missing number is an empty field. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

const char kb_row_header[] = "suite,instance,seed,first,threads,time_limit_s,cost,vehicles,"
                             "best_known,best_vehicles,gap_pct,seconds,first_s,t1pct_s,iterations,"
                             "verified\n";

enum { FIELDS = 16 };

static void add_double(char *line, double value, const char *format)
{
    const size_t used = strlen(line);
    if (isnan(value))
        snprintf(line + used, KB_LINE - used, ",");
    else if (strcmp(format, "cost") == 0)
        snprintf(line + used, KB_LINE - used, ",%.10g", value);
    else
        snprintf(line + used, KB_LINE - used, ",%.4f", value);
}

static void add_whole(char *line, int64_t value)
{
    const size_t used = strlen(line);
    if (value < 0)
        snprintf(line + used, KB_LINE - used, ",");
    else
        snprintf(line + used, KB_LINE - used, ",%" PRId64, value);
}

void kb_row_write(const kb_row *row, char *line)
{
    snprintf(line, KB_LINE, "%s,%s,%" PRId64 ",%s,%d", row->suite, row->instance, row->seed,
             row->first, row->threads);
    add_double(line, row->time_limit_s, "cost");
    add_double(line, row->cost, "cost");
    add_whole(line, row->vehicles);
    add_double(line, row->best_known, "cost");
    add_whole(line, row->best_vehicles);
    add_double(line, row->gap_pct, "");
    add_double(line, row->seconds, "");
    add_double(line, row->first_s, "");
    add_double(line, row->t1pct_s, "");
    add_whole(line, row->iterations);
    const size_t used = strlen(line);
    snprintf(line + used, KB_LINE - used, ",%s\n", row->verified ? "yes" : "no");
}

/* Splits at commas, in place. */
static int split(char *line, char **field)
{
    int count = 0;
    line[strcspn(line, "\r\n")] = '\0';
    for (char *at = line; at != NULL && count < FIELDS + 1; count++) {
        field[count] = at;
        at = strchr(at, ',');
        if (at != NULL) *at++ = '\0';
    }
    return count;
}

static bool parse_double(const char *text, double *out)
{
    char *end;
    *out = *text == '\0' ? (double)NAN : strtod(text, &end);
    return *text == '\0' || *end == '\0';
}

static bool parse_whole(const char *text, int64_t *out)
{
    char *end;
    *out = *text == '\0' ? -1 : strtoll(text, &end, 10);
    return *text == '\0' || *end == '\0';
}

static bool parse_small(const char *text, int32_t *out)
{
    int64_t value;
    if (!parse_whole(text, &value) || value > INT32_MAX) return false;
    *out = (int32_t)value;
    return true;
}

static bool copy_name(const char *text, char *out, size_t room)
{
    if (*text == '\0' || strlen(text) >= room) return false;
    memcpy(out, text, strlen(text) + 1);
    return true;
}

bool kb_row_parse(const char *line, kb_row *row)
{
    char copy[KB_LINE], *f[FIELDS + 1];
    if (strlen(line) >= sizeof copy) return false;
    strcpy(copy, line);
    if (split(copy, f) != FIELDS) return false;
    row->verified = strcmp(f[15], "yes") == 0;
    return copy_name(f[0], row->suite, KB_NAME) && copy_name(f[1], row->instance, KB_NAME) &&
           parse_whole(f[2], &row->seed) && copy_name(f[3], row->first, sizeof row->first) &&
           parse_small(f[4], &row->threads) && parse_double(f[5], &row->time_limit_s) &&
           parse_double(f[6], &row->cost) && parse_small(f[7], &row->vehicles) &&
           parse_double(f[8], &row->best_known) && parse_small(f[9], &row->best_vehicles) &&
           parse_double(f[10], &row->gap_pct) && parse_double(f[11], &row->seconds) &&
           parse_double(f[12], &row->first_s) && parse_double(f[13], &row->t1pct_s) &&
           parse_whole(f[14], &row->iterations) && (row->verified || strcmp(f[15], "no") == 0);
}

bool kb_rows_add(kb_rows *rows, const kb_row *row)
{
    if (rows->count == rows->capacity) {
        const size_t capacity = rows->capacity == 0 ? 64 : 2 * rows->capacity;
        kb_row *more = realloc(rows->row, capacity * sizeof *more);
        if (more == NULL) return false;
        rows->row = more;
        rows->capacity = capacity;
    }
    rows->row[rows->count++] = *row;
    return true;
}

const char *kb_rows_read(kb_rows *rows, const char *path)
{
    FILE *file = fopen(path, "r");
    if (file == NULL) return "the file cannot be read";
    char line[KB_LINE];
    const char *wrong = NULL;
    if (fgets(line, sizeof line, file) == NULL || strcmp(line, kb_row_header) != 0)
        wrong = "the first line is not the header of keyhaul-bench";
    while (wrong == NULL && fgets(line, sizeof line, file) != NULL) {
        kb_row row;
        if (!kb_row_parse(line, &row))
            wrong = "a line is no row of keyhaul-bench";
        else if (!kb_rows_add(rows, &row))
            wrong = "out of memory";
    }
    fclose(file);
    return wrong;
}

void kb_rows_free(kb_rows *rows)
{
    free(rows->row);
    *rows = (kb_rows){0};
}

bool kb_same_case(const kb_row *a, const kb_row *b)
{
    return strcmp(a->suite, b->suite) == 0 && strcmp(a->instance, b->instance) == 0 &&
           a->seed == b->seed && strcmp(a->first, b->first) == 0;
}
