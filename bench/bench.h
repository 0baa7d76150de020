/* keyhaul-bench: suites of standard instances, rows of results, and the comparison of two runs. */
#ifndef KEYHAUL_BENCH_H
#define KEYHAUL_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <keyhaul/keyhaul.h>

enum { KB_NAME = 64, KB_PATH = 1024, KB_LINE = 1024 };

/** A file's text, NUL-terminated; yours to free. NULL: it cannot be read, or out of memory. */
char *kb_read_text(const char *path, size_t *size);

/* ---- rows: one run of one instance ---- */

/* Where a number is missing: NAN, or -1 for whole ones. */
typedef struct kb_row {
    char suite[KB_NAME], instance[KB_NAME], first[16];
    int64_t seed;
    int32_t threads;
    double time_limit_s;
    double cost; /* NAN: orders that must be served are left out */
    int32_t vehicles;
    double best_known;
    int32_t best_vehicles;
    double gap_pct; /* NAN: no reference, or not reached */
    double seconds, first_s, t1pct_s;
    int64_t iterations;
    bool verified;
} kb_row;

typedef struct kb_rows {
    kb_row *row; /* [count] */
    size_t count, capacity;
} kb_rows;

extern const char kb_row_header[];

/** Writes a row as a line of CSV, its line end included. \param line at least KB_LINE bytes */
void kb_row_write(const kb_row *row, char *line);
/** Reads such a line. false: it is none. */
bool kb_row_parse(const char *line, kb_row *row);
/** false: out of memory. */
bool kb_rows_add(kb_rows *rows, const kb_row *row);
/** Reads a CSV file. NULL, or what is wrong, static. */
const char *kb_rows_read(kb_rows *rows, const char *path);
void kb_rows_free(kb_rows *rows);
/** Same suite, instance, seed, objective. */
bool kb_same_case(const kb_row *a, const kb_row *b);

/* ---- reference values ---- */

typedef struct kb_references kb_references;

typedef struct kb_reference {
    double cost;      /* NAN: none */
    int32_t vehicles; /* -1: none */
} kb_reference;

/** Reads best_known.json of a folder of suites; yours to free. NULL: it is missing or wrong. */
kb_references *kb_references_read(const char *folder);
void kb_references_free(kb_references *references);
/** What a run with this objective is measured against. */
kb_reference kb_reference_of(const kb_references *references, const char *suite,
                             const char *instance, const char *first);
/** Fills best_known, best_vehicles and gap_pct from cost and vehicles. Under "vehicles" a plan with
 * more vehicles than the reference has no gap. */
void kb_row_measure(kb_row *row, kb_reference reference);
/** Whether the row is as good as its reference. */
bool kb_row_at_best(const kb_row *row);
/** A gap for two decimals: what is less than half of the last is 0, not -0.00. */
double kb_gap_shown(double gap_pct);

/* ---- suites ---- */

typedef struct kb_instance {
    char suite[KB_NAME], name[KB_NAME], path[KB_PATH];
} kb_instance;

typedef struct kb_suite {
    kb_instance *instance; /* [count], by name */
    size_t count, capacity;
} kb_suite;

/** Adds the instances of folder/suite whose names match one of the patterns ("R1*,C*"; NULL: all).
 *  \return false: no such folder, or out of memory */
bool kb_suite_list(kb_suite *suite, const char *folder, const char *name, const char *only);
void kb_suite_free(kb_suite *suite);
/** The format of an instance's text, or NULL: no known one. Static. */
const char *kb_format_of(const char *path, const char *text);
/** "vehicles" for sets that are vehicles first by nature, else "cost". */
const char *kb_first_of(const char *suite);
/** The class within its suite ("R1", "HVRP"), or "". \param out KB_NAME bytes */
void kb_class_of(const char *instance, char *out);

/* ---- traces: cost over time ---- */

typedef struct kb_moment {
    double seconds, cost;
    int32_t vehicles;
} kb_moment;

typedef struct kb_trace {
    kb_moment *moment; /* [count] */
    size_t count, room;
    int32_t unserved; /* moments with more orders left out are not noted */
} kb_trace;

/** Makes the file with its header, or keeps it if `go_on` and it is there. false: it cannot be
 * written. */
bool kb_trace_open(const char *path, bool go_on);
/** For kh_plan_make: notes every improvement. The payload is a kb_trace. */
int kb_trace_note(const kh_progress *progress, void *payload);
/** Appends a run's moments with their gaps. false: it cannot be written. */
bool kb_trace_write(const kb_trace *trace, const kb_row *row, const char *path);
void kb_trace_free(kb_trace *trace);

/* ---- running ---- */

typedef struct kb_job {
    const kb_instance *instance;
    const char *first; /* NULL: as the suite has it */
    int64_t seed, iterations;
    int32_t threads;
    double time_limit_s;
    const char *trace; /* file for the cost over time, NULL: none */
} kb_job;

/** Reads, plans and verifies one instance. \param error KB_LINE bytes \return false: see error */
bool kb_job_run(const kb_job *job, const kb_references *references, kb_row *row, char *error);

typedef struct kb_pool {
    int jobs;  /* at once */
    FILE *out; /* rows, as they come; NULL: none */
} kb_pool;

/** Runs jobs in processes of their own, adds their rows. \return how many failed */
size_t kb_pool_run(const kb_pool *pool, const kb_job *job, size_t count,
                   const kb_references *references, kb_rows *rows);

/** The table per suite and class. */
void kb_table(FILE *out, const kb_rows *rows);

int kb_run(int argc, char **argv);
int kb_compare(int argc, char **argv);

bool kb_asks_for_help(int argc, char **argv);
/* Prints what a command ("run", "compare") does, or, with any other or NULL, the program. */
void kb_help(FILE *file, const char *command);

/* ---- statistics ---- */

/** Two-sided p-value of Wilcoxon's signed-rank test, zeros left out; exact up to 50 differences.
 * 1 if nothing differs. NAN: out of memory. \param balance receives W+ - W-, may be NULL */
double kb_wilcoxon(const double *difference, size_t count, double *balance);
/** Two-sided p-value of the paired t-test; NAN for fewer than two or no spread. */
double kb_paired_t(const double *difference, size_t count);

#endif
