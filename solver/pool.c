/* Routes one behind the other in one array, found again by a hash table with open addressing.
 *
 * A key is (resource, set of orders). Its hash is a sum over the orders, so the sequence does not
 * matter; equality is tested in full by marking the offered orders and looking whether the other
 * route has as many and only marked ones. Orders never come twice in a route and bring all their
 * visits, hence two routes of one key have equally many visits and a cheaper sequence replaces the
 * dearer one in place. */
#include "pool.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { FREE_SLOT = -1, FIRST_VISITS = 4096 };

typedef struct entry {
    uint64_t hash;
    int64_t cost;
    int64_t offered; /* number of the latest offer of this key */
    int64_t at;      /* first visit in `visits` */
    int32_t resource;
    int32_t count;
} entry;

struct khs_pool {
    const khs_problem *problem;
    int32_t capacity, count;
    uint32_t slot_mask;
    int64_t offers;
    entry *entries;   /* [capacity] */
    int32_t *slots;   /* [slot_mask+1] index into entries, or FREE_SLOT */
    int32_t *visits;  /* [visit_room] */
    int64_t *offered; /* [capacity] scratch of eviction */
    int64_t visit_count, visit_room;
    uint32_t *marks; /* [orders] */
    uint32_t mark;
};

static uint64_t mix(uint64_t z)
{
    z += 0x9E3779B97F4A7C15u; /* splitmix64 */
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

khs_pool *khs_pool_new(const khs_problem *problem, int32_t capacity)
{
    assert(capacity >= 2 && capacity <= 1 << 28);
    uint32_t slots = 4;
    while (slots < 2u * (uint32_t)capacity) slots *= 2;
    khs_pool *pool = calloc(1, sizeof *pool);
    if (!pool) return NULL;
    pool->problem = problem;
    pool->capacity = capacity;
    pool->slot_mask = slots - 1;
    pool->visit_room = FIRST_VISITS;
    pool->entries = malloc((size_t)capacity * sizeof *pool->entries);
    pool->offered = malloc((size_t)capacity * sizeof *pool->offered);
    pool->slots = malloc(slots * sizeof *pool->slots);
    pool->visits = malloc(FIRST_VISITS * sizeof *pool->visits);
    pool->marks = calloc((size_t)problem->orders + 1, sizeof *pool->marks);
    if (!pool->entries || !pool->offered || !pool->slots || !pool->visits || !pool->marks) {
        khs_pool_free(pool);
        return NULL;
    }
    khs_pool_clear(pool);
    return pool;
}

void khs_pool_free(khs_pool *pool)
{
    if (!pool) return;
    free(pool->entries);
    free(pool->offered);
    free(pool->slots);
    free(pool->visits);
    free(pool->marks);
    free(pool);
}

static void clear_slots(khs_pool *pool)
{
    for (uint32_t s = 0; s <= pool->slot_mask; s++) pool->slots[s] = FREE_SLOT;
}

void khs_pool_clear(khs_pool *pool)
{
    pool->count = 0;
    pool->offers = 0;
    pool->visit_count = 0;
    clear_slots(pool);
}

/* Marks the orders of a route and returns the hash of its key. */
static uint64_t mark_orders(khs_pool *pool, int32_t resource, const int32_t *visits, int32_t count)
{
    if (++pool->mark == 0) { /* wrapped: old marks would look new */
        memset(pool->marks, 0, (size_t)pool->problem->orders * sizeof *pool->marks);
        pool->mark = 1;
    }
    uint64_t sum = 0;
    for (int32_t i = 0; i < count; i++) {
        const int32_t order = pool->problem->order_of[visits[i]];
        if (pool->marks[order] == pool->mark) continue;
        pool->marks[order] = pool->mark;
        sum += mix((uint64_t)order);
    }
    return mix(sum ^ ((uint64_t)resource << 32));
}

static bool is_marked(const khs_pool *pool, const entry *e)
{
    for (int32_t i = 0; i < e->count; i++)
        if (pool->marks[pool->problem->order_of[pool->visits[e->at + i]]] != pool->mark)
            return false;
    return true;
}

/* The slot of the marked key, or the free one where it belongs. */
static uint32_t find_slot(const khs_pool *pool, uint64_t hash, int32_t resource, int32_t count)
{
    uint32_t s = (uint32_t)hash & pool->slot_mask;
    for (; pool->slots[s] != FREE_SLOT; s = (s + 1) & pool->slot_mask) {
        const entry *e = &pool->entries[pool->slots[s]];
        if (e->hash == hash && e->resource == resource && e->count == count && is_marked(pool, e))
            break;
    }
    return s;
}

static void rehash(khs_pool *pool)
{
    clear_slots(pool);
    for (int32_t i = 0; i < pool->count; i++) {
        uint32_t s = (uint32_t)pool->entries[i].hash & pool->slot_mask;
        while (pool->slots[s] != FREE_SLOT) s = (s + 1) & pool->slot_mask;
        pool->slots[s] = i;
    }
}

static int compare_offers(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Drops the half that was offered longest ago; the others keep their order. */
static void evict(khs_pool *pool)
{
    for (int32_t i = 0; i < pool->count; i++) pool->offered[i] = pool->entries[i].offered;
    qsort(pool->offered, (size_t)pool->count, sizeof *pool->offered, compare_offers);
    const int64_t oldest = pool->offered[pool->count / 2];
    int32_t kept = 0;
    int64_t at = 0;
    for (int32_t i = 0; i < pool->count; i++) {
        entry e = pool->entries[i];
        if (e.offered < oldest) continue;
        memmove(pool->visits + at, pool->visits + e.at, (size_t)e.count * sizeof *pool->visits);
        e.at = at;
        at += e.count;
        pool->entries[kept++] = e;
    }
    pool->count = kept;
    pool->visit_count = at;
    rehash(pool);
}

static bool make_room(khs_pool *pool, int32_t count)
{
    if (pool->visit_count + count <= pool->visit_room) return true;
    int64_t room = pool->visit_room;
    while (room < pool->visit_count + count) room *= 2;
    int32_t *visits = realloc(pool->visits, (size_t)room * sizeof *visits);
    if (!visits) return false;
    pool->visits = visits;
    pool->visit_room = room;
    return true;
}

bool khs_pool_add(khs_pool *pool, int32_t resource, const int32_t *visits, int32_t count,
                  int64_t cost)
{
    assert(count >= 1 && resource >= 0 && resource < pool->problem->resources);
    const uint64_t hash = mark_orders(pool, resource, visits, count);
    uint32_t slot = find_slot(pool, hash, resource, count);
    if (pool->slots[slot] != FREE_SLOT) {
        entry *e = &pool->entries[pool->slots[slot]];
        e->offered = pool->offers++;
        if (cost >= e->cost) return true;
        e->cost = cost;
        memcpy(pool->visits + e->at, visits, (size_t)count * sizeof *visits);
        return true;
    }
    if (!make_room(pool, count)) return false;
    if (pool->count == pool->capacity) {
        evict(pool);
        slot = find_slot(pool, hash, resource, count);
    }
    memcpy(pool->visits + pool->visit_count, visits, (size_t)count * sizeof *visits);
    pool->entries[pool->count] = (entry){.hash = hash,
                                         .cost = cost,
                                         .offered = pool->offers++,
                                         .at = pool->visit_count,
                                         .resource = resource,
                                         .count = count};
    pool->visit_count += count;
    pool->slots[slot] = pool->count++;
    return true;
}

bool khs_pool_merge(khs_pool *pool, const khs_pool *from)
{
    assert(pool != from && pool->problem == from->problem);
    for (int32_t i = 0; i < from->count; i++) {
        const khs_column c = khs_pool_at(from, i);
        if (!khs_pool_add(pool, c.resource, c.visits, c.count, c.cost)) return false;
    }
    return true;
}

int32_t khs_pool_count(const khs_pool *pool) { return pool->count; }

khs_column khs_pool_at(const khs_pool *pool, int32_t i)
{
    assert(i >= 0 && i < pool->count);
    const entry *e = &pool->entries[i];
    return (khs_column){e->resource, e->count, pool->visits + e->at, e->cost};
}
