/* The standard instances, where they are at hand: each becomes an order set, and the published
 * routes, driven by the order set's own legs and prices, cost what is published. */
#include "test.h"

#include <cjson/cJSON.h>
#include <keyhaul/keyhaul.h>
#include <math.h>

#include "order_set.h"
#include "travel.h"

static const char *folder;

static char *read_text(const char *name, size_t *size)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL) return NULL;
    fseek(file, 0, SEEK_END);
    const long length = ftell(file);
    rewind(file);
    char *text = malloc((size_t)length + 1);
    CHECK(text != NULL);
    *size = fread(text, 1, (size_t)length, file);
    text[*size] = '\0';
    fclose(file);
    return text;
}

typedef struct suite {
    const char *name, *format, *ending;
    int32_t offset;   /* from a number in a .sol file to one of the instance */
    double tolerance; /* published costs in double precision, our legs in thousandths */
} suite;

static const suite suites[] = {
    {"solomon", "solomon", "txt", 0, 1e-6},    {"homberger", "solomon", "txt", 0, 1e-6},
    {"cvrp-x", "vrplib", "vrp", 1, 1e-6},      {"lilim", "lilim", "txt", 0, 0.05},
    {"pdptw-road", "sartori", "txt", 0, 1e-6}, {"hfvrp", "vrplib", "vrp", 1, 0.05},
    {"mdvrptw", "vrplib", "vrp", 1, 1e-6},     {"vrpb", "vrplib", "vrp", 1, 1e-6},
    {"pcvrptw", "vrplib", "vrp", 1, 1e-6},     {"sdvrptw", "vrplib", "vrp", 1, 1e-6},
};

static kh_order_set *order_set(const suite *from, const char *name, const char *first)
{
    char path[256];
    size_t size = 0;
    snprintf(path, sizeof path, "%s/%s.%s", from->name, name, from->ending);
    char *text = read_text(path, &size), *document = NULL;
    if (text == NULL) fail_msg("%s is missing", path);
    const kh_convert_options options = {.first = first, .name = name};
    kh_errors *errors = kh_errors_new();
    kh_order_set *set = NULL;
    kh_status status = kh_convert(from->format, text, size, &options, &document, errors);
    if (status == KH_OK)
        status = kh_order_set_parse(document, strlen(document), NULL, &set, errors);
    if (status != KH_OK) {
        const kh_finding *found = kh_errors_at(errors, KH_ERROR, 0);
        fail_msg("%s: %s: %s", path, found != NULL ? found->pointer : "",
                 found != NULL ? found->message : kh_status_text(status));
    }
    kh_errors_free(errors);
    kh_text_free(document);
    free(text);
    return set;
}

/* The location with the number as its id. */
static int32_t location_of(const kh_order_set *set, int64_t number)
{
    char id[24];
    snprintf(id, sizeof id, "%" PRId64, number);
    for (int32_t i = 0; i < set->location_count; i++)
        if (strcmp(set->locations[i].id, id) == 0) return i;
    fail_msg("no location %s", id);
    return 0;
}

/* The class of the k-th vehicle (from 0): equal vehicles stand together in the files. */
static const khe_vehicle *class_of(const kh_order_set *set, int64_t k)
{
    int32_t v = 0;
    while (set->vehicles[v].count != KHE_NONE && k >= set->vehicles[v].count) {
        k -= set->vehicles[v++].count;
        CHECK(v < set->vehicle_count);
    }
    return &set->vehicles[v];
}

/* Cost of "Route #k: a b c"; marks the places it visits. */
static int64_t route_cost(const kh_order_set *set, const suite *from, char *line, bool *visited)
{
    char *end = NULL;
    const int64_t k = strtoll(strchr(line, '#') + 1, &end, 10);
    const khe_vehicle *vehicle = class_of(set, k - 1);
    int64_t steps = 0;
    int32_t at = vehicle->start;
    char *text = strchr(end, ':') + 1;
    for (int64_t number; number = strtoll(text, &end, 10), end != text; text = end) {
        const int32_t to = location_of(set, number + from->offset);
        steps += khe_travel_leg(set, vehicle->profile, at, to).steps;
        visited[to] = true;
        at = to;
    }
    if (at == vehicle->start) return 0;
    steps += khe_travel_leg(set, vehicle->profile, at, vehicle->end).steps;
    return vehicle->per_day + khe_money(vehicle->per_km, steps, 1000 * set->steps_per_m);
}

static int64_t unserved_cost(const kh_order_set *set, const bool *visited)
{
    int64_t cost = 0;
    for (int32_t o = 0; o < set->order_count; o++) {
        const khe_order *order = &set->orders[o];
        const bool served = visited[order->to.place] &&
                            (order->from.place == KHE_NONE || visited[order->from.place]);
        const bool to_depot = order->from.place != KHE_NONE && visited[order->from.place];
        if (served || to_depot) continue;
        if (order->unserved_penalty == KHE_NONE) fail_msg("order %s is not served", order->id);
        cost += order->unserved_penalty;
    }
    return cost;
}

static double solution_cost(const kh_order_set *set, const suite *from, const char *file)
{
    size_t size = 0;
    char *text = read_text(file, &size);
    if (text == NULL) fail_msg("%s is missing", file);
    bool *visited = calloc((size_t)set->location_count, sizeof *visited);
    CHECK(visited != NULL);
    int64_t cost = 0;
    for (char *line = text, *next; line != NULL; line = next) {
        next = strchr(line, '\n');
        if (next != NULL) *next++ = '\0';
        if (strncmp(line, "Route #", 7) == 0) cost += route_cost(set, from, line, visited);
    }
    cost += unserved_cost(set, visited);
    free(visited);
    free(text);
    return (double)cost / 1e6;
}

static double number_of(const cJSON *entry, const char *key)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(entry, key);
    return cJSON_IsNumber(value) ? value->valuedouble : (double)NAN;
}

/* One set of published routes of an instance, if there is one. */
static int check_routes(const suite *from, const char *name, const char *first, const cJSON *entry,
                        double tolerance)
{
    kh_order_set *set = order_set(from, name, first);
    const cJSON *file = cJSON_GetObjectItemCaseSensitive(entry, "solution_file");
    const int count = cJSON_IsString(file);
    if (count == 1) {
        double expected = number_of(entry, "solution_cost");
        if (isnan(expected)) expected = number_of(entry, "cost");
        const double cost = solution_cost(set, from, file->valuestring);
        if (!(fabs(cost - expected) <= tolerance))
            fail_msg("%s costs %.6f, published %.6f", file->valuestring, cost, expected);
    }
    kh_order_set_free(set);
    return count;
}

static int check_instance(const suite *from, const char *name, const cJSON *entry)
{
    int count = check_routes(from, name, NULL, entry, from->tolerance);
    const cJSON *other = cJSON_GetObjectItemCaseSensitive(entry, "hierarchical");
    if (other != NULL) count += check_routes(from, name, "vehicles", other, 0.05);
    return count;
}

static void published_routes_cost_what_is_published(void **state)
{
    (void)state;
    size_t size = 0;
    int count = 0;
    char *text = read_text("best_known.json", &size);
    CHECK(text != NULL);
    cJSON *known = cJSON_ParseWithLength(text, size);
    free(text);
    const cJSON *entry;
    cJSON_ArrayForEach(entry, known)
    {
        const size_t length = strcspn(entry->string, "/");
        for (size_t s = 0; s < sizeof suites / sizeof suites[0]; s++)
            if (strlen(suites[s].name) == length &&
                strncmp(entry->string, suites[s].name, length) == 0)
                count += check_instance(&suites[s], entry->string + length + 1, entry);
    }
    cJSON_Delete(known);
    printf("%d sets of routes\n", count);
    CHECK(count > 0);
}

int main(void)
{
    size_t size = 0;
    folder = getenv("KEYHAUL_INSTANCES");
    if (folder == NULL) folder = KEYHAUL_INSTANCES_DEFAULT;
    char *known = folder[0] != '\0' ? read_text("best_known.json", &size) : NULL;
    if (known == NULL) {
        printf("no standard instances at hand (KEYHAUL_INSTANCES): skipped\n");
        return 77;
    }
    free(known);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_routes_cost_what_is_published),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
