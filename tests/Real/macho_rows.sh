# The programs that clang makes for Apple's systems and that run on Linux, a part of build.sh: the headers are those of this system's C and C++ libraries, which serve them, and what says Apple in the
# compiler's own definitions is taken back. -O0, -O2, and -O2 with debug information.
sources=$here/../../artifacts/sources
bash "$here/sources.sh" "$sources"
linux="-U__APPLE__ -U__MACH__ -UTARGET_OS_MAC -U__nonnull -D__linux__ -D__gnu_linux__ -Dlinux -Dunix -D__unix__ -nostdinc -isystem $(clang-22 -print-resource-dir)/include"
if [ $machine = x64 ]; then
    macho="clang-22 --target=x86_64-apple-macos11 $linux"
    c="-isystem /usr/include/x86_64-linux-gnu -isystem /usr/include"
    cxx="-nostdinc++ -isystem /usr/include/c++/12 -isystem /usr/include/x86_64-linux-gnu/c++/12"
else
    macho="clang-22 --target=arm64-apple-macos11 $linux"
    c="-isystem /usr/aarch64-linux-gnu/include"
    cxx="-nostdinc++ -isystem /usr/aarch64-linux-gnu/include/c++/12 -isystem /usr/aarch64-linux-gnu/include/c++/12/aarch64-linux-gnu"
fi

levels='O0 O2 O2-g'

# apple NAME SOURCES [OPTIONS [LIBRARY-SOURCES [EXIT-CODE [EXPECTED]]]]: on arm64 with functions for formatted output of their own, because the conventions for a variable number of arguments differ.
apple() {
    local level name source object objects options=${3:-} stdin=-
    [ $machine = x64 ] || options="$options -fno-builtin-printf"
    [ -e "$1.stdin" ] && stdin=$here/$1.stdin
    for level in $levels; do
        name=$1-macho-$level
        [[ $name =~ $filter ]] || continue
        objects=
        for source in $2 ${4:-} $([ $machine = x64 ] || echo macho_format.c); do
            object=$out/obj/$1-$(basename "${source%.*}")-macho-$level.o
            case $source in *.cpp) compile "$object" macho $level "$source" $options -D_GNU_SOURCE -D_GLIBCXX_GTHREAD_USE_WEAK=0 $cxx $c ;; *) compile "$object" macho $level "$source" $options $c ;; esac
            objects="$objects$object "
        done
        row $name "${objects% }" - - $stdin "$(expected "${6:-$1.expected}")" ${5:-0}
    done
}

apple zlib zlib.c "-I$sources/zlib" "$(echo "$sources"/zlib/{adler32,crc32,deflate,infback,inffast,inflate,inftrees,trees,zutil,compress,uncompr}.c)"
apple lua lua.c "-I$sources/lua/src -DLUA_USE_POSIX" "$(ls "$sources"/lua/src/l*.c | grep -v -e '/lua\.c' -e '/luac\.c' | tr '\n' ' ')"
apple sqlite sqlite.c "-I$sources/sqlite -DSQLITE_ENABLE_MATH_FUNCTIONS" "$sources/sqlite/sqlite3.c"
# To a clang of a known version this system's headers give strchr in C++ by its name in assembly, which has no underscore.
apple xml xml.cpp "-I$sources/pugixml/src -DPUGIXML_NO_STL -U__clang_minor__" "$sources/pugixml/src/pugixml.cpp"
apple setjmp setjmp.c
apple tls_threads tls_threads.c

# Code of Apple's systems on arm64 expects constructors to return the object, which those of this system's C++ library do not; when it optimises it relies on that.
[ $machine = x64 ] || levels=O0
apple cxx_exceptions cxx_exceptions.cpp
levels='O0 O2 O2-g'
apple cxx_types cxx_types.cpp
apple cxx_regex cxx_regex.cpp
apple ctor_order "ctor_order.cpp ctor_order_second.cpp" "" "" 3 ctor_order_macho.expected
if [ $machine = x64 ]; then
    apple language language.c
    apple cxx_iostreams cxx_iostreams.cpp
fi
