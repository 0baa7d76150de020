/* From an order set to a verified plan: each row of the table in ARCHITECTURE.md is a call. */
#include <stdlib.h>

#include <keyhaul/plan.h>

#include "compile.h"
#include "decode.h"
#include "errors.h"
#include "explain.h"
#include "plan_handle.h"
#include "savings.h"
#include "solver.h"

typedef struct listener {
    kh_progress_fn progress;
    void *payload;
    kh_progress last; /* that it was told */
    bool stopped;
} listener;

static int pass_on(const khs_news *news, void *payload)
{
    listener *to = payload;
    to->last = (kh_progress){
        .source = news->source,
        .iterations = news->iterations,
        .seconds = news->seconds,
        .cost = (double)news->cost / 1e6,
        .vehicles = news->routes,
        .unserved = news->absent,
    };
    to->stopped = to->progress(&to->last, to->payload) != 0;
    return to->stopped;
}

/* While a plan to compare with is made: the same news, so that the listener may say stop. */
static int say_again(const khs_news *news, void *payload)
{
    listener *to = payload;
    (void)news;
    to->last.source = ' ';
    to->stopped = to->progress(&to->last, to->payload) != 0;
    return to->stopped;
}

/* Share of the budget that the plan itself gets where another one is made to compare it with. */
static const double PLANS_SHARE = 0.85;

/* Of iterations; 0, no limit, stays so. */
static int64_t plans_share(int64_t iterations)
{
    const int64_t share = (int64_t)((double)iterations * PLANS_SHARE);
    return iterations > 0 && share < 1 ? 1 : share;
}

static khs_settings settings_of(const kh_settings *settings, double started)
{
    return (khs_settings){
        .time_limit = settings->time_limit,
        .clock_started = started,
        .iterations = settings->iterations,
        .islands = settings->islands,
        .threads = settings->threads,
        .seed = settings->seed,
        .exact = settings->exact,
    };
}

static kh_status solve(const khe_compiled *compiled, const khs_settings *settings, listener *to,
                       khs_result **result)
{
    khs_settings how = *settings;
    if (khe_days_matter(compiled)) {
        how.time_limit *= PLANS_SHARE;
        how.iterations = plans_share(how.iterations);
    }
    return khe_status_of(
        khs_solve(&compiled->problem, &how, to->progress ? pass_on : NULL, to, result));
}

/* The better plan takes the place of the other; the run stays what it was. */
static void take_if_better(const khe_compiled *compiled, khs_result *result, khs_result *other)
{
    if (!khe_is_better(&compiled->problem, other, result)) return;
    const khs_result kept = *result;
    result->routes = other->routes;
    result->route_count = other->route_count;
    result->absent = other->absent;
    result->absent_count = other->absent_count;
    result->cost = other->cost;
    other->routes = kept.routes;
    other->route_count = kept.route_count;
    other->absent = kept.absent;
    other->absent_count = kept.absent_count;
}

/* What consolidation saves. The plan without choice of days is made within what the budget has
 * left, and not at all where the run was stopped; it is a plan, and should it be the better one, it
 * is taken. */
static kh_status compare(const khe_compiled *compiled, const khs_settings *settings, listener *to,
                         khs_result *result, khe_savings *savings)
{
    khs_result *other = NULL;
    khe_price_alone(compiled, savings);
    if (!khe_days_matter(compiled) || result->stopped_by == KHS_BY_SIGNAL) return KH_OK;
    khs_settings how = *settings;
    if (how.iterations) how.iterations -= plans_share(how.iterations) - 1;
    const kh_status status =
        khe_price_fixed_days(compiled, &how, to->progress ? say_again : NULL, to, savings, &other);
    if (to->stopped) result->stopped_by = KHS_BY_SIGNAL;
    if (status == KH_OK) take_if_better(compiled, result, other);
    khs_result_free(other);
    return status;
}

/* Reads the document back and verifies what it says: what is handed out has passed. */
static kh_status verify(const kh_order_set *set, const char *text, size_t size, kh_errors *errors)
{
    kh_errors *breaches = errors ? NULL : kh_errors_new();
    const kh_status status = kh_check(set, text, size, errors ? errors : breaches);
    kh_errors_free(breaches);
    return status == KH_OK || status == KH_E_NOMEM ? status : KH_E_INTERNAL;
}

kh_status kh_plan_make(const kh_order_set *set, const kh_settings *settings,
                       kh_progress_fn progress, void *payload, kh_plan **out, kh_errors *errors)
{
    const double started = khs_clock_now();
    listener to = {.progress = progress, .payload = payload};
    kh_settings defaults;
    khe_compiled *compiled = NULL;
    khs_result *result = NULL;
    khe_savings savings = {.known = false};
    kh_plan *plan = calloc(1, sizeof *plan);
    kh_settings_init(&defaults);
    if (!settings) settings = &defaults;
    kh_status status = plan ? khe_compile(set, errors, &compiled) : KH_E_NOMEM;
    const khs_settings how = settings_of(settings, started);
    if (status == KH_OK) status = solve(compiled, &how, &to, &result);
    if (status == KH_OK) status = compare(compiled, &how, &to, result, &savings);
    if (status == KH_OK) status = khe_decode(compiled, result, &plan->plan, errors);
    if (status == KH_OK) plan->plan->savings = savings;
    if (status == KH_OK) status = khe_explain(compiled, result, plan->plan);
    if (status == KH_OK) {
        plan->set = set;
        plan->plan->run.seed = settings->seed;
        status = khe_plan_write(set, plan->plan, &plan->text, &plan->size);
    }
    if (status == KH_OK) status = verify(set, plan->text, plan->size, errors);
    khs_result_free(result);
    khe_compiled_free(compiled);
    if (status == KH_OK)
        *out = plan;
    else
        kh_plan_free(plan);
    return status;
}

void kh_plan_free(kh_plan *plan)
{
    if (!plan) return;
    khe_plan_free(plan->plan);
    free(plan->text);
    free(plan);
}

const char *kh_plan_text(const kh_plan *plan, size_t *size)
{
    if (size) *size = plan->size;
    return plan->text;
}

void kh_plan_summarise(const kh_plan *plan, kh_plan_summary *out)
{
    khe_plan_summarise(plan->set, plan->plan, out);
}
