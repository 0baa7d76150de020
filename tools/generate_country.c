/* What differs between the countries: depots, names, limits of cities, vehicles and their prices.
 *
 * German prices: a 40 t unit after the French reference costs of 2024, the rest in proportion; toll
 * as on motorways. Brazilian ones: in reais, the same proportions with local fuel and wages. */
#include "generate.h"

#define COUNT(list) (int)(sizeof(list) / sizeof((list)[0]))

/* clang-format off */
static const char *const depots_de[] = {
    "Karlsruhe", "Heilbronn", "Hanau", "Nürnberg", "Hannover",
    "Leipzig", "Dortmund", "Hamburg", "Augsburg", "Potsdam",
};
static const char *const streets_de[] = {
    "Bahnhofstraße", "Gartenstraße", "Hauptstraße", "Industriestraße", "Lindenallee", "Mühlweg",
    "Ringstraße", "Schillerstraße", "Am Wasserturm", "Goethestraße", "Kaiserallee", "Marktplatz",
    "Schlossstraße", "Talstraße", "Uferweg", "Weststadt", "Am Hafen", "Birkenweg", "Nordring",
    "Südring", "Rosenstraße", "Steinweg", "Waldstraße", "Ziegelhütte",
};
static const char *const shops_de[] = {
    "Bäckerei", "Eisenwaren", "Farben", "Gärtnerei", "Malerbedarf", "Metzgerei", "Möbelhaus",
    "Papierwaren", "Reinigungsmittel", "Schreinerei", "Sportgeschäft", "Weinhandlung",
};
static const char *const families_de[] = {
    "Albrecht", "Baumann", "Dietz", "Ehrler", "Fessler", "Gutmann", "Haberland", "Isele", "Jung",
    "Kollmar", "Lindner", "Maurer", "Nagel", "Oswald", "Pfister", "Raible", "Seiler", "Trautwein",
    "Ulrich", "Vetter", "Wendel", "Zeller",
};
static const char *const depots_br[] = {
    "Campinas", "Guarulhos", "Curitiba", "Contagem", "Ribeirão Preto",
    "Canoas", "Duque de Caxias", "Joinville", "Uberlândia", "Aparecida de Goiânia",
};
static const char *const streets_br[] = {
    "Rua das Palmeiras", "Avenida Brasil", "Rua Sete de Setembro", "Avenida Paulista Sul",
    "Rua dos Ipês", "Rua XV de Novembro", "Avenida Santos Dumont", "Rua Tiradentes", "Jardim América",
    "Vila Nova", "Centro", "Rua Rio Branco", "Avenida das Nações", "Rua do Comércio",
    "Bairro Boa Vista", "Rua da Estação", "Jardim Primavera", "Vila Industrial", "Avenida Independência",
    "Rua Treze de Maio", "Parque das Flores", "Rua Marechal Deodoro", "Distrito Industrial",
    "Rua São Bento",
};
static const char *const shops_br[] = {
    "Armazém", "Casa de Tintas", "Ferragens", "Livraria", "Materiais", "Mercearia", "Móveis",
    "Padaria", "Papelaria", "Pet Shop", "Produtos de Limpeza", "Restaurante",
};
static const char *const families_br[] = {
    "Almeida", "Barbosa", "Cardoso", "Duarte", "Esteves", "Figueira", "Guimarães", "Jatobá", "Leal",
    "Moreira", "Nogueira", "Oliveira", "Paineira", "Queiroz", "Ribeiro", "Sampaio", "Teixeira",
    "Três Irmãos", "Uchôa", "Valente", "Xavier", "Zanetti",
};

static const gen_vehicle vehicles_de[GEN_ROLES] = {
    /*                   id             name                              profile kg     m3    pallets  l    h   gross  offers                    refuses goods                         tags         shift            duty over  owned  day    km  toll hour  stop overtime */
    [GEN_REEFER_LONG]  = {"reefer-40t", "Refrigerated articulated, 40 t",  "truck", 22000, 8200, 330, 165, 40, 40000, "[\"reefer\", \"tail-lift\"]", "[\"chemicals\"]", "[\"city\"]", "02:30", "15:30", 600, 540, 11000, 13500, 55, 20, 2800, 300, 700},
    [GEN_REEFER_CITY]  = {"reefer-18t", "Refrigerated rigid, 18 t",        "truck",  8500, 4400, 180,  95, 37, 18000, "[\"reefer\", \"tail-lift\"]", "[\"chemicals\"]", NULL,         "02:30", "15:30", 600, 540,  7500,  9500, 45, 15, 2600, 300, 650},
    [GEN_LONG]         = {"artic-40t",  "Articulated box, 40 t",           "truck", 24000, 8800, 330, 165, 40, 40000, "[\"two-lock\"]",              NULL,              "[\"city\"]", "04:00", "18:00", 600, 540,  8500, 12000, 49, 20, 2780, 300, 700},
    [GEN_RIGID]        = {"rigid-18t",  "Rigid box with tail lift, 18 t",  "truck",  9000, 4800, 180,  95, 37, 18000, "[\"tail-lift\", \"two-lock\"]", NULL,            NULL,         "04:30", "18:30", 600, 540,  6000,  9000, 40, 15, 2600, 300, 650},
    [GEN_SMALL]        = {"rigid-12t",  "Rigid box with tail lift, 12 t",  "truck",  5500, 3600, 140,  83, 34, 12000, "[\"tail-lift\", \"two-lock\"]", NULL,            NULL,         "05:00", "18:30", 600, 540,  5000,  7500, 33, 12, 2500, 250, 625},
    [GEN_VAN]          = {"van-3.5t",   "Van, 3.5 t",                      "van",    1200, 1700,  80,  74, 28,  3500, NULL,                          NULL,              NULL,         "06:00", "18:30", 600, 540,  2500,  5000, 22,  0, 2200, 150, 550},
    [GEN_PHARMA_RIGID] = {"gdp-12t",    "Pharma rigid, two zones, 12 t",   "truck",  5000, 3300, 140,  83, 35, 12000, "[\"gdp\", \"tail-lift\"]",    "[\"food\", \"beverage\", \"chemicals\", \"empties\"]", NULL, "04:00", "17:00", 600, 540, 6500, 8500, 36, 12, 2600, 250, 650},
    [GEN_PHARMA_VAN]   = {"gdp-van",    "Pharma van, 3.5 t",               "van",    1100, 1400,  60,  74, 28,  3500, "[\"gdp\"]",                   "[\"food\", \"beverage\", \"chemicals\", \"empties\"]", NULL, "04:00", "17:00", 600, 540, 3500, 5500, 24,  0, 2300, 150, 575},
    [GEN_MEGA]         = {"mega-40t",   "Mega trailer with curtains, 40 t", "truck", 24000, 10000, 330, 165, 40, 40000, "[\"side-curtain\"]",        NULL,              "[\"city\"]", "04:00", "20:00", 660, 540, 9000, 12500, 50, 20, 2780, 300, 700},
};

static const gen_vehicle vehicles_br[GEN_ROLES] = {
    [GEN_REEFER_LONG]  = {"carreta-frigo", "Carreta frigorífica",           "truck", 25000, 8400, 280, 182, 44, 41500, "[\"reefer\", \"tail-lift\"]", "[\"chemicals\"]", "[\"city\"]", "02:30", "15:30", 600, 540, 29000, 42000, 365, 85, 4600, 900, 2300},
    [GEN_REEFER_CITY]  = {"truck-frigo",   "Truck frigorífico",             "truck", 12000, 4800, 160,  98, 39, 23000, "[\"reefer\", \"tail-lift\"]", "[\"chemicals\"]", NULL,         "02:30", "15:30", 600, 540, 20000, 30000, 275, 50, 3900, 900, 1950},
    [GEN_LONG]         = {"carreta",       "Carreta baú",                   "truck", 27000, 9200, 280, 182, 43, 41500, "[\"two-lock\"]",              NULL,              "[\"city\"]", "04:00", "18:00", 600, 540, 24000, 38000, 340, 85, 4500, 900, 2250},
    [GEN_RIGID]        = {"truck",         "Truck baú, três eixos",         "truck", 13000, 5200, 160,  98, 39, 23000, "[\"tail-lift\", \"two-lock\"]", NULL,            NULL,         "04:30", "18:30", 600, 540, 16000, 27000, 250, 50, 3800, 800, 1900},
    [GEN_SMALL]        = {"toco",          "Toco baú",                      "truck",  7000, 3800, 120,  85, 37, 16000, "[\"tail-lift\", \"two-lock\"]", NULL,            NULL,         "05:00", "18:30", 600, 540, 13000, 22000, 210, 35, 3500, 700, 1750},
    [GEN_VAN]          = {"vuc",           "VUC, 6.3 m",                    "van",    3000, 1900,  60,  63, 30,  6500, NULL,                          NULL,              NULL,         "06:00", "18:30", 600, 540,  8000, 16000, 150, 15, 3100, 500, 1550},
    [GEN_PHARMA_RIGID] = {"toco-gdp",      "Toco climatizado, duas zonas",  "truck",  6000, 3500, 120,  85, 38, 16000, "[\"gdp\", \"tail-lift\"]",    "[\"food\", \"beverage\", \"chemicals\", \"empties\"]", NULL, "04:00", "17:00", 600, 540, 16000, 25000, 225, 35, 3700, 700, 1850},
    [GEN_PHARMA_VAN]   = {"van-gdp",       "Van climatizada",               "van",    1400, 1200,  60,  60, 28,  3500, "[\"gdp\"]",                   "[\"food\", \"beverage\", \"chemicals\", \"empties\"]", NULL, "04:00", "17:00", 600, 540, 9000, 15000, 130, 15, 3200, 500, 1600},
    [GEN_MEGA]         = {"sider",         "Carreta sider",                 "truck", 27000, 10000, 280, 182, 43, 41500, "[\"side-curtain\"]",         NULL,              "[\"city\"]", "04:00", "20:00", 660, 540, 25000, 39000, 345, 85, 4500, 900, 2250},
};
/* clang-format on */

const gen_country gen_germany = {
    .id = "germany",
    .name = "Germany",
    .currency = "EUR",
    .offset = "+01:00",
    .holiday = "2026-12-25",
    .depots = depots_de,
    .streets = streets_de,
    .street_count = COUNT(streets_de),
    .shops = shops_de,
    .shop_count = COUNT(shops_de),
    .families = families_de,
    .family_count = COUNT(families_de),
    .depot_label = "Logistikzentrum",
    .supplier_label = "Lieferant",
    .city_length_dm = 100,
    .city_gross_kg = 18000,
    .price_scale = 100,
    .vehicles = vehicles_de,
};

const gen_country gen_brazil = {
    .id = "brazil",
    .name = "Brazil",
    .currency = "BRL",
    .offset = "-03:00",
    .holiday = "2026-12-25",
    .depots = depots_br,
    .streets = streets_br,
    .street_count = COUNT(streets_br),
    .shops = shops_br,
    .shop_count = COUNT(shops_br),
    .families = families_br,
    .family_count = COUNT(families_br),
    .depot_label = "Centro de distribuição",
    .supplier_label = "Fornecedor",
    .city_length_dm = 100,
    .city_gross_kg = 23000,
    .price_scale = 500,
    .vehicles = vehicles_br,
};
