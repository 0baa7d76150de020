/* Ids to indices, by hashing. */
#ifndef KHE_IDS_H
#define KHE_IDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct khe_ids {
    const char **name; /* [count], borrowed; name[i] is the id with index i, or NULL */
    int32_t count;
    int32_t *slot; /* [slots] index, or -1 */
    size_t slots;  /* a power of two */
} khe_ids;

/** Room for `capacity` ids. false: out of memory (then nothing needs freeing). */
bool khe_ids_init(khe_ids *ids, int32_t capacity);
void khe_ids_free(khe_ids *ids);

/** Appends the next id (NULL: a place without one). \return the index that already bears it, else
 * -1; in either case `count` grows. */
int32_t khe_ids_add(khe_ids *ids, const char *name);

/** The index of an id (the first, if doubled), or -1. */
int32_t khe_ids_find(const khe_ids *ids, const char *name);

#endif
