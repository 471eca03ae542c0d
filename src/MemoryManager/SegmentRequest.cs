namespace Linker.MemoryManager;

/// <summary>A run of bytes that will have one access once it is sealed.</summary>
/// <param name="Size">Bytes; 0 is allowed and gets an address but no memory.</param>
/// <param name="Alignment">Of the target address, in bytes; a power of two, above the page size too.</param>
/// <param name="Access">The access after <see cref="PageReservation.Seal(int)"/>.</param>
/// <param name="Address">The exact target address, or <see langword="null"/> to let the manager choose. A manager that cannot honour it refuses the request.</param>
public readonly record struct SegmentRequest(nuint Size, nuint Alignment, PageAccess Access, ulong? Address = null);
