using Linker.MemoryManager;

namespace Linker.Engine.Tests;

/// <summary>Memory for target addresses that counts what is lent out and fails on request.</summary>
internal sealed class CountedMemory(ulong start = CoffLink.Base) : IMemoryManager
{
    private readonly BufferMemoryManager _inner = new(start);
    private int _sealed;

    public bool IsInProcess => false;

    /// <summary>Reservations that were not released.</summary>
    internal int Live { get; private set; }

    internal bool FailsAtReserve { get; set; }

    /// <summary>Which call to seal a segment fails, from 1; 0 for none.</summary>
    internal int FailsAtSeal { get; set; }

    public PageReservation Reserve(ReadOnlySpan<SegmentRequest> segments, Placement placement)
    {
        if (FailsAtReserve)
        {
            throw new InsufficientMemoryException("counted: no space");
        }

        PageReservation pages = _inner.Reserve(segments, placement);
        Live++;
        _sealed = 0;
        return new PageReservation(this, pages.Segments.ToArray(), pages);
    }

    public void Seal(PageReservation reservation, int segment)
    {
        if (++_sealed == FailsAtSeal)
        {
            throw new InsufficientMemoryException("counted: cannot seal");
        }

        ((PageReservation)reservation.State!).Seal(segment);
    }

    public void Release(PageReservation reservation)
    {
        Live--;
        ((PageReservation)reservation.State!).Dispose();
    }
}
