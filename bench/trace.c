/* How the cost of a run fell over time: a line for every improvement, for plots. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench.h"

static const char header[] = "suite,instance,seed,time_limit_s,seconds,cost,vehicles,gap_pct\n";

bool kb_trace_open(const char *path, bool go_on)
{
    FILE *old = go_on ? fopen(path, "r") : NULL;
    if (old != NULL) {
        fclose(old);
        return true;
    }
    FILE *file = fopen(path, "w");
    if (file == NULL) return false;
    const bool fine = fputs(header, file) >= 0;
    return fclose(file) == 0 && fine;
}

int kb_trace_note(const kh_progress *progress, void *payload)
{
    kb_trace *trace = payload;
    if (progress->source == ' ' || progress->unserved > trace->unserved) return 0;
    if (trace->count == trace->room) {
        const size_t room = trace->room != 0 ? 2 * trace->room : 256;
        kb_moment *more = realloc(trace->moment, room * sizeof *more);
        if (more == NULL) return 0; /* the plot has a gap, the run goes on */
        trace->moment = more;
        trace->room = room;
    }
    trace->moment[trace->count++] =
        (kb_moment){progress->seconds, progress->cost, progress->vehicles};
    return 0;
}

/* One write for all lines: several processes share the file. */
static bool append_text(const char *path, const char *text, size_t size)
{
    const int file = open(path, O_WRONLY | O_APPEND);
    if (file < 0) return false;
    bool fine = true;
    for (size_t done = 0; fine && done < size;) {
        const ssize_t written = write(file, text + done, size - done);
        if (written < 0 && errno == EINTR) continue;
        fine = written > 0;
        if (fine) done += (size_t)written;
    }
    return close(file) == 0 && fine;
}

bool kb_trace_write(const kb_trace *trace, const kb_row *row, const char *path)
{
    char *text = malloc(trace->count * KB_LINE + 1);
    size_t size = 0;
    if (text == NULL) return false;
    for (size_t i = 0; i < trace->count; i++) {
        const kb_moment *m = &trace->moment[i];
        const double gap = (m->cost - row->best_known) / row->best_known * 100.0;
        size += (size_t)snprintf(text + size, KB_LINE, "%s,%s,%lld,%g,%.3f,%.3f,%d,%.4f\n",
                                 row->suite, row->instance, (long long)row->seed, row->time_limit_s,
                                 m->seconds, m->cost, m->vehicles, gap);
    }
    const bool fine = append_text(path, text, size);
    free(text);
    return fine;
}

void kb_trace_free(kb_trace *trace)
{
    free(trace->moment);
    *trace = (kb_trace){0};
}
