using Linker.Loader;
using Linker.Relocs;

namespace Linker.House.Tests;

/// <summary>The map of ELF AArch64 against a list transcribed from AAELF64, and nothing but AAELF64.</summary>
public class ElfArm64AbiTableTests
{
    private const int Count = 1200;

    private static readonly Dictionary<string, string> Equations = new()
    {
        ["S + A"] = "S + A",
        ["S + A - P"] = "S + A − P",
        ["Page(S + A) - Page(P)"] = "Page(S + A) − Page(P)",
        ["S + A - GOT"] = "S + A − GOT",
        ["G(GDAT(S)) - P + A"] = "G + A − P",
        ["G(GDAT(S)) - Page(GOT)"] = "G − Page(GOT)",
        ["DTPREL(S + A)"] = "S + A − DTP",
        ["TPREL(S + A)"] = "S + A − TP",
    };

    private static readonly Dictionary<string, string> Slots = new() { ["GDAT"] = "G", ["GTLSIDX"] = "GTLSIDX", ["GLDM"] = "GLDM", ["GTPREL"] = "GTPREL", ["GTLSDESC"] = "GTLSDESC" };

    private static readonly Dictionary<string, InstructionClass> Instructions = new()
    {
        ["MOV[KZ]"] = InstructionClass.MovW,
        ["MOVK"] = InstructionClass.MovW,
        ["MOV[NZ]"] = InstructionClass.MovSigned,
        ["LDR literal"] = InstructionClass.Literal,
        ["ADR"] = InstructionClass.Adr,
        ["ADRP"] = InstructionClass.Adrp,
        ["ADD"] = InstructionClass.Add,
        ["LD/ST 8"] = InstructionClass.LdSt8,
        ["LD/ST 16"] = InstructionClass.LdSt16,
        ["LD/ST 32"] = InstructionClass.LdSt32,
        ["LD/ST 64"] = InstructionClass.LdSt64,
        ["LD/ST 128"] = InstructionClass.LdSt128,
        ["TBZ/TBNZ"] = InstructionClass.Branch14,
        ["B.cond"] = InstructionClass.Branch19,
        ["B/BL"] = InstructionClass.Branch26,
    };

    private static readonly LinkGraph Graph = ElfProbe.Read(Count, ElfProbe.Arm64);

    private static readonly Row[] All = [.. Source.Read("tests/House.Tests/Abi/elf-arm64.tsv").Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split('\t'))
        .Select(cells => new Row(int.Parse(cells[0]), cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], cells[7]))];

    public static TheoryData<Row> Rows => [.. All];

    public static TheoryData<Row> Applied => [.. All.Where(row => row.Use == "object" && row.Instruction != "none")];

    static ElfArm64AbiTableTests()
    {
        foreach ((string entry, string letter) in Slots)
        {
            Equations[$"G({entry}(S))"] = letter;
            Equations[$"G({entry}(S)) - P"] = $"{letter} − P";
            Equations[$"G({entry}(S)) - GOT"] = $"{letter} − GOT";
            Equations[$"Page(G({entry}(S))) - Page(P)"] = $"Page({letter}) − Page(P)";
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Number_has_the_name_of_the_ABI(Row row)
    {
        Assert.NotNull(row);
        Assert.Equal(row.Name == "withdrawn" ? $"R_AARCH64_({row.Number})" : row.Name, NameOf(row.Number));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Number_is_implemented_when_objects_have_it_and_refused_when_they_do_not(Row row)
    {
        Assert.NotNull(row);
        RelocKind kind = Graph.Relocations[row.Number].Kind;
        Assert.Equal(row.Use == "object", kind != RelocKind.Refused);
        Assert.Equal(row.Instruction == "none", kind == RelocKind.None);
    }

    [Theory]
    [MemberData(nameof(Applied))]
    public void Equation_is_that_of_the_ABI(Row row)
    {
        RelocForm form = FormOf(row);
        Assert.Equal(Equations[row.Operation], form.Equation);
        Assert.Equal(row.Name is "R_AARCH64_CALL26" or "R_AARCH64_JUMP26" or "R_AARCH64_PLT32", form.Target == Target.Stub);
    }

    [Theory]
    [MemberData(nameof(Applied))]
    public void Field_is_in_the_instruction_and_takes_the_bits_that_the_ABI_says(Row row)
    {
        RelocForm form = FormOf(row);
        bool isWord = row.Instruction.StartsWith("word", StringComparison.Ordinal);
        Assert.Equal(isWord ? InstructionClass.None : Instructions[row.Instruction], form.Field.Instruction);
        string line = form.ToString().Split('\n')[1];
        if (isWord)
        {
            Assert.StartsWith($"{row.Instruction} ← X", line, StringComparison.Ordinal);
            Assert.Equal($"{(8 * form.Field.Size) - 1}:0", row.Bits);
        }
        else
        {
            Assert.Contains($"← X[{row.Bits}]", line, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Applied))]
    public void Range_and_alignment_are_checked_as_the_ABI_asks(Row row)
    {
        RelocForm form = FormOf(row);
        Assert.Equal(row.Check == "-" ? "" : row.Check.Replace('-', '−').Replace("<=", "≤", StringComparison.Ordinal), form.Range.ToString());

        // No bit is dropped silently, though the ABI asks for no check of 542.
        string alignment = row.Number == 542 ? "8" : row.Align;
        Assert.Equal(alignment == "-" ? 1 : int.Parse(alignment), form.Alignment);
    }

    [Fact]
    public void Every_number_is_implemented_or_refused_with_a_reason()
    {
        HashSet<int> assigned = [.. All.Select(row => row.Number)];
        for (int type = 0; type < Count; type++)
        {
            ref readonly Relocation relocation = ref Graph.Relocations[type];
            Assert.Equal(type, relocation.FormatType);
            Assert.Equal(relocation.Kind == RelocKind.Refused, Graph.RefusalOf(in relocation) is { Length: > 0 });
            Assert.True(assigned.Contains(type) || relocation.Kind == RelocKind.Refused, $"{type} is not assigned, but applied as {relocation.Kind}");
            Assert.True(assigned.Contains(type) || NameOf(type) == $"R_AARCH64_({type})", $"{type} is not assigned, but called {NameOf(type)}");
        }
    }

    [Fact]
    public void The_list_has_every_number_of_the_ABI()
    {
        int[] numbers =
        [
            0, .. Range(256, 280), .. Range(282, 293), .. Range(299, 317), .. Range(512, 573), .. Range(580, 597), .. Range(1024, 1032), .. Range(1041, 1044),
        ];
        Assert.Equal(numbers, All.Select(row => row.Number));
        Assert.Equal(112, All.Count(row => row is { Use: "object", Instruction: not "none" }) - 1); // 1029 is a dynamic one that debug information borrows
    }

    [Fact]
    public void Every_reason_to_refuse_is_its_own()
    {
        string Reason(int type) => Graph.RefusalOf(in Graph.Relocations[type])!;
        string[] reasons = [.. All.Where(row => row.Use != "object").GroupBy(row => row.Use).Select(use => Assert.Single(use.Select(row => Reason(row.Number)).Distinct()))];
        Assert.Equal(3, reasons.Distinct().Count());
        foreach (int unassigned in (int[])[1, 255, 281, 294, 298, 318, 511, 574, 579, 598, 1023, 1033, 1040, 1045, 1199])
        {
            Assert.DoesNotContain(Reason(unassigned), reasons);
            Assert.Contains("AAELF64", Reason(unassigned), StringComparison.Ordinal);
        }
    }

    private static IEnumerable<int> Range(int first, int last) => Enumerable.Range(first, last - first + 1);

    private static string NameOf(int type) => Graph.TypeNameOf(in Graph.Relocations[type]);

    private static RelocForm FormOf(Row row)
    {
        Assert.NotNull(row);
        return RelocTable.For(Graph.Relocations[row.Number].Kind);
    }

    /// <summary>A line of the list.</summary>
    public record Row(int Number, string Name, string Operation, string Instruction, string Bits, string Check, string Align, string Use);
}
