/* Li and Lim's format: a line with vehicles, capacity and speed (not used), then a line per
 * location: number, x, y, demand (positive where collected), ready time, due date, service time,
 * the number of its pickup or 0, the number of its delivery or 0. Location 0 is the depot. */
#include <stdlib.h>

#include "instance.h"

/* Both partner columns of a location, until all locations are known. */
typedef struct partners {
    int32_t pickup, delivery;
} partners;

static bool read_fleet(khe_lines *lines, khe_class *fleet)
{
    double speed;
    if (!khe_lines_next(lines))
        return khe_lines_fail(lines, KH_E_SYNTAX, "expected vehicles, capacity and speed");
    return khe_lines_integer(lines, "a number of vehicles", 1, 1000000, &fleet->count) &&
           khe_lines_number(lines, "a capacity", 0, KHE_INSTANCE_DEMAND, &fleet->capacity) &&
           khe_lines_number(lines, "a speed", 0, 1e9, &speed) && khe_lines_done(lines, "the speed");
}

static bool read_row(khe_lines *lines, khe_site *site, int32_t row, partners *with)
{
    const double far = KHE_INSTANCE_COORDINATE, late = KHE_INSTANCE_TIME;
    const double most = KHE_INSTANCE_DEMAND;
    return khe_lines_integer(lines, "the next location number", row, row, &site->number) &&
           khe_lines_number(lines, "an x coordinate", -far, far, &site->x) &&
           khe_lines_number(lines, "a y coordinate", -far, far, &site->y) &&
           khe_lines_number(lines, "a demand", -most, most, &site->demand) &&
           khe_lines_number(lines, "a ready time", 0, late, &site->open) &&
           khe_lines_number(lines, "a due date", site->open, late, &site->close) &&
           khe_lines_number(lines, "a service time", 0, late, &site->service) &&
           khe_lines_integer(lines, "a pickup's number or 0", 0, KHE_INSTANCE_SITES,
                             &with->pickup) &&
           khe_lines_integer(lines, "a delivery's number or 0", 0, KHE_INSTANCE_SITES,
                             &with->delivery) &&
           khe_lines_done(lines, "the delivery's number");
}

static bool grow(khe_instance *instance, partners **with, int32_t *room)
{
    *room = *room == 0 ? 128 : 2 * *room;
    khe_site *sites = realloc(instance->sites, (size_t)*room * sizeof *sites);
    if (sites == NULL) return false;
    instance->sites = sites;
    partners *more = realloc(*with, (size_t)*room * sizeof *more);
    if (more == NULL) return false;
    *with = more;
    return true;
}

static bool read_rows(khe_lines *lines, khe_instance *instance, partners **with)
{
    int32_t room = 0;
    instance->site_count = 0;
    while (khe_lines_next(lines)) {
        const int32_t row = instance->site_count;
        if (row == room && !grow(instance, with, &room)) return khe_lines_nomem(lines);
        instance->sites[row] = (khe_site){.role = KHE_SHIPMENT_TO, .prize = -1, .partner = -1};
        instance->sites[row].line = lines->line;
        if (!read_row(lines, &instance->sites[row], row, &(*with)[row])) return false;
        instance->site_count++;
    }
    if (instance->site_count > 0) return true;
    return khe_lines_fail(lines, KH_E_SYNTAX,
                          "expected the depot's line, found the end of the file");
}

/* A pickup and its delivery name each other and carry the same quantity. */
static bool pair(khe_lines *lines, khe_instance *instance, const partners *with, int32_t i)
{
    khe_site *sites = instance->sites;
    const int32_t to = with[i].delivery, from = with[i].pickup;
    lines->line = sites[i].line;
    if ((to == 0) == (from == 0))
        return khe_lines_fail(lines, KH_E_SYNTAX, "location %d: expected a pickup or a delivery",
                              i);
    const int32_t partner = to != 0 ? to : from;
    if (partner >= instance->site_count || (to != 0 ? with[to].pickup : with[from].delivery) != i)
        return khe_lines_fail(lines, KH_E_SYNTAX,
                              "location %d: its partner %d does not name it in turn", i, partner);
    if (to == 0) return true;
    if (sites[i].demand < 0 || sites[to].demand != -sites[i].demand)
        return khe_lines_fail(lines, KH_E_SYNTAX,
                              "location %d: expected as much as is delivered at %d", i, to);
    sites[i].role = KHE_SHIPMENT;
    sites[i].partner = to;
    return true;
}

bool khe_read_lilim(khe_lines *lines, khe_instance *instance)
{
    if (!khe_instance_reserve(instance, 1, 1)) return khe_lines_nomem(lines);
    partners *with = NULL;
    bool ok = read_fleet(lines, &instance->classes[0]) && read_rows(lines, instance, &with);
    for (int32_t i = 1; ok && i < instance->site_count; i++) ok = pair(lines, instance, with, i);
    free(with);
    if (!ok) return false;
    instance->sites[0].role = KHE_DEPOT;
    instance->timed = true;
    instance->rounding = "exact";
    return true;
}
