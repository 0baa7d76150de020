/* The VRPLIB format and the sections that later sets added to it. A header of lines "KEY : value",
 * then sections of lines "number value ...", numbers counting nodes or vehicles from 1.
 *
 * The sections fill columns, one number per node or vehicle; build_vrplib.c turns them into sites
 * and classes of equal vehicles. */
#include "vrplib.h"

#include <stdlib.h>
#include <string.h>

typedef struct section {
    const char *name;
    bool of_vehicles;
    khe_column first; /* the columns it fills, one after the other */
    int32_t columns;
    double low, high;
} section;

static const section sections[] = {
    {"NODE_COORD_SECTION", false, KHE_X, 2, -KHE_INSTANCE_COORDINATE, KHE_INSTANCE_COORDINATE},
    {"DEMAND_SECTION", false, KHE_DEMAND, 1, 0, KHE_INSTANCE_DEMAND},
    {"LINEHAUL_SECTION", false, KHE_DEMAND, 1, 0, KHE_INSTANCE_DEMAND},
    {"BACKHAUL_SECTION", false, KHE_BACKHAUL, 1, 0, KHE_INSTANCE_DEMAND},
    {"SERVICE_TIME_SECTION", false, KHE_SERVICE, 1, 0, KHE_INSTANCE_TIME},
    {"TIME_WINDOW_SECTION", false, KHE_OPEN, 2, 0, KHE_INSTANCE_TIME},
    {"PRIZE_SECTION", false, KHE_PRIZE, 1, 0, KHE_INSTANCE_COST},
    {"CAPACITY_SECTION", true, KHE_CAPACITY, 1, 0, KHE_INSTANCE_DEMAND},
    {"VEHICLES_FIXED_COST_SECTION", true, KHE_FIXED, 1, 0, KHE_INSTANCE_COST},
    {"VEHICLES_UNIT_DISTANCE_COST_SECTION", true, KHE_UNIT, 1, 0, KHE_INSTANCE_COST},
    {"VEHICLES_DEPOT_SECTION", true, KHE_DEPOT_OF, 1, 1, KHE_INSTANCE_SITES},
    {"VEHICLES_MAX_DURATION_SECTION", true, KHE_DURATION, 1, 0, KHE_INSTANCE_TIME},
};
enum { SECTIONS = sizeof sections / sizeof sections[0] };

static int32_t rows_of(const khe_vrplib *file, bool of_vehicles)
{
    return of_vehicles ? file->vehicles : file->nodes;
}

static bool reserve_columns(khe_lines *lines, khe_vrplib *file, const section *kind, int32_t rows)
{
    for (int32_t c = 0; c < kind->columns; c++) {
        double **column = &file->column[kind->first + c];
        if (*column != NULL)
            return khe_lines_fail(lines, KH_E_SYNTAX, "%s stands twice in the file", kind->name);
        *column = calloc((size_t)rows, sizeof **column);
        if (*column == NULL) return khe_lines_nomem(lines);
    }
    return true;
}

static bool read_section_row(khe_lines *lines, khe_vrplib *file, const section *kind, int32_t rows,
                             bool *seen)
{
    const char *what = kind->of_vehicles ? "a vehicle's number" : "a node's number";
    int32_t number;
    if (!khe_lines_integer(lines, what, 1, rows, &number)) return false;
    if (seen[number - 1])
        return khe_lines_fail(lines, KH_E_SYNTAX, "%s: number %d stands twice", kind->name, number);
    seen[number - 1] = true;
    for (int32_t c = 0; c < kind->columns; c++)
        if (!khe_lines_number(lines, "a number", kind->low, kind->high,
                              &file->column[kind->first + c][number - 1]))
            return false;
    return khe_lines_done(lines, "the line's last number");
}

static bool read_section(khe_lines *lines, khe_vrplib *file, const section *kind)
{
    const int32_t rows = rows_of(file, kind->of_vehicles);
    if (rows == 0)
        return khe_lines_fail(lines, KH_E_SYNTAX, "expected %s before %s",
                              kind->of_vehicles ? "VEHICLES" : "DIMENSION", kind->name);
    if (!reserve_columns(lines, file, kind, rows)) return false;
    bool *seen = calloc((size_t)rows, sizeof *seen);
    if (seen == NULL) return khe_lines_nomem(lines);
    bool ok = true;
    for (int32_t i = 0; ok && i < rows; i++)
        ok = (khe_lines_next_number(lines) && read_section_row(lines, file, kind, rows, seen)) ||
             khe_lines_fail(lines, KH_E_SYNTAX, "%s: expected %d lines, found %d", kind->name, rows,
                            i);
    free(seen);
    return ok;
}

/* Node numbers, ended by -1 or by the next word. */
static bool read_depots(khe_lines *lines, khe_vrplib *file)
{
    if (file->nodes == 0)
        return khe_lines_fail(lines, KH_E_SYNTAX, "expected DIMENSION before DEPOT_SECTION");
    while (khe_lines_next_number(lines)) {
        int32_t number;
        if (!khe_lines_integer(lines, "a depot's node number or -1", -1, file->nodes, &number))
            return false;
        if (number == -1) return true;
        if (number == 0) return khe_lines_fail(lines, KH_E_SYNTAX, "nodes are counted from 1");
        file->is_depot[number - 1] = true;
        file->has_depots = true;
    }
    return true;
}

static bool read_matrix(khe_lines *lines, khe_vrplib *file)
{
    if (file->nodes == 0 || !file->is_explicit)
        return khe_lines_fail(lines, KH_E_SYNTAX,
                              "expected DIMENSION and EDGE_WEIGHT_TYPE : EXPLICIT before "
                              "EDGE_WEIGHT_SECTION");
    khe_instance *instance = file->instance;
    if (instance->matrix != NULL)
        return khe_lines_fail(lines, KH_E_SYNTAX, "EDGE_WEIGHT_SECTION stands twice in the file");
    return khe_instance_read_matrix(instance, lines);
}

static bool read_allowed_row(khe_lines *lines, khe_vrplib *file, bool *allowed)
{
    while (!khe_lines_at_end(lines)) {
        int32_t node;
        if (!khe_lines_integer(lines, "a node's number", 1, file->nodes, &node)) return false;
        allowed[node - 1] = true;
    }
    return true;
}

/* A vehicle's number, then the nodes that it may visit. */
static bool read_allowed(khe_lines *lines, khe_vrplib *file)
{
    if (file->nodes == 0 || file->vehicles == 0)
        return khe_lines_fail(lines, KH_E_SYNTAX,
                              "expected DIMENSION and VEHICLES before "
                              "VEHICLES_ALLOWED_CLIENTS_SECTION");
    if (file->allowed == NULL)
        file->allowed = calloc((size_t)file->vehicles * (size_t)file->nodes, sizeof(bool));
    if (file->allowed == NULL) return khe_lines_nomem(lines);
    while (khe_lines_next_number(lines)) {
        int32_t vehicle;
        if (!khe_lines_integer(lines, "a vehicle's number", 1, file->vehicles, &vehicle))
            return false;
        bool *row = file->allowed + (size_t)(vehicle - 1) * (size_t)file->nodes;
        if (!read_allowed_row(lines, file, row)) return false;
    }
    return true;
}

static bool read_any_section(khe_lines *lines, khe_vrplib *file, const char *name)
{
    for (int32_t s = 0; s < SECTIONS; s++)
        if (strcmp(name, sections[s].name) == 0) return read_section(lines, file, &sections[s]);
    if (strcmp(name, "DEPOT_SECTION") == 0) return read_depots(lines, file);
    if (strcmp(name, "EDGE_WEIGHT_SECTION") == 0) return read_matrix(lines, file);
    if (strcmp(name, "VEHICLES_ALLOWED_CLIENTS_SECTION") == 0) return read_allowed(lines, file);
    if (strcmp(name, "VEHICLES_RELOAD_DEPOT_SECTION") == 0 ||
        strcmp(name, "RELEASE_TIME_SECTION") == 0)
        return khe_lines_fail(lines, KH_E_UNSUPPORTED,
                              "%s: several trips of a vehicle are not supported yet", name);
    return khe_lines_fail(lines, KH_E_UNSUPPORTED, "section %.60s is not supported", name);
}

static bool read_word_value(khe_lines *lines, khe_vrplib *file, const char *key, const char *value)
{
    if (strcmp(key, "NAME") == 0 && file->instance->name == NULL) {
        file->instance->name = strdup(value);
        return file->instance->name != NULL || khe_lines_nomem(lines);
    }
    if (strcmp(key, "EDGE_WEIGHT_TYPE") == 0) {
        file->is_explicit = strcmp(value, "EXPLICIT") == 0;
        if (file->is_explicit || strcmp(value, "EUC_2D") == 0) return true;
        return khe_lines_fail(lines, KH_E_UNSUPPORTED,
                              "expected EDGE_WEIGHT_TYPE EUC_2D or EXPLICIT, found %.40s", value);
    }
    if (strcmp(key, "EDGE_WEIGHT_FORMAT") == 0 && strcmp(value, "FULL_MATRIX") != 0 &&
        strcmp(value, "FUNCTION") != 0)
        return khe_lines_fail(lines, KH_E_UNSUPPORTED,
                              "expected EDGE_WEIGHT_FORMAT FULL_MATRIX, found %.40s", value);
    return true;
}

static bool read_dimension(khe_lines *lines, khe_vrplib *file)
{
    if (file->nodes > 0) return khe_lines_fail(lines, KH_E_SYNTAX, "DIMENSION stands twice");
    if (!khe_lines_integer(lines, "a number of nodes", 1, KHE_INSTANCE_SITES, &file->nodes))
        return false;
    file->is_depot = calloc((size_t)file->nodes, sizeof *file->is_depot);
    file->instance->site_count = file->nodes;
    return file->is_depot != NULL || khe_lines_nomem(lines);
}

static bool read_vehicles(khe_lines *lines, khe_vrplib *file)
{
    if (file->vehicles > 0) return khe_lines_fail(lines, KH_E_SYNTAX, "VEHICLES stands twice");
    return khe_lines_integer(lines, "a number of vehicles", 1, KHE_INSTANCE_SITES, &file->vehicles);
}

/* The value of a header line; keys that say nothing about the problem are passed over. */
static bool read_value(khe_lines *lines, khe_vrplib *file, const char *key)
{
    const double late = KHE_INSTANCE_TIME;
    if (strcmp(key, "DIMENSION") == 0) return read_dimension(lines, file);
    if (strcmp(key, "VEHICLES") == 0) return read_vehicles(lines, file);
    if (strcmp(key, "CAPACITY") == 0)
        return khe_lines_number(lines, "a capacity", 0, KHE_INSTANCE_DEMAND, &file->capacity);
    if (strcmp(key, "SERVICE_TIME") == 0)
        return khe_lines_number(lines, "a service time", 0, late, &file->service);
    if (strcmp(key, "VEHICLES_MAX_DURATION") == 0 || strcmp(key, "DISTANCE") == 0)
        return khe_lines_number(lines, "the longest route", 0, late, &file->max_duration);
    const char *value = khe_lines_word(lines);
    if (value == NULL) return true;
    return read_word_value(lines, file, key, value);
}

/* "KEY : value", "KEY: value" or "KEY :value"; the word before is `key`, its colon perhaps with it.
 */
static bool read_header_line(khe_lines *lines, khe_vrplib *file, char *key)
{
    char *colon = strchr(key, ':');
    if (colon != NULL && colon[1] == '\0') {
        *colon = '\0';
    } else if (!khe_lines_at_end(lines) && *lines->at == ':') {
        lines->at++;
    } else {
        return khe_lines_fail(lines, KH_E_SYNTAX,
                              "expected \"KEY : value\" or a section, found \"%.60s\"", key);
    }
    return read_value(lines, file, key);
}

static bool ends_with_section(const char *word)
{
    static const char end[] = "_SECTION";
    const size_t length = strlen(word);
    return length >= sizeof end && strcmp(word + length + 1 - sizeof end, end) == 0;
}

static bool read_file(khe_lines *lines, khe_vrplib *file)
{
    while (khe_lines_next(lines)) {
        char key[64];
        const char *word = khe_lines_word(lines);
        if (strcmp(word, "EOF") == 0) return true;
        if (strlen(word) >= sizeof key)
            return khe_lines_fail(lines, KH_E_SYNTAX,
                                  "expected a key or a section, found \"%.60s\"", word);
        strcpy(key, word);
        if (!(ends_with_section(key) ? read_any_section(lines, file, key)
                                     : read_header_line(lines, file, key)))
            return false;
    }
    return true;
}

static void free_file(khe_vrplib *file)
{
    for (int32_t c = 0; c < KHE_COLUMNS; c++) free(file->column[c]);
    free(file->is_depot);
    free(file->allowed);
}

bool khe_read_vrplib(khe_lines *lines, khe_instance *instance)
{
    khe_vrplib file = {.instance = instance, .capacity = -1, .service = -1, .max_duration = -1};
    bool ok = read_file(lines, &file);
    lines->line = 0; /* what is wrong from here on is of several lines */
    ok = ok && khe_vrplib_build(lines, &file);
    free_file(&file);
    return ok;
}
