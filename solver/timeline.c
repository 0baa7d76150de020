/* Least and greatest solutions of a timeline by raising and lowering (see timeline.h). */
#include "timeline.h"

#include <stdlib.h>

enum {
    ROUNDS = 20000
}; /* a ride that can never be short enough creeps up by its excess each round: stop somewhere */

static khs_node *visit_node(const khs_problem *p, khs_timeline *line, int32_t k, int32_t v)
{
    khs_node *node = &line->node[k];
    const int32_t first = p->window_at[v];
    *node = (khs_node){.open = p->window_open + first,
                       .close = p->window_close + first,
                       .windows = p->window_at[v + 1] - first,
                       .low = -KHS_FAR,
                       .high = KHS_FAR,
                       .gap = p->service[v],
                       .ride_from = -1,
                       .ride_to = -1,
                       .slack = KHS_FAR};
    return node;
}

static void limit_ride(const khs_problem *p, const int32_t *visits, int32_t k, int32_t load,
                       khs_timeline *line)
{
    const int32_t v = visits[k - 1], most = p->max_on_board[v];
    khs_node *node = &line->node[k];
    if (most >= KHS_FAR) return;
    if (p->kind[v] == KHS_DELIVERY) {
        *node = (khs_node){node->open, node->close, node->windows, node->low, node->high, node->gap,
                           0,          k,           most + load};
    } else if (p->kind[v] == KHS_PICKUP) {
        node->ride_from = k;
        node->ride_to = line->count - 1;
        node->slack = most + p->service[v];
    } else if (p->kind[v] == KHS_SHIP_TO) {
        int32_t i = 1;
        while (visits[i - 1] != p->partner[v]) i++;
        node->ride_from = i;
        node->ride_to = k;
        node->slack = most + p->service[visits[i - 1]];
    }
}

static void end_nodes(const khs_resource *r, const khs_dock_work *work, khs_timeline *line)
{
    khs_node *head = &line->node[0], *tail = &line->node[line->count - 1];
    *head = (khs_node){&r->open, &r->close, 1, -KHS_FAR, KHS_FAR, 0, -1, -1, KHS_FAR};
    *tail = *head;
    if (work->deliveries) {
        *head = (khs_node){r->load_open,
                           r->load_close,
                           r->load_windows,
                           work->load_open,
                           work->load_close,
                           r->load_fixed + work->load_ticks,
                           -1,
                           -1,
                           KHS_FAR};
    }
    line->unload = 0;
    if (work->pickups) {
        line->unload = r->unload_fixed + work->unload_ticks;
        *tail = (khs_node){r->unload_open,
                           r->unload_close,
                           r->unload_windows,
                           work->unload_open,
                           khs_min(work->unload_close, r->close - line->unload),
                           0,
                           -1,
                           -1,
                           KHS_FAR};
    }
}

static bool make_room(khs_timeline *line)
{
    line->heap = NULL;
    line->node = line->small_nodes;
    line->t = line->small_times;
    if (line->count > 66) {
        line->heap = malloc((size_t)line->count * (sizeof(khs_node) + 2 * sizeof(int32_t)));
        if (!line->heap) return false;
        line->node = line->heap;
        line->t = (int32_t *)(void *)(line->node + line->count);
    }
    line->at = line->t + line->count;
    return true;
}

bool khs_timeline_build(const khs_problem *p, const khs_resource *r, const int32_t *visits,
                        int32_t count, khs_timeline *line)
{
    const khs_matrix *matrix = &p->matrix[r->matrix];
    line->count = count + 2;
    if (!make_room(line)) return false;
    khs_dock_work work = khs_dock_work_none();
    for (int32_t i = 0; i < count; i++) khs_dock_work_add(p, r, visits[i], &work);
    end_nodes(r, &work, line);
    int32_t place = r->start;
    for (int32_t k = 1; k <= count; k++) {
        const int32_t next = p->place[visits[k - 1]];
        line->node[k - 1].gap +=
            k == 1 ? khs_ticks(p, matrix, place, next) : khs_gap(p, matrix, place, next);
        visit_node(p, line, k, visits[k - 1]);
        place = next;
    }
    line->node[count].gap += khs_ticks(p, matrix, place, r->end) + p->fixed_stop[place];
    const int32_t load = work.deliveries ? r->load_fixed + work.load_ticks : 0;
    for (int32_t k = 1; k <= count; k++) limit_ride(p, visits, k, load, line);
    return true;
}

void khs_timeline_free(khs_timeline *line)
{
    free(line->heap);
    line->heap = NULL;
}

/* The first admitted time >= t, or KHS_FAR. */
static int32_t next_open(const khs_node *node, int32_t t)
{
    t = khs_max(t, node->low);
    for (int32_t w = 0; w < node->windows; w++) {
        if (node->close[w] < t) continue;
        t = khs_max(t, node->open[w]);
        return t <= node->high ? t : KHS_FAR;
    }
    return KHS_FAR;
}

/* The last admitted time <= t, or -KHS_FAR. */
static int32_t last_open(const khs_node *node, int32_t t)
{
    t = khs_min(t, node->high);
    for (int32_t w = node->windows - 1; w >= 0; w--) {
        if (node->open[w] > t) continue;
        t = khs_min(t, node->close[w]);
        return t >= node->low ? t : -KHS_FAR;
    }
    return -KHS_FAR;
}

static bool sweep_up(const khs_timeline *line, int32_t *times)
{
    int32_t reached = -KHS_FAR;
    for (int32_t k = 0; k < line->count; k++) {
        times[k] = next_open(&line->node[k], khs_max(times[k], reached));
        if (times[k] >= KHS_FAR) return false;
        reached = times[k] + line->node[k].gap;
    }
    return true;
}

static bool sweep_down(const khs_timeline *line, int32_t *times)
{
    int32_t reached = KHS_FAR;
    for (int32_t k = line->count - 1; k >= 0; k--) {
        const int32_t gap = k < line->count - 1 ? line->node[k].gap : 0;
        times[k] = last_open(&line->node[k], khs_min(times[k], reached - gap));
        if (times[k] <= -KHS_FAR) return false;
        reached = times[k];
    }
    return true;
}

bool khs_timeline_earliest(const khs_timeline *line, int32_t k, int32_t from, bool rides,
                           int32_t *times)
{
    for (int32_t i = 0; i < line->count; i++) times[i] = -KHS_FAR;
    times[k] = from;
    for (int32_t round = 0; round < ROUNDS; round++) {
        if (!sweep_up(line, times)) return false;
        bool moved = false;
        for (int32_t i = 1; rides && i < line->count - 1; i++) {
            const khs_node *node = &line->node[i];
            if (node->ride_from < 0 || times[node->ride_to] - times[node->ride_from] <= node->slack)
                continue;
            times[node->ride_from] = times[node->ride_to] - node->slack;
            moved = true;
        }
        if (!moved) return true;
    }
    return false;
}

bool khs_timeline_latest(const khs_timeline *line, int32_t end, int32_t k, int32_t to,
                         int32_t *times)
{
    for (int32_t i = 0; i < line->count; i++) times[i] = KHS_FAR;
    times[line->count - 1] = end;
    times[k] = khs_min(times[k], to);
    for (int32_t round = 0; round < ROUNDS; round++) {
        if (!sweep_down(line, times)) return false;
        bool moved = false;
        for (int32_t i = 1; i < line->count - 1; i++) {
            const khs_node *node = &line->node[i];
            if (node->ride_from < 0 || times[node->ride_to] - times[node->ride_from] <= node->slack)
                continue;
            times[node->ride_to] = times[node->ride_from] + node->slack;
            moved = true;
        }
        if (!moved) return true;
    }
    return false;
}
