namespace Linker.MemoryManager.Tests.Arenas;

/// <summary>Memory that was given back and cannot be had again.</summary>
public class RegionTests
{
    public static TheoryData<WriteMode> Modes => InProcessMemoryManagerTests.Modes;

    [Theory]
    [MemberData(nameof(Modes))]
    public void What_a_dispose_loses_is_handed_out_to_nobody_and_had_again_later(WriteMode mode)
    {
        var system = new WatchedMemory();
        using var memory = new InProcessMemoryManager(new() { Mode = mode }, system);
        PageReservation image = memory.Reserve(Data(20), Placement.Anywhere);
        ulong address = image.Segments[0].TargetAddress;
        image.WorkingBytes(0, 0, 20 << 20).Fill(0xcc);
        system.IsExhausted = true;
        image.Dispose();
        Assert.Throws<OutOfMemoryException>(() => memory.Reserve(Data(20), Placement.Anywhere));
        Assert.Throws<OutOfMemoryException>(() => memory.Reserve(Data(1), Placement.Anywhere));
        system.IsExhausted = false;
        using PageReservation again = memory.Reserve(Data(20), Placement.Anywhere);
        Assert.Equal(address, again.Segments[0].TargetAddress);
        again.WorkingBytes(0, 0, 20 << 20).Fill(0xcc);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_piece_that_is_lost_while_it_is_taken_is_had_again_later(WriteMode mode)
    {
        var system = new WatchedMemory();
        using var memory = new InProcessMemoryManager(new() { Mode = mode }, system);
        PageReservation image = memory.Reserve(Data(60), Placement.Anywhere);
        ulong address = image.Segments[0].TargetAddress;
        image.Dispose();

        // Little enough to be kept as it is until it becomes a part of something large.
        image = memory.Reserve(Data(15), Placement.Anywhere);
        image.WorkingBytes(0, 0, 15 << 20).Fill(0xcc);
        image.Dispose();
        system.IsExhausted = true;
        Assert.Throws<OutOfMemoryException>(() => memory.Reserve(Data(60), Placement.Anywhere));
        system.IsExhausted = false;
        using PageReservation again = memory.Reserve(Data(60), Placement.Anywhere);
        Assert.Equal(address, again.Segments[0].TargetAddress);
        again.WorkingBytes(0, 0, 60 << 20).Fill(0xcc);
    }

    private static SegmentRequest[] Data(int mebibytes) => [new((nuint)mebibytes << 20, 64, Images.Data)];
}
