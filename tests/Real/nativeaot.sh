#!/bin/bash
# Fetches static libraries that MSVC made, those of .NET's ahead-of-time runtime for Windows, and others that Apple's tools made, SQLite for iOS and its simulator;
# lets NuGet's compiler make objects of a C# program for Windows and for macOS on both machines.
#   tests/Real/nativeaot.sh OUTDIR     OUTDIR/*.lib, OUTDIR/*.a, OUTDIR/program-{x64,arm64}.obj, OUTDIR/program-osx-{x64,arm64}.o
set -euo pipefail
[ $# = 1 ] || { sed -n '2,4s/^# \{0,1\}//p' "$0"; exit 2; }
mkdir -p "$1/program"
out=$(cd "$1" && pwd)
cat > "$out/program/program.csproj" << 'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
  </PropertyGroup>
  <ItemGroup>
    <PackageDownload Include="microsoft.netcore.app.runtime.nativeaot.win-x64" Version="[$(BundledNETCoreAppPackageVersion)]" />
    <PackageDownload Include="microsoft.netcore.app.runtime.nativeaot.linux-x64" Version="[$(BundledNETCoreAppPackageVersion)]" />
    <PackageDownload Include="SQLitePCLRaw.lib.e_sqlite3" Version="[3.53.3]" />
    <PackageDownload Include="runtime.linux-x64.microsoft.dotnet.ilcompiler" Version="[$(BundledNETCoreAppPackageVersion)]" />
  </ItemGroup>
</Project>
END
cat > "$out/program/program.cs" << 'END'
System.Console.WriteLine(string.Join(",", args.Select(a => a.Length).OrderBy(n => n)));
END
dotnet build "$out/program" -c Release --nologo -v quiet -o "$out/program/out"
version=$(dotnet msbuild "$out/program" -getProperty:BundledNETCoreAppPackageVersion)
packages=$(dotnet msbuild "$out/program" -getProperty:NuGetPackageRoot)
compiler=$packages/runtime.linux-x64.microsoft.dotnet.ilcompiler/$version/tools/ilc
runtime() { echo "$packages/microsoft.netcore.app.runtime.nativeaot.$1/$version/runtimes/$1"; }
rm -f "$out"/*.lib "$out"/*.a "$out"/*.obj "$out"/*.o
cp "$(runtime win-x64)"/native/*.lib "$out/"
for system in ios-arm64 iossimulator-x64; do
    cp "$packages/sqlitepclraw.lib.e_sqlite3/3.53.3/runtimes/$system/native/e_sqlite3.a" "$out/e_sqlite3-$system.a"
done
chmod +x "$compiler" 2> /dev/null || true

# compile SYSTEM RUNTIME OUTPUT MACHINE: what is compiled of a runtime for macOS is that of Linux, whose managed parts make an object as large.
compile() {
    "$compiler" "$out/program/out/program.dll" --targetos:$1 --targetarch:$4 -r "$2/native/*.dll" -r "$2/lib/net10.0/*.dll" -O -o "$out/$3" \
        --systemmodule:System.Private.CoreLib --initassembly:System.Private.CoreLib --initassembly:System.Private.StackTraceMetadata \
        --initassembly:System.Private.TypeLoader --initassembly:System.Private.Reflection.Execution
}
for machine in x64 arm64; do
    compile windows "$(runtime win-x64)" program-$machine.obj $machine
    compile osx "$(runtime linux-x64)" program-osx-$machine.o $machine
done
echo "nativeaot: $(ls "$out"/*.lib "$out"/*.a | wc -l) libraries, $(du -cb "$out"/*.obj "$out"/*.o | tail -1 | cut -f1) bytes of objects"
