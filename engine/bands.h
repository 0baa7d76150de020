/* Bands of a carrier's tariff as a plan names them. */
#ifndef KHE_BANDS_H
#define KHE_BANDS_H

#include "order_set.h"

enum { KHE_BAND_NAME = 40 };

/** "up_to 500", or "above 3000" for a last band without end. \param out [KHE_BAND_NAME] */
void khe_band_name(const khe_zone *zone, int32_t band, char *out);

/** The band of the zone that bears the name, or KHE_NONE. */
int32_t khe_band_named(const khe_zone *zone, const char *name);

#endif
