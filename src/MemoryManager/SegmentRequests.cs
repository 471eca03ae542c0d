using System.Numerics;

namespace Linker.MemoryManager;

/// <summary>What is checked of a request before anything else.</summary>
internal static class SegmentRequests
{
    /// <summary>No byte of a reservation is further than this from another.</summary>
    internal const ulong MaximumSpan = 1UL << 31;

    /// <exception cref="ArgumentException">An alignment is not a power of two.</exception>
    internal static void Check(ReadOnlySpan<SegmentRequest> segments)
    {
        for (int i = 0; i < segments.Length; i++)
        {
            if (!BitOperations.IsPow2(segments[i].Alignment))
            {
                throw new ArgumentException($"Segment {i}: the alignment {segments[i].Alignment} is not a power of two.", nameof(segments));
            }
        }
    }

    /// <exception cref="ArgumentException">It is not.</exception>
    internal static void CheckAligned(ulong address, nuint alignment, int segment)
    {
        if ((address & (alignment - 1)) != 0)
        {
            throw new ArgumentException($"Segment {segment}: the address 0x{address:x} is not a multiple of its alignment {alignment}.");
        }
    }

    /// <summary>Refuses what no manager can keep within 2 GiB. Sums of what passes cannot wrap.</summary>
    internal static void CheckSpan(ReadOnlySpan<SegmentRequest> segments)
    {
        ulong size = 0;
        foreach (ref readonly SegmentRequest segment in segments)
        {
            if (segment.Size > MaximumSpan || segment.Alignment > MaximumSpan || (size += segment.Size) > MaximumSpan)
            {
                throw NoSpace.Because("The segments are larger than 2 GiB together, or aligned to more than that.");
            }
        }
    }

    internal static nuint LargestAlignment(ReadOnlySpan<SegmentRequest> segments)
    {
        nuint alignment = 1;
        foreach (ref readonly SegmentRequest segment in segments)
        {
            alignment = Math.Max(alignment, segment.Alignment);
        }

        return alignment;
    }

    /// <summary>The first segment that names its address; the count when none does.</summary>
    internal static int FirstPinned(ReadOnlySpan<SegmentRequest> segments)
    {
        int i = 0;
        while (i < segments.Length && segments[i].Address is null)
        {
            i++;
        }

        return i;
    }
}
