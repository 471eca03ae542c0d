using static Linker.Relocs.Tests.Model;

namespace Linker.Relocs.Tests;

/// <summary>What must hold for every kind whose field is an immediate of an instruction.</summary>
public class RelocKindInstructionTests
{
    [Theory]
    [MemberData(nameof(Kinds.Instructions), MemberType = typeof(Kinds))]
    public void Bits_of_an_instruction_that_are_not_the_immediate_never_change(RelocKind kind)
    {
        RelocForm form = RelocTable.For(kind);
        uint own = A64Word.OwnMask(form.Field.Instruction);
        Holds((content, random) =>
        {
            var place = Place.For(form, content);
            uint before = place.Word;
            Assert.Equal(PatchStatus.Ok, place.Apply(kind, (ulong)Legal(form, random), 0, 0));
            return ((before ^ place.Word) & ~own) == 0 && A64Word.Belongs(form.Field, place.Word);
        });
    }

    [Theory]
    [MemberData(nameof(Kinds.Instructions), MemberType = typeof(Kinds))]
    public void An_instruction_without_the_field_is_refused_and_stays(RelocKind kind)
    {
        RelocForm form = RelocTable.For(kind);
        Holds((content, random) =>
        {
            var place = new Place(sizeof(uint), (ulong)content);
            PatchStatus status = place.Apply(kind, (ulong)Legal(form, random), 0, 0);
            return A64Word.Belongs(form.Field, (uint)content) ? status == PatchStatus.Ok : !A64Word.Exists((uint)content) || (status == PatchStatus.WrongInstruction && place.IsUntouched);
        });
    }

    [Theory]
    [MemberData(nameof(Kinds.Aligned), MemberType = typeof(Kinds))]
    public void X_that_the_field_cannot_count_is_refused_and_nothing_is_written(RelocKind kind)
    {
        RelocForm form = RelocTable.For(kind);
        Holds((content, random) =>
        {
            long x = Legal(form, random);
            for (int off = 1; off < form.Alignment; off++)
            {
                var place = Place.For(form, content);
                Assert.Equal(PatchStatus.Misaligned, place.Apply(kind, (ulong)(x + off), 0, 0));
                Assert.True(place.IsUntouched);
            }

            return Place.For(form, content).Apply(kind, (ulong)x, 0, 0) == PatchStatus.Ok;
        });
    }

    [Theory]
    [MemberData(nameof(Kinds.WithoutAddend), MemberType = typeof(Kinds))]
    public void An_addend_to_the_address_of_a_slot_is_refused_and_nothing_is_written(RelocKind kind)
    {
        RelocForm form = RelocTable.For(kind);
        Holds((random, a) =>
        {
            long x = Legal(form, random);
            var place = Place.For(form, a);
            return a == 0 || (place.Apply(kind, S(form, x, a, 0), a, 0) == PatchStatus.UnexpectedAddend && place.IsUntouched);
        });
        Assert.Equal(PatchStatus.UnexpectedAddend, Place.For(form, 0).Apply(kind, 0x1000, 8, 0x1000));
    }

    [Theory]
    [MemberData(nameof(Kinds.UncheckedInstructions), MemberType = typeof(Kinds))]
    public void A_field_without_a_check_takes_its_bits_of_any_X_and_drops_the_others(RelocKind kind)
    {
        RelocForm form = RelocTable.For(kind);
        Holds((random, o) =>
        {
            long x = random & -Step(form);
            var place = Place.For(form, o);
            return place.Apply(kind, S(form, x, 0, (ulong)o), 0, (ulong)o) == PatchStatus.Ok && Said(form, place) == Meant(form, x);
        });
        foreach (long x in (long[])[long.MinValue, -1, 0, long.MaxValue])
        {
            Place place = Filled(form, ones: x == 0);
            Assert.Equal(PatchStatus.Ok, place.Apply(kind, (ulong)(x & -Step(form)), 0, 0));
            Assert.Equal(Meant(form, x & -Step(form)), Said(form, place));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds.Pages), MemberType = typeof(Kinds))]
    public void Only_the_pages_of_both_ends_count(RelocKind kind)
    {
        RelocForm form = RelocTable.For(kind);
        Holds((random, other) =>
        {
            long x = Legal(form, random);
            ulong page = Addresses[(int)((ulong)random % 6)] & ~0xFFFul;
            bool same = true;
            foreach (ulong s in (ulong[])[0, 1, (ulong)other & 0xFFF, 0xFFF])
            {
                foreach (ulong p in (ulong[])[0, 4, (ulong)other >> 52, 0xFFC])
                {
                    same &= Read(kind, (ulong)x + page + s, 0, page + p) == Meant(form, x);
                }
            }

            return same;
        });
    }
}
