/* best_known.json: which of an instance's reference values a run is measured against, and how far
 * it is from it. The one file of the bench that reads JSON. */
#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

struct kb_references {
    cJSON *tree;
};

kb_references *kb_references_read(const char *folder)
{
    char path[KB_PATH];
    size_t size = 0;
    snprintf(path, sizeof path, "%s/best_known.json", folder);
    char *text = kb_read_text(path, &size);
    cJSON *tree = text != NULL ? cJSON_ParseWithLength(text, size) : NULL;
    free(text);
    kb_references *references = cJSON_IsObject(tree) ? malloc(sizeof *references) : NULL;
    if (references == NULL)
        cJSON_Delete(tree);
    else
        references->tree = tree;
    return references;
}

void kb_references_free(kb_references *references)
{
    if (references == NULL) return;
    cJSON_Delete(references->tree);
    free(references);
}

static kb_reference reference_from(const cJSON *entry, const char *cost, const char *vehicles)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(entry, cost);
    const cJSON *count = cJSON_GetObjectItemCaseSensitive(entry, vehicles);
    return (kb_reference){.cost = cJSON_IsNumber(value) ? value->valuedouble : (double)NAN,
                          .vehicles = cJSON_IsNumber(count) ? count->valueint : -1};
}

/* Whether the value itself is fewest vehicles first. */
static bool is_vehicles_first(const cJSON *entry)
{
    const cJSON *objective = cJSON_GetObjectItemCaseSensitive(entry, "objective");
    return cJSON_IsString(objective) &&
           strncmp(objective->valuestring, "vehicles first", strlen("vehicles first")) == 0;
}

kb_reference kb_reference_of(const kb_references *references, const char *suite,
                             const char *instance, const char *first)
{
    const kb_reference none = {.cost = (double)NAN, .vehicles = -1};
    if (references == NULL) return none;
    char key[2 * KB_NAME];
    snprintf(key, sizeof key, "%s/%s", suite, instance);
    const cJSON *entry = cJSON_GetObjectItemCaseSensitive(references->tree, key);
    const bool vehicles_first = strcmp(first, "vehicles") == 0;
    const cJSON *other = cJSON_GetObjectItemCaseSensitive(entry, "hierarchical");
    if (is_vehicles_first(entry) == vehicles_first)
        return reference_from(entry, "cost", "vehicles");
    if (!vehicles_first || other == NULL) return none;
    /* quoted values that nobody could check may lie below what the arithmetic allows */
    const bool checked = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(other, "verified"));
    return checked ? reference_from(other, "cost", "vehicles")
                   : reference_from(other, "solution_cost", "solution_vehicles");
}

void kb_row_measure(kb_row *row, kb_reference reference)
{
    row->best_known = reference.cost;
    row->best_vehicles = reference.vehicles;
    row->gap_pct = 100 * (row->cost - reference.cost) / reference.cost;
    if (strcmp(row->first, "vehicles") != 0 || reference.vehicles < 0) return;
    if (row->vehicles > reference.vehicles) row->gap_pct = (double)NAN;
}

/* References in double precision are rounded to two or more decimals, and a leg of ours to a
 * thousandth: within five hundredths a value is the same. Whole and one-decimal ones differ by
 * more. */
bool kb_row_at_best(const kb_row *row)
{
    return !isnan(row->gap_pct) && row->cost < row->best_known + 0.05;
}

double kb_gap_shown(double gap_pct) { return fabs(gap_pct) < 0.005 ? 0.0 : gap_pct; }
