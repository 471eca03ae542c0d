using Linker.MemoryManager.Arenas;

namespace Linker.MemoryManager;

/// <summary>Memory of this process, for images whose code will be called here.</summary>
/// <remarks>
/// <para>Images are carved from arenas, large reserved ranges of address space, so that what one image refers to in another is in reach of 32-bit displacements. Unless
/// placed otherwise, arenas lie within 2 GiB of the C library where there is a gap. Images in one piece share arenas of a mebibyte. What is larger than an arena can hold, is not ordered constants, code, constants, data, or names its address, gets a mapping of its own.</para>
/// <para>Small segments share pages, and taking and returning them needs no system call: memory that comes back stays as it is, up to some megabytes of it, and is handed out again with its old content. Only <see cref="WriteMode.WriteThenExecute"/> has to change the access of each image's constants and code.
/// On Linux data is private to this process: a fork copies it on write. Code and constants under <see cref="WriteMode.DualMapping"/> are shared with a forked child.
/// On Windows their memory goes back to the system when the manager is disposed, and before that only where an image had a mapping of its own; and addresses that are named share 64 KiB with nobody else's.</para>
/// </remarks>
/// <example>
/// <code>
/// using var memory = new InProcessMemoryManager();
/// using PageReservation pages = memory.Reserve([new(16, 16, PageAccess.Read | PageAccess.Execute)], Placement.Anywhere);
/// code.CopyTo(pages.WorkingBytes(0, 0, 16));
/// pages.Seal(0);
/// ulong entry = pages.Segments[0].TargetAddress;
/// </code>
/// </example>
public sealed class InProcessMemoryManager : IMemoryManager, IDisposable
{
    private readonly Lock _gate = new();
    private readonly ISystemMemory _system;
    private readonly RegionSource _source;
    private readonly List<Arena> _arenas = [];
    private readonly HashSet<Run> _runs = [];
    private int _latestArena;
    private volatile bool _isDisposed;

    /// <summary>Reserves nothing yet.</summary>
    /// <param name="options">The defaults when <see langword="null"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="PlatformNotSupportedException">Neither on Linux nor on Windows, or dual mapping was asked for and is not possible; the message says why.</exception>
    public InProcessMemoryManager(InProcessMemoryOptions? options = null)
        : this(options, null)
    {
    }

    /// <summary>Over a system that may stand in for that of this process, which is chosen when <see langword="null"/>.</summary>
    internal InProcessMemoryManager(InProcessMemoryOptions? options, ISystemMemory? system)
    {
        options ??= new InProcessMemoryOptions();
        ArgumentOutOfRangeException.ThrowIfZero(options.ArenaSize, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.ArenaSize, (nuint)SegmentRequests.MaximumSpan, nameof(options));
        if (!Enum.IsDefined(options.Mode))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Mode, "There is no such write mode.");
        }

        _system = system ?? SystemMemory.Current;
        _source = new RegionSource(_system, options.Mode, (nuint)AddressSpace.AlignUp(options.ArenaSize, Arena.MinimumSize));
    }

    /// <inheritdoc/>
    public bool IsInProcess => true;

    /// <summary>How writing and executing are kept apart; never <see cref="WriteMode.Auto"/>.</summary>
    public WriteMode Mode => _source.Mode;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An alignment is not a power of two; a segment is to be writable and executable; or addresses named do not ascend, are not aligned, or do not leave each access its own pages.</exception>
    /// <exception cref="PlatformNotSupportedException">Dual mapping was asked for and has become impossible.</exception>
    /// <exception cref="ObjectDisposedException">The manager was disposed.</exception>
    public PageReservation Reserve(ReadOnlySpan<SegmentRequest> segments, Placement placement)
    {
        SegmentRequests.Check(segments);
        CheckAccess(segments);
        var reservation = new PageReservation(this, segments.Length);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (segments.IsEmpty)
            {
                return reservation;
            }

            if (placement.Kind == PlacementKind.At || SegmentRequests.FirstPinned(segments) < segments.Length)
            {
                Fill(reservation, Run.Exactly(_source, segments, placement), segments);
                return reservation;
            }

            SegmentRequests.CheckSpan(segments);
            if (!TryFillFromArena(reservation, segments, placement))
            {
                Fill(reservation, Run.Placed(_source, segments, placement), segments);
            }

            return reservation;
        }
    }

    /// <inheritdoc/>
    public void Seal(PageReservation reservation, int segment)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        ref readonly ReservedSegment sealing = ref reservation.Segments[segment];
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Region region = reservation.State is Arena arena ? arena.Region : ((Run)reservation.State!).Region;
        if (region.ChangesAccess(sealing.Access))
        {
            // Its last page is nobody else's, though the segment may end before it does.
            (ulong start, nuint size) = AddressSpace.PagesOf(sealing.TargetAddress, Math.Max(sealing.Size, 1));
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                region.Seal(start, size, sealing.Access);
            }
        }

        if ((sealing.Access & PageAccess.Execute) != 0)
        {
            InstructionCache.Flush(sealing.TargetAddress, sealing.Size);
        }
    }

    /// <inheritdoc/>
    public void Release(PageReservation reservation)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            if (reservation.State is Arena arena)
            {
                arena.Return(reservation.Numbers, isUntouched: false);
            }
            else if (reservation.State is Run run && _runs.Remove(run))
            {
                run.Region.Unmap();
            }
        }
    }

    /// <summary>Unmaps everything. Code that still runs, and reservations that are still written to, will fault; disposing them is harmless. Idempotent.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            foreach (Arena arena in _arenas)
            {
                arena.Region.Unmap();
            }

            foreach (Run run in _runs)
            {
                run.Region.Unmap();
            }
        }
    }

    private void CheckAccess(ReadOnlySpan<SegmentRequest> segments)
    {
        const PageAccess Both = PageAccess.Write | PageAccess.Execute;
        for (int i = 0; Mode != WriteMode.ReadWriteExecute && i < segments.Length; i++)
        {
            if ((segments[i].Access & Both) == Both)
            {
                throw new ArgumentException($"Segment {i} is to be writable and executable at once; only {WriteMode.ReadWriteExecute} gives that.", nameof(segments));
            }
        }
    }

    private bool TryFillFromArena(PageReservation reservation, ReadOnlySpan<SegmentRequest> segments, Placement placement)
    {
        if (!ZonePlan.TryFor(segments, Mode, out ZonePlan plan))
        {
            return false;
        }

        bool isGuarded = BranchGuard.IsAskedFor(_system, segments);
        for (int i = 0; i < _arenas.Count; i++)
        {
            int index = _latestArena + i < _arenas.Count ? _latestArena + i : _latestArena + i - _arenas.Count;
            if (_arenas[index].IsGuarded == isGuarded && IsSuitable(_arenas[index], placement) && TryFill(reservation, _arenas[index], segments, plan, placement))
            {
                _latestArena = index;
                return true;
            }
        }

        if (_source.TryCreateArena(segments, placement) is not { } arena)
        {
            return false;
        }

        bool isFilled = false;
        try
        {
            isFilled = IsSuitable(arena, placement) && TryFill(reservation, arena, segments, plan, placement);
        }
        finally
        {
            if (!isFilled)
            {
                arena.Region.Unmap();
            }
            else
            {
                _latestArena = _arenas.Count;
                _arenas.Add(arena);
            }
        }

        return isFilled;
    }

    private static bool IsSuitable(Arena arena, Placement placement) => arena.Placement.InOnePiece == placement.InOnePiece && placement.Kind switch
    {
        // The others were put somewhere for a reason, and are not near the C library.
        PlacementKind.Anywhere => arena.Placement.Kind == PlacementKind.Anywhere,
        PlacementKind.LowTwoGiB => arena.Region.End <= Window.Low.End,
        _ => Window.Around(placement.Address, placement.Reach).Overlaps(arena.Region.Address, arena.Region.End),
    };

    private bool TryFill(PageReservation reservation, Arena arena, ReadOnlySpan<SegmentRequest> segments, in ZonePlan plan, Placement placement)
    {
        Region region = arena.Region;
        if (region.Mode == Mode ? !arena.TryTake(plan, reservation.Numbers) : !ZonePlan.TryFor(segments, region.Mode, out ZonePlan own) || !arena.TryTake(own, reservation.Numbers))
        {
            return false;
        }

        try
        {
            Fill(reservation, arena, segments);
        }
        catch
        {
            arena.Return(reservation.Numbers, isUntouched: true);
            throw;
        }

        ReadOnlySpan<ReservedSegment> reserved = reservation.Segments;
        if (placement.Kind == PlacementKind.Near
            && !Window.Around(placement.Address, placement.Reach).Contains(reserved[0].TargetAddress, reserved[^1].TargetAddress + reserved[^1].Size))
        {
            arena.Return(reservation.Numbers, isUntouched: true);
            return false;
        }

        reservation.State = arena;
        return true;
    }

    private static void Fill(PageReservation reservation, Arena arena, ReadOnlySpan<SegmentRequest> segments)
    {
        Region region = arena.Region;
        Span<ReservedSegment> reserved = reservation.Slots;
        ZonePlan offsets = default;
        int zone = -1;
        ulong piece = 0;
        bool isZero = false;
        for (int i = 0; i < segments.Length; i++)
        {
            ref readonly SegmentRequest segment = ref segments[i];
            int next = ZonePlan.ZoneFrom(Math.Max(zone, 0), segment.Access);
            if (next != zone)
            {
                zone = next;
                piece = arena.AddressOf(reservation.Numbers, zone);
                isZero = arena.IsZero(reservation.Numbers, zone);
            }

            ulong address = piece + offsets.Add(zone, segment, region.Mode);
            reserved[i] = new ReservedSegment(address, region.WorkingAddress(address, segment.Access), segment.Size, segment.Access, isZero);
        }
    }

    private void Fill(PageReservation reservation, Run run, ReadOnlySpan<SegmentRequest> segments)
    {
        _runs.Add(run);
        Span<ReservedSegment> reserved = reservation.Slots;
        for (int i = 0; i < segments.Length; i++)
        {
            ulong address = run.AddressOf(i);
            reserved[i] = new ReservedSegment(address, run.Region.WorkingAddress(address, segments[i].Access), segments[i].Size, segments[i].Access);
        }

        reservation.State = run;
    }
}
