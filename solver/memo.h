/* The oracle's answers, kept by resource and visit sequence: a spot that is judged, taken and laid
 * out asks three times. */
#ifndef KHS_MEMO_H
#define KHS_MEMO_H

#include "route.h"

enum { KHS_MEMO_VISITS = 28, KHS_MEMO_SLOTS = 1 << 12 };

typedef struct khs_answer {
    uint64_t hash; /* 0: empty */
    int32_t resource, count, duty;
    khs_flaw flaw;
    int32_t visits[KHS_MEMO_VISITS];
} khs_answer;

/* Direct-mapped; a newer answer takes the place of an older one. One island's, so no answer depends
 * on another thread. */
typedef struct khs_memo {
    khs_answer *answer; /* [KHS_MEMO_SLOTS], NULL: keeps nothing */
    int64_t asked, known;
} khs_memo;

/** Makes room if the problem ever asks the oracle. false: out of memory. */
bool khs_memo_init(const khs_problem *p, khs_memo *memo);
void khs_memo_free(khs_memo *memo);

/** khs_oracle_duty through the memo. Compared in full, never by hash alone; longer sequences are
 * not kept. \param memo may be NULL */
int32_t khs_memo_duty(khs_memo *memo, const khs_problem *p, int32_t resource, const int32_t *visits,
                      int32_t count, int32_t enough, khs_flaw *flaw);

/** khs_route_evaluate_open through the memo. */
khs_route_value khs_route_evaluate_memo(const khs_problem *p, khs_memo *memo, int32_t resource,
                                        const int32_t *visits, int32_t count);

#endif
