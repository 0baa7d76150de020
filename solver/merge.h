/* First plans where nothing but load and length bounds a route: routes of one order each, merged
 * end to end where that saves most. */
#ifndef KHS_MERGE_H
#define KHS_MERGE_H

#include "solution.h"

/* Whether the plan is one for this: a plain problem whose windows do not bind, one resource. */
bool khs_merge_applies(const khs_scene *scene);

/* Fills an empty solution by the savings method (Clarke & Wright 1964; with a shape parameter
 * Yellow 1970): merging a route that ends at i with one that begins at j saves
 * c(i, home) + c(start, j) - shape × c(i, j). Orders of routes beyond the number of vehicles stay
 * absent, those of the smallest routes. Inside a step. false: out of memory. */
bool khs_merge_routes(khs_solution *s, double shape);

#endif
