/* Inside `keyhaul generate`: a random day (or days) of a distribution network, deterministic for a
 * seed on every machine: own random numbers, integers nearly everywhere, no libm.
 *
 *   generate.c          options, and the steps below in order
 *   generate_places.c   real towns          generate_country.c  what differs between countries
 *   generate_profiles.c the accounts        generate_network.c  depots and customers' places
 *   generate_orders.c   orders              generate_carriers.c who else may take them, and when
 *   generate_fleet.c    vehicles that can serve them
 *   generate_write.c    the JSON document   generate_tariffs.c  its carriers
 *
 * Units: coordinates in 1/100,000 degree, times in minutes of the day, pallets in tenths, volumes
 * in hundredths of m3, prices in hundredths of the currency, shares in per mille. */
#ifndef KEYHAUL_GENERATE_H
#define KEYHAUL_GENERATE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { GEN_HANDED_OVER = 50 }; /* per cent of what carriers may take that is left to them */
enum { GEN_ACCOUNTS = 6, GEN_DEPOTS = 10, GEN_DAYS = 14, GEN_ORDERS = 50000, GEN_TOWNS = 256 };

typedef struct gen_town {
    const char *name;
    double lon, lat;
    int thousands; /* inhabitants */
} gen_town;

/* What a vehicle is for; one row of a country's table each. */
typedef enum gen_role {
    GEN_REEFER_LONG,
    GEN_REEFER_CITY,
    GEN_LONG,
    GEN_RIGID,
    GEN_SMALL,
    GEN_VAN,
    GEN_PHARMA_RIGID,
    GEN_PHARMA_VAN,
    GEN_MEGA,
    GEN_ROLES
} gen_role;

typedef struct gen_vehicle {
    const char *id, *name, *profile;
    int kg, volume, pallets;
    int length_dm, height_dm, gross_kg;
    const char *offers, *refuses_goods, *refuses_tags; /* JSON lists, or NULL */
    const char *from, *to;                             /* shift */
    int max_duty, overtime_after;                      /* minutes */
    int owned, day, km, toll, hour, stop, overtime;    /* prices */
} gen_vehicle;

/* Who may take orders instead of the own fleet. */
typedef enum gen_carrier_kind {
    GEN_GROUPAGE,
    GEN_HIRED,
    GEN_PARCEL,
    GEN_GDP,
    GEN_CARRIERS
} gen_carrier_kind;

typedef struct gen_carrier {
    const char *id[2]; /* Germany, Brazil */
    const char *mode;
    int per_m3[2], round_up;                           /* chargeable weight */
    int rate[4], least[4];                             /* by zone: per 100 kg, and at least */
    gen_role vehicle;                                  /* hired trucks: of this size */
    int stops, fixed, per_km, least_truck, extra_stop; /* ... and their price */
    int fuel, toll;                                    /* per cent; per 100 kg */
    struct {
        const char *name, *needs;
        int price;
    } extra;
    const char *offers, *refuses_goods; /* JSON lists, or NULL */
    int from, to, transit;              /* when it delivers, how many days later */
    int most_kg;                        /* of an order */
} gen_carrier;

extern const gen_carrier gen_carriers[GEN_CARRIERS];

typedef struct gen_country {
    const char *id, *name, *currency, *offset, *holiday;
    const char *const *depots; /* names of towns, the most central first */
    const char *const *streets, *const *shops, *const *families;
    int street_count, shop_count, family_count;
    const char *depot_label, *supplier_label;
    int city_length_dm, city_gross_kg; /* limits of a place in a city */
    int price_scale;                   /* prices of profiles, in per cent */
    const gen_vehicle *vehicles;       /* [GEN_ROLES] */
} gen_country;

extern const gen_country gen_germany, gen_brazil;

/** The towns of a country. */
const gen_town *gen_towns(const gen_country *country, int *count);

/* One way in which an account's places receive. */
typedef struct gen_receiving {
    int share;               /* per mille of its places */
    bool hub;                /* a large place: hub quantities */
    int from, to, width;     /* the window lies in here; width 0: all of it */
    int second_from, second; /* a second window until `second`, or 0 */
    int open, close;         /* the place's calendar */
    const char *days;        /* JSON list of weekdays */
    const char *label[2];    /* what such a place is called: Germany, Brazil */
} gen_receiving;

typedef struct gen_profile {
    const char *key, *id, *name, *prefix;
    int share;                             /* of the day's orders */
    int tier, fixed_stop, per_pallet;      /* minutes; tenths of a minute */
    const char *needs, *goods;             /* JSON lists: defaults */
    const char *never_with;                /* an account, or NULL */
    int pallets[2], hub_pallets[2];        /* tenths */
    int kg[2];                             /* per pallet */
    int volume;                            /* per pallet */
    int city, optional, twin, ready, back; /* per mille; back: of the outbound pallets */
    int max_on_board;                      /* minutes, or 0 */
    int reach_km;
    int extra_visit, unserved;  /* prices; the latter per pallet */
    int day_min;                /* minutes of a duty in which it receives */
    bool flexible;              /* any day of the horizon will do */
    bool any_depot;             /* every depot has its goods */
    bool carrier[GEN_CARRIERS]; /* who may take its orders */
    int carrier_reach_km;       /* reach where there are carriers, or 0 */
    int again;                  /* per mille of orders to a place that has one, with carriers */
    int wait, holding;          /* days that they may wait; price per pallet and day */
    bool plants;                /* few places, many orders, most of them from suppliers */
    gen_role large, city_role, small;
    gen_role only[2]; /* the classes that it accepts; GEN_ROLES: all */
    gen_receiving receiving[3];
} gen_profile;

extern const gen_profile gen_profiles[GEN_ACCOUNTS];

typedef enum gen_width { GEN_TIGHT, GEN_USUAL, GEN_WIDE } gen_width;

typedef struct gen_settings {
    int orders, depots, days;
    int fleet;    /* 0: as many as it takes */
    int returns;  /* per cent of the orders that are collections */
    int carriers; /* the first of gen_carriers */
    uint64_t seed;
    const gen_country *country;
    bool account[GEN_ACCOUNTS];
    gen_width width;
    const char *output;
} gen_settings;

typedef struct gen_place {
    char id[64], name[128];
    int lon, lat;
    int profile;   /* of gen_profiles, or -1: a depot; -2: a supplier */
    int receiving; /* of the profile */
    int depot;     /* the nearest */
    bool city;
} gen_place;

typedef enum gen_kind { GEN_DELIVERY, GEN_RETURN, GEN_SHIPMENT } gen_kind;

typedef struct gen_order {
    int number, profile, place;
    gen_kind kind;
    int depot;    /* where it is loaded or brought back to; -1: any */
    int supplier; /* shipment: place */
    int kg, volume, pallets;
    int window[2][2], windows;
    int day;                    /* of the horizon, or -1: any */
    int ready;                  /* minutes, or -1 */
    int unserved;               /* price, or -1: must be served */
    int twin;                   /* order with which it shares the stop, or -1 */
    unsigned carriers;          /* bit set of gen_carrier_kind */
    int ship_first, ship_count; /* working days on which it may leave; count 0: by its windows */
    bool chemicals;
    gen_role role; /* the class for which the fleet is sized */
} gen_order;

typedef struct gen_state {
    const gen_settings *set;
    uint64_t random;
    const gen_town *towns;
    int town_count;
    int town_depot[GEN_TOWNS], town_metres[GEN_TOWNS]; /* the nearest, and how far it is */
    int counter[GEN_ACCOUNTS][GEN_TOWNS], suppliers;   /* places so far */
    gen_place *places;                                 /* depots first */
    int place_count, place_room;
    gen_order *orders;
    int order_count;
    int workday[GEN_DAYS], workdays; /* days of the horizon from Monday to Friday */
    int fleet[GEN_DEPOTS][GEN_ROLES];
    int dedicated[GEN_DEPOTS]; /* of GEN_MEGA */
} gen_state;

/** A random number of 0 ... n-1, n >= 1. */
int gen_random(gen_state *state, int n);

/** Whether something of so many per mille happens. */
bool gen_chance(gen_state *state, int per_mille);

/** A random number of low ... high, both included. */
int gen_between(gen_state *state, int low, int high);

/** Air-line distance in metres, good to a few per mille within a country. */
int gen_metres(int lon_a, int lat_a, int lon_b, int lat_b);

/** The depots, as places 0 ... depots-1. \return false out of memory */
bool gen_make_depots(gen_state *state);

/** A new place of a profile, or (profile -2) a supplier in reach of a place.
 *  \return its index, or -1 out of memory */
int gen_make_place(gen_state *state, int profile);
int gen_make_supplier(gen_state *state, int near);

/** All orders with their places. \return false out of memory */
bool gen_make_orders(gen_state *state);

/** Which carriers may take an order, and on which days it may leave; nothing without `--carriers`.
 */
void gen_make_carriers(gen_state *state);

/** Sizes the fleet for the orders. */
void gen_make_fleet(gen_state *state);

/** Writes the order set. \param mark  room for a flag per place */
void gen_write(const gen_state *state, bool *mark, FILE *out);

/** Its list of carriers, and the names that an order gives. */
void gen_write_carriers(const gen_state *state, bool *mark, FILE *out);
void gen_write_order_carriers(const gen_state *state, const gen_order *order, FILE *out);

/** A decimal number of so many units of 1/scale, a power of ten, without trailing zeros. */
void gen_put_decimal(FILE *out, int value, int scale);

/** A time of day; day >= 0: of that day only. */
void gen_put_time(FILE *out, int day, int minute);

#endif
