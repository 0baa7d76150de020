#!/usr/bin/env python3
"""The stories under instances/stories: each order set is planned with a budget of iterations, its plan passes `keyhaul check`,
the plans show what the story says, and the README's figures are those of the plans.

Usage: stories.py PROGRAM SOURCE_DIR
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

PROGRAM, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2]) / "instances/stories"
ITERATIONS, TOLERANCE = 20000, 0.04  # of a figure: a better planner may come a little lower than what the README tells
failures = []


def check(what, holds):
    if not holds:
        failures.append(what)
        print("FAILED:", what)


def read(name):
    return json.loads((FOLDER / f"{name}.json").read_text())


def run(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=300)


def plan(document):
    """The plan of an order set, all of its orders served."""
    with tempfile.TemporaryDirectory() as folder:
        orders, out = pathlib.Path(folder) / "orders.json", pathlib.Path(folder) / "plan.json"
        orders.write_text(json.dumps(document))
        done = run("plan", orders, "-o", out, "--iterations", ITERATIONS, "--threads", "2", "--seed", "1")
        check(f"plan {document['name']}: exit {done.returncode} {done.stderr}", done.returncode == 0)
        done = run("check", orders, out)
        check(f"check {document['name']}: exit {done.returncode} {done.stdout}", done.returncode == 0)
        return json.loads(out.read_text())


def cost(plan_document):
    return plan_document["summary"]["cost"]


def told(label):
    """The figures of the README's row of that label."""
    row = re.search(rf"^\| {re.escape(label)} \|(.*)\|$", (FOLDER / "README.md").read_text(), re.M)
    check(f"README has a row {label}", row is not None)
    return [float(figure.replace(",", "")) for figure in re.findall(r"\d[\d,.]*", row.group(1))] if row else []


def check_told(label, figures):
    rows = told(label)
    close = len(rows) == len(figures) and all(abs(a - b) <= TOLERANCE * b for a, b in zip(rows, figures))
    check(f"README, {label}: {rows} told, {[round(f, 2) for f in figures]} planned", close)


def waiting_fills_a_truck():
    fixed, flexible = read("story-2-fixed"), read("story-2-flexible")
    for order in fixed["orders"]:
        check(f"{order['id']} has its day", len(order["ship_days"]) == 1)
    for document in (fixed, flexible):
        document.pop("name")
        for order in document["orders"]:
            order["ship_days"] = order["ship_days"][0]
            order.pop("holding_per_day", None)
    check("the sets differ in nothing but the days", fixed == flexible)

    fixed, flexible = plan(read("story-2-fixed")), plan(read("story-2-flexible"))
    check("two part loads", [s["carrier"] for s in fixed["shipments"]] == ["part-load", "part-load"])
    check("... on two days", [s["day"] for s in fixed["shipments"]] == [0, 1])
    check("one full truck", [s["carrier"] for s in flexible["shipments"]] == ["full-truck"])
    check("both proved", fixed["status"] == flexible["status"] == "optimal")
    holding = flexible["summary"]["cost_by"]["penalties"]["holding"]
    freight = flexible["summary"]["cost_by"]["cash"]["carriers"]
    check("storage is paid for, and the saving beats it", 0 < holding < cost(fixed) - freight)
    check("the summary knows it", flexible["summary"]["consolidation"]["no_choice_of_day"] == cost(fixed))
    check_told("each on its day", [2, cost(fixed), 0, cost(fixed)])
    check_told("may wait a day", [1, freight, holding, cost(flexible)])


def only(document, keeps):
    """The order set of the accounts that are kept: their orders, their places, and the chilled vehicles for FRESCO alone."""
    part = dict(document, name="part of it")
    part["accounts"] = [dict(account) for account in document["accounts"] if keeps(account["id"])]
    for account in part["accounts"]:
        account.pop("never_with", None)
    part["orders"] = [order for order in document["orders"] if keeps(order["account"])]
    part["vehicles"] = [v for v in document["vehicles"] if keeps("fresco") == ("reefer" in v.get("offers", []))]
    places = {order["to"] for order in part["orders"]} | {vehicle["start"] for vehicle in part["vehicles"]}
    part["locations"] = [place for place in document["locations"] if place["id"] in places]
    return part


def kilometres(document, planned):
    """Of every account: a route's kilometres are shared among its orders as its line `distance` is."""
    account = {order["id"]: order["account"] for order in document["orders"]}
    shares = dict.fromkeys(account.values(), 0.0)
    for order in planned["orders"]:
        route = planned["routes"][order["load"]["route"]]
        share = order["cost_by"]["cash"]["distance"] / route["cost_by"]["cash"]["distance"]
        shares[account[order["id"]]] += share * route["km"]
    check("all kilometres are shared", abs(sum(shares.values()) - planned["summary"]["km"]) < 0.01)
    return shares


def what_the_large_account_costs():
    document, less = read("story-6-with-fresco"), read("story-6-without-fresco")
    made = run("generate", *document["meta"]["made_by"].split()[2:])
    check("story-6-with-fresco is made again byte by byte", made.stdout == (FOLDER / "story-6-with-fresco.json").read_text())
    others = only(document, lambda account: account != "fresco")
    check("the other is the same without it", dict(others, name="", meta="") == dict(less, name="", meta=""))

    together, without = plan(document), plan(less)
    alone = plan(only(document, lambda account: account == "fresco"))
    km = kilometres(document, together)
    by_account = {account["id"]: account["cost_to_serve"]["value"] for account in together["accounts"]}
    of_km = 100 * km["fresco"] / sum(km.values())
    of_cost = 100 * by_account["fresco"] / sum(by_account.values())
    check(f"its share of cost {of_cost:.1f} exceeds that of kilometres {of_km:.1f}", of_cost > 1.1 * of_km)
    marginal, separate = cost(together) - cost(without), cost(alone)
    check("it shares something with the others", by_account["fresco"] < separate and marginal < separate)
    check_told("kilometres", [km["fresco"], sum(km.values()), of_km])
    check_told("cost by load-km", [by_account["fresco"], sum(by_account.values()), of_cost])
    check_told("marginal cost", [marginal, cost(together), 100 * marginal / cost(together)])
    check_told("stand-alone cost", [separate, cost(together), 100 * separate / cost(together)])


waiting_fills_a_truck()
what_the_large_account_costs()
sys.exit(1 if failures else 0)
