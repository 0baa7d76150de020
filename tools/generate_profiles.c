/* The accounts: how large their orders are, when and how they receive, what they insist on.
 *
 * Shares make a day of 164 drops with all five key accounts: 45, 33, 12, 42 and 32 of them. */
#include "generate.h"

#define WEEKDAYS         "[\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]"
#define WORKDAYS         "[\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\"]"
#define AT(hour, minute) ((hour)*60 + (minute))
#define ALL                                                                                        \
    {                                                                                              \
        GEN_ROLES, GEN_ROLES                                                                       \
    }

/* clang-format off */
const gen_profile gen_profiles[GEN_ACCOUNTS] = {
    {.key = "supermarket", .id = "fresco", .name = "FRESCO", .prefix = "FRE", .share = 45, .tier = 1,
     .fixed_stop = 12, .per_pallet = 15, .needs = "[\"reefer\"]", .goods = "[\"food\"]", .never_with = "sanara",
     .pallets = {40, 140}, .kg = {350, 600}, .volume = 170, .city = 270, .back = 600, .ready = 150,
     .max_on_board = 0, .reach_km = 85, .extra_visit = 2500, .day_min = 300,
     .large = GEN_REEFER_LONG, .city_role = GEN_REEFER_CITY, .small = GEN_REEFER_CITY, .only = ALL,
     .receiving = {
        {.share = 340, .from = AT(5, 30), .to = AT(9, 30), .open = AT(5, 0), .close = AT(21, 0), .days = WORKDAYS, .label = {"Markt", "Loja"}},
        {.share = 330, .from = AT(10, 0), .to = AT(13, 0), .open = AT(6, 0), .close = AT(21, 0), .days = WORKDAYS, .label = {"Markt", "Loja"}},
        {.share = 330, .from = AT(6, 0), .to = AT(12, 0), .width = 60, .open = AT(5, 30), .close = AT(20, 0), .days = WORKDAYS, .label = {"City-Markt", "Loja Centro"}}}},
    {.key = "electronics", .id = "volta", .name = "VOLTA", .prefix = "VOL", .share = 33, .tier = 2,
     .fixed_stop = 15, .per_pallet = 20, .needs = "[\"two-lock\"]", .goods = "[\"electronics\"]",
     .pallets = {10, 40}, .hub_pallets = {100, 160}, .kg = {120, 250}, .volume = 190, .city = 200, .optional = 120, .twin = 50,
     .back = 150, .reach_km = 120, .extra_visit = 2000, .unserved = 9000, .day_min = 450, .flexible = true,
     .carrier = {[GEN_GROUPAGE] = true, [GEN_PARCEL] = true}, .again = 300, .wait = 2, .holding = 250, .carrier_reach_km = 190,
     .large = GEN_LONG, .city_role = GEN_SMALL, .small = GEN_SMALL, .only = ALL,
     .receiving = {
        {.share = 640, .from = AT(9, 0), .to = AT(17, 0), .open = AT(8, 30), .close = AT(19, 0), .days = WORKDAYS, .label = {"Filiale", "Filial"}},
        {.share = 270, .from = AT(9, 0), .to = AT(12, 30), .second_from = AT(14, 0), .second = AT(17, 0), .open = AT(8, 30), .close = AT(18, 0), .days = WEEKDAYS, .label = {"Filiale", "Filial"}},
        {.share = 90, .hub = true, .from = AT(8, 0), .to = AT(14, 0), .width = 30, .open = AT(6, 0), .close = AT(18, 0), .days = WEEKDAYS, .label = {"Zentrallager", "Central de lojas"}}}},
    {.key = "automotive", .id = "motiva", .name = "MOTIVA", .prefix = "MOT", .share = 12, .tier = 1,
     .fixed_stop = 10, .per_pallet = 10, .needs = "[\"side-curtain\"]", .goods = "[\"parts\"]",
     .pallets = {140, 260}, .kg = {300, 700}, .volume = 120, .back = 0,
     .reach_km = 70, .day_min = 480, .plants = true,
     .large = GEN_MEGA, .city_role = GEN_MEGA, .small = GEN_MEGA, .only = {GEN_MEGA, GEN_ROLES},
     .receiving = {
        {.share = 1000, .from = AT(8, 0), .to = AT(18, 0), .width = 75, .open = AT(5, 0), .close = AT(22, 0), .days = WEEKDAYS, .label = {"Werk", "Planta"}}}},
    {.key = "pharma", .id = "sanara", .name = "SANARA", .prefix = "SAN", .share = 42, .tier = 1,
     .fixed_stop = 10, .per_pallet = 30, .needs = "[\"gdp\"]", .goods = "[\"pharma\"]", .never_with = "fresco",
     .pallets = {2, 30}, .kg = {80, 250}, .volume = 110, .back = 100, .max_on_board = 600,
     .reach_km = 110, .day_min = 330, .carrier = {[GEN_GDP] = true},
     .large = GEN_PHARMA_RIGID, .city_role = GEN_PHARMA_RIGID, .small = GEN_PHARMA_VAN, .only = {GEN_PHARMA_RIGID, GEN_PHARMA_VAN},
     .receiving = {
        {.share = 700, .from = AT(7, 30), .to = AT(11, 30), .open = AT(7, 0), .close = AT(17, 0), .days = WEEKDAYS, .label = {"Apothekenlager", "Distribuidora farmacêutica"}},
        {.share = 300, .from = AT(8, 0), .to = AT(10, 0), .open = AT(6, 0), .close = AT(20, 0), .days = WORKDAYS, .label = {"Klinikum", "Hospital"}}}},
    {.key = "beverage", .id = "aquavia", .name = "AQUAVIA", .prefix = "AQU", .share = 32, .tier = 3,
     .fixed_stop = 15, .per_pallet = 12, .needs = NULL, .goods = "[\"beverage\"]",
     .pallets = {60, 130}, .hub_pallets = {240, 330}, .kg = {750, 1000}, .volume = 150, .city = 150, .optional = 100,
     .back = 700, .ready = 100, .reach_km = 100, .extra_visit = 1500, .unserved = 4500, .day_min = 540, .flexible = true, .any_depot = true,
     .carrier = {[GEN_HIRED] = true}, .again = 200, .wait = 3, .holding = 120, .carrier_reach_km = 160,
     .large = GEN_LONG, .city_role = GEN_RIGID, .small = GEN_RIGID, .only = ALL,
     .receiving = {
        {.share = 530, .from = AT(6, 0), .to = AT(16, 0), .open = AT(6, 0), .close = AT(18, 0), .days = WORKDAYS, .label = {"Getränkemarkt", "Depósito de bebidas"}},
        {.share = 350, .from = AT(7, 0), .to = AT(11, 30), .second_from = AT(13, 0), .second = AT(16, 0), .open = AT(6, 30), .close = AT(17, 0), .days = WEEKDAYS, .label = {"Getränkemarkt", "Depósito de bebidas"}},
        {.share = 120, .hub = true, .from = AT(6, 0), .to = AT(15, 0), .open = AT(5, 0), .close = AT(22, 0), .days = WEEKDAYS, .label = {"Verteillager", "Centro regional"}}}},
    {.key = "small", .id = "small", .name = NULL, .prefix = "CLI", .share = 40, .tier = 3,
     .fixed_stop = 8, .per_pallet = 30, .needs = NULL, .goods = NULL,
     .pallets = {5, 40}, .kg = {80, 450}, .volume = 150, .city = 300, .optional = 250, .twin = 80, .back = 200,
     .reach_km = 90, .unserved = 6000, .day_min = 480, .flexible = true,
     .carrier = {[GEN_GROUPAGE] = true, [GEN_PARCEL] = true}, .carrier_reach_km = 190,
     .large = GEN_SMALL, .city_role = GEN_VAN, .small = GEN_VAN, .only = ALL,
     .receiving = {
        {.share = 500, .from = AT(8, 0), .to = AT(17, 0), .open = AT(7, 30), .close = AT(18, 0), .days = WEEKDAYS, .label = {NULL, NULL}},
        {.share = 300, .from = AT(8, 0), .to = AT(12, 0), .second_from = AT(13, 30), .second = AT(17, 0), .open = AT(7, 30), .close = AT(18, 0), .days = WEEKDAYS, .label = {NULL, NULL}},
        {.share = 200, .from = AT(8, 0), .to = AT(16, 0), .width = 120, .open = AT(7, 0), .close = AT(18, 0), .days = WORKDAYS, .label = {NULL, NULL}}}},
};
/* clang-format on */
