using FsCheck.Xunit;
using Linker.MemoryManager.Linux;

namespace Linker.MemoryManager.Tests.Linux;

public class RangeAllocatorTests
{
    [Fact]
    public void Neighbours_join_when_they_are_returned()
    {
        var ranges = new RangeAllocator(0);
        ranges.Append(1000);
        int[] taken = [.. Enumerable.Range(0, 10).Select(_ => ranges.TryTake(100, 1))];
        Assert.Equal(-1, ranges.TryTake(1, 1));
        foreach (int i in new[] { 3, 5, 4, 0, 9, 1, 2, 8, 7, 6 })
        {
            ranges.Return(taken[i]);
        }

        Assert.Equal(1000u, ranges.FreeAtEnd);
        Assert.Equal(0u, ranges.StartOf(ranges.TryTake(1000, 1)));
    }

    [Fact]
    public void Appended_units_join_what_is_free_at_the_end()
    {
        var ranges = new RangeAllocator(0);
        ranges.Append(10);
        _ = ranges.TryTake(4, 1);
        ranges.Append(10);
        Assert.Equal(16u, ranges.FreeAtEnd);
        Assert.Equal(4u, ranges.StartOf(ranges.TryTake(16, 1)));
    }

    [Fact]
    public void A_range_that_fits_exactly_is_found_though_its_list_holds_smaller_ones()
    {
        var ranges = new RangeAllocator(3);
        ranges.Append(1023);
        int taken = ranges.TryTake(1023, 1);
        Assert.True(taken >= 0);
        ranges.Return(taken);
        Assert.Equal(1u, ranges.StartOf(ranges.TryTake(1022, 4)));
    }

    [Property(MaxTest = 200)]
    public void Ranges_never_overlap_and_everything_comes_back(ushort origin, ushort[] acts)
    {
        var ranges = new RangeAllocator(origin);
        ranges.Append(5000);
        var live = new List<int>();
        foreach (ushort act in acts)
        {
            if (act % 3 == 0 && live.Count > 0)
            {
                ranges.Return(live[act % live.Count]);
                live.RemoveAt(act % live.Count);
                continue;
            }

            uint count = (uint)(act % 700) + 1;
            ulong alignment = 1ul << (act % 7);
            int range = ranges.TryTake(count, alignment);
            if (range >= 0)
            {
                Assert.Equal(count, ranges.CountOf(range));
                Assert.Equal(0ul, (origin + ranges.StartOf(range)) % alignment);
                Assert.All(live, other => Assert.True(
                    ranges.StartOf(other) >= ranges.StartOf(range) + count || ranges.StartOf(range) >= ranges.StartOf(other) + ranges.CountOf(other)));
                live.Add(range);
            }
        }

        long free = ranges.FreeOfAtLeast(1).Sum(r => (long)ranges.CountOf(r));
        Assert.Equal(5000, free + live.Sum(r => (long)ranges.CountOf(r)));
        live.ForEach(ranges.Return);
        Assert.Equal(5000u, ranges.FreeAtEnd);
    }
}
