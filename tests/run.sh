#!/bin/bash
# The test command: installs what is missing, builds without a warning, rebuilds the fixtures and the real programs, runs every test project.
# Ends with one line alone, `N passed, N failed`; a step that fails counts as a failed test. The exit code is 0 only when nothing failed.
set -uo pipefail
cd "$(dirname "$0")/.."
root=$PWD
export LINKER_TEST_COMMAND=1 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DEBIAN_FRONTEND=noninteractive
results=$root/artifacts/test-results
built=yes
begun_names=()
begun_jobs=()

# fail REASON [COUNT]
fail() {
    echo "${2:-1} $1" >> "$results/failures"
    echo "FAILED: $1"
}

step() {
    local name=$1 begun=$SECONDS status
    shift
    echo "== $name"
    "$@"
    status=$?
    echo "$((SECONDS - begun)) s: $name" >> "$results/times"
    [ $status = 0 ] || fail "$name (exit code $status)"
    return $status
}

# begin NAME COMMAND...: beside what follows; what it prints is printed once it has ended.
begin() {
    local name=$1
    shift
    "$@" > "$results/$name.log" 2>&1 &
    begun_names+=("$name")
    begun_jobs+=($!)
}

# Waits for all that has begun.
join() {
    local i
    for i in "${!begun_jobs[@]}"; do
        wait "${begun_jobs[i]}" || [ $? -lt 126 ] || fail "${begun_names[i]} was ended"
        cat "$results/${begun_names[i]}.log"
    done
    begun_names=() begun_jobs=()
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

# The same of all result files.
count_all() {
    local file sum=0
    for file in "$results"/*.xml; do [ ! -s "$file" ] || sum=$((sum + $(count "$file" "$1"))); done
    echo $sum
}

# Windows is another system: its tests do not run here.
this_system=(-trait- System=windows)

# run_tests NAME FILE COMMAND...: runs a test program, of which FILE has to exist.
run_tests() {
    local name=$1 file=$2 begun=$SECONDS result=$results/$1.xml status bad
    shift 2
    echo "== $name"
    if [ ! -e "$file" ]; then
        fail "$name was not built"
        return
    fi
    "$@" -noColor -noLogo -noAutoReporters -failSkips -result-xml "$result" 2>&1
    status=$?
    echo "$((SECONDS - begun)) s: $name" >> "$results/times"
    if [ ! -s "$result" ]; then
        fail "$name ended with exit code $status before it wrote its results"
        return
    fi
    bad=$(($(count "$result" failed) + $(count "$result" errors)))
    if [ $bad != 0 ]; then
        fail "$name: $bad failed" $bad
    elif [ "$(count "$result" total)" = 0 ]; then
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

# Programs that start are the most of it, so those of which there are many run as the native executable alone.
run_all_own_tests() {
    local project options
    for project in tests/*.Tests; do
        options=()
        [ $project != tests/Cli.Tests ] || options=(-class- Linker.Cli.Tests.RealProgramTests -class- 'Linker.Cli.Tests.IrProgramTests*' -class- Linker.Cli.Tests.Commands.CheckCommandEdgeTests)
        run_own_tests "$project" "" ${options[@]+"${options[@]}"}
    done
    RTLINK=$root/artifacts/rtlink/rtlink run_own_tests tests/Cli.Tests native
    LINKER_LLVM=$(ldconfig -p | awk '/libLLVM\.so\.19/ { print $NF; exit }') run_own_tests tests/Llvm.Tests "LLVM 19" -trait- Llvm=22
}

# What is needed beside the solution, none of which is built by dotnet for this checkout: objects, and the systems for which it is published.
build_objects() {
    step "fixtures" bash fixtures/build.sh
    step "real programs" bash tests/Real/build.sh artifacts/real
    LINKER_MACHINE=arm64 step "real programs for arm64" bash tests/Real/build.sh artifacts/real-arm64
    LINKER_MACHINE=windows-x64 step "real programs for Windows" bash tests/Real/build.sh artifacts/real-windows-x64
    step "libraries of MSVC and Apple, objects of NuGet's compiler" bash tests/Real/nativeaot.sh artifacts/nativeaot
}

arm64_projects="Relocs Loader MemoryManager Engine Llvm Check Cli"
wine_projects="Relocs Loader MemoryManager Check Engine"
# Of the other machine, those that its tests start.
samples=$(dirname samples/*/*.csproj | grep -v QueryEngine)

build_and_publish() {
    local project
    step "build" dotnet build Linker.sln -c Release --nologo -v minimal -warnaserror || { built=no && return; }
    step "native rtlink" dotnet publish src/Cli -c Release -r linux-x64 -p:RunAnalyzers=false -o artifacts/rtlink --nologo -v minimal -warnaserror
    rm -rf artifacts/arm64/Cli artifacts/arm64/*.Tests artifacts/wine/Cli artifacts/wine/*.Tests
    for project in $(printf 'tests/%s.Tests ' $arm64_projects) src/Cli $samples; do
        rm -rf "artifacts/arm64/$(basename "$project")"
        step "$project for arm64" bash tests/arm64.sh publish "$project"
    done
    for project in $(printf 'tests/%s.Tests ' $wine_projects) src/Cli; do
        step "$project for Windows" bash tests/wine.sh publish "$project"
    done
}

# run_arm64_tests PROJECT OPTIONS...: tests that are about one machine say so in a trait.
run_arm64_tests() {
    local name=$1.Tests program=artifacts/arm64/$1.Tests/Linker.$1.Tests
    shift
    run_tests "$name (arm64)" "$program" bash tests/arm64.sh run "$program" -trait- Machine=x64 "${this_system[@]}" "$@"
}

# The command line and the real programs run as the native executable for arm64; the tests themselves run on this machine. What does not start a program runs there like the other projects.
run_all_arm64_tests() {
    local project assembly=tests/Cli.Tests/bin/Release/net10.0/Linker.Cli.Tests.dll
    for project in $arm64_projects; do [ $project = Cli ] || run_arm64_tests $project; done
    run_arm64_tests Cli -class 'Linker.Cli.Tests.Input.*' -class 'Linker.Cli.Tests.Measure.*' -class 'Linker.Cli.Tests.Output.*' -class- Linker.Cli.Tests.Input.InputFilesTests
    run_tests "rtlink (arm64)" "$assembly" bash tests/arm64.sh with dotnet "$assembly" -trait- Machine=x64 \
        -class 'Linker.Cli.Tests.Commands.*' -class Linker.Cli.Tests.Input.InputFilesTests -class Linker.Cli.Tests.RealProgramTests -class 'Linker.Cli.Tests.IrProgramTests*' -class Linker.Cli.Tests.SampleTests
}

# run_wine_tests PROJECT OPTIONS...: tests that are about Linux say so in a trait.
run_wine_tests() {
    local name=$1.Tests program=artifacts/wine/$1.Tests/Linker.$1.Tests.exe
    shift
    run_tests "$name (wine)" "$program" bash tests/wine.sh run "$program" -trait- Machine=arm64 -trait- System=linux "$@"
}

# Of the engine, the tests whose objects are Windows' own; then the real programs as rtlink runs them for Windows, and its other commands beside those of this machine's; the tests themselves run on this machine.
run_all_wine_tests() {
    local project assembly=tests/Cli.Tests/bin/Release/net10.0/Linker.Cli.Tests.dll
    for project in $wine_projects; do [ $project = Engine ] || run_wine_tests $project; done
    run_wine_tests Engine -trait System=windows
    run_tests "rtlink (wine)" "$assembly" bash tests/wine.sh with dotnet "$assembly" -trait- System=linux -class Linker.Cli.Tests.RealProgramTests -class Linker.Cli.Tests.Commands.RtlinkWindowsTests
}

rm -rf "$results"
mkdir -p "$results"
: > "$results/failures"
step "packages" install_packages
step "arm64 system" bash tests/arm64.sh system
step "wine system" bash tests/wine.sh system
begin objects build_objects
build_and_publish
join

if [ $built = yes ]; then
    # Wine runs on one processor, beside the others.
    begin wine run_all_wine_tests
    run_all_own_tests
    run_all_arm64_tests
    join
else
    fail "no test was run, because the build failed"
fi

echo
sort -rn "$results/times" | head -12
skipped=$(count_all skipped)
failed=$(awk '{ sum += $1 } END { print sum + 0 }' "$results/failures")
passed=$(count_all passed)
[ $skipped = 0 ] || echo "skipped: $skipped"
sed 's/^[0-9]* /failed: /' "$results/failures"
echo "$passed passed, $failed failed"
[ $failed = 0 ] && [ $passed != 0 ]
