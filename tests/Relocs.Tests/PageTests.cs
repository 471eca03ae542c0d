namespace Linker.Relocs.Tests;

public class PageTests
{
    private const long FourGiB = 1L << 32;

    // Where the place stands in its page, and where the target does: the first and the last byte that either can be.
    public static TheoryData<RelocKind, ulong, ulong> Ends
    {
        get
        {
            var rows = new TheoryData<RelocKind, ulong, ulong>();
            foreach (RelocKind kind in Kinds.Members.Where(k => RelocTable.For(k) is { Page: Page.Both } form && form.Range != ValueRange.Unchecked))
            {
                foreach (ulong place in (ulong[])[0, 0xFFC])
                {
                    rows.Add(kind, place, 0);
                    rows.Add(kind, place, 0xFFF);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void Four_gigabytes_of_pages_are_reached_in_both_directions_and_no_page_more(RelocKind kind, ulong inPlacePage, ulong inTargetPage)
    {
        foreach (ulong page in (ulong[])[0x40_0000, 0x7F12_3456_7000, 0x7FFF_FFFF_F000, 0xFFFF_FFFF_FFFF_F000])
        {
            Assert.Equal(FourGiB - 4096, Reached(kind, page + FourGiB - 4096, inTargetPage, page + inPlacePage));
            Assert.Equal(-FourGiB, Reached(kind, page - FourGiB, inTargetPage, page + inPlacePage));
            Assert.Null(Reached(kind, page + FourGiB, inTargetPage, page + inPlacePage));
            Assert.Null(Reached(kind, page - FourGiB - 4096, inTargetPage, page + inPlacePage));
        }
    }

    [Theory]
    [InlineData(0x1FFFul, 0L, 0x1000ul, 0L)]
    [InlineData(0x1FFFul, 1L, 0x1000ul, 0x1000L)] // the addend is added before the page is taken
    [InlineData(0x1000ul, -1L, 0x1FFCul, -0x1000L)]
    [InlineData(0x2000ul, 0L, 0x1FFCul, 0x1000L)]
    [InlineData(0x0FFFul, 0L, 0x1000ul, -0x1000L)]
    public void The_page_of_an_end_is_that_of_its_own_address(ulong s, long a, ulong p, long x) => Assert.Equal(x, Patch.Compute(in RelocTable.For(RelocKind.A64Page21), s, a, p));

    [Theory]
    [InlineData(0x404018ul, 0x404FF8ul, 0x18L)]
    [InlineData(0x405000ul, 0x404FF8ul, 0x1000L)]
    public void A_slot_is_counted_from_the_page_of_the_table(ulong slot, ulong table, long x) =>
        Assert.Equal(x, Patch.Compute(in RelocTable.For(RelocKind.A64GotPageLd64Offset15), slot, 0, table));

    [Fact]
    public void All_kinds_of_ADRP_and_no_others_are_about_pages() =>
        Assert.All(Kinds.Members, kind => Assert.Equal(RelocTable.For(kind).Field.Instruction == InstructionClass.Adrp, RelocTable.For(kind).Page == Page.Both));

    private static long? Reached(RelocKind kind, ulong targetPage, ulong inTargetPage, ulong p)
    {
        var place = new Place(sizeof(uint), 0xF0FF_FFF0);
        PatchStatus status = place.Apply(kind, targetPage + inTargetPage, 0, p);
        Assert.True(status is PatchStatus.Ok or PatchStatus.OutOfRange);
        Assert.True(status == PatchStatus.Ok || place.IsUntouched);
        return status == PatchStatus.Ok ? A64Word.Immediate(InstructionClass.Adrp, place.Word) << 43 >> 31 : null;
    }
}
