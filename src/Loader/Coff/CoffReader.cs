using System.Runtime.CompilerServices;

namespace Linker.Loader;

/// <summary>Reads a COFF object for x86-64 or ARM64. Graph symbol i + 1 is the file's record i; records that only add to the one before them are empty symbols.</summary>
internal ref partial struct CoffReader
{
    private readonly ReadOnlyMemory<byte> _memory;
    private readonly ByteReader _file;
    private readonly GraphTables _tables;
    private readonly CoffMachine _machine;
    private readonly bool _isBig;
    private readonly ReadOnlySpan<CoffSectionHeader> _headers;
    private readonly ulong _sectionTableOffset;
    private readonly ReadOnlySpan<byte> _records;
    private readonly ulong _recordsOffset;
    private StringTable _names;
    private readonly bool _hasNames;

    // Tables may not overlap: what all of them together hold is paid from the file's own length, which bounds time and memory.
    private ulong _budget;

    // By section number: what its definition says of its COMDAT; 1 + its index among the sets; relocations.
    private Span<int> _selections;
    private Span<int> _comdatOf;
    private Span<int> _associates;
    private Span<int> _relocationCounts;
    private Span<Comdat> _comdats;
    private int _comdatCount;
    private int _comdatSections;
    private int _relocationTotal;

    // Sections that only symbols declare stand behind those of the file.
    private List<DeclaredSection>? _declared;
    private List<Directive>? _directives;

    internal CoffReader(ReadOnlyMemory<byte> file, string fileName, GraphTables tables)
    {
        _memory = file;
        _file = new ByteReader(file.Span, fileName);
        _tables = tables;
        _budget = (ulong)file.Length;
        CoffTables found = CoffIdentity.Read(_file);
        _machine = found.Machine;
        _isBig = found.IsBig;
        _sectionTableOffset = found.SectionOffset;
        _headers = _file.Table<CoffSectionHeader>(found.SectionOffset, found.SectionCount, "section header table");
        Charge((ulong)_headers.Length * (uint)Unsafe.SizeOf<CoffSectionHeader>(), "section header table", found.SectionOffset);
        if (found.SymbolOffset == 0)
        {
            return;
        }

        ulong size = (ulong)found.SymbolCount * (uint)RecordSize;
        _recordsOffset = found.SymbolOffset;
        _records = _file.Slice(found.SymbolOffset, size, "symbol table");
        Charge(size, "symbol table", found.SymbolOffset);

        // The string table stands behind the symbols; its size includes itself. A file that ends there has none.
        ulong names = found.SymbolOffset + size;
        if (names < (ulong)file.Length)
        {
            uint nameSize = _file.Read<uint>(names, "string table, size");
            _names = new StringTable(_file, _file.Range(names, Math.Max(nameSize, sizeof(uint)), "string table"), "string table");
            _hasNames = true;
        }
    }

    private readonly string FileName => _file.FileName;

    private readonly int RecordSize => _isBig ? 20 : 18;

    private readonly int RecordCount => _records.Length / RecordSize;

    internal LinkGraph Read(bool includeUnloaded)
    {
        Span<int> numbers = _tables.SectionNumbers((_headers.Length + 1) * 4);
        int stride = _headers.Length + 1;
        _selections = numbers[..stride];
        _comdatOf = numbers.Slice(stride, stride);
        _associates = numbers.Slice(2 * stride, stride);
        _relocationCounts = numbers.Slice(3 * stride, stride);
        CountSections(includeUnloaded);
        ReadDirectives();
        Span<Symbol> symbols = ReadSymbols();
        Span<Section> sections = ReadSections();
        MarkThreadLocals(symbols, sections);
        _tables.Uses(symbols.Length).Clear();
        var builder = new LinkGraphBuilder
        {
            FileName = FileName,
            File = _memory,
            Format = ObjectFormat.Coff,
            Machine = _machine.Machine,
            Tables = _tables,
            Sections = sections,
            Symbols = symbols,
            Relocations = _tables.Relocations(_relocationTotal),
            Comdats = _comdats[.._comdatCount],
            Names = _machine.Names,
            Directives = _directives is null ? [] : [.. _directives],
        };
        ReadRelocations(ref builder);
        return builder.Build();
    }

    private void Charge(ulong size, string structure, ulong offset)
    {
        if (size > _budget)
        {
            Throw.Format(FileName, structure, -1, offset, size, "its bytes are also others': tables overlap");
        }

        _budget -= size;
    }

    /// <summary>A name that is too long for its field, by its offset in the string table.</summary>
    private FileRange LongName(uint offset, ulong fieldOffset)
    {
        if (!_hasNames || offset < sizeof(uint))
        {
            Throw.Format(FileName, "string table", -1, fieldOffset, offset, _hasNames ? $"a name at {offset} lies in the table's size" : "there is none, but a name lies in it");
        }

        return _names.Name(offset);
    }

    /// <summary>A name of at most eight bytes in its own field.</summary>
    private readonly FileRange ShortName(ulong offset)
    {
        int size = _file.Bytes.Slice((int)offset, 8).IndexOf((byte)0);
        return new FileRange((uint)offset, (uint)(size < 0 ? 8 : size));
    }

    private readonly record struct DeclaredSection(FileRange Name, uint Characteristics);
}
