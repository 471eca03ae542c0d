using FsCheck.Xunit;
using Linker.MemoryManager.Arenas;

namespace Linker.MemoryManager.Tests.Arenas;

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
            ranges.Return(taken[i], isUntouched: false);
        }

        Assert.Equal(1000u, ranges.FreeAtEnd);
        Assert.Equal(0u, ranges[ranges.TryTake(1000, 1)].Start);
    }

    [Fact]
    public void Appended_units_join_what_is_free_at_the_end()
    {
        var ranges = new RangeAllocator(0);
        ranges.Append(10);
        _ = ranges.TryTake(4, 1);
        ranges.Append(10);
        Assert.Equal(16u, ranges.FreeAtEnd);
        Assert.Equal(4u, ranges[ranges.TryTake(16, 1)].Start);
    }

    [Fact]
    public void A_range_that_fits_exactly_is_found_though_its_list_holds_smaller_ones()
    {
        var ranges = new RangeAllocator(3);
        ranges.Append(1023);
        int taken = ranges.TryTake(1023, 1);
        Assert.True(taken >= 0);
        ranges.Return(taken, isUntouched: false);
        Assert.Equal(1u, ranges[ranges.TryTake(1022, 4)].Start);
    }

    [Fact]
    public void What_was_never_taken_is_clean_and_what_came_back_is_not()
    {
        var ranges = new RangeAllocator(0);
        ranges.Append(1000);
        int first = ranges.TryTake(100, 1);
        int second = ranges.TryTake(100, 1);
        Assert.Equal(0u, ranges[first].DirtyCount);
        ranges.Return(first, isUntouched: true);
        Assert.Equal(0ul, ranges.DirtyCount);
        ranges.Return(second, isUntouched: false);
        Assert.Equal(100ul, ranges.DirtyCount);

        // Joined with all the others, it is still told from them.
        int whole = ranges.TryTake(1000, 1);
        Assert.Equal((100u, 200u), (ranges[whole].DirtyStart, ranges[whole].DirtyEnd));
        Assert.Equal(0ul, ranges.DirtyCount);
        ranges.Return(whole, isUntouched: true);
        Assert.Equal(100ul, ranges.DirtyCount);
        int head = ranges.TryTake(150, 1);
        Assert.Equal(50u, ranges[head].DirtyCount);
        Assert.Equal(50u, ranges[ranges.TryTake(150, 1)].DirtyCount);
        Assert.Equal(0u, ranges[ranges.TryTake(150, 1)].DirtyCount);
    }

    [Fact]
    public void A_range_can_be_cleaned_while_it_is_free_and_while_it_is_taken()
    {
        var ranges = new RangeAllocator(0);
        ranges.Append(100);
        ranges.Return(ranges.TryTake(100, 1), isUntouched: false);
        ranges.Clean(ranges.FreeOfAtLeast(1).Single());
        Assert.Equal(0ul, ranges.DirtyCount);
        ranges.Return(ranges.TryTake(60, 1), isUntouched: false);
        int taken = ranges.TryTake(100, 1);
        Assert.Equal(60u, ranges[taken].DirtyCount);
        ranges.Clean(taken);
        ranges.Return(taken, isUntouched: true);
        Assert.Equal(0ul, ranges.DirtyCount);
    }

    [Property(MaxTest = 200)]
    public void Ranges_never_overlap_and_everything_comes_back(ushort origin, ushort[] acts)
    {
        var ranges = new RangeAllocator(origin);
        ranges.Append(5000);
        var live = new List<int>();
        var isDirty = new bool[5000];
        foreach (ushort act in acts)
        {
            if (act % 3 == 0 && live.Count > 0)
            {
                int gone = live[act % live.Count];
                bool isUntouched = act % 2 == 0;
                if (!isUntouched)
                {
                    isDirty.AsSpan((int)ranges[gone].Start, (int)ranges[gone].Count).Fill(true);
                }

                ranges.Return(gone, isUntouched);
                live.RemoveAt(act % live.Count);
                continue;
            }

            uint count = (uint)(act % 700) + 1;
            ulong alignment = 1ul << (act % 7);
            int range = ranges.TryTake(count, alignment);
            if (range >= 0)
            {
                Assert.Equal(count, ranges[range].Count);
                Assert.Equal(0ul, (origin + ranges[range].Start) % alignment);
                Assert.All(live, other => Assert.True(
                    ranges[other].Start >= ranges[range].Start + count || ranges[range].Start >= ranges[other].Start + ranges[other].Count));
                live.Add(range);
                for (uint i = ranges[range].Start; i < ranges[range].End; i++)
                {
                    Assert.True(!isDirty[i] || (i >= ranges[range].DirtyStart && i < ranges[range].DirtyEnd));
                }

                if (act % 11 == 0)
                {
                    ranges.Clean(range);
                    isDirty.AsSpan((int)ranges[range].Start, (int)count).Clear();
                }
            }
        }

        Assert.Equal(ranges.DirtyCount, (ulong)ranges.FreeOfAtLeast(1).Sum(r => (long)ranges[r].DirtyCount));

        long free = ranges.FreeOfAtLeast(1).Sum(r => (long)ranges[r].Count);
        Assert.Equal(5000, free + live.Sum(r => (long)ranges[r].Count));
        live.ForEach(r => ranges.Return(r, isUntouched: false));
        Assert.Equal(5000u, ranges.FreeAtEnd);
    }
}
