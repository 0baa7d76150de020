/* Sartori and Buriol's format: lines "KEY: value", then NODES (id, latitude, longitude, demand,
 * earliest, latest, duration, pickup, delivery) and EDGES (a full matrix of minutes). */
#include <stdlib.h>
#include <string.h>

#include "instance.h"

typedef struct header {
    int32_t size;
    double capacity;
} header;

static bool read_key(khe_lines *lines, khe_instance *instance, header *head, const char *key)
{
    if (strcmp(key, "SIZE:") == 0)
        return khe_lines_integer(lines, "a number of nodes", 1, KHE_INSTANCE_SITES, &head->size);
    if (strcmp(key, "CAPACITY:") == 0)
        return khe_lines_number(lines, "a capacity", 0, KHE_INSTANCE_DEMAND, &head->capacity);
    if (strcmp(key, "NAME:") != 0 || instance->name != NULL) return true;
    const char *name = khe_lines_word(lines);
    if (name == NULL) return true;
    instance->name = strdup(name);
    return instance->name != NULL || khe_lines_nomem(lines);
}

static bool read_header(khe_lines *lines, khe_instance *instance, header *head)
{
    *head = (header){.size = 0, .capacity = -1};
    while (khe_lines_next(lines)) {
        const char *key = khe_lines_word(lines);
        if (strcmp(key, "NODES") == 0) {
            if (head->size > 0 && head->capacity >= 0) return true;
            return khe_lines_fail(lines, KH_E_SYNTAX, "expected SIZE and CAPACITY before NODES");
        }
        if (key[strlen(key) - 1] != ':')
            return khe_lines_fail(lines, KH_E_SYNTAX,
                                  "expected \"KEY: value\" or NODES, found \"%.40s\"", key);
        if (!read_key(lines, instance, head, key)) return false;
    }
    return khe_lines_fail(lines, KH_E_SYNTAX, "expected NODES, found the end of the file");
}

static bool read_node(khe_lines *lines, khe_site *site, int32_t row, int32_t last, int32_t *pickup)
{
    const double most = KHE_INSTANCE_DEMAND, late = KHE_INSTANCE_TIME / 60;
    return khe_lines_integer(lines, "the next node's id", row, row, &site->number) &&
           khe_lines_number(lines, "a latitude", -90, 90, &site->y) &&
           khe_lines_number(lines, "a longitude", -180, 180, &site->x) &&
           khe_lines_number(lines, "a demand", -most, most, &site->demand) &&
           khe_lines_number(lines, "an earliest time", 0, late, &site->open) &&
           khe_lines_number(lines, "a latest time", site->open, late, &site->close) &&
           khe_lines_number(lines, "a duration", 0, late, &site->service) &&
           khe_lines_integer(lines, "a pickup's id or 0", 0, last, pickup) &&
           khe_lines_integer(lines, "a delivery's id or 0", 0, last, &site->partner) &&
           khe_lines_done(lines, "the delivery's id");
}

/* Nodes with a delivery are shipments; the pickup that the delivery names must be this node. */
static bool read_nodes(khe_lines *lines, khe_instance *instance, int32_t *pickup)
{
    khe_site *sites = instance->sites;
    const int32_t n = instance->site_count;
    for (int32_t i = 0; i < n; i++) {
        if (!khe_lines_next_number(lines))
            return khe_lines_fail(lines, KH_E_SYNTAX, "expected %d nodes, found %d", n, i);
        if (!read_node(lines, &sites[i], i, n - 1, &pickup[i])) return false;
        sites[i].line = lines->line;
        sites[i].role = sites[i].partner > 0 ? KHE_SHIPMENT : KHE_SHIPMENT_TO;
    }
    for (int32_t i = 1; i < n; i++) {
        const int32_t to = sites[i].partner, from = pickup[i];
        const bool holds = to > 0 ? from == 0 && pickup[to] == i && sites[i].demand >= 0 &&
                                        sites[to].demand == -sites[i].demand
                                  : from > 0 && sites[from].partner == i;
        lines->line = sites[i].line;
        if (!holds)
            return khe_lines_fail(lines, KH_E_SYNTAX, "node %d: it and its partner do not agree",
                                  i);
    }
    return true;
}

static bool read_edges(khe_lines *lines, khe_instance *instance)
{
    const int32_t n = instance->site_count;
    const char *word = khe_lines_next(lines) ? khe_lines_word(lines) : NULL;
    if (word == NULL || strcmp(word, "EDGES") != 0)
        return khe_lines_fail(lines, KH_E_SYNTAX, "expected EDGES after %d nodes", n);
    return khe_instance_read_matrix(instance, lines);
}

bool khe_read_sartori(khe_lines *lines, khe_instance *instance)
{
    header head;
    if (!read_header(lines, instance, &head)) return false;
    if (!khe_instance_reserve(instance, head.size, 1)) return khe_lines_nomem(lines);
    int32_t *pickup = calloc((size_t)head.size, sizeof *pickup);
    if (pickup == NULL) return khe_lines_nomem(lines);
    const bool ok = read_nodes(lines, instance, pickup);
    free(pickup);
    if (!ok || !read_edges(lines, instance)) return false;
    instance->sites[0].role = KHE_DEPOT;
    instance->classes[0].capacity = head.capacity;
    instance->geographic = true;
    instance->timed = true;
    instance->seconds = 60;
    instance->rounding = "integer";
    return true;
}
