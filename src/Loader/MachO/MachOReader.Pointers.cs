using Linker.Relocs;

namespace Linker.Loader;

/// <summary>Sections of pointers whose symbols only the indirect symbol table names. Apple's mach-o/loader.h, <c>S_NON_LAZY_SYMBOL_POINTERS</c>.</summary>
internal ref partial struct MachOReader
{
    /// <summary>How many entries of a section of pointers are addresses of symbols.</summary>
    private int CountPointers(int index)
    {
        ulong count = _headers[index].Size / sizeof(ulong);
        if (_headers[index].Reserved1 > (uint)_indirect.Length || count > (ulong)_indirect.Length - _headers[index].Reserved1)
        {
            FailSection(index, "reserved1", _headers[index].Reserved1, $"its {count} pointers need as many of the {_indirect.Length} indirect symbols");
        }

        Charge(_headers[index].Size, $"section header {index + 1}, offset", HeaderOffset(index));
        int symbols = 0;
        foreach (uint entry in _indirect.Slice((int)_headers[index].Reserved1, (int)count))
        {
            symbols += (entry & (MachOConstants.IndirectLocal | MachOConstants.IndirectAbsolute)) == 0 ? 1 : 0;
        }

        return symbols;
    }

    private readonly void AddPointers(int index, Span<Relocation> into, ref int next)
    {
        int count = (int)(_headers[index].Size / sizeof(ulong));
        for (int i = 0; i < count; i++)
        {
            uint entry = _indirect[(int)_headers[index].Reserved1 + i];
            if ((entry & (MachOConstants.IndirectLocal | MachOConstants.IndirectAbsolute)) == 0)
            {
                if (entry >= (uint)_symbols.Length)
                {
                    FailSection(index, "reserved1", entry, $"pointer {i} is that of symbol {entry} of {_symbols.Length}");
                }

                into[next++] = new Relocation(0, (uint)i * sizeof(ulong), new SymbolId(entry + 1), default, RelocKind.Abs64, 0);
            }
        }
    }
}
