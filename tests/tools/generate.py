#!/usr/bin/env python3
"""What `keyhaul generate` promises: the shipped days come out of the commands in their README byte by byte, counts and
ids are right, and each option does what it says.

Usage: generate.py PROGRAM SOURCE_DIR
"""
import json
import pathlib
import re
import shlex
import subprocess
import sys

PROGRAM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
ACCOUNTS = ["supermarket", "electronics", "automotive", "pharma", "beverage", "small"]
failures = []


def check(what, holds):
    if not holds:
        failures.append(what)
        print("FAILED:", what)


def generate(*flags):
    return subprocess.run([PROGRAM, "generate", *flags], check=True, capture_output=True, timeout=60).stdout


def day(*flags):
    return json.loads(generate(*flags))


def minutes(time):
    hours, minute = time.split(" ")[-1].split(":")
    return 60 * int(hours) + int(minute)


def shipped_sets():
    folder = SOURCE / "instances/daily"
    rows = re.findall(r"^\| `(\S+\.json)` \|.*\| `keyhaul generate (.*)` \|$", (folder / "README.md").read_text(), re.M)
    check("every shipped set has its command", {name for name, _ in rows} == {p.name for p in folder.glob("*.json")})
    for name, flags in rows:
        check(f"{name} is made again byte by byte", generate(*shlex.split(flags)) == (folder / name).read_bytes())
        orders = int(re.search(r"--orders (\d+)", flags).group(1))
        check(f"{name} has {orders} orders", len(json.loads((folder / name).read_text())["orders"]) == orders)


def sources(order, otherwise=()):
    source = order.get("from", list(otherwise))
    return source if isinstance(source, list) else [source]


def sound(document, orders, name):
    """Ids are unique, references hold, windows are windows, every order fits on some class."""
    places = [place["id"] for place in document["locations"]]
    vehicles = {vehicle["id"]: vehicle for vehicle in document["vehicles"]}
    accounts = {account["id"]: account for account in document["accounts"]}
    ids = [order["id"] for order in document["orders"]]
    check(f"{name}: count", len(ids) == orders)
    check(f"{name}: unique ids", len(set(ids)) == len(ids) and len(set(places)) == len(places))
    check(f"{name}: counts of vehicles", all(vehicle["count"] >= 1 for vehicle in vehicles.values()))
    for order in document["orders"]:
        check(f"{name}: {order['id']} refers to places", {*sources(order, places[:1]), order["to"]} <= set(places))
        check(f"{name}: {order['id']} refers to its account", order.get("account", next(iter(accounts), None)) in accounts or not accounts)
        windows = order.get("windows", []) + order.get("collect", {}).get("windows", [])
        check(f"{name}: {order['id']} windows", all(minutes(w[0]) < minutes(w[1]) <= 1439 for w in windows))
        quantity = order["quantity"].items()
        check(f"{name}: {order['id']} fits", any(all(q <= v["capacity"][m] for m, q in quantity) for v in vehicles.values()))
    for account in accounts.values():
        check(f"{name}: vehicles of {account['id']}", set(account.get("vehicles", [])) <= set(vehicles))
        for own in account.get("dedicated", []):
            check(f"{name}: dedicated of {account['id']}", own["count"] <= vehicles[own["vehicle"]]["count"])
    for bond in document["together"]:
        check(f"{name}: together", set(bond["orders"]) <= set(ids))


def options():
    for country in ("germany", "brazil"):
        for account in ACCOUNTS:
            flags = ("--country", country, "--accounts", account, "--orders", "37", "--seed", "4")
            sound(day(*flags), 37, f"{country} {account}")
    everyone = ("--accounts", ",".join(ACCOUNTS))
    for orders, depots in ((1, 1), (7, 3), (613, 10)):
        document = day("--orders", str(orders), "--depots", str(depots), *everyone)
        sound(document, orders, f"{orders} orders")
        check(f"{depots} depots", sum("dock_service" in place for place in document["locations"]) == depots)
    fleet = day("--orders", "300", "--depots", "2", "--fleet", "80", *everyone)["vehicles"]
    check("a fleet of 80", sum(vehicle["count"] for vehicle in fleet) == 80)
    none = day("--orders", "200", "--returns", "0")["orders"]
    check("no returns", not any(re.match(r"...-R", order["id"]) for order in none))
    some = day("--orders", "200", "--returns", "20")["orders"]
    check("returns", sum(bool(re.match(r"...-R", order["id"])) for order in some) > 20)
    check("the currency", (day()["currency"], day("--country", "brazil")["currency"]) == ("EUR", "BRL"))


def widths():
    total = {}
    for width in ("tight", "usual", "wide"):
        orders = day("--orders", "120", "--windows", width)["orders"]
        windows = [w for order in orders for w in order.get("windows", [])]
        total[width] = sum(minutes(to) - minutes(since) for since, to in windows)
    check("tight < usual < wide", total["tight"] < total["usual"] < total["wide"])


def days():
    document = day("--orders", "120", "--days", "7")
    check("the horizon", document["horizon"]["days"] == 7)
    since = [w[0] for order in document["orders"] for w in order.get("windows", [])]
    dated = {time.split(" ")[0] for time in since if time.startswith("+")}
    check("orders of single working days", dated == {"+0", "+1", "+2", "+3", "+6"})
    check("and orders of any day", any(not time.startswith("+") for time in since))


def may_take(document, carrier, order):
    """Whether rules.md lets the carrier take the order on some of its days, as far as the generator decides it."""
    account = next((a for a in document["accounts"] if a["id"] == order.get("account")), {"defaults": {}})
    needs = order.get("needs", account["defaults"].get("needs", []))
    offers = carrier.get("offers", []) + [need for extra in carrier.get("extras", []) for need in extra.get("needs", [])]
    goods = order.get("goods", account["defaults"].get("goods", []))
    since, until = (minutes(time) for time in carrier["delivers"])
    zones = carrier.get("zones")
    return (
        set(needs) <= set(offers)
        and not set(goods) & set(carrier.get("refuses_goods", []))
        and any(minutes(w[0]) <= since and until <= minutes(w[1]) for w in order["windows"])
        and (zones is None or sum(order["to"] in zone["places"] for zone in zones.values()) == 1)
        and all(order["quantity"][m] <= most for m, most in carrier.get("capacity", {}).items())
    )


def carriers():
    everyone = ("--accounts", ",".join(ACCOUNTS), "--orders", "300", "--depots", "2", "--days", "4")
    check("none unless asked for", generate(*everyone) == generate(*everyone, "--carriers", "0"))
    names = {"germany": ["groupage", "hired-truck", "parcel", "gdp-express"], "brazil": ["fracionado", "carreta-spot", "encomenda", "gdp-expresso"]}
    for country, ids in names.items():
        for count in range(1, 5):
            name = f"{count} carriers in {country}"
            document = day(*everyone, "--country", country, "--carriers", str(count))
            sound(document, 300, name)
            known = {carrier["id"]: carrier for carrier in document["carriers"]}
            check(f"{name}: which", list(known) == ids[:count])
            takeable = [order for order in document["orders"] if "carriers" in order]
            check(f"{name}: a fair share of the orders", len(takeable) > 15 * (1 + count))
            for order in takeable:
                check(f"{name}: {order['id']} has a source", bool(sources(order)))
                for carrier in order["carriers"]:
                    check(f"{name}: {carrier} may take {order['id']}", may_take(document, known[carrier], order))
            bound = {order for bond in document["together"] for order in bond["orders"]}
            check(f"{name}: none of those bound", not bound & {order["id"] for order in takeable})
            check(f"{name}: several sources", any(len(sources(order)) == 2 for order in takeable) == (count > 1))
            wait(document, name)
    alone = day("--accounts", "supermarket", "--carriers", "4")
    check("no carriers for those who allow none", "carriers" not in alone and "carriers" not in alone["orders"][0])
    single = day("--carriers", "4")["orders"]
    check("no choice of the day on a single one", not any("ship_days" in order for order in single))


def wait(document, name):
    """Electronics up to two days, beverages up to three, others not at all; who may wait has a price for it."""
    most = {}
    for order in document["orders"]:
        days_of = order.get("ship_days", [0])
        account = order["id"][:3]
        most[account] = max(most.get(account, 0), days_of[-1] - days_of[0])
        check(f"{name}: {order['id']} in the horizon", days_of[-1] < document["horizon"]["days"] and days_of == sorted(set(days_of)))
        if len(days_of) > 1 and order["id"][4] != "R":
            check(f"{name}: {order['id']} pays for waiting", order["holding_per_day"] > 0)
    check(f"{name}: who may wait how long", most == {"FRE": 0, "VOL": 2, "MOT": 0, "SAN": 0, "AQU": 3, "CLI": 0})


shipped_sets()
options()
widths()
days()
carriers()
sys.exit(1 if failures else 0)
