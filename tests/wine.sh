#!/bin/bash
# What runs programs for Windows x86-64 on Linux, without a display. Everything lies in artifacts/wine.
#   tests/wine.sh system             makes artifacts/wine/prefix, what Wine takes for a Windows
#   tests/wine.sh publish PROJECT    publishes a project for win-x64 into artifacts/wine/NAME, with all it needs
#   tests/wine.sh run PROGRAM ARGS   runs a Windows program; one that has not ended after 10 minutes (WINE_TIMEOUT) is run once more, then fails with exit code 124
#   tests/wine.sh with PROGRAM ARGS  runs a program of this machine, which finds Wine set up as `run` does: tests that start the published rtlink for Windows
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
out=$root/artifacts/wine
wine=/usr/lib/wine/wine64
settings="1: $("$wine" --version 2> /dev/null || true)"

# The runtime stops its threads with the help of FlushProcessWriteBuffers, which does nothing in Wine 8: on several processors it takes a running thread for a stopped one, and
# the program hangs or crashes. On one processor there is nothing to flush. Memory that is mapped twice, once writable and once executable, makes it crash, too.
prepare() {
    export WINEPREFIX=$out/prefix WINEDEBUG=${WINEDEBUG:--all} DOTNET_EnableWriteXorExecute=0
    taskset -cp "$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')" $$ > /dev/null
}

case ${1:-} in
    system)
        prepare
        if [ "$(cat "$WINEPREFIX/settings" 2> /dev/null)" != "$settings" ]; then
            rm -rf "$WINEPREFIX"
            mkdir -p "$out"
            # Nobody can answer the question whether to install Mono and Gecko. The programs themselves need Wine's mscoree: assemblies of machine code import it.
            WINEDLLOVERRIDES="mscoree,mshtml=" timeout -k 10 300 "$wine" wineboot -i
            timeout -k 10 60 "$wine" reg add 'HKCU\Software\Wine' /v Version /d win10 /f > /dev/null
            echo "$settings" > "$WINEPREFIX/settings"
        fi
        echo "$("$wine" --version) in $(realpath --relative-to="$root" "$WINEPREFIX")"
        ;;
    publish)
        # Not as machine code, which only Windows can link.
        dotnet publish "$root/$2" -c Release -r win-x64 --self-contained -p:PublishAot=false -p:RunAnalyzers=false -o "$out/$(basename "$2")" --nologo -v minimal -warnaserror
        ;;
    run)
        shift
        prepare
        # Wine itself hangs now and then. A program that did not end is run once more; one that ended, however it did, is not.
        for attempt in 1 2; do
            status=0
            timeout -k 10 "${WINE_TIMEOUT:-600}" "$wine" "$@" || status=$?
            [ $status = 124 ] || [ $status = 137 ] || break
            # What the program started would stay, and keep its output open.
            timeout 10 /usr/lib/wine/wineserver -k || true
            echo "wine.sh: $(basename "$1") did not end within ${WINE_TIMEOUT:-600} s (attempt $attempt of 2)" >&2
        done
        exit $status
        ;;
    with)
        shift
        prepare
        # The first program starts Wine's services, which keep its output open for as long as they stay: they are to be there before, and to stay.
        /usr/lib/wine/wineserver -p < /dev/null > /dev/null 2>&1 || true
        timeout -k 10 60 "$wine" cmd /c exit < /dev/null > /dev/null 2>&1 || true
        status=0
        LINKER_EMULATOR=$wine LINKER_MACHINE=windows-x64 RTLINK=$out/Cli/rtlink.exe "$@" || status=$?
        timeout 10 /usr/lib/wine/wineserver -k || true
        exit $status
        ;;
    *)
        sed -n '2,6s/^# \{0,1\}//p' "$0"
        exit 2
        ;;
esac
