using System.Runtime.InteropServices;
using System.Text;
using Linker.Loader;
using Linker.Relocs;

namespace Linker.Engine;

/// <summary>S for every symbol of the link, by graph and symbol. An indirect function's is its stub; a thread-local variable's lies in the image's template.</summary>
internal sealed class SymbolAddresses
{
    private readonly ulong[][] _byGraph;
    private readonly ulong[] _globals;
    private Dictionary<string, (ulong Low, ulong High)>? _edges;

    private SymbolAddresses(int graphs, int globals)
    {
        _byGraph = new ulong[graphs][];
        _globals = new ulong[globals];
    }

    internal ReadOnlySpan<ulong> Of(int graph) => _byGraph[graph];

    internal ulong OfGlobal(int index) => _globals[index];

    internal ulong Of(LinkSymbol symbol) => symbol.Global != 0 ? _globals[symbol.Global] : _byGraph[symbol.Graph][symbol.Symbol.Index];

    internal static SymbolAddresses For(Binding binding, TablePlan tables, PendingImage image)
    {
        var addresses = new SymbolAddresses(binding.Graphs.Count, binding.Globals.Count);
        for (int index = 1; index < binding.Globals.Count; index++)
        {
            addresses._globals[index] = addresses.OfGlobal(binding, tables, image, index);
        }

        for (int g = 0; g < binding.Graphs.Count; g++)
        {
            addresses._byGraph[g] = addresses.OfGraph(binding, image, g);
        }

        foreach (StubEntry stub in tables.Stubs)
        {
            if (tables.Slots[stub.Slot].Kind == SlotKind.ResolvedFunction && stub.Symbol.Global == 0)
            {
                addresses._byGraph[stub.Symbol.Graph][stub.Symbol.Symbol.Index] = StubAddress(binding, tables, image, stub.Symbol);
            }
        }

        return addresses;
    }

    /// <summary>Address of a symbol's stub, 0 when it has none.</summary>
    internal static ulong StubAddress(Binding binding, TablePlan tables, PendingImage image, LinkSymbol symbol) =>
        tables.StubOf(symbol) is var stub and >= 0
            ? image.AddressOf(image.Layout.Stubs) + ((ulong)stub * (ulong)StubCode.SizeFor(binding.Machine))
            : 0;

    private ulong[] OfGraph(Binding binding, PendingImage image, int g)
    {
        ReadOnlySpan<Symbol> symbols = binding.Graphs[g].Symbols;
        int[] globalOf = binding[g].GlobalOf;
        var addresses = new ulong[symbols.Length];
        for (int i = 1; i < addresses.Length; i++)
        {
            addresses[i] = globalOf[i] != 0 ? _globals[globalOf[i]] : OfDefinition(image, g, in symbols[i]);
        }

        return addresses;
    }

    private static ulong OfDefinition(PendingImage image, int graph, in Symbol symbol)
    {
        if (symbol.Place != SymbolPlace.Section)
        {
            return symbol.Place == SymbolPlace.Absolute ? symbol.Value : 0;
        }

        SectionPlace place = image.Layout.PlaceOf(graph, symbol.Section);
        return place.Segment < 0 ? 0 : image.AddressOf(place) + symbol.Value;
    }

    private ulong OfGlobal(Binding binding, TablePlan tables, PendingImage image, int index)
    {
        ref GlobalSymbol global = ref binding.Globals[index];
        switch (global.State)
        {
            case GlobalState.External:
                return IsInReach(image, in global)
                    ? global.Address
                    : StubAddress(binding, tables, image, new LinkSymbol(0, default, index));
            case GlobalState.Common:
                return image.AddressOf(image.Layout.Commons[index]);
            case GlobalState.Synthetic:
                return OfSynthetic(binding, tables, image, binding.Globals.NameOf(index));
            case GlobalState.Weak or GlobalState.Strong:
                var symbol = new LinkSymbol(global.Graph, global.Symbol, index);
                return tables.IsIndirect(symbol)
                    ? StubAddress(binding, tables, image, symbol)
                    : OfDefinition(image, global.Graph, in binding.Graphs[global.Graph].Symbols[(int)global.Symbol.Index]);
            default:
                return 0;
        }
    }

    /// <summary>Whether all fields that hold a function's address can. If not, its stub stands for it in the whole image, as in a program that is not position-independent, so that pointers compare equal.</summary>
    private static bool IsInReach(PendingImage image, in GlobalSymbol global)
    {
        bool isInReach = !global.IsTakenAbsolute || global.Address <= int.MaxValue;
        if (global.IsTakenRelative)
        {
            foreach (ref readonly MemoryManager.ReservedSegment segment in image.Segments)
            {
                isInReach &= IsNear(global.Address, segment.TargetAddress) && IsNear(global.Address, segment.TargetAddress + segment.Size);
            }
        }

        return isInReach;
    }

    private static bool IsNear(ulong a, ulong b) => (long)(a - b) is > int.MinValue + 16L and < int.MaxValue - 16L;

    private ulong OfSynthetic(Binding binding, TablePlan tables, PendingImage image, ReadOnlySpan<byte> name)
    {
        ulong got = image.AddressOf(image.Layout.Got);
        SyntheticSymbol kind = SyntheticSymbols.KindOf(name);
        return kind switch
        {
            SyntheticSymbol.GotBase => got,
            SyntheticSymbol.DsoHandle => got + tables.Slots[tables.SlotOf(SlotKind.DsoHandle, default)].Offset,
            SyntheticSymbol.TlsModuleBase => image.TlsBlockAddress,
            _ => EdgeOf(binding, image, SyntheticSymbols.SectionNameOf(name), kind == SyntheticSymbol.SectionStart),
        };
    }

    private ulong EdgeOf(Binding binding, PendingImage image, ReadOnlySpan<byte> name, bool start)
    {
        _edges ??= FindEdges(binding, image);
        (ulong low, ulong high) = _edges[Encoding.UTF8.GetString(name)];
        return start ? low : high;
    }

    /// <summary>By section name: the first byte of all sections of that name, and the byte after the last.</summary>
    private static Dictionary<string, (ulong Low, ulong High)> FindEdges(Binding binding, PendingImage image)
    {
        var edges = new Dictionary<string, (ulong Low, ulong High)>(StringComparer.Ordinal);
        foreach (LoadedSection loaded in image.Layout.Loaded)
        {
            LinkGraph graph = binding.Graphs[loaded.Graph];
            ref readonly Section section = ref graph.Sections[(int)loaded.Section.Index];
            if (SyntheticSymbols.IsIdentifier(graph.Bytes(section.Name)))
            {
                ulong address = image.AddressOf(loaded.Place);
                ref (ulong Low, ulong High) edge = ref CollectionsMarshal.GetValueRefOrAddDefault(edges, graph.NameOf(section), out bool exists);
                edge = (exists ? Math.Min(edge.Low, address) : address, Math.Max(edge.High, address + loaded.Size));
            }
        }

        return edges;
    }
}
