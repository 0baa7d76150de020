/* When things happen on a finished route: least duty, then latest departure, then every service as
 * early as it can. */
#include "timeline.h"

/* The latest begin of a duty of at most `duty`: mirrored oracle.c, every closing of every node is
 * tried as an upper bound. */
static int32_t latest_begin(const khs_timeline *line, int32_t duty)
{
    int32_t best = -KHS_FAR;
    for (int32_t k = 0; k < line->count; k++) {
        const khs_node *node = &line->node[k];
        for (int32_t w = node->windows - 1; w >= 0; w--) {
            const int32_t to = khs_min(node->close[w], node->high);
            if (to < node->low || to < node->open[w]) continue;
            if (!khs_timeline_latest(line, KHS_FAR, k, to, line->at) || line->at[0] <= best)
                continue;
            const int32_t begin = line->at[0];
            if (khs_timeline_earliest(line, 0, begin, true, line->t) &&
                line->t[line->count - 1] + line->unload - begin <= duty)
                best = begin;
        }
    }
    return best;
}

static void find_slack(const khs_resource *r, const khs_timeline *line, int32_t begin,
                       int32_t *latest)
{
    const int32_t last = line->count - 1;
    const int32_t end =
        khs_min(KHS_FAR, r->max_duty < KHS_FAR ? begin + r->max_duty - line->unload : KHS_FAR);
    const bool found = khs_timeline_latest(line, end, 0, begin, line->at);
    for (int32_t k = 1; k <= last; k++) latest[k - 1] = found ? line->at[k] : line->t[k];
}

/* Leaves nothing of the line's times. */
static void find_room(const khs_timeline *line, int32_t *room)
{
    const bool found = khs_timeline_earliest(line, 0, -KHS_FAR, true, line->t) &&
                       khs_timeline_latest(line, KHS_FAR, 0, KHS_FAR, line->at);
    for (int32_t k = 1; k < line->count - 1; k++)
        room[k - 1] = found ? line->at[k] - (line->t[k - 1] + line->node[k - 1].gap) : 0;
}

bool khs_route_schedule(const khs_problem *p, int32_t resource, const int32_t *visits,
                        int32_t count, khs_schedule *schedule)
{
    const khs_resource *r = &p->resource[resource];
    khs_flaw flaw = KHS_FINE;
    const int32_t duty = khs_oracle_duty(p, r, visits, count, -1, &flaw);
    khs_timeline line;
    if (duty < 0) return false;
    bool found = khs_timeline_build(p, r, visits, count, &line);
    if (found) {
        const int32_t begin = latest_begin(&line, duty), last = line.count - 1;
        found = begin > -KHS_FAR && khs_timeline_earliest(&line, 0, begin, true, line.t);
        if (found) {
            schedule->duty_begin = line.t[0];
            schedule->unload_begin = line.t[last];
            schedule->duty_end = line.t[last] + line.unload;
            for (int32_t i = 0; i < count; i++) schedule->begin[i] = line.t[i + 1];
            if (schedule->latest) find_slack(r, &line, begin, schedule->latest);
            if (schedule->room) find_room(&line, schedule->room);
        }
    }
    khs_timeline_free(&line);
    return found;
}
