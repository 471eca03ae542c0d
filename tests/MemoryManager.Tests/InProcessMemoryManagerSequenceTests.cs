using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Linker.Shared;

namespace Linker.MemoryManager.Tests;

/// <summary>Sequences of reserving and disposing, in one thread and in several.</summary>
public class InProcessMemoryManagerSequenceTests
{
    private static readonly PageAccess[][] Orders =
    [
        [Images.Constants, Images.Code, Images.Data],
        [Images.Constants, Images.Code, Images.Constants, Images.Data],
        [Images.Constants, Images.Constants, Images.Code, Images.Code, Images.Data, Images.Data],
        [Images.Code],
        [Images.Data],
        [Images.Data, Images.Constants, Images.Code],
    ];

    [Property(MaxTest = 60, Arbitrary = [typeof(Generators)])]
    public void Reservations_are_aligned_ascending_zero_where_they_say_so_and_never_overlap(WriteModeOf mode, Step[] steps)
    {
        // Small, so that it fills up.
        using var memory = new InProcessMemoryManager(new() { Mode = mode.Mode, ArenaSize = 2 << 20 });
        var live = new List<(PageReservation Image, byte Canary)>();
        byte canary = 0;
        foreach (Step step in steps)
        {
            if (step.DisposesFirst && live.Count > 0)
            {
                int index = step.Seed % live.Count;
                Check(live[index].Image, live[index].Canary);
                live[index].Image.Dispose();
                live.RemoveAt(index);
            }

            PageReservation image = memory.Reserve(step.Request(), Placement.Anywhere);
            CheckFresh(image, step.Request());
            canary = (byte)((canary % 250) + 1);
            Fill(image, canary);
            if (step.Seals)
            {
                Images.SealAll(image);
            }

            live.Add((image, canary));
        }

        // Had two overlapped, the later would have overwritten the earlier.
        live.ForEach(l => Check(l.Image, l.Canary));
    }

    [Theory]
    [InlineData(WriteMode.DualMapping)]
    [InlineData(WriteMode.WriteThenExecute)]
    [InlineData(WriteMode.ReadWriteExecute)]
    public void Threads_do_not_disturb_each_other(WriteMode mode)
    {
        using var memory = new InProcessMemoryManager(new() { Mode = mode, ArenaSize = 4 << 20 });
        var failures = new System.Collections.Concurrent.ConcurrentQueue<Exception>();
        Thread[] threads = [.. Enumerable.Range(1, 4).Select(n => new Thread(() =>
        {
            try
            {
                Churn(memory, n);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                failures.Enqueue(e);
            }
        }))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.Empty(failures);
    }

    [Fact]
    public void Small_images_in_a_loop_do_not_change_the_map()
    {
        using var memory = new InProcessMemoryManager(new() { Mode = WriteMode.DualMapping });
        using PageReservation first = memory.Reserve(Images.Small, Placement.Anywhere);
        ulong address = first.Segments[0].TargetAddress & ~((1ul << 21) - 1);
        string[] before = Maps.Inside(address, address + (1ul << 30));
        for (int i = 0; i < 1000; i++)
        {
            using PageReservation image = memory.Reserve(Images.Small, Placement.Anywhere);
            Fill(image, 1);
            Images.SealAll(image);
        }

        Assert.Equal(before, Maps.Inside(address, address + (1ul << 30)));
    }

    [Fact]
    public void Ten_thousand_images_share_few_mappings()
    {
        using var memory = new InProcessMemoryManager(new() { Mode = WriteMode.WriteThenExecute });
        var images = new List<PageReservation>();
        for (int i = 0; i < 10_000; i++)
        {
            PageReservation image = memory.Reserve(Images.Small, Placement.Anywhere);
            Fill(image, 1);
            Images.SealAll(image);
            images.Add(image);
        }

        ulong low = images.Min(i => i.Segments[0].TargetAddress);
        ulong high = images.Max(i => i.Segments[2].TargetAddress);
        Assert.InRange(Maps.Inside(low, high).Length, 3, 300);
    }

    private static void Churn(InProcessMemoryManager memory, int n)
    {
        var random = new Random(n);
        var mine = new Queue<PageReservation>();
        for (int i = 0; i < Emulation.Rounds(2000); i++)
        {
            var step = new Step(random.Next(int.MaxValue));
            PageReservation image = memory.Reserve(step.Request(), Placement.Anywhere);
            CheckFresh(image, step.Request());
            Fill(image, (byte)n);
            Images.SealAll(image);
            mine.Enqueue(image);
            if (mine.Count > 10)
            {
                PageReservation oldest = mine.Dequeue();
                Check(oldest, (byte)n);
                oldest.Dispose();
            }
        }
    }

    private static void Fill(PageReservation image, byte canary)
    {
        for (int i = 0; i < image.Segments.Length; i++)
        {
            image.WorkingBytes(i, 0, (int)image.Segments[i].Size).Fill(canary);
        }
    }

    private static void Check(PageReservation image, byte canary)
    {
        foreach (ReservedSegment segment in image.Segments)
        {
            Assert.False(Images.At(segment.TargetAddress, (int)segment.Size).ContainsAnyExcept(canary));
        }
    }

    private static void CheckFresh(PageReservation image, SegmentRequest[] request)
    {
        ulong end = 0;
        for (int i = 0; i < request.Length; i++)
        {
            ReservedSegment segment = image.Segments[i];
            Assert.Equal(request[i].Size, segment.Size);
            Assert.Equal(request[i].Access, segment.Access);
            Assert.Equal(0ul, segment.TargetAddress & (request[i].Alignment - 1));
            Assert.True(segment.TargetAddress >= end);
            Assert.False(segment.IsZero && image.WorkingBytes(i, 0, (int)segment.Size).ContainsAnyExcept((byte)0));
            end = segment.TargetAddress + segment.Size;
        }

        Assert.True(end - image.Segments[0].TargetAddress <= 1ul << 31);
    }

    /// <summary>One act, all of it derived from a number so that it shrinks.</summary>
    public sealed record Step(int Seed)
    {
        public bool DisposesFirst => Seed % 3 != 0;

        public bool Seals => Seed % 5 != 0;

        public SegmentRequest[] Request()
        {
            var random = new Random(Seed);
            return [.. Orders[random.Next(Orders.Length)].Select(access => new SegmentRequest(
                random.Next(10) switch { 0 => 0, 1 => (nuint)random.Next(400_000), < 5 => (nuint)random.Next(9000), _ => (nuint)random.Next(300) },
                (nuint)1 << (random.Next(8) == 0 ? random.Next(17) : random.Next(7)),
                access))];
        }
    }

    public sealed record WriteModeOf(WriteMode Mode);

    public static class Generators
    {
        public static Arbitrary<Step> Steps() =>
            Arb.From(Gen.Choose(0, int.MaxValue - 1).Select(n => new Step(n)), s => s.Seed == 0 ? [] : [new Step(s.Seed / 2), new Step(s.Seed - 1)]);

        public static Arbitrary<WriteModeOf> WriteModes() =>
            Arb.From(Gen.Elements(WriteMode.DualMapping, WriteMode.WriteThenExecute, WriteMode.ReadWriteExecute).Select(m => new WriteModeOf(m)));
    }
}
