/* Plans: made from an order set, verified, written as JSON; and the check of any plan document. */
#ifndef KEYHAUL_PLAN_H
#define KEYHAUL_PLAN_H

#include <stddef.h>
#include <stdint.h>

#include <keyhaul/order_set.h>
#include <keyhaul/settings.h>
#include <keyhaul/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct kh_plan kh_plan;

/** One line of progress. `source`: R ruin and recreate, L local search, P pool, E exact, C
 * construction; ' ' no news. */
typedef struct kh_progress {
    char source;
    int64_t iterations;
    double seconds;
    double cost; /* in the currency */
    int32_t vehicles, unserved;
} kh_progress;

/** Called now and then from the thread that called kh_plan_make. Non-zero: stop with the best plan
 * so far. */
typedef int (*kh_progress_fn)(const kh_progress *progress, void *payload);

/** Plans an order set. The plan has passed the verifier when it is returned.
 *
 *  \param settings may be NULL: the defaults
 *  \param progress may be NULL
 *  \param out      receives the plan, yours to free; untouched on failure
 *  \param errors   may be NULL; on KH_E_INTERNAL says what the verifier found
 *  \return KH_OK, KH_E_NOMEM, KH_E_LIMIT or KH_E_INTERNAL
 *  Threads: several calls at once are fine, on the same order set too. */
KH_API kh_status kh_plan_make(const kh_order_set *set, const kh_settings *settings,
                              kh_progress_fn progress, void *payload, kh_plan **out,
                              kh_errors *errors);
KH_API void kh_plan_free(kh_plan *plan);

/** The plan document, NUL-terminated JSON; lives as long as the plan. */
KH_API const char *kh_plan_text(const kh_plan *plan, size_t *size);

typedef struct kh_plan_summary {
    const char *status; /* "optimal", "feasible", "partial"; static */
    double cost, cash;
    int32_t orders, served, unserved, vehicles, trips;
    int32_t proven;                     /* 1: no plan is better */
    int32_t served_own, served_carrier; /* by vehicles, by carriers; together `served` */
    double km, empty_km, drive_h, wait_h, duty_h;
    double first_s, seconds; /* of the run that made it */
    double within_1pct_s;    /* when the cost first came within 1 % of the final one */
    int64_t iterations;
    int32_t threads;
    const char *stopped_by; /* "time", "iterations", "signal", "optimal"; static */
} kh_plan_summary;
KH_API void kh_plan_summarise(const kh_plan *plan, kh_plan_summary *out);

/** The plan as a table for people, at most `width` columns wide. Yours to free with kh_text_free;
 * NULL: out of memory. */
KH_API char *kh_plan_table(const kh_plan *plan, int width);

/** Verifies a plan document against its order set, by code that shares nothing with the solver.
 *
 *  \param errors receives every breach as an error, with its pointer into the plan
 *  \return KH_OK (it holds), KH_E_BREACH, KH_E_SYNTAX, KH_E_SCHEMA or KH_E_NOMEM */
KH_API kh_status kh_check(const kh_order_set *set, const char *plan_text, size_t size,
                          kh_errors *errors);

#ifdef __cplusplus
}
#endif
#endif
