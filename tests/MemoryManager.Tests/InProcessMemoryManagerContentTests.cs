using Linker.MemoryManager.Linux;
using Linker.Shared;

namespace Linker.MemoryManager.Tests;

/// <summary>What memory holds when it is handed out, and what it costs while nobody has it.</summary>
public class InProcessMemoryManagerContentTests
{
    public static TheoryData<WriteMode> Modes => InProcessMemoryManagerTests.Modes;

    /// <summary>Those in which the system takes all kinds of pages back.</summary>
    public static TheoryData<WriteMode> ModesThatGiveBack => OperatingSystem.IsLinux() && MemoryFile.CanGiveBack ? Modes : [WriteMode.WriteThenExecute, WriteMode.ReadWriteExecute];

    [Theory]
    [MemberData(nameof(Modes))]
    public void Fresh_memory_is_zero_and_says_so(WriteMode mode)
    {
        using var memory = new InProcessMemoryManager(new() { Mode = mode });
        foreach (int size in new[] { 0, 100, 5000, 300 << 10 })
        {
            PageReservation image = memory.Reserve(Request(size), Placement.Anywhere);
            PageReservation odd = memory.Reserve([.. Request(size).Reverse()], Placement.Anywhere);
            Assert.All(image.Segments.ToArray().Concat(odd.Segments.ToArray()), s => Assert.True(s.IsZero && IsZero(s)));
            Soil(image);
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Disposed_memory_comes_back_where_it_was_and_says_that_it_is_not_zero(WriteMode mode)
    {
        using var memory = new InProcessMemoryManager(new() { Mode = mode });
        foreach (int size in new[] { 100, 5000, 300 << 10, 9 << 20 })
        {
            PageReservation image = memory.Reserve(Request(size), Placement.Anywhere);
            ulong[] addresses = [.. image.Segments.ToArray().Select(s => s.TargetAddress)];
            Soil(image);
            Images.SealAll(image);
            image.Dispose();
            using PageReservation again = memory.Reserve(Request(size), Placement.Anywhere);
            Assert.Equal(addresses, again.Segments.ToArray().Select(s => s.TargetAddress));
            Assert.All(again.Segments.ToArray(), s => Assert.False(s.IsZero));
            Soil(again);
            Assert.All(again.Segments.ToArray(), s => Assert.False(Images.At(s.TargetAddress, size).ContainsAnyExcept((byte)0xcc)));
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void A_little_old_content_is_cleared_so_that_the_rest_need_not_be_touched(WriteMode mode)
    {
        using var memory = new InProcessMemoryManager(new() { Mode = mode });
        PageReservation small = memory.Reserve(Images.Small, Placement.Anywhere);
        Soil(small);
        small.Dispose();
        long before = Maps.ResidentKiB();
        using PageReservation image = memory.Reserve(Request(9 << 20), Placement.Anywhere);
        Assert.All(image.Segments.ToArray(), s => Assert.True(s.IsZero && Images.At(s.TargetAddress, 5000).IndexOfAnyExcept((byte)0) < 0));
        Assert.InRange(Maps.ResidentKiB() - before, -100_000, 6_000);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void What_was_reserved_and_could_not_be_used_is_still_zero(WriteMode mode)
    {
        const ulong Anchor = 0x3100_0000_0000;
        using var memory = new InProcessMemoryManager(new() { Mode = mode });
        using PageReservation image = memory.Reserve(Images.Small, Placement.Near(Anchor, 1 << 20));

        // The arena is near, but its data zone is not: the pieces go back untouched.
        Assert.Throws<OutOfMemoryException>(() => memory.Reserve(Images.Small, Placement.Near(image.Segments[0].TargetAddress, 100)));
        using PageReservation next = memory.Reserve(Images.Small, Placement.Near(Anchor, 1 << 20));
        Assert.All(next.Segments.ToArray(), s => Assert.True(s.IsZero && IsZero(s)));
    }

    [Theory]
    [MemberData(nameof(ModesThatGiveBack))]
    public void A_huge_image_is_not_kept_in_memory_and_comes_back_as_zero(WriteMode mode)
    {
        using var memory = new InProcessMemoryManager(new() { Mode = mode });
        memory.Reserve(Images.Small, Placement.Anywhere).Dispose();
        long before = Maps.ResidentKiB();
        for (int round = 0; round < 3; round++)
        {
            using PageReservation image = memory.Reserve([new(40 << 20, 64, Images.Code), new(60 << 20, 64, Images.Data)], Placement.Anywhere);
            Assert.All(image.Segments.ToArray(), s => Assert.True(s.IsZero && IsZero(s)));
            Soil(image);
            Images.SealAll(image);
        }

        Assert.InRange(Maps.ResidentKiB() - before, -100_000, 6_000 + Emulation.OwnKiB);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void What_comes_back_claims_to_be_zero_only_where_it_is(WriteMode mode)
    {
        using var memory = new InProcessMemoryManager(new() { Mode = mode });
        for (int round = 0; round < 3; round++)
        {
            using PageReservation image = memory.Reserve([new(40 << 20, 64, Images.Code), new(60 << 20, 64, Images.Data)], Placement.Anywhere);
            Assert.All(image.Segments.ToArray(), s => Assert.True(!s.IsZero || IsZero(s)));
            Soil(image);
        }
    }

    [Fact]
    [Trait("System", "linux")] // memory files are of Linux
    public void A_real_kernel_takes_the_pages_of_a_memory_file_back() => Assert.NotEqual(Emulation.IsOn, MemoryFile.CanGiveBack);

    [Theory]
    [MemberData(nameof(ModesThatGiveBack))]
    public void Resident_memory_drops_after_dispose(WriteMode mode)
    {
        using var memory = new InProcessMemoryManager(new() { Mode = mode });
        var images = new List<PageReservation>();
        for (int i = 0; i < 1000; i++)
        {
            PageReservation image = memory.Reserve([new(64 << 10, 16, Images.Code), new(64 << 10, 16, Images.Data)], Placement.Anywhere);
            image.WorkingBytes(0, 0, 64 << 10).Fill(1);
            image.WorkingBytes(1, 0, 64 << 10).Fill(1);
            images.Add(image);
        }

        long full = Maps.ResidentKiB();
        images.ForEach(i => i.Dispose());
        Assert.True(full - Maps.ResidentKiB() > 90_000, $"{full} KiB before, {Maps.ResidentKiB()} KiB after");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Data_that_nobody_touches_takes_no_memory(WriteMode mode)
    {
        using var memory = new InProcessMemoryManager(new() { Mode = mode });
        memory.Reserve(Images.Small, Placement.Anywhere).Dispose();
        long before = Maps.ResidentKiB();
        for (int round = 0; round < 2; round++)
        {
            using (PageReservation image = memory.Reserve([new(100, 1, Images.Code), new(800 << 20, 4096, Images.Data)], Placement.Anywhere))
            using (PageReservation inArena = memory.Reserve([new(100, 1, Images.Code), new(400 << 20, 4096, Images.Data)], Placement.Anywhere))
            {
                Assert.True(image.Segments[1].IsZero && inArena.Segments[1].IsZero);
                image.WorkingBytes(1, (800 << 20) - 1, 1)[0] = 1;
                Images.SealAll(image);
                Images.SealAll(inArena);
                Assert.InRange(Maps.ResidentKiB() - before, -100_000, 6_000 + Emulation.OwnKiB);
            }

            Assert.InRange(Maps.ResidentKiB() - before, -100_000, 6_000 + Emulation.OwnKiB);
        }
    }

    [Fact]
    public void Many_live_images_take_hardly_more_than_their_bytes()
    {
        using var memory = new InProcessMemoryManager(new() { Mode = WriteMode.DualMapping });
        Soil(memory.Reserve(Images.Small, Placement.Anywhere));
        GC.Collect();
        long before = Maps.ResidentKiB();
        var images = new PageReservation[10_000];
        for (int i = 0; i < images.Length; i++)
        {
            images[i] = memory.Reserve(Images.Small, Placement.Anywhere);
            Soil(images[i]);
        }

        // 600 bytes in three pieces of whole lines, each seen through one view only, and the object that stands for them.
        Assert.InRange((Maps.ResidentKiB() - before) * 1024, 0, (1100 * images.Length) + (Emulation.OwnKiB * 1024));
        GC.KeepAlive(images);
    }

    [Theory]
    [InlineData(600)]
    [InlineData(1 << 20)]
    [InlineData(5 << 20)]
    [Trait("System", "linux")] // counts page faults in /proc
    public void In_steady_state_an_image_makes_no_system_call(int size)
    {
        using var memory = new InProcessMemoryManager(new() { Mode = WriteMode.DualMapping });
        long faults = 0;
        for (int i = 0; i < 60; i++)
        {
            faults = i == 10 ? MinorFaults() : faults;
            using PageReservation image = memory.Reserve(Request(size), Placement.Anywhere);
            Soil(image);
            Images.SealAll(image);
        }

        // Whatever is given back to the system faults when it is written again: thousands of pages, here.
        Assert.InRange(MinorFaults() - faults, 0, 500);
    }

    [Theory]
    [InlineData(WriteMode.DualMapping, 600)]
    [InlineData(WriteMode.DualMapping, 5 << 20)]
    [InlineData(WriteMode.ReadWriteExecute, 600)]
    [InlineData(WriteMode.ReadWriteExecute, 5 << 20)]
    public void In_steady_state_an_image_asks_nothing_of_the_system_for_its_memory(WriteMode mode, int size)
    {
        var system = new WatchedMemory();
        using var memory = new InProcessMemoryManager(new() { Mode = mode }, system);
        int calls = 0;
        for (int i = 0; i < 60; i++)
        {
            calls = i == 10 ? system.Calls : calls;
            using PageReservation image = memory.Reserve(Request(size), Placement.Anywhere);
            Soil(image);
            Images.SealAll(image);
        }

        Assert.InRange(calls, 1, 100);
        Assert.Equal(calls, system.Calls);
    }

    private static SegmentRequest[] Request(int size) =>
        [new((nuint)size, 16, Images.Constants), new((nuint)size, 16, Images.Code), new((nuint)size, 16, Images.Data)];

    private static bool IsZero(ReservedSegment segment) => !Images.At(segment.TargetAddress, (int)segment.Size).ContainsAnyExcept((byte)0);

    private static void Soil(PageReservation image)
    {
        for (int i = 0; i < image.Segments.Length; i++)
        {
            image.WorkingBytes(i, 0, (int)image.Segments[i].Size).Fill(0xcc);
        }
    }

    private static long MinorFaults()
    {
        // The tenth field; the second, a name in parentheses, may hold blanks.
        string stat = File.ReadAllText("/proc/self/stat");
        return long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[7]);
    }
}
