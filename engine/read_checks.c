/* What concerns several sections of an order set: lengths that can be counted, depots that have
 * roads, places that lie astray, roads that are estimates. */
#include <math.h>
#include <stdlib.h>

#include "read.h"
#include "text_writer.h"
#include "travel.h"

/* Whether the profile can know a road from or to the place. */
static bool is_on_map(const khe_profile *profile, const khe_location *place, int32_t index)
{
    if (profile->model == KHE_MATRIX) return profile->row_of[index] != KHE_NONE;
    return place->located && place->on_plane == (profile->model == KHE_PLANE);
}

/* Longest leg from the first place on the map, in steps or ticks, whichever is more. */
static int32_t farthest(const kh_order_set *set, int32_t p)
{
    int32_t first = KHE_NONE, most = 0;
    for (int32_t i = 0; i < set->location_count; i++) {
        if (!is_on_map(&set->profiles[p], &set->locations[i], i)) continue;
        if (first == KHE_NONE) first = i;
        const khe_leg leg = khe_travel_leg(set, p, first, i);
        if (leg.steps > most) most = leg.steps;
        if (leg.ticks > most) most = leg.ticks;
    }
    return most;
}

/* No leg may be so long that sums of legs cannot be counted: twice the farthest from one place
 * bounds them all. Matrices are checked where they are read. */
void khe_check_lengths(khe_set_reader *r, const khe_json *travel)
{
    const int32_t most = 1 << 28;
    for (khe_json item = {0}; khe_json_next(travel, &item);) {
        const int32_t p = khe_ids_find(&r->profiles.ids, item.key);
        if (p < 0 || r->set->profiles[p].model == KHE_MATRIX) continue;
        if (farthest(r->set, p) >= most / 2)
            khe_json_error(&item, "limit", "legs are longer than can be counted at the resolution");
    }
}

void khe_check_depots(khe_set_reader *r, const khe_json *vehicles)
{
    const kh_order_set *set = r->set;
    for (khe_json item = {0}; khe_json_next(vehicles, &item);) {
        const khe_vehicle *vehicle = &set->vehicles[item.index];
        const khe_profile *profile = &set->profiles[vehicle->profile];
        const int32_t depots[] = {vehicle->start, vehicle->end};
        for (int32_t d = 0; d < (vehicle->start == vehicle->end ? 1 : 2); d++)
            if (!is_on_map(profile, &set->locations[depots[d]], depots[d]))
                khe_json_error(&item, "no_road",
                               "the profile \"%s\" has no roads at %s/%d (\"%s\")", profile->id,
                               r->locations.where, depots[d], set->locations[depots[d]].id);
    }
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double degrees_km(double lon_a, double lat_a, double lon_b, double lat_b)
{
    const double radian = 3.14159265358979323846 / 180, radius_km = 6371.0088;
    const double u = sin((lat_b - lat_a) * radian / 2), v = sin((lon_b - lon_a) * radian / 2);
    const double h = u * u + cos(lat_a * radian) * cos(lat_b * radian) * v * v;
    return 2 * radius_km * asin(sqrt(h < 1 ? h : 1));
}

/* Distances of the places with degrees from their centre; \return how many there are */
static int32_t distances_from_centre(const kh_order_set *set, double *km)
{
    double lon = 0, lat = 0;
    int32_t n = 0;
    for (int32_t i = 0; i < set->location_count; i++) {
        const khe_location *place = &set->locations[i];
        if (!place->located || place->on_plane) continue;
        lon += place->lon;
        lat += place->lat;
        n++;
    }
    for (int32_t i = 0; i < set->location_count && n > 0; i++) {
        const khe_location *place = &set->locations[i];
        km[i] = place->located && !place->on_plane
                    ? degrees_km(place->lon, place->lat, lon / n, lat / n)
                    : -1;
    }
    return n;
}

/* A slip in a coordinate puts a place on another continent. */
void khe_warn_far_places(khe_set_reader *r, const khe_json *locations)
{
    const double far_km = 500, far_times = 10;
    const kh_order_set *set = r->set;
    const int32_t count = set->location_count;
    double *km = khe_read_alloc(r, 2 * count, sizeof(*km));
    if (!km) return;
    const int32_t n = distances_from_centre(set, km);
    double *sorted = km + count;
    int32_t kept = 0;
    for (int32_t i = 0; i < count && n > 0; i++)
        if (km[i] >= 0) sorted[kept++] = km[i];
    qsort(sorted, (size_t)kept, sizeof(*sorted), by_value);
    const double median = n > 3 ? sorted[kept / 2] : (double)INFINITY;
    for (khe_json item = {0}; n > 3 && khe_json_next(locations, &item);)
        if (km[item.index] > far_km && km[item.index] > far_times * median)
            khe_json_warn(&item, "far_place", "\"%s\" lies %.0f km from the centre of all places",
                          set->locations[item.index].id, km[item.index]);
    free(km);
}

static bool is_driven(const kh_order_set *set, int32_t profile)
{
    for (int32_t v = 0; v < set->vehicle_count; v++)
        if (set->vehicles[v].profile == profile) return true;
    for (int32_t c = 0; c < set->carrier_count; c++)
        if (set->carriers[c].mode == KHE_FTL && set->carriers[c].profile == profile) return true;
    return false;
}

void khe_warn_estimated_roads(khe_set_reader *r, const khe_json *travel)
{
    const kh_order_set *set = r->set;
    khe_writer list = {0};
    for (int32_t p = 0; p < set->profile_count; p++)
        if (set->profiles[p].model == KHE_GREAT_CIRCLE && is_driven(set, p))
            khe_put_format(&list, "%s%s great circle × %g", list.size > 0 ? ", " : "",
                           set->profiles[p].id, set->profiles[p].circuity);
    r->json.no_memory |= list.failed;
    if (list.size > 0) khe_json_warn(travel, "estimated_roads", "estimated roads: %s", list.text);
    free(list.text);
}
