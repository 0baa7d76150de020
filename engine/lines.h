/* Lines of words and numbers: how the readers of benchmark formats read their text.
 *
 * khe_lines goes through the text line by line and, in a line, word by word. What is not as
 * expected becomes one finding with its line number; the first one ends the reading. */
#ifndef KHE_LINES_H
#define KHE_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <keyhaul/status.h>

typedef struct khe_lines {
    char *text; /* a copy of the text, its line ends replaced by NUL */
    char *end;  /* of the copy */
    char *next; /* the line after the current one */
    char *at;   /* what follows the last word read in the current line */
    int line;   /* 1-based number of the current line */
    kh_errors *errors;
    kh_status status; /* KH_OK until something failed */
} khe_lines;

/** Begins before the first line. \param text not kept \return KH_OK or KH_E_NOMEM */
kh_status khe_lines_begin(khe_lines *lines, const char *text, size_t size, kh_errors *errors);
void khe_lines_end(khe_lines *lines);

/** Moves to the next line that is not blank. false at the end of the text. */
bool khe_lines_next(khe_lines *lines);
/** Moves to the next line that is not blank and begins with a number; any other line is left for
 * khe_lines_next. */
bool khe_lines_next_number(khe_lines *lines);
/** The next word of the line, or NULL; lives until khe_lines_end. */
const char *khe_lines_word(khe_lines *lines);
/** Whether nothing is left in the line. */
bool khe_lines_at_end(khe_lines *lines);

/** The next word as a number between `low` and `high`; `what` names it in the finding. */
bool khe_lines_number(khe_lines *lines, const char *what, double low, double high, double *out);
/** The same for a whole number. */
bool khe_lines_integer(khe_lines *lines, const char *what, int32_t low, int32_t high, int32_t *out);
/** Fails if something is left in the line after `what`. */
bool khe_lines_done(khe_lines *lines, const char *what);

/** Adds a finding at the current line and returns false. */
bool khe_lines_fail(khe_lines *lines, kh_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/** Remembers that memory ran out and returns false. */
bool khe_lines_nomem(khe_lines *lines);

/** Reads a decimal number that fills the whole word, whatever the locale. */
bool khe_number_parse(const char *word, double *out);

#endif
