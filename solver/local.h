/* Granular local search: the neighbourhoods of moves/ until none improves. */
#ifndef KHS_LOCAL_H
#define KHS_LOCAL_H

#include "moves/moves.h"

/* Moves of a visit and a neighbour on tours, of one and an absent neighbour, of one alone. */
enum { KHS_PAIR_MOVES = 5, KHS_ENTER_MOVES = 1, KHS_SOLO_MOVES = 3, KHS_MOVES = 9 };

typedef struct khs_local {
    khs_pricer pricer;
    khs_star *star;
    int32_t *queue; /* [1+n] visits whose surroundings changed */
    bool *queued;   /* [1+n] */
    int32_t near;   /* neighbours tried per visit */
    int64_t tried[KHS_MOVES + 1], applied[KHS_MOVES + 1]; /* by move, SWAP* last */
} khs_local;

/* The moves in the order of the enum above. */
extern const khs_move *const khs_move_list[KHS_MOVES];

bool khs_local_init(const khs_solution *s, khs_local *local);
void khs_local_free(khs_local *local);

/** Improves the solution until no move does, or `over` says stop (NULL: never). false: out of
 * memory (s->failed). */
bool khs_local_run(khs_local *local, khs_solution *s, bool (*over)(void *), void *payload);

/** Tries one variant of a move on a visit and a neighbour (for moves of one visit, itself); makes
 * it if the total falls. Returns the change of the total, 0 if not made. */
int64_t khs_local_try(khs_local *local, khs_solution *s, int32_t move, int32_t variant, int32_t u,
                      int32_t v);

#endif
