using Linker.Shared;

namespace Linker.Loader.Tests;

/// <summary>The checked-in objects and archives.</summary>
internal static class Fixtures
{
    internal static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(Repository.Fixture(""), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    /// <summary>Those that are to be read; the others are there to be refused.</summary>
    internal static IEnumerable<string> Objects() => ElfObjects().Concat(Files("*.obj")).Concat(MachOObjects());

    /// <summary>Those of them that are ELF.</summary>
    internal static IEnumerable<string> ElfObjects() => Files("*.o").Where(path => !Refused.Contains(Path.GetFileName(path)) && !IsMachO(path));

    /// <summary>Those of them that are Mach-O.</summary>
    internal static IEnumerable<string> MachOObjects() => Files("*.o").Where(IsMachO);

    /// <summary>All archives, import libraries among them.</summary>
    internal static IEnumerable<string> Archives() => Files("*.a").Concat(Files("*.rlib")).Concat(Files("*.lib"));

    private static bool IsMachO(string path) => Path.GetFileName(Path.GetDirectoryName(path)!).StartsWith("macho-", StringComparison.Ordinal);

    /// <summary>Objects of other machines and kinds.</summary>
    internal static HashSet<string> Refused { get; } = ["big_endian.o", "bitcode.o", "elf32.o", "riscv64.o"];
}
