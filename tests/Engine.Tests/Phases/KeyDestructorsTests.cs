using Linker.Loader;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>The function of MinGW's libraries that has to hear of threads.</summary>
public sealed class KeyDestructorsTests
{
    [Theory]
    [InlineData(true, "__mingw_TLScallback")]
    [InlineData(false, "another")]
    [InlineData(false, "__mingw_TLScallback", "__dyn_tls_init_callback")]
    public void It_is_told_unless_the_member_is_there_that_tells_it(bool isTold, params string[] names)
    {
        var space = new LinkSpace();
        LinkGraph graph = ObjectReader.Read(CoffLink.Bytes([.. names.Select(n => (n, (byte)0))]).Build(), "a.obj");
        Binding binding = Binding.For(space, [graph], []);
        Assert.Equal(isTold, KeyDestructors.AreIn(binding));
        ImageLayout layout = LayOut(space);
        Assert.Equal((isTold, isTold), (layout.HasThreadCallbacks, layout.HasInitializers));
    }

    [Fact]
    public void A_reference_alone_is_no_function()
    {
        var coff = new CoffBuilder();
        coff.Section(".data", CoffBuilder.Data, new byte[8]).Relocate(0, 1, "__mingw_TLScallback");
        var space = new LinkSpace();
        var definitions = new SymbolDefinitions();
        definitions.Add("__mingw_TLScallback", 0x1000);
        Assert.False(KeyDestructors.AreIn(Binding.For(space, [ObjectReader.Read(coff.Build(), "a.obj")], [definitions])));
    }

    private static ImageLayout LayOut(LinkSpace space)
    {
        TablePlan.For(space, LinkRequest.Default, false);
        return ImageLayout.For(space, LinkRequest.Default, false);
    }
}
