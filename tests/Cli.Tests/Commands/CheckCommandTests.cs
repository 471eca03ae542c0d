using Linker.Shared;

namespace Linker.Cli.Tests.Commands;

/// <summary>What <c>rtlink check</c> links where, and what it says of rules, for objects of the machine for which it was built. The rules of all machines are checked elsewhere.</summary>
public sealed class CheckCommandTests : IDisposable
{
    /// <summary>Stands for <see cref="Small"/>.</summary>
    private const string Object = "{object}";

    /// <summary><c>answer</c> in <c>.text</c> reads the second of the two words of <c>value</c> in <c>.data</c>, 0 and 42.</summary>
    private static readonly string Small = RtlinkProcess.IsArm64 ? "reloc_ld_prel_lo19.o" : "reloc_pc32.o";

    /// <summary>Holds wherever it lies.</summary>
    private static readonly string Reads = RtlinkProcess.IsArm64 ? "decode_operand(answer, 1) << 2 = value + 4 - answer" : "decode_operand(answer, 4) = value + 4 - next_pc(answer)";

    /// <summary>The distance of the first call of <c>printf</c> in <c>hello.o</c>, and of the call of <c>putchar</c>, from where <c>.text</c> begins.</summary>
    private static readonly string DistanceOfPrintf = RtlinkProcess.IsArm64 ? "(decode_operand(main + 0x24, 0) << 2) + 0x24" : "decode_operand(main + 0x18, 0) + 0x1d";

    private static readonly string DistanceOfPutchar = RtlinkProcess.IsArm64 ? "(decode_operand(main + 0x54, 0) << 2) + 0x54" : "decode_operand(main + 0x4b, 0) + 0x50";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rules_that_hold_are_counted()
    {
        Ended ended = Check([Reads, "*{4}(value + 4) = 42"], Object);
        Assert.Equal((0, "2 rules hold\n", ""), (ended.ExitCode, ended.Output, ended.Error));
    }

    [Fact]
    public void Every_rule_that_fails_is_shown_with_both_values_and_every_part()
    {
        Ended ended = Check(["*{4}value = 1", "value = value", "(*{4}(value + 4)) + 1 = 42"], Object, "--target-start", "0x400000");
        Assert.Equal(1, ended.ExitCode);
        Assert.Equal(
            [
                $"rtlink: error: {Rules}:1: *{{4}}value = 1",
                "  does not hold: 0x0 is not 0x1",
                $"  *{{4}}value = 0x0   4 bytes at 0x401000 in {Small}: .data+0x0",
                $"    value   = 0x401000   in {Small}",
                "  1         = 0x1",
                $"rtlink: error: {Rules}:3: (*{{4}}(value + 4)) + 1 = 42",
                "  does not hold: 0x2b is not 0x2a",
                "  (*{4}(value + 4)) + 1 = 0x2b",
                $"    (*{{4}}(value + 4))   = 0x2a   4 bytes at 0x401004 in {Small}: .data+0x4",
                "      (value + 4)       = 0x401004",
                $"        value           = 0x401000   in {Small}",
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
        Ended ended = Check([rule], Object);
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains(reason, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void No_rule_at_all_is_a_failure()
    {
        Ended ended = Check([], Object);
        Assert.Equal((1, $"rtlink: error: {Rules}: has no rule; no line begins with '# rtdyld-check:' or '# jitlink-check:'\n"), (ended.ExitCode, ended.Error));
    }

    [Fact]
    public void A_file_of_rules_that_is_not_there_is_a_failure_and_the_others_are_read()
    {
        Ended ended = Check(["value = 0"], Object, "--rules", "nosuch.s");
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("nosuch.s: no such file", ended.Error, StringComparison.Ordinal);
        Assert.Contains("value = 0", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Objects_may_follow_the_rules_and_rules_may_be_several()
    {
        Write("1 = 1");
        File.Copy(Rules, _folder.File("more.s"));
        Ended ended = RtlinkProcess.Run("check", "--rules", Rules, _folder.File("more.s"), Small, "gnu.a");
        Assert.Equal((0, "2 rules hold\n", ""), (ended.ExitCode, ended.Output, ended.Error));
    }

    [Theory]
    [InlineData("my-check", "# my-check: 1 = 1", 0)]
    [InlineData("// check:", "// check: 1 = 1", 0)]
    [InlineData("my-check", "# rtdyld-check: 1 = 1", 1)]
    public void The_prefix_of_rules_can_be_another(string prefix, string line, int exitCode)
    {
        File.WriteAllText(Rules, line + "\n");
        Assert.Equal(exitCode, RtlinkProcess.Run("check", "--rules", Rules, "--rule-prefix", prefix, Small).ExitCode);
    }

    [Fact]
    public void Names_are_defined_for_the_link_and_for_the_rules() =>
        Holds(["printf = 0x500000", "other = 42", DistanceOfPrintf + " = printf - section_addr(hello.o, .text)"], "hello.o", "--define", "printf=0x500000", "--define", "putchar=0x500010", "--define", "other=42", "--target-start", "0x400000");

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
            [$"section_addr({Small}, .text) = 0x7fff00000000", Reads, "value = 0x7ffefffff000"],
            Object, "--section-address", "{object},.text=0x7fff00000000");

    [Fact]
    public void The_rest_begins_where_it_is_told_and_passes_by_what_has_an_address() =>
        Holds(
            ["value = 0x400000", "answer = 0x401000"],
            Object, "--section-address", "{object},.data=0x400000", "--target-start", "0x400000");

    [Fact]
    public void A_slab_has_a_start_a_size_and_pages()
    {
        Holds(["answer = 0x10000", "value = 0x20000"], Object, "--slab-address", "0x10000", "--slab-size", "128Kb", "--page-size", "0x10000");
        Ended ended = Check(["1 = 1"], Object, "--slab-address", "0x10000", "--slab-size", "0x10000", "--page-size", "0x10000");
        Assert.Equal((1, "rtlink: error: the image needs 0x20000 bytes from 0x10000 on, and the slab has 0x10000\n"), (ended.ExitCode, ended.Error));
    }

    [Theory]
    [InlineData("main", "value = twin", "value", Object)] // known to rules only
    [InlineData("printf", "twin = 0x500000", "printf", "hello.o")] // outside the image
    public void An_alias_is_another_name(string _, string rule, string old, string file) =>
        Holds([rule], file, "--alias", $"twin={old}", "--define", "printf=0x500000", "--define", "putchar=0x500010");

    [Fact]
    public void What_an_object_lacks_may_be_an_alias_of_what_it_has() =>
        Holds(
            ["putchar = main", DistanceOfPutchar + " = main - section_addr(hello.o, .text)", "printf = main"],
            "hello.o", "--alias", "putchar=main", "--alias", "printf=putchar");

    [Fact]
    public void A_hidden_name_that_an_object_lacks_may_be_an_alias_beside_phony_externals()
    {
        var elf = new ElfBuilder { Machine = (ushort)(RtlinkProcess.IsArm64 ? 183 : 62) };
        int data = elf.Section(".data", ElfBuilder.Progbits, ElfBuilder.Alloc | ElfBuilder.Write, new byte[16], 8);
        elf.Symbol("here", (uint)data, 8, 8, type: ElfBuilder.Object);
        elf.AddRela(data, (0, RtlinkProcess.IsArm64 ? 257u : 1u, (uint)elf.Symbol("elsewhere", ElfBuilder.Undefined, other: 2), 0));
        File.WriteAllBytes(_folder.File("hidden.o"), elf.Build());
        Holds(["elsewhere = here", "*{8}(here - 8) = here"], _folder.File("hidden.o"), "--alias", "elsewhere=here", "--phony-externals");
    }

    [Theory]
    [InlineData("twin=nosuch", "--alias twin=nosuch: 'nosuch' is not defined")]
    [InlineData("value=answer", "--alias value=answer: 'value' is defined by {object}")]
    [InlineData("twin=twin", "--alias twin=twin: the name stands for itself")]
    [InlineData("twin", "'twin' is not of the form NEW=OLD")]
    public void An_alias_that_makes_no_sense_is_refused(string alias, string reason)
    {
        Ended ended = Check(["1 = 1"], Object, "--alias", alias);
        Assert.Equal((2, $"rtlink: error: {reason.Replace(Object, Small, StringComparison.Ordinal)}"), (ended.ExitCode, ended.ErrorLines[0]));
    }

    [Theory]
    [InlineData("elf-x64", "reloc_pc32.o", "decode_operand(answer, 4) = value + 4 - next_pc(answer)", "*{4}(value + 4) = 42")]
    [InlineData("elf-arm64", "reloc_ld_prel_lo19.o", "decode_operand(answer, 1) << 2 = value + 4 - answer", "*{4}(value + 4) = 42")]
    [InlineData("coff-x64", "bigobj.obj", "decode_operand(answer, 4) = value + 4 - next_pc(answer)", "*{4}(value + 4) = 42")]
    [InlineData("coff-arm64", "bigobj.obj", "decode_operand(answer + 4, 2) = (value + 4)[11:2]", "*{4}(value + 4) = 42")]
    [InlineData("macho-x64", "reloc_signed.o", "decode_operand(_answer, 4) = _value - next_pc(_answer)", "*{4}_value = 42")]
    [InlineData("macho-arm64", "reloc_page.o", "decode_operand(_answer + 4, 2) = _value[11:0]", "section_addr(reloc_page.o, __text) = _answer")]
    public void Objects_of_every_format_and_machine_are_checked_on_both_machines(string folder, string file, params string[] rules) => Holds(rules, Repository.Fixture($"{folder}/{file}"));

    [Fact]
    public void The_entry_has_to_exist_and_is_taken_from_an_archive()
    {
        Holds(["1 = 1"], Object, "--entry", "answer");
        Holds(["section_addr(member_helper.o, .text) = member_helper"], Object, "gnu.a", "--entry", "member_helper");
        Ended ended = Check(["1 = 1"], Object, "--entry", "nosuch");
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("the entry 'nosuch'", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_of_an_archive_is_an_object() =>
        Holds(["section_addr(member_helper.o, .text) = member_helper", "section_addr(gnu.a(member_helper.o), .text) = member_helper"], "gnu.a(member_helper.o)");

    [Theory]
    [InlineData("there is no object to link")]
    [InlineData("--slab-address and --target-start both say where the image begins; give one", Object, "--slab-address", "0x1000", "--target-start", "0x2000")]
    [InlineData("--slab-address 0x1001 is not the start of a page of 4096 bytes", Object, "--slab-address", "0x1001")]
    [InlineData("'3' is not a power of two up to 1073741824", Object, "--page-size", "3")]
    [InlineData("'0' is not a number of bytes", Object, "--slab-size", "0")]
    [InlineData("'x' is not an address", Object, "--target-start", "x")]
    [InlineData("--section-address {object},.nosuch=1: no object of the link has such a section with an address", Object, "--section-address", "{object},.nosuch=1")]
    public void Wrong_usage_is_told(string reason, params string[] arguments)
    {
        Ended ended = Check(["1 = 1"], arguments);
        Assert.Equal((2, $"rtlink: error: {reason.Replace(Object, Small, StringComparison.Ordinal)}"), (ended.ExitCode, ended.ErrorLines[0]));
    }

    private string Rules => _folder.File("rules.s");

    private void Write(params string[] rules) => File.WriteAllLines(Rules, rules.Select(r => "# rtdyld-check: " + r));

    private Ended Check(string[] rules, params string[] arguments)
    {
        Write(rules);
        return RtlinkProcess.Run(["check", .. arguments.Select(a => a.Replace(Object, Small, StringComparison.Ordinal)), "--rules", Rules]);
    }

    private void Holds(string[] rules, params string[] arguments)
    {
        Ended ended = Check(rules, arguments);
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
    }
}
