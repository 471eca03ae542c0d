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
    public void Weak_externals_that_stand_for_each_other_are_missing_until_an_archive_has_one()
    {
        var coff = new CoffBuilder();
        coff.Weak("a", 2);
        coff.Weak("b", 0);
        UnresolvedSymbol missing = Assert.Single(Assert.Throws<UnresolvedSymbolsException>(() => _link.AddressesOf(["a"], coff)).Symbols);
        Assert.Equal("a", missing.Name);
        Assert.Contains("in a circle", missing.Hint, StringComparison.Ordinal);
        using var link = new CoffLink(scopes: CoffLink.Archive((CoffLink.Bytes(("b", 5)).Build(), ["b"])));
        Assert.Equal([5], link.BytesOf(["a"], coff));
    }

    [Fact]
    public void A_name_that_stands_for_a_null_one_of_another_object_is_null()
    {
        CoffBuilder a = new(), b = new();
        a.Weak("f", "g", CoffBuilder.Library);
        b.Weak("g", b.Symbol(".weak.g", -1, 0, CoffBuilder.Static), CoffBuilder.Library);
        Assert.Equal([0ul, 0ul], _link.AddressesOf(["f", "g"], a, b));
        Assert.Equal([0ul, 0ul], _link.AddressesOf(["f", "g"], b, a));
    }

    [Theory]
    [InlineData(31, false, true)]
    [InlineData(31, true, true)]
    [InlineData(32, false, false)]
    [InlineData(32, true, false)]
    [InlineData(20_000, false, false)]
    public void Names_stand_for_names_over_a_bounded_number_of_others(int count, bool isLocal, bool isFound)
    {
        // Each record has one that adds to it; the first names come first, so that the order helps nobody.
        CoffBuilder coff = new(), end = CoffLink.Bytes(("end", 4));
        for (int i = 0; i <= count; i++)
        {
            coff.Weak($"n{i}", (2 * i) + 2, isLocal ? CoffBuilder.Library : CoffBuilder.NoLibrary);
        }

        coff.Symbol("end", isLocal ? coff.Section(".data", CoffBuilder.Data, 4).Number : 0, 0, isLocal ? CoffBuilder.Static : CoffBuilder.External);
        if (isFound)
        {
            Assert.Equal([4, 4], _link.BytesOf(["n0", $"n{count}"], coff, end));
        }
        else
        {
            UnresolvedSymbolsException e = Assert.Throws<UnresolvedSymbolsException>(() => _link.AddressesOf(["n0", $"n{count}"], coff, end));
            Assert.Equal("n0", Assert.Single(e.Symbols).Name);
        }
    }

    [Fact]
    public void A_default_in_a_copy_that_is_not_kept_is_the_one_of_the_copy_that_is()
    {
        CoffBuilder kept = new(), copy = new();
        kept.OneOf(".data", CoffBuilder.Data, CoffBuilder.Any, "g", 1);
        copy.OneOf(".data", CoffBuilder.Data, CoffBuilder.Any, "g", 2);
        copy.Weak("f", "g");
        Assert.Equal([1, 1], _link.BytesOf(["f", "g"], kept, copy));
    }

    [Fact]
    public void A_default_of_a_member_that_joins_for_another_name_wins_over_what_lies_outside_the_link()
    {
        CoffBuilder member = Weak();
        member.Section(".data", CoffBuilder.Data, 2).Named("m");
        using var link = new CoffLink(scopes: CoffLink.Archive((member.Build(), ["m"])));
        link.Linker.Definitions.Add("f", 0x7FFF_1234_5678);
        Assert.Equal([1, 2], link.BytesOf(["f", "m"]));
    }

    [Fact]
    public void Of_several_defaults_of_a_name_the_first_counts_for_all_that_stand_for_it()
    {
        CoffBuilder f = new(), x = new(), y = new();
        f.Weak("f", "m");
        x.Weak("m", "x");
        y.Weak("m", "y");
        Assert.Equal([1, 1], _link.BytesOf(["f", "m"], f, x, y, CoffLink.Bytes(("x", 1), ("y", 2))));
    }

    [Fact]
    public void A_long_chain_that_ends_in_null_is_an_error_and_no_endless_link()
    {
        var coff = new CoffBuilder();
        for (int i = 0; i < 40; i++)
        {
            coff.Weak($"n{i}", i == 0 ? 80 : (2 * i) - 2, CoffBuilder.Library);
        }

        coff.Symbol(".weak.n0", -1, 0, CoffBuilder.Static);
        Assert.Equal([0ul], _link.AddressesOf(["n31"], coff));
        Assert.Contains("n39", Assert.Throws<UnresolvedSymbolsException>(() => _link.AddressesOf(["n39"], coff)).Symbols.Select(s => s.Name));
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
        using var both = new CoffLink(scopes: CoffLink.Archive((CoffLink.Bytes(("c", 9)).Build(), ["c"]), (CoffLink.Bytes(("b", 7)).Build(), ["b"])));
        Assert.Equal([7], both.BytesOf(["a"], Directive("/ALTERNATENAME:a=b /ALTERNATENAME:b=c")));
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
