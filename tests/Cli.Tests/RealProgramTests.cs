using Linker.Shared;

namespace Linker.Cli.Tests;

/// <summary>Whole programs over real libraries, built by <c>tests/Real/build.sh</c>: they print and return what they do when the system's linker has made them.</summary>
public class RealProgramTests
{
    private const string Missing = "artifacts/real/manifest.tsv is missing";

    private static readonly string Manifest = Path.Combine(Repository.Root, "artifacts", "real", "manifest.tsv");

    private static readonly Dictionary<string, string[]> Rows =
        File.Exists(Manifest) ? File.ReadLines(Manifest).Where(l => l.Length > 0).Select(l => l.Split('\t')).ToDictionary(r => r[0]) : [];

    public static TheoryData<string> Names => Rows.Count == 0 ? [Missing] : [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_real_program_prints_and_returns_what_it_should(string name)
    {
        if (name == Missing)
        {
            Tool.Missing($"{Missing}: run tests/Real/build.sh artifacts/real");
        }

        string[] row = Rows[name];
        byte[] input = row[4] == "-" ? [] : File.ReadAllBytes(row[4]);
        using var folder = new TemporaryFolder();
        Ended ended = RtlinkProcess.Start(input, folder.Path, [], ["run", .. List(row[2]), .. List(row[1]), "--", .. List(row[3])]);
        Assert.Equal((File.ReadAllText(row[5]), int.Parse(row[6])), (ended.Output, ended.ExitCode));
        Assert.True(File.ReadAllBytes(row[5]).AsSpan().SequenceEqual(ended.OutputBytes), ended.Error);
    }

    private static string[] List(string column) => column == "-" ? [] : column.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
