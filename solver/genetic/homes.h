/* Which depot a route belongs to, where there are several. */
#ifndef KHS_HOMES_H
#define KHS_HOMES_H

#include "lanes.h"

/* The empty lane where these visits, in this order, cost least; asks for an empty lane. */
int32_t khs_home_for(const khs_lanes *l, const int32_t *visits, int32_t count);

/* Moves the route of a lane to an empty lane of another depot if that is cheaper. The lane where it
 * then is, or -1: it stays. */
int32_t khs_rehome(khs_lanes *l, int32_t r);

#endif
