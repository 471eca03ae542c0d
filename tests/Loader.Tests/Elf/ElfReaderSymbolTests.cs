using System.Buffers.Binary;
using System.Text;
using Linker.Shared;
using static Linker.Shared.ElfBuilder;

namespace Linker.Loader.Tests;

public class ElfReaderSymbolTests
{
    private static LinkGraph Read(ElfBuilder elf) => ObjectReader.Read(elf.Build(), "test.o");

    [Theory]
    [InlineData(NoType, SymbolKind.Unknown)]
    [InlineData(ElfBuilder.Object, SymbolKind.Data)]
    [InlineData(Func, SymbolKind.Function)]
    [InlineData(CommonType, SymbolKind.Data)]
    [InlineData(Ifunc, SymbolKind.IndirectFunction)]
    [InlineData((byte)13, SymbolKind.Unknown)]
    public void Kinds_are_translated(byte type, SymbolKind kind)
    {
        var elf = new ElfBuilder();
        int text = elf.Text(16);
        int symbol = elf.Symbol("f", (uint)text, 4, 8, type: type);
        Symbol read = Read(elf).Symbols[symbol];
        Assert.Equal((kind, 4UL, 8UL, SymbolPlace.Section, new SectionId((uint)text)), (read.Kind, read.Value, read.Size, read.Place, read.Section));
    }

    [Theory]
    [InlineData(Global, SymbolBinding.Global)]
    [InlineData(Weak, SymbolBinding.Weak)]
    [InlineData(Unique, SymbolBinding.Unique)]
    [InlineData(Local, SymbolBinding.Local)]
    public void Bindings_are_translated(byte binding, SymbolBinding expected)
    {
        var elf = new ElfBuilder();
        int symbol = elf.Symbol("f", Absolute, binding: binding);
        Assert.Equal(expected, Read(elf).Symbols[symbol].Binding);
    }

    [Theory]
    [InlineData(0, SymbolVisibility.Default)]
    [InlineData(1, SymbolVisibility.Internal)]
    [InlineData(2, SymbolVisibility.Hidden)]
    [InlineData(3, SymbolVisibility.Protected)]
    [InlineData(0xfc, SymbolVisibility.Default)]
    public void Visibility_is_the_two_low_bits(byte other, SymbolVisibility expected)
    {
        var elf = new ElfBuilder();
        int symbol = elf.Symbol("f", Undefined, other: other);
        Assert.Equal(expected, Read(elf).Symbols[symbol].Visibility);
    }

    [Fact]
    public void Places_are_translated()
    {
        var elf = new ElfBuilder();
        int data = elf.Section(".tdata", Progbits, Alloc | Write | Tls, new byte[4]);
        int file = elf.Symbol("a.c", Absolute, binding: Local, type: ElfBuilder.File);
        int own = elf.Symbol("", (uint)data, binding: Local, type: SectionSymbol);
        int undefined = elf.Symbol("u", Undefined);
        int absolute = elf.Symbol("a", Absolute, ulong.MaxValue);
        int common = elf.Symbol("c", Common, 32, 100, type: ElfBuilder.Object);
        int large = elf.Symbol("l", LargeCommon, 64, 1000, type: ElfBuilder.Object);
        int thread = elf.Symbol("t", (uint)data, 4, type: TlsType);
        LinkGraph graph = Read(elf);
        Assert.Equal((SymbolKind.File, SymbolPlace.Absolute), (graph.Symbols[file].Kind, graph.Symbols[file].Place));
        Assert.Equal((SymbolKind.Section, ".tdata"), (graph.Symbols[own].Kind, graph.NameOf(graph.Symbols[own])));
        Assert.Equal((SymbolPlace.Undefined, "u"), (graph.Symbols[undefined].Place, graph.NameOf(graph.Symbols[undefined])));
        Assert.Equal((SymbolPlace.Absolute, ulong.MaxValue), (graph.Symbols[absolute].Place, graph.Symbols[absolute].Value));
        Assert.Equal((SymbolPlace.Common, 32UL, 100UL), (graph.Symbols[common].Place, graph.Symbols[common].Value, graph.Symbols[common].Size));
        Assert.Equal((SymbolPlace.Common, 64UL), (graph.Symbols[large].Place, graph.Symbols[large].Value));
        Assert.Equal((SymbolPlace.Section, SymbolKind.ThreadLocal), (graph.Symbols[thread].Place, graph.Symbols[thread].Kind));
    }

    [Fact]
    public void A_symbol_may_stand_at_its_section_s_end_but_not_behind()
    {
        var elf = new ElfBuilder();
        elf.Symbol("end", (uint)elf.Text(16), 16);
        Assert.Equal(2, Read(elf).Symbols.Length);

        elf = new ElfBuilder();
        elf.Symbol("behind", (uint)elf.Text(16), 17);
        Refusal.Says("past the end of section 4", elf.Build());
    }

    [Theory]
    [InlineData(99u, "section 99 of")]
    [InlineData(0xff05u, "SHN_XINDEX")]
    public void A_section_that_does_not_exist_is_refused(uint section, string says)
    {
        var elf = new ElfBuilder();
        elf.Symbol("f", section);
        byte[] file = elf.Build();
        if (section > 0xff00)
        {
            // Turn the table of wide indexes into something else, so that nothing answers for SHN_XINDEX.
            int table = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(40));
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(table + (4 * 64) + 4), Progbits);
        }

        Refusal.Says(says, file);
    }

    [Fact]
    public void A_reserved_section_index_is_refused()
    {
        var elf = new ElfBuilder();
        elf.Symbol("f", Absolute);
        byte[] file = elf.Build();
        int symtab = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xf1, 0xff]);
        file[symtab] = 0x05;
        Refusal.Says("reserved section index 0xff05", file);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(15)]
    public void An_unknown_binding_is_refused(byte binding)
    {
        var elf = new ElfBuilder();
        elf.Symbol("f", Undefined, binding: binding);
        Refusal.Says($"binding {binding}", elf.Build());
    }

    [Fact]
    public void A_local_symbol_among_the_global_ones_is_refused()
    {
        var elf = new ElfBuilder();
        elf.Symbol("g", Undefined);
        elf.Symbol("l", Absolute, binding: Local);
        Refusal.Says("sh_info of the symbol table", elf.Build());
    }

    [Theory]
    [InlineData(3UL, 4UL, "power of two")]
    [InlineData(8UL, 1UL << 50, "address space")]
    public void A_common_symbol_that_cannot_be_allocated_is_refused(ulong alignment, ulong size, string says)
    {
        var elf = new ElfBuilder();
        elf.Symbol("c", Common, alignment, size);
        Refusal.Says(says, elf.Build());
    }

    [Fact]
    public void An_indirect_function_that_is_not_code_is_refused()
    {
        var absolute = new ElfBuilder();
        absolute.Symbol("f", 0xfff1, type: 10, value: 0x1234);
        Refusal.Says("lies in no section", absolute.Build());
        var data = new ElfBuilder();
        data.Symbol("f", (uint)data.Section(".data", 1, 3, new byte[8]), type: 10);
        Refusal.Says("section 4 is not code", data.Build());
    }

    [Fact]
    public void A_default_version_is_not_part_of_a_defined_name()
    {
        var elf = new ElfBuilder();
        uint text = (uint)elf.Text(4);
        elf.Symbol("f@@V2", text);
        elf.Symbol("f@V1", text);
        elf.Symbol("g@@V2", Undefined);
        LinkGraph graph = ObjectReader.Read(elf.Build(), "versions.o");
        Assert.Equal(["f", "f@V1", "g@@V2"], graph.Symbols[1..].ToArray().Select(s => graph.NameOf(s)));
    }

    [Fact]
    public void A_thread_local_symbol_in_an_ordinary_section_is_refused()
    {
        var elf = new ElfBuilder();
        elf.Symbol("t", (uint)elf.Text(4), type: TlsType);
        Refusal.Says("thread-local, but section 4 is not", elf.Build());
    }

    [Theory]
    [InlineData(44, 99u, "local symbols of")]
    [InlineData(40, 1u, "not a string table")]
    [InlineData(40, 99u, "not a string table")]
    [InlineData(56, 16u, "entries of 16 bytes, not 24")]
    [InlineData(32, 25u, "not a number of entries")]
    public void A_symbol_table_that_does_not_hang_together_is_refused(int field, uint value, string says)
    {
        var elf = new ElfBuilder();
        elf.Symbol("f", Undefined);
        byte[] file = elf.Build();
        int table = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(40));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(table + 64 + field), value);
        Refusal.Says(says, file);
    }

    [Fact]
    public void A_second_symbol_table_is_refused()
    {
        var elf = new ElfBuilder();
        elf.Section(".symtab", 2, 0, new byte[24], 8, 2, 1, 24);
        Refusal.Says("a second symbol table", elf.Build());
    }

    [Fact]
    public void A_name_without_an_end_is_refused()
    {
        var elf = new ElfBuilder();
        elf.Symbol("name", Undefined);
        byte[] file = elf.Build();
        int name = file.AsSpan().IndexOf("name\0"u8);
        file[name + 4] = (byte)'x';
        Refusal.Says("no terminating zero", file);
    }

    [Fact]
    public void Names_that_are_all_each_other_s_tails_are_refused_in_linear_time()
    {
        var elf = new ElfBuilder();
        elf.Symbol(new string('a', 400_000), Undefined);
        for (int i = 0; i < 20_000; i++)
        {
            elf.Symbol("", Undefined);
        }

        byte[] file = elf.Build();
        int symtab = file.AsSpan().IndexOf(Encoding.ASCII.GetBytes("aaaa")) - 1 - (20_002 * 24);
        for (int i = 0; i < 20_002; i++)
        {
            file[symtab + (i * 24)] = 1;
        }

        Refusal.Says("each other's tails", file);
    }
}
