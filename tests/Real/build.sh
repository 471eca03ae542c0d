#!/bin/bash
# Compiles the programs of this folder and writes OUTDIR/manifest.tsv, one row per program to run (README.md describes it).
#   tests/Real/build.sh OUTDIR [FILTER]      FILTER: an extended regular expression over row names; others are left out
set -euo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 1 ] || { echo "usage: build.sh OUTDIR [FILTER]" >&2; exit 2; }
mkdir -p "$1"
out=$(cd "$1" && pwd)
filter=${2:-.}
jobs=${LINKER_BUILD_JOBS:-2}
rustc=${RUSTC:-/usr/bin/rustc}
cd "$here"

library() {
    local path
    path=$(gcc -print-file-name="$1")
    [ -e "$path" ] || { echo "build.sh: $1 is missing (tests/packages.txt names the packages)" >&2; exit 1; }
    realpath -s "$path"
}

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
        gcc:*.cpp) compiler="g++" ;;
        clang:*) compiler="clang-22" ;;
    esac
    case $source in *.cpp) set -- -std=c++17 "$@" ;; esac
    echo "$compiler -c -fPIC -w -$level $* $source -o $object" >> "$commands"
}

# row NAME FILES LINKER_ARGUMENTS PROGRAM_ARGUMENTS STDIN EXPECTED EXIT_CODE
row() {
    local IFS=$'\t'
    if [[ $1 =~ $filter ]]; then printf '%s\n' "$*" >> "$manifest.new"; fi
}

# Every source in the matrix of two compilers and two levels. The row's name is NAME-COMPILER-LEVEL.
matrix() { # NAME SOURCES OPTIONS LIBRARIES LINKER_ARGUMENTS PROGRAM_ARGUMENTS STDIN EXPECTED EXIT_CODE
    local compiler level source files object
    for compiler in gcc clang; do
        for level in O0 O2; do
            [[ $1-$compiler-$level =~ $filter ]] || continue
            files=
            for source in $2; do
                object=$out/obj/$1-${source%.*}-$compiler-$level.o
                compile "$object" $compiler $level "$source" $3
                files="$files$object "
            done
            files="$files${4:-}"
            row "$1-$compiler-$level" "${files% }" "$5" "$6" "$7" "$here/$8" "$9"
        done
    done
}
program() { # NAME LIBRARIES LINKER_ARGUMENTS: the plain case, SOURCE is NAME.c and the exit code 0
    local stdin=-
    [ -e "$1.stdin" ] && stdin=$here/$1.stdin
    matrix "$1" "$1.c" "${4:-}" "${2:-}" "${3:--}" - $stdin "$1.expected" 0
}

libm='--library libm.so.6'

# C libraries.
program sqlite "$(library libsqlite3.a)" "$libm"
program lua "$(library liblua5.4.a)" "$libm" -I/usr/include/lua5.4
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
     ar x "$libc" $(ar t "$libc" | grep -E '^(strlen|strnlen|strchr|strrchr|memchr|strcmp|memcmp)(-[a-z0-9_-]+)?\.o$' | sort -u)
     ar rcsD "$out/libc_members.a" *.o)
    rm -rf "$members"
fi
program libc_ifunc "$out/libc_members.a" - "-fno-builtin"

# The language, the process, threads.
program language "" "$libm"
# __builtin_cpu_supports reads __cpu_model, which is hidden in libgcc.a and has an old version in libgcc_s.so.1.
program avx2
matrix avx2_libgcc avx2.c "" "$(library libgcc.a)" - - - avx2.expected 0
program fork_exec
program stdin_echo
program setjmp
matrix environ environ.c "" "" - "one two_words three" - environ.expected 0
for end in return:42 exit:3 _exit:4 quick_exit:5 abort:134; do
    matrix exit_codes_${end%:*} exit_codes.c "" "" - ${end%:*} - exit_codes_${end%:*}.expected ${end#*:}
done
for model in global-dynamic local-dynamic initial-exec local-exec; do
    options="-ftls-model=$model"
    [ $model = local-exec ] && options="$options -fno-pic -fno-pie -mcmodel=large"
    matrix tls_threads_${model/-/_} tls_threads.c "$options" "" - - - tls_threads.expected 0
done
for level in O0 O2; do
    if [[ tls_threads_descriptor-gcc-$level =~ $filter ]]; then
        compile "$out/obj/tls_threads_descriptor-gcc-$level.o" gcc $level tls_threads.c -mtls-dialect=gnu2
        row tls_threads_descriptor-gcc-$level "$out/obj/tls_threads_descriptor-gcc-$level.o" - - - "$here/tls_threads.expected" 0
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

# The shared library as a user meets it: found when it is needed.
matrix cxx_once_found cxx_once.cpp "" "" - - - cxx_once.expected 0
matrix cxx_iostreams_found cxx_iostreams.cpp "" "" - - "$here/cxx_iostreams.stdin" cxx_iostreams.expected 0
matrix ctor_order "ctor_order.cpp ctor_order_second.cpp" "" "" "--library libstdc++.so.6" - - ctor_order.expected 3

# Rust: a staticlib, and the same as rlibs.
if [[ rust =~ $filter ]] || [[ $filter == *rust* ]]; then
    rlibs=$("$rustc" --print target-libdir)
    for level in 0 2; do
        if [ ! -e "$out/librust_static$level.a" ] || [ rust.rs -nt "$out/librust_static$level.a" ]; then
            echo "$rustc --edition 2021 --crate-type staticlib --crate-name rust -C opt-level=$level rust.rs -o $out/librust_static$level.a" >> "$commands"
            mkdir -p "$out/rlib$level"
            echo "$rustc --edition 2021 --crate-type rlib --crate-name rust -C opt-level=$level rust.rs -o $out/rlib$level/librust.rlib" >> "$commands"
        fi
        compile "$out/obj/rust_main-O$level.o" gcc O$level rust_main.c
        compile "$out/obj/rust_allocator-O$level.o" gcc O$level rust_allocator.c
        row rust_staticlib-O$level "$out/obj/rust_main-O$level.o $out/librust_static$level.a" "--library libgcc_s.so.1" - - "$here/rust.expected" 0
        set=
        for crate in std panic_unwind object memchr addr2line gimli std_detect rustc_demangle hashbrown rustc_std_workspace_alloc \
            unwind cfg_if libc alloc rustc_std_workspace_core core miniz_oxide adler compiler_builtins; do
            set="$set $(ls "$rlibs"/lib$crate-*.rlib)"
        done
        row rust_rlibs-O$level "$out/obj/rust_main-O$level.o $out/obj/rust_allocator-O$level.o $out/rlib$level/librust.rlib$set" "--library libgcc_s.so.1" - - "$here/rust.expected" 0
    done
fi

xargs -P "$jobs" -d '\n' -n 1 bash -c '$0' < "$commands"
mv "$manifest.new" "$manifest"
echo "real programs: $(wc -l < "$commands") compiled, $(wc -l < "$manifest") rows in $manifest"
rm "$commands"
