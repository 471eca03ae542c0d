using Linker.Shared;

namespace Linker.Loader.Tests;

public class MachOReaderTests
{
    [Theory]
    [InlineData(MachOBuilder.X64, Relocs.Machine.X64)]
    [InlineData(MachOBuilder.Arm64, Relocs.Machine.Arm64)]
    public void The_object_with_everything_is_sound(uint cpu, Relocs.Machine machine)
    {
        byte[] file = MachOSamples.Everything(cpu).Build();
        LinkGraph graph = ObjectReader.Read(file, "test.o", includeUnloaded: true);
        Assert.Equal((ObjectFormat.MachO, machine), (graph.Format, graph.Machine));
        Assert.Equal(
            ["", "__text", "__data", "__bss", "__thread_data", "__thread_vars", "__got", "__mod_init_func", "__compact_unwind", "__debug_info", "__unwind_dwarf"],
            graph.Sections.ToArray().Select(s => graph.NameOf(s)));
        Assert.True(SoundGraph.OrRefused(file));
        Assert.Equal([("z", DirectiveKind.DefaultLibrary), ("-framework", DirectiveKind.Unknown)], graph.Directives.ToArray().Select(d => (graph.Text(d.Argument), d.Kind)));
    }

    [Theory]
    [InlineData("__TEXT", "__text", 0u, SectionFlags.Load | SectionFlags.Execute, SectionRole.Ordinary)]
    [InlineData("__TEXT", "__startup", MachOBuilder.Code, SectionFlags.Load | SectionFlags.Execute, SectionRole.Ordinary)]
    [InlineData("__TEXT", "__const", 0u, SectionFlags.Load, SectionRole.Ordinary)]
    [InlineData("__TEXT", "__cstring", 2u, SectionFlags.Load | SectionFlags.Merge | SectionFlags.Strings, SectionRole.Ordinary)]
    [InlineData("__TEXT", "__literal8", 4u, SectionFlags.Load | SectionFlags.Merge, SectionRole.Ordinary)]
    [InlineData("__TEXT", "__eh_frame", 0xbu, SectionFlags.Load, SectionRole.Unwind)]
    [InlineData("__DATA", "__data", 0u, SectionFlags.Load | SectionFlags.Write, SectionRole.Ordinary)]
    [InlineData("__DATA_CONST", "__const", 0u, SectionFlags.Load, SectionRole.Ordinary)]
    [InlineData("__DATA", "__mod_init_func", 9u, SectionFlags.Load | SectionFlags.Write, SectionRole.Initializers)]
    [InlineData("__DATA", "__mod_term_func", 10u, SectionFlags.Load | SectionFlags.Write, SectionRole.Finalizers)]
    [InlineData("__TEXT", "__init_offsets", 0x16u, SectionFlags.Load, SectionRole.InitializerOffsets)]
    [InlineData("__DATA", "__thread_data", 0x11u, SectionFlags.Load | SectionFlags.Write | SectionFlags.ThreadLocal, SectionRole.Ordinary)]
    [InlineData("__DATA", "__thread_vars", 0x13u, SectionFlags.Load | SectionFlags.Write, SectionRole.ThreadVariables)]
    [InlineData("__DWARF", "__debug_line", 0u, SectionFlags.Write, SectionRole.Ordinary)]
    [InlineData("__LLVM", "__bitcode", 0u, SectionFlags.Write, SectionRole.Ordinary)]
    [InlineData("__TEXT", "__info", 0x0200_0000u, SectionFlags.None, SectionRole.Ordinary)]
    public void Segment_type_and_attributes_say_what_a_section_is(string segment, string name, uint flags, SectionFlags expected, SectionRole role)
    {
        var builder = new MachOBuilder();
        builder.Section(segment, name, flags, new byte[name == "__eh_frame" ? 0 : 8]);
        ref readonly Section section = ref builder.Read().Sections[1];
        Assert.Equal((expected, role), (section.Flags, section.Role));
    }

    [Fact]
    public void A_name_of_sixteen_letters_has_no_end()
    {
        var builder = new MachOBuilder();
        builder.Section("__DATA", "sixteen__letters", 0, 1).Alignment = 12;
        LinkGraph graph = builder.Read();
        Assert.Equal(("sixteen__letters", 4096ul), (graph.NameOf(graph.Sections[1]), graph.Sections[1].Alignment));
    }

    [Theory]
    [InlineData(8u, "stubs")]
    [InlineData(0xdu, "__interpose")]
    [InlineData(0x15u, "initialise thread-local")]
    [InlineData(0x17u, "section type 0x17")]
    public void A_section_that_would_not_do_what_it_is_for_is_refused(uint type, string says)
    {
        var builder = new MachOBuilder();
        builder.Section("__DATA", "__x", type, new byte[8]);
        Refusal.Says(says, builder.Build());
    }

    [Fact]
    public void Symbols_are_bound_seen_and_weak_as_they_say()
    {
        LinkGraph graph = MachOSamples.Everything().Read();
        Assert.Equal((SymbolBinding.Global, SymbolPlace.Section, SymbolKind.Function, 0ul, 16ul), Of("_f"));
        Assert.Equal((SymbolBinding.Weak, SymbolPlace.Section, SymbolKind.Function, 16ul, 16ul), Of("_g"));
        Assert.Equal((SymbolBinding.Global, SymbolPlace.Undefined, SymbolKind.Unknown, 0ul, 0ul), Of("_outside"));
        Assert.Equal((SymbolBinding.Weak, SymbolPlace.Undefined, SymbolKind.Unknown, 0ul, 0ul), Of("_weak"));
        Assert.Equal((SymbolBinding.Global, SymbolPlace.Common, SymbolKind.Data, 16ul, 100ul), Of("_common"));
        Assert.Equal((SymbolBinding.Global, SymbolPlace.Absolute, SymbolKind.Unknown, 77ul, 0ul), Of("_number"));
        Assert.Equal("_real", graph.NameOf(graph.Symbols[(int)graph.Symbol("_other").Alternate.Index]));
        Assert.Equal((SymbolBinding.Local, SymbolKind.File), (graph.Symbol("source.c").Binding, graph.Symbol("source.c").Kind));

        (SymbolBinding, SymbolPlace, SymbolKind, ulong, ulong) Of(string name) => graph.Symbol(name) is var s ? (s.Binding, s.Place, s.Kind, s.Value, s.Size) : default;
    }

    [Theory]
    [InlineData(MachOBuilder.External | MachOBuilder.InSection, SymbolBinding.Global, SymbolVisibility.Default)]
    [InlineData(MachOBuilder.InSection, SymbolBinding.Local, SymbolVisibility.Default)]
    [InlineData(MachOBuilder.External | MachOBuilder.Private | MachOBuilder.InSection, SymbolBinding.Global, SymbolVisibility.Hidden)]
    public void A_private_external_symbol_is_hidden(int type, SymbolBinding binding, SymbolVisibility visibility)
    {
        var builder = new MachOBuilder();
        builder.Data(new byte[8]);
        builder.Symbol("_x", (byte)type, 1);
        Symbol symbol = builder.Read().Symbol("_x");
        Assert.Equal((binding, visibility), (symbol.Binding, symbol.Visibility));
    }

    [Fact]
    public void A_symbol_reaches_to_the_next_that_is_no_other_entry_of_it()
    {
        var builder = new MachOBuilder();
        MachOBuilder.SectionRow text = builder.Text(new byte[64]), data = builder.Data(new byte[16]);
        builder.Global("_second", text, 24);
        builder.Global("_first", text, 8);
        builder.Global("_inside", text, 16, MachOBuilder.AlternateEntry);
        builder.Global("_same", text, 8);
        builder.Global("_end", text, 64);
        builder.Global("_data", data);
        LinkGraph graph = builder.Read();
        Assert.Equal(
            [("_first", 16ul), ("_same", 16ul), ("_inside", 8ul), ("_second", 40ul), ("_end", 0ul), ("_data", 16ul)],
            ((string[])["_first", "_same", "_inside", "_second", "_end", "_data"]).Select(n => (n, graph.Symbol(n).Size)));
    }

    [Fact]
    public void Pointers_have_the_symbols_of_the_indirect_table()
    {
        LinkGraph graph = MachOSamples.Everything().Read();
        Relocation pointer = Assert.Single(graph.RelocationsOf(new SectionId(6)).ToArray());
        Assert.Equal((Relocs.RelocKind.Abs64, 0u, "_outside"), (pointer.Kind, pointer.Offset, graph.NameOf(graph.Symbols[(int)pointer.Target.Index])));
    }

    [Theory]
    [InlineData(MachOBuilder.Arm64, 2u, 1u, "arm64e")]
    [InlineData(0x0200_000cu, 0u, 1u, "arm64_32")]
    [InlineData(7u, 0u, 1u, "CPU 0x7 is not supported")]
    [InlineData(MachOBuilder.X64, 3u, 2u, "an executable")]
    [InlineData(MachOBuilder.X64, 3u, 6u, "dylib")]
    [InlineData(MachOBuilder.X64, 3u, 8u, "a bundle")]
    [InlineData(MachOBuilder.X64, 3u, 10u, "dSYM")]
    [InlineData(MachOBuilder.X64, 3u, 99u, "file type 99")]
    public void A_file_of_another_sort_is_refused_by_name(uint cpu, uint subtype, uint type, string says) =>
        Refusal.Says(says, new MachOBuilder { Cpu = cpu, Subtype = subtype, FileType = type }.Build());

    [Fact]
    public void More_sections_than_symbols_can_name_are_refused()
    {
        var builder = new MachOBuilder();
        for (int i = 0; i < 255; i++)
        {
            builder.Data(1);
        }

        Assert.Equal(256, builder.Read().Sections.Length);
        builder.Data(1);
        Refusal.Says("256 sections", builder.Build());
    }
}
