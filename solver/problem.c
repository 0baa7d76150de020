/* Which features a problem uses. */
#include "problem.h"

#include <stddef.h>

static void survey_matrices(khs_problem *p)
{
    const int64_t cells = (int64_t)p->places * p->places;
    for (int32_t m = 0; m < p->matrices; m++) {
        p->has_tolls |= p->matrix[m].toll != NULL;
        if (p->matrix[m].whole) continue;
        if (!p->matrix[m].steps) {
            p->has_no_road = true;
            continue;
        }
        for (int64_t c = 0; c < cells && !p->has_no_road; c++)
            p->has_no_road = p->matrix[m].steps[c] >= KHS_NO_ROAD;
    }
}

/* Whether a dock is open in anything but one interval as long as the shift. */
static bool has_hours(const khs_resource *r, const int32_t *open, const int32_t *close,
                      int32_t windows)
{
    return windows != 1 || open[0] > r->open || close[0] < r->close;
}

static void survey_resources(khs_problem *p)
{
    for (int32_t i = 0; i < p->resources; i++) {
        const khs_resource *r = &p->resource[i];
        p->has_carriers |= r->tariff != NULL;
        if (r->tariff) continue;
        p->has_duration |= r->per_h > 0 || r->max_duty < KHS_FAR ||
                           (r->overtime_per_h > 0 && r->overtime_after < KHS_FAR);
        p->has_tolls |= r->toll_per_km > 0;
        p->has_stop_limits |= r->per_stop > 0 || r->max_stops < KHS_FAR;
        p->has_dock_time |= r->load_fixed > 0 || r->unload_fixed > 0 ||
                            has_hours(r, r->load_open, r->load_close, r->load_windows) ||
                            has_hours(r, r->unload_open, r->unload_close, r->unload_windows);
    }
}

static void survey_kind(khs_problem *p, int32_t visit)
{
    switch ((khs_kind)p->kind[visit]) {
    case KHS_DELIVERY:
        p->has_deliveries = true;
        break;
    case KHS_PICKUP:
        p->has_pickups = true;
        break;
    case KHS_SHIP_FROM:
    case KHS_SHIP_TO:
        p->has_pairs = true;
        break;
    }
}

static void survey_visits(khs_problem *p)
{
    for (int32_t v = 1; v <= p->visits; v++) {
        survey_kind(p, v);
        p->has_many_windows |= p->window_at[v + 1] - p->window_at[v] > 1;
        p->has_on_board |= p->max_on_board[v] < KHS_FAR;
        p->has_conflict_time |= (p->has_time[v] | p->hates_time[v]) != 0;
        p->has_conflict_route |= (p->has_route[v] | p->hates_route[v]) != 0;
        for (int32_t d = 0; d < p->docks; d++)
            p->has_dock_time |= p->dock_ticks[(int64_t)d * (p->visits + 1) + v] != 0;
        for (int32_t d = 0; d < p->days; d++) {
            const int64_t cell = (int64_t)d * (p->visits + 1) + v;
            p->has_dock_time |= p->dock_open[cell] > -KHS_FAR || p->dock_close[cell] < KHS_FAR;
        }
    }
}

void khs_problem_survey(khs_problem *p)
{
    p->has_duration = p->has_pickups = p->has_pairs = p->has_deliveries = p->has_tolls =
        p->has_fixed_stops = p->has_extra_visits = p->has_no_road = p->has_dock_time =
            p->has_many_windows = p->has_on_board = p->has_conflict_time = p->has_conflict_route =
                p->has_stop_limits = p->has_carriers = false;
    survey_matrices(p);
    survey_resources(p);
    survey_visits(p);
    for (int32_t i = 0; i < p->places; i++) {
        p->has_fixed_stops |= p->fixed_stop[i] > 0;
        p->has_extra_visits |= p->extra_visit_price[i] > 0;
    }
}
