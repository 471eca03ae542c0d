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
        _got = image.AddressOf(image.Layout.Got);
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
            throw new RelocationException([.. _tables.Failures, .. _failures ?? []]);
        }
    }

    private void Write(bool isTemplate)
    {
        foreach (LoadedSection loaded in _image.Layout.Loaded)
        {
            LinkGraph graph = _binding.Graphs[loaded.Graph];
            ref readonly Section section = ref graph.Sections[(int)loaded.Section.Index];
            if (section.RelocationCount > 0 && (section.Flags & SectionFlags.ThreadLocal) != 0 == isTemplate)
            {
                Write(loaded, graph, in section);
            }
        }
    }

    private void Write(LoadedSection loaded, LinkGraph graph, in Section section)
    {
        ulong address = _image.AddressOf(loaded.Place);
        Span<byte> bytes = _image.Bytes(loaded.Place, (int)loaded.Size);
        ref byte start = ref MemoryMarshal.GetReference(bytes);
        ReadOnlySpan<ulong> symbols = _addresses.Of(loaded.Graph);
        bool isUnwind = section.Role == SectionRole.Unwind;
        bool[]? discarded = _binding[loaded.Graph].Discarded;
        foreach (ref readonly Relocation relocation in graph.RelocationsOf(loaded.Section))
        {
            ref readonly RelocForm form = ref RelocTable.For(relocation.Kind);
            if ((isUnwind && relocation.Offset + (ulong)form.Field.Size > loaded.Size) || form.Field.Size == 0
                || _tables.HasFailed(loaded.Graph, loaded.Section, relocation.Offset))
            {
                continue;
            }

            if (discarded is not null && IsDiscarded(graph, relocation.Target, discarded))
            {
                WriteDiscarded(loaded, graph, in section, in relocation, bytes.Slice((int)relocation.Offset, form.Field.Size));
                continue;
            }

            // The graph's soundness proves that the place lies inside the section.
            ref byte place = ref Unsafe.Add(ref start, (nint)relocation.Offset);
            ulong p = address + relocation.Offset;
            ulong s = form.Target == Target.Symbol ? symbols[(int)relocation.Target.Index] : TargetOf(form.Target, loaded.Graph, in relocation, symbols);
            ulong o = form.Origin == Origin.Place ? p : OriginOf(form.Origin);
            ulong before = _record is null ? 0 : Read(in place, form.Field.Size);
            PatchStatus status = Patch.Apply(in form, ref place, s, relocation.Addend, o);
            bool throughStub = status != PatchStatus.Ok && TryStub(loaded.Graph, in relocation, in form, ref s)
                && (status = Patch.Apply(in form, ref place, s, relocation.Addend, o)) == PatchStatus.Ok;
            if (status != PatchStatus.Ok)
            {
                Fail(loaded, graph, in section, in relocation, s, p, Patch.Compute(s, relocation.Addend, o));
            }

            _record?.FixupList.Add(new FixupEvent(
                graph.FileName, graph.NameOf(section), relocation.Offset, relocation.Kind, graph.TypeNameOf(in relocation), _binding.NameOf(loaded.Graph, relocation.Target),
                s, relocation.Addend, p, o, Patch.Compute(s, relocation.Addend, o), before, Read(in place, form.Field.Size), throughStub));
        }
    }

    private ulong TargetOf(Target target, int graph, in Relocation relocation, ReadOnlySpan<ulong> symbols)
    {
        switch (target)
        {
            case Target.Stub:
                return symbols[(int)relocation.Target.Index];
            case Target.GotBase:
                return _got;
            case Target.SymbolSize:
                int global = _binding[graph].GlobalOf[relocation.Target.Index];
                return global != 0 ? _binding.Globals[global].Size : _binding.Graphs[graph].Symbols[(int)relocation.Target.Index].Size;
            case Target.TlsModuleSlots:
                return _got + _tables.Slots[_tables.SlotOf(SlotKind.TlsModule, default)].Offset;
            default:
                LinkSymbol symbol = SymbolOf(graph, relocation.Target);
                return _got + _tables.Slots[_tables.SlotOf(TablePlan.SlotKindOf(target), symbol)].Offset;
        }
    }

    private ulong OriginOf(Origin origin) => origin switch
    {
        Origin.Got => _got,
        Origin.TlsBlock => _tlsBlock,
        Origin.ThreadPointer => _threadPointer,
        _ => 0,
    };

    /// <summary>A branch out of reach goes through the function's stub; nothing else does, because a stub's bytes are not data.</summary>
    private bool TryStub(int graph, in Relocation relocation, in RelocForm form, ref ulong s)
    {
        ulong stub = form.Target == Target.Stub ? SymbolAddresses.StubAddress(_binding, _tables, _image, SymbolOf(graph, relocation.Target)) : 0;
        s = stub != 0 ? stub : s;
        return stub != 0;
    }

    private LinkSymbol SymbolOf(int graph, SymbolId symbol) => new(graph, symbol, _binding[graph].GlobalOf[symbol.Index]);

    private static bool IsDiscarded(LinkGraph graph, SymbolId id, bool[] discarded)
    {
        ref readonly Symbol symbol = ref graph.Symbols[(int)id.Index];
        return symbol is { Binding: SymbolBinding.Local, Place: SymbolPlace.Section } && discarded[symbol.Section.Index];
    }

    // A frame record of a function that another object provides: an empty start address makes unwinders pass it by.
    private void WriteDiscarded(LoadedSection loaded, LinkGraph graph, in Section section, in Relocation relocation, Span<byte> place)
    {
        if (section.Role == SectionRole.Unwind)
        {
            place.Clear();
            return;
        }

        ulong p = _image.AddressOf(loaded.Place) + relocation.Offset;
        Fail(loaded, graph, in section, in relocation, 0, p, 0, "the section it refers to is a copy of a COMDAT that another object provides", null);
    }

    private void Fail(LoadedSection loaded, LinkGraph graph, in Section section, in Relocation relocation, ulong s, ulong p, long x)
    {
        ref readonly RelocForm form = ref RelocTable.For(relocation.Kind);
        string value = x < 0 ? $"−0x{(ulong)-x:x}" : $"0x{x:x}";
        string? hint = form switch
        {
            { Target: Target.Symbol, Origin: Origin.Zero } when p <= int.MaxValue => "compile with -fPIC or -mcmodel=large",
            { Target: Target.Symbol, Origin: Origin.Zero } => "compile with -fPIC or -mcmodel=large, or place the image below 2 GiB",
            { Target: Target.Symbol } => "compile with -fPIC",
            { Origin: Origin.ThreadPointer } => "compile with -fPIC",
            _ => null,
        };
        Fail(loaded, graph, in section, in relocation, s, p, x, $"X = {value} does not fit {form.Range}", hint);
    }

    private void Fail(LoadedSection loaded, LinkGraph graph, in Section section, in Relocation relocation, ulong s, ulong p, long x, string problem, string? hint) =>
        (_failures ??= []).Add(new RelocationFailure(
            graph.FileName, graph.NameOf(section), relocation.Offset, relocation.Kind, graph.TypeNameOf(in relocation),
            _binding.NameOf(loaded.Graph, relocation.Target), s, relocation.Addend, p, x, problem, hint));

    private static ulong Read(in byte place, int size)
    {
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        word.Clear();
        MemoryMarshal.CreateReadOnlySpan(in place, size).CopyTo(word);
        return MemoryMarshal.Read<ulong>(word);
    }
}
