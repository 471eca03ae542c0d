using FsCheck.Xunit;

namespace Linker.MemoryManager.Tests;

public class BufferMemoryManagerTests
{
    [Fact]
    public void Segments_follow_each_other_from_the_base()
    {
        var memory = new BufferMemoryManager(0x40_0000);
        Assert.False(memory.IsInProcess);
        using PageReservation image = memory.Reserve(
            [new(10, 1, Images.Constants), new(10, 64, Images.Constants), new(10, 16, Images.Code), new(0, 1, Images.Data), new(5, 1, Images.Data)], Placement.Anywhere);
        Assert.Equal([0x40_0000ul, 0x40_0040, 0x40_1000, 0x40_2000, 0x40_2001], image.Segments.ToArray().Select(s => s.TargetAddress));
        using PageReservation next = memory.Reserve([new(1, 1, Images.Code)], Placement.Anywhere);
        Assert.Equal(0x40_3000ul, next.Segments[0].TargetAddress);
    }

    [Fact]
    public void Bytes_are_zero_at_first_and_readable_after_seal()
    {
        var memory = new BufferMemoryManager();
        using PageReservation image = memory.Reserve(Images.Small, Placement.Anywhere);
        for (int i = 0; i < 3; i++)
        {
            Span<byte> bytes = image.WorkingBytes(i, 0, (int)image.Segments[i].Size);
            Assert.False(bytes.ContainsAnyExcept((byte)0));
            bytes.Fill((byte)(i + 1));
        }

        Images.SealAll(image);
        for (int i = 0; i < 3; i++)
        {
            Assert.False(image.WorkingBytes(i, 0, (int)image.Segments[i].Size).ContainsAnyExcept((byte)(i + 1)));
        }
    }

    [Fact]
    public void Target_addresses_come_back_after_dispose()
    {
        var memory = new BufferMemoryManager(0x1000);
        PageReservation first = memory.Reserve(Images.Small, Placement.Anywhere);
        using PageReservation second = memory.Reserve(Images.Small, Placement.Anywhere);
        Assert.Equal(0x4000ul, second.Segments[0].TargetAddress);
        first.Dispose();
        using PageReservation third = memory.Reserve(Images.Small, Placement.Anywhere);
        Assert.Equal(0x1000ul, third.Segments[0].TargetAddress);
    }

    [Theory]
    [InlineData(0ul)]
    [InlineData(0xffff_ffff_8000_0000ul)]
    [InlineData(0x1_0000_0010ul)]
    public void At_takes_any_address(ulong address)
    {
        using PageReservation image = new BufferMemoryManager().Reserve(Images.Small, Placement.At(address));
        Assert.Equal(address, image.Segments[0].TargetAddress);
        Assert.Equal((address & ~0xffful) + 0x1000, image.Segments[1].TargetAddress);
    }

    [Fact]
    public void Pinned_segments_lie_anywhere_in_any_order()
    {
        using PageReservation image = new BufferMemoryManager(0x5000).Reserve(
            [new(8, 1, Images.Code), new(8, 1, Images.Code, 0xffff_0000_0000_0003), new(8, 8, Images.Code), new(8, 1, Images.Data, 0x7), new(8, 1, Images.Code, 0xf)], Placement.Anywhere);
        Assert.Equal([0x5000ul, 0xffff_0000_0000_0003, 0xffff_0000_0000_0010, 0x7, 0xf], image.Segments.ToArray().Select(s => s.TargetAddress));
        image.WorkingBytes(1, 0, 8).Fill(1);
        Assert.Equal(0, image.WorkingBytes(0, 7, 1)[0]);
        Assert.Equal(0, image.WorkingBytes(2, 0, 1)[0]);
    }

    [Fact]
    public void Overlap_is_refused_and_forgotten()
    {
        var memory = new BufferMemoryManager();
        OutOfMemoryException e = Assert.Throws<OutOfMemoryException>(() => memory.Reserve(
            [new(8, 1, Images.Code, 0x100), new(8, 1, Images.Code, 0x200), new(8, 1, Images.Data, 0x107)], Placement.Anywhere));
        Assert.Contains("0x100-0x107", e.Message, StringComparison.Ordinal);
        using PageReservation image = memory.Reserve([new(0x1000, 1, Images.Code, 0x100)], Placement.Anywhere);
        Assert.Throws<OutOfMemoryException>(() => memory.Reserve([new(8, 1, Images.Code)], Placement.At(0x10ff)));
        using PageReservation behind = memory.Reserve([new(8, 1, Images.Code)], Placement.At(0x1100));
        Assert.Equal(0x1100ul, behind.Segments[0].TargetAddress);
    }

    [Fact]
    public void Low_and_near_keep_their_promise()
    {
        var memory = new BufferMemoryManager(0x7000_0000_0000);
        using PageReservation low = memory.Reserve(Images.Small, Placement.LowTwoGiB);
        Assert.True(low.Segments[2].TargetAddress + low.Segments[2].Size <= 1ul << 31);
        using PageReservation near = memory.Reserve(Images.Small, Placement.Near(0x5000_0000_0000, 0x8000));
        Assert.InRange(near.Segments[0].TargetAddress, 0x5000_0000_0000ul - 0x8000, 0x5000_0000_8000ul - 0x3000);
        Assert.Throws<OutOfMemoryException>(() => memory.Reserve(Images.Small, Placement.Near(0x5000_0000_0000, 0x1000)));
        Assert.Throws<OutOfMemoryException>(() => new BufferMemoryManager(ulong.MaxValue - 0x2000).Reserve(Images.Small, Placement.Anywhere));
    }

    [Fact]
    public void Bytes_that_nobody_writes_take_no_memory()
    {
        long before = Maps.ResidentKiB();
        using PageReservation image = new BufferMemoryManager().Reserve([new(800 << 20, 4096, Images.Data)], Placement.Anywhere);
        image.WorkingBytes(0, (800 << 20) - 1, 1)[0] = 1;
        Assert.InRange(Maps.ResidentKiB() - before, -100_000, 6_000);
    }

    [Fact]
    public void A_page_size_that_is_no_power_of_two_is_refused() => Assert.Throws<ArgumentException>(() => new BufferMemoryManager(0, 3000));

    [Property]
    public void Reservations_never_overlap(ushort[] sizes)
    {
        var memory = new BufferMemoryManager(0x123);
        var live = new List<PageReservation>();
        foreach (ushort size in sizes)
        {
            if (size % 3 == 0 && live.Count > 0)
            {
                live[size % live.Count].Dispose();
                live.RemoveAt(size % live.Count);
            }

            live.Add(memory.Reserve([new(size, 16, Images.Constants), new((nuint)size * 3, 1u << (size % 15), Images.Data)], Placement.Anywhere));
        }

        ReservedSegment[] segments = [.. live.SelectMany(i => i.Segments.ToArray()).OrderBy(s => s.TargetAddress)];
        for (int i = 1; i < segments.Length; i++)
        {
            Assert.True(segments[i - 1].TargetAddress + segments[i - 1].Size <= segments[i].TargetAddress);
        }
    }
}
