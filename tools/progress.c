/* Progress lines on a terminal, and the signals that end a run early with the best plan so far. */
#include "tool.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

static const double between_improvements_s = 0.25, between_lines_s = 5.0;
enum { LINES_PER_HEADER = 20 };

static volatile sig_atomic_t stop_asked;

static void on_signal(int number)
{
    if (stop_asked) {
        signal(number, SIG_DFL);
        raise(number);
    }
    stop_asked = 1;
}

void kh_tool_catch_signals(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

void kh_tool_progress_init(kh_tool_progress *progress)
{
    memset(progress, 0, sizeof *progress);
    progress->shown = isatty(STDERR_FILENO) == 1;
}

static bool worth_a_line(const kh_tool_progress *progress, const kh_progress *news)
{
    const double since = news->seconds - progress->last_s;
    const bool better =
        news->unserved != progress->last_unserved || news->cost < progress->last_cost;
    return progress->lines == 0 || (better && since >= between_improvements_s) ||
           since >= between_lines_s;
}

static void print_line(kh_tool_progress *progress, const kh_progress *news)
{
    if (progress->lines % LINES_PER_HEADER == 0)
        fprintf(stderr, " src       iter     time |           cost |  veh  unserved\n");
    fprintf(stderr, " %c   %10lld %7.1fs | %14.2f | %4d %9d\n", news->source,
            (long long)news->iterations, news->seconds, news->cost, (int)news->vehicles,
            (int)news->unserved);
    progress->lines++;
    progress->last_s = news->seconds;
    progress->last_cost = news->cost;
    progress->last_unserved = news->unserved;
}

int kh_tool_on_progress(const kh_progress *news, void *payload)
{
    kh_tool_progress *progress = payload;
    if (progress->shown && worth_a_line(progress, news)) print_line(progress, news);
    if (stop_asked && progress->shown && !progress->stop_told) {
        fprintf(stderr, " stopping with the best plan so far; once more kills\n");
        progress->stop_told = true;
    }
    return stop_asked != 0;
}
