using System.Reflection;

namespace Linker.Shared;

/// <summary>Where the checked-in files are when a test runs from its build folder.</summary>
internal static class Repository
{
    internal static string Root { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "RepositoryRoot").Value!;

    internal static string Fixture(string relative) => Path.Combine(Root, "fixtures", relative);
}
