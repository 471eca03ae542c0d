using Linker.Shared;
using static Linker.Shared.ElfBuilder;

namespace Linker.Loader.Tests;

public class ElfReaderSectionTests
{
    private static LinkGraph Read(ElfBuilder elf, bool includeUnloaded = false) => ObjectReader.Read(elf.Build(), "test.o", includeUnloaded);

    [Fact]
    public void An_object_without_a_section_table_is_an_empty_graph()
    {
        byte[] file = new ElfBuilder().Build()[..64];
        file.AsSpan(40, 8).Clear();
        LinkGraph graph = ObjectReader.Read(file, "test.o");
        Assert.Equal((1, 1, 0), (graph.Sections.Length, graph.Symbols.Length, graph.Relocations.Length));
    }

    [Fact]
    public void Ids_are_the_indexes_of_the_file_and_contents_are_its_bytes()
    {
        var elf = new ElfBuilder();
        int data = elf.Section(".data", Progbits, Alloc | Write, [1, 2, 3], 8);
        LinkGraph graph = Read(elf);
        ref readonly Section section = ref graph.Sections[data];
        Assert.Equal(".data", graph.NameOf(section));
        Assert.Equal([1, 2, 3], graph.ContentOf(new SectionId((uint)data)).ToArray());
        Assert.Equal((3UL, 8UL, SectionFlags.Load | SectionFlags.Write, SectionRole.Ordinary), (section.Size, section.Alignment, section.Flags, section.Role));
        Assert.Equal((1u, 3UL), (section.FormatType, section.FormatFlags));
    }

    [Theory]
    [InlineData(Alloc | Exec, SectionFlags.Load | SectionFlags.Execute)]
    [InlineData(Alloc | Merge | Strings, SectionFlags.Load | SectionFlags.Merge | SectionFlags.Strings)]
    [InlineData(Alloc | Write | Tls, SectionFlags.Load | SectionFlags.Write | SectionFlags.ThreadLocal)]
    [InlineData(Alloc | Large, SectionFlags.Load | SectionFlags.Large)]
    [InlineData(Alloc | Exclude, SectionFlags.Exclude)]
    [InlineData(0UL, SectionFlags.None)]
    [InlineData(Compressed, SectionFlags.Compressed)]
    public void Flags_are_translated(ulong flags, SectionFlags expected)
    {
        var elf = new ElfBuilder();
        int section = elf.Section(".x", Progbits, flags, [0], entrySize: 1);
        Assert.Equal(expected, Read(elf).Sections[section].Flags);
    }

    [Fact]
    public void A_nobits_section_has_a_size_and_no_bytes()
    {
        var elf = new ElfBuilder();
        int bss = elf.Section(".bss", Nobits, Alloc | Write, size: 800UL << 20, align: 32);
        LinkGraph graph = Read(elf);
        Assert.Equal((800UL << 20, 0), (graph.Sections[bss].Size, graph.ContentOf(new SectionId((uint)bss)).Length));
        Assert.True(graph.Sections[bss].IsZeroFill && graph.Sections[bss].IsLoaded);
    }

    [Theory]
    [InlineData(".init_array", InitArray, SectionRole.Initializers, 65536)]
    [InlineData(".init_array.00101", InitArray, SectionRole.Initializers, 101)]
    [InlineData(".init_array.5", Progbits, SectionRole.Initializers, 5)]
    [InlineData(".init_array.hot", InitArray, SectionRole.Initializers, 65536)]
    [InlineData(".init_array.99999", InitArray, SectionRole.Initializers, 65536)]
    [InlineData("anything", InitArray, SectionRole.Initializers, 65536)]
    [InlineData(".init_arrayx", Progbits, SectionRole.Ordinary, 65536)]
    [InlineData(".preinit_array", PreinitArray, SectionRole.PreInitializers, 65536)]
    [InlineData(".fini_array", FiniArray, SectionRole.Finalizers, 65536)]
    [InlineData(".fini_array.65535", FiniArray, SectionRole.Finalizers, 65535)]
    [InlineData(".ctors", Progbits, SectionRole.ReversedInitializers, 65536)]
    [InlineData(".ctors.65435", Progbits, SectionRole.ReversedInitializers, 100)]
    [InlineData(".dtors", Progbits, SectionRole.ReversedFinalizers, 65536)]
    [InlineData(".dtors.00000", Progbits, SectionRole.ReversedFinalizers, 65535)]
    [InlineData(".eh_frame", Progbits, SectionRole.Unwind, 65536)]
    [InlineData(".eh_frame", X64Unwind, SectionRole.Unwind, 65536)]
    [InlineData(".data", Progbits, SectionRole.Ordinary, 65536)]
    public void Roles_and_priorities_come_from_types_and_names(string name, uint type, SectionRole role, int priority)
    {
        var elf = new ElfBuilder();
        int section = elf.Section(name, type, Alloc | Write, new byte[8], 8);
        Assert.Equal((role, priority), (Read(elf).Sections[section].Role, Read(elf).Sections[section].Priority));
    }

    [Fact]
    public void Book_keeping_is_metadata_and_not_loaded()
    {
        var elf = new ElfBuilder();
        int stack = elf.Section(".note.GNU-stack", Progbits, 0);
        LinkGraph graph = Read(elf);
        foreach (int i in (int[])[1, 2, 3, stack])
        {
            Assert.Equal((SectionRole.Metadata, false), (graph.Sections[i].Role, graph.Sections[i].IsLoaded));
        }
    }

    [Theory]
    [InlineData(0UL, 1UL)]
    [InlineData(1UL, 1UL)]
    [InlineData(65536UL, 65536UL)]
    [InlineData(1UL << 32, 1UL << 32)]
    public void An_alignment_of_any_power_of_two_is_kept(ulong align, ulong expected)
    {
        var elf = new ElfBuilder();
        int section = elf.Section(".x", Progbits, Alloc, [0], align);
        Assert.Equal(expected, Read(elf).Sections[section].Alignment);
    }

    [Theory]
    [InlineData(3UL)]
    [InlineData(1UL << 33)]
    [InlineData(ulong.MaxValue)]
    public void An_absurd_alignment_is_refused(ulong align)
    {
        var elf = new ElfBuilder();
        elf.Section(".x", Progbits, Alloc, [0], align);
        Refusal.Says("power of two", elf.Build());
    }

    [Theory]
    [InlineData(1UL << 47)]
    [InlineData(ulong.MaxValue)]
    public void A_section_larger_than_an_address_space_is_refused(ulong size)
    {
        var elf = new ElfBuilder();
        elf.Section(".bss", Nobits, Alloc | Write, size: size);
        Refusal.Says("more than an address space holds", elf.Build());
    }

    [Fact]
    public void Sections_that_only_together_are_too_large_are_refused()
    {
        var elf = new ElfBuilder();
        elf.Section(".bss", Nobits, Alloc | Write, size: 1UL << 46);
        elf.Section(".bss", Nobits, Alloc | Write, size: 1UL << 46);
        Refusal.Says("more than an address space holds", elf.Build());
    }

    [Fact]
    public void A_section_past_the_end_of_the_file_is_refused()
    {
        var elf = new ElfBuilder();
        elf.Section(".x", Progbits, Alloc, [0], size: 1 << 20);
        Refusal.Says("section 4 at offset", elf.Build());
    }

    [Fact]
    public void A_loaded_section_may_not_be_compressed()
    {
        var elf = new ElfBuilder();
        elf.Section(".x", Progbits, Alloc | Compressed, [0]);
        Refusal.Says("may not be compressed", elf.Build());
    }

    [Fact]
    public void Link_order_names_the_section_whose_fate_is_shared()
    {
        var elf = new ElfBuilder();
        int text = elf.Text(1);
        int meta = elf.Section("meta", Progbits, Alloc | LinkOrder, [0], link: (uint)text);
        int free = elf.Section("meta", Progbits, Alloc | LinkOrder, [0], link: 0);
        LinkGraph graph = Read(elf);
        Assert.Equal(new SectionId((uint)text), graph.Sections[meta].LinkedTo);
        Assert.True(graph.Sections[free].LinkedTo.IsNull && graph.Sections[text].LinkedTo.IsNull);
    }

    [Fact]
    public void Links_in_a_circle_are_refused()
    {
        var elf = new ElfBuilder();
        int first = elf.SectionCount;
        elf.Section("a", Progbits, Alloc | LinkOrder, [0], link: (uint)first + 1);
        elf.Section("b", Progbits, Alloc | LinkOrder, [0], link: (uint)first + 2);
        elf.Section("c", Progbits, Alloc | LinkOrder, [0], link: (uint)first + 1);
        Refusal.Says("leads back to itself", elf.Build());
    }

    [Fact]
    public void A_link_to_no_section_is_refused()
    {
        var elf = new ElfBuilder();
        elf.Section("a", Progbits, Alloc | LinkOrder, [0], link: 99);
        Refusal.Says("linked to section 99", elf.Build());
    }

    [Fact]
    public void More_than_65280_sections_are_read_through_the_null_section()
    {
        var elf = new ElfBuilder();
        for (int i = 0; i < 65600; i++)
        {
            elf.Section(".x", Progbits, Alloc, []);
        }

        int last = elf.Section(".last", Progbits, Alloc, [7]);
        int symbol = elf.Symbol("in_last", (uint)last, 1);
        LinkGraph graph = Read(elf);
        Assert.Equal(last + 2, graph.Sections.Length);
        Assert.Equal(new SectionId((uint)last), graph.Symbols[symbol].Section);
        Assert.Equal(".last", graph.NameOf(graph.Sections[last]));
    }

    [Fact]
    public void Properties_say_what_the_code_is_safe_under()
    {
        var elf = new ElfBuilder();
        byte[] note = [4, 0, 0, 0, 16, 0, 0, 0, 5, 0, 0, 0, (byte)'G', (byte)'N', (byte)'U', 0, 2, 0, 0, 0xc0, 4, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0];
        elf.Section(".note.gnu.property", Note, Alloc, note, 8);
        Assert.Equal(ObjectFeatures.IndirectBranchTracking | ObjectFeatures.ShadowStack, Read(elf).Features);
        note[24] = 1;
        Assert.Equal(ObjectFeatures.IndirectBranchTracking, Read(elf).Features);
        note[24] = 0;
        Assert.Equal(ObjectFeatures.None, Read(elf).Features);
    }

    [Fact]
    public void A_stack_note_that_is_executable_is_a_demand_and_without_one_nothing_is_demanded()
    {
        var elf = new ElfBuilder();
        Assert.Equal(ObjectFeatures.None, Read(elf).Features);
        int note = elf.Section(".note.GNU-stack", Progbits, 0);
        Assert.Equal(ObjectFeatures.None, Read(elf).Features);
        elf[note].Flags = Exec;
        Assert.Equal(ObjectFeatures.ExecutableStack, Read(elf).Features);
        Assert.Equal(SectionRole.Metadata, Read(elf).Sections[note].Role);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(20)]
    public void A_property_note_that_is_cut_short_is_refused(int at)
    {
        var elf = new ElfBuilder();
        byte[] note = [4, 0, 0, 0, 16, 0, 0, 0, 5, 0, 0, 0, (byte)'G', (byte)'N', (byte)'U', 0, 2, 0, 0, 0xc0, 4, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0];
        note[at] = 200;
        elf.Section(".note.gnu.property", Note, Alloc, note, 8);
        Refusal.Says("property notes in section 4", elf.Build());
    }

    [Fact]
    public void A_table_that_shares_its_bytes_with_others_a_thousandfold_is_refused()
    {
        var elf = new ElfBuilder();
        int text = elf.Text(8);
        int rela = elf.AddRela(text, [.. Enumerable.Repeat((0UL, 1u, 0u, 0L), 1000)]);
        for (int i = 0; i < 100; i++)
        {
            elf.Section(".rela.text", Rela, 0, [], 8, SymtabIndex, (uint)text, 24, (ulong)elf[rela].Data.Length);
        }

        byte[] file = elf.Build();
        int table = (int)BitConverter.ToUInt64(file, 40);
        for (int i = rela + 1; i < elf.SectionCount; i++)
        {
            file.AsSpan(table + (rela * 64) + 24, 8).CopyTo(file.AsSpan(table + (i * 64) + 24));
        }

        Refusal.Says("tables overlap", file);
    }
}
