using Linker.Loader;

namespace Linker.Engine;

/// <summary>Where functions are, to find the one that an address belongs to.</summary>
internal sealed class FunctionMap
{
    private readonly Entry[] _entries;

    private FunctionMap(List<Entry> entries)
    {
        _entries = [.. entries];
        Array.Sort(_entries, static (a, b) => (a.Start, a.Rank, a.Index).CompareTo((b.Start, b.Rank, b.Index)));
    }

    /// <summary>What an image exports, which is all that is known without its objects.</summary>
    internal static FunctionMap Of(ExportTable exports)
    {
        List<Entry> entries = [];
        for (int i = 0; i < exports.Count; i++)
        {
            ref readonly ExportTable.Entry export = ref exports[i];
            if (export.Kind is SymbolKind.Function or SymbolKind.Unknown)
            {
                entries.Add(new Entry(export.Address, export.Size == 0 ? ulong.MaxValue : End(export.Address, export.Size), i, RankOf(export.Kind, SymbolBinding.Global)));
            }
        }

        return new FunctionMap(entries);
    }

    /// <summary>All functions of an object, local ones too, and other names in its code.</summary>
    /// <param name="graph">The object.</param>
    /// <param name="addresses">By section; <see cref="LineReader.NoAddress"/> for one that is not there.</param>
    internal static FunctionMap Of(LinkGraph graph, ReadOnlySpan<ulong> addresses)
    {
        List<Entry> entries = [];
        for (int i = 1; i < graph.Symbols.Length; i++)
        {
            ref readonly Symbol symbol = ref graph.Symbols[i];
            if (symbol.Place != SymbolPlace.Section || symbol.Kind is not (SymbolKind.Function or SymbolKind.IndirectFunction or SymbolKind.Unknown) || IsMark(graph, in symbol))
            {
                continue;
            }

            ref readonly Section section = ref graph.Sections[(int)symbol.Section.Index];
            ulong start = addresses[(int)symbol.Section.Index];
            if (start != LineReader.NoAddress && (section.Flags & SectionFlags.Execute) != 0)
            {
                // Without a size it reaches as far as its section does, unless another function begins before.
                ulong address = start + symbol.Value;
                entries.Add(new Entry(address, symbol.Size == 0 ? start + section.Size : End(address, symbol.Size), i, RankOf(symbol.Kind, symbol.Binding)));
            }
        }

        return new FunctionMap(entries);
    }

    /// <summary>The function that an address belongs to: the last one that begins at or before it, unless it ends before, or else the last other name there.</summary>
    /// <param name="address">Absolute.</param>
    /// <param name="lowest">Functions that begin before have nothing to do with it.</param>
    /// <param name="found">Its number in the table that the map was made of, and where it begins.</param>
    internal bool TryFind(ulong address, ulong lowest, out Entry found)
    {
        found = default;
        bool isFound = false;
        for (int i = SortedItems.CountUpTo<Entry>(_entries, address, static (in Entry entry) => entry.Start) - 1; i >= 0 && _entries[i].Start >= lowest; i--)
        {
            ref readonly Entry entry = ref _entries[i];
            bool isFunction = entry.Rank >= FunctionRank;
            if (address < entry.End && (isFunction || !isFound))
            {
                found = entry;
                isFound = true;
            }

            if (isFunction)
            {
                break;
            }
        }

        return isFound;
    }

    private const byte FunctionRank = 2;

    // Of several names at an address, that of a function tells more than a label's, one that others use more than a local one.
    private static byte RankOf(SymbolKind kind, SymbolBinding binding) => (byte)((kind == SymbolKind.Unknown ? 0 : FunctionRank) + (binding == SymbolBinding.Local ? 0 : 1));

    private static ulong End(ulong start, ulong size) => size > ulong.MaxValue - start ? ulong.MaxValue : start + size;

    // A place without a name, or one that says whether code or data begins there (AAELF64 §5.4.4).
    private static bool IsMark(LinkGraph graph, in Symbol symbol) =>
        symbol.Name.Size == 0 || (graph.Format == ObjectFormat.Elf && symbol is { Kind: SymbolKind.Unknown, Binding: SymbolBinding.Local } && graph.Bytes(symbol.Name)[0] == (byte)'$');

    /// <summary>A name in code.</summary>
    /// <param name="Start">Absolute.</param>
    /// <param name="End">The address behind it.</param>
    /// <param name="Index">Its number where it came from.</param>
    /// <param name="Rank">How much its name tells.</param>
    internal readonly record struct Entry(ulong Start, ulong End, int Index, byte Rank);
}
