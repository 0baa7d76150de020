/* Ids to indices: open addressing with linear probing over FNV-1a (Fowler, Noll & Vo 1991). */
#include "ids.h"

#include <stdlib.h>
#include <string.h>

bool khe_ids_init(khe_ids *ids, int32_t capacity)
{
    *ids = (khe_ids){.slots = 16};
    while (ids->slots < 2 * (size_t)capacity) ids->slots *= 2;
    ids->name = calloc((size_t)capacity + 1, sizeof(*ids->name));
    ids->slot = malloc(ids->slots * sizeof(*ids->slot));
    if (!ids->name || !ids->slot) {
        khe_ids_free(ids);
        return false;
    }
    memset(ids->slot, 0xFF, ids->slots * sizeof(*ids->slot));
    return true;
}

void khe_ids_free(khe_ids *ids)
{
    free(ids->name);
    free(ids->slot);
    *ids = (khe_ids){0};
}

static uint64_t hash(const char *name)
{
    uint64_t h = 0xCBF29CE484222325u;
    for (; *name; name++) h = (h ^ (unsigned char)*name) * 0x100000001B3u;
    return h ^ (h >> 32);
}

/* The slot that holds the name, or the empty one where it belongs. */
static int32_t *slot_of(const khe_ids *ids, const char *name)
{
    size_t s = (size_t)hash(name) & (ids->slots - 1);
    while (ids->slot[s] >= 0 && strcmp(ids->name[ids->slot[s]], name) != 0)
        s = (s + 1) & (ids->slots - 1);
    return &ids->slot[s];
}

int32_t khe_ids_add(khe_ids *ids, const char *name)
{
    const int32_t index = ids->count++;
    if (!name) return -1;
    int32_t *slot = slot_of(ids, name);
    if (*slot >= 0) return *slot;
    ids->name[index] = name;
    *slot = index;
    return -1;
}

int32_t khe_ids_find(const khe_ids *ids, const char *name)
{
    return ids->slots == 0 ? -1 : *slot_of(ids, name);
}
