#!/usr/bin/env bash
# Installs the library to a folder of its own, shared and then static, and builds and runs the example of the README against
# it with find_package and with pkg-config; runs the installed program too.
# Usage: install.sh SOURCE_DIR WORK_DIR C_COMPILER
set -eu
source=$1 work=$2 cc=$3
set --
rm -rf "$work/prefix" "$work/consumer"
mkdir -p "$work"
export ASAN_OPTIONS= LD_LIBRARY_PATH=

install_as() { # install_as shared|static ON|OFF: into $work/prefix/<kind>
    cmake -S "$source" -B "$work/build" -G Ninja -DCMAKE_C_COMPILER="$cc" -DCMAKE_BUILD_TYPE=Release -DKEYHAUL_WERROR=ON \
        -DBUILD_SHARED_LIBS="$2" -DBUILD_TESTING=OFF -DKEYHAUL_BENCH=OFF \
        -DCMAKE_INSTALL_PREFIX="$work/prefix/$1" >"$work/$1.log"
    cmake --build "$work/build" >>"$work/$1.log"
    cmake --install "$work/build" >>"$work/$1.log"
}

run_example() { # run_example PROGRAM: plans the example
    "$1" <"$source/instances/example/orders.json" >"$work/example.out"
    grep -q . "$work/example.out"
}

by_cmake() {
    cmake -S "$source/tests/install" -B "$work/consumer/$1" -G Ninja -DCMAKE_C_COMPILER="$cc" \
        -DCMAKE_PREFIX_PATH="$work/prefix/$1" >"$work/consumer-$1.log"
    cmake --build "$work/consumer/$1" >>"$work/consumer-$1.log"
    run_example "$work/consumer/$1/example"
}

by_pkg_config() { # by_pkg_config KIND [--static]
    export PKG_CONFIG_PATH="$work/prefix/$1/lib/pkgconfig"
    [ "$(pkg-config --modversion keyhaul)" = "$("$work/prefix/$1/bin/keyhaul" version | sed 's/^keyhaul //')" ]
    # shellcheck disable=SC2046 # the flags are words
    "$cc" -std=c11 -Wall -Werror "$source/tests/install/embed.c" -o "$work/consumer/pc-$1" \
        $(pkg-config ${2:+"$2"} --cflags --libs keyhaul) -Wl,-rpath,"$work/prefix/$1/lib"
    run_example "$work/consumer/pc-$1"
}

install_as shared ON
install_as static OFF
for kind in shared static; do
    [ -f "$work/prefix/$kind/include/keyhaul/keyhaul.h" ]
    "$work/prefix/$kind/bin/keyhaul" version >/dev/null
    by_cmake "$kind"
done
by_pkg_config shared
by_pkg_config static --static
[ ! -e "$work/prefix/static/lib/libkeyhaul.so" ] && [ -e "$work/prefix/static/lib/libkeyhaul.a" ]
echo "installed shared and static, found both by CMake and pkg-config"
