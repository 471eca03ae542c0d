using System.Text.RegularExpressions;
using Linker.Shared;

namespace Linker.Check.Tests;

/// <summary>What docs/check.md teaches is so.</summary>
public partial class DocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "check.md"));

    public static TheoryData<string> Examples => [.. Blocks().Matches(Document).SelectMany(m => m.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))];

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_holds(string rule)
    {
        using var link = new TestLink(0x400000, [("external", 0x7fff00000000)], "elf-x64/check_examples.o");
        LinkAssert.Holds(link.Image, rule, link.Definitions);
    }

    [Fact]
    public void There_are_ten_examples() => Assert.Equal(10, Blocks().Count(Document));

    [GeneratedRegex("^```check\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Blocks();
}
