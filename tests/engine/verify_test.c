/* The verifier finds nothing in a plan that holds (verify_world.h), and of every rule broken
 * exactly its breach. */
#include "expected_codes.h"
#include "verify_world.h"

/* Steps of route 0: 0 start, 1 load, 2 deliver o0, 3 collect o3, 4 deliver o1, 5 deliver o3,
 * 6 collect o2, 7 unload, 8 end. */

static void none(world *w) { (void)w; }

/* Order set */
static void window(world *w)
{
    w->to[0].close = 8 * HOUR - 1;
    w->to[0].open = 0;
}
static void window_later(world *w) { w->to[1].open = 12 * HOUR; }
static void collect_window(world *w) { w->from[0].close = 6 * HOUR; }
static void unload_window(world *w) { w->to[2].close = 8 * HOUR; }
static void shop_hours(world *w) { w->hours[B].close = 8 * HOUR; }
static void never_open(world *w) { w->places[D].opens = 0; }
static void depot_hours(world *w) { w->hours[DC].open = 13 * HOUR; }
static void ready(world *w)
{
    w->orders[1].has_ready = true;
    w->orders[1].ready = (khe_moment){12 * HOUR, true};
}
static void ready_pickup(world *w)
{
    w->orders[2].has_ready = true;
    w->orders[2].ready = (khe_moment){12 * HOUR, false};
}
static void service(world *w) { w->orders[0].to.service++; }
static void loading_time(world *w) { w->orders[0].from.service++; }
static void unloading_time(world *w) { w->orders[2].to.service++; }
static void fixed_stop(world *w) { w->places[A].fixed_stop++; }
static void leg_time(world *w) { w->ticks[A * PLACES + B]++; }
static void leg_length(world *w) { w->steps[A * PLACES + B]++; }
static void no_road(world *w) { w->steps[DC * PLACES + C] = -1; }
static void shift_begin(world *w) { w->shift[VAN].open = 12 * HOUR; }
static void shift_end(world *w) { w->shift[TRUCK].close = 11 * HOUR; }
static void no_shift(world *w) { w->shift[TRUCK] = (khe_interval){1, 0}; }
static void capacity(world *w) { w->vehicles[TRUCK].capacity[0] = 1999; }
static void max_duty(world *w) { w->vehicles[VAN].max_duty = w->routes[0].duty - 1; }
static void max_km(world *w) { w->vehicles[VAN].max_steps = 50 * KM - 1; }
static void max_stops(world *w) { w->vehicles[VAN].max_stops = 3; }
static void four_stops(world *w)
{
    w->vehicles[VAN].max_stops = 4;
    w->vehicles[VAN].max_steps = 50 * KM;
    w->vehicles[VAN].max_duty = w->routes[0].duty;
}
static void needs_delivery(world *w) { w->vehicles[VAN].needs_delivery = true; }
static void board_delivery(world *w) { w->orders[1].max_on_board = 10 * MIN; }
static void board_pickup(world *w) { w->orders[2].max_on_board = 10 * MIN - 1; }
static void board_shipment(world *w) { w->orders[3].max_on_board = 10 * MIN; }
static void board_all(world *w)
{
    w->orders[2].max_on_board = 10 * MIN;
    w->orders[0].max_on_board = 10 * MIN;
}
static void goods(world *w, int32_t a, int32_t b, bool whole_route)
{
    w->orders[a].goods = 1;
    w->orders[b].goods = 2;
    w->apart = (khe_apart){3, whole_route};
    w->set.apart = &w->apart;
    w->set.apart_count = 1;
}
static void goods_at_once(world *w) { goods(w, 1, 3, false); }
static void goods_in_turn(world *w) { goods(w, 0, 3, false); }
static void goods_in_turn_2(world *w) { goods(w, 3, 2, false); }
static void goods_route(world *w) { goods(w, 0, 2, true); }
static void never_with(world *w)
{
    w->orders[3].account = 1;
    w->accounts[0].never_with = &w->never_with;
    w->accounts[0].never_withs = 1;
}
static void dedicated(world *w)
{
    w->orders[4].account = 1;
    w->dedicated = (khe_dedicated){TRUCK, 1};
    w->accounts[0].dedicated = &w->dedicated;
    w->accounts[0].dedicateds = 1;
}
static void own_dedicated(world *w)
{
    w->dedicated = (khe_dedicated){TRUCK, 1};
    w->accounts[0].dedicated = &w->dedicated;
    w->accounts[0].dedicateds = 1;
}
static void needs(world *w)
{
    w->orders[0].needs = 1;
    w->vehicles[TRUCK].offers = 1;
}
static void refused_goods(world *w)
{
    w->orders[0].goods = 1;
    w->vehicles[VAN].refuses_goods = 1;
}
static void refused_tags(world *w)
{
    w->places[B].tags = 2;
    w->vehicles[TRUCK].refuses_tags = 2;
}
static void too_long(world *w)
{
    w->places[B].limits.length_mm = 9000;
    w->vehicles[TRUCK].size.length_mm = 9001;
}
static void own_list(world *w)
{
    w->orders[4].vehicles = w->classes;
    w->classes[VAN] = true;
}
static void account_list(world *w)
{
    w->orders[4].account = 1;
    w->accounts[1].vehicles = w->classes;
    w->classes[VAN] = true;
}
static void starts_elsewhere(world *w) { w->vehicles[TRUCK].start = D; }
static void bind(world *w, int32_t a, int32_t b, khe_bond mode)
{
    w->bound[0] = a;
    w->bound[1] = b;
    w->together = (khe_together){w->bound, 2, mode};
    w->set.together = &w->together;
    w->set.together_count = 1;
}
static void bond_route(world *w) { bind(w, 0, 4, KHE_SAME_VEHICLE); }
static void bond_trip(world *w) { bind(w, 1, 4, KHE_SAME_TRIP); }
static void bond_stop(world *w) { bind(w, 0, 1, KHE_SAME_STOP); }
static void bond_all(world *w) { bind(w, 0, 5, KHE_ALL_OR_NONE); }
static void bond_stop_collected(world *w) { bind(w, 0, 3, KHE_SAME_STOP); }
static void bond_kept(world *w) { bind(w, 0, 3, KHE_SAME_VEHICLE); }
static void bond_kept_2(world *w) { bind(w, 0, 4, KHE_ALL_OR_NONE); }
static void bad_order(world *w)
{
    w->bad = (khe_bad_order){.id = order_ids[0]};
    w->set.bad_orders = &w->bad;
    w->set.bad_order_count = 1;
}
static void per_km(world *w) { w->vehicles[VAN].per_km++; }
static void tolls(world *w) { w->vehicles[VAN].toll_per_km++; }
static void overtime(world *w)
{
    w->vehicles[VAN].overtime_after = 0;
    w->vehicles[VAN].overtime_per_h = 1;
}
static void owned(world *w) { w->vehicles[TRUCK].count = 3; }
static void extra_visit(world *w) { w->places[B].extra_visit_price = 7000000; }
static void extra_visit_once(world *w) { w->places[A].extra_visit_price = 7000000; }
static void penalty(world *w) { w->orders[5].unserved_penalty++; }

/* Plan */
static void number(world *w) { w->routes[0].number = 3; }
static void number_twice(world *w) { w->routes[2].number = 1; }
static void day(world *w) { w->routes[1].day = 1; }
static void missing(world *w) { w->plan.unserved_count = 0; }
static void twice_out(world *w)
{
    w->unserved[1] = w->unserved[0];
    w->plan.unserved_count = 2;
}
static void out_and_in(world *w)
{
    w->unserved[1] = w->unserved[0];
    w->unserved[1].order = 4;
    w->why.reason = KHE_NO_ROOM;
    w->plan.unserved_count = 2;
}
static void no_reason(world *w) { w->unserved[0].why_count = 0; }
static void wrong_reason(world *w) { w->why = (khe_why){KHE_NO_VEHICLE, true, NULL}; }
static void unproved(world *w) { w->why = (khe_why){KHE_NO_VEHICLE, false, NULL}; }
static void in_stock(world *w) { w->why = (khe_why){KHE_NO_STOCK, true, NULL}; }
static void no_data(world *w) { w->why = (khe_why){KHE_BAD_DATA, true, NULL}; }
static void wrong_route(world *w) { w->planned[4].route = 0; }
static void no_begin(world *w) { w->planned[6].begin = KHE_NO_TIME; }
static void wrong_begin(world *w) { w->planned[2].begin++; }
static void two_begins(world *w) { w->planned[0].collect_begin = 0; }
static void arrival(world *w)
{
    w->step[1][2].arrive--;
    w->step[1][2].wait++;
    w->routes[1].wait++;
}
static void impatient(world *w)
{
    w->planned[0].begin--;
    w->step[0][2].begin--;
}
static void wait(world *w) { w->step[0][4].wait++; }
static void place(world *w) { w->step[0][4].place = D; }
static void on_board(world *w) { w->step[0][6].on_board[0] = 0; }
static void leg_given(world *w) { w->step[0][6].leg_ticks++; }
static void cum_given(world *w) { w->step[0][6].cum_steps++; }
static void latest_early(world *w) { w->step[0][5].latest_arrival--; }
static void latest_late(world *w) { w->step[0][5].latest_arrival = 12 * HOUR + 1; }
static void latest_good(world *w)
{
    w->step[0][5].latest_arrival = 12 * HOUR;
    w->step[0][8].latest_arrival = 19 * HOUR;
}
static void not_loaded(world *w) { w->step[0][1].order_count--; }
static void not_unloaded(world *w) { w->listed[0][7][0] = 6; }
static void loaded_too_many(world *w)
{
    w->listed[0][1][2] = 4;
    w->step[0][1].order_count = 3;
}
static void no_load(world *w)
{
    w->step[1][1].act = KHE_DELIVER;
    w->step[1][0].act = KHE_LOAD;
}
static void empty_step(world *w) { w->step[0][4].order_count = 0; }
static void wrong_end(world *w) { w->step[0][4].act = KHE_COLLECT; }
static void pair(world *w)
{
    w->step[0][3].act = KHE_DELIVER;
    w->step[0][5].act = KHE_COLLECT;
}
static void on_two_routes(world *w) { w->listed[1][1][0] = w->listed[1][2][0] = 1; }
static void duty(world *w) { w->routes[0].duty++; }
static void length(world *w) { w->routes[0].steps_driven++; }
static void empty(world *w) { w->routes[1].steps_empty--; }
static void drive(world *w) { w->routes[1].drive++; }
static void peak(world *w) { w->routes[1].peak[0]++; }
static void route_cost(world *w) { w->routes[0].costs.line[KHE_TIME]++; }
static void plan_cost(world *w) { w->plan.costs.line[KHE_STOPS]--; }
static void order_cost(world *w) { w->planned[0].costs.line[KHE_FIXED]++; }
static void idle(world *w) { w->plan.idle_owned++; }
static void start_late(world *w) { w->step[0][0].arrive++; }
static void load_late(world *w) { w->step[1][1].end++; }

typedef struct mutation {
    const char *name;
    void (*apply)(world *w);
    const char *codes; /* all that are found, each at least once; "": it holds */
} mutation;

#define M(function, codes)                                                                         \
    {                                                                                              \
#        function, function, codes                                                                 \
    }

static const mutation mutations[] = {
    M(none, ""),
    M(window, "window_missed"),
    M(window_later, "window_missed"),
    M(collect_window, "window_missed"),
    M(unload_window, "window_missed"),
    M(shop_hours, "closed"),
    M(never_open, "closed"),
    M(depot_hours, "closed"),
    M(ready, "not_ready"),
    M(ready_pickup, "not_ready"),
    M(service, "service_time"),
    M(loading_time, "service_time"),
    M(unloading_time, "service_time"),
    M(fixed_stop, "fixed_stop"),
    M(leg_time, "leg travel_time route_figures"),
    M(leg_length, "leg route_figures cost"),
    M(no_road, "no_road leg travel_time route_figures cost"),
    M(shift_begin, "shift"),
    M(shift_end, "shift"),
    M(no_shift, "no_shift"),
    M(capacity, "capacity"),
    M(max_duty, "max_duty"),
    M(max_km, "max_km"),
    M(max_stops, "max_stops"),
    M(four_stops, ""),
    M(needs_delivery, "needs_delivery"),
    M(board_delivery, "max_on_board"),
    M(board_pickup, "max_on_board"),
    M(board_shipment, "max_on_board"),
    M(board_all, ""),
    M(goods_at_once, "goods_conflict"),
    M(goods_in_turn, ""),
    M(goods_in_turn_2, ""),
    M(goods_route, "goods_conflict"),
    M(never_with, "accounts_conflict"),
    M(dedicated, "dedicated"),
    M(own_dedicated, ""),
    M(needs, "may_not_ride"),
    M(refused_goods, "may_not_ride"),
    M(refused_tags, "may_not_ride"),
    M(too_long, "may_not_ride"),
    M(own_list, "may_not_ride"),
    M(account_list, "may_not_ride"),
    M(starts_elsewhere, "may_not_ride wrong_place service_time"),
    M(bond_route, "together"),
    M(bond_trip, "together"),
    M(bond_stop, "together"),
    M(bond_stop_collected, "together"), /* a shipment counts where it is delivered */
    M(bond_all, "together"),
    M(bond_kept, ""),
    M(bond_kept_2, ""),
    M(bad_order, "bad_order"),
    M(per_km, "cost"),
    M(tolls, "cost"),
    M(overtime, "cost"),
    M(owned, "cost"),
    M(extra_visit, "cost"),
    M(extra_visit_once, ""),
    M(penalty, "cost"),
    M(number, "no_such_number"),
    M(number_twice, "number_twice"),
    M(day, "no_shift"),
    M(missing, "order_missing"),
    M(twice_out, "unserved_twice"),
    M(out_and_in, "unserved_served"),
    M(no_reason, "reason"),
    M(wrong_reason, "reason"),
    M(unproved, ""),
    M(in_stock, "reason"),
    M(no_data, "reason"),
    M(wrong_route, "order_route"),
    M(no_begin, "order_begin"),
    M(wrong_begin, "order_begin"),
    M(two_begins, "order_begin"),
    M(arrival, "travel_time"),
    M(impatient, "too_early service_time"),
    M(wait, "wait"),
    M(place, "wrong_place"),
    M(on_board, "on_board"),
    M(leg_given, "leg"),
    M(cum_given, "leg"),
    M(latest_early, "latest_arrival"),
    M(latest_late, "latest_arrival"),
    M(latest_good, ""),
    M(not_loaded, "dock_list"),
    M(not_unloaded, "dock_list"),
    M(loaded_too_many, "dock_list"),
    M(no_load, "route_shape"),
    M(empty_step, "route_shape"),
    M(wrong_end, "wrong_end"),
    M(pair, "pair_broken"),
    M(on_two_routes,
      "order_twice order_missing order_route order_begin step_times too_early service_time cost"),
    M(duty, "route_figures"),
    M(length, "route_figures"),
    M(empty, "route_figures"),
    M(drive, "route_figures"),
    M(peak, "route_figures"),
    M(route_cost, "cost"),
    M(plan_cost, "cost"),
    M(order_cost, "cost"),
    M(idle, "cost"),
    M(start_late, "step_times"),
    M(load_late, "service_time step_times"),
};

static void every_rule(void **state)
{
    static world w;
    int32_t wrong = 0;
    (void)state;
    for (size_t i = 0; i < sizeof mutations / sizeof *mutations; i++) {
        kh_errors *errors = kh_errors_new();
        make_world(&w);
        mutations[i].apply(&w);
        wrong += surprises(mutations[i].name, mutations[i].codes,
                           khe_verify(&w.set, &w.plan, errors), errors);
        kh_errors_free(errors);
    }
    CHECK_EQ(wrong, 0);
}

/* Route 0 by hand: 50 km; loading 5 + 2 × (2 + 1) = 11 min, five legs of 10 min, stops 3 + 1 + 2,
 * 3, 3, 1 min, unloading 5 + 2 + 3 = 10 min: 84 min at 24 per hour. */
static void costs_by_hand(void **state)
{
    static world w;
    (void)state;
    make_world(&w);
    const int64_t *line = w.routes[0].costs.line;
    CHECK_EQ(w.routes[0].duty, 84 * MIN);
    CHECK_EQ(line[KHE_OWNED], 40000000);
    CHECK_EQ(line[KHE_FIXED], 100000000);
    CHECK_EQ(line[KHE_DISTANCE], 50000000);
    CHECK_EQ(line[KHE_TOLLS], 5000000);
    CHECK_EQ(line[KHE_TIME], 33600000);
    CHECK_EQ(line[KHE_STOPS], 12000000);
    CHECK_EQ(line[KHE_OVERTIME], 0);
    CHECK_EQ(w.routes[0].steps_empty, 10 * KM);
    CHECK_EQ(w.routes[1].steps_empty, 10 * KM);
}

/* Four orders of equal weight share 12 000 002 as 3 000 000 each, and one more for the first two.
 */
static void shares_by_hand(void **state)
{
    static world w;
    khe_visit visits[] = {{.order = 3},
                          {.order = 2},
                          {.order = 3, .at_to = true},
                          {.order = 1, .at_to = true},
                          {.order = 0, .at_to = true}};
    khe_course course = {.vehicle = VAN, .visits = visits, .count = 5};
    khe_costs costs = {0}, shares[5];
    (void)state;
    make_world(&w);
    khe_course_survey(&w.set, &course);
    costs.line[KHE_STOPS] = 12000002;
    CHECK_EQ(khe_share_costs(&w.set, &course, &costs, shares), KH_OK);
    CHECK_EQ(shares[4].line[KHE_STOPS], 3000001);
    CHECK_EQ(shares[3].line[KHE_STOPS], 3000001);
    CHECK_EQ(shares[1].line[KHE_STOPS], 3000000);
    CHECK_EQ(shares[0].line[KHE_STOPS], 3000000);
    w.orders[0].quantity[0] = 4000;
    CHECK_EQ(khe_share_costs(&w.set, &course, &costs, shares), KH_OK);
    CHECK_EQ(shares[4].line[KHE_STOPS], 4800001);
    CHECK_EQ(shares[3].line[KHE_STOPS], 2400001);
    CHECK_EQ(shares[0].line[KHE_STOPS], 2400000);
}

static void backhaul_order(void **state)
{
    static world w;
    static const khe_turn turns[] = {{2, false}, {0, true}};
    khe_costs costs;
    bool feasible = false;
    (void)state;
    make_world(&w);
    CHECK_EQ(khe_verify_price(&w.set, VAN, 0, turns, 2, &costs, &feasible), KH_OK);
    CHECK(feasible);
    w.vehicles[VAN].pickups_after_deliveries = true;
    CHECK_EQ(khe_verify_price(&w.set, VAN, 0, turns, 2, &costs, &feasible), KH_OK);
    CHECK(!feasible);
}

static void sentences(void **state)
{
    static world w;
    kh_errors *errors = kh_errors_new();
    (void)state;
    make_world(&w);
    window(&w);
    CHECK_EQ(khe_verify(&w.set, &w.plan, errors), KH_E_BREACH);
    CHECK_EQ(kh_errors_total(errors, KH_ERROR), 1);
    const kh_finding *finding = kh_errors_at(errors, KH_ERROR, 0);
    assert_string_equal(finding->pointer, "/routes/0/steps/2/orders/0");
    assert_string_equal(finding->message,
                        "order o0 is served at 11:07, its window closes at 07:59:59");
    kh_errors_free(errors);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule),     cmocka_unit_test(costs_by_hand),
        cmocka_unit_test(shares_by_hand), cmocka_unit_test(backhaul_order),
        cmocka_unit_test(sentences),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
