#!/bin/bash
# Compiles every program of this folder with clang, links it with lld, runs it and compares: proves the programs and their heads, not our linker.
#   tests/Ir/system_link.sh OUTDIR [FILTER]      FILTER: an extended regular expression over names. LINKER_MACHINE=arm64 for that machine (tests/arm64.sh system).
set -u
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 1 ] || { echo "usage: system_link.sh OUTDIR [FILTER]" >&2; exit 2; }
mkdir -p "$1"
out=$(cd "$1" && pwd)
filter=${2:-.}
machine=${LINKER_MACHINE:-x64}
clang="clang-22 -w -fPIC"
run=
libraries="-lm -lpthread -lstdc++ -lgcc_s"
if [ $machine = arm64 ]; then
    clang="$clang --target=aarch64-linux-gnu"
    run="bash $here/../arm64.sh run"
fi

# head_of KEY FILE: what the head of a module says of a key, a line each.
head_of() {
    sed -n "/^; /!q; s/^; $1: //p" "$2"
}

passed=0
failed=0
for file in "$here"/*.ll; do
    name=$(basename "$file" .ll)
    code=$(head_of exit "$file")
    only=$(head_of only "$file")
    [ -n "$code" ] && [[ $name =~ $filter ]] || continue
    [ -z "$only" ] || [ "${only%% *}" = $machine ] || continue
    head_of output "$file" > "$out/expected"
    for level in -O0 -O2; do
        objects=
        for module in $name.ll $(head_of modules "$file"); do
            $clang $level -c -x ir "$here/$module" -o "$out/$module.o" && objects="$objects $out/$module.o"
        done
        # Not position-independent: on AArch64 code without a PIC level in its module reaches the guard of stack protectors, which is the C library's, directly.
        $clang -fuse-ld=lld -no-pie $objects $libraries -o "$out/program"
        $run "$out/program" $(head_of arguments "$file") > "$out/output" 2> /dev/null < /dev/null
        status=$?
        if [ $status = "$code" ] && cmp -s "$out/output" "$out/expected"; then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
            echo "$name $level: exit code $status, expected $code"
            diff "$out/output" "$out/expected" | head -5
        fi
    done
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
