/* Arrays that are freed together. */
#include "store.h"

#include <stdint.h>
#include <stdlib.h>

typedef struct khe_block {
    struct khe_block *next;
    max_align_t data[];
} khe_block;

void *khe_store_take(khe_store *store, size_t count, size_t size)
{
    if (size > 0 && count > (SIZE_MAX - sizeof(khe_block) - 1) / size) return NULL;
    khe_block *block = calloc(1, sizeof *block + count * size + 1);
    if (!block) return NULL;
    block->next = store->blocks;
    store->blocks = block;
    return block->data;
}

void khe_store_drop(khe_store *store, const void *array)
{
    for (khe_block **at = &store->blocks; *at; at = &(*at)->next) {
        khe_block *block = *at;
        if ((const void *)block->data != array) continue;
        *at = block->next;
        free(block);
        return;
    }
}

void khe_store_free(khe_store *store)
{
    while (store->blocks) {
        khe_block *block = store->blocks;
        store->blocks = block->next;
        free(block);
    }
}
