using System.Runtime.CompilerServices;

namespace Linker.Loader;

/// <summary>Reads a 64-bit little-endian ELF relocatable object. Counts first, allocates each array once, makes no string.</summary>
internal ref partial struct ElfReader
{
    private readonly ReadOnlyMemory<byte> _memory;
    private readonly ByteReader _file;
    private ElfMachine _machine = null!;
    private ReadOnlySpan<ElfSectionHeader> _headers;
    private ulong _sectionTableOffset;
    private uint _sectionNamesIndex;
    private StringTable _sectionNames;

    // Tables may not overlap: what all of them together hold is paid from the file's own length, which bounds time and memory.
    private ulong _budget;

    // Found while the section headers are walked for the first time.
    private int _symbolTableIndex;
    private int _symbolIndexesIndex;
    private StringTable _symbolNames;
    private ReadOnlySpan<ElfSymbol> _rawSymbols;
    private ReadOnlySpan<uint> _sectionIndexes;
    private int _groupCount;
    private readonly GraphTables _tables;
    private Span<int> _relocationCounts;
    private Span<int> _isDecoded;
    private int _relocationTotal;

    // Found in groups, names and notes.
    private Span<int> _comdatOfSection;
    private Span<Comdat> _comdats;
    private int _comdatCount;
    private ObjectFeatures _features;
    private bool _hasGccLto;

    internal ElfReader(ReadOnlyMemory<byte> file, string fileName, GraphTables tables)
    {
        _tables = tables;
        _memory = file;
        _file = new ByteReader(file.Span, fileName);
        _budget = (ulong)file.Length;
    }

    private readonly string FileName => _file.FileName;

    internal LinkGraph Read(bool includeUnloaded)
    {
        ReadSectionTable();
        FindTables(includeUnloaded);
        ReadGroups();
        Span<Section> sections = ReadSections();
        Span<Symbol> symbols = ReadSymbols();
        _tables.Uses(symbols.Length).Clear();
        var builder = new LinkGraphBuilder
        {
            FileName = FileName,
            File = _memory,
            Format = ObjectFormat.Elf,
            Machine = _machine.Machine,
            Features = _features,
            Tables = _tables,
            Sections = sections,
            Symbols = symbols,
            Relocations = _tables.Relocations(_relocationTotal),
            Comdats = _comdats[.._comdatCount],
            Names = _machine.Names,
        };
        ReadRelocations(ref builder);
        return builder.Build();
    }

    private void ReadSectionTable()
    {
        ElfHeader header = ElfIdentity.Read(_file, out _machine);
        if (header.SectionOffset == 0)
        {
            _headers = new ElfSectionHeader[1];
            return;
        }

        if (header.SectionEntrySize != Unsafe.SizeOf<ElfSectionHeader>())
        {
            Throw.Format(FileName, "file header, e_shentsize", -1, 58, header.SectionEntrySize, $"section headers of {header.SectionEntrySize} bytes, not 64");
        }

        // Counts of 0xff00 and more do not fit the header; the null section has them.
        _sectionTableOffset = header.SectionOffset;
        ElfSectionHeader first = _file.Read<ElfSectionHeader>(header.SectionOffset, "section header 0");
        ulong count = header.SectionCount == 0 ? first.Size : header.SectionCount;
        _headers = _file.Table<ElfSectionHeader>(header.SectionOffset, Math.Max(count, 1), "section header table");
        _sectionNamesIndex = header.SectionNamesIndex == ElfConstants.IndexExtended ? first.Link : header.SectionNamesIndex;
        if (_sectionNamesIndex != 0)
        {
            _sectionNames = StringTableAt(_sectionNamesIndex, "file header, e_shstrndx", 62, "section name table");
        }
    }

    /// <summary>The string table that a field names.</summary>
    private readonly StringTable StringTableAt(uint index, string field, ulong fieldOffset, string structure)
    {
        if (index == 0 || index >= (uint)_headers.Length || _headers[(int)index].Type != ElfConstants.SectionStringTable)
        {
            Throw.Format(FileName, field, -1, fieldOffset, index, $"section {index} is not a string table");
        }

        return new StringTable(_file, ContentOf((int)index), structure);
    }

    /// <summary>The bytes of a section that has some.</summary>
    private readonly FileRange ContentOf(int index)
    {
        ref readonly ElfSectionHeader header = ref _headers[index];
        return header.Size == 0 ? default : _file.Range(header.Offset, header.Size, "section", index);
    }

    private void Charge(int index)
    {
        ulong size = _headers[index].Size;
        if (size > _budget)
        {
            Throw.Format(FileName, "section", index, HeaderOffset(index), size, "its bytes are also another section's: tables overlap");
        }

        _budget -= size;
    }

    private readonly ulong HeaderOffset(int index) => _sectionTableOffset + (ulong)index * (uint)Unsafe.SizeOf<ElfSectionHeader>();

    private readonly void Fail(int index, string field, ulong value, string problem) =>
        Throw.Format(FileName, $"section header {index}, {field}", -1, HeaderOffset(index), value, problem);
}
