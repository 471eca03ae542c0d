using System.Buffers.Binary;
using System.Diagnostics;
using Linker.Shared;

namespace Linker.Loader.Tests;

/// <summary>For any bytes: a sound graph or <see cref="ObjectFormatException"/>, and nothing else.</summary>
public class CoffReaderMalformedTests
{
    private static CoffBuilder Small()
    {
        var coff = new CoffBuilder();
        CoffBuilder.SectionRow text = coff.Section(".text", CoffBuilder.Code, new byte[16]);
        coff.Section(".data_with_a_long_name", CoffBuilder.Data, new byte[16]).Named("f", 4);
        text.Relocate(0, 2, "a_name_that_is_long").Relocate(8, 2, "f");
        coff.Weak("w", "f");
        return coff;
    }

    // Sections at 20 and 60; their bytes and relocations at 100, 116, 136; records from 152.
    [Theory]
    [InlineData(2, 2, 0xffff, "section header table")] // NumberOfSections
    [InlineData(8, 4, 0x7fffffff, "symbol table")] // PointerToSymbolTable
    [InlineData(8, 4, 0xffffffff, "symbol table")]
    [InlineData(12, 4, 0x10000, "symbol table")] // NumberOfSymbols
    [InlineData(12, 4, 0xffffffff, "symbol table")]
    [InlineData(16, 2, 0xffff, "section header table")] // SizeOfOptionalHeader
    [InlineData(36, 4, 0x10000, "section 1")] // SizeOfRawData
    [InlineData(36, 4, 0xffffffff, "section 1")]
    [InlineData(40, 4, 0xfffffff0, "section 1")] // PointerToRawData
    [InlineData(40, 4, 0, "bytes that are nowhere")]
    [InlineData(44, 4, 0xffffffff, "relocations of section 1")] // PointerToRelocations
    [InlineData(52, 2, 0x7fff, "PointerToRelocations")] // NumberOfRelocations
    [InlineData(32, 4, 1, "lies before the section")] // VirtualAddress
    [InlineData(61, 4, 0x39393939, "string table")] // Name
    [InlineData(61, 4, 0x00303000, "Name")]
    [InlineData(61, 4, 0x0000332d, "string table")]
    [InlineData(61, 4, 0x00007833, "is no number")]
    [InlineData(61, 4, 0x41412d2f, "base 64")]
    [InlineData(116, 4, 13, "does not lie inside")] // VirtualAddress of a relocation
    [InlineData(116, 4, 0xffffffff, "does not lie inside")]
    [InlineData(120, 4, 4, "refers to symbol 4 of 4")] // SymbolTableIndex
    [InlineData(120, 4, 0xffffffff, "refers to symbol")]
    [InlineData(174, 4, 3, "string table")] // a name in the table's size
    [InlineData(174, 4, 0x7fffffff, "string table")]
    [InlineData(164, 2, 3, "lies in section 3 of 2")] // SectionNumber
    [InlineData(164, 2, 0xfffd, "lies in section")]
    [InlineData(169, 1, 99, "99 auxiliary records, but the table ends before")]
    [InlineData(169, 1, 4, "4 auxiliary records, but the table ends before")]
    [InlineData(160, 4, 17, "past the end of section 2")] // Value
    public void A_field_out_of_range_is_refused_by_name(int offset, int size, uint value, string says)
    {
        byte[] file = Small().Build();
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        bytes[..size].CopyTo(file.AsSpan(offset));
        Refusal.Says(says, file);
    }

    [Theory]
    [InlineData(0, "way 0 of searching")]
    [InlineData(5, "way 5 of searching")]
    public void A_weak_external_that_is_found_in_a_way_that_is_not_known_is_refused(uint search, string says)
    {
        CoffBuilder coff = Small();
        coff.Weak("x", "f", search);
        Refusal.Says(says, coff.Build());
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(99)]
    [InlineData(-1)]
    public void A_weak_external_that_stands_for_itself_or_nothing_is_refused(int alternate)
    {
        var coff = new CoffBuilder();
        coff.Symbol("a");
        coff.Weak("b", "a");
        coff.Symbol("c");
        coff.Weak("d", alternate);
        Refusal.Says("it stands for symbol", coff.Build());
    }

    [Fact]
    public void A_weak_external_without_its_auxiliary_record_is_refused()
    {
        var coff = new CoffBuilder();
        coff.Symbol("w", 0, 0, CoffBuilder.WeakExternal);
        Refusal.Says("says nothing of what it stands for", coff.Build());
    }

    [Theory]
    [InlineData("one relocation")]
    [InlineData("none")]
    [InlineData("too many")]
    public void A_count_of_relocations_beyond_the_header_is_believed_only_if_it_can_be(string what)
    {
        var coff = new CoffBuilder();
        CoffBuilder.SectionRow text = coff.Section(".text", CoffBuilder.Code, new byte[8]);
        for (int i = 0; i < 0xffff; i++)
        {
            text.Relocate(0, 2, "f");
        }

        byte[] file = coff.Build();
        uint count = what == "none" ? 0 : what == "too many" ? uint.MaxValue : 1u;
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(text.RelocationOffset), count);
        if (what == "one relocation")
        {
            Assert.Equal(0, ObjectReader.Read(file, "test.obj").Relocations.Length);
            return;
        }

        Refusal.Says(what == "none" ? "not even itself" : "PointerToRelocations", file);
    }

    [Fact]
    public void Relocations_that_are_also_symbols_are_refused()
    {
        byte[] file = Small().Build();
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(44), 20);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(52), (ushort)((file.Length - 100) / 10));
        Refusal.Says("tables overlap", file);
    }

    [Fact]
    public void Tables_that_overlap_are_refused_before_they_cost_more_than_the_file_is_long()
    {
        var coff = new CoffBuilder();
        for (int i = 0; i < 1000; i++)
        {
            coff.Section(".text", CoffBuilder.Code, new byte[8]).Relocate(0, 2, "f");
        }

        coff.Section(".text", CoffBuilder.Code, new byte[200_000]);
        byte[] file = coff.Build();
        for (int i = 1; i <= 1000; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(coff.HeaderOffset(i) + 24), 40_000);
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(coff.HeaderOffset(i) + 32), 10_000);
        }

        Refusal.Says("tables overlap", file);
    }

    [Fact]
    public void Directives_that_many_sections_share_are_refused()
    {
        var coff = new CoffBuilder();
        CoffBuilder.SectionRow[] rows = [.. Enumerable.Range(0, 1000).Select(_ => coff.Directives("/INCLUDE:f"))];
        coff.Section(".data", CoffBuilder.Data, new byte[100_000]).Data.AsSpan().Fill((byte)'"');
        byte[] file = coff.Build();
        foreach (CoffBuilder.SectionRow row in rows)
        {
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(coff.HeaderOffset(row.Number) + 16), 100_000);
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(coff.HeaderOffset(row.Number) + 20), 50_000);
        }

        Refusal.Says("tables overlap", file);
    }

    [Fact]
    public void Zero_fill_sections_of_more_than_the_address_space_are_refused()
    {
        var coff = new CoffBuilder();
        for (int i = 0; i < 40_000; i++)
        {
            coff.Section(".bss", CoffBuilder.Zeroes).Size = uint.MaxValue;
        }

        Refusal.Says("more than an address space holds", coff.Build());
    }

    [Fact]
    public void Names_that_are_each_other_s_tails_are_refused()
    {
        var coff = new CoffBuilder();
        uint name = coff.StringAt(new string('x', 60_000));
        for (uint i = 0; i < 10_000; i++)
        {
            coff.Symbol("");
        }

        byte[] file = coff.Build();
        for (int i = 0; i < 10_000; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(coff.SymbolOffset + (18 * i) + 4), name + (uint)i);
        }

        Refusal.Says("each other's tails", file);
    }

    [Fact]
    public void Ten_thousand_directives_about_ten_thousand_names_are_read_in_no_time()
    {
        var coff = new CoffBuilder();
        CoffBuilder.SectionRow text = coff.Section(".text", CoffBuilder.Code, 0xC3);
        for (int i = 0; i < 10_000; i++)
        {
            text.Named("f" + i);
        }

        coff.Directives(string.Concat(Enumerable.Range(0, 10_000).Select(i => $" -exclude-symbols:f{i}")));
        var watch = Stopwatch.StartNew();
        LinkGraph graph = coff.Read();
        Assert.True(watch.Elapsed < Emulation.Patience);
        Assert.Equal(SymbolVisibility.Hidden, graph.Symbols[10_000].Visibility);
    }

    public static TheoryData<ushort, bool> Sorts() => new() { { CoffBuilder.X64, false }, { CoffBuilder.X64, true }, { CoffBuilder.Arm64, false } };

    [Theory]
    [MemberData(nameof(Sorts))]
    public void An_object_cut_anywhere_is_sound_or_refused(ushort machine, bool isBig)
    {
        byte[] file = CoffSamples.Everything(machine, isBig).Build();
        Assert.True(SoundGraph.OrRefused(file));
        int sound = Enumerable.Range(0, file.Length).Count(size => SoundGraph.OrRefused(file[..size]));
        Assert.InRange(sound, 0, 10);
    }

    [Theory]
    [MemberData(nameof(Sorts))]
    public void Every_byte_and_every_word_overwritten_is_sound_or_refused(ushort machine, bool isBig)
    {
        byte[] file = CoffSamples.Everything(machine, isBig).Build();
        int refused = 0;
        for (int i = 0; i < file.Length; i++)
        {
            foreach (int size in (int[])[1, 2, 4])
            {
                foreach (uint value in (uint[])[0, 1, 2, 0x7f, 0xff, 0x7fffffff, 0xffffffff])
                {
                    byte[] changed = [.. file];
                    for (int j = 0; j < size && i + j < file.Length; j++)
                    {
                        changed[i + j] = (byte)(value >> (8 * j));
                    }

                    refused += SoundGraph.OrRefused(changed) ? 0 : 1;
                }
            }
        }

        Assert.True(refused > 1000, $"{refused}");
    }
}
