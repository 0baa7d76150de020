/* Compiling: an order set becomes plain arrays without names. One step per concern, each in its
 * file; docs/rules.md says what each must come to. */
#include "compile.h"

#include <stdlib.h>

#include "compile_parts.h"

/* The horizon must leave room for the sums that a route's times are made of. */
static kh_status check_horizon(const khe_build *b)
{
    const khe_calendar *calendar = &b->set->calendar;
    const int64_t ticks = (calendar->days + (int64_t)2) * 86400 * calendar->ticks_per_s;
    if (ticks < KHS_FAR) return KH_OK;
    khe_errors_add(b->errors, KH_ERROR, "too_long", "/horizon",
                   "%d days are more than can be counted in ticks of 1/%d s; use a coarser "
                   "resolution",
                   (int)calendar->days, (int)calendar->ticks_per_s);
    return KH_E_LIMIT;
}

static void fill_units(khe_build *b)
{
    khs_problem *p = b->p;
    p->days = b->set->calendar.days;
    p->steps_per_km = 1000 * b->set->steps_per_m;
    p->ticks_per_h = 3600 * b->set->calendar.ticks_per_s;
    p->vehicles_first = b->set->vehicles_first;
}

static kh_status check_objective(const khe_build *b)
{
    if (!b->set->vehicles_first || !b->set->carrier_count) return KH_OK;
    khe_errors_add(b->errors, KH_ERROR, "unsupported", "/objective/first",
                   "fewest vehicles first, where carriers may take orders, is not supported yet");
    return KH_E_UNSUPPORTED;
}

static kh_status run_steps(khe_build *b)
{
    static kh_status (*const steps[])(khe_build *) = {
        khe_compile_kinds, khe_compile_places,  khe_compile_resources, khe_compile_visits,
        khe_compile_days,  khe_compile_allowed, khe_compile_windows,   khe_compile_quantities,
        khe_compile_stock, khe_compile_bonds,   khe_compile_conflicts, khe_compile_matrices,
    };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        const kh_status status = steps[i](b);
        if (status != KH_OK) return status;
    }
    return KH_OK;
}

kh_status khe_compile(const kh_order_set *set, kh_errors *errors, khe_compiled **out)
{
    khe_compiled *compiled = calloc(1, sizeof *compiled);
    if (!compiled) return KH_E_NOMEM;
    compiled->set = set;
    khe_build build = {.set = set, .out = compiled, .p = &compiled->problem, .errors = errors};
    kh_status status = check_horizon(&build);
    if (status == KH_OK) status = check_objective(&build);
    fill_units(&build);
    if (status == KH_OK) status = run_steps(&build);
    if (status != KH_OK) {
        khe_compiled_free(compiled);
        return status;
    }
    khs_problem_survey(&compiled->problem);
    *out = compiled;
    return KH_OK;
}

void khe_compiled_free(khe_compiled *compiled)
{
    if (!compiled) return;
    khe_store_free(&compiled->store);
    free(compiled);
}

int32_t khe_compiled_visits(const khe_compiled *compiled, int32_t order, int32_t visits[2])
{
    const khs_order *o = &compiled->problem.order[order];
    visits[0] = o->visit;
    visits[1] = o->partner;
    return o->partner ? 2 : 1;
}
