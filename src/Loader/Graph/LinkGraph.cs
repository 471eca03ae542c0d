using System.Text;
using Linker.Relocs;

namespace Linker.Loader;

/// <summary>An object file, format-neutral and proven sound: sections, symbols and the relocations that tie them together.</summary>
/// <remarks>
/// What is true of every graph, proven once when it was read: every place lies inside its section, and that section has bytes; every id is in range;
/// every symbol that has a section lies in it (its end included), a thread-local one in a thread-local section; every alignment is a power of two up to 2^32; every range lies inside the file, or inside what the reader has added behind its end;
/// links from section to section end; all loaded sections and common symbols together, padding included, take less than 2^47 bytes; all symbols' names together are at most 64 times as long as the file.
/// Relocations are grouped by section; a compressed section and, unless they were asked for, a section that is not loaded have none.
/// </remarks>
/// <example>
/// <code>
/// LinkGraph graph = ObjectReader.Read(File.ReadAllBytes("add.o"), "add.o");
/// foreach (ref readonly Section section in graph.Sections)
///     Console.WriteLine($"{graph.NameOf(section)} {section.Size}");
/// </code>
/// </example>
public sealed class LinkGraph : IDisposable
{
    private readonly ReadOnlyMemory<byte> _file;
    private readonly ReadOnlyMemory<byte> _added;
    private readonly RelocationNames _names;
    private readonly Directive[] _directives;
    private readonly int _sectionCount;
    private readonly int _symbolCount;
    private readonly int _relocationCount;
    private readonly int _comdatCount;
    private GraphTables? _tables;

    // The caller who has read the graph, and everybody who is working with it.
    private int _holders = 1;
    private int _isDisposed;

    internal LinkGraph(scoped in LinkGraphBuilder proved, int firstGlobal)
    {
        FileName = proved.FileName;
        _file = proved.File;
        _added = proved.Added;
        IsSplit = proved.IsSplit;
        Format = proved.Format;
        Machine = proved.Machine;
        Features = proved.Features;
        FirstGlobal = firstGlobal;
        _names = proved.Names;
        _directives = proved.Directives;
        _tables = proved.Tables;
        _sectionCount = proved.Sections.Length;
        _symbolCount = proved.Symbols.Length;
        _relocationCount = proved.Relocations.Length;
        _comdatCount = proved.Comdats.Length;
    }

    /// <summary>How messages call the object: a path, or <c>archive.a(member.o)</c>.</summary>
    public string FileName { get; }

    /// <summary>The container.</summary>
    public ObjectFormat Format { get; }

    /// <summary>The instruction set.</summary>
    public Machine Machine { get; }

    /// <summary>What the object promises about its code.</summary>
    public ObjectFeatures Features { get; }

    /// <summary>The whole object file, which ranges are ranges of.</summary>
    public ReadOnlySpan<byte> File => _file.Span;

    /// <summary>The same, to be kept.</summary>
    internal ReadOnlyMemory<byte> Memory => _file;

    /// <summary>Whether sections were cut into the parts that a linker may move.</summary>
    internal bool IsSplit { get; }

    /// <summary>All sections; index 0 is the null section.</summary>
    public ReadOnlySpan<Section> Sections => Tables.ReadSections(_sectionCount);

    /// <summary>All symbols; index 0 is the null symbol.</summary>
    public ReadOnlySpan<Symbol> Symbols => Tables.ReadSymbols(_symbolCount);

    /// <summary>Index of the first symbol that is not local, or the number of symbols; all before it are local, those behind it need not all be global.</summary>
    public int FirstGlobal { get; }

    /// <summary>By symbol: what the relocations of all loaded sections together ask of it.</summary>
    public ReadOnlySpan<SymbolUses> Uses => Tables.ReadUses(_symbolCount);

    /// <summary>All relocations, grouped by the section they patch.</summary>
    public ReadOnlySpan<Relocation> Relocations => Tables.ReadRelocations(_relocationCount);

    /// <summary>Sets of sections of which one copy a link is enough.</summary>
    public ReadOnlySpan<Comdat> Comdats => Tables.ReadComdats(_comdatCount);

    /// <summary>What the object tells its linker, in its order.</summary>
    public ReadOnlySpan<Directive> Directives => _directives;

    /// <summary>The relocations that patch a section.</summary>
    public ReadOnlySpan<Relocation> RelocationsOf(SectionId id)
    {
        ref readonly Section section = ref Sections[(int)id.Index];
        return Relocations.Slice(section.FirstRelocation, section.RelocationCount);
    }

    /// <summary>The bytes of a section as they stand in the file; empty for zero-fill.</summary>
    public ReadOnlySpan<byte> ContentOf(SectionId id) => Bytes(Sections[(int)id.Index].Content);

    /// <summary>A range of the file, or of what its reader has added behind the file's end.</summary>
    public ReadOnlySpan<byte> Bytes(FileRange range) => range.Offset < (uint)_file.Length || _added.IsEmpty
        ? _file.Span.Slice((int)range.Offset, (int)range.Size)
        : _added.Span.Slice((int)(range.Offset - (uint)_file.Length), (int)range.Size);

    /// <summary>The same, to be kept.</summary>
    internal ReadOnlyMemory<byte> MemoryOf(FileRange range) => range.Offset < (uint)_file.Length || _added.IsEmpty
        ? _file.Slice((int)range.Offset, (int)range.Size)
        : _added.Slice((int)(range.Offset - (uint)_file.Length), (int)range.Size);

    /// <summary>The name of a section as text.</summary>
    public string NameOf(in Section section) => Text(section.Name);

    /// <summary>The name of the segment that a section of a Mach-O object is for; empty in other formats and where the section is not the file's.</summary>
    public string SegmentOf(in Section section)
    {
        // It has sixteen bytes behind the sixteen of the section's name.
        const int Width = 16;
        if (Format != ObjectFormat.MachO || section.Name.Size == 0 || section.Name.Offset > (long)_file.Length - (2 * Width))
        {
            return "";
        }

        ReadOnlySpan<byte> field = _file.Span.Slice((int)section.Name.Offset + Width, Width);
        int size = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(size < 0 ? field : field[..size]);
    }

    /// <summary>The name of a symbol as text; a section's own symbol answers with the section's name.</summary>
    public string NameOf(in Symbol symbol) =>
        symbol.Name.Size == 0 && symbol is { Kind: SymbolKind.Section, Place: SymbolPlace.Section }
            ? Text(Sections[(int)symbol.Section.Index].Name)
            : Text(symbol.Name);

    /// <summary>A range of the file as text, UTF-8; bytes that are not are replaced.</summary>
    public string Text(FileRange range) => Encoding.UTF8.GetString(Bytes(range));

    /// <summary>What the format calls a relocation's type: <c>R_X86_64_PC32</c>; unknown numbers are named as numbers.</summary>
    public string TypeNameOf(in Relocation relocation) => _names.NameOf(relocation.FormatType);

    /// <summary>Why a relocation's type is refused, or <see langword="null"/> where it is not.</summary>
    public string? RefusalOf(in Relocation relocation) =>
        relocation.Kind == RelocKind.Refused ? _names.RefusalOf(relocation.FormatType) : null;

    /// <summary>Keeps the graph whole until the result is disposed, whoever disposes the graph meanwhile. For code that works with a graph that another thread may dispose.</summary>
    /// <exception cref="ObjectDisposedException">The graph is gone.</exception>
    public GraphHold Hold()
    {
        int holders = Volatile.Read(ref _holders);
        while (true)
        {
            ObjectDisposedException.ThrowIf(holders == 0, this);
            int seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (seen == holders)
            {
                return new GraphHold(this);
            }

            holders = seen;
        }
    }

    /// <summary>
    /// Gives the tables to the next graph that is read. Not needed, but reading many objects one after the other is then free of garbage. Spans over the graph must not be used afterwards: they show
    /// another graph's content. Images linked from it stay. Idempotent.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            Release();
        }
    }

    internal void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            GraphTables.Return(Interlocked.Exchange(ref _tables, null)!);
        }
    }

    private GraphTables Tables => _tables ?? throw new ObjectDisposedException(FileName);
}
