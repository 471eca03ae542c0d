using Linker.MemoryManager;

namespace Linker.Engine.Tests;

/// <summary>Memory of this process that counts what is lent out, moves what could go anywhere, and fails on request.</summary>
internal sealed class SpyMemory(WriteMode mode = WriteMode.Auto, Placement? instead = null) : IMemoryManager, IDisposable
{
    private readonly InProcessMemoryManager _inner = new(new InProcessMemoryOptions { Mode = mode });
    private int _sealed;

    public bool IsInProcess => true;

    /// <summary>Reservations that were not released.</summary>
    internal int Live { get; private set; }

    internal int Reserved { get; private set; }

    internal bool FailsAtReserve { get; set; }

    /// <summary>Which call to seal a segment fails, from 1; 0 for none.</summary>
    internal int FailsAtSeal { get; set; }

    public PageReservation Reserve(ReadOnlySpan<SegmentRequest> segments, Placement placement)
    {
        if (FailsAtReserve)
        {
            throw new InsufficientMemoryException("spy: no space");
        }

        PageReservation pages = _inner.Reserve(segments, placement == Placement.Anywhere && instead is { } other ? other : placement);
        Live++;
        Reserved++;
        _sealed = 0;
        return new PageReservation(this, pages.Segments.ToArray(), pages);
    }

    public void Seal(PageReservation reservation, int segment)
    {
        if (++_sealed == FailsAtSeal)
        {
            throw new InsufficientMemoryException("spy: cannot seal");
        }

        ((PageReservation)reservation.State!).Seal(segment);
    }

    public void Release(PageReservation reservation)
    {
        Live--;
        ((PageReservation)reservation.State!).Dispose();
    }

    public void Dispose() => _inner.Dispose();
}
