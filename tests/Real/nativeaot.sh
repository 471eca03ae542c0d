#!/bin/bash
# Fetches static libraries that MSVC made, those of .NET's ahead-of-time runtime for Windows, and lets NuGet's compiler make objects of a C# program for Windows on both machines.
#   tests/Real/nativeaot.sh OUTDIR     OUTDIR/*.lib, OUTDIR/program-x64.obj, OUTDIR/program-arm64.obj
set -euo pipefail
[ $# = 1 ] || { sed -n '2,3s/^# \{0,1\}//p' "$0"; exit 2; }
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
runtime=$packages/microsoft.netcore.app.runtime.nativeaot.win-x64/$version/runtimes/win-x64
compiler=$packages/runtime.linux-x64.microsoft.dotnet.ilcompiler/$version/tools/ilc
rm -f "$out"/*.lib "$out"/*.obj
cp "$runtime"/native/*.lib "$out/"
chmod +x "$compiler" 2> /dev/null || true
for machine in x64 arm64; do
    "$compiler" "$out/program/out/program.dll" --targetos:windows --targetarch:$machine -r "$runtime/native/*.dll" -r "$runtime/lib/net10.0/*.dll" -O -o "$out/program-$machine.obj" \
        --systemmodule:System.Private.CoreLib --initassembly:System.Private.CoreLib --initassembly:System.Private.StackTraceMetadata \
        --initassembly:System.Private.TypeLoader --initassembly:System.Private.Reflection.Execution
done
echo "nativeaot: $(ls "$out"/*.lib | wc -l) libraries, $(du -cb "$out"/*.obj | tail -1 | cut -f1) bytes of objects"
