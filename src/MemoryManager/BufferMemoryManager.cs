namespace Linker.MemoryManager;

/// <summary>Links for any target addresses without memory being there: the bytes are written to native memory of this process, where they stay readable.</summary>
/// <remarks>Sealing changes nothing: <see cref="PageReservation.WorkingBytes"/> works until the reservation is disposed. Nothing is executable and bytes that nobody writes cost nothing.</remarks>
public sealed class BufferMemoryManager : IMemoryManager
{
    private readonly Lock _gate = new();
    private readonly ulong _start;
    private readonly nuint _pageSize;

    // Ascending, not overlapping.
    private readonly List<TargetRange> _taken = [];

    /// <summary>Takes no memory yet.</summary>
    /// <param name="baseAddress">The lowest target address given out by <see cref="Placement.Anywhere"/>; the others do not regard it.</param>
    /// <param name="pageSize">Of the target, in bytes, a power of two: segments of different access do not share a page.</param>
    /// <exception cref="ArgumentException">The page size is not a power of two.</exception>
    public BufferMemoryManager(ulong baseAddress = 0x1000_0000, nuint pageSize = 4096)
    {
        if (!System.Numerics.BitOperations.IsPow2(pageSize))
        {
            throw new ArgumentException($"The page size {pageSize} is not a power of two.", nameof(pageSize));
        }

        _start = baseAddress;
        _pageSize = pageSize;
    }

    /// <inheritdoc/>
    public bool IsInProcess => false;

    /// <inheritdoc/>
    /// <remarks>A pinned segment may lie anywhere; those after it follow it.</remarks>
    /// <exception cref="ArgumentException">An alignment is not a power of two, or an address is not aligned.</exception>
    public PageReservation Reserve(ReadOnlySpan<SegmentRequest> segments, Placement placement)
    {
        SegmentRequests.Check(segments);
        if (segments.IsEmpty)
        {
            return new PageReservation(this, []);
        }

        int leading = SegmentRequests.FirstPinned(segments);
        SegmentRequests.CheckSpan(segments[..leading]);
        var addresses = new ulong[segments.Length];
        lock (_gate)
        {
            ulong start = leading == 0 ? 0 : PlaceLeading(segments[..leading], placement, addresses);
            _ = RunLayout.Place(segments, start, _pageSize, areSeparate: false, addresses);
            Take(segments, addresses);
            nint working = 0;
            try
            {
                working = Allocate(segments);
            }
            finally
            {
                if (working == 0)
                {
                    Forget(addresses);
                }
            }

            var reserved = new ReservedSegment[segments.Length];
            nint cursor = working;
            for (int i = 0; i < reserved.Length; i++)
            {
                reserved[i] = new ReservedSegment(addresses[i], cursor, segments[i].Size, segments[i].Access);
                cursor += (nint)Padded(segments[i].Size);
            }

            return new PageReservation(this, reserved, working);
        }
    }

    /// <inheritdoc/>
    public void Seal(PageReservation reservation, int segment)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)segment, (uint)reservation.Segments.Length, nameof(segment));
    }

    /// <inheritdoc/>
    public void Release(PageReservation reservation)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        if (reservation.State is not nint working)
        {
            return;
        }

        NativeBytes.Free(working);
        lock (_gate)
        {
            foreach (ref readonly ReservedSegment segment in reservation.Segments)
            {
                Forget(segment.TargetAddress);
            }
        }
    }

    /// <summary>Finds a start for the segments before the first pinned one.</summary>
    private ulong PlaceLeading(ReadOnlySpan<SegmentRequest> segments, Placement placement, Span<ulong> addresses)
    {
        if (placement.Kind == PlacementKind.At)
        {
            SegmentRequests.CheckAligned(placement.Address, segments[0].Alignment, 0);
            return placement.Address;
        }

        // From an aligned start on the layout is the same everywhere.
        ulong alignment = Math.Max(_pageSize, SegmentRequests.LargestAlignment(segments));
        ulong size = RunLayout.Place(segments, 0, _pageSize, areSeparate: false, addresses);
        if (size > SegmentRequests.MaximumSpan)
        {
            throw NoSpace.Because($"The segments need {size} bytes in one piece, more than 2 GiB.");
        }

        (ulong lowest, ulong highest) = placement.Kind switch
        {
            PlacementKind.LowTwoGiB => (_pageSize, SegmentRequests.MaximumSpan - 1),
            PlacementKind.Near => (placement.Address - Math.Min(placement.Address, placement.Reach), placement.Address + Math.Min(ulong.MaxValue - placement.Address, placement.Reach)),
            _ => (_start, ulong.MaxValue),
        };
        ulong start = AlignUp(lowest, alignment);
        foreach (TargetRange range in _taken)
        {
            if (range.Last >= start)
            {
                if (range.First > start && range.First - start >= size)
                {
                    break;
                }

                start = AlignUp(range.Last == ulong.MaxValue ? range.Last : range.Last + 1, alignment);
            }
        }

        return start <= highest && size - 1 <= highest - start
            ? start
            : throw NoSpace.Because($"There are no {size} bytes of target addresses for {placement}.");
    }

    /// <summary>The least multiple that is not below; fails at the end of the address space.</summary>
    private static ulong AlignUp(ulong value, ulong alignment) =>
        value <= ulong.MaxValue - alignment ? (value + alignment - 1) & ~(alignment - 1) : throw NoSpace.Because("The target's address space ends.");

    /// <summary>Notes all segments or none.</summary>
    private void Take(ReadOnlySpan<SegmentRequest> segments, ulong[] addresses)
    {
        for (int i = 0; i < addresses.Length; i++)
        {
            var range = new TargetRange(addresses[i], addresses[i] + Math.Max(segments[i].Size, 1) - 1);
            int index = IndexOf(range.First);
            bool isAfter = index == 0 || _taken[index - 1].Last < range.First;
            if (isAfter && (index == _taken.Count || range.Last < _taken[index].First))
            {
                _taken.Insert(index, range);
                continue;
            }

            TargetRange other = _taken[isAfter ? index : index - 1];
            Forget(addresses.AsSpan(0, i));
            throw NoSpace.Because($"Segment {i} at 0x{range.First:x}-0x{range.Last:x} would overlap another at 0x{other.First:x}-0x{other.Last:x}.");
        }
    }

    private void Forget(ReadOnlySpan<ulong> addresses)
    {
        foreach (ulong address in addresses)
        {
            Forget(address);
        }
    }

    private void Forget(ulong address) => _taken.RemoveAt(IndexOf(address));

    /// <summary>Of the first range that does not start below.</summary>
    private int IndexOf(ulong address)
    {
        int low = 0;
        int high = _taken.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = _taken[middle].First < address ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static nint Allocate(ReadOnlySpan<SegmentRequest> segments)
    {
        nuint size = 0;
        foreach (ref readonly SegmentRequest segment in segments)
        {
            nuint padded = Padded(segment.Size);
            size = padded >= segment.Size && padded <= nuint.MaxValue - size
                ? size + padded
                : throw NoSpace.Because("The segments are larger than the address space.");
        }

        return NativeBytes.AllocateZeroed(size);
    }

    private static nuint Padded(nuint size) => (Math.Max(size, 1) + 15) & ~(nuint)15;

    private readonly record struct TargetRange(ulong First, ulong Last);
}
