using Linker.Shared;

namespace Linker.Cli.Tests.Commands;

/// <summary>
/// What <c>rtlink check</c> makes of places at both ends of their range, and one step beyond, for either machine. The sources say it: a line <c>links:</c> or <c>refused:</c> has the options,
/// and each line <c>error:</c> behind the latter an error, as far as the numbers that it was computed from.
/// </summary>
public class CheckCommandEdgeTests
{
    public static TheoryData<string, string> Reached => Lines("links: ");

    public static TheoryData<string, string> Beyond => Lines("refused: ");

    [Theory]
    [MemberData(nameof(Reached))]
    public void What_is_just_in_reach_is_linked_and_every_rule_holds(string source, string options)
    {
        Ended ended = Check(source, options);
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Matches("^[0-9]+ rules? holds?\n$", ended.Output);
    }

    [Theory]
    [MemberData(nameof(Beyond))]
    public void What_is_just_out_of_reach_is_refused_by_the_relocation_s_name(string source, string options)
    {
        string[] expected = [.. Text(source).SkipWhile(l => l != "refused: " + options).Skip(1).TakeWhile(l => l.StartsWith("error: ", StringComparison.Ordinal))];
        Ended ended = Check(source, options);
        Assert.Equal((1, ""), (ended.ExitCode, ended.Output));
        Assert.NotEmpty(expected);
        Assert.Equal(expected, ended.ErrorLines.Select(l => l["rtlink: ".Length..].Split(" (S = ")[0]));
    }

    [Fact]
    public void Each_source_reaches_both_ends()
    {
        string[] sources = [.. Sources()];
        Assert.InRange(sources.Length, 15, 100);
        Assert.All(sources, source => Assert.True(Text(source).Count(l => l.StartsWith("links: ", StringComparison.Ordinal)) >= 2, source));
    }

    private static Ended Check(string source, string options)
    {
        string file = Repository.ObjectOf(Repository.Fixture("sources/" + source));
        return RtlinkProcess.Start([], Path.GetDirectoryName(file)!, [], ["check", "--rules", Repository.Fixture("sources/" + source), .. options.Split(' '), Path.GetFileName(file)]);
    }

    private static TheoryData<string, string> Lines(string kind)
    {
        var rows = new TheoryData<string, string>();
        foreach (string source in Sources())
        {
            foreach (string line in Text(source).Where(l => l.StartsWith(kind, StringComparison.Ordinal)))
            {
                rows.Add(source, line[kind.Length..]);
            }
        }

        return rows;
    }

    private static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(Repository.Fixture("sources"), "edge_*.s", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Repository.Fixture("sources"), f)).Order(StringComparer.Ordinal);

    // What stands behind "# ".
    private static IEnumerable<string> Text(string source) =>
        File.ReadLines(Repository.Fixture("sources/" + source)).Where(l => l.StartsWith("# ", StringComparison.Ordinal)).Select(l => l[2..]);
}
