/* The pool against a plain list with linear search; its bound; merging. */
#include "pool.h"
#include "test.h"

enum { ORDERS = 40, RESOURCES = 3 };

/* Order i has visit i+1; the last ten orders are pairs with visits i+1 and i+11. */
static int32_t order_of[1 + ORDERS + 10];

static khs_problem make_problem(void)
{
    for (int32_t i = 0; i < ORDERS; i++) order_of[1 + i] = i;
    for (int32_t i = 0; i < 10; i++) order_of[1 + ORDERS + i] = ORDERS - 10 + i;
    return (khs_problem){
        .visits = ORDERS + 10, .orders = ORDERS, .resources = RESOURCES, .order_of = order_of};
}

static int32_t random_route(uint64_t *seed, int32_t *visits, int32_t variety)
{
    const int32_t length = test_between(seed, 1, 4);
    int32_t count = 0;
    bool used[ORDERS] = {false};
    for (int32_t i = 0; i < length; i++) {
        const int32_t order = (ORDERS - variety) + test_between(seed, 0, variety - 1);
        if (used[order]) continue;
        used[order] = true;
        visits[count++] = order + 1;
        if (order >= ORDERS - 10) visits[count++] = order + 11;
    }
    return count;
}

typedef struct plain {
    int32_t resource, count;
    int64_t cost;
    uint64_t set;
    int32_t visits[8];
} plain;

static uint64_t set_of(const int32_t *visits, int32_t count)
{
    uint64_t set = 0;
    for (int32_t i = 0; i < count; i++) set |= (uint64_t)1 << order_of[visits[i]];
    return set;
}

static void keeps_the_cheapest(void **state)
{
    (void)state;
    const khs_problem problem = make_problem();
    khs_pool *pool = khs_pool_new(&problem, 5000);
    static plain list[5000];
    int32_t listed = 0;
    uint64_t seed = 7;
    for (int32_t n = 0; n < 4000; n++) {
        int32_t visits[8];
        const int32_t count = random_route(&seed, visits, 14);
        const int32_t resource = test_between(&seed, 0, RESOURCES - 1);
        const int64_t cost = test_between(&seed, 1, 1000);
        CHECK(khs_pool_add(pool, resource, visits, count, cost));
        const uint64_t set = set_of(visits, count);
        int32_t i = 0;
        while (i < listed && (list[i].resource != resource || list[i].set != set)) i++;
        if (i < listed && list[i].cost <= cost) continue;
        if (i == listed) listed++;
        list[i] = (plain){.resource = resource, .count = count, .cost = cost, .set = set};
        memcpy(list[i].visits, visits, sizeof visits);
    }
    CHECK_EQ(khs_pool_count(pool), listed);
    for (int32_t i = 0; i < listed; i++) {
        const khs_column c = khs_pool_at(pool, i);
        CHECK_EQ(c.resource, list[i].resource);
        CHECK_EQ(c.cost, list[i].cost);
        CHECK_EQ(c.count, list[i].count);
        CHECK(memcmp(c.visits, list[i].visits, (size_t)c.count * sizeof *c.visits) == 0);
    }
    khs_pool_free(pool);
}

static void stays_bounded_and_keeps_the_latest(void **state)
{
    (void)state;
    const khs_problem problem = make_problem();
    khs_pool *pool = khs_pool_new(&problem, 64);
    uint64_t seed = 3;
    for (int32_t n = 0; n < 5000; n++) {
        int32_t visits[8];
        const int32_t count = random_route(&seed, visits, ORDERS);
        CHECK(khs_pool_add(pool, n % RESOURCES, visits, count, n));
        CHECK(khs_pool_count(pool) <= 64);
        bool found = false;
        for (int32_t i = 0; i < khs_pool_count(pool); i++) {
            const khs_column c = khs_pool_at(pool, i);
            found |= c.resource == n % RESOURCES && c.count == count &&
                     set_of(c.visits, c.count) == set_of(visits, count);
        }
        CHECK(found);
    }
    khs_pool_clear(pool);
    CHECK_EQ(khs_pool_count(pool), 0);
    khs_pool_free(pool);
}

static void merges_in_order(void **state)
{
    (void)state;
    const khs_problem problem = make_problem();
    khs_pool *a = khs_pool_new(&problem, 8), *b = khs_pool_new(&problem, 8);
    CHECK(khs_pool_add(a, 0, (int32_t[]){1, 2}, 2, 10));
    CHECK(khs_pool_add(b, 0, (int32_t[]){2, 1}, 2, 9));
    CHECK(khs_pool_add(b, 1, (int32_t[]){2, 1}, 2, 12));
    CHECK(khs_pool_merge(a, b));
    CHECK_EQ(khs_pool_count(a), 2);
    CHECK_EQ(khs_pool_at(a, 0).cost, 9);
    CHECK_EQ(khs_pool_at(a, 0).visits[0], 2);
    CHECK_EQ(khs_pool_at(a, 1).resource, 1);
    khs_pool_free(a);
    khs_pool_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_the_cheapest),
        cmocka_unit_test(stays_bounded_and_keeps_the_latest),
        cmocka_unit_test(merges_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
