/* The routes of a plan document. What a route sums up (driving, waiting, duty, largest load) is
 * taken from its steps; what the document states of it is kept for the verifier to compare. */
#include <stdlib.h>

#include "read_plan_parts.h"

enum {
    S_DO,
    S_AT,
    S_TRIP,
    S_ORDERS,
    S_ARRIVE,
    S_WAIT,
    S_BEGIN,
    S_END,
    S_LEAVE,
    S_LEG_KM,
    S_CUM_KM,
    S_LEG_MIN,
    S_LATEST,
    S_SLACK,
    S_EARLY,
    S_LATE,
    S_ON_BOARD,
    S_PARTS,
    S_KEYS
};

static const khe_key step_keys[S_KEYS] = {
    [S_DO] = {"do", KHE_TEXT, true},
    [S_AT] = {"at", KHE_TEXT, true},
    [S_TRIP] = {"trip", KHE_NUMBER, false},
    [S_ORDERS] = {"orders", KHE_ARRAY, false},
    [S_ARRIVE] = {"arrive", KHE_TEXT, false},
    [S_WAIT] = {"wait_min", KHE_NUMBER, false},
    [S_BEGIN] = {"begin", KHE_TEXT, false},
    [S_END] = {"end", KHE_TEXT, false},
    [S_LEAVE] = {"leave", KHE_TEXT, false},
    [S_LEG_KM] = {"leg_km", KHE_NUMBER, false},
    [S_CUM_KM] = {"cum_km", KHE_NUMBER, false},
    [S_LEG_MIN] = {"leg_min", KHE_NUMBER, false},
    [S_LATEST] = {"latest_arrival", KHE_ANY, false},
    [S_SLACK] = {"slack_min", KHE_ANY, false},
    [S_EARLY] = {"early_min", KHE_NUMBER, false},
    [S_LATE] = {"late_min", KHE_NUMBER, false},
    [S_ON_BOARD] = {"on_board", KHE_OBJECT, false},
    [S_PARTS] = {"parts", KHE_OBJECT, false},
};

static void read_orders(khe_plan_reader *r, khe_json *value, khe_step *step)
{
    step->orders = khe_plan_array(r, value, sizeof *step->orders);
    if (!step->orders) return;
    for (khe_json item = {0}; khe_json_next(value, &item);) {
        const int32_t order = khe_plan_id(&item, &r->orders, "order");
        if (order != KHE_NONE) step->orders[step->order_count++] = order;
    }
}

/* Times that a step may leave out: a start has one time and an end has one. */
static void fill_times(khe_json *found, khe_step *step)
{
    int32_t *times[] = {&step->arrive, &step->begin, &step->end, &step->leave};
    const int32_t keys[] = {S_ARRIVE, S_BEGIN, S_END, S_LEAVE};
    const bool bare = step->act == KHE_START || step->act == KHE_END;
    const int32_t one = step->act == KHE_START ? step->leave : step->arrive;
    for (int32_t k = 0; k < 4; k++) {
        if (*times[k] != KHE_NO_TIME) continue;
        if (bare && one != KHE_NO_TIME)
            *times[k] = one;
        else if (!found[keys[k]].bad)
            khe_json_error(found[keys[k]].parent, "missing_key", "\"%s\" is missing",
                           step_keys[keys[k]].name);
    }
}

static void read_lengths(khe_plan_reader *r, khe_json *found, khe_step *step)
{
    int64_t leg = 0, cum = 0;
    khe_plan_km(r, &found[S_LEG_KM], &leg);
    khe_plan_km(r, &found[S_CUM_KM], &cum);
    if (leg > INT32_MAX || cum > INT32_MAX)
        khe_json_error(found[S_CUM_KM].parent, "limit", "longer than can be counted");
    step->leg_steps = leg > INT32_MAX ? 0 : (int32_t)leg;
    step->cum_steps = cum > INT32_MAX ? 0 : (int32_t)cum;
    khe_plan_minutes(r, &found[S_LEG_MIN], &step->leg_ticks);
}

/* Keys whose only value is known. */
static void read_constants(khe_json *found)
{
    int64_t one = 0;
    double zero = 0;
    if (found[S_TRIP].value) khe_json_int(&found[S_TRIP], 1, 1, &one);
    if (found[S_EARLY].value) khe_json_number(&found[S_EARLY], 0, 0, &zero);
    if (found[S_LATE].value) khe_json_number(&found[S_LATE], 0, 0, &zero);
}

static void read_step(khe_plan_reader *r, khe_json *value, khe_step *step, int32_t *slack)
{
    static const char *const acts[] = {"start", "load", "deliver", "collect", "unload", "end"};
    khe_json found[S_KEYS];
    step->arrive = step->begin = step->end = step->leave = KHE_NO_TIME;
    step->latest_arrival = *slack = KHE_NO_TIME;
    if (!khe_json_object(value, step_keys, S_KEYS, found)) return;
    const int32_t act = khe_json_choice(&found[S_DO], acts, sizeof acts / sizeof *acts);
    step->act = act < 0 ? KHE_DELIVER : (khe_do)act;
    step->place = khe_plan_id(&found[S_AT], &r->places, "location");
    read_orders(r, &found[S_ORDERS], step);
    khe_plan_time(r, &found[S_ARRIVE], &step->arrive);
    khe_plan_time(r, &found[S_BEGIN], &step->begin);
    khe_plan_time(r, &found[S_END], &step->end);
    khe_plan_time(r, &found[S_LEAVE], &step->leave);
    if (act >= 0) fill_times(found, step);
    khe_plan_time(r, &found[S_LATEST], &step->latest_arrival);
    khe_plan_minutes(r, &found[S_WAIT], &step->wait);
    khe_plan_minutes(r, &found[S_SLACK], slack);
    read_lengths(r, found, step);
    read_constants(found);
    khe_plan_quantities(r, &found[S_ON_BOARD], step->on_board);
    khe_plan_parts(r, &found[S_PARTS]);
}

/* What the steps sum up to. */
static void sum_steps(khe_route *route)
{
    int64_t drive = 0, wait = 0;
    for (int32_t s = 0; s < route->step_count; s++) {
        const khe_step *step = &route->steps[s];
        drive += step->leg_ticks;
        wait += step->wait;
        for (int32_t m = 0; m < KHE_MEASURES_MAX; m++)
            if (step->on_board[m] > route->peak[m]) route->peak[m] = step->on_board[m];
    }
    route->drive = drive > INT32_MAX || drive < 0 ? -1 : (int32_t)drive;
    route->wait = wait > INT32_MAX || wait < 0 ? -1 : (int32_t)wait;
    if (route->step_count == 0) return;
    const int64_t duty =
        (int64_t)route->steps[route->step_count - 1].leave - route->steps[0].arrive;
    route->duty = duty > INT32_MAX || duty < 0 ? -1 : (int32_t)duty;
}

static void read_steps(khe_plan_reader *r, khe_json *value, khe_route *route,
                       khe_stated_route *stated)
{
    route->steps = khe_plan_array(r, value, sizeof *route->steps);
    stated->slack = khe_plan_array(r, value, sizeof *stated->slack);
    if (!route->steps || !stated->slack) return;
    for (khe_json item = {0}; khe_json_next(value, &item); route->step_count++)
        read_step(r, &item, &route->steps[route->step_count], &stated->slack[route->step_count]);
    sum_steps(route);
}

enum {
    R_VEHICLE,
    R_NUMBER,
    R_DAY,
    R_COST,
    R_COST_BY,
    R_KM,
    R_EMPTY,
    R_DRIVE,
    R_WAIT,
    R_DUTY,
    R_FILL,
    R_STEPS,
    R_KEYS
};

static const khe_key route_keys[R_KEYS] = {
    [R_VEHICLE] = {"vehicle", KHE_TEXT, true},   [R_NUMBER] = {"number", KHE_NUMBER, true},
    [R_DAY] = {"day", KHE_NUMBER, true},         [R_COST] = {"cost", KHE_NUMBER, true},
    [R_COST_BY] = {"cost_by", KHE_OBJECT, true}, [R_KM] = {"km", KHE_NUMBER, true},
    [R_EMPTY] = {"empty_km", KHE_NUMBER, true},  [R_DRIVE] = {"drive_h", KHE_NUMBER, true},
    [R_WAIT] = {"wait_h", KHE_NUMBER, true},     [R_DUTY] = {"duty_h", KHE_NUMBER, true},
    [R_FILL] = {"fill", KHE_OBJECT, false},      [R_STEPS] = {"steps", KHE_ARRAY, true},
};

static void read_route(khe_plan_reader *r, khe_json *value, khe_route *route,
                       khe_stated_route *stated)
{
    khe_json found[R_KEYS];
    khe_stated_sums *sums = &stated->sums;
    if (!khe_json_object(value, route_keys, R_KEYS, found)) return;
    route->vehicle = khe_plan_id(&found[R_VEHICLE], &r->vehicles, "vehicle");
    khe_plan_count(&found[R_NUMBER], &route->number);
    khe_plan_count(&found[R_DAY], &route->day);
    khe_plan_money(&found[R_COST], &sums->cost);
    khe_plan_costs(&found[R_COST_BY], &route->costs);
    khe_plan_km(r, &found[R_KM], &sums->steps);
    khe_plan_km(r, &found[R_EMPTY], &sums->empty);
    if (sums->steps > INT32_MAX || sums->empty > INT32_MAX)
        khe_json_error(&found[R_KM], "limit", "longer than can be counted");
    route->steps_driven = sums->steps > INT32_MAX ? 0 : (int32_t)sums->steps;
    route->steps_empty = sums->empty > INT32_MAX ? 0 : (int32_t)sums->empty;
    khe_plan_hours(&found[R_DRIVE], &sums->drive);
    khe_plan_hours(&found[R_WAIT], &sums->wait);
    khe_plan_hours(&found[R_DUTY], &sums->duty);
    khe_plan_fill(r, &found[R_FILL], sums->fill);
    read_steps(r, &found[R_STEPS], route, stated);
}

void khe_plan_read_routes(khe_plan_reader *r, khe_json *routes)
{
    r->plan->routes = khe_plan_array(r, routes, sizeof *r->plan->routes);
    r->stated->routes = khe_plan_array(r, routes, sizeof *r->stated->routes);
    if (!r->plan->routes || !r->stated->routes) return;
    for (khe_json item = {0}; khe_json_next(routes, &item);) {
        const int32_t i = r->plan->route_count;
        r->plan->route_count = r->stated->route_count = i + 1;
        read_route(r, &item, &r->plan->routes[i], &r->stated->routes[i]);
    }
}
