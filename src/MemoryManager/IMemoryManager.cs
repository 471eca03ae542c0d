namespace Linker.MemoryManager;

/// <summary>Gives memory to images. The one seam between linking and the place where the code will run: this process, another one, or a buffer.</summary>
/// <remarks>
/// Implementations are safe to call from several threads. A failure of the operating system is thrown as the platform's own exception
/// (<see cref="OutOfMemoryException"/> for occupied or exhausted address space or memory, <see cref="System.ComponentModel.Win32Exception"/> otherwise) and leaves the manager as it was.
/// </remarks>
public interface IMemoryManager
{
    /// <summary>Whether target addresses are addresses of this process, so that code can be called, unwind tables registered and initialisers run.</summary>
    bool IsInProcess { get; }

    /// <summary>Finds space for one image. From here on its target addresses are fixed, its bytes are writable through the working view, and zero where <see cref="ReservedSegment.IsZero"/> says so. Nothing may run, nor be counted on to be readable at its target address, before it is sealed.</summary>
    /// <param name="segments">In ascending address order; the first has the lowest address, which is the image base. All lie within 2 GiB of each other unless they name their addresses.</param>
    /// <param name="placement">Where.</param>
    /// <exception cref="OutOfMemoryException">There is no such space.</exception>
    PageReservation Reserve(ReadOnlySpan<SegmentRequest> segments, Placement placement);

    /// <summary>Gives one segment its requested access. Called by <see cref="PageReservation.Seal(int)"/>, once for each segment.</summary>
    void Seal(PageReservation reservation, int segment);

    /// <summary>Takes everything back. Called by <see cref="PageReservation.Dispose"/>, once.</summary>
    void Release(PageReservation reservation);
}
