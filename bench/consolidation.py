#!/usr/bin/env python3
"""What one choice of routes and carriers is worth: an order set with carriers planned as one, against
routing first and tariffs after, the own fleet alone, and every order by itself.

Routing first: the own fleet is planned without carriers; then every order that its cheapest carrier would take alone for
less than the order's share of its route is handed over, and the rest is planned again without carriers. Both plans get
the budget that the one plan gets.

Usage: consolidation.py PROGRAM ORDERS.json [SECONDS [SEED ...]]
"""
import copy
import json
import pathlib
import subprocess
import sys
import tempfile

PROGRAM, ORDERS = sys.argv[1], pathlib.Path(sys.argv[2])
SECONDS = sys.argv[3] if len(sys.argv) > 3 else "20"
SEEDS = sys.argv[4:] or ["1"]


def plan(document, folder, seconds, seed):
    orders, out = folder / "orders.json", folder / "plan.json"
    orders.write_text(json.dumps(document))
    flags = ["--time-limit", str(seconds), "--seed", seed, "--exact", "0"]
    run = subprocess.run([PROGRAM, "plan", str(orders), "-o", str(out), *flags], capture_output=True, text=True)
    if run.returncode not in (0, 1):
        sys.exit(f"plan failed: {run.stderr}")
    return json.loads(out.read_text())


def cost_of(found):
    return found["summary"]["cost"], len([u for u in found["unserved"] if u["why"][0]["code"] != "priced_out"])


def without_carriers(document, kept=frozenset()):
    """Orders in `kept` go by carrier alone, the others by own vehicles alone."""
    changed = copy.deepcopy(document)
    for order in changed["orders"]:
        if order["id"] in kept:
            order["vehicles"] = []
        else:
            order.pop("carriers", None)
    return changed


def carrier_alone(document, order, folder):
    """What the cheapest carrier asks for the order by itself, or None."""
    small = {**document, "orders": [order], "together": [], "vehicles": document["vehicles"]}
    small["orders"] = [{**order, "vehicles": []}]
    found = plan(small, folder, 0.05, "1")
    idle = found["summary"]["idle_owned"]
    return None if found["unserved"] else found["summary"]["cost"] - idle


def share_of(found):
    total = {}
    for order in found["orders"]:
        lines = order["cost_by"]
        total[order["id"]] = sum(lines["cash"].values()) + sum(lines["penalties"].values())
    return total


def main():
    document = json.loads(ORDERS.read_text())
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        alone = {o["id"]: carrier_alone(document, o, folder) for o in document["orders"] if o.get("carriers")}
        print(f"{'seed':>4} {'as one':>12} {'routing first':>14} {'own fleet':>12} {'each alone':>12}   saves, %  (orders left out)")
        for seed in SEEDS:
            one = plan(document, folder, SECONDS, seed)
            own = plan(without_carriers(document), folder, SECONDS, seed)
            share = share_of(own)
            left = {u["order"] for u in own["unserved"]}
            handed = {i for i, price in alone.items() if price is not None and (i in left or price < share[i])}
            after = plan(without_carriers(document, handed), folder, SECONDS, seed)
            costs = [cost_of(one), cost_of(after), cost_of(own)]
            each = one["summary"]["consolidation"]
            figures = [c for c, _ in costs] + [each["each_alone"]]
            outs = [n for _, n in costs] + [each["each_alone_unserved"]]
            saves = " ".join(f"{100 * (f - figures[0]) / f:6.2f}" for f in figures[1:])
            print(f"{seed:>4} {figures[0]:12.2f} {figures[1]:14.2f} {figures[2]:12.2f} {figures[3]:12.2f}   {saves}  {outs}")


main()
