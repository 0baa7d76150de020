/* The exact level: least duty of a sequence with several windows and limits of time on board.
 *
 * Shift any best timing earlier as a whole: its duty stays, until some begin stands at an opening
 * of its window. So it is enough to try every opening of every node as a lower bound: take the
 * least times above it, then the greatest times below their end; their difference is the least duty
 * among the timings through that opening. */
#include "timeline.h"

/* The least duty among timings with t[k] >= from, ended as early as they can; -1: none. */
static int32_t duty_from(const khs_timeline *line, int32_t k, int32_t from)
{
    const int32_t last = line->count - 1;
    if (!khs_timeline_earliest(line, k, from, true, line->t)) return -1;
    const int32_t end = line->t[last];
    if (!khs_timeline_latest(line, end, last, end, line->at)) return -1;
    return end + line->unload - line->at[0];
}

static int32_t try_openings(const khs_timeline *line, int32_t best, int32_t enough)
{
    for (int32_t k = 0; k < line->count; k++) {
        const khs_node *node = &line->node[k];
        for (int32_t w = 0; w < node->windows && best > enough; w++) {
            const int32_t from = khs_max(node->open[w], node->low);
            if (from > node->high || from > node->close[w]) continue;
            const int32_t duty = duty_from(line, k, from);
            if (duty >= 0 && duty < best) best = duty;
        }
    }
    return best;
}

int32_t khs_oracle_duty(const khs_problem *p, const khs_resource *r, const int32_t *visits,
                        int32_t count, int32_t enough, khs_flaw *flaw)
{
    khs_timeline line;
    *flaw = KHS_FLAW_TIME;
    if (!khs_timeline_build(p, r, visits, count, &line)) return -1;
    int32_t best = duty_from(&line, 0, -KHS_FAR);
    if (best < 0) {
        if (khs_timeline_earliest(&line, 0, -KHS_FAR, false, line.t)) *flaw = KHS_FLAW_ON_BOARD;
    } else {
        *flaw = KHS_FINE;
        if (best > enough) best = try_openings(&line, best, enough);
    }
    khs_timeline_free(&line);
    return best;
}
