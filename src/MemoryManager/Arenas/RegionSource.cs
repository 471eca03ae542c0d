namespace Linker.MemoryManager.Arenas;

/// <summary>Makes regions: where a placement wants them, and in the write mode that the system allows.</summary>
internal sealed class RegionSource
{
    // An arena made smaller than this, to fit in a gap, would soon be followed by another.
    private const nuint SmallestShared = 64 << 20;

    // Lets large arenas be backed by large pages.
    private const nuint ArenaAlignment = 2 << 20;

    private readonly ISystemMemory _system;
    private readonly WriteMode _asked;
    private readonly nuint _arenaSize;

    /// <exception cref="PlatformNotSupportedException">Dual mapping was asked for and is not possible.</exception>
    internal RegionSource(ISystemMemory system, WriteMode asked, nuint arenaSize)
    {
        _system = system;
        _asked = asked;
        _arenaSize = arenaSize;
        string? reason = asked is WriteMode.Auto or WriteMode.DualMapping
            ? system.WhyNotShared() ?? system.WhyNotShared(Arena.SharedSizeOf(arenaSize))
            : null;
        Mode = reason is null
            ? asked == WriteMode.Auto ? WriteMode.DualMapping : asked
            : asked == WriteMode.Auto ? WriteMode.WriteThenExecute : throw NoDualMapping(reason);
    }

    /// <summary>In force; never <see cref="WriteMode.Auto"/>.</summary>
    internal WriteMode Mode { get; }

    /// <summary>An arena in which the segments, in the order of its zones, find space; <see langword="null"/> when none of that kind can be had.</summary>
    internal Arena? TryCreateArena(ReadOnlySpan<SegmentRequest> segments, Placement placement)
    {
        nuint largest = placement.InOnePiece ? Math.Min(Arena.OnePieceSize, _arenaSize) : _arenaSize;
        nuint smallest = Math.Min(SmallestShared, largest);
        if (placement.Kind == PlacementKind.Near)
        {
            // Leaves space in reach for images that need a mapping of their own.
            largest = (nuint)Math.Min(largest, placement.Reach / 2 / Arena.MinimumSize * Arena.MinimumSize);
            smallest = Arena.MinimumSize;
        }

        // In no other mode does a plan need less, so that there is no need to look for space.
        if (!ZonePlan.TryFor(segments, Mode, out ZonePlan least) || !Arena.CouldHold(largest, least))
        {
            return null;
        }

        List<MappedRange> ranges = _system.ReadRanges();
        foreach (Window? window in WindowsFor(placement, ranges))
        {
            for (nuint size = largest; size >= smallest; size = size / 2 / Arena.MinimumSize * Arena.MinimumSize)
            {
                nuint sharedSize = Arena.SharedSizeOf(size);
                WriteMode mode = ModeFor(sharedSize);
                if (!ZonePlan.TryFor(segments, mode, out ZonePlan plan) || !Arena.CouldHold(size, plan))
                {
                    break;
                }

                if (TryCreate(size, mode, sharedSize, size < ArenaAlignment ? Zone.Granule : ArenaAlignment, window, ranges) is { } region)
                {
                    return new Arena(region, placement, BranchGuard.IsAskedFor(_system, segments));
                }
            }
        }

        return null;
    }

    /// <summary>The second view needs address space too, which a limit may have left for a smaller arena only.</summary>
    private Region? TryCreate(nuint size, WriteMode mode, nuint sharedSize, nuint alignment, Window? window, List<MappedRange> ranges)
    {
        try
        {
            return Region.TryCreate(_system, size, mode, sharedSize, shared => TryReserve(size, alignment, window, ranges, shared));
        }
        catch (OutOfMemoryException)
        {
            return null;
        }
    }

    /// <summary>A region of that size for one image alone.</summary>
    /// <exception cref="OutOfMemoryException">There is no space.</exception>
    internal Region CreateRun(nuint size, nuint alignment, Placement placement)
    {
        List<MappedRange> ranges = _system.ReadRanges();
        WriteMode mode = ModeFor(size);
        foreach (Window? window in WindowsFor(placement, ranges))
        {
            if (Region.TryCreate(_system, size, mode, size, shared => TryReserve(size, Math.Max(alignment, _system.Granularity), window, ranges, shared)) is { } region)
            {
                return region;
            }
        }

        throw NoSpace.Because($"There are no {size} bytes of free address space for {placement}.");
    }

    /// <summary>A region in which that range lies, as little more as the system can reserve.</summary>
    /// <exception cref="OutOfMemoryException">Something is in the way; the message says what.</exception>
    internal Region CreateExactly(ulong address, nuint size)
    {
        ulong start = address & ~((ulong)_system.Granularity - 1);
        size += (nuint)(address - start);
        return Region.TryCreate(_system, size, ModeFor(size), size, Reserve)!;

        ulong Reserve(SharedMemory shared)
        {
            AddressSpace.ReserveExactly(_system, start, size, shared);
            return start;
        }
    }

    private ulong TryReserve(nuint size, nuint alignment, Window? window, List<MappedRange> ranges, in SharedMemory shared) =>
        window is { } bounds ? AddressSpace.TryReserve(_system, size, alignment, bounds, ranges, shared) : _system.TryReserveAnywhere(size, alignment, shared);

    /// <summary>Best first; <see langword="null"/> stands for anywhere at all.</summary>
    private IEnumerable<Window?> WindowsFor(Placement placement, List<MappedRange> ranges)
    {
        switch (placement.Kind)
        {
            case PlacementKind.LowTwoGiB:
                yield return Window.Low;
                break;
            case PlacementKind.Near:
                yield return Window.Around(placement.Address, placement.Reach);
                break;
            default:
                foreach (Window window in HostLibraries.Windows(_system, ranges))
                {
                    yield return window;
                }

                yield return null;
                break;
        }
    }

    /// <summary>The limit of file sizes may have changed since the manager was made, or one image needs a larger file than an arena.</summary>
    private WriteMode ModeFor(nuint sharedSize)
    {
        if (Mode != WriteMode.DualMapping || _system.WhyNotShared(sharedSize) is not { } reason)
        {
            return Mode;
        }

        return _asked == WriteMode.Auto ? WriteMode.WriteThenExecute : throw NoDualMapping(reason);
    }

    private static PlatformNotSupportedException NoDualMapping(string reason) => new($"Dual mapping is not possible here: {reason}.");
}
