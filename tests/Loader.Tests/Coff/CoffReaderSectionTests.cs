using Linker.Shared;

namespace Linker.Loader.Tests;

public class CoffReaderSectionTests
{
    [Theory]
    [InlineData(CoffBuilder.X64, false)]
    [InlineData(CoffBuilder.X64, true)]
    [InlineData(CoffBuilder.Arm64, false)]
    [InlineData(CoffBuilder.Arm64, true)]
    public void Objects_with_few_and_with_many_sections_mean_the_same(ushort machine, bool isBig)
    {
        LinkGraph graph = CoffSamples.Everything(machine, isBig).Read(includeUnloaded: true);
        Assert.Equal((ObjectFormat.Coff, machine == CoffBuilder.X64 ? Relocs.Machine.X64 : Relocs.Machine.Arm64), (graph.Format, graph.Machine));
        string[] names = [.. graph.Sections.ToArray().Select(s => graph.NameOf(s))];
        Assert.Equal(["", ".text", ".data", ".bss", ".rdata$once", ".xdata$with_a_long_name", ".drectve", ".debug$S", ".idata$4"], names);
        Assert.Equal(machine == CoffBuilder.X64 ? 7 : 8, graph.Relocations.Length);
        Assert.Equal(1, graph.Comdats.Length);
    }

    [Fact]
    public void Seventy_thousand_sections_are_read()
    {
        var coff = new CoffBuilder { IsBig = true };
        for (int i = 0; i < 70_000; i++)
        {
            coff.Section(".text$x", CoffBuilder.Code, (byte)i);
        }

        coff.Symbol("last", 70_000);
        CoffBuilder.SectionRow leader = coff.OneOf(".rdata", CoffBuilder.Constants, CoffBuilder.Any, "leader", 1);
        CoffBuilder.SectionRow with = coff.With(leader, ".xdata", CoffBuilder.Constants, 2);
        LinkGraph graph = coff.Read();
        Assert.Equal(70_000u, graph.Symbol("last").Section.Index);
        Assert.Equal((uint)leader.Number, graph.Sections[with.Number].LinkedTo.Index);
    }

    [Theory]
    [InlineData("exactly8", false)]
    [InlineData("short", false)]
    [InlineData(".text$longer_than_eight", false)]
    [InlineData(".text$longer_than_eight", true)]
    public void A_name_stands_in_the_header_or_in_the_string_table(string name, bool isBase64)
    {
        var coff = new CoffBuilder { IsBase64 = isBase64 };
        coff.StringAt("something before");
        coff.Section(name, CoffBuilder.Code, 0xC3);
        Assert.Equal(name, Assert.Single(coff.Read().Sections[1..].ToArray().Select(s => coff.Read().NameOf(s))));
    }

    [Theory]
    [InlineData(0u, 1u)]
    [InlineData(0x0010_0000u, 1u)]
    [InlineData(0x0020_0000u, 2u)]
    [InlineData(0x0050_0000u, 16u)]
    [InlineData(0x00E0_0000u, 8192u)]
    [InlineData(0x00F0_0000u, 1u)]
    public void Four_bits_say_the_alignment(uint flags, ulong alignment)
    {
        var coff = new CoffBuilder();
        coff.Section(".text", CoffBuilder.Code | flags, 0xC3);
        Assert.Equal(alignment, coff.Read().Sections[1].Alignment);
    }

    [Theory]
    [InlineData(CoffBuilder.Code, SectionFlags.Load | SectionFlags.Execute)]
    [InlineData(0x2000_0000u, SectionFlags.Load | SectionFlags.Execute)]
    [InlineData(0x20u, SectionFlags.Load | SectionFlags.Execute)]
    [InlineData(CoffBuilder.Data, SectionFlags.Load | SectionFlags.Write)]
    [InlineData(CoffBuilder.Constants, SectionFlags.Load)]
    [InlineData(CoffBuilder.Constants | CoffBuilder.Discardable, SectionFlags.None)]
    [InlineData(CoffBuilder.Info, SectionFlags.None)]
    [InlineData(CoffBuilder.Constants | CoffBuilder.Remove, SectionFlags.Exclude)]
    public void The_characteristics_say_what_a_section_may_do_and_whether_it_is_loaded(uint characteristics, SectionFlags flags)
    {
        var coff = new CoffBuilder();
        coff.Section(".any", characteristics, 1);
        Section section = coff.Read().Sections[1];
        Assert.Equal((flags, (ulong)characteristics, 0u), (section.Flags, section.FormatFlags, section.FormatType));
    }

    [Fact]
    public void A_zero_fill_section_has_a_size_and_no_bytes()
    {
        var coff = new CoffBuilder();
        coff.Section(".bss", CoffBuilder.Zeroes).Size = 0x12345;
        Section section = coff.Read().Sections[1];
        Assert.Equal((0x12345ul, 0u, SectionFlags.Load | SectionFlags.Write | SectionFlags.ZeroFill), (section.Size, section.Content.Size, section.Flags));
    }

    [Fact]
    public void A_section_of_uninitialised_data_that_has_bytes_keeps_them()
    {
        var coff = new CoffBuilder();
        coff.Section(".bss", CoffBuilder.Zeroes, 5);
        LinkGraph graph = coff.Read();
        Assert.Equal("05", Convert.ToHexString(graph.ContentOf(new SectionId(1))));
    }

    [Theory]
    [InlineData(0xfffe)]
    [InlineData(0xffff)]
    [InlineData(0x1_0001)]
    public void A_section_may_have_more_relocations_than_its_header_can_count(int count)
    {
        var coff = new CoffBuilder();
        CoffBuilder.SectionRow text = coff.Section(".text", CoffBuilder.Code, new byte[8]);
        for (int i = 0; i < count; i++)
        {
            text.Relocate((uint)(i & 3), 2, "f");
        }

        coff.Section(".data", CoffBuilder.Data, new byte[8]).Relocate(0, 1, "g");
        LinkGraph graph = coff.Read();
        Assert.Equal(count, graph.RelocationsOf(new SectionId(1)).Length);
        Assert.Equal((count - 1) & 3, (int)graph.RelocationsOf(new SectionId(1))[^1].Offset);
        Assert.Equal("g", graph.NameOf(graph.Symbols[(int)graph.RelocationsOf(new SectionId(2))[0].Target.Index]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Only_a_full_count_together_with_the_flag_says_that_there_are_more_relocations(bool isFull)
    {
        int count = isFull ? 0xffff : 3;
        var coff = new CoffBuilder();
        CoffBuilder.SectionRow text = coff.Section(".text", CoffBuilder.Code | (isFull ? 0 : CoffBuilder.ManyRelocations), new byte[8]);
        for (int i = 0; i < count; i++)
        {
            text.Relocate(0, 2, "f");
        }

        byte[] file = coff.Build();
        if (isFull)
        {
            file[coff.HeaderOffset(1) + 39] &= 0xfe;
            file.AsSpan(text.RelocationOffset, 10).Clear();
        }

        Assert.Equal(count, ObjectReader.Read(file, "test.obj").Relocations.Length);
    }

    [Theory]
    [InlineData(".pdata$f", true, true)]
    [InlineData(".xdata$f", true, true)]
    [InlineData(".pdata$f", false, false)]
    [InlineData(".pdata$g", true, false)]
    [InlineData(".pdataxf", true, false)]
    [InlineData(".pdata$", true, false)]
    [InlineData(".rdata$f", true, false)]
    public void Unwind_tables_share_the_fate_of_the_COMDAT_function_that_their_names_name(string name, bool isComdat, bool isLinked)
    {
        var coff = new CoffBuilder();
        if (isComdat)
        {
            coff.OneOf(".text$f", CoffBuilder.Code, CoffBuilder.Any, "f", 0xC3);
        }
        else
        {
            coff.Section(".text$f", CoffBuilder.Code, 0xC3).Named("f");
        }

        coff.Section(name, CoffBuilder.Constants, new byte[12]);
        Assert.Equal(isLinked ? 1u : 0u, coff.Read().Sections[2].LinkedTo.Index);
    }

    [Fact]
    public void Unwind_tables_that_are_COMDATs_themselves_share_nobody_s_fate()
    {
        var coff = new CoffBuilder();
        coff.OneOf(".text$f", CoffBuilder.Code, CoffBuilder.Any, "f", 0xC3);
        coff.OneOf(".xdata$f", CoffBuilder.Constants, CoffBuilder.Any, "x", 1);
        Assert.Equal(0u, coff.Read().Sections[2].LinkedTo.Index);
    }

    [Fact]
    public void Relocations_of_sections_that_are_not_loaded_are_read_on_request()
    {
        CoffBuilder coff = CoffSamples.Everything();
        int section = 7;
        Assert.Equal((0, 1), (coff.Read().Sections[section].RelocationCount, coff.Read(includeUnloaded: true).Sections[section].RelocationCount));
    }

    [Fact]
    public void Places_count_from_the_address_in_the_header()
    {
        var coff = new CoffBuilder();
        CoffBuilder.SectionRow text = coff.Section(".text", CoffBuilder.Code, new byte[8]).Relocate(0x1004, 2, "f");
        text.VirtualAddress = 0x1000;
        Assert.Equal(4u, coff.Read().Relocations[0].Offset);
        text.VirtualAddress = 0x1008;
        Refusal.Says("lies before the section", coff.Build());
    }

    [Fact]
    public void A_section_that_is_only_declared_is_empty_and_has_the_flags_of_its_declaration()
    {
        var coff = new CoffBuilder();
        coff.Section(".text", CoffBuilder.Code, 0xC3);
        int declared = coff.Symbol(".idata$4", 0, CoffBuilder.Data, CoffBuilder.SectionClass);
        coff.Section(".data", CoffBuilder.Data, new byte[8]).Relocate(0, 3, declared);
        LinkGraph graph = coff.Read();
        Symbol symbol = graph.Symbols[declared + 1];
        Assert.Equal((3u, SymbolPlace.Section, SymbolKind.Section), (symbol.Section.Index, symbol.Place, symbol.Kind));
        Assert.Equal((0ul, SectionFlags.Load | SectionFlags.Write, ".idata$4"), (graph.Sections[3].Size, graph.Sections[3].Flags, graph.NameOf(graph.Sections[3])));
    }

    [Fact]
    public void An_object_of_bitcode_alone_is_refused_and_one_with_code_beside_it_is_read()
    {
        var coff = new CoffBuilder();
        coff.Section(".llvmbc", CoffBuilder.Constants | CoffBuilder.Discardable, 1);
        Refusal.Says("recompile without -flto", coff.Build());
        coff.Section(".text", CoffBuilder.Code, 0xC3);
        Assert.Equal(3, coff.Read().Sections.Length);
    }

    [Fact]
    public void A_file_that_ends_behind_its_symbols_has_no_long_names()
    {
        var coff = new CoffBuilder();
        coff.Section(".text", CoffBuilder.Code, 0xC3).Named("f");
        LinkGraph graph = ObjectReader.Read(coff.Build().AsMemory()[..^4], "test.obj");
        Assert.Equal("f", graph.NameOf(graph.Symbols[1]));
    }

    [Fact]
    public void What_an_earlier_graph_asked_of_its_symbols_is_forgotten()
    {
        var coff = new CoffBuilder();
        CoffBuilder.SectionRow text = coff.Section(".text", CoffBuilder.Code, new byte[8]);
        coff.Symbol("f");
        byte[] without = coff.Build();
        text.Relocate(0, 2, "f");
        byte[] with = coff.Build();
        for (int i = 0; i < 100; i++)
        {
            using (LinkGraph graph = ObjectReader.Read(with, "with.obj"))
            {
                Assert.NotEqual(Relocs.SymbolUses.None, graph.Uses[1]);
            }

            using LinkGraph other = ObjectReader.Read(without, "without.obj");
            Assert.Equal(Relocs.SymbolUses.None, other.Uses[1]);
        }
    }

    [Fact]
    public void An_object_without_symbols_or_sections_is_read()
    {
        var coff = new CoffBuilder();
        Assert.Equal((1, 1), (coff.Read().Sections.Length, coff.Read().Symbols.Length));
        coff.Section(".text", CoffBuilder.Code, 0xC3);
        byte[] file = coff.Build();
        file.AsSpan(8, 8).Clear();
        Assert.Equal(1, ObjectReader.Read(file, "test.obj").Symbols.Length);
    }
}
