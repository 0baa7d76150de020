/* Proofs that orders bound to one route cannot be served together, though each of them could be
 * alone: two of them conflict, no vehicle may carry them all, or what is loaded at the start (or
 * unloaded at the end) is more than any such vehicle holds. */
#include "explain_parts.h"
#include "text.h"

static bool all_ride(const khe_explainer *e, const khs_bond *bond, int32_t resource)
{
    for (int32_t k = 0; k < bond->count; k++)
        if (!khs_allowed(e->p, e->p->order[bond->orders[k]].visit, resource)) return false;
    return true;
}

/* Deliveries meet at the start of the route, pickups at its end. */
static bool clash(const khs_problem *p, int32_t a, int32_t b)
{
    if (p->has_route[a] & p->hates_route[b]) return true;
    const bool meet = p->kind[a] == p->kind[b] && p->kind[a] != KHS_SHIP_FROM;
    return meet && (p->has_time[a] & p->hates_time[b]);
}

/* Two orders of the bond that may not ride together. \return whether there are */
static bool find_clash(const khs_problem *p, const khs_bond *bond, int32_t *a, int32_t *b)
{
    for (int32_t i = 0; i < bond->count; i++)
        for (int32_t k = i + 1; k < bond->count; k++) {
            *a = bond->orders[i];
            *b = bond->orders[k];
            if (clash(p, p->order[*a].visit, p->order[*b].visit)) return true;
        }
    return false;
}

static int64_t sum_of(const khe_explainer *e, const khs_bond *bond, khs_kind kind, int32_t measure)
{
    int64_t sum = 0;
    for (int32_t k = 0; k < bond->count; k++)
        if (e->p->kind[e->p->order[bond->orders[k]].visit] == kind)
            sum += e->set->orders[bond->orders[k]].quantity[measure];
    return sum;
}

static bool fits(const khe_explainer *e, const khs_bond *bond, int32_t resource)
{
    const khe_vehicle *v = &e->set->vehicles[e->compiled->source[resource].vehicle];
    for (int32_t m = 0; m < e->set->measures; m++)
        if (sum_of(e, bond, KHS_DELIVERY, m) > v->capacity[m] ||
            sum_of(e, bond, KHS_PICKUP, m) > v->capacity[m])
            return false;
    return true;
}

/* The figures, in the first measure in which even the largest vehicle is too small. */
static char *tell_load(const khe_explainer *e, const khs_bond *bond)
{
    for (int32_t m = 0; m < e->set->measures; m++) {
        int64_t most = 0, sum = sum_of(e, bond, KHS_DELIVERY, m);
        for (int32_t r = 0; r < e->p->resources; r++) {
            if (e->p->resource[r].tariff) continue;
            const khe_vehicle *v = &e->set->vehicles[e->compiled->source[r].vehicle];
            if (all_ride(e, bond, r) && v->capacity[m] > most) most = v->capacity[m];
        }
        if (sum_of(e, bond, KHS_PICKUP, m) > sum) sum = sum_of(e, bond, KHS_PICKUP, m);
        if (sum <= most) continue;
        khe_writer w = {0};
        khe_put_text(&w, "with the orders bound to it ");
        khe_put_decimal(&w, sum, 3);
        khe_put_format(&w, " %s, and ", e->set->measure[m]);
        khe_put_decimal(&w, most, 3);
        khe_put_text(&w, " is the most that fits on any vehicle that may carry them all");
        return khe_writer_take(&w, NULL);
    }
    return khe_text_copy("no vehicle that may carry it and the orders bound to it holds them all");
}

bool khe_bond_is_hopeless(const khe_explainer *e, const khs_bond *bond, char **detail)
{
    bool any = false;
    int32_t a = 0, b = 0;
    if (bond->mode == KHS_ALL_OR_NONE) return false;
    if (find_clash(e->p, bond, &a, &b)) {
        *detail = khe_text_print("orders %s and %s are bound together and may not ride together",
                                 e->set->orders[a].id, e->set->orders[b].id);
        return true;
    }
    for (int32_t r = 0; r < e->p->resources; r++) {
        if (!all_ride(e, bond, r)) continue;
        any = true;
        if (fits(e, bond, r)) return false;
    }
    *detail = any ? tell_load(e, bond)
                  : khe_text_copy("no vehicle may carry it and the orders bound to it");
    return true;
}
