using Linker.MemoryManager;

namespace Linker.Cli.Input;

/// <summary>Another manager's memory, of which the last reservation is remembered, so that an image's bytes can be read.</summary>
/// <param name="inner">Who gives the memory.</param>
/// <param name="isInProcess">What the link is told about the memory.</param>
internal sealed class ReservingMemory(IMemoryManager inner, bool isInProcess) : IMemoryManager
{
    /// <inheritdoc/>
    public bool IsInProcess => isInProcess;

    /// <summary>What was reserved last.</summary>
    internal PageReservation? Last { get; private set; }

    /// <inheritdoc/>
    public PageReservation Reserve(ReadOnlySpan<SegmentRequest> segments, Placement placement) => Last = inner.Reserve(segments, placement);

    /// <inheritdoc/>
    public void Seal(PageReservation reservation, int segment) => inner.Seal(reservation, segment);

    /// <inheritdoc/>
    public void Release(PageReservation reservation) => inner.Release(reservation);
}
