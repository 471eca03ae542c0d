using Linker.Loader;
using Linker.MemoryManager;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>Every relocation type of Mach-O in links for random addresses, held against a second writing of what it does.</summary>
public sealed class RuntimeLinkerMachOEquationTests
{
    private const int DataSize = 0x5000, PlaceOffset = 16;
    private const byte AddendType = 10;

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, MachOEquation.All.Length)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_place_holds_the_equation_of_its_type_and_the_bytes_around_it_are_untouched(int row)
    {
        MachOEquation type = MachOEquation.All[row];
        var random = new Random(row);
        for (int i = 0; i < 60; i++)
        {
            Check(type, random);
        }
    }

    private static void Check(MachOEquation type, Random random)
    {
        // Pages between the two sections, in both directions. Small differences are of symbols that lie in one.
        bool isSmall = type.Reach < 26;
        long pages = 1L << (Math.Max(type.Reach, 26) - 12), away = random.NextInt64(6, Math.Max(7, pages - 6)) * (random.Next(2) * 2 - 1);
        ulong text = type.Reach == 28 ? 0x4000_0000UL : (ulong)random.NextInt64(1L << 46, 1L << 47) & ~0xfffUL, data = text + (ulong)(away * 0x1000);
        uint reach = isSmall ? 1u << type.Reach : DataSize - 0x100;
        uint target = 0x80 + ((uint)random.Next((int)reach) & ~(type.Unit == 1 ? 0u : 15u)), subtrahend = isSmall ? 0x80 + (uint)random.Next((int)reach) : (uint)random.Next(32);
        long limit = Math.Min(0x40, reach / 2), addend = type.Addend == AddendIn.Nowhere ? 0 : random.NextInt64(-limit, limit) * type.Unit;

        byte[] content = new byte[48], filler = new byte[DataSize];
        random.NextBytes(content);
        random.NextBytes(filler);

        // Addends of their own records leave the field to anything.
        ulong word = (((ulong)random.NextInt64() & type.Free) | type.Opcode) & ~type.Field;
        word = type.Addend == AddendIn.Place ? type.With(word, addend) : word | ((ulong)random.NextInt64() & type.Field);
        BitConverter.GetBytes(word).AsSpan(0, type.Size).CopyTo(content.AsSpan(PlaceOffset));
        var builder = new MachOBuilder { Cpu = type.Cpu };
        MachOBuilder.SectionRow code = builder.Text(content), values = builder.Section("__DATA", "__zdata", 0, filler);
        int symbol = builder.Global("_target", values, target), other = builder.Global("_subtrahend", isSmall ? values : code, subtrahend);
        Relate(type, code, PlaceOffset, symbol, other, addend);

        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(Math.Max(text, data) + ((ulong)random.Next(16, 0x80) << 12)), Scopes = [] });
        var request = new LinkRequest { Record = true, SectionAddress = (_, id) => id.Index == 1 ? text : data };
        using LoadedImage linked = linker.Link(request, ObjectReader.Read(builder.Build(), "a.o"));

        SlotEvent slot = linked.Record!.Slots.FirstOrDefault(s => s.Symbol == "_target");
        var places = new MachOPlaces(data + target, addend, text + PlaceOffset, slot.Address, (isSmall ? data : text) + subtrahend);
        Assert.True(slot.Address == 0 || Targets.Word(linked.BytesAt(slot.Address, 8)) == places.S);
        ulong expected = type.With(word, type.Value(places));
        BitConverter.GetBytes(expected).AsSpan(0, type.Size).CopyTo(content.AsSpan(PlaceOffset));
        Assert.Equal((type, places, Convert.ToHexString(content)), (type, places, Convert.ToHexString(linked.BytesAt(text, content.Length))));
        Assert.True(linked.BytesAt(data, DataSize).SequenceEqual(filler));
    }

    private static void Relate(MachOEquation type, MachOBuilder.SectionRow row, int place, int symbol, int subtrahend, long addend)
    {
        _ = type.IsDifference ? row.Relocate(place, type.Type, subtrahend, length: type.Length) : row;
        _ = type.Addend == AddendIn.Record && addend != 0 ? row.RelocateSection(place, AddendType, (int)addend) : row;
        row.Relocate(place, type.IsDifference ? (byte)0 : type.Type, symbol, type.IsRelative, type.Length);
    }

    [Fact]
    public void Every_type_that_is_supported_has_an_equation_or_belongs_to_the_one_after_it()
    {
        Assert.Equal(Enumerable.Range(0, 10), TypesOf(MachOBuilder.X64).Order());
        Assert.Equal(Enumerable.Range(0, 11), TypesOf(MachOBuilder.Arm64).Append(AddendType).Order());
        static IEnumerable<int> TypesOf(uint cpu) => MachOEquation.All.Where(t => t.Cpu == cpu).Select(t => (int)t.Type).Distinct();
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_field_may_end_where_its_section_ends_and_not_a_byte_later(int row)
    {
        MachOEquation type = MachOEquation.All[row];
        byte[] code = BitConverter.GetBytes(type.Opcode);
        for (int missing = 0; missing <= type.Size; missing++)
        {
            var builder = new MachOBuilder { Cpu = type.Cpu };
            MachOBuilder.SectionRow text = builder.Text([.. new byte[8], .. code[..(type.Size - missing)]]);
            int symbol = builder.Global("_target", text);
            Relate(type, text, 8, symbol, symbol, 4);
            if (missing == 0)
            {
                Assert.Equal(1, ObjectReader.Read(builder.Build(), "a.o").Relocations.Length);
            }
            else
            {
                Assert.Contains("does not lie inside", Assert.Throws<ObjectFormatException>(() => ObjectReader.Read(builder.Build(), "a.o")).Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(MachOBuilder.X64, 10, "X86_64_RELOC_")]
    [InlineData(MachOBuilder.Arm64, 11, "ARM64_RELOC_")]
    public void Every_number_that_is_no_type_is_refused_by_name_and_nothing_stays(uint cpu, int first, string prefix)
    {
        var memory = new CountedMemory();
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = memory, Scopes = [] });
        for (int number = first; number < 16; number++)
        {
            var builder = new MachOBuilder { Cpu = cpu };
            MachOBuilder.SectionRow data = builder.Data(new byte[16]);
            data.Relocate(8, (byte)number, builder.Global("_target", data), length: 3);
            RelocationFailure failure = Assert.Single(Assert.Throws<RelocationException>(() => linker.Link(ObjectReader.Read(builder.Build(), "a.o"))).Failures);
            Assert.Equal(number == 11 && cpu == MachOBuilder.Arm64 ? prefix + "AUTHENTICATED_POINTER" : $"{prefix}({number})", failure.TypeName);
            Assert.Equal(("a.o", "__data", 8UL, "_target"), (failure.FileName, failure.Section, failure.Offset, failure.Symbol));
            Assert.NotEmpty(failure.Problem);
            Assert.Equal(0, memory.Live);
        }
    }
}
