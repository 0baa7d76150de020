#!/usr/bin/env python3
"""Plots the mean gap to best known over time, a curve per suite, from the traces of keyhaul-bench.

    keyhaul-bench run ... --trace trace.csv
    bench/plot_gap.py trace.csv [more.csv ...] -o gap.svg

A curve is the mean over the runs of a suite with the same time limit, from the moment on at which all of them have a plan. Runs of one
instance with several limits give several curves. Both axes are logarithmic; a mean gap of 0.01 % or less lies on the lower edge.
"""
import argparse
import csv
import math
from collections import defaultdict

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 860, 520, 70, 210, 40, 50
COLOURS = ["#1b6ca8", "#c8553d", "#2e8b57", "#8e5ea2", "#b8860b", "#444444", "#d81b60", "#00897b", "#6d4c41", "#5c6bc0"]
LOWEST = 0.01


def read(paths):
    """(suite, limit) -> {(instance, seed): [(seconds, gap), ...]}"""
    runs = defaultdict(lambda: defaultdict(list))
    for path in paths:
        with open(path, newline="") as file:
            for row in csv.DictReader(file):
                if row["gap_pct"] in ("", "nan", "-nan"):
                    continue
                key = (row["suite"], float(row["time_limit_s"]))
                runs[key][row["instance"], row["seed"]].append((float(row["seconds"]), float(row["gap_pct"])))
    return runs


def curve(run_of):
    """Mean gap at 60 moments, from the time the last run has its first plan."""
    begin = max(min(t for t, _ in moments) for moments in run_of.values())
    end = max(max(t for t, _ in moments) for moments in run_of.values())
    begin = max(begin, 0.01)
    points = []
    for i in range(61):
        now = begin * (max(end, begin * 1.01) / begin) ** (i / 60)
        gaps = [min((g for t, g in moments if t <= now + 1e-9), default=None) for moments in run_of.values()]
        known = [g for g in gaps if g is not None]
        if len(known) == len(gaps):
            points.append((now, sum(known) / len(known)))
    return points


def scale(value, low, high, start, size):
    return start + size * (math.log(value) - math.log(low)) / (math.log(high) - math.log(low))


def decades(low, high):
    first = math.floor(math.log10(low))
    return [m * 10.0**e for e in range(first, math.ceil(math.log10(high)) + 1) for m in (1, 2, 5) if low <= m * 10.0**e <= high * 1.0001]


def draw(curves):
    times = [t for c in curves.values() for t, _ in c]
    gaps = [g for c in curves.values() for _, g in c]
    t_low, t_high = min(times), max(times) * 1.05
    g_low, g_high = LOWEST * 0.9, max(max(gaps) * 1.2, LOWEST * 2)
    x = lambda t: scale(t, t_low, t_high, LEFT, WIDTH - LEFT - RIGHT)
    y = lambda g: HEIGHT - BOTTOM - scale(max(LOWEST, g), g_low, g_high, 0, HEIGHT - TOP - BOTTOM)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="12">',
           f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
           f'<text x="{LEFT}" y="22" font-size="15">Mean gap to best known over time</text>']
    for t in decades(t_low, t_high):
        out.append(f'<line x1="{x(t):.1f}" y1="{TOP}" x2="{x(t):.1f}" y2="{HEIGHT - BOTTOM}" stroke="#eeeeee"/>')
        out.append(f'<text x="{x(t):.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{t:g}</text>')
    for g in decades(g_low, g_high):
        out.append(f'<line x1="{LEFT}" y1="{y(g):.1f}" x2="{WIDTH - RIGHT}" y2="{y(g):.1f}" stroke="#eeeeee"/>')
        out.append(f'<text x="{LEFT - 6}" y="{y(g) + 4:.1f}" text-anchor="end">{g:g} %</text>')
    out.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 12}" text-anchor="middle">seconds</text>')
    for i, ((suite, limit), points) in enumerate(sorted(curves.items())):
        colour = COLOURS[i % len(COLOURS)]
        path = " ".join(f"{x(t):.1f},{y(g):.1f}" for t, g in points)
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        at = TOP + 14 + 18 * i
        out.append(f'<line x1="{WIDTH - RIGHT + 14}" y1="{at - 4}" x2="{WIDTH - RIGHT + 36}" y2="{at - 4}" stroke="{colour}" stroke-width="3"/>')
        out.append(f'<text x="{WIDTH - RIGHT + 42}" y="{at}">{suite}, {limit:g} s: {round(points[-1][1], 2) + 0.0:.2f} %</text>')
    out.append("</svg>")
    return "\n".join(out) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("traces", nargs="+")
    parser.add_argument("-o", "--output", required=True, help="the SVG file")
    arguments = parser.parse_args()
    curves = {key: curve(run_of) for key, run_of in read(arguments.traces).items()}
    curves = {key: points for key, points in curves.items() if points}
    if not curves:
        parser.error("no run with a gap in these files")
    with open(arguments.output, "w") as file:
        file.write(draw(curves))


if __name__ == "__main__":
    main()
