using Linker.MemoryManager.Arenas;

namespace Linker.MemoryManager.Tests.Arenas;

public class RunTests
{
    private const ulong Free = 0x2222_0000_0000;

    [Theory]
    [InlineData(WriteMode.DualMapping, 0x10_0000ul)]
    [InlineData(WriteMode.WriteThenExecute, 0x20_0000ul)]
    [InlineData(WriteMode.ReadWriteExecute, 0x30_0010ul)]
    public void At_is_exactly_there_and_runs(WriteMode mode, ulong offset)
    {
        using var memory = new InProcessMemoryManager(new() { Mode = mode });
        using PageReservation image = memory.Reserve(Images.Small, Placement.At(Free + offset));
        Images.Returning(55).CopyTo(image.WorkingBytes(1, 0, 8));
        Images.SealAll(image);
        Assert.Equal(Free + offset, image.Segments[0].TargetAddress);
        Assert.Equal(55, Images.Call(image.Segments[1].TargetAddress));
    }

    [Theory]
    [InlineData(WriteMode.DualMapping)]
    [InlineData(WriteMode.WriteThenExecute)]
    public void At_may_name_any_page(WriteMode mode)
    {
        using var memory = new InProcessMemoryManager(new() { Mode = mode });
        PageReservation image = memory.Reserve([new(0x1800, 1, Images.Data), new(8, 16, Images.Code)], Placement.At(Free + 0x51_3000));
        image.WorkingBytes(0, 0, 0x1800).Fill(1);
        Images.Returning(66).CopyTo(image.WorkingBytes(1, 0, 8));
        Images.SealAll(image);
        Assert.Equal([Free + 0x51_3000, Free + 0x51_5000], image.Segments.ToArray().Select(s => s.TargetAddress));
        Assert.Equal(66, Images.Call(Free + 0x51_5000));
        image.Dispose();
        Assert.Empty(Maps.Inside(Free + 0x51_0000, Free + 0x52_0000));
    }

    [Fact]
    public void At_an_occupied_address_says_what_is_in_the_way_and_harms_nothing()
    {
        using var memory = new InProcessMemoryManager();
        using PageReservation first = memory.Reserve(Images.Small, Placement.At(Free));
        first.WorkingBytes(0, 0, 1)[0] = 42;
        string[] before = Maps.Inside(Free - 0x100000, Free + 0x100000);
        OutOfMemoryException e = Assert.Throws<OutOfMemoryException>(() => memory.Reserve(Images.Small, Placement.At(Free)));
        Assert.Contains("0x222200000000-0x222200001000 r--s" + (OperatingSystem.IsWindows() ? "" : " /memfd:linker"), e.Message, StringComparison.Ordinal);
        Assert.Equal(before, Maps.Inside(Free - 0x100000, Free + 0x100000));
        Assert.Equal(42, Images.At(Free, 1)[0]);
        first.Dispose();
        using PageReservation second = memory.Reserve(Images.Small, Placement.At(Free));
        Assert.Equal(0, second.WorkingBytes(0, 0, 1)[0]);
    }

    [Fact]
    public void At_an_impossible_address_is_refused()
    {
        using var memory = new InProcessMemoryManager();
        Assert.Throws<OutOfMemoryException>(() => memory.Reserve(Images.Small, Placement.At(0xffff_ffff_ffff_0000)));
        Assert.Throws<OutOfMemoryException>(() => memory.Reserve([new(nuint.MaxValue, 1, Images.Data)], Placement.At(Free)));
        Assert.Throws<ArgumentException>(() => memory.Reserve(Images.Small, Placement.At(Free + 8)));
    }

    [Fact]
    public void Pinned_segments_lie_where_they_say()
    {
        using var memory = new InProcessMemoryManager();
        using PageReservation image = memory.Reserve(
            [new(10, 1, Images.Code, Free + 0x123), new(10, 64, Images.Constants), new(10, 1, Images.Data, Free + 0x90_0001)], Placement.Anywhere);
        Images.SealAll(image);
        Assert.Equal([Free + 0x123, Free + 0x1000, Free + 0x90_0001], image.Segments.ToArray().Select(s => s.TargetAddress));
        Assert.Equal("---s", Maps.PermissionsAt(Free + 0x10_0000));
    }

    [Fact]
    public void Pins_that_contradict_are_refused()
    {
        using var memory = new InProcessMemoryManager();
        Assert.Throws<ArgumentException>(() => memory.Reserve([new(10, 1, Images.Code), new(10, 1, Images.Data, Free)], Placement.Anywhere));
        Assert.Throws<ArgumentException>(() => memory.Reserve([new(10, 1, Images.Code, Free), new(10, 1, Images.Data, Free + 100)], Placement.Anywhere));
        Assert.Throws<ArgumentException>(() => memory.Reserve([new(10, 1, Images.Code, Free), new(10, 1, Images.Data, Free - 0x10000)], Placement.Anywhere));
        Assert.Throws<ArgumentException>(() => memory.Reserve([new(10, 1, Images.Code, Free)], Placement.At(Free + 0x1000)));
        Assert.Throws<ArgumentException>(() => memory.Reserve([new(10, 16, Images.Code, Free + 8)], Placement.Anywhere));
        Assert.Throws<OutOfMemoryException>(() => memory.Reserve([new(10, 16, Images.Code, Free), new(10, 1, Images.Data, Free + (1ul << 32))], Placement.Anywhere));
        Assert.Equal("", Maps.PermissionsAt(Free));
    }
}
