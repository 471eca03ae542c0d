using Linker.MemoryManager;

namespace Linker.Engine.Tests;

/// <summary>Memory in which somebody was before, and that says so.</summary>
internal sealed class UsedMemory(IMemoryManager inner) : IMemoryManager
{
    internal const byte OldByte = 0xcc;

    public bool IsInProcess => inner.IsInProcess;

    public PageReservation Reserve(ReadOnlySpan<SegmentRequest> segments, Placement placement)
    {
        PageReservation pages = inner.Reserve(segments, placement);
        var used = new ReservedSegment[segments.Length];
        for (int i = 0; i < used.Length; i++)
        {
            pages.WorkingBytes(i, 0, (int)pages.Segments[i].Size).Fill(OldByte);
            used[i] = pages.Segments[i] with { IsZero = false };
        }

        return new PageReservation(this, used, pages);
    }

    public void Seal(PageReservation reservation, int segment) => ((PageReservation)reservation.State!).Seal(segment);

    public void Release(PageReservation reservation) => ((PageReservation)reservation.State!).Dispose();
}
