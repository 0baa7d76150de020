/* One owner for many arrays: everything taken from a store is freed with it. */
#ifndef KHE_STORE_H
#define KHE_STORE_H

#include <stddef.h>

struct khe_block;

typedef struct khe_store {
    struct khe_block *blocks; /* newest first; NULL: empty */
} khe_store;

/** Zeroed memory for `count` elements of `size` bytes, at least one byte; NULL: out of memory.
 * Lives as long as the store. */
void *khe_store_take(khe_store *store, size_t count, size_t size);

/** Frees one array before the rest. Quick for the newest ones. */
void khe_store_drop(khe_store *store, const void *array);

void khe_store_free(khe_store *store);

#endif
