using Linker.MemoryManager;

namespace Linker.Engine;

public sealed unsafe partial class LoadedImage
{
    /// <summary>Copies what the image holds from an address on, as it is now: in this process the memory itself, elsewhere the bytes that were written for the target.</summary>
    /// <param name="address">Absolute address in the target.</param>
    /// <param name="bytes">Is filled from its start.</param>
    /// <returns>How many bytes there are: fewer than asked for at the end of a segment, 0 outside the image.</returns>
    /// <exception cref="ObjectDisposedException">The image is gone.</exception>
    public int Read(ulong address, Span<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        int found = Segments.Find(address, 1);
        if (found < 0)
        {
            return 0;
        }

        ref readonly ReservedSegment segment = ref Segments[found];
        ulong offset = address - segment.TargetAddress;
        int count = (int)Math.Min((ulong)bytes.Length, segment.Size - offset);
        ulong start = _initializers is null ? (ulong)segment.WorkingAddress : segment.TargetAddress;
        new ReadOnlySpan<byte>((byte*)start + offset, count).CopyTo(bytes);
        return count;
    }
}
