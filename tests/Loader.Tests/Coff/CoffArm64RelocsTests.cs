using Linker.Relocs;
using static Linker.Relocs.RelocKind;

namespace Linker.Loader.Tests;

public class CoffArm64RelocsTests
{
    /// <summary>PE Format, "ARM64 Processors": number, name, field in bytes and what it is here; a reason where it is refused.</summary>
    internal static readonly (int Number, string Name, int FieldSize, RelocKind Kind, string Refusal)[] Types =
    [
        (0x0, "IMAGE_REL_ARM64_ABSOLUTE", 0, None, ""),
        (0x1, "IMAGE_REL_ARM64_ADDR32", 4, Abs32, ""),
        (0x2, "IMAGE_REL_ARM64_ADDR32NB", 4, ImageRel32, ""),
        (0x3, "IMAGE_REL_ARM64_BRANCH26", 4, A64Branch26, ""),
        (0x4, "IMAGE_REL_ARM64_PAGEBASE_REL21", 4, A64Page21, ""),
        (0x5, "IMAGE_REL_ARM64_REL21", 4, A64Adr21, ""),
        (0x6, "IMAGE_REL_ARM64_PAGEOFFSET_12A", 4, A64Add12, ""),
        (0x7, "IMAGE_REL_ARM64_PAGEOFFSET_12L", 4, A64LdSt64Offset12, ""),
        (0x8, "IMAGE_REL_ARM64_SECREL", 4, SecRel32, ""),
        (0x9, "IMAGE_REL_ARM64_SECREL_LOW12A", 4, A64SecRelAdd12, ""),
        (0xA, "IMAGE_REL_ARM64_SECREL_HIGH12A", 4, A64SecRelAddHi12, ""),
        (0xB, "IMAGE_REL_ARM64_SECREL_LOW12L", 4, A64SecRelLdSt64Offset12, ""),
        (0xC, "IMAGE_REL_ARM64_TOKEN", 4, Refused, "common language runtime"),
        (0xD, "IMAGE_REL_ARM64_SECTION", 2, SectionNumber16, ""),
        (0xE, "IMAGE_REL_ARM64_ADDR64", 8, Abs64, ""),
        (0xF, "IMAGE_REL_ARM64_BRANCH19", 4, A64Branch19, ""),
        (0x10, "IMAGE_REL_ARM64_BRANCH14", 4, A64Branch14, ""),
        (0x11, "IMAGE_REL_ARM64_REL32", 4, Pc32, ""),
    ];

    [Fact]
    public void The_map_and_the_names_are_those_of_the_PE_format()
    {
        foreach ((int number, string name, _, RelocKind kind, _) in Types)
        {
            Assert.Equal((number, name, kind), (number, CoffArm64Relocs.Machine.Names.NameOf((ushort)number), CoffMaps.KindOf(CoffArm64Relocs.Machine, number)));
        }
    }

    [Fact]
    public void Fields_are_as_wide_as_the_PE_format_says_and_only_REL32_counts_from_elsewhere()
    {
        foreach ((int number, string name, int size, RelocKind kind, _) in Types.Where(t => t.Kind != Refused))
        {
            Assert.Equal((name, size, number == 0x11 ? -4 : 0), (name, RelocTable.For(kind).Field.Size, CoffArm64Relocs.Machine.Biases[number]));
        }
    }

    [Fact]
    public void Every_number_of_16_bits_is_either_implemented_or_refused_with_its_reason() =>
        CoffMaps.CheckTotal(CoffArm64Relocs.Machine, "IMAGE_REL_ARM64_", [.. Types.Select(t => t.Refusal)]);

    [Fact]
    public void A_type_whose_instruction_tells_the_kind_offers_only_kinds_of_its_width() => CoffMaps.CheckChoices(CoffArm64Relocs.Machine, 7, 11);
}
