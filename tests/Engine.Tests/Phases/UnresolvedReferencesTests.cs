using static Linker.Engine.Tests.ObjectWriter;

namespace Linker.Engine.Tests;

/// <summary>What is said about names that nobody defines.</summary>
public sealed class UnresolvedReferencesTests
{
    private const string LibGcc = "libgcc.a may define it: pass the archive that `gcc -print-libgcc-file-name` names";

    [Theory]
    [InlineData("__cpu_features2", Default, LibGcc)]
    [InlineData("__cpu_features2", Hidden, LibGcc)]
    [InlineData("__bid_addsd3", Default, LibGcc)]
    [InlineData("__aarch64_ldadd4_acq_rel", Default, LibGcc)]
    [InlineData("__morestack", Default, LibGcc)]
    [InlineData("__avx_savms64_12", Default, LibGcc)]
    [InlineData("__muloti4", Default, null)]
    [InlineData("bid_addsd3", Default, null)]
    [InlineData("mine", Hidden, "it is hidden, so an object or archive of this link has to define it")]
    public void A_hint_is_given_where_one_is_known(string name, byte visibility, string? hint)
    {
        using var linker = new RuntimeLinker();
        var writer = new ObjectWriter();
        writer.Refer(name, visibility: visibility);
        writer.Code("ask").JumpsTo(name);
        UnresolvedSymbolsException e = Assert.Throws<UnresolvedSymbolsException>(() => linker.Link(writer.Read()));
        Assert.Equal((name, hint), (Assert.Single(e.Symbols).Name, e.Symbols[0].Hint));
    }
}
