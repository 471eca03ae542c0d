using Linker.Loader;

namespace Linker.Engine;

internal sealed partial class TablePlan
{
    /// <summary>Marks a stub as one that the image really needs; its slot then holds where it leads.</summary>
    internal void Use(int stub)
    {
        ref StubEntry entry = ref _stubs[stub];
        entry = entry with { IsUsed = true };
        ref Slot slot = ref _slots[entry.Slot];
        slot = slot with { IsUsed = true };
    }

    /// <summary>A slot that is the image's own.</summary>
    private int AddSlot(SlotKind kind) => Append(kind, default, -1, isUsed: true);

    private int AddSlot(SlotKind kind, LinkSymbol symbol, bool isForStub)
    {
        int first = FirstSlot(symbol);
        for (int slot = first; slot >= 0; slot = _slots[slot].Next)
        {
            ref Slot found = ref _slots[slot];
            if (found.Kind == kind)
            {
                found = found with { IsUsed = found.IsUsed || !isForStub };
                return slot;
            }
        }

        int added = Append(kind, symbol, first, !isForStub);
        if (symbol.Global != 0)
        {
            _slotOf[symbol.Global] = added + 1;
        }
        else
        {
            _localSlots[Key(symbol)] = added;
        }

        return added;
    }

    private int Append(SlotKind kind, LinkSymbol symbol, int next, bool isUsed)
    {
        _slots.Add(new Slot(kind, symbol, GotSize, next, isUsed));
        GotSize += kind is SlotKind.TlsIndex or SlotKind.TlsModule or SlotKind.TlsDescriptor ? 16u : 8u;
        return _slots.Count - 1;
    }

    private void AddStub(LinkSymbol symbol, SlotKind kind)
    {
        // Where an indirect function is, its stub knows; other stubs wait until a place is too far away.
        bool isUsed = kind == SlotKind.ResolvedFunction;
        int stub = StubOf(symbol);
        if (stub < 0)
        {
            stub = _stubs.Count;
            _stubs.Add(new StubEntry(symbol, AddSlot(kind, symbol, !isUsed), isUsed));
            if (symbol.Global != 0)
            {
                _stubOf[symbol.Global] = stub + 1;
            }
            else
            {
                _localStubs.Add(Key(symbol), stub);
            }
        }
        else if (kind == SlotKind.StubTarget)
        {
            // A branch asked first; since then the stub's own address may stand for the function, so it cannot share the slot of that address.
            _stubs[stub] = new StubEntry(symbol, AddSlot(kind, symbol, isForStub: true), false);
        }
    }

    private int FirstSlot(LinkSymbol symbol) =>
        symbol.Global != 0 ? _slotOf[symbol.Global] - 1 : _localSlots.TryGetValue(Key(symbol), out int slot) ? slot : -1;

    private bool IsThreadLocal(LinkSymbol symbol)
    {
        if (symbol.Global != 0)
        {
            return binding.Globals[symbol.Global].Kind == SymbolKind.ThreadLocal;
        }

        ref readonly Symbol local = ref SymbolOf(symbol);
        return local.Kind == SymbolKind.ThreadLocal
            || (local.Place == SymbolPlace.Section && (binding.Graphs[symbol.Graph].Sections[(int)local.Section.Index].Flags & SectionFlags.ThreadLocal) != 0);
    }

    private bool IsDiscarded(LinkSymbol symbol) =>
        symbol.Global == 0 && SymbolOf(symbol) is { Place: SymbolPlace.Section } local && binding.Discarded(symbol.Graph) is { IsEmpty: false } discarded && discarded[(int)local.Section.Index];

    private bool IsExternal(LinkSymbol symbol) => symbol.Global != 0 && binding.Globals[symbol.Global].State == GlobalState.External;

    private bool IsNull(LinkSymbol symbol) => symbol.Global != 0 && binding.Globals[symbol.Global].State == GlobalState.Null;

    private bool IsAbsolute(LinkSymbol symbol)
    {
        if (symbol.Global == 0)
        {
            return SymbolOf(symbol).Place != SymbolPlace.Section;
        }

        ref GlobalSymbol global = ref binding.Globals[symbol.Global];
        return global.State == GlobalState.Null || (global.IsDefined && global.IsAbsolute);
    }

    private ref readonly Symbol SymbolOf(LinkSymbol symbol) => ref binding.Graphs[symbol.Graph].Symbols[(int)symbol.Symbol.Index];

    private static ulong Key(LinkSymbol symbol) => ((ulong)symbol.Graph << 32) | symbol.Symbol.Index;
}
