using System.Text.RegularExpressions;
using Linker.Shared;

namespace Linker.Cli.Tests;

/// <summary>Every program below <c>samples</c> prints what stands in its <c>expected.txt</c>, <c>#</c> for a time, when it reads its <c>input.txt</c> if there is one: as it was built with the tests, and on the other machine as <c>tests/arm64.sh publish</c> made it.</summary>
[Trait("System", "linux")]
public partial class SampleTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "samples");

    // Emulated, hundreds of compilations take minutes.
    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder, "*.csproj", SearchOption.AllDirectories).Select(project => Path.GetFileNameWithoutExtension(project))
        .Where(name => !RtlinkProcess.IsArm64 || name != "QueryEngine").Order(StringComparer.Ordinal)];

    public static TheoryData<string> NamesWithLlvm => [.. Directory.GetFiles(Folder, "*.csproj", SearchOption.AllDirectories)
        .Where(project => File.ReadAllText(project).Contains("Llvm.csproj", StringComparison.Ordinal)).Select(project => Path.GetFileNameWithoutExtension(project)).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\d+(\.\d+)? (?=(ns|µs|ms)\b)")]
    private static partial Regex Time();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_sample_prints_what_it_is_expected_to(string name)
    {
        string[] program = RtlinkProcess.IsArm64
            ? [.. Emulation.Command, Path.Combine(Repository.Root, "artifacts", "arm64", name, name)]
            : [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Path.Combine(Folder, name, "bin", "Release", "net10.0", name + ".dll")];
        if (!File.Exists(program[^1]))
        {
            Needed.Missing($"{program[^1]} was not built");
        }

        using var folder = new TemporaryFolder();
        string input = Path.Combine(Folder, name, "input.txt");
        Ended ended = RtlinkProcess.Start(program[0], File.Exists(input) ? File.ReadAllBytes(input) : [], folder.Path, [], program[1..]);
        Assert.Equal((File.ReadAllText(Path.Combine(Folder, name, "expected.txt")), 0), (Time().Replace(ended.Output, "# "), ended.ExitCode));
        Assert.Empty(ended.Error);
    }

    [Theory]
    [MemberData(nameof(NamesWithLlvm))]
    [Trait("Machine", "x64")]
    public void A_sample_says_how_to_get_LLVM_where_it_is_missing(string name)
    {
        using var folder = new TemporaryFolder();
        Ended ended = RtlinkProcess.Start(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [], folder.Path, [("LINKER_LLVM", folder.File("none.so"))], [Path.Combine(Folder, name, "bin", "Release", "net10.0", name + ".dll")]);
        Assert.Equal((1, "libLLVM 19 or later was not found. One of these brings it:"), (ended.ExitCode, ended.ErrorLines[0]));
    }
}
