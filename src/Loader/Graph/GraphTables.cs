using Linker.Relocs;

namespace Linker.Loader;

/// <summary>The arrays of one graph, and what its reader needs besides. When the graph goes, another one gets them, so that reading in a loop allocates nothing.</summary>
/// <remarks>Arrays are longer than what is in them, and what is in them is old until a reader has written it.</remarks>
internal sealed class GraphTables
{
    /// <summary>What the tables in waiting of a thread may hold together, in bytes.</summary>
    private const long RetainedLimit = 64 << 20;

    // Each thread its own: those that link side by side share nothing.
    [ThreadStatic]
    private static Stack<GraphTables>? t_waiting;

    [ThreadStatic]
    private static long t_retained;

    private Section[] _sections = [];
    private Symbol[] _symbols = [];
    private SymbolUses[] _uses = [];
    private Relocation[] _relocations = [];
    private Comdat[] _comdats = [];
    private int[] _sectionNumbers = [];
    private int[] _sectionOwners = [];

    /// <summary>Tables that nobody uses.</summary>
    internal static GraphTables Rent()
    {
        if (t_waiting is not { } waiting || !waiting.TryPop(out GraphTables? tables))
        {
            return new GraphTables();
        }

        t_retained -= tables.Size;
        return tables;
    }

    /// <summary>Takes tables back; spans over them show what the next graph of this thread writes.</summary>
    internal static void Return(GraphTables tables)
    {
        if (t_retained + tables.Size <= RetainedLimit)
        {
            t_retained += tables.Size;
            (t_waiting ??= []).Push(tables);
        }
    }

    // What a graph sees of its tables. They never grow under it: a graph that was disposed meanwhile sees another one's content, and harms nobody's.
    internal ReadOnlySpan<Section> ReadSections(int count) => _sections.AsSpan(0, count);

    internal ReadOnlySpan<Symbol> ReadSymbols(int count) => _symbols.AsSpan(0, count);

    internal ReadOnlySpan<SymbolUses> ReadUses(int count) => _uses.AsSpan(0, count);

    internal ReadOnlySpan<Relocation> ReadRelocations(int count) => _relocations.AsSpan(0, count);

    internal ReadOnlySpan<Comdat> ReadComdats(int count) => _comdats.AsSpan(0, count);

    // What a reader writes.
    internal Span<Section> Sections(int count) => First(ref _sections, count);

    internal Span<Symbol> Symbols(int count) => First(ref _symbols, count);

    internal Span<SymbolUses> Uses(int count) => First(ref _uses, count);

    internal Span<Relocation> Relocations(int count) => First(ref _relocations, count);

    internal Span<Comdat> Comdats(int count) => First(ref _comdats, count);

    /// <summary>Numbers for the reader's own use, zero.</summary>
    internal Span<int> SectionNumbers(int count) => Zeroes(ref _sectionNumbers, count);

    /// <summary>More of them, for what few files have.</summary>
    internal Span<int> SectionOwners(int count) => Zeroes(ref _sectionOwners, count);

    private long Size =>
        ((long)_sections.Length * 88) + ((long)_symbols.Length * 32) + ((long)_uses.Length * 4) + ((long)_comdats.Length * 8) + ((long)_relocations.Length * 24) + ((long)(_sectionNumbers.Length + _sectionOwners.Length) * 4);

    private static Span<int> Zeroes(ref int[] array, int count)
    {
        Span<int> numbers = First(ref array, count);
        numbers.Clear();
        return numbers;
    }

    private static Span<T> First<T>(ref T[] array, int count)
    {
        if (array.Length < count)
        {
            // No more than is needed: a read never allocates more than its own graph takes, whatever was read before.
            array = GC.AllocateUninitializedArray<T>(count);
        }

        return array.AsSpan(0, count);
    }
}
