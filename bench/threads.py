#!/usr/bin/env python3
"""How soon two threads are where one is after some seconds: geometric mean over instances and seeds.

Usage: threads.py KEYHAUL_BENCH INSTANCES [SECONDS [SEEDS [JOBS]]]

A run with two threads that never gets there counts with its whole time and is named. One job at a time on a machine of two
cores; nothing else should run.
"""
import csv
import math
import pathlib
import subprocess
import sys
import tempfile

BENCH, INSTANCES = sys.argv[1:3]
SECONDS, SEEDS, JOBS = (sys.argv[3:] + ["20", "3", "1"][len(sys.argv) - 3:])[:3]
SUITES = [
    ("cvrp-x", "X-n303-k21,X-n524-k153,X-n1001-k43"),
    ("homberger", "R1_2_2,RC1_4_3,R1_10_3,C2_10_7"),
    ("hfvrp", "X247-HVRP"),
    ("pcvrptw", "R1_10_9"),
    ("vrpb", "X-n586-66-k105"),
]


def run(folder, threads):
    """Final cost and trace of every (instance, seed)."""
    final, trace = {}, {}
    for suite, only in SUITES:
        rows, notes = folder / f"{suite}-{threads}.csv", folder / f"{suite}-{threads}.trace.csv"
        subprocess.run([BENCH, "run", "--instances", INSTANCES, "--suite", suite, "--only", only, "--time-limit", SECONDS, "--seeds", SEEDS,
                        "--threads", str(threads), "--jobs", JOBS, "-o", str(rows), "--trace", str(notes)], check=True, stdout=subprocess.DEVNULL)
        for row in csv.DictReader(rows.open()):
            final[row["instance"], row["seed"]] = float(row["cost"])
        for row in csv.DictReader(notes.open()):
            trace.setdefault((row["instance"], row["seed"]), []).append((float(row["seconds"]), float(row["cost"])))
    return final, trace


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        target, _ = run(folder, 1)
        _, trace = run(folder, 2)
    logs = []
    for key, goal in sorted(target.items()):
        there = [s for s, cost in trace[key] if cost <= goal + 1e-6]
        seconds = min(there) if there else float(SECONDS)
        logs.append(math.log(max(seconds, 0.01)))
        print(f"{key[0]:18} seed {key[1]}: {seconds:6.2f} s{'' if there else '  not reached'}", flush=True)
    print(f"geometric mean {math.exp(sum(logs) / len(logs)):.2f} s of {SECONDS} over {len(logs)} runs")


main()
