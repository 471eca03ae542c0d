namespace Linker.MemoryManager.Arenas;

/// <summary>A region that one image has for itself, each segment on pages of its own.</summary>
internal sealed class Run
{
    private readonly ulong[] _addresses;

    private Run(Region region, ulong[] addresses)
    {
        Region = region;
        _addresses = addresses;
    }

    internal Region Region { get; }

    /// <summary>In the target.</summary>
    internal ulong AddressOf(int segment) => _addresses[segment];

    /// <summary>For what no arena takes: any size up to 2 GiB, any order.</summary>
    /// <exception cref="OutOfMemoryException">There is no space.</exception>
    internal static Run Placed(RegionSource source, ReadOnlySpan<SegmentRequest> segments, Placement placement)
    {
        nuint page = AddressSpace.PageSize;
        var addresses = new ulong[segments.Length];
        ulong size = AddressSpace.AlignUp(RunLayout.Place(segments, 0, page, areSeparate: true, addresses), page);
        if (size > SegmentRequests.MaximumSpan)
        {
            throw NoSpace.Because($"The segments need {size} bytes in one piece, more than 2 GiB.");
        }

        Region region = source.CreateRun((nuint)size, Math.Max(page, SegmentRequests.LargestAlignment(segments)), placement);
        for (int i = 0; i < addresses.Length; i++)
        {
            addresses[i] += region.Address;
        }

        return Commit(region, segments, addresses);
    }

    /// <summary>At the address of the placement or of the first segment; others may be pinned too.</summary>
    /// <exception cref="ArgumentException">The addresses named contradict each other.</exception>
    /// <exception cref="OutOfMemoryException">Something is in the way.</exception>
    internal static Run Exactly(RegionSource source, ReadOnlySpan<SegmentRequest> segments, Placement placement)
    {
        bool isAt = placement.Kind == PlacementKind.At;
        if (!isAt && segments[0].Address is null)
        {
            throw new ArgumentException("A segment names its address, so the first one has to name its own too, or the placement be At.", nameof(segments));
        }

        ulong first = segments[0].Address ?? placement.Address;
        if (isAt && first != placement.Address)
        {
            throw new ArgumentException($"The placement says 0x{placement.Address:x}, the first segment 0x{first:x}.", nameof(placement));
        }

        SegmentRequests.CheckAligned(first, segments[0].Alignment, 0);
        var addresses = new ulong[segments.Length];
        ulong end = RunLayout.Place(segments, first, AddressSpace.PageSize, areSeparate: true, addresses);
        CheckOwnPages(segments, addresses);
        if (end - first > SegmentRequests.MaximumSpan)
        {
            throw NoSpace.Because($"0x{first:x}-0x{end:x} is more than the 2 GiB that are mapped as one piece.");
        }

        (ulong start, nuint size) = AddressSpace.PagesOf(first, (nuint)(end - first));
        return Commit(source.CreateExactly(start, size), segments, addresses);
    }

    private static void CheckOwnPages(ReadOnlySpan<SegmentRequest> segments, ulong[] addresses)
    {
        for (int i = 1; i < segments.Length; i++)
        {
            ulong last = addresses[i - 1] + Math.Max(segments[i - 1].Size, 1) - 1;
            if (addresses[i] <= (last | (AddressSpace.PageSize - 1)))
            {
                throw new ArgumentException($"Segment {i} at 0x{addresses[i]:x} has to begin on a page behind segment {i - 1}, whose last byte is at 0x{last:x}.", nameof(segments));
            }
        }
    }

    private static Run Commit(Region region, ReadOnlySpan<SegmentRequest> segments, ulong[] addresses)
    {
        try
        {
            for (int i = 0; i < segments.Length; i++)
            {
                (ulong start, nuint size) = AddressSpace.PagesOf(addresses[i], Math.Max(segments[i].Size, 1));
                region.Commit(start, size, segments[i].Access);
            }
        }
        catch
        {
            region.Unmap();
            throw;
        }

        return new Run(region, addresses);
    }
}
