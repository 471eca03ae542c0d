using System.Globalization;
using System.Text.RegularExpressions;
using Linker.Cli.Output;
using Linker.Shared;

namespace Linker.Cli.Tests.Output.Arm64;

/// <summary>The text of A64 instructions: by hand for what relocations touch, and against <c>llvm-objdump</c>.</summary>
public partial class A64Tests
{
    private const ulong At = 0x10_0000;

    [Theory]
    [InlineData(0x10000010, "adr x16, 0x100000")]
    [InlineData(0xb0000010, "adrp x16, 0x101000")]
    [InlineData(0x90800000, "adrp x0, 0xffffffff00100000")]
    [InlineData(0x91000210, "add x16, x16, #0x0")]
    [InlineData(0x91404821, "add x1, x1, #0x12, lsl #12")]
    [InlineData(0x910003fd, "mov x29, sp")]
    [InlineData(0xf9400211, "ldr x17, [x16]")]
    [InlineData(0x3dc00421, "ldr q1, [x1, #0x10]")]
    [InlineData(0x39000420, "strb w0, [x1, #0x1]")]
    [InlineData(0xf9800020, "prfm pldl1keep, [x1]")]
    [InlineData(0x58000041, "ldr x1, 0x100008")]
    [InlineData(0xa9bf7bfd, "stp x29, x30, [sp, #-0x10]!")]
    [InlineData(0xd2800000, "mov x0, #0x0")]
    [InlineData(0xf2a00000, "movk x0, #0x0, lsl #16")]
    [InlineData(0xd2a00000, "movz x0, #0x0, lsl #16")]
    [InlineData(0x92800000, "mov x0, #-0x1")]
    [InlineData(0x94000001, "bl 0x100004")]
    [InlineData(0x17ffffff, "b 0xffffc")]
    [InlineData(0x54000040, "b.eq 0x100008")]
    [InlineData(0xb4000040, "cbz x0, 0x100008")]
    [InlineData(0x36000040, "tbz w0, #0x0, 0x100008")]
    [InlineData(0xd61f0200, "br x16")]
    [InlineData(0xd65f03c0, "ret")]
    [InlineData(0xd53bd040, "mrs x0, TPIDR_EL0")]
    [InlineData(0xd503245f, "bti c")]
    [InlineData(0xd503201f, "nop")]
    [InlineData(0x00000000, "udf #0x0")]
    [InlineData(0xffffffff, ".inst 0xffffffff")]
    public void An_instruction_is_shown_with_what_it_leads_to(uint word, string text) => Assert.Equal(text, A64.Text(word, At));

    [Fact]
    public void Every_row_says_what_llvm_objdump_says_whatever_its_fields_hold()
    {
        var random = new Random(1);
        uint[] words = [.. A64.Rows.SelectMany(row => Enumerable.Range(0, 40).Select(_ => ((uint)random.NextInt64(1L << 32) & ~row.Fixed.Mask) | row.Fixed.Value))];
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder.File("words.s"), words.Select(word => $".inst 0x{word:x8}"));
        var differences = new List<string>();
        int compared = 0;
        foreach ((ulong address, uint word, string theirs) in Disassembled(folder, "words.s"))
        {
            // Rows overlap only where one is no instruction, and system registers have more names than are known here.
            if (A64.TryText(word, address) is { } ours && !UnnamedRegister().IsMatch(ours) && !UnnamedHint().IsMatch(ours))
            {
                compared++;
                if (Normal(ours) != theirs)
                {
                    differences.Add($"{word:x8}: '{ours}' is '{theirs}'");
                }
            }
        }

        Assert.Equal([], differences);
        Assert.InRange(compared, words.Length * 3 / 4, words.Length);
    }

    [Theory]
    [InlineData("-O0")]
    [InlineData("-O2")]
    [InlineData("-O3", "-fPIC", "-mbranch-protection=standard")]
    [InlineData("-O2", "-march=armv8.2-a", "-mno-outline-atomics", "-ftls-model=initial-exec")]
    [InlineData("-O2", "-mcmodel=tiny", "-ftls-model=local-exec", "-fstack-protector-strong")]
    [InlineData("-Os", "-fno-pic", "-mcmodel=large", "-ftls-model=local-exec")]
    public void All_that_clang_makes_of_a_program_is_shown_as_llvm_objdump_shows_it(params string[] options)
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(Repository.Root, "tests", "Cli.Tests", "Output", "Arm64", "A64Tests.code.c"), folder.File("code.c"));
        (ulong Address, uint Word, string Theirs)[] instructions = [.. Disassembled(folder, "code.c", ["-ffreestanding", .. options])];
        Assert.InRange(instructions.Length, 200, 2000);
        Assert.All(instructions, i => Assert.Equal(i.Theirs, Normal(A64.Text(i.Word, i.Address))));
    }

    private static IEnumerable<(ulong Address, uint Word, string Text)> Disassembled(TemporaryFolder folder, string source, params string[] options)
    {
        Tool.Run("clang-22", folder.Path, ["--target=aarch64-linux-gnu", .. options, "-c", source, "-o", "object.o"]);
        foreach (string line in Tool.Run("llvm-objdump-22", folder.Path, "-d", "object.o").Output.Split('\n'))
        {
            if (Instruction().Match(line) is { Success: true } match)
            {
                yield return (Number(match.Groups[1]), (uint)Number(match.Groups[2]), Normal(match.Groups[3].Value));
            }
        }
    }

    // Without remarks and the names of branch targets; zero has more than one spelling.
    private static string Normal(string text) =>
        LeadingZeros().Replace(Zero().Replace(Blanks().Replace(Remark().Replace(text, ""), " "), "#0x0"), "#0x").Trim();

    private static ulong Number(Group digits) => ulong.Parse(digits.ValueSpan, NumberStyles.AllowHexSpecifier);

    [GeneratedRegex(@"^\s*([0-9a-f]+): ([0-9a-f]{8})\s+(.*)$")]
    private static partial Regex Instruction();

    [GeneratedRegex(@"//.*$| <(?!unknown).*>\s*$")]
    private static partial Regex Remark();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"#0+(?![0-9a-fx.])")]
    private static partial Regex Zero();

    [GeneratedRegex(@"#0x0+(?=[0-9a-f])")]
    private static partial Regex LeadingZeros();

    [GeneratedRegex(@"\bS[0-3]_[0-7]_C")]
    private static partial Regex UnnamedRegister();

    [GeneratedRegex(@"^hint ")]
    private static partial Regex UnnamedHint();
}
