/* Granular local search: the neighbourhoods of moves/ until none improves. */
#ifndef KHS_LOCAL_H
#define KHS_LOCAL_H

#include "moves/moves.h"

enum { KHS_MOVES = 7 };

typedef struct khs_local {
    int32_t *visits[2]; /* [1+n] room for rebuilt tours */
    int32_t *queue;     /* [1+n] visits whose surroundings changed */
    bool *queued;       /* [1+n] */
    int32_t near;       /* neighbours tried per visit */
    int64_t tried[KHS_MOVES], applied[KHS_MOVES];
} khs_local;

bool khs_local_init(const khs_problem *p, khs_local *local);
void khs_local_free(khs_local *local);

/* Improves the solution until no move does, or `over` says stop (NULL: never). false: out of memory
 * (s->failed). */
bool khs_local_run(khs_local *local, khs_solution *s, bool (*over)(void *), void *payload);

/* Tries one move on one pair; applies it if the exact cost falls. Returns the change, 0 if not
 * applied. */
int64_t khs_local_try(khs_local *local, khs_solution *s, int32_t move, int32_t u, int32_t v);

extern const khs_move *const khs_move_list[KHS_MOVES];

#endif
