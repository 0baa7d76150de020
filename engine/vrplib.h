/* A VRPLIB file as read: header values and columns, before they become an instance. */
#ifndef KHE_VRPLIB_H
#define KHE_VRPLIB_H

#include "instance.h"

typedef enum khe_column {
    /* of nodes */
    KHE_X,
    KHE_Y,
    KHE_DEMAND,
    KHE_BACKHAUL,
    KHE_SERVICE,
    KHE_OPEN,
    KHE_CLOSE,
    KHE_PRIZE,
    /* of vehicles */
    KHE_CAPACITY,
    KHE_FIXED,
    KHE_UNIT,
    KHE_DEPOT_OF,
    KHE_DURATION,
    KHE_COLUMNS
} khe_column;

typedef struct khe_vrplib {
    khe_instance *instance;       /* receives name and matrix while the file is read */
    int32_t nodes, vehicles;      /* 0: not stated */
    double capacity, service;     /* of the header; < 0: not stated */
    double max_duration;          /* of the header; < 0: none */
    double *column[KHE_COLUMNS];  /* [nodes] or [vehicles], or NULL: no such section */
    bool *is_depot;               /* [nodes] */
    bool has_depots, is_explicit; /* there is a DEPOT_SECTION; the matrix is given */
    bool *allowed;                /* [vehicles * nodes], or NULL: all */
} khe_vrplib;

/** Turns what was read into sites and classes; false: see lines->status. */
bool khe_vrplib_build(khe_lines *lines, khe_vrplib *file);

#endif
