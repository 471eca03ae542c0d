#!/bin/bash
# Links Mach-O objects for x86-64 or arm64 for an address and runs nothing, with this linker and with LLVM's tools. Prints a table; peers.sh says what of.
#   bench/macho.sh [x86_64|arm64] [RUNS]      after bench/inputs.sh; after tests/Real/build.sh artifacts/real (for arm64 LINKER_MACHINE=arm64 and artifacts/real-arm64)
#                                             for SQLite and a C++ library, and after tests/Real/nativeaot.sh artifacts/nativeaot for the largest input
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/.."
machine=${1:-x86_64}
runs=${2:-5}
folder=artifacts/bench/macho-$machine
. bench/peers.sh
inputs=($folder/three.o $folder/sections_1000.o)
real=artifacts/real
[ "$machine" = x86_64 ] || real=artifacts/real-$machine
for object in $real/obj/{xml-pugixml-macho-O2,sqlite-sqlite3-macho-O2-g}.o; do [ ! -e "$object" ] || inputs+=("$object"); done
largest=artifacts/nativeaot/program-osx-${machine/x86_64/x64}.o
[ ! -e "$largest" ] || inputs+=("$largest")
compare "$machine-apple-macos11" 16384 $folder/empty.o "${inputs[@]}"
