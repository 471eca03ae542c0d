namespace Linker.Engine;

/// <summary>A segment while sections are put into it.</summary>
/// <param name="index">Its index in the image.</param>
internal struct SegmentBuilder(int index)
{
    private const ulong MaxSize = 1UL << 46;

    /// <summary>Bytes so far.</summary>
    internal ulong Size { get; private set; }

    /// <summary>The largest alignment so far.</summary>
    internal ulong Alignment { get; private set; } = 1;

    /// <summary>Whether anything was put into it, of no size perhaps.</summary>
    internal bool IsUsed { get; private set; }

    internal SectionPlace Add(ulong size, ulong alignment)
    {
        ulong offset = Align(Size, alignment);
        Alignment = Math.Max(Alignment, alignment);
        Size = Checked(offset, size);
        IsUsed = true;
        return new SectionPlace(index, offset);
    }

    internal static ulong Align(ulong value, ulong alignment) => (value + alignment - 1) & ~(alignment - 1);

    internal static ulong Checked(ulong offset, ulong size) => size <= MaxSize && offset + size <= MaxSize
        ? offset + size
        : throw new InsufficientMemoryException($"The image would be larger than {MaxSize >> 30} GiB.");
}
