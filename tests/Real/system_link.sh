#!/bin/bash
# Links every row of OUTDIR/manifest.tsv with the system linker, runs it and compares: proves the drivers and their expected texts, not our linker.
set -u
out=$1
passed=0
failed=0
while IFS=$'\t' read -r name files linker arguments stdin expected code; do
    [ "$arguments" = - ] && arguments=
    [ "$stdin" = - ] && stdin=/dev/null
    libraries='-lm -lpthread -ldl'
    case $linker in *libstdc++*) libraries="-lstdc++ $libraries" ;; esac
    mode=
    case $name in tls_threads_local_exec*) mode=-no-pie ;; libm-*|libc_ifunc-*) mode=-static ;; esac
    if ! gcc $mode -Wl,--start-group $files -Wl,--end-group $libraries -o "$out/system" 2> "$out/system.err"; then
        echo "$name: does not link: $(grep -v collect2 "$out/system.err" | tail -1)"
        failed=$((failed + 1))
        continue
    fi
    { "$out/system" $arguments < "$stdin" > "$out/system.out"; } 2> /dev/null
    status=$?
    if [ $status != "$code" ] || ! cmp -s "$out/system.out" "$expected"; then
        echo "$name: exit code $status, expected $code"
        diff "$out/system.out" "$expected" | head -5
        failed=$((failed + 1))
    else
        passed=$((passed + 1))
    fi
done < "$out/manifest.tsv"
rm -f "$out/system" "$out/system.out" "$out/system.err"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
