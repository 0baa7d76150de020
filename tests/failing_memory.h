/* Memory that runs out on purpose. For programs named *_memory_test alone: their linker sends every
 * allocation of the project's code here. */
#ifndef FAILING_MEMORY_H
#define FAILING_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);

static int64_t allocations_left = -1; /* until one fails; -1: none fails */

static bool allocation_fails(void) { return allocations_left >= 0 && allocations_left-- == 0; }

void *__wrap_malloc(size_t size) { return allocation_fails() ? NULL : __real_malloc(size); }

void *__wrap_calloc(size_t count, size_t size)
{
    return allocation_fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *block, size_t size)
{
    return allocation_fails() ? NULL : __real_realloc(block, size);
}

/* Lets the allocation after n more fail, once. */
static void fail_after(int64_t n) { allocations_left = n; }

/* No more failures. \return whether there was one since fail_after */
static bool stop_failing(void)
{
    const bool failed = allocations_left < 0;
    allocations_left = -1;
    return failed;
}

#endif
