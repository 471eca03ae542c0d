using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Linker.Loader;

internal ref partial struct ElfReader
{
    private void TakeSymbolTable(int index)
    {
        ref readonly ElfSectionHeader header = ref _headers[index];
        if (_symbolTableIndex != 0)
        {
            Fail(index, "sh_type", header.Type, $"a second symbol table, after section {_symbolTableIndex}");
        }

        CheckEntries(index, Unsafe.SizeOf<ElfSymbol>());
        FileRange range = ContentOf(index);
        Charge(index);
        _symbolTableIndex = index;
        _rawSymbols = MemoryMarshal.Cast<byte, ElfSymbol>(_file.Bytes.Slice(range));
        if (_rawSymbols.Length == 0)
        {
            return;
        }

        _symbolNames = StringTableAt(header.Link, "symbol table, sh_link", HeaderOffset(index) + 40, "symbol name table");
        if (header.Info > (uint)_rawSymbols.Length)
        {
            Fail(index, "sh_info", header.Info, $"{header.Info} local symbols of {_rawSymbols.Length}");
        }
    }

    private void TakeSymbolIndexes(int index)
    {
        if (_symbolIndexesIndex != 0)
        {
            Fail(index, "sh_type", _headers[index].Type, $"a second table of symbols' sections, after section {_symbolIndexesIndex}");
        }

        CheckEntries(index, sizeof(uint));
        FileRange range = ContentOf(index);
        Charge(index);
        _symbolIndexesIndex = index;
        _sectionIndexes = MemoryMarshal.Cast<byte, uint>(_file.Bytes.Slice(range));
    }

    private readonly void CheckEntries(int index, int size)
    {
        ref readonly ElfSectionHeader header = ref _headers[index];
        if (header.EntrySize != (ulong)size)
        {
            Fail(index, "sh_entsize", header.EntrySize, $"entries of {header.EntrySize} bytes, not {size}");
        }

        if (header.Size % (ulong)size != 0)
        {
            Fail(index, "sh_size", header.Size, $"{header.Size} bytes are not a number of entries of {size}");
        }
    }

    private Span<Symbol> ReadSymbols()
    {
        Span<Symbol> symbols = _tables.Symbols(Math.Max(1, _rawSymbols.Length));
        symbols[0] = default;
        if (_rawSymbols.Length == 0)
        {
            return symbols;
        }

        uint firstGlobal = _headers[_symbolTableIndex].Info;
        bool hasVersions = _symbolNames.Contains((byte)'@');
        for (int i = 1; i < symbols.Length; i++)
        {
            ref readonly ElfSymbol raw = ref _rawSymbols[i];
            SymbolBinding binding = Bindings[raw.Info >> 4];
            if (binding == UnknownBinding)
            {
                FailSymbol(i, (ulong)raw.Info >> 4, $"the binding {raw.Info >> 4} is not known");
            }

            if ((binding == SymbolBinding.Local) != ((uint)i < firstGlobal))
            {
                FailSymbol(i, firstGlobal, $"sh_info of the symbol table says that the local symbols are those before {firstGlobal}, but this one is {binding}");
            }

            // The undefined section has number 0; those from IndexReserved on are not sections.
            uint section = raw.SectionIndex;
            SymbolPlace place = section == 0 ? SymbolPlace.Undefined : SymbolPlace.Section;
            if (section >= ElfConstants.IndexReserved)
            {
                place = PlaceOf(i, in raw, out section);
            }

            FileRange name = raw.Name == 0 ? default : _symbolNames.Name(raw.Name);
            symbols[i] = new Symbol
            {
                Value = place switch { SymbolPlace.Common => Math.Max(raw.Value, 1), SymbolPlace.Undefined => 0, _ => raw.Value },
                Size = raw.Size,
                Name = hasVersions ? WithoutDefaultVersion(name, binding, place) : name,
                Section = new SectionId(section),
                Place = place,
                Kind = Kinds[raw.Info & 15],
                Binding = binding,
                Visibility = (SymbolVisibility)(raw.Other & 3),
            };
        }

        if (_hasGccLto)
        {
            RefuseSlimLto(symbols);
        }

        return symbols;
    }

    /// <summary>A definition of <c>name@@VERSION</c> is the one that plain <c>name</c> means; one of <c>name@VERSION</c> is meant by that spelling only. GNU as manual, <c>.symver</c>.</summary>
    private readonly FileRange WithoutDefaultVersion(FileRange name, SymbolBinding binding, SymbolPlace place)
    {
        if (binding == SymbolBinding.Local || place == SymbolPlace.Undefined)
        {
            return name;
        }

        int at = _file.Bytes.Slice(name).IndexOf("@@"u8);
        return at > 0 ? name with { Size = (uint)at } : name;
    }

    private readonly SymbolPlace PlaceOf(int index, in ElfSymbol raw, out uint section)
    {
        section = 0;
        switch (raw.SectionIndex)
        {
            case ElfConstants.IndexAbsolute:
                return SymbolPlace.Absolute;
            case ElfConstants.IndexCommon:
            case var reserved when reserved == _machine.LargeCommonIndex:
                return SymbolPlace.Common;
            case ElfConstants.IndexExtended:
                if (index >= _sectionIndexes.Length)
                {
                    FailSymbol(index, raw.SectionIndex, "its section index is SHN_XINDEX, but no SHT_SYMTAB_SHNDX section has it");
                }

                section = _sectionIndexes[index];
                return section == 0 ? SymbolPlace.Undefined : SymbolPlace.Section;
            default:
                FailSymbol(index, raw.SectionIndex, $"the reserved section index 0x{raw.SectionIndex:x} is not known");
                return default;
        }
    }

    private const SymbolBinding UnknownBinding = (SymbolBinding)byte.MaxValue;

    private static ReadOnlySpan<SymbolBinding> Bindings =>
    [
        /*  0 STB_LOCAL */ SymbolBinding.Local, /* 1 STB_GLOBAL */ SymbolBinding.Global, /* 2 STB_WEAK */ SymbolBinding.Weak, /* 3 */ UnknownBinding,
        /*  4 */ UnknownBinding, /* 5 */ UnknownBinding, /* 6 */ UnknownBinding, /* 7 */ UnknownBinding,
        /*  8 */ UnknownBinding, /* 9 */ UnknownBinding, /* 10 STB_GNU_UNIQUE */ SymbolBinding.Unique, /* 11 */ UnknownBinding,
        /* 12 */ UnknownBinding, /* 13 */ UnknownBinding, /* 14 */ UnknownBinding, /* 15 */ UnknownBinding,
    ];

    // Visibility has the same numbers in ELF and here. A type that is not known says nothing about the symbol.
    private static ReadOnlySpan<SymbolKind> Kinds =>
    [
        /*  0 STT_NOTYPE  */ SymbolKind.Unknown, /*  1 STT_OBJECT */ SymbolKind.Data, /*  2 STT_FUNC   */ SymbolKind.Function, /*  3 STT_SECTION */ SymbolKind.Section,
        /*  4 STT_FILE    */ SymbolKind.File,    /*  5 STT_COMMON */ SymbolKind.Data, /*  6 STT_TLS    */ SymbolKind.ThreadLocal, /*  7 */ SymbolKind.Unknown,
        /*  8 */ SymbolKind.Unknown, /* 9 */ SymbolKind.Unknown, /* 10 STT_GNU_IFUNC */ SymbolKind.IndirectFunction, /* 11 */ SymbolKind.Unknown,
        /* 12 */ SymbolKind.Unknown, /* 13 */ SymbolKind.Unknown, /* 14 */ SymbolKind.Unknown, /* 15 */ SymbolKind.Unknown,
    ];

    // GCC marks an object that holds its intermediate language and no code with a common symbol of this name.
    private readonly void RefuseSlimLto(ReadOnlySpan<Symbol> symbols)
    {
        foreach (ref readonly Symbol symbol in symbols)
        {
            if (_file.Bytes.Slice(symbol.Name).SequenceEqual("__gnu_lto_slim"u8))
            {
                Throw.Format(FileName, "symbol __gnu_lto_slim", -1, symbol.Name.Offset, 0, "it holds GCC's intermediate language and no code; recompile without -flto or with -ffat-lto-objects");
            }
        }
    }

    private readonly void FailSymbol(int index, ulong value, string problem)
    {
        ulong offset = _headers[_symbolTableIndex].Offset + (ulong)index * (uint)Unsafe.SizeOf<ElfSymbol>();
        Throw.Format(FileName, "symbol", index, offset, value, problem);
    }
}
