using Linker.Shared;

namespace Linker.Cli.Tests;

/// <summary>Every program below <c>samples</c> prints what stands in its <c>expected.txt</c>: as it was built with the tests, and on the other machine as <c>tests/arm64.sh publish</c> made it.</summary>
[Trait("System", "linux")]
public class SampleTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "samples");

    public static TheoryData<string> Names => [.. Directory.GetDirectories(Folder).Select(f => Path.GetFileName(f)).Where(n => File.Exists(Path.Combine(Folder, n, n + ".csproj"))).Order(StringComparer.Ordinal)];

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
        Ended ended = RtlinkProcess.Start(program[0], [], folder.Path, [], program[1..]);
        Assert.Equal((File.ReadAllText(Path.Combine(Folder, name, "expected.txt")), 0), (ended.Output, ended.ExitCode));
        Assert.Empty(ended.Error);
    }
}
