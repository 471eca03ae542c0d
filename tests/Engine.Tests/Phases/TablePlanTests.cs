using Linker.Loader;
using Linker.MemoryManager;
using Linker.Relocs;
using static Linker.Engine.Tests.ObjectWriter;

namespace Linker.Engine.Tests;

/// <summary>Slots and stubs: counted, shared, and given to nobody who does not need them.</summary>
public sealed class TablePlanTests
{
    private const ulong Base = 0x40_0000;
    private const ulong Far = 0x7000_0000_0000;

    private static readonly LinkRequest Recorded = new() { Record = true };

    [Fact]
    public void All_references_to_a_symbol_share_one_slot()
    {
        LinkGraph[] graphs = [Loads("a.o", 500), Loads("b.o", 500)];
        using RuntimeLinker linker = Elsewhere();
        linker.Definitions.Add("x", 1UL);
        linker.Definitions.Add("y", 2UL);
        using LoadedImage image = linker.Link(Recorded, graphs);
        Assert.Equal(["x", "y"], image.Record!.Slots.Where(s => s.Purpose == "address").Select(s => s.Symbol).Order());
        Assert.Equal(2000, image.Record.Fixups.Count);
        Assert.Equal(2, image.Record.Fixups.Select(f => f.S).Distinct().Count());

        static LinkGraph Loads(string name, int count)
        {
            var writer = new ObjectWriter();
            Part code = writer.Section(".text", "ax");
            for (int i = 0; i < count; i++)
            {
                // Different addends, one slot: the addend moves the place that is read, not the slot's content.
                code.Field(GotPcRel, "x", -4).Field(GotPcRel, "y", -4 - (i % 2));
            }

            return writer.Read(name);
        }
    }

    [Fact]
    public void All_far_calls_of_a_function_share_one_stub()
    {
        var writer = new ObjectWriter();
        Part code = writer.Section(".text", "ax");
        for (int i = 0; i < 1000; i++)
        {
            code.JumpsTo("f").JumpsTo("g");
        }

        using RuntimeLinker linker = Elsewhere();
        linker.Definitions.Add("f", Far, SymbolKind.Function);
        linker.Definitions.Add("g", Far + 64, SymbolKind.Function);
        using LoadedImage image = linker.Link(Recorded, writer.Read("a.o"), new ObjectWriter().Code("h").JumpsTo("f").Read("b.o"));
        Assert.Equal(["f", "g"], image.Record!.Stubs.Select(s => s.Symbol));
        Assert.All(image.Record.Fixups, f => Assert.True(f.ThroughStub));
        Assert.Equal(2, image.Record.Fixups.Select(f => f.S).Distinct().Count());
    }

    [Fact]
    public void A_function_in_reach_is_called_without_its_stub()
    {
        using RuntimeLinker linker = Elsewhere();
        linker.Definitions.Add("f", Base + 0x400_0000, SymbolKind.Function);
        using LoadedImage image = linker.Link(Recorded, new ObjectWriter().Code("h").JumpsTo("f").Read());
        Assert.False(Assert.Single(image.Record!.Fixups).ThroughStub);
        Assert.Equal(Base + 0x400_0000, image.Record.Fixups[0].S);
    }

    [Fact]
    public void Functions_of_the_link_have_no_stub()
    {
        using RuntimeLinker linker = Elsewhere();
        using LoadedImage image = linker.Link(Recorded, Fixtures.ReadAll("cycle_a.o", "cycle_b.o"));
        Assert.Empty(image.Record!.Stubs);
    }

    [Theory]
    [InlineData(SymbolKind.Unknown)]
    [InlineData(SymbolKind.Data)]
    public void Far_data_never_goes_through_a_stub(SymbolKind kind)
    {
        using RuntimeLinker linker = Elsewhere();
        linker.Definitions.Add("value", Far, kind);
        RelocationFailure failure = Assert.Single(Assert.Throws<RelocationException>(() => linker.Link(new ObjectWriter(Machine.X64).Code("read").ReturnsValueOf("value").Read("reads.o"))).Failures);
        Assert.Equal(("reads.o", ".text.read", 2UL, "R_X86_64_PC32", "value"), (failure.FileName, failure.Section, failure.Offset, failure.TypeName, failure.Symbol));
        Assert.Equal((Far, -4L, (long)(Far - failure.P!.Value) - 4), (failure.S, failure.A, failure.X));
        foreach (string word in new[] { "reads.o: .text.read+0x2: R_X86_64_PC32 against 'value'", "-fPIC", "2^31", "0x700000000000" })
        {
            Assert.Contains(word, failure.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Far_data_is_refused_even_where_the_same_name_is_called()
    {
        // The call plans a stub for the name; the read must not be given it.
        using RuntimeLinker linker = Elsewhere();
        linker.Definitions.Add("both", Far, SymbolKind.Data);
        var writer = new ObjectWriter(Machine.X64);
        writer.Code("call").JumpsTo("both");
        writer.Code("read").ReturnsValueOf("both");
        RelocationFailure failure = Assert.Single(Assert.Throws<RelocationException>(() => linker.Link(writer.Read())).Failures);
        Assert.Equal(".text.read", failure.Section);
    }

    [Theory]
    [InlineData(R32, "R_X86_64_32")]
    [InlineData(R32S, "R_X86_64_32S")]
    public void Far_absolute_32_bit_addresses_are_refused_with_advice(uint type, string name)
    {
        using RuntimeLinker linker = Elsewhere();
        linker.Definitions.Add("value", Far, SymbolKind.Data);
        RelocationFailure failure = Assert.Single(Assert.Throws<RelocationException>(() => linker.Link(new ObjectWriter(Machine.X64).Data("p").Field(type, "value").Read())).Failures);
        Assert.Equal(name, failure.TypeName);
        Assert.Contains("-fPIC", failure.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("call", 0x7000_0000_0000UL)]
    [InlineData("call", 42UL)]
    public void Absolute_symbols_of_the_link_are_called_however_far_they_are(string name, ulong address)
    {
        using RuntimeLinker linker = new(new LinkerOptions { Memory = new BufferMemoryManager(0x2000_0000_0000) });
        using LoadedImage image = linker.Link(Recorded, new ObjectWriter().Absolute("f", address).Code(name).JumpsTo("f").Read());
        FixupEvent fixup = Assert.Single(image.Record!.Fixups);
        Assert.True(fixup.ThroughStub);
        Assert.Equal(image.Record.Stubs[0].Address, fixup.S);
    }

    [Theory]
    [InlineData(Machine.X64, true)]
    [InlineData(Machine.Arm64, false)] // The branch leads to the next instruction: AAELF64 §5.6.1.
    public void Null_weak_functions_may_be_branched_to_from_anywhere(Machine machine, bool throughStub)
    {
        using RuntimeLinker linker = new(new LinkerOptions { Memory = new BufferMemoryManager(0x2000_0000_0000) });
        using LoadedImage image = linker.Link(Recorded, new ObjectWriter(machine).Refer("f", Weak).Code("call").JumpsTo("f").Read());
        Assert.Equal(throughStub, Assert.Single(image.Record!.Fixups).ThroughStub);
        Assert.Equal(throughStub ? 1 : 0, image.Record.Stubs.Count);
    }

    [Fact]
    public void Every_impossible_fixup_is_reported()
    {
        using RuntimeLinker linker = Elsewhere();
        linker.Definitions.Add("x", Far, SymbolKind.Data);
        linker.Definitions.Add("y", Far, SymbolKind.Data);
        var writer = new ObjectWriter();
        writer.Code("one").ReturnsValueOf("x");
        writer.Code("two").ReturnsValueOf("y");
        Part many = writer.Data("many");
        for (int i = 0; i < 30; i++)
        {
            many.Field(R32, "x");
        }

        RelocationException e = Assert.Throws<RelocationException>(() => linker.Link(writer.Read("a.o"), new ObjectWriter().Code("three").ReturnsValueOf("x").Read("b.o")));
        Assert.Equal(33, e.Failures.Count);
        Assert.Equal(31, e.Failures.Count(f => f.FileName == "a.o" && f.Symbol == "x"));
        Assert.Contains("13 more", e.Message, StringComparison.Ordinal);
        Assert.Equal(21, e.Message.Split('\n').Length);
    }

    [Fact]
    public void Every_refused_type_of_a_link_is_reported()
    {
        using RuntimeLinker linker = Elsewhere();
        RelocationException e = Assert.Throws<RelocationException>(() => linker.Link([.. Fixtures.Named("refused_").Select((name, i) => Renamed(name, i))]));
        Assert.Equal(Fixtures.Named("refused_").Length, e.Failures.Count);

        // One object may hold each of their names once: a copy under other names would need a compiler, so ask for the same type in written objects.
        static LinkGraph Renamed(string name, int index) => new ObjectWriter().Data($"d{index}").Field(Copy, $"d{index}", size: 8).Read(name);
    }

    [Fact]
    public void Thread_local_and_other_references_do_not_mix()
    {
        var writer = new ObjectWriter(Machine.X64);
        writer.Section(".tdata", "awT").Label("variable", ObjectWriter.ThreadLocal).Word(1);
        writer.Data("plain").Word(2);
        writer.Code("wrong").ReturnsValueOf("variable").Bytes(0x64, 0x8b, 0x04, 0x25).Field(TpOff32, "plain");
        using RuntimeLinker linker = Elsewhere();
        RelocationException e = Assert.Throws<RelocationException>(() => linker.Link(writer.Read()));
        Assert.Equal(["the symbol is thread-local", "the symbol is not thread-local"], e.Failures.Select(f => f.Problem));
    }

    private static RuntimeLinker Elsewhere() => new(new LinkerOptions { Memory = new BufferMemoryManager(Base) });
}
