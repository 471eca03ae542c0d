using Linker.MemoryManager.Linux;

namespace Linker.MemoryManager;

/// <summary>Memory of this process, for images whose code will be called here.</summary>
/// <remarks>
/// <para>Images are carved from arenas, large reserved ranges of address space, so that what one image refers to in another is in reach of 32-bit displacements. Unless
/// placed otherwise, arenas lie within 2 GiB of the C library where there is a gap. What is larger than an arena can hold, is not ordered constants, code, constants, data, or names its address, gets a mapping of its own.</para>
/// <para>Small segments share pages, and taking and returning them needs no system call, except that <see cref="WriteMode.WriteThenExecute"/> changes the access of constants and code.
/// Data is private to this process: a fork copies it on write. Code and constants under <see cref="WriteMode.DualMapping"/> are shared with a forked child.</para>
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
    private readonly RegionSource _source;
    private readonly List<Arena> _arenas = [];
    private readonly HashSet<Run> _runs = [];
    private int _latestArena;
    private volatile bool _isDisposed;

    /// <summary>Reserves nothing yet.</summary>
    /// <param name="options">The defaults when <see langword="null"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="PlatformNotSupportedException">Not on Linux, or dual mapping was asked for and is not possible; the message says why.</exception>
    public InProcessMemoryManager(InProcessMemoryOptions? options = null)
    {
        options ??= new InProcessMemoryOptions();
        ArgumentOutOfRangeException.ThrowIfZero(options.ArenaSize, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.ArenaSize, (nuint)SegmentRequests.MaximumSpan, nameof(options));
        if (!Enum.IsDefined(options.Mode))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Mode, "There is no such write mode.");
        }

        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("Memory of this process can be managed on Linux only.");
        }

        _source = new RegionSource(options.Mode, (nuint)AddressSpace.AlignUp(options.ArenaSize, Arena.MinimumSize));
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
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (segments.IsEmpty)
            {
                return new PageReservation(this, []);
            }

            if (placement.Kind == PlacementKind.At || SegmentRequests.FirstPinned(segments) < segments.Length)
            {
                return Finish(Run.Exactly(_source, segments, placement), segments);
            }

            SegmentRequests.CheckSpan(segments);
            return ReserveInArena(segments, placement) ?? Finish(Run.Placed(_source, segments, placement), segments);
        }
    }

    /// <inheritdoc/>
    public void Seal(PageReservation reservation, int segment)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        ReservedSegment sealing = reservation.Segments[segment];
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Region region = reservation.State is ArenaLease lease ? lease.Arena.Region : ((Run)reservation.State!).Region;
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

            if (reservation.State is ArenaLease lease)
            {
                lease.Arena.Return(lease, isUntouched: false);
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

    private PageReservation? ReserveInArena(ReadOnlySpan<SegmentRequest> segments, Placement placement)
    {
        if (!ZonePlan.TryFor(segments, Mode, out ZonePlan plan))
        {
            return null;
        }

        for (int i = 0; i < _arenas.Count; i++)
        {
            int index = (_latestArena + i) % _arenas.Count;
            if (TryTake(_arenas[index], segments, plan, placement) is { } reservation)
            {
                _latestArena = index;
                return reservation;
            }
        }

        if (_source.TryCreateArena(segments, placement) is not { } arena)
        {
            return null;
        }

        PageReservation? first = null;
        try
        {
            first = TryTake(arena, segments, plan, placement);
        }
        finally
        {
            if (first is null)
            {
                arena.Region.Unmap();
            }
            else
            {
                _latestArena = _arenas.Count;
                _arenas.Add(arena);
            }
        }

        return first;
    }

    private PageReservation? TryTake(Arena arena, ReadOnlySpan<SegmentRequest> segments, in ZonePlan plan, Placement placement)
    {
        WriteMode mode = arena.Region.Mode;
        if (!IsSuitable(arena, placement))
        {
            return null;
        }

        if (mode != Mode)
        {
            _ = ZonePlan.TryFor(segments, mode, out ZonePlan own);
            return arena.TryTake(own) is { } other ? Finish(other, segments, placement) : null;
        }

        return arena.TryTake(plan) is { } lease ? Finish(lease, segments, placement) : null;
    }

    private static bool IsSuitable(Arena arena, Placement placement) => placement.Kind switch
    {
        // The others were put somewhere for a reason, and are not near the C library.
        PlacementKind.Anywhere => arena.Kind == PlacementKind.Anywhere,
        PlacementKind.LowTwoGiB => arena.Region.End <= Window.Low.End,
        _ => Window.Around(placement.Address, placement.Reach).Overlaps(arena.Region.Address, arena.Region.End),
    };

    private PageReservation? Finish(ArenaLease lease, ReadOnlySpan<SegmentRequest> segments, Placement placement)
    {
        Region region = lease.Arena.Region;
        var reserved = new ReservedSegment[segments.Length];
        ZonePlan offsets = default;
        int zone = 0;
        for (int i = 0; i < segments.Length; i++)
        {
            zone = ZonePlan.ZoneFrom(zone, segments[i].Access);
            ulong address = lease.Addresses[zone] + offsets.Add(zone, segments[i], region.Mode);
            reserved[i] = new ReservedSegment(address, region.WorkingAddress(address, segments[i].Access), segments[i].Size, segments[i].Access);
        }

        if (placement.Kind == PlacementKind.Near
            && !Window.Around(placement.Address, placement.Reach).Contains(reserved[0].TargetAddress, reserved[^1].TargetAddress + reserved[^1].Size))
        {
            lease.Arena.Return(lease, isUntouched: true);
            return null;
        }

        return new PageReservation(this, reserved, lease);
    }

    private PageReservation Finish(Run run, ReadOnlySpan<SegmentRequest> segments)
    {
        _runs.Add(run);
        var reserved = new ReservedSegment[segments.Length];
        for (int i = 0; i < segments.Length; i++)
        {
            ulong address = run.AddressOf(i);
            reserved[i] = new ReservedSegment(address, run.Region.WorkingAddress(address, segments[i].Access), segments[i].Size, segments[i].Access);
        }

        return new PageReservation(this, reserved, run);
    }
}
