using Linker.Loader;
using Linker.MemoryManager;
using Linker.Shared;

namespace Linker.Engine.Tests;

/// <summary>COFF objects in a whole link.</summary>
public sealed class RuntimeLinkerCoffTests : IDisposable
{
    private const ulong Far = 0x7FFF_1234_5678;

    private readonly CoffLink _link = new();

    public void Dispose() => _link.Dispose();

    private static CoffBuilder Ask(ushort type, string name, params byte[] code)
    {
        var coff = new CoffBuilder();
        coff.Section(".text", CoffBuilder.Code, code).Named("ask").Relocate((uint)code.Length - 4, type, name);
        return coff;
    }

    private ulong Led(uint offset, int count = 4) => (ulong)_link.Image.GetAddress("ask") + offset + (ulong)count + (ulong)(int)_link.Word("ask", 4, offset);

    [Fact]
    public void Objects_of_one_link_have_one_format()
    {
        using var elf = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(CoffLink.Base) });
        LinkGraph[] graphs = [ObjectReader.Read(new CoffBuilder().Build(), "a.obj"), ObjectReader.Read(new ElfBuilder().Build(), "b.o")];
        Assert.Contains("b.o is Elf, a.obj is Coff", Assert.Throws<ArgumentException>(() => elf.Link(graphs)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Objects_of_one_link_have_one_machine()
    {
        LinkGraph[] graphs = [ObjectReader.Read(new CoffBuilder().Build(), "a.obj"), ObjectReader.Read(new CoffBuilder { Machine = CoffBuilder.Arm64 }.Build(), "b.obj")];
        Assert.Throws<ArgumentException>(() => _link.Linker.Link(graphs));
    }

    [Fact]
    public void Code_for_Windows_does_not_run_on_Linux()
    {
        using var linker = new RuntimeLinker();
        PlatformNotSupportedException e = Assert.Throws<PlatformNotSupportedException>(() => linker.Link(ObjectReader.Read(new CoffBuilder().Build(), "a.obj")));
        Assert.Contains("a.obj is Coff", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_base_is_the_lowest_address_of_the_image()
    {
        ulong lowest = _link.AddressesOf(["__ImageBase"], CoffLink.Bytes(("a", 1)))[0];
        Assert.Equal(_link.Image.Segments.ToArray().Min(s => s.TargetAddress), lowest);
    }

    [Fact]
    public void The_image_base_may_be_defined_and_offsets_count_from_it()
    {
        _link.Linker.Definitions.Add("__ImageBase", CoffLink.Base - 0x10000);
        var coff = new CoffBuilder();
        coff.Section(".data", CoffBuilder.Data, 4, 0, 0, 0).Named("a").Relocate(0, 3, "a");
        coff.IndexOf("__ImageBase");
        Assert.Equal([CoffLink.Base - 0x10000], _link.AddressesOf(["__ImageBase"], coff));
        Assert.Equal((ulong)_link.Image.GetAddress("a") - CoffLink.Base + 0x10004, _link.Word("a", 4));
    }

    [Fact]
    public void The_image_base_that_is_defined_counts_whether_or_not_an_object_names_it()
    {
        _link.Linker.Definitions.Add("__ImageBase", CoffLink.Base - 0x10000);
        var coff = new CoffBuilder();
        coff.Section(".data", CoffBuilder.Data, 4, 0, 0, 0).Named("a").Relocate(0, 3, "a");
        _link.Link(coff);
        Assert.Equal((ulong)_link.Image.GetAddress("a") - CoffLink.Base + 0x10004, _link.Word("a", 4));
    }

    [Fact]
    public void An_offset_from_the_image_base_does_not_depend_on_the_order_of_the_sections()
    {
        CoffBuilder a = new(), b = new();
        a.Section(".data", CoffBuilder.Data, new byte[8]).Named("a").Relocate(0, 3, "b").Relocate(4, 3, "a");
        b.Section(".rdata", CoffBuilder.Constants, new byte[8]).Named("b");
        _link.Link(a, b);
        ulong lowest = _link.Image.Segments.ToArray().Min(s => s.TargetAddress);
        Assert.Equal(((ulong)_link.Image.GetAddress("b") - lowest, (ulong)_link.Image.GetAddress("a") - lowest), (_link.Word("a", 4), _link.Word("a", 4, 4)));
    }

    [Fact]
    public void An_offset_from_the_image_base_to_a_far_function_is_that_of_its_stub()
    {
        _link.Linker.Definitions.Add("f", Far, SymbolKind.Function);
        _link.Link(Ask(3, "f", 0, 0, 0, 0));
        ulong stub = _link.Image.Segments.ToArray().Min(s => s.TargetAddress) + _link.Word("ask", 4);
        Assert.Equal(stub, Assert.Single(_link.Image.Record!.Stubs).Address);
        Assert.Equal(Far, _link.Word(_link.Image.Record.Stubs[0].SlotAddress, 8));
    }

    [Theory]
    [InlineData(SymbolKind.Data)]
    [InlineData(SymbolKind.Unknown)]
    public void An_offset_from_the_image_base_to_far_data_is_refused(SymbolKind kind)
    {
        _link.Linker.Definitions.Add("d", Far, kind);
        RelocationException e = Assert.Throws<RelocationException>(() => _link.Link(Ask(3, "d", 0, 0, 0, 0)));
        Assert.Contains("IMAGE_REL_AMD64_ADDR32NB against 'd'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void External_data_is_never_read_through_a_jump_stub()
    {
        _link.Linker.Definitions.Add("near", CoffLink.Base + 0x100_0000, SymbolKind.Data);
        _link.Link(Ask(4, "near", 0x8B, 0x05, 0, 0, 0, 0));
        Assert.Equal(CoffLink.Base + 0x100_0000, Led(2));
        _link.Linker.Definitions.Add("far", Far, SymbolKind.Data);
        RelocationException e = Assert.Throws<RelocationException>(() => _link.Link(Ask(4, "far", 0x8B, 0x05, 0, 0, 0, 0)));
        Assert.Contains("does not fit", e.Message, StringComparison.Ordinal);
        _link.Linker.Definitions.Add("unknown", Far);
        Assert.Throws<RelocationException>(() => _link.Link(Ask(4, "unknown", 0x48, 0x8D, 0x05, 0, 0, 0, 0)));
    }

    [Theory]
    [InlineData(SymbolKind.Function)]
    [InlineData(SymbolKind.Unknown)]
    public void A_call_of_a_far_function_goes_through_a_stub(SymbolKind kind)
    {
        _link.Linker.Definitions.Add("f", Far, kind);
        _link.Link(Ask(4, "f", 0xE8, 0, 0, 0, 0));
        StubEvent stub = Assert.Single(_link.Image.Record!.Stubs);
        Assert.Equal((stub.Address, Far), (Led(1), _link.Word(stub.SlotAddress, 8)));
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(5, 1)]
    [InlineData(6, 2)]
    [InlineData(7, 3)]
    [InlineData(8, 4)]
    [InlineData(9, 5)]
    public void REL32_n_is_a_distance_from_n_bytes_behind_the_field(ushort type, int n)
    {
        var coff = new CoffBuilder();
        coff.Section(".text", CoffBuilder.Code, 0x81, 0x3D, 0, 0, 0, 0, 1, 2, 3, 4, 5).Named("ask").Relocate(2, type, "d");
        _link.Link(coff, CoffLink.Bytes(("d", 1)));
        Assert.Equal((ulong)_link.Image.GetAddress("d"), Led(2, 4 + n));
        Assert.Equal(0x0504030201u, _link.Word("ask", 5, 6));
    }

    [Theory]
    [InlineData(12, "IMAGE_REL_AMD64_SECREL7")]
    [InlineData(13, "IMAGE_REL_AMD64_TOKEN")]
    [InlineData(99, "IMAGE_REL_AMD64_(99)")]
    public void A_type_that_cannot_be_linked_is_refused_by_name(ushort type, string name)
    {
        RelocationException e = Assert.Throws<RelocationException>(() => _link.Link(Ask(type, "ask", 0, 0, 0, 0)));
        Assert.Contains(name, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Common_symbols_share_the_largest_and_a_definition_wins()
    {
        CoffBuilder a = new(), b = new();
        a.Symbol("c", 0, 8);
        b.Symbol("c", 0, 100);
        b.Directives("-aligncomm:c,8");
        Assert.Equal(0u, _link.AddressesOf(["c"], a, b)[0] & 0xff);
        Assert.Equal(0u, _link.Word("c", 8, 92));
        Assert.Equal([5], _link.BytesOf(["c"], a, CoffLink.Bytes(("c", 5)), b));
    }

    [Fact]
    public void Strong_definitions_of_one_name_are_duplicates() =>
        Assert.Throws<DuplicateSymbolException>(() => _link.Link(CoffLink.Bytes(("a", 1)), CoffLink.Bytes(("a", 1))));

    [Fact]
    public void Equal_numbers_under_one_name_are_one_definition()
    {
        static CoffBuilder Number(string name, uint value)
        {
            var coff = CoffLink.Bytes((name + value, 1));
            coff.Symbol("number", -1, value);
            return coff;
        }

        _link.Link(Number("a", 5), Number("b", 5));
        Assert.Throws<DuplicateSymbolException>(() => _link.Link(Number("a", 5), Number("b", 6)));
    }

    [Fact]
    public void Names_that_only_ELF_linkers_define_are_not_defined_here() =>
        Assert.Throws<UnresolvedSymbolsException>(() => _link.AddressesOf(["_GLOBAL_OFFSET_TABLE_"]));

    [Fact]
    public void A_relocation_without_a_meaning_stands_even_at_the_end_of_a_section()
    {
        var coff = new CoffBuilder();
        coff.Section(".text", CoffBuilder.Code, 0xC3).Named("ask").Relocate(1, 0, "ask");
        _link.Link(coff);
        Assert.Equal(0xC3u, _link.Word("ask", 1));
    }
}
