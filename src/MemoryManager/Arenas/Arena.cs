namespace Linker.MemoryManager.Arenas;

/// <summary>A region shared by many images, divided in four zones in the order in which images want them: constants, code, constants again, data.</summary>
/// <remarks>What an image has of an arena are pieces, one a zone. They are numbered from 1; 0 is none.</remarks>
internal sealed class Arena
{
    /// <summary>The smallest arena that can be divided.</summary>
    internal const nuint MinimumSize = 8 * Zone.Granule;

    /// <summary>The largest arena for images in one piece: no byte of it is further from another than an <c>ADR</c> of AArch64 reaches.</summary>
    internal const nuint OnePieceSize = 1 << 20;

    // In eighths: constants, code, constants behind code, data.
    private static ReadOnlySpan<byte> Shares => [1, 2, 1, 4];

    private readonly Zone[] _zones = new Zone[ZonePlan.ZoneCount];

    internal Arena(Region region, Placement placement, bool isGuarded)
    {
        Region = region;
        Placement = placement;
        IsGuarded = isGuarded;
        ulong address = region.Address;
        for (int zone = 0; zone < _zones.Length; zone++)
        {
            nuint size = ZoneSize(region.Size, zone);
            _zones[zone] = new Zone(region, address, size, ZonePlan.AccessOf(zone) | (isGuarded ? PageAccess.Guarded : PageAccess.None));
            address += size;
        }
    }

    internal Region Region { get; }

    /// <summary>What the arena was made for.</summary>
    internal Placement Placement { get; }

    /// <summary>Whether its code is guarded: all of it is, or none.</summary>
    internal bool IsGuarded { get; }

    /// <summary>How many bytes of an arena are never data.</summary>
    internal static nuint SharedSizeOf(nuint size) => size / 2;

    /// <summary>Whether an empty arena of that size could serve the plan, wherever it lay.</summary>
    internal static bool CouldHold(nuint arenaSize, in ZonePlan plan)
    {
        for (int zone = 0; zone < ZonePlan.ZoneCount; zone++)
        {
            ref readonly ZonePlan.Need need = ref plan[zone];
            nuint slack = need.Alignment > Zone.Granule ? need.Alignment : 0;
            if (need.Size + slack > ZoneSize(arenaSize, zone))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes memory for all zones of a plan or for none.</summary>
    /// <param name="plan">What each zone shall give.</param>
    /// <param name="pieces">By zone; none at first.</param>
    internal bool TryTake(in ZonePlan plan, Span<int> pieces)
    {
        try
        {
            for (int zone = 0; zone < _zones.Length; zone++)
            {
                ref readonly ZonePlan.Need need = ref plan[zone];
                if (need.Size != 0 && (pieces[zone] = _zones[zone].TryTake(need.Size, need.Alignment) + 1) == 0)
                {
                    Return(pieces, isUntouched: true);
                    return false;
                }
            }

            return true;
        }
        catch
        {
            Return(pieces, isUntouched: true);
            throw;
        }
    }

    /// <summary>Where a piece is in the target.</summary>
    internal ulong AddressOf(ReadOnlySpan<int> pieces, int zone) => _zones[zone].AddressOf(pieces[zone] - 1);

    /// <summary>Whether a piece that was just taken is zero.</summary>
    internal bool IsZero(ReadOnlySpan<int> pieces, int zone) => _zones[zone].IsZero(pieces[zone] - 1);

    internal void Return(Span<int> pieces, bool isUntouched)
    {
        for (int zone = 0; zone < _zones.Length; zone++)
        {
            if (pieces[zone] != 0)
            {
                _zones[zone].Return(pieces[zone] - 1, isUntouched);
                pieces[zone] = 0;
            }
        }
    }

    private static nuint ZoneSize(nuint arenaSize, int zone) => arenaSize / 8 / Zone.Granule * Zone.Granule * Shares[zone];
}
