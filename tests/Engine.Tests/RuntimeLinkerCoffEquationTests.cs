using Linker.Loader;
using Linker.MemoryManager;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>Every relocation type of COFF in links for random addresses, held against a second writing of what it does.</summary>
public sealed class RuntimeLinkerCoffEquationTests
{
    private const int DataSize = 0x5000, PlaceOffset = 16;

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, CoffEquation.All.Length)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_place_holds_the_equation_of_its_type_and_the_bytes_around_it_are_untouched(int row)
    {
        CoffEquation type = CoffEquation.All[row];
        var random = new Random(row);
        for (int i = 0; i < 60; i++)
        {
            Check(type, random);
        }
    }

    private static void Check(CoffEquation type, Random random)
    {
        // Pages between the two sections, in both directions.
        long pages = 1L << (type.Reach - 12), away = random.NextInt64(5, Math.Max(6, pages - 6)) * (random.Next(2) * 2 - 1);
        bool isNear = pages < 64;
        away = isNear ? (random.Next(2) == 0 ? -random.NextInt64(5, 7) : random.NextInt64(1, 3)) : away;
        ulong text = type.Reach == 28 ? 0x4000_0000UL : (ulong)random.NextInt64(1L << 47, 1L << 48) & ~0xfffUL, data = text + (ulong)(away * 0x1000);
        ulong image = Math.Min(text, data) - ((ulong)random.NextInt64(0x100, 0x1000) << 12);
        uint value = (uint)random.Next(0x40, isNear ? 0x80 : 0x4f0) * 16, target = (uint)(type.Unit == 1 ? random.Next(16) : 0) + value;
        long addend = random.NextInt64(type.IsSigned ? -0x40 : 0, 0x40) * type.Unit;

        byte[] content = new byte[48], filler = new byte[DataSize];
        random.NextBytes(content);
        random.NextBytes(filler);
        ulong word = type.With((((ulong)random.NextInt64() & type.Free) | type.Opcode) & ~type.Field, addend);
        BitConverter.GetBytes(word).AsSpan(0, type.Size).CopyTo(content.AsSpan(PlaceOffset));
        var coff = new CoffBuilder { Machine = type.Machine };
        coff.Section(".text", CoffBuilder.Code | CoffBuilder.Align(16), content).Relocate(PlaceOffset, type.Type, "target");
        coff.Section(".zdata", CoffBuilder.Data | CoffBuilder.Align(16), filler).Named("target", target);

        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(), Scopes = [] });
        linker.Definitions.Add("__ImageBase", image);
        var request = new LinkRequest { SectionAddress = (_, id) => id.Index == 1 ? text : data };
        using LoadedImage linked = linker.Link(request, ObjectReader.Read(coff.Build(), "a.obj"));

        var places = new CoffPlaces(data + target, addend, text + PlaceOffset, image, data);
        ulong expected = type.With(word, type.Value(places));
        BitConverter.GetBytes(expected).AsSpan(0, type.Size).CopyTo(content.AsSpan(PlaceOffset));
        Assert.Equal((type, places, Convert.ToHexString(content)), (type, places, Convert.ToHexString(linked.BytesAt(text, content.Length))));
        Assert.True(linked.BytesAt(data, DataSize).SequenceEqual(filler));
    }

    [Fact]
    public void Every_type_that_is_supported_has_an_equation_or_counts_sections()
    {
        Assert.Equal(Enumerable.Range(1, 11), TypesOf(CoffBuilder.X64).Append(10).Order());
        Assert.Equal(Enumerable.Range(1, 17).Where(t => t != 12), TypesOf(CoffBuilder.Arm64).Append(13).Order());
        static IEnumerable<int> TypesOf(ushort machine) => CoffEquation.All.Where(t => t.Machine == machine).Select(t => (int)t.Type).Distinct();
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_field_may_end_where_its_section_ends_and_not_a_byte_later(int row)
    {
        CoffEquation type = CoffEquation.All[row];
        byte[] code = BitConverter.GetBytes(type.Opcode);
        for (int missing = 0; missing <= type.Size; missing++)
        {
            var coff = new CoffBuilder { Machine = type.Machine };
            coff.Section(".text", CoffBuilder.Code, [.. code[..(8 - type.Size)], .. code[..(type.Size - missing)]]).Named("target").Relocate((uint)(8 - type.Size), type.Type, "target");
            if (missing == 0)
            {
                Assert.Equal(1, ObjectReader.Read(coff.Build(), "a.obj").Relocations.Length);
            }
            else
            {
                Assert.Contains("does not lie inside the section", Assert.Throws<ObjectFormatException>(() => ObjectReader.Read(coff.Build(), "a.obj")).Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(CoffBuilder.X64, 12, 16)]
    [InlineData(CoffBuilder.Arm64, 18, 12)]
    public void Every_number_that_is_no_type_is_refused_by_name_and_nothing_stays(ushort machine, int firstFree, int onlyOther)
    {
        var memory = new CountedMemory();
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = memory, Scopes = [] });
        string prefix = machine == CoffBuilder.X64 ? "IMAGE_REL_AMD64_" : "IMAGE_REL_ARM64_";
        foreach (int number in Enumerable.Range(firstFree, 256 - firstFree).Append(onlyOther).Append(0x100).Append(0x1004).Append(0x7fff).Append(0x8004).Append(0xffff))
        {
            var coff = new CoffBuilder { Machine = machine };
            coff.Section(".data", CoffBuilder.Data, new byte[16]).Named("target").Relocate(8, (ushort)number, "target");
            RelocationFailure failure = Assert.Single(Assert.Throws<RelocationException>(() => linker.Link(ObjectReader.Read(coff.Build(), "a.obj"))).Failures);
            Assert.StartsWith(prefix, failure.TypeName, StringComparison.Ordinal);
            Assert.True(number < firstFree + 5 || failure.TypeName == $"{prefix}({number})", failure.TypeName);
            Assert.Equal(("a.obj", ".data", 8UL, "target"), (failure.FileName, failure.Section, failure.Offset, failure.Symbol));
            Assert.NotEmpty(failure.Problem);
            Assert.Equal(0, memory.Live);
        }
    }
}
