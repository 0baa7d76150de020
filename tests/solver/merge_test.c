/* First plans by savings against the method as the book has it: all pairs by saving, routes kept as
 * lists, every merge judged by evaluating the route. */
#include "compile.h"
#include "merge.h"
#include "set_file.h"

#include <math.h>

enum { ORDERS = 40, CASES = 40 };

static char text[128 << 10];
static size_t size;

static void put(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void put(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int written = vsnprintf(text + size, sizeof text - size, format, arguments);
    va_end(arguments);
    CHECK(written >= 0 && size + (size_t)written < sizeof text);
    size += (size_t)written;
}

static void put_matrix(const char *key, const int32_t *x, const int32_t *y, int32_t uphill)
{
    put("\"%s\":[", key);
    for (int32_t i = 0; i <= ORDERS; i++) {
        put("%s[", i ? "," : "");
        for (int32_t j = 0; j <= ORDERS; j++)
            put("%s%d", j ? "," : "",
                i == j ? 0 : (int)hypot(x[i] - x[j], y[i] - y[j]) + 1 + (i < j ? uphill : 0));
        put("]");
    }
    put("]");
}

/* One depot, one class; legs the same both ways or not; sometimes few vehicles or short routes. */
static kh_order_set *random_set(uint64_t *random)
{
    int32_t x[ORDERS + 1], y[ORDERS + 1];
    size = 0;
    put("{\"format\":\"keyhaul/order-set/1\",\"measures\":[\"kg\"],\"locations\":[");
    for (int32_t i = 0; i <= ORDERS; i++) {
        x[i] = test_between(random, 0, 100);
        y[i] = test_between(random, 0, 100);
        put("%s{\"id\":\"p%d\"}", i ? "," : "", i);
    }
    put("],\"travel\":{\"t\":{\"model\":\"matrix\",\"places\":[");
    for (int32_t i = 0; i <= ORDERS; i++) put("%s\"p%d\"", i ? "," : "", i);
    const int32_t uphill = test_between(random, 0, 1) * 7;
    put("],");
    put_matrix("km", x, y, uphill);
    put(",");
    put_matrix("min", x, y, uphill);
    put("}},\"orders\":[");
    for (int32_t i = 1; i <= ORDERS; i++)
        put("%s{\"id\":\"o%d\",\"to\":\"p%d\",\"quantity\":{\"kg\":%d}}", i > 1 ? "," : "", i, i,
            test_between(random, 1, 9));
    put("],\"vehicles\":[{\"id\":\"v\",\"start\":\"p0\",\"capacity\":{\"kg\":30},\"count\":%d",
        test_between(random, 0, 1) ? ORDERS : 6);
    if (test_between(random, 0, 1)) put(",\"max_km\":%d", test_between(random, 300, 400));
    put(",\"cost\":{\"per_km\":1}}]}");
    return test_set_of(text, size);
}

typedef struct plan {
    int32_t visits[ORDERS + 1][ORDERS], count[ORDERS + 1], route_of[ORDERS + 1];
} plan;

static void reverse(plan *t, int32_t r)
{
    for (int32_t i = 0, j = t->count[r] - 1; i < j; i++, j--) {
        const int32_t v = t->visits[r][i];
        t->visits[r][i] = t->visits[r][j];
        t->visits[r][j] = v;
    }
}

/* Joins the routes of which i and j are ends, if that gives a route. */
static void book_merge(const khs_problem *p, bool both_ways, plan *t, int32_t i, int32_t j)
{
    const int32_t a = t->route_of[i], b = t->route_of[j];
    int32_t joined[ORDERS];
    if (a == b) return;
    const plan before = *t;
    if (t->visits[a][t->count[a] - 1] != i && both_ways) reverse(t, a);
    if (t->visits[b][0] != j && both_ways) reverse(t, b);
    const int32_t n = t->count[a], m = t->count[b];
    bool fine = t->visits[a][n - 1] == i && t->visits[b][0] == j;
    memcpy(joined, t->visits[a], sizeof(int32_t) * (size_t)n);
    memcpy(joined + n, t->visits[b], sizeof(int32_t) * (size_t)m);
    fine = fine && khs_route_evaluate(p, 0, joined, n + m).flaw == KHS_FINE;
    if (!fine) {
        *t = before;
        return;
    }
    memcpy(t->visits[a], joined, sizeof joined);
    t->count[a] = n + m;
    t->count[b] = 0;
    for (int32_t k = n; k < n + m; k++) t->route_of[joined[k]] = a;
}

static int32_t leg(const khs_problem *p, int32_t from, int32_t to)
{
    return khs_steps(p, &p->matrix[0], from ? p->place[from] : p->resource[0].start,
                     to ? p->place[to] : p->resource[0].end);
}

/* The pair of the largest saving below (most, last): by saving, then by i, then by j. */
static bool next_pair(const khs_problem *p, int32_t *most, int32_t *i, int32_t *j)
{
    int32_t best = 0, at_i = 0, at_j = 0;
    for (int32_t a = 1; a <= p->visits; a++)
        for (int32_t b = 1; b <= p->visits; b++) {
            const int32_t saving = a == b ? 0 : leg(p, a, 0) + leg(p, 0, b) - leg(p, a, b);
            const bool after =
                saving < *most || (saving == *most && (a > *i || (a == *i && b > *j)));
            if (!after || saving <= best) continue;
            best = saving;
            at_i = a;
            at_j = b;
        }
    *most = best;
    *i = at_i;
    *j = at_j;
    return best > 0;
}

static void book_savings(const khs_problem *p, plan *t)
{
    const bool both_ways = p->matrix[0].steps == p->matrix[0].steps_to;
    for (int32_t v = 1; v <= p->visits; v++) {
        t->visits[v][0] = v;
        t->count[v] = 1;
        t->route_of[v] = v;
    }
    int32_t most = INT32_MAX, i = 0, j = 0;
    while (next_pair(p, &most, &i, &j)) book_merge(p, both_ways, t, i, j);
}

/* Every tour is a route of the book, either way round. */
static void compare(const khs_solution *s, const plan *t)
{
    for (int32_t slot = 0; slot < s->tours; slot++) {
        const khs_tour *tour = s->tour[slot];
        const int32_t r = t->route_of[tour->visit[1]];
        CHECK_EQ(tour->count, t->count[r]);
        const bool turned = tour->visit[1] != t->visits[r][0];
        for (int32_t k = 0; k < tour->count; k++)
            CHECK_EQ(tour->visit[k + 1], t->visits[r][turned ? tour->count - 1 - k : k]);
    }
}

static void savings_as_in_the_book(void **state)
{
    uint64_t random = 5;
    int32_t merged = 0, absent = 0;
    (void)state;
    for (int32_t c = 0; c < CASES; c++) {
        static plan t;
        khe_compiled *compiled = NULL;
        khs_scene scene;
        khs_solution s;
        kh_order_set *set = random_set(&random);
        CHECK_EQ(khe_compile(set, NULL, &compiled), KH_OK);
        CHECK(khs_scene_build(&compiled->problem, 1, &scene) && khs_solution_init(&scene, &s));
        CHECK(khs_merge_applies(&scene));
        khs_step_begin(&s);
        CHECK(khs_merge_routes(&s, 1.0));
        khs_step_commit(&s);
        khs_solution_check(&s);
        book_savings(&compiled->problem, &t);
        compare(&s, &t);
        CHECK(s.tours <= compiled->problem.resource[0].count);
        merged += ORDERS - s.absent_count - s.tours;
        absent += s.absent_count;
        khs_solution_free(&s);
        khs_scene_free(&scene);
        khe_compiled_free(compiled);
        kh_order_set_free(set);
    }
    CHECK(merged > CASES * ORDERS / 2 && absent > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(savings_as_in_the_book)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
