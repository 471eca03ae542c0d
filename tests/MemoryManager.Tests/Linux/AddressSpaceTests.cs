using Linker.MemoryManager.Linux;

namespace Linker.MemoryManager.Tests.Linux;

public class AddressSpaceTests
{
    [Fact]
    public void The_gap_nearest_to_the_wish_is_taken_and_neighbours_are_kept_off()
    {
        const ulong Start = 0x2333_0000_0000;
        MappedRange[] ranges = [new(Start + 0x10_0000, Start + 0x20_0000, "r--p", ""), new(Start + 0x80_0000, Start + 0x90_0000, "r--p", "[heap]")];
        ulong taken = AddressSpace.TryReserve(0x20_0000, 0x1_0000, new Window(Start, Start + (1ul << 40), Start + 0x10_0000), ranges);
        Assert.Equal(Start + 0x21_0000, taken);
        Assert.Equal("---p", Maps.PermissionsAt(taken));
        AddressSpace.Free(taken, 0x20_0000);
    }

    [Fact]
    public void Room_is_left_for_the_heap_and_the_stack_to_grow()
    {
        const ulong Start = 0x2444_0000_0000;
        MappedRange[] ranges = [new(Start, Start + 0x1000, "rw-p", "[heap]"), new(Start + (1ul << 31), Start + (1ul << 31) + 0x1000, "rw-p", "[stack]")];
        ulong low = AddressSpace.TryReserve(0x1_0000, 0x1_0000, new Window(Start, Start + (1ul << 31), Start), ranges);
        ulong high = AddressSpace.TryReserve(0x1_0000, 0x1_0000, new Window(Start, Start + (1ul << 31), Start + (1ul << 31)), ranges);
        AddressSpace.Free(low, 0x1_0000);
        AddressSpace.Free(high, 0x1_0000);
        Assert.True(low >= Start + (256 << 20));
        Assert.InRange(high, low + 1, Start + (1ul << 31) - (256 << 20) - 0x1_0000);
    }

    [Fact]
    public void A_gap_that_is_gone_is_passed_over()
    {
        const ulong Start = 0x2555_0000_0000;
        Assert.True(AddressSpace.TryReserveExactly(Start, 0x10_0000));
        Assert.False(AddressSpace.TryReserveExactly(Start + 0x1_0000, 0x1_0000));

        // The list does not know of it.
        Assert.Equal(0ul, AddressSpace.TryReserve(0x1_0000, 0x1_0000, new Window(Start, Start + 0x10_0000, Start), []));
        AddressSpace.Free(Start, 0x10_0000);
    }

    [Theory]
    [InlineData(0x3000_0000, 0x3000_0000)] // the wish itself, and space above and below
    [InlineData(0x0000_0000, 0x0000_0000)] // at the lower end
    [InlineData(0x7000_0000, 0x7000_0000)] // at the upper end
    public void What_is_taken_of_a_gap_without_the_lists_knowing_is_stepped_over(ulong wish, ulong taken)
    {
        const ulong Start = 0x2666_0000_0000;
        const int Size = 0x1000_0000;
        Assert.True(AddressSpace.TryReserveExactly(Start + taken, Size));
        ulong found = AddressSpace.TryReserve(Size, 0x1_0000, new Window(Start, Start + 0x8000_0000, Start + wish), []);
        AddressSpace.Free(found, Size);
        AddressSpace.Free(Start + taken, Size);
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
        ulong address = AddressSpace.TryReserveAnywhere(0x3000, (nuint)alignment);
        Assert.Equal(0ul, address & (alignment - 1));
        Assert.NotEqual(0ul, address);
        AddressSpace.Free(address, 0x3000);
        Assert.DoesNotContain(MappedRange.ReadAll(), r => r.Start <= address && address < r.End && r.Permissions == "---p" && r.End - r.Start == alignment);
    }
}
