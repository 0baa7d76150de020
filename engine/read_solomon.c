/* Solomon's and Gehring and Homberger's format: a name, a block VEHICLE (number, capacity), a table
 * CUSTOMER whose row 0 is the depot. The depot's window is the shift. */
#include <stdlib.h>
#include <string.h>

#include "instance.h"

static bool read_name(khe_lines *lines, khe_instance *instance)
{
    if (!khe_lines_next(lines))
        return khe_lines_fail(lines, KH_E_SYNTAX, "expected the instance's name, found nothing");
    instance->name = strdup(khe_lines_word(lines));
    return instance->name != NULL || khe_lines_nomem(lines);
}

/* The line that consists of or begins with the word. */
static bool expect_word(khe_lines *lines, const char *word)
{
    const char *found = khe_lines_next(lines) ? khe_lines_word(lines) : NULL;
    if (found != NULL && strcmp(found, word) == 0) return true;
    return khe_lines_fail(lines, KH_E_SYNTAX, "expected %s, found \"%.40s\"", word,
                          found != NULL ? found : "the end of the file");
}

static bool read_fleet(khe_lines *lines, int32_t *count, double *capacity)
{
    if (!expect_word(lines, "VEHICLE") || !expect_word(lines, "NUMBER")) return false;
    if (!khe_lines_next(lines))
        return khe_lines_fail(lines, KH_E_SYNTAX,
                              "expected the number of vehicles and the capacity");
    return khe_lines_integer(lines, "a number of vehicles", 1, 1000000, count) &&
           khe_lines_number(lines, "a capacity", 0, KHE_INSTANCE_DEMAND, capacity) &&
           khe_lines_done(lines, "the capacity");
}

static bool read_row(khe_lines *lines, khe_site *site, int32_t row)
{
    const double far = KHE_INSTANCE_COORDINATE, late = KHE_INSTANCE_TIME;
    return khe_lines_integer(lines, "the next customer number", row, row, &site->number) &&
           khe_lines_number(lines, "an x coordinate", -far, far, &site->x) &&
           khe_lines_number(lines, "a y coordinate", -far, far, &site->y) &&
           khe_lines_number(lines, "a demand", 0, KHE_INSTANCE_DEMAND, &site->demand) &&
           khe_lines_number(lines, "a ready time", 0, late, &site->open) &&
           khe_lines_number(lines, "a due date", site->open, late, &site->close) &&
           khe_lines_number(lines, "a service time", 0, late, &site->service) &&
           khe_lines_done(lines, "the service time");
}

static bool read_rows(khe_lines *lines, khe_instance *instance)
{
    int32_t room = 0;
    instance->site_count = 0;
    while (khe_lines_next_number(lines)) {
        if (instance->site_count == room) {
            room = room == 0 ? 128 : 2 * room;
            khe_site *more = realloc(instance->sites, (size_t)room * sizeof *more);
            if (more == NULL) return khe_lines_nomem(lines);
            instance->sites = more;
        }
        khe_site *site = &instance->sites[instance->site_count];
        *site = (khe_site){.role = KHE_DELIVERY, .prize = -1, .partner = -1};
        if (!read_row(lines, site, instance->site_count)) return false;
        instance->site_count++;
    }
    if (khe_lines_next(lines))
        return khe_lines_fail(lines, KH_E_SYNTAX, "expected a customer's line, found \"%.40s\"",
                              khe_lines_word(lines));
    if (instance->site_count > 0) return true;
    return khe_lines_fail(lines, KH_E_SYNTAX,
                          "expected the depot's line, found the end of the file");
}

bool khe_read_solomon(khe_lines *lines, khe_instance *instance)
{
    if (!khe_instance_reserve(instance, 1, 1)) return khe_lines_nomem(lines);
    khe_class *fleet = &instance->classes[0];
    if (!read_name(lines, instance) || !read_fleet(lines, &fleet->count, &fleet->capacity))
        return false;
    if (!expect_word(lines, "CUSTOMER") || !expect_word(lines, "CUST")) return false;
    if (!read_rows(lines, instance)) return false;
    instance->sites[0].role = KHE_DEPOT;
    instance->timed = true;
    instance->rounding = "dimacs";
    return true;
}
