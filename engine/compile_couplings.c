/* What ties orders together or keeps them apart: bonds and conflict classes. */
#include "compile_parts.h"

#include <stdio.h>

/* ---- Bonds ---- */

static khs_bond_mode mode_of(khe_bond bond)
{
    switch (bond) {
    case KHE_SAME_STOP:
        return KHS_SAME_STOP;
    case KHE_SAME_TRIP:
    case KHE_SAME_VEHICLE:
        return KHS_SAME_ROUTE;
    case KHE_ALL_OR_NONE:
        break;
    }
    return KHS_ALL_OR_NONE;
}

/* Groups that overlap and mean the same become one: label[order] is the least group that it belongs
 * to. \return the group in the way of merging, or KHE_NONE */
static int32_t label_group(const kh_order_set *set, int32_t group, int32_t *label)
{
    const khe_together *t = &set->together[group];
    for (int32_t k = 0; k < t->count; k++) {
        const int32_t old = label[t->orders[k]];
        if (old == KHE_NONE || old == group) {
            label[t->orders[k]] = group;
            continue;
        }
        if (mode_of(set->together[old].mode) != mode_of(t->mode)) return old;
        for (int32_t i = 0; i < set->order_count; i++)
            if (label[i] == old) label[i] = group;
    }
    return KHE_NONE;
}

static kh_status label_orders(khe_build *b, int32_t *label)
{
    const kh_order_set *set = b->set;
    for (int32_t i = 0; i < set->order_count; i++) label[i] = KHE_NONE;
    for (int32_t g = 0; g < set->together_count; g++) {
        const int32_t other = label_group(set, g, label);
        if (other == KHE_NONE) continue;
        char pointer[48];
        snprintf(pointer, sizeof pointer, "/together/%d", (int)g);
        khe_errors_add(b->errors, KH_ERROR, "unsupported", pointer,
                       "an order in two groups of different modes (see /together/%d) is not "
                       "supported yet",
                       (int)other);
        return KH_E_UNSUPPORTED;
    }
    return KH_OK;
}

/* The bonds of the labelled groups with at least two orders. */
static kh_status fill_bonds(khe_build *b, const int32_t *label, int32_t *size)
{
    const kh_order_set *set = b->set;
    khs_order *order = b->order;
    for (int32_t i = 0; i < set->order_count; i++)
        if (label[i] != KHE_NONE) size[label[i]]++;
    khs_bond *bond = KHE_TAKE(b, set->together_count, khs_bond);
    if (!bond) return KH_E_NOMEM;
    for (int32_t g = 0; g < set->together_count; g++) {
        if (size[g] < 2) continue;
        int32_t *orders = KHE_TAKE(b, size[g], int32_t);
        if (!orders) return KH_E_NOMEM;
        int32_t count = 0;
        for (int32_t i = 0; i < set->order_count; i++) {
            if (label[i] != g) continue;
            orders[count++] = i;
            order[i].bond = b->p->bonds;
        }
        bond[b->p->bonds++] = (khs_bond){mode_of(set->together[g].mode), orders, count};
    }
    b->p->bond = bond;
    return KH_OK;
}

kh_status khe_compile_bonds(khe_build *b)
{
    int32_t *label = KHE_TAKE(b, b->set->order_count, int32_t);
    int32_t *size = KHE_TAKE(b, b->set->together_count, int32_t);
    if (!label || !size) return KH_E_NOMEM;
    const kh_status status = label_orders(b, label);
    return status == KH_OK ? fill_bonds(b, label, size) : status;
}

/* ---- Conflicts ---- */

/* The classes of one mode: goods first, then accounts. */
typedef struct conflict_classes {
    bool whole_route;
    int32_t of_goods[64];      /* class of a good, or KHE_NONE */
    khe_names hates_goods[64]; /* goods that a good may not be with */
    int32_t *of_account;       /* [accounts] class, or KHE_NONE */
    int32_t count;
} conflict_classes;

/* Gives a class to every good and account with a conflict of this mode. */
static void number_classes(const kh_order_set *set, conflict_classes *c)
{
    for (int32_t g = 0; g < 64; g++) c->of_goods[g] = KHE_NONE;
    for (int32_t k = 0; k < set->apart_count; k++) {
        if (set->apart[k].whole_route != c->whole_route) continue;
        for (int32_t g = 0; g < 64; g++)
            if (set->apart[k].goods >> g & 1)
                c->hates_goods[g] |= set->apart[k].goods & ~((khe_names)1 << g);
    }
    for (int32_t g = 0; g < 64; g++)
        if (c->hates_goods[g]) c->of_goods[g] = c->count++;
    for (int32_t a = 0; a < set->account_count; a++) {
        const bool has = !c->whole_route && set->accounts[a].never_withs > 0;
        c->of_account[a] = has ? c->count++ : KHE_NONE;
    }
}

static void order_classes(const kh_order_set *set, const conflict_classes *c, const khe_order *o,
                          uint64_t *has, uint64_t *hates)
{
    *has = *hates = 0;
    for (int32_t g = 0; g < 64; g++) {
        if (!(o->goods >> g & 1) || c->of_goods[g] == KHE_NONE) continue;
        *has |= (uint64_t)1 << c->of_goods[g];
        for (int32_t h = 0; h < 64; h++)
            if (c->hates_goods[g] >> h & 1) *hates |= (uint64_t)1 << c->of_goods[h];
    }
    if (o->account == KHE_NONE || c->of_account[o->account] == KHE_NONE) return;
    *has |= (uint64_t)1 << c->of_account[o->account];
    const khe_account *account = &set->accounts[o->account];
    for (int32_t k = 0; k < account->never_withs; k++) {
        const int32_t other = c->of_account[account->never_with[k]];
        if (other != KHE_NONE) *hates |= (uint64_t)1 << other;
    }
}

static kh_status fill_conflicts(khe_build *b, bool whole_route, const uint64_t **has_out,
                                const uint64_t **hates_out)
{
    const kh_order_set *set = b->set;
    const khs_problem *p = b->p;
    conflict_classes classes = {.whole_route = whole_route,
                                .of_account = KHE_TAKE(b, set->account_count, int32_t)};
    uint64_t *has = KHE_TAKE(b, p->visits + 1, uint64_t);
    uint64_t *hates = KHE_TAKE(b, p->visits + 1, uint64_t);
    if (!classes.of_account || !has || !hates) return KH_E_NOMEM;
    number_classes(set, &classes);
    if (classes.count > 64) {
        khe_errors_add(b->errors, KH_ERROR, "too_many", "/never_together",
                       "%d goods and accounts may not be together; at most 64 can be counted",
                       (int)classes.count);
        return KH_E_LIMIT;
    }
    for (int32_t v = 1; v <= p->visits; v++)
        order_classes(set, &classes, &set->orders[p->order_of[v]], &has[v], &hates[v]);
    *has_out = has;
    *hates_out = hates;
    return KH_OK;
}

kh_status khe_compile_conflicts(khe_build *b)
{
    khs_problem *p = b->p;
    const kh_status status = fill_conflicts(b, false, &p->has_time, &p->hates_time);
    return status == KH_OK ? fill_conflicts(b, true, &p->has_route, &p->hates_route) : status;
}
