#!/bin/bash
# The first link of a process: median time from execve to the first call into an object of three functions, for the native rtlink, lli and llvm-jitlink.
#   bench/cold.sh [RUNS]
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")/.."
runs=${1:-101}
out=artifacts/bench
rtlink=artifacts/rtlink/rtlink
target=15000

[ -e "$out/cold.o" ] || { echo "cold.sh: $out/cold.o is missing: run bench/inputs.sh" >&2; exit 1; }
[ -x "$rtlink" ] || { echo "cold.sh: $rtlink is missing: dotnet publish src/Cli -c Release -r linux-x64 -o artifacts/rtlink" >&2; exit 1; }

# The subshell takes the time and becomes the program; the object prints how long ago that was.
median() { # COMMAND... with TIME where the time goes
    local i argument arguments
    for ((i = 0; i < runs + 3; i++)); do
        (
            arguments=()
            for argument in "$@"; do
                [ "$argument" = TIME ] && argument=$EPOCHREALTIME
                arguments+=("$argument")
            done
            exec "${arguments[@]}"
        )
    done | tail -n +4 | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

row() { # NAME TARGET COMMAND...
    local name=$1 limit=$2 time
    shift 2
    if ! command -v "$1" > /dev/null; then
        echo "| $name | not installed | – |"
        return
    fi
    time=$(median "$@")
    if [ "$limit" = – ]; then
        echo "| $name | $time | – |"
    else
        echo "| $name | $time $([ "$time" -le "$limit" ] && echo ✓ || echo ✗) | ≤ $limit |"
    fi
}

echo "### Cold: median µs from execve to the first call, of $runs runs"
echo
echo "| Program | Time | Target |"
echo "|---|---:|---:|"
row "\`rtlink run\`, native" $target "$rtlink" run "$out/cold.o" -- TIME
row "\`llvm-jitlink-22\`" – llvm-jitlink-22 "$out/cold.o" -args cold TIME
if [ -e "$out/cold.bc" ]; then row "\`lli-22\`, which compiles the same three functions" – lli-22 "$out/cold.bc" TIME; fi
echo
