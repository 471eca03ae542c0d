using Linker.Shared;

namespace Linker.Loader.Tests;

public class CoffReaderDirectivesTests
{
    private static string Words(string text)
    {
        var coff = new CoffBuilder();
        coff.Directives(text);
        LinkGraph graph = coff.Read();
        return string.Join(" | ", graph.Directives.ToArray().Select(d => $"{d.Kind} {graph.Text(d.Argument)}"));
    }

    [Theory]
    [InlineData("/INCLUDE:f", "Include f")]
    [InlineData("-include:f", "Include f")]
    [InlineData("   /include:f\t\r\n/Include:g\0", "Include f | Include g")]
    [InlineData("/EXPORT:f", "Export f")]
    [InlineData(" -export:f,data", "Export f,data")]
    [InlineData("/DEFAULTLIB:\"libcmt.lib\"", "DefaultLibrary libcmt.lib")]
    [InlineData("/DEFAULTLIB:\"a b.lib\" /INCLUDE:c", "DefaultLibrary a b.lib | Include c")]
    [InlineData("\"/DEFAULTLIB:a b.lib\" /INCLUDE:c", "DefaultLibrary a b.lib | Include c")]
    [InlineData("/defaultlib:uuid.lib", "DefaultLibrary uuid.lib")]
    [InlineData("/FAILIFMISMATCH:\"_MSC_VER=1900\"", "FailIfMismatch _MSC_VER=1900")]
    [InlineData("/alternatename:a=b", "AlternateName a=b")]
    [InlineData("-exclude-symbols:a,b", "ExcludeSymbols a,b")]
    [InlineData("-aligncomm:\"c\",4", "AlignCommon \"c\",4")]
    [InlineData("/GUARDSYM:f,S /merge:.a=.b", "Unknown /GUARDSYM:f,S | Unknown /merge:.a=.b")]
    [InlineData("/THROWINGNEW", "Unknown /THROWINGNEW")]
    [InlineData("include:f", "Unknown include:f")]
    [InlineData("/averyveryverylongoption:f", "Unknown /averyveryverylongoption:f")]
    [InlineData("/INCLUDE:\"unclosed f", "Include \"unclosed f")]
    [InlineData("\ufeff/INCLUDE:f", "Include f")]
    [InlineData("", "")]
    [InlineData(" \t ", "")]
    public void Options_are_separated_by_blanks_and_begin_with_either_character(string text, string directives) => Assert.Equal(directives, Words(text));

    [Fact]
    public void All_sections_of_directives_are_read_and_none_that_is_not_for_the_linker()
    {
        var coff = new CoffBuilder();
        coff.Directives("/INCLUDE:f");
        coff.Section(".drectve", CoffBuilder.Constants, "/INCLUDE:no"u8.ToArray());
        coff.Directives("/INCLUDE:g");
        LinkGraph graph = coff.Read();
        Assert.Equal(["f", "g"], graph.Directives.ToArray().Select(d => graph.Text(d.Argument)));
    }

    [Theory]
    [InlineData("/INCLUDE:f", "f")]
    [InlineData("/EXPORT:f", "f")]
    [InlineData("/EXPORT:outside=f", "f")]
    [InlineData("/EXPORT:outside=f,@3,NONAME", "f")]
    [InlineData("/EXPORT:f,DATA", "f")]
    [InlineData("/EXPORT:f,@1=2", "f")]
    public void A_name_that_is_included_or_exported_is_asked_for(string text, string name)
    {
        var coff = new CoffBuilder();
        coff.Directives(text);
        LinkGraph graph = coff.Read();
        Assert.Equal((2, name), (graph.Symbols.Length, graph.NameOf(graph.Symbols[1])));
        Assert.Equal((SymbolPlace.Undefined, SymbolBinding.Global), (graph.Symbols[1].Place, graph.Symbols[1].Binding));
    }

    [Fact]
    public void An_alternate_name_is_a_weak_external_that_stands_for_another_name()
    {
        var coff = new CoffBuilder();
        coff.Symbol("before");
        coff.Directives("/INCLUDE:f /ALTERNATENAME:a=b");
        LinkGraph graph = coff.Read();
        Symbol a = graph.Symbol("a");
        Assert.Equal(SymbolBinding.Weak, a.Binding);
        Symbol b = graph.Symbols[(int)a.Alternate.Index];
        Assert.Equal(("b", SymbolBinding.Weak), (graph.NameOf(b), b.Binding));
    }

    [Fact]
    public void Excluded_symbols_are_hidden()
    {
        var coff = new CoffBuilder();
        coff.Section(".text", CoffBuilder.Code, 0xC3).Named("f").Named("g").Named("h");
        coff.Directives("-exclude-symbols:f,h,nobody");
        LinkGraph graph = coff.Read();
        Assert.Equal([SymbolVisibility.Hidden, SymbolVisibility.Default, SymbolVisibility.Hidden], graph.Symbols[1..].ToArray().Select(s => s.Visibility));
    }

    [Fact]
    public void Directives_about_a_name_are_about_what_the_object_itself_has_under_it()
    {
        var coff = new CoffBuilder();
        coff.Section(".data", CoffBuilder.Data, new byte[32]).Named("c", 4, CoffBuilder.Static).Named("defined", 8);
        coff.Symbol("c", 0, 8);
        coff.Symbol("elsewhere");
        coff.Directives("-aligncomm:c,4 -aligncomm:defined,5 -exclude-symbols:c,elsewhere");
        LinkGraph graph = coff.Read();
        Assert.Equal([4ul, 8ul, 16ul, 0ul], graph.Symbols[1..].ToArray().Select(s => s.Value));
        Assert.Equal([SymbolVisibility.Default, SymbolVisibility.Default, SymbolVisibility.Hidden, SymbolVisibility.Default], graph.Symbols[1..].ToArray().Select(s => s.Visibility));
    }

    [Theory]
    [InlineData("-aligncomm:c,4", 16ul)]
    [InlineData("-aligncomm:\"c\",6", 64ul)]
    [InlineData("-aligncomm:c,0", 8ul)]
    [InlineData("-aligncomm:other,6", 8ul)]
    [InlineData("-aligncomm:c,4 -aligncomm:c,5", 32ul)]
    public void A_common_symbol_may_ask_for_more_alignment(string text, ulong alignment)
    {
        var coff = new CoffBuilder();
        coff.Symbol("c", 0, 8);
        coff.Directives(text);
        Assert.Equal(alignment, coff.Read().Symbol("c").Value);
    }

    [Theory]
    [InlineData("/ALTERNATENAME:a", "NAME=OTHER is expected")]
    [InlineData("-aligncomm:c", "NAME,EXPONENT is expected")]
    [InlineData("-aligncomm:c,", "NAME,EXPONENT is expected")]
    [InlineData("-aligncomm:c,x", "NAME,EXPONENT is expected")]
    [InlineData("-aligncomm:c,4x", "NAME,EXPONENT is expected")]
    [InlineData("-aligncomm:c,14", "NAME,EXPONENT is expected")]
    [InlineData("-aligncomm:c,99999999999", "NAME,EXPONENT is expected")]
    public void A_directive_that_is_not_understood_is_refused(string text, string says)
    {
        var coff = new CoffBuilder();
        coff.Directives(text);
        Refusal.Says(says, coff.Build());
    }

    [Theory]
    [InlineData("/INCLUDE:")]
    [InlineData("/EXPORT:")]
    [InlineData("/EXPORT:=")]
    [InlineData("/EXPORT:,=")]
    [InlineData("/ALTERNATENAME:=")]
    [InlineData("-exclude-symbols:")]
    [InlineData("-exclude-symbols:,,")]
    [InlineData("-aligncomm:\",1")]
    [InlineData("\"")]
    [InlineData("\"\"")]
    [InlineData("/")]
    [InlineData(":")]
    [InlineData("/:")]
    public void An_option_with_nothing_in_it_is_sound(string text)
    {
        var coff = new CoffBuilder();
        coff.Directives(text);
        Assert.True(SoundGraph.OrRefused(coff.Build()));
    }
}
