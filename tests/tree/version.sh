#!/usr/bin/env bash
# The version stands in CMakeLists.txt, the header and the change log; they must agree.
# Usage: version.sh SOURCE_DIR
set -u
root=$1
project=$(sed -n 's/^project(keyhaul VERSION \([0-9.]*\).*/\1/p' "$root/CMakeLists.txt")
header=$(sed -n 's/^#define KEYHAUL_VERSION "\(.*\)"/\1/p' "$root/engine/include/keyhaul/keyhaul.h")
log=$(sed -n 's/^## \([0-9][0-9.]*\).*/\1/p' "$root/CHANGELOG.md" | head -n 1)
echo "CMakeLists.txt $project, keyhaul.h $header, CHANGELOG.md $log"
[ -n "$project" ] && [ "$project" = "$header" ] && [ "$project" = "$log" ]
