using Linker.Relocs;
using static Linker.Relocs.RelocKind;

namespace Linker.Loader.Tests;

/// <summary>The map by itself. That every number is what AAELF64 says is checked in House.Tests, against a list of all of them.</summary>
public class ElfArm64RelocsTests
{
    private static readonly ElfMachine Machine = ElfArm64Relocs.Machine;

    [Theory]
    [InlineData(0, "R_AARCH64_NONE", None)]
    [InlineData(257, "R_AARCH64_ABS64", Abs64)]
    [InlineData(258, "R_AARCH64_ABS32", Abs32)]
    [InlineData(261, "R_AARCH64_PREL32", Pc32)]
    [InlineData(275, "R_AARCH64_ADR_PREL_PG_HI21", A64Page21)]
    [InlineData(277, "R_AARCH64_ADD_ABS_LO12_NC", A64Add12)]
    [InlineData(279, "R_AARCH64_TSTBR14", A64Branch14)]
    [InlineData(280, "R_AARCH64_CONDBR19", A64Branch19)]
    [InlineData(282, "R_AARCH64_JUMP26", A64Branch26)]
    [InlineData(283, "R_AARCH64_CALL26", A64Branch26)]
    [InlineData(299, "R_AARCH64_LDST128_ABS_LO12_NC", A64LdSt128Offset12)]
    [InlineData(311, "R_AARCH64_ADR_GOT_PAGE", A64GotPage21)]
    [InlineData(313, "R_AARCH64_LD64_GOTPAGE_LO15", A64GotPageLd64Offset15)]
    [InlineData(314, "R_AARCH64_PLT32", Branch32)]
    [InlineData(541, "R_AARCH64_TLSIE_ADR_GOTTPREL_PAGE21", A64TlsOffsetPage21)]
    [InlineData(549, "R_AARCH64_TLSLE_ADD_TPREL_HI12", A64TpRelAddHi12)]
    [InlineData(562, "R_AARCH64_TLSDESC_ADR_PAGE21", A64TlsDescriptorPage21)]
    [InlineData(569, "R_AARCH64_TLSDESC_CALL", None)]
    [InlineData(1029, "R_AARCH64_TLS_DTPREL", DtpRel64)]
    public void What_compilers_write_has_its_name_and_kind(int number, string name, RelocKind kind) =>
        Assert.Equal((name, kind), (Machine.Names.NameOf((ushort)number), Machine.Kinds[number]));

    [Fact]
    public void Every_number_is_either_implemented_or_refused_with_a_reason()
    {
        Assert.Equal(1045, Machine.Kinds.Length);
        int implemented = Enumerable.Range(0, Machine.Kinds.Length).Count(type => Machine.Kinds[type] != Refused);

        // 112 that compute something, TLS_DTPREL, and five markers, the withdrawn number among them.
        Assert.Equal(112 + 1 + 5, implemented);
        foreach (int type in Enumerable.Range(0, Machine.Kinds.Length).Where(type => Machine.Kinds[type] == Refused))
        {
            Assert.False(string.IsNullOrWhiteSpace(Machine.Names.RefusalOf((ushort)type)));
        }
    }

    [Fact]
    public void The_withdrawn_number_is_a_marker() => Assert.Equal(None, Machine.Kinds[256]);

    [Theory]
    [InlineData(1024, "only a dynamic linker's output has it")]
    [InlineData(1028, "only a dynamic linker's output has it")]
    [InlineData(1032, "only a dynamic linker's output has it")]
    [InlineData(1041, "only a dynamic linker's output has it")]
    [InlineData(1044, "only a dynamic linker's output has it")]
    [InlineData(580, "PAuth")]
    [InlineData(597, "PAuth")]
    [InlineData(316, "structure protection")]
    [InlineData(317, "structure protection")]
    [InlineData(1, "not assigned")]
    [InlineData(281, "not assigned")]
    [InlineData(598, "not assigned")]
    [InlineData(1033, "not assigned")]
    [InlineData(0xE000, "not assigned")]
    [InlineData(0xFFFF, "not assigned")]
    public void What_is_refused_is_refused_for_its_own_reason(int number, string says)
    {
        Assert.Equal(Refused, number < Machine.Kinds.Length ? Machine.Kinds[number] : Refused);
        Assert.Contains(says, Machine.Names.RefusalOf((ushort)number), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_unique_and_a_number_without_one_is_shown_as_it_is()
    {
        string[] names = [.. Enumerable.Range(0, Machine.Kinds.Length).Select(type => Machine.Names.NameOf((ushort)type))];
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Equal("R_AARCH64_(281)", names[281]);
    }

    [Fact]
    public void Every_kind_of_AArch64_but_those_of_COFF_alone_has_a_number_in_the_map()
    {
        foreach (RelocKind kind in Enum.GetValues<RelocKind>().Where(k => k is Abs32 or GotRel32 || (k.ToString().StartsWith("A64", StringComparison.Ordinal) && RelocTable.For(k).Origin != Origin.Section)))
        {
            // Offsets in a section are COFF's alone.
            Assert.Contains(kind, kind.ToString().StartsWith("A64SecRel", StringComparison.Ordinal) ? [.. CoffArm64Relocs.Machine.Kinds, .. CoffArm64Relocs.Machine.Choices[11]!] : Machine.Kinds);
        }
    }
}
