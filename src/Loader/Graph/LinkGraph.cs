using System.Text;
using Linker.Relocs;

namespace Linker.Loader;

/// <summary>An object file, format-neutral and proven sound: sections, symbols and the relocations that tie them together.</summary>
/// <remarks>
/// What is true of every graph, proven once when it was read: every place lies inside its section, and that section has bytes; every id is in range;
/// every symbol that has a section lies in it (its end included), a thread-local one in a thread-local section; every alignment is a power of two up to 2^32; every range lies inside the file;
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
public sealed class LinkGraph
{
    private readonly ReadOnlyMemory<byte> _file;
    private readonly Section[] _sections;
    private readonly Symbol[] _symbols;
    private readonly Relocation[] _relocations;
    private readonly Comdat[] _comdats;
    private readonly RelocationNames _names;

    internal LinkGraph(
        string fileName,
        ReadOnlyMemory<byte> file,
        ObjectFormat format,
        Machine machine,
        ObjectFeatures features,
        Section[] sections,
        Symbol[] symbols,
        Relocation[] relocations,
        Comdat[] comdats,
        RelocationNames names)
    {
        FileName = fileName;
        _file = file;
        Format = format;
        Machine = machine;
        Features = features;
        _sections = sections;
        _symbols = symbols;
        _relocations = relocations;
        _comdats = comdats;
        _names = names;
    }

    /// <summary>How messages call the object: a path, or <c>archive.a(member.o)</c>.</summary>
    public string FileName { get; }

    /// <summary>The container.</summary>
    public ObjectFormat Format { get; }

    /// <summary>The instruction set.</summary>
    public Machine Machine { get; }

    /// <summary>What the object promises about its code.</summary>
    public ObjectFeatures Features { get; }

    /// <summary>All sections; index 0 is the null section.</summary>
    public ReadOnlySpan<Section> Sections => _sections;

    /// <summary>All symbols; index 0 is the null symbol.</summary>
    public ReadOnlySpan<Symbol> Symbols => _symbols;

    /// <summary>All relocations, grouped by the section they patch.</summary>
    public ReadOnlySpan<Relocation> Relocations => _relocations;

    /// <summary>Sets of sections of which one copy a link is enough.</summary>
    public ReadOnlySpan<Comdat> Comdats => _comdats;

    /// <summary>The relocations that patch a section.</summary>
    public ReadOnlySpan<Relocation> RelocationsOf(SectionId id) =>
        _relocations.AsSpan(_sections[id.Index].FirstRelocation, _sections[id.Index].RelocationCount);

    /// <summary>The bytes of a section as they stand in the file; empty for zero-fill.</summary>
    public ReadOnlySpan<byte> ContentOf(SectionId id) => Bytes(_sections[id.Index].Content);

    /// <summary>A range of the file.</summary>
    public ReadOnlySpan<byte> Bytes(FileRange range) => _file.Span.Slice((int)range.Offset, (int)range.Size);

    /// <summary>The name of a section as text.</summary>
    public string NameOf(in Section section) => Text(section.Name);

    /// <summary>The name of a symbol as text; a section's own symbol answers with the section's name.</summary>
    public string NameOf(in Symbol symbol) =>
        symbol.Name.Size == 0 && symbol is { Kind: SymbolKind.Section, Place: SymbolPlace.Section }
            ? Text(_sections[symbol.Section.Index].Name)
            : Text(symbol.Name);

    /// <summary>A range of the file as text, UTF-8; bytes that are not are replaced.</summary>
    public string Text(FileRange range) => Encoding.UTF8.GetString(Bytes(range));

    /// <summary>What the format calls a relocation's type: <c>R_X86_64_PC32</c>; unknown numbers are named as numbers.</summary>
    public string TypeNameOf(in Relocation relocation) => _names.NameOf(relocation.FormatType);

    /// <summary>Why a relocation's type is refused, or <see langword="null"/> where it is not.</summary>
    public string? RefusalOf(in Relocation relocation) =>
        relocation.Kind == RelocKind.Refused ? _names.RefusalOf(relocation.FormatType) : null;
}
