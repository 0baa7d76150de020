/* Bands of a carrier's tariff by name. */
#include "bands.h"

#include <stdio.h>
#include <string.h>

void khe_band_name(const khe_zone *zone, int32_t band, char *out)
{
    const bool last = zone->bands[band].up_to == INT32_MAX;
    const int32_t bound = !last      ? zone->bands[band].up_to
                          : band > 0 ? zone->bands[band - 1].up_to
                                     : 0;
    const char *side = last ? "above" : "up_to";
    int32_t part = bound % 1000, places = 3;
    for (; places > 0 && part % 10 == 0; places--) part /= 10;
    if (places > 0)
        snprintf(out, KHE_BAND_NAME, "%s %d.%0*d", side, bound / 1000, places, part);
    else
        snprintf(out, KHE_BAND_NAME, "%s %d", side, bound / 1000);
}

int32_t khe_band_named(const khe_zone *zone, const char *name)
{
    char own[KHE_BAND_NAME];
    for (int32_t b = 0; b < zone->band_count; b++) {
        khe_band_name(zone, b, own);
        if (strcmp(own, name) == 0) return b;
    }
    return KHE_NONE;
}
