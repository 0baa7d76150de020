/* Text and JSON, written piece by piece. */
#include "text_writer.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

static bool make_room(khe_writer *w, size_t more)
{
    if (w->failed) return false;
    if (w->size + more + 1 <= w->room) return true;
    const size_t room = 2 * (w->size + more) + 256;
    char *text = realloc(w->text, room);
    if (!text) {
        w->failed = true;
        return false;
    }
    w->text = text;
    w->room = room;
    return true;
}

void khe_put(khe_writer *w, const char *text, size_t size)
{
    if (!make_room(w, size)) return;
    memcpy(w->text + w->size, text, size);
    w->size += size;
    w->text[w->size] = '\0';
}

void khe_put_text(khe_writer *w, const char *text) { khe_put(w, text, strlen(text)); }

void khe_put_format(khe_writer *w, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    const int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length >= 0 && make_room(w, (size_t)length)) {
        vsnprintf(w->text + w->size, (size_t)length + 1, format, arguments);
        w->size += (size_t)length;
    }
    va_end(arguments);
}

void khe_put_decimal(khe_writer *w, int64_t value, int32_t places)
{
    char digits[32];
    const uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    int32_t length = snprintf(digits, sizeof digits, "%0*" PRIu64, (int)places + 1, size);
    const int32_t whole = length - places;
    while (length > whole && digits[length - 1] == '0') length--;
    if (value < 0) khe_put(w, "-", 1);
    khe_put(w, digits, (size_t)whole);
    if (length == whole) return;
    khe_put(w, ".", 1);
    khe_put(w, digits + whole, (size_t)(length - whole));
}

/* ---- JSON ---- */

static void put_quoted(khe_writer *w, const char *text)
{
    khe_put(w, "\"", 1);
    for (const char *from = text; *from;) {
        size_t plain = 0;
        while ((unsigned char)from[plain] >= 0x20 && from[plain] != '"' && from[plain] != '\\')
            plain++;
        khe_put(w, from, plain);
        from += plain;
        if (!*from) break;
        if (*from == '"' || *from == '\\')
            khe_put_format(w, "\\%c", *from);
        else if (*from == '\n')
            khe_put(w, "\\n", 2);
        else
            khe_put_format(w, "\\u%04x", (unsigned)(unsigned char)*from);
        from++;
    }
    khe_put(w, "\"", 1);
}

static void new_line(khe_writer *w)
{
    static const char spaces[] = "                                ";
    khe_put(w, "\n", 1);
    for (size_t left = 2 * (size_t)w->depth; left > 0;) {
        const size_t now = left < sizeof spaces - 1 ? left : sizeof spaces - 1;
        khe_put(w, spaces, now);
        left -= now;
    }
}

/* Comma, place and key of the next member. */
static void begin_member(khe_writer *w, const char *key)
{
    if (w->depth > 0) {
        const int32_t d = w->depth - 1;
        if (!w->empty[d]) khe_put(w, ",", 1);
        if (!w->row[d])
            new_line(w);
        else if (!w->empty[d] || w->closer[d] == '}')
            khe_put(w, " ", 1);
        w->empty[d] = false;
    }
    if (!key) return;
    put_quoted(w, key);
    khe_put(w, ": ", 2);
}

static void begin_group(khe_writer *w, const char *key, khe_layout layout, char opener, char closer)
{
    assert(w->depth < KHE_DEPTH_MAX);
    begin_member(w, key);
    khe_put(w, &opener, 1);
    w->row[w->depth] = layout == KHE_ROW || (w->depth > 0 && w->row[w->depth - 1]);
    w->empty[w->depth] = true;
    w->closer[w->depth++] = closer;
}

void khe_write_object(khe_writer *w, const char *key, khe_layout layout)
{
    begin_group(w, key, layout, '{', '}');
}

void khe_write_array(khe_writer *w, const char *key, khe_layout layout)
{
    begin_group(w, key, layout, '[', ']');
}

void khe_write_close(khe_writer *w)
{
    assert(w->depth > 0);
    const int32_t d = --w->depth;
    if (!w->empty[d]) {
        if (!w->row[d])
            new_line(w);
        else if (w->closer[d] == '}')
            khe_put(w, " ", 1);
    }
    khe_put(w, &w->closer[d], 1);
    if (w->depth == 0) khe_put(w, "\n", 1);
}

void khe_write_text(khe_writer *w, const char *key, const char *text)
{
    begin_member(w, key);
    if (text)
        put_quoted(w, text);
    else
        khe_put(w, "null", 4);
}

void khe_write_bool(khe_writer *w, const char *key, bool value)
{
    begin_member(w, key);
    khe_put_text(w, value ? "true" : "false");
}

void khe_write_null(khe_writer *w, const char *key) { khe_write_text(w, key, NULL); }

void khe_write_decimal(khe_writer *w, const char *key, int64_t value, int32_t places)
{
    begin_member(w, key);
    khe_put_decimal(w, value, places);
}

void khe_write_number(khe_writer *w, const char *key, double value)
{
    char digits[40];
    snprintf(digits, sizeof digits, "%.15g", value);
    if (strtod(digits, NULL) < value || strtod(digits, NULL) > value)
        snprintf(digits, sizeof digits, "%.17g", value);
    begin_member(w, key);
    khe_put_text(w, isfinite(value) ? digits : "null");
}

void khe_write_tree(khe_writer *w, const char *key, const cJSON *tree)
{
    const bool object = cJSON_IsObject(tree);
    if (!tree || cJSON_IsNull(tree) ||
        ((object || cJSON_IsArray(tree)) && w->depth >= KHE_DEPTH_MAX))
        khe_write_null(w, key);
    else if (cJSON_IsString(tree))
        khe_write_text(w, key, tree->valuestring);
    else if (cJSON_IsBool(tree))
        khe_write_bool(w, key, cJSON_IsTrue(tree));
    else if (cJSON_IsNumber(tree))
        khe_write_number(w, key, tree->valuedouble);
    else {
        begin_group(w, key, KHE_ROW, object ? '{' : '[', object ? '}' : ']');
        for (const cJSON *item = tree->child; item; item = item->next)
            khe_write_tree(w, object ? item->string : NULL, item);
        khe_write_close(w);
    }
}

char *khe_writer_take(khe_writer *w, size_t *size)
{
    if (!w->failed) khe_put(w, "", 0);
    char *text = w->failed ? NULL : w->text;
    if (w->failed) free(w->text);
    if (size) *size = text ? w->size : 0;
    *w = (khe_writer){0};
    return text;
}
