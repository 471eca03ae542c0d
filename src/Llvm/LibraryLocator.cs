using System.Runtime.InteropServices;

namespace Linker.Llvm;

/// <summary>Where libLLVM may be: what the environment says, what lies beside the program, what the system has, the newest first.</summary>
internal sealed record LibraryLocator
{
    /// <summary>The environment variable with the path of a library or of its folder.</summary>
    internal const string Variable = "LINKER_LLVM";

    private const int Newest = 22;

    /// <summary>What the variable says; a library that it names is the only one that is tried.</summary>
    internal string? Named { get; init; }

    /// <summary>The program's folder.</summary>
    internal string ProgramFolder { get; init; } = "";

    /// <summary>Folders in which the runtime looks for the libraries of packages.</summary>
    internal IReadOnlyList<string> PackageFolders { get; init; } = [];

    /// <summary>The system and the machine as packages name them.</summary>
    internal string RuntimeIdentifier { get; init; } = "";

    /// <summary>What holds for this process.</summary>
    internal static LibraryLocator OfProcess => new()
    {
        Named = Environment.GetEnvironmentVariable(Variable),
        ProgramFolder = AppContext.BaseDirectory,
        PackageFolders = (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        RuntimeIdentifier = $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64")}",
    };

    private bool IsWindows => RuntimeIdentifier.StartsWith("win", StringComparison.Ordinal);

    private bool IsMac => RuntimeIdentifier.StartsWith("osx", StringComparison.Ordinal);

    /// <summary>Paths, and names that the system's loader looks for, in the order in which they are tried.</summary>
    internal IEnumerable<string> Candidates()
    {
        if (!string.IsNullOrEmpty(Named))
        {
            return Directory.Exists(Named) ? InFolder(Named) : [Named];
        }

        return BesideProgram().Concat(IsWindows ? OfWindows() : IsMac ? OfMac() : OfLinux()).Distinct();
    }

    private IEnumerable<string> InFolder(string folder) => FileNames().Select(name => Path.Combine(folder, name));

    // What packages call the library, what LLVM's installers do, what distributions do.
    private IEnumerable<string> FileNames() =>
        IsWindows ? ["libLLVM.dll", "LLVM-C.dll"] : IsMac ? ["libLLVM.dylib", "libLLVM-C.dylib"] : [.. LinuxNames(), "libLLVM.so"];

    private string[] BesideProgram()
    {
        string packageName = IsWindows ? "libLLVM.dll" : IsMac ? "libLLVM.dylib" : "libLLVM.so";
        return
        [
            Path.Combine(ProgramFolder, "runtimes", RuntimeIdentifier, "native", packageName),
            Path.Combine(ProgramFolder, packageName),
            .. PackageFolders.Select(folder => Path.Combine(folder, packageName)),
        ];
    }

    private static IEnumerable<string> LinuxNames() => Majors().SelectMany<int, string>(major => [$"libLLVM.so.{major}.1", $"libLLVM-{major}.so"]);

    private static IEnumerable<string> OfLinux() =>
        [.. Majors().SelectMany<int, string>(major => [$"libLLVM.so.{major}.1", $"libLLVM-{major}.so", $"/usr/lib/llvm-{major}/lib/libLLVM.so", $"/usr/lib/llvm{major}/lib/libLLVM.so"]), "libLLVM.so"];

    private static IEnumerable<string> OfMac()
    {
        string[] roots = ["/opt/homebrew/opt", "/usr/local/opt"];
        return [.. roots.SelectMany<string, string>(root => [$"{root}/llvm/lib/libLLVM.dylib", .. Majors().Select(major => $"{root}/llvm@{major}/lib/libLLVM.dylib")]), "libLLVM.dylib"];
    }

    private static string[] OfWindows() =>
        [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "LLVM", "bin", "LLVM-C.dll"), "LLVM-C.dll", "libLLVM.dll"];

    private static IEnumerable<int> Majors() => Enumerable.Range(Library.OldestMajor, Newest - Library.OldestMajor + 1).Reverse();
}
