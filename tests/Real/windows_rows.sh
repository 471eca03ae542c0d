# The programs of Windows, a part of build.sh: what MinGW's compilers make, with MinGW's libraries as archives, and what clang makes for the system's own conventions, without a header.
# The libraries that ordinary linking takes last; libgcc_eh.a is for C++ and for thread-local variables, which MinGW's compiler keeps in a table of its own.
last="$(library libgcc_eh.a) $(library libgcc.a) $(library libmingw32.a) $(library libmingwex.a) $(library libmsvcrt.a) $(library libkernel32.a)"
stdcxx="$(library libstdc++.a) $last"

matrix language "language.c mingw_start.c" "" "$last" - - - language.expected 0
matrix libm "libm.c mingw_start.c" -fno-builtin "$last" - - - libm.expected 0
program setjmp "$last"
program stdin_echo "$last"
program zlib "$(library libz.a) $last"
program tls_threads "$(library libpthread.a) $last"
for end in return:42 exit:3 _exit:4 abort:3; do
    matrix windows_process_${end%:*} windows_process.c "" "$last" - "${end%:*} two_words three" - windows_process_${end%:*}.expected ${end#*:}
done

matrix ctor_order "ctor_order.cpp ctor_order_second.cpp" "" "$stdcxx" - - - ctor_order.expected 3
for name in exceptions iostreams regex types; do
    stdin=-
    [ -e cxx_$name.stdin ] && stdin=$here/cxx_$name.stdin
    matrix cxx_$name cxx_$name.cpp "" "$stdcxx" - - $stdin cxx_$name.expected 0
done

# Not with that variant: its variables are freed before their destructors run, ordinarily linked as well.
matrix cxx_thread_local cxx_thread_local.cpp "" "$stdcxx" - - - cxx_thread_local.expected 0

# Only the other variant of MinGW's library has threads; its compiler has the same machine code. cxx_once.cpp waits for ever, ordinarily linked as well: an exception leaves its pthread_once locked.
if [[ cxx_threads-gcc-O2 =~ $filter ]]; then
    compile "$out/obj/cxx_threads.o" "${gxx/-win32/-posix}" O2 cxx_threads.cpp
    posix=$(x86_64-w64-mingw32-g++-posix -print-file-name=libstdc++.a)
    row cxx_threads-gcc-O2 "$out/obj/cxx_threads.o $posix ${posix%/*}/libgcc_eh.a ${posix%/*}/libgcc.a $(library libpthread.a) ${last#* * }" - - - "$here/cxx_threads.expected" 0
fi

# The system's own conventions.
for import in import_library import_library_msvcrt; do
    [ "$out/$import.lib" -nt $import.def ] || llvm-dlltool-22 -m i386:x86-64 -d $import.def -l "$out/$import.lib"
done
microsoft() { # SOURCE EXIT_CODE LEVELS [LIBRARIES [OPTIONS]]
    local level name
    for level in $3; do
        name=${1%.*}-msvc-$level
        [[ $name =~ $filter ]] || continue
        compile "$out/obj/$name.o" msvc $level $1 -fms-extensions -fexceptions ${5:-}
        row $name "$out/obj/$name.o${4:+ $4}" - - - "$here/${1%.*}.expected" $2
    done
}
microsoft seh.c 0 'O0 O2'
microsoft msvc_exceptions.cpp 6 'O0 O2'
microsoft windows_tls.c 0 O2
microsoft import_library.c 0 O0 "$out/import_library.lib $out/import_library_msvcrt.lib"
microsoft msvc_threads.cpp 0 'O0 O2'
microsoft guarded.c 7 'O0 O2' "" -fstack-protector-all

# The system ends a process whose stack is damaged with STATUS_STACK_BUFFER_OVERRUN, 0xc0000409, of which 8 bits are left here.
for level in O0 O2; do row guarded-msvc-$level-overrun "$out/obj/guarded-msvc-$level.o" - overrun - "$here/guarded_overrun.expected" 9; done
if [[ guarded_handlers-msvc-O0 =~ $filter ]]; then
    objects="$out/obj/guarded_handlers.o $out/obj/guarded_handlers_asm.o"
    compile ${objects% *} msvc O0 guarded_handlers.cpp -fms-extensions -fexceptions
    compile ${objects#* } msvc O0 guarded_handlers.s
    row guarded_handlers-msvc-O0 "$objects" - - - "$here/guarded_handlers.expected" 0
    for damaged in plain aligned seh seh_passing eh eh4_passing; do
        row guarded_handlers-msvc-O0-$damaged "$objects" - $damaged - "$here/guarded_handlers_$damaged.expected" 9
    done
fi
