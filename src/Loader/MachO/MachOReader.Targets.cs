using Linker.Relocs;

namespace Linker.Loader;

/// <summary>What relocations refer to: symbols, or places that only their sections name.</summary>
internal ref partial struct MachOReader
{
    /// <summary>What a record refers to, and how far behind it.</summary>
    /// <param name="section">The section that it patches.</param>
    /// <param name="index">Its number there, for messages.</param>
    /// <param name="entry">The record.</param>
    /// <param name="word">Of a symbol the addend, of a section an address of the file.</param>
    private readonly (SymbolId Symbol, long Addend) Referent(int section, int index, MachORelocation entry, long word)
    {
        if (!entry.IsExternal)
        {
            // Number 0 is R_ABS: the value is what it is.
            ulong start = BaseOf(section, index, entry);
            return entry.Number == 0 ? (default, word) : InSection((int)entry.Number - 1, word - (long)start);
        }

        SymbolId symbol = SymbolOf(section, index, entry);

        // Call frame records describe the code beside them, whichever copy of a function the link chooses.
        return _isFrames[section] && _machine.Types[entry.Type].Kind != RelocKind.GotPc32 ? Own(symbol, word) : (symbol, word);
    }

    /// <summary>The symbol of a record that names one.</summary>
    private readonly SymbolId SymbolOf(int section, int index, MachORelocation entry)
    {
        if (entry.Number >= (uint)_symbols.Length)
        {
            Fail(section, index, entry.Number, $"it refers to symbol {entry.Number} of {_symbols.Length}");
        }

        return new SymbolId(entry.Number + 1);
    }

    /// <summary>The file's address of the section that a record without a symbol speaks of, 0 for all others.</summary>
    private readonly ulong BaseOf(int section, int index, MachORelocation entry)
    {
        if (!entry.IsExternal && entry.Number > (uint)_headers.Length)
        {
            Fail(section, index, entry.Number, $"it refers to section {entry.Number} of {_headers.Length}");
        }

        return entry.IsExternal || entry.Number == 0 ? 0 : _headers[(int)entry.Number - 1].Address;
    }

    private readonly bool IsInTemplate(MachORelocation entry)
    {
        int section = entry.IsExternal ? SectionOf(in _symbols[(int)entry.Number]) : (int)entry.Number - 1;
        return section >= 0 && IsThreadLocal(in _headers[section]);
    }

    /// <summary>The object's own definition of a symbol as a place in its section; the symbol itself where it has none.</summary>
    private readonly (SymbolId Symbol, long Addend) Own(SymbolId id, long addend)
    {
        if (id.IsNull || id.Index > (uint)_symbols.Length)
        {
            return (id, addend);
        }

        ref readonly MachOSymbol symbol = ref _symbols[(int)id.Index - 1];
        int section = SectionOf(in symbol);
        if (section < 0)
        {
            return (id, addend);
        }

        (SymbolId own, long offset) = InSection(section, (long)(symbol.Value - _headers[section].Address));
        return (own, offset + addend);
    }
}
