#!/usr/bin/env bash
# Every public header compiles alone, twice in a row, as C11 and as C++17, under strict flags.
# Usage: headers.sh INCLUDE_DIR C_COMPILER [C++_COMPILER]
set -u
include=$1 cc=$2 cxx=${3:-}
strict=(-fsyntax-only -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wundef -Wcast-qual -I "$include")
failed=0
for header in "$include"/keyhaul/*.h; do
    name=keyhaul/${header##*/}
    text="#include <$name>"$'\n'"#include <$name>"$'\n'"int keyhaul_header_test_(void);"
    "$cc" -std=c11 -x c "${strict[@]}" -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
        - <<<"$text" || { echo "$name: not clean as C11"; failed=1; }
    if [ -n "$cxx" ]; then
        "$cxx" -std=c++17 -x c++ "${strict[@]}" -Wold-style-cast - <<<"$text" ||
            { echo "$name: not clean as C++17"; failed=1; }
    fi
done
exit $failed
