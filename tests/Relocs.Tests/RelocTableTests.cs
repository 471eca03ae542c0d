namespace Linker.Relocs.Tests;

public class RelocTableTests
{
    [Fact]
    public void Every_kind_has_a_row_and_there_are_no_others()
    {
        Assert.Equal(Enum.GetValues<RelocKind>().Length, RelocTable.Count);
        Assert.Equal(RelocTable.Count - 1, Enum.GetValues<RelocKind>().Max(k => (int)k));
        Assert.All(Kinds.Members, kind => Assert.True(RelocTable.For(kind).Field.Size > 0 || kind is RelocKind.None or RelocKind.Refused, $"{kind} was forgotten"));
    }

    [Fact]
    public void A_number_without_a_row_is_refused() =>
        Assert.Throws<IndexOutOfRangeException>(() => _ = RelocTable.For((RelocKind)RelocTable.Count));

    [Theory]
    [MemberData(nameof(Kinds.WithField), MemberType = typeof(Kinds))]
    public void A_range_admits_nothing_that_the_field_would_cut(RelocKind kind)
    {
        RelocForm form = RelocTable.For(kind);
        int bits = form.Field.HighBit + (Kinds.IsInstruction(form) ? 1 : 0);
        if (form.Field.Instruction == InstructionClass.MovSigned)
        {
            // The sign is in the choice of the instruction.
            Assert.True(bits == 64 || form.Range == ValueRange.Signed(bits + 1));
        }
        else if (Kinds.IsInstruction(form))
        {
            Assert.Contains(form.Range, (ValueRange[])[ValueRange.Unchecked, ValueRange.Signed(bits), ValueRange.Unsigned(bits)]);
        }
        else if (bits < 64)
        {
            Assert.InRange(form.Range.Min, -1L << (bits - 1), 0);
            Assert.InRange(form.Range.Max, 1, (1L << bits) - 1);
        }
    }

    [Fact]
    public void Only_branches_may_go_through_a_stub()
    {
        RelocKind[] stubbed = [.. Kinds.Members.Where(k => RelocTable.For(k).Target == Target.Stub)];
        Assert.Equal([RelocKind.Branch32, RelocKind.BranchGotRel64, RelocKind.A64Branch26], stubbed);
    }

    [Theory]
    [MemberData(nameof(Kinds.Instructions), MemberType = typeof(Kinds))]
    public void X_is_a_multiple_of_what_its_low_bits_in_the_field_stand_for(RelocKind kind)
    {
        RelocForm form = RelocTable.For(kind);
        bool isPart = form.Page == Page.Both || form.Field.Instruction is InstructionClass.MovW or InstructionClass.MovSigned || form.Field is { Instruction: InstructionClass.Add, LowBit: 12 };
        Assert.Equal(isPart ? 1 : 1 << form.Field.LowBit, form.Alignment);
    }

    [Fact]
    public void No_two_rows_are_the_same()
    {
        RelocForm[] forms = [.. Kinds.Members.Where(k => RelocTable.For(k).Field.Size > 0).Select(k => RelocTable.For(k))];
        Assert.Equal(forms.Length, forms.Distinct().Count());
    }
}
