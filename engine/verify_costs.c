/* What a route costs, line by line, each order's share of it, and what its days cost an order. */
#include <stdlib.h>

#include "verify_parts.h"

__extension__ typedef __int128 wide;

void khe_compare_lines(khe_verifier *v, const char *pointer, const khe_costs *due,
                       const khe_costs *given, const char *whose)
{
#define X(name, key, group)                                                                        \
    if (due->line[KHE_##name] != given->line[KHE_##name])                                          \
        KHE_BREACH(v, "cost", pointer, "%s: line %s is %s and is given as %s", whose, key,         \
                   khe_decimal(due->line[KHE_##name]).s, khe_decimal(given->line[KHE_##name]).s);
    KHE_LINE_MAP(X)
#undef X
}

int64_t khe_days_cost(const khe_order *order, int32_t day, int32_t arrival)
{
    const int64_t early = order->last_ship_day > arrival ? order->last_ship_day - arrival : 0;
    return order->holding_per_day * (day - order->first_ship_day) + order->early_per_day * early;
}

static int64_t per_km(const kh_order_set *set, int64_t price, int64_t steps)
{
    return khe_money(price, steps, (int64_t)1000 * set->steps_per_m);
}

static int64_t per_h(const kh_order_set *set, int64_t price, int64_t ticks)
{
    return khe_money(price, ticks, (int64_t)3600 * set->calendar.ticks_per_s);
}

void khe_price_course(const kh_order_set *set, const khe_course *course, int64_t duty,
                      khe_costs *costs)
{
    const khe_vehicle *vehicle = &set->vehicles[course->vehicle];
    const int64_t over = duty - vehicle->overtime_after;
    *costs = (khe_costs){0};
    costs->line[KHE_OWNED] = vehicle->per_day_owned;
    costs->line[KHE_FIXED] = vehicle->per_day;
    costs->line[KHE_DISTANCE] = per_km(set, vehicle->per_km, course->steps);
    costs->line[KHE_TOLLS] = course->toll + per_km(set, vehicle->toll_per_km, course->steps);
    costs->line[KHE_TIME] = per_h(set, vehicle->per_h, duty);
    costs->line[KHE_STOPS] = vehicle->per_stop * course->stops;
    if (vehicle->overtime_after != INT32_MAX && over > 0)
        costs->line[KHE_OVERTIME] = per_h(set, vehicle->overtime_per_h, over);
}

/* max(1, largest share of capacity in any measure, in millionths). */
static int64_t largest_share(const kh_order_set *set, const khe_order *order,
                             const khe_vehicle *vehicle)
{
    int64_t largest = 1;
    for (int32_t m = 0; m < set->measures; m++) {
        const int64_t capacity = vehicle->capacity[m];
        if (capacity == INT32_MAX || capacity <= 0) continue;
        const int64_t share = (int64_t)order->quantity[m] * 1000000 / capacity;
        if (share > largest) largest = share;
    }
    return largest;
}

/* Steps of the direct leg from the order's source to its place, at least one kilometre. */
static int64_t direct_length(const kh_order_set *set, const khe_visit *visit,
                             const khe_vehicle *vehicle)
{
    const khe_order *order = &set->orders[visit->order];
    const int32_t from = visit->kind == KHE_DELIVERY ? vehicle->start : order->from.place;
    const int32_t to = visit->kind == KHE_PICKUP ? vehicle->end : order->to.place;
    const khe_leg leg = khe_travel_leg(set, vehicle->profile, from, to);
    const int64_t km = (int64_t)1000 * set->steps_per_m;
    return leg.road && leg.steps > km ? leg.steps : km;
}

/* An order weighs at its first visit. */
static int64_t weight_of(const kh_order_set *set, const khe_course *course, int32_t i)
{
    const khe_visit *visit = &course->visits[i];
    const khe_vehicle *vehicle = &set->vehicles[course->vehicle];
    if (visit->kind == KHE_SHIPMENT && visit->at_to) return 0;
    return largest_share(set, &set->orders[visit->order], vehicle) *
           direct_length(set, visit, vehicle);
}

static int by_order(const void *a, const void *b)
{
    const khe_visit *const *left = a, *const *right = b;
    return ((*left)->order > (*right)->order) - ((*left)->order < (*right)->order);
}

/* The visits that carry a weight, in the order of the order set. */
static int32_t sharers(const khe_course *course, const khe_visit **first)
{
    int32_t count = 0;
    for (int32_t i = 0; i < course->count; i++)
        if (course->visits[i].kind != KHE_SHIPMENT || !course->visits[i].at_to)
            first[count++] = &course->visits[i];
    qsort(first, (size_t)count, sizeof *first, by_order);
    return count;
}

static void share_line(int64_t amount, const int64_t *weight, wide sum, const khe_course *course,
                       const khe_visit *const *first, int32_t count, khe_costs *shares, int32_t l)
{
    int64_t left = amount;
    for (int32_t k = 0; k < count; k++) {
        const ptrdiff_t i = first[k] - course->visits;
        shares[i].line[l] = (int64_t)((wide)amount * weight[i] / sum);
        left -= shares[i].line[l];
    }
    for (int32_t k = 0; k < count && left > 0; k++, left--)
        shares[first[k] - course->visits].line[l]++;
}

kh_status khe_share_costs(const kh_order_set *set, const khe_course *course, const khe_costs *costs,
                          khe_costs *shares)
{
    const size_t n = (size_t)course->count;
    kh_status status = KH_E_NOMEM;
    int64_t *weight = calloc(n + 1, sizeof *weight);
    const khe_visit **first = calloc(n + 1, sizeof *first);
    wide sum = 0;
    if (!weight || !first) goto done;
    for (int32_t i = 0; i < course->count; i++) {
        weight[i] = weight_of(set, course, i);
        sum += weight[i];
        shares[i] = (khe_costs){0};
    }
    const int32_t count = sharers(course, first);
    for (int32_t l = 0; l < KHE_LINES && sum > 0; l++)
        share_line(costs->line[l], weight, sum, course, first, count, shares, l);
    status = KH_OK;
done:
    free(weight);
    free(first);
    return status;
}
