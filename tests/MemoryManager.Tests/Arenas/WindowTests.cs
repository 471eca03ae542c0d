using Linker.MemoryManager.Arenas;

namespace Linker.MemoryManager.Tests.Arenas;

public class WindowTests
{
    [Fact]
    public void The_last_byte_in_reach_is_inside_and_the_next_is_not()
    {
        Window window = Window.Around(0x1000, 0x100);
        Assert.True(window.Contains(0xf00, 0x1101));
        Assert.False(window.Contains(0xeff, 0x1101));
        Assert.False(window.Contains(0xf00, 0x1102));
    }

    [Fact]
    public void A_window_ends_where_the_address_space_does()
    {
        Window window = Window.Around(0x1000, ulong.MaxValue);
        Assert.Equal((0ul, ulong.MaxValue), (window.Start, window.End));
        Assert.Equal(ulong.MaxValue, Window.Around(ulong.MaxValue - 5, 10).End);
    }
}
