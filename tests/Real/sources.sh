#!/bin/bash
# Fetches the sources of libraries that are compiled here for Apple's systems: those of Debian's zlib, Lua, pugixml and SQLite, the latter made one file.
#   tests/Real/sources.sh OUTDIR     OUTDIR/zlib, OUTDIR/lua, OUTDIR/pugixml, OUTDIR/sqlite
set -euo pipefail
[ $# = 1 ] || { sed -n '2,3s/^# \{0,1\}//p' "$0"; exit 2; }
mkdir -p "$1"
out=$(cd "$1" && pwd)
libraries='zlib lua5.4 pugixml sqlite3'
[ "$(cat "$out/complete" 2> /dev/null)" != "$libraries" ] || exit 0
state=$out/apt
release=$(. /etc/os-release && echo "$VERSION_CODENAME")
repository=$(apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Identifier: Packages' 'Component: main' | awk -v r="$release" '$1 == r { print $2; exit }')
[ -n "$repository" ] || { echo "sources.sh: apt knows no source for $release" >&2; exit 1; }

# With lists and caches of its own; the system's own package configuration is only read.
rm -rf "$state"
mkdir -p "$state/lists/partial" "$state/cache/archives/partial" "$state/sources"
: > "$state/status"
echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $repository $release main" > "$state/sources/release.list"
options=(-qq -o APT::Sandbox::User="$(id -un)" -o Dir::State="$state" -o Dir::State::lists="$state/lists" -o Dir::State::status="$state/status" -o Dir::Cache="$state/cache"
    -o Acquire::Languages=none -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$state/sources")
apt-get "${options[@]}" update
(cd "$state" && apt-get "${options[@]}" source --download-only $libraries)

# unpack NAME ARCHIVE
unpack() {
    rm -rf "$out/$1"
    mkdir "$out/$1"
    tar -x -f "$2" -C "$out/$1" --strip-components=1
}
unpack zlib "$state"/zlib_*.orig.tar.bz2
unpack lua "$state"/lua5.4_*.orig.tar.gz
unpack pugixml "$state"/pugixml_*.orig.tar.gz
unpack sqlite "$state"/sqlite3_*.orig.tar.xz
(cd "$out/sqlite" && ./configure > configure.log 2>&1 && make sqlite3.c >> configure.log 2>&1)
rm -rf "$state"
echo "$libraries" > "$out/complete"
echo "sources: $(ls -d "$out"/*/ | wc -l) libraries"
