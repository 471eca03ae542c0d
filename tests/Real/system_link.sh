#!/bin/bash
# Links every row of OUTDIR/manifest.tsv with the system linker, runs it and compares: proves the drivers and their expected texts, not our linker.
# Rows for Apple's systems are left out, for which there is no linker and no C library here; most of their programs are other rows', too.
# LINKER_MACHINE=windows-x64: with MinGW's linker, under Wine; rows of the system's own conventions are left out, for which there is no C run time here to link with.
set -u
here=$(cd "$(dirname "$0")" && pwd)
out=$1
machine=${LINKER_MACHINE:-x64}
program=$out/system
[ $machine = x64 ] || program=$out/system.exe
passed=0
failed=0
while IFS=$'\t' read -r name files linker arguments stdin expected code; do
    case $name in *-macho-*) continue ;; esac
    [ "$arguments" = - ] && arguments=
    [ "$stdin" = - ] && stdin=/dev/null
    libraries='-lm -lpthread -ldl'
    case $linker in *libstdc++*) libraries="-lstdc++ $libraries" ;; esac
    mode=
    case $name in tls_threads_local_exec*) mode=-no-pie ;; libm-*|libc_ifunc-*) mode=-static ;; esac
    link="gcc $mode"
    if [ $machine = windows-x64 ]; then
        case $name in *-msvc-*) continue ;; esac
        # Programs with threads have the archives of the compiler that has them.
        case $files in *12-posix*) link=x86_64-w64-mingw32-g++-posix ;; *) link=x86_64-w64-mingw32-g++-win32 ;; esac
        libraries=
    fi
    if ! $link -Wl,--start-group $files -Wl,--end-group $libraries -o "$program" 2> "$out/system.err"; then
        echo "$name: does not link: $(grep -v collect2 "$out/system.err" | tail -1)"
        failed=$((failed + 1))
        continue
    fi
    if [ $machine = windows-x64 ]; then
        bash "$here/../wine.sh" run "$program" $arguments < "$stdin" 2> /dev/null | sed 's/\r$//' > "$out/system.out"
        status=${PIPESTATUS[0]}
    else
        { "$program" $arguments < "$stdin" > "$out/system.out"; } 2> /dev/null
        status=$?
    fi
    if [ $status != "$code" ] || ! cmp -s "$out/system.out" "$expected"; then
        echo "$name: exit code $status, expected $code"
        diff "$out/system.out" "$expected" | head -5
        failed=$((failed + 1))
    else
        passed=$((passed + 1))
    fi
done < "$out/manifest.tsv"
rm -f "$program" "$out/system.out" "$out/system.err"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
