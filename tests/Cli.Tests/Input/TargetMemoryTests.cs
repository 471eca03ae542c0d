using Linker.Cli.Input;
using Linker.MemoryManager;

namespace Linker.Cli.Tests.Input;

/// <summary>Where the parts of an image go that have no address of their own.</summary>
public class TargetMemoryTests
{
    private const ulong Page = 0x1000;

    [Theory]
    [InlineData(0x10000, 0x100, 0xe000)] // below: nearer than above, where the code is in the way
    [InlineData(0x1800, 0x100, 0x2000)] // no room below
    [InlineData(0x7fff_ffff_f000, 0x1000, 0x7fff_ffff_d000)]
    [InlineData(0xffff_ffff_ffff_f000, 0xfff, 0xffff_ffff_ffff_d000)] // no room above
    public void Without_a_start_the_rest_lies_next_to_the_code_that_has_an_address(ulong code, ulong size, ulong start) =>
        Assert.Equal(start, Reserve(new TargetMemory(Page, null, null), Placement.Anywhere, Code(code, size)));

    [Fact]
    public void The_nearest_gap_to_all_code_is_taken() =>
        Assert.Equal(0x50_0000UL, Reserve(new TargetMemory(Page, null, null), Placement.Anywhere, Code(0x40_0000, 0x10_0000), Code(0x60_0000, 0x10_0000)));

    [Fact]
    public void Code_counts_before_data() =>
        Assert.Equal(0x3e000UL, Reserve(new TargetMemory(Page, null, null), Placement.Anywhere, Code(0x4_0000, 0x10), Data(0x7000_0000, 0x10)));

    [Fact]
    public void Below_two_GiB_is_kept_where_it_is_asked_for() =>
        Assert.Equal(0x7fff_e000UL, Reserve(new TargetMemory(Page, null, null), Placement.LowTwoGiB, Code(0x9000_0000, 0x10), Data(0x8000_0000, 0x10)));

    [Theory]
    [InlineData(0x4000, 0x4000)]
    [InlineData(0x4010, 0x4010)]
    [InlineData(0x6000, 0x8000)] // over the pinned section
    public void With_a_start_it_lies_there_or_behind_what_is_in_the_way(ulong start, ulong expected) =>
        Assert.Equal(expected, Reserve(new TargetMemory(Page, start, null), Placement.Anywhere, Code(0x7000, 0x10)));

    [Fact]
    public void What_does_not_fit_says_how_much_it_needs()
    {
        var e = Assert.Throws<InsufficientMemoryException>(() => Reserve(new TargetMemory(Page, 0x4000, 0x1000), Placement.Anywhere));
        Assert.Equal("the image needs 0x2000 bytes from 0x4000 on, and the slab has 0x1000", e.Message);
        Assert.Equal(0x4000UL, Reserve(new TargetMemory(Page, 0x4000, 0x2000), Placement.Anywhere));
    }

    [Fact]
    public void Pinned_parts_need_no_rest()
    {
        var memory = new TargetMemory(Page, null, null);
        using PageReservation reservation = memory.Reserve([Code(0x1234, 5)], Placement.Anywhere);
        Assert.Equal(0x1234UL, reservation.Segments[0].TargetAddress);
    }

    // Constants and data of a few bytes each, on two pages.
    private static ulong Reserve(TargetMemory memory, Placement placement, params SegmentRequest[] pinned)
    {
        using PageReservation reservation = memory.Reserve([new SegmentRequest(0x10, 16, PageAccess.Read), new SegmentRequest(0x10, 16, PageAccess.Read | PageAccess.Write), .. pinned], placement);
        return reservation.Segments[0].TargetAddress;
    }

    private static SegmentRequest Code(ulong address, ulong size) => new((nuint)size, 1, PageAccess.Read | PageAccess.Execute, address);

    private static SegmentRequest Data(ulong address, ulong size) => new((nuint)size, 1, PageAccess.Read | PageAccess.Write, address);
}
