#!/bin/bash
# System calls of a link in steady state: strace counts those of N and of 2 N links; the difference is what N links need.
#   bench/syscalls.sh [N] [INPUT]
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")/.."
links=${1:-10000}
input=${2:-three.o}
bench=bench/bin/Release/net10.0/Linker.Bench.dll
command -v strace > /dev/null || { echo "syscalls.sh: Debian package strace is missing" >&2; exit 1; }
[ -e "$bench" ] || { echo "syscalls.sh: build first: dotnet build Linker.sln -c Release" >&2; exit 1; }
counts=$(mktemp -d)
trap 'rm -rf "$counts"' EXIT

count() { # LINKS
    # One core for the compiler beside the program would be noise: code is compiled for good before it runs.
    DOTNET_TieredCompilation=0 strace -c -f -o "$counts/$1.strace" dotnet "$bench" --only "$input" --loop "$1"
    awk '$1 ~ /^[0-9.]+$/ && $NF != "total" { print $NF, $4 }' "$counts/$1.strace" | sort > "$counts/$1"
}

count "$links"
count $((2 * links))
echo "### System calls of $links links of \`$input\`: those of $((2 * links)) less those of $links"
echo
echo "| System call | $links links | $((2 * links)) links | Difference | A link |"
echo "|---|---:|---:|---:|---:|"
join -a1 -a2 -e0 -o 0,1.2,2.2 "$counts/$links" "$counts/$((2 * links))" | awk -v n="$links" '
    { few += $2; many += $3 }
    $3 != $2 { printf "| `%s` | %d | %d | %d | %.4f |\n", $1, $2, $3, $3 - $2, ($3 - $2) / n }
    END { printf "| all | %d | %d | %d | %.4f |\n", few, many, many - few, (many - few) / n }'
echo
