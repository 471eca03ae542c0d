using System.Reflection;
using System.Runtime.InteropServices;

namespace Linker.Shared;

/// <summary>Where the checked-in files are when a test runs from its build folder.</summary>
internal static class Repository
{
    internal static string Root { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "RepositoryRoot").Value!;

    /// <summary>The machine whose objects this process can run, as the folders of the fixtures name it.</summary>
    internal static string Machine { get; } = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";

    /// <summary>A fixture of this machine.</summary>
    internal static string OwnFixture(string name) => Fixture(Path.Combine("elf-" + Machine, name));

    internal static string Fixture(string relative) => Path.Combine(Root, "fixtures", relative);

    /// <summary>The objects of all formats and machines.</summary>
    internal static IEnumerable<string> FixtureObjects =>
        Directory.EnumerateFiles(Fixture(""), "*.o*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".o" or ".obj").Order(StringComparer.Ordinal);

    /// <summary>The object that was made from a source: the source's folder says for which format and machine.</summary>
    internal static string ObjectOf(string source) =>
        Fixture(Path.ChangeExtension(Path.GetDirectoryName(Path.GetRelativePath(Fixture("sources"), source))?.Replace('\\', '/') switch
        {
            "arm64" => "elf-arm64/",
            "coff/x64" => "coff-x64/",
            "coff/arm64" => "coff-arm64/",
            "macho/x64" => "macho-x64/",
            "macho/arm64" => "macho-arm64/",
            _ => "elf-x64/",
        } + Path.GetFileName(source), IsOfCoff(source) ? ".obj" : ".o"));

    /// <summary>What a source is about: its object first, then what a line <c># with:</c> names of the same folder.</summary>
    internal static string[] InputsOf(string source)
    {
        string own = ObjectOf(source);
        return [own, .. File.ReadLines(source).Where(l => l.StartsWith(With, StringComparison.Ordinal)).SelectMany(l => l[With.Length..].Split(' ')).Select(name => Path.Combine(Path.GetDirectoryName(own)!, name))];
    }

    private const string With = "# with: ";

    private static bool IsOfCoff(string source) => Path.GetRelativePath(Fixture("sources"), source).StartsWith("coff", StringComparison.Ordinal);
}
