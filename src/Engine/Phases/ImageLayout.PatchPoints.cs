namespace Linker.Engine;

internal sealed partial class ImageLayout
{
    /// <summary>Whether there are stack maps.</summary>
    internal bool HasStackMaps => _classes.HasStackMaps;

    /// <summary>The slots of patch points, which stay writable.</summary>
    internal SectionPlace PatchSlots { get; private set; }

    /// <summary>How many there are.</summary>
    internal int PatchSlotCount { get; private set; }

    // Code calls through them all the time: what the program writes is kept off their cache lines.
    private void AddPatchSlots(ref SegmentBuilder segment, int count)
    {
        PatchSlotCount = count;
        PatchSlots = count == 0 ? default : segment.Add(SegmentBuilder.Align((ulong)count * sizeof(ulong), CacheLine), CacheLine);
    }
}
