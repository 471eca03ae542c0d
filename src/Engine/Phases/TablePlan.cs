using Linker.Loader;
using Linker.Relocs;

namespace Linker.Engine;

/// <summary>
/// Which symbols need a slot, a stub, thread-local storage: counted before layout, shared by all references to a symbol. When it exists:
/// every fixup of the link finds the entry that its kind asks for, and every kind is one that this linker applies.
/// </summary>
/// <remarks>Made from what the graphs know of each symbol's uses, not from the relocations, of which there are many more.</remarks>
/// <param name="binding">The link.</param>
internal sealed partial class TablePlan(Binding binding)
{
    private const SymbolUses Distance = SymbolUses.Distance33 | SymbolUses.Distance32 | SymbolUses.Distance16;
    private const SymbolUses Direct = SymbolUses.Address32 | SymbolUses.Address16 | SymbolUses.ImageOffset | Distance;

    /// <summary>What a local symbol can be asked for without consequences, unless it is a special one.</summary>
    private const SymbolUses Plain = SymbolUses.Wide | Distance | SymbolUses.Branch | SymbolUses.BranchBehind | SymbolUses.Near | SymbolUses.ImageOffset;

    private readonly FlatList<Slot> _slots = new();
    private readonly FlatList<Stub> _stubs = new();

    // By global: 1 + the index of its first slot; 1 + the number of its stub, negative once something leads there. Few local symbols have any.
    private readonly FlatList<int> _slotOf = new();
    private readonly FlatList<int> _stubOf = new();
    private readonly Dictionary<ulong, int> _localSlots = [];
    private readonly Dictionary<ulong, int> _localStubs = [];
    private uint _slotsSize;
    private bool _isInProcess;

    internal ReadOnlySpan<Slot> Slots => _slots.Items;

    /// <summary>The stubs that something leads to. More join while places turn out to be too far from their symbols.</summary>
    internal ReadOnlySpan<Stub> Stubs => _stubs.Items;

    /// <summary>How many stubs there is space for.</summary>
    internal int StubCount { get; private set; }

    /// <summary>Bytes of the table of slots, those of the stubs at its end.</summary>
    internal uint GotSize => _slotsSize + ((uint)StubCount * sizeof(ulong));

    /// <summary>Bytes of the table of stubs.</summary>
    internal ulong StubsSize => (ulong)StubCount * (uint)StubCode.SizeFor(binding.Machine);

    /// <summary>Index of the slot that <c>__dso_handle</c> names, −1 when nobody asks for it.</summary>
    internal int DsoHandleSlot { get; private set; }

    /// <summary>Index of the slot that <c>_tls_index</c> names, −1 when nobody asks for it.</summary>
    internal int BlockNumberSlot { get; private set; }

    /// <summary>Index of the slots that find the image's own thread-local block, −1 when no descriptor of a variable needs them.</summary>
    internal int ThreadBlockSlot { get; private set; }

    /// <summary>Index of the slots with the image's own TLS module, or −1.</summary>
    internal int TlsModuleSlot { get; private set; }

    /// <summary>Whether the image needs its thread-local block at a fixed distance from the thread pointer.</summary>
    internal bool NeedsStaticTls { get; private set; }

    /// <summary>Whether distances to null weak references occur on a machine where they are distances to the place itself.</summary>
    internal bool HasNullPlaces { get; private set; }

    /// <summary>Whether code of the image reaches 1 MiB only.</summary>
    internal bool NeedsOnePiece { get; private set; }

    /// <summary>Whether a 32-bit absolute address of something in the image occurs, so that the image has to lie below 2 GiB.</summary>
    internal bool NeedsLowAddress { get; private set; }

    internal static TablePlan For(LinkSpace space, LinkRequest request, bool isInProcess)
    {
        space.Tables._isInProcess = isInProcess;
        space.Tables.Count(request);
        return space.Tables;
    }

    /// <summary>Index of the slot of a kind that a symbol has; it was planned.</summary>
    internal int SlotOf(SlotKind kind, LinkSymbol symbol)
    {
        int slot = FirstSlot(symbol);
        while (_slots[slot].Kind != kind)
        {
            slot = _slots[slot].Next;
        }

        return slot;
    }

    /// <summary>Where a stub's slot is, in bytes from the start of the table.</summary>
    internal uint SlotOffsetOf(in Stub stub) => _slotsSize + ((uint)stub.Number * sizeof(ulong));

    /// <summary>Forgets the link.</summary>
    internal void Clear()
    {
        _slots.Clear();
        _stubs.Clear();
        _slotOf.Clear();
        _stubOf.Clear();
        _localSlots.Clear();
        _localStubs.Clear();
        _stubsBehind.Clear();
        _failures = null;
        _failedPlaces = null;
        _faults = null;
        _slotsSize = 0;
        StubCount = 0;
        _leadsBehind = NeedsStaticTls = NeedsLowAddress = HasNullPlaces = NeedsOnePiece = false;
    }

    private void Count(LinkRequest request)
    {
        _abi = MachineAbi.For(binding.Machine);
        _isSpread = request.SectionAddress is not null || IsLargerThanReach();
        SymbolUses plain = _isSpread ? Plain & ~SymbolUses.Branch : Plain;
        SymbolUses all = SymbolUses.None;
        DsoHandleSlot = TlsModuleSlot = BlockNumberSlot = ThreadBlockSlot = -1;
        _slotOf.Extend(binding.Globals.Count).Clear();
        _stubOf.Extend(binding.Globals.Count).Clear();
        for (int g = 0; g < binding.Graphs.Count; g++)
        {
            ReadOnlySpan<SymbolUses> uses = binding.UsesOf(g);
            ReadOnlySpan<int> globalOf = binding.GlobalOf(g);
            LinkGraph graph = binding.Graphs[g];
            ReadOnlySpan<Symbol> symbols = graph.Symbols;
            ReadOnlySpan<Section> sections = graph.Sections;
            for (int i = 0; i < uses.Length; i++)
            {
                SymbolUses use = uses[i];
                all |= use;
                int global = globalOf[i];
                if (use == SymbolUses.None || (global != 0 ? IsPlain(use & ~plain, in binding.Globals[global]) : IsPlain(use & ~plain, in symbols[i], sections)))
                {
                    continue;
                }

                var symbol = new LinkSymbol(g, new SymbolId((uint)i), global);
                if (use == SymbolUses.Branch && IsExternal(symbol) && !IsThreadLocal(symbol))
                {
                    // What most external functions are asked for, and nothing else.
                    AddStub(symbol);
                    continue;
                }

                Count(use, symbol);
            }

            if (_faults is not null)
            {
                FindFailures(g);
            }
        }

        NeedsOnePiece = (all & SymbolUses.Near) != 0;
        if (_isSpread || _leadsBehind)
        {
            CountBranchesBehind();
        }

        AddOwn();
        CountPatchPoints(request);
    }

    // Most symbols lie in the image and are not special: whatever distance is asked for needs no slot and no stub.
    private static bool IsPlain(SymbolUses others, in GlobalSymbol global) =>
        others == SymbolUses.None && global.IsDefined && global.Kind is not (SymbolKind.ThreadLocal or SymbolKind.IndirectFunction) && !global.IsAbsolute;

    private static bool IsPlain(SymbolUses others, in Symbol local, ReadOnlySpan<Section> sections) =>
        others == SymbolUses.None && local.Place == SymbolPlace.Section && local.Kind is not (SymbolKind.ThreadLocal or SymbolKind.IndirectFunction)
        && (sections[(int)local.Section.Index].Flags & SectionFlags.ThreadLocal) == 0;

    private void Count(SymbolUses uses, LinkSymbol symbol)
    {
        if ((uses & SymbolUses.Refused) != 0)
        {
            Fail(symbol, SymbolUses.Refused, null, null);
        }

        bool isThreadLocal = IsThreadLocal(symbol);

        // In COFF only a section's name says that it is thread-local, and its content may be asked for like any other's.
        SymbolUses wrong = binding.Format == ObjectFormat.Coff ? SymbolUses.None
            : uses & (isThreadLocal ? ~(SymbolUses.ThreadLocal | SymbolUses.TlsModule | SymbolUses.Refused | SymbolUses.Near) : SymbolUses.ThreadLocal);
        SymbolUses ofSection = uses & (SymbolUses.SectionOffset | SymbolUses.SectionNumber);
        if (ofSection != 0 && LiesInNoSection(symbol))
        {
            // Where nothing is run, the caller's number for a name may be its offset.
            ofSection &= !_isInProcess && IsExternal(symbol) ? SymbolUses.SectionNumber : ofSection;
            if (ofSection != 0)
            {
                Fail(symbol, ofSection, "the symbol lies in no section of the image", null);
            }
        }

        // A null weak reference has no kind of its own.
        if (wrong != 0 && !(!isThreadLocal && IsNull(symbol)) && !IsDiscarded(symbol))
        {
            Fail(symbol, wrong, isThreadLocal ? "the symbol is thread-local" : "the symbol is not thread-local", null);
            uses &= ~wrong;
        }

        if (_abi.IsNullTheNextPlace && binding.Format == ObjectFormat.Elf && IsNull(symbol))
        {
            HasNullPlaces = true;
            uses &= ~(Distance | SymbolUses.Branch);
        }

        bool isIndirect = (uses & (Direct | SymbolUses.Wide | SymbolUses.Branch | SymbolUses.Slot)) != 0 && CountIfIndirect(symbol);
        if ((uses & Direct) != 0)
        {
            CountDirect(uses, symbol);
        }

        if ((uses & SymbolUses.Branch) != 0 && !isIndirect && (_isSpread || IsExternal(symbol) || IsAbsolute(symbol)))
        {
            AddStub(symbol);
            _leadsBehind |= (uses & SymbolUses.BranchBehind) != 0;
        }

        if ((uses & SymbolUses.Slot) != 0)
        {
            AddSlot(SlotKind.Address, symbol);
        }

        if ((uses & (SymbolUses.ThreadLocal | SymbolUses.TlsModule)) != 0)
        {
            CountThreadLocal(uses, symbol);
        }
    }

    private void CountDirect(SymbolUses uses, LinkSymbol symbol)
    {
        if (IsAbsolute(symbol))
        {
            // Address 0 has a 32-bit distance to code below 2 GiB only.
            NeedsLowAddress |= IsNull(symbol) && (uses & SymbolUses.Distance32) != 0;
            return;
        }

        if (IsExternal(symbol))
        {
            // The address of a function may be its stub's, as it is in a program that is not position-independent; data never.
            if (!binding.IsFunction(symbol.Global))
            {
                return;
            }

            ref GlobalSymbol global = ref binding.Globals[symbol.Global];
            global.IsTakenFromBase |= (uses & SymbolUses.ImageOffset) != 0;
            global.IsTakenAbsolute |= (uses & (SymbolUses.Address32 | SymbolUses.Address16)) != 0;
            byte bits = (uses & SymbolUses.Distance16) != 0 ? (byte)21 : (uses & SymbolUses.Distance32) != 0 ? (byte)32 : (uses & SymbolUses.Distance33) != 0 ? (byte)33 : (byte)0;
            global.DistanceBits = global.DistanceBits == 0 || (bits != 0 && bits < global.DistanceBits) ? bits : global.DistanceBits;
            AddStub(symbol);
        }

        NeedsLowAddress |= (uses & SymbolUses.Address32) != 0;
    }

    private void CountThreadLocal(SymbolUses uses, LinkSymbol symbol)
    {
        bool isExternal = IsExternal(symbol);
        SymbolUses fixedOffset = uses & (SymbolUses.BlockOffset | SymbolUses.ThreadOffset);
        NeedsStaticTls |= (uses & SymbolUses.ThreadOffset) != 0 || ((uses & SymbolUses.TlsOffset) != 0 && !isExternal);
        if (fixedOffset != 0 && isExternal)
        {
            Fail(symbol, fixedOffset, "the variable belongs to another image", "compile with -fPIC");
        }

        if ((uses & SymbolUses.TlsModule) != 0 && TlsModuleSlot < 0)
        {
            TlsModuleSlot = AddSlot(SlotKind.TlsModule);
        }

        AddIf(SymbolUses.TlsIndex, SlotKind.TlsIndex);
        AddIf(SymbolUses.TlsOffset, SlotKind.TlsOffset);
        AddIf(SymbolUses.TlsDescriptor, SlotKind.TlsDescriptor);

        void AddIf(SymbolUses use, SlotKind kind)
        {
            if ((uses & use) != 0)
            {
                AddSlot(kind, symbol);
            }
        }
    }

    /// <summary>An indirect function is known by its stub's address everywhere, so that pointers to it are equal.</summary>
    private bool CountIfIndirect(LinkSymbol symbol)
    {
        bool isIndirect = IsIndirect(symbol);
        if (isIndirect)
        {
            AddIndirect(symbol);
        }

        return isIndirect;
    }
}
