using Linker.MemoryManager.Arenas;

namespace Linker.MemoryManager.Tests.Arenas;

/// <summary>Where images lie.</summary>
public class RegionSourceTests
{
    private const ulong TwoGiB = 1ul << 31;

    [Fact]
    public void By_default_every_byte_reaches_the_c_library()
    {
        List<MappedRange> libc = [.. SystemMemory.Current.ReadRanges().Where(r => SystemMemory.Current.IsCLibrary(r.FileName))];
        Assert.NotEmpty(libc);
        using var memory = new InProcessMemoryManager();
        using PageReservation small = memory.Reserve(Images.Small, Placement.Anywhere);
        using PageReservation full = memory.Reserve([new(1, 1, Images.Constants), new(511 << 20, 1, Images.Data)], Placement.Anywhere);
        using PageReservation inNext = memory.Reserve([new(1, 1, Images.Constants), new(300 << 20, 1, Images.Data)], Placement.Anywhere);
        foreach (PageReservation image in new[] { small, full })
        {
            ulong low = Math.Min(libc.Min(r => r.Start), image.Segments[0].TargetAddress);
            ulong high = Math.Max(libc.Max(r => r.End), image.Segments[^1].TargetAddress + image.Segments[^1].Size);
            Assert.InRange(high - low, 1ul, TwoGiB - 1);
        }

        Assert.NotEqual(full.Segments[0].TargetAddress >> 21, inNext.Segments[0].TargetAddress >> 21);
    }

    [Fact]
    [Trait("System", "linux")] // a stack of Windows is reserved in full
    public void The_main_stack_has_room_to_grow()
    {
        using var memory = new InProcessMemoryManager();
        using PageReservation image = memory.Reserve(Images.Small, Placement.Anywhere);
        MappedRange stack = SystemMemory.Current.ReadRanges().Single(r => r.Path == "[stack]");
        ulong end = image.Segments[2].TargetAddress + (1ul << 30);
        Assert.True(image.Segments[0].TargetAddress > stack.End || end < stack.Start + (768ul << 20));
        Assert.False(image.Segments[2].TargetAddress > stack.Start - (256ul << 20) && image.Segments[2].TargetAddress < stack.End);
    }

    [Theory]
    [InlineData(WriteMode.DualMapping)]
    [InlineData(WriteMode.WriteThenExecute)]
    public void Low_means_below_two_gigabytes(WriteMode mode)
    {
        using var memory = new InProcessMemoryManager(new() { Mode = mode });
        using PageReservation elsewhere = memory.Reserve(Images.Small, Placement.Anywhere);
        using PageReservation low = memory.Reserve(Images.Small, Placement.LowTwoGiB);
        using PageReservation next = memory.Reserve(Images.Small, Placement.LowTwoGiB);
        using PageReservation odd = memory.Reserve([new(9, 1, Images.Data), new(9, 1, Images.Code)], Placement.LowTwoGiB);
        using PageReservation high = memory.Reserve(Images.Small, Placement.Anywhere);
        Assert.All(low.Segments.ToArray().Concat(next.Segments.ToArray()).Concat(odd.Segments.ToArray()), s => Assert.InRange(s.TargetAddress + s.Size, 0x10000ul, 0x7fff0000ul));
        Assert.True(elsewhere.Segments[0].TargetAddress > TwoGiB);
        Assert.True(high.Segments[0].TargetAddress > TwoGiB);
        Assert.InRange(next.Segments[1].TargetAddress - low.Segments[1].TargetAddress, 1ul, 4096ul);
    }

    [Theory]
    [InlineData(1ul << 20)]
    [InlineData(128ul << 20)]
    [InlineData(1ul << 31)]
    [InlineData(ulong.MaxValue)]
    public void Near_keeps_every_byte_in_reach(ulong reach)
    {
        const ulong Anchor = 0x3000_0000_0000;
        using var memory = new InProcessMemoryManager();
        using PageReservation elsewhere = memory.Reserve(Images.Small, Placement.Anywhere);
        for (int i = 0; i < 3; i++)
        {
            using PageReservation image = memory.Reserve(Images.Small, Placement.Near(Anchor, reach));
            using PageReservation odd = memory.Reserve([new(9, 1, Images.Data), new(9, 1, Images.Code)], Placement.Near(Anchor, reach));
            foreach (ReservedSegment segment in image.Segments.ToArray().Concat(odd.Segments.ToArray()))
            {
                ulong first = segment.TargetAddress;
                ulong last = first + segment.Size - 1;
                Assert.True((first > Anchor ? first - Anchor : Anchor - first) <= reach);
                Assert.True((last > Anchor ? last - Anchor : Anchor - last) <= reach);
            }
        }
    }

    [Fact]
    public void Near_uses_an_arena_that_is_near_already()
    {
        using var memory = new InProcessMemoryManager();
        using PageReservation first = memory.Reserve(Images.Small, Placement.Anywhere);
        using PageReservation second = memory.Reserve(Images.Small, Placement.Near(first.Segments[0].TargetAddress, TwoGiB));
        Assert.InRange(second.Segments[0].TargetAddress - first.Segments[0].TargetAddress, 1ul, 4096ul);
    }

    [Fact]
    public void An_arena_of_which_only_a_part_is_in_reach_does_not_serve_for_the_rest()
    {
        using var memory = new InProcessMemoryManager();
        using PageReservation first = memory.Reserve(Images.Small, Placement.Near(0x3111_0000_0000, TwoGiB));
        ulong anchor = first.Segments[0].TargetAddress - (64 << 20);
        using PageReservation second = memory.Reserve(Images.Small, Placement.Near(anchor, 128 << 20));
        Assert.InRange(first.Segments[2].TargetAddress, anchor + (128 << 20), ulong.MaxValue);
        Assert.InRange(second.Segments[0].TargetAddress, anchor - (128 << 20), anchor + (128 << 20));
        Assert.InRange(second.Segments[2].TargetAddress + second.Segments[2].Size - 1, anchor - (128 << 20), anchor + (128 << 20));
    }

    [Fact]
    public void Near_without_space_is_refused_and_changes_nothing()
    {
        using var memory = new InProcessMemoryManager();
        ulong code = SystemMemory.Current.ReadRanges().First(r => SystemMemory.Current.IsCLibrary(r.FileName)).Start;
        string[] before = Maps.Ours();
        Assert.Throws<OutOfMemoryException>(() => memory.Reserve(Images.Small, Placement.Near(code + 0x8000, 0x1000)));
        Assert.Equal(before, Maps.Ours());
    }
}
