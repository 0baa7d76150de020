/* Bills of carriers, computed by hand from docs/rules.md ("Carriers"). Weights are in thousandths,
 * money in micro-units. */
#include "verify_tariff.h"

#include "test.h"

enum { KG, M3, LDM, PCS, MEASURES };
enum { LOADS_MAX = 3 };

#define END  INT32_MAX
#define UNIT 1000000

/* ---- Carriers ---- */

/* 48 up to 100; 0.31 up to 500, at least 60; 0.22 */
#define FIRST_BANDS                                                                                \
    {100000, true, 48 * UNIT, 0}, { 500000, false, 310000, 60 * UNIT }

static khe_band limited[] = {FIRST_BANDS, {3000000, false, 220000, 0}};
static khe_band open_end[] = {FIRST_BANDS, {END, false, 220000, 0}};
static khe_band third[] = {{END, false, 333333, 0}};
static khe_band tiny[] = {{END, false, 500, 0}};
static khe_band tinier[] = {{END, false, 499, 0}};
static khe_band equal[] = {{100000, false, UNIT, 0}, {200000, false, 500000, 0}};
static khe_band four[] = {{10000, false, 10 * UNIT, 0},
                          {50000, false, 6 * UNIT, 0},
                          {100000, false, 2 * UNIT, 0},
                          {END, false, 1900000, 0}};
static khe_band level[] = {
    {10000, false, 20 * UNIT, 0}, {50000, false, 6 * UNIT, 0}, {100000, false, 1200000, 0}};
static khe_band cheap_flat[] = {{100000, false, UNIT, 50 * UNIT}, {1000000, true, 40 * UNIT, 0}};
static khe_band odd_break[] = {{250000, false, UNIT, 0}, {1000000, false, 500000, 0}};
static khe_band even_break[] = {{100000, false, UNIT, 0}, {1000000, false, 500000, 0}};
static khe_band by_volume[] = {{5000, true, 100 * UNIT, 0}, {END, false, 15 * UNIT, 0}};
static khe_band seven[] = {{END, true, 7, 0}};
static khe_band one_micro[] = {{END, true, 1, 0}};
static khe_band parcels[] = {{10000, true, 15500000, 0}, {30000, true, 25 * UNIT, 0}};
static khe_band parcel_breaks[] = {{5000, false, 3 * UNIT, 0}, {10000, false, UNIT, 0}};
static khe_band per_unit[] = {{END, false, UNIT, 0}};
static khe_band near[] = {{END, true, 400 * UNIT, 0}}, far[] = {{END, true, 700 * UNIT, 0}};
static khe_band low[] = {{END, true, 100 * UNIT, 0}};

static char fuel_name[] = "fuel";
static khe_extra fuel[] = {{fuel_name, KHE_EXTRA_SHARE, 80000, 0, 0, 0, 0}};
static khe_extra fuel_5[] = {{fuel_name, KHE_EXTRA_SHARE, 80000, 0, 5 * UNIT, 0, 0}};
static khe_extra fuel_half[] = {{fuel_name, KHE_EXTRA_SHARE, 500000, 0, 0, 0, 0}};
static khe_extra fuel_third[] = {{fuel_name, KHE_EXTRA_SHARE, 333333, 0, 0, 0, 0}};
static khe_extra fuel_20[] = {{fuel_name, KHE_EXTRA_SHARE, 100000, 0, 20 * UNIT, 0, 0}};
static khe_extra value[] = {{fuel_name, KHE_EXTRA_VALUE, 3000, 0, 0, 0, 0}};
static khe_extra value_5[] = {{fuel_name, KHE_EXTRA_VALUE, 3000, 0, 5 * UNIT, 0, 0}};
static khe_extra once[] = {{fuel_name, KHE_EXTRA_ONCE, 0, 12 * UNIT, 0, 0, 0}};
static khe_extra lift[] = {{fuel_name, KHE_EXTRA_ONCE, 0, 12 * UNIT, 0, 1, 0}};
static khe_extra lift_or_night[] = {{fuel_name, KHE_EXTRA_ONCE, 0, 12 * UNIT, 0, 3, 0}};
static khe_extra toll[] = {{fuel_name, KHE_EXTRA_PER_STARTED, 0, 4800000, 0, 0, 100000}};
static khe_extra toll_10[] = {{fuel_name, KHE_EXTRA_PER_STARTED, 0, UNIT, 0, 0, 10000}};
static khe_extra toll_1000[] = {{fuel_name, KHE_EXTRA_PER_STARTED, 0, 2 * UNIT, 0, 0, 1000000}};
static khe_extra all_four[] = {{fuel_name, KHE_EXTRA_SHARE, 80000, 0, 0, 0, 0},
                               {fuel_name, KHE_EXTRA_VALUE, 3000, 0, 5 * UNIT, 0, 0},
                               {fuel_name, KHE_EXTRA_ONCE, 0, 12 * UNIT, 0, 1, 0},
                               {fuel_name, KHE_EXTRA_PER_STARTED, 0, 4800000, 0, 0, 100000}};

#define COUNT(list) (int32_t)(sizeof(list) / sizeof *(list))
#define ZONE(bands)                                                                                \
    {                                                                                              \
        NULL, bands, COUNT(bands)                                                                  \
    }

/* Zone by zone, so that a carrier names its table in a line. */
static khe_zone limited_zone[] = {ZONE(limited)}, open_zone[] = {ZONE(open_end)},
                third_zone[] = {ZONE(third)}, tiny_zone[] = {ZONE(tiny)},
                tinier_zone[] = {ZONE(tinier)}, equal_zone[] = {ZONE(equal)},
                four_zone[] = {ZONE(four)}, level_zone[] = {ZONE(level)},
                cheap_flat_zone[] = {ZONE(cheap_flat)}, odd_zone[] = {ZONE(odd_break)},
                even_zone[] = {ZONE(even_break)}, volume_zone[] = {ZONE(by_volume)},
                seven_zone[] = {ZONE(seven)}, one_zone[] = {ZONE(one_micro)},
                parcel_zone[] = {ZONE(parcels)}, parcel_breaks_zone[] = {ZONE(parcel_breaks)},
                unit_zone[] = {ZONE(per_unit)}, lanes[] = {ZONE(near), ZONE(far)},
                low_lane[] = {ZONE(low)}, bare_lane[] = {{NULL, NULL, 0}};

#define LTL(...)                                                                                   \
    {                                                                                              \
        .mode = KHE_LTL, .pieces = KHE_NONE, __VA_ARGS__                                           \
    }
#define EXTRAS(list) .extras = list, .extra_count = COUNT(list)

static const khe_carrier limited_ltl = LTL(.zones = limited_zone),
                         open_ltl = LTL(.zones = open_zone), third_ltl = LTL(.zones = third_zone),
                         tiny_ltl = LTL(.zones = tiny_zone), tinier_ltl = LTL(.zones = tinier_zone),
                         bulky = LTL(.zones = open_zone, .per_unit = {0, 300000, 1850000}),
                         light = LTL(.zones = unit_zone, .per_unit = {0, 333}),
                         heavy = LTL(.zones = unit_zone, .per_unit = {1100}),
                         hundreds = LTL(.zones = open_zone, .round_up = 100000),
                         seven_hundreds = LTL(.zones = limited_zone, .round_up = 700000),
                         breaks = LTL(.zones = open_zone, .next_break = true),
                         ties = LTL(.zones = equal_zone, .next_break = true),
                         many = LTL(.zones = four_zone, .next_break = true),
                         levels = LTL(.zones = level_zone, .next_break = true),
                         no_breaks = LTL(.zones = four_zone),
                         flats = LTL(.zones = cheap_flat_zone, .next_break = true),
                         odd = LTL(.zones = odd_zone, .next_break = true, .round_up = 100000),
                         even = LTL(.zones = even_zone, .next_break = true, .round_up = 100000),
                         volume = LTL(.zones = volume_zone, .measure = M3),
                         volume_or_weight =
                             LTL(.zones = volume_zone, .measure = M3, .per_unit = {3});

static const khe_carrier with_fuel = LTL(.zones = open_zone, EXTRAS(fuel)),
                         with_fuel_5 = LTL(.zones = open_zone, EXTRAS(fuel_5)),
                         with_half = LTL(.zones = seven_zone, EXTRAS(fuel_half)),
                         with_third = LTL(.zones = one_zone, EXTRAS(fuel_third)),
                         with_value = LTL(.zones = open_zone, EXTRAS(value)),
                         with_value_5 = LTL(.zones = open_zone, EXTRAS(value_5)),
                         with_once = LTL(.zones = open_zone, EXTRAS(once)),
                         with_lift = LTL(.zones = open_zone, EXTRAS(lift)),
                         with_either = LTL(.zones = open_zone, EXTRAS(lift_or_night)),
                         with_toll = LTL(.zones = open_zone, EXTRAS(toll)),
                         toll_and_break = LTL(.zones = open_zone, .next_break = true, EXTRAS(toll)),
                         toll_and_round = LTL(.zones = open_zone, .round_up = 100000, EXTRAS(toll)),
                         everything = LTL(.zones = open_zone, .per_unit = {0, 300000},
                                          .round_up = 50000, .next_break = true, EXTRAS(all_four));

#define PARCEL(...)                                                                                \
    {                                                                                              \
        .mode = KHE_PARCEL, .pieces = PCS, __VA_ARGS__                                             \
    }

static const khe_carrier post = PARCEL(.zones = parcel_zone, .round_up = 1000,
                                       .per_unit = {0, 167000}),
                         post_whole = {.mode = KHE_PARCEL,
                                       .zones = parcel_zone,
                                       .round_up = 1000,
                                       .pieces = KHE_NONE},
                         post_breaks = PARCEL(.zones = parcel_breaks_zone, .next_break = true),
                         post_exact = PARCEL(.zones = unit_zone),
                         post_toll =
                             PARCEL(.zones = parcel_zone, .round_up = 1000, EXTRAS(toll_10)),
                         post_once = PARCEL(.zones = parcel_zone, .round_up = 1000, EXTRAS(once));

#define FTL(...)                                                                                   \
    {                                                                                              \
        .mode = KHE_FTL, .pieces = KHE_NONE, __VA_ARGS__                                           \
    }
#define SPOT .fixed = 120 * UNIT, .per_km = 1450000, .min = 150 * UNIT

static const khe_carrier spot = FTL(SPOT, .extra_stop = 60 * UNIT), drop = FTL(.per_km = 1),
                         free_ride = FTL(.per_km = 0),
                         lane = FTL(.zones = lanes, .extra_stop = 50 * UNIT),
                         low_spot = FTL(SPOT, .zones = low_lane),
                         bare_spot = FTL(SPOT, .zones = bare_lane),
                         spot_fuel = FTL(SPOT, .extra_stop = 60 * UNIT, EXTRAS(fuel_20)),
                         spot_toll = FTL(SPOT, EXTRAS(toll_1000));

/* ---- Cases ---- */

typedef struct load {
    int32_t quantity[MEASURES];
    int64_t value;
    khe_names needs;
} load;

#define LOAD(...)                                                                                  \
    {                                                                                              \
        .quantity = { __VA_ARGS__ }                                                                \
    }
#define GOODS(value_, needs_, ...)                                                                 \
    {                                                                                              \
        .quantity = {__VA_ARGS__}, .value = (value_), .needs = (needs_)                            \
    }
#define NO_ZONES                                                                                   \
    {                                                                                              \
        KHE_NONE, KHE_NONE, KHE_NONE                                                               \
    }

static const struct bill_case {
    const char *name;
    const khe_carrier *carrier;
    load loads[LOADS_MAX];
    int32_t count;
    /* what is due; charge negative: not offered */
    int64_t weight;
    int32_t band;
    int64_t base, charge;
} bills[] = {
    /* one table, bands with their ends included */
    {"one kilogram", &limited_ltl, {LOAD(1000)}, 1, 1000, 0, 48000000, 48000000},
    {"nothing", &limited_ltl, {LOAD(0)}, 1, 0, 0, 48000000, 48000000},
    {"end of band", &limited_ltl, {LOAD(100000)}, 1, 100000, 0, 48000000, 48000000},
    /* 100.001 x 0.31 = 31.00031 < 60 */
    {"behind the end", &limited_ltl, {LOAD(100001)}, 1, 100001, 1, 60000000, 60000000},
    /* 193.548 x 0.31 = 59.99988 */
    {"just below min", &limited_ltl, {LOAD(193548)}, 1, 193548, 1, 60000000, 60000000},
    /* 193.549 x 0.31 = 60.00019 */
    {"just above min", &limited_ltl, {LOAD(193549)}, 1, 193549, 1, 60000190, 60000190},
    {"end of second", &limited_ltl, {LOAD(500000)}, 1, 500000, 1, 155000000, 155000000},
    /* 500.001 x 0.22 */
    {"third", &limited_ltl, {LOAD(500001)}, 1, 500001, 2, 110000220, 110000220},
    {"end of last", &limited_ltl, {LOAD(3000000)}, 1, 3000000, 2, 660000000, 660000000},
    {"above the last", &limited_ltl, {LOAD(3000001)}, 1, 0, 0, 0, -1},
    {"two above the last", &limited_ltl, {LOAD(2000000), LOAD(1000001)}, 2, 0, 0, 0, -1},
    {"no end", &open_ltl, {LOAD(5000000)}, 1, 5000000, 2, 1100000000, 1100000000},
    {"far",
     &open_ltl,
     {LOAD(2000000000), LOAD(2000000000)},
     2,
     4000000000,
     2,
     880000000000,
     880000000000},
    {"sum at the end", &limited_ltl, {LOAD(60000), LOAD(40000)}, 2, 100000, 0, 48000000, 48000000},
    /* 300.5 x 0.31 = 93.155 */
    {"sum of three",
     &limited_ltl,
     {LOAD(100000), LOAD(100000), LOAD(100500)},
     3,
     300500,
     1,
     93155000,
     93155000},
    /* half up */
    {"half", &third_ltl, {LOAD(1500)}, 1, 1500, 0, 500000, 500000},       /* 499999.5 */
    {"below half", &third_ltl, {LOAD(1499)}, 1, 1499, 0, 499666, 499666}, /* 499666.167 */
    {"half of one", &tiny_ltl, {LOAD(1)}, 1, 1, 0, 1, 1},                 /* 0.5 */
    {"three halves", &tiny_ltl, {LOAD(3)}, 1, 3, 0, 2, 2},                /* 1.5 */
    {"less than half", &tinier_ltl, {LOAD(1)}, 1, 1, 0, 0, 0},            /* 0.499 */
    /* chargeable weight */
    {"by volume", &bulky, {LOAD(50000, 1000)}, 1, 300000, 1, 93000000, 93000000},
    {"by weight", &bulky, {LOAD(400000, 1000)}, 1, 400000, 1, 124000000, 124000000},
    /* max(50, 0.1 x 300 = 30, 0.05 x 1850 = 92.5) */
    {"by length", &bulky, {LOAD(50000, 100, 50)}, 1, 92500, 0, 48000000, 48000000},
    /* sums first: max(500, 3 x 300 = 900), not 500 + 900 */
    {"weight and volume",
     &bulky,
     {LOAD(500000), LOAD(0, 3000)},
     2,
     900000,
     2,
     198000000,
     198000000},
    {"volume balanced", &bulky, {LOAD(600000), LOAD(0, 2000)}, 2, 600000, 2, 132000000, 132000000},
    {"volume up", &light, {LOAD(0, 1)}, 1, 1, 0, 1000, 1000}, /* 0.333 thousandths */
    {"volume exact", &light, {LOAD(0, 2000)}, 1, 666, 0, 666000, 666000},
    {"volume up again", &light, {LOAD(0, 3001)}, 1, 1000, 0, 1000000, 1000000}, /* 999.333 */
    /* 2 x 0.333 thousandths, summed before rounding: 1, not 2 */
    {"rounded once", &light, {LOAD(0, 1), LOAD(0, 1)}, 2, 1, 0, 1000, 1000},
    {"own measure", &heavy, {LOAD(100000)}, 1, 110000, 0, 110000000, 110000000},
    /* rounded up */
    {"round 301", &hundreds, {LOAD(301000)}, 1, 400000, 1, 124000000, 124000000},
    {"round 400", &hundreds, {LOAD(400000)}, 1, 400000, 1, 124000000, 124000000},
    {"round 400.001", &hundreds, {LOAD(400001)}, 1, 500000, 1, 155000000, 155000000},
    {"round over the end", &hundreds, {LOAD(500001)}, 1, 600000, 2, 132000000, 132000000},
    {"round 1", &hundreds, {LOAD(1000)}, 1, 100000, 0, 48000000, 48000000},
    {"round 0", &hundreds, {LOAD(0)}, 1, 0, 0, 48000000, 48000000},
    {"round 100.001", &hundreds, {LOAD(100001)}, 1, 200000, 1, 62000000, 62000000},
    {"round a sum", &hundreds, {LOAD(50000), LOAD(40000)}, 2, 100000, 0, 48000000, 48000000},
    {"round above the last", &seven_hundreds, {LOAD(2900000)}, 1, 0, 0, 0, -1}, /* 3500 > 3000 */
    {"round below the last", &seven_hundreds, {LOAD(2800000)}, 1, 2800000, 2, 616000000, 616000000},
    /* next break: 60 at 100 (min), 110 at 500 */
    {"break is dearer", &breaks, {LOAD(90000)}, 1, 90000, 0, 48000000, 48000000},
    {"break is dearer 2", &breaks, {LOAD(300000)}, 1, 300000, 1, 93000000, 93000000},
    /* 354.838 x 0.31 = 109.99978 */
    {"just before", &breaks, {LOAD(354838)}, 1, 354838, 1, 109999780, 109999780},
    /* 354.839 x 0.31 = 110.00009 */
    {"just behind", &breaks, {LOAD(354839)}, 1, 354839, 2, 110000000, 110000000},
    {"break is cheaper", &breaks, {LOAD(450000)}, 1, 450000, 2, 110000000, 110000000},
    {"at the break", &breaks, {LOAD(500000)}, 1, 500000, 2, 110000000, 110000000},
    {"behind the break", &breaks, {LOAD(500001)}, 1, 500001, 2, 110000220, 110000220},
    {"tie", &ties, {LOAD(50000)}, 1, 50000, 0, 50000000, 50000000}, /* 50 x 1 = 100 x 0.5 */
    {"behind the tie", &ties, {LOAD(50001)}, 1, 50001, 1, 50000000, 50000000},
    {"break does not reach", &ties, {LOAD(200001)}, 1, 0, 0, 0, -1},
    /* at 9: 90, 10 x 6 = 60, 50 x 2 = 100, 100 x 1.9 = 190 */
    {"next of four", &many, {LOAD(9000)}, 1, 9000, 1, 60000000, 60000000},
    /* at 20: 120, 100, 190 */
    {"third of four", &many, {LOAD(20000)}, 1, 20000, 2, 100000000, 100000000},
    {"own of four", &many, {LOAD(5000)}, 1, 5000, 0, 50000000, 50000000},
    /* at 96: 192, 190 */
    {"last of four", &many, {LOAD(96000)}, 1, 96000, 3, 190000000, 190000000},
    {"no breaks", &no_breaks, {LOAD(9000)}, 1, 9000, 0, 90000000, 90000000},
    /* at 9: 180, 10 x 6 = 60, 50 x 1.2 = 60: the first of the lowest */
    {"tie of higher", &levels, {LOAD(9000)}, 1, 9000, 1, 60000000, 60000000},
    {"flat higher band", &flats, {LOAD(10000)}, 1, 10000, 1, 40000000, 40000000},
    /* rounded to 100: 200 x 1, or 250 rounded 300 x 0.5 = 150 */
    {"break rounded up", &odd, {LOAD(120000)}, 1, 200000, 1, 150000000, 150000000},
    {"break rounded up, dearer", &odd, {LOAD(40000)}, 1, 100000, 0, 100000000, 100000000},
    {"rounded over the break", &odd, {LOAD(210000)}, 1, 300000, 1, 150000000, 150000000},
    {"break is a multiple", &even, {LOAD(80000)}, 1, 100000, 1, 50000000, 50000000},
    /* bands in another measure */
    {"cubic metres", &volume, {LOAD(9000000, 6400)}, 1, 6400, 1, 96000000, 96000000},
    {"cubic metres flat", &volume, {LOAD(0, 5000)}, 1, 5000, 0, 100000000, 100000000},
    /* 3000 kg x 0.003 = 9 m3 */
    {"heavy cubic metres",
     &volume_or_weight,
     {LOAD(3000000, 6400)},
     1,
     9000,
     1,
     135000000,
     135000000},
    /* extras on a base of 48 */
    {"fuel", &with_fuel, {LOAD(1000)}, 1, 1000, 0, 48000000, 51840000},
    {"fuel at least", &with_fuel_5, {LOAD(1000)}, 1, 1000, 0, 48000000, 53000000},
    {"fuel above least", &with_fuel_5, {LOAD(500000)}, 1, 500000, 1, 155000000, 167400000}, /* 12.4
                                                                                             */
    {"fuel half up", &with_half, {LOAD(1)}, 1, 1, 0, 7, 11}, /* 3.5 -> 4 */
    {"fuel down", &with_third, {LOAD(1)}, 1, 1, 0, 1, 1},    /* 0.333 -> 0 */
    /* (1000 + 4000) x 0.003 = 15 */
    {"value",
     &with_value,
     {GOODS(1000000000, 0, 1000), GOODS(4000000000, 0, 1000)},
     2,
     2000,
     0,
     48000000,
     63000000},
    {"value at least", &with_value_5, {GOODS(1000000000, 0, 1000)}, 1, 1000, 0, 48000000, 53000000},
    {"no value", &with_value, {LOAD(1000)}, 1, 1000, 0, 48000000, 48000000},
    {"no value at least", &with_value_5, {LOAD(1000)}, 1, 1000, 0, 48000000, 53000000},
    {"value half up", &with_value, {GOODS(500, 0, 1000)}, 1, 1000, 0, 48000000, 48000002}, /* 1.5 */
    {"once", &with_once, {LOAD(1000), LOAD(1000)}, 2, 2000, 0, 48000000, 60000000},
    {"nobody needs", &with_lift, {GOODS(0, 2, 1000)}, 1, 1000, 0, 48000000, 48000000},
    {"one needs", &with_lift, {LOAD(1000), GOODS(0, 1, 1000)}, 2, 2000, 0, 48000000, 60000000},
    {"both need",
     &with_lift,
     {GOODS(0, 1, 1000), GOODS(0, 3, 1000)},
     2,
     2000,
     0,
     48000000,
     60000000},
    {"either", &with_either, {GOODS(0, 2, 1000)}, 1, 1000, 0, 48000000, 60000000},
    {"toll one", &with_toll, {LOAD(100000)}, 1, 100000, 0, 48000000, 52800000},
    {"toll two", &with_toll, {LOAD(100001)}, 1, 100001, 1, 60000000, 69600000}, /* 2 x 4.8 */
    {"toll none", &with_toll, {LOAD(0)}, 1, 0, 0, 48000000, 48000000},
    /* by the weight, not that of the break: 5 x 4.8 = 24 */
    {"toll of a break", &toll_and_break, {LOAD(450000)}, 1, 450000, 2, 110000000, 134000000},
    /* by the rounded weight: 4 x 4.8 = 19.2 */
    {"toll rounded", &toll_and_round, {LOAD(301000)}, 1, 400000, 1, 124000000, 143200000},
    /* 420 -> 450; 110 + 8.8 + 15 + 12 + 5 x 4.8 */
    {"all four",
     &everything,
     {GOODS(1000000000, 1, 300000, 1000), GOODS(4000000000, 0, 120000)},
     2,
     450000,
     2,
     110000000,
     169800000},
    /* 1 m3: 300; 93 + 7.44 + 5 + 0 + 3 x 4.8 = 119.84 */
    {"all four, less", &everything, {LOAD(50000, 1000)}, 1, 300000, 1, 93000000, 119840000},
    /* parcels */
    {"three of 9.334", &post, {LOAD(28000, 0, 0, 3000)}, 1, 30000, KHE_NONE, 46500000, 46500000},
    {"one of 28", &post, {LOAD(28000, 0, 0, 1000)}, 1, 28000, KHE_NONE, 25000000, 25000000},
    {"no pieces are one", &post, {LOAD(28000)}, 1, 28000, KHE_NONE, 25000000, 25000000},
    {"two and a half are three",
     &post,
     {LOAD(28000, 0, 0, 2500)},
     1,
     30000,
     KHE_NONE,
     46500000,
     46500000},
    /* 10 kg and 10.001 -> 11 kg */
    {"order by order",
     &post,
     {LOAD(10000, 0, 0, 1000), LOAD(10001, 0, 0, 1000)},
     2,
     21000,
     KHE_NONE,
     40500000,
     40500000},
    /* 0.12 x 167 = 20.04 -> 21 */
    {"bulky parcel", &post, {LOAD(1000, 120, 0, 1000)}, 1, 21000, KHE_NONE, 25000000, 25000000},
    {"too heavy", &post, {LOAD(1000), LOAD(30001)}, 2, 0, 0, 0, -1},
    {"two of 31", &post, {LOAD(62000, 0, 0, 2000)}, 1, 0, 0, 0, -1},
    {"two of 30", &post, {LOAD(60000, 0, 0, 2000)}, 1, 60000, KHE_NONE, 50000000, 50000000},
    {"pieces do not count",
     &post_whole,
     {LOAD(28000, 0, 0, 3000)},
     1,
     28000,
     KHE_NONE,
     25000000,
     25000000},
    /* each 4: 12, or 5 at 5 */
    {"parcels at a break",
     &post_breaks,
     {LOAD(8000, 0, 0, 2000)},
     1,
     8000,
     KHE_NONE,
     10000000,
     10000000},
    /* 10 / 3 -> 3.334 each */
    {"three thirds",
     &post_exact,
     {LOAD(10000, 0, 0, 3000)},
     1,
     10002,
     KHE_NONE,
     10002000,
     10002000},
    {"toll of all parcels",
     &post_toll,
     {LOAD(28000, 0, 0, 3000)},
     1,
     30000,
     KHE_NONE,
     46500000,
     49500000},
    {"once for all parcels",
     &post_once,
     {LOAD(10000), LOAD(10000)},
     2,
     20000,
     KHE_NONE,
     31000000,
     43000000},
};

/* A set of the loads alone. */
static void make_set(kh_order_set *set, khe_order *orders, const load *loads, int32_t count)
{
    *set = (kh_order_set){
        .measures = MEASURES, .steps_per_m = 1, .orders = orders, .order_count = count};
    for (int32_t i = 0; i < count; i++) {
        orders[i] = (khe_order){.value = loads[i].value, .needs = loads[i].needs};
        memcpy(orders[i].quantity, loads[i].quantity, sizeof loads[i].quantity);
    }
}

static int32_t compare(const char *name, const char *what, int64_t given, int64_t due)
{
    if (given == due) return 0;
    printf("%s: %s is %lld, by hand %lld\n", name, what, (long long)given, (long long)due);
    return 1;
}

static int32_t try_bill(const struct bill_case *c)
{
    static const int32_t all[LOADS_MAX] = {0, 1, 2}, zones[1] = {0};
    kh_order_set set;
    khe_order orders[LOADS_MAX];
    khe_billed bill = {0};
    make_set(&set, orders, c->loads, c->count);
    const khe_consignment what = {
        .orders = all, .order_count = c->count, .zones = zones, .stop_count = 1};
    const bool offered = khe_tariff_bill(&set, c->carrier, &what, &bill);
    if (!offered || c->charge < 0) return compare(c->name, "offered", offered, c->charge >= 0);
    return compare(c->name, "weight", bill.weight, c->weight) +
           compare(c->name, "band", bill.band, c->band) +
           compare(c->name, "base", bill.base, c->base) +
           compare(c->name, "charge", bill.charge, c->charge);
}

static void by_weight_and_piece(void **state)
{
    (void)state;
    int32_t wrong = 0;
    for (size_t i = 0; i < sizeof bills / sizeof *bills; i++) wrong += try_bill(&bills[i]);
    CHECK_EQ(wrong, 0);
}

/* ---- Trucks ---- */

static const struct run_case {
    const char *name;
    const khe_carrier *carrier;
    int64_t steps;
    int32_t steps_per_m, stops, zones[3];
    int64_t base, charge;
} runs[] = {
    /* 120 + 30.25 x 1.45 = 163.8625, + 60 */
    {"two stops", &spot, 30250, 1, 2, NO_ZONES, 223862500, 223862500},
    {"one stop", &spot, 30250, 1, 1, NO_ZONES, 163862500, 163862500},
    {"at least", &spot, 10000, 1, 1, NO_ZONES, 150000000, 150000000}, /* 134.5 */
    {"at least and three stops", &spot, 10000, 1, 3, NO_ZONES, 270000000, 270000000},
    {"decimetres", &spot, 302500, 10, 1, NO_ZONES, 163862500, 163862500},
    {"no way", &spot, 0, 1, 1, NO_ZONES, 150000000, 150000000},
    {"half a micro-unit", &drop, 500, 1, 1, NO_ZONES, 1, 1},
    {"less than half", &drop, 499, 1, 1, NO_ZONES, 0, 0},
    {"free", &free_ride, 100000, 1, 2, NO_ZONES, 0, 0},
    {"lane", &lane, 30000, 1, 1, {0}, 400000000, 400000000},
    {"far lane", &lane, 30000, 1, 1, {1}, 700000000, 700000000},
    {"greatest lane", &lane, 30000, 1, 2, {1, 0}, 750000000, 750000000},
    {"lane twice", &lane, 30000, 1, 3, {0, 0, 0}, 500000000, 500000000},
    {"lane below the way", &low_spot, 30000, 1, 1, {0}, 163500000, 163500000},
    {"lane below least", &low_spot, 1000, 1, 1, {0}, 150000000, 150000000},
    {"zone without a price", &bare_spot, 30000, 1, 1, {0}, 163500000, 163500000},
    /* 223.8625 x 0.1 = 22.38625 */
    {"fuel on stops too", &spot_fuel, 30250, 1, 2, NO_ZONES, 223862500, 246248750},
    {"fuel at least", &spot_fuel, 10000, 1, 1, NO_ZONES, 150000000, 170000000},
    /* 4000 + 2000 kg: 6 x 2 */
    {"toll of the load", &spot_toll, 30000, 1, 1, NO_ZONES, 163500000, 175500000},
};

static void by_truck(void **state)
{
    static const load loads[] = {LOAD(4000000, 12000), LOAD(2000000, 5000)};
    static const int32_t all[] = {0, 1};
    kh_order_set set;
    khe_order orders[2];
    int32_t wrong = 0;
    (void)state;
    make_set(&set, orders, loads, 2);
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        const struct run_case *c = &runs[i];
        khe_billed bill = {0};
        const khe_consignment what = {.orders = all,
                                      .order_count = 2,
                                      .zones = c->zones,
                                      .stop_count = c->stops,
                                      .steps = c->steps};
        set.steps_per_m = c->steps_per_m;
        CHECK(khe_tariff_bill(&set, c->carrier, &what, &bill));
        wrong += compare(c->name, "weight", bill.weight, 6000000);
        wrong += compare(c->name, "band", bill.band, KHE_NONE);
        wrong += compare(c->name, "base", bill.base, c->base);
        wrong += compare(c->name, "charge", bill.charge, c->charge);
    }
    CHECK_EQ(wrong, 0);
}

/* ---- Each extra, weights of shares ---- */

static void each_extra(void **state)
{
    static const load loads[] = {{{300000, 1000}, 1000000000, 1}, {{120000}, 4000000000, 0}};
    static const int32_t all[] = {0, 1}, zones[] = {0};
    static const int64_t due[] = {8800000, 15000000, 12000000, 24000000};
    kh_order_set set;
    khe_order orders[2];
    khe_billed bill;
    (void)state;
    make_set(&set, orders, loads, 2);
    const khe_consignment what = {.orders = all, .order_count = 2, .zones = zones, .stop_count = 1};
    CHECK(khe_tariff_bill(&set, &everything, &what, &bill));
    for (int32_t x = 0; x < 4; x++) CHECK_EQ(bill.extra[x], due[x]);
    CHECK_EQ(bill.extra[4], 0);
}

static void shares(void **state)
{
    static const khe_carrier truck = FTL(.capacity = {25000000, 90000, INT32_MAX, 0});
    static const load loads[] = {{{4000000, 12000}, 0, 0}, {{2000000, 45000}, 0, 0}, {{0}, 0, 0}};
    kh_order_set set;
    khe_order orders[3];
    (void)state;
    make_set(&set, orders, loads, 3);
    CHECK_EQ(khe_tariff_weight(&set, &everything, 0), 4000000);
    CHECK_EQ(khe_tariff_weight(&set, &everything, 1), 13500000); /* 45 x 300, not rounded up */
    CHECK_EQ(khe_tariff_weight(&set, &everything, 2), 1);
    CHECK_EQ(khe_tariff_weight(&set, &post, 1), 7515000); /* 45 x 167 */
    CHECK_EQ(khe_tariff_weight(&set, &truck, 0), 160000); /* 4 of 25 t, more than 12 of 90 m3 */
    CHECK_EQ(khe_tariff_weight(&set, &truck, 1), 500000); /* 45 of 90 m3 */
    CHECK_EQ(khe_tariff_weight(&set, &truck, 2), 1);
}

/* What cannot be stated in a plan stays at the most that can. */
static void beyond_counting(void **state)
{
    static khe_band dear[] = {{END, false, 1000000000000000, 0}};
    static khe_zone dear_zone[] = {ZONE(dear)};
    static const khe_carrier carrier =
        LTL(.zones = dear_zone, .per_unit = {INT32_MAX - 1}, EXTRAS(all_four));
    static const load loads[] = {{{INT32_MAX - 1}, 1000000000000000, 1}};
    static const int32_t all[] = {0}, zones[] = {0};
    kh_order_set set;
    khe_order orders[1];
    khe_billed bill;
    (void)state;
    make_set(&set, orders, loads, 1);
    const khe_consignment what = {.orders = all, .order_count = 1, .zones = zones, .stop_count = 1};
    CHECK(khe_tariff_bill(&set, &carrier, &what, &bill));
    CHECK_EQ(bill.base, 9000000000000000);
    CHECK(bill.charge > bill.base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_weight_and_piece), cmocka_unit_test(by_truck),
        cmocka_unit_test(each_extra),          cmocka_unit_test(shares),
        cmocka_unit_test(beyond_counting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
