using System.Runtime.InteropServices;
using System.Text;
using Linker.Loader;
using Linker.Relocs;

namespace Linker.Engine;

/// <summary>S for every name of the link and every local symbol that a relocation refers to. An indirect function's is its stub; a thread-local variable's lies in the image's template.</summary>
/// <param name="binding">The link.</param>
/// <param name="tables">Its slots and stubs.</param>
internal sealed class SymbolAddresses(Binding binding, TablePlan tables)
{
    // No section begins there.
    private const ulong NotLoaded = ulong.MaxValue;

    private readonly FlatList<ulong> _bySymbol = new();
    private readonly FlatList<ulong> _globals = new();
    private readonly FlatList<ulong> _bySection = new();
    private readonly FlatList<bool> _usedIslands = new();
    private Dictionary<string, (ulong Low, ulong High)>? _edges;

    /// <summary>IB: where the image starts, or what the caller says with a definition of <c>__ImageBase</c>.</summary>
    internal ulong ImageBase { get; private set; }

    /// <summary>By symbol of a graph.</summary>
    internal ReadOnlySpan<ulong> Of(int graph) => _bySymbol.Items[binding.FirstSymbol(graph)..];

    internal ulong OfGlobal(int index) => _globals[index];

    internal ulong Of(LinkSymbol symbol) => symbol.Global != 0 ? _globals[symbol.Global] : _bySymbol[binding.FirstSymbol(symbol.Graph) + (int)symbol.Symbol.Index];

    /// <summary>Where a graph's own definition of a symbol lies, whatever its name means.</summary>
    internal ulong OfDefinition(int graph, SymbolId symbol) =>
        OfDefinition(in binding.Graphs[graph].Symbols[(int)symbol.Index], _bySection.Items[binding.FirstSection(graph)..]);

    internal static SymbolAddresses For(LinkSpace space, PendingImage image)
    {
        space.Addresses.Find(image);
        return space.Addresses;
    }

    /// <summary>Forgets the link.</summary>
    internal void Clear()
    {
        _bySymbol.Clear();
        _globals.Clear();
        _bySection.Clear();
        _usedIslands.Clear();
        _edges = null;
    }

    private void Find(PendingImage image)
    {
        _usedIslands.Extend(image.Layout.Islands.Length).Clear();
        ReadOnlySpan<SectionPlace> places = image.Layout.Places;
        Span<ulong> bySection = _bySection.Extend(places.Length);
        for (int i = 0; i < bySection.Length; i++)
        {
            bySection[i] = places[i].Segment < 0 ? NotLoaded : image.AddressOf(places[i]);
        }

        ImageBase = BaseOf(image);
        Span<ulong> globals = _globals.Extend(binding.Globals.Count);
        globals[0] = 0;
        for (int index = 1; index < globals.Length; index++)
        {
            globals[index] = OfGlobal(image, index);
        }

        _bySymbol.Extend(binding.SymbolCount);
        for (int g = 0; g < binding.Graphs.Count; g++)
        {
            FindLocal(g, globals);
        }

        foreach (ref readonly Stub stub in tables.Stubs)
        {
            if (stub.Symbol.Global == 0 && stub.IsIndirect)
            {
                _bySymbol[binding.FirstSymbol(stub.Symbol.Graph) + (int)stub.Symbol.Symbol.Index] = CanonicalStub(image, stub.Number);
            }
        }
    }

    private ulong BaseOf(PendingImage image)
    {
        if (binding.Format == ObjectFormat.Coff)
        {
            int name = binding.Globals.Find("__ImageBase"u8);
            if (name != 0 && binding.Globals[name].State == GlobalState.External)
            {
                return binding.Globals[name].Address;
            }

            // What offsets count from has to be the same whether or not an object names it.
            foreach (ISymbolResolver scope in name == 0 ? binding.Scopes.Items : [])
            {
                if (scope is SymbolDefinitions && scope.Resolve(new SymbolQuery("__ImageBase"u8)) is { IsFound: true } answer)
                {
                    return answer.Address;
                }
            }
        }

        ulong lowest = image.Segments.Length == 0 ? 0 : ulong.MaxValue;
        foreach (ref readonly MemoryManager.ReservedSegment segment in image.Segments)
        {
            lowest = Math.Min(lowest, segment.TargetAddress);
        }

        return lowest;
    }

    private void FindLocal(int g, ReadOnlySpan<ulong> globals)
    {
        LinkGraph graph = binding.Graphs[g];
        ReadOnlySpan<Symbol> symbols = graph.Symbols;
        ReadOnlySpan<SymbolUses> uses = graph.Uses;
        ReadOnlySpan<int> globalOf = binding.GlobalOf(g);
        ReadOnlySpan<ulong> sections = _bySection.Items[binding.FirstSection(g)..];
        Span<ulong> addresses = _bySymbol.Items.Slice(binding.FirstSymbol(g), symbols.Length);
        for (int i = 0; i < addresses.Length; i++)
        {
            if (uses[i] != SymbolUses.None)
            {
                int global = globalOf[i];
                addresses[i] = global != 0 ? globals[global] : OfDefinition(in symbols[i], sections);
            }
        }
    }

    // A section that is not loaded has no address, nor has what lies in it.
    private static ulong OfDefinition(in Symbol symbol, ReadOnlySpan<ulong> sections)
    {
        if (symbol.Place == SymbolPlace.Section)
        {
            ulong section = sections[(int)symbol.Section.Index];
            return section == NotLoaded ? 0 : section + symbol.Value;
        }

        return symbol.Place == SymbolPlace.Absolute ? symbol.Value : 0;
    }

    /// <summary>Address of a symbol's stub, which is needed from now on; 0 when it has none. It stands for the function in the whole image.</summary>
    private ulong UseStub(PendingImage image, LinkSymbol symbol) => tables.TryUseStub(symbol, out int number) ? CanonicalStub(image, number) : 0;

    /// <summary>Address of the copy of a stub that is nearest to a place, which is needed from now on; 0 when there is no such stub.</summary>
    internal ulong UseStubNear(PendingImage image, LinkSymbol symbol, long addend, ulong place)
    {
        if (!tables.TryUseStub(symbol, addend, out int number))
        {
            return 0;
        }

        ulong nearest = 0;
        int island = -1;
        for (int i = 0; i < image.Layout.Islands.Length; i++)
        {
            ulong stub = StubAddress(binding, image, i, number);
            if (island < 0 || DistanceOf(stub, place) < DistanceOf(nearest, place))
            {
                (nearest, island) = (stub, i);
            }
        }

        _usedIslands[island] = true;
        return nearest;
    }

    /// <summary>Every stub is needed from now on, in the first island at the least.</summary>
    internal void UseAllStubs()
    {
        tables.UseAllStubs();
        if (_usedIslands.Count > 0)
        {
            _usedIslands[0] = true;
        }
    }

    /// <summary>Whether something leads to a stub in an island.</summary>
    internal bool IsUsed(int island) => _usedIslands[island];

    /// <summary>Address of a stub in an island.</summary>
    internal static ulong StubAddress(Binding binding, PendingImage image, int island, int number) =>
        image.AddressOf(image.Layout.Islands[island]) + ((ulong)number * (ulong)StubCode.SizeFor(binding.Machine));

    private ulong CanonicalStub(PendingImage image, int number)
    {
        _usedIslands[0] = true;
        return StubAddress(binding, image, 0, number);
    }

    private static ulong DistanceOf(ulong a, ulong b) => (ulong)Math.Abs((long)(a - b));

    private ulong OfGlobal(PendingImage image, int index)
    {
        ref GlobalSymbol global = ref binding.Globals[index];
        switch (global.State)
        {
            case GlobalState.External:
                return !(global.IsTakenAbsolute || global.IsTakenFromBase || global.DistanceBits != 0) || IsInReach(image, in global)
                    ? global.Address
                    : UseStub(image, new LinkSymbol(0, default, index));
            case GlobalState.Common:
                return image.AddressOf(image.Layout.Commons[index]);
            case GlobalState.Synthetic:
                return OfSynthetic(image, index);
            case GlobalState.Weak or GlobalState.Strong:
                return global.Kind == SymbolKind.IndirectFunction
                    ? UseStub(image, new LinkSymbol(global.Graph, global.Symbol, index))
                    : OfDefinition(in binding.Graphs[global.Graph].Symbols[(int)global.Symbol.Index], _bySection.Items[binding.FirstSection(global.Graph)..]);
            default:
                return 0;
        }
    }

    /// <summary>Whether all fields that hold a function's address can. If not, its stub stands for it in the whole image, as in a program that is not position-independent, so that pointers compare equal.</summary>
    private bool IsInReach(PendingImage image, in GlobalSymbol global)
    {
        bool isInReach = (!global.IsTakenAbsolute || global.Address <= int.MaxValue) && (!global.IsTakenFromBase || (global.Address >= ImageBase && global.Address - ImageBase <= int.MaxValue));
        if (global.DistanceBits != 0)
        {
            foreach (ref readonly MemoryManager.ReservedSegment segment in image.Segments)
            {
                isInReach &= IsNear(global.Address, segment.TargetAddress, global.DistanceBits) && IsNear(global.Address, segment.TargetAddress + segment.Size, global.DistanceBits);
            }
        }

        return isInReach;
    }

    // With an allowance for addends and for pages.
    private static bool IsNear(ulong a, ulong b, int bits) => DistanceOf(a, b) < (1UL << (bits - 1)) - 0x2000;

    private ulong OfSynthetic(PendingImage image, int index)
    {
        ReadOnlySpan<byte> name = binding.Globals.NameOf(index);
        ulong got = image.GotAddress;
        SyntheticSymbol kind = SyntheticSymbols.KindOf(name, binding.Format);
        return kind switch
        {
            SyntheticSymbol.GotBase => got,
            SyntheticSymbol.DsoHandle => got + tables.Slots[tables.DsoHandleSlot].Offset,
            SyntheticSymbol.TlsModuleBase => image.TlsBlockAddress,
            SyntheticSymbol.BlockNumber => got + tables.Slots[tables.BlockNumberSlot].Offset,
            SyntheticSymbol.ImageBase => ImageBase,
            SyntheticSymbol.Import => got + tables.Slots[tables.SlotOf(SlotKind.Address, new LinkSymbol(0, default, binding.ImportedBy(index)))].Offset,
            _ => EdgeOf(image, SyntheticSymbols.SectionNameOf(name), kind == SyntheticSymbol.SectionStart),
        };
    }

    private ulong EdgeOf(PendingImage image, ReadOnlySpan<byte> name, bool start)
    {
        _edges ??= FindEdges(image);
        if (!_edges.TryGetValue(Encoding.UTF8.GetString(name), out (ulong Low, ulong High) edge))
        {
            // Mach-O: a section that nobody has is empty, wherever it lies.
            return ImageBase;
        }

        return start ? edge.Low : edge.High;
    }

    /// <summary>By section name: the first byte of all sections of that name, and the byte after the last.</summary>
    private Dictionary<string, (ulong Low, ulong High)> FindEdges(PendingImage image)
    {
        var edges = new Dictionary<string, (ulong Low, ulong High)>(StringComparer.Ordinal);
        foreach (LoadedSection loaded in image.Layout.Loaded)
        {
            LinkGraph graph = binding.Graphs[loaded.Graph];
            ref readonly Section section = ref graph.Sections[(int)loaded.Section.Index];
            if (SyntheticSymbols.EdgeNameOf(graph, in section) is { } name)
            {
                ulong address = image.AddressOf(loaded.Place);
                ref (ulong Low, ulong High) edge = ref CollectionsMarshal.GetValueRefOrAddDefault(edges, name, out bool exists);
                edge = (exists ? Math.Min(edge.Low, address) : address, Math.Max(edge.High, address + loaded.Size));
            }
        }

        return edges;
    }
}
