using FsCheck;
using FsCheck.Fluent;
using Linker.Shared;

namespace Linker.Relocs.Tests;

/// <summary>The equation once more, the slow way: which X are legal for a kind, which S leads to them, and what a place has to say then.</summary>
internal static class Model
{
    // Where images, tables of slots and symbols really lie: the low 2 GiB, a heap, a mapping, the last page of user space, the kernel's half.
    internal static readonly ulong[] Addresses = [0x40_1000, 0x7FFF_F000, 0x5555_5555_4321, 0x7F12_3456_7003, 0x7FFF_FFFF_E000, 0xFFFF_FFFF_8000_0000];

    internal static void Holds(Func<long, long, bool> property) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Emulation.IsOn ? 40 : 200).WithQuietOnSuccess(true),
            Prop.ForAll((DoNotSize<long> a, DoNotSize<long> b) => property(a.Item, b.Item)));

    // What a legal X is a multiple of.
    internal static long Step(RelocForm form) => form.Page == Page.Both ? 4096 : form.Alignment;

    internal static long Legal(RelocForm form, long random) => Within(form.Range, random) & -Step(form);

    internal static long Within(ValueRange range, long random) =>
        range == ValueRange.Unchecked ? random : range.Min + (long)((ulong)random % (ulong)(range.Max - range.Min + 1));

    // The S with which the kind computes X; where only its page counts, the last byte of the page.
    internal static ulong S(RelocForm form, long x, long a, ulong o) =>
        (ulong)x + (form.Page == Page.None ? o : o & ~0xFFFul) + (form.Page == Page.Both ? 0xFFFul : 0) - (ulong)a;

    // What the place has to say for X: a word its low bytes with their sign, an instruction the bits of X that it has.
    internal static long Meant(RelocForm form, long x)
    {
        if (!Kinds.IsInstruction(form))
        {
            return x << (64 - (8 * form.Field.Size)) >> (64 - (8 * form.Field.Size));
        }

        long bits = (x >> form.Field.LowBit) & ((1L << (form.Field.HighBit - form.Field.LowBit + 1)) - 1);
        return form.Field.Instruction == InstructionClass.MovSigned && x < 0 ? bits | ~0xFFFFL : bits;
    }

    internal static long Said(RelocForm form, Place place) =>
        Kinds.IsInstruction(form) ? A64Word.Immediate(form.Field.Instruction, place.Word) : form.Field.Extract(place.Bytes);

    internal static Place Filled(RelocForm form, bool ones)
    {
        if (!Kinds.IsInstruction(form))
        {
            return new Place(form.Field.Size, ones ? ulong.MaxValue : 0);
        }

        uint own = A64Word.OwnMask(form.Field.Instruction);
        uint word = A64Word.Any(form.Field, 0x1122_3344_5566_7788);
        return new Place(sizeof(uint), ones ? word | own : word & ~A64Word.ImmediateMask(form.Field.Instruction));
    }

    internal static long Read(RelocKind kind, ulong s, long a, ulong o)
    {
        RelocForm form = RelocTable.For(kind);
        var place = Place.For(form, unchecked((long)0xDEAD_BEEF_DEAD_BEEF));
        Assert.Equal(PatchStatus.Ok, place.Apply(kind, s, a, o));
        return Said(form, place);
    }
}
