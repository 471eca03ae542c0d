using Linker.Relocs;
using static Linker.Relocs.RelocKind;

namespace Linker.Loader.Tests;

public class CoffX64RelocsTests
{
    /// <summary>PE Format, "x64 Processors": number, name, field in bytes, from where a distance counts, and what it is here; a reason where it is refused.</summary>
    internal static readonly (int Number, string Name, int FieldSize, int Bias, RelocKind Kind, string Refusal)[] Types =
    [
        (0x0, "IMAGE_REL_AMD64_ABSOLUTE", 0, 0, None, ""),
        (0x1, "IMAGE_REL_AMD64_ADDR64", 8, 0, Abs64, ""),
        (0x2, "IMAGE_REL_AMD64_ADDR32", 4, 0, Abs32, ""),
        (0x3, "IMAGE_REL_AMD64_ADDR32NB", 4, 0, ImageRel32, ""),
        (0x4, "IMAGE_REL_AMD64_REL32", 4, -4, Pc32, ""),
        (0x5, "IMAGE_REL_AMD64_REL32_1", 4, -5, Pc32, ""),
        (0x6, "IMAGE_REL_AMD64_REL32_2", 4, -6, Pc32, ""),
        (0x7, "IMAGE_REL_AMD64_REL32_3", 4, -7, Pc32, ""),
        (0x8, "IMAGE_REL_AMD64_REL32_4", 4, -8, Pc32, ""),
        (0x9, "IMAGE_REL_AMD64_REL32_5", 4, -9, Pc32, ""),
        (0xA, "IMAGE_REL_AMD64_SECTION", 2, 0, SectionNumber16, ""),
        (0xB, "IMAGE_REL_AMD64_SECREL", 4, 0, SecRel32, ""),
        (0xC, "IMAGE_REL_AMD64_SECREL7", 1, 0, Refused, "no linker defines"),
        (0xD, "IMAGE_REL_AMD64_TOKEN", 8, 0, Refused, "common language runtime"),
        (0xE, "IMAGE_REL_AMD64_SREL32", 4, 0, Refused, "spans"),
        (0xF, "IMAGE_REL_AMD64_PAIR", 0, 0, Refused, "spans"),
        (0x10, "IMAGE_REL_AMD64_SSPAN32", 4, 0, Refused, "spans"),
    ];

    [Fact]
    public void The_map_and_the_names_are_those_of_the_PE_format()
    {
        foreach ((int number, string name, _, _, RelocKind kind, _) in Types)
        {
            Assert.Equal((number, name, kind), (number, CoffX64Relocs.Machine.Names.NameOf((ushort)number), CoffMaps.KindOf(CoffX64Relocs.Machine, number)));
        }
    }

    [Fact]
    public void Fields_are_as_wide_and_distances_count_from_where_the_PE_format_says()
    {
        foreach ((_, string name, int size, int bias, RelocKind kind, _) in Types.Where(t => t.Kind != Refused))
        {
            int number = Array.FindIndex(Types, t => t.Name == name);
            Assert.Equal((name, size, bias), (name, RelocTable.For(kind).Field.Size, CoffX64Relocs.Machine.Biases[number]));
        }
    }

    [Fact]
    public void Every_number_of_16_bits_is_either_implemented_or_refused_with_its_reason() =>
        CoffMaps.CheckTotal(CoffX64Relocs.Machine, "IMAGE_REL_AMD64_", [.. Types.Select(t => t.Refusal)]);

    [Fact]
    public void A_type_whose_instruction_tells_the_kind_offers_only_kinds_of_its_width() => CoffMaps.CheckChoices(CoffX64Relocs.Machine, 4);
}

/// <summary>What holds for the maps of all machines.</summary>
internal static class CoffMaps
{
    internal static RelocKind KindOf(CoffMachine machine, int number) => number < machine.Kinds.Length ? machine.Kinds[number] : Refused;

    internal static void CheckTotal(CoffMachine machine, string prefix, string[] refusals)
    {
        Assert.Equal((machine.Kinds.Length, machine.Kinds.Length), (machine.Biases.Length, machine.Choices.Length));
        for (int number = 0; number <= ushort.MaxValue; number++)
        {
            string says = number >= refusals.Length ? "not assigned" : refusals[number];
            Assert.Equal((number, says.Length == 0), (number, KindOf(machine, number) != Refused));
            if (says.Length != 0)
            {
                Assert.Contains(says, machine.Names.RefusalOf((ushort)number), StringComparison.Ordinal);
            }

            if (number >= refusals.Length)
            {
                Assert.Equal($"{prefix}({number})", machine.Names.NameOf((ushort)number));
            }
        }
    }

    internal static void CheckChoices(CoffMachine machine, params int[] numbers)
    {
        for (int number = 0; number < machine.Choices.Length; number++)
        {
            Assert.Equal(numbers.Contains(number), machine.Choices[number] is not null);
            foreach (RelocKind kind in machine.Choices[number] ?? [])
            {
                Assert.Equal(RelocTable.For(machine.Kinds[number]).Field.Size, RelocTable.For(kind).Field.Size);
            }

            Assert.True(machine.Choices[number] is null || machine.Choices[number]!.Contains(machine.Kinds[number]));
        }
    }
}
