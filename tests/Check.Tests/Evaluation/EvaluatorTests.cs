using System.Globalization;

namespace Linker.Check.Tests.Evaluation;

/// <summary>What expressions are worth, and what is said of those that are worth nothing.</summary>
public class EvaluatorTests
{
    [Theory]
    [InlineData("1 + 2 << 1", 6)]
    [InlineData("1 << 2 + 1", 5)]
    [InlineData("6 & 3 | 8", 10)]
    [InlineData("0 - 1", ulong.MaxValue)]
    [InlineData("0xffffffffffffffff + 2", 1)]
    [InlineData("1 << 63", 1ul << 63)]
    [InlineData("0xffffffffffffffff >> 63", 1)]
    [InlineData("3 << 63", 1ul << 63)]
    [InlineData("017 + 0x1f + 10", 56)]
    [InlineData("0x123456789abcdef0[63:0]", 0x123456789abcdef0)]
    [InlineData("0x123456789abcdef0[15:8]", 0xde)]
    [InlineData("0x123456789abcdef0[63:63]", 0)]
    [InlineData("0x123456789abcdef0[4:4]", 1)]
    [InlineData("(0x1234[15:8])[3:0]", 2)]
    [InlineData("value", 0x401000)]
    [InlineData("*{4}value + 4", 42)]
    [InlineData("(*{4}value) + 4", 4)]
    [InlineData("*{8}value", 42ul << 32)]
    [InlineData("*{1}(value + 4)", 42)]
    [InlineData("*{2}(value + 3)", 42 << 8)]
    [InlineData("decode_operand(answer, 4)", 0x401004 - 0x400006)]
    [InlineData("next_pc(answer)", 0x400006)]
    [InlineData("section_addr(reloc_pc32.o, .data)", 0x401000)]
    [InlineData("section_addr(elf-x64/reloc_pc32.o, .data)", 0x401000)]
    [InlineData("elsewhere", 0x1234)]
    public void An_expression_has_a_value(string text, ulong value)
    {
        using var link = new TestLink(0x400000, [("elsewhere", 0x1234)], "elf-x64/reloc_pc32.o");
        RuleResult result = link.Evaluate($"{text} = 0");
        Assert.Empty(result.Errors);
        Assert.Equal(value, result.Left.Value);
    }

    [Theory]
    [InlineData("nosuch", "there is no symbol 'nosuch'; there are answer, value")]
    [InlineData("1 << 64", "a value of 64 bits cannot be shifted by 64")]
    [InlineData("1 >> (0 - 1)", "a value of 64 bits cannot be shifted by 18446744073709551615")]
    [InlineData("*{4}0", "there are no bytes of the image at 0x0; it has 0x400000-0x400007, 0x401000-0x401008")]
    [InlineData("*{8}(value + 4)", "there are only 4 bytes of the image at 0x401004; it has 0x400000-0x400007, 0x401000-0x401008")]
    [InlineData("*{8}(0 - 1)", "there are no bytes of the image at 0xffffffffffffffff")]
    [InlineData("next_pc(elsewhere)", "there is no instruction at 0x1234, which is outside the image")]
    [InlineData("decode_operand(answer, 1)", "operand 1 of 'mov eax, [rip+0xffe]' at 0x400000 is no immediate but base rip; its operands are 0: register eax, 1: base rip, 2: scale 0x1, 3: no index, 4: displacement 0xffe, 5: no segment")]
    [InlineData("decode_operand(answer, 6)", "'mov eax, [rip+0xffe]' at 0x400000 has no operand 6; its operands are")]
    [InlineData("decode_operand(answer + 6, 0)", "'ret' at 0x400006 has no operand 0; it has none")]
    [InlineData("decode_operand(answer + 0xffffffffffffffff, 0)", "there is no instruction at 0x3fffff")]
    [InlineData("section_addr(other.o, .data)", "no object of the link is called 'other.o'; there are reloc_pc32.o")]
    [InlineData("section_addr(reloc_pc32.o, .bss2)", "elf-x64/reloc_pc32.o has no section '.bss2' in the image; it has .data, .text")]
    [InlineData("stub_addr(reloc_pc32.o, value)", "'value' has no stub and no slot; there are stubs for none, slots for none")]
    [InlineData("got_addr(reloc_pc32.o/.text, value)", "'value' has no slot; there are slots for none")]
    [InlineData("got_addr(other.o/.text, value)", "no object of the link is called 'other.o'")]
    [InlineData("got_addr(reloc_pc32.o/.txt, value)", "has no section '.txt' in the image")]
    [InlineData("got_addr(reloc_pc32.o, .txt, value)", "has no section '.txt' in the image")]
    public void What_has_no_value_says_why(string text, string reason)
    {
        using var link = new TestLink(0x400000, [("elsewhere", 0x1234)], "elf-x64/reloc_pc32.o");
        RuleResult result = link.Evaluate($"value = (1 + {text})[7:0]");
        Assert.False(result.Holds);
        Assert.Contains(reason, Assert.Single(result.Errors), StringComparison.Ordinal);
        Assert.Equal((0x401000UL, null), (result.Left.Value, result.Right.Value));
    }

    [Fact]
    public void Names_that_no_rule_can_spell_are_not_offered()
    {
        // The object has the local symbols $d and $x as well, which mark data and code.
        using var link = new TestLink(0x400000, [], "elf-arm64/reloc_ld_prel_lo19.o");
        Assert.Equal("nosuch: there is no symbol 'nosuch'; there are answer, value", Assert.Single(link.Evaluate("nosuch = 1").Errors));
    }

    [Fact]
    public void Zero_fill_reads_as_zero_and_so_does_that_of_threads_whatever_lies_there()
    {
        using (var link = new TestLink(0x400000, [], "elf-x64/data.o"))
        {
            Assert.True(link.Evaluate("*{8}section_addr(data.o, .bss) = 0").Holds);
        }

        // Behind the template of the threads' data lie slots, which are not zero.
        using var threads = new TestLink(0x400000, [], "elf-x64/reloc_gottpoff.o");
        Assert.True(threads.Evaluate("*{8}section_addr(reloc_gottpoff.o, .tbss) = 0").Holds);
        Assert.True(threads.Evaluate("*{8}(4 + section_addr(reloc_gottpoff.o, .tbss) - 4) = 0").Holds);
    }

    [Fact]
    public void Local_symbols_have_values_unless_two_objects_have_them()
    {
        using var link = new TestLink(0x400000, [], "elf-x64/locals_a.o", "elf-x64/locals_b.o");
        string[] locals = [.. link.Image.Record!.LocalSymbols.GroupBy(l => l.Name).Where(g => g.Count() > 1).Select(g => g.Key)];
        Assert.NotEmpty(locals);
        Assert.Contains("more than one local one: elf-x64/locals_a.o at 0x", link.Evaluate($"{locals[0]} = 0").Errors[0], StringComparison.Ordinal);
        foreach (Engine.LocalSymbolEvent local in link.Image.Record.LocalSymbols.Where(l => !locals.Contains(l.Name)))
        {
            Assert.True(link.Evaluate($"{local.Name} = {local.Address}").Holds);
        }
    }

    [Fact]
    public void A_stub_that_nothing_needs_is_made_for_the_rules()
    {
        // The call reaches the function, and yet there are a stub and its slot.
        using var near = new TestLink(0x400000, [("callee_of_none", 0), ("printf", 0x500000), ("putchar", 0x500010)], "elf-x64/hello.o");
        foreach (string container in (string[])["hello.o/.text, ", "hello.o, .text, ", "hello.o, "])
        {
            Assert.Equal("", Explained(near.Evaluate($"*{{8}}got_addr({container}printf) = printf")));
            Assert.Equal("", Explained(near.Evaluate($"*{{2}}stub_addr({container}printf) + 4 = 0x25ff")));
            Assert.Equal("", Explained(near.Evaluate($"*{{4}}stub_addr({container}printf) + 6 = (got_addr({container}printf) - stub_addr({container}printf) - 10)[31:0]")));
        }

        Assert.Equal("", Explained(near.Evaluate("decode_operand(main + 0x18, 0) = printf - section_addr(hello.o, .text) - 0x1d")));
        using var far = new TestLink(0x400000, [("printf", 0x7fff00000000), ("putchar", 0x500010)], "elf-x64/hello.o");
        Assert.Equal("", Explained(far.Evaluate("decode_operand(main + 0x18, 0) = stub_addr(hello.o/.text, printf) - section_addr(hello.o, .text) - 0x1d")));
        Assert.Equal("", Explained(far.Evaluate("*{8}got_addr(hello.o/.text, printf) = 0x7fff00000000")));
    }

    [FsCheck.Xunit.Property(MaxTest = 1000)]
    public void Random_expressions_have_the_value_of_another_evaluator(int[] choices)
    {
        using var link = new TestLink(0x400000, [], "elf-x64/reloc_pc32.o");
        var reference = new Reference(choices);
        (string text, ulong value) = reference.Make(5);
        RuleResult result = link.Evaluate(string.Create(CultureInfo.InvariantCulture, $"{text} = {value}"));
        Assert.True(result.Holds, result.ToString());
    }

    private static string Explained(RuleResult result) => result.Holds ? "" : result.ToString();

    /// <summary>Makes expressions from numbers, and computes them meanwhile.</summary>
    private sealed class Reference(int[] choices)
    {
        private int _next;

        internal (string Text, ulong Value) Make(int depth)
        {
            (string text, ulong value) = MakeSimple(depth);
            for (int terms = Choose(4); terms > 0; terms--)
            {
                (string right, ulong number) = MakeSimple(depth - 1);
                string[] marks = number < 64 ? ["+", "-", "&", "|", "<<", ">>"] : ["+", "-", "&", "|"];
                string mark = marks[Choose(marks.Length)];
                text = $"{text}{Blank()}{mark}{Blank()}{right}";
                value = mark switch
                {
                    "+" => unchecked(value + number),
                    "-" => unchecked(value - number),
                    "&" => value & number,
                    "|" => value | number,
                    "<<" => value << (int)number,
                    _ => value >> (int)number,
                };
            }

            return (text, value);
        }

        private (string Text, ulong Value) MakeSimple(int depth)
        {
            (string text, ulong value) = depth > 0 && Choose(3) == 0 ? Parenthesized(depth) : Choose(4) switch
            {
                0 => ("value", 0x401000UL),
                1 => ("(*{4}(value + 4))", 42UL),
                2 => Numbered(),
                _ => ("next_pc(answer)", 0x400006UL),
            };
            if (Choose(3) != 0)
            {
                return (text, value);
            }

            int high = Choose(64), low = Choose(high + 1);
            ulong mask = high - low == 63 ? ulong.MaxValue : (1UL << (high - low + 1)) - 1;
            return ($"{text}{Blank()}[{high}:{low}]", (value >> low) & mask);
        }

        private (string Text, ulong Value) Parenthesized(int depth)
        {
            (string text, ulong value) = Make(depth - 1);
            return ($"({Blank()}{text})", value);
        }

        private (string Text, ulong Value) Numbered()
        {
            ulong value = unchecked((ulong)Choose(int.MaxValue) * ((ulong)Choose(3) * 0x9e3779b97f4a7c15UL));
            return Choose(3) switch
            {
                0 => ($"0x{value:x}", value),
                1 => ($"{value}", value),
                _ => ($"0{Convert.ToString((long)value, 8)}", value),
            };
        }

        private string Blank() => Choose(2) == 0 ? "" : " ";

        private int Choose(int count) => choices.Length == 0 ? 0 : (int)((uint)(choices[_next++ % choices.Length] * 31 + _next) % (uint)count);
    }
}
