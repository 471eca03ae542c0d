using Linker.MemoryManager.Arenas;

namespace Linker.MemoryManager.Tests.Arenas;

public class ZonePlanTests
{
    [Fact]
    public void Neighbours_of_one_access_share_a_piece()
    {
        Assert.True(ZonePlan.TryFor([new(10, 8, Images.Code), new(0, 256, Images.Code), new(5, 1, Images.Code)], WriteMode.DualMapping, out ZonePlan plan));
        Assert.Equal(new ZonePlan.Need(256 + 64 + 5, 256), plan[1]);
        Assert.Equal(default, plan[0]);
    }

    [Fact]
    public void What_is_sealed_by_itself_starts_on_a_page()
    {
        Assert.True(ZonePlan.TryFor([new(10, 8, Images.Code), new(5, 1, Images.Code), new(5, 1, Images.Data), new(5, 1, Images.Data)], WriteMode.WriteThenExecute, out ZonePlan plan));
        Assert.Equal(new ZonePlan.Need(AddressSpace.PageSize + 5, AddressSpace.PageSize), plan[1]);
        Assert.Equal(new ZonePlan.Need(64 + 5, 64), plan[3]);
    }

    [Fact]
    public void An_order_that_no_arena_has_is_no_plan()
    {
        Assert.False(ZonePlan.TryFor([new(1, 1, Images.Data), new(1, 1, Images.Code)], WriteMode.DualMapping, out _));
        Assert.False(ZonePlan.TryFor([new(1, 1, Images.Code), new(1, 1, Images.Constants), new(1, 1, Images.Code)], WriteMode.DualMapping, out _));
    }
}
