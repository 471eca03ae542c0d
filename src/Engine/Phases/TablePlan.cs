using Linker.Loader;
using Linker.Relocs;

namespace Linker.Engine;

/// <summary>
/// Which symbols need a slot, a stub, thread-local storage: counted before layout, shared by all references to a symbol. When it exists:
/// every fixup of the link finds the entry that its kind asks for, and every kind is one that this linker applies.
/// </summary>
internal sealed class TablePlan
{
    private const ulong LocalMark = 1UL << 63;

    private readonly Binding _binding;
    private readonly List<Slot> _slots = [];
    private readonly List<StubEntry> _stubs = [];
    private readonly Dictionary<ulong, int> _slotOf = [];
    private readonly Dictionary<ulong, int> _stubOf = [];
    private readonly List<RelocationFailure> _failures = [];
    private readonly HashSet<(int Graph, int Section, uint Offset)> _failedPlaces = [];
    private uint _size;

    private TablePlan(Binding binding) => _binding = binding;

    internal IReadOnlyList<Slot> Slots => _slots;

    internal IReadOnlyList<StubEntry> Stubs => _stubs;

    /// <summary>Bytes of the table of slots.</summary>
    internal uint GotSize => _size;

    /// <summary>Whether the image needs its thread-local block at a fixed distance from the thread pointer.</summary>
    internal bool NeedsStaticTls { get; private set; }

    /// <summary>Whether a 32-bit absolute address of something in the image occurs, so that the image has to lie below 2 GiB.</summary>
    internal bool NeedsLowAddress { get; private set; }

    /// <summary>Kinds that are refused, or that contradict their symbols. The link fails with them and with what the fixups find.</summary>
    internal IReadOnlyList<RelocationFailure> Failures => _failures;

    /// <summary>Whether a place is among the failures and must not be fixed up.</summary>
    internal bool HasFailed(int graph, SectionId section, uint offset) => _failures.Count > 0 && _failedPlaces.Contains((graph, (int)section.Index, offset));

    internal static TablePlan For(Binding binding)
    {
        var plan = new TablePlan(binding);
        for (int g = 0; g < binding.Graphs.Count; g++)
        {
            plan.Count(g);
        }

        plan.AddOwn();
        return plan;
    }

    /// <summary>Index of the slot of a kind that a symbol has; it was planned.</summary>
    internal int SlotOf(SlotKind kind, LinkSymbol symbol) => _slotOf[Key(kind, symbol)];

    /// <summary>Index of a symbol's stub, or −1.</summary>
    internal int StubOf(LinkSymbol symbol) => _stubOf.TryGetValue(Key(0, symbol), out int stub) ? stub : -1;

    /// <summary>The kind of slot that a target stands for.</summary>
    internal static SlotKind SlotKindOf(Target target) => target switch
    {
        Target.TlsIndexSlots => SlotKind.TlsIndex,
        Target.TlsModuleSlots => SlotKind.TlsModule,
        Target.TlsOffsetSlot => SlotKind.TlsOffset,
        Target.TlsDescriptorSlots => SlotKind.TlsDescriptor,
        _ => SlotKind.Address,
    };

    private void Count(int g)
    {
        LinkGraph graph = _binding.Graphs[g];
        GraphBinding binding = _binding[g];
        for (int s = 1; s < graph.Sections.Length; s++)
        {
            ref readonly Section section = ref graph.Sections[s];
            if (section.RelocationCount == 0 || !binding.Keeps(in section, s))
            {
                continue;
            }

            foreach (ref readonly Relocation relocation in graph.RelocationsOf(new SectionId((uint)s)))
            {
                Count(g, graph, s, in relocation, new LinkSymbol(g, relocation.Target, binding.GlobalOf[relocation.Target.Index]));
            }
        }
    }

    private void Count(int g, LinkGraph graph, int section, in Relocation relocation, LinkSymbol symbol)
    {
        if (relocation.Kind <= RelocKind.None)
        {
            if (relocation.Kind == RelocKind.Refused)
            {
                Fail(g, section, in relocation, graph.RefusalOf(in relocation)!, null);
            }

            return;
        }

        ref readonly RelocForm form = ref RelocTable.For(relocation.Kind);
        if (form.Target is Target.GotBase or Target.SymbolSize)
        {
            return;
        }

        bool isThreadLocal = IsThreadLocal(symbol);
        bool wantsThreadLocal = form.Target >= Target.TlsIndexSlots || form.Origin >= Origin.TlsBlock;
        if (isThreadLocal != wantsThreadLocal && form.Target != Target.TlsModuleSlots)
        {
            // A null weak reference has no kind of its own.
            if (!(wantsThreadLocal && symbol.Global != 0 && _binding.Globals[symbol.Global].State == GlobalState.Null) && !IsDiscarded(symbol))
            {
                Fail(g, section, in relocation, isThreadLocal ? "the symbol is thread-local" : "the symbol is not thread-local", null);
                return;
            }
        }

        switch (form.Target)
        {
            case Target.Symbol:
                CountDirect(g, section, in relocation, in form, symbol);
                break;
            case Target.Stub:
                CountBranch(in form, symbol);
                break;
            case Target.GotSlot:
                CountIfIndirect(symbol);
                AddSlot(SlotKind.Address, symbol);
                break;
            case Target.TlsModuleSlots:
                AddSlot(SlotKind.TlsModule, default);
                break;
            default:
                NeedsStaticTls |= form.Target == Target.TlsOffsetSlot && !IsExternal(symbol);
                AddSlot(SlotKindOf(form.Target), symbol);
                break;
        }
    }

    private void CountDirect(int g, int section, in Relocation relocation, in RelocForm form, LinkSymbol symbol)
    {
        if (form.Origin >= Origin.TlsBlock)
        {
            NeedsStaticTls |= form.Origin == Origin.ThreadPointer;
            if (IsExternal(symbol))
            {
                Fail(g, section, in relocation, "the variable belongs to another image", "compile with -fPIC");
            }

            return;
        }

        CountIfIndirect(symbol);
        if (form.Range == ValueRange.Unchecked || IsAbsolute(symbol))
        {
            // Address 0 has a 32-bit distance to code below 2 GiB only.
            NeedsLowAddress |= IsNull(symbol) && form is { Origin: Origin.Place, Field.Size: 4 };
            return;
        }

        if (IsExternal(symbol))
        {
            // The address of a function may be its stub's, as it is in a program that is not position-independent; data never.
            if (!_binding.IsFunction(symbol.Global))
            {
                return;
            }

            ref GlobalSymbol global = ref _binding.Globals[symbol.Global];
            global.IsTakenAbsolute |= form.Origin == Origin.Zero;
            global.IsTakenRelative |= form.Origin == Origin.Place;
            AddStub(symbol, SlotKind.StubTarget);
        }

        NeedsLowAddress |= form is { Origin: Origin.Zero, Field.Size: 4 };
    }

    private void CountBranch(in RelocForm form, LinkSymbol symbol)
    {
        if (!CountIfIndirect(symbol) && form.Range != ValueRange.Unchecked && (IsExternal(symbol) || IsAbsolute(symbol)))
        {
            AddStub(symbol, SlotKind.Address);
        }
    }

    /// <summary>An indirect function is known by its stub's address everywhere, so that pointers to it are equal.</summary>
    private bool CountIfIndirect(LinkSymbol symbol)
    {
        bool isIndirect = IsIndirect(symbol);
        if (isIndirect)
        {
            AddStub(symbol, SlotKind.ResolvedFunction);
        }

        return isIndirect;
    }

    private void AddOwn()
    {
        for (int index = 1; index < _binding.Globals.Count; index++)
        {
            ref GlobalSymbol global = ref _binding.Globals[index];
            if (global.State is GlobalState.Weak or GlobalState.Strong && global.Kind == SymbolKind.IndirectFunction)
            {
                AddStub(new LinkSymbol(global.Graph, global.Symbol, index), SlotKind.ResolvedFunction);
            }
        }

        AddSlot(SlotKind.DsoHandle, default);
    }

    private int AddSlot(SlotKind kind, LinkSymbol symbol)
    {
        if (_slotOf.TryGetValue(Key(kind, symbol), out int index))
        {
            return index;
        }

        index = _slots.Count;
        _slots.Add(new Slot(kind, symbol, _size));
        _slotOf.Add(Key(kind, symbol), index);
        _size += kind is SlotKind.TlsIndex or SlotKind.TlsModule or SlotKind.TlsDescriptor ? 16u : 8u;
        return index;
    }

    private void AddStub(LinkSymbol symbol, SlotKind slot)
    {
        if (_stubOf.TryAdd(Key(0, symbol), _stubs.Count))
        {
            _stubs.Add(new StubEntry(symbol, AddSlot(slot, symbol)));
        }
        else if (slot == SlotKind.StubTarget)
        {
            // A branch asked first; since then the stub's own address may stand for the function, so it cannot share the slot of that address.
            int stub = _stubOf[Key(0, symbol)];
            _stubs[stub] = new StubEntry(symbol, AddSlot(slot, symbol));
        }
    }

    internal bool IsIndirect(LinkSymbol symbol) => symbol.Global != 0
        ? _binding.Globals[symbol.Global] is { Kind: SymbolKind.IndirectFunction, State: GlobalState.Weak or GlobalState.Strong }
        : SymbolOf(symbol) is { Kind: SymbolKind.IndirectFunction, Place: SymbolPlace.Section };

    private bool IsThreadLocal(LinkSymbol symbol)
    {
        if (symbol.Global != 0)
        {
            return _binding.Globals[symbol.Global].Kind == SymbolKind.ThreadLocal;
        }

        ref readonly Symbol local = ref SymbolOf(symbol);
        return local.Kind == SymbolKind.ThreadLocal
            || (local.Place == SymbolPlace.Section && (_binding.Graphs[symbol.Graph].Sections[(int)local.Section.Index].Flags & SectionFlags.ThreadLocal) != 0);
    }

    private bool IsDiscarded(LinkSymbol symbol) =>
        symbol.Global == 0 && SymbolOf(symbol) is { Place: SymbolPlace.Section } local && _binding[symbol.Graph].Discarded is { } discarded && discarded[local.Section.Index];

    private bool IsExternal(LinkSymbol symbol) => symbol.Global != 0 && _binding.Globals[symbol.Global].State == GlobalState.External;

    private bool IsNull(LinkSymbol symbol) => symbol.Global != 0 && _binding.Globals[symbol.Global].State == GlobalState.Null;

    private bool IsAbsolute(LinkSymbol symbol)
    {
        if (symbol.Global == 0)
        {
            return SymbolOf(symbol).Place != SymbolPlace.Section;
        }

        ref GlobalSymbol global = ref _binding.Globals[symbol.Global];
        return global.State switch
        {
            GlobalState.Null => true,
            GlobalState.Weak or GlobalState.Strong => _binding.Graphs[global.Graph].Symbols[(int)global.Symbol.Index].Place == SymbolPlace.Absolute,
            _ => false,
        };
    }

    private ref readonly Symbol SymbolOf(LinkSymbol symbol) => ref _binding.Graphs[symbol.Graph].Symbols[(int)symbol.Symbol.Index];

    private void Fail(int g, int section, in Relocation relocation, string problem, string? hint)
    {
        LinkGraph graph = _binding.Graphs[g];
        _failedPlaces.Add((g, section, relocation.Offset));
        _failures.Add(new RelocationFailure(
            graph.FileName, graph.NameOf(graph.Sections[section]), relocation.Offset, relocation.Kind, graph.TypeNameOf(in relocation),
            _binding.NameOf(g, relocation.Target), 0, relocation.Addend, 0, 0, problem, hint));
    }

    private static ulong Key(SlotKind kind, LinkSymbol symbol) => symbol.Global != 0
        ? ((ulong)symbol.Global << 3) | (ulong)kind
        : LocalMark | ((ulong)symbol.Graph << 35) | ((ulong)symbol.Symbol.Index << 3) | (ulong)kind;
}
