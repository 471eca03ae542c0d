using Linker.MemoryManager.Arenas;

namespace Linker.MemoryManager.Tests.Arenas;

public class ArenaTests
{
    private const nuint Size = 4 << 20;

    [Theory]
    [InlineData(WriteMode.DualMapping)]
    [InlineData(WriteMode.WriteThenExecute)]
    public void A_plan_that_does_not_fit_leaves_nothing_taken(WriteMode mode)
    {
        Arena arena = Create(mode);
        int[] first = Take(arena, new(100, 1, Images.Constants), new(2 << 20, 1, Images.Data))!;
        Assert.Null(Take(arena, new(100, 1, Images.Constants), new(100, 1, Images.Code), new(1, 1, Images.Data)));
        int[] next = Take(arena, new(100, 1, Images.Constants), new(100, 1, Images.Code))!;
        Assert.InRange(arena.AddressOf(next, 0) - arena.AddressOf(first, 0), 1ul, AddressSpace.PageSize);
        Assert.Equal(arena.Region.Address + (Size / 8), arena.AddressOf(next, 1));
        arena.Region.Unmap();
    }

    [Fact]
    public void A_failure_of_the_system_leaves_nothing_taken()
    {
        Arena arena = Create(WriteMode.DualMapping);
        SystemMemory.Current.Free(arena.Region.Address + (Size / 2), Size / 2, 0);
        OutOfMemoryException e = Assert.Throws<OutOfMemoryException>(() => Take(arena, new(100, 1, Images.Constants), new(1, 1, Images.Data)));
        string[] words = OperatingSystem.IsWindows() ? ["VirtualAlloc of 0x", "error 487"] : ["mprotect of 0x", "errno 12"];
        Assert.All(words, word => Assert.Contains(word, e.Message, StringComparison.Ordinal));
        Assert.Equal(arena.Region.Address, arena.AddressOf(Take(arena, new SegmentRequest(100, 1, Images.Constants)), 0));
        arena.Region.Unmap();
    }

    [Fact]
    public void Zones_lie_in_the_order_of_images_and_fill_the_arena()
    {
        Arena arena = Create(WriteMode.ReadWriteExecute);
        int[] all = Take(arena, new((nuint)512 << 10, 1, Images.Constants), new(1 << 20, 1, Images.Code), new((nuint)512 << 10, 1, Images.Constants), new(2 << 20, 1, Images.Data))!;
        ulong start = arena.Region.Address;
        Assert.Equal([start, start + (512 << 10), start + (1536 << 10), start + (2 << 20)], Enumerable.Range(0, ZonePlan.ZoneCount).Select(zone => arena.AddressOf(all, zone)));
        Assert.Null(Take(arena, new SegmentRequest(1, 1, Images.Constants)));
        arena.Return(all, isUntouched: true);
        Assert.NotNull(Take(arena, new SegmentRequest(1, 1, Images.Constants)));
        arena.Region.Unmap();
    }

    private static Arena Create(WriteMode mode) =>
        new(Region.TryCreate(SystemMemory.Current, Size, mode, Arena.SharedSizeOf(Size), shared => SystemMemory.Current.TryReserveAnywhere(Size, Zone.Granule, shared))!, Placement.Anywhere, isGuarded: false);

    private static int[]? Take(Arena arena, params SegmentRequest[] segments)
    {
        Assert.True(ZonePlan.TryFor(segments, arena.Region.Mode, out ZonePlan plan));
        var pieces = new int[ZonePlan.ZoneCount];
        bool isTaken = arena.TryTake(plan, pieces);
        Assert.True(isTaken || pieces.All(p => p == 0));
        return isTaken ? pieces : null;
    }
}
