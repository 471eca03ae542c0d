namespace Linker.MemoryManager.Linux;

/// <summary>A range of a <see cref="RangeAllocator"/>. Other nodes are named by index; −1 is none.</summary>
internal struct RangeNode
{
    public uint Start;
    public uint Count;

    /// <summary>The neighbour that ends where this one starts.</summary>
    public int Before;

    /// <summary>The neighbour that starts where this one ends.</summary>
    public int After;

    /// <summary>In the list of free ranges of this size.</summary>
    public int Previous;

    /// <summary>In the list of free ranges of this size, or of unused nodes.</summary>
    public int Next;
    public bool IsFree;
}
