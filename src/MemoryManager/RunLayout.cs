namespace Linker.MemoryManager;

/// <summary>Segments one after the other in one run of address space.</summary>
internal static class RunLayout
{
    /// <summary>Gives every segment an address, from <paramref name="start"/> on; a pinned one keeps its own and those after it follow it.</summary>
    /// <param name="segments">Checked by <see cref="SegmentRequests.Check"/>.</param>
    /// <param name="start">Where the first one may begin.</param>
    /// <param name="pageSize">Segments of different access do not share a page.</param>
    /// <param name="areSeparate">Nor do those of the same access.</param>
    /// <param name="addresses">As many as there are segments.</param>
    /// <returns>The first address behind the last segment.</returns>
    /// <exception cref="ArgumentException">A pinned address is not aligned.</exception>
    /// <exception cref="OutOfMemoryException">The address space ends.</exception>
    internal static ulong Place(ReadOnlySpan<SegmentRequest> segments, ulong start, nuint pageSize, bool areSeparate, Span<ulong> addresses)
    {
        ulong cursor = start;
        for (int i = 0; i < segments.Length; i++)
        {
            ref readonly SegmentRequest segment = ref segments[i];
            bool isNewPage = i > 0 && (areSeparate || AccessKind.Of(segment.Access) != AccessKind.Of(segments[i - 1].Access));
            ulong alignment = isNewPage ? Math.Max(pageSize, segment.Alignment) : segment.Alignment;
            if (segment.Address is { } pinned)
            {
                SegmentRequests.CheckAligned(pinned, segment.Alignment, i);
                cursor = pinned;
            }
            else
            {
                cursor = cursor > ulong.MaxValue - alignment ? throw Exhausted() : (cursor + alignment - 1) & ~(alignment - 1);
            }

            addresses[i] = cursor;
            nuint size = Math.Max(segment.Size, 1);
            cursor = cursor > ulong.MaxValue - size ? throw Exhausted() : cursor + size;
        }

        return cursor;
    }

    private static OutOfMemoryException Exhausted() => NoSpace.Because("The segments do not fit below the end of the address space.");
}
