#!/bin/bash
# Makes what the benchmark links, from this folder's sources and from static libraries of Debian packages, in OUTDIR (artifacts/bench).
#   bench/inputs.sh [OUTDIR]
# The packages are in packages.txt; a missing one is named and nothing is made.
set -euo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/../artifacts/bench}
mkdir -p "$out"
out=$(cd "$out" && pwd)

# Only what is linked is needed here; the peers themselves are looked for when the benchmark runs.
missing=()
need() { # PACKAGE COMMAND...
    local package=$1
    shift
    "$@" > /dev/null 2>&1 || missing+=("$package")
}
library() { test -e "$(gcc -print-file-name="$1")"; }
need gcc command -v gcc
need g++ command -v g++
need binutils command -v ar
need libc6-dev test -e /usr/include/stdlib.h
need libsqlite3-dev library libsqlite3.a
need libssl-dev library libcrypto.a
if [ ${#missing[@]} != 0 ]; then
    echo "inputs.sh: these Debian packages are missing: ${missing[*]}" >&2
    exit 1
fi

# Position-independent, as a run-time linker's input is when its place is not known.
compile() { # OBJECT SOURCE OPTIONS...
    local object=$1 source=$2 compiler=gcc
    shift 2
    case $source in *.cpp) compiler=g++ ;; esac
    if [ "$object" -nt "$source" ] && [ "$object" -nt "$here/inputs.sh" ]; then return; fi
    $compiler -c -fPIC -w "$@" "$source" -o "$object.new"
    mv "$object.new" "$object"
}

# COUNT functions, each in a section of its own and each calling the next.
sections() { # COUNT
    local source=$out/sections_$1.c
    awk -v n="$1" 'BEGIN {
        for (i = 0; i < n; i++) printf "int section_%05d(int);\n", i;
        for (i = 0; i < n; i++) printf "int section_%05d(int x) { return section_%05d(x + %d) ^ %d; }\n", i, (i + 1) % n, i, i * 7;
    }' > "$source.new"
    if cmp -s "$source" "$source.new"; then rm "$source.new"; else mv "$source.new" "$source"; fi
    compile "$out/sections_$1.o" "$source" -O1 -ffunction-sections
}

compile "$out/cold.o" "$here/sources/cold.c" -O1
compile "$out/three.o" "$here/sources/three.c" -O1 -fno-inline
compile "$out/empty.o" "$here/sources/empty.s"
compile "$out/node.o" "$here/sources/node.c" -O1 -fno-optimize-sibling-calls
compile "$out/cxx.o" "$here/sources/templates.cpp" -O2 -std=c++17 -DTEMPLATES=24
compile "$out/debug.o" "$here/sources/templates.cpp" -O2 -std=c++17 -g -DTEMPLATES=4
sections 1000
sections 16000
for name in sqlite3 crypto; do
    cp --update "$(gcc -print-file-name=lib$name.a)" "$out/lib$name.a"
done
(cd "$out" && ar xo libsqlite3.a select.o)

# For Windows: linked for an address by bench/coff.sh, and not run.
if command -v clang-22 > /dev/null && command -v x86_64-w64-mingw32-g++ > /dev/null; then
    mkdir -p "$out/coff"
    windows() { # OBJECT SOURCE OPTIONS...
        local object=$out/coff/$1 source=$2
        shift 2
        if [ "$object" -nt "$source" ] && [ "$object" -nt "$here/inputs.sh" ]; then return; fi
        case $source in
            *.cpp) x86_64-w64-mingw32-g++ -c -w -Wa,-mbig-obj "$@" "$source" -o "$object.new" ;;
            *) clang-22 --target=x86_64-pc-windows-msvc -c -w "$@" "$source" -o "$object.new" ;;
        esac
        mv "$object.new" "$object"
    }
    echo 'int nothing(void) { return 0; }' > "$out/coff/empty.c.new"
    if cmp -s "$out/coff/empty.c" "$out/coff/empty.c.new"; then rm "$out/coff/empty.c.new"; else mv "$out/coff/empty.c.new" "$out/coff/empty.c"; fi
    windows empty.obj "$out/coff/empty.c" -O1
    windows three.obj "$here/sources/three.c" -O1 -fno-inline
    windows cxx.obj "$here/sources/templates.cpp" -O2 -std=c++17 -DTEMPLATES=24
    windows sections_1000.obj "$out/sections_1000.c" -O1 -ffunction-sections
else
    echo "inputs.sh: without Debian packages clang-22 and g++-mingw-w64-x86-64, nothing for Windows is measured" >&2
fi

# Mach-O: linked for an address by bench/macho.sh, and not run. Larger ones are those of tests/Real.
if command -v clang-22 > /dev/null; then
    for machine in x86_64 arm64; do
        mkdir -p "$out/macho-$machine"
        darwin() { # OBJECT SOURCE OPTIONS...
            local object=$out/macho-$machine/$1 source=$2
            shift 2
            if [ "$object" -nt "$source" ] && [ "$object" -nt "$here/inputs.sh" ]; then return; fi
            clang-22 --target=$machine-apple-macos11 -c -w "$@" "$source" -o "$object.new"
            mv "$object.new" "$object"
        }
        echo 'int nothing(void) { return 0; }' > "$out/macho-$machine/empty.c"
        darwin empty.o "$out/macho-$machine/empty.c" -O1
        darwin three.o "$here/sources/three.c" -O1 -fno-inline
        darwin sections_1000.o "$out/sections_1000.c" -O1
    done
else
    echo "inputs.sh: without Debian package clang-22, no Mach-O is measured" >&2
fi

# lli takes what is not yet machine code.
if command -v clang-22 > /dev/null; then
    clang-22 -c -emit-llvm -O1 "$here/sources/cold.c" -o "$out/cold.bc"
else
    echo "inputs.sh: without Debian package clang-22, lli is not measured" >&2
fi

# LLVM's linkers without ORC have no C interface.
if command -v llvm-config-22 > /dev/null && [ -e "$(llvm-config-22 --includedir)/llvm/ExecutionEngine/RuntimeDyld.h" ]; then
    peers=$out/libpeers.so
    for source in "$here"/direct/*; do
        if [ ! "$peers" -nt "$source" ]; then
            g++ -shared -fPIC -O2 -w $(llvm-config-22 --cxxflags) "$here"/direct/*.cpp -o "$peers.new" $(llvm-config-22 --ldflags --libs)
            mv "$peers.new" "$peers"
        fi
    done
else
    echo "inputs.sh: without Debian package llvm-22-dev, LLVM's linkers are measured through ORC only" >&2
fi

ls -l "$out" | awk '$NF ~ /\.[oa]$/ { printf "%10d  %s\n", $5, $NF }'
