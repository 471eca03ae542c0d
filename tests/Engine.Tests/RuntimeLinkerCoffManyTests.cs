using System.Diagnostics;
using Linker.Loader;
using Linker.MemoryManager;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>Counts of COFF beyond 16 bits, and links whose cost must not grow faster than they do.</summary>
public sealed class RuntimeLinkerCoffManyTests
{
    public static TheoryData<ushort, bool> Sorts => new() { { CoffBuilder.X64, false }, { CoffBuilder.X64, true }, { CoffBuilder.Arm64, false }, { CoffBuilder.Arm64, true } };

    private static ushort Address(ushort machine) => machine == CoffBuilder.X64 ? (ushort)1 : (ushort)14;

    private static ushort Number(ushort machine) => machine == CoffBuilder.X64 ? (ushort)10 : (ushort)13;

    [Theory]
    [MemberData(nameof(Sorts))]
    public void More_relocations_than_sixteen_bits_count_are_all_applied(ushort machine, bool isBig)
    {
        foreach (int count in (int[])[0xfffe, 0xffff, 0x1_0000, 70_000])
        {
            using var link = new CoffLink(machine);
            var coff = new CoffBuilder { Machine = machine, IsBig = isBig };
            CoffBuilder.SectionRow table = coff.Section(".data", CoffBuilder.Data | CoffBuilder.Align(8), new byte[8 * count]).Named("table").Named("middle", 8);
            for (int i = 0; i < count; i++)
            {
                table.Relocate((uint)i * 8, Address(machine), (i & 1) == 0 ? "table" : "middle");
            }

            link.Link(coff);
            ulong start = (ulong)link.Image.GetAddress("table");
            Assert.Equal(0, Enumerable.Range(0, count).Count(i => link.Word(start + ((ulong)i * 8), 8) != start + ((ulong)(i & 1) * 8)));
        }
    }

    [Theory]
    [InlineData(CoffBuilder.X64, false, 65_279)]
    [InlineData(CoffBuilder.Arm64, false, 65_279)]
    [InlineData(CoffBuilder.X64, true, 70_000)]
    [InlineData(CoffBuilder.Arm64, true, 70_000)]
    public void Symbols_lie_in_the_sections_of_large_numbers_that_they_name(ushort machine, bool isBig, int count)
    {
        using var link = new CoffLink(machine);
        var coff = new CoffBuilder { Machine = machine, IsBig = isBig };
        CoffBuilder.SectionRow table = coff.Section(".rdata", CoffBuilder.Constants | CoffBuilder.Align(8), new byte[8 * count]).Named("table");
        for (int i = 1; i < count; i++)
        {
            int symbol = coff.Symbol("s", coff.Section(".data", CoffBuilder.Data, (byte)i, (byte)(i >> 8)).Number, 0, CoffBuilder.Static);
            table.Relocate((uint)i * 8, Address(machine), symbol);
        }

        link.Link(new LinkRequest(), ObjectReader.Read(coff.Build(), "a.obj"));
        ulong start = (ulong)link.Image.GetAddress("table");
        Assert.Equal(0, Enumerable.Range(1, count - 1).Count(i => link.Word(link.Word(start + ((ulong)i * 8), 8), 2) != (ushort)i));
    }

    [Theory]
    [InlineData(CoffBuilder.X64)]
    [InlineData(CoffBuilder.Arm64)]
    public void The_number_of_a_section_fits_sixteen_bits_or_is_refused(ushort machine)
    {
        // As many sections of the image as there are numbers, and one more; addends move the result over either end as well.
        foreach ((int sections, int addend, int? number) in ((int, int, int?)[])[(65_535, 0, 65_535), (65_536, 0, null), (3, -3, 0), (3, -4, null), (3, 0x7fff, 0x8002)])
        {
            using var link = new CoffLink(machine);
            var coff = new CoffBuilder { Machine = machine, IsBig = true };
            CoffBuilder.SectionRow asks = coff.Section(".s0", CoffBuilder.Constants, (byte)addend, (byte)(addend >> 8)).Named("number");
            for (int i = 1; i < sections; i++)
            {
                coff.Section(".s" + i, CoffBuilder.Constants, 1);
            }

            asks.Relocate(0, Number(machine), coff.Symbol("s", sections, 0, CoffBuilder.Static));
            LinkGraph graph = ObjectReader.Read(coff.Build(), "a.obj");
            if (number is { } right)
            {
                link.Link(new LinkRequest(), graph);
                Assert.Equal((ulong)right, link.Word("number", 2));
            }
            else
            {
                Assert.Contains("does not fit 0 ≤ X < 2^16", Assert.Throws<RelocationException>(() => link.Link(new LinkRequest(), graph)).Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(CoffBuilder.X64)]
    [InlineData(CoffBuilder.Arm64)]
    public void Sixteen_thousand_sections_with_functions_and_tables_of_their_own_link_in_no_time(ushort machine)
    {
        const int count = 16_000;
        ushort offset = machine == CoffBuilder.X64 ? (ushort)3 : (ushort)2, branch = machine == CoffBuilder.X64 ? (ushort)4 : (ushort)3;
        byte[] call = machine == CoffBuilder.X64 ? [0xE9, 0, 0, 0, 0] : [0, 0, 0, 0x14];
        int entry = machine == CoffBuilder.X64 ? 12 : 8;
        var coff = new CoffBuilder { Machine = machine, IsBig = true };
        for (int i = 0; i < count; i++)
        {
            CoffBuilder.SectionRow code = coff.OneOf(".text$mn", CoffBuilder.Code | CoffBuilder.Align(16), CoffBuilder.Any, $"f{i}", [.. call]).Relocate((uint)call.Length - 4, branch, $"f{(i + 1) % count}");
            coff.With(code, ".pdata", CoffBuilder.Constants | CoffBuilder.Align(4), new byte[entry]).Relocate(0, offset, $"f{i}");
        }

        byte[] file = coff.Build();
        using var link = new CoffLink(machine);
        var watch = Stopwatch.StartNew();
        link.Link(new LinkRequest(), ObjectReader.Read(file, "a.obj"));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Emulation.Patience);
        Assert.Equal(count, link.Image.ExportedNames.Count());
    }

    [Theory]
    [InlineData(CoffBuilder.X64)]
    [InlineData(CoffBuilder.Arm64)]
    public void Ten_thousand_images_that_live_together_are_linked_in_no_time(ushort machine)
    {
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(CoffLink.Base) });
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < 10_000; i++)
        {
            var coff = new CoffBuilder { Machine = machine };
            coff.Section(".data", CoffBuilder.Data, new byte[8]).Named($"f{i}").Relocate(0, Address(machine), $"f{i / 2}");
            linker.Link(ObjectReader.Read(coff.Build(), "a.obj"));
        }

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Emulation.Patience);
    }
}
