using System.Runtime.CompilerServices;

namespace Linker.Relocs;

/// <summary>The equation, applied.</summary>
public static class Patch
{
    /// <summary>X, before it is checked and before bits are selected.</summary>
    /// <param name="form">The kind's row.</param>
    /// <param name="s">What <see cref="RelocForm.Target"/> names.</param>
    /// <param name="a">The addend, with any PC bias folded in.</param>
    /// <param name="o">What <see cref="RelocForm.Origin"/> names.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Compute(in RelocForm form, ulong s, long a, ulong o) =>
        (long)(((s + (ulong)a) & (ulong)form.TargetMask) - (o & (ulong)form.OriginMask));

    /// <summary>Computes X, checks it, then writes it. Nothing is written unless <see cref="PatchStatus.Ok"/> comes back.</summary>
    /// <param name="form">The kind's row.</param>
    /// <param name="place">The first of the <see cref="Field.Size"/> bytes of the place; that they exist was proved when the graph was read.</param>
    /// <param name="s">What <see cref="RelocForm.Target"/> names.</param>
    /// <param name="a">The addend.</param>
    /// <param name="o">What <see cref="RelocForm.Origin"/> names.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PatchStatus Apply(in RelocForm form, ref byte place, ulong s, long a, ulong o)
    {
        if (a != 0 && !form.TakesAddend)
        {
            return PatchStatus.UnexpectedAddend;
        }

        long x = Compute(in form, s, a, o);
        if (x < form.Range.Min || x > form.Range.Max)
        {
            return PatchStatus.OutOfRange;
        }

        if ((x & (form.Alignment - 1)) != 0)
        {
            return PatchStatus.Misaligned;
        }

        if (!form.Field.Fits(ref place))
        {
            return PatchStatus.WrongInstruction;
        }

        form.Field.Insert(ref place, x);
        return PatchStatus.Ok;
    }

    /// <summary>The addend that an object without addend records keeps in the place.</summary>
    /// <param name="form">The kind's row.</param>
    /// <param name="place">The bytes of the place.</param>
    public static long ReadAddend(in RelocForm form, ReadOnlySpan<byte> place) => form.Field.Extract(place);
}
