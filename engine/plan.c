/* Freeing plans. */
#include "plan.h"

#include <stdlib.h>

#include "stated.h"

void khe_stated_free(khe_stated *stated)
{
    if (!stated) return;
    for (int32_t r = 0; stated->routes && r < stated->route_count; r++)
        free(stated->routes[r].slack);
    for (int32_t s = 0; stated->shipments && s < stated->shipment_count; s++)
        free(stated->shipments[s].arrive);
    free(stated->name);
    free(stated->sha256);
    free(stated->status);
    free(stated->accounts);
    free(stated->by_order);
    free(stated->routes);
    free(stated->shipments);
    free(stated);
}

static void free_routes(khe_plan *plan)
{
    for (int32_t r = 0; plan->routes && r < plan->route_count; r++) {
        khe_route *route = &plan->routes[r];
        for (int32_t s = 0; route->steps && s < route->step_count; s++)
            free(route->steps[s].orders);
        free(route->steps);
    }
    free(plan->routes);
}

static void free_shipments(khe_plan *plan)
{
    for (int32_t s = 0; plan->shipments && s < plan->shipment_count; s++) {
        khe_shipment *shipment = &plan->shipments[s];
        for (int32_t k = 0; shipment->stops && k < shipment->stop_count; k++)
            free(shipment->stops[k].orders);
        free(shipment->stops);
    }
    free(plan->shipments);
}

static void free_unserved(khe_plan *plan)
{
    for (int32_t u = 0; plan->unserved && u < plan->unserved_count; u++) {
        khe_unserved *left = &plan->unserved[u];
        for (int32_t w = 0; left->why && w < left->why_count; w++) free(left->why[w].detail);
        free(left->why);
    }
    free(plan->unserved);
}

void khe_plan_free(khe_plan *plan)
{
    if (!plan) return;
    free_routes(plan);
    free_shipments(plan);
    free_unserved(plan);
    free(plan->orders);
    khe_stated_free(plan->stated);
    free(plan);
}
