#!/bin/bash
# Links objects for Windows on x86-64 for an address and runs nothing, with this linker and with LLVM's tools around RuntimeDyld and JITLink. Prints a table.
#   bench/coff.sh [RUNS]      after bench/inputs.sh, and after tests/Real/nativeaot.sh artifacts/nativeaot for the largest input
# Of each tool the least wall time of RUNS processes is taken, less that of an object with nothing in it. `rtlink bench` links in one process, again and again.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/.."
runs=${1:-5}
folder=artifacts/bench/coff
rtlink=(artifacts/rtlink/rtlink)
[ -x "${rtlink[0]}" ] || rtlink=(dotnet src/Cli/bin/Release/net10.0/rtlink.dll)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Milliseconds of the fastest of some runs; "refused" when the tool does not link the input, or not within two minutes.
fastest() {
    local best='' start end
    for ((i = 0; i < runs; i++)); do
        start=${EPOCHREALTIME/./}
        timeout 120 "$@" > /dev/null 2> "$scratch/error" || { echo refused; return; }
        end=${EPOCHREALTIME/./}
        if [ -z "$best" ] || [ $((end - start)) -lt "$best" ]; then best=$((end - start)); fi
        [ $best -lt 10000000 ] || break
    done
    awk -v n="$best" 'BEGIN { printf "%.1f", n / 1000 }'
}

own() { fastest "${rtlink[@]}" link --base 0x10000000 --phony-externals "$@"; }
runtime_dyld() {
    local definitions=()
    mapfile -t definitions < <(llvm-nm-22 -u "$@" 2> /dev/null | awk 'NF == 2 && !seen[$2]++ { printf "-dummy-extern=%s=%d\n", $2, 0x40000000 + 16 * n++ }')
    fastest llvm-rtdyld-22 -verify -triple=x86_64-pc-windows-msvc "${definitions[@]}" "$@"
}
# JITLink links what is asked for.
jitlink() {
    local entry
    entry=$(llvm-nm-22 --defined-only --extern-only "$1" 2> /dev/null | awk '$2 == "T" && !name { name = $3 } END { print name }')
    fastest llvm-jitlink-22 -noexec -num-threads=0 -phony-externals -entry="$entry" "$@"
}
less() { case $1$2 in *refused*) echo refused ;; *) awk -v a="$1" -v b="$2" 'BEGIN { printf "%.1f", a - b }' ;; esac }

nothing=("$(own $folder/empty.obj)" "$(runtime_dyld $folder/empty.obj)" "$(jitlink $folder/empty.obj)")
echo "| Input | Bytes | Relocations | \`rtlink bench\`, ms | \`rtlink link\`, ms | \`llvm-rtdyld\` 22, ms | \`llvm-jitlink\` 22, ms |"
echo "|---|---:|---:|---:|---:|---:|---:|"
for file in $folder/three.obj $folder/cxx.obj $folder/sections_1000.obj artifacts/nativeaot/program-x64.obj; do
    [ -e "$file" ] || continue
    json=$("${rtlink[@]}" bench --json --phony-externals --iterations 20 "$file")
    number() { echo "$json" | grep -o "\"$1\":[0-9]*" | cut -d: -f2; }
    again=$(awk -v n="$(number totalNs)" 'BEGIN { printf "%.3g", n / 1e6 }')
    echo "| \`$(basename "$file")\` | $(number bytes) | $(number relocations) | $again | $(less "$(own "$file")" "${nothing[0]}") | $(less "$(runtime_dyld "$file")" "${nothing[1]}") | $(less "$(jitlink "$file")" "${nothing[2]}") |"
done
