using Linker.MemoryManager;

namespace Linker.Cli.Input;

/// <summary>Target addresses for images of which some sections have addresses of their own: the rest goes where the command line says, or as near to those sections as it can, and never over them.</summary>
/// <param name="pageSize">Of the target, in bytes, a power of two.</param>
/// <param name="start">The lowest address of the rest; <see langword="null"/>: near the sections with addresses, or where the memory manager likes.</param>
/// <param name="size">How far the rest may reach from there, in bytes.</param>
internal sealed class TargetMemory(ulong pageSize, ulong? start, ulong? size) : IMemoryManager
{
    private const ulong LowEnd = 1UL << 31;

    private readonly BufferMemoryManager _inner = new(pageSize: (nuint)pageSize);

    /// <inheritdoc/>
    public bool IsInProcess => false;

    /// <inheritdoc/>
    public PageReservation Reserve(ReadOnlySpan<SegmentRequest> segments, Placement placement)
    {
        int leading = 0;
        while (leading < segments.Length && segments[leading].Address is null)
        {
            leading++;
        }

        if (leading == 0)
        {
            return _inner.Reserve(segments, placement);
        }

        (ulong needed, ulong alignment) = SizeOf(segments[..leading]);
        List<Taken> taken = TakenBy(segments[leading..]);
        ulong? at = start is { } lowest ? FirstFree(lowest, needed, segments[0].Alignment, alignment, taken) : Nearest(needed, alignment, taken, placement);
        PageReservation reservation = _inner.Reserve(segments, at is { } address ? Placement.At(address) : placement);
        if (start is { } first && size is { } most)
        {
            ReservedSegment last = reservation.Segments[leading - 1];
            ulong span = last.TargetAddress - first + (((ulong)last.Size + pageSize - 1) & ~(pageSize - 1));
            if (span > most)
            {
                reservation.Dispose();
                throw new InsufficientMemoryException($"the image needs 0x{span:x} bytes from 0x{first:x} on, and the slab has 0x{most:x}");
            }
        }

        return reservation;
    }

    /// <inheritdoc/>
    public void Seal(PageReservation reservation, int segment) => _inner.Seal(reservation, segment);

    /// <inheritdoc/>
    public void Release(PageReservation reservation) => _inner.Release(reservation);

    /// <summary>Bytes that segments take at most from an aligned start, each on pages of its own.</summary>
    private (ulong Size, ulong Alignment) SizeOf(ReadOnlySpan<SegmentRequest> segments)
    {
        ulong end = 0, largest = pageSize;
        foreach (ref readonly SegmentRequest segment in segments)
        {
            ulong alignment = Math.Max(pageSize, segment.Alignment);
            largest = Math.Max(largest, alignment);
            end = AlignUp(end, alignment) + Math.Max(segment.Size, 1);
        }

        return (AlignUp(end, pageSize), largest);
    }

    /// <summary>The ranges of the sections with addresses, ascending.</summary>
    private static List<Taken> TakenBy(ReadOnlySpan<SegmentRequest> pinned)
    {
        var taken = new List<Taken>();
        foreach (ref readonly SegmentRequest segment in pinned)
        {
            if (segment.Address is { } address)
            {
                ulong last = Math.Max(segment.Size, 1) - 1;
                taken.Add(new Taken(address, last > ulong.MaxValue - address ? ulong.MaxValue : address + last, (segment.Access & PageAccess.Execute) != 0));
            }
        }

        taken.Sort((a, b) => a.First.CompareTo(b.First));
        return taken;
    }

    private static ulong FirstFree(ulong lowest, ulong size, ulong firstAlignment, ulong alignment, List<Taken> taken)
    {
        ulong at = AlignUp(lowest, firstAlignment);
        foreach (Taken range in taken)
        {
            if (range.Last >= at && range.First < at + Math.Min(size, ulong.MaxValue - at))
            {
                at = range.Last > ulong.MaxValue - alignment
                    ? throw new InsufficientMemoryException($"there are no 0x{size:x} bytes for the image between the sections with addresses, from 0x{lowest:x} on")
                    : AlignUp(range.Last + 1, alignment);
            }
        }

        return at;
    }

    /// <summary>The free place from which code with an address is least far away, and then everything with an address.</summary>
    private static ulong? Nearest(ulong size, ulong alignment, List<Taken> taken, Placement placement)
    {
        if (taken.Count == 0)
        {
            return null;
        }

        List<Taken> code = [.. taken.Where(t => t.IsCode)];
        var places = new List<(bool IsHigh, ulong FromCode, ulong FromAll, ulong At)>();
        ulong end = 0;
        for (int i = 0; i <= taken.Count; i++)
        {
            // Between two sections: as low as it goes and as high as it goes.
            ulong low = i == 0 ? alignment : end > ulong.MaxValue - alignment ? ulong.MaxValue : AlignUp(end, alignment);
            ulong high = i == taken.Count ? ulong.MaxValue : taken[i].First;
            if (low < high && high - low >= size)
            {
                ulong highest = (high - size) & ~(alignment - 1);
                Consider(i == 0 ? highest : low);
                Consider(i == taken.Count ? low : highest);
            }

            end = i < taken.Count ? Math.Max(end, taken[i].Last == ulong.MaxValue ? ulong.MaxValue : taken[i].Last + 1) : end;
        }

        return places.Count == 0 ? null : places.Min().At;

        void Consider(ulong at)
        {
            bool isHigh = placement.Kind == PlacementKind.LowTwoGiB && (at >= LowEnd || size > LowEnd - at);
            places.Add((isHigh, Farthest(at, code), Farthest(at, taken), at));
        }

        ulong Farthest(ulong at, List<Taken> ranges) =>
            ranges.Count == 0 ? 0 : Math.Max(Distance(at + size, ranges[0].First), Distance(at, ranges.Max(r => r.Last)));
    }

    private static ulong Distance(ulong a, ulong b) => a > b ? a - b : b - a;

    private static ulong AlignUp(ulong value, ulong alignment) => value > ulong.MaxValue - (alignment - 1)
        ? throw new InsufficientMemoryException("the image does not fit below the end of the address space")
        : (value + alignment - 1) & ~(alignment - 1);

    private readonly record struct Taken(ulong First, ulong Last, bool IsCode);
}
