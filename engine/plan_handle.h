/* The public plan: the plan proper with its document. */
#ifndef KHE_PLAN_HANDLE_H
#define KHE_PLAN_HANDLE_H

#include "plan.h"

struct kh_plan {
    const kh_order_set *set; /* not owned; outlives the plan */
    khe_plan *plan;
    char *text; /* [size + 1] */
    size_t size;
};

#endif
