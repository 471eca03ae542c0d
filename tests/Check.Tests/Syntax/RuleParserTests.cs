using System.Text;

namespace Linker.Check.Tests.Syntax;

/// <summary>What is a rule, how it is read, and where a text stops being one.</summary>
public class RuleParserTests
{
    [Theory]
    [InlineData("1 + 2 << 1", "((1 + 2) << 1)")]
    [InlineData("1 - 2 - 3 & 4 | 5 >> 6", "(((((1 - 2) - 3) & 4) | 5) >> 6)")]
    [InlineData("1-(2-3)", "(1 - (2 - 3))")]
    [InlineData("*{4}g + 4", "*4[(g + 4)]")]
    [InlineData("1 + *{4}g + 4", "(1 + *4[(g + 4)])")]
    [InlineData("(*{4}g) + 4", "(*4[g] + 4)")]
    [InlineData("*{8}g[15:0]", "*8[g<15:0>]")]
    [InlineData("(*{8}g)[15:0]", "*8[g]<15:0>")]
    [InlineData("*{8}*{8}g", "*8[*8[g]]")]
    [InlineData("g[ 15 : 0x8 ]", "g<15:8>")]
    [InlineData("( g )", "g")]
    [InlineData("_a:b.c$1", "_a:b.c$1")]
    [InlineData("0x1F", "31")]
    [InlineData("017", "15")]
    [InlineData("0", "0")]
    [InlineData("18446744073709551615", "18446744073709551615")]
    [InlineData("decode_operand ( f , 0 )", "decode(f,0,0)")]
    [InlineData("decode_operand(f + 0x10, 4)[7:0]", "decode(f,16,4)<7:0>")]
    [InlineData("next_pc(f)", "next(f)")]
    [InlineData("stub_addr(a b.o/.te)xt, f)", "stub(a b.o/.te)xt||f)")]
    [InlineData("stub_addr( a.o , .te)xt , f )", "stub(a.o|.te)xt|f)")]
    [InlineData("stub_addr(a.o, f)", "stub(a.o||f)")]
    [InlineData("got_addr(a.o/.text, f)", "got(a.o/.text||f)")]
    [InlineData("section_addr(a.o, .text)", "section(a.o|.text)")]
    [InlineData("section_addr(a.o, __TEXT,__text)", "section(a.o|__TEXT,__text)")]
    [InlineData("next_pc", "next_pc")]
    public void An_expression_has_one_shape(string text, string shape)
    {
        (IExpression left, IExpression right) = RuleParser.Parse(new Rule($" {text} = 0"));
        Assert.Equal((shape, "0"), (ShapeOf(left), ShapeOf(right)));
        Assert.Equal(text, $" {text} = 0"[left.Start..left.End]);
    }

    [Theory]
    [InlineData("", 0, "a value")]
    [InlineData("1", 1, "'='")]
    [InlineData("1 =", 3, "a value")]
    [InlineData("= 1", 0, "a value")]
    [InlineData("1 = 2 = 3", 6, "one '=' only")]
    [InlineData("1 = 2 3", 6, "an operator or the end")]
    [InlineData("1 == 2", 3, "a value")]
    [InlineData("(1 = 2", 3, "')'")]
    [InlineData("1 ^ 2 = 3", 2, "'='")]
    [InlineData("*{3}a = 1", 2, "3 bytes cannot be read at once")]
    [InlineData("*{}a = 1", 2, "the number of bytes")]
    [InlineData("*a = 1", 1, "'{'")]
    [InlineData("*{4 a = 1", 4, "'}'")]
    [InlineData("a[1] = 1", 3, "':'")]
    [InlineData("a[1:2] = 1", 4, "above the higher")]
    [InlineData("a[64:0] = 1", 2, "there is no bit 64")]
    [InlineData("a[b:0] = 1", 2, "the number of a bit")]
    [InlineData("a[3:0 = 1", 6, "']'")]
    [InlineData("0x = 1", 2, "a hexadecimal digit")]
    [InlineData("0xg = 1", 2, "not a hexadecimal digit")]
    [InlineData("08 = 1", 1, "not an octal digit")]
    [InlineData("1a = 1", 1, "not a decimal digit")]
    [InlineData("18446744073709551616 = 1", 0, "more than 64 bits")]
    [InlineData("0x10000000000000000 = 1", 0, "more than 64 bits")]
    [InlineData(".L1 = 1", 0, "a value")]
    [InlineData("f(1) = 1", 0, "there is no function 'f'")]
    [InlineData("next_pc(f + 1) = 1", 10, "')'")]
    [InlineData("next_pc(1) = 1", 8, "a symbol")]
    [InlineData("decode_operand(f) = 1", 16, "','")]
    [InlineData("decode_operand(f - 1, 0) = 1", 17, "','")]
    [InlineData("decode_operand(f, x) = 1", 18, "a number")]
    [InlineData("stub_addr(f) = 1", 16, "',' after the name of a file")]
    [InlineData("stub_addr(, f) = 1", 10, "the name of a file")]
    [InlineData("stub_addr(a.o, .text) = 1", 15, "a symbol")]
    [InlineData("stub_addr(a.o, .text, .x) = 1", 22, "a symbol")]
    [InlineData("got_addr(a.o, f, g, h) = 1", 18, "')'")]
    [InlineData("section_addr(a.o) = 1", 21, "',' after the name of a file")]
    [InlineData("section_addr(a.o, .text = 1", 27, "')' after the name of a section")]
    public void A_text_that_is_no_rule_is_refused_where_it_stops_being_one(string text, int index, string problem)
    {
        var e = Assert.Throws<RuleSyntaxException>(() => RuleParser.Parse(new Rule(text)));
        Assert.Contains(problem, e.Problem, StringComparison.Ordinal);
        Assert.Equal(index, e.Index);
        Assert.StartsWith($"column {index + 1}: ", e.Message, StringComparison.Ordinal);
        Assert.EndsWith($"\n  {text}\n  {new string(' ', index)}^", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_has_a_limit()
    {
        string Nested(int depth) => new string('(', depth) + "1" + new string(')', depth) + " = 1";
        Assert.NotNull(RuleParser.Parse(new Rule(Nested(RuleParser.MaximumDepth))).Left);
        Assert.Contains("nested", Assert.Throws<RuleSyntaxException>(() => RuleParser.Parse(new Rule(Nested(RuleParser.MaximumDepth + 1)))).Problem, StringComparison.Ordinal);
        Assert.Throws<RuleSyntaxException>(() => RuleParser.Parse(new Rule(string.Concat(Enumerable.Repeat("*{8}", 100_000)))));
        Assert.NotNull(RuleParser.Parse(new Rule(string.Join('+', Enumerable.Repeat("1", 100_000)) + "=1")).Left);
    }

    [FsCheck.Xunit.Property(MaxTest = 5000)]
    public void Any_text_is_a_rule_or_refused(int[] choices)
    {
        string[] words = ["(", ")", "*{4}", "*{", "[7:0]", "[", ":", "]", "+", "<<", "=", ",", " ", "1", "0x", "08", "sym", ".x", "decode_operand(", "next_pc(", "stub_addr(", "got_addr(", "section_addr(", "a.o/.text", "\0", "é", "\\", "\n"];
        var text = new StringBuilder();
        foreach (int choice in choices)
        {
            text.Append(words[(int)((uint)choice % words.Length)]);
        }

        try
        {
            Assert.NotNull(RuleParser.Parse(new Rule(text.ToString())).Left);
        }
        catch (RuleSyntaxException e)
        {
            Assert.InRange(e.Index, 0, text.Length);
        }
    }

    private static string ShapeOf(IExpression expression) => expression switch
    {
        NumberExpression n => $"{n.Value}",
        SymbolExpression s => s.Name,
        ParenthesizedExpression p => ShapeOf(p.Inner),
        ChainExpression c => c.Rest.Aggregate(ShapeOf(c.First), (left, r) => $"({left} {RuleParser.MarkOf(r.Operator)} {ShapeOf(r.Operand)})"),
        LoadExpression l => $"*{l.Size}[{ShapeOf(l.Address)}]",
        SliceExpression s => $"{ShapeOf(s.Value)}<{s.High}:{s.Low}>",
        DecodeOperandExpression d => $"decode({d.Symbol},{d.Offset},{d.Index})",
        NextPcExpression n => $"next({n.Symbol})",
        StubExpression s => $"{(s.IsSlot ? "got" : "stub")}({s.Container}|{s.Section}|{s.Symbol})",
        SectionExpression s => $"section({s.File}|{s.Section})",
        _ => "?",
    };
}
