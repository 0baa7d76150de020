/* Jobs in processes of their own: a crash costs one row. A child sends one line, "r" and a row or
 * "e" and an error, which is shorter than what a pipe takes at once. */
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

typedef struct child {
    pid_t pid;  /* 0: free */
    int answer; /* read end of its pipe */
    const kb_job *job;
} child;

typedef struct run {
    const kb_pool *pool;
    const kb_references *references;
    kb_rows *rows;
    size_t done, count, failed;
} run;

static void write_all(int file, const char *text)
{
    size_t left = strlen(text);
    while (left > 0) {
        const ssize_t written = write(file, text, left);
        if (written <= 0) return;
        text += written;
        left -= (size_t)written;
    }
}

static void child_main(const kb_job *job, const kb_references *references, int answer)
{
    char line[KB_LINE + 1], error[KB_LINE];
    kb_row row;
    const bool ok = kb_job_run(job, references, &row, error);
    line[0] = ok ? 'r' : 'e';
    if (ok)
        kb_row_write(&row, line + 1);
    else
        memcpy(line + 1, error, strlen(error) + 1);
    if (error[0] != '\0' && ok) fprintf(stderr, "%s: %s\n", row.instance, error);
    write_all(answer, line);
}

static bool start(child *slot, const kb_job *job, const kb_references *references)
{
    int ends[2];
    if (pipe(ends) != 0) return false;
    fflush(NULL);
    const pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        child_main(job, references, ends[1]);
        _exit(0);
    }
    close(ends[1]);
    if (pid < 0)
        close(ends[0]);
    else
        *slot = (child){.pid = pid, .answer = ends[0], .job = job};
    return pid > 0;
}

static void read_all(int file, char *text, size_t room)
{
    size_t used = 0;
    for (ssize_t got; used + 1 < room; used += (size_t)got)
        if ((got = read(file, text + used, room - 1 - used)) <= 0) break;
    text[used] = '\0';
}

static void report(const run *all, const kb_row *row)
{
    char line[KB_LINE] = "";
    fprintf(stderr, "%zu/%zu %s %s seed %lld: ", all->done, all->count, row->suite, row->instance,
            (long long)row->seed);
    if (row->cost < 0 || row->cost >= 0) snprintf(line, sizeof line, "cost %.2f, ", row->cost);
    fprintf(stderr, "%s%d vehicles", line[0] != '\0' ? line : "orders left out, ", row->vehicles);
    if (row->gap_pct < 0 || row->gap_pct >= 0)
        fprintf(stderr, ", gap %.2f %%", kb_gap_shown(row->gap_pct));
    fprintf(stderr, "%s\n", row->verified ? "" : ", NOT VERIFIED");
}

static void take_answer(run *all, const child *slot)
{
    char answer[KB_LINE + 2];
    read_all(slot->answer, answer, sizeof answer);
    kb_row row;
    all->done++;
    if (answer[0] == 'r' && kb_row_parse(answer + 1, &row) && kb_rows_add(all->rows, &row)) {
        if (all->pool->out != NULL) {
            fputs(answer + 1, all->pool->out);
            fflush(all->pool->out);
        }
        report(all, &row);
        return;
    }
    all->failed++;
    fprintf(stderr, "%zu/%zu %s %s seed %lld: failed: %s\n", all->done, all->count,
            slot->job->instance->suite, slot->job->instance->name, (long long)slot->job->seed,
            answer[0] == 'e' ? answer + 1 : "the process crashed");
}

/* Waits for one child; its answer fits into the pipe, so that none waits for being read. */
static void wait_for_one(run *all, child *slots)
{
    int state;
    const pid_t pid = waitpid(-1, &state, 0);
    for (int s = 0; s < all->pool->jobs; s++) {
        if (slots[s].pid != pid || pid <= 0) continue;
        take_answer(all, &slots[s]);
        close(slots[s].answer);
        slots[s].pid = 0;
    }
}

static child *free_slot(child *slots, int count)
{
    for (int s = 0; s < count; s++)
        if (slots[s].pid == 0) return &slots[s];
    return NULL;
}

size_t kb_pool_run(const kb_pool *pool, const kb_job *job, size_t count,
                   const kb_references *references, kb_rows *rows)
{
    run all = {.pool = pool, .references = references, .rows = rows, .count = count};
    child *slots = calloc((size_t)pool->jobs, sizeof *slots);
    if (slots == NULL) return count;
    size_t started = 0, running = 0;
    while (started < count || running > 0) {
        child *slot = started < count ? free_slot(slots, pool->jobs) : NULL;
        if (slot != NULL) {
            if (start(slot, &job[started], references))
                running++;
            else
                all.failed++, all.done++;
            started++;
        } else {
            wait_for_one(&all, slots);
            running--;
        }
    }
    free(slots);
    return all.failed;
}
