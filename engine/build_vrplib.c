/* From the columns of a VRPLIB file to the sites and classes of an instance. Equal vehicles become
 * one class; where no number of vehicles is stated there is one unlimited class per depot. */
#include <stdlib.h>
#include <string.h>

#include "vrplib.h"

/* Costs of vehicles are written times 100. */
#define COST_SCALE 100.0

static double value_of(const khe_vrplib *file, khe_column column, int32_t i, double otherwise)
{
    return file->column[column] != NULL ? file->column[column][i] : otherwise;
}

static bool check_complete(khe_lines *lines, const khe_vrplib *file)
{
    if (file->nodes == 0) return khe_lines_fail(lines, KH_E_SYNTAX, "expected a DIMENSION");
    if (file->is_explicit && file->instance->matrix == NULL)
        return khe_lines_fail(lines, KH_E_SYNTAX, "expected an EDGE_WEIGHT_SECTION");
    if (!file->is_explicit && file->column[KHE_X] == NULL)
        return khe_lines_fail(lines, KH_E_SYNTAX, "expected a NODE_COORD_SECTION");
    if (file->column[KHE_DEMAND] == NULL && file->column[KHE_BACKHAUL] == NULL)
        return khe_lines_fail(lines, KH_E_SYNTAX, "expected a DEMAND_SECTION");
    if (file->capacity < 0 && file->column[KHE_CAPACITY] == NULL)
        return khe_lines_fail(lines, KH_E_SYNTAX, "expected a CAPACITY");
    return true;
}

static bool build_site(khe_lines *lines, const khe_vrplib *file, int32_t i)
{
    khe_site *site = &file->instance->sites[i];
    const double back = value_of(file, KHE_BACKHAUL, i, 0);
    *site = (khe_site){.number = i + 1,
                       .role = back > 0 ? KHE_PICKUP : KHE_DELIVERY,
                       .x = value_of(file, KHE_X, i, 0),
                       .y = value_of(file, KHE_Y, i, 0),
                       .demand = value_of(file, KHE_DEMAND, i, 0),
                       .open = value_of(file, KHE_OPEN, i, 0),
                       .close = value_of(file, KHE_CLOSE, i, -1),
                       .service = value_of(file, KHE_SERVICE, i, file->service),
                       .prize = value_of(file, KHE_PRIZE, i, -1),
                       .partner = -1};
    if (site->service < 0) site->service = 0;
    if (file->column[KHE_CLOSE] != NULL && site->close < site->open)
        return khe_lines_fail(lines, KH_E_SYNTAX, "node %d: its time window ends before it begins",
                              i + 1);
    if (back > 0 && site->demand > 0)
        return khe_lines_fail(lines, KH_E_UNSUPPORTED,
                              "node %d: a demand and a backhaul at one node are not supported",
                              i + 1);
    if (back > 0) site->demand = back;
    if (file->is_depot[i]) site->role = KHE_DEPOT;
    return true;
}

static bool same_allowed(const khe_vrplib *file, const bool *a, const bool *b)
{
    return a == b || (a != NULL && b != NULL && memcmp(a, b, (size_t)file->nodes) == 0);
}

static bool same_class(const khe_vrplib *file, const khe_class *a, const khe_class *b)
{
    return a->depot == b->depot && a->capacity == b->capacity && a->fixed == b->fixed &&
           a->per_unit == b->per_unit && a->max_duration == b->max_duration &&
           same_allowed(file, a->allowed, b->allowed);
}

/* Vehicle v as a class of one; `allowed` borrowed from the file. */
static khe_class class_of(const khe_vrplib *file, int32_t v, int32_t depot)
{
    return (khe_class){
        .count = 1,
        .depot = (int32_t)value_of(file, KHE_DEPOT_OF, v, depot + 1) - 1,
        .capacity = value_of(file, KHE_CAPACITY, v, file->capacity),
        .fixed = value_of(file, KHE_FIXED, v, 0) / COST_SCALE,
        .per_unit = value_of(file, KHE_UNIT, v, COST_SCALE) / COST_SCALE,
        .max_duration = value_of(file, KHE_DURATION, v, file->max_duration),
        .allowed = file->allowed != NULL ? file->allowed + (size_t)v * (size_t)file->nodes : NULL};
}

static void group_vehicles(const khe_vrplib *file, int32_t depot)
{
    khe_instance *instance = file->instance;
    instance->class_count = 0;
    for (int32_t v = 0; v < file->vehicles; v++) {
        const khe_class one = class_of(file, v, depot);
        int32_t k = 0;
        while (k < instance->class_count && !same_class(file, &instance->classes[k], &one)) k++;
        if (k < instance->class_count)
            instance->classes[k].count++;
        else
            instance->classes[instance->class_count++] = one;
    }
}

static void unlimited_vehicles(const khe_vrplib *file)
{
    khe_instance *instance = file->instance;
    instance->class_count = 0;
    for (int32_t i = 0; i < file->nodes; i++) {
        if (!file->is_depot[i]) continue;
        khe_class one = class_of(file, 0, i);
        one.count = -1;
        instance->classes[instance->class_count++] = one;
    }
}

/* Gives every class its own copy of `allowed`. */
static bool own_allowed(khe_lines *lines, const khe_vrplib *file)
{
    bool whole = true;
    for (int32_t k = 0; k < file->instance->class_count; k++) {
        khe_class *class = &file->instance->classes[k];
        if (class->allowed == NULL) continue;
        bool *copy = whole ? malloc((size_t)file->nodes) : NULL;
        if (copy != NULL) memcpy(copy, class->allowed, (size_t)file->nodes);
        class->allowed = copy;
        whole = copy != NULL;
    }
    return whole || khe_lines_nomem(lines);
}

static bool check_depots(khe_lines *lines, const khe_vrplib *file)
{
    for (int32_t k = 0; k < file->instance->class_count; k++) {
        const int32_t depot = file->instance->classes[k].depot;
        if (depot >= file->nodes || !file->is_depot[depot])
            return khe_lines_fail(lines, KH_E_SYNTAX, "VEHICLES_DEPOT_SECTION: node %d is no depot",
                                  depot + 1);
    }
    return true;
}

/* What the classic sets of these kinds use; see bench/README.md. */
static const char *rounding_of(const khe_vrplib *file)
{
    if (file->is_explicit) return "integer";
    if (file->column[KHE_PRIZE] != NULL) return "dimacs";
    for (int32_t c = KHE_CAPACITY; c < KHE_COLUMNS; c++)
        if (file->column[c] != NULL) return "exact";
    if (file->allowed != NULL) return "exact";
    return file->column[KHE_OPEN] != NULL ? "dimacs" : "integer";
}

bool khe_vrplib_build(khe_lines *lines, khe_vrplib *file)
{
    if (!check_complete(lines, file)) return false;
    khe_instance *instance = file->instance;
    if (!file->has_depots) file->is_depot[0] = true;
    int32_t depot = 0;
    while (!file->is_depot[depot]) depot++;
    const int32_t most = file->vehicles > 0 ? file->vehicles : file->nodes;
    if (!khe_instance_reserve(instance, file->nodes, most)) return khe_lines_nomem(lines);
    for (int32_t i = 0; i < file->nodes; i++)
        if (!build_site(lines, file, i)) return false;
    if (file->vehicles > 0)
        group_vehicles(file, depot);
    else
        unlimited_vehicles(file);
    instance->backhauls = file->column[KHE_BACKHAUL] != NULL;
    instance->timed = file->column[KHE_OPEN] != NULL || file->max_duration >= 0 ||
                      file->column[KHE_DURATION] != NULL;
    instance->rounding = rounding_of(file);
    return own_allowed(lines, file) && check_depots(lines, file);
}
