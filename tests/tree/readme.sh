#!/usr/bin/env bash
# What README and ARCHITECTURE show is what there is: the example to embed, the tables of two plans, the files they name.
# Usage: readme.sh SOURCE_DIR PROGRAM
set -u
root=$1 program=$2 failed=0
complain() { echo "README.md: $1"; failed=1; }

shown=$(sed -n '/^```c$/,/^```$/p' "$root/README.md" | sed '1d;$d')
[ "$shown" = "$(cat "$root/tests/install/embed.c")" ] || complain "its program is not tests/install/embed.c"

for orders in example/orders.json stories/story-2-flexible.json; do
    table=$("$program" plan "$root/instances/$orders" -o /dev/null --iterations 1000 --threads 1 2>/dev/null)
    while IFS= read -r line; do
        grep -qF -- "$line" "$root/README.md" || complain "lacks a line of the table of $orders: $line"
    done <<<"$table"
done

for target in $(grep -o '](\([^):]*\))' "$root/README.md" | sed 's/](\(.*\))/\1/'); do
    [ -e "$root/$target" ] || complain "points to $target, which is not there"
done
for name in $(grep -oE '`[a-z_/]+\.(c|h)`' "$root/ARCHITECTURE.md" | tr -d '`' | sort -u); do
    [ -e "$root/engine/$name" ] || [ -e "$root/solver/$name" ] || [ -e "$root/$name" ] ||
        { echo "ARCHITECTURE.md names $name, which is not there"; failed=1; }
done
exit $failed
