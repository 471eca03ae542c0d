namespace Linker.MemoryManager;

/// <summary>Where in the target's address space a reservation may lie: "within this reach of that address", never a set of operating-system flags.</summary>
/// <param name="Kind">The rule.</param>
/// <param name="Address">For <see cref="PlacementKind.At"/> the address of the first segment, for <see cref="PlacementKind.Near"/> the anchor.</param>
/// <param name="Reach">For <see cref="PlacementKind.Near"/>: no byte of the reservation is further than this from the anchor, in bytes.</param>
public readonly record struct Placement(PlacementKind Kind, ulong Address = 0, ulong Reach = 0)
{
    /// <summary>Whether the segments lie within a mebibyte or, where they are too large for that, follow each other with nothing but alignment between them: for code whose distances reach no further.</summary>
    public bool InOnePiece { get; init; }

    /// <summary>Wherever the manager's own policy puts it.</summary>
    public static Placement Anywhere => default;

    /// <summary>Entirely below 2 GiB, where non-PIC x86-64 code finds its 32-bit absolute addresses.</summary>
    public static Placement LowTwoGiB => new(PlacementKind.LowTwoGiB);

    /// <summary>The first segment exactly at <paramref name="address"/>, the others after it in order.</summary>
    public static Placement At(ulong address) => new(PlacementKind.At, address);

    /// <summary>Every byte within <paramref name="reach"/> bytes of <paramref name="address"/>.</summary>
    public static Placement Near(ulong address, ulong reach) => new(PlacementKind.Near, address, reach);
}

/// <summary>The rules of <see cref="Placement"/>.</summary>
public enum PlacementKind
{
    /// <summary>The manager's own policy.</summary>
    Anywhere,

    /// <summary>Below 2 GiB.</summary>
    LowTwoGiB,

    /// <summary>At one address.</summary>
    At,

    /// <summary>Within reach of an address.</summary>
    Near,
}
