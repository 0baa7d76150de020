/* One job: an instance is read, planned and verified, all by the public interface. */
#include <keyhaul/keyhaul.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

/* The status and the first finding in words. */
static bool explain(char *error, const char *what, kh_status status, const kh_errors *errors)
{
    const kh_finding *found = kh_errors_at(errors, KH_ERROR, 0);
    if (found == NULL)
        snprintf(error, KB_LINE, "%s: %s", what, kh_status_text(status));
    else if (found->line > 0)
        snprintf(error, KB_LINE, "%s: line %d: %.600s", what, found->line, found->message);
    else
        snprintf(error, KB_LINE, "%s: %.200s %.600s", what, found->pointer, found->message);
    return false;
}

/* The order set's text; NULL: see error. */
static char *convert(const kb_job *job, const char *first, kh_errors *errors, char *error)
{
    size_t size = 0;
    char *text = kb_read_text(job->instance->path, &size), *document = NULL;
    const char *format = text != NULL ? kb_format_of(job->instance->path, text) : NULL;
    const kh_convert_options options = {.first = first, .name = job->instance->name};
    if (format == NULL) {
        snprintf(error, KB_LINE, text != NULL ? "no known format" : "the file cannot be read");
    } else {
        const kh_status status = kh_convert(format, text, size, &options, &document, errors);
        if (status != KH_OK) explain(error, "convert", status, errors);
    }
    free(text);
    return document;
}

static kh_settings settings_of(const kb_job *job)
{
    kh_settings settings;
    kh_settings_init(&settings);
    settings.time_limit = job->time_limit_s;
    settings.iterations = job->iterations;
    settings.threads = job->threads;
    settings.seed = job->seed;
    return settings;
}

static void fill(kb_row *row, const kh_plan *plan, bool optional)
{
    kh_plan_summary summary;
    kh_plan_summarise(plan, &summary);
    row->cost = summary.unserved > 0 && !optional ? (double)NAN : summary.cost;
    row->vehicles = summary.vehicles;
    row->seconds = summary.seconds;
    row->first_s = summary.first_s;
    row->t1pct_s = summary.within_1pct_s;
    row->iterations = summary.iterations;
}

static bool plan(const kb_job *job, const kh_order_set *set, bool optional, kb_row *row,
                 kb_trace *trace, kh_errors *errors, char *error)
{
    const kh_settings settings = settings_of(job);
    kh_plan *made = NULL;
    kh_status status = kh_plan_make(set, &settings, kb_trace_note, trace, &made, errors);
    if (status != KH_OK) return explain(error, "plan", status, errors);
    size_t size = 0;
    const char *text = kh_plan_text(made, &size);
    status = kh_check(set, text, size, errors);
    row->verified = status == KH_OK;
    if (!row->verified) explain(error, "check", status, errors);
    fill(row, made, optional);
    kh_plan_free(made);
    return true;
}

static bool parse_and_plan(const kb_job *job, const char *document, kb_row *row, kb_trace *trace,
                           kh_errors *errors, char *error)
{
    /* in the sets with prizes every client is optional */
    const bool optional = strstr(document, "\"unserved_penalty\"") != NULL;
    trace->unserved = optional ? INT32_MAX : 0;
    kh_order_set *set = NULL;
    const kh_status status = kh_order_set_parse(document, strlen(document), NULL, &set, errors);
    if (status != KH_OK) return explain(error, "parse", status, errors);
    const bool ok = plan(job, set, optional, row, trace, errors, error);
    kh_order_set_free(set);
    return ok;
}

bool kb_job_run(const kb_job *job, const kb_references *references, kb_row *row, char *error)
{
    const char *first = job->first != NULL ? job->first : kb_first_of(job->instance->suite);
    *row = (kb_row){.seed = job->seed, .threads = job->threads, .time_limit_s = job->time_limit_s};
    snprintf(row->suite, sizeof row->suite, "%s", job->instance->suite);
    snprintf(row->instance, sizeof row->instance, "%s", job->instance->name);
    snprintf(row->first, sizeof row->first, "%s", first);
    error[0] = '\0';
    kh_errors *errors = kh_errors_new();
    if (errors == NULL) return false;
    char *document = convert(job, first, errors, error);
    kb_trace trace = {0};
    const bool ok = document != NULL && parse_and_plan(job, document, row, &trace, errors, error);
    if (ok) kb_row_measure(row, kb_reference_of(references, row->suite, row->instance, row->first));
    if (ok && job->trace != NULL && !kb_trace_write(&trace, row, job->trace))
        snprintf(error, KB_LINE, "%s: cannot be written", job->trace);
    kb_trace_free(&trace);
    kh_text_free(document);
    kh_errors_free(errors);
    return ok;
}
