namespace Linker.Check.Tests.Rules;

/// <summary>Which lines are rules.</summary>
public class RuleReaderTests
{
    [Fact]
    public void A_rule_is_a_line_that_begins_with_a_prefix_after_blanks()
    {
        const string text = "# rtdyld-check: a = b\nmov # rtdyld-check: no = rule\n \t# jitlink-check:c=d \n# jitlink-check : no\n";
        Assert.Equal([(1, "a = b"), (3, "c=d")], RuleReader.Read(text, "x.s").Select(r => (r.Line, r.Text)));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void A_rule_that_ends_in_a_backslash_goes_on_in_the_next_line(string end)
    {
        string text = string.Join(end, "", "# jitlink-check: a + \\", "  # jitlink-check:   b \\", "# jitlink-check: = c", "");
        Rule rule = Assert.Single(RuleReader.Read(text, "x.s"));
        Assert.Equal("a + b = c", rule.Text);
        Assert.Equal([(2, 18), (3, 22), (4, 18)], new[] { 0, 4, 6 }.Select(rule.PositionOf));
        Assert.Equal("x.s:2: a + b = c", rule.ToString());
    }

    [Theory]
    [InlineData("# jitlink-check: a = \\\n\n# jitlink-check: b", "x.s:1:22")]
    [InlineData("# jitlink-check: a = \\\n# rtdyld-check: b", "x.s:1:22")]
    [InlineData("# jitlink-check: a = \\", "x.s:1:22")]
    public void A_rule_that_is_not_continued_with_its_prefix_is_refused(string text, string place) =>
        Assert.StartsWith(place, Assert.Throws<RuleSyntaxException>(() => RuleReader.Read(text, "x.s")).Message, StringComparison.Ordinal);

    [Fact]
    public void Other_prefixes_replace_the_usual_ones()
    {
        Assert.Equal(["a = b"], RuleReader.Read("// check: a = b\n# jitlink-check: c = d", "x.s", "// check:").Select(r => r.Text));
        Assert.Equal(["1 = 1"], RuleReader.Read("# check-2: 1 = 1", "x.s", "# check", "# check-2:").Select(r => r.Text));
    }

    [Fact]
    public void A_text_without_rules_has_none() => Assert.Empty(RuleReader.Read("", "x.s"));

    [Fact]
    public void A_rule_without_a_text_is_a_rule() => Assert.Equal("", Assert.Single(RuleReader.Read("# jitlink-check:", "x.s")).Text);

    [FsCheck.Xunit.Property(MaxTest = 1000)]
    public void Any_text_has_rules_or_is_refused(string[] lines)
    {
        string text = string.Concat(lines.Select((l, i) => $"{(i % 2 == 0 ? "# jitlink-check:" : "")}{l}\n"));
        try
        {
            Assert.All(RuleReader.Read(text, "x.s"), r => Assert.True(r.Line > 0));
        }
        catch (RuleSyntaxException e)
        {
            Assert.NotEmpty(e.Problem);
        }
    }
}
