#!/bin/bash
# Compiles the programs of this folder and writes OUTDIR/manifest.tsv, one row per program to run (README.md describes it).
#   tests/Real/build.sh OUTDIR [FILTER]      FILTER: an extended regular expression over row names; others are left out
# LINKER_MACHINE=arm64 makes those of AArch64, with the libraries of artifacts/arm64/sysroot (tests/arm64.sh system); LINKER_MACHINE=windows-x64 those of Windows (windows_rows.sh).
set -euo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 1 ] || { echo "usage: build.sh OUTDIR [FILTER]" >&2; exit 2; }
mkdir -p "$1"
out=$(cd "$1" && pwd)
filter=${2:-.}
jobs=${LINKER_BUILD_JOBS:-2}
rustc=${RUSTC:-/usr/bin/rustc}
machine=${LINKER_MACHINE:-x64}
pic=-fPIC
case $machine in
    x64)
        sysroot= gcc=gcc gxx=g++ clang=clang-22 rust=$rustc
        ;;
    arm64)
        # Headers of the sysroot's libraries stand behind those of the compiler and its C library; those of the kernel are the compiler's.
        sysroot=$here/../../artifacts/arm64/sysroot
        headers="-idirafter $sysroot/usr/include/aarch64-linux-gnu -idirafter $sysroot/usr/include"
        gcc="aarch64-linux-gnu-gcc $headers" gxx="aarch64-linux-gnu-g++ $headers" clang="clang-22 --target=aarch64-linux-gnu --sysroot=$sysroot -idirafter /usr/aarch64-linux-gnu/include"
        rust="$rustc --sysroot $sysroot/usr --target aarch64-unknown-linux-gnu"
        ;;
    windows-x64)
        # printf knows the C language's own conversions (%zu, %Lf, %a) when MinGW's is taken instead of the system's.
        options=-D__USE_MINGW_ANSI_STDIO=1
        gcc="x86_64-w64-mingw32-gcc-win32 $options" gxx="x86_64-w64-mingw32-g++-win32 $options" clang="clang-22 --target=x86_64-w64-windows-gnu $options"
        pic=
        ;;
esac
cd "$here"

library() {
    local path
    if [ $machine = arm64 ]; then path=$(find -L "$sysroot/usr/lib" -name "$1" -print -quit); else path=$($gcc -print-file-name="$1"); fi
    [ -e "$path" ] || { echo "build.sh: $1 is missing (tests/packages.txt and tests/arm64.sh name the packages)" >&2; exit 1; }
    realpath -s "$path"
}

# Compilers for AArch64 call libgcc.a for atomic operations, so that one object serves processors with and without instructions for them.
atomics=
[ $machine != arm64 ] || atomics=" $(library libgcc.a)"

commands=$out/commands.txt
manifest=$out/manifest.tsv
: > "$commands"
: > "$manifest.new"
mkdir -p "$out/obj"

# compile OBJECT COMPILER LEVEL SOURCE OPTIONS...: queued, unless the object is newer than its source.
compile() {
    local object=$1 compiler=$2 level=$3 source=$4
    shift 4
    [ "$object" -nt "$source" ] && [ "$object" -nt ten_megabytes.h ] && [ "$object" -nt build.sh ] && return
    case $compiler:$source in
        gcc:*.cpp) compiler=$gxx ;;
        gcc:*) compiler=$gcc ;;
        clang:*) compiler=$clang ;;
        macho:*) compiler=$macho ;;
        msvc:*) compiler="clang-22 --target=x86_64-pc-windows-msvc" ;;
    esac
    case $source in *.cpp) set -- -std=c++17 "$@" ;; esac
    case $level in *-g) level=${level%-g} && set -- -g "$@" ;; esac
    echo "$compiler -c $pic -w -$level $* $source -o $object" >> "$commands"
}

# row NAME FILES LINKER_ARGUMENTS PROGRAM_ARGUMENTS STDIN EXPECTED EXIT_CODE
row() {
    local IFS=$'\t'
    if [[ $1 =~ $filter ]]; then printf '%s\n' "$*" >> "$manifest.new"; fi
}

# A machine may have an expected text of its own.
expected() {
    local own=${1%.expected}.$machine.expected
    if [ -e "$own" ]; then echo "$here/$own"; else echo "$here/$1"; fi
}

# What is gcc's alone on Windows: each start costs seconds there.
once='windows_process_.*|libm|stdin_echo|zlib'
# Where programs are emulated, each compiler has one level; both have both for these on AArch64.
fully='language|zlib|lua|tls_threads_(global|local)_dynamic|cxx_(exceptions|threads)_shared|ctor_order'

# Every source in the matrix of two compilers and two levels. The row's name is NAME-COMPILER-LEVEL.
matrix() { # NAME SOURCES OPTIONS LIBRARIES LINKER_ARGUMENTS PROGRAM_ARGUMENTS STDIN EXPECTED EXIT_CODE
    local compiler level source files object
    for compiler in gcc clang; do
        for level in O0 O2; do
            [[ $1-$compiler-$level =~ $filter ]] || continue
            [[ $machine = x64 || $compiler-$level =~ ^(gcc-O2|clang-O0)$ || $machine-$1 =~ ^arm64-($fully)$ ]] || continue
            [[ ! $machine-$1-$compiler =~ ^windows-x64-($once)-clang$ ]] || continue
            files=
            for source in $2; do
                object=$out/obj/$1-${source%.*}-$compiler-$level.o
                compile "$object" $compiler $level "$source" $3
                files="$files$object "
            done
            files="$files${4:-}$atomics"
            row "$1-$compiler-$level" "${files% }" "$5" "$6" "$7" "$(expected "$8")" "$9"
        done
    done
}
program() { # NAME LIBRARIES LINKER_ARGUMENTS: the plain case, SOURCE is NAME.c and the exit code 0
    local stdin=-
    [ -e "$1.stdin" ] && stdin=$here/$1.stdin
    matrix "$1" "$1.c" "${4:-}" "${2:-}" "${3:--}" - $stdin "$1.expected" 0
}
finish() {
    xargs -P "$jobs" -d '\n' -n 1 bash -c '$0' < "$commands"
    mv "$manifest.new" "$manifest"
    echo "real programs: $(wc -l < "$commands") compiled, $(wc -l < "$manifest") rows in $manifest"
    rm "$commands"
}

if [ $machine = windows-x64 ]; then
    . ./windows_rows.sh
    finish
    exit
fi

libm='--library libm.so.6'

# C libraries.
program sqlite "$(library libsqlite3.a)" "$libm"
program lua "$(library liblua5.4.a)" "$libm" -I$sysroot/usr/include/lua5.4
program zlib "$(library libz.a)"
program zstd "$(library libzstd.a)"
program lz4 "$(library liblz4.a)"
program crypto "$(library libcrypto.a)"
program gmp "$(library libgmp.a)"

# Members of glibc's own archives.
program libm "$(library libm.a)" - "-fno-builtin"
members=$out/libc_members
libc=$(library libc.a)
if [ ! -e "$out/libc_members.a" ]; then
    rm -rf "$members"
    mkdir -p "$members"
    (cd "$members"
     ar x "$libc" $(ar t "$libc" | grep -E '^(strlen|strnlen|strchr|strrchr|memchr|strcmp|memcmp)([-_][a-z0-9_-]+)?\.o$' | sort -u)
     ar rcsD "$out/libc_members.a" *.o)
    rm -rf "$members"
fi
names=
[ $machine = x64 ] || names=libc_static_names.c
matrix libc_ifunc "libc_ifunc.c $names" -fno-builtin "$out/libc_members.a" - - - libc_ifunc.expected 0

# The language, the process, threads.
program language "" "$libm"
if [ $machine = x64 ]; then
    # __builtin_cpu_supports reads __cpu_model, which is hidden in libgcc.a and has an old version in libgcc_s.so.1.
    program avx2
    matrix avx2_libgcc avx2.c "" "$(library libgcc.a)" - - - avx2.expected 0
else
    program outline_atomics "" - -moutline-atomics
fi
program fork_exec
program stdin_echo
program setjmp
matrix environ environ.c "" "" - "one two_words three" - environ.expected 0
for end in return:42 exit:3 _exit:4 quick_exit:5 abort:134; do
    matrix exit_codes_${end%:*} exit_codes.c "" "" - ${end%:*} - exit_codes_${end%:*}.expected ${end#*:}
done
for model in global-dynamic local-dynamic initial-exec local-exec; do
    options="-ftls-model=$model"
    [ $model = local-exec ] && options="$options -fno-pic -fno-pie"
    [ $model$machine = local-execx64 ] && options="$options -mcmodel=large"
    matrix tls_threads_${model/-/_} tls_threads.c "$options" "" - - - tls_threads.expected 0
done
# The dialect that is not the compiler's own choice.
if [ $machine = x64 ]; then dialect="descriptor gnu2"; else dialect="traditional trad"; fi
for level in O0 O2; do
    name=tls_threads_${dialect% *}-gcc-$level
    if [[ $name =~ $filter ]]; then
        compile "$out/obj/$name.o" gcc $level tls_threads.c -mtls-dialect=${dialect#* }
        row $name "$out/obj/$name.o" - - - "$here/tls_threads.expected" 0
    fi
done

# C++, with the library as an archive and as a shared object.
stdcxx=$(library libstdc++.a)
for name in exceptions iostreams types threads regex once; do
    stdin=-
    [ -e cxx_$name.stdin ] && stdin=$here/cxx_$name.stdin
    matrix cxx_${name}_archive cxx_$name.cpp "" "$stdcxx" "$libm --library libgcc_s.so.1" - $stdin cxx_$name.expected 0
    matrix cxx_${name}_shared cxx_$name.cpp "" "" "--library libstdc++.so.6 --library libgcc_s.so.1" - $stdin cxx_$name.expected 0
done

# Indirect branches that are guarded, and signed return addresses.
[ $machine = x64 ] || matrix cxx_exceptions_guarded cxx_exceptions.cpp -mbranch-protection=standard "" "--library libstdc++.so.6 --library libgcc_s.so.1" - - cxx_exceptions.expected 0

# Return addresses signed with the other key, which call frame records tell the unwinder (augmentation B).
[ $machine = x64 ] || matrix cxx_exceptions_b_key cxx_exceptions.cpp -mbranch-protection=pac-ret+leaf+b-key "" "--library libstdc++.so.6 --library libgcc_s.so.1" - - cxx_exceptions.expected 0

# Functions by another procedure call standard, and globals whose memory may be tagged: what the objects say of them asks nothing of a linker.
if [ $machine = arm64 ]; then
    matrix vector_call "vector_call.c vector_call_second.c" "" "" - - - vector_call.expected 0
    if [[ tagged_globals-clang-O2 =~ $filter ]]; then
        compile "$out/obj/tagged_globals.o" clang O2 tagged_globals.s -march=armv8.5-a+memtag
        compile "$out/obj/tagged_globals_first.o" clang O2 vector_call.c -DTAGGED
        compile "$out/obj/tagged_globals_second.o" clang O2 vector_call_second.c
        row tagged_globals-clang-O2 "$out/obj/tagged_globals_first.o $out/obj/tagged_globals_second.o $out/obj/tagged_globals.o$atomics" - - - "$here/vector_call.expected" 0
    fi
fi

# The shared library as a user meets it: found when it is needed.
matrix cxx_once_found cxx_once.cpp "" "" - - - cxx_once.expected 0
matrix cxx_iostreams_found cxx_iostreams.cpp "" "" - - "$here/cxx_iostreams.stdin" cxx_iostreams.expected 0
matrix ctor_order "ctor_order.cpp ctor_order_second.cpp" "" "" "--library libstdc++.so.6" - - ctor_order.expected 3

# Rust: a staticlib, and the same as rlibs.
if [[ rust =~ $filter ]] || [[ $filter == *rust* ]]; then
    rlibs=$($rust --print target-libdir)
    for level in 0 2; do
        if [ ! -e "$out/librust_static$level.a" ] || [ rust.rs -nt "$out/librust_static$level.a" ]; then
            echo "$rust --edition 2021 --crate-type staticlib --crate-name rust -C opt-level=$level rust.rs -o $out/librust_static$level.a" >> "$commands"
            mkdir -p "$out/rlib$level"
            echo "$rust --edition 2021 --crate-type rlib --crate-name rust -C opt-level=$level rust.rs -o $out/rlib$level/librust.rlib" >> "$commands"
        fi
        compile "$out/obj/rust_main-O$level.o" gcc O$level rust_main.c
        compile "$out/obj/rust_allocator-O$level.o" gcc O$level rust_allocator.c
        row rust_staticlib-O$level "$out/obj/rust_main-O$level.o $out/librust_static$level.a$atomics" "--library libgcc_s.so.1" - - "$here/rust.expected" 0
        set=
        for crate in std panic_unwind object memchr addr2line gimli std_detect rustc_demangle hashbrown rustc_std_workspace_alloc \
            unwind cfg_if libc alloc rustc_std_workspace_core core miniz_oxide adler compiler_builtins; do
            set="$set $(ls "$rlibs"/lib$crate-*.rlib)"
        done
        row rust_rlibs-O$level "$out/obj/rust_main-O$level.o $out/obj/rust_allocator-O$level.o $out/rlib$level/librust.rlib$set$atomics" "--library libgcc_s.so.1" - - "$here/rust.expected" 0
    done
fi

# The same machines' code as compilers write it for Apple's systems.
. ./macho_rows.sh

finish
