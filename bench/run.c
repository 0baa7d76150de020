/* keyhaul-bench run: flags, the list of jobs, rows and table. */
#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

typedef struct request {
    const char *instances, *suites, *only, *first, *output, *trace;
    double time_limit_s; /* NAN: not given */
    int64_t iterations, seeds, threads, jobs;
    bool resume;
} request;

static const struct option flags[] = {{"instances", required_argument, NULL, 'i'},
                                      {"suite", required_argument, NULL, 's'},
                                      {"only", required_argument, NULL, 'n'},
                                      {"first", required_argument, NULL, 'f'},
                                      {"time-limit", required_argument, NULL, 't'},
                                      {"iterations", required_argument, NULL, 'I'},
                                      {"seeds", required_argument, NULL, 'S'},
                                      {"threads", required_argument, NULL, 'T'},
                                      {"jobs", required_argument, NULL, 'j'},
                                      {"resume", no_argument, NULL, 'r'},
                                      {"output", required_argument, NULL, 'o'},
                                      {"trace", required_argument, NULL, 'c'},
                                      {NULL, 0, NULL, 0}};

static int usage(const char *problem)
{
    fprintf(stderr, "keyhaul-bench run: %s\nkeyhaul-bench run --help shows how to call it\n",
            problem);
    return 2;
}

/* Of a flag as it was written: what is wrong with it, or with its value. */
static int usage_of(const char *flag, const char *wrong, const char *value)
{
    char problem[200];
    snprintf(problem, sizeof problem, "%.80s %s%.80s", flag, wrong, value);
    return usage(problem);
}

static bool whole(const char *text, int64_t low, int64_t *out)
{
    char *end;
    errno = 0;
    const long long value = strtoll(text, &end, 10);
    if (end == text || *end != '\0' || errno != 0 || value < low) return false;
    *out = value;
    return true;
}

static bool seconds(const char *text, double *out)
{
    char *end;
    *out = strtod(text, &end);
    return end != text && *end == '\0' && *out >= 0 && *out <= 86400;
}

static bool set_number(request *r, int flag, const char *text)
{
    switch (flag) {
    case 't':
        return seconds(text, &r->time_limit_s);
    case 'I':
        return whole(text, 1, &r->iterations);
    case 'S':
        return whole(text, 1, &r->seeds);
    case 'T':
        return whole(text, 1, &r->threads) && r->threads <= 1024;
    case 'j':
        return whole(text, 1, &r->jobs) && r->jobs <= 1024;
    default:
        return false;
    }
}

static bool set_flag(request *r, int flag, const char *text)
{
    switch (flag) {
    case 'i':
        r->instances = text;
        return true;
    case 's':
        r->suites = text;
        return true;
    case 'n':
        r->only = text;
        return true;
    case 'o':
        r->output = text;
        return true;
    case 'c':
        r->trace = text;
        return true;
    case 'r':
        r->resume = true;
        return true;
    case 'f':
        r->first = text;
        return strcmp(text, "cost") == 0 || strcmp(text, "vehicles") == 0;
    default:
        return set_number(r, flag, text);
    }
}

/* 0, or the exit status of a usage error. */
static int read_request(request *r, int argc, char **argv)
{
    *r = (request){.instances = getenv("KEYHAUL_INSTANCES"),
                   .time_limit_s = (double)NAN,
                   .seeds = 1,
                   .threads = 1,
                   .jobs = 1};
    int flag, at = 0;
    opterr = 0;
    while ((flag = getopt_long(argc, argv, ":o:", flags, &at)) != -1) {
        if (flag == '?') return usage_of(argv[optind - 1], "is not a flag", "");
        if (flag == ':') return usage_of(argv[optind - 1], "needs a value", "");
        if (set_flag(r, flag, optarg)) continue;
        char name[40];
        snprintf(name, sizeof name, "--%s", flags[at].name);
        return usage_of(name, "cannot be ", optarg);
    }
    if (optind != argc) return usage("it takes flags alone");
    if (r->suites == NULL) return usage("which suite? --suite solomon");
    if (r->instances == NULL) return usage("where are the instances? --instances DIR");
    if (r->resume && r->output == NULL) return usage("--resume needs the file to go on with: -o");
    if (isnan(r->time_limit_s)) r->time_limit_s = r->iterations > 0 ? 0 : 10;
    return 0;
}

static bool list_suites(const request *r, kb_suite *suite)
{
    for (const char *at = r->suites; *at != '\0';) {
        char name[KB_NAME];
        const size_t length = strcspn(at, ",");
        snprintf(name, sizeof name, "%.*s", (int)length, at);
        if (!kb_suite_list(suite, r->instances, name, r->only)) {
            fprintf(stderr, "keyhaul-bench run: no suite %s in %s\n", name, r->instances);
            return false;
        }
        at += length + (at[length] == ',');
    }
    if (suite->count == 0 && r->only)
        fprintf(stderr, "keyhaul-bench run: no instance of %s is called %s\n", r->suites, r->only);
    else if (suite->count == 0)
        fprintf(stderr, "keyhaul-bench run: %s has no instances\n", r->suites);
    return suite->count > 0;
}

/* Whether the row is one that this job would make. */
static bool is_done(const kb_rows *rows, const kb_job *job)
{
    kb_row wanted = {.seed = job->seed};
    const char *first = job->first != NULL ? job->first : kb_first_of(job->instance->suite);
    snprintf(wanted.suite, sizeof wanted.suite, "%s", job->instance->suite);
    snprintf(wanted.instance, sizeof wanted.instance, "%s", job->instance->name);
    snprintf(wanted.first, sizeof wanted.first, "%s", first);
    for (size_t i = 0; i < rows->count; i++)
        if (kb_same_case(&rows->row[i], &wanted) && rows->row[i].threads == job->threads &&
            fabs(rows->row[i].time_limit_s - job->time_limit_s) < 1e-6)
            return true;
    return false;
}

static size_t list_jobs(const request *r, const kb_suite *suite, const kb_rows *done, kb_job *jobs)
{
    size_t count = 0;
    for (size_t i = 0; i < suite->count; i++)
        for (int64_t seed = 1; seed <= r->seeds; seed++) {
            const kb_job job = {.instance = &suite->instance[i],
                                .first = r->first,
                                .seed = seed,
                                .iterations = r->iterations,
                                .threads = (int32_t)r->threads,
                                .time_limit_s = r->time_limit_s,
                                .trace = r->trace};
            if (!is_done(done, &job)) jobs[count++] = job;
        }
    return count;
}

/* The rows already there, and the file opened behind them. */
static bool open_output(const request *r, kb_rows *rows, FILE **out)
{
    *out = NULL;
    if (r->trace != NULL && !kb_trace_open(r->trace, r->resume)) {
        fprintf(stderr, "keyhaul-bench run: %s: cannot be written\n", r->trace);
        return false;
    }
    if (r->output == NULL) return true;
    FILE *old = r->resume ? fopen(r->output, "r") : NULL;
    if (old != NULL) {
        fclose(old);
        const char *wrong = kb_rows_read(rows, r->output);
        if (wrong != NULL) {
            fprintf(stderr, "keyhaul-bench run: %s: %s\n", r->output, wrong);
            return false;
        }
    }
    *out = fopen(r->output, old != NULL ? "a" : "w");
    if (*out == NULL) {
        fprintf(stderr, "keyhaul-bench run: %s: cannot be written\n", r->output);
        return false;
    }
    if (old == NULL) fputs(kb_row_header, *out);
    return true;
}

static int by_case(const void *a, const void *b)
{
    const kb_row *x = a, *y = b;
    int order = strcmp(x->suite, y->suite);
    if (order == 0) order = strcmp(x->instance, y->instance);
    return order != 0 ? order : (x->seed > y->seed) - (x->seed < y->seed);
}

static int run_jobs(const request *r, const kb_suite *suite, kb_rows *rows, FILE *out)
{
    kb_references *references = kb_references_read(r->instances);
    if (references == NULL)
        fprintf(stderr, "keyhaul-bench run: no best_known.json in %s: no gaps\n", r->instances);
    kb_job *jobs = malloc(suite->count * (size_t)r->seeds * sizeof *jobs);
    size_t failed = 1;
    if (jobs != NULL) {
        const kb_pool pool = {.jobs = (int)r->jobs, .out = out};
        failed = kb_pool_run(&pool, jobs, list_jobs(r, suite, rows, jobs), references, rows);
        if (rows->count > 0) qsort(rows->row, rows->count, sizeof *rows->row, by_case);
        kb_table(stdout, rows);
    }
    free(jobs);
    kb_references_free(references);
    for (size_t i = 0; i < rows->count; i++) failed += !rows->row[i].verified;
    return failed > 0 ? 3 : 0;
}

int kb_run(int argc, char **argv)
{
    request r;
    kb_suite suite = {0};
    kb_rows rows = {0};
    FILE *out = NULL;
    int status = read_request(&r, argc, argv);
    if (status != 0) return status;
    status = list_suites(&r, &suite) && open_output(&r, &rows, &out)
                 ? run_jobs(&r, &suite, &rows, out)
                 : 2;
    if (out != NULL && fclose(out) != 0) status = 3;
    kb_rows_free(&rows);
    kb_suite_free(&suite);
    return status;
}
