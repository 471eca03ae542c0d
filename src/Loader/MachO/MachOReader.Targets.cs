using Linker.Relocs;

namespace Linker.Loader;

/// <summary>What relocations refer to: symbols, or places that only their sections name.</summary>
internal ref partial struct MachOReader
{
    private readonly SymbolId TargetOf(int section, int index, MachORelocation entry)
    {
        if (entry.IsExternal)
        {
            if (entry.Number >= (uint)_symbols.Length)
            {
                Fail(section, index, entry.Number, $"it refers to symbol {entry.Number} of {_symbols.Length}");
            }

            return new SymbolId(entry.Number + 1);
        }

        if (entry.Number > (uint)_headers.Length)
        {
            Fail(section, index, entry.Number, $"it refers to section {entry.Number} of {_headers.Length}");
        }

        // Number 0 is R_ABS: the value is what it is.
        return entry.Number == 0 ? default : SymbolOfSection(entry.Number);
    }

    /// <summary>The file's address of the section that a record without a symbol speaks of, 0 for all others.</summary>
    private readonly ulong BaseOf(MachORelocation entry) => entry.IsExternal || entry.Number == 0 ? 0 : _headers[(int)entry.Number - 1].Address;

    private readonly bool IsInTemplate(MachORelocation entry)
    {
        uint section = entry.IsExternal ? (_symbols[(int)entry.Number] is { IsDebug: false, Place: MachOConstants.SymbolInSection } symbol ? symbol.Section : 0u) : entry.Number;
        return section != 0 && section <= (uint)_headers.Length && IsThreadLocal(in _headers[(int)section - 1]);
    }

    // Call frame records describe the code beside them, whichever copy of a function the link chooses.
    private readonly Relocation Own(int section, Relocation relocation) => IsFrames(section) ? Own(relocation) : relocation;

    private readonly Relocation Own(Relocation relocation)
    {
        uint index = relocation.Target.Index;
        if (index == 0 || index > (uint)_symbols.Length || RelocTable.For(relocation.Kind).Target == Target.GotSlot)
        {
            return relocation;
        }

        ref readonly MachOSymbol symbol = ref _symbols[(int)index - 1];
        return symbol is { IsDebug: false, Place: MachOConstants.SymbolInSection } && symbol.Section != 0 && symbol.Section <= _headers.Length
            ? relocation with { Target = SymbolOfSection(symbol.Section), Addend = relocation.Addend + (long)(symbol.Value - _headers[symbol.Section - 1].Address) }
            : relocation;
    }
}
