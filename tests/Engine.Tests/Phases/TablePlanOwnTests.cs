using Linker.Loader;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>Slots that COFF objects ask for by name: of imports, and of the number of the thread-local block.</summary>
public sealed class TablePlanOwnTests : IDisposable
{
    private const ulong Far = 0x7FFF_1234_5678;

    private readonly CoffLink _link = new();

    public void Dispose() => _link.Dispose();

    /// <summary>A function that jumps through a slot.</summary>
    private static CoffBuilder Jump(string slot)
    {
        var coff = new CoffBuilder();
        coff.Section(".text", CoffBuilder.Code, 0xFF, 0x25, 0, 0, 0, 0).Named("jump").Relocate(2, 4, slot);
        return coff;
    }

    private ulong Led(uint offset = 2) => (ulong)_link.Image.GetAddress("jump") + offset + 4 + (ulong)(int)_link.Word("jump", 4, offset);

    [Fact]
    public void An_import_of_a_name_that_the_link_defines_is_a_slot_with_its_address()
    {
        _link.Link(Jump("__imp_f"), CoffLink.Bytes(("f", 5)));
        Assert.Equal(5u, _link.Word(_link.Word(Led(), 8), 1));
    }

    [Theory]
    [InlineData(SymbolKind.Function)]
    [InlineData(SymbolKind.Unknown)]
    [InlineData(SymbolKind.Data)]
    public void An_import_of_an_external_name_is_a_slot_with_the_name_s_own_address(SymbolKind kind)
    {
        _link.Linker.Definitions.Add("f", Far, kind);
        _link.Link(Jump("__imp_f"));
        Assert.Equal(Far, _link.Word(Led(), 8));
    }

    [Fact]
    public void An_import_pulls_the_member_that_defines_the_name_out_of_an_archive()
    {
        using var link = new CoffLink(scopes: CoffLink.Archive((CoffLink.Bytes(("f", 6)).Build(), ["f"])));
        ulong slot = link.AddressesOf(["__imp_f"])[0];
        Assert.Equal(6u, link.Word(link.Word(slot, 8), 1));
    }

    [Fact]
    public void Two_imports_of_a_name_share_a_slot()
    {
        _link.Linker.Definitions.Add("f", Far);
        CoffBuilder a = new(), b = new();
        a.Section(".rdata", CoffBuilder.Constants, new byte[16]).Named("a").Relocate(0, 1, "__imp_f").Relocate(8, 1, "__imp_f");
        b.Section(".rdata", CoffBuilder.Constants, new byte[8]).Named("b").Relocate(0, 1, "__imp_f");
        _link.Link(a, b);
        Assert.Equal((_link.Word("a", 8), _link.Word("a", 8)), (_link.Word("a", 8, 8), _link.Word("b", 8)));
        Assert.Equal(Far, _link.Word(_link.Word("b", 8), 8));
        Assert.Single(_link.Image.Record!.Slots);
    }

    [Fact]
    public void An_import_that_somebody_defines_is_that_definition()
    {
        CoffBuilder own = new();
        own.Section(".data", CoffBuilder.Data, 1, 2, 3, 4, 5, 6, 7, 8).Named("__imp_f");
        _link.Link(Jump("__imp_f"), own);
        Assert.Equal(0x0807060504030201u, _link.Word(Led(), 8));
        _link.Linker.Definitions.Add("__imp_g", CoffLink.Base + 0x1000);
        _link.Link(Jump("__imp_g"));
        Assert.Equal(CoffLink.Base + 0x1000, Led());
    }

    [Fact]
    public void An_import_of_a_name_that_nobody_knows_is_missing_under_the_import_s_name()
    {
        UnresolvedSymbolsException e = Assert.Throws<UnresolvedSymbolsException>(() => _link.Link(Jump("__imp_nobody")));
        Assert.Equal("__imp_nobody", Assert.Single(e.Symbols).Name);
    }

    [Fact]
    public void A_member_of_an_import_library_is_called_through_a_jump_and_through_its_slot()
    {
        _link.Linker.Definitions.Add("l.dll$f", Far, SymbolKind.Function);
        var caller = new CoffBuilder();
        caller.Section(".text", CoffBuilder.Code, 0xFF, 0x25, 0, 0, 0, 0, 0xE8, 0, 0, 0, 0).Named("jump").Relocate(2, 4, "__imp_f").Relocate(7, 4, "f");
        _link.Link(new LinkRequest { Record = true }, ObjectReader.Read(caller.Build(), "0.obj"), ObjectReader.Read(CoffBuilder.Import("f", "l.dll"), "l.dll"));
        ulong slot = Led(), thunk = Led(7);
        Assert.Equal(Far, _link.Word(slot, 8));
        Assert.Equal(0x25FFu, _link.Word(thunk, 2));
        Assert.Equal(slot, thunk + 6 + (ulong)(int)_link.Word(thunk + 2, 4));
    }

    [Fact]
    public void A_member_of_an_import_library_of_ARM64_jumps_through_its_slot()
    {
        using var link = new CoffLink(CoffBuilder.Arm64);
        link.Linker.Definitions.Add("l.dll$#3", Far, SymbolKind.Function);
        LoadedImage image = link.Link(LinkRequest.ForCheck, ObjectReader.Read(CoffBuilder.Import("f", "l.dll", naming: 0, ordinal: 3, machine: CoffBuilder.Arm64), "l.dll"));
        ulong slot = (ulong)image.GetAddress("__imp_f"), thunk = (ulong)image.GetAddress("f");
        uint adrp = (uint)link.Word(thunk, 4), ldr = (uint)link.Word(thunk + 4, 4);
        long pages = (((long)(adrp >> 5) & 0x7ffff) << 2) | ((adrp >> 29) & 3);
        ulong page = (thunk & ~0xffful) + ((ulong)((long)((ulong)pages << 43) >> 43) << 12);
        Assert.Equal((slot, Far), (page + (((ldr >> 10) & 0xfff) * 8), link.Word(slot, 8)));
    }

    [Fact]
    public void Imported_data_is_read_through_its_slot_and_a_constant_is_the_slot()
    {
        _link.Linker.Definitions.Add("l.dll$d", Far, SymbolKind.Data);
        _link.Linker.Definitions.Add("l.dll$c", Far + 8, SymbolKind.Data);
        LinkGraph[] imports = [ObjectReader.Read(CoffBuilder.Import("d", "l.dll", 1), "d"), ObjectReader.Read(CoffBuilder.Import("c", "l.dll", 2), "c")];
        _link.Link(new LinkRequest { Record = true }, [ObjectReader.Read(Jump("__imp_d").Build(), "0.obj"), .. imports]);
        Assert.Equal(Far, _link.Word(Led(), 8));
        Assert.Equal(_link.Image.GetAddress("__imp_c"), _link.Image.GetAddress("c"));
        Assert.Equal(Far + 8, _link.Word("c", 8));
        Assert.Throws<UnresolvedSymbolsException>(() => _link.Link(new LinkRequest(), [ObjectReader.Read(Jump("d").Build(), "0.obj"), .. imports]));
    }

    [Fact]
    public void A_member_of_an_import_library_is_pulled_out_of_its_archive_by_either_name()
    {
        foreach (string name in (string[])["f", "__imp_f"])
        {
            using var link = new CoffLink(scopes: CoffLink.Archive((CoffBuilder.Import("f", "l.dll"), ["f", "__imp_f"])));
            link.Linker.Definitions.Add("l.dll$f", Far, SymbolKind.Function);
            link.AddressesOf([name]);
            Assert.Equal(Far, link.Word("__imp_f", 8));
        }
    }

    [Fact]
    public void The_number_of_the_thread_local_block_is_a_slot()
    {
        var coff = new CoffBuilder();
        coff.Section(".tls$", CoffBuilder.Data, 1, 2, 3, 4).Named("v");
        coff.Section(".text", CoffBuilder.Code, 0x8B, 0x05, 0, 0, 0, 0).Named("jump").Relocate(2, 4, "_tls_index");
        _link.Link(coff);
        Assert.Equal(0u, _link.Word(Led(), 4));
        Assert.Contains(_link.Image.Record!.Slots, s => s.Address == Led());
    }

    [Fact]
    public void A_number_of_the_block_that_an_object_defines_is_the_object_s()
    {
        var coff = new CoffBuilder();
        coff.Section(".data", CoffBuilder.Data, 7, 0, 0, 0).Named("_tls_index");
        coff.Section(".text", CoffBuilder.Code, 0x8B, 0x05, 0, 0, 0, 0).Named("jump").Relocate(2, 4, "_tls_index");
        _link.Link(coff);
        Assert.Equal(7u, _link.Word(Led(), 4));
    }
}
