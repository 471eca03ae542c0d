using System.Runtime.CompilerServices;

namespace Linker.MemoryManager.Linux;

/// <summary>A region shared by many images, divided in four zones in the order in which images want them: constants, code, constants again, data.</summary>
internal sealed class Arena
{
    /// <summary>The smallest arena that can be divided.</summary>
    internal const nuint MinimumSize = 8 * Zone.Granule;

    // In eighths: constants, code, constants behind code, data.
    private static ReadOnlySpan<byte> Shares => [1, 2, 1, 4];

    private readonly Zone[] _zones = new Zone[ZonePlan.ZoneCount];

    internal Arena(Region region, PlacementKind kind)
    {
        Region = region;
        Kind = kind;
        ulong address = region.Address;
        for (int zone = 0; zone < _zones.Length; zone++)
        {
            nuint size = ZoneSize(region.Size, zone);
            _zones[zone] = new Zone(region, address, size, ZonePlan.AccessOf(zone));
            address += size;
        }
    }

    internal Region Region { get; }

    /// <summary>The rule by which the arena was placed.</summary>
    internal PlacementKind Kind { get; }

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
    internal ArenaLease? TryTake(in ZonePlan plan)
    {
        var lease = new ArenaLease(this);
        bool isComplete = false;
        try
        {
            for (int zone = 0; zone < ZonePlan.ZoneCount; zone++)
            {
                ref readonly ZonePlan.Need need = ref plan[zone];
                if (need.Size == 0)
                {
                    continue;
                }

                if (!_zones[zone].TryTake(need.Size, need.Alignment, out int piece, out ulong address))
                {
                    return null;
                }

                lease.Pieces[zone] = piece;
                lease.Addresses[zone] = address;
            }

            isComplete = true;
            return lease;
        }
        finally
        {
            if (!isComplete)
            {
                Return(lease, isUntouched: true);
            }
        }
    }

    internal void Return(ArenaLease lease, bool isUntouched)
    {
        for (int zone = 0; zone < ZonePlan.ZoneCount; zone++)
        {
            if (lease.Pieces[zone] >= 0)
            {
                _zones[zone].Return(lease.Pieces[zone], isUntouched);
            }
        }
    }

    private static nuint ZoneSize(nuint arenaSize, int zone) => arenaSize / 8 / Zone.Granule * Zone.Granule * Shares[zone];
}

/// <summary>What one reservation has of an arena.</summary>
internal sealed class ArenaLease
{
    internal ArenaLease(Arena arena)
    {
        Arena = arena;
        ((Span<int>)Pieces).Fill(-1);
    }

    internal Arena Arena { get; }

    /// <summary>By zone; −1 where there is none.</summary>
    internal PieceOfZone Pieces;

    /// <summary>By zone: where the piece is.</summary>
    internal AddressOfZone Addresses;

    [InlineArray(ZonePlan.ZoneCount)]
    internal struct PieceOfZone
    {
        private int _first;
    }

    [InlineArray(ZonePlan.ZoneCount)]
    internal struct AddressOfZone
    {
        private ulong _first;
    }
}
