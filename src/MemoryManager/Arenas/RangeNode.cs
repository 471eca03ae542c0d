namespace Linker.MemoryManager.Arenas;

/// <summary>A range of a <see cref="RangeAllocator"/>. Other nodes are named by index; −1 is none.</summary>
internal struct RangeNode
{
    /// <summary>Stands in <see cref="Previous"/> of a range that is in no list, because it is in use.</summary>
    private const int InUse = -2;

    public uint Start;
    public uint Count;

    /// <summary>The first unit that may not be zero; all those before it are.</summary>
    public uint DirtyStart;

    /// <summary>Behind the last unit that may not be zero; not above <see cref="DirtyStart"/> when the whole range is zero.</summary>
    public uint DirtyEnd;

    /// <summary>The neighbour that ends where this one starts.</summary>
    public int Before;

    /// <summary>The neighbour that starts where this one ends.</summary>
    public int After;

    /// <summary>In the list of free ranges of this size.</summary>
    public int Previous;

    /// <summary>In the list of free ranges of this size, or of unused nodes.</summary>
    public int Next;

    public readonly uint End => Start + Count;

    public readonly bool IsFree => Previous != InUse;

    /// <summary>How many units may not be zero.</summary>
    public readonly uint DirtyCount => DirtyEnd > DirtyStart ? DirtyEnd - DirtyStart : 0;

    public void Use() => Previous = InUse;

    /// <summary>Nothing more is known of what the range holds.</summary>
    public void Soil() => (DirtyStart, DirtyEnd) = (Start, End);

    /// <summary>The whole range is zero.</summary>
    public void Clean() => (DirtyStart, DirtyEnd) = (0, 0);

    /// <summary>Takes in the neighbour behind. What lies between the dirt of both counts as dirty too.</summary>
    public void Append(in RangeNode behind)
    {
        Count += behind.Count;
        After = behind.After;
        if (behind.DirtyCount != 0)
        {
            DirtyStart = DirtyCount != 0 ? DirtyStart : behind.DirtyStart;
            DirtyEnd = behind.DirtyEnd;
        }
    }

    /// <summary>Gives all but the first units, and the dirt in them, to a range in nobody's list. Field by field: a copy of what was just written would have to wait for it.</summary>
    public void Cut(uint count, ref RangeNode rest)
    {
        uint cut = Start + count;
        rest.Start = cut;
        rest.Count = Count - count;
        rest.DirtyStart = Math.Max(DirtyStart, cut);
        rest.DirtyEnd = DirtyEnd;
        rest.After = After;
        rest.Previous = InUse;
        Count = count;
        DirtyEnd = Math.Min(DirtyEnd, cut);
    }
}
