/* What the subcommands share: exit statuses, flags, files, findings. */
#ifndef KEYHAUL_TOOL_H
#define KEYHAUL_TOOL_H

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <keyhaul/keyhaul.h>

/* Exit statuses. 1 is an answer: orders left out (plan), a breach (check). Only 0 and 1 leave a
 * file behind. */
enum { TOOL_FINE = 0, TOOL_BUT = 1, TOOL_WRONG_INPUT = 2, TOOL_INTERNAL = 3 };

typedef struct kh_tool_command {
    const char *name;
    int (*run)(int argc, char **argv); /* argv[0] is the subcommand; the exit status */
    const char *summary;               /* a line */
    const char *help; /* usage and what it does; "@settings" stands for a line per setting */
} kh_tool_command;

/* ---- Commands and their help (help.c) */

/** The subcommand of this name, or NULL. Static. */
const kh_tool_command *kh_tool_command_named(const char *name);
/** Prints that there is no such subcommand, and the nearest. Returns TOOL_WRONG_INPUT. */
int kh_tool_unknown_command(const char *name);
/** Prints the list of subcommands. */
void kh_tool_overview(FILE *stream);
/** Prints a subcommand's help to stdout. Returns TOOL_FINE, or TOOL_WRONG_INPUT if there is none.
 */
int kh_tool_help_on(const char *command);

int kh_tool_plan(int argc, char **argv);
int kh_tool_check(int argc, char **argv);
int kh_tool_schema(int argc, char **argv);
int kh_tool_convert(int argc, char **argv);
int kh_tool_generate(int argc, char **argv);

/* ---- Flags (flags.c) */

/** The candidate nearest to `name` (at most a third of its length away, swapped neighbours count as
 * one), or NULL. */
const char *kh_tool_nearest(const char *name, const char *const *candidates, size_t count);

/** Prints "keyhaul COMMAND: MESSAGE" and where the help is. Returns TOOL_WRONG_INPUT. */
int kh_tool_usage(const char *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

enum { TOOL_FLAGS_END = -1, TOOL_FLAG_BAD = -2 };
/** getopt_long that explains itself: an unknown flag names the nearest one, a missing value the
 * flag.
 *
 *  \return the flag's `val`, TOOL_FLAGS_END, or TOOL_FLAG_BAD after printing what is wrong */
int kh_tool_next_flag(int argc, char **argv, const char *letters, const struct option *flags);

/** The text of a flag that takes one of a few words: NULL after printing the nearest if it is none
 * of them. */
const char *kh_tool_one_of(const char *command, const char *flag, const char *value,
                           const char *const *words, size_t count);

/* ---- Files (files.c). "-" is stdin or stdout. All print what is wrong and return TOOL_FINE or
 * TOOL_WRONG_INPUT. */

/** Reads a whole file. \param text yours to free with free(), NUL-terminated */
int kh_tool_read(const char *command, const char *path, char **text, size_t *size);
/** Tells early, before the work, that an output cannot be written, or that it would overwrite the
 * input (may be NULL). */
int kh_tool_can_write(const char *command, const char *path, const char *input);
/** Writes a whole file: beside it, then renamed, keeping the mode of what it replaces. Nothing is
 * left on failure. */
int kh_tool_write(const char *command, const char *path, const char *text, size_t size);
/** The folder part of a path, yours to free; NULL for "-" or when out of memory. */
char *kh_tool_folder(const char *path);
/** How a path is called in messages. */
const char *kh_tool_shown(const char *path);

/* ---- Findings (findings.c) */

/** Prints all findings of a document, errors, then warnings, then how many; nothing if there are
 * none.
 *
 *  \param path  of the document
 *  \param json  as one JSON document instead of lines; it is printed even without findings */
void kh_tool_findings(FILE *stream, const char *path, const kh_errors *errors, bool json);
/** The exit status for a status of the library. */
int kh_tool_exit(kh_status status);

/* ---- Progress and signals (progress.c) */

typedef struct kh_tool_progress {
    bool stop_told;    /* the answer to a signal has been printed */
    bool shown;        /* lines on stderr */
    long lines;        /* printed so far */
    double last_s;     /* when the last line was printed */
    double last_cost;  /* on it */
    int last_unserved; /* on it */
} kh_tool_progress;

/** From now on the first SIGINT or SIGTERM asks the run to stop, the second kills. */
void kh_tool_catch_signals(void);
/** Ready to be the payload of kh_tool_on_progress; shows lines if stderr is a terminal. */
void kh_tool_progress_init(kh_tool_progress *progress);
/** A kh_progress_fn: a line per improvement or every 5 s; non-zero once a signal came. */
int kh_tool_on_progress(const kh_progress *news, void *payload);

#endif
