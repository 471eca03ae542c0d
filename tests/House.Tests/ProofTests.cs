using System.Text.RegularExpressions;

namespace Linker.House.Tests;

/// <summary><c>docs/proof.md</c> and <c>docs/models.md</c> name tests; they exist.</summary>
public partial class ProofTests
{
    private static readonly string[] Words = WordsOf("docs/proof.md");

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    private static string[] WordsOf(string document) => [.. Quoted().Matches(Source.Read(document)).Select(m => m.Groups[1].Value).Distinct()];

    [Theory]
    [InlineData("docs/proof.md")]
    [InlineData("docs/models.md")]
    public void Every_test_that_is_named_exists(string document)
    {
        Dictionary<string, string> classes = [];
        foreach (string file in Source.Files("tests", "*Tests.cs"))
        {
            string name = Path.GetFileNameWithoutExtension(file);
            classes[name] = classes.GetValueOrDefault(name, "") + Source.Read(file);
        }

        string[] named = [.. WordsOf(document).Where(w => w.Contains("Tests.", StringComparison.Ordinal))];
        Assert.True(named.Length > 50);
        Assert.All(named, w => Assert.True(w.Split('.') is [var type, var method] && classes.TryGetValue(type, out string? text) && text.Contains($" {method}(", StringComparison.Ordinal), w));
    }

    [Fact]
    public void Every_fixture_that_is_named_exists()
    {
        HashSet<string> sources = [.. Source.Files("fixtures/sources", "*.s").Select(f => Path.GetFileNameWithoutExtension(f))];
        string[] named = [.. Words.Where(w => w.StartsWith("edge_", StringComparison.Ordinal) && !w.EndsWith('*'))];
        Assert.True(named.Length > 8);
        Assert.All(named, w => Assert.Contains(w, sources));
    }
}
