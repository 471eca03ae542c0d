using System.Buffers.Binary;
using Linker.Relocs;
using Linker.Shared;
using static Linker.Shared.ElfBuilder;

namespace Linker.Loader.Tests;

public class ElfReaderRelocationTests
{
    private static LinkGraph Read(ElfBuilder elf, bool includeUnloaded = false) => ObjectReader.Read(elf.Build(), "test.o", includeUnloaded);

    [Fact]
    public void Rela_entries_become_relocations()
    {
        var elf = new ElfBuilder();
        int text = elf.Text(16);
        int f = elf.Symbol("f", Undefined);
        elf.AddRela(text, (1, 4, (uint)f, -4), (8, 1, 0, long.MinValue));
        LinkGraph graph = Read(elf);
        ReadOnlySpan<Relocation> relocations = graph.RelocationsOf(new SectionId((uint)text));
        Assert.Equal(
            [new(-4, 1, new SymbolId((uint)f), default, RelocKind.Branch32, 4), new(long.MinValue, 8, default, default, RelocKind.Abs64, 1)],
            relocations.ToArray());
        Assert.Equal("R_X86_64_PLT32", graph.TypeNameOf(relocations[0]));
        Assert.Null(graph.RefusalOf(relocations[0]));
    }

    [Theory]
    [InlineData(1u, -2L, 8)]
    [InlineData(2u, -3L, 4)]
    [InlineData(12u, -4L, 2)]
    [InlineData(14u, -5L, 1)]
    [InlineData(10u, 0x7fffffffL, 4)]
    [InlineData(0u, 0L, 0)]
    public void Rel_entries_take_their_addend_from_the_place(uint type, long addend, int width)
    {
        var elf = new ElfBuilder();
        var place = new byte[16];
        BitConverter.GetBytes(addend).AsSpan(0, width).CopyTo(place.AsSpan(3));
        int data = elf.Section(".data", Progbits, Alloc | Write, place);
        elf.AddRel(data, (3, type, 0));
        Assert.Equal(addend, Read(elf).Relocations[0].Addend);
    }

    [Fact]
    public void The_place_of_a_rel_entry_is_proved_before_it_is_read()
    {
        var elf = new ElfBuilder();
        int data = elf.Section(".data", Progbits, Alloc | Write, new byte[8]);
        elf.AddRel(data, (5, 10, 0));
        Refusal.Says("does not lie inside", elf.Build());
    }

    [Fact]
    public void Relocations_from_several_tables_for_one_section_lie_together()
    {
        var elf = new ElfBuilder();
        int text = elf.Text(64);
        int data = elf.Section(".data", Progbits, Alloc | Write, new byte[64]);
        elf.AddRela(text, (0, 1, 0, 1));
        elf.AddRela(data, (0, 1, 0, 2));
        elf.AddRel(text, (8, 1, 0), (16, 1, 0));
        elf.AddRela(data, (8, 1, 0, 4));
        LinkGraph graph = Read(elf);
        Assert.Equal([0u, 8u, 16u], graph.RelocationsOf(new SectionId((uint)text)).ToArray().Select(r => r.Offset));
        Assert.Equal([2L, 4L], graph.RelocationsOf(new SectionId((uint)data)).ToArray().Select(r => r.Addend));
        Assert.Equal(5, graph.Relocations.Length);
    }

    [Fact]
    public void Unloaded_sections_have_relocations_only_when_asked_for()
    {
        var elf = new ElfBuilder();
        int debug = elf.Section(".debug_info", Progbits, 0, new byte[8]);
        elf.AddRela(debug, (0, 1, 0, 1));
        Assert.Equal(0, Read(elf).Relocations.Length);
        Assert.Equal(1, Read(elf, includeUnloaded: true).RelocationsOf(new SectionId((uint)debug)).Length);
    }

    [Theory]
    [InlineData(".debug_info", Compressed)]
    [InlineData(".zdebug_info", 0UL)]
    public void Compressed_sections_have_no_relocations_since_they_have_no_places_yet(string name, ulong flags)
    {
        var elf = new ElfBuilder();
        int debug = elf.Section(name, Progbits, flags, new byte[8]);
        elf.AddRela(debug, (1000, 1, 0, 1));
        LinkGraph graph = Read(elf, includeUnloaded: true);
        Assert.Equal((0, SectionFlags.Compressed), (graph.Relocations.Length, graph.Sections[debug].Flags));
    }

    [Theory]
    [InlineData(13UL, 2u, true)]
    [InlineData(12UL, 2u, false)]
    [InlineData(9UL, 1u, true)]
    [InlineData(8UL, 1u, false)]
    [InlineData(16UL, 14u, true)]
    [InlineData(15UL, 14u, false)]
    [InlineData(16UL, 0u, false)]
    [InlineData(17UL, 0u, true)]
    [InlineData(0x1_0000_0000UL, 0u, true)]
    [InlineData(ulong.MaxValue, 2u, true)]
    public void A_place_lies_inside_its_section_to_the_last_byte(ulong offset, uint type, bool refused)
    {
        var elf = new ElfBuilder();
        elf.AddRela(elf.Text(16), (offset, type, 0, 0));
        if (refused)
        {
            Refusal.Says("does not lie inside", elf.Build());
        }
        else
        {
            Assert.Equal((uint)offset, Read(elf).Relocations[0].Offset);
        }
    }

    [Theory]
    [InlineData(2u, true)]
    [InlineData(5u, true)]
    [InlineData(0u, false)]
    public void Zero_fill_can_have_markers_only(uint type, bool refused)
    {
        var elf = new ElfBuilder();
        elf.AddRela(elf.Section(".bss", Nobits, Alloc | Write, size: 16), (0, type, 0, 0));
        if (refused)
        {
            Refusal.Says("has no bytes", elf.Build());
        }
        else
        {
            Assert.Equal(RelocKind.None, Read(elf).Relocations[0].Kind);
        }
    }

    [Fact]
    public void A_type_that_is_refused_keeps_its_number_and_says_why()
    {
        var elf = new ElfBuilder();
        elf.AddRela(elf.Text(16), (0, 5, 0, 0), (0, 200, 0, 0), (0, 65535, 0, 0));
        LinkGraph graph = Read(elf);
        Assert.Equal([5, 200, 65535], graph.Relocations.ToArray().Select(r => (int)r.FormatType));
        Assert.All(graph.Relocations.ToArray(), r => Assert.Equal(RelocKind.Refused, r.Kind));
        Assert.Contains("dynamic linker", graph.RefusalOf(graph.Relocations[0]), StringComparison.Ordinal);
        Assert.Contains("not assigned", graph.RefusalOf(graph.Relocations[2]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(65536u)]
    [InlineData(65538u)]
    [InlineData(uint.MaxValue)]
    public void A_type_that_the_graph_cannot_hold_is_refused_not_cut_short(uint type)
    {
        var elf = new ElfBuilder();
        elf.AddRela(elf.Text(16), (0, type, 0, 0));
        Refusal.Says($"the type {type} is not assigned", elf.Build());
    }

    [Fact]
    public void A_symbol_that_does_not_exist_is_refused()
    {
        var elf = new ElfBuilder();
        elf.AddRela(elf.Text(16), (0, 2, 1, 0));
        Refusal.Says("refers to symbol 1 of 1", elf.Build());
    }

    [Theory]
    [InlineData(44, 0u, "patches no section")]
    [InlineData(44, 99u, "patches section 99")]
    [InlineData(40, 0u, "not the symbol table")]
    [InlineData(40, 3u, "not the symbol table")]
    [InlineData(56, 16u, "entries of 16 bytes, not 24")]
    [InlineData(32, 23u, "not a number of entries")]
    public void A_relocation_table_that_does_not_hang_together_is_refused(int field, uint value, string says)
    {
        var elf = new ElfBuilder();
        int rela = elf.AddRela(elf.Text(16), (0, 2, 0, 0));
        byte[] file = elf.Build();
        int table = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(40));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(table + (rela * 64) + field), value);
        Refusal.Says(says, file, includeUnloaded: true);
    }

    // Header: count × 8 + addends × 4 + shift. First: offset 2, symbol +1, type +4, addend −4. Second: offset +0x24 in two bytes, type −2.
    [Fact]
    public void Compact_entries_add_up_their_differences()
    {
        var elf = new ElfBuilder();
        int text = elf.Text(96);
        int f = elf.Symbol("f", Undefined);
        byte[] crel = [(2 * 8) + 4 + 1, (2 << 3) | 7, 1, 4, 0x7c, 0x80 | (4 << 3) | 2, 2, 0x7e];
        elf.Section(".crel.text", Crel, 0, crel, 1, SymtabIndex, (uint)text, 1);
        Relocation[] read = Read(elf).Relocations.ToArray();
        Assert.Equal(
            [new(-4, 4, new SymbolId((uint)f), default, RelocKind.Branch32, 4), new(-4, (2 + 4 + 32) << 1, new SymbolId((uint)f), default, RelocKind.Pc32, 2)],
            read);
    }

    [Fact]
    public void Compact_entries_without_addends_take_them_from_the_place()
    {
        var elf = new ElfBuilder();
        int data = elf.Section(".data", Progbits, Alloc | Write, [0, 0, 0xfe, 0xff, 0xff, 0xff, 0, 0]);
        elf.Section(".crel.data", Crel, 0, [1 * 8, (2 << 2) | 2, 10], 1, SymtabIndex, (uint)data, 1);
        Relocation read = Read(elf).Relocations[0];
        Assert.Equal((2u, RelocKind.AbsU32, -2L), (read.Offset, read.Kind, read.Addend));
    }

    [Theory]
    [InlineData(new byte[] { 0x80 }, "header is cut short")]
    [InlineData(new byte[] { 9 * 8, 0 }, "cannot fit")]
    [InlineData(new byte[] { 1 * 8, 0x81 }, "cut short")]
    [InlineData(new byte[] { (1 * 8) + 4, 7, 0x80 }, "cut short")]
    public void Compact_entries_that_are_cut_short_are_refused(byte[] crel, string says)
    {
        var elf = new ElfBuilder();
        elf.Section(".crel.text", Crel, 0, crel, 1, SymtabIndex, (uint)elf.Text(64), 1);
        Refusal.Says(says, elf.Build());
    }
}
