using Linker.MemoryManager.Arenas;

namespace Linker.MemoryManager.Tests;

public class InProcessMemoryManagerTests
{
    public static TheoryData<WriteMode> Modes => [WriteMode.DualMapping, WriteMode.WriteThenExecute, WriteMode.ReadWriteExecute];

    public static TheoryData<WriteMode> StrictModes => [WriteMode.DualMapping, WriteMode.WriteThenExecute];

    [Theory]
    [MemberData(nameof(Modes))]
    public void Code_runs_after_seal(WriteMode mode)
    {
        using var memory = new InProcessMemoryManager(new() { Mode = mode });
        using PageReservation image = memory.Reserve(Images.Small, Placement.Anywhere);
        Images.Returning(1234).CopyTo(image.WorkingBytes(1, 64, 8));
        Images.SealAll(image);
        Assert.Equal(1234, Images.Call(image.Segments[1].TargetAddress + 64));
    }

    [Theory]
    [MemberData(nameof(StrictModes))]
    public void No_page_is_writable_and_executable_at_any_time(WriteMode mode)
    {
        string[] before = Maps.WritableAndExecutable();
        using var memory = new InProcessMemoryManager(new() { Mode = mode });
        using PageReservation image = memory.Reserve(Images.Small, Placement.Anywhere);
        Assert.Equal(before, Maps.WritableAndExecutable(image));
        Images.SealAll(image);
        using PageReservation odd = memory.Reserve([new(10, 1, Images.Data), new(10, 1, Images.Code)], Placement.Anywhere);
        Images.SealAll(odd);
        Assert.Equal(before, Maps.WritableAndExecutable(image, odd));
        image.Dispose();
        Assert.Equal(before, Maps.WritableAndExecutable(image, odd));
    }

    [Theory]
    [MemberData(nameof(StrictModes))]
    public void Sealed_segments_have_their_access(WriteMode mode)
    {
        using var memory = new InProcessMemoryManager(new() { Mode = mode });
        foreach (SegmentRequest[] request in new[] { Images.Small, [.. Images.Small.Reverse()] })
        {
            using PageReservation image = memory.Reserve(request, Placement.Anywhere);
            Images.SealAll(image);
            foreach (ReservedSegment segment in image.Segments)
            {
                string expected = segment.Access == Images.Constants ? "r--" : segment.Access == Images.Code ? "r-x" : "rw-";
                Assert.Equal(expected, Maps.PermissionsAt(segment.TargetAddress)[..3]);
            }
        }
    }

    [Fact]
    public void Everything_is_rwx_only_when_asked_for()
    {
        using var memory = new InProcessMemoryManager(new() { Mode = WriteMode.ReadWriteExecute });
        using PageReservation image = memory.Reserve([new(8, 8, PageAccess.Read | PageAccess.Write | PageAccess.Execute)], Placement.Anywhere);
        image.Seal(0);
        Assert.Equal("rwxp", Maps.PermissionsAt(image.Segments[0].TargetAddress));
    }

    [Theory]
    [MemberData(nameof(StrictModes))]
    public void A_writable_and_executable_segment_is_refused(WriteMode mode)
    {
        using var memory = new InProcessMemoryManager(new() { Mode = mode });
        ArgumentException e = Assert.Throws<ArgumentException>(() => memory.Reserve([new(8, 8, PageAccess.Write | PageAccess.Execute)], Placement.Anywhere));
        Assert.Contains("Segment 0", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    [Trait("System", "linux")] // Windows has no fork
    public void Data_is_private_so_that_a_fork_copies_it(WriteMode mode)
    {
        using var memory = new InProcessMemoryManager(new() { Mode = mode });
        using PageReservation image = memory.Reserve(Images.Small, Placement.Anywhere);
        using PageReservation odd = memory.Reserve([new(10, 1, Images.Data), new(10, 1, Images.Code)], Placement.Anywhere);
        foreach (ReservedSegment data in new[] { image.Segments[2], odd.Segments[0] })
        {
            Assert.Equal((nint)data.TargetAddress, data.WorkingAddress);
            Assert.Equal('p', Maps.PermissionsAt(data.TargetAddress)[3]);
        }
    }

    [Fact]
    public void Dual_mapping_writes_through_another_address()
    {
        using var memory = new InProcessMemoryManager(new() { Mode = WriteMode.DualMapping });
        using PageReservation image = memory.Reserve(Images.Small, Placement.Anywhere);
        ReservedSegment code = image.Segments[1];
        Assert.NotEqual((nint)code.TargetAddress, code.WorkingAddress);
        Assert.Equal("r-xs", Maps.PermissionsAt(code.TargetAddress));
        Assert.Equal("rw-s", Maps.PermissionsAt((ulong)code.WorkingAddress));
        image.WorkingBytes(1, 5, 1)[0] = 0xab;
        Assert.Equal(0xab, Images.At(code.TargetAddress + 5, 1)[0]);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Alignment_above_the_page_is_honoured(WriteMode mode)
    {
        using var memory = new InProcessMemoryManager(new() { Mode = mode });
        var images = new List<PageReservation>();
        for (int log = 0; log <= 26; log++)
        {
            nuint alignment = (nuint)1 << log;
            PageReservation image = memory.Reserve([new(3, alignment, Images.Constants), new(5, alignment, Images.Code), new(7, alignment, Images.Data)], Placement.Anywhere);
            foreach (ReservedSegment segment in image.Segments)
            {
                Assert.Equal(0ul, segment.TargetAddress & (alignment - 1));
            }

            images.Add(image);
        }

        Assert.Equal(images.Count * 3, images.SelectMany(i => i.Segments.ToArray()).Select(s => s.TargetAddress).Distinct().Count());
        images.ForEach(i => i.Dispose());
    }

    [Fact]
    public void An_alignment_that_is_no_power_of_two_is_refused()
    {
        using var memory = new InProcessMemoryManager();
        Assert.Throws<ArgumentException>(() => memory.Reserve([new(8, 24, Images.Data)], Placement.Anywhere));
        Assert.Throws<ArgumentException>(() => memory.Reserve([new(8, 0, Images.Data)], Placement.Anywhere));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Any_order_of_accesses_ascends(WriteMode mode)
    {
        using var memory = new InProcessMemoryManager(new() { Mode = mode });
        PageAccess[] kinds = [Images.Constants, Images.Code, Images.Data];
        for (int n = 0; n < 81; n++)
        {
            SegmentRequest[] request = [.. Enumerable.Range(0, 4).Select(i => new SegmentRequest((nuint)(n * 31 % 9000), 32, kinds[n / (int)Math.Pow(3, i) % 3]))];
            using PageReservation image = memory.Reserve(request, Placement.Anywhere);
            for (int i = 0; i < 4; i++)
            {
                image.WorkingBytes(i, 0, (int)request[i].Size).Fill((byte)(i + 1));
            }

            Images.SealAll(image);
            for (int i = 0; i < 4; i++)
            {
                ReservedSegment segment = image.Segments[i];
                Assert.True(i == 0 || segment.TargetAddress >= image.Segments[i - 1].TargetAddress + Math.Max(1, image.Segments[i - 1].Size));
                Assert.False(Images.At(segment.TargetAddress, (int)segment.Size).ContainsAnyExcept((byte)(i + 1)));
            }
        }
    }

    [Fact]
    public void Empty_segments_have_addresses_of_their_own()
    {
        using var memory = new InProcessMemoryManager();
        using PageReservation image = memory.Reserve([new(0, 16, Images.Constants), new(0, 64, Images.Code), new(0, 1, Images.Data), new(0, 1, Images.Data)], Placement.Anywhere);
        Images.SealAll(image);
        Assert.Equal(4, image.Segments.ToArray().Select(s => s.TargetAddress).Distinct().Count());
        Assert.All(image.Segments.ToArray(), s => Assert.Equal((nuint)0, s.Size));
        using PageReservation nothing = memory.Reserve([], Placement.Anywhere);
        Assert.True(nothing.Segments.IsEmpty);
    }

    [Fact]
    public void A_full_arena_is_followed_by_another_and_used_again_later()
    {
        using var memory = new InProcessMemoryManager(new() { ArenaSize = 1 << 20 });
        var images = new List<PageReservation>();
        for (int i = 0; i < 20; i++)
        {
            images.Add(memory.Reserve([new(10 << 10, 16, Images.Constants), new(100 << 10, 16, Images.Code), new(20 << 10, 16, Images.Data)], Placement.Anywhere));
            ReadOnlySpan<ReservedSegment> segments = images[i].Segments;
            Assert.InRange(segments[2].TargetAddress - segments[0].TargetAddress, 1ul, 1ul << 20);
        }

        ulong[] first = [.. images.Select(i => i.Segments[1].TargetAddress).Order()];
        Assert.True(first[^1] - first[0] > 1 << 20);
        images.ForEach(i => i.Dispose());
        using PageReservation again = memory.Reserve([new(100 << 10, 16, Images.Code)], Placement.Anywhere);
        Assert.Contains(again.Segments[0].TargetAddress, first);
    }

    [Fact]
    public void What_is_larger_than_an_arena_gets_a_mapping_of_its_own_and_gives_it_back()
    {
        using var memory = new InProcessMemoryManager(new() { ArenaSize = 1 << 20 });
        string[] before = Maps.Ours();
        PageReservation image = memory.Reserve([new(3 << 20, 16, Images.Code), new(5 << 20, 16, Images.Data)], Placement.Anywhere);
        Assert.Equal('s', Maps.PermissionsAt(image.Segments[0].TargetAddress + (3 << 20) - 1)[3]);
        image.Dispose();
        Assert.Equal(before, Maps.Ours());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Images_in_one_piece_share_a_mebibyte_with_each_other_and_with_no_others(WriteMode mode)
    {
        using var memory = new InProcessMemoryManager(new() { Mode = mode });
        foreach (Placement placement in (Placement[])[Placement.Anywhere, Placement.LowTwoGiB])
        {
            using PageReservation other = memory.Reserve(Images.Small, placement);
            using PageReservation first = memory.Reserve(Images.Small, placement with { InOnePiece = true });
            using PageReservation second = memory.Reserve(Images.Small, placement with { InOnePiece = true });
            using PageReservation another = memory.Reserve(Images.Small, placement);
            Images.Returning(1234).CopyTo(second.WorkingBytes(1, 64, 8));
            Images.SealAll(second);
            Assert.Equal(1234, Images.Call(second.Segments[1].TargetAddress + 64));
            Assert.InRange(second.Segments[1].TargetAddress - first.Segments[1].TargetAddress, 1ul, AddressSpace.PageSize);
            Assert.InRange(second.Segments[2].TargetAddress - first.Segments[0].TargetAddress, 1ul, (1ul << 20) - 300);
            Assert.InRange(another.Segments[1].TargetAddress - other.Segments[1].TargetAddress, 1ul, AddressSpace.PageSize);
        }
    }

    [Fact]
    public void What_is_too_large_for_a_shared_mebibyte_lies_in_one_piece_by_itself()
    {
        using var memory = new InProcessMemoryManager();
        foreach (SegmentRequest large in (SegmentRequest[])[new(300 << 10, 16, Images.Code), new(3 << 20, 16, Images.Code)])
        {
            using PageReservation image = memory.Reserve([new(100, 16, Images.Constants), large, new(100, 16, Images.Data)], Placement.Anywhere with { InOnePiece = true });
            Assert.Equal([AddressSpace.PageSize, AddressSpace.PageSize + (nuint)AddressSpace.AlignUp(large.Size, AddressSpace.PageSize)], image.Segments[1..].ToArray().Select(s => (nuint)(s.TargetAddress - image.Segments[0].TargetAddress)));
        }
    }

    [Fact]
    public void Images_in_one_piece_come_and_go_without_garbage()
    {
        using var memory = new InProcessMemoryManager();
        long allocated = 0;
        for (int i = 0; i < 20; i++)
        {
            allocated = GC.GetAllocatedBytesForCurrentThread();
            memory.Reserve(Images.Small, Placement.Anywhere with { InOnePiece = true }).Dispose();
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        }

        Assert.InRange(allocated, 1, 1024);
    }

    [Fact]
    public void More_than_two_gigabytes_are_refused()
    {
        using var memory = new InProcessMemoryManager();
        Assert.Throws<OutOfMemoryException>(() => memory.Reserve([new((nuint)1 << 31, 16, Images.Code), new(1 << 30, 16, Images.Data)], Placement.Anywhere));
        Assert.Throws<OutOfMemoryException>(() => memory.Reserve([new(nuint.MaxValue, 16, Images.Code), new(1 << 30, 16, Images.Data)], Placement.Anywhere));
        Assert.Throws<OutOfMemoryException>(() => memory.Reserve([new(1, (nuint)1 << 63, Images.Code)], Placement.Anywhere));
    }

    [Fact]
    public void After_dispose_nothing_is_mapped_and_nothing_is_given()
    {
        string[] before = Maps.Ours();
        var memory = new InProcessMemoryManager();
        PageReservation image = memory.Reserve(Images.Small, Placement.Anywhere);
        PageReservation own = memory.Reserve([new(1, 1, Images.Data), new(1, 1, Images.Code)], Placement.Anywhere);
        Assert.True(Maps.Ours().Length >= before.Length + 5);
        MappedRange data = Maps.At(image.Segments[2].TargetAddress);
        Assert.Equal("rw-p", data.Permissions);
        memory.Dispose();
        memory.Dispose();
        Assert.Equal(before, Maps.Ours());
        Assert.DoesNotContain(data, SystemMemory.Current.ReadRanges());
        Assert.Throws<ObjectDisposedException>(() => memory.Reserve(Images.Small, Placement.Anywhere));
        Assert.Throws<ObjectDisposedException>(() => image.Seal(0));
        image.Dispose();
        own.Dispose();
    }

    [Theory]
    [InlineData(0ul)]
    [InlineData((1ul << 31) + 1)]
    public void An_arena_size_out_of_range_is_refused(ulong size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new InProcessMemoryManager(new() { ArenaSize = (nuint)size }));
}
