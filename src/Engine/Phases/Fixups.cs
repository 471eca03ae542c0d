using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Linker.Loader;
using Linker.Relocs;

namespace Linker.Engine;

/// <summary>Applies the equation to every place of the image. All failures of a link are collected before one exception is thrown.</summary>
internal sealed class Fixups
{
    private readonly Binding _binding;
    private readonly TablePlan _tables;
    private readonly PendingImage _image;
    private readonly SymbolAddresses _addresses;
    private readonly LinkRecord? _record;
    private readonly ulong _got;
    private readonly ulong _tlsBlock;
    private List<RelocationFailure>? _failures;
    private ulong _threadPointer;

    internal Fixups(Binding binding, TablePlan tables, PendingImage image, SymbolAddresses addresses, LinkRecord? record)
    {
        _binding = binding;
        _tables = tables;
        _image = image;
        _addresses = addresses;
        _record = record;
        _got = image.GotAddress;
        _tlsBlock = image.TlsBlockAddress;
    }

    /// <summary>The template of each thread's block: before the others, because threads get copies of it as soon as the block is known to the process.</summary>
    internal void WriteTemplate() => Write(true);

    /// <summary>All other sections.</summary>
    /// <param name="threadPointer">TP in the image's address space: where the thread pointer would be if the template were a thread's block.</param>
    /// <exception cref="RelocationException">Values that do not fit, and what the plan refused.</exception>
    internal void WriteSections(ulong threadPointer)
    {
        _threadPointer = threadPointer;
        Write(false);
        if (_failures is not null || _tables.Failures.Count > 0)
        {
            _record?.Describe(_binding, _tables, _image, _addresses);
            throw new RelocationException([.. _tables.Failures, .. _failures ?? []], _record);
        }
    }

    private void Write(bool isTemplate)
    {
        if (isTemplate && _image.Layout.TlsSize == 0)
        {
            return;
        }

        int graph = -1;
        LinkGraph? source = null;
        ReadOnlySpan<Section> sections = default;
        foreach (ref readonly LoadedSection loaded in _image.Layout.Loaded)
        {
            if (loaded.Graph != graph)
            {
                graph = loaded.Graph;
                source = _binding.Graphs[graph];
                sections = source.Sections;
            }

            ref readonly Section section = ref sections[(int)loaded.Section.Index];

            // In zero-fill there are markers only, and not always memory.
            if (section.RelocationCount > 0 && !section.IsZeroFill && (section.Flags & SectionFlags.ThreadLocal) != 0 == isTemplate)
            {
                Write(in loaded, source!, in section);
            }
        }
    }

    private void Write(in LoadedSection loaded, LinkGraph graph, in Section section)
    {
        ulong address = _image.AddressOf(loaded.Place);
        ref byte start = ref MemoryMarshal.GetReference(_image.Bytes(loaded.Place, (int)loaded.Size));
        ReadOnlySpan<ulong> symbols = _addresses.Of(loaded.Graph);

        // Most sections have nothing that sets places apart, and no observer.
        bool isSpecial = loaded.Size != section.Size || _tables.HasFailures || _tables.HasNullPlaces || _record is not null || !_binding.Taken.IsEmpty || !_binding.Discarded(loaded.Graph).IsEmpty;
        foreach (ref readonly Relocation relocation in graph.RelocationsOf(loaded.Section))
        {
            ref readonly RelocForm form = ref RelocTable.For(relocation.Kind);
            if (form.Field.Size == 0 || (isSpecial && WriteSpecial(in loaded, graph, in section, in relocation, in form)))
            {
                continue;
            }

            // The graph's soundness proves that the place lies inside the section.
            ref byte place = ref Unsafe.Add(ref start, (nint)relocation.Offset);
            ulong p = address + relocation.Offset;
            ulong s = form.Target <= Target.Stub ? symbols[(int)relocation.Target.Index] : TargetOf(form.Target, loaded.Graph, in relocation);
            ulong o = form.Origin == Origin.Place ? p : OriginOf(form.Origin, loaded.Graph, in relocation);
            PatchStatus status = Patch.Apply(in form, ref place, s, relocation.Addend, o);
            if (status != PatchStatus.Ok)
            {
                ApplyThroughStub(in loaded, graph, in section, in relocation, ref place, s, p, o, status);
            }
        }
    }

    /// <summary>Places that are not fixed up like the others, and every place when somebody looks on. <see langword="false"/> when the place is an ordinary one.</summary>
    private bool WriteSpecial(in LoadedSection loaded, LinkGraph graph, in Section section, in Relocation relocation, in RelocForm form)
    {
        // Of call frame records what lies behind the end is not loaded.
        if (relocation.Offset + (ulong)form.Field.Size > loaded.Size || _tables.HasFailed(loaded.Graph, loaded.Section, relocation.Offset))
        {
            return true;
        }

        Span<byte> place = _image.Bytes(loaded.Place, (int)loaded.Size).Slice((int)relocation.Offset, form.Field.Size);
        if (_binding.Discarded(loaded.Graph) is { IsEmpty: false } discarded && IsDiscarded(graph, relocation.Target, discarded, section.Role is SectionRole.Unwind or SectionRole.StackMaps))
        {
            WriteDiscarded(loaded, graph, in section, in relocation, place);
            return true;
        }

        bool isNullPlace = _tables.HasNullPlaces && form is { Target: <= Target.Stub, Origin: Origin.Place }
            && _binding.Globals[_binding.GlobalOf(loaded.Graph)[(int)relocation.Target.Index]].State == GlobalState.Null;
        bool isOwn = _binding.IsTaken(loaded.Graph, relocation.Target) && MeansDefinition(graph, in section, in relocation, in form);
        if (_record is null && !isNullPlace && !isOwn)
        {
            return false;
        }

        ulong p = _image.AddressOf(loaded.Place) + relocation.Offset;
        ulong s = isNullPlace ? p + (form.IsBranch ? (uint)form.Field.Size : 0)
            : isOwn ? _addresses.OfDefinition(loaded.Graph, relocation.Target)
            : TargetOf(form.Target, loaded.Graph, in relocation);
        ulong o = form.Origin == Origin.Place ? p : OriginOf(form.Origin, loaded.Graph, in relocation);
        ulong before = Read(place);
        PatchStatus status = Patch.Apply(in form, ref place[0], s, relocation.Addend, o);
        bool throughStub = status != PatchStatus.Ok && (s = ApplyThroughStub(in loaded, graph, in section, in relocation, ref place[0], s, p, o, status)) != 0;
        long applied = throughStub ? relocation.Addend - _tables.BehindSymbol(graph, in section, in relocation) : relocation.Addend;
        _record?.FixupList.Add(new FixupEvent(
            graph.FileName, graph.NameOf(section), relocation.Offset, relocation.Kind, graph.TypeNameOf(in relocation), _binding.NameOf(loaded.Graph, relocation.Target),
            s, relocation.Addend, p, o, Patch.Compute(in form, s, applied, o), before, Read(place), throughStub));
        return true;
    }

    /// <summary>A branch out of reach goes through the function's stub; nothing else does, because a stub's bytes are not data.</summary>
    /// <returns>The stub's address, 0 when the place could not be fixed up.</returns>
    private ulong ApplyThroughStub(
        in LoadedSection loaded, LinkGraph graph, in Section section, in Relocation relocation, ref byte place, ulong s, ulong p, ulong o, PatchStatus status)
    {
        ref readonly RelocForm form = ref RelocTable.For(relocation.Kind);
        long addend = relocation.Addend;
        if (status == PatchStatus.OutOfRange && form.Target == Target.Stub)
        {
            long behind = _tables.BehindSymbol(graph, in section, in relocation);
            ulong stub = _addresses.UseStubNear(_image, _binding.SymbolOf(loaded.Graph, relocation.Target), behind, p);
            if (stub != 0)
            {
                (s, addend) = (stub, addend - behind);
                status = Patch.Apply(in form, ref place, s, addend, o);
            }
        }

        if (status == PatchStatus.Ok)
        {
            return s;
        }

        Fail(loaded, graph, in section, in relocation, s, p, Patch.Compute(in form, s, addend, o), status, Read(MemoryMarshal.CreateReadOnlySpan(ref place, form.Field.Size)));
        return 0;
    }

    private ulong TargetOf(Target target, int graph, in Relocation relocation)
    {
        switch (target)
        {
            case Target.Symbol or Target.Stub:
                return _addresses.Of(graph)[(int)relocation.Target.Index];
            case Target.GotBase:
                return _got;
            case Target.SymbolSize:
                int global = _binding.GlobalOf(graph)[(int)relocation.Target.Index];
                return global != 0 ? _binding.Globals[global].Size : _binding.Graphs[graph].Symbols[(int)relocation.Target.Index].Size;
            case Target.SectionNumber:
                return _image.Layout.OutputOf(_binding, graph, relocation.Target).Number;
            case Target.TlsModuleSlots:
                return _got + _tables.Slots[_tables.TlsModuleSlot].Offset;
            default:
                LinkSymbol symbol = _binding.SymbolOf(graph, relocation.Target);
                return _got + _tables.Slots[_tables.SlotOf(TablePlan.SlotKindOf(target), symbol)].Offset;
        }
    }

    private ulong OriginOf(Origin origin, int graph, in Relocation relocation) => origin switch
    {
        Origin.Image => _addresses.ImageBase,
        Origin.Section => StartOf(graph, relocation.Target),
        Origin.Got => _got,
        Origin.TlsBlock => _tlsBlock,
        Origin.ThreadPointer => _threadPointer,
        Origin.Subtrahend => _binding.IsTaken(graph, relocation.Subtrahend) ? _addresses.OfDefinition(graph, relocation.Subtrahend) : _addresses.Of(graph)[(int)relocation.Subtrahend.Index],
        _ => 0,
    };

    // The name means what the program says, but places that describe the code beside them, or that lead into its middle, mean this very code.
    private bool MeansDefinition(LinkGraph graph, in Section section, in Relocation relocation, in RelocForm form)
    {
        if (form.Target > Target.Stub)
        {
            return false;
        }

        ref readonly Symbol symbol = ref graph.Symbols[(int)relocation.Target.Index];
        return section.Role is SectionRole.Unwind or SectionRole.FunctionTable || !relocation.Subtrahend.IsNull
            || ((graph.Sections[(int)symbol.Section.Index].Flags & SectionFlags.Execute) != 0 && _tables.LeadsBehind(graph, in section, in relocation));
    }

    // What lies outside the image counts from 0: whoever defines it gives the offset.
    private ulong StartOf(int graph, SymbolId symbol) =>
        _binding.GlobalOf(graph)[(int)symbol.Index] is var global and not 0 && _binding.Globals[global].State == GlobalState.External ? 0
        : _image.AddressOf(_image.Layout.OutputOf(_binding, graph, symbol).Start);

    // Call frame records and stack maps speak of the code beside them, whoever else defines its name; of data, such as the pointer to a personality, another object's copy does.
    private static bool IsDiscarded(LinkGraph graph, SymbolId id, ReadOnlySpan<bool> discarded, bool isFrame)
    {
        ref readonly Symbol symbol = ref graph.Symbols[(int)id.Index];
        return symbol.Place == SymbolPlace.Section && discarded[(int)symbol.Section.Index]
            && (symbol.Binding == SymbolBinding.Local || (isFrame && (graph.Sections[(int)symbol.Section.Index].Flags & SectionFlags.Execute) != 0));
    }

    // A frame record of a function that another object provides: an empty start address makes unwinders pass it by, and so do readers of stack maps.
    private void WriteDiscarded(LoadedSection loaded, LinkGraph graph, in Section section, in Relocation relocation, Span<byte> place)
    {
        if (section.Role is SectionRole.Unwind or SectionRole.StackMaps)
        {
            place.Clear();
            return;
        }

        ulong p = _image.AddressOf(loaded.Place) + relocation.Offset;
        Fail(loaded, graph, in section, in relocation, null, p, 0, "the section it refers to is a copy of a COMDAT that another object provides", null);
    }

    private void Fail(LoadedSection loaded, LinkGraph graph, in Section section, in Relocation relocation, ulong s, ulong p, long x, PatchStatus status, ulong word)
    {
        ref readonly RelocForm form = ref RelocTable.For(relocation.Kind);
        string value = x < 0 ? $"−0x{(ulong)-x:x}" : $"0x{x:x}";
        string? hint = form switch
        {
            _ when status != PatchStatus.OutOfRange || _binding.Format != ObjectFormat.Elf => null,
            { Target: Target.Symbol, Origin: Origin.Zero } when p <= int.MaxValue => "compile with -fPIC or -mcmodel=large",
            { Target: Target.Symbol, Origin: Origin.Zero } => "compile with -fPIC or -mcmodel=large, or place the image below 2 GiB",
            { Target: Target.Symbol } => "compile with -fPIC",
            { Origin: Origin.ThreadPointer } => "compile with -fPIC",
            _ => null,
        };
        string problem = status switch
        {
            PatchStatus.Misaligned => $"X = {value} is not a multiple of {form.Alignment}",
            PatchStatus.UnexpectedAddend => $"A = {relocation.Addend}, and where a slot is takes no addend",
            PatchStatus.WrongInstruction => $"the place holds 0x{word:x8}, which is no {form.Field.InstructionName}",
            _ => $"X = {value} does not fit {form.Range}",
        };
        Fail(loaded, graph, in section, in relocation, s, p, x, problem, hint);
    }

    private void Fail(LoadedSection loaded, LinkGraph graph, in Section section, in Relocation relocation, ulong? s, ulong p, long x, string problem, string? hint) =>
        (_failures ??= []).Add(new RelocationFailure(
            graph.FileName, graph.NameOf(section), relocation.Offset, relocation.Kind, graph.TypeNameOf(in relocation),
            _binding.NameOf(loaded.Graph, relocation.Target), s, relocation.Addend, p, x, problem, hint));

    private static ulong Read(ReadOnlySpan<byte> place)
    {
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        word.Clear();
        place.CopyTo(word);
        return MemoryMarshal.Read<ulong>(word);
    }
}
