#!/bin/bash
# Links objects for Windows on x86-64 for an address and runs nothing, with this linker and with LLVM's tools. Prints a table; peers.sh says what of.
#   bench/coff.sh [RUNS]      after bench/inputs.sh, and after tests/Real/nativeaot.sh artifacts/nativeaot for the largest input
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/.."
runs=${1:-5}
folder=artifacts/bench/coff
. bench/peers.sh
inputs=($folder/three.obj $folder/cxx.obj $folder/sections_1000.obj)
[ ! -e artifacts/nativeaot/program-x64.obj ] || inputs+=(artifacts/nativeaot/program-x64.obj)
compare x86_64-pc-windows-msvc 4096 $folder/empty.obj "${inputs[@]}"
