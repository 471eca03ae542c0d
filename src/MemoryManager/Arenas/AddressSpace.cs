using System.Runtime.InteropServices;

namespace Linker.MemoryManager.Arenas;

/// <summary>Finds address space of this process.</summary>
internal static class AddressSpace
{
    // The main stack grows down into what looks free, and so does the break upwards.
    private const ulong StackRoom = 256 << 20;
    private const ulong HeapRoom = 256 << 20;

    // A store that runs over the end of an arena, or of its neighbour, shall hit nothing.
    private const ulong Moat = 1 << 16;

    // Where the nearest place turns out to be taken, the next ones that are tried lie a part of the size further, and so on, so many times.
    private const nuint StepsOfSize = 4;
    private const ulong LongestSearch = 256;

    internal static nuint PageSize { get; } = (nuint)Environment.SystemPageSize;

    /// <summary>Reserves inside the window, as near to its preferred address as there is a gap. 0 when there is none.</summary>
    /// <param name="system">Whose address space it is.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="alignment">A power of two; <see cref="ISystemMemory.Granularity"/> at least.</param>
    /// <param name="window">Where.</param>
    /// <param name="ranges">What is not free.</param>
    /// <param name="shared">What shall lie at its start, if anything.</param>
    internal static ulong TryReserve(ISystemMemory system, nuint size, nuint alignment, in Window window, IReadOnlyList<MappedRange> ranges, in SharedMemory shared)
    {
        List<Gap> gaps = Gaps(size, alignment, window, ranges);
        ulong preferred = window.Preferred;
        gaps.Sort((a, b) => Distance(a.Nearest, size, preferred).CompareTo(Distance(b.Nearest, size, preferred)));
        foreach (Gap gap in gaps)
        {
            if (system.TryReserve(gap.Nearest, size, shared))
            {
                return gap.Nearest;
            }
        }

        // Another thread, or the runtime, may have taken a part of a gap since the list was read, and an emulator has mappings that the list does not show.
        ulong step = AlignUp(Math.Max(size / StepsOfSize, alignment), alignment);
        for (ulong distance = step; distance / step <= LongestSearch; distance += step)
        {
            bool isInside = false;
            foreach (Gap gap in gaps)
            {
                bool isBelow = gap.Nearest - gap.Lowest >= distance, isAbove = gap.Highest - gap.Nearest >= distance;
                isInside |= isBelow || isAbove;
                if (isBelow && system.TryReserve(gap.Nearest - distance, size, shared))
                {
                    return gap.Nearest - distance;
                }

                if (isAbove && system.TryReserve(gap.Nearest + distance, size, shared))
                {
                    return gap.Nearest + distance;
                }
            }

            if (!isInside)
            {
                break;
            }
        }

        return 0;
    }

    /// <summary>Reserves exactly there, or says what is in the way.</summary>
    internal static void ReserveExactly(ISystemMemory system, ulong address, nuint size, in SharedMemory shared)
    {
        if (system.TryReserve(address, size, shared))
        {
            return;
        }

        string reason = Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
        foreach (MappedRange range in system.ReadRanges())
        {
            if (range.Start < address + size && range.End > address)
            {
                throw NoSpace.Because($"0x{address:x}-0x{address + size:x} is not free: {range} is in the way.");
            }
        }

        throw NoSpace.Because($"0x{address:x}-0x{address + size:x} cannot be mapped: {reason}.");
    }

    internal static ulong AlignUp(ulong value, ulong alignment) => (value + alignment - 1) & ~(alignment - 1);

    /// <summary>The whole pages that a range touches.</summary>
    internal static (ulong Start, nuint Size) PagesOf(ulong address, nuint size)
    {
        ulong start = address & ~((ulong)PageSize - 1);
        return (start, (nuint)(AlignUp(address + size, PageSize) - start));
    }

    private static ulong Distance(ulong start, nuint size, ulong preferred) =>
        preferred < start ? start - preferred : preferred > start + size ? preferred - start - size : 0;

    /// <summary>Every gap that could hold it.</summary>
    private static List<Gap> Gaps(nuint size, nuint alignment, Window window, IReadOnlyList<MappedRange> ranges)
    {
        var found = new List<Gap>();
        ulong gapStart = window.Start;
        foreach (MappedRange range in ranges)
        {
            ulong blockedFrom = range.Path == "[stack]" ? range.Start - Math.Min(range.Start, StackRoom) : range.Start;
            ulong blockedTo = range.Path == "[heap]" ? range.End + HeapRoom : range.End;
            AddGap(found, gapStart, Math.Min(blockedFrom - Math.Min(blockedFrom, Moat), window.End), size, alignment, window.Preferred);
            gapStart = Math.Max(gapStart, blockedTo + Moat);
        }

        // Behind the last range the system knows best whether there is anything.
        AddGap(found, gapStart, window.End, size, alignment, window.Preferred);
        return found;
    }

    private static void AddGap(List<Gap> found, ulong gapStart, ulong gapEnd, nuint size, nuint alignment, ulong preferred)
    {
        if (gapEnd <= gapStart || gapEnd - gapStart < size)
        {
            return;
        }

        ulong lowest = AlignUp(gapStart, alignment);
        ulong highest = (gapEnd - size) & ~((ulong)alignment - 1);
        if (lowest >= gapStart && highest >= lowest)
        {
            found.Add(new Gap(lowest, highest, Math.Clamp(AlignUp(preferred, alignment), lowest, highest)));
        }
    }

    /// <summary>Free address space, as far as the list of mappings knows.</summary>
    /// <param name="Lowest">The lowest address at which the reservation fits.</param>
    /// <param name="Highest">The highest one.</param>
    /// <param name="Nearest">The one nearest to the preferred address.</param>
    private readonly record struct Gap(ulong Lowest, ulong Highest, ulong Nearest);
}
