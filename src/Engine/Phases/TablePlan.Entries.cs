using System.Runtime.InteropServices;
using Linker.Loader;
using Linker.Relocs;

namespace Linker.Engine;

internal sealed partial class TablePlan
{
    /// <summary>The kind of slot that a target stands for.</summary>
    internal static SlotKind SlotKindOf(Target target) => target switch
    {
        Target.TlsIndexSlots => SlotKind.TlsIndex,
        Target.TlsModuleSlots => SlotKind.TlsModule,
        Target.TlsOffsetSlot => SlotKind.TlsOffset,
        Target.TlsDescriptorSlots => SlotKind.TlsDescriptor,
        _ => SlotKind.Address,
    };

    internal bool IsIndirect(LinkSymbol symbol) => symbol.Global != 0
        ? binding.Globals[symbol.Global] is { Kind: SymbolKind.IndirectFunction, IsDefined: true }
        : SymbolOf(symbol) is { Kind: SymbolKind.IndirectFunction, Place: SymbolPlace.Section };

    /// <summary>The stub of a symbol, which something leads to from now on. <see langword="false"/> when it has none.</summary>
    internal bool TryUseStub(LinkSymbol symbol, out int number)
    {
        number = Use(ref StubEntry(symbol), symbol, 0);
        return number >= 0;
    }

    private int Use(ref int entry, LinkSymbol symbol, long addend)
    {
        int number = Math.Abs(entry) - 1;
        if (entry > 0)
        {
            entry = -entry;
            _stubs.Add(new Stub(symbol, number, IsIndirect(symbol), addend));
        }

        return number;
    }

    /// <summary>Uses every stub that there is space for.</summary>
    internal void UseAllStubs()
    {
        for (int index = 1; index < _stubOf.Count; index++)
        {
            _ = Use(ref _stubOf[index], new LinkSymbol(0, default, index), 0);
        }

        foreach (ulong key in _localStubs.Keys.ToArray())
        {
            _ = TryUseStub(new LinkSymbol((int)(key >> 32), new SymbolId((uint)key), 0), out _);
        }
    }

    /// <summary>A slot that is the image's own.</summary>
    private int AddSlot(SlotKind kind) => Append(kind, default, -1);

    private void AddSlot(SlotKind kind, LinkSymbol symbol)
    {
        int first = FirstSlot(symbol);
        for (int slot = first; slot >= 0; slot = _slots[slot].Next)
        {
            if (_slots[slot].Kind == kind)
            {
                return;
            }
        }

        int added = Append(kind, symbol, first);
        if (symbol.Global != 0)
        {
            _slotOf[symbol.Global] = added + 1;
        }
        else
        {
            _localSlots[Key(symbol)] = added;
        }
    }

    private int Append(SlotKind kind, LinkSymbol symbol, int next)
    {
        _slots.Add(new Slot(kind, symbol, _slotsSize, next));
        _slotsSize += kind is SlotKind.TlsIndex or SlotKind.TlsModule or SlotKind.TlsDescriptor or SlotKind.TlsBlock ? 16u : 8u;
        return _slots.Count - 1;
    }

    /// <summary>Space for a stub, should the symbol turn out to be too far away.</summary>
    private void AddStub(LinkSymbol symbol)
    {
        ref int entry = ref StubEntry(symbol);
        if (entry == 0)
        {
            entry = ++StubCount;
        }
    }

    // Where an indirect function is, only its stub knows.
    private void AddIndirect(LinkSymbol symbol)
    {
        AddStub(symbol);
        _ = TryUseStub(symbol, out _);
    }

    private ref int StubEntry(LinkSymbol symbol) =>
        ref symbol.Global != 0 ? ref _stubOf[symbol.Global] : ref CollectionsMarshal.GetValueRefOrAddDefault(_localStubs, Key(symbol), out _);

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
