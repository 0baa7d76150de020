#!/usr/bin/env bash
# What the README shows is what there is: the example to embed, the table of the example's plan, the files it points to.
# Usage: readme.sh SOURCE_DIR PROGRAM
set -u
root=$1 program=$2 failed=0
complain() { echo "README.md: $1"; failed=1; }

shown=$(sed -n '/^```c$/,/^```$/p' "$root/README.md" | sed '1d;$d')
[ "$shown" = "$(cat "$root/tests/install/embed.c")" ] || complain "its program is not tests/install/embed.c"

table=$("$program" plan "$root/instances/example/orders.json" -o /dev/null --iterations 1000 --threads 1 2>/dev/null)
while IFS= read -r line; do
    grep -qF -- "$line" "$root/README.md" || complain "lacks a line of the plan's table: $line"
done <<<"$table"

for target in $(grep -o '](\([^):]*\))' "$root/README.md" | sed 's/](\(.*\))/\1/'); do
    [ -e "$root/$target" ] || complain "points to $target, which is not there"
done
exit $failed
