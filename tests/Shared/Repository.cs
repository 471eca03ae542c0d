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
}
