#!/usr/bin/env bash
# The standing table: every set at its budget, 2 threads, one seed where not marked. Rows go to FOLDER (default bench/rows), one
# file per line of the table; a file that is there is resumed, so the table can be made in pieces.
#
#   bench/standing.sh INSTANCES [FOLDER] [JOBS] [NAME ...]     NAME: only these lines of the table
#
# BENCH names another program to measure than the release build's. Some 90 minutes with one job. Nothing else should run meanwhile, and jobs × 2 threads must not exceed the cores.
set -eu
cd "$(dirname "$0")/.."
instances=$1 folder=${2:-bench/rows} jobs=${3:-1}
shift $(($# < 3 ? $# : 3))
only=" $* "
bench=${BENCH:-build-release/bench/keyhaul-bench}
mkdir -p "$folder"

line() { # line NAME FLAG...
    local name=$1
    shift
    [ "$only" = "  " ] || [[ "$only" == *" $name "* ]] || return 0
    "$bench" run --instances "$instances" --threads 2 --jobs "$jobs" --resume -o "$folder/$name.csv" --trace "$folder/$name.trace.csv" "$@" | tail -n 9
}

small_x='X-n1??-*,X-n2*,X-n30*,X-n32*,X-n34*'
large_x='X-n37*,X-n4*,X-n5*,X-n6*,X-n7*,X-n8*,X-n1001*'
line solomon-10s --suite solomon --time-limit 10
line homberger-200-20s --suite homberger --only '*_2_*' --time-limit 20
line homberger-400-60s --suite homberger --only '*_4_*' --time-limit 60
line homberger-1000-2s --suite homberger --only '*_10_*' --time-limit 2
line homberger-1000-10s --suite homberger --only '*_10_*' --time-limit 10 --seeds 3
line homberger-1000-60s --suite homberger --only '*_10_*' --time-limit 60
line homberger-1000-300s --suite homberger --only '*_10_*' --time-limit 300
line x-to-350-30s --suite cvrp-x --only "$small_x" --time-limit 30
line x-above-60s --suite cvrp-x --only "$large_x" --time-limit 60
line hfvrp-30s --suite hfvrp --time-limit 30
line mdvrptw-30s --suite mdvrptw --time-limit 30
line pcvrptw-30s --suite pcvrptw --time-limit 30
line vrpb-30s --suite vrpb --time-limit 30
line sdvrptw-30s --suite sdvrptw --time-limit 30
line solomon-vehicles-10s --suite solomon --first vehicles --time-limit 10
line lilim-100-10s --suite lilim --only 'l*10?,l*20?,l*11?,l*21?' --time-limit 10
line lilim-200-20s --suite lilim --only '*_2_*' --time-limit 20
line lilim-400-60s --suite lilim --only '*_4_*' --time-limit 60
line pdptw-road-30s --suite pdptw-road --time-limit 30
