using Linker.Shared;

namespace Linker.Loader.Tests;

public class CoffSectionRolesTests
{
    [Theory]
    [InlineData(".CRT$XI", SectionRole.PreInitializers)]
    [InlineData(".CRT$XIA", SectionRole.PreInitializers)]
    [InlineData(".CRT$XCU", SectionRole.Initializers)]
    [InlineData(".CRT$XPU", SectionRole.ReversedFinalizers)]
    [InlineData(".CRT$XTZ", SectionRole.ReversedFinalizers)]
    [InlineData(".CRT$XLB", SectionRole.ThreadCallbacks)]
    [InlineData(".CRT$XD", SectionRole.Ordinary)]
    [InlineData(".CRT$X", SectionRole.Ordinary)]
    [InlineData(".CRT", SectionRole.Ordinary)]
    [InlineData(".pdata", SectionRole.FunctionTable)]
    [InlineData(".pdata$main", SectionRole.FunctionTable)]
    [InlineData(".pdata.startup", SectionRole.FunctionTable)]
    [InlineData(".pdata.unlikely$main", SectionRole.FunctionTable)]
    [InlineData(".pdata2", SectionRole.Ordinary)]
    [InlineData(".xdata", SectionRole.Ordinary)]
    [InlineData(".idata$5", SectionRole.ImportSlots)]
    [InlineData(".idata$15", SectionRole.Ordinary)]
    [InlineData(".idata$2", SectionRole.Ordinary)]
    [InlineData(".ctors", SectionRole.ReversedInitializers)]
    [InlineData(".ctors.65000", SectionRole.ReversedInitializers)]
    [InlineData(".dtors", SectionRole.ReversedFinalizers)]
    [InlineData(".eh_frame", SectionRole.Ordinary)]
    [InlineData(".text", SectionRole.Ordinary)]
    [InlineData("", SectionRole.Ordinary)]
    public void A_section_s_name_says_what_it_is_for(string name, SectionRole role)
    {
        var coff = new CoffBuilder();
        coff.Section(name, CoffBuilder.Constants, new byte[8]);
        coff.Section(name, CoffBuilder.Data, new byte[8]);
        LinkGraph graph = coff.Read();
        Assert.Equal((role, role), (graph.Sections[1].Role, graph.Sections[2].Role));
    }

    [Fact]
    public void A_number_behind_the_name_is_a_priority_counted_the_other_way_round()
    {
        var coff = new CoffBuilder();
        coff.Section(".ctors.65000", CoffBuilder.Constants, new byte[8]);
        Assert.Equal(535, coff.Read().Sections[1].Priority);
    }

    [Fact]
    public void What_is_not_loaded_or_has_no_bytes_has_no_role()
    {
        var coff = new CoffBuilder();
        coff.Section(".pdata", CoffBuilder.Constants | CoffBuilder.Discardable, new byte[12]);
        coff.Section(".CRT$XCU", CoffBuilder.Zeroes).Size = 8;
        coff.Directives("");
        coff.Directives(" ");
        LinkGraph graph = coff.Read();
        Assert.Equal(
            [SectionRole.Ordinary, SectionRole.Ordinary, SectionRole.Metadata, SectionRole.Metadata],
            [graph.Sections[1].Role, graph.Sections[2].Role, graph.Sections[3].Role, graph.Sections[4].Role]);
    }

    [Theory]
    [InlineData(".tls", true)]
    [InlineData(".tls$", true)]
    [InlineData(".tls$ZZZ", true)]
    [InlineData(".tlsx", false)]
    public void The_template_of_thread_local_variables_is_known_by_name(string name, bool isThreadLocal)
    {
        var coff = new CoffBuilder();
        CoffBuilder.SectionRow tls = coff.Section(name, CoffBuilder.Data, new byte[8]).Named("variable", 4);
        coff.Definition(tls);
        LinkGraph graph = coff.Read();
        Assert.Equal(isThreadLocal, (graph.Sections[1].Flags & SectionFlags.ThreadLocal) != 0);
        Assert.Equal(isThreadLocal ? SymbolKind.ThreadLocal : SymbolKind.Unknown, graph.Symbol("variable").Kind);
        Assert.Equal(SymbolKind.Section, graph.Symbols[2].Kind);
    }
}
