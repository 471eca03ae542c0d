using System.Runtime.CompilerServices;
using Linker.Relocs;

namespace Linker.Loader;

/// <summary>Where relocations of one section become part of a graph: each is proved to patch bytes of the section and to refer to symbols that exist, and what it asks of its symbol is counted.</summary>
internal readonly ref struct RelocationDoor
{
    private readonly string _fileName;
    private readonly int _section;
    private readonly ref readonly Section _patched;
    private readonly ulong _limit;
    private readonly SymbolUses _counted;
    private readonly Span<SymbolUses> _uses;
    private readonly int _branchBias;

    internal RelocationDoor(string fileName, int section, in Section patched, Span<SymbolUses> uses, int branchBias)
    {
        _branchBias = branchBias;
        _fileName = fileName;
        _section = section;
        _patched = ref patched;

        // The first offset behind the end that no place may reach; in zero-fill every place is looked at.
        _limit = patched.IsZeroFill ? 0 : patched.Size + 1;
        _counted = patched.IsLoaded ? (SymbolUses)uint.MaxValue : SymbolUses.None;
        _uses = uses;
    }

    /// <summary>Proves one relocation.</summary>
    /// <param name="r">As it will stand in the graph.</param>
    /// <param name="index">Its number, for messages.</param>
    /// <exception cref="ObjectFormatException">It is not sound.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Admit(in Relocation r, int index)
    {
        ref readonly RelocForm form = ref RelocTable.For(r.Kind);
        if ((ulong)r.Offset + form.Field.Size >= _limit)
        {
            ProveMarker(in r, index);
        }

        if (Math.Max(r.Target.Index, r.Subtrahend.Index) >= (uint)_uses.Length)
        {
            FailSymbol(in r, index);
        }

        // Most are known: a look is cheaper than a write that the next look at the same symbol has to wait for.
        ref SymbolUses known = ref _uses[(int)r.Target.Index];
        SymbolUses asked = form.Uses & _counted;
        if (asked == SymbolUses.Branch && r.Addend != _branchBias)
        {
            asked |= SymbolUses.BranchBehind;
        }

        if ((known & asked) != asked)
        {
            known |= asked;
        }

        if (!r.Subtrahend.IsNull)
        {
            // Its address, and nothing that would need a slot or a stub.
            _uses[(int)r.Subtrahend.Index] |= SymbolUses.Wide & _counted;
        }
    }

    // Zero-fill has no bytes, but markers may stand in it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ProveMarker(in Relocation r, int index)
    {
        if (!_patched.IsZeroFill)
        {
            Fail(index, r.Offset, $"its place at 0x{r.Offset:x} does not lie inside section {_section} of 0x{_patched.Size:x} bytes");
        }
        else if (r.Kind != RelocKind.None || r.Offset > _patched.Size)
        {
            Fail(index, r.Offset, $"it patches section {_section}, which has no bytes");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void FailSymbol(in Relocation r, int index) =>
        Fail(index, Math.Max(r.Target.Index, r.Subtrahend.Index), $"it refers to symbol {Math.Max(r.Target.Index, r.Subtrahend.Index)} of {_uses.Length}");

    private void Fail(int index, ulong value, string problem) =>
        Throw.Format(_fileName, $"section {_section}, relocation", index, _patched.Content.Offset, value, problem);
}
