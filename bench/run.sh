#!/bin/bash
# Measures everything and rewrites the table in bench/README.md.
#   bench/run.sh [--quick]
set -euo pipefail
export LC_ALL=C.UTF-8 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
cd "$(dirname "$0")/.."
bash bench/inputs.sh > /dev/null
dotnet build Linker.sln -c Release -v quiet -warnaserror
dotnet publish src/Cli -c Release -r linux-x64 -o artifacts/rtlink -v quiet -warnaserror
table=artifacts/bench/table.md
{
    echo
    dotnet bench/bin/Release/net10.0/Linker.Bench.dll --table --growth --memory --functions "$@"
    bash bench/syscalls.sh
    bash bench/cold.sh
} > "$table"
awk -v table="$table" '
    /^<!-- table ends -->$/ { isInside = 0 }
    !isInside { print }
    /^<!-- table begins/ { isInside = 1; while ((getline line < table) > 0) print line }' bench/README.md > artifacts/bench/README.md
cp artifacts/bench/README.md bench/README.md
