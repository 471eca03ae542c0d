using Linker.MemoryManager.Arenas;

namespace Linker.MemoryManager.Tests.Arenas;

public class AddressSpaceTests
{
    private static ISystemMemory System => SystemMemory.Current;

    [Fact]
    public void The_gap_nearest_to_the_wish_is_taken_and_neighbours_are_kept_off()
    {
        const ulong Start = 0x2333_0000_0000;
        MappedRange[] ranges = [new(Start + 0x10_0000, Start + 0x20_0000, "r--p", ""), new(Start + 0x80_0000, Start + 0x90_0000, "r--p", "[heap]")];
        ulong taken = AddressSpace.TryReserve(System, 0x20_0000, 0x1_0000, new Window(Start, Start + (1ul << 40), Start + 0x10_0000), ranges, default);
        Assert.Equal(Start + 0x21_0000, taken);
        Assert.Equal("---p", Maps.PermissionsAt(taken));
        System.Free(taken, 0x20_0000, 0);
    }

    [Fact]
    public void Room_is_left_for_the_heap_and_the_stack_to_grow()
    {
        const ulong Start = 0x2444_0000_0000;
        MappedRange[] ranges = [new(Start, Start + 0x1000, "rw-p", "[heap]"), new(Start + (1ul << 31), Start + (1ul << 31) + 0x1000, "rw-p", "[stack]")];
        ulong low = AddressSpace.TryReserve(System, 0x1_0000, 0x1_0000, new Window(Start, Start + (1ul << 31), Start), ranges, default);
        ulong high = AddressSpace.TryReserve(System, 0x1_0000, 0x1_0000, new Window(Start, Start + (1ul << 31), Start + (1ul << 31)), ranges, default);
        System.Free(low, 0x1_0000, 0);
        System.Free(high, 0x1_0000, 0);
        Assert.True(low >= Start + (256 << 20));
        Assert.InRange(high, low + 1, Start + (1ul << 31) - (256 << 20) - 0x1_0000);
    }

    [Fact]
    public void A_gap_that_is_gone_is_passed_over()
    {
        const ulong Start = 0x2555_0000_0000;
        Assert.True(System.TryReserve(Start, 0x10_0000, default));
        Assert.False(System.TryReserve(Start + 0x1_0000, 0x1_0000, default));

        // The list does not know of it.
        Assert.Equal(0ul, AddressSpace.TryReserve(System, 0x1_0000, 0x1_0000, new Window(Start, Start + 0x10_0000, Start), [], default));
        System.Free(Start, 0x10_0000, 0);
    }

    [Theory]
    [InlineData(0x3000_0000, 0x3000_0000)] // the wish itself, and space above and below
    [InlineData(0x0000_0000, 0x0000_0000)] // at the lower end
    [InlineData(0x7000_0000, 0x7000_0000)] // at the upper end
    public void What_is_taken_of_a_gap_without_the_lists_knowing_is_stepped_over(ulong wish, ulong taken)
    {
        const ulong Start = 0x2666_0000_0000;
        const int Size = 0x1000_0000;
        Assert.True(System.TryReserve(Start + taken, Size, default));
        ulong found = AddressSpace.TryReserve(System, Size, 0x1_0000, new Window(Start, Start + 0x8000_0000, Start + wish), [], default);
        System.Free(found, Size, 0);
        System.Free(Start + taken, Size, 0);
        Assert.InRange(found, Start, Start + 0x8000_0000 - Size);
        Assert.True(found >= Start + taken + Size || found + Size <= Start + taken);
        Assert.InRange(Math.Abs((long)(found - Start - wish)), 0, Size);
    }

    [Theory]
    [InlineData(1ul << 12)]
    [InlineData(1ul << 21)]
    [InlineData(1ul << 30)]
    public void Anywhere_is_aligned_and_leaves_nothing_around(ulong alignment)
    {
        ulong address = System.TryReserveAnywhere(0x3000, (nuint)alignment, default);
        Assert.Equal(0ul, address & (alignment - 1));
        Assert.NotEqual(0ul, address);
        System.Free(address, 0x3000, 0);
        Assert.DoesNotContain(System.ReadRanges(), r => r.Start <= address && address < r.End && r.Permissions == "---p" && r.End - r.Start == alignment);
    }
}
