#!/bin/bash
# What runs programs for Linux AArch64 on an x86-64 machine. Everything lies in artifacts/arm64; the system's own package configuration is only read.
#   tests/arm64.sh system             fetches qemu-user and unpacks the Debian packages below, so that artifacts/arm64/sysroot looks like an arm64 machine
#   tests/arm64.sh publish PROJECT    publishes a project for linux-arm64 into artifacts/arm64/NAME, with all it needs
#   tests/arm64.sh run PROGRAM ARGS   runs an arm64 program
#   tests/arm64.sh with PROGRAM ARGS  runs a program of this machine: tests that start the published rtlink for arm64
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
out=$root/artifacts/arm64
qemu=$out/qemu-aarch64
sysroot=$out/sysroot
archives=libstdc++-12-dev
# LLVM with what it is linked to.
llvm="libllvm22 libedit2 libffi8 libxml2 libz3-4 libzstd1 libbsd0 libmd0 libtinfo6 libicu72 liblzma5"
packages="libc6 libgcc-s1 libstdc++6 libssl3 zlib1g libunwind-14 libc6-dev libsqlite3-dev liblua5.4-dev zlib1g-dev libzstd-dev libgmp-dev liblz4-dev libssl-dev libgcc-12-dev libstd-rust-dev $archives $llvm"

# apt FOLDER ARCHITECTURE SOURCES COMMAND...: with lists and caches of its own. SOURCES is a folder of sources, empty for the system's.
apt() {
    local state=$1 architecture=$2 from=$3 options
    shift 3
    mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
    : > "$state/status"
    options=(-qq -o APT::Architecture="$architecture" -o APT::Architectures::="$architecture" -o APT::Sandbox::User="$(id -un)"
        -o Dir::State="$state" -o Dir::State::lists="$state/lists" -o Dir::State::status="$state/status" -o Dir::Cache="$state/cache"
        -o Acquire::Languages=none -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false)
    [ -z "$from" ] || options+=(-o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$from")
    apt-get "${options[@]}" "$@"
}

# qemu before 8.1 takes no notice of flushed instruction caches, and tells less of the memory map than the tests ask for.
fetch_qemu() {
    local state=$out/apt-host release repository keys
    release=$(. /etc/os-release && echo "$VERSION_CODENAME")
    repository=$(apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Identifier: Packages' 'Component: main' | awk -v r="$release" '$1 == r { print $2; exit }')
    [ -n "$repository" ] || { echo "arm64.sh: apt knows no source for $release" >&2; return 1; }
    keys=/usr/share/keyrings/debian-archive-keyring.gpg
    mkdir -p "$state/sources"
    printf 'deb [signed-by=%s] %s %s-backports main\n' "$keys" "$repository" "$release" > "$state/sources/backports.list"
    apt "$state" "$(dpkg --print-architecture)" "$state/sources" update
    (cd "$state" && apt "$state" "$(dpkg --print-architecture)" "$state/sources" -t "$release-backports" download qemu-user)
    dpkg-deb --fsys-tarfile "$state"/qemu-user_*.deb | tar -x -C "$state" ./usr/bin/qemu-aarch64
    mv "$state/usr/bin/qemu-aarch64" "$qemu"
    rm -rf "$state"
}

fetch_sysroot() {
    local state=$out/apt-arm64 package
    rm -rf "$sysroot"
    apt "$state" arm64 "" update
    (cd "$state" && apt "$state" arm64 "" download $packages)
    for package in "$state"/*.deb; do dpkg-deb -x "$package" "$sysroot"; done
    rm -rf "$state"
    echo "$packages" > "$sysroot/packages"
}

case ${1:-} in
    system)
        mkdir -p "$out"
        [ -x "$qemu" ] || fetch_qemu
        [ "$(cat "$sysroot/packages" 2> /dev/null)" = "$packages" ] || fetch_sysroot
        echo "$("$qemu" --version | head -1); $(echo "$packages" | wc -w) packages in $(realpath --relative-to="$root" "$sysroot")"
        ;;
    publish)
        # Compiled ahead of time: an emulated compiler takes most of the time otherwise. The sources were looked through where they were built for this machine.
        options="--self-contained -p:PublishReadyToRun=true"
        [ "$(basename "$2")" != Cli ] || options="-p:CppCompilerAndLinker=clang-22 -p:LinkerFlavor=lld -p:ObjCopyName=llvm-objcopy-22 -p:SysRoot=$sysroot"
        dotnet publish "$root/$2" -c Release -r linux-arm64 $options -p:RunAnalyzers=false -o "$out/$(basename "$2")" --nologo -v minimal -warnaserror
        ;;
    run)
        shift
        QEMU_LD_PREFIX=$sysroot LINKER_EMULATOR=$qemu exec "$qemu" "$@"
        ;;
    with)
        shift
        QEMU_LD_PREFIX=$sysroot LINKER_EMULATOR=$qemu LINKER_MACHINE=arm64 RTLINK=$out/Cli/rtlink exec "$@"
        ;;
    *)
        sed -n '2,6s/^# \{0,1\}//p' "$0"
        exit 2
        ;;
esac
