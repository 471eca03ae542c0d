using Linker.Relocs;

namespace Linker.Loader.Tests;

/// <summary>What a graph knows beyond its tables, and how its tables come and go.</summary>
public class LinkGraphTests
{
    private static readonly ReadOnlyMemory<byte> Small = File.ReadAllBytes(Shared.Repository.Fixture("elf-x64/hello.o"));
    private static readonly ReadOnlyMemory<byte> Other = File.ReadAllBytes(Shared.Repository.Fixture("elf-x64/data.o"));

    public static TheoryData<string> Objects() => [.. Fixtures.Objects().Select(Path.GetFileName).OfType<string>()];

    [Theory]
    [MemberData(nameof(Objects))]
    public void Uses_are_what_the_relocations_of_loaded_sections_ask(string name)
    {
        using LinkGraph graph = ObjectReader.Read(File.ReadAllBytes(Fixtures.Objects().First(p => Path.GetFileName(p) == name)), name, includeUnloaded: true);
        var expected = new SymbolUses[graph.Symbols.Length];
        for (int s = 0; s < graph.Sections.Length; s++)
        {
            foreach (Relocation relocation in graph.Sections[s].IsLoaded ? graph.RelocationsOf(new SectionId((uint)s)) : default)
            {
                SymbolUses uses = RelocTable.For(relocation.Kind).Uses;
                bool leadsBehind = uses == SymbolUses.Branch && relocation.Addend != MachineAbi.For(graph.Machine).BranchBias;
                expected[relocation.Target.Index] |= leadsBehind ? uses | SymbolUses.BranchBehind : uses;
                expected[relocation.Subtrahend.Index] |= relocation.Subtrahend.IsNull ? SymbolUses.None : SymbolUses.Wide;
            }
        }

        Assert.Equal(expected, graph.Uses.ToArray());
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public void All_symbols_before_the_first_global_are_local_and_it_is_not(string name)
    {
        using LinkGraph graph = ObjectReader.Read(File.ReadAllBytes(Fixtures.Objects().First(p => Path.GetFileName(p) == name)), name);
        Assert.All(graph.Symbols[..graph.FirstGlobal].ToArray(), symbol => Assert.Equal(SymbolBinding.Local, symbol.Binding));
        Assert.True(graph.FirstGlobal == graph.Symbols.Length || graph.Symbols[graph.FirstGlobal].Binding != SymbolBinding.Local);
    }

    [Fact]
    public void A_disposed_graph_says_so()
    {
        LinkGraph graph = ObjectReader.Read(Small, "hello.o");
        graph.Dispose();
        Assert.Throws<ObjectDisposedException>(() => graph.Sections.Length);
        Assert.Throws<ObjectDisposedException>(() => graph.Symbols.Length);
        Assert.Throws<ObjectDisposedException>(() => graph.Uses.Length);
        Assert.Throws<ObjectDisposedException>(() => graph.Relocations.Length);
        Assert.Throws<ObjectDisposedException>(() => graph.Comdats.Length);
        Assert.Throws<ObjectDisposedException>(() => graph.ContentOf(new SectionId(1)).Length);
        Assert.Throws<ObjectDisposedException>(() => graph.RelocationsOf(new SectionId(1)).Length);
        Assert.Throws<ObjectDisposedException>(() => graph.Hold());
    }

    [Fact]
    public void Tables_that_are_given_back_twice_serve_one_graph_only()
    {
        LinkGraph gone = ObjectReader.Read(Small, "hello.o");
        gone.Dispose();
        gone.Dispose();
        using LinkGraph a = ObjectReader.Read(Small, "hello.o");
        Symbol[] symbols = a.Symbols.ToArray();
        using LinkGraph b = ObjectReader.Read(Other, "data.o");
        Assert.Equal(symbols, a.Symbols.ToArray());
    }

    [Fact]
    public void A_graph_that_is_held_stays_whole_until_it_is_let_go()
    {
        LinkGraph graph = ObjectReader.Read(Small, "hello.o");
        Symbol[] symbols = graph.Symbols.ToArray();
        GraphHold hold = graph.Hold();
        graph.Dispose();
        using LinkGraph other = ObjectReader.Read(Other, "data.o");
        Assert.Equal(symbols, graph.Symbols.ToArray());
        hold.Dispose();
        Assert.Throws<ObjectDisposedException>(() => graph.Symbols.Length);
    }

    [Fact]
    public void Letting_go_twice_takes_nobody_else_s_hold_away()
    {
        LinkGraph graph = ObjectReader.Read(Small, "hello.o");
        GraphHold hold = graph.Hold();
        using GraphHold other = graph.Hold();
        hold.Dispose();
        hold.Dispose();
        graph.Dispose();
        Assert.NotEqual(0, graph.Symbols.Length);
    }

    [Fact]
    public void Reading_in_a_loop_makes_one_object_a_time()
    {
        Assert.InRange(AllocatedInTheEnd(() => { }), 1, 160);
    }

    [Fact]
    public void A_read_that_fails_gives_its_tables_back()
    {
        // The first relocation's place: the reader has filled most tables by then.
        byte[] broken = Other.ToArray();
        using (LinkGraph whole = ObjectReader.Read(Other, "data.o"))
        {
            int section = whole.Sections.ToArray().ToList().FindIndex(s => whole.Text(s.Name).StartsWith(".rela", StringComparison.Ordinal));
            broken.AsSpan((int)whole.Sections[section].Content.Offset, 8).Fill(0x7f);
        }

        Assert.InRange(AllocatedInTheEnd(() => Assert.Throws<ObjectFormatException>(() => ObjectReader.Read(broken, "data.o"))), 1, 160);
    }

    [Fact]
    public void Threads_that_read_at_once_share_no_table()
    {
        ReadOnlyMemory<byte>[] files = [Small, Other];
        Symbol[][] symbols = [.. files.Select(f => ObjectReader.Read(f, "x").Symbols.ToArray())];
        Relocation[][] relocations = [.. files.Select(f => ObjectReader.Read(f, "x").Relocations.ToArray())];
        Parallel.For(0, 4000, i =>
        {
            // Two at a time, so that tables wait for each other's threads too.
            using LinkGraph first = ObjectReader.Read(files[i % 2], "first");
            using LinkGraph second = ObjectReader.Read(files[(i + 1) % 2], "second");
            Assert.Equal(symbols[i % 2], first.Symbols.ToArray());
            Assert.Equal(relocations[i % 2], first.Relocations.ToArray());
            Assert.Equal(symbols[(i + 1) % 2], second.Symbols.ToArray());
        });
    }

    // By one read, after many with something else before each.
    private static long AllocatedInTheEnd(Action before)
    {
        long allocated = 0;
        for (int i = 0; i < 101; i++)
        {
            before();
            long start = GC.GetAllocatedBytesForCurrentThread();
            ObjectReader.Read(Other, "data.o").Dispose();
            allocated = GC.GetAllocatedBytesForCurrentThread() - start;
        }

        return allocated;
    }
}
