using System.Globalization;
using System.Text.RegularExpressions;
using Linker.Relocs;
using Linker.Shared;

namespace Linker.Check.Tests.Instructions;

/// <summary>Operands are numbered as LLVM numbers them.</summary>
public partial class InstructionTests
{
    private const ulong Address = 0x10000;

    public static TheoryData<Machine, string> Rows =>
    [
        .. RowsOf(Machine.X64).Select(r => new TheoryDataRow<Machine, string>(Machine.X64, r)),
        .. RowsOf(Machine.Arm64).Select(r => new TheoryDataRow<Machine, string>(Machine.Arm64, r)),
    ];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Operands_are_those_on_paper(Machine machine, string row)
    {
        (byte[] bytes, string operands, string name) = Parse(row);
        Instruction instruction = Instruction.Read(machine, bytes, Address);
        Assert.Equal(bytes.Length, instruction.Size);
        Assert.NotNull(instruction.Operands);
        Assert.Equal($"{name}: {operands}", $"{name}: {string.Join(' ', instruction.Operands.Select(o => o.IsImmediate ? o.Value.ToString(CultureInfo.InvariantCulture) : "r"))}");
    }

    // The tool is a program for Linux.
    [Theory]
    [Trait("System", "linux")]
    [InlineData(Machine.X64, "x86_64-linux-gnu")]
    [InlineData(Machine.Arm64, "aarch64-linux-gnu")]
    public void The_paper_says_what_LLVM_says(Machine machine, string triple)
    {
        string[] rows = RowsOf(machine);
        string input = string.Concat(rows.Select(r => string.Join(' ', Parse(r).Bytes.Select(b => $"0x{b:x2}")) + "\n"));
        string features = machine == Machine.X64 ? "+avx512f,+avx512bw,+avx512vl,+avx512dq,+gfni,+adx,+bmi2,+sha,+rtm" : "+v8.5a";
        string output = Tool.Run("llvm-mc-22", input, "-triple", triple, $"-mattr={features}", "--disassemble", "--show-inst");
        var theirs = new List<string>();
        foreach (Match match in Shown().Matches(output))
        {
            string value = match.Groups["value"].Value;
            switch (match.Groups["kind"].Value)
            {
                case "MCInst #":
                    theirs.Add(value[(value.IndexOf(' ', StringComparison.Ordinal) + 1)..] + ":");
                    break;
                case "MCOperand Imm:":
                    theirs[^1] += " " + value;
                    break;
                default:
                    theirs[^1] += " r";
                    break;
            }
        }

        Assert.Equal(rows.Select(r => Parse(r) is var (_, operands, name) ? $"{name}: {operands}".TrimEnd() : ""), theirs);
    }

    [Theory]
    [InlineData("e8fbffffff", 0, "-5")] // call to itself
    [InlineData("eb80", 0, "-128")]
    [InlineData("0f8400010000", 0, "256")]
    [InlineData("488b0578563412", 4, "305419896")] // mov rax, [rip+0x12345678]
    [InlineData("c70578563412feffffff", 3, "305419896")] // mov dword ptr [rip+…], −2
    [InlineData("48c70578563412feffffff", 5, "-2")] // mov qword ptr
    [InlineData("c70578563412feffffff", 5, "4294967294")] // mov dword ptr: 32 bits have no sign
    [InlineData("830578563412fe", 5, "-2")] // add dword ptr, a byte
    public void Distances_are_sign_extended_and_immediates_as_their_encoding_is(string bytes, int index, string value) =>
        Assert.Equal(value, Instruction.Read(Machine.X64, Convert.FromHexString(bytes), Address).Operands![index].Value.ToString(CultureInfo.InvariantCulture));

    [Theory]
    [InlineData(Machine.X64, "06", "no instruction")]
    [InlineData(Machine.X64, "48", "no instruction")]
    [InlineData(Machine.X64, "ffffffffffff", "no instruction")]
    [InlineData(Machine.Arm64, "1f2003", "only 3 bytes")]
    public void Bytes_that_are_no_instruction_are_refused(Machine machine, string bytes, string reason) =>
        Assert.Contains(reason, Assert.Throws<EvaluationException>(() => Instruction.Read(machine, Convert.FromHexString(bytes), Address)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_unknown_word_of_AArch64_has_a_size_and_no_operands()
    {
        Instruction instruction = Instruction.Read(Machine.Arm64, [0xff, 0xff, 0xff, 0xff], Address);
        Assert.Equal((4, null), (instruction.Size, instruction.Operands));
        Assert.Throws<EvaluationException>(() => Instruction.Read(Machine.Arm64, [0, 0, 0, 0], Address + 2));
    }

    [FsCheck.Xunit.Property(MaxTest = 2000)]
    public void Any_bytes_are_an_instruction_or_refused(byte[] bytes, bool isArm)
    {
        try
        {
            Assert.InRange(Instruction.Read(isArm ? Machine.Arm64 : Machine.X64, bytes, Address).Size, 1, 15);
        }
        catch (EvaluationException e)
        {
            Assert.NotEmpty(e.Message);
        }
    }

    private static string[] RowsOf(Machine machine) =>
        [.. File.ReadAllLines(Path.Combine(Repository.Root, "tests/Check.Tests/Instructions", machine == Machine.X64 ? "x64.txt" : "arm64.txt")).Where(l => l.Length > 0 && l[0] != '#')];

    private static (byte[] Bytes, string Operands, string Name) Parse(string row)
    {
        string[] cells = row.Split('|', StringSplitOptions.TrimEntries);
        return (Convert.FromHexString(cells[0]), cells[1], cells[2]);
    }

    [GeneratedRegex(@"<(?<kind>MCInst #|MCOperand Imm:|MCOperand \w+:)(?<value>[^>\n]*)")]
    private static partial Regex Shown();
}
