/* The published schemas, embedded at build time from engine/schema/. */
#ifndef KHE_SCHEMA_H
#define KHE_SCHEMA_H

extern const char khe_schema_order_set[];
extern const char khe_schema_plan[];

#endif
