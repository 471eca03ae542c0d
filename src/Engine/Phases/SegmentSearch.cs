using Linker.MemoryManager;

namespace Linker.Engine;

/// <summary>Which segment of an image something lies in.</summary>
internal static class SegmentSearch
{
    /// <summary>The segment that holds a range and has an access, −1 for none.</summary>
    /// <param name="segments">Of an image.</param>
    /// <param name="address">Absolute address in the target.</param>
    /// <param name="size">In bytes. 0 also fits at the end of a segment.</param>
    /// <param name="access">What is wanted of the segment.</param>
    internal static int Find(this ReadOnlySpan<ReservedSegment> segments, ulong address, ulong size, PageAccess access = PageAccess.None)
    {
        for (int i = 0; i < segments.Length; i++)
        {
            ulong offset = address - segments[i].TargetAddress;
            if ((segments[i].Access & access) == access && offset <= segments[i].Size && size <= segments[i].Size - offset)
            {
                return i;
            }
        }

        return -1;
    }
}
