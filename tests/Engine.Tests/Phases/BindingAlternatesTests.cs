using Linker.Loader;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>Weak externals and alternate names.</summary>
public sealed class BindingAlternatesTests : IDisposable
{
    private readonly CoffLink _link = new();

    public void Dispose() => _link.Dispose();

    private static CoffBuilder Weak(uint search = CoffBuilder.AntiDependency)
    {
        CoffBuilder coff = CoffLink.Bytes(("standby", 1));
        coff.Weak("f", "standby", search);
        return coff;
    }

    private static CoffBuilder Directive(string text)
    {
        var coff = new CoffBuilder();
        coff.Directives(text);
        return coff;
    }

    [Theory]
    [InlineData(CoffBuilder.NoLibrary)]
    [InlineData(CoffBuilder.Library)]
    [InlineData(CoffBuilder.Alias)]
    [InlineData(CoffBuilder.AntiDependency)]
    public void A_weak_external_means_its_default_until_somebody_defines_it(uint search)
    {
        Assert.Equal([1], _link.BytesOf(["f"], Weak(search)));
        Assert.Equal([2, 1], _link.BytesOf(["f", "standby"], Weak(search), CoffLink.Bytes(("f", 2))));
        Assert.Equal([2, 1], _link.BytesOf(["f", "standby"], CoffLink.Bytes(("f", 2)), Weak(search)));
    }

    [Theory]
    [InlineData(CoffBuilder.NoLibrary, 1)]
    [InlineData(CoffBuilder.Library, 2)]
    [InlineData(CoffBuilder.Alias, 1)]
    [InlineData(CoffBuilder.AntiDependency, 1)]
    public void Libraries_are_searched_only_where_it_says_so(uint search, byte value)
    {
        using var link = new CoffLink(scopes: CoffLink.Archive((CoffLink.Bytes(("f", 2)).Build(), ["f"])));
        Assert.Equal([value], link.BytesOf(["f"], Weak(search)));
    }

    [Theory]
    [InlineData(CoffBuilder.NoLibrary)]
    [InlineData(CoffBuilder.Library)]
    [InlineData(CoffBuilder.Alias)]
    public void A_default_of_0_makes_a_reference_that_nobody_answers_null(uint search)
    {
        CoffBuilder local = new(), external = new();
        local.Weak("f", local.Symbol(".weak.f", -1, 0, CoffBuilder.Static), search);
        external.Weak("f", external.Symbol(".weak.f.default.main", -1), search);
        Assert.Equal([0], _link.AddressesOf(["f"], local).Select(a => (int)a));
        Assert.Equal([0], _link.AddressesOf(["f"], external).Select(a => (int)a));
        Assert.Equal([2], _link.BytesOf(["f"], local, CoffLink.Bytes(("f", 2))));
        Assert.Equal([2], _link.BytesOf(["f"], CoffLink.Bytes(("f", 2)), external));
    }

    [Fact]
    public void A_default_may_be_another_weak_external_or_a_name_of_another_object()
    {
        CoffBuilder chain = CoffLink.Bytes(("last", 3));
        chain.Weak("middle", "last");
        chain.Weak("f", "middle");
        Assert.Equal([3, 3], _link.BytesOf(["f", "middle"], chain));
        Assert.Equal([2, 2], _link.BytesOf(["f", "middle"], chain, CoffLink.Bytes(("middle", 2))));
        Assert.Equal([2, 3], _link.BytesOf(["f", "middle"], chain, CoffLink.Bytes(("f", 2))));

        var elsewhere = new CoffBuilder();
        elsewhere.Weak("f", "other");
        Assert.Equal([4], _link.BytesOf(["f"], elsewhere, CoffLink.Bytes(("other", 4))));
        Assert.Equal([4], _link.BytesOf(["f"], CoffLink.Bytes(("other", 4)), elsewhere));
    }

    [Fact]
    public void Weak_externals_that_stand_for_each_other_are_missing()
    {
        var coff = new CoffBuilder();
        coff.Weak("a", 2);
        coff.Weak("b", 0);
        Assert.Equal(["a"], Assert.Throws<UnresolvedSymbolsException>(() => _link.AddressesOf(["a"], coff)).Symbols.Select(s => s.Name));
    }

    [Fact]
    public void A_default_that_an_archive_has_is_fetched_when_the_name_is_needed()
    {
        using var link = new CoffLink(scopes: CoffLink.Archive((CoffLink.Bytes(("other", 5)).Build(), ["other"])));
        var coff = new CoffBuilder();
        coff.Weak("f", "other");
        Assert.Equal([5], link.BytesOf(["f"], coff));
    }

    [Fact]
    public void An_alternate_name_counts_when_nobody_defines_the_first()
    {
        Assert.Equal([7], _link.BytesOf(["a"], Directive("/ALTERNATENAME:a=b"), CoffLink.Bytes(("b", 7))));
        Assert.Equal([8, 7], _link.BytesOf(["a", "b"], Directive("/ALTERNATENAME:a=b"), CoffLink.Bytes(("b", 7), ("a", 8))));
        Assert.Equal([8, 7], _link.BytesOf(["a", "b"], CoffLink.Bytes(("b", 7), ("a", 8)), Directive("/ALTERNATENAME:a=b")));
        Assert.Throws<UnresolvedSymbolsException>(() => _link.AddressesOf(["a"], Directive("/ALTERNATENAME:a=b")));
        _link.Link(Directive("/ALTERNATENAME:a=b"));
    }

    [Fact]
    public void An_archive_is_asked_for_a_name_before_its_alternate()
    {
        using var link = new CoffLink(scopes: CoffLink.Archive((CoffLink.Bytes(("a", 8)).Build(), ["a"]), (CoffLink.Bytes(("b", 7)).Build(), ["b"])));
        Assert.Equal([8], link.BytesOf(["a"], Directive("/ALTERNATENAME:a=b")));
        using var other = new CoffLink(scopes: CoffLink.Archive((CoffLink.Bytes(("b", 7)).Build(), ["b"])));
        Assert.Equal([7], other.BytesOf(["a"], Directive("/ALTERNATENAME:a=b")));
    }

    [Fact]
    public void A_name_that_is_included_pulls_its_member_out_of_an_archive()
    {
        using var link = new CoffLink(scopes: CoffLink.Archive((CoffLink.Bytes(("kept", 9)).Build(), ["kept"])));
        link.Link(Directive("/INCLUDE:kept"));
        Assert.Equal(9u, link.Word("kept", 1));
    }

    [Fact]
    public void An_address_of_a_weak_external_that_a_branch_asks_for_is_that_of_its_default()
    {
        var coff = new CoffBuilder();
        coff.Section(".text", CoffBuilder.Code, 0xE8, 0, 0, 0, 0, 0xC3).Named("caller").Named("standby", 5);
        coff.Section(".text", CoffBuilder.Code, 0xE9, 0, 0, 0, 0).Named("other").Relocate(1, 4, coff.Weak("f", "standby"));
        _link.Link(coff);
        Assert.Equal((ulong)_link.Image.GetAddress("caller") + 5, (ulong)_link.Image.GetAddress("other") + 5 + (ulong)(int)_link.Word("other", 4, 1));
    }
}
