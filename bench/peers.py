#!/usr/bin/env python3
"""Runs keyhaul for as long as each peer ran and compares the costs, instance by instance.

    bench/peers.py INSTANCES PEERS.tsv [-o rows.csv] [--jobs 2] [--only X-n101-k25,C104]

PEERS.tsv has a row per peer's run: set, instance, budget_s ("own": the peer stops by itself, after wall_s), cost, and in notes the costs on
the way, `traj=1s:27610,3s:27591`. For every moment up to a minute keyhaul runs with that time limit on 2 threads; rows are resumed.
BENCH names another program to measure than the release build's.
"""
import argparse
import csv
import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

BENCH = os.environ.get("BENCH") or Path(__file__).resolve().parent.parent / "build-release" / "bench" / "keyhaul-bench"
SUITES = {"solomon": "solomon", "homberger_200": "homberger", "homberger_1000": "homberger", "X": "cvrp-x", "li_lim_100": "lilim", "MDVRPTW": "mdvrptw"}
# the instances on which every quality of the search shows, and which the peers were run on
WATCHED = "C104 C208 R101 R112 R211 RC101 RC208 C1_2_4 R1_10_3 X-n101-k25 X-n303-k21 X-n1001-k43 lc101 PR11A PR17A".split()
SHORTEST, LONGEST = 0.1, 60.0
# legs are rounded to thousandths where the peer reckoned in doubles
ROUNDING = 0.05


def moments(row):
    """(seconds, cost) of one peer's run."""
    budget = row["budget_s"] if re.fullmatch(r"[\d.]+", row["budget_s"]) else row["wall_s"]
    found = [(float(budget), float(row["cost"]))]
    path = re.search(r"traj=(\S+)", row["notes"])
    for item in path[1].split(",") if path else []:
        at, cost = item.split(":")
        if at.endswith("s"):
            found.append((float(at[:-1]), float(cost)))
    return [(t, cost) for t, cost in found if SHORTEST <= t <= LONGEST]


def best_peers(path, names):
    """(suite, instance) -> [(seconds, cost, peer)], the best that any peer has at that time."""
    of_instance = defaultdict(list)
    with open(path, newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["instance"] in names and row["set"] in SUITES:
                of_instance[SUITES[row["set"]], row["instance"]] += [(*moment, row["peer"]) for moment in moments(row)]
    best = {}
    for key, found in of_instance.items():
        times = sorted({t for t, _, _ in found})
        best[key] = [(t, *min((cost, peer) for s, cost, peer in found if s <= t)) for t in times]
    return best


def run(instances, best, rows, jobs):
    """One run per time limit: instances with the same limits go together, so that jobs fill the machine."""
    by_limit = defaultdict(lambda: defaultdict(list))
    for (suite, instance), found in best.items():
        for t, _, _ in found:
            by_limit[t][suite].append(instance)
    for t, suites in sorted(by_limit.items()):
        for suite, names in suites.items():
            subprocess.run([BENCH, "run", "--instances", instances, "--suite", suite, "--only", ",".join(names), "--time-limit", f"{t:g}", "--threads",
                            "2", "--jobs", str(jobs), "--resume", "-o", rows], check=True, stdout=subprocess.DEVNULL)


def read_rows(path):
    with open(path, newline="") as file:
        return {(row["suite"], row["instance"], float(row["time_limit_s"])): row for row in csv.DictReader(file)}


def report(best, rows):
    print(f"{'instance':<13} {'seconds':>7} {'keyhaul':>12} {'best peer':>12}  {'peer':<10} {'by %':>6}")
    behind = 0
    for (suite, instance), found in best.items():
        for t, cost, peer in found:
            row = rows.get((suite, instance, float(f"{t:g}")))
            ours = float(row["cost"]) if row and row["cost"] else float("inf")
            worse = ours > cost + ROUNDING
            behind += worse
            print(f"{instance:<13} {t:>7g} {ours:>12.1f} {cost:>12.1f}  {peer:<10} {(cost / ours - 1) * 100:>6.2f}{'  behind' if worse else ''}")
    print(f"behind in {behind} of {sum(len(found) for found in best.values())}")
    return behind


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("instances")
    parser.add_argument("peers")
    parser.add_argument("-o", "--output", default="bench/rows/peers.csv")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", help="these instances, by comma")
    arguments = parser.parse_args()
    best = best_peers(arguments.peers, arguments.only.split(",") if arguments.only else WATCHED)
    run(arguments.instances, best, arguments.output, arguments.jobs)
    return 1 if report(best, read_rows(arguments.output)) else 0


if __name__ == "__main__":
    sys.exit(main())
