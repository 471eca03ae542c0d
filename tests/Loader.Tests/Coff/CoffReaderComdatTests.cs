using Linker.Shared;

namespace Linker.Loader.Tests;

public class CoffReaderComdatTests
{
    [Theory]
    [InlineData(CoffBuilder.Any, ComdatSelection.Any)]
    [InlineData(CoffBuilder.SameSize, ComdatSelection.SameSize)]
    [InlineData(CoffBuilder.ExactMatch, ComdatSelection.ExactMatch)]
    [InlineData(CoffBuilder.Largest, ComdatSelection.Largest)]
    public void The_second_symbol_of_a_COMDAT_is_its_name(byte number, ComdatSelection selection)
    {
        var coff = new CoffBuilder();
        coff.OneOf(".text", CoffBuilder.Code, number, "f", 0xC3).Named("g");
        LinkGraph graph = coff.Read();
        Comdat comdat = Assert.Single(graph.Comdats.ToArray());
        Assert.Equal(("f", selection, 1u), (graph.Text(comdat.Name), comdat.Selection, comdat.Section.Index));
        Assert.Equal(0, graph.Sections[1].Comdat);
    }

    [Fact]
    public void A_second_definition_of_the_section_is_not_its_name()
    {
        var coff = new CoffBuilder();
        CoffBuilder.SectionRow text = coff.OneOf(".text", CoffBuilder.Code, CoffBuilder.Any, null, 0xC3);
        coff.Definition(text, CoffBuilder.Any);
        coff.Symbol("f", text.Number);
        LinkGraph graph = coff.Read();
        Assert.Equal("f", graph.Text(Assert.Single(graph.Comdats.ToArray()).Name));
    }

    [Fact]
    public void What_may_be_defined_once_only_has_no_copies()
    {
        var coff = new CoffBuilder();
        coff.OneOf(".text", CoffBuilder.Code, CoffBuilder.NoDuplicates, "f", 0xC3);
        LinkGraph graph = coff.Read();
        Assert.Equal((0, -1), (graph.Comdats.Length, graph.Sections[1].Comdat));
    }

    [Fact]
    public void A_COMDAT_whose_name_is_local_has_no_copies()
    {
        var coff = new CoffBuilder();
        coff.OneOf(".text", CoffBuilder.Code, CoffBuilder.Any, null, 0xC3).Named("local", @class: CoffBuilder.Static).Named("global");
        Assert.Equal((0, -1), (coff.Read().Comdats.Length, coff.Read().Sections[1].Comdat));
    }

    [Fact]
    public void An_associative_section_shares_the_fate_of_another_which_may_share_that_of_a_third()
    {
        var coff = new CoffBuilder();
        CoffBuilder.SectionRow text = coff.OneOf(".text", CoffBuilder.Code, CoffBuilder.Any, "f", 0xC3);
        CoffBuilder.SectionRow pdata = coff.With(text, ".pdata", CoffBuilder.Constants, new byte[12]);
        coff.With(pdata, ".xdata", CoffBuilder.Constants, new byte[12]);
        LinkGraph graph = coff.Read();
        Assert.Equal([0u, 1u, 2u], graph.Sections[1..].ToArray().Select(s => s.LinkedTo.Index));
        Assert.Equal([0, -1, -1], graph.Sections[1..].ToArray().Select(s => s.Comdat));
    }

    [Fact]
    public void Associations_that_lead_back_to_themselves_are_refused()
    {
        var coff = new CoffBuilder();
        CoffBuilder.SectionRow a = coff.Section(".a", CoffBuilder.Constants | CoffBuilder.Comdat, 1);
        CoffBuilder.SectionRow b = coff.With(a, ".b", CoffBuilder.Constants, 1);
        coff.Definition(a, CoffBuilder.Associative, b.Number);
        Refusal.Says("leads back to itself", coff.Build());
    }

    [Theory]
    [InlineData(CoffBuilder.Associative, 0, "fate of section 0 of 1")]
    [InlineData(CoffBuilder.Associative, 1, "fate of section 1 of 1")]
    [InlineData(CoffBuilder.Associative, 2, "fate of section 2 of 1")]
    [InlineData(0, 0, "selection 0 is not known")]
    [InlineData(7, 0, "selection 7 is not known")]
    public void A_selection_or_an_association_out_of_range_is_refused(byte selection, int associate, string says)
    {
        var coff = new CoffBuilder();
        CoffBuilder.SectionRow a = coff.Section(".a", CoffBuilder.Constants | CoffBuilder.Comdat, 1);
        coff.Definition(a, selection, associate);
        Refusal.Says(says, coff.Build());
    }

    [Fact]
    public void A_selection_in_a_section_that_is_no_COMDAT_means_nothing()
    {
        var coff = new CoffBuilder();
        coff.Definition(coff.Section(".a", CoffBuilder.Constants, 1), 99);
        Assert.Equal(0, coff.Read().Comdats.Length);
    }
}
