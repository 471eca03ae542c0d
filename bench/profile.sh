#!/bin/bash
# Where the time of a link goes: samples many links of one input in steady state and prints, for each method that takes more than a percent of this linker's own time, its share.
#   bench/profile.sh [INPUT] [LINKS]
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")/.."
input=${1:-select.o}
links=${2:-300000}
bench=bench/bin/Release/net10.0/Linker.Bench.dll
command -v perf > /dev/null || { echo "profile.sh: Debian package linux-perf is missing" >&2; exit 1; }
[ -e "$bench" ] || { echo "profile.sh: build first: dotnet build Linker.sln -c Release" >&2; exit 1; }
samples=$(mktemp)
trap 'rm -f "$samples"' EXIT

# The map of compiled code has no addresses of code that the runtime maps twice.
DOTNET_EnableWriteXorExecute=0 DOTNET_PerfMapEnabled=1 DOTNET_TieredPGO=1 \
    perf record -q -e cpu-clock -F 5000 -o "$samples" dotnet "$bench" --only "$input" --loop "$links" > /dev/null 2>&1
echo "### Where the time of \`$input\` goes, methods of the last tier and what they call in the C library"
echo
echo "| Share | Method |"
echo "|---:|---|"
perf report -i "$samples" --no-children --sort symbol --stdio 2> /dev/null | grep -E '^ +[0-9.]+%' | grep -E 'Linker\.(Loader|Engine|Relocs|MemoryManager)\.|memmove|memset|SpanHelpers|SymbolAnswer' |
    grep -vE 'QuickJitted|Instrumented|OSR' |
    sed -E 's/\[\.\]//; s/( +-)+ *$//; s/valuetype |instance |class |\[Linker\.[A-Za-z]+\]|\[System\.[A-Za-z.]+\]//g; s/\(.*//; s/Linker\.(Loader|Engine|Relocs|MemoryManager)\.//g' |
    awk '{ share = $1 + 0; name = $NF; total += share; if (share > 0) { shares[name] += share } }
         END { for (name in shares) if (shares[name] > total / 100) printf "%.1f %% | `%s` |\n", 100 * shares[name] / total, name }' |
    sort -rn | sed 's/^/| /'
