using System.Runtime.CompilerServices;

namespace Linker.MemoryManager;

/// <summary>Space for one image: working bytes and target addresses. Released by <see cref="Dispose"/>, sealed or not.</summary>
public sealed class PageReservation : IDisposable
{
    private readonly ReservedSegment[]? _segments;
    private readonly int _count;
    private FewSegments _few;
    private IMemoryManager? _owner;

    /// <summary>For implementations of <see cref="IMemoryManager.Reserve"/>.</summary>
    /// <param name="owner">Is asked to seal and to release.</param>
    /// <param name="segments">As many as were requested, in the same order.</param>
    /// <param name="state">Whatever the owner wants to find again.</param>
    public PageReservation(IMemoryManager owner, ReservedSegment[] segments, object? state = null)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(segments);
        _owner = owner;
        _segments = segments;
        State = state;
    }

    /// <summary>For an owner that fills in the segments itself: as many as most images have lie in this very object.</summary>
    internal PageReservation(IMemoryManager owner, int count)
    {
        _owner = owner;
        _count = count;
        _segments = count > FewSegments.Capacity ? new ReservedSegment[count] : null;
    }

    /// <summary>The segments in the order of the request.</summary>
    public ReadOnlySpan<ReservedSegment> Segments => Slots;

    /// <summary>The owner's own data.</summary>
    public object? State { get; internal set; }

    /// <summary>Numbers that belong to <see cref="State"/>.</summary>
    internal StateNumbers Numbers;

    /// <summary>The segments, to be filled in.</summary>
    internal Span<ReservedSegment> Slots => _segments is null ? ((Span<ReservedSegment>)_few)[.._count] : _segments;

    /// <summary>The writable bytes of a segment, from <paramref name="offset"/> on. Not valid once the segment is sealed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the segment.</exception>
    /// <exception cref="ObjectDisposedException">The reservation was released.</exception>
    public unsafe Span<byte> WorkingBytes(int segment, ulong offset, int size)
    {
        ObjectDisposedException.ThrowIf(_owner is null, this);
        ref readonly ReservedSegment s = ref Segments[segment];
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, (ulong)s.Size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)size, s.Size - offset);

        // The owner guarantees Size writable bytes at WorkingAddress; the range was checked against it above.
        return new Span<byte>((byte*)s.WorkingAddress + offset, size);
    }

    /// <summary>Gives a segment its final access. Its working bytes must not be touched afterwards.</summary>
    /// <exception cref="ObjectDisposedException">The reservation was released.</exception>
    public void Seal(int segment)
    {
        ObjectDisposedException.ThrowIf(_owner is null, this);
        _owner.Seal(this, segment);
    }

    /// <summary>Returns the memory to its manager. Idempotent.</summary>
    public void Dispose() => Interlocked.Exchange(ref _owner, null)?.Release(this);

    /// <summary>One for each piece that an owner may have to find again.</summary>
    [InlineArray(4)]
    internal struct StateNumbers
    {
        private int _first;
    }

    /// <summary>Constants, code, data.</summary>
    [InlineArray(Capacity)]
    private struct FewSegments
    {
        internal const int Capacity = 3;

        private ReservedSegment _first;
    }
}
