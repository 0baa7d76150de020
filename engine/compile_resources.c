/* Places in use, and resources with their docks. */
#include "compile_parts.h"

/* ---- Places ---- */

static void use_place(khe_build *b, int32_t location, int32_t *places)
{
    if (location != KHE_NONE && b->place_of[location] == KHE_NONE)
        b->place_of[location] = (*places)++;
}

static bool has_shift(const kh_order_set *set, const khe_vehicle *v)
{
    for (int32_t d = 0; d < set->calendar.days; d++)
        if (v->shift[d].open <= v->shift[d].close) return true;
    return false;
}

/* Numbers the locations that some vehicle starts or ends at or some order is served at. */
static int32_t number_places(khe_build *b)
{
    const kh_order_set *set = b->set;
    int32_t places = 0;
    for (int32_t l = 0; l < set->location_count; l++) b->place_of[l] = KHE_NONE;
    for (int32_t v = 0; v < set->vehicle_count; v++) {
        if (!has_shift(set, &set->vehicles[v])) continue;
        use_place(b, set->vehicles[v].start, &places);
        use_place(b, set->vehicles[v].end, &places);
    }
    for (int32_t i = 0; i < set->order_count; i++) {
        if (b->kind[i] != KHS_PICKUP) use_place(b, set->orders[i].to.place, &places);
        if (b->kind[i] != KHS_DELIVERY) use_place(b, set->orders[i].from.place, &places);
        if (!set->orders[i].carriers) continue;
        use_place(b, set->orders[i].to.place, &places);
        for (int32_t l = 0; l < set->location_count; l++)
            if (khe_may_come_from(&set->orders[i], l)) use_place(b, l, &places);
    }
    return places;
}

kh_status khe_compile_places(khe_build *b)
{
    const kh_order_set *set = b->set;
    b->place_of = KHE_TAKE(b, set->location_count, int32_t);
    if (!b->place_of) return KH_E_NOMEM;
    const int32_t places = number_places(b);
    int32_t *location = KHE_TAKE(b, places, int32_t);
    int32_t *fixed_stop = KHE_TAKE(b, places, int32_t);
    int64_t *extra = KHE_TAKE(b, places, int64_t);
    if (!location || !fixed_stop || !extra) return KH_E_NOMEM;
    for (int32_t l = 0; l < set->location_count; l++) {
        const int32_t place = b->place_of[l];
        if (place == KHE_NONE) continue;
        location[place] = l;
        fixed_stop[place] = set->locations[l].fixed_stop;
        extra[place] = set->locations[l].extra_visit_price;
    }
    b->p->places = places;
    b->p->fixed_stop = fixed_stop;
    b->p->extra_visit_price = extra;
    b->out->location = location;
    return KH_OK;
}

/* ---- Resources ---- */

/* Calls `add` for every block of vehicles of a class on a day: the dedicated in the order of the
 * accounts and their lists, then the shared. */
static bool for_each_block(const kh_order_set *set, int32_t vehicle,
                           bool (*add)(void *, int32_t account, int32_t first, int32_t count),
                           void *payload)
{
    int32_t next = 1;
    for (int32_t a = 0; a < set->account_count; a++) {
        int32_t count = 0;
        for (int32_t k = 0; k < set->accounts[a].dedicateds; k++)
            if (set->accounts[a].dedicated[k].vehicle == vehicle)
                count += set->accounts[a].dedicated[k].count;
        if (count > 0 && !add(payload, a, next, count)) return false;
        next += count;
    }
    const int32_t count = set->vehicles[vehicle].count;
    const int32_t shared = count == KHE_NONE ? set->order_count : count - next + 1;
    return shared <= 0 || add(payload, KHE_NONE, next, shared);
}

/* The opening intervals of a place cut to a shift. */
static kh_status dock_hours(khe_build *b, int32_t location, khe_interval shift,
                            const int32_t **open, const int32_t **close, int32_t *count)
{
    const khe_location *place = &b->set->locations[location];
    khe_spans whole = {0}, cut = {0};
    kh_status status = KH_E_NOMEM;
    int32_t *opens = NULL, *closes = NULL;
    if (!khe_spans_add(&whole, shift.open, shift.close)) goto done;
    const khe_interval always = shift;
    const bool bounded = place->opens >= 0;
    if (!khe_spans_meet(&whole, bounded ? place->open : &always, bounded ? place->opens : 1, &cut))
        goto done;
    khe_spans_merge(&cut);
    opens = KHE_TAKE(b, cut.count, int32_t);
    closes = KHE_TAKE(b, cut.count, int32_t);
    if (!opens || !closes) goto done;
    for (int32_t i = 0; i < cut.count; i++) {
        opens[i] = cut.at[i].open;
        closes[i] = cut.at[i].close;
    }
    *open = opens;
    *close = closes;
    *count = cut.count;
    status = KH_OK;
done:
    khe_spans_free(&whole);
    khe_spans_free(&cut);
    return status;
}

static int32_t limit_of(int32_t declared)
{
    return declared == KHE_NONE || declared > KHS_FAR ? KHS_FAR : declared;
}

static int32_t dock_fixed(const kh_order_set *set, int32_t location)
{
    return khe_ticks_from_micro_min(&set->calendar, set->locations[location].dock_service.fixed);
}

static kh_status fill_resource(khe_build *b, khs_resource *r, const khe_resource_source *source)
{
    const kh_order_set *set = b->set;
    const khe_vehicle *v = &set->vehicles[source->vehicle];
    const khe_interval shift = v->shift[source->day];
    *r = (khs_resource){
        .count = r->count,
        .day = source->day,
        .matrix = b->matrix_of[v->profile],
        .start = b->place_of[v->start],
        .end = b->place_of[v->end],
        .open = shift.open,
        .close = shift.close,
        .load_fixed = dock_fixed(set, v->start),
        .unload_fixed = dock_fixed(set, v->end),
        .max_duty = limit_of(v->max_duty),
        .max_steps = limit_of(v->max_steps),
        .max_stops = limit_of(v->max_stops),
        .pickups_after_deliveries = v->pickups_after_deliveries,
        .needs_delivery = v->needs_delivery,
        .per_route = v->per_day,
        .per_km = v->per_km,
        .per_h = v->per_h,
        .per_stop = v->per_stop,
        .toll_per_km = v->toll_per_km,
        .overtime_after = limit_of(v->overtime_after),
        .overtime_per_h = v->overtime_per_h,
        .vehicle_class = source->vehicle,
    };
    kh_status status =
        dock_hours(b, v->start, shift, &r->load_open, &r->load_close, &r->load_windows);
    if (status == KH_OK)
        status =
            dock_hours(b, v->end, shift, &r->unload_open, &r->unload_close, &r->unload_windows);
    return status;
}

typedef struct lister {
    khe_build *b; /* NULL: only count */
    int32_t vehicle, day, count;
    kh_status status;
} lister;

static bool list_resource(void *payload, int32_t account, int32_t first, int32_t count)
{
    lister *l = payload;
    const int32_t r = l->count++;
    if (!l->b) return true;
    l->b->source[r] = (khe_resource_source){l->vehicle, l->day, first, account, KHE_NONE, KHE_NONE};
    l->b->resource[r].count = count;
    l->status = fill_resource(l->b, &l->b->resource[r], &l->b->source[r]);
    return l->status == KH_OK;
}

/* Lists all resources by class, day and number; without a build it only counts them. */
static kh_status list_resources(const kh_order_set *set, khe_build *b, int32_t *count)
{
    lister l = {.b = b, .status = KH_OK};
    for (l.vehicle = 0; l.vehicle < set->vehicle_count; l.vehicle++) {
        const khe_vehicle *v = &set->vehicles[l.vehicle];
        for (l.day = 0; l.day < set->calendar.days; l.day++) {
            if (v->shift[l.day].open > v->shift[l.day].close) continue;
            if (!for_each_block(set, l.vehicle, list_resource, &l)) return l.status;
        }
    }
    *count = l.count;
    return KH_OK;
}

static void number_matrix(khe_build *b, int32_t profile)
{
    int32_t *first = &b->matrix_of[b->set->profiles[profile].same_as];
    if (*first == KHE_NONE) *first = b->p->matrices++;
    b->matrix_of[profile] = *first;
}

/* Numbers the matrices: one per profile in use, equal profiles sharing one. */
static kh_status number_matrices(khe_build *b)
{
    const kh_order_set *set = b->set;
    b->matrix_of = KHE_TAKE(b, set->profile_count, int32_t);
    if (!b->matrix_of) return KH_E_NOMEM;
    for (int32_t f = 0; f < set->profile_count; f++) b->matrix_of[f] = KHE_NONE;
    for (int32_t v = 0; v < set->vehicle_count; v++) {
        if (!has_shift(set, &set->vehicles[v])) continue;
        number_matrix(b, set->vehicles[v].profile);
    }
    for (int32_t c = 0; c < set->carrier_count; c++)
        if (set->carriers[c].mode == KHE_FTL) number_matrix(b, set->carriers[c].profile);
    if (set->carrier_count && !b->p->matrices) number_matrix(b, 0); /* to know what is near */
    return KH_OK;
}

static kh_status number_docks(khe_build *b)
{
    khs_problem *p = b->p;
    int32_t *dock_of = KHE_TAKE(b, p->places, int32_t);
    if (!dock_of) return KH_E_NOMEM;
    for (int32_t i = 0; i < p->places; i++) dock_of[i] = -1;
    for (int32_t r = 0; r < p->resources; r++) {
        if (dock_of[b->resource[r].start] < 0) dock_of[b->resource[r].start] = p->docks++;
        if (dock_of[b->resource[r].end] < 0) dock_of[b->resource[r].end] = p->docks++;
    }
    p->dock_of = dock_of;
    return KH_OK;
}

static int64_t owned_in_all(const kh_order_set *set)
{
    int64_t owned = 0;
    for (int32_t v = 0; v < set->vehicle_count; v++)
        if (set->vehicles[v].count != KHE_NONE)
            owned += set->vehicles[v].count * (int64_t)set->calendar.days *
                     set->vehicles[v].per_day_owned;
    return owned;
}

kh_status khe_compile_resources(khe_build *b)
{
    khs_problem *p = b->p;
    kh_status status = number_matrices(b);
    if (status != KH_OK) return status;
    int32_t own = 0;
    list_resources(b->set, NULL, &own);
    p->resources = own + khe_carrier_resources(b->set);
    b->source = KHE_TAKE(b, p->resources, khe_resource_source);
    b->resource = KHE_TAKE(b, p->resources, khs_resource);
    if (!b->source || !b->resource) return KH_E_NOMEM;
    status = list_resources(b->set, b, &own);
    if (status == KH_OK) status = khe_compile_carriers(b, own);
    if (status != KH_OK) return status;
    p->resource = b->resource;
    p->resource_words = (p->resources + 63) / 64;
    p->owned = owned_in_all(b->set);
    b->out->source = b->source;
    return number_docks(b);
}
