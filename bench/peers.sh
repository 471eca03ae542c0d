# How one machine's objects are linked for an address, and nothing is run, by this linker and by LLVM's tools around RuntimeDyld and JITLink; sourced from the repository's folder.
# Of each tool the least processor time of $runs processes is taken, less that of an object with nothing in it. `rtlink bench` links in one process, again and again.
rtlink=(artifacts/rtlink/rtlink)
[ -x "${rtlink[0]}" ] || rtlink=(dotnet src/Cli/bin/Release/net10.0/rtlink.dll)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Milliseconds of processor time, of the run that took least; "refused" when the tool does not link the input, or not within two minutes.
fastest() {
    local best='' now TIMEFORMAT='%U %S'
    for ((i = 0; i < runs; i++)); do
        { time timeout 120 "$@" > /dev/null 2> "$scratch/error" || echo > "$scratch/failed"; } 2> "$scratch/time"
        if [ -e "$scratch/failed" ]; then
            rm "$scratch/failed"
            echo refused
            return
        fi
        now=$(awk '{ print ($1 + $2) * 1000 }' "$scratch/time")
        best=$(awk -v a="${best:-$now}" -v b="$now" 'BEGIN { print a < b ? a : b }')
    done
    echo "$best"
}

own() { fastest "${rtlink[@]}" link --base 0x10000000 --phony-externals "$@"; }
runtime_dyld() {
    local definitions=()
    mapfile -t definitions < <(llvm-nm-22 -u "$@" 2> /dev/null | awk 'NF && !/:$/ && !seen[$NF]++ { printf "-dummy-extern=%s=%d\n", $NF, 1073741824 + 16 * n++ }')
    fastest llvm-rtdyld-22 -verify -triple="$triple" "${definitions[@]}" "$@"
}
# JITLink links what is asked for, and where it is asked to: offsets from the image base have to fit 32 bits.
jitlink() {
    local entry
    entry=$(llvm-nm-22 --defined-only --extern-only "$1" 2> /dev/null | awk '$2 == "T" && !name { name = $3 } END { print name }')
    fastest llvm-jitlink-22 -noexec -num-threads=0 -phony-externals -slab-allocate=256Mb -slab-address=0x10000000 -slab-page-size="$page" -entry="$entry" "$@"
}
less() { case $1$2 in *refused*) echo refused ;; *) awk -v a="$1" -v b="$2" 'BEGIN { printf "%.0f", a - b }' ;; esac }

# Prints the table.
compare() { # TRIPLE PAGE_SIZE EMPTY_OBJECT OBJECT...
    local triple=$1 page=$2 empty=$3 file json again nothing
    shift 3
    nothing=("$(own "$empty")" "$(runtime_dyld "$empty")" "$(jitlink "$empty")")
    echo "| Input | Bytes | Relocations | \`rtlink bench\`, ms | \`rtlink link\`, ms | \`llvm-rtdyld\` 22, ms | \`llvm-jitlink\` 22, ms |"
    echo "|---|---:|---:|---:|---:|---:|---:|"
    for file in "$@"; do
        json=$("${rtlink[@]}" bench --json --phony-externals --iterations 20 "$file")
        number() { echo "$json" | grep -o "\"$1\":[0-9]*" | cut -d: -f2; }
        again=$(awk -v n="$(number totalNs)" 'BEGIN { printf "%.3g", n / 1e6 }')
        echo "| \`$(basename "$file")\` | $(number bytes) | $(number relocations) | $again | $(less "$(own "$file")" "${nothing[0]}") | $(less "$(runtime_dyld "$file")" "${nothing[1]}") | $(less "$(jitlink "$file")" "${nothing[2]}") |"
    done
}
