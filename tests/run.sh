#!/bin/bash
# The test command: installs what is missing, builds without a warning, rebuilds the fixtures and the real programs, runs every test project.
# Ends with one line alone, `N passed, N failed`; a step that fails counts as a failed test. The exit code is 0 only when nothing failed.
set -uo pipefail
cd "$(dirname "$0")/.."
root=$PWD
export LINKER_TEST_COMMAND=1 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DEBIAN_FRONTEND=noninteractive
passed=0
failed=0
skipped=0
reasons=()

fail() {
    failed=$((failed + 1))
    reasons+=("$1")
    echo "FAILED: $1"
}

step() {
    local name=$1
    shift
    echo "== $name"
    "$@"
    local status=$?
    [ $status = 0 ] && return 0
    fail "$name (exit code $status)"
    return 1
}

install_packages() {
    local package missing=() as_root=
    while read -r package; do
        [ -n "$package" ] || continue
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null)" = installed ] || missing+=("$package")
    done < tests/packages.txt
    if [ ${#missing[@]} = 0 ]; then
        echo "all packages are installed"
        return 0
    fi
    [ "$(id -u)" = 0 ] || as_root="sudo -n -E"
    echo "installing ${missing[*]}"
    $as_root apt-get update -qq && $as_root apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

# The attribute $2 of the first <assembly> element of the result file $1, 0 without one.
count() {
    local value
    value=$(tr '\n' ' ' < "$1" | sed 's/>/>\n/g' | grep -m1 -o '<assembly [^>]*>' | grep -o " $2=\"[0-9]*\"" | head -1 | tr -dc 0-9)
    echo "${value:-0}"
}

# Windows is another system: its tests do not run here.
this_system=(-trait- System=windows)

# run_tests NAME FILE COMMAND...: runs a test program, of which FILE has to exist.
run_tests() {
    local name=$1 file=$2 results status p f e
    shift 2
    results=$root/artifacts/test-results/$name.xml
    echo "== $name"
    if [ ! -e "$file" ]; then
        fail "$name was not built"
        return
    fi
    "$@" -noColor -noLogo -noAutoReporters -failSkips -result-xml "$results" 2>&1
    status=$?
    if [ ! -s "$results" ]; then
        fail "$name ended with exit code $status before it wrote its results"
        return
    fi
    p=$(count "$results" passed)
    f=$(count "$results" failed)
    e=$(count "$results" errors)
    passed=$((passed + p))
    skipped=$((skipped + $(count "$results" skipped)))
    if [ $((f + e)) != 0 ]; then
        failed=$((failed + f + e))
        reasons+=("$name: $f failed, $e errors")
    elif [ $((p + f)) = 0 ]; then
        fail "$name ran no test"
    elif [ $status != 0 ]; then
        fail "$name ended with exit code $status"
    fi
}

# run_own_tests PROJECT [SUFFIX [OPTIONS...]]
run_own_tests() {
    local project=$1 suffix=${2:-} assembly
    assembly=$project/bin/Release/net10.0/Linker.$(basename "$project").dll
    shift $(($# < 2 ? $# : 2))
    run_tests "$(basename "$project")${suffix:+ ($suffix)}" "$assembly" dotnet "$assembly" -trait- Machine=arm64 "${this_system[@]}" "$@"
}

# The command line and the real programs, as the native executable for arm64; the tests themselves run on this machine. What does not start a program runs there like the other projects.
run_arm64_command_tests() {
    local sample assembly=tests/Cli.Tests/bin/Release/net10.0/Linker.Cli.Tests.dll
    LINKER_MACHINE=arm64 step "real programs for arm64" bash tests/Real/build.sh artifacts/real-arm64
    rm -rf artifacts/arm64/Cli
    step "native rtlink for arm64" bash tests/arm64.sh publish src/Cli || return
    for sample in samples/*/expected.txt; do
        rm -rf "artifacts/arm64/$(basename "$(dirname "$sample")")"
        step "$(dirname "$sample") for arm64" bash tests/arm64.sh publish "$(dirname "$sample")"
    done
    run_tests "rtlink (arm64)" "$assembly" bash tests/arm64.sh with dotnet "$assembly" -trait- Machine=x64 \
        -class 'Linker.Cli.Tests.Commands.*' -class Linker.Cli.Tests.Input.InputFilesTests -class Linker.Cli.Tests.RealProgramTests -class 'Linker.Cli.Tests.IrProgramTests*' -class Linker.Cli.Tests.SampleTests
}

# run_arm64_tests PROJECT OPTIONS...: tests that are about one machine say so in a trait.
run_arm64_tests() {
    local project=$1 name program
    shift
    name=$(basename "$project")
    program=artifacts/arm64/$name/Linker.$name
    rm -rf "artifacts/arm64/$name"
    step "$name for arm64" bash tests/arm64.sh publish "$project" || return
    run_tests "$name (arm64)" "$program" bash tests/arm64.sh run "$program" -trait- Machine=x64 "${this_system[@]}" "$@"
}

# run_wine_tests PROJECT OPTIONS...: tests that are about Linux say so in a trait.
run_wine_tests() {
    local project=$1 name program
    shift
    name=$(basename "$project")
    program=artifacts/wine/$name/Linker.$name.exe
    rm -rf "artifacts/wine/$name"
    step "$name for Windows" bash tests/wine.sh publish "$project" || return
    run_tests "$name (wine)" "$program" bash tests/wine.sh run "$program" -trait- Machine=arm64 -trait- System=linux "$@"
}

# The real programs as rtlink runs them for Windows, and its other commands beside those of this machine's; the tests themselves run on this machine.
run_wine_command_tests() {
    local assembly=tests/Cli.Tests/bin/Release/net10.0/Linker.Cli.Tests.dll
    LINKER_MACHINE=windows-x64 step "real programs for Windows" bash tests/Real/build.sh artifacts/real-windows-x64
    rm -rf artifacts/wine/Cli
    step "rtlink for Windows" bash tests/wine.sh publish src/Cli || return
    run_tests "rtlink (wine)" "$assembly" bash tests/wine.sh with dotnet "$assembly" -trait- System=linux -class Linker.Cli.Tests.RealProgramTests -class Linker.Cli.Tests.Commands.RtlinkWindowsTests
}

rm -rf artifacts/test-results
mkdir -p artifacts/test-results

step "packages" install_packages
built=yes
step "build" dotnet build Linker.sln -c Release --nologo -v minimal -warnaserror || built=no
step "fixtures" bash fixtures/build.sh
step "real programs" bash tests/Real/build.sh artifacts/real
step "libraries of MSVC and Apple, objects of NuGet's compiler" bash tests/Real/nativeaot.sh artifacts/nativeaot
step "native rtlink" dotnet publish src/Cli -c Release -r linux-x64 -o artifacts/rtlink --nologo -v minimal -warnaserror
for project in tests/*.Tests; do
    # Programs of modules run as the native executable alone: each is a start, and most of one is the start of the runtime.
    options=()
    [ $project != tests/Cli.Tests ] || options=(-class- 'Linker.Cli.Tests.IrProgramTests*')
    if [ $built = yes ]; then run_own_tests "$project" "" ${options[@]+"${options[@]}"}; else fail "$(basename "$project") was not run, because the build failed"; fi
done

# The command line once more, as the native executable that is published.
RTLINK=$root/artifacts/rtlink/rtlink run_own_tests tests/Cli.Tests native

# The same tests once more, on the other machine.
if [ $built = yes ] && step "arm64 system" bash tests/arm64.sh system; then
    for project in Relocs Loader MemoryManager Engine Check; do run_arm64_tests tests/$project.Tests; done
    run_arm64_tests tests/Cli.Tests -class 'Linker.Cli.Tests.Input.*' -class 'Linker.Cli.Tests.Measure.*' -class 'Linker.Cli.Tests.Output.*' -class- Linker.Cli.Tests.Input.InputFilesTests
    run_arm64_command_tests
fi

# The same tests for Windows; of the engine, those whose objects are Windows' own.
if [ $built = yes ] && step "wine system" bash tests/wine.sh system; then
    for project in Relocs Loader MemoryManager Check; do run_wine_tests tests/$project.Tests; done
    run_wine_tests tests/Engine.Tests -trait System=windows
    run_wine_command_tests
fi

echo
[ $skipped = 0 ] || echo "skipped: $skipped"
for reason in ${reasons[@]+"${reasons[@]}"}; do echo "failed: $reason"; done
echo "$passed passed, $failed failed"
[ $failed = 0 ] && [ $passed != 0 ]
