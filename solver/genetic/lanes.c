/* Laying plans out on lanes, and taking them down again (see lanes.h). */
#include "lanes.h"

#include <stdlib.h>
#include <string.h>

bool khs_lanes_init(const khs_grid *g, khs_lanes *l)
{
    const size_t nodes = (size_t)(g->n + 1 + 2 * g->fleet), fleet = (size_t)g->fleet;
    *l = (khs_lanes){.g = g, .load_price = KHS_SCALE, .warp_price = KHS_SCALE};
    l->node = calloc(nodes, sizeof *l->node);
    l->times = g->windows ? calloc(nodes, sizeof *l->times) : NULL;
    l->lane = calloc(fleet, sizeof *l->lane);
    l->row = calloc(2 * fleet, sizeof(int32_t));
    l->empty = calloc(fleet, sizeof(int32_t));
    l->empties = calloc((size_t)g->depots, sizeof(int32_t));
    l->span = calloc((size_t)g->n + 8, sizeof(int32_t));
    if (!l->node || (g->windows && !l->times) || !l->lane || !l->row || !l->empty || !l->empties ||
        !l->span)
        return false;
    for (int32_t r = 0; r < g->fleet; r++) l->row[r] = l->row[g->fleet + r] = g->home[r];
    return true;
}

void khs_lanes_free(khs_lanes *l)
{
    void *all[] = {l->node, l->times, l->lane, l->row, l->empty, l->empties, l->span};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    memset(l, 0, sizeof *l);
}

static void note_empty(khs_lanes *l, int32_t r)
{
    khs_lane *lane = &l->lane[r];
    if (!lane->count == (lane->empty_at >= 0)) return;
    const int32_t depot = l->g->depot_of[r];
    int32_t *empty = l->empty + l->g->first_lane[depot], *count = &l->empties[depot];
    if (lane->count) {
        const int32_t last = empty[--*count];
        empty[lane->empty_at] = last;
        l->lane[last].empty_at = lane->empty_at;
        lane->empty_at = -1;
    } else {
        lane->empty_at = *count;
        empty[(*count)++] = r;
    }
}

static void fold_times(khs_lanes *l, int32_t r)
{
    const khs_grid *g = l->g;
    const khs_node *node = l->node;
    khs_times *times = l->times;
    const int32_t start = khs_lane_start(l, r), end = khs_lane_end(l, r);
    const int32_t home = g->home[r];
    times[start].before = times[end].after = g->own[home];
    int32_t last = home;
    for (int32_t p = start, v = node[p].next; p != end; p = v, v = node[v].next) {
        const int32_t id = khs_id(l, v);
        times[v].before = khs_warped_join(times[p].before, g->own[id], khs_t(g, last, id));
        last = id;
        if (v == end) break;
    }
    last = home;
    for (int32_t x = end, v = node[x].prev; x != start; x = v, v = node[v].prev) {
        const int32_t id = khs_id(l, v);
        times[v].after = khs_warped_join(g->own[id], times[x].after, khs_t(g, id, last));
        last = id;
        if (v == start) break;
    }
}

void khs_lane_update(khs_lanes *l, int32_t r)
{
    const khs_grid *g = l->g;
    const int32_t start = khs_lane_start(l, r), end = khs_lane_end(l, r);
    khs_lane *lane = &l->lane[r];
    khs_node *node = l->node;
    int32_t at = 0, load = 0;
    int64_t length = 0;
    node[start].route = r;
    node[start].at = node[start].load = 0;
    for (int32_t p = start; p != end;) {
        const int32_t v = node[p].next;
        node[p].way = khs_way(l, p, v);
        length += node[p].way;
        load += v == end ? 0 : g->load[v];
        node[v].route = r;
        node[v].at = ++at;
        node[v].load = load;
        p = v;
    }
    node[end].way = 0;
    for (int32_t v = node[start].next; v != end; v = node[v].next)
        node[v].gain =
            khs_way(l, node[v].prev, node[v].next) - node[node[v].prev].way - node[v].way;
    if (g->windows) fold_times(l, r);
    lane->count = at - 1;
    lane->length = length;
    lane->load = load;
    lane->warp = g->windows ? khs_missed(g, r, l->times[end].before) : 0;
    lane->penalty = khs_fine(l, load, lane->warp);
    lane->changed = l->clock;
    note_empty(l, r);
}

static void lay_route(khs_lanes *l, const khs_genome *genome, int32_t r)
{
    const int32_t first = genome->start[r];
    khs_lane_lay(l, r, genome->visit + first, genome->start[r + 1] - first);
}

void khs_lanes_load(khs_lanes *l, const khs_genome *genome)
{
    l->clock++;
    /* in the same order whatever was here before */
    memset(l->empties, 0, sizeof(int32_t) * (size_t)l->g->depots);
    for (int32_t r = 0; r < l->g->fleet; r++) {
        l->lane[r].empty_at = -1;
        lay_route(l, genome, r);
        l->lane[r].star = l->lane[r].homed = -1;
    }
    for (int32_t v = 1; v <= l->g->n; v++) l->node[v].tested = -1;
}

void khs_lanes_store(const khs_lanes *l, khs_genome *genome)
{
    int32_t count = 0;
    for (int32_t r = 0; r < l->g->fleet; r++) {
        genome->start[r] = count;
        for (int32_t v = l->node[khs_lane_start(l, r)].next; !khs_is_depot(l, v);
             v = l->node[v].next)
            genome->visit[count++] = v;
    }
    genome->start[l->g->fleet] = count;
    khs_genome_price(l->g, genome);
}

int64_t khs_lanes_cost(const khs_lanes *l)
{
    int64_t cost = 0;
    for (int32_t r = 0; r < l->g->fleet; r++) {
        const khs_lane *lane = &l->lane[r];
        if (lane->count) cost += (lane->length + l->g->fixed) * KHS_SCALE + lane->penalty;
    }
    return cost;
}
