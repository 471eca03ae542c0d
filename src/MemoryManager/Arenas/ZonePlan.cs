using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Linker.MemoryManager.Arenas;

/// <summary>What a request needs of each zone of an arena. Neighbours in one zone form one piece, so that they ascend too.</summary>
internal struct ZonePlan
{
    internal const int ZoneCount = 4;

    private Needs _needs;

    [UnscopedRef]
    internal readonly ref readonly Need this[int zone] => ref _needs[zone];

    internal static PageAccess AccessOf(int zone) => zone switch
    {
        1 => AccessKind.Code,
        3 => AccessKind.Data,
        _ => AccessKind.Constants,
    };

    /// <summary>The first zone, not before <paramref name="zone"/>, that holds memory of this access; <see cref="ZoneCount"/> when there is none.</summary>
    internal static int ZoneFrom(int zone, PageAccess access)
    {
        PageAccess kind = AccessKind.Of(access);
        while (zone < ZoneCount && AccessOf(zone) != kind)
        {
            zone++;
        }

        return zone;
    }

    /// <summary><see langword="false"/> when the order of the segments is not the order of the zones.</summary>
    internal static bool TryFor(ReadOnlySpan<SegmentRequest> segments, WriteMode mode, out ZonePlan plan)
    {
        plan = default;
        int zone = 0;
        foreach (ref readonly SegmentRequest segment in segments)
        {
            zone = ZoneFrom(zone, segment.Access);
            if (zone == ZoneCount)
            {
                return false;
            }

            _ = plan.Add(zone, segment, mode);
        }

        return true;
    }

    /// <summary>Appends a segment to its zone and returns its offset from the start of the piece.</summary>
    internal nuint Add(int zone, in SegmentRequest segment, WriteMode mode)
    {
        ref Need need = ref _needs[zone];
        nuint alignment = Math.Max(segment.Alignment, Zone.GranularityOf(mode, AccessOf(zone)));
        nuint offset = (nuint)AddressSpace.AlignUp(need.Size, alignment);

        // Nothing gets a byte of its own too: its address is then nobody else's.
        need.Size = offset + Math.Max(segment.Size, 1);
        need.Alignment = Math.Max(need.Alignment, alignment);
        return offset;
    }

    /// <summary>Bytes, 0 for nothing, and their alignment.</summary>
    internal record struct Need(nuint Size, nuint Alignment);

    [InlineArray(ZoneCount)]
    private struct Needs
    {
        private Need _first;
    }
}
