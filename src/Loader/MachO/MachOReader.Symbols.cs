using System.Runtime.CompilerServices;

namespace Linker.Loader;

internal ref partial struct MachOReader
{
    private readonly ulong SymbolOffset(int index) => _symbolsOffset + ((ulong)index * (uint)Unsafe.SizeOf<MachOSymbol>());

    private readonly void FailSymbol(int index, ulong value, string problem) => Throw.Format(FileName, "symbol", index, SymbolOffset(index), value, problem);

    /// <summary>Index of the section of the file that a symbol says it lies in; −1 when it says none that there is.</summary>
    private readonly int SectionOf(in MachOSymbol symbol) =>
        symbol is { IsDebug: false, Place: MachOConstants.SymbolInSection } && symbol.Section <= _headers.Length ? symbol.Section - 1 : -1;

    private Span<Symbol> ReadSymbols()
    {
        int indirect = 0;
        foreach (ref readonly MachOSymbol entry in _symbols)
        {
            indirect += !entry.IsDebug && entry.Place == MachOConstants.SymbolIndirect ? 1 : 0;
        }

        Span<Symbol> symbols = _tables.Symbols(1 + _symbols.Length + PartCount + indirect);
        symbols[0] = default;
        int next = 1 + _symbols.Length + PartCount;
        int placed = 0;
        for (int i = 0; i < _symbols.Length; i++)
        {
            symbols[i + 1] = ReadSymbol(i, symbols, ref next);
            placed += symbols[i + 1] is { Place: SymbolPlace.Section } ? 1 : 0;
        }

        for (int part = 1; part <= PartCount; part++)
        {
            symbols[_symbols.Length + part] = new Symbol { Place = SymbolPlace.Section, Section = new SectionId((uint)part), Kind = SymbolKind.Section, Size = SizeOf(part) };
        }

        Measure(symbols.Slice(1, _symbols.Length), placed);
        return symbols;
    }

    private Symbol ReadSymbol(int index, Span<Symbol> symbols, ref int next)
    {
        ref readonly MachOSymbol entry = ref _symbols[index];
        FileRange name = entry.Name == 0 ? default : _names.Name(entry.Name);
        if (entry.IsDebug)
        {
            // Where sources and objects are, for debuggers.
            return new Symbol { Name = name, Kind = SymbolKind.File, Place = SymbolPlace.Absolute, Value = entry.Value };
        }

        var symbol = new Symbol
        {
            Name = name,
            Binding = entry.IsExternal ? SymbolBinding.Global : SymbolBinding.Local,
            Visibility = (entry.Type & MachOConstants.SymbolPrivate) != 0 ? SymbolVisibility.Hidden : SymbolVisibility.Default,
        };
        switch (entry.Place)
        {
            case MachOConstants.SymbolInSection:
                return Placed(index, symbol);
            case MachOConstants.SymbolAbsolute:
                return symbol with { Place = SymbolPlace.Absolute, Value = entry.Value };
            case MachOConstants.SymbolIndirect:
                if (entry.Value > uint.MaxValue)
                {
                    FailSymbol(index, entry.Value, $"the name that it stands for lies at 0x{entry.Value:x}");
                }

                symbols[next] = new Symbol { Name = _names.Name((uint)entry.Value), Binding = SymbolBinding.Global };
                return symbol with { Binding = SymbolBinding.Global, Value = (ulong)next++ };
            case MachOConstants.SymbolUndefined when entry.Value != 0 && entry.IsExternal:
                // GET_COMM_ALIGN: bits 11:8 are the exponent.
                return symbol with { Place = SymbolPlace.Common, Size = entry.Value, Value = 1UL << ((entry.Description >> 8) & 15), Kind = SymbolKind.Data };
            case MachOConstants.SymbolUndefined or MachOConstants.SymbolPrebound:
                return symbol with { Binding = entry.Says(MachOConstants.WeakReference) ? SymbolBinding.Weak : SymbolBinding.Global };
            default:
                FailSymbol(index, entry.Type, $"the type 0x{entry.Type:x} is not known");
                return default;
        }
    }

    private readonly Symbol Placed(int index, Symbol symbol)
    {
        ref readonly MachOSymbol entry = ref _symbols[index];
        if (entry.Section == 0 || entry.Section > _headers.Length)
        {
            FailSymbol(index, entry.Section, $"it lies in section {entry.Section} of {_headers.Length}");
        }

        ref readonly MachOSection header = ref _headers[entry.Section - 1];
        if (entry.Value < header.Address || entry.Value - header.Address > header.Size)
        {
            FailSymbol(index, entry.Value, $"its address 0x{entry.Value:x} does not lie in section {entry.Section}, which has 0x{header.Size:x} bytes at 0x{header.Address:x}");
        }

        int part = PartAt(entry.Section - 1, entry.Value - header.Address);
        return symbol with
        {
            Place = SymbolPlace.Section,
            Section = new SectionId((uint)part),
            Value = entry.Value - header.Address - StartOf(part),
            Binding = symbol.Binding != SymbolBinding.Local && entry.Says(MachOConstants.WeakDefinition) ? SymbolBinding.Weak : symbol.Binding,
            Kind = IsThreadLocal(in header) ? SymbolKind.ThreadLocal
                : !HasCode(in header) ? SymbolKind.Data
                : entry.Says(MachOConstants.Resolver) ? SymbolKind.IndirectFunction
                : SymbolKind.Function,
        };
    }

    /// <summary>The format does not say how large things are: they reach to the next symbol that is not another entry of the same, or to the section's end.</summary>
    private readonly void Measure(Span<Symbol> symbols, int placed)
    {
        if (placed == 0)
        {
            return;
        }

        var order = new (uint Section, ulong Value, int Index)[placed];
        int count = 0;
        for (int i = 0; i < symbols.Length; i++)
        {
            if (symbols[i].Place == SymbolPlace.Section)
            {
                order[count++] = (symbols[i].Section.Index, symbols[i].Value, i);
            }
        }

        Array.Sort(order);
        uint section = 0;
        ulong end = 0, start = 0;
        for (int i = order.Length - 1; i >= 0; i--)
        {
            if (order[i].Section != section)
            {
                section = order[i].Section;
                end = start = SizeOf((int)section);
            }

            // Of several at one address all reach to the next address.
            if (order[i].Value != start)
            {
                end = start;
            }

            ref Symbol symbol = ref symbols[order[i].Index];
            if (_symbols[order[i].Index].Says(MachOConstants.AlternateEntry))
            {
                symbol = symbol with { Size = start > order[i].Value ? start - order[i].Value : end - order[i].Value };
                continue;
            }

            start = order[i].Value;
            symbol = symbol with { Size = end - start };
        }
    }
}
