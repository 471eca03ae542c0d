using Linker.Shared;

namespace Linker.Loader.Tests;

public class CoffReaderSymbolTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_name_of_up_to_eight_bytes_stands_in_the_record_and_a_longer_one_in_the_string_table(bool isBig)
    {
        var coff = new CoffBuilder { IsBig = isBig };
        coff.Section(".text", CoffBuilder.Code, 0xC3).Named("exactly8").Named("nine_long").Named("?f@@YAHXZ").Named("f");
        LinkGraph graph = coff.Read();
        Assert.Equal(["", "exactly8", "nine_long", "?f@@YAHXZ", "f"], graph.Symbols.ToArray().Select(s => graph.NameOf(s)));
    }

    [Fact]
    public void Symbol_n_of_the_graph_is_record_n_less_one_and_auxiliary_records_are_empty()
    {
        LinkGraph graph = CoffSamples.Everything().Read();
        Assert.Equal((SymbolKind.File, ".file"), (graph.Symbols[1].Kind, graph.NameOf(graph.Symbols[1])));
        Assert.Equal(default, graph.Symbols[2]);
        Assert.Equal((".text", SymbolKind.Section), (graph.NameOf(graph.Symbols[3]), graph.Symbols[3].Kind));
        Assert.Equal(default, graph.Symbols[4]);
    }

    [Theory]
    [InlineData(CoffBuilder.External, SymbolBinding.Global)]
    [InlineData(CoffBuilder.Static, SymbolBinding.Local)]
    [InlineData(CoffBuilder.Label, SymbolBinding.Local)]
    public void The_class_says_who_sees_a_symbol(byte @class, SymbolBinding binding)
    {
        var coff = new CoffBuilder();
        coff.Section(".text", CoffBuilder.Code, new byte[8]).Named("f", 4, @class);
        Symbol symbol = coff.Read().Symbol("f");
        Assert.Equal((binding, SymbolPlace.Section, 4ul, 1u), (symbol.Binding, symbol.Place, symbol.Value, symbol.Section.Index));
    }

    [Fact]
    public void A_function_s_record_says_how_large_it_is()
    {
        Symbol symbol = CoffSamples.Everything().Read().Symbol("a_function_with_a_long_name");
        Assert.Equal((SymbolKind.Function, 16ul), (symbol.Kind, symbol.Size));
    }

    [Fact]
    public void A_static_function_is_no_section_although_it_has_an_auxiliary_record()
    {
        var coff = new CoffBuilder();
        CoffBuilder.SectionRow text = coff.Section(".text", CoffBuilder.Code, new byte[8]);
        coff.Symbol("f", text.Number, 0, CoffBuilder.Static, CoffBuilder.FunctionType, [0, 0, 0, 0, 9, .. new byte[13]]);
        Symbol symbol = coff.Read().Symbol("f");
        Assert.Equal((SymbolKind.Function, SymbolBinding.Local, 0ul), (symbol.Kind, symbol.Binding, symbol.Size));
    }

    [Theory]
    [InlineData(CoffBuilder.SectionClass, 0u, false, SymbolKind.Section)]
    [InlineData(CoffBuilder.Static, 0u, true, SymbolKind.Section)]
    [InlineData(CoffBuilder.Static, 4u, true, SymbolKind.Unknown)]
    [InlineData(CoffBuilder.Static, 0u, false, SymbolKind.Unknown)]
    public void A_section_s_own_symbol_is_its_first_byte_and_says_more_of_it_or_has_a_class_of_its_own(byte @class, uint value, bool saysMore, SymbolKind kind)
    {
        var coff = new CoffBuilder();
        coff.Section(".text", CoffBuilder.Code, new byte[8]);
        coff.Symbol("s", 1, value, @class, 0, saysMore ? [new byte[18]] : []);
        Assert.Equal(kind, coff.Read().Symbols[1].Kind);
    }

    [Fact]
    public void A_type_that_is_not_that_of_functions_says_nothing()
    {
        var coff = new CoffBuilder();
        coff.Section(".data", CoffBuilder.Data, new byte[8]);
        coff.Symbol("v", 1, 0, CoffBuilder.External, 4);
        Assert.Equal(SymbolKind.Unknown, coff.Read().Symbol("v").Kind);
    }

    [Fact]
    public void A_count_of_lines_is_no_place_in_the_section()
    {
        var coff = new CoffBuilder();
        coff.Section(".text", CoffBuilder.Code, new byte[8]).Named(".lf", 1000, CoffBuilder.FunctionLines);
        Assert.Equal((SymbolPlace.Absolute, 1000ul, SymbolBinding.Local), (coff.Read().Symbol(".lf").Place, coff.Read().Symbol(".lf").Value, coff.Read().Symbol(".lf").Binding));
    }

    [Fact]
    public void Section_numbers_below_0_are_absolute_and_debugging()
    {
        var coff = new CoffBuilder();
        coff.Symbol("absolute", -1, 0xfedcba98);
        coff.Symbol("debug", -2, 5);
        LinkGraph graph = coff.Read();
        Assert.Equal((SymbolPlace.Absolute, 0xfedcba98ul, SymbolBinding.Global), (graph.Symbol("absolute").Place, graph.Symbol("absolute").Value, graph.Symbol("absolute").Binding));
        Assert.Equal(SymbolBinding.Local, graph.Symbol("debug").Binding);
    }

    [Fact]
    public void The_feature_flags_of_compilers_are_local_absolute_symbols()
    {
        var coff = new CoffBuilder();
        coff.Symbol("@feat.00", -1, 0x11, CoffBuilder.Static);
        coff.Symbol("@comp.id", -1, 0x1234, CoffBuilder.Static);
        LinkGraph graph = coff.Read();
        Assert.Equal((SymbolPlace.Absolute, SymbolBinding.Local), (graph.Symbol("@feat.00").Place, graph.Symbol("@feat.00").Binding));
    }

    [Theory]
    [InlineData(1u, 1ul)]
    [InlineData(3u, 4ul)]
    [InlineData(8u, 8ul)]
    [InlineData(33u, 32ul)]
    [InlineData(100_000u, 32ul)]
    public void An_undefined_symbol_with_a_size_is_common_and_aligned_by_it_up_to_32(uint size, ulong alignment)
    {
        var coff = new CoffBuilder();
        coff.Symbol("c", 0, size);
        Symbol symbol = coff.Read().Symbol("c");
        Assert.Equal((SymbolPlace.Common, (ulong)size, alignment, SymbolKind.Data), (symbol.Place, symbol.Size, symbol.Value, symbol.Kind));
    }

    [Theory]
    [InlineData(CoffBuilder.NoLibrary, SymbolBinding.Weak)]
    [InlineData(CoffBuilder.Library, SymbolBinding.Global)]
    [InlineData(CoffBuilder.Alias, SymbolBinding.Weak)]
    [InlineData(CoffBuilder.AntiDependency, SymbolBinding.Weak)]
    public void A_weak_external_stands_for_another_symbol_and_says_whether_libraries_are_searched(uint search, SymbolBinding binding)
    {
        var coff = new CoffBuilder();
        coff.Section(".text", CoffBuilder.Code, 0xC3).Named("f_default");
        coff.Weak("f", "f_default", search);
        LinkGraph graph = coff.Read();
        Symbol symbol = graph.Symbol("f");
        Assert.Equal((SymbolPlace.Undefined, binding, "f_default"), (symbol.Place, symbol.Binding, graph.NameOf(graph.Symbols[(int)symbol.Alternate.Index])));
        Assert.Equal(default, graph.Symbol("f_default").Alternate);
    }

    [Fact]
    public void What_a_weak_external_that_is_defined_stands_for_does_not_count()
    {
        var coff = new CoffBuilder();
        coff.Section(".text", CoffBuilder.Code, 0xC3).Named("f", @class: CoffBuilder.WeakExternal);
        Symbol symbol = coff.Read().Symbol("f");
        Assert.Equal((SymbolPlace.Section, SymbolBinding.Weak), (symbol.Place, symbol.Binding));
    }
}
