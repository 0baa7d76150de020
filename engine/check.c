/* The public check of a plan document: read it, then verify it. */
#include <keyhaul/plan.h>

#include "plan.h"

kh_status kh_check(const kh_order_set *set, const char *plan_text, size_t size, kh_errors *errors)
{
    khe_plan *plan = NULL;
    kh_status status = khe_plan_read(set, plan_text, size, &plan, errors);
    if (status != KH_OK) return status;
    status = khe_verify(set, plan, errors);
    khe_plan_free(plan);
    return status;
}
