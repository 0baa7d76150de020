/* Nearest visits by the tree against looking at all of them, on stored and on computed legs. */
#include "near.h"
#include "test.h"

#include <math.h>

enum { VISITS = 900, PLACES = 700 };

typedef struct world {
    khs_problem p;
    khs_matrix stored, computed;
    int32_t place[VISITS + 1], spot[3 * PLACES], steps[PLACES * PLACES];
} world;

static int32_t length(const world *w, int32_t a, int32_t b)
{
    double sum = 0;
    for (int32_t k = 0; k < 3; k++) {
        const double d = (double)w->spot[3 * a + k] - w->spot[3 * b + k];
        sum += d * d;
    }
    return (int32_t)sqrt(sum);
}

static khs_leg leg_between(const void *context, int32_t from, int32_t to)
{
    const int32_t steps = length(context, from, to);
    return (khs_leg){steps, steps};
}

/* Some places share their position, some visits their place. */
static void make_world(world *w, int32_t visits, int32_t width, uint64_t *random)
{
    memset(w, 0, sizeof *w);
    for (int32_t i = 0; i < 3 * PLACES; i++) w->spot[i] = test_between(random, -width, width);
    for (int32_t v = 1; v <= visits; v++) w->place[v] = test_between(random, 0, PLACES - 1);
    for (int32_t a = 0; a < PLACES; a++)
        for (int32_t b = 0; b < PLACES; b++) w->steps[a * PLACES + b] = length(w, a, b);
    w->p = (khs_problem){.visits = visits, .places = PLACES, .place = w->place};
    w->stored = (khs_matrix){.steps = w->steps, .steps_to = w->steps, .spot = w->spot};
    w->computed = (khs_matrix){.leg = leg_between, .context = w, .spot = w->spot};
}

/* Equal lengths at every rank; and nobody twice. */
static void same_lengths(const world *w, const int32_t *left, const int32_t *right, int32_t count)
{
    for (int32_t v = 1; v <= w->p.visits; v++) {
        bool seen[VISITS + 1] = {false};
        for (int32_t k = 0; k < count; k++) {
            const int32_t a = left[v * count + k], b = right[v * count + k];
            CHECK_EQ(a == 0, b == 0);
            if (!a) continue;
            CHECK(a != v && !seen[a]);
            seen[a] = true;
            CHECK_EQ(length(w, w->place[v], w->place[a]), length(w, w->place[v], w->place[b]));
        }
    }
}

static void test_tree_equals_all(void **state)
{
    (void)state;
    static const int32_t visits[] = {2, 5, 13, 60, 333, VISITS}, widths[] = {3, 1000, 1 << 26};
    world *w = test_malloc(sizeof *w);
    uint64_t random = 8;
    for (int32_t i = 0; i < 6; i++) {
        for (int32_t k = 0; k < 3; k++) {
            make_world(w, visits[i], widths[k], &random);
            const int32_t count = visits[i] < 40 ? visits[i] - 1 : 37;
            const size_t cells = ((size_t)visits[i] + 1) * (size_t)count;
            int32_t *all = test_calloc(cells, sizeof *all), *tree = test_calloc(cells, sizeof *all),
                    *many = test_calloc(cells, sizeof *all);
            CHECK(khs_near_by_all(&w->p, &w->stored, 1, count, all));
            CHECK(khs_near_by_tree(&w->p, &w->computed, 1, count, tree));
            same_lengths(w, all, tree, count);
            CHECK(khs_near_by_tree(&w->p, &w->stored, 3, count, many));
            CHECK(memcmp(tree, many, cells * sizeof *tree) == 0);
            CHECK(khs_near_by_all(&w->p, &w->computed, 2, count, many));
            CHECK(memcmp(all, many, cells * sizeof *all) == 0);
            test_free(all);
            test_free(tree);
            test_free(many);
        }
    }
    test_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_tree_equals_all)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
