namespace Linker.MemoryManager.Linux;

/// <summary>Makes regions: where a placement wants them, and in the write mode that the system allows.</summary>
internal sealed class RegionSource
{
    // An arena made smaller than this, to fit in a gap, would soon be followed by another.
    private const nuint SmallestShared = 64 << 20;

    // Lets large arenas be backed by large pages.
    private const nuint ArenaAlignment = 2 << 20;

    private readonly WriteMode _asked;
    private readonly nuint _arenaSize;

    /// <exception cref="PlatformNotSupportedException">Dual mapping was asked for and is not possible.</exception>
    internal RegionSource(WriteMode asked, nuint arenaSize)
    {
        _asked = asked;
        _arenaSize = arenaSize;
        string? reason = asked is WriteMode.Auto or WriteMode.DualMapping
            ? MemoryFile.WhyNotExecutable() ?? MemoryFile.WhyNotOfSize(Arena.SharedSizeOf(arenaSize))
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

        List<MappedRange> ranges = MappedRange.ReadAll();
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

                ulong address = TryReserve(size, size < ArenaAlignment ? Zone.Granule : ArenaAlignment, window, ranges);
                if (address != 0 && TryOver(address, size, mode, sharedSize) is { } region)
                {
                    return new Arena(region, placement, BranchGuard.IsAskedFor(segments));
                }
            }
        }

        return null;
    }

    /// <summary>The second view needs address space too, which a limit may have left for a smaller arena only.</summary>
    private static Region? TryOver(ulong address, nuint size, WriteMode mode, nuint sharedSize)
    {
        try
        {
            return Region.Over(address, size, mode, sharedSize);
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
        List<MappedRange> ranges = MappedRange.ReadAll();
        WriteMode mode = ModeFor(size);
        foreach (Window? window in WindowsFor(placement, ranges))
        {
            ulong address = TryReserve(size, alignment, window, ranges);
            if (address != 0)
            {
                return Region.Over(address, size, mode, size);
            }
        }

        throw NoSpace.Because($"There are no {size} bytes of free address space for {placement}.");
    }

    /// <summary>A region exactly there.</summary>
    /// <exception cref="OutOfMemoryException">Something is in the way; the message says what.</exception>
    internal Region CreateExactly(ulong address, nuint size)
    {
        WriteMode mode = ModeFor(size);
        AddressSpace.ReserveExactly(address, size);
        return Region.Over(address, size, mode, size);
    }

    private static ulong TryReserve(nuint size, nuint alignment, in Window? window, List<MappedRange> ranges) =>
        window is { } bounds ? AddressSpace.TryReserve(size, alignment, bounds, ranges) : AddressSpace.TryReserveAnywhere(size, alignment);

    /// <summary>Best first; <see langword="null"/> stands for anywhere at all.</summary>
    private static IEnumerable<Window?> WindowsFor(Placement placement, List<MappedRange> ranges)
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
                foreach (Window window in HostLibraries.Windows(ranges))
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
        if (Mode != WriteMode.DualMapping || MemoryFile.WhyNotOfSize(sharedSize) is not { } reason)
        {
            return Mode;
        }

        return _asked == WriteMode.Auto ? WriteMode.WriteThenExecute : throw NoDualMapping(reason);
    }

    private static PlatformNotSupportedException NoDualMapping(string reason) => new($"Dual mapping is not possible here: {reason}.");
}
