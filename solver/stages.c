/* Which stages a bred run has (see stages.h). */
#include "stages.h"

enum {
    WHOLE_BELOW = 500,  /* orders that one population can carry to the end */
    WHOLE_MOST = 1200,  /* ... and to a plan worth cutting up, where routes are long */
    LONG_ROUTE = 25,    /* orders */
    LONG_AT_FIRST = 20, /* ... of a first plan by insertion, which has too many routes */
    WHOLE_BIRTHS = 2    /* per order that the whole is bred for at least */
};

static const double ALL = 1.0;
static const double START = 0.05; /* annealing for a good plan at once */
static const double WHOLE = 0.8;  /* the end of the whole where parts follow */

/* So that a part of the plan would be few routes. */
static bool has_long_routes(const khs_prospect *x)
{
    return x->orders >= (x->savings ? LONG_ROUTE : LONG_AT_FIRST) * x->routes;
}

khs_stages khs_stages_of(const khs_prospect *x)
{
    const khs_stages annealing = {ALL, ALL};
    if (x->orders < WHOLE_BELOW) return (khs_stages){START, ALL};
    if (x->orders <= WHOLE_MOST && has_long_routes(x))
        return x->births < WHOLE_BIRTHS * x->orders ? annealing : (khs_stages){START, WHOLE};
    return x->rounds < 1.0 ? annealing : (khs_stages){KHS_PARTS_AFTER, KHS_PARTS_AFTER};
}
