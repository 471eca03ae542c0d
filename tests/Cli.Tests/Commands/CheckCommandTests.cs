namespace Linker.Cli.Tests.Commands;

/// <summary>What <c>rtlink check</c> links where, and what it says of rules. The rules of all machines are checked elsewhere; the objects of these are x86-64's.</summary>
[Trait("Machine", "x64")]
public sealed class CheckCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rules_that_hold_are_counted()
    {
        Ended ended = Check(["decode_operand(answer, 4) = value + 4 - next_pc(answer)", "*{4}(value + 4) = 42"], "reloc_pc32.o");
        Assert.Equal((0, "2 rules hold\n", ""), (ended.ExitCode, ended.Output, ended.Error));
    }

    [Fact]
    public void Every_rule_that_fails_is_shown_with_both_values_and_every_part()
    {
        Ended ended = Check(["*{4}value = 1", "value = value", "(*{4}(value + 4)) + 1 = 42"], "reloc_pc32.o", "--target-start", "0x400000");
        Assert.Equal(1, ended.ExitCode);
        Assert.Equal(
            [
                $"rtlink: error: {Rules}:1: *{{4}}value = 1",
                "  does not hold: 0x0 is not 0x1",
                "  *{4}value = 0x0   4 bytes at 0x401000 in reloc_pc32.o: .data+0x0",
                "    value   = 0x401000   in reloc_pc32.o",
                "  1         = 0x1",
                $"rtlink: error: {Rules}:3: (*{{4}}(value + 4)) + 1 = 42",
                "  does not hold: 0x2b is not 0x2a",
                "  (*{4}(value + 4)) + 1 = 0x2b",
                "    (*{4}(value + 4))   = 0x2a   4 bytes at 0x401004 in reloc_pc32.o: .data+0x4",
                "      (value + 4)       = 0x401004",
                "        value           = 0x401000   in reloc_pc32.o",
                "  42                    = 0x2a",
                "rtlink: note: 3 rules, 2 failures",
            ],
            ended.ErrorLines);
    }

    [Theory]
    [InlineData("value", ":1:22: expected an operator or '=', the rule ends here")]
    [InlineData("1 = 1 = 1", ":1:23: expected the end of the rule, which has one '=' only")]
    [InlineData("nosuch = 1", "nosuch: there is no symbol 'nosuch'; there are answer, value")]
    public void What_is_no_rule_or_has_no_value_is_a_failure(string rule, string reason)
    {
        Ended ended = Check([rule], "reloc_pc32.o");
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains(reason, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void No_rule_at_all_is_a_failure()
    {
        Ended ended = Check([], "reloc_pc32.o");
        Assert.Equal((1, $"rtlink: error: {Rules}: has no rule; no line begins with '# rtdyld-check:' or '# jitlink-check:'\n"), (ended.ExitCode, ended.Error));
    }

    [Fact]
    public void A_file_of_rules_that_is_not_there_is_a_failure_and_the_others_are_read()
    {
        Ended ended = Check(["value = 0"], "reloc_pc32.o", "--rules", "nosuch.s");
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("nosuch.s: no such file", ended.Error, StringComparison.Ordinal);
        Assert.Contains("value = 0", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Objects_may_follow_the_rules_and_rules_may_be_several()
    {
        Write("1 = 1");
        File.Copy(Rules, _folder.File("more.s"));
        Ended ended = RtlinkProcess.Run("check", "--rules", Rules, _folder.File("more.s"), "reloc_pc32.o", "gnu.a");
        Assert.Equal((0, "2 rules hold\n", ""), (ended.ExitCode, ended.Output, ended.Error));
    }

    [Theory]
    [InlineData("my-check", "# my-check: 1 = 1", 0)]
    [InlineData("// check:", "// check: 1 = 1", 0)]
    [InlineData("my-check", "# rtdyld-check: 1 = 1", 1)]
    public void The_prefix_of_rules_can_be_another(string prefix, string line, int exitCode)
    {
        File.WriteAllText(Rules, line + "\n");
        Assert.Equal(exitCode, RtlinkProcess.Run("check", "--rules", Rules, "--rule-prefix", prefix, "reloc_pc32.o").ExitCode);
    }

    [Fact]
    public void Names_are_defined_for_the_link_and_for_the_rules() =>
        Holds(["printf = 0x500000", "other = 42", "decode_operand(main + 0x18, 0) = printf - section_addr(hello.o, .text) - 0x1d"], "hello.o", "--define", "printf=0x500000", "--define", "putchar=0x500010", "--define", "other=42", "--target-start", "0x400000");

    [Fact]
    public void Everything_that_is_not_defined_is_listed()
    {
        Ended ended = Check(["1 = 1"], "hello.o");
        Assert.Equal((1, 2), (ended.ExitCode, ended.ErrorLines.Length));
        Assert.Contains("'printf' is not defined", ended.Error, StringComparison.Ordinal);
        Assert.Contains("'putchar' is not defined", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Phony_externals_have_addresses() =>
        Holds(["printf = 0x40400000", "putchar = printf + 16"], "hello.o", "--phony-externals", "--target-start", "0x400000");

    [Fact]
    public void What_has_no_address_lies_near_what_has_one() =>
        Holds(
            ["section_addr(reloc_pc32.o, .text) = 0x7fff00000000", "decode_operand(answer, 4) = value + 4 - next_pc(answer)", "value = 0x7ffefffff000"],
            "reloc_pc32.o", "--section-address", "reloc_pc32.o,.text=0x7fff00000000");

    [Fact]
    public void The_rest_begins_where_it_is_told_and_passes_by_what_has_an_address() =>
        Holds(
            ["value = 0x400000", "answer = 0x401000"],
            "reloc_pc32.o", "--section-address", "reloc_pc32.o,.data=0x400000", "--target-start", "0x400000");

    [Fact]
    public void A_slab_has_a_start_a_size_and_pages()
    {
        Holds(["answer = 0x10000", "value = 0x20000"], "reloc_pc32.o", "--slab-address", "0x10000", "--slab-size", "128Kb", "--page-size", "0x10000");
        Ended ended = Check(["1 = 1"], "reloc_pc32.o", "--slab-address", "0x10000", "--slab-size", "0x10000", "--page-size", "0x10000");
        Assert.Equal((1, "rtlink: error: the image needs 0x20000 bytes from 0x10000 on, and the slab has 0x10000\n"), (ended.ExitCode, ended.Error));
    }

    [Theory]
    [InlineData("main", "value = twin", "value", "reloc_pc32.o")] // known to rules only
    [InlineData("printf", "twin = 0x500000", "printf", "hello.o")] // outside the image
    public void An_alias_is_another_name(string _, string rule, string old, string file) =>
        Holds([rule], file, "--alias", $"twin={old}", "--define", "printf=0x500000", "--define", "putchar=0x500010");

    [Fact]
    public void What_an_object_lacks_may_be_an_alias_of_what_it_has() =>
        Holds(
            ["putchar = main", "decode_operand(main + 0x4b, 0) = main - section_addr(hello.o, .text) - 0x50", "printf = main"],
            "hello.o", "--alias", "putchar=main", "--alias", "printf=putchar");

    [Theory]
    [InlineData("twin=nosuch", "--alias twin=nosuch: 'nosuch' is not defined")]
    [InlineData("value=answer", "--alias value=answer: 'value' is defined by reloc_pc32.o")]
    [InlineData("twin=twin", "--alias twin=twin: the name stands for itself")]
    [InlineData("twin", "'twin' is not of the form NEW=OLD")]
    public void An_alias_that_makes_no_sense_is_refused(string alias, string reason)
    {
        Ended ended = Check(["1 = 1"], "reloc_pc32.o", "--alias", alias);
        Assert.Equal((2, $"rtlink: error: {reason}"), (ended.ExitCode, ended.ErrorLines[0]));
    }

    [Fact]
    public void The_entry_has_to_exist_and_is_taken_from_an_archive()
    {
        Holds(["1 = 1"], "reloc_pc32.o", "--entry", "answer");
        Holds(["section_addr(member_helper.o, .text) = member_helper"], "reloc_pc32.o", "gnu.a", "--entry", "member_helper");
        Ended ended = Check(["1 = 1"], "reloc_pc32.o", "--entry", "nosuch");
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("the entry 'nosuch'", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_of_an_archive_is_an_object() =>
        Holds(["section_addr(member_helper.o, .text) = member_helper", "section_addr(gnu.a(member_helper.o), .text) = member_helper"], "gnu.a(member_helper.o)");

    [Theory]
    [InlineData("there is no object to link")]
    [InlineData("--slab-address and --target-start both say where the image begins; give one", "reloc_pc32.o", "--slab-address", "0x1000", "--target-start", "0x2000")]
    [InlineData("--slab-address 0x1001 is not the start of a page of 4096 bytes", "reloc_pc32.o", "--slab-address", "0x1001")]
    [InlineData("'3' is not a power of two up to 1073741824", "reloc_pc32.o", "--page-size", "3")]
    [InlineData("'0' is not a number of bytes", "reloc_pc32.o", "--slab-size", "0")]
    [InlineData("'x' is not an address", "reloc_pc32.o", "--target-start", "x")]
    [InlineData("--section-address reloc_pc32.o,.nosuch=1: no object of the link has such a section with an address", "reloc_pc32.o", "--section-address", "reloc_pc32.o,.nosuch=1")]
    public void Wrong_usage_is_told(string reason, params string[] arguments)
    {
        Ended ended = Check(["1 = 1"], arguments);
        Assert.Equal((2, $"rtlink: error: {reason}"), (ended.ExitCode, ended.ErrorLines[0]));
    }

    private string Rules => _folder.File("rules.s");

    private void Write(params string[] rules) => File.WriteAllLines(Rules, rules.Select(r => "# rtdyld-check: " + r));

    private Ended Check(string[] rules, params string[] arguments)
    {
        Write(rules);
        return RtlinkProcess.Run(["check", .. arguments, "--rules", Rules]);
    }

    private void Holds(string[] rules, params string[] arguments)
    {
        Ended ended = Check(rules, arguments);
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
    }
}
