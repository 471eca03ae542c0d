using Linker.Relocs;
using static Linker.Relocs.RelocKind;

namespace Linker.Loader.Tests;

public class ElfX64RelocsTests
{
    private const string RunTime = "only a dynamic linker's output has it";

    /// <summary>The psABI's table (§4.4.1 to §4.4.3): number, name, field in bytes, calculation in the psABI's letters, and what it is here; no kind where it is refused.</summary>
    private static readonly (int Number, string Name, int FieldSize, string Calculation, RelocKind Kind)[] Abi =
    [
        (0, "R_X86_64_NONE", 0, "none", None),
        (1, "R_X86_64_64", 8, "S + A", Abs64),
        (2, "R_X86_64_PC32", 4, "S + A - P", Pc32),
        (3, "R_X86_64_GOT32", 4, "G + A", Got32),
        (4, "R_X86_64_PLT32", 4, "L + A - P", Branch32),
        (5, "R_X86_64_COPY", 0, "none", Refused),
        (6, "R_X86_64_GLOB_DAT", 8, "S", Refused),
        (7, "R_X86_64_JUMP_SLOT", 8, "S", Refused),
        (8, "R_X86_64_RELATIVE", 8, "B + A", Refused),
        (9, "R_X86_64_GOTPCREL", 4, "G + GOT + A - P", GotPc32),
        (10, "R_X86_64_32", 4, "S + A", AbsU32),
        (11, "R_X86_64_32S", 4, "S + A", AbsS32),
        (12, "R_X86_64_16", 2, "S + A", Abs16),
        (13, "R_X86_64_PC16", 2, "S + A - P", Pc16),
        (14, "R_X86_64_8", 1, "S + A", Abs8),
        (15, "R_X86_64_PC8", 1, "S + A - P", Pc8),
        (16, "R_X86_64_DTPMOD64", 8, "", Refused),
        (17, "R_X86_64_DTPOFF64", 8, "S + A - DTP", DtpRel64),
        (18, "R_X86_64_TPOFF64", 8, "S + A - TP", TpRel64),
        (19, "R_X86_64_TLSGD", 4, "GTLSIDX + A - P", TlsIndexPc32),
        (20, "R_X86_64_TLSLD", 4, "GLDM + A - P", TlsModulePc32),
        (21, "R_X86_64_DTPOFF32", 4, "S + A - DTP", DtpRel32),
        (22, "R_X86_64_GOTTPOFF", 4, "GTPREL + A - P", TlsOffsetPc32),
        (23, "R_X86_64_TPOFF32", 4, "S + A - TP", TpRel32),
        (24, "R_X86_64_PC64", 8, "S + A - P", Pc64),
        (25, "R_X86_64_GOTOFF64", 8, "S + A - GOT", GotRel64),
        (26, "R_X86_64_GOTPC32", 4, "GOT + A - P", GotBasePc32),
        (27, "R_X86_64_GOT64", 8, "G + A", Got64),
        (28, "R_X86_64_GOTPCREL64", 8, "G + GOT + A - P", GotPc64),
        (29, "R_X86_64_GOTPC64", 8, "GOT + A - P", GotBasePc64),
        (30, "R_X86_64_GOTPLT64", 8, "G + A", Got64),
        (31, "R_X86_64_PLTOFF64", 8, "L + A - GOT", BranchGotRel64),
        (32, "R_X86_64_SIZE32", 4, "Z + A", Size32),
        (33, "R_X86_64_SIZE64", 8, "Z + A", Size64),
        (34, "R_X86_64_GOTPC32_TLSDESC", 4, "GTLSDESC + A - P", TlsDescriptorPc32),
        (35, "R_X86_64_TLSDESC_CALL", 0, "none", None),
        (36, "R_X86_64_TLSDESC", 16, "", Refused),
        (37, "R_X86_64_IRELATIVE", 8, "indirect (B + A)", Refused),
        (38, "R_X86_64_RELATIVE64", 8, "B + A", Refused),
        (39, "R_X86_64_PC32_BND", 4, "S + A - P", Pc32),
        (40, "R_X86_64_PLT32_BND", 4, "L + A - P", Branch32),
        (41, "R_X86_64_GOTPCRELX", 4, "G + GOT + A - P", GotPc32),
        (42, "R_X86_64_REX_GOTPCRELX", 4, "G + GOT + A - P", GotPc32),
        (43, "R_X86_64_CODE_4_GOTPCRELX", 4, "G + GOT + A - P", GotPc32),
        (44, "R_X86_64_CODE_4_GOTTPOFF", 4, "GTPREL + A - P", TlsOffsetPc32),
        (45, "R_X86_64_CODE_4_GOTPC32_TLSDESC", 4, "GTLSDESC + A - P", TlsDescriptorPc32),
        (46, "R_X86_64_CODE_5_GOTPCRELX", 4, "G + GOT + A - P", GotPc32),
        (47, "R_X86_64_CODE_5_GOTTPOFF", 4, "GTPREL + A - P", TlsOffsetPc32),
        (48, "R_X86_64_CODE_5_GOTPC32_TLSDESC", 4, "GTLSDESC + A - P", TlsDescriptorPc32),
        (49, "R_X86_64_CODE_6_GOTPCRELX", 4, "G + GOT + A - P", GotPc32),
        (50, "R_X86_64_CODE_6_GOTTPOFF", 4, "GTPREL + A - P", TlsOffsetPc32),
        (51, "R_X86_64_CODE_6_GOTPC32_TLSDESC", 4, "GTLSDESC + A - P", TlsDescriptorPc32),
        (250, "R_X86_64_GNU_VTINHERIT", 0, "none", None),
        (251, "R_X86_64_GNU_VTENTRY", 0, "none", None),
    ];

    [Fact]
    public void Every_number_from_0_to_255_is_either_implemented_or_refused_with_a_reason()
    {
        Assert.Equal(256, ElfX64Relocs.Machine.Kinds.Length);
        int implemented = 0;
        int refused = 0;
        for (ushort type = 0; type < 256; type++)
        {
            if (ElfX64Relocs.Machine.Kinds[type] != Refused)
            {
                implemented++;
                continue;
            }

            refused++;
            Assert.False(string.IsNullOrWhiteSpace(ElfX64Relocs.Machine.Names.RefusalOf(type)));
        }

        Assert.Equal((46, 210), (implemented, refused));
    }

    [Fact]
    public void The_map_and_the_names_are_those_of_the_psABI()
    {
        foreach ((int number, string name, _, _, RelocKind kind) in Abi)
        {
            Assert.Equal((number, name, kind), (number, ElfX64Relocs.Machine.Names.NameOf((ushort)number), ElfX64Relocs.Machine.Kinds[number]));
        }
    }

    [Fact]
    public void A_number_that_the_psABI_does_not_assign_is_refused_as_such()
    {
        HashSet<int> assigned = [.. Abi.Select(row => row.Number)];
        foreach (int number in Enumerable.Range(0, 256).Where(n => !assigned.Contains(n)))
        {
            Assert.Equal(Refused, ElfX64Relocs.Machine.Kinds[number]);
            Assert.Equal($"R_X86_64_({number})", ElfX64Relocs.Machine.Names.NameOf((ushort)number));
            Assert.Contains("not assigned", ElfX64Relocs.Machine.Names.RefusalOf((ushort)number), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_only_a_dynamic_linker_reads_is_refused_as_such()
    {
        foreach ((int number, string name, _, _, RelocKind kind) in Abi.Where(row => row.Kind == Refused))
        {
            Assert.True(ElfX64Relocs.Machine.Names.RefusalOf((ushort)number).StartsWith(RunTime, StringComparison.Ordinal), name);
        }
    }

    [Fact]
    public void The_fields_are_as_wide_as_the_psABI_says()
    {
        foreach ((int number, string name, int fieldSize, _, RelocKind kind) in Abi.Where(row => row.Kind != Refused))
        {
            Assert.Equal((name, fieldSize), (name, RelocTable.For(kind).Field.Size));
        }
    }

    [Fact]
    public void The_equations_are_those_of_the_psABI_in_this_house_s_letters()
    {
        foreach ((int number, string name, int fieldSize, string calculation, RelocKind kind) in Abi.Where(row => row.Kind != Refused && row.FieldSize != 0))
        {
            // L is S with a stub allowed; the psABI's G is an offset from GOT, ours an address.
            string expected = calculation.Replace("G + GOT + A", "G + A", StringComparison.Ordinal).Replace('-', '−');
            expected = expected.StartsWith("L + A", StringComparison.Ordinal) ? string.Concat("S", expected.AsSpan(1)) : expected;
            expected = kind is Got32 or Got64 ? "G + A − GOT" : expected;
            Assert.Equal((name, expected), (name, RelocTable.For(kind).Equation));
        }
    }

    [Fact]
    public void Every_kind_but_those_of_AArch64_of_COFF_and_of_Mach_O_alone_has_a_number_in_the_map()
    {
        foreach (RelocKind kind in Enum.GetValues<RelocKind>().Where(k => k is not (Abs32 or GotRel32 or ImageRel32 or SecRel32 or SectionNumber16 or GotSlot64 or Diff8 or Diff16 or Diff32 or Diff64) && !k.ToString().StartsWith("A64", StringComparison.Ordinal)))
        {
            Assert.Contains(kind, ElfX64Relocs.Machine.Kinds.ToArray());
        }
    }
}
