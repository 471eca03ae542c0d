using System.Text.RegularExpressions;

namespace Linker.House.Tests;

/// <summary><c>docs/from-mcjit.md</c> names public types and members; they exist.</summary>
public partial class FromMcjitTests
{
    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^(?:\S+ )*(?:class|struct|interface|enum) Linker\.\w+\.(?<type>\w+)", RegexOptions.Multiline)]
    private static partial Regex Types();

    [Fact]
    public void Every_name_of_ours_exists()
    {
        string[] names = [.. Source.Read("docs/from-mcjit.md").Split('\n').Select(line => line.Split('|')).Where(cells => cells.Length == 5).SelectMany(cells => Quoted().Matches(cells[2])).Select(m => m.Groups[1].Value).Distinct()];
        Assert.True(names.Length > 60);
        string api = string.Concat(Source.Files("tests/House.Tests/Api", "*.txt").Select(Source.Read));
        Dictionary<string, string> members = [];
        Match[] types = [.. Types().Matches(api).Cast<Match>()];
        for (int i = 0; i < types.Length; i++)
        {
            members[types[i].Groups["type"].Value] = api[types[i].Index..(i + 1 < types.Length ? types[i + 1].Index : api.Length)];
        }

        Assert.All(names, name => Assert.True(name.Split('.') switch
        {
            [var type] => members.ContainsKey(type),
            [var type, var member] => members.TryGetValue(type, out string? text) && Regex.IsMatch(text, $@"(?m)^    .*\b{member}\b"),
            _ => false,
        }, name));
    }
}
