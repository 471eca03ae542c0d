using Linker.Loader;
using Linker.Shared;

namespace Linker.Engine.Tests;

public sealed class BindingComdatsTests : IDisposable
{
    private readonly CoffLink _link = new();

    public void Dispose() => _link.Dispose();

    private static CoffBuilder One(byte selection, params byte[] data)
    {
        var coff = new CoffBuilder();
        coff.OneOf(".rdata", CoffBuilder.Constants, selection, "c", data);
        return coff;
    }

    [Theory]
    [InlineData(CoffBuilder.Any, "01", "0203", 1)]
    [InlineData(CoffBuilder.SameSize, "01", "02", 1)]
    [InlineData(CoffBuilder.ExactMatch, "0102", "0102", 1)]
    [InlineData(CoffBuilder.Largest, "01", "0203", 2)]
    [InlineData(CoffBuilder.Largest, "0102", "03", 1)]
    [InlineData(CoffBuilder.Largest, "01", "02", 1)]
    public void One_copy_of_a_COMDAT_is_kept_as_its_selection_says(byte selection, string first, string second, byte kept)
    {
        CoffBuilder a = One(selection, Convert.FromHexString(first)), b = One(selection, Convert.FromHexString(second));
        Assert.Equal([kept], _link.BytesOf(["c"], a, b));
        Assert.Single(_link.Image.Record!.Sections, s => s.Name == ".rdata");
    }

    [Theory]
    [InlineData(CoffBuilder.SameSize, "01", "0203", "one size")]
    [InlineData(CoffBuilder.ExactMatch, "0102", "0103", "equal")]
    [InlineData(CoffBuilder.ExactMatch, "0102", "01", "equal")]
    [InlineData(CoffBuilder.NoDuplicates, "01", "01", "c")]
    public void Copies_that_contradict_each_other_are_refused(byte selection, string first, string second, string says)
    {
        DuplicateSymbolException e = Assert.Throws<DuplicateSymbolException>(() => _link.Link(One(selection, Convert.FromHexString(first)), One(selection, Convert.FromHexString(second))));
        Assert.Equal("c", Assert.Single(e.Symbols).Name);
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Assert.Contains("0.obj", e.Message, StringComparison.Ordinal);
        Assert.Contains("1.obj", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Copies_with_different_selections_are_refused_except_any_with_largest()
    {
        Assert.Throws<DuplicateSymbolException>(() => _link.Link(One(CoffBuilder.Any, 1), One(CoffBuilder.ExactMatch, 1)));
        Assert.Throws<DuplicateSymbolException>(() => _link.Link(One(CoffBuilder.ExactMatch, 1), One(CoffBuilder.Any, 1)));
        Assert.Equal([1], _link.BytesOf(["c"], One(CoffBuilder.Any, 1), One(CoffBuilder.SameSize, 2, 3)));
        Assert.Equal([1], _link.BytesOf(["c"], One(CoffBuilder.SameSize, 1), One(CoffBuilder.Any, 2, 3)));
        Assert.Equal([2], _link.BytesOf(["c"], One(CoffBuilder.Any, 1), One(CoffBuilder.Largest, 2, 3)));
        Assert.Equal([2], _link.BytesOf(["c"], One(CoffBuilder.Largest, 1), One(CoffBuilder.Any, 2, 3)));
    }

    [Fact]
    public void Whatever_refers_to_a_copy_that_a_larger_one_replaced_gets_the_larger_one()
    {
        CoffBuilder a = One(CoffBuilder.Largest, 1, 2);
        a.Section(".data", CoffBuilder.Data | CoffBuilder.Align(8), new byte[8]).Relocate(0, 1, "c").Named("pointer");
        CoffBuilder b = One(CoffBuilder.Largest, 3, 4, 5), c = One(CoffBuilder.Largest, 6, 7, 8, 9);
        Assert.Equal([6], _link.BytesOf(["c"], a, b, c));
        Assert.Equal(6u, _link.Word(_link.Word("pointer", 8), 1));
        Assert.Single(_link.Image.Record!.Sections, s => s.Name == ".rdata");
    }

    [Fact]
    public void A_name_that_only_the_replaced_copy_had_is_missing()
    {
        var a = new CoffBuilder();
        a.OneOf(".rdata", CoffBuilder.Constants, CoffBuilder.Largest, "c", 1, 2).Named("inside", 1);
        UnresolvedSymbolsException e = Assert.Throws<UnresolvedSymbolsException>(() => _link.AddressesOf(["c", "inside"], a, One(CoffBuilder.Largest, 3, 4, 5)));
        Assert.Equal("inside", Assert.Single(e.Symbols).Name);
    }

    [Fact]
    public void A_name_of_the_replaced_copy_that_was_asked_for_before_is_missing_too_or_somebody_else_s()
    {
        CoffBuilder ask = new(), a = new();
        ask.Section(".rdata$pointer", CoffBuilder.Constants | CoffBuilder.Align(8), new byte[8]).Relocate(0, 1, "inside").Named("pointer");
        a.OneOf(".rdata", CoffBuilder.Constants, CoffBuilder.Largest, "c", 1, 2).Named("inside", 1);
        Assert.Equal("inside", Assert.Single(Assert.Throws<UnresolvedSymbolsException>(() => _link.Link(ask, a, One(CoffBuilder.Largest, 3, 4, 5))).Symbols).Name);
        _link.Link(ask, a, One(CoffBuilder.Largest, 3, 4, 5), CoffLink.Bytes(("inside", 9)));
        Assert.Equal(9u, _link.Word(_link.Word("pointer", 8), 1));
        using var other = new CoffLink(scopes: CoffLink.Archive((CoffLink.Bytes(("inside", 8)).Build(), ["inside"])));
        other.Link(ask, a, One(CoffBuilder.Largest, 3, 4, 5));
        Assert.Equal(8u, other.Word(other.Word("pointer", 8), 1));
    }

    [Fact]
    public void Two_copies_in_one_object_are_one()
    {
        var a = new CoffBuilder();
        a.OneOf(".rdata", CoffBuilder.Constants, CoffBuilder.Largest, "c", 1);
        a.OneOf(".rdata", CoffBuilder.Constants, CoffBuilder.Largest, "c", 2, 3);
        Assert.Equal([2], _link.BytesOf(["c"], a));
    }

    [Theory]
    [InlineData(CoffBuilder.Any, 1)]
    [InlineData(CoffBuilder.Largest, 2)]
    public void What_is_associated_goes_with_its_leader(byte selection, byte kept)
    {
        static CoffBuilder WithTwo(byte selection, byte value, int size)
        {
            var coff = new CoffBuilder();
            CoffBuilder.SectionRow row = coff.OneOf(".text", CoffBuilder.Code, selection, "f", [.. Enumerable.Repeat(value, size)]);
            CoffBuilder.SectionRow with = coff.With(row, ".xdata", CoffBuilder.Constants, value);
            coff.With(with, ".rdata", CoffBuilder.Constants, value);
            return coff;
        }

        _link.Link(WithTwo(selection, 1, 1), WithTwo(selection, 2, 2));
        Assert.Equal([".rdata", ".text", ".xdata"], _link.Image.Record!.Sections.Where(s => s.Size != 0).Select(s => s.Name).Order(StringComparer.Ordinal));
        Assert.All(_link.Image.Record!.Sections.Where(s => s.Size != 0), s => Assert.Equal(kept, (byte)_link.Word(s.Address, 1)));
    }

    [Fact]
    public void A_strong_definition_beside_a_COMDAT_of_its_name_is_a_duplicate() =>
        Assert.Throws<DuplicateSymbolException>(() => _link.Link(One(CoffBuilder.Any, 1), CoffLink.Bytes(("c", 2))));

    [Fact]
    public void Objects_that_promise_different_things_do_not_belong_together()
    {
        static CoffBuilder Promise(string text)
        {
            var coff = new CoffBuilder();
            coff.Directives(text);
            return coff;
        }

        _link.Link(Promise("/FAILIFMISMATCH:\"a=1\""), Promise("/FAILIFMISMATCH:a=1 /FAILIFMISMATCH:b=2"));
        ObjectMismatchException e = Assert.Throws<ObjectMismatchException>(() => _link.Link(Promise("/FAILIFMISMATCH:\"a=1\""), Promise("/FAILIFMISMATCH:\"a=2\"")));
        Assert.Equal("1.obj: a is 2, but 1 in 0.obj", Assert.Single(e.Mismatches));
        _link.Link(Promise("/FAILIFMISMATCH:a=3"));
    }
}
