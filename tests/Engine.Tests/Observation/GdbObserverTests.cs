using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Linker.Loader;
using Linker.MemoryManager;

namespace Linker.Engine.Tests;

/// <summary>What gdb would read of this process. That it understands it is for the tests of <c>rtlink run --debug</c>.</summary>
[Trait("System", "linux")]
public sealed class GdbObserverTests
{
    private const int HeaderSize = 64;
    private const ulong Alloc = 2;

    private static readonly LinkRequest Recorded = new() { Record = true };

    private readonly GdbObserver _gdb = new();

    [Fact]
    public void An_object_is_shown_with_the_address_of_each_of_its_sections_and_otherwise_as_it_is()
    {
        using RuntimeLinker linker = NewLinker();
        byte[] file = Fixtures.ReadBytes("data.o");
        using LoadedImage image = linker.Link(Recorded, ObjectReader.Read(file, "data.o"));
        byte[] shown = Assert.Single(Shown());
        foreach (SectionEvent section in image.Record!.Sections)
        {
            Assert.Equal(section.Address, AddressOf(shown, section.Index));
        }

        Assert.True(image.Record.Sections.Count > 1);
        LinkGraph graph = ObjectReader.Read(file, "data.o");
        for (int i = 1; i < graph.Sections.Length; i++)
        {
            AddressOf(shown, i) = 0;
        }

        Assert.Equal(file, shown);
    }

    [Fact]
    public void Sections_that_are_not_in_the_image_are_shown_as_left_out_and_their_symbols_without_a_name()
    {
        using RuntimeLinker linker = NewLinker();
        LinkGraph[] graphs = Fixtures.ReadAll("comdat_a.o", "comdat_b.o");
        using LoadedImage image = linker.Link(Recorded, graphs);
        byte[][] shown = [.. Shown().AsEnumerable().Reverse()];
        Assert.Equal(2, shown.Length);
        int leftOut = 0;
        for (int g = 0; g < 2; g++)
        {
            LinkGraph graph = graphs[g], read = ObjectReader.Read(shown[g], "shown.o");
            HashSet<int> loaded = [.. image.Record!.Sections.Where(s => s.FileName == graph.FileName).Select(s => s.Index)];
            for (int i = 1; i < graph.Sections.Length; i++)
            {
                if (graph.Sections[i].IsLoaded && !loaded.Contains(i))
                {
                    leftOut++;
                    Assert.Equal((ulong.MaxValue, graph.Sections[i].FormatFlags & ~Alloc), (AddressOf(shown[g], i), read.Sections[i].FormatFlags));
                }
            }

            for (int i = 1; i < graph.Symbols.Length; i++)
            {
                ref readonly Symbol symbol = ref graph.Symbols[i];
                bool isLeftOut = symbol.Place == SymbolPlace.Section && graph.Sections[(int)symbol.Section.Index].IsLoaded && !loaded.Contains((int)symbol.Section.Index);
                Assert.True((isLeftOut || symbol.Name.Size == 0) == (read.Symbols[i].Name.Size == 0), $"{graph.FileName}, symbol {i}, {graph.NameOf(symbol)}");
            }
        }

        Assert.True(leftOut > 0);
    }

    [Fact]
    public void A_common_symbol_is_shown_where_it_was_allocated()
    {
        using RuntimeLinker linker = NewLinker();
        using LoadedImage image = linker.Link(new ObjectWriter().Common("block", 64, 16).Read());
        LinkGraph shown = ObjectReader.Read(Assert.Single(Shown()), "shown.o");
        Symbol block = shown.Symbols.ToArray().Single(s => shown.NameOf(s) == "block");
        Assert.Equal((SymbolPlace.Absolute, (ulong)image.GetAddress("block")), (block.Place, block.Value));
    }

    [Fact]
    public void Of_an_object_of_another_format_the_functions_are_shown()
    {
        using RuntimeLinker linker = NewLinker();
        using LoadedImage image = linker.LinkMachO("data.o");
        Assert.Equal(image.ExportedNames.Where(n => IsCode(image, n)).Select(n => (n[1..], (ulong)image.GetAddress(n))).Order(), FunctionsOf(Assert.Single(Shown())).Order());
    }

    [Fact]
    public void Of_functions_that_the_linker_made_the_names_are_shown()
    {
        using var engine = new ExecutionEngine(new ExecutionOptions { Observers = [_gdb] });
        engine.AddReplaceable(["seven"], new ObjectWriter().Code("seven").Returns(7).Read());
        nint stub = engine.GetAddress("seven");
        Assert.Contains(Shown(), shown => FunctionsOf(shown).Contains(("seven", (ulong)stub)));
    }

    [Fact]
    public void An_object_whose_relocations_gdb_cannot_read_is_shown_by_its_functions()
    {
        using RuntimeLinker linker = NewLinker();
        using LoadedImage image = linker.Link("crel.o");
        Assert.Contains(("answer", (ulong)image.GetAddress("answer")), FunctionsOf(Assert.Single(Shown())));
    }

    [Fact]
    public void Nothing_is_shown_any_more_once_images_are_gone_in_whatever_order()
    {
        RuntimeLinker linker = NewLinker(), other = NewLinker();
        LoadedImage[] images = [.. Enumerable.Range(0, 4).Select(i => (i == 2 ? other : linker).Link(new ObjectWriter().Code($"f{i}").Returns(i).Read()))];
        Assert.Equal((4, 4), (_gdb.Count, Shown().Length));
        images[1].Dispose();
        Assert.Equal([3, 2, 0], Shown().Select(s => int.Parse(FunctionsOf(s).Single().Name[1..])));
        images[3].Dispose();
        images[0].Dispose();
        Assert.Single(Shown());
        other.Dispose();
        linker.Dispose();
        Assert.Empty(Shown());
        Assert.Equal(0, _gdb.Count);
    }

    [Fact]
    public void No_more_is_shown_than_the_limit_and_what_comes_after_others_have_gone()
    {
        var gdb = new GdbObserver { Limit = 2 };
        using var linker = new RuntimeLinker(new LinkerOptions { Observers = [gdb] });
        LoadedImage first = linker.Link([.. Enumerable.Range(0, 3).Select(i => new ObjectWriter().Code($"f{i}").Returns(i).Read())]);
        Assert.Equal((2, 2), (gdb.Count, Shown().Length));
        using LoadedImage second = linker.Link("data.o");
        Assert.Equal(2, Shown().Length);
        first.Dispose();
        Assert.Equal((0, 0), (gdb.Count, Shown().Length));
        using LoadedImage third = linker.Link("hello.o");
        Assert.Equal((1, 1), (gdb.Count, Shown().Length));
    }

    [Fact]
    public void What_a_link_that_fails_has_shown_is_taken_back()
    {
        using var memory = new SpyMemory { FailsAtSeal = 2 };
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = memory, Observers = [_gdb] });
        Assert.ThrowsAny<Exception>(() => linker.Link("data.o"));
        Assert.Equal((0, 0, 0), (_gdb.Count, Shown().Length, memory.Live));
    }

    [Fact]
    public void Images_elsewhere_are_not_shown()
    {
        using var linker = new RuntimeLinker(new LinkerOptions { Memory = new BufferMemoryManager(0x4000_0000), Observers = [_gdb] });
        using LoadedImage image = linker.Link(new ObjectWriter().Code("seven").Returns(7).Read());
        Assert.Empty(Shown());
    }

    [Fact]
    public void Gdb_is_shown_images_on_this_system() => Assert.Null(_gdb.Refusal);

    [Fact]
    public async Task The_list_stays_whole_when_threads_change_it_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(t => Task.Run(() =>
        {
            using RuntimeLinker linker = NewLinker();
            for (int i = 0; i < 50; i++)
            {
                using LoadedImage image = linker.Link(new ObjectWriter().Code("f").Returns(i).Read());
                using LoadedImage another = linker.Link(new ObjectWriter().Code("g").Returns(i).Read());
                Assert.Equal(i, image.Call("f"));
            }
        }, TestContext.Current.CancellationToken)));
        Assert.Empty(Shown());
    }

    private RuntimeLinker NewLinker() => new(new LinkerOptions { Observers = [_gdb] });

    private static bool IsCode(LoadedImage image, string name)
    {
        int found = image.Segments.Find((ulong)image.GetAddress(name), 1);
        return (image.Segments[found].Access & PageAccess.Execute) != 0;
    }

    // As gdb does: the symbol of the library that has it, the descriptor, the list. The latest comes first.
    private static unsafe byte[][] Shown()
    {
        string path = Directory.GetFiles($"/proc/{Environment.ProcessId}/fd").Single(f => new FileInfo(f).LinkTarget?.StartsWith("/memfd:linker-gdb", StringComparison.Ordinal) == true);
        var descriptor = (nint*)NativeLibrary.GetExport(NativeLibrary.Load(path), "__jit_debug_descriptor");
        Assert.Equal(1u, *(uint*)descriptor);
        var objects = new List<byte[]>();
        nint before = 0;
        for (var entry = (nint*)descriptor[2]; entry != null; entry = (nint*)entry[0])
        {
            Assert.Equal(before, entry[1]);
            before = (nint)entry;
            objects.Add(new ReadOnlySpan<byte>((void*)entry[2], (int)entry[3]).ToArray());
        }

        return [.. objects];
    }

    private static (string Name, ulong Address)[] FunctionsOf(byte[] file)
    {
        LinkGraph graph = ObjectReader.Read(file, "shown.o");
        var functions = new List<(string, ulong)>();
        foreach (ref readonly Symbol symbol in graph.Symbols)
        {
            if (symbol.Kind == SymbolKind.Function)
            {
                functions.Add((graph.NameOf(symbol), AddressOf(file, (int)symbol.Section.Index) + symbol.Value));
            }
        }

        return [.. functions];
    }

    // sh_addr.
    private static ref ulong AddressOf(byte[] file, int section) =>
        ref MemoryMarshal.AsRef<ulong>(file.AsSpan((int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(40)) + (section * HeaderSize) + 16));
}
