/* A strict pass over a JSON text (RFC 8259) by recursive descent. It finds what a tolerant parser
 * would let pass, knows the place of the first mistake, and takes large matrices out of the text.
 */
#include "scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 200, GRID_TEXT_MIN = 64 };

/* Where in the document a value stands, as far as matrices go. */
typedef enum context { ROOT, TRAVEL, PROFILE, GRID, ELSEWHERE } context;

typedef struct scanner {
    khe_scan *scan;
    char *text;
    size_t size, at;
    int32_t depth;
} scanner;

static bool value(scanner *s, context where);

static bool fail(scanner *s, const char *wrong)
{
    if (!s->scan->wrong) {
        s->scan->wrong = wrong;
        s->scan->at = s->at;
    }
    return false;
}

static int peek(const scanner *s) { return s->at < s->size ? (unsigned char)s->text[s->at] : -1; }

static void skip_space(scanner *s)
{
    for (int c = peek(s); c == ' ' || c == '\t' || c == '\n' || c == '\r'; c = peek(s)) s->at++;
}

static bool take(scanner *s, char c)
{
    if (peek(s) != (unsigned char)c) return false;
    s->at++;
    return true;
}

/* Length of the UTF-8 sequence at p, or 0 (RFC 3629: no surrogates, none longer than needed). */
static size_t utf8_length(const unsigned char *p, size_t left)
{
    const unsigned char c = p[0];
    const size_t length = c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;
    if (length == 0 || length > left) return 0;
    for (size_t i = 1; i < length; i++)
        if ((p[i] & 0xC0) != 0x80) return 0;
    const bool too_long = (c == 0xE0 && p[1] < 0xA0) || (c == 0xF0 && p[1] < 0x90);
    const bool outside = (c == 0xED && p[1] > 0x9F) || (c == 0xF4 && p[1] > 0x8F);
    return too_long || outside ? 0 : length;
}

/* The four digits behind "\u", or -1. */
static int32_t hexadecimal(scanner *s)
{
    int32_t code = 0;
    for (int i = 0; i < 4; i++) {
        const int c = peek(s);
        const int digit = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (digit < 0) return -1;
        code = code * 16 + digit;
        s->at++;
    }
    return code;
}

static bool escape(scanner *s)
{
    const int c = peek(s);
    if (c != 'u') {
        if (c <= 0 || !strchr("\"\\/bfnrt", c)) return fail(s, "no such escape in a string");
        s->at++;
        return true;
    }
    s->at++;
    const int32_t code = hexadecimal(s);
    if (code < 0) return fail(s, "expected four hexadecimal digits after \\u");
    if (code == 0) return fail(s, "\\u0000 is not allowed in a string");
    if (code < 0xD800 || code > 0xDFFF) return true;
    if (code > 0xDBFF || !take(s, '\\') || !take(s, 'u')) return fail(s, "half a surrogate pair");
    const int32_t low = hexadecimal(s);
    return (low >= 0xDC00 && low <= 0xDFFF) || fail(s, "half a surrogate pair");
}

static bool string(scanner *s)
{
    if (!take(s, '"')) return fail(s, "expected a string in double quotes");
    for (int c = peek(s); c != '"'; c = peek(s)) {
        if (c < 0) return fail(s, "the string does not end");
        if (c < 0x20) return fail(s, "a control character in a string");
        if (c == '\\') {
            s->at++;
            if (!escape(s)) return false;
        } else if (c < 0x80) {
            s->at++;
        } else {
            const char *here = s->text + s->at;
            const size_t length = utf8_length((const unsigned char *)here, s->size - s->at);
            if (length == 0) return fail(s, "not UTF-8");
            s->at += length;
        }
    }
    s->at++;
    return true;
}

static bool digits(scanner *s)
{
    const size_t from = s->at;
    for (int c = peek(s); c >= '0' && c <= '9'; c = peek(s)) s->at++;
    return s->at > from || fail(s, "expected a digit");
}

static bool number(scanner *s)
{
    const size_t from = s->at;
    take(s, '-');
    if (!take(s, '0') && !digits(s)) return false;
    if (take(s, '.') && !digits(s)) return false;
    if (peek(s) == 'e' || peek(s) == 'E') {
        s->at++;
        if (!take(s, '+')) take(s, '-');
        if (!digits(s)) return false;
    }
    enum { LENGTH_MAX = 60 }; /* what cJSON 1.7 copies of a number */
    return s->at - from <= LENGTH_MAX || fail(s, "the number is too long");
}

static bool literal(scanner *s, const char *word)
{
    const size_t length = strlen(word);
    if (s->size - s->at < length || memcmp(s->text + s->at, word, length) != 0)
        return fail(s, "expected a value");
    s->at += length;
    return true;
}

/* An entry of a grid in billionths. false: not one that is read here. */
static bool grid_number(scanner *s, int64_t *out)
{
    if (peek(s) == 'n') {
        *out = KHE_GRID_NULL;
        if (s->size - s->at < 4 || memcmp(s->text + s->at, "null", 4) != 0) return false;
        s->at += 4;
        return true;
    }
    const int64_t whole_max = 4000000000;
    int64_t whole = 0, part = 0, unit = 1000000000;
    const size_t from = s->at;
    for (int c = peek(s); c >= '0' && c <= '9' && whole < whole_max; s->at++, c = peek(s))
        whole = whole * 10 + (c - '0');
    if (s->at == from || whole >= whole_max) return false;
    if (s->at - from > 1 && s->text[from] == '0') return false;
    if (take(s, '.')) {
        const size_t point = s->at;
        for (int c = peek(s); c >= '0' && c <= '9' && unit > 1; s->at++, c = peek(s)) {
            unit /= 10;
            part += (c - '0') * unit;
        }
        if (s->at == point) return false;
    }
    *out = whole * 1000000000 + part;
    const int c = peek(s);
    return c == ',' || c == ']' || c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* Room for one more number. */
static bool grid_push(khe_grid *grid, size_t *count, size_t *capacity, int64_t number_)
{
    if (*count == *capacity) {
        const size_t more = *capacity ? 2 * *capacity : 256;
        int64_t *values = realloc(grid->value, more * sizeof(*values));
        if (!values) return false;
        grid->value = values;
        *capacity = more;
    }
    grid->value[(*count)++] = number_;
    return true;
}

/* One row; false: give up. */
static bool grid_row(scanner *s, khe_grid *grid, size_t *count, size_t *capacity)
{
    if (!take(s, '[')) return false;
    do {
        int64_t entry = 0;
        skip_space(s);
        if (!grid_number(s, &entry)) return false;
        if (!grid_push(grid, count, capacity, entry)) {
            s->scan->no_memory = true;
            return false;
        }
        skip_space(s);
    } while (take(s, ','));
    return take(s, ']');
}

static bool grid_rows(scanner *s, khe_grid *grid)
{
    size_t count = 0, capacity = 0;
    if (!take(s, '[')) return false;
    do {
        skip_space(s);
        if (!grid_row(s, grid, &count, &capacity)) return false;
        if (grid->rows == 0) grid->columns = (int32_t)count;
        grid->rows++;
        if (count != (size_t)grid->rows * (size_t)grid->columns) return false;
        skip_space(s);
    } while (take(s, ','));
    return take(s, ']');
}

static bool keep_grid(khe_scan *scan, khe_grid grid)
{
    if (scan->grid_count == scan->grid_capacity) {
        const int32_t more = scan->grid_capacity ? 2 * scan->grid_capacity : 4;
        khe_grid *grids = realloc(scan->grids, (size_t)more * sizeof(*grids));
        if (!grids) return false;
        scan->grids = grids;
        scan->grid_capacity = more;
    }
    scan->grids[scan->grid_count++] = grid;
    return true;
}

/* Overwrites [from, to) by the mark and spaces. */
static void put_mark(scanner *s, size_t from, size_t to, int32_t grid)
{
    char mark[24];
    const int length = snprintf(mark, sizeof(mark), "\"%c%d\"", KHE_SCAN_MARK, grid);
    memset(s->text + from, ' ', to - from);
    memcpy(s->text + from, mark, (size_t)length);
}

/* Tries to take out a grid; if it cannot, nothing has happened. */
static bool take_grid(scanner *s)
{
    const size_t from = s->at;
    khe_grid grid = {0};
    if (grid_rows(s, &grid) && s->at - from >= GRID_TEXT_MIN) {
        if (keep_grid(s->scan, grid)) {
            put_mark(s, from, s->at, s->scan->grid_count - 1);
            return true;
        }
        s->scan->no_memory = true;
    }
    free(grid.value);
    s->at = from;
    return false;
}

static context below(context where, const char *key, size_t length)
{
    if (where == ROOT) return length == 6 && memcmp(key, "travel", 6) == 0 ? TRAVEL : ELSEWHERE;
    if (where == TRAVEL) return PROFILE;
    if (where != PROFILE) return ELSEWHERE;
    const bool is_grid = (length == 2 && memcmp(key, "km", 2) == 0) ||
                         (length == 3 && memcmp(key, "min", 3) == 0) ||
                         (length == 4 && memcmp(key, "toll", 4) == 0);
    return is_grid ? GRID : ELSEWHERE;
}

static bool object(scanner *s, context where)
{
    s->at++;
    skip_space(s);
    if (take(s, '}')) return true;
    do {
        skip_space(s);
        const size_t from = s->at;
        if (!string(s)) return false;
        const context inner = below(where, s->text + from + 1, s->at - from - 2);
        skip_space(s);
        if (!take(s, ':')) return fail(s, "expected ':'");
        if (!value(s, inner)) return false;
        skip_space(s);
    } while (take(s, ','));
    return take(s, '}') || fail(s, "expected ',' or '}'");
}

static bool array(scanner *s)
{
    s->at++;
    skip_space(s);
    if (take(s, ']')) return true;
    do {
        if (!value(s, ELSEWHERE)) return false;
        skip_space(s);
    } while (take(s, ','));
    return take(s, ']') || fail(s, "expected ',' or ']'");
}

static bool nested(scanner *s, context where)
{
    if (s->depth == DEPTH_MAX) return fail(s, "nested too deeply");
    s->depth++;
    const bool ok = peek(s) == '{' ? object(s, where) : array(s);
    s->depth--;
    return ok;
}

static bool value(scanner *s, context where)
{
    skip_space(s);
    if (where == GRID && peek(s) == '[' && take_grid(s)) return true;
    if (s->scan->no_memory) return false;
    switch (peek(s)) {
    case -1:
        return fail(s, "the document ends too early");
    case '{':
    case '[':
        return nested(s, where);
    case '"':
        return string(s);
    case 't':
        return literal(s, "true");
    case 'f':
        return literal(s, "false");
    case 'n':
        return literal(s, "null");
    default:
        break;
    }
    const int c = peek(s);
    if (c != '-' && (c < '0' || c > '9')) return fail(s, "expected a value");
    return number(s);
}

bool khe_scan_text(khe_scan *scan, char *text, size_t size)
{
    *scan = (khe_scan){0};
    scanner s = {.scan = scan, .text = text, .size = size};
    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) s.at = 3; /* byte order mark */
    if (!value(&s, ROOT)) return false;
    skip_space(&s);
    return s.at == size || fail(&s, "something follows the document");
}

void khe_scan_free(khe_scan *scan)
{
    for (int32_t g = 0; g < scan->grid_count; g++) free(scan->grids[g].value);
    free(scan->grids);
    *scan = (khe_scan){0};
}
