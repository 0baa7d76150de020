/* The published schemas by the kind of document. */
#include "schema.h"

#include <string.h>

#include <keyhaul/order_set.h>

typedef struct kind {
    const char *name, *schema;
} kind;

static const kind kinds[] = {{"order-set", khe_schema_order_set}, {"plan", khe_schema_plan}};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

const char *kh_schema(const char *name)
{
    for (size_t i = 0; i < KINDS; i++)
        if (strcmp(kinds[i].name, name) == 0) return kinds[i].schema;
    return NULL;
}

const char *kh_schema_kind(size_t i) { return i < KINDS ? kinds[i].name : NULL; }
