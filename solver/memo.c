/* A direct-mapped table of oracle answers (see memo.h). */
#include "memo.h"

#include <stdlib.h>
#include <string.h>

bool khs_memo_init(const khs_problem *p, khs_memo *memo)
{
    *memo = (khs_memo){.answer = NULL};
    bool asks = p->has_many_windows || p->has_on_board;
    for (int32_t k = 0; k < p->resources; k++)
        asks |= p->resource[k].load_windows > 1 || p->resource[k].unload_windows > 1;
    if (!asks) return true;
    memo->answer = calloc(KHS_MEMO_SLOTS, sizeof *memo->answer);
    return memo->answer != NULL;
}

void khs_memo_free(khs_memo *memo)
{
    free(memo->answer);
    *memo = (khs_memo){.answer = NULL};
}

/* Multiply and mix; never 0. */
static uint64_t hash_of(int32_t resource, const int32_t *visits, int32_t count)
{
    uint64_t h = 0x9E3779B97F4A7C15u * (uint64_t)(resource + 1);
    for (int32_t i = 0; i < count; i++) {
        h = (h ^ (uint64_t)visits[i]) * 0xBF58476D1CE4E5B9u;
        h ^= h >> 29;
    }
    return h | 1;
}

int32_t khs_memo_duty(khs_memo *memo, const khs_problem *p, int32_t resource, const int32_t *visits,
                      int32_t count, int32_t enough, khs_flaw *flaw)
{
    const khs_resource *r = &p->resource[resource];
    if (!memo || !memo->answer || count > KHS_MEMO_VISITS)
        return khs_oracle_duty(p, r, visits, count, enough, flaw);
    const uint64_t hash = hash_of(resource, visits, count);
    khs_answer *answer = &memo->answer[(hash >> 1) % KHS_MEMO_SLOTS];
    const size_t size = sizeof(int32_t) * (size_t)count;
    memo->asked++;
    if (answer->hash == hash && answer->resource == resource && answer->count == count &&
        memcmp(answer->visits, visits, size) == 0) {
        memo->known++;
        *flaw = answer->flaw;
        return answer->duty;
    }
    const int32_t duty = khs_oracle_duty(p, r, visits, count, enough, flaw);
    *answer = (khs_answer){
        .hash = hash, .resource = resource, .count = count, .duty = duty, .flaw = *flaw};
    memcpy(answer->visits, visits, size);
    return duty;
}
