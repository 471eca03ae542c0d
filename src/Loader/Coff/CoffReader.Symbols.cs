using System.Numerics;
using System.Runtime.InteropServices;

namespace Linker.Loader;

internal ref partial struct CoffReader
{
    // The record of a symbol, whichever of its two sizes it has.
    private readonly ref struct Record(ReadOnlySpan<byte> bytes, bool isBig)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private readonly bool _isBig = isBig;

        internal uint NameZeroes => MemoryMarshal.Read<uint>(_bytes);

        internal uint NameOffset => MemoryMarshal.Read<uint>(_bytes[4..]);

        internal uint Value => MemoryMarshal.Read<uint>(_bytes[8..]);

        // Of 16 bits, the last few numbers alone are below 0.
        internal int Section => _isBig ? MemoryMarshal.Read<int>(_bytes[12..]) : MemoryMarshal.Read<ushort>(_bytes[12..]) is <= CoffConstants.SectionNumberMax and var number ? number : MemoryMarshal.Read<short>(_bytes[12..]);

        internal ushort Type => MemoryMarshal.Read<ushort>(_bytes[(_isBig ? 16 : 14)..]);

        internal byte Class => _bytes[_isBig ? 18 : 16];

        internal int AuxiliaryCount => _bytes[_isBig ? 19 : 17];
    }

    private readonly ReadOnlySpan<byte> RecordBytes(int index) => _records.Slice(index * RecordSize, RecordSize);

    private readonly ulong RecordOffset(int index) => _recordsOffset + (ulong)(index * (long)RecordSize);

    private readonly void FailSymbol(int index, ulong value, string problem) => Throw.Format(FileName, "symbol", index, RecordOffset(index), value, problem);

    private Span<Symbol> ReadSymbols()
    {
        int records = RecordCount;
        Span<Symbol> symbols = _tables.Symbols(records + 1 + DirectiveSymbolCount());
        symbols.Clear();
        _comdats = _tables.Comdats(_comdatSections);
        for (int i = 0; i < records;)
        {
            var record = new Record(RecordBytes(i), _isBig);
            int auxiliaries = record.AuxiliaryCount;
            if (auxiliaries >= records - i)
            {
                FailSymbol(i, (ulong)auxiliaries, $"{auxiliaries} auxiliary records, but the table ends before");
            }

            FileRange name = record.NameZeroes == 0 ? LongName(record.NameOffset, RecordOffset(i)) : ShortName(RecordOffset(i));
            symbols[i + 1] = SymbolOf(i, record, name, auxiliaries == 0 ? default : RecordBytes(i + 1));
            SeeComdat(i, record, in symbols[i + 1], auxiliaries == 0 ? default : RecordBytes(i + 1));
            i += 1 + auxiliaries;
        }

        AddDirectiveSymbols(symbols, records + 1);
        return symbols;
    }

    private Symbol SymbolOf(int index, Record record, FileRange name, ReadOnlySpan<byte> auxiliary)
    {
        int section = record.Section;
        if (section > _headers.Length || section < CoffConstants.SymbolDebug)
        {
            FailSymbol(index, (ulong)(uint)section, $"it lies in section {section} of {_headers.Length}");
        }

        bool isExternal = record.Class is CoffConstants.ClassExternal or CoffConstants.ClassWeakExternal;
        var symbol = new Symbol
        {
            Name = name,
            Kind = record.Class == CoffConstants.ClassFile ? SymbolKind.File
                : record.Type == CoffConstants.TypeFunction ? SymbolKind.Function : SymbolKind.Unknown,
            Binding = record.Class == CoffConstants.ClassWeakExternal ? SymbolBinding.Weak : isExternal ? SymbolBinding.Global : SymbolBinding.Local,
        };
        switch (section)
        {
            case > 0 when record.Class == CoffConstants.ClassFunction:
                // What debuggers read of a function: the value may be a number of lines.
                return symbol with { Place = SymbolPlace.Absolute, Value = record.Value };
            case > 0:
                bool isSection = IsSectionDefinition(record, auxiliary) || record.Class == CoffConstants.ClassSection;
                return symbol with
                {
                    // A function's own record, and nothing else in the format, says how large something is.
                    Size = isExternal && symbol.Kind == SymbolKind.Function && !auxiliary.IsEmpty ? MemoryMarshal.Read<uint>(auxiliary[4..]) : 0,
                    Value = record.Value,
                    Section = new SectionId((uint)section),
                    Place = SymbolPlace.Section,
                    Kind = isSection ? SymbolKind.Section : symbol.Kind,
                };
            case CoffConstants.SymbolAbsolute:
                return symbol with { Value = record.Value, Place = SymbolPlace.Absolute };
            case CoffConstants.SymbolDebug:
                return symbol with { Binding = SymbolBinding.Local, Place = SymbolPlace.Absolute, Value = record.Value };
        }

        switch (record.Class)
        {
            case CoffConstants.ClassWeakExternal:
                return WeakExternal(index, symbol, auxiliary);
            case CoffConstants.ClassExternal when record.Value != 0:
                return symbol with { Value = Math.Min(32, BitOperations.RoundUpToPowerOf2(record.Value)), Size = record.Value, Place = SymbolPlace.Common, Kind = SymbolKind.Data };
            case CoffConstants.ClassSection:
                // Import libraries declare the parts of the import table that they need; the section itself is empty.
                (_declared ??= []).Add(new DeclaredSection(name, record.Value));
                return symbol with { Section = new SectionId((uint)(_headers.Length + _declared.Count)), Place = SymbolPlace.Section, Kind = SymbolKind.Section };
            default:
                return symbol;
        }
    }

    private readonly Symbol WeakExternal(int index, Symbol symbol, ReadOnlySpan<byte> auxiliary)
    {
        if (auxiliary.IsEmpty)
        {
            FailSymbol(index, 0, "a weak external says nothing of what it stands for");
        }

        uint alternate = MemoryMarshal.Read<uint>(auxiliary), search = MemoryMarshal.Read<uint>(auxiliary[4..]);
        if (alternate >= (uint)RecordCount || alternate == (uint)index)
        {
            FailSymbol(index, alternate, $"it stands for symbol {alternate} of {RecordCount}");
        }

        if (search is 0 or > CoffConstants.WeakLast)
        {
            FailSymbol(index, search, $"the way {search} of searching for a weak external is not known");
        }

        return symbol with
        {
            Value = alternate + 1,
            Binding = search == CoffConstants.WeakSearchLibrary ? SymbolBinding.Global : SymbolBinding.Weak,
        };
    }

    private static bool IsSectionDefinition(Record record, ReadOnlySpan<byte> auxiliary) =>
        record.Class == CoffConstants.ClassStatic && record.Value == 0 && record.Type != CoffConstants.TypeFunction && !auxiliary.IsEmpty;

    /// <summary>A COMDAT's section definition comes first among its symbols and says which copy is kept; the next symbol is its name.</summary>
    private void SeeComdat(int index, Record record, in Symbol symbol, ReadOnlySpan<byte> auxiliary)
    {
        int section = record.Section;
        if (section <= 0 || (_headers[section - 1].Characteristics & CoffConstants.SectionComdat) == 0)
        {
            return;
        }

        ref int selection = ref _selections[section];
        if (selection == 0 && IsSectionDefinition(record, auxiliary))
        {
            selection = auxiliary[14];
            if (selection == CoffConstants.ComdatAssociative)
            {
                int other = MemoryMarshal.Read<ushort>(auxiliary[12..]) | (_isBig ? MemoryMarshal.Read<ushort>(auxiliary[16..]) << 16 : 0);
                if (other <= 0 || other > _headers.Length || other == section)
                {
                    FailSymbol(index, (ulong)(uint)other, $"its section shares the fate of section {other} of {_headers.Length}");
                }

                _associates[section] = other;
            }
            else if (selection is 0 or > CoffConstants.ComdatLargest)
            {
                FailSymbol(index, (ulong)selection, $"the COMDAT selection {selection} is not known");
            }

            return;
        }

        if (selection is CoffConstants.ComdatAny or CoffConstants.ComdatSameSize or CoffConstants.ComdatExactMatch or CoffConstants.ComdatLargest
            && _comdatOf[section] == 0 && symbol.Kind != SymbolKind.Section)
        {
            // What is local, or may be defined once only, has no copies.
            if (symbol.Binding != SymbolBinding.Local)
            {
                _comdats[_comdatCount++] = new Comdat(symbol.Name, selection switch
                {
                    CoffConstants.ComdatSameSize => ComdatSelection.SameSize,
                    CoffConstants.ComdatExactMatch => ComdatSelection.ExactMatch,
                    CoffConstants.ComdatLargest => ComdatSelection.Largest,
                    _ => ComdatSelection.Any,
                }, new SectionId((uint)section));
                _comdatOf[section] = _comdatCount;
            }
            else
            {
                selection = CoffConstants.ComdatNoDuplicates;
            }
        }
    }

    private static void MarkThreadLocals(Span<Symbol> symbols, ReadOnlySpan<Section> sections)
    {
        foreach (ref Symbol symbol in symbols)
        {
            if (symbol is { Place: SymbolPlace.Section, Kind: SymbolKind.Unknown or SymbolKind.Data }
                && (sections[(int)symbol.Section.Index].Flags & SectionFlags.ThreadLocal) != 0)
            {
                symbol = symbol with { Kind = SymbolKind.ThreadLocal };
            }
        }
    }
}
